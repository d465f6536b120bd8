/**
 * Staging: a strided run of elements of any dtype becomes a dense run of the
 * compute dtype. Every kernel below works on dense runs only.
 *
 * Laws: f16 and bf16 widen exactly; f64 narrows to f32 by one rounding; loads
 * assume no alignment. A dense run that already has the compute dtype is used
 * where it lies.
 */

import { F16, F32, F64 } from "../layout";

/** Bytes of an element. */
// @ts-expect-error: decorator
@inline
export function sizeOf(dtype: i32): usize {
  return dtype == F64 ? 8 : dtype == F32 ? 4 : 2;
}

// @ts-expect-error: decorator
@inline
export function dtypeOf<T>(): i32 {
  return sizeof<T>() == 8 ? F64 : F32;
}

// @ts-expect-error: decorator
@inline
export function lanesOf<T>(): i32 {
  return <i32>(16 / sizeof<T>());
}

/** Four halves, zero-extended in i32x4, as f32x4. Subnormals, infinities and NaN included. */
// @ts-expect-error: decorator
@inline
function widenHalf(h: v128): v128 {
  const magnitude = i32x4.shl(v128.and(h, i32x4.splat(0x7fff)), 13);
  const sign = i32x4.shl(v128.and(h, i32x4.splat(0x8000)), 16);
  const special = v128.and(i32x4.ge_s(magnitude, i32x4.splat(0x7c00 << 13)), i32x4.splat(0x7f800000));
  const scaled = f32x4.mul(magnitude, f32x4.splat(reinterpret<f32>(0x77800000))); // 2^112 moves the exponent's bias
  return v128.or(v128.or(scaled, special), sign);
}

/** The f32x4 of four consecutive f16 or bf16. */
// @ts-expect-error: decorator
@inline
function loadHalves(ptr: usize, dtype: i32): v128 {
  const h = v128.load16x4_u(ptr, 0, 1);
  return dtype == F16 ? widenHalf(h) : i32x4.shl(h, 16);
}

/** One element of any dtype. */
export function loadAs<T>(ptr: usize, dtype: i32): T {
  if (dtype == F64) return <T>load<f64>(ptr);
  if (dtype == F32) return <T>load<f32>(ptr);
  const h = i32x4.splat(<i32>load<u16>(ptr));
  return <T>f32x4.extract_lane(dtype == F16 ? widenHalf(h) : i32x4.shl(h, 16), 0);
}

function stageDense<T>(target: usize, ptr: usize, dtype: i32, n: i32): void {
  const size = sizeOf(dtype);
  const whole = n & ~3;
  let at = target;
  let from = ptr;
  const end = target + (<usize>whole) * sizeof<T>();
  if (sizeof<T>() == 8) {
    if (dtype == F32) {
      for (; at < end; at += 32, from += 16) {
        v128.store(at, f64x2.promote_low_f32x4(v128.load64_zero(from)));
        v128.store(at, f64x2.promote_low_f32x4(v128.load64_zero(from, 8)), 16);
      }
    } else {
      for (; at < end; at += 32, from += 8) {
        const v = loadHalves(from, dtype);
        v128.store(at, f64x2.promote_low_f32x4(v));
        v128.store(at, f64x2.promote_low_f32x4(v128.shuffle<i64>(v, v, 1, 1)), 16);
      }
    }
  } else {
    if (dtype == F64) {
      for (; at < end; at += 16, from += 32) {
        const low = f32x4.demote_f64x2_zero(v128.load(from));
        const high = f32x4.demote_f64x2_zero(v128.load(from, 16));
        v128.store(at, v128.shuffle<i64>(low, high, 0, 2));
      }
    } else {
      for (; at < end; at += 16, from += 8) v128.store(at, loadHalves(from, dtype));
    }
  }
  for (let i = whole; i < n; i++, at += sizeof<T>(), from += size) store<T>(at, loadAs<T>(from, dtype));
}

function stageStrided<T>(target: usize, ptr: usize, dtype: i32, stride: usize, n: i32): void {
  const end = target + (<usize>n) * sizeof<T>();
  let from = ptr;
  let at = target;
  if (dtype == F32) for (; at < end; at += sizeof<T>(), from += stride) store<T>(at, <T>load<f32>(from));
  else if (dtype == F64) for (; at < end; at += sizeof<T>(), from += stride) store<T>(at, <T>load<f64>(from));
  else for (; at < end; at += sizeof<T>(), from += stride) store<T>(at, loadAs<T>(from, dtype));
}

/** Writes `n` elements at `target`, dense, from `ptr` with `stride` in elements. Areas may not overlap. */
export function copyRun<T>(target: usize, ptr: usize, dtype: i32, stride: i32, n: i32): void {
  if (stride == 1) {
    if (dtype == dtypeOf<T>()) memory.copy(target, ptr, (<usize>n) * sizeof<T>());
    else stageDense<T>(target, ptr, dtype, n);
  } else if (stride == 0) {
    const value = v128.splat<T>(loadAs<T>(ptr, dtype));
    const end = target + (<usize>n) * sizeof<T>();
    let at = target;
    for (; at + 16 <= end; at += 16) v128.store(at, value);
    for (; at < end; at += sizeof<T>()) store<T>(at, v128.extract_lane<T>(value, 0));
  } else {
    stageStrided<T>(target, ptr, dtype, <usize>stride * sizeOf(dtype), n);
  }
}

/** Pointer to `n` dense elements of T: the run itself where it serves, else its copy in `buffer`. */
// @ts-expect-error: decorator
@inline
export function stage<T>(buffer: usize, ptr: usize, dtype: i32, stride: i32, n: i32): usize {
  if (stride == 1 && dtype == dtypeOf<T>()) return ptr;
  copyRun<T>(buffer, ptr, dtype, stride, n);
  return buffer;
}
