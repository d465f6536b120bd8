/**
 * Numbers of the oracle: exact rationals, and functions of analysis to a chosen number of bits.
 *
 * A value of exp, sin, … is a rational of `bits` binary places; all else is exact. So a law that is true leaves a
 * residual that falls with the bits, or none, and a law that is false leaves one that stays.
 * Outside their domain functions answer as MathComp's do: 1/0 = 0, √x = 0 below 0, ln x = 0 up to 0.
 */
import type { Entrywise } from "../../src/term/entrywise.ts";

/** numerator n over denominator d > 0, in lowest terms. */
export interface Q {
  readonly n: bigint;
  readonly d: bigint;
}

export const q = (n: bigint, d = 1n): Q => {
  if (d === 1n) return { n, d };
  let [x, y] = [n < 0n ? -n : n, d < 0n ? -d : d];
  while (y !== 0n) [x, y] = [y, x % y];
  if (x === 0n) x = 1n;
  return d < 0n ? { n: -n / x, d: -d / x } : { n: n / x, d: d / x };
};
export const [ZERO, ONE] = [q(0n), q(1n)];
export const plus = (a: Q, b: Q): Q =>
  a.d === 1n && b.d === 1n ? { n: a.n + b.n, d: 1n } : q(a.n * b.d + b.n * a.d, a.d * b.d);
export const times = (a: Q, b: Q): Q => (a.d === 1n && b.d === 1n ? { n: a.n * b.n, d: 1n } : q(a.n * b.n, a.d * b.d));
export const negative = (a: Q): Q => ({ n: -a.n, d: a.d });
export const minus = (a: Q, b: Q): Q => plus(a, negative(b));
export const recip = (a: Q): Q => (a.n === 0n ? ZERO : q(a.d, a.n));
export const less = (a: Q, b: Q): boolean => a.n * b.d < b.n * a.d;
export const same = (a: Q, b: Q): boolean => a.n === b.n && a.d === b.d;
export const absolute = (a: Q): Q => (a.n < 0n ? negative(a) : a);
export const larger = (a: Q, b: Q): Q => (less(a, b) ? b : a);

/** Thrown where a value would have more digits than a test should wait for. */
export class TooLarge extends Error {}

/** Beyond this e^x and e^(−x) are out of the range of the bits. */
const LARGEST_EXPONENT = 24n;
const GUARD = 64n;

/** Each function of one entry, to a number of bits. */
export function functionOfEntry(fn: Entrywise, x: Q, bits: bigint): Q {
  const at = (f: Entrywise, of: Q): Q => functionOfEntry(f, of, bits);
  switch (fn) {
    case "recip":
      return recip(x);
    case "abs":
      return absolute(x);
    case "relu":
      return larger(x, ZERO);
    case "sign":
      return q(x.n < 0n ? -1n : x.n > 0n ? 1n : 0n);
    case "round":
      return nearest(x);
    case "square":
      return times(x, x);
    case "sqrt":
      return x.n <= 0n ? ZERO : squareRoot(x, bits);
    case "exp":
      return fixed(x, bits, exponential);
    case "log":
      return x.n <= 0n || same(x, ONE) ? ZERO : logarithm(x, bits);
    case "sin":
      return fixed(x, bits, (y, one) => wave(y, one, y, 1n));
    case "cos":
      return fixed(x, bits, (y, one) => wave(y, one, one, 0n));
    case "tanh": {
      const e = at("exp", times(q(2n), x));
      return times(minus(e, ONE), recip(plus(e, ONE)));
    }
    case "sigmoid":
      return recip(plus(ONE, at("exp", negative(x))));
    case "silu":
      return times(x, at("sigmoid", x));
    case "erf":
      return fixed(x, bits, errorFunction);
    case "gelu":
      return times(times(q(1n, 2n), x), plus(ONE, at("erf", times(x, at("sqrt", q(1n, 2n))))));
    case "gelu_tanh": {
      const cubic = plus(x, times(q(44715n, 1000000n), times(x, times(x, x))));
      const scaled = times(at("sqrt", times(q(2n), recip(q(piFixed(bits), 1n << bits)))), cubic);
      return times(times(q(1n, 2n), x), plus(ONE, at("tanh", scaled)));
    }
  }
}

