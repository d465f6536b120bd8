/**
 * Numbers beside a derivation: what both terms of a step are at small sizes.
 *
 * Values meet the hypotheses and the kinds of variables. Where fractions suffice the residual is exact, elsewhere it is
 * that of float64; where a term has neither meaning there is none.
 */
import { floatValues } from "../../check/float-judge.ts";
import { exactJudge, meets, rationalValues } from "../../prover/exact-judge.ts";
import { trialsOf } from "../../prover/gate.ts";
import { type Premises, premisesOf, replacedIn } from "../../prover/premises.ts";
import type { Trial } from "../../prover/trial.ts";
import type { Sizes } from "../../term/dimension.ts";
import { Refusal } from "../../term/fault.ts";
import type { Problem } from "../../term/problem.ts";
import { shapeText, type Term, type Variable } from "../../term/term.ts";
import { isIssued } from "./terms.ts";

/** How far apart two terms are at the sizes and values of a derivation. */
export interface Residual {
  /** The largest distance of an entry; of an order, by how much it is violated. */
  readonly value: number;
  /** Whether it was computed in fractions. */
  readonly exact: boolean;
}

/** Values for a derivation. */
export interface Numbers {
  readonly sizes: Sizes;
  readonly seed: number;
  readonly residual: (before: Term, after: Term, relation?: "=" | "<=") => Residual | undefined;
}

const TRIALS = 60;

/** Small numbers that meet a problem's hypotheses, at which both sides have values; none where no draw does. */
export function numbersFor(problem: Problem, seed: number): Numbers | undefined {
  const premises = premisesOf(problem);
  const { judge } = exactJudge(premises);
  const { lhs, rhs } = problem.statement;
  for (const trial of trialsOf(problem, premises, seed, TRIALS, { moderate: true })) {
    if (judge(trial) === "undefined" || !trial.possible() || !meets(premises.checks, trial)) continue;
    const residual: Numbers["residual"] = (before, after, relation = "=") =>
      residualAt(premises, trial, [before, after], relation);
    if (residual(lhs, rhs) !== undefined) return { sizes: trial.sizes, seed, residual };
  }
  return undefined;
}

function residualAt(
  premises: Premises,
  trial: Trial,
  sides: readonly [Term, Term],
  relation: "=" | "<=",
): Residual | undefined {
  const [lhs, rhs] = sides.map((side) => replacedIn(side, premises.made)) as [Term, Term];
  const inner: Trial = { ...trial, value: (of) => trial.value(isIssued(of.name) ? withShape(of) : of) };
  const exact = rationalValues([lhs, rhs], inner);
  if (typeof exact !== "string") {
    const [A, B] = exact.map((value) => Array.from(value.entries, (x) => Number(x) / Number(value.denominator)));
    return { value: distance(A!, B!, relation), exact: true };
  }
  try {
    const [A, B] = floatValues({ ...premises, lhs, rhs }, inner, "f64");
    const value = distance(A!.data, B!.data, relation);
    return Number.isFinite(value) ? { value, exact: false } : undefined;
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/** Lemmas issue the same name for what they are about, each of its own shape. */
function withShape(of: Variable): Variable {
  return { ...of, name: `${of.name}: ${shapeText(of)}` };
}

function distance(A: ArrayLike<number>, B: ArrayLike<number>, relation: "=" | "<="): number {
  let largest = 0;
  for (let i = 0; i < A.length; i++) {
    const difference = A[i]! - B[i]!;
    const size = relation === "=" ? Math.abs(difference) : Math.max(0, difference);
    if (!(size <= largest)) largest = size;
  }
  return largest;
}
