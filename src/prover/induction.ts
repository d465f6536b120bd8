/**
 * Induction over layers: what holds of the starts of folds, and is kept by every layer, holds of the folds.
 *
 * The invariant is the goal itself, said of running values in place of the folds. Where it gives a running value by the
 * others, one is replaced by the other throughout; otherwise it serves as any hypothesis does.
 */
import type { Ref } from "../kernel/proof.ts";
import { type Proposition, termsOf, withTerms } from "../kernel/proposition.ts";
import { open, substitute } from "../term/binder.ts";
import { isBinder } from "../term/names.ts";
import { schedule } from "../term/schedule.ts";
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
  const next = goalOf(goal, replaced(invariant, values, layers));
  let stopped: readonly [Term, Term] = [next.statement.lhs, next.statement.rhs];
  for (const use of usesOf(invariant, values)) {
    const step = use(next, new Normaliser(n.derivation, n.options), show);
    if (typeof step === "number") {
      const entry = { rule: "induct", folds, index: LAYER, running: values, invariant, base, step } as const;
      return n.derivation.add(entry, said);
    }
    stopped = step;
  }
  return stopped;
}

/** Whether a goal is about folds. */
export function hasFolds(goal: Goal): boolean {
  return outermostFolds(termsOf(propositionOf(goal))).length > 0;
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
    termsOf(of).map((term) => substitute(term, by)),
  );
}

function goalOf({ hypotheses, minima }: Goal, said: Proposition): Goal {
  const [lhs, rhs] = termsOf(said) as readonly [Term, Term]; // a goal is a relation
  return { statement: { lhs, rhs, relation: said.kind === "le" ? "<=" : "=" }, hypotheses, minima };
}

type Use = (next: Goal, n: Normaliser, show: Prover) => Ref | readonly [Term, Term];

/**
 * The ways to use an invariant in the step: where it is `y = t`, with t free of the running value y, as a rule that
 * replaces y by t, then as one that replaces t by y; otherwise as a hypothesis.
 */
function usesOf(invariant: Proposition, values: readonly Term[]): readonly Use[] {
  if (invariant.kind === "equal") {
    const sides = [invariant.lhs, invariant.rhs] as const;
    const y = sides.findIndex((side, k) => values.includes(side) && !schedule(sides[1 - k]!).includes(side));
    if (y >= 0) return [replacing(invariant, y), replacing(invariant, 1 - y)];
  }
  return [
    (next, n, show) => {
      const hypotheses = [...next.hypotheses, invariant];
      assume(hypotheses, n);
      return show({ ...next, hypotheses }, n);
    },
  ];
}

/** One side of an invariant replaced by the other wherever it stands. */
function replacing(invariant: Proposition, side: number): Use {
  return (next, n, show) => {
    assume(next.hypotheses, n);
    const said = n.equality(n.derivation.assume(invariant));
    const rule = side === 0 ? said : n.backward(said);
    n.addRule((term) => (term === rule.from ? rule : undefined));
    return show(next, n);
  };
}
