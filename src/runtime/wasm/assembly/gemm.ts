/**
 * The matrix product C = A·B, or C += A·B.
 *
 * Law: bit for bit the ordered loop
 *
 *     c = 0 or C[i, j];  for k = 0, 1, …:  c = round(c + round(A[i, k]·B[k, j]))
 *
 * whatever the blocking and the number of threads: only k's order matters, so
 * rows and columns are cut freely, and a block over k takes up the accumulator
 * where the last one left it, in C itself, whose dtype is the compute dtype.
 * No fused multiply-add: WebAssembly's plain SIMD has none.
 *
 * Blocks: MC rows of A and KC of k stay in the second cache, a panel of B of
 * two vectors' width in the first; the inner loop holds a tile of 4 rows × 2
 * vectors of C in registers.
 */

import {
  OPERAND_COL_STRIDE,
  OPERAND_DTYPE,
  OPERAND_PTR,
  OPERAND_ROW_STRIDE,
  WORD_A,
  WORD_B,
  WORD_COLS,
  WORD_ROWS,
  WORD_TARGET,
  WORD_TARGET_STRIDE,
  WORD_X,
  WORD_Y,
} from "../layout";
import { beat, firstOf, scratch, thread, threads } from "./context";
import { word } from "./instruction";
import { pack } from "./pack";
import { dtypeOf, lanesOf, sizeOf } from "./stage";

const MR = 4;
const MC = 128;
const KC = 256;
const NC = 64;

/** One tile of C over n values of k: A packed, B's and C's rows `bRow` and `cRow` bytes apart. */
function tile<T>(n: i32, a: usize, b: usize, bRow: usize, c: usize, cRow: usize, fresh: bool): void {
  const c1 = c + cRow;
  const c2 = c1 + cRow;
  const c3 = c2 + cRow;
  let x0 = f64x2.splat(0);
  let y0 = f64x2.splat(0);
  let x1 = f64x2.splat(0);
  let y1 = f64x2.splat(0);
  let x2 = f64x2.splat(0);
  let y2 = f64x2.splat(0);
  let x3 = f64x2.splat(0);
  let y3 = f64x2.splat(0);
  if (!fresh) {
    x0 = v128.load(c);
    y0 = v128.load(c, 16);
    x1 = v128.load(c1);
    y1 = v128.load(c1, 16);
    x2 = v128.load(c2);
    y2 = v128.load(c2, 16);
    x3 = v128.load(c3);
    y3 = v128.load(c3, 16);
  }
  // Not unrolled: the compiler would then sink the additions and run out of registers.
  for (; n > 0; n--) {
    const u = v128.load(b);
    const v = v128.load(b, 16);
    const s0 = v128.load_splat<T>(a);
    x0 = v128.add<T>(x0, v128.mul<T>(s0, u));
    y0 = v128.add<T>(y0, v128.mul<T>(s0, v));
    const s1 = v128.load_splat<T>(a, sizeof<T>());
    x1 = v128.add<T>(x1, v128.mul<T>(s1, u));
    y1 = v128.add<T>(y1, v128.mul<T>(s1, v));
    const s2 = v128.load_splat<T>(a, 2 * sizeof<T>());
    x2 = v128.add<T>(x2, v128.mul<T>(s2, u));
    y2 = v128.add<T>(y2, v128.mul<T>(s2, v));
    const s3 = v128.load_splat<T>(a, 3 * sizeof<T>());
    x3 = v128.add<T>(x3, v128.mul<T>(s3, u));
    y3 = v128.add<T>(y3, v128.mul<T>(s3, v));
    a += MR * sizeof<T>();
    b += bRow;
  }
  v128.store(c, x0);
  v128.store(c, y0, 16);
  v128.store(c1, x1);
  v128.store(c1, y1, 16);
  v128.store(c2, x2);
  v128.store(c2, y2, 16);
  v128.store(c3, x3);
  v128.store(c3, y3, 16);
}

/** A tile that sticks out of C: computed aside, its inside copied. */
function edge<T>(
  n: i32,
  a: usize,
  b: usize,
  bRow: usize,
  c: usize,
  cRow: usize,
  fresh: bool,
  rows: i32,
  cols: i32,
  aside: usize,
): void {
  const width: usize = 32;
  const bytes = <usize>cols * sizeof<T>();
  if (!fresh) for (let i = 0; i < rows; i++) memory.copy(aside + <usize>i * width, c + <usize>i * cRow, bytes);
  tile<T>(n, a, b, bRow, aside, width, fresh);
  for (let i = 0; i < rows; i++) memory.copy(c + <usize>i * cRow, aside + <usize>i * width, bytes);
}

