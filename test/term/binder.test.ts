import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bigHcat, bigOver, bigSum, bigVcat, freshIndex, layers, open, substitute } from "../../src/term/binder.ts";
import { softmax } from "../../src/term/definition.ts";
import { dim } from "../../src/term/dimension.ts";
import { schedule, variablesOf } from "../../src/term/schedule.ts";
import { resize } from "../../src/term/substitution.ts";
import {
  add,
  hcat,
  type Index,
  mul,
  shapeText,
  type Term,
  transpose,
  variable,
  vcat,
  zeros,
} from "../../src/term/term.ts";
import { unroll } from "../../src/term/unroll.ts";
import { TERM_SIZES, termArbitrary } from "./arbitrary.ts";

const x = variable("x", "C", "E");
const W = (...index: Index[]): Term => variable("W", "E", "E", { index });
const sum = (count: number | string, body: (h: Index) => Term): Term => bigSum(count, body);

describe("binders that differ in the name of the index are one term", () => {
  it("once, nested, and around each other's index", () => {
    const heads = (): Term =>
      sum("H", (h) =>
        mul(
          x,
          sum("G", (g) => W(h, g)),
        ),
      );
    expect(heads()).toBe(heads());
    expect(sum("H", (h) => sum("G", (g) => W(h, g)))).not.toBe(sum("H", (h) => sum("G", (g) => W(g, h))));
    const deep = (): Term =>
      layers("L", x, (l, y) =>
        add(
          y,
          sum("H", (h) => mul(y, W(l, h))),
        ),
      );
    expect(deep()).toBe(deep());
  });

  it("closing what was opened gives the binder back", () => {
    const heads = bigSum("H", (h) => mul(x, W(h)));
    expect(bigSum("H", (h) => open(heads, h))).toBe(heads);
    const deep = layers("L", x, (l, y) => mul(add(y, x), W(l)));
    expect(layers("L", x, (l, y) => open(deep, l, y))).toBe(deep);
  });

  it("have the shapes of sums and blocks", () => {
    expect(shapeText(bigSum("H", () => x))).toBe("C × E");
    expect(shapeText(bigHcat("H", () => x))).toBe("C × E·H");
    expect(shapeText(bigVcat("H", () => x))).toBe("C·H × E");
    expect(() => layers("L", x, (_, y) => transpose(y))).toThrow(
      "fold: expected two matrices of one shape, received C × E and E × C",
    );
  });
});

describe("a sum over the index of another one", () => {
  const A = variable("A", "n", "n");
  const S = bigSum("H", (h) => variable("W", "n", "n", { index: [h] }));
  const higher = bigSum("K", (k) => bigSum("H", (h) => variable("V", "n", "n", { index: [k, h] })));
  const times = (B: Term) => bigOver("bigSum", S, [B], (h) => mul(B, open(S, h)));

  it("is the sum of what is made of each, whatever stands beside", () => {
    for (const B of [A, S, higher]) expect(times(B)).toBe(bigSum("H", (h) => mul(B, open(S, h))));
  });

  it("opens one body as one term", () => {
    const seen: Term[] = [];
    for (const _ of [1, 2])
      bigOver("bigSum", S, [higher], (h) => {
        seen.push(open(S, h));
        return mul(higher, open(S, h));
      });
    expect(seen[3]).toBe(seen[1]);
  });

  it("captures no index, though it was one's own before", () => {
    const leaked: Index[] = [];
    bigOver("bigSum", S, [higher], (h) => {
      leaked.push(h);
      return mul(higher, open(S, h));
    });
    const B = mul(higher, variable("B", "n", "n", { index: [leaked.at(-1)!] }));
    expect(times(B)).toBe(bigSum("H", (h) => mul(B, open(S, h))));
    expect(times(B).names.free).toEqual(B.names.free);
  });
});

