/**
 * Induction over layers: what holds of the starts of folds, and is kept by every layer, holds of the folds.
 *
 * The invariant is the goal itself, said of running values in place of the folds. Where it gives a running value by the
 * others, that value is replaced throughout; otherwise it serves as any hypothesis does.
 */
import type { Ref } from "../kernel/proof.ts";
import { type Proposition, termsOf, withTerms } from "../kernel/proposition.ts";
import { open, substitute } from "../term/binder.ts";
import { schedule } from "../term/schedule.ts";
import { isBinder } from "../term/substitution.ts";
import { type Fold, type Term, variable } from "../term/term.ts";
import { type Goal, propositionOf } from "./goal.ts";
import { assume } from "./hypotheses.ts";
import { Normaliser } from "./normaliser.ts";

/** A way to prove a goal: the entry that says it, or the sides where it stopped. */
export type Prover = (goal: Goal, n: Normaliser) => Ref | readonly [Term, Term];

/** The index of a layer and the running values: names that no formula and no other work has. */
const LAYER = { free: "@layer" } as const;
const running = (fold: Fold, k: number): Term => variable(`@running${k}`, fold.rows, fold.cols);

/** A goal about folds of as many layers, its base and its step shown by `show`. */
export function byInduction(goal: Goal, n: Normaliser, show: Prover): Ref | readonly [Term, Term] {
  const said = propositionOf(goal);
  const folds = outermostFolds(termsOf(said));
  if (folds.length === 0) return [goal.statement.lhs, goal.statement.rhs];
  const values = folds.map(running);
  const invariant = replaced(said, folds, values);
  const base = show(goalOf(goal, replaced(invariant, values, starts(folds))), n);
  if (typeof base !== "number") return base;
  const layers = folds.map((fold, k) => open(fold, LAYER, values[k]));
  const inStep = new Normaliser(n.derivation, n.options);
  const rest = knownOf(invariant, values, inStep) ? [] : [invariant];
  const hypotheses = [...goal.hypotheses, ...rest];
  assume(hypotheses, inStep);
  const step = show({ ...goalOf(goal, replaced(invariant, values, layers)), hypotheses }, inStep);
  if (typeof step !== "number") return step;
  const entry = { rule: "induct", folds, index: LAYER, running: values, invariant, base, step } as const;
  return n.derivation.add(entry, said);
}

const starts = (folds: readonly Fold[]): readonly Term[] => folds.map(({ args }) => args[0]!);

/** The folds that stand in no binder and no other fold, with as many layers as the first. */
function outermostFolds(terms: readonly Term[]): readonly Fold[] {
  const argumentsOf = (term: Term): readonly Term[] => (isBinder(term) ? [] : term.args);
  const found = terms.flatMap((term) => schedule(term, { argumentsOf })).filter((term) => term.op === "fold");
  return [...new Set(found)].filter(({ count }) => count === found[0]!.count);
}

function replaced(of: Proposition, from: readonly Term[], to: readonly Term[]): Proposition {
  const by = new Map(from.map((term, i) => [term, to[i]!]));
  return withTerms(
    of,
    termsOf(of).map((term) => substitute(term, (inner) => by.get(inner))),
  );
}

function goalOf({ hypotheses, minima }: Goal, said: Proposition): Goal {
  const [lhs, rhs] = termsOf(said) as readonly [Term, Term]; // a goal is a relation
  return { statement: { lhs, rhs, relation: said.kind === "le" ? "<=" : "=" }, hypotheses, minima };
}

/** Makes `y = t` a rule that replaces the running value y, where the invariant is that with t free of y. */
function knownOf(invariant: Proposition, values: readonly Term[], n: Normaliser): boolean {
  if (invariant.kind !== "equal") return false;
  const said = n.equality(n.derivation.assume(invariant));
  const known = [said, n.backward(said)].find(
    ({ from, to }) => values.includes(from) && !schedule(to).includes(from) && to.op !== "fold",
  );
  if (known === undefined) return false;
  n.addRule((term) => (term === known.from ? known : undefined));
  return true;
}
