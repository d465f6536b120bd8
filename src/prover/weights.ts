/**
 * What is said of softmaxes and holds of all weights: each of them is written as a variable whose rows sum to one, and what
 * is shown of these holds of the softmaxes, whose rows do.
 */
import type { Ref } from "../kernel/proof.ts";
import { type Term, variable } from "../term/term.ts";
import { subterms } from "./facts/fact.ts";
import { byGeneralisation, type Free } from "./generalisation.ts";
import type { Goal } from "./goal.ts";
import type { Prover } from "./induction.ts";
import type { Normaliser } from "./normaliser.ts";

/** A goal, shown by `show` of any weights in the place of what is defined and has rows that sum to one. */
export function byWeights(goal: Goal, n: Normaliser, show: Prover): Ref | readonly [Term, Term] {
  const { lhs, rhs } = goal.statement;
  const free = new Map<Term, Free>();
  for (const term of subterms([lhs, rhs])) {
    if ((term.op !== "defined" && term.op !== "mul") || term.names.loose.length > 0) continue; // also weights of weights
    const shown = n.properties.show("rowstochastic", term);
    if (shown === undefined) continue;
    const weights = variable(`@weights${free.size}`, term.rows, term.cols, { kind: "rowstochastic" });
    free.set(term, { variable: weights, premises: [shown] });
  }
  const written = new Map([...free.keys()].map((term) => [term, { from: term, to: term, by: undefined }]));
  return byGeneralisation(goal, { written, free }, n, show);
}
