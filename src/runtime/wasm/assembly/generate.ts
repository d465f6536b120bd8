/** Matrices made from little: constants, masks, diagonals, Kronecker products, gathered rows. */

import { CHUNK, CONTROL_FAULT, WORD_A, WORD_B, WORD_COLS, WORD_ROWS, WORD_X, WORD_Y } from "../layout";
import { beat, control, scratch } from "./context";
import { address, col0, col1, colStride, cut, cutRows, dtype, row0, row1, target, word } from "./instruction";
import { copyRun, loadAs, stage } from "./stage";

function fillRun<T>(at: usize, n: i32, value: T): void {
  const end = at + <usize>n * sizeof<T>();
  for (; at + 16 <= end; at += 16) v128.store(at, v128.splat<T>(value));
  for (; at < end; at += sizeof<T>()) store<T>(at, value);
}

/** target[i, j] = c */
export function fill<T>(at: usize): void {
  const value = <T>load<f64>(at + WORD_A * 4);
  cut(word(at, WORD_ROWS), word(at, WORD_COLS));
  for (let i = row0; i < row1; i++) {
    beat();
    fillRun<T>(target<T>(at, i, col0), col1 - col0, value);
  }
}

/** target[i, j] = j */
export function iota<T>(at: usize): void {
  cut(word(at, WORD_ROWS), word(at, WORD_COLS));
  for (let i = row0; i < row1; i++) {
    beat();
    for (let j = col0; j < col1; j++) store<T>(target<T>(at, i, j), <T>j);
  }
}

/** target[i, j] = 1 where j ≤ i + k, else 0 */
export function tri<T>(at: usize): void {
  const n = word(at, WORD_COLS);
  const k = word(at, WORD_X);
  cutRows(word(at, WORD_ROWS), n);
  for (let i = row0; i < row1; i++) {
    beat();
    const ones = max(0, min(n, i + k + 1));
    fillRun<T>(target<T>(at, i, 0), ones, <T>1);
    fillRun<T>(target<T>(at, i, ones), n - ones, <T>0);
  }
}

/** target[i, j] = A[i, 0] where i = j, else 0 */
export function diag<T>(at: usize): void {
  const n = word(at, WORD_COLS);
  cutRows(word(at, WORD_ROWS), n);
  for (let i = row0; i < row1; i++) {
    beat();
    fillRun<T>(target<T>(at, i, 0), n, <T>0);
    store<T>(target<T>(at, i, i), loadAs<T>(address(at, WORD_A, i, 0), dtype(at, WORD_A)));
  }
}

/** target[i·p + r, j·q + s] = A[i, j]·B[r, s], B of shape p × q */
export function kron<T>(at: usize): void {
  const p = word(at, WORD_X);
  const q = word(at, WORD_Y);
  cutRows(word(at, WORD_ROWS), word(at, WORD_COLS));
  for (let i = row0; i < row1; i++) {
    beat();
    for (let s = 0; s < q; s += CHUNK) {
      const n = min(CHUNK, q - s);
      const b = stage<T>(scratch, address(at, WORD_B, i % p, s), dtype(at, WORD_B), colStride(at, WORD_B), n);
      for (let j = 0, to = s; to < col1; j++, to += q) {
        const a = loadAs<T>(address(at, WORD_A, i / p, j), dtype(at, WORD_A));
        for (let l = 0; l < n; l++) {
          store<T>(target<T>(at, i, to + l), <T>(a * load<T>(b + <usize>l * sizeof<T>())));
        }
      }
    }
  }
}

/**
 * target[i, :] = A[B[i], :]. A row number out of range makes the row NaN and
 * leaves the instruction's number, from 1, where the caller looks for faults.
 */
export function gather<T>(at: usize, number: i32): void {
  const n = word(at, WORD_COLS);
  cutRows(word(at, WORD_ROWS), n);
  for (let i = row0; i < row1; i++) {
    beat();
    const row = load<i32>(address(at, WORD_B, i, 0));
    const to = target<T>(at, i, 0);
    if (row >= 0 && row < word(at, WORD_X)) {
      copyRun<T>(to, address(at, WORD_A, row, 0), dtype(at, WORD_A), colStride(at, WORD_A), n);
    } else {
      fillRun<T>(to, n, <T>NaN);
      atomic.cmpxchg<i32>(control + CONTROL_FAULT, 0, number);
    }
  }
}
