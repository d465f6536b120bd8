/**
 * Dense matrices of floats, row by row, and the loops over them.
 *
 * In float32 every operation rounds: a product is rounded, then its sum with
 * the running total is. Sums run in the order of the index, so a result is a
 * function of the values alone, on every machine.
 */
import { Fault } from "../term/fault.ts";

/** The float that each operation rounds to. */
export type Precision = "f64" | "f32";

/** A matrix of floats; entry (i, j) is `data[i * cols + j]`. */
export interface Dense {
  readonly rows: number;
  readonly cols: number;
  readonly data: Float64Array | Float32Array;
}

/** A matrix of zeros. shape  rows × cols */
export function zeroDense(rows: number, cols: number, precision: Precision): Dense {
  return { rows, cols, data: precision === "f64" ? new Float64Array(rows * cols) : new Float32Array(rows * cols) };
}

/**
 * A matrix from its rows, or from a function of the position.
 *
 * throws  Fault when the rows differ in length
 */
export function denseOf(rows: readonly (readonly number[])[], precision: Precision = "f64"): Dense {
  const cols = rows[0]?.length ?? 0;
  const uneven = rows.findIndex((row) => row.length !== cols);
  if (uneven >= 0)
    throw new Fault({
      op: "denseOf",
      expected: `${cols} entries in each row`,
      received: `${rows[uneven]!.length} in row ${uneven}`,
    });
  return tabulate(rows.length, cols, precision, (i, j) => rows[i]![j]!);
}

/** The matrix of a function of the position. shape  rows × cols */
export function tabulate(
  rows: number,
  cols: number,
  precision: Precision,
  entry: (i: number, j: number) => number,
): Dense {
  const result = zeroDense(rows, cols, precision);
  for (let i = 0, at = 0; i < rows; i++) for (let j = 0; j < cols; j++) result.data[at++] = entry(i, j);
  return result;
}

/** The same values at another precision; the same object when nothing changes. */
export function toPrecision(A: Dense, precision: Precision): Dense {
  if (precisionOf(A) === precision) return A;
  return {
    rows: A.rows,
    cols: A.cols,
    data: precision === "f64" ? Float64Array.from(A.data) : Float32Array.from(A.data),
  };
}

/** The precision that a matrix is stored in. */
export function precisionOf(A: Dense): Precision {
  return A.data instanceof Float64Array ? "f64" : "f32";
}

/** What each operation on a matrix of its precision rounds with. */
function rounding(A: Dense): (x: number) => number {
  return precisionOf(A) === "f64" ? (x) => x : Math.fround;
}

/** The entries as an array of rows. */
export function rowsOf(A: Dense): number[][] {
  const { rows, cols, data } = A;
  return Array.from({ length: rows }, (_, i) => {
    const row: number[] = [];
    for (let j = 0; j < cols; j++) row.push(data[i * cols + j]!); // half the garbage of Array.from, which iterates
    return row;
  });
}

/** A B, each sum in the order of the inner index. shape  n × k, k × m → n × m */
export function product(A: Dense, B: Dense): Dense {
  const result = zeroDense(A.rows, B.cols, precisionOf(A));
  const add = precisionOf(A) === "f64" ? addRow64 : addRow32;
  for (let i = 0; i < A.rows; i++) {
    for (let k = 0; k < A.cols; k++) add(result.data, i * B.cols, A.data[i * A.cols + k]!, B.data, k * B.cols, B.cols);
  }
  return result;
}

type Floats = Dense["data"];

function addRow64(into: Floats, at: number, factor: number, row: Floats, from: number, count: number): void {
  for (let j = 0; j < count; j++) into[at + j] = into[at + j]! + factor * row[from + j]!;
}

function addRow32(into: Floats, at: number, factor: number, row: Floats, from: number, count: number): void {
  for (let j = 0; j < count; j++) into[at + j] = into[at + j]! + Math.fround(factor * row[from + j]!);
}

/** A function of each entry; the result is rounded to the precision of A. shape  n × m → n × m */
export function mapDense(A: Dense, fn: (x: number) => number): Dense {
  const result = zeroDense(A.rows, A.cols, precisionOf(A));
  for (let i = 0; i < A.data.length; i++) result.data[i] = fn(A.data[i]!);
  return result;
}

/** A function of two entries at the same place; the result is rounded. shape  n × m, n × m → n × m */
export function zipDense(A: Dense, B: Dense, fn: (a: number, b: number) => number): Dense {
  const result = zeroDense(A.rows, A.cols, precisionOf(A));
  for (let i = 0; i < A.data.length; i++) result.data[i] = fn(A.data[i]!, B.data[i]!);
  return result;
}

