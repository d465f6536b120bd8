/**
 * Functions of one number that JavaScript's Math lacks, and the table of all
 * entrywise functions in float64.
 *
 * Law   each is within a few units in the last place of the true value, so
 *       that a residual of two evaluations measures the claim and not the function.
 */
import type { Entrywise } from "../term/entrywise.ts";

/** √(2/π), of the tanh approximation to gelu. */
const SQRT_2_OVER_PI = Math.sqrt(2 / Math.PI);
/** 2/√π, of the series of erf. */
const TWO_OVER_SQRT_PI = 2 / Math.sqrt(Math.PI);
/** Where the series of erf gives way to 1 − erfc. */
const ERF_SERIES_LIMIT = 2.5;
/** From where on the continued fraction of erfc is better than 1 − erf, which loses digits as erf nears 1. */
const ERFC_FRACTION_START = 1;

/** erf(x) for any x: the series e^(−x²) Σ 2ⁿ x^(2n+1)/(1·3·…·(2n+1)) near 0, 1 − erfc(x) beyond. */
export function erf(x: number): number {
  if (Number.isNaN(x)) return x;
  const a = Math.abs(x);
  const value = a < ERF_SERIES_LIMIT ? erfSeries(a) : 1 - erfcFraction(a);
  return x < 0 ? -value : value;
}

/** 1 − erf(x), without cancellation for large x. */
export function erfc(x: number): number {
  return x < ERFC_FRACTION_START ? 1 - erf(x) : erfcFraction(x);
}

function erfSeries(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; sum + term !== sum; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return TWO_OVER_SQRT_PI * Math.exp(-x * x) * sum;
}

/** Terms of the continued fraction of erfc that a double needs: some always, and more as x nears {@link ERFC_FRACTION_START}. */
const ERFC_TERMS = { always: 16, atOne: 200 };

function erfcFraction(x: number): number {
  let tail = x;
  for (let n = ERFC_TERMS.always + Math.ceil(ERFC_TERMS.atOne / (x * x)); n >= 1; n--) tail = x + n / 2 / tail;
  return x === Number.POSITIVE_INFINITY ? 0 : Math.exp(-x * x) / (tail * Math.sqrt(Math.PI));
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

function gelu(x: number): number {
  return x < 0 ? (x / 2) * erfc(-x / Math.SQRT2) : (x / 2) * (1 + erf(x / Math.SQRT2));
}

function geluTanh(x: number): number {
  return (x / 2) * (1 + Math.tanh(SQRT_2_OVER_PI * (x + 0.044715 * x ** 3)));
}

/** The nearest whole number, the even one of two: what floating point arithmetic rounds to. */
function round(x: number): number {
  const below = Math.floor(x);
  const isHalf = x - below === 1 / 2;
  return isHalf ? 2 * Math.round(below / 2) : Math.round(x);
}

/** Each entrywise function in float64. */
export const ENTRYWISE_FLOAT: Readonly<Record<Entrywise, (x: number) => number>> = {
  recip: (x) => 1 / x,
  exp: Math.exp,
  log: Math.log,
  sqrt: Math.sqrt,
  sin: Math.sin,
  cos: Math.cos,
  tanh: Math.tanh,
  erf,
  sigmoid,
  relu: (x) => (x < 0 ? 0 : x),
  abs: Math.abs,
  sign: Math.sign,
  round,
  square: (x) => x * x,
  silu: (x) => x * sigmoid(x),
  gelu,
  gelu_tanh: geluTanh,
};
