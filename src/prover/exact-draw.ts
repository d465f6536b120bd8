/**
 * Exact draws: values of each kind whose entries are fractions, so that they are of their kind without rounding.
 *
 * What a draw must be good for, as false statements taught: generic numbers for identities; low-rank and nilpotent ones
 * for ranks; negative `nzscalar`s; permutations that are no involutions; orthogonal matrices that are neither
 * permutations nor all of determinant 1; idempotents that are not symmetric.
 */

import { eliminateInPlace } from "../interpret/field-loops.ts";
import { type Fractions, fractions } from "../interpret/fractions.ts";
import { LARGEST_FIELD, reduce } from "../interpret/modular.ts";
import type { Kind } from "../term/kind.ts";
import { type Chance, oneOf } from "./chance.ts";

/** How entries are drawn. */
export type Style = (typeof STYLES)[number];
/**
 * `wide` is a uniform residue modulo p, for which the bound of Schwartz and Zippel counts; `signs` are 1 and −1, whose
 * squares have rank 1; `multiple` is one of the identity, whose trace is as large as its entries allow.
 */
export const STYLES = [
  "wide",
  "small",
  "quarters",
  "natural",
  "sparse",
  "low-rank",
  "nilpotent",
  "constant",
  "signs",
  "multiple",
] as const;

/** Small numbers are read by people. */
const SMALL = 3;
/** Half the range of wide entries: all residues modulo p, around 0. */
const { values: VALUES } = LARGEST_FIELD;
const WIDE = (VALUES.m - 1) / 2;
/** Numbers between whole ones: exponentials and roots tell more of them apart. */
const QUARTER = 4;
/** How often a kind that not all numbers meet is drawn again. */
const TRIES = 30;

/** A value of a kind, or undefined when the shape has none (more orthonormal columns than rows) or none was found. */
export function drawExact(kind: Kind, rows: number, cols: number, style: Style, chance: Chance): Fractions | undefined {
  const { int } = chance;
  const entry = (): number => number(style, chance);
  const matrix = (n: number, m: number): Fractions => drawMatrix(n, m, style, chance);
  switch (kind) {
    case "matrix":
      return matrix(rows, cols);
    case "scalar":
      return scalar(style, chance, [-4, 4]);
    case "posscalar":
      return scalar(style, chance, [1, 5]);
    case "nonnegscalar":
      return scalar(style, chance, [0, 4]);
    case "nzscalar":
      return scalar(
        style,
        chance,
        oneOf(chance, [
          [-5, -1],
          [1, 5],
        ] as const),
      );
    case "perm":
      return ofColumns(permutation(rows, chance, style !== "constant"), cols);
    case "selection":
      return cols === 0
        ? undefined
        : ofColumns(
            Array.from({ length: rows }, () => int(0, cols - 1)),
            cols,
          );
    case "orthogonal":
      return orthogonal(rows, style, chance);
    case "orthocols": {
      if (cols > rows) return undefined;
      const Q = orthogonal(rows, style, chance);
      return fractions(rows, cols, (i, j) => Q.numerators[i * rows + j]!, Q.denominator);
    }
    case "invertible":
      return invertible(rows, style, chance);
    case "symmetric":
    case "skew": {
      const { numerators, denominator } = matrix(rows, rows);
      const sign = kind === "skew" ? -1 : 1;
      const at = (i: number, j: number): number => numerators[i * rows + j]!;
      const entryOf = (i: number, j: number): number =>
        i < j ? at(i, j) : i > j ? sign * at(j, i) : sign > 0 ? at(i, i) : 0;
      return fractions(rows, rows, entryOf, denominator);
    }
    case "diagonal":
      return diagonalOf(rows, entry);
    case "posdiagonal":
      return diagonalOf(rows, () => Math.abs(entry()) || 1);
    case "invdiagonal":
      return diagonalOf(rows, () => entry() || -1);
    case "lower": {
      const { numerators, denominator } = matrix(rows, rows);
      return fractions(rows, rows, (i, j) => (j <= i ? numerators[i * rows + j]! : 0), denominator);
    }
    case "rowstochastic":
      return cols === 0 ? undefined : rowStochastic(rows, cols, style, chance);
    case "idempotent":
      return idempotent(rows, style, chance);
    case "mask":
      return cols === 0 ? undefined : mask(rows, cols, style, chance);
  }
}

