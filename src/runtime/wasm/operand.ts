/**
 * A matrix in the machine's memory, as data: where it starts, what its
 * elements are and how far apart. Views (transposes, slices, broadcasts) are
 * new strides on the same memory; nothing is copied.
 *
 *     element (i, j) of x  =  x.ptr + (i·x.rowStride + j·x.colStride)·size(x.dtype)
 */

import { BF16, F16, F32, F64 } from "./layout.ts";

/** Element types a program may read. */
export type Dtype = "f64" | "f32" | "f16" | "bf16";

/** Element types a program computes in and writes. */
export type Compute = "f64" | "f32";

/** A strided matrix. Strides are in elements and may be zero or negative; `ptr` needs no alignment. */
export interface Operand {
  readonly ptr: number;
  readonly dtype: Dtype;
  readonly rowStride: number;
  readonly colStride: number;
}

export const DTYPE_CODE: Readonly<Record<Dtype, number>> = { f64: F64, f32: F32, f16: F16, bf16: BF16 };

/** unit  bytes */
export const DTYPE_BYTES: Readonly<Record<Dtype, number>> = { f64: 8, f32: 4, f16: 2, bf16: 2 };

/**
 * A matrix stored row by row without gaps.
 *
 * shape  · × cols
 */
export function dense(ptr: number, dtype: Dtype, cols: number): Operand {
  return { ptr, dtype, rowStride: cols, colStride: 1 };
}

/** The same matrix with rows and columns exchanged. */
export function transposed(x: Operand): Operand {
  return { ...x, rowStride: x.colStride, colStride: x.rowStride };
}

/** The view whose element (0, 0) is x's (row, col). */
export function sliced(x: Operand, row: number, col: number): Operand {
  return { ...x, ptr: x.ptr + (row * x.rowStride + col * x.colStride) * DTYPE_BYTES[x.dtype] };
}

/** x's first row in every row. */
export function repeatedRow(x: Operand): Operand {
  return { ...x, rowStride: 0 };
}

/** x's first column in every column. */
export function repeatedColumn(x: Operand): Operand {
  return { ...x, colStride: 0 };
}

/** x's first element everywhere. */
export function repeatedScalar(x: Operand): Operand {
  return { ...x, rowStride: 0, colStride: 0 };
}

/** x's diagonal as a column. */
export function diagonal(x: Operand): Operand {
  return { ...x, rowStride: x.rowStride + x.colStride, colStride: 0 };
}

/** The bytes [from, to) that a matrix of these sizes touches. */
export interface Extent {
  readonly from: number;
  readonly to: number;
}

/** Of a matrix without elements, the empty extent. */
export function extent(x: Operand, rows: number, cols: number): Extent {
  if (rows === 0 || cols === 0) return { from: x.ptr, to: x.ptr };
  const size = DTYPE_BYTES[x.dtype];
  const down = (rows - 1) * x.rowStride;
  const across = (cols - 1) * x.colStride;
  return {
    from: x.ptr + (Math.min(0, down) + Math.min(0, across)) * size,
    to: x.ptr + (Math.max(0, down) + Math.max(0, across) + 1) * size,
  };
}

export function overlap(a: Extent, b: Extent): boolean {
  return a.from < b.to && b.from < a.to;
}
