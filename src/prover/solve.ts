/**
 * Linear hypotheses, solved over the rationals: `A*B = B*A` for A once B is drawn.
 *
 * The residual of the equations is evaluated at 0 and at each unit matrix, which gives the linear system; what it
 * leaves free is drawn by chance.
 */
import { type Fractions, fractions } from "../interpret/fractions.ts";
import {
  evaluateRational,
  lowest,
  ofFractions,
  type RationalBindings,
  type RationalMatrix,
} from "../interpret/rational.ts";
import { subtract } from "../term/definition.ts";
import { evaluateDim } from "../term/dimension.ts";
import { Refusal } from "../term/fault.ts";
import type { Kind } from "../term/kind.ts";
import type { Term, Variable } from "../term/term.ts";
import type { Chance } from "./chance.ts";

/** Numerators and denominators of a solution stay below this, so that products of two are exact in doubles. */
const LARGEST = 2n ** 26n;

/**
 * A value of `unknown` that meets equations and is of a linear kind; undefined when there is none, or none with small
 * enough numbers.
 */
export function solve(
  unknown: Variable,
  kind: Kind,
  equations: readonly { readonly lhs: Term; readonly rhs: Term }[],
  bindings: RationalBindings,
  chance: Chance,
): Fractions | undefined {
  const [rows, cols] = [evaluateDim(unknown.rows, bindings.sizes), evaluateDim(unknown.cols, bindings.sizes)];
  const residuals = equations.map(({ lhs, rhs }) => subtract(lhs, rhs));
  const outcomes: (readonly RationalMatrix[])[] = [];
  for (let unit = -1; unit < rows * cols; unit++) {
    const value = fractions(rows, cols, (i, j) => (i * cols + j === unit ? 1 : 0));
    // by name: at sizes the variable is another object
    const variable = (of: Variable): Fractions => (of.name === unknown.name ? value : bindings.variable(of));
    const values = valuesOf(residuals, { ...bindings, variable });
    if (values === undefined) return undefined;
    outcomes.push([...values, kindResidual(kind, value)]);
  }
  const solution = solveAffine(integers(outcomes), chance);
  return solution === undefined ? undefined : asFractions(rows, cols, solution);
}

/** The values of terms; undefined where one has none, or none that is rational. */
function valuesOf(terms: readonly Term[], bindings: RationalBindings): readonly RationalMatrix[] | undefined {
  try {
    const outcome = evaluateRational(terms, bindings);
    return outcome.kind === "undefined" ? undefined : outcome.values;
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/** What would have to be zero for a matrix to be of a linear kind. */
function kindResidual(kind: Kind, { rows, cols, numerators }: Fractions): RationalMatrix {
  const at = (i: number, j: number): number => numerators[i * cols + j]!;
  const residual = (i: number, j: number): number => {
    if (kind === "symmetric") return at(i, j) - at(j, i);
    if (kind === "skew") return at(i, j) + at(j, i);
    if (kind === "diagonal") return i === j ? 0 : at(i, j);
    return kind === "lower" && j > i ? at(i, j) : 0;
  };
  return ofFractions(fractions(rows, cols, residual), rows, cols);
}

/** Values as columns of whole numbers, all over one denominator. */
function integers(columns: readonly (readonly RationalMatrix[])[]): bigint[][] {
  const scale = columns
    .flat()
    .reduce((common, { denominator }) => common * (denominator / gcd(common, denominator)), 1n);
  return columns.map((values) =>
    values.flatMap(({ entries, denominator }) => entries.map((entry) => entry * (scale / denominator))),
  );
}

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

interface Solution {
  readonly entries: readonly bigint[];
  readonly denominators: readonly bigint[];
}

/** x with `r(x) = 0` for an affine r, of which r(0) and all r(eᵢ) are given; what is free is drawn. */
function solveAffine([start, ...units]: readonly (readonly bigint[])[], { int }: Chance): Solution | undefined {
  const count = units.length;
  // a row for each equation: coefficients, then the right side
  const work = start!.map((r0, equation) => [...units.map((unit) => unit[equation]! - r0), -r0]);
  const pivots: number[] = [];
  for (let column = 0; column < count; column++) {
    const at = work.findIndex((row, i) => i >= pivots.length && row[column] !== 0n);
    if (at < 0) continue;
    const top = pivots.length;
    [work[at], work[top]] = [work[top]!, work[at]!];
    for (const [i, row] of work.entries())
      if (i !== top && row[column] !== 0n) work[i] = cleared(row, work[top]!, column);
    pivots.push(column);
  }
  if (work.slice(pivots.length).some((row) => row[count] !== 0n)) return undefined;
  const entries = units.map(() => BigInt(int(-2, 2)));
  const denominators = units.map(() => 1n);
  for (const [i, column] of pivots.entries()) {
    const row = work[i]!;
    let above = row[count]!;
    for (let free = 0; free < count; free++) if (!pivots.includes(free)) above -= row[free]! * entries[free]!;
    entries[column] = above;
    denominators[column] = row[column]!;
  }
  return { entries, denominators };
}

/** A row without its entry in a pivot's column, in small numbers. */
function cleared(row: readonly bigint[], pivot: readonly bigint[], column: number): bigint[] {
  const result = row.map((entry, j) => entry * pivot[column]! - pivot[j]! * row[column]!);
  const divisor = result.reduce(gcd, 0n);
  return divisor > 1n ? result.map((entry) => entry / divisor) : result;
}

function asFractions(rows: number, cols: number, { entries, denominators }: Solution): Fractions | undefined {
  const common = denominators.reduce((all, one) => all * (one / gcd(all, one)), 1n);
  const scaled = entries.map((entry, i) => entry * (common / denominators[i]!));
  const { entries: reduced, denominator } = lowest(rows, cols, scaled, common);
  if (denominator > LARGEST || reduced.some((entry) => entry > LARGEST || entry < -LARGEST)) return undefined;
  return fractions(rows, cols, (i, j) => Number(reduced[i * cols + j]!), Number(denominator));
}
