/**
 * The oracle: values of terms and truth of propositions, written for the tests of the kernel and sharing nothing with
 * its rules or with the interpreters. Binders are loops over an environment; nothing is substituted or unrolled.
 *
 * Every operation has a value, as in MathComp: the inverse of a singular matrix is the matrix, a maximum of no entries 0.
 */
import type { Property, Proposition } from "../../src/kernel/proposition.ts";
import { type Dim, evaluateDim } from "../../src/term/dimension.ts";
import type { Index, Opaque, Term, Variable } from "../../src/term/term.ts";
import {
  absolute,
  functionOfEntry,
  larger,
  less,
  minus,
  negative,
  ONE,
  plus,
  type Q,
  q,
  recip,
  same,
  times,
  ZERO,
} from "./number.ts";

/** Rows of numbers; the shape says it where there are none. */
export interface Matrix {
  readonly rows: number;
  readonly cols: number;
  readonly at: readonly Q[];
}

/** What is free in a term. */
export interface World {
  readonly size: (symbol: string) => number;
  readonly variable: (name: string, index: string, rows: number, cols: number) => Matrix;
  readonly bits: bigint;
}

/** Indices and running values of the binders around a term, by height. */
type Inside = ReadonlyMap<number, { readonly index: number; readonly running?: Matrix }>;

export const matrix = (rows: number, cols: number, entry: (i: number, j: number) => Q): Matrix => {
  const at: Q[] = [];
  for (let i = 0; i < rows; i++) for (let j = 0; j < cols; j++) at.push(entry(i, j));
  return { rows, cols, at };
};
export const entry = (A: Matrix, i: number, j: number): Q => A.at[i * A.cols + j]!;
export const transposed = (A: Matrix): Matrix => matrix(A.cols, A.rows, (i, j) => entry(A, j, i));
export const product = (A: Matrix, B: Matrix): Matrix =>
  matrix(A.rows, B.cols, (i, j) => {
    let sum = ZERO;
    for (let k = 0; k < A.cols; k++) sum = plus(sum, times(entry(A, i, k), entry(B, k, j)));
    return sum;
  });
export const unit = (n: number): Matrix => matrix(n, n, (i, j) => (i === j ? ONE : ZERO));
export const mapped = (A: Matrix, fn: (x: Q) => Q): Matrix => ({ ...A, at: A.at.map(fn) });
export const zipped = (A: Matrix, B: Matrix, fn: (x: Q, y: Q) => Q): Matrix => ({
  ...A,
  at: A.at.map((x, k) => fn(x, B.at[k]!)),
});
const scalar = (x: Q): Matrix => matrix(1, 1, () => x);
const whole = (n: number): Q => q(BigInt(n));

