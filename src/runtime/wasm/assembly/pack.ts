/**
 * Packing: a block of a matrix becomes panels which the product's inner loop
 * reads in order. A panel holds `width` lines (rows of A or columns of B), at
 * each k next to each other; missing lines are zeros.
 *
 *     target[p][k][w] = source[line p·width + w, k]
 */

import { lanesOf, sizeOf, stage } from "./stage";

/** Interleaves lanesOf<T> dense runs of n elements; the target's step from k to k+1 is `step` bytes. */
function interleave<T>(target: usize, step: usize, r0: usize, r1: usize, r2: usize, r3: usize, n: i32): void {
  let at = target;
  let k = 0;
  if (sizeof<T>() == 8) {
    for (; k + 2 <= n; k += 2, r0 += 16, r1 += 16, at += 2 * step) {
      const x = v128.load(r0);
      const y = v128.load(r1);
      v128.store(at, v128.shuffle<i64>(x, y, 0, 2));
      v128.store(at + step, v128.shuffle<i64>(x, y, 1, 3));
    }
    for (; k < n; k++, r0 += 8, r1 += 8, at += step) {
      store<f64>(at, load<f64>(r0));
      store<f64>(at, load<f64>(r1), 8);
    }
  } else {
    for (; k + 4 <= n; k += 4, r0 += 16, r1 += 16, r2 += 16, r3 += 16, at += 4 * step) {
      const x = v128.load(r0);
      const y = v128.load(r1);
      const z = v128.load(r2);
      const w = v128.load(r3);
      const xy0 = v128.shuffle<i32>(x, y, 0, 4, 1, 5);
      const xy1 = v128.shuffle<i32>(x, y, 2, 6, 3, 7);
      const zw0 = v128.shuffle<i32>(z, w, 0, 4, 1, 5);
      const zw1 = v128.shuffle<i32>(z, w, 2, 6, 3, 7);
      v128.store(at, v128.shuffle<i64>(xy0, zw0, 0, 2));
      v128.store(at + step, v128.shuffle<i64>(xy0, zw0, 1, 3));
      v128.store(at + 2 * step, v128.shuffle<i64>(xy1, zw1, 0, 2));
      v128.store(at + 3 * step, v128.shuffle<i64>(xy1, zw1, 1, 3));
    }
    for (; k < n; k++, r0 += 4, r1 += 4, r2 += 4, r3 += 4, at += step) {
      store<f32>(at, load<f32>(r0));
      store<f32>(at, load<f32>(r1), 4);
      store<f32>(at, load<f32>(r2), 8);
      store<f32>(at, load<f32>(r3), 12);
    }
  }
}

/** Lines are dense along k: stage lanesOf<T> of them and interleave. */
function packAlongK<T>(
  target: usize,
  width: i32,
  source: usize,
  dtype: i32,
  lineStride: i32,
  kStride: i32,
  lines: i32,
  n: i32,
  buffer: usize,
): void {
  const group = lanesOf<T>();
  const run = <usize>n * sizeof<T>();
  const step = <usize>width * sizeof<T>();
  const line = <usize>lineStride * sizeOf(dtype);
  const zeros = buffer + 4 * run;
  memory.fill(zeros, 0, run);
  for (let first = 0; first < lines; first += width) {
    for (let g = 0; g < width; g += group) {
      const at = first + g;
      const from = source + <usize>at * line;
      const r0 = at < lines ? stage<T>(buffer, from, dtype, kStride, n) : zeros;
      const r1 = at + 1 < lines ? stage<T>(buffer + run, from + line, dtype, kStride, n) : zeros;
      let r2: usize = 0;
      let r3: usize = 0;
      if (sizeof<T>() == 4) {
        r2 = at + 2 < lines ? stage<T>(buffer + 2 * run, from + 2 * line, dtype, kStride, n) : zeros;
        r3 = at + 3 < lines ? stage<T>(buffer + 3 * run, from + 3 * line, dtype, kStride, n) : zeros;
      }
      interleave<T>(target + <usize>g * sizeof<T>(), step, r0, r1, r2, r3, n);
    }
    target += step * n;
  }
}

/** Lines lie next to each other: at each k, stage all of them and deal them out. */
function packAcrossLines<T>(
  target: usize,
  width: i32,
  source: usize,
  dtype: i32,
  lineStride: i32,
  kStride: i32,
  lines: i32,
  n: i32,
  buffer: usize,
): void {
  const step = <usize>width * sizeof<T>();
  const panel = step * n;
  const whole = lines / width;
  const rest = lines - whole * width;
  const kBytes = <usize>kStride * sizeOf(dtype);
  for (let k = 0; k < n; k++, source += kBytes, target += step) {
    let from = stage<T>(buffer, source, dtype, lineStride, lines);
    let at = target;
    for (let p = 0; p < whole; p++, at += panel, from += step) {
      v128.store(at, v128.load(from));
      if (step > 16) v128.store(at, v128.load(from, 16), 16);
      if (step > 32) v128.store(at, v128.load(from, 32), 32);
      if (step > 48) v128.store(at, v128.load(from, 48), 48);
    }
    if (rest > 0) {
      for (let w: usize = 0; w < step; w += 16) v128.store(at + w, f64x2.splat(0));
      for (let w: usize = 0; w < <usize>rest * sizeof<T>(); w += sizeof<T>()) store<T>(at + w, load<T>(from + w));
    }
  }
}

/** Packs `lines` lines over `n` values of k. The buffer holds 5·n or `lines` elements of T. */
export function pack<T>(
  target: usize,
  width: i32,
  source: usize,
  dtype: i32,
  lineStride: i32,
  kStride: i32,
  lines: i32,
  n: i32,
  buffer: usize,
): void {
  if (kStride == 1 && lineStride != 1)
    packAlongK<T>(target, width, source, dtype, lineStride, kStride, lines, n, buffer);
  else packAcrossLines<T>(target, width, source, dtype, lineStride, kStride, lines, n, buffer);
}
