/**
 * sin and cos of two doubles at a time: below 1 ulp for |x| ≤ 1.6e6 (2^20
 * quarter turns), near the zeros too.
 *
 * x − k·π/2 is taken in three parts of 33 bits whose products with k are exact
 * up to there, with the rounding of each subtraction kept; then fdlibm's
 * k_sin.c and k_cos.c. Beyond, k's products round and the result is that of an
 * argument within an ulp of x.
 */

import { horner, ROUND } from "./exponential";

const PI_2_A = 1.57079632673412561417;
const PI_2_B = 6.07710050630396597660e-11;
const PI_2_C = 2.02226624871116645580e-21;
const PI_2_REST = 8.47842766036889956997e-32;

/** What a − b = s loses in rounding. */
// @ts-expect-error: decorator
@inline
function lost(a: v128, b: v128, s: v128): v128 {
  const bb = f64x2.sub(a, s);
  return f64x2.add(f64x2.sub(a, f64x2.add(s, bb)), f64x2.sub(bb, b));
}

/** x brought into [-limit, limit]; NaN stays. */
// @ts-ignore: decorator
@inline
function clamp(x: v128, limit: f64): v128 {
  return f64x2.pmax(f64x2.pmin(x, f64x2.splat(limit)), f64x2.splat(-limit));
}

/** sin(x + quarter·π/2) */
// @ts-expect-error: decorator
@inline
function sine(x: v128, quarter: i64): v128 {
  const turns = horner(x, f64x2.splat(0.6366197723675814), ROUND);
  const k = f64x2.sub(turns, f64x2.splat(ROUND));
  const n = i64x2.add(i64x2.sub(turns, f64x2.splat(ROUND)), i64x2.splat(quarter));

  const a = f64x2.sub(x, f64x2.mul(k, f64x2.splat(PI_2_A)));
  const kb = f64x2.mul(k, f64x2.splat(PI_2_B));
  const b = f64x2.sub(a, kb);
  const kc = f64x2.mul(k, f64x2.splat(PI_2_C));
  const c = f64x2.sub(b, kc);
  const rest = f64x2.sub(f64x2.add(lost(a, kb, b), lost(b, kc, c)), f64x2.mul(k, f64x2.splat(PI_2_REST)));
  // The clamps act only where |x| is so large that k's products have lost whole turns.
  const y = clamp(f64x2.add(c, rest), 0.79);
  const tail = clamp(f64x2.add(f64x2.sub(c, y), rest), 1e-15);

  const z = f64x2.mul(y, y);
  const v = f64x2.mul(z, y);
  let s = f64x2.splat(1.58969099521155010221e-10);
  s = horner(s, z, -2.50507602534068634195e-8);
  s = horner(s, z, 2.75573137070700676789e-6);
  s = horner(s, z, -1.98412698298579493134e-4);
  s = horner(s, z, 8.33333333332248946124e-3);
  const corrected = f64x2.sub(f64x2.mul(z, f64x2.sub(f64x2.mul(tail, f64x2.splat(0.5)), f64x2.mul(v, s))), tail);
  const sin = f64x2.sub(y, f64x2.sub(corrected, f64x2.mul(v, f64x2.splat(-1.66666666666666324348e-1))));

  let q = f64x2.splat(-1.13596475577881948265e-11);
  q = horner(q, z, 2.08757232129817482790e-9);
  q = horner(q, z, -2.75573143513906633035e-7);
  q = horner(q, z, 2.48015872894767294178e-5);
  q = horner(q, z, -1.38888888888741095749e-3);
  q = horner(q, z, 4.16666666666666019037e-2);
  const half = f64x2.mul(z, f64x2.splat(0.5));
  const w = f64x2.sub(f64x2.splat(1), half);
  const small = f64x2.sub(f64x2.mul(z, f64x2.mul(z, q)), f64x2.mul(y, tail));
  const cos = f64x2.add(w, f64x2.add(f64x2.sub(f64x2.sub(f64x2.splat(1), w), half), small));

  const odd = i64x2.neg(v128.and(n, i64x2.splat(1)));
  const sign = i64x2.shl(v128.and(n, i64x2.splat(2)), 62);
  return v128.xor(v128.bitselect(cos, sin, odd), sign);
}

// @ts-expect-error: decorator
@inline
export function sin(x: v128): v128 {
  // Small arguments are their own sine, the zeros with their sign.
  const small = f64x2.lt(f64x2.abs(x), f64x2.splat(7.450580596923828e-9));
  return v128.bitselect(x, sine(x, 0), small);
}

// @ts-expect-error: decorator
@inline
export function cos(x: v128): v128 {
  return sine(x, 1);
}
