import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bigHcat, layers } from "../../src/term/binder.ts";
import { rowSums, softmax } from "../../src/term/definition.ts";
import { addDim, dim, mulDim } from "../../src/term/dimension.ts";
import { isBinder } from "../../src/term/names.ts";
import { schedule } from "../../src/term/schedule.ts";
import { rebuild, replaceNodes, resize } from "../../src/term/substitution.ts";
import { mul, ones, power, rows, size, type Term, tri, variable } from "../../src/term/term.ts";
import { unroll } from "../../src/term/unroll.ts";
import { TERM_SIZES, termArbitrary } from "./arbitrary.ts";

const A = variable("A", "n", "n");
const B = variable("B", "n", "n");

describe("rebuild", () => {
  it("of a node from its own arguments is the node", () => {
    fc.assert(
      fc.property(termArbitrary(), (term) => {
        for (const node of schedule(term)) expect(rebuild(node, node.args)).toBe(node);
      }),
    );
  });

  it("checks shapes as the constructor does", () => {
    expect(() => rebuild(mul(A, B), [A, variable("v", 1, "n")])).toThrow(
      "mul: expected n rows on the right of n × n, received 1 × n",
    );
  });
});

describe("replaceNodes", () => {
  it("replaces inside of definitions and of what they unfold to", () => {
    expect(replaceNodes(softmax(mul(A, A)), (term) => (term === A ? B : undefined))).toBe(softmax(mul(B, B)));
  });

  it("does not enter what it put in", () => {
    expect(replaceNodes(A, (term) => (term === A ? mul(A, A) : undefined))).toBe(mul(A, A));
  });
});

describe("resize", () => {
  const twice = new Map([["n", mulDim(2, "m")]]);

  it("puts sizes everywhere a size stands", () => {
    const m2 = mulDim(2, "m");
    expect(resize(tri("n", "n", { above: "n" }), twice)).toBe(tri(m2, m2, { above: m2 }));
    expect(resize(power(size("n"), "n"), twice)).toBe(power(size(m2), m2));
    expect(resize(rowSums(A), twice)).toBe(rowSums(variable("A", m2, m2)));
    expect(resize(rows(variable("x", addDim("n", 1), 1), 1, "n"), twice)).toBe(
      rows(variable("x", addDim(m2, 1), 1), 1, m2),
    );
    const blocks = (count: typeof m2 | string) => bigHcat(count, (h) => variable("W", count, 1, { index: [h] }));
    expect(resize(blocks("n"), twice)).toBe(blocks(m2));
    expect(
      resize(
        layers("n", ones("n", 1), (_, y) => mul(A, y)),
        twice,
      ),
    ).toBe(layers(m2, ones(m2, 1), (_, y) => mul(variable("A", m2, m2), y)));
  });

  it("to symbols and then to numbers is unrolling at the numbers", () => {
    fc.assert(
      fc.property(termArbitrary(), (term) => {
        const renamed = resize(term, new Map([["C", addDim("C", "k")]]));
        expect(unroll(renamed, { ...TERM_SIZES, C: 1, k: 2 })).toBe(unroll(term, { ...TERM_SIZES, C: 3 }));
      }),
    );
  });

  it("of nothing is the term itself", () => {
    expect(resize(A, new Map())).toBe(A);
    expect(resize(A, new Map([["m", dim(2)]]))).toBe(A);
  });
});

it("unrolling needs a number for every symbol", () => {
  expect(() => unroll(mul(A, B), { m: 2 })).toThrow("size: expected a number for n, received sizes of m");
});

const BINDERS: readonly Term["op"][] = ["bigSum", "bigHcat", "bigVcat", "fold"];

it("only sums, blocks and layers bind", () => {
  fc.assert(
    fc.property(termArbitrary(), (term) => {
      for (const node of schedule(term)) expect(isBinder(node)).toBe(BINDERS.includes(node.op));
    }),
  );
});
