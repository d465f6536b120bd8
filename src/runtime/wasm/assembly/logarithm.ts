/**
 * The natural logarithm of two doubles at a time, by fdlibm's e_log.c: below
 * 1 ulp. log 0 = -∞, the log of a negative number is NaN.
 */

import { horner, LN2_HIGH, LN2_LOW, ROUND } from "./exponential";

/** Bits of √½: the mantissa is brought to [√½, √2). */
const SQRT_HALF: i64 = 0x3fe6a09e667f3bcd;

// @ts-expect-error: decorator
@inline
export function log(x: v128): v128 {
  const tiny = f64x2.lt(x, f64x2.splat(2.2250738585072014e-308));
  const bits = v128.bitselect(f64x2.mul(x, f64x2.splat(18014398509481984.0)), x, tiny); // 2^54
  const shifted = i64x2.sub(bits, i64x2.splat(SQRT_HALF));
  const m = i64x2.sub(bits, v128.and(shifted, i64x2.splat(0xfff0000000000000)));
  const exponent = f64x2.sub(i64x2.add(i64x2.shr_s(shifted, 52), f64x2.splat(ROUND)), f64x2.splat(ROUND));
  const k = f64x2.sub(exponent, v128.and(tiny, f64x2.splat(54)));
  const f = f64x2.sub(m, f64x2.splat(1));
  const s = f64x2.div(f, f64x2.add(f, f64x2.splat(2)));
  const z = f64x2.mul(s, s);
  const w = f64x2.mul(z, z);
  let even = f64x2.splat(1.531383769920937332e-1);
  even = horner(even, w, 2.222219843214978396e-1);
  even = horner(even, w, 3.999999999940941908e-1);
  let odd = f64x2.splat(1.479819860511658591e-1);
  odd = horner(odd, w, 1.818357216161805012e-1);
  odd = horner(odd, w, 2.857142874366239149e-1);
  odd = horner(odd, w, 6.666666666666735130e-1);
  const series = f64x2.add(f64x2.mul(w, even), f64x2.mul(z, odd));
  const half = f64x2.mul(f64x2.splat(0.5), f64x2.mul(f, f));
  const rest = f64x2.add(f64x2.mul(s, f64x2.add(half, series)), f64x2.mul(k, f64x2.splat(LN2_LOW)));
  const y = f64x2.sub(f64x2.mul(k, f64x2.splat(LN2_HIGH)), f64x2.sub(f64x2.sub(half, rest), f));
  const zero = f64x2.eq(x, f64x2.splat(0));
  const plain = v128.and(f64x2.gt(x, f64x2.splat(0)), f64x2.lt(x, f64x2.splat(Infinity)));
  const negative = f64x2.lt(x, f64x2.splat(0));
  const special = v128.bitselect(f64x2.splat(-Infinity), v128.bitselect(f64x2.splat(NaN), x, negative), zero);
  return v128.bitselect(y, special, plain);
}
