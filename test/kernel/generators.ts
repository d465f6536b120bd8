/** Generators of exact matrices: of every property that a law may ask for, and of none. */
import type { Chance } from "../../src/prover/chance.ts";
import { negative, ONE, plus, type Q, q, recip, times, ZERO } from "./number.ts";
import { entry, inverseOf, type Matrix, mapped, matrix, product, reduced, transposed, unit, zipped } from "./oracle.ts";

/** A matrix of a shape, where the shape allows it. */
export type Generator = (rows: number, cols: number, chance: Chance) => Matrix | undefined;

const whole = (chance: Chance, least: number, most: number): Q => q(BigInt(chance.int(least, most)));
const fraction = (chance: Chance): Q => q(BigInt(chance.int(-4, 4)), BigInt(chance.int(1, 3)));

const any: Generator = (rows, cols, chance) => matrix(rows, cols, () => whole(chance, -2, 2));
const fractions: Generator = (rows, cols, chance) => matrix(rows, cols, () => fraction(chance));
const zero: Generator = (rows, cols) => matrix(rows, cols, () => ZERO);
const constant: Generator = (rows, cols, chance) => {
  const x = whole(chance, -2, 2);
  return matrix(rows, cols, () => x);
};
const positive: Generator = (rows, cols, chance) =>
  matrix(rows, cols, () => q(BigInt(chance.int(1, 4)), BigInt(chance.int(1, 2))));
const nonnegative: Generator = (rows, cols, chance) => matrix(rows, cols, () => whole(chance, 0, 2));
const nonzero: Generator = (rows, cols, chance) =>
  matrix(rows, cols, () => (chance.int(0, 1) === 0 ? whole(chance, 1, 3) : whole(chance, -3, -1)));
const square =
  (make: (n: number, chance: Chance) => Matrix | undefined): Generator =>
  (rows, cols, chance) =>
    rows === cols ? make(rows, chance) : undefined;

function order(n: number, chance: Chance): readonly number[] {
  const places = Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = chance.int(0, i);
    [places[i], places[j]] = [places[j]!, places[i]!];
  }
  return places;
}

const permutation = (n: number, chance: Chance): Matrix => {
  const at = order(n, chance);
  return matrix(n, n, (i, j) => (at[i] === j ? ONE : ZERO));
};
const perm = square(permutation);
const selection: Generator = (rows, cols, chance) => {
  if (cols === 0 && rows > 0) return undefined;
  const at = Array.from({ length: rows }, () => chance.int(0, cols - 1));
  return matrix(rows, cols, (i, j) => (at[i] === j ? ONE : ZERO));
};
const rowstochastic: Generator = (rows, cols, chance) => {
  if (cols === 0 && rows > 0) return undefined;
  const weights = matrix(rows, cols, () => whole(chance, 1, 3));
  const sums = Array.from({ length: rows }, (_, i) =>
    Array.from({ length: cols }, (_, j) => entry(weights, i, j)).reduce(plus, ZERO),
  );
  return matrix(rows, cols, (i, j) => times(entry(weights, i, j), recip(sums[i]!)));
};
const mask: Generator = (rows, cols, chance) => {
  if (cols === 0 && rows > 0) return undefined;
  const at = Array.from({ length: rows }, () => chance.int(0, cols - 1));
  return matrix(rows, cols, (i, j) => (at[i] === j ? ONE : whole(chance, 0, 1)));
};
const skewOf = (n: number, chance: Chance): Matrix => {
  const A = matrix(n, n, () => whole(chance, -2, 2));
  return zipped(A, mapped(transposed(A), negative), plus);
};
/** Cayley's map of a skew matrix, and some signs. */
const orthogonalOf = (n: number, chance: Chance): Matrix => {
  const K = skewOf(n, chance);
  const turned = product(zipped(unit(n), mapped(K, negative), plus), inverseOf(zipped(unit(n), K, plus)));
  return chance.int(0, 1) === 0 ? turned : product(turned, permutation(n, chance));
};
const orthogonal = square(orthogonalOf);
const orthocols: Generator = (rows, cols, chance) => {
  if (cols > rows) return undefined;
  const Q = orthogonalOf(rows, chance);
  return matrix(rows, cols, (i, j) => entry(Q, i, j));
};
const symmetric = square((n, chance) => {
  const A = matrix(n, n, () => whole(chance, -2, 2));
  return zipped(A, transposed(A), plus);
});
const skew = square(skewOf);
const diagonal = square((n, chance) => matrix(n, n, (i, j) => (i === j ? whole(chance, -2, 2) : ZERO)));
const lower: Generator = (rows, cols, chance) => matrix(rows, cols, (i, j) => (j <= i ? whole(chance, -2, 2) : ZERO));
const invertible = square((n, chance) => {
  for (let tries = 0; tries < 20; tries++) {
    const A = matrix(n, n, () => whole(chance, -2, 2));
    if (reduced(A).rank === n) return A;
  }
  return unit(n);
});
const idempotent = square((n, chance) => {
  const T = invertible(n, n, chance)!;
  const kept = chance.int(0, n);
  return product(
    product(
      T,
      matrix(n, n, (i, j) => (i === j && i < kept ? ONE : ZERO)),
    ),
    inverseOf(T),
  );
});
const lowRank: Generator = (rows, cols, chance) => {
  const [u, v] = [any(rows, 1, chance)!, any(1, cols, chance)!];
  return product(u, v);
};
const identity = square((n) => unit(n));

const BY_PROPERTY: Readonly<Record<string, Generator>> = {
  positive,
  nonnegative,
  nonzero,
  invertible,
  perm,
  selection,
  orthogonal,
  orthocols,
  symmetric,
  skew,
  diagonal,
  lower,
  rowstochastic,
  idempotent,
  mask,
  zero,
  identity,
};

/** The generator of a word in the notation of a law. */
export function ofProperty(word: string): Generator | undefined {
  return Object.hasOwn(BY_PROPERTY, word) ? BY_PROPERTY[word] : undefined;
}

/** All of them; the first makes every shape. */
export const GENERATORS: readonly Generator[] = [any, fractions, constant, lowRank, ...Object.values(BY_PROPERTY)];
