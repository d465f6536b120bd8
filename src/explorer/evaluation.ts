/** Both sides of a claim at numbers: the sizes, the seed, the mask and the precision are the reader's. */
import { floatValues } from "../check/float-judge.ts";
import { rowsOf } from "../interpret/dense.ts";
import { toDense } from "../interpret/fractions.ts";
import { chance } from "../prover/chance.ts";
import { type Premises, premisesOf, replacedIn } from "../prover/premises.ts";
import { trialAt } from "../prover/trial.ts";
import { Reading } from "../report/derivation/reading.ts";
import type { Derivation } from "../report/derivation/schema.ts";
import { dimValue } from "../term/dimension.ts";
import { Refusal } from "../term/fault.ts";
import type { Problem } from "../term/problem.ts";
import { schedule } from "../term/schedule.ts";
import type { Term } from "../term/term.ts";
import { unroll } from "../term/unroll.ts";
import { hasMask, underMask } from "./mask.ts";
import type { Choice, NumbersShown, Rows } from "./protocol.ts";
import { singularValues } from "./spectrum.ts";

const MOST_VARIABLES = 12;
const MOST_PATTERNS = 64;
const SIZE = 3;

/** Values of both sides and of the variables, the residual of each step, and what is drawn of them. */
export function numbersAt(problem: Problem, derivation: Derivation, choice: Choice): NumbersShown {
  const premises = premisesOf(problem);
  const sizes = Object.fromEntries(
    premises.symbols.map((symbol) => [symbol, choice.sizes[symbol] ?? derivation.numbers?.sizes[symbol] ?? SIZE]),
  );
  const trial = trialAt(premises, sizes, { style: "quarters", chance: chance(choice.seed) });
  const of = (term: Term): Term => underMask(replacedIn(term, premises.made), choice.mask);
  const at = (lhs: Term, rhs: Term): readonly Rows[] | undefined =>
    valued(() => floatValues({ ...premises, lhs: of(lhs), rhs: of(rhs) }, trial, choice.precision).map(rowsOf));
  const { lhs, rhs } = problem.statement;
  const [left = [], right = []] = at(lhs, rhs) ?? [];
  const values = [...trial.values].slice(0, MOST_VARIABLES);
  return {
    sizes,
    variables: values.map(([name, value]) => ({ name, rows: rowsOf(toDense(value)) })),
    lhs: left,
    rhs: right,
    residuals: residuals(derivation, at),
    masks: hasMask(lhs) || hasMask(rhs),
    ...patterns(premises, sizes, at),
    ...spectrumOf(lhs, rhs, sizes, at),
  };
}

type At = (lhs: Term, rhs: Term) => readonly Rows[] | undefined;

function residuals(derivation: Derivation, at: At): NumbersShown["residuals"] {
  const reading = new Reading(derivation);
  const [chapter] = reading.chapters({ unfold: false });
  const steps = chapter?.fact.by.rule === "chain" ? chapter.fact.by.steps : [];
  return steps.map(({ before, after }) => {
    const [A, B] = at(reading.term(before), reading.term(after)) ?? [];
    return A === undefined || B === undefined ? undefined : distance(A, B);
  });
}

/** The attention patterns of the sides, those of every head of every layer; where both have as many. */
function patterns({ lhs, rhs }: Premises, sizes: NumbersShown["sizes"], at: At): Pick<NumbersShown, "patterns"> {
  const [left, right] = [patternsIn(unroll(lhs, sizes)), patternsIn(unroll(rhs, sizes))];
  if (left.length !== right.length) return {};
  const found = left.slice(0, MOST_PATTERNS).map((pattern, i) => at(pattern, right[i]!));
  const pairs = found.flatMap((pair) => (pair === undefined ? [] : [[pair[0]!, pair[1]!] as const]));
  return pairs.length === 0 ? {} : { patterns: pairs };
}

function patternsIn(side: Term): readonly Term[] {
  const argumentsOf = (term: Term): readonly Term[] => (term.op === "defined" ? [term.unfolded] : term.args);
  return schedule(side, { argumentsOf }).filter(
    (term) => term.op === "defined" && (term.name === "softmax" || term.name === "msoftmax"),
  );
}

function spectrumOf(
  lhs: Term,
  rhs: Term,
  sizes: NumbersShown["sizes"],
  at: At,
): Pick<NumbersShown, "singular" | "cliff"> {
  if (lhs.op !== "rank") return {};
  const [ranked] = at(lhs.args[0]!, lhs.args[0]!) ?? [];
  const cliff = rhs.op === "size" ? (dimValue(rhs.size) ?? sizes[rhs.size.text]) : undefined;
  if (ranked === undefined) return {};
  return { singular: singularValues(ranked), ...(cliff === undefined ? {} : { cliff }) };
}

function valued<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

function distance(A: Rows, B: Rows): number {
  return Math.max(0, ...A.flatMap((row, i) => row.map((x, j) => Math.abs(x - B[i]![j]!))));
}
