/**
 * Elementwise maps of one operand: target[i, j] = f(A[i, j]).
 *
 * A kernel maps a dense run whose length is a multiple of the vector's; the
 * driver stages rows in chunks and sends the last few elements through a
 * padded vector. Rational maps round once, in the compute dtype; the others
 * are computed in f64, and in f32 the result is rounded from there.
 */

import {
  CHUNK,
  UNARY_ABS,
  UNARY_COPY,
  UNARY_COS,
  UNARY_ERF,
  UNARY_EXP,
  UNARY_GELU,
  UNARY_GELU_TANH,
  UNARY_LOG,
  UNARY_NEG,
  UNARY_RECIP,
  UNARY_RELU,
  UNARY_ROUND,
  UNARY_RSQRT,
  UNARY_SIGMOID,
  UNARY_SIGN,
  UNARY_SILU,
  UNARY_SIN,
  UNARY_SQRT,
  UNARY_SQUARE,
  UNARY_TANH,
  WORD_A,
  WORD_COLS,
  WORD_ROWS,
  WORD_X,
} from "../layout";
import { beat, scratch } from "./context";
import { erf, gelu } from "./error_function";
import { exp, geluTanh, sigmoid, silu, tanh } from "./exponential";
import { address, col0, col1, colStride, cut, dtype, row0, row1, target, word } from "./instruction";
import { log } from "./logarithm";
import { copyRun, lanesOf, stage } from "./stage";
import { cos, sin } from "./trigonometric";

// @ts-expect-error: decorator
@inline
function rational<T>(f: i32, x: v128): v128 {
  const zero = f64x2.splat(0);
  const one = v128.splat<T>(1);
  if (f == UNARY_NEG) return v128.neg<T>(x);
  if (f == UNARY_RECIP) return v128.div<T>(one, x);
  if (f == UNARY_SQRT) return v128.sqrt<T>(x);
  if (f == UNARY_RSQRT) return v128.div<T>(one, v128.sqrt<T>(x));
  if (f == UNARY_ABS) return v128.abs<T>(x);
  if (f == UNARY_SQUARE) return v128.mul<T>(x, x);
  if (f == UNARY_RELU) return v128.max<T>(x, zero);
  if (f == UNARY_ROUND) return v128.nearest<T>(x);
  // sign: ±1 where x is not zero, else x itself, so that NaN and the zeros stay.
  const signed = v128.bitselect(x, one, v128.splat<T>(-0.0));
  const nonzero = v128.or(v128.lt<T>(x, zero), v128.gt<T>(x, zero));
  return v128.bitselect(signed, x, nonzero);
}

// @ts-expect-error: decorator
@inline
function transcendental(f: i32, x: v128): v128 {
  if (f == UNARY_EXP) return exp(x);
  if (f == UNARY_LOG) return log(x);
  if (f == UNARY_TANH) return tanh(x);
  if (f == UNARY_SIGMOID) return sigmoid(x);
  if (f == UNARY_SILU) return silu(x);
  if (f == UNARY_ERF) return erf(x);
  if (f == UNARY_GELU) return gelu(x);
  if (f == UNARY_GELU_TANH) return geluTanh(x);
  if (f == UNARY_SIN) return sin(x);
  return cos(x);
}

// @ts-expect-error: decorator
@inline
function loop<T>(f: i32, at: usize, from: usize, n: i32): void {
  const end = at + (<usize>n) * sizeof<T>();
  for (; at < end; at += 16, from += 16) {
    const x = v128.load(from);
    if (f < UNARY_EXP) v128.store(at, rational<T>(f, x));
    else if (sizeof<T>() == 8) v128.store(at, transcendental(f, x));
    else {
      const low = f32x4.demote_f64x2_zero(transcendental(f, f64x2.promote_low_f32x4(x)));
      const high = f32x4.demote_f64x2_zero(transcendental(f, f64x2.promote_low_f32x4(v128.shuffle<i64>(x, x, 1, 1))));
      v128.store(at, v128.shuffle<i64>(low, high, 0, 2));
    }
  }
}