/** The whole number nearest to x, the even one of two: found by its distance. */
function nearest(x: Q): Q {
  const start = x.n / x.d;
  const far = (n: bigint): Q => absolute(minus(x, q(n)));
  return [start - 1n, start, start + 1n]
    .map((n) => q(n))
    .reduce((a, b) => {
      const nearer = minus(far(a.n), far(b.n)).n;
      return nearer > 0n || (nearer === 0n && b.n % 2n === 0n) ? b : a;
    });
}

/** A function on fixed-point numbers with guard bits, rounded to the bits. */
function fixed(x: Q, bits: bigint, fn: (y: bigint, one: bigint) => bigint): Q {
  if (absolute(x).n > LARGEST_EXPONENT * x.d) throw new TooLarge();
  const one = 1n << (bits + GUARD);
  return q(fn((x.n * one) / x.d, one) >> GUARD, 1n << bits);
}

/** e^y = (e^(y/2ᵏ))^(2ᵏ), k = 8. */
function exponential(y: bigint, one: bigint): bigint {
  const small = y >> 8n;
  let [sum, power, k] = [one, one, 1n];
  while (power !== 0n) {
    power = (power * small) / one / k++;
    sum += power;
  }
  for (let i = 0; i < 8; i++) sum = (sum * sum) / one;
  return sum;
}

/** The series of sin or cos, from its first term, whose power is k. */
function wave(y: bigint, one: bigint, first: bigint, k: bigint): bigint {
  let [sum, power, at] = [first, first, k];
  while (power !== 0n) {
    power = -(((power * y) / one) * y) / one / ((at + 1n) * (at + 2n));
    at += 2n;
    sum += power;
  }
  return sum;
}

function errorFunction(y: bigint, one: bigint): bigint {
  let [sum, power, k] = [0n, y, 0n];
  while (power !== 0n) {
    sum += power / (2n * k + 1n);
    k++;
    power = -(((power * y) / one) * y) / one / k;
  }
  const rootOfPi = integerRoot(piFixed(BigInt(one.toString(2).length - 1)) * one);
  return (2n * sum * one) / rootOfPi;
}

/** ln x by Newton's method on exp. */
function logarithm(x: Q, bits: bigint): Q {
  let y = q(BigInt(Math.round(Math.log(Number(x.n) / Number(x.d)) * 2 ** 40)), 1n << 40n);
  for (let exact = 30n; exact < bits + 8n; exact *= 2n) {
    const e = functionOfEntry("exp", negative(y), bits + 8n);
    const next = plus(y, minus(times(x, e), ONE));
    y = q((next.n << (bits + 8n)) / next.d, 1n << (bits + 8n));
  }
  return y;
}

/** Exact for squares of rationals. */
function squareRoot(x: Q, bits: bigint): Q {
  const [n, d] = [integerRoot(x.n), integerRoot(x.d)];
  if (n * n === x.n && d * d === x.d) return q(n, d);
  return q(integerRoot((x.n << (2n * bits)) / x.d), 1n << bits);
}

function integerRoot(n: bigint): bigint {
  if (n < 2n) return n;
  let root = 1n << BigInt(Math.ceil(n.toString(2).length / 2));
  for (;;) {
    const next = (root + n / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

/** π by Machin's formula. */
function piFixed(bits: bigint): bigint {
  const one = 1n << (bits + 16n);
  const arctan = (inverse: bigint): bigint => {
    let [sum, power, k] = [0n, one / inverse, 1n];
    for (let sign = 1n; power !== 0n; sign = -sign) {
      sum += (sign * power) / k;
      power /= inverse * inverse;
      k += 2n;
    }
    return sum;
  };
  return (16n * arctan(5n) - 4n * arctan(239n)) >> 16n;
}