describe("substitution", () => {
  it("captures no index: a sum put into a sum keeps its own", () => {
    const inner = sum("G", (g) => W(g));
    const outer = sum("H", (h) => mul(variable("Z", "E", "E"), W(h)));
    const put = substitute(outer, (term) => (term.op === "variable" && term.name === "Z" ? inner : undefined));
    expect(put).toBe(
      sum("H", (h) =>
        mul(
          sum("G", (g) => W(g)),
          W(h),
        ),
      ),
    );
  });

  it("captures no index of a higher binder put below a lower one", () => {
    const high = sum("A", (a) => sum("B", (b) => sum("D", (d) => W(a, b, d))));
    const low = sum("H", (h) => mul(W(h), variable("Z", "E", "E")));
    expect(substitute(low, (term) => (term.op === "variable" && term.name === "Z" ? high : undefined))).toBe(
      sum("H", (h) => mul(W(h), high)),
    );
  });

  describe("of values, which opens a body under one index each time", () => {
    const Z = variable("Z", "E", "E");
    const S = bigSum("H", (h) => mul(Z, W(h)));
    /** The index under which S was opened, as who looks at it may keep it. */
    const used = (): Index => {
      const leaked: Index[] = [];
      bigOver("bigSum", S, [sum("K", (k) => sum("G", (g) => W(k, g)))], (h) => {
        leaked.push(h);
        return mul(
          open(S, h),
          sum("K", (k) => sum("G", (g) => W(k, g))),
        );
      });
      return leaked.at(-1)!;
    };

    it("is what another substitution makes", () => {
      for (const value of [W(), S, sum("K", (k) => sum("G", (g) => W(k, g)))])
        expect(substitute(S, new Map([[Z, value]]))).toBe(substitute(S, (term) => (term === Z ? value : undefined)));
    });

    it("captures no index of a value", () => {
      const value = W(used());
      const put = substitute(S, new Map([[Z, value]]));
      expect(put).toBe(bigSum("H", (h) => mul(value, W(h))));
      expect(put.names.free).toEqual(value.names.free);
    });

    it("captures no index that the binder itself names", () => {
      const a = used();
      const put = substitute(
        bigSum("H", (h) => mul(Z, mul(W(h), W(a)))),
        new Map([[Z, W()]]),
      );
      expect(put).toBe(bigSum("H", (h) => mul(W(), mul(W(h), W(a)))));
      const run = (start: Term): Term => layers("L", start, (l, y) => add(mul(y, W(l)), W(a)));
      expect(substitute(run(Z), new Map([[Z, W()]]))).toBe(run(W()));
    });

    it("is what a function of the same values makes, of any terms", () => {
      const leaked = [used(), freshIndex()];
      const draw = fc.tuple(termArbitrary(), termArbitrary(), fc.array(fc.nat(), { minLength: 4, maxLength: 4 }));
      fc.assert(
        fc.property(draw, ([root, value, picks]) => {
          const nodes = schedule(root);
          const keys = picks.slice(0, 2).map((pick) => nodes[pick % nodes.length]!);
          const fits = keys.filter(({ rows, cols }) => rows === value.rows && cols === value.cols);
          const index = leaked[picks[2]! % leaked.length]!;
          const named = variable("W", value.rows, value.cols, { index: [index] });
          const values = new Map(fits.map((key, i) => [key, i === 0 ? value : named] as const));
          const around = bigSum("H", (h) => add(root, variable("V", root.rows, root.cols, { index: [h, index] })));
          for (const term of [root, around])
            expect(substitute(term, values)).toBe(substitute(term, (node) => values.get(node)));
        }),
        { numRuns: 500 },
      );
    });

    it("replaces nothing that only looks like a node once a body is opened", () => {
      const node = W(used());
      expect(substitute(S, new Map([[node, Z]]))).toBe(S);
      expect(substitute(mul(node, S), new Map([[node, Z]]))).toBe(mul(Z, S));
    });
  });

  it("captures no running value: layers put into layers keep their own", () => {
    const inner = layers("K", x, (k, y) => mul(y, W(k)));
    const outer = layers("L", x, (l, y) => add(mul(y, W(l)), variable("Z", "C", "E")));
    expect(substitute(outer, (term) => (term.op === "variable" && term.name === "Z" ? inner : undefined))).toBe(
      layers("L", x, (l, y) => add(mul(y, W(l)), inner)),
    );
  });

  it("captures no index when layers are opened at a running value with higher binders", () => {
    const high = sum("A", (a) => sum("B", (b) => mul(x, W(a, b))));
    const deep = layers("L", x, (l, y) => sum("H", (h) => mul(y, W(l, h))));
    expect(open(deep, 0, high)).toBe(sum("H", (h) => mul(high, W(0, h))));
  });

  it("enters bodies, starts and what definitions unfold to", () => {
    const z = variable("z", "C", "E");
    const model = (start: Term): Term => softmax(layers("L", start, (l, y) => softmax(mul(add(y, start), W(l)))));
    expect(substitute(model(x), (term) => (term === x ? z : undefined))).toBe(model(z));
  });

  it("of nothing changes nothing, and of a variable by a new one and back changes nothing", () => {
    fc.assert(
      fc.property(termArbitrary(), (term) => {
        expect(substitute(term, () => undefined)).toBe(term);
        const renamed = (from: string, to: string) => (node: Term) =>
          node.op === "variable" && node.name.startsWith(from)
            ? variable(to + node.name.slice(from.length), node.rows, node.cols, { kind: node.kind, index: node.index })
            : undefined;
        expect(substitute(substitute(term, renamed("X_", "Y_")), renamed("Y_", "X_"))).toBe(term);
      }),
    );
  });

  it("commutes with unrolling", () => {
    const big = sum("H", (h) => sum("L", (l) => variable("V", 3, 3, { index: [h, l] })));
    const put = (term: Term): Term =>
      substitute(term, (node) => (node.op === "variable" && node.name === "X_C_C" ? big : undefined));
    const putUnrolled = (term: Term): Term =>
      substitute(term, (node) =>
        node.op === "variable" && node.name === "X_C_C" ? unroll(big, TERM_SIZES) : undefined,
      );
    fc.assert(
      fc.property(termArbitrary(), (term) => {
        const sized = resize(term, new Map([["C", dim(3)]]));
        expect(unroll(put(sized), TERM_SIZES)).toBe(putUnrolled(unroll(sized, TERM_SIZES)));
      }),
    );
  });
});