// One function a map: the engine then compiles only what a program uses.
function negRun<T>(at: usize, from: usize, n: i32): void { loop<T>(UNARY_NEG, at, from, n); }
function recipRun<T>(at: usize, from: usize, n: i32): void { loop<T>(UNARY_RECIP, at, from, n); }
function sqrtRun<T>(at: usize, from: usize, n: i32): void { loop<T>(UNARY_SQRT, at, from, n); }
function rsqrtRun<T>(at: usize, from: usize, n: i32): void { loop<T>(UNARY_RSQRT, at, from, n); }
function absRun<T>(at: usize, from: usize, n: i32): void { loop<T>(UNARY_ABS, at, from, n); }
function squareRun<T>(at: usize, from: usize, n: i32): void { loop<T>(UNARY_SQUARE, at, from, n); }
function signRun<T>(at: usize, from: usize, n: i32): void { loop<T>(UNARY_SIGN, at, from, n); }
function reluRun<T>(at: usize, from: usize, n: i32): void { loop<T>(UNARY_RELU, at, from, n); }
function roundRun<T>(at: usize, from: usize, n: i32): void { loop<T>(UNARY_ROUND, at, from, n); }
function expRun<T>(at: usize, from: usize, n: i32): void { loop<T>(UNARY_EXP, at, from, n); }
function logRun<T>(at: usize, from: usize, n: i32): void { loop<T>(UNARY_LOG, at, from, n); }
function tanhRun<T>(at: usize, from: usize, n: i32): void { loop<T>(UNARY_TANH, at, from, n); }
function sigmoidRun<T>(at: usize, from: usize, n: i32): void { loop<T>(UNARY_SIGMOID, at, from, n); }
function siluRun<T>(at: usize, from: usize, n: i32): void { loop<T>(UNARY_SILU, at, from, n); }
function erfRun<T>(at: usize, from: usize, n: i32): void { loop<T>(UNARY_ERF, at, from, n); }
function geluRun<T>(at: usize, from: usize, n: i32): void { loop<T>(UNARY_GELU, at, from, n); }
function geluTanhRun<T>(at: usize, from: usize, n: i32): void { loop<T>(UNARY_GELU_TANH, at, from, n); }
function sinRun<T>(at: usize, from: usize, n: i32): void { loop<T>(UNARY_SIN, at, from, n); }
function cosRun<T>(at: usize, from: usize, n: i32): void { loop<T>(UNARY_COS, at, from, n); }

function mapVectors<T>(f: i32, at: usize, from: usize, n: i32): void {
  switch (f) {
    case UNARY_NEG: return negRun<T>(at, from, n);
    case UNARY_RECIP: return recipRun<T>(at, from, n);
    case UNARY_SQRT: return sqrtRun<T>(at, from, n);
    case UNARY_RSQRT: return rsqrtRun<T>(at, from, n);
    case UNARY_ABS: return absRun<T>(at, from, n);
    case UNARY_SQUARE: return squareRun<T>(at, from, n);
    case UNARY_SIGN: return signRun<T>(at, from, n);
    case UNARY_RELU: return reluRun<T>(at, from, n);
    case UNARY_ROUND: return roundRun<T>(at, from, n);
    case UNARY_EXP: return expRun<T>(at, from, n);
    case UNARY_LOG: return logRun<T>(at, from, n);
    case UNARY_TANH: return tanhRun<T>(at, from, n);
    case UNARY_SIGMOID: return sigmoidRun<T>(at, from, n);
    case UNARY_SILU: return siluRun<T>(at, from, n);
    case UNARY_ERF: return erfRun<T>(at, from, n);
    case UNARY_GELU: return geluRun<T>(at, from, n);
    case UNARY_GELU_TANH: return geluTanhRun<T>(at, from, n);
    case UNARY_SIN: return sinRun<T>(at, from, n);
    case UNARY_COS: return cosRun<T>(at, from, n);
    default: unreachable();
  }
}

/** Maps a dense run of any length; `aside` holds one vector. Target and source may coincide. */
export function mapRun<T>(f: i32, at: usize, from: usize, n: i32, aside: usize): void {
  const rest = n % lanesOf<T>();
  const whole = n - rest;
  mapVectors<T>(f, at, from, whole);
  if (rest == 0) return;
  const done = (<usize>whole) * sizeof<T>();
  const bytes = (<usize>rest) * sizeof<T>();
  v128.store(aside, f64x2.splat(0));
  for (let i: usize = 0; i < bytes; i += sizeof<T>()) store<T>(aside + i, load<T>(from + done + i));
  mapVectors<T>(f, aside, aside, lanesOf<T>());
  for (let i: usize = 0; i < bytes; i += sizeof<T>()) store<T>(at + done + i, load<T>(aside + i));
}

export function unary<T>(at: usize): void {
  const f = word(at, WORD_X);
  const type = dtype(at, WORD_A);
  const stride = colStride(at, WORD_A);
  cut(word(at, WORD_ROWS), word(at, WORD_COLS));
  for (let i = row0; i < row1; i++) {
    beat();
    for (let j = col0; j < col1; j += CHUNK) {
      const n = min(CHUNK, col1 - j);
      const to = target<T>(at, i, j);
      const from = address(at, WORD_A, i, j);
      if (f == UNARY_COPY) copyRun<T>(to, from, type, stride, n);
      else mapRun<T>(f, to, stage<T>(scratch + 16, from, type, stride, n), n, scratch);
    }
  }
}
