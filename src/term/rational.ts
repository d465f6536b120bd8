/**
 * Exact constants of terms: rational numbers in lowest terms, positive denominator.
 *
 * A decimal such as `1e-5` means one hundred-thousandth, not the nearest
 * float; every interpreter rounds it (or not) in its own way.
 */
import { Fault } from "./fault.ts";

/** `numerator / denominator` in lowest terms, denominator > 0. */
export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/**
 * A rational in lowest terms.
 *
 * throws  Fault when the denominator is zero
 */
export function rational(numerator: bigint, denominator = 1n): Rational {
  if (typeof numerator !== "bigint" || typeof denominator !== "bigint")
    throw new Fault({
      op: "rational",
      expected: "two bigints",
      received: `${typeof numerator}, ${typeof denominator}`,
    });
  if (denominator === 0n)
    throw new Fault({ op: "rational", expected: "a nonzero denominator", received: `${numerator}/0` });
  const divisor = gcd(numerator, denominator) * (denominator < 0n ? -1n : 1n);
  return Object.freeze({ numerator: numerator / divisor, denominator: denominator / divisor });
}

/**
 * The rational that a decimal text means: `0.1` is one tenth, `1e-5` is 1/100000, `-3/4` is minus three quarters.
 *
 * throws  Fault when the text is not a number
 */
export function parseRational(text: string): Rational {
  const fraction = /^([+-]?\d+)\/(\d+)$/.exec(text);
  if (fraction !== null) return rational(BigInt(fraction[1]!), BigInt(fraction[2]!));
  const decimal = /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d{1,4}))?$/i.exec(text);
  if (decimal === null || `${decimal[2]}${decimal[3]}` === "") {
    throw new Fault({ op: "number", expected: "a decimal or a fraction", received: JSON.stringify(text) });
  }
  const digits = BigInt(`${decimal[1]}${decimal[2]}${decimal[3]}`);
  const exponent = Number(decimal[4] ?? 0) - decimal[3]!.length;
  return exponent >= 0 ? rational(digits * 10n ** BigInt(exponent)) : rational(digits, 10n ** BigInt(-exponent));
}

/** The text of a rational: `3`, `-1/2`. */
export function rationalText({ numerator, denominator }: Rational): string {
  return denominator === 1n ? String(numerator) : `${numerator}/${denominator}`;
}

/** Bits of the quotient that {@link rationalToNumber} rounds: a double's 53, one to round by, and some to spare. */
const QUOTIENT_BITS = 64;

/** The nearest double; so a constant made from a double is that double again. Beneath 2⁻¹⁰²² it may be the one next to it. */
export function rationalToNumber({ numerator, denominator }: Rational): number {
  const shift = QUOTIENT_BITS - (bitLength(numerator) - bitLength(denominator));
  const [above, below] =
    shift >= 0 ? [numerator << BigInt(shift), denominator] : [numerator, denominator << BigInt(-shift)];
  const sticky = above % below === 0n ? 0n : numerator < 0n ? -1n : 1n; // so that a tie is one
  const quotient = Number(((above / below) << 1n) + sticky);
  const half = Math.trunc(-(shift + 1) / 2); // in two steps, since 2^-1100 alone is 0
  return quotient * 2 ** half * 2 ** (-(shift + 1) - half);
}

function bitLength(value: bigint): number {
  return (value < 0n ? -value : value).toString(2).length;
}

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x === 0n ? 1n : x;
}

/** a + b. */
export function addRational(a: Rational, b: Rational): Rational {
  return rational(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);
}

/** a · b. */
export function mulRational(a: Rational, b: Rational): Rational {
  return rational(a.numerator * b.numerator, a.denominator * b.denominator);
}

/** Negative, zero or positive, as a − b is. */
export function compareRational(a: Rational, b: Rational): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** Squares of primes beyond are not looked for. */
const LARGEST_PRIME = 1000n;

/**
 * The largest r that is seen with `value = r² f`, f a natural number; undefined for what is below 0.
 *
 * Of p/q it is s/q where p q = s² f, so what has one root up to a fraction is told by f alone.
 */
export function squarePart({ numerator, denominator }: Rational): Rational | undefined {
  if (numerator < 0n) return undefined;
  let [root, rest] = [1n, numerator * denominator];
  for (let prime = 2n; prime <= LARGEST_PRIME && prime * prime <= rest; prime++) {
    for (; rest % (prime * prime) === 0n; rest /= prime * prime) root *= prime;
    if (rest % prime === 0n) rest /= prime; // to f
  }
  return rational(root * (naturalRoot(rest) ?? 1n), denominator);
}

/** The nonnegative root of a square of a rational, or undefined for what is no square. */
export function rationalRoot({ numerator, denominator }: Rational): Rational | undefined {
  const [above, below] = [naturalRoot(numerator), naturalRoot(denominator)];
  return above === undefined || below === undefined ? undefined : rational(above, below);
}

/** The natural root of a square, or undefined for what is none: as many divisions as its length has doublings. */
export function naturalRoot(square: bigint): bigint | undefined {
  if (square <= 0n) return square === 0n ? 0n : undefined;
  let [root, next] = [square, 1n << BigInt(2 * square.toString(16).length)]; // next² > square
  do
    [root, next] = [next, (next + square / next) / 2n]; // Newton, from above
  while (next < root);
  return root * root === square ? root : undefined;
}
