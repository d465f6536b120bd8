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

/** The values of terms: the largest p with p² < 2⁵³ and (p − 1)/2 prime. */
export const VALUES = modulus(94905947);
/** Exponents of ω, which has this order modulo p: p − 1 = 2 q. */
export const EXPONENTS = modulus(47452973);
/** Angles: the order of a rotation, a prime that divides p + 1, the number of points on the unit circle modulo p ≡ 3 (4). */
export const ANGLES = modulus(7908829);

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
