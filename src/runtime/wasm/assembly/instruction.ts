/** Reading an instruction, and this thread's part of its target. */

import {
  OPERAND_COL_STRIDE,
  OPERAND_DTYPE,
  OPERAND_PTR,
  OPERAND_ROW_STRIDE,
  WORD_TARGET,
  WORD_TARGET_STRIDE,
} from "../layout";
import { firstOf, thread, threads } from "./context";
import { sizeOf } from "./stage";

/** Rows [row0, row1) × columns [col0, col1) of the target, set by {@link cut}. */
export let row0: i32 = 0;
export let row1: i32 = 0;
export let col0: i32 = 0;
export let col1: i32 = 0;

/** Word `index` of the instruction at `at`. */
// @ts-expect-error: decorator
@inline
export function word(at: usize, index: usize): i32 {
  return load<i32>(at + (index << 2));
}

// @ts-expect-error: decorator
@inline
export function dtype(at: usize, operand: usize): i32 {
  return word(at, operand + OPERAND_DTYPE);
}

/** Elements from one column of the operand to the next. */
// @ts-expect-error: decorator
@inline
export function colStride(at: usize, operand: usize): i32 {
  return word(at, operand + OPERAND_COL_STRIDE);
}

/** Address of the operand's element (i, j). */
// @ts-expect-error: decorator
@inline
export function address(at: usize, operand: usize, i: i32, j: i32): usize {
  const offset = i * word(at, operand + OPERAND_ROW_STRIDE) + j * colStride(at, operand);
  return <usize>word(at, operand + OPERAND_PTR) + <usize>offset * sizeOf(dtype(at, operand));
}

/** Address of the target's element (i, j). */
// @ts-expect-error: decorator
@inline
export function target<T>(at: usize, i: i32, j: i32): usize {
  return <usize>word(at, WORD_TARGET) + (<usize>(i * word(at, WORD_TARGET_STRIDE) + j)) * sizeof<T>();
}

/** Gives this thread its rows, and all columns. */
export function cutRows(rows: i32, cols: i32): void {
  row0 = firstOf(thread, rows);
  row1 = firstOf(thread + 1, rows);
  col0 = 0;
  col1 = cols;
}

/** Gives this thread its rows or, where rows are few, its columns. */
export function cut(rows: i32, cols: i32): void {
  cutRows(rows, cols);
  if (rows >= threads || cols < threads) return;
  row0 = 0;
  row1 = rows;
  col0 = firstOf(thread, cols);
  col1 = firstOf(thread + 1, cols);
}
