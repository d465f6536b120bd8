/**
 * A case in which a law fails without its conditions: the smallest of some draws at which exactly the rest of them is
 * met. To fail is to be false, or to speak of what has no value: the inverse of a singular matrix, a root of −1.
 */
import { floatJudge, floatValues } from "../../check/float-judge.ts";
import { type Fractions, fractions, fractionTexts } from "../../interpret/fractions.ts";
import type { Axiom } from "../../kernel/axiom.ts";
import { type Proposition, propositionText, termsOf } from "../../kernel/proposition.ts";
import { type Chance, chance, oneOf } from "../../prover/chance.ts";
import { drawExact, type Style } from "../../prover/exact-draw.ts";
import { exactJudge, hasProperty, rationalValues } from "../../prover/exact-judge.ts";
import { type Premises, premisesOf } from "../../prover/premises.ts";
import { type Trial, trialAt } from "../../prover/trial.ts";
import { dim, evaluateDim, type Sizes } from "../../term/dimension.ts";
import { isKind } from "../../term/kind.ts";
import { formulaOf } from "../../term/print.ts";
import { symbolsOf, variablesOf } from "../../term/schedule.ts";
import { statement } from "../../term/statement.ts";
import type { Term } from "../../term/term.ts";
import { exactRows } from "../proof.ts";
import { schemasOf } from "../rocq-rules.ts";

/** Where a law fails. */
export interface LawFailure {
  readonly law: string;
  /** The conditions that are not met there. */
  readonly without: readonly string[];
  readonly sizes: Sizes;
  readonly values: Readonly<Record<string, Rows>>;
  /** What the law would say. */
  readonly says: string;
  readonly outcome:
    | { readonly kind: "no value"; readonly of: string }
    | { readonly kind: "differs"; readonly relation: "=" | "≤"; readonly lhs: Rows; readonly rhs: Rows }
    | { readonly kind: "is not"; readonly property: string; readonly value: Rows };
}

type Rows = readonly (readonly (string | number)[])[];

const DRAWS = 400;
/** Draws after which a case that was found is small enough. */
const ENOUGH = 120;
const LARGEST = 2;
const STYLES: readonly Style[] = ["small", "natural", "sparse", "sparse", "constant", "nilpotent"];

/** A case in which a law fails without one of its conditions; none for a law without, or when no draw shows one. */
export function failureOf(axiom: Axiom): LawFailure | undefined {
  const [schema] = schemasOf(axiom);
  const { premises, conclusion } = schema!.instance; // an axiom has a schema
  const draws = chance(1);
  let best: { readonly cost: number; readonly failure: LawFailure } | undefined;
  if (premises.length === 0) return undefined;
  for (let draw = 0; draw < DRAWS && (best === undefined || draw < ENOUGH); draw++) {
    const dropped = premises[draw % premises.length]!;
    const trial = trialFor(premises, conclusion, dropped, { draws, empty: draw >= ENOUGH });
    const unmet = premises.filter((one) => judged(one, trial) !== "met");
    const least = unmet.length * COST.condition + costOf(trial);
    if (unmet.length === 0 || (best !== undefined && best.cost <= least) || !trial.possible()) continue;
    const outcome = outcomeOf(conclusion, trial);
    if (outcome === undefined) continue;
    const cost = least + (outcome.kind === "no value" ? COST.valueless : 0);
    if (best !== undefined && best.cost <= cost) continue;
    const values = Object.fromEntries([...trial.values].map(([name, A]) => [name, fractionTexts(A)]));
    const without = unmet.map(propositionText);
    const says = propositionText(conclusion);
    best = { cost, failure: { law: axiom.name, without, sizes: trial.sizes, values, says, outcome } };
  }
  return best?.failure;
}

/** A case teaches more the fewer conditions it lacks, where both sides have values, there is something in each matrix, and the smaller its sizes and entries are. */
const COST = { condition: 1e4, valueless: 1e3, empty: 500, entry: 10 };

function costOf({ sizes, values }: Trial): number {
  let cost = Object.values(sizes).includes(0) ? COST.empty : 0;
  for (const { numerators, denominator } of values.values())
    for (const x of numerators) cost += COST.entry + Math.abs(x) + denominator;
  return cost;
}

