/**
 * The exact gate: a quick look at a statement at a few sizes and values, before anyone tries to prove it.
 *
 * "refuted" is about the reals: the values of the witness are fractions, and that they violate the statement is seen
 * without rounding (field.ts, rational.ts). "passed" is evidence: no violation was found, with the chance that a
 * statement which fails at those sizes passes. "silent" means that nothing exact can be said: a second exponential,
 * roots, logarithms; or that no draw met the hypotheses.
 */
import type { Fractions } from "../interpret/fractions.ts";
import { irrationalIn, ofFractions, type RationalMatrix } from "../interpret/rational.ts";
import { type Dim, dimSymbols, evaluateDim, type Sizes } from "../term/dimension.ts";
import type { Problem } from "../term/problem.ts";
import type { Op } from "../term/term.ts";
import { chance } from "./chance.ts";
import { errorBound } from "./error-bound.ts";
import { exactJudge, hasOp, type Judge, meets, rationalValues, tooLarge } from "./exact-judge.ts";
import { type Premises, premisesOf } from "./premises.ts";
import { sizesOf, type Trial, type TrialStyle, trialAt } from "./trial.ts";

/** How hard to look. */
export interface GateOptions {
  readonly seed?: number;
  readonly trials?: number;
}

/** Sizes and values that violate a statement; sizes by the names that its author wrote. */
export interface ExactWitness {
  readonly sizes: Sizes;
  readonly values: Readonly<Record<string, RationalMatrix>>;
}

/** What the gate says. */
export type GateResult =
  | {
      readonly kind: "refuted";
      readonly witness: ExactWitness;
      readonly method: "field" | "rational";
      readonly trials: number;
    }
  | {
      readonly kind: "passed";
      readonly trials: number;
      /**
       * The chance that a statement which fails at some of the sizes tried is passed, at most; about sizes that were
       * not tried, and for finite choices such as permutations that were not drawn, it says nothing. Undefined where no
       * bound is known: orders, ranks, and functions with kinks.
       */
      readonly errorProbability: number | undefined;
    }
  | { readonly kind: "silent"; readonly reason: string };

const GATE_TRIALS = 12;
/** A trial that meets no hypothesis is drawn again, so often for each trial that is wanted. */
const DRAWS_PER_TRIAL = 6;

/** Looks at a problem. */
export function gate(problem: Problem, { seed = 1, trials = GATE_TRIALS }: GateOptions = {}): GateResult {
  const premises = premisesOf(problem);
  const large = tooLarge(premises);
  if (large !== undefined) return { kind: "silent", reason: large };
  const judge = exactJudge(premises);
  const bound = errorBound(premises);
  let looked = 0;
  for (const trial of trialsOf(problem, premises, seed, trials * DRAWS_PER_TRIAL)) {
    const finding = judge.judge(trial);
    if (finding === "refused") return { kind: "silent", reason: reasonOf(judge) };
    if (finding === "undefined" || !meets(premises.checks, trial)) continue;
    looked++;
    if (finding === "violated")
      return { kind: "refuted", witness: witnessOf(problem, premises, trial), method: judge.kind, trials: looked };
    bound.take(trial);
    if (looked === trials) break;
  }
  if (looked === 0) return { kind: "silent", reason: "no draw met the hypotheses with a value on both sides" };
  return { kind: "passed", trials: looked, errorProbability: judge.bounded ? bound.probability() : undefined };
}

function reasonOf({ refusal }: Judge): string {
  return refusal?.message ?? "it has values that are not rational";
}

/** Operations that generic numbers say little of. */
const RANKS: ReadonlySet<Op> = new Set<Op>(["rank"]);

/** One trial of so many of a statement about ranks has large sizes: rank(A ∘ B) exceeds rank(A) + rank(B) from 6 on. */
const LARGE_EACH = 4;
/** First trials of ranks of exponentials and sines, which are no rational numbers but at 0. */
const ZERO_TRIALS = 4;

/** Trials of a seed, each with sizes and style of its number. */
export function* trialsOf(
  problem: Problem,
  premises: Premises,
  seed: number,
  count: number,
  { moderate = false }: { readonly moderate?: boolean } = {},
): Generator<Trial> {
  const source = chance(seed);
  const sides = [premises.lhs, premises.rhs];
  const degenerate = hasOp(sides, RANKS);
  const zeros = degenerate && !moderate && irrationalIn(sides) !== undefined ? ZERO_TRIALS : 0;
  for (let number = 0; number < zeros; number++)
    yield trialAt(premises, sizesOf(premises, problem.minima, number, source), { style: "zero", chance: source });
  for (let number = 0; number < count; number++) {
    const large = degenerate && number % LARGE_EACH === LARGE_EACH - 1;
    const sizes = sizesOf(premises, problem.minima, number, source, { large });
    const exact = large ? largeStyleOf(number) : styleOf(number, degenerate);
    yield trialAt(premises, sizes, { style: moderate ? moderateStyleOf(number) : exact, chance: source });
  }
}

/** Readable first, then one that counts, then of all kinds. */
function styleOf(number: number, degenerate: boolean): TrialStyle {
  if (number === 0) return "small";
  if (degenerate && number % 4 !== 1) return "degenerate";
  return number % 3 === 1 ? "wide" : number % 6 === 2 ? "small" : "mixed";
}

/** Large matrices of low rank, and of full rank, in turn: `rank(A B) <= 4` holds of most products of the former. */
function largeStyleOf(number: number): TrialStyle {
  return Math.floor(number / LARGE_EACH) % 2 === 0 ? "low-rank" : "small";
}

/** First two without zeros to speak of: one gain of a deep stack that is 0 hides all that is below it. */
function moderateStyleOf(number: number): TrialStyle {
  return number < 2 ? "quarters" : "moderate";
}

/** What a trial is to a reader: the author's sizes and variables. */
export function witnessOf(problem: Problem, premises: Premises, trial: Trial): ExactWitness {
  // a size that was declared, and occurs in nothing, has no value
  const occurs = (size: Dim): boolean => dimSymbols(size).every((symbol) => Object.hasOwn(trial.sizes, symbol));
  const written = [...problem.sizes].filter(([symbol, size]) => !problem.minima.has(symbol) && occurs(size));
  const sizes = Object.fromEntries(written.map(([symbol, size]) => [symbol, evaluateDim(size, trial.sizes)]));
  const values = Object.fromEntries(
    problem.statement.given.flatMap((of) => {
      if (of.index.length > 0) return [];
      const made = premises.made.get(of);
      const value = made === undefined ? [rational(trial.value(of))] : rationalValues([made], trial);
      return typeof value === "string" ? [] : [[of.name, value[0]!] as const];
    }),
  );
  const families = [...trial.values].filter(([name]) => name.includes("["));
  const members = families.map(([name, value]) => [name, rational(value)] as const);
  return { sizes, values: { ...values, ...Object.fromEntries(members) } };
}

function rational(value: Fractions): RationalMatrix {
  return ofFractions(value, value.rows, value.cols);
}
