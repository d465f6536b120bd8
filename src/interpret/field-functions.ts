/**
 * Functions that are not rational, as homomorphisms and pseudo-random functions of residues, chosen by a key.
 *
 * Laws   exp(x + y) = exp(x) exp(y) and exp(0) = 1 for exponents modulo q; cos² + sin² = 1 and the laws of sums of
 *        angles modulo r; a keyed function answers alike to what is alike.
 */
import { ANGLES, EXPONENTS, type Modulus, powerMod, reduce, timesMod, VALUES } from "./modular.ts";

/** Bits of an exponent. */
const BITS = 27;
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

let exponential: { readonly key: number; readonly squares: Float64Array } | undefined;

/** x ↦ ω^x for exponents modulo q, where the key chooses ω ≠ 1 of order q. */
export function exponentialOf(key: number): (x: number) => number {
  if (exponential?.key !== key) exponential = { key, squares: squaresOf(omegaOf(key)) };
  const { squares } = exponential;
  return (x) => {
    let result = 1;
    for (let rest = x, bit = 0; rest > 0; rest >>>= 1, bit++)
      if ((rest & 1) === 1) result = timesMod(result, squares[bit]!, VALUES);
    return result;
  };
}

/** A square other than 1: squares have order q modulo p = 2q + 1. */
function omegaOf(key: number): number {
  const root = 2 + (mix(key, 1) % (EXPONENTS.m - 2));
  return timesMod(root, root, VALUES);
}

function squaresOf(omega: number): Float64Array {
  const squares = new Float64Array(BITS);
  for (let bit = 0, square = omega; bit < BITS; bit++, square = timesMod(square, square, VALUES)) squares[bit] = square;
  return squares;
}

let circle: { readonly key: number; readonly doubles: readonly Point[] } | undefined;

/** x ↦ (cos x, sin x) for angles modulo r, where the key chooses a point of order r. */
export function rotationOf(key: number): (x: number) => Point {
  if (circle?.key !== key) {
    const doubles = [pointOf(key)];
    while (doubles.length < BITS) doubles.push(turn(doubles.at(-1)!, doubles.at(-1)!));
    circle = { key, doubles };
  }
  const { doubles } = circle;
  return (x) => {
    let result: Point = { cos: 1, sin: 0 };
    for (let rest = x, bit = 0; rest > 0; rest >>>= 1, bit++)
      if ((rest & 1) === 1) result = turn(result, doubles[bit]!);
    return result;
  };
}

/** The point of the sum of two angles. */
function turn(a: Point, b: Point): Point {
  const { m } = VALUES;
  return {
    cos: reduce(timesMod(a.cos, b.cos, VALUES) + m - timesMod(a.sin, b.sin, VALUES), VALUES),
    sin: reduce(timesMod(a.sin, b.cos, VALUES) + timesMod(a.cos, b.sin, VALUES), VALUES),
  };
}

/** A point of order r: ((1 − t²)/(1 + t²), 2t/(1 + t²)), turned (p + 1)/r times, when that is not the start of the circle. */
function pointOf(key: number): Point {
  for (let n = 2; ; n++) {
    const t = 2 + (mix(key, n) % (VALUES.m - 2));
    const square = timesMod(t, t, VALUES);
    const below = powerMod(reduce(1 + square, VALUES), VALUES.m - 2, VALUES); // 1 + t² ≠ 0, since −1 is no square
    const point = {
      cos: timesMod(reduce(1 + VALUES.m - square, VALUES), below, VALUES),
      sin: timesMod(reduce(2 * t, VALUES), below, VALUES),
    };
    let result: Point = { cos: 1, sin: 0 };
    for (let i = 0; i < (VALUES.m + 1) / ANGLES.m; i++) result = turn(result, point);
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