/** Small sizes and values that are of the kinds that conditions ask for, but for one that is dropped; `empty` lets sizes be 0. */
function trialFor(
  premises: readonly Proposition[],
  conclusion: Proposition,
  dropped: Proposition,
  { draws, empty }: { readonly draws: Chance; readonly empty: boolean },
): Trial {
  const terms = [conclusion, ...premises].flatMap(termsOf);
  const symbols = [...new Set(terms.flatMap(symbolsOf))];
  const least = empty || termsOf(dropped).some(({ op }) => op === "size") ? 0 : 1;
  const sizes = Object.fromEntries(symbols.map((symbol) => [symbol, draws.int(least, LARGEST)]));
  const style = oneOf(draws, STYLES);
  const known = new Map<string, Fractions>();
  for (const one of premises) {
    if (one === dropped || one.kind !== "is" || one.term.op !== "variable" || one.term.index.length > 0) continue;
    const [rows, cols] = [evaluateDim(one.term.rows, sizes), evaluateDim(one.term.cols, sizes)];
    const drawn = drawExact(isKind(one.property) ? one.property : "matrix", rows, cols, style, draws);
    if (drawn !== undefined) known.set(one.term.name, withEntries(drawn, one.property));
  }
  return trialAt(premisesFor(conclusion), sizes, { style, chance: draws, known });
}

function withEntries(A: Fractions, property: string): Fractions {
  const entry = (x: number): number =>
    property === "positive"
      ? Math.abs(x) || 1
      : property === "nonnegative"
        ? Math.abs(x)
        : property === "nonzero"
          ? x || 1
          : x;
  return fractions(A.rows, A.cols, (i, j) => entry(A.numerators[i * A.cols + j]!), A.denominator);
}

/** Premises without hypotheses: what is drawn is any matrix. */
function premisesFor(of: Proposition): Premises {
  const [lhs, rhs = lhs] = termsOf(of) as [Term, Term?];
  const relation = of.kind === "le" ? "<=" : "=";
  const symbols = new Map([lhs, rhs].flatMap(symbolsOf).map((symbol) => [symbol, dim(symbol)]));
  return premisesOf({
    kind: "problem",
    id: "law",
    text: "law",
    statement: statement(lhs, relation, rhs, variablesOf(lhs, rhs)),
    hypotheses: [],
    minima: new Map(),
    witness: new Map(),
    sizes: symbols,
  });
}

type Judged = "met" | "violated" | "undefined" | "refused";

/** Whether a proposition is so at a trial; `undefined` when it speaks of what has no value. */
function judged(of: Proposition, trial: Trial): Judged {
  if (of.kind === "is") {
    const values = rationalValues([of.term], trial);
    if (typeof values !== "string") return hasProperty(of.property, values[0]!) ? "met" : "violated";
    return values === "refused" ? inFloats(of.property, of.term, trial) : values;
  }
  const premises = premisesFor(of);
  const finding = exactJudge(premises).judge(trial);
  return finding === "refused" ? floatJudge(premises)(trial) : finding;
}

/** What floats tell of a property of entries, for roots and exponentials. */
function inFloats(property: string, term: Term, trial: Trial): Judged {
  const [A] = floatValues({ ...premisesFor({ kind: "equal", lhs: term, rhs: term }) }, trial, "f64");
  if (A!.data.some(Number.isNaN)) return "undefined";
  const every = (test: (x: number) => boolean): Judged => (A!.data.every(test) ? "met" : "violated");
  if (property === "positive") return every((x) => x > 0);
  if (property === "nonnegative") return every((x) => x >= 0);
  return property === "nonzero" ? every((x) => x !== 0) : "refused";
}

function outcomeOf(conclusion: Proposition, trial: Trial): LawFailure["outcome"] | undefined {
  const finding = judged(conclusion, trial);
  if (finding === "met" || finding === "refused") return undefined;
  const terms = termsOf(conclusion);
  const shown = terms.map((term) => rowsAt(term, trial));
  const valueless = terms.find((_, i) => shown[i] === undefined);
  if (valueless !== undefined) return { kind: "no value", of: formulaOf(valueless) };
  if (finding === "undefined") return undefined;
  if (conclusion.kind === "is") return { kind: "is not", property: conclusion.property, value: shown[0]! };
  return { kind: "differs", relation: conclusion.kind === "le" ? "≤" : "=", lhs: shown[0]!, rhs: shown[1]! };
}

/** Exact entries, or floats where there are none exact; undefined when an entry has no value. */
function rowsAt(term: Term, trial: Trial): Rows | undefined {
  const exact = rationalValues([term], trial);
  if (typeof exact !== "string") return exactRows(exact[0]!);
  if (exact === "undefined") return undefined;
  const [A] = floatValues(premisesFor({ kind: "equal", lhs: term, rhs: term }), trial, "f64");
  if (!A!.data.every(Number.isFinite)) return undefined;
  return Array.from({ length: A!.rows }, (_, i) => [...A!.data.slice(i * A!.cols, (i + 1) * A!.cols)]);
}