/** The value of a term. */
export function value(term: Term, world: World, inside: Inside = new Map()): Matrix {
  const dim = (of: Dim): number => {
    const sizes: Record<string, number> = {};
    for (const { symbols } of of.monomials) for (const symbol of symbols) sizes[symbol] = world.size(symbol);
    return evaluateDim(of, sizes);
  };
  const of = (argument: Term): Matrix => value(argument, world, inside);
  const [rows, cols] = [dim(term.rows), dim(term.cols)];
  const [first, second] = term.args as readonly [Term, Term];
  const index = (i: Index): string =>
    typeof i === "number" ? String(i) : "free" in i ? `'${i.free}` : String(inside.get(i.bound)!.index);
  switch (term.op) {
    case "variable":
      return world.variable(term.name, term.index.map(index).join(), rows, cols);
    case "state":
      return inside.get(term.binder)!.running!;
    case "constant":
      return scalar(q(term.value.numerator, term.value.denominator));
    case "size":
      return scalar(whole(dim(term.size)));
    case "identity":
      return unit(rows);
    case "ones":
      return matrix(rows, cols, () => ONE);
    case "zeros":
      return matrix(rows, cols, () => ZERO);
    case "iota":
      return matrix(rows, cols, (i) => whole(i));
    case "tri":
      return matrix(rows, cols, (i, j) => (j + dim(term.below) <= i + dim(term.above) ? ONE : ZERO));
    case "transpose":
      return transposed(of(first));
    case "inverse":
      return inverseOf(of(first));
    case "diag": {
      const v = of(first);
      return matrix(rows, rows, (i, j) => (i === j ? v.at[i]! : ZERO));
    }
    case "diagonal": {
      const A = of(first);
      return matrix(rows, 1, (i) => entry(A, i, i));
    }
    case "vec": {
      const A = of(first);
      return matrix(rows, 1, (i) => entry(A, i % A.rows, Math.floor(i / A.rows)));
    }
    case "trace": {
      const A = of(first);
      return scalar(Array.from({ length: A.rows }, (_, i) => entry(A, i, i)).reduce(plus, ZERO));
    }
    case "det":
      return scalar(reduced(of(first)).det);
    case "rank":
      return scalar(whole(reduced(of(first)).rank));
    case "maxEntry": {
      const [head = ZERO, ...rest] = of(first).at;
      return scalar(rest.reduce(larger, head));
    }
    case "add":
      return zipped(of(first), of(second), plus);
    case "hadamard":
      return zipped(of(first), of(second), times);
    case "max":
      return zipped(of(first), of(second), larger);
    case "mul":
      return product(of(first), of(second));
    case "scale": {
      const [a] = of(first).at;
      return mapped(of(second), (x) => times(a!, x));
    }
    case "hcat":
      return sideBySide([of(first), of(second)], rows);
    case "vcat":
      return above([of(first), of(second)], cols);
    case "kron": {
      const [A, B] = [of(first), of(second)];
      return matrix(rows, cols, (i, j) =>
        times(entry(A, Math.floor(i / B.rows), Math.floor(j / B.cols)), entry(B, i % B.rows, j % B.cols)),
      );
    }
    case "map":
      return mapped(of(first), (x) => functionOfEntry(term.fn, x, world.bits));
    case "power": {
      const exponent = dim(term.exponent);
      return mapped(of(first), (x) => Array.from({ length: exponent }, () => x).reduce(times, ONE));
    }
    case "opaque":
      return opaqueValue(term, of(first), rows, cols, term.index.map(index).join());
    case "rows": {
      const [A, start] = [of(first), dim(term.start)];
      return matrix(rows, cols, (i, j) => entry(A, start + i, j));
    }
    case "cols": {
      const [A, start] = [of(first), dim(term.start)];
      return matrix(rows, cols, (i, j) => entry(A, i, start + j));
    }
    case "bigSum":
    case "bigHcat":
    case "bigVcat": {
      const parts = Array.from({ length: dim(term.count) }, (_, h) =>
        value(first, world, new Map([...inside, [term.height, { index: h }]])),
      );
      if (term.op === "bigHcat") return sideBySide(parts, rows);
      if (term.op === "bigVcat") return above(parts, cols);
      return parts.reduce(
        (A, B) => zipped(A, B, plus),
        matrix(rows, cols, () => ZERO),
      );
    }
    case "fold": {
      let running = of(first);
      for (let layer = 0; layer < dim(term.count); layer++)
        running = value(second, world, new Map([...inside, [term.height, { index: layer, running }]]));
      return running;
    }
    case "defined":
      return of(term.unfolded);
  }
}

function sideBySide(parts: readonly Matrix[], rows: number): Matrix {
  const cols = parts.reduce((sum, part) => sum + part.cols, 0);
  const at = Array.from({ length: rows }, (_, i) => parts.flatMap((A) => A.at.slice(i * A.cols, (i + 1) * A.cols)));
  return { rows, cols, at: at.flat() };
}

function above(parts: readonly Matrix[], cols: number): Matrix {
  return { rows: parts.reduce((sum, part) => sum + part.rows, 0), cols, at: parts.flatMap(({ at }) => at) };
}

/** Functions of which nothing is known: polynomials that their names choose; `f0` is 0 at 0. */
function opaqueValue({ name, scope }: Opaque, A: Matrix, rows: number, cols: number, index: string): Matrix {
  const coefficient = (...key: readonly (string | number)[]): Q => whole((hash([name, index, ...key].join()) % 7) - 3);
  const constant = name.endsWith("0") ? ZERO : coefficient("c");
  if (scope === "entry")
    return mapped(A, (x) => plus(constant, times(x, plus(coefficient("a"), times(x, coefficient("b"))))));
  const parts = (i: number): readonly Q[] =>
    scope === "row" ? Array.from({ length: A.cols }, (_, k) => entry(A, i, k)) : A.at;
  return matrix(rows, cols, (i, j) => {
    const where = scope === "row" ? j : `${i} ${j}`;
    return parts(i)
      .map((x, k) => times(x, plus(coefficient(where, k), times(x, coefficient(where, k, "b")))))
      .reduce(plus, coefficient(where));
  });
}

function hash(text: string): number {
  let h = 2166136261;
  for (const c of text) h = Math.imul(h ^ c.codePointAt(0)!, 16777619) >>> 0;
  return (h ^ (h >>> 15)) >>> 0;
}

