/**
 * What is said of softmaxes and holds of all weights: each of them is written as a variable whose rows sum to one, and what
 * is shown of these holds of the softmaxes, whose rows do.
 */
import type { Ref } from "../kernel/proof.ts";
import { equal, le } from "../kernel/proposition.ts";
import { substitute } from "../term/binder.ts";
import { variablesOf } from "../term/schedule.ts";
import { type Term, variable } from "../term/term.ts";
import { subterms } from "./facts/fact.ts";
import type { Goal } from "./goal.ts";
import type { Prover } from "./induction.ts";
import type { Normaliser } from "./normaliser.ts";

/** Whether a goal speaks of what is defined and has rows that sum to one. */
export function hasWeights({ statement: { lhs, rhs } }: Goal): boolean {
  return subterms([lhs, rhs]).some(isSoftmax);
}

const isSoftmax = (term: Term): boolean => term.op === "defined" && SOFTMAXES.has(term.name);
const SOFTMAXES: ReadonlySet<string> = new Set(["softmax", "msoftmax"]);

/** A goal, shown by `show` of any weights. */
export function byWeights(goal: Goal, n: Normaliser, show: Prover): Ref | readonly [Term, Term] {
  const { lhs, rhs, relation } = goal.statement;
  const weights = subterms([lhs, rhs])
    .filter((term) => (isSoftmax(term) || term.op === "mul") && term.names.loose.length === 0) // also weights of weights
    .flatMap((value, i) => {
      const shown = n.properties.show("rowstochastic", value);
      const free = variable(`@weights${i}`, value.rows, value.cols, { kind: "rowstochastic" });
      return shown === undefined ? [] : [{ value, shown, free }];
    });
  const general = new Map(weights.map(({ value, free }) => [value, free as Term]));
  const [left, right] = [lhs, rhs].map((side) => substitute(side, general)) as [Term, Term];
  const shown = show({ ...goal, statement: { lhs: left, rhs: right, relation } }, n);
  if (typeof shown !== "number") return shown;
  const occurring = new Set<Term>(variablesOf(left, right));
  const used = weights.filter(({ free }) => occurring.has(free));
  const variables = used.map(({ free, value }) => [free, value] as const);
  const premises = used.map((one) => one.shown);
  const said = relation === "=" ? equal(lhs, rhs) : le(lhs, rhs);
  return n.derivation.add({ rule: "instantiate", of: shown, variables, premises }, said);
}