/** Rows [m0, m1) × columns [n0, n1) of the product, by one thread. */
function block<T>(at: usize, m0: i32, m1: i32, n0: i32, n1: i32): void {
  const k = word(at, WORD_X);
  const accumulate = word(at, WORD_Y) != 0;
  const a = <usize>word(at, WORD_A + OPERAND_PTR);
  const aType = word(at, WORD_A + OPERAND_DTYPE);
  const aRow = word(at, WORD_A + OPERAND_ROW_STRIDE);
  const aCol = word(at, WORD_A + OPERAND_COL_STRIDE);
  const b = <usize>word(at, WORD_B + OPERAND_PTR);
  const bType = word(at, WORD_B + OPERAND_DTYPE);
  const bRow = word(at, WORD_B + OPERAND_ROW_STRIDE);
  const bCol = word(at, WORD_B + OPERAND_COL_STRIDE);
  const c = <usize>word(at, WORD_TARGET);
  const cRow = <usize>word(at, WORD_TARGET_STRIDE) * sizeof<T>();
  const NR = 2 * lanesOf<T>();
  if (k == 0 && !accumulate && n1 > n0) {
    for (let i = m0; i < m1; i++)
      memory.fill(c + <usize>i * cRow + <usize>n0 * sizeof<T>(), 0, <usize>(n1 - n0) * sizeof<T>());
  }
  const aSize = sizeOf(aType);
  const bSize = sizeOf(bType);

  const aside = scratch;
  const panelsA = aside + 128;
  const panelsB = panelsA + MC * KC * sizeof<T>();
  const buffer = panelsB + NC * KC * sizeof<T>();

  const bDirect = bCol == 1 && bType == dtypeOf<T>() && m1 - m0 <= 16;

  for (let i0 = m0; i0 < m1; i0 += MC) {
    const mc = min(MC, m1 - i0);
    for (let k0 = 0; k0 < k; k0 += KC) {
      const kc = min(KC, k - k0);
      const fresh = k0 == 0 && !accumulate;
      const panelA = <usize>kc * MR * sizeof<T>();
      const panelB = <usize>kc * 32;
      pack<T>(panelsA, MR, a + (<usize>i0 * aRow + <usize>k0 * aCol) * aSize, aType, aRow, aCol, mc, kc, buffer);
      for (let j0 = n0; j0 < n1; j0 += NC) {
        beat();
        const nc = min(NC, n1 - j0);
        const from = b + (<usize>k0 * bRow + <usize>j0 * bCol) * bSize;
        if (!bDirect) pack<T>(panelsB, NR, from, bType, bCol, bRow, nc, kc, buffer);
        else if (nc % NR != 0) {
          const inside = nc - (nc % NR);
          pack<T>(
            panelsB + <usize>inside * kc * sizeof<T>(),
            NR,
            from + <usize>inside * bSize,
            bType,
            bCol,
            bRow,
            nc - inside,
            kc,
            buffer,
          );
        }
        for (let j = 0; j < nc; j += NR) {
          const direct = bDirect && j + NR <= nc;
          const pb = direct ? from + <usize>j * sizeof<T>() : panelsB + <usize>(j / NR) * panelB;
          const pbRow: usize = direct ? <usize>bRow * sizeof<T>() : 32;
          for (let i = 0; i < mc; i += MR) {
            const pa = panelsA + <usize>(i / MR) * panelA;
            const pc = c + <usize>(i0 + i) * cRow + <usize>(j0 + j) * sizeof<T>();
            if (i + MR <= mc && j + NR <= nc) tile<T>(kc, pa, pb, pbRow, pc, cRow, fresh);
            else edge<T>(kc, pa, pb, pbRow, pc, cRow, fresh, min(MR, mc - i), min(NR, nc - j), aside);
          }
        }
      }
    }
  }
}

/** This thread's part: whole tiles along the side that splits more evenly. */
export function gemm<T>(at: usize): void {
  const m = word(at, WORD_ROWS);
  const n = word(at, WORD_COLS);
  const NR = 2 * lanesOf<T>();
  const across = (n + NR - 1) / NR;
  const down = (m + MR - 1) / MR;
  if (across >= down || down < threads) {
    block<T>(at, 0, m, firstOf(thread, across) * NR, min(n, firstOf(thread + 1, across) * NR));
  } else {
    block<T>(at, firstOf(thread, down) * MR, min(m, firstOf(thread + 1, down) * MR), 0, n);
  }
}
