/**
 * Elementwise maps of two operands: target[i, j] = f(A[i, j], B[i, j]), one
 * rounding each. A stride of zero repeats a row, a column or a single number.
 * max and min of a NaN are NaN.
 */

import {
  BINARY_ADD,
  BINARY_DIV,
  BINARY_MAX,
  BINARY_MIN,
  BINARY_MUL,
  BINARY_SUB,
  CHUNK,
  WORD_A,
  WORD_B,
  WORD_COLS,
  WORD_ROWS,
  WORD_X,
} from "../layout";
import { beat, scratch } from "./context";
import { address, col0, col1, colStride, cut, dtype, row0, row1, target, word } from "./instruction";
import { lanesOf, stage } from "./stage";

// @ts-expect-error: decorator
@inline
function pair<T>(f: i32, a: v128, b: v128): v128 {
  if (f == BINARY_ADD) return v128.add<T>(a, b);
  if (f == BINARY_SUB) return v128.sub<T>(a, b);
  if (f == BINARY_MUL) return v128.mul<T>(a, b);
  if (f == BINARY_DIV) return v128.div<T>(a, b);
  if (f == BINARY_MAX) return v128.max<T>(a, b);
  return v128.min<T>(a, b);
}

// @ts-expect-error: decorator
@inline
function loop<T>(f: i32, at: usize, a: usize, b: usize, n: i32): void {
  const end = at + (<usize>n) * sizeof<T>();
  for (; at < end; at += 16, a += 16, b += 16) v128.store(at, pair<T>(f, v128.load(a), v128.load(b)));
}

function pairVectors<T>(f: i32, at: usize, a: usize, b: usize, n: i32): void {
  switch (f) {
    case BINARY_ADD: return loop<T>(BINARY_ADD, at, a, b, n);
    case BINARY_SUB: return loop<T>(BINARY_SUB, at, a, b, n);
    case BINARY_MUL: return loop<T>(BINARY_MUL, at, a, b, n);
    case BINARY_DIV: return loop<T>(BINARY_DIV, at, a, b, n);
    case BINARY_MAX: return loop<T>(BINARY_MAX, at, a, b, n);
    case BINARY_MIN: return loop<T>(BINARY_MIN, at, a, b, n);
    default: unreachable();
  }
}

/** Dense runs of any length; `aside` holds two vectors. */
function pairRun<T>(f: i32, at: usize, a: usize, b: usize, n: i32, aside: usize): void {
  const rest = n % lanesOf<T>();
  const whole = n - rest;
  pairVectors<T>(f, at, a, b, whole);
  if (rest == 0) return;
  const done = (<usize>whole) * sizeof<T>();
  const bytes = (<usize>rest) * sizeof<T>();
  for (let i: usize = 0; i < bytes; i += sizeof<T>()) {
    store<T>(aside + i, load<T>(a + done + i));
    store<T>(aside + i, load<T>(b + done + i), 16);
  }
  pairVectors<T>(f, aside, aside, aside + 16, lanesOf<T>());
  for (let i: usize = 0; i < bytes; i += sizeof<T>()) store<T>(at + done + i, load<T>(aside + i));
}

export function binary<T>(at: usize): void {
  const f = word(at, WORD_X);
  const bufferA = scratch + 32;
  const bufferB = bufferA + CHUNK * sizeof<T>();
  cut(word(at, WORD_ROWS), word(at, WORD_COLS));
  for (let i = row0; i < row1; i++) {
    beat();
    for (let j = col0; j < col1; j += CHUNK) {
      const n = min(CHUNK, col1 - j);
      const a = stage<T>(bufferA, address(at, WORD_A, i, j), dtype(at, WORD_A), colStride(at, WORD_A), n);
      const b = stage<T>(bufferB, address(at, WORD_B, i, j), dtype(at, WORD_B), colStride(at, WORD_B), n);
      pairRun<T>(f, target<T>(at, i, j), a, b, n, scratch);
    }
  }
}
