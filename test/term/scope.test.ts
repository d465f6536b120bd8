import { describe, expect, it } from "vitest";
import { addDim, dim, mulDim } from "../../src/term/dimension.ts";
import { declareScope, parseGiven, scopeOf } from "../../src/term/scope.ts";
import { map, mul, opaque, transpose, variable } from "../../src/term/term.ts";

describe("declarations as text", () => {
  it("give names a kind and a shape", () => {
    const { variables, sizes } = parseGiven("P: perm C; x: C×E; A, B: symmetric n; a: posscalar; M: mask C x 2*d;");
    expect(Object.fromEntries(variables)).toEqual({
      P: { kind: "perm", rows: dim("C"), cols: dim("C"), indices: 0 },
      x: { kind: "matrix", rows: dim("C"), cols: dim("E"), indices: 0 },
      A: { kind: "symmetric", rows: dim("n"), cols: dim("n"), indices: 0 },
      B: { kind: "symmetric", rows: dim("n"), cols: dim("n"), indices: 0 },
      a: { kind: "posscalar", rows: dim(1), cols: dim(1), indices: 0 },
      M: { kind: "mask", rows: dim("C"), cols: mulDim(2, "d"), indices: 0 },
    });
    expect([...sizes.keys()]).toEqual(["C", "E", "n", "d"]);
  });

  it("give families their indices", () => {
    const { variables } = parseGiven("W_Q[h]: E × d; W[l,h], b: H*d × 1");
    expect([...variables].map(([name, { indices }]) => [name, indices])).toEqual([
      ["W_Q", 1],
      ["W", 2],
      ["b", 0],
    ]);
  });

  it("give functions what they see", () => {
    const { functions } = parseGiven("f: entry function; g[l]: row function d; F: function C × E; G: function");
    expect(Object.fromEntries(functions)).toEqual({
      f: { sees: "entry", indices: 0 },
      g: { sees: "row", cols: dim("d"), indices: 1 },
      F: { sees: "matrix", rows: dim("C"), cols: dim("E"), indices: 0 },
      G: { sees: "matrix", indices: 0 },
    });
  });

  it("take a kind's name as a size where a size stands", () => {
    expect(parseGiven("x: mask × lower").variables.get("x")?.rows).toBe(dim("mask"));
  });

  const faults: readonly (readonly [string, string])[] = [
    ["P: permm C", "given P: expected a kind, or a shape such as C × E, received permm; did you mean perm?"],
    ["x: C", "given x: expected a kind, or a shape such as C × E, received C"],
    ["x: rowstochastic n", "given x: expected a shape for rowstochastic, such as C × E, received 1 sizes"],
    ["P: perm C × E", "given P: expected a square shape, since it is perm, received C × E"],
    ["a: scalar 2", "given a: expected 1 × 1, since it is scalar, received 2 × 2"],
    ["x C", 'given: expected name: kind shape, received "x C"'],
    ["2x: C × E", 'given: expected a name such as x or W_Q[h], received "2x"'],
    ["x: C × E; x: E × E", "given: expected each name once, received x"],
    ["f: entry function d", "given f: expected 0 sizes, received 1"],
    ["F: function d", "given F: expected 0 or 2 sizes, received 1"],
    ["relu: entry function", "given: expected a function with a name of its own, received relu"],
  ];

  it("that cannot be read say why", () => {
    for (const [text, message] of faults) expect(() => parseGiven(text)).toThrow(message);
  });

  it("point to the declaration that cannot be read", () => {
    expect(() => parseGiven("x: C × E; P: permm C")).toThrow("\n  x: C × E; P: permm C\n            ^^^^^^^^^^");
  });
});

describe("declarations of a statement file", () => {
  it("have shapes of texts and numbers", () => {
    const { variables } = declareScope([
      { name: "A", kind: "matrix", shape: [2, "2*d"] },
      { name: "a", kind: "scalar" },
    ]);
    expect(variables.get("A")).toMatchObject({ rows: dim(2), cols: mulDim("d", 2) });
    expect(variables.get("a")).toMatchObject({ rows: dim(1), cols: dim(1) });
  });

  it("are read under the facts about their sizes", () => {
    const { variables, sizes, minima } = declareScope([{ name: "A", kind: "symmetric", shape: ["n", "n"] }], {
      dims: ["i"],
      where: ["i<n"],
    });
    expect(variables.get("A")).toMatchObject({ rows: addDim("i", "n_rest"), cols: addDim("i", "n_rest") });
    expect(sizes.get("n")).toBe(addDim("i", "n_rest"));
    expect(minima).toEqual(new Map([["n_rest", 1]]));
  });
});

describe("scopeOf", () => {
  const x = variable("x", "C", "E");

  it("declares what is free in terms", () => {
    const g = opaque("g", "row", x, { cols: "d", index: [0] });
    const { variables, functions, sizes } = scopeOf(mul(variable("W", "C", "C", { kind: "perm", index: [0, 1] }), g));
    expect(variables.get("W")).toEqual({ kind: "perm", rows: dim("C"), cols: dim("C"), indices: 2 });
    expect(functions.get("g")).toEqual({ sees: "row", cols: dim("d"), indices: 1 });
    expect([...sizes.keys()].sort()).toEqual(["C", "E", "d"]);
  });

  it("refuses a name with two meanings, and a function that hides another", () => {
    expect(() => scopeOf(x, transpose(variable("x", "E", "E")))).toThrow(
      "scopeOf: expected one meaning of x, received two",
    );
    expect(() => scopeOf(map("relu", opaque("relu", "entry", x)))).toThrow(
      "expected a function with a name of its own, received relu",
    );
  });
});