function number(style: Style, { int }: Chance): number {
  switch (style) {
    case "wide":
      return int(-WIDE, WIDE);
    case "natural":
      return int(0, SMALL);
    case "sparse":
      return int(0, 2) === 0 ? int(-2, 2) : 0;
    case "quarters":
      return int(-6, 6);
    case "small":
    case "low-rank":
    case "nilpotent":
    case "constant":
    case "multiple":
      return int(-SMALL, SMALL);
    case "signs":
      return 2 * int(0, 1) - 1;
  }
}

function drawMatrix(rows: number, cols: number, style: Style, chance: Chance): Fractions {
  const { int } = chance;
  if (style === "wide") {
    const numerators = new Float64Array(rows * cols); // millions of them, at the sizes of real models
    chance.ints(-WIDE, WIDE, numerators);
    return { rows, cols, numerators, denominator: 1 };
  }
  if (style === "constant") {
    const value = int(-1, 2);
    return fractions(rows, cols, () => value);
  }
  if (style === "multiple" && rows === cols) {
    const value = int(-SMALL, SMALL) || 1;
    return fractions(rows, cols, (i, j) => (i === j ? value : 0));
  }
  if (style === "nilpotent") {
    const shift = int(1, 2);
    return fractions(rows, cols, (i, j) => (j === i + shift || (j > i && int(0, 3) === 0) ? 1 : 0));
  }
  if (style !== "low-rank")
    return fractions(rows, cols, () => number(style, chance), style === "quarters" ? QUARTER : 1);
  const rank = int(1, Math.max(1, Math.min(rows, cols) - 1));
  const left = Array.from({ length: rows * rank }, () => int(-2, 2));
  const right = Array.from({ length: rank * cols }, () => int(-2, 2));
  return fractions(rows, cols, (i, j) => {
    let sum = 0;
    for (let k = 0; k < rank; k++) sum += left[i * rank + k]! * right[k * cols + j]!;
    return sum;
  });
}

function scalar(style: Style, chance: Chance, [low, high]: readonly [number, number]): Fractions {
  if (style === "wide") {
    const value = chance.int(low < 0 ? -WIDE : low, high < 0 ? high : WIDE);
    return fractions(1, 1, () => value);
  }
  const value = chance.int(low, high);
  return fractions(1, 1, () => value, chance.int(1, 2));
}

/** A permutation; three or more things are not mapped by an involution, if that can be had by trying. */
function permutation(n: number, { int }: Chance, turning: boolean): number[] {
  const order = Array.from({ length: n }, (_, i) => i);
  for (let attempt = 0; attempt < TRIES; attempt++) {
    for (let i = n - 1; i > 0; i--) {
      const j = int(0, i);
      [order[i], order[j]] = [order[j]!, order[i]!];
    }
    if (!turning || n < 3 || order.some((to, i) => order[to] !== i)) break;
  }
  return order;
}

function ofColumns(columns: readonly number[], cols: number): Fractions {
  return fractions(columns.length, cols, (i, j) => (columns[i] === j ? 1 : 0));
}

/** How large the entries of a vector that is reflected along are. */
const MIRROR = { wide: 40, small: 2 };
/** How many values an entry of such a wide vector may have. */
export const WIDE_VECTOR = 2 * MIRROR.wide + 1;