/** Aᵀ. shape  n × m → m × n */
export function transposed(A: Dense): Dense {
  return tabulate(A.cols, A.rows, precisionOf(A), (i, j) => A.data[j * A.cols + i]!);
}

/** A block of A. shape  n × m → rows × cols */
export function block(A: Dense, top: number, left: number, rows: number, cols: number): Dense {
  return tabulate(rows, cols, precisionOf(A), (i, j) => A.data[(top + i) * A.cols + left + j]!);
}

/** The running sum of numbers, rounded at each step. */
export function orderedSum(values: Iterable<number>, precision: Precision): number {
  let sum = 0;
  for (const value of values) sum = precision === "f64" ? sum + value : Math.fround(sum + value);
  return sum;
}

/**
 * Softmax by rows, each e^a times its entry of `mask` when there is one; the maximum of what counts is subtracted first.
 * A row with nothing to choose from is NaN, as 0/0 is.
 *
 * shape   n × m, n × m → n × m
 */
export function softmaxRows(A: Dense, mask?: Dense): Dense {
  const result = zeroDense(A.rows, A.cols, precisionOf(A));
  const round = rounding(A);
  for (let i = 0; i < A.rows; i++) {
    const [from, to] = [i * A.cols, (i + 1) * A.cols];
    const weight = (at: number): number => (mask === undefined ? 1 : mask.data[at]!);
    let highest = Number.NEGATIVE_INFINITY;
    for (let at = from; at < to; at++) if (weight(at) !== 0) highest = Math.max(highest, A.data[at]!);
    for (let at = from; at < to; at++) {
      result.data[at] = weight(at) === 0 ? 0 : round(Math.exp(round(A.data[at]! - highest))) * weight(at);
    }
    const sum = orderedSum(result.data.subarray(from, to), precisionOf(A));
    for (let at = from; at < to; at++) result.data[at] = result.data[at]! / sum;
  }
  return result;
}

/**
 * A⁻¹ and det A by Gauss–Jordan elimination with partial pivoting, every operation rounded.
 * A singular matrix has determinant 0 and an inverse of NaN.
 *
 * shape   n × n → n × n, number
 */
export function eliminate(A: Dense): { readonly inverse: Dense; readonly det: number } {
  const n = A.rows;
  const work = besideIdentity(A);
  const { data, cols } = work;
  const subtract = precisionOf(A) === "f64" ? subtractRow64 : subtractRow32;
  const det = zeroDense(1, 1, precisionOf(A)).data; // in an array, so that it is rounded as it is kept
  det[0] = 1;
  for (let column = 0; column < n; column++) {
    const pivotRow = largestRow(work, column);
    if (pivotRow !== column) {
      swapRows(work, pivotRow, column);
      det[0] = -det[0];
    }
    const pivot = data[column * cols + column]!;
    if (pivot === 0) return { inverse: tabulate(n, n, precisionOf(A), () => Number.NaN), det: 0 };
    det[0] = det[0]! * pivot;
    divideRow(data, column * cols, cols, pivot);
    for (let i = 0; i < n; i++)
      if (i !== column) subtract(data, i * cols, data[i * cols + column]!, column * cols, cols);
  }
  return { inverse: block(work, 0, n, n, n), det: det[0] };
}

/** The columns of A, then those of the identity. shape  n × n → n × 2n */
function besideIdentity(A: Dense): Dense {
  const n = A.rows;
  const both = zeroDense(n, 2 * n, precisionOf(A));
  for (let i = 0; i < n; i++) {
    both.data.set(A.data.subarray(i * n, (i + 1) * n), i * 2 * n);
    both.data[i * 2 * n + n + i] = 1;
  }
  return both;
}

function largestRow({ rows, cols, data }: Dense, column: number): number {
  let best = column;
  for (let i = column + 1; i < rows; i++) {
    if (Math.abs(data[i * cols + column]!) > Math.abs(data[best * cols + column]!)) best = i;
  }
  return best;
}

function swapRows({ cols, data }: Dense, a: number, b: number): void {
  const kept = data.slice(a * cols, (a + 1) * cols);
  data.copyWithin(a * cols, b * cols, (b + 1) * cols);
  data.set(kept, b * cols);
}

function divideRow(data: Floats, at: number, count: number, divisor: number): void {
  for (let j = 0; j < count; j++) data[at + j] = data[at + j]! / divisor;
}

function subtractRow64(data: Floats, at: number, factor: number, from: number, count: number): void {
  for (let j = 0; j < count; j++) data[at + j] = data[at + j]! - factor * data[from + j]!;
}

function subtractRow32(data: Floats, at: number, factor: number, from: number, count: number): void {
  for (let j = 0; j < count; j++) data[at + j] = data[at + j]! - Math.fround(factor * data[from + j]!);
}
