/**
 * Whole numbers modulo a prime m ≤ 94 906 265, in doubles.
 *
 * A product of two residues is below 2⁵³ − m, so it is exact, and so is what it is reduced by: the quotient by m is off
 * by at most one. Sums of reduced products may be reduced once at the end.
 *
 * Laws   residues lie in [0, m); all operations are those of the ring, and a power that of its cyclic group.
 */

/** A prime with its inverse as a double, by which quotients are found. */
export interface Modulus {
  readonly m: number;
  readonly inverse: number;
}

export function modulus(m: number): Modulus {
  return { m, inverse: 1 / m };
}

/** A prime field, with the moduli of what its functions take. */
export interface Field {
  /** The values of terms: a prime p ≡ 3 modulo 4. */
  readonly values: Modulus;
  /** Exponents of ω, which has this prime order q modulo p: p − 1 = 2 q. */
  readonly exponents: Modulus;
  /** Angles: the order r of a rotation, a prime that divides p + 1, the number of points on the unit circle modulo p. */
  readonly angles: Modulus;
}

function field(p: number, r: number): Field {
  return { values: modulus(p), exponents: modulus((p - 1) / 2), angles: modulus(r) };
}

/** The largest p with p² < 2⁵³ and (p − 1)/2 prime: for small sizes, where a chance of 1/p is what counts. */
export const LARGEST_FIELD = field(94905947, 7908829);
/** The largest p < 2²² with (p − 1)/2 and (p + 1)/12 prime: 511 products and a residue add up exactly in a double. */
export const FAST_FIELDS: readonly Field[] = [
  field(4192547, 349379),
  field(4188467, 349039),
  field(4183043, 348587),
  field(4164827, 347069),
  field(4159523, 346627),
  field(4151963, 345997),
];

/** The residue of a whole number, |x| < 2⁵³ − m. */
export function reduce(x: number, { m, inverse }: Modulus): number {
  const rest = x - Math.floor(x * inverse) * m;
  return rest < 0 ? rest + m : rest >= m ? rest - m : rest;
}

/** a · b of residues. */
export function timesMod(a: number, b: number, of: Modulus): number {
  return reduce(a * b, of);
}

/** aⁿ of a residue, n a natural number. */
export function powerMod(a: number, n: number, of: Modulus): number {
  let [result, square] = [1, a];
  for (let rest = n; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = timesMod(result, square, of);
    square = timesMod(square, square, of);
  }
  return result;
}

/** 1/a of a residue that is not 0, by Euclid's algorithm. */
export function inverseMod(a: number, { m }: Modulus): number {
  let [r0, r1, t0, t1] = [m, a, 0, 1];
  while (r1 !== 0) {
    const quotient = Math.floor(r0 / r1);
    [r0, r1] = [r1, r0 - quotient * r1];
    [t0, t1] = [t1, t0 - quotient * t1];
  }
  return t0 < 0 ? t0 + m : t0;
}
