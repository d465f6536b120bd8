/**
 * Matrices of small literal sizes by their entries: a 2 × 2 matrix is written
 * as blocks of four numbers, one of two columns as both side by side, so that an identity of such matrices becomes
 * identities of polynomials, as Cayley–Hamilton and Hall's identity are.
 */
import type { Ref } from "../kernel/proof.ts";
import { type Dim, dim } from "../term/dimension.ts";
import { variablesOf } from "../term/schedule.ts";
import { isScalar, type Term, type Variable, variable } from "../term/term.ts";
import type { Equality } from "./derivation.ts";
import { byGeneralisation, type Free } from "./generalisation.ts";
import type { Goal } from "./goal.ts";
import type { Prover } from "./induction.ts";
import type { Normaliser } from "./normaliser.ts";
import { split } from "./rules/cut.ts";

const ONE = dim(1);
/** Matrices are taken apart along up to this many rows and columns. */
const LARGEST = 3;

/** An equation about matrices of literal sizes, shown for their entries by `show`. */
export function byEntries(goal: Goal, n: Normaliser, show: Prover): Ref | readonly [Term, Term] {
  const { lhs, rhs, relation } = goal.statement;
  const matrices = variablesOf(lhs, rhs).filter(isSmall);
  if (matrices.length === 0 || relation !== "=" || goal.hypotheses.length > 0) return [lhs, rhs];
  const written = new Map(matrices.map((matrix): [Term, Equality] => [matrix, cutRows(matrix, n)]));
  const free = new Map<Term, Free>();
  for (const { to } of written.values())
    for (const entry of entriesOf(to)) free.set(entry, { variable: numberFor(entry, free.size), premises: [] });
  return byGeneralisation(goal, { written, free }, n, show);
}

/** A variable of the shape of an entry, or of a row or column where there are too many entries to be taken apart. */
function numberFor(entry: Term, number: number): Variable {
  return variable(`@entry${number}`, entry.rows, entry.cols, { kind: isScalar(entry) ? "scalar" : "matrix" });
}

function isSmall({ kind, index, rows, cols }: Variable): boolean {
  return kind === "matrix" && index.length === 0 && (isCut(rows) || isCut(cols)) && ![rows, cols].some(isLarge);
}

const isCut = (size: Dim): boolean => Number(size.text) > 1 && Number(size.text) <= LARGEST;
const isLarge = (size: Dim): boolean => Number(size.text) > LARGEST;

/** A matrix as its rows one above the other, each as its entries side by side, where there are few; else as its columns. */
function cutRows(Y: Term, n: Normaliser): Equality {
  if (!isCut(Y.rows)) return cutCols(Y, n);
  const cut = split(Y, "rows", ONE, n);
  const [first, rest] = cut.to.args as readonly [Term, Term];
  return n.chain(Y).step(cut).step(cutCols(first, n), [0]).step(cutRows(rest, n), [1]).done();
}

function cutCols(Y: Term, n: Normaliser): Equality {
  if (!isCut(Y.cols)) return { from: Y, to: Y, by: undefined };
  const cut = split(Y, "cols", ONE, n);
  return n.chain(Y).step(cut).step(cutCols(cut.to.args[1]!, n), [1]).done();
}

/** The blocks of a matrix that was cut. */
function entriesOf(term: Term): readonly Term[] {
  return term.op === "hcat" || term.op === "vcat" ? term.args.flatMap(entriesOf) : [term];
}
