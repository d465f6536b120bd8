import { describe, expect, it } from "vitest";
import { attention } from "../../src/model/attention.ts";
import { layers } from "../../src/term/binder.ts";
import { softmax } from "../../src/term/definition.ts";
import { addDim, dim, mulDim } from "../../src/term/dimension.ts";
import * as term from "../../src/term/term.ts";

const { add, constant, identity, mul, opaque, scalarVariable, shapeText, tri, variable } = term;
const A = variable("A", "n", "m");
const B = variable("B", "n", "m");
const S = variable("S", "n", "n");
const a = scalarVariable("a");

describe("terms", () => {
  it("that are equal are one object", () => {
    expect(mul(S, A)).toBe(mul(variable("S", "n", "n"), variable("A", dim("n"), "m")));
    expect(constant(0.1)).toBe(constant("1/10"));
    expect(add(A, B)).not.toBe(add(B, A));
    expect(variable("A", "n", "n")).not.toBe(variable("A", "n", "n", { kind: "perm" }));
  });

  it("of a family are not variables with a bracket in their name", () => {
    expect(variable("W", "n", "n", { index: [0] })).not.toBe(variable("W[0]", "n", "n"));
    expect(opaque("f", "entry", A, { index: [0] })).not.toBe(opaque("f[0]", "entry", A));
  });

  it("are never simplified", () => {
    expect(term.transpose(term.transpose(A))).not.toBe(A);
    expect(mul(identity("n"), A)).not.toBe(A);
    expect(mul(S, mul(S, A))).not.toBe(mul(mul(S, S), A));
  });

  it("are frozen", () => {
    expect(Object.isFrozen(mul(S, A))).toBe(true);
    expect(Object.isFrozen(Object.getPrototypeOf(mul(S, A)))).toBe(true);
  });

  it("have arguments that nobody can change", () => {
    const ops = [term.transpose(A), mul(S, A), attention(A, A, B), layers("L", A, (_, y) => add(y, B))];
    for (const one of ops) {
      const args = one.args as term.Term[];
      const before = [...args];
      args.reverse().pop();
      expect(one.args).toEqual(before);
      expect(() => Object.defineProperty(one, "args", { value: [] })).toThrow(TypeError);
    }
  });

  it("look alike, but for two sorts", () => {
    const layer = layers("L", A, (l, y) => add(y, opaque("f", "row", y, { index: [l] })));
    const operations = [mul(S, A), term.transpose(A), term.map("exp", A)];
    const others = [
      A,
      a,
      constant(2),
      term.size("n"),
      identity("n"),
      tri("n", "n"),
      term.power(A, "k"),
      softmax(A),
      layer,
    ];
    const facts = (terms: readonly term.Term[]) => new Set(terms.map((one) => Object.keys(one).join(" ")));
    expect(facts(operations)).toHaveLength(1);
    expect(facts([...others, term.rows(A, 0, "n"), layer.args[1]!.args[0]!])).toHaveLength(1);
  });
});

describe("shapes", () => {
  const shapes: readonly (readonly [term.Term, string])[] = [
    [term.transpose(A), "m × n"],
    [mul(S, A), "n × m"],
    [term.vec(A), "m·n × 1"],
    [term.diag(variable("v", "n", 1)), "n × n"],
    [term.diagonal(S), "n × 1"],
    [term.trace(S), "1 × 1"],
    [term.rank(A), "1 × 1"],
    [term.hcat(A, S), "n × (m + n)"],
    [term.vcat(A, B), "2·n × m"],
    [term.kron(A, S), "n·n × m·n"],
    [term.rows(term.vcat(A, B), "n", "n"), "n × m"],
    [term.cols(term.hcat(A, S), "m", "n"), "n × n"],
    [opaque("g", "row", A, { cols: "d" }), "n × d"],
    [opaque("F", "matrix", A, { rows: 1, cols: 2 }), "1 × 2"],
    [tri("n", "m", { above: 1 }), "n × m"],
    [term.iota("n"), "n × 1"],
  ];

  it("follow from the arguments", () => {
    for (const [made, shape] of shapes) expect(shapeText(made)).toBe(shape);
  });

  it("are polynomials: blocks of heads are as wide as the model", () => {
    const wide = variable("Z", "C", mulDim("H", "d"));
    expect(term.cols(term.hcat(wide, wide), mulDim("d", "H"), mulDim("H", "d")).cols).toBe(wide.cols);
    expect(term.rows(variable("x", addDim("k", "r"), 1), "k", "r").rows).toBe(dim("r"));
  });
});

describe("a constructor refuses", () => {
  const T = variable("T", "m", "m");
  const refusals: readonly (readonly [() => term.Term, string])[] = [
    [() => mul(A, B), "mul: expected m rows on the right of n × m, received n × m"],
    [() => mul(S, S, T), "mul: expected n rows on the right of n × n, received m × m"],
    [() => add(A, S), "add: expected two matrices of one shape, received n × m and n × n"],
    [() => term.hadamard(A, S), "hadamard: expected two matrices of one shape, received n × m and n × n"],
    [() => term.max(A, a), "max: expected two matrices of one shape, received n × m and 1 × 1"],
    [() => term.scale(A, B), "scale: expected a number, 1 × 1, received n × m"],
    [() => term.inverse(A), "inv: expected a square matrix, received n × m"],
    [() => term.trace(A), "tr: expected a square matrix, received n × m"],
    [() => term.det(A), "det: expected a square matrix, received n × m"],
    [() => term.diagonal(A), "dg: expected a square matrix, received n × m"],
    [() => term.diag(A), "diag: expected a column, n × 1, received n × m"],
    [() => term.hcat(S, T), "hcat: expected as many rows in both blocks, received n × n and m × m"],
    [() => term.vcat(S, T), "vcat: expected as many columns in both blocks, received n × n and m × m"],
    [
      () => term.rows(A, 0, 1),
      "rows: expected start + count within n, received 0 + 1; write the size as a sum that contains both",
    ],
    [
      () => term.cols(A, 0, "n"),
      "cols: expected start + count within m, received 0 + n; write the size as a sum that contains both",
    ],
    [
      () => opaque("f", "entry", A, { cols: 1 }),
      "opaque f: expected a shape that a function of each entry keeps, received n × m → n × 1",
    ],
    [
      () => opaque("g", "row", A, { rows: 1 }),
      "opaque g: expected a shape that a function of each row keeps, received n × m → 1 × m",
    ],
    [
      () => variable("P", "n", "m", { kind: "perm" }),
      "variable P: expected a square shape, since it is perm, received n × m",
    ],
    [
      () => term.map("swish" as "silu", A), // what a caller without types may write
      'map: expected an entrywise function, received "swish"',
    ],
    [() => term.closedFold(dim("L"), A, S, 1), "fold: expected two matrices of one shape, received n × m and n × n"],
  ];

  it("what has no shape, and says both shapes", () => {
    for (const [make, message] of refusals) expect(make).toThrow(message);
  });
});
