/**
 * exp, tanh and the logistic sigmoid of two doubles at a time.
 *
 * Error, against 50 digits: exp below 0.7 ulp, tanh 1.3, sigmoid 1.6, subnormal
 * results included. f32 is served by the same code: widened, then rounded once.
 *
 * pmin(x, c) and pmax(x, c) clamp x and let a NaN in x through.
 */

const LOG2_E = 1.4426950408889634;
/** ln 2 in two parts; the first has 32 trailing zeros, so k·LN2_HIGH is exact. */
export const LN2_HIGH = 6.93147180369123816490e-1;
export const LN2_LOW = 1.90821492927058770002e-10;
/** x + ROUND − ROUND is x to the nearest integer, which also stands in the sum's low bits. */
export const ROUND = 6755399441055744.0; // 1.5·2^52


/** a·x + b: one step of Horner's rule. */
// @ts-expect-error: decorator
@inline
export function horner(a: v128, x: v128, b: f64): v128 {
  return f64x2.add(f64x2.mul(a, x), f64x2.splat(b));
}

/** a + b·x for constants: one pair of Estrin's rule. */
// @ts-expect-error: decorator
@inline
function pair(x: v128, a: f64, b: f64): v128 {
  return f64x2.add(f64x2.splat(a), f64x2.mul(x, f64x2.splat(b)));
}

/** 2^k for integers k in [-1022, 1023], as i64x2. */
// @ts-expect-error: decorator
@inline
function power(k: v128): v128 {
  return i64x2.shl(i64x2.add(k, i64x2.splat(1023)), 52);
}

/**
 * e^x = 2^k e^r with |r| ≤ ln2/2, and e^r = 1 + r + r² q(r); q is a minimax
 * polynomial of degree 10, relative error 2^-61.
 */
// @ts-expect-error: decorator
@inline
export function exp(x: v128): v128 {
  const c = f64x2.pmax(f64x2.pmin(x, f64x2.splat(710)), f64x2.splat(-746));
  const t = horner(c, f64x2.splat(LOG2_E), ROUND);
  const k = f64x2.sub(t, f64x2.splat(ROUND));
  const high = f64x2.sub(c, f64x2.mul(k, f64x2.splat(LN2_HIGH)));
  const low = f64x2.mul(k, f64x2.splat(LN2_LOW));
  const r = f64x2.sub(high, low);
  const rest = f64x2.sub(f64x2.sub(high, r), low); // what r lost
  const r2 = f64x2.mul(r, r);
  const r4 = f64x2.mul(r2, r2);
  const q0 = f64x2.add(
    pair(r, 0.5, 0.1666666666666667),
    f64x2.mul(r2, pair(r, 0.041666666666666685, 0.008333333333326134)),
  );
  const q4 = f64x2.add(
    pair(r, 0.0013888888888874398, 0.0001984126987482399),
    f64x2.mul(r2, pair(r, 2.480158734733946e-5, 2.7557255396471e-6)),
  );
  const q8 = f64x2.add(
    pair(r, 2.7557252912472866e-7, 2.510521838664829e-8),
    f64x2.mul(r2, f64x2.splat(2.0921589370829142e-9)),
  );
  const q = f64x2.add(q0, f64x2.mul(r4, f64x2.add(q4, f64x2.mul(r4, q8))));
  const sum = f64x2.add(f64x2.splat(1), r);
  const lost = f64x2.sub(r, f64x2.sub(sum, f64x2.splat(1)));
  const y = f64x2.add(sum, f64x2.add(lost, f64x2.add(rest, f64x2.mul(r2, q))));
  // In two steps, so that results below 2^-1022 round once and infinity is reached.
  const n = i64x2.sub(t, f64x2.splat(ROUND));
  const half = i64x2.shr_s(n, 1);
  return f64x2.mul(f64x2.mul(y, power(half)), power(i64x2.sub(n, half)));
}

/**
 * |x| < 5/8: x + x·z·P(z)/Q(z) with z = x² (Cephes, tanh.c); else 1 − 2/(e^2x + 1).
 * Both are base + numerator/denominator, so one division serves.
 */
// @ts-expect-error: decorator
@inline
export function tanh(x: v128): v128 {
  const a = f64x2.abs(x);
  const small = f64x2.lt(a, f64x2.splat(0.625));
  const z = f64x2.mul(a, a);
  let p = f64x2.splat(-9.64399179425052238628e-1);
  p = horner(p, z, -9.92877231001918586564e1);
  p = horner(p, z, -1.61468768441708447952e3);
  let q = f64x2.add(z, f64x2.splat(1.12811678491632931402e2));
  q = horner(q, z, 2.23548839060100448583e3);
  q = horner(q, z, 4.84406305325125486048e3);
  const e = exp(f64x2.add(a, a));
  const numerator = v128.bitselect(f64x2.mul(f64x2.mul(a, z), p), f64x2.splat(-2), small);
  const denominator = v128.bitselect(q, f64x2.add(e, f64x2.splat(1)), small);
  const base = v128.bitselect(a, f64x2.splat(1), small);
  const y = f64x2.add(base, f64x2.div(numerator, denominator));
  return v128.bitselect(x, y, f64x2.splat(-0.0));
}

/**
 * 1/(1 + e^-x) by e = e^-|x| and q = e/(1 + e), so that nothing overflows:
 * 1 − q where x ≥ 0, else e − e·q, where the rounding of 1 + e counts for less than in q itself.
 */
// @ts-expect-error: decorator
@inline
export function sigmoid(x: v128): v128 {
  const e = exp(f64x2.neg(f64x2.abs(x)));
  const one = f64x2.splat(1);
  const q = f64x2.div(e, f64x2.add(one, e));
  const negative = f64x2.lt(x, f64x2.splat(0));
  return f64x2.sub(v128.bitselect(e, one, negative), v128.bitselect(f64x2.mul(e, q), q, negative));
}

/** x·sigmoid(x) */
// @ts-expect-error: decorator
@inline
export function silu(x: v128): v128 {
  return f64x2.mul(x, sigmoid(x));
}

/**
 * GPT-2's `gelu_new`, ½x(1 + tanh u) with u = √(2/π)(x + 0.044715x³), as
 * x·sigmoid(2u): no cancellation, but far below zero u's own rounding shows,
 * about 2|u| ulp.
 */
// @ts-expect-error: decorator
@inline
export function geluTanh(x: v128): v128 {
  const cubic = horner(f64x2.mul(f64x2.mul(x, x), f64x2.splat(0.044715)), f64x2.splat(1), 1);
  const u = f64x2.mul(f64x2.mul(x, cubic), f64x2.splat(1.5957691216057308)); // 2√(2/π)
  return f64x2.mul(x, sigmoid(u));
}
