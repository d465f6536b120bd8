/**
 * Refutation: the search for a small counterexample to a problem, over the reals.
 *
 * Exact where it can be (fractions that violate the statement without rounding, see prover/exact-judge.ts), by the
 * precision ladder where it cannot (float-judge.ts). What is found is shrunk, and given so that it can be redone by
 * hand. What is not found is no proof: "survived" says how much was tried.
 */
import { rowsOf } from "../interpret/dense.ts";
import type { RationalMatrix } from "../interpret/rational.ts";
import { errorBound } from "../prover/error-bound.ts";
import { exactJudge, type Finding, type Judge, meets, rationalValues, tooLarge } from "../prover/exact-judge.ts";
import { trialsOf, witnessOf } from "../prover/gate.ts";
import { exampleText } from "../prover/opaque-example.ts";
import { type Premises, premisesOf } from "../prover/premises.ts";
import type { Trial } from "../prover/trial.ts";
import type { Sizes } from "../term/dimension.ts";
import type { IllShaped, Problem } from "../term/problem.ts";
import { floatJudge, readableSides } from "./float-judge.ts";
import { type ShrinkLimits, smallestTrial } from "./smallest.ts";

/** How hard to search. */
export interface RefuteOptions {
  readonly seed?: number;
  /** Trials that meet the hypotheses and have values. */
  readonly draws?: number;
  readonly limits?: ShrinkLimits;
  /** Time after which no further trial is begun, by a clock in milliseconds; without a clock no time passes. */
  readonly milliseconds?: number;
  readonly clock?: () => number;
}

/** A counterexample. */
export interface Counterexample {
  /** By the names that the author wrote. */
  readonly sizes: Sizes;
  /** Exact values of the variables. */
  readonly values: Readonly<Record<string, RationalMatrix>>;
  /** What opaque functions are here, as text. */
  readonly functions: readonly string[];
  /** Both sides, rounded to doubles. */
  readonly lhs: readonly (readonly number[])[];
  readonly rhs: readonly (readonly number[])[];
  /** Where they differ most. */
  readonly entry: { readonly row: number; readonly col: number; readonly lhs: number; readonly rhs: number };
  readonly foundAt: Sizes;
}

/** What a search came to. */
export type Refutation =
  | {
      readonly kind: "refuted";
      /** field, rational: without rounding; ladder: rounding does not explain it. */
      readonly method: "field" | "rational" | "ladder";
      readonly witness: Counterexample;
      readonly trials: number;
    }
  | { readonly kind: "refuted"; readonly method: "ill-shaped"; readonly sizes: Sizes; readonly reason: string }
  | {
      readonly kind: "survived";
      readonly method: "field" | "rational" | "ladder";
      readonly trials: number;
      /** See GateResult. */
      readonly errorProbability: number | undefined;
    }
  | { readonly kind: "silent"; readonly reason: string };

const DRAWS = 100;
const LIMITS: ShrinkLimits = { sizes: 400, entries: 400 };
const DRAWS_PER_TRIAL = 6;
/** Where the exact judge has nothing to say at one of so many trials, floats judge; roots may be those of squares by chance. */
const EXACT_TRIALS = 3;

/** Searches for a counterexample. */
export function refute(
  problem: Problem | IllShaped,
  {
    seed = 1,
    draws = DRAWS,
    limits = LIMITS,
    milliseconds = Number.POSITIVE_INFINITY,
    clock = () => 0,
  }: RefuteOptions = {},
): Refutation {
  const end = clock() + milliseconds;
  if (problem.kind === "ill-shaped")
    return { kind: "refuted", method: "ill-shaped", sizes: problem.at, reason: problem.fault.message };
  const premises = premisesOf(problem);
  const large = tooLarge(premises);
  if (large !== undefined) return { kind: "silent", reason: large };
  const attack = { problem, premises, exact: exactJudge(premises), floats: floatJudge(premises), seed, draws, limits };
  const expired = (): boolean => clock() > end;
  return attacked(attack, false, expired) ?? attacked(attack, true, expired)!; // floats are asked last
}

