/**
 * erf and the exact GELU x·Φ(x) of two doubles at a time.
 *
 * Error, against 50 digits: erf below 1.3 ulp; gelu below 10 ulp, in the
 * negative tail too, where Φ(x) = ½ erfc(-x/√2) is computed as such and not as
 * a difference from 1.
 */

import { exp, horner } from "./exponential";

const SQRT_HALF = 0.7071067811865476;

/** erf(a) for a ≤ 1: a times a minimax polynomial of degree 12 in a², relative error 2^-62. */
// @ts-expect-error: decorator
@inline
function head(a: v128): v128 {
  const z = f64x2.mul(a, a);
  let p = f64x2.splat(5.945255584223488e-11);
  p = horner(p, z, -1.136567067182716e-9);
  p = horner(p, z, 1.4657883530931652e-8);
  p = horner(p, z, -1.635002619207727e-7);
  p = horner(p, z, 1.6460972954153765e-6);
  p = horner(p, z, -1.4925593518728226e-5);
  p = horner(p, z, 0.00012055331037551108);
  p = horner(p, z, -0.0008548326978765149);
  p = horner(p, z, 0.00522397762478137);
  p = horner(p, z, -0.02686617064507296);
  p = horner(p, z, 0.11283791670954858);
  p = horner(p, z, -0.3761263890318375);
  p = horner(p, z, 0.12837916709551257); // 2/√π − 1
  return f64x2.add(a, f64x2.mul(a, p));
}

/** e^(a²) erfc(a) for a ≥ 1, by the rational functions of Cephes, ndtr.c. */
// @ts-expect-error: decorator
@inline
function scaled(a: v128): v128 {
  const x = f64x2.pmin(a, f64x2.splat(32)); // beyond, e^(-a²) is zero
  let p = f64x2.splat(2.46196981473530512524e-10);
  p = horner(p, x, 5.64189564831068821977e-1);
  p = horner(p, x, 7.46321056442269912687);
  p = horner(p, x, 4.86371970985681366614e1);
  p = horner(p, x, 1.96520832956077098242e2);
  p = horner(p, x, 5.26445194995477358631e2);
  p = horner(p, x, 9.34528527171957607540e2);
  p = horner(p, x, 1.02755188689515710272e3);
  p = horner(p, x, 5.57535335369399327526e2);
  let q = f64x2.add(x, f64x2.splat(1.32281951154744992508e1));
  q = horner(q, x, 8.67072140885989742329e1);
  q = horner(q, x, 3.54937778887819891062e2);
  q = horner(q, x, 9.75708501743205489753e2);
  q = horner(q, x, 1.82390916687909736289e3);
  q = horner(q, x, 2.24633760818710981792e3);
  q = horner(q, x, 1.65666309194161350182e3);
  q = horner(q, x, 5.57535340817727675546e2);
  const far = f64x2.ge(x, f64x2.splat(8));
  if (v128.any_true(far)) {
    let r = f64x2.splat(5.64189583547755073984e-1);
    r = horner(r, x, 1.27536670759978104416);
    r = horner(r, x, 5.01905042251180477414);
    r = horner(r, x, 6.16021097993053585195);
    r = horner(r, x, 7.40974269950448939160);
    r = horner(r, x, 2.97886665372100240670);
    let s = f64x2.add(x, f64x2.splat(2.26052863220117276590));
    s = horner(s, x, 9.39603524938001434673);
    s = horner(s, x, 1.20489539808096656605e1);
    s = horner(s, x, 1.70814450747565897222e1);
    s = horner(s, x, 9.60896809063285878198);
    s = horner(s, x, 3.36907645100081516050);
    p = v128.bitselect(r, p, far);
    q = v128.bitselect(s, q, far);
  }
  return f64x2.div(p, q);
}

/** e^(-c·x²), c a power of two: the rounding error of x² is carried into the exponential. */
// @ts-expect-error: decorator
@inline
function gaussian(x: v128, c: f64): v128 {
  const square = f64x2.mul(x, x);
  const high = v128.and(x, i64x2.splat(0xfffffffff8000000));
  const low = f64x2.sub(x, high);
  const error = f64x2.add(
    f64x2.add(f64x2.sub(f64x2.mul(high, high), square), f64x2.mul(f64x2.add(high, high), low)),
    f64x2.mul(low, low),
  );
  const e = exp(f64x2.mul(square, f64x2.splat(-c)));
  // At infinity the error is NaN, and e is zero.
  return v128.bitselect(f64x2.sub(e, f64x2.mul(e, f64x2.mul(error, f64x2.splat(c)))), e, f64x2.gt(e, f64x2.splat(0)));
}

// @ts-expect-error: decorator
@inline
export function erf(x: v128): v128 {
  const a = f64x2.abs(x);
  const small = f64x2.lt(a, f64x2.splat(1));
  let y = head(a);
  if (!v128.all_true<i64>(small)) {
    const tail = f64x2.sub(f64x2.splat(1), f64x2.mul(gaussian(a, 1), scaled(a)));
    y = v128.bitselect(y, tail, small);
  }
  return v128.bitselect(x, y, f64x2.splat(-0.0));
}

/** x·Φ(x) */
// @ts-expect-error: decorator
@inline
export function gelu(x: v128): v128 {
  const half = f64x2.splat(0.5);
  const a = f64x2.mul(f64x2.abs(x), f64x2.splat(SQRT_HALF));
  const negative = f64x2.lt(x, f64x2.splat(0));
  const sign = v128.and(x, f64x2.splat(-0.0));
  const small = f64x2.lt(a, f64x2.splat(1));
  let phi = f64x2.add(half, f64x2.mul(half, v128.or(head(a), sign)));
  if (!v128.all_true<i64>(small)) {
    const upper = f64x2.mul(f64x2.mul(half, gaussian(x, 0.5)), scaled(a));
    const tail = v128.bitselect(upper, f64x2.sub(f64x2.splat(1), upper), negative);
    phi = v128.bitselect(phi, tail, small);
  }
  return f64x2.mul(x, phi);
}