/** Gauss–Jordan: the rank, the determinant where it is square, and what the same steps make of the identity. */
export function reduced(A: Matrix): { readonly rank: number; readonly det: Q; readonly undone: Matrix } {
  const rows = Array.from({ length: A.rows }, (_, i) => [
    ...A.at.slice(i * A.cols, (i + 1) * A.cols),
    ...Array.from({ length: A.rows }, (_, j) => (i === j ? ONE : ZERO)),
  ]);
  let [rank, det] = [0, ONE];
  for (let column = 0; column < A.cols && rank < A.rows; column++) {
    const pivot = rows.findIndex((row, i) => i >= rank && row[column]!.n !== 0n);
    if (pivot < 0) continue;
    if (pivot !== rank) {
      [rows[pivot], rows[rank]] = [rows[rank]!, rows[pivot]!];
      det = negative(det);
    }
    const head = rows[rank]![column]!;
    det = times(det, head);
    rows[rank] = rows[rank]!.map((x) => times(x, recip(head)));
    for (const [i, row] of rows.entries()) {
      const factor = row[column]!;
      if (i !== rank && factor.n !== 0n) rows[i] = row.map((x, k) => minus(x, times(factor, rows[rank]![k]!)));
    }
    rank++;
  }
  const undone = { rows: A.rows, cols: A.rows, at: rows.flatMap((row) => row.slice(A.cols)) };
  return { rank, det: rank === A.rows ? det : ZERO, undone };
}

export function inverseOf(A: Matrix): Matrix {
  const { rank, undone } = reduced(A);
  return rank === A.rows ? undone : A;
}

const every = (A: Matrix, holds: (x: Q, i: number, j: number) => boolean): boolean =>
  A.at.every((x, k) => holds(x, Math.floor(k / A.cols), k % A.cols));
const equals = (A: Matrix, B: Matrix): boolean =>
  A.rows === B.rows && A.cols === B.cols && A.at.every((x, k) => same(x, B.at[k]!));
const isBit = (x: Q): boolean => same(x, ZERO) || same(x, ONE);
const rowSums = (A: Matrix): readonly Q[] =>
  Array.from({ length: A.rows }, (_, i) => A.at.slice(i * A.cols, (i + 1) * A.cols).reduce(plus, ZERO));
const oneInEachRow = (A: Matrix): boolean => every(A, isBit) && rowSums(A).every((sum) => same(sum, ONE));
const isSquare = (A: Matrix): boolean => A.rows === A.cols;

/** What each property says. */
const HOLDS: Readonly<Record<Property, (A: Matrix) => boolean>> = {
  positive: (A) => every(A, (x) => x.n > 0n),
  nonnegative: (A) => every(A, (x) => x.n >= 0n),
  nonzero: (A) => every(A, (x) => x.n !== 0n),
  invertible: (A) => isSquare(A) && reduced(A).rank === A.rows,
  perm: (A) => isSquare(A) && oneInEachRow(A) && oneInEachRow(transposed(A)),
  selection: oneInEachRow,
  orthogonal: (A) => isSquare(A) && equals(product(transposed(A), A), unit(A.cols)),
  orthocols: (A) => equals(product(transposed(A), A), unit(A.cols)),
  symmetric: (A) => equals(transposed(A), A),
  skew: (A) => equals(transposed(A), mapped(A, negative)),
  diagonal: (A) => isSquare(A) && every(A, (x, i, j) => i === j || x.n === 0n),
  lower: (A) => every(A, (x, i, j) => j <= i || x.n === 0n),
  rowstochastic: (A) => every(A, (x) => x.n >= 0n) && rowSums(A).every((sum) => same(sum, ONE)),
  idempotent: (A) => isSquare(A) && equals(product(A, A), A),
  mask: (A) => every(A, isBit) && rowSums(A).every((sum) => sum.n > 0n),
};

/** The bits of a first look, and those of a second one when the first leaves a small residual. */
const BITS = [80n, 160n] as const;
/** A residual that is not rounding at the fewer bits; and by how much one that is falls. */
const [LARGE, FALL] = [q(1n, 1n << 20n), q(1n, 1n << 40n)];

/** Whether a proposition is true in a world. */
export function holds(of: Proposition, world: Omit<World, "bits">): boolean {
  if (of.kind === "is") return HOLDS[of.property](value(of.term, { ...world, bits: BITS[1] }));
  const [few, many] = BITS;
  const coarse = residual(of, { ...world, bits: few });
  if (coarse.n === 0n) return true;
  if (less(LARGE, coarse)) return false;
  return !less(times(coarse, FALL), residual(of, { ...world, bits: many }));
}

/** By how much the sides of an equation differ, or those of an order are the wrong way round; a difference of shapes is one. */
function residual(of: Exclude<Proposition, { kind: "is" }>, world: World): Q {
  const [A, B] = [value(of.lhs, world), value(of.rhs, world)];
  if (A.rows !== B.rows || A.cols !== B.cols) return ONE;
  const differences = A.at.map((x, k) => minus(x, B.at[k]!));
  return differences.map((x) => (of.kind === "equal" ? absolute(x) : x)).reduce(larger, ZERO);
}

/** Whether a variable's value has what its kind assumes is not asked here: draws of these tests have no kinds. */
export type { Variable };
