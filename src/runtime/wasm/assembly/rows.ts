/**
 * Operations on whole rows: softmax, sum and maximum, normalisation. A row
 * belongs to one thread, so results do not depend on the number of threads.
 */

import { CHUNK, REDUCE_MAX, UNARY_EXP, WORD_A, WORD_B, WORD_COLS, WORD_ROWS, WORD_X, WORD_Y } from "../layout";
import { beat, scratch } from "./context";
import { address, colStride, cutRows, dtype, row0, row1, target, word } from "./instruction";
import { divideRun, maxRun, shiftRun, sumRun, sumSquares } from "./run";
import { copyRun, loadAs, stage } from "./stage";
import { mapRun } from "./unary";

/** Puts -∞ wherever the mask's row i is zero. */
function maskRow<T>(at: usize, i: i32, to: usize, n: i32): void {
  const mask = dtype(at, WORD_B);
  const stride = colStride(at, WORD_B);
  for (let j = 0; j < n; j += CHUNK) {
    const length = min(CHUNK, n - j);
    let from = stage<T>(scratch, address(at, WORD_B, i, j), mask, stride, length);
    const end = to + <usize>length * sizeof<T>();
    for (; to + 16 <= end; to += 16, from += 16) {
      const masked = v128.eq<T>(v128.load(from), f64x2.splat(0));
      v128.store(to, v128.bitselect(v128.splat<T>(<T>-Infinity), v128.load(to), masked));
    }
    for (; to < end; to += sizeof<T>(), from += sizeof<T>()) if (load<T>(from) == 0) store<T>(to, <T>-Infinity);
  }
}

/**
 * target[i, j] = e^(A[i, j] − m) / Σ e^(A[i, ·] − m) over the unmasked j, m their maximum;
 * masked entries are 0. A row without unmasked entries is 0/0 = NaN, by -∞ − -∞.
 */
export function softmax<T>(at: usize): void {
  const n = word(at, WORD_COLS);
  cutRows(word(at, WORD_ROWS), n);
  if (n == 0) return;
  for (let i = row0; i < row1; i++) {
    beat();
    const to = target<T>(at, i, 0);
    copyRun<T>(to, address(at, WORD_A, i, 0), dtype(at, WORD_A), colStride(at, WORD_A), n);
    if (word(at, WORD_Y) != 0) maskRow<T>(at, i, to, n);
    shiftRun<T>(to, n, maxRun<T>(to, n));
    mapRun<T>(UNARY_EXP, to, to, n, scratch);
    divideRun<T>(to, n, sumRun<T>(to, n));
  }
}

/** target[i, 0] = Σ or max over A[i, ·]; of nothing, 0 and -∞. */
export function reduce<T>(at: usize): void {
  const n = word(at, WORD_Y);
  const greatest = word(at, WORD_X) == REDUCE_MAX;
  cutRows(word(at, WORD_ROWS), n);
  for (let i = row0; i < row1; i++) {
    beat();
    let result: T = greatest ? <T>-Infinity : <T>0;
    for (let j = 0; j < n; j += CHUNK) {
      const length = min(CHUNK, n - j);
      const from = stage<T>(scratch, address(at, WORD_A, i, j), dtype(at, WORD_A), colStride(at, WORD_A), length);
      if (greatest) result = max<T>(result, maxRun<T>(from, length));
      else result += sumRun<T>(from, length);
    }
    store<T>(target<T>(at, i, 0), result);
  }
}

/** Layer norm (A − mean)/√(variance + ε), population variance, in two passes; or RMS norm A/√(mean A² + ε). */
export function norm<T>(at: usize): void {
  const n = word(at, WORD_COLS);
  const centred = word(at, WORD_X) != 0;
  cutRows(word(at, WORD_ROWS), n);
  if (n == 0) return;
  const epsilon = loadAs<T>(address(at, WORD_B, 0, 0), dtype(at, WORD_B));
  for (let i = row0; i < row1; i++) {
    beat();
    const to = target<T>(at, i, 0);
    copyRun<T>(to, address(at, WORD_A, i, 0), dtype(at, WORD_A), colStride(at, WORD_A), n);
    if (centred) shiftRun<T>(to, n, <T>(sumRun<T>(to, n) / <T>n));
    divideRun<T>(to, n, sqrt<T>(<T>(sumSquares<T>(to, n) / <T>n) + epsilon));
  }
}
