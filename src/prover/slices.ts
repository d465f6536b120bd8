/**
 * Statements about slices of a matrix and the whole of it: the matrix is written as blocks, cut where the slices begin and
 * end, so that `fro2(A) = fro2(rows(A, 0, i)) + fro2(rows(A, i, n))` is one about two matrices.
 */
import type { Ref } from "../kernel/proof.ts";
import { addDim, type Dim, dim, subtractDim } from "../term/dimension.ts";
import { variablesOf } from "../term/schedule.ts";
import { type Slice, type Term, type Variable, variable } from "../term/term.ts";
import type { Equality } from "./derivation.ts";
import { subterms } from "./facts/fact.ts";
import { byGeneralisation, type Free } from "./generalisation.ts";
import type { Goal } from "./goal.ts";
import type { Prover } from "./induction.ts";
import type { Normaliser } from "./normaliser.ts";
import { type Direction, joining, split } from "./rules/cut.ts";

const isSlice = (term: Term): term is Slice => term.op === "rows" || term.op === "cols";

/** Whether slices occur. */
export function hasSlices({ statement: { lhs, rhs } }: Goal): boolean {
  return subterms([lhs, rhs]).some(isSlice);
}

/** A goal, shown by `show` of the blocks that its slices leave of each matrix. */
export function bySlices(goal: Goal, n: Normaliser, show: Prover): Ref | readonly [Term, Term] {
  const { lhs, rhs } = goal.statement;
  const slices = subterms([lhs, rhs]).filter(isSlice);
  const written = new Map<Term, Equality>();
  for (const matrix of variablesOf(lhs, rhs).filter(isFree)) {
    const rows = inOrder(pointsOf(matrix, slices, "rows"));
    const cols = inOrder(pointsOf(matrix, slices, "cols"));
    if (rows === undefined || cols === undefined || rows.length + cols.length === 0) continue;
    const chain = n.chain(matrix).step(cut(matrix, "rows", rows, n));
    for (const [path, block] of blocksOf(chain.term, "rows")) chain.step(cut(block, "cols", cols, n), path);
    written.set(matrix, chain.done());
  }
  const free = new Map<Term, Free>();
  for (const { to } of written.values())
    for (const [, row] of blocksOf(to, "rows"))
      for (const [, block] of blocksOf(row, "cols"))
        free.set(block, { variable: variable(`@block${free.size}`, block.rows, block.cols), premises: [] });
  return byGeneralisation(goal, { written, free }, n, show);
}

const isFree = ({ kind, index }: Variable): boolean => kind === "matrix" && index.length === 0;

/** Where slices of a matrix begin and end, but for its own ends. */
function pointsOf(matrix: Variable, slices: readonly Slice[], along: Direction): readonly Dim[] {
  const ends = slices.flatMap((slice) => {
    if (slice.op !== along || wholeOf(slice, along) !== matrix) return [];
    return [slice.start, addDim(slice.start, slice[along])];
  });
  return [...new Set(ends)].filter((point) => point !== dim(0) && point !== matrix[along]);
}

/** What is cut, where the other direction may have been cut before. */
function wholeOf(slice: Slice, along: Direction): Term {
  const inner = slice.args[0]!;
  return isSlice(inner) && inner.op !== along ? wholeOf(inner, along) : inner;
}

/** Points from the first to the last; nothing when that depends on the sizes. */
function inOrder(points: readonly Dim[]): readonly Dim[] | undefined {
  const before = (a: Dim, b: Dim): boolean => subtractDim(b, a) !== undefined;
  if (points.some((a) => points.some((b) => !before(a, b) && !before(b, a)))) return undefined;
  return [...points].sort((a, b) => (a === b ? 0 : before(a, b) ? -1 : 1));
}

/** `X = [X₁; [X₂; …]]`, cut at each of some points. */
function cut(X: Term, along: Direction, points: readonly Dim[], n: Normaliser): Equality {
  const [first, ...rest] = points;
  if (first === undefined) return { from: X, to: X, by: undefined };
  const two = split(X, along, first, n);
  const later = rest.map((point) => subtractDim(point, first)!); // it comes later
  return n
    .chain(X)
    .step(two)
    .step(cut(two.to.args[1]!, along, later, n), [1])
    .done();
}

/** The blocks of a matrix that was cut, and where they stand. */
function blocksOf(
  term: Term,
  along: Direction,
  path: readonly number[] = [],
): readonly (readonly [readonly number[], Term])[] {
  if (term.op !== joining(along)) return [[path, term]];
  return [[[...path, 0], term.args[0]!], ...blocksOf(term.args[1]!, along, [...path, 1])];
}