interface Attack extends Required<Pick<RefuteOptions, "seed" | "draws" | "limits">> {
  readonly problem: Problem;
  readonly premises: Premises;
  readonly exact: Judge;
  readonly floats: (trial: Trial) => Finding;
}

/** A search on trials that the exact judge can have, undefined where it has nothing to say; or on such as suit floats. */
function attacked(attack: Attack, inFloats: boolean, expired: () => boolean): Refutation | undefined {
  const { problem, premises, exact, floats, seed, draws } = attack;
  const bound = errorBound(premises);
  let [seen, trials, refusals] = [0, 0, 0];
  for (const trial of trialsOf(problem, premises, seed, draws * DRAWS_PER_TRIAL, { moderate: inFloats })) {
    if (trials > 0 && expired()) break;
    const exactly = exact.judge(trial);
    if (exactly === "refused" && !inFloats && seen < EXACT_TRIALS) return undefined;
    seen++;
    const finding = exactly === "refused" ? floats(trial) : exactly;
    if (finding === "refused") refusals++;
    if (finding === "refused" || finding === "undefined" || !meets(premises.checks, trial)) continue;
    trials++;
    bound.take(trial);
    if (finding === "violated") return refuted(attack, trial, trials);
    if (trials === draws) break;
  }
  if (trials === 0) {
    const reason =
      refusals > 0 ? "no exact meaning, and none in floats" : "no draw met the hypotheses with values on both sides";
    return { kind: "silent", reason };
  }
  const errorProbability = exact.bounded ? bound.probability() : undefined;
  return { kind: "survived", method: inFloats ? "ladder" : exact.kind, trials, errorProbability };
}

/** The refutation by the smallest trial that violates as a found one does. */
function refuted({ problem, premises, exact, floats, limits, seed }: Attack, found: Trial, trials: number): Refutation {
  const violates = (one: Trial): boolean => {
    const exactly = exact.judge(one);
    return (exactly === "refused" ? floats(one) : exactly) === "violated" && meets(premises.checks, one);
  };
  const smallest = smallestTrial(found, premises, violates, { minima: problem.minima, limits, seed });
  const method = exact.judge(smallest) === "violated" ? exact.kind : "ladder";
  return { kind: "refuted", method, witness: counterexample(problem, premises, smallest, found), trials };
}

function counterexample(problem: Problem, premises: Premises, trial: Trial, found: Trial): Counterexample {
  const [lhs, rhs] = bothSides(premises, trial);
  const { sizes, values } = witnessOf(problem, premises, trial);
  const functions = exampleText([premises.lhs, premises.rhs], trial);
  const entry = worstEntry(lhs, rhs, premises.relation);
  return { sizes, values, functions, lhs, rhs, entry, foundAt: witnessOf(problem, premises, found).sizes };
}

type Rows = readonly (readonly number[])[];

function bothSides(premises: Premises, trial: Trial): readonly [Rows, Rows] {
  const exact = rationalValues([premises.lhs, premises.rhs], trial);
  if (typeof exact !== "string") return [numbers(exact[0]!), numbers(exact[1]!)];
  const floats = readableSides(premises, trial);
  return floats === undefined ? [[], []] : [rowsOf(floats[0]!), rowsOf(floats[1]!)];
}

function numbers(A: RationalMatrix): Rows {
  return Array.from({ length: A.rows }, (_, i) =>
    Array.from({ length: A.cols }, (_, j) => Number(A.entries[i * A.cols + j]!) / Number(A.denominator)),
  );
}

function worstEntry(lhs: Rows, rhs: Rows, relation: Premises["relation"]): Counterexample["entry"] {
  let worst = { row: 0, col: 0, lhs: Number.NaN, rhs: Number.NaN };
  let largest = 0;
  for (const [row, entries] of lhs.entries()) {
    for (const [col, left] of entries.entries()) {
      const right = rhs[row]![col]!;
      const excess = relation === "=" ? Math.abs(left - right) : left - right;
      if (excess <= largest) continue;
      largest = excess;
      worst = { row, col, lhs: left, rhs: right };
    }
  }
  return worst;
}
