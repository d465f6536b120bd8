import { describe, expect, it } from "vitest";
import { rowsOf, tabulate } from "../../src/interpret/dense.ts";
import { toDense } from "../../src/runtime/engine.ts";
import { placeOf, viewAt } from "../../src/runtime/layout.ts";
import type { TensorView } from "../../src/runtime/view.ts";

const AXES = { H: 2, K: 2, G: 3, d: 2, E: 4 };

/** A tensor whose elements are their own numbers, behind 8 bytes of something else. */
function counting(shape: readonly number[]): TensorView {
  const size = shape.reduce((product, n) => product * n, 1);
  const all = Float32Array.from({ length: size + 2 }, (_, i) => i - 2);
  return { name: "t", dtype: "F32", shape, byteOffset: 8, byteLength: 4 * size, buffer: all.buffer };
}

/** The parameter that a pattern finds in a counting tensor. */
function found(pattern: string, index: readonly number[] = []): number[][] {
  const place = placeOf(pattern, AXES);
  return rowsOf(toDense(viewAt("W", counting(place.shape), place, index), "f64"));
}

const table = (rows: number, cols: number, entry: (i: number, j: number) => number): number[][] =>
  rowsOf(tabulate(rows, cols, "f64", entry));

describe("the place of a parameter in a tensor", () => {
  it("a matrix as stored, its transpose, a row and a column", () => {
    expect(found("E d -> E d")).toEqual(table(4, 2, (e, i) => 2 * e + i));
    expect(found("E d -> d E")).toEqual(table(2, 4, (i, e) => 2 * e + i));
    expect(found("E -> 1 E")).toEqual([[0, 1, 2, 3]]);
    expect(found("E -> E 1")).toEqual([[0], [1], [2], [3]]);
  });

  it("heads that share an axis are slices of it", () => {
    expect(found("(H d) E -> H: E d", [1])).toEqual(table(4, 2, (e, i) => 4 * (2 * 1 + i) + e));
    expect(found("E (H d) -> H: d E", [1])).toEqual(table(2, 4, (i, e) => 4 * e + 2 * 1 + i));
    expect(found("H E d -> H: E d", [1])).toEqual(table(4, 2, (e, i) => 8 * 1 + 2 * e + i));
  });

  it("query heads lie in runs of one key head", () => {
    const rows = (k: number, g: number) => table(4, 2, (e, i) => 4 * (2 * (3 * k + g) + i) + e);
    expect(found("(K G d) E -> K G: E d", [1, 2])).toEqual(rows(1, 2));
    expect(found("(K G d) E -> K G: E d", [0, 2])).toEqual(rows(0, 2));
  });

  it("fused parts come one after the other, or head by head", () => {
    expect(found("E (2/3 H d) -> H: E d", [1])).toEqual(table(4, 2, (e, i) => 12 * e + 2 * 4 + 2 * 1 + i));
    expect(found("(H 2/3 d) -> H: 1 d", [1])).toEqual([[6 * 1 + 2 * 2, 6 * 1 + 2 * 2 + 1]]);
  });

  it("two axes of one length have two names", () => {
    expect(found("E' E -> E E'")).toEqual(table(4, 4, (i, o) => 4 * o + i));
  });

  it("the tensor's shape is that of the left side", () => {
    expect(placeOf("E (0/3 H d) -> H: E d", AXES).shape).toEqual([4, 12]);
    expect(placeOf("(K G d) -> K G: 1 d", AXES).shape).toEqual([12]);
  });

  it("is a view, at any address", () => {
    const tensor = counting([4, 4]);
    const view = viewAt("W", tensor, placeOf("(H d) E -> H: E d", AXES), [1]);
    expect(view.buffer).toBe(tensor.buffer);
    expect(view.byteOffset).toBe(8 + 4 * 8);
  });

  it("refuses axes without a size, and indices beyond it", () => {
    expect(() => placeOf("(H q) E -> H: E q", AXES)).toThrow(
      "layout: expected a size for each axis of (H q) E -> H: E q, received none for q",
    );
    expect(() => placeOf("H E -> d E", AXES)).toThrow("received none for d");
    expect(() => found("(H d) E -> H: E d", [2])).toThrow("parameter W: expected an index below [2], received [2]");
    expect(() => found("(H d) E -> H: E d")).toThrow("parameter W: expected an index below [2], received []");
  });
});
