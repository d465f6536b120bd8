import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addDim,
  type Dim,
  dim,
  dimSymbols,
  dimValue,
  divideDim,
  evaluateDim,
  mulDim,
  substituteDim,
  subtractDim,
} from "../../src/term/dimension.ts";

const SYMBOLS = ["C", "E", "H", "d_head"] as const;
const sizes = fc.record({ C: fc.nat(9), E: fc.nat(9), H: fc.nat(9), d_head: fc.nat(9) });
const anyDim: fc.Arbitrary<Dim> = fc.letrec<{ size: Dim }>((tie) => ({
  size: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(...SYMBOLS).map(dim),
    fc.nat(5).map(dim),
    fc.tuple(tie("size"), tie("size")).map(([a, b]) => addDim(a, b)),
    fc.tuple(tie("size"), tie("size")).map(([a, b]) => mulDim(a, b)),
  ),
})).size;

describe("sizes", () => {
  it("are equal exactly when they are one object", () => {
    expect(mulDim("H", "d")).toBe(mulDim("d", "H"));
    expect(addDim("C", 1, "E", 2)).toBe(addDim(3, "E", "C"));
    expect(mulDim(addDim("a", "b"), addDim("a", "b")).text).toBe("a·a + 2·a·b + b·b");
    expect(addDim("C", "C")).not.toBe(mulDim("C", "C"));
  });

  it("form a commutative semiring", () => {
    fc.assert(
      fc.property(anyDim, anyDim, anyDim, (a, b, c) => {
        expect(addDim(a, b)).toBe(addDim(b, a));
        expect(mulDim(a, b)).toBe(mulDim(b, a));
        expect(mulDim(a, addDim(b, c))).toBe(addDim(mulDim(a, b), mulDim(a, c)));
        expect(mulDim(mulDim(a, b), c)).toBe(mulDim(a, mulDim(b, c)));
        expect([addDim(a, 0), mulDim(a, 1), mulDim(a, 0)]).toEqual([a, a, dim(0)]);
      }),
    );
  });

  it("evaluate as their operations say", () => {
    expect(evaluateDim(addDim(mulDim("H", "d"), 1), { H: 12, d: 64 })).toBe(769);
    fc.assert(
      fc.property(anyDim, anyDim, sizes, (a, b, at) => {
        expect(evaluateDim(addDim(a, b), at)).toBe(evaluateDim(a, at) + evaluateDim(b, at));
        expect(evaluateDim(mulDim(a, b), at)).toBe(evaluateDim(a, at) * evaluateDim(b, at));
      }),
    );
  });

  it("are natural numbers or symbols", () => {
    expect(() => dim(-1)).toThrow("dim: expected a natural number, received -1");
    expect(() => dim(1.5)).toThrow("dim: expected a natural number, received 1.5");
    expect(() => dim("2d")).toThrow('dim: expected a symbol such as C or d_head, received "2d"');
    expect(() => evaluateDim(dim("C"), { E: 1 })).toThrow("size: expected a number for C, received sizes of E");
    expect(() => evaluateDim(dim("toString"), {})).toThrow("expected a number for toString, received sizes of nothing");
  });
});

describe("subtractDim", () => {
  it("undoes a sum", () => {
    expect(subtractDim(addDim("C", "E"), "E")).toBe(dim("C"));
    fc.assert(
      fc.property(anyDim, anyDim, (a, b) => {
        expect(subtractDim(addDim(a, b), b)).toBe(a);
      }),
    );
  });

  it("has no answer that would be negative for some sizes", () => {
    expect(subtractDim("C", 1)).toBeUndefined();
    expect(subtractDim("C", "E")).toBeUndefined();
  });
});

describe("divideDim", () => {
  it("undoes a product, and divides nothing else", () => {
    fc.assert(
      fc.property(anyDim, anyDim, (a, b) => {
        fc.pre(b !== dim(0));
        expect(divideDim(mulDim(a, b), b)).toBe(a);
        if (b !== dim(1)) expect(divideDim(addDim(mulDim(a, b), 1), b)).toBeUndefined();
      }),
    );
    expect(divideDim(addDim(mulDim(2, "C"), "E"), 2)).toBeUndefined();
    expect(divideDim("C", 0)).toBeUndefined();
  });
});

describe("substituteDim", () => {
  it("replaces all symbols at once", () => {
    const swap = new Map([
      ["C", dim("E")],
      ["E", dim("C")],
    ]);
    expect(substituteDim(addDim(mulDim(2, "C"), "E"), swap)).toBe(addDim(mulDim(2, "E"), "C"));
  });

  it("evaluates to the size at the values of what was put in", () => {
    fc.assert(
      fc.property(anyDim, anyDim, sizes, (size, inner, at) => {
        const outside = { ...at, C: evaluateDim(inner, at) };
        expect(evaluateDim(substituteDim(size, new Map([["C", inner]])), at)).toBe(evaluateDim(size, outside));
      }),
    );
  });
});

it("a size without symbols is a number, and lists none", () => {
  expect(dimValue(addDim(2, 3))).toBe(5);
  expect(dimValue(dim(0))).toBe(0);
  expect(dimValue(addDim("C", 3))).toBeUndefined();
  expect(dimSymbols(addDim(mulDim("d", "C", "d"), "B"))).toEqual(["B", "C", "d"]);
});
