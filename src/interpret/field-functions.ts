/**
 * Functions that are not rational, as homomorphisms and pseudo-random functions of residues, chosen by a key.
 *
 * Laws   exp(x + y) = exp(x) exp(y) and exp(0) = 1 for exponents modulo q; cos² + sin² = 1 and the laws of sums of
 *        angles modulo r; a keyed function answers alike to what is alike.
 */
import { type Field, type Modulus, powerMod, reduce, timesMod } from "./modular.ts";

/** Bits of an exponent or angle: three digits in base 512. */
const BITS = 27;
const [DIGITS, DIGIT] = [512, 511];
/** Multipliers of Murmur's finaliser. */
const [MIX_1, MIX_2] = [0x85ebca6b, 0xc2b2ae35];

/** A well-mixed 32-bit number from two. */
export function mix(a: number, b: number): number {
  let x = (a ^ Math.imul(b, 0x9e3779b1)) | 0;
  x = Math.imul(x ^ (x >>> 16), MIX_1);
  x = Math.imul(x ^ (x >>> 13), MIX_2);
  return (x ^ (x >>> 16)) >>> 0;
}

interface Point {
  readonly cos: number;
  readonly sin: number;
}

/** Powers ω^(d · 512^k) of the digits d of an exponent in base 512, one table after the other. */
interface Exponential {
  readonly key: number;
  readonly field: Field;
  readonly powers: Float64Array;
}

let exponential: Exponential | undefined;

/** x ↦ ω^x for exponents modulo q, where the key chooses ω ≠ 1 of order q. */
export function exponentialOf(key: number, field: Field): (x: number) => number {
  if (exponential?.key !== key || exponential.field !== field)
    exponential = { key, field, powers: powersOf(omegaOf(key, field), field.values) };
  const { powers } = exponential;
  const of = field.values;
  return (x) => {
    const low = timesMod(powers[x & DIGIT]!, powers[DIGITS + ((x >>> 9) & DIGIT)]!, of);
    return timesMod(low, powers[2 * DIGITS + (x >>> 18)]!, of);
  };
}

/** A square other than 1: squares have order q modulo p = 2q + 1. */
function omegaOf(key: number, { values, exponents }: Field): number {
  const root = 2 + (mix(key, 1) % (exponents.m - 2));
  return timesMod(root, root, values);
}

function powersOf(omega: number, of: Modulus): Float64Array {
  const powers = new Float64Array(3 * DIGITS);
  for (let table = 0, base = omega; table < 3; table++) {
    let power = 1;
    for (let digit = 0; digit < DIGITS; digit++, power = timesMod(power, base, of))
      powers[table * DIGITS + digit] = power;
    base = power; // base to the 512
  }
  return powers;
}

let circle: { readonly key: number; readonly field: Field; readonly doubles: readonly Point[] } | undefined;

/** x ↦ (cos x, sin x) for angles modulo r, where the key chooses a point of order r. */
export function rotationOf(key: number, field: Field): (x: number) => Point {
  if (circle?.key !== key || circle.field !== field) {
    const doubles = [pointOf(key, field)];
    while (doubles.length < BITS) doubles.push(turn(doubles.at(-1)!, doubles.at(-1)!, field.values));
    circle = { key, field, doubles };
  }
  const { doubles } = circle;
  return (x) => {
    let result: Point = { cos: 1, sin: 0 };
    for (let rest = x, bit = 0; rest > 0; rest >>>= 1, bit++)
      if ((rest & 1) === 1) result = turn(result, doubles[bit]!, field.values);
    return result;
  };
}

/** The point of the sum of two angles. */
function turn(a: Point, b: Point, of: Modulus): Point {
  return {
    cos: reduce(timesMod(a.cos, b.cos, of) + of.m - timesMod(a.sin, b.sin, of), of),
    sin: reduce(timesMod(a.sin, b.cos, of) + timesMod(a.cos, b.sin, of), of),
  };
}

/** A point of order r: ((1 − t²)/(1 + t²), 2t/(1 + t²)), turned (p + 1)/r times, when that is not the start of the circle. */
function pointOf(key: number, { values: of, angles }: Field): Point {
  for (let n = 2; ; n++) {
    const t = 2 + (mix(key, n) % (of.m - 2));
    const square = timesMod(t, t, of);
    const below = powerMod(reduce(1 + square, of), of.m - 2, of); // 1 + t² ≠ 0, since −1 is no square
    const point = {
      cos: timesMod(reduce(1 + of.m - square, of), below, of),
      sin: timesMod(reduce(2 * t, of), below, of),
    };
    let result: Point = { cos: 1, sin: 0 };
    for (let i = 0; i < (of.m + 1) / angles.m; i++) result = turn(result, point, of);
    if (result.sin !== 0) return result;
  }
}

/** Pseudo-random residues, for one entry or for many with a place. */
export interface Keyed {
  readonly entry: (x: number) => number;
  readonly many: (d: Float64Array, from: number, count: number, place: number) => number;
}

/** The pseudo-random function of a name. */
export function keyed(name: string, key: number, of: Modulus): Keyed {
  let start = mix(key, of.m);
  for (let i = 0; i < name.length; i++) start = mix(start, name.charCodeAt(i));
  return {
    entry: (x) => mix(start, x) % of.m,
    many: (d, from, count, place) => {
      let state = mix(start, place);
      for (let i = 0; i < count; i++) state = mix(state, d[from + i]!);
      return state % of.m;
    },
  };
}
