import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  block,
  denseOf,
  eliminate,
  mapDense,
  orderedSum,
  precisionOf,
  product,
  rowsOf,
  toPrecision,
  transposed,
  zeroDense,
  zipDense,
} from "../../src/interpret/dense.ts";

const A = denseOf([
  [1, 2, 3],
  [4, 5, 6],
]);
const side = fc.integer({ min: 0, max: 4 });
const any = fc.tuple(side, side).chain(([n, m]) =>
  fc.array(fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: m, maxLength: m }), {
    minLength: n,
    maxLength: n,
  }),
);

describe("a dense matrix", () => {
  it("is its rows, one after the other", () => {
    expect([...A.data]).toEqual([1, 2, 3, 4, 5, 6]);
    fc.assert(
      fc.property(any, (rows) => {
        expect(rowsOf(denseOf(rows))).toEqual(rows);
      }),
    );
  });

  it("has rows of one length", () => {
    expect(() => denseOf([[1, 2], [3]])).toThrow("denseOf: expected 2 entries in each row, received 1 in row 1");
  });

  it("has a precision that operations keep", () => {
    const single = toPrecision(denseOf([[0.1, 0.2]]), "f32");
    expect(single.data[0]).toBe(Math.fround(0.1));
    expect(toPrecision(single, "f32")).toBe(single);
    const made = [
      mapDense(single, Math.exp),
      zipDense(single, single, (a, b) => a + b),
      product(transposed(single), single),
      block(single, 0, 1, 1, 1),
    ];
    expect(made.map(precisionOf)).toEqual(["f32", "f32", "f32", "f32"]);
  });

  it("may be empty: a product over nothing is zero", () => {
    expect(product(zeroDense(2, 0, "f64"), zeroDense(0, 2, "f64"))).toEqual(zeroDense(2, 2, "f64"));
  });
});

it("transposing twice is nothing, and a block of all is all", () => {
  fc.assert(
    fc.property(any, (rows) => {
      const dense = denseOf(rows);
      expect(transposed(transposed(dense))).toEqual(dense);
      expect(block(dense, 0, 0, dense.rows, dense.cols)).toEqual(dense);
    }),
  );
});

it("a sum runs in order, rounded at each step", () => {
  expect(orderedSum([2 ** 53, 1, 1], "f64")).toBe(2 ** 53);
  expect(orderedSum([1, 1, 2 ** 53], "f64")).toBe(2 ** 53 + 2);
  expect(orderedSum([2 ** 24, 1], "f32")).toBe(2 ** 24);
});

describe("elimination", () => {
  it("inverts, and knows the determinant", () => {
    const { inverse, det } = eliminate(denseOf([[0, 2], [1, 0]])); // biome-ignore format: a matrix
    expect(rowsOf(inverse)).toEqual([[0, 1], [0.5, 0]]); // biome-ignore format: a matrix
    expect(det).toBe(-2);
  });

  it("of a singular matrix has determinant 0 and no inverse, wherever the zero pivot is", () => {
    for (const rows of [
      [
        [0, 0],
        [0, 0],
      ],
      [
        [1, 2],
        [2, 4],
      ],
      [
        [0, 1],
        [0, 1],
      ],
      [
        [0, 0, 1],
        [0, 0, 2],
        [3, 4, 5],
      ],
    ]) {
      // biome-ignore format: matrices
      const { inverse, det } = eliminate(denseOf(rows));
      expect(Math.abs(det)).toBe(0);
      expect(inverse.data.every(Number.isNaN)).toBe(true);
    }
  });

  it("of nothing is nothing, with determinant 1", () => {
    expect(eliminate(zeroDense(0, 0, "f64"))).toEqual({ inverse: zeroDense(0, 0, "f64"), det: 1 });
  });

  it("swaps rows for the largest pivot", () => {
    const { inverse } = eliminate(denseOf([[1e-20, 1], [1, 1]])); // biome-ignore format: a matrix
    expect(rowsOf(inverse)).toEqual([[-1, 1], [1, -1e-20]]); // biome-ignore format: a matrix
  });
});