describe("unrolling writes out by hand", () => {
  const y = variable("x", 2, 3);
  const V = (...index: number[]): Term => variable("W", 3, 3, { index });
  const at = (term: Term, H: number): Term => unroll(term, { C: 2, E: 3, H, L: 3 });

  it("sums", () => {
    expect(
      at(
        sum("H", (h) => mul(x, W(h))),
        3,
      ),
    ).toBe(add(add(mul(y, V(0)), mul(y, V(1))), mul(y, V(2))));
    expect(
      at(
        sum("H", (h) => W(h)),
        0,
      ),
    ).toBe(zeros(3, 3));
  });

  it("sums of sums, each term with both indices", () => {
    expect(
      at(
        sum("H", (h) => sum(2, (g) => W(h, g))),
        2,
      ),
    ).toBe(add(add(V(0, 0), V(0, 1)), add(V(1, 0), V(1, 1))));
  });

  it("blocks", () => {
    expect(
      at(
        bigHcat("H", (h) => W(h)),
        3,
      ),
    ).toBe(hcat(hcat(V(0), V(1)), V(2)));
    expect(
      at(
        bigVcat("H", (h) => W(h)),
        2,
      ),
    ).toBe(vcat(V(0), V(1)));
    expect(
      at(
        bigVcat("H", (h) => W(h)),
        0,
      ),
    ).toBe(zeros(0, 3));
  });

  it("layers, each with the running value of the one before", () => {
    const deep = layers("L", x, (l, z) => add(z, mul(z, W(l))));
    const step = (z: Term, l: number): Term => add(z, mul(z, V(l)));
    expect(at(deep, 1)).toBe(step(step(step(y, 0), 1), 2));
    expect(unroll(deep, { C: 2, E: 3, L: 0 })).toBe(y);
  });

  it("layers in layers, and heads in layers", () => {
    const nested = layers(2, x, (l, z) => layers(2, z, (k, v) => add(mul(v, W(l, k)), z)));
    const inner = (z: Term, l: number): Term => [0, 1].reduce((v, k) => add(mul(v, V(l, k)), z), z);
    expect(at(nested, 1)).toBe(inner(inner(y, 0), 1));
    const heads = layers(2, x, (l, z) => sum("H", (h) => mul(z, W(l, h))));
    const layer = (z: Term, l: number): Term => add(mul(z, V(l, 0)), mul(z, V(l, 1)));
    expect(at(heads, 2)).toBe(layer(layer(y, 0), 1));
  });

  it("layers whose start has higher binders than their body", () => {
    const start = (h: Index): Term => sum(2, (a) => sum(2, (b) => mul(x, W(a, b, h))));
    const term = sum("H", (h) => layers(1, start(h), (_, z) => z));
    const by = (h: number): Term =>
      add(add(mul(y, V(0, 0, h)), mul(y, V(0, 1, h))), add(mul(y, V(1, 0, h)), mul(y, V(1, 1, h))));
    expect(at(term, 2)).toBe(add(by(0), by(1)));
  });

  it("leaves no binder, no symbol and no bound index", () => {
    fc.assert(
      fc.property(termArbitrary(), (term) => {
        const flat = unroll(term, TERM_SIZES);
        expect(flat.height).toBe(0);
        for (const variable of variablesOf(flat)) expect(variable.index.every((i) => typeof i === "number")).toBe(true);
        expect(unroll(flat, {})).toBe(flat);
      }),
    );
  });
});

it("a fresh index is never given twice", () => {
  expect(freshIndex()).not.toEqual(freshIndex());
});