/** Two reflections along whole vectors, or a reflection and a change of sign: determinant 1 or −1. */
function orthogonal(n: number, style: Style, chance: Chance): Fractions {
  const { int } = chance;
  if (style === "constant" || style === "sparse" || n < 2) {
    const columns = permutation(n, chance, false);
    const signs = columns.map(() => oneOf(chance, [1, -1]));
    return fractions(n, n, (i, j) => (columns[i] === j ? signs[i]! : 0));
  }
  const first = mirror(n, style, chance);
  if (int(0, 1) === 0) return first;
  const second = mirror(n, style, chance);
  const denominator = first.denominator * second.denominator;
  return fractions(
    n,
    n,
    (i, j) => {
      let sum = 0;
      for (let k = 0; k < n; k++) sum += first.numerators[i * n + k]! * second.numerators[k * n + j]!;
      return sum;
    },
    denominator,
  );
}

/** I − 2 v vᵀ / (vᵀ v), with its last row's sign changed by chance. */
function mirror(n: number, style: Style, { int }: Chance): Fractions {
  const size = style === "wide" ? MIRROR.wide : MIRROR.small;
  const v = Array.from({ length: n }, () => int(-size, size));
  v[0] = v[0]! || 1;
  v[n - 1] = v[n - 1]! || 2;
  const length = v.reduce((sum, x) => sum + x * x, 0);
  const sign = int(0, 1) === 0 ? 1 : -1;
  return fractions(n, n, (i, j) => (i === n - 1 ? sign : 1) * ((i === j ? length : 0) - 2 * v[i]! * v[j]!), length);
}

function invertible(n: number, style: Style, chance: Chance): Fractions | undefined {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const A = drawMatrix(n, n, attempt < TRIES / 2 && style !== "constant" ? style : "small", chance);
    const shifted = style === "nilpotent" ? fractions(n, n, (i, j) => A.numerators[i * n + j]! + (i === j ? 1 : 0)) : A;
    const residues = shifted.numerators.map((entry) => reduce(entry, VALUES));
    if (eliminateInPlace(residues, 0, n, n, VALUES).rank === n) return shifted; // a nonzero residue is of a nonzero number
  }
  return undefined;
}

function diagonalOf(n: number, entry: () => number): Fractions {
  return fractions(n, n, (i, j) => (i === j ? entry() : 0));
}

/** Rows of parts of a whole; the last part is what is left, at a place drawn by chance. */
function rowStochastic(rows: number, cols: number, style: Style, { int }: Chance): Fractions {
  const whole = style === "wide" ? WIDE : style === "constant" ? cols : 4;
  const result = fractions(rows, cols, () => 0, whole);
  for (let i = 0; i < rows; i++) {
    const start = int(0, cols - 1);
    let left = whole;
    for (let step = 0; step < cols; step++) {
      const part = style === "constant" ? 1 : step === cols - 1 ? left : int(0, left);
      result.numerators[i * cols + ((start + step) % cols)] = part;
      left -= part;
    }
  }
  return result;
}

/** x yᵀ / (yᵀ x) along x, or what is left of I without it; for one dimension and by chance 0 or I. */
function idempotent(n: number, style: Style, chance: Chance): Fractions {
  const { int } = chance;
  if (n < 2 || style === "constant") {
    const one = int(0, 1);
    return fractions(n, n, (i, j) => (i === j ? one : 0));
  }
  const size = style === "wide" ? MIRROR.wide : MIRROR.small;
  const vector = (): number[] => Array.from({ length: n }, () => int(-size, size));
  let [x, y, along] = [vector(), vector(), 0];
  for (let attempt = 0; along === 0; attempt++) {
    [x, y] = attempt > TRIES ? [vector().fill(1), vector().fill(1)] : [vector(), vector()];
    along = x.reduce((sum, entry, i) => sum + entry * y[i]!, 0);
  }
  const sign = Math.sign(along);
  const rest = int(0, 1) === 0;
  return fractions(
    n,
    n,
    (i, j) => {
      const part = sign * x[i]! * y[j]!;
      return rest ? (i === j ? Math.abs(along) : 0) - part : part;
    },
    Math.abs(along),
  );
}

function mask(rows: number, cols: number, style: Style, { int }: Chance): Fractions {
  const open = Array.from({ length: rows }, () => int(0, cols - 1));
  return fractions(rows, cols, (i, j) => (style === "constant" || open[i] === j ? 1 : int(0, 1)));
}
