/**
 * Generalisation: a goal is shown of free variables, and holds of what stands in their place. Some terms are written with
 * others first (a matrix by its entries, an angle as twice its half), and for those there are the variables.
 */
import type { Ref } from "../kernel/proof.ts";
import { equal, le } from "../kernel/proposition.ts";
import { substitute } from "../term/binder.ts";
import { schedule, variablesOf } from "../term/schedule.ts";
import type { Term, Variable } from "../term/term.ts";
import type { Equality } from "./derivation.ts";
import type { Goal } from "./goal.ts";
import type { Prover } from "./induction.ts";
import type { Normaliser } from "./normaliser.ts";

/** A variable for a term, with what shows that the term is as the variable's kind says, if that says anything. */
export interface Free {
  readonly variable: Variable;
  readonly premises: readonly Ref[];
}

/** How terms are written, and the variable for each of those that they are written with. */
export interface Generalisation {
  readonly written: ReadonlyMap<Term, Equality>;
  readonly free: ReadonlyMap<Term, Free>;
}

/** The goal, shown by `show` of the variables; nothing new is shown where nothing is written. */
export function byGeneralisation(
  goal: Goal,
  { written, free }: Generalisation,
  n: Normaliser,
  show: Prover,
): Ref | readonly [Term, Term] {
  const { lhs, rhs, relation } = goal.statement;
  if (written.size === 0) return [lhs, rhs];
  const values = new Map([...free].map(([term, { variable }]) => [term, variable] as const));
  const general = new Map([...written].map(([term, { to }]) => [term, substitute(to, values)] as const));
  const [left, right] = [lhs, rhs].map((side) => substitute(side, general)) as [Term, Term];
  const shown = show({ ...goal, statement: { lhs: left, rhs: right, relation } }, n);
  if (typeof shown !== "number") return shown;
  const occurring = new Set(variablesOf(left, right));
  const used = [...free].filter(([, { variable }]) => occurring.has(variable));
  const variables = used.map(([term, { variable }]) => [variable, term] as const);
  const premises = used.flatMap(([, one]) => one.premises);
  const sides = [rewritten(lhs, written, n), rewritten(rhs, written, n)] as const;
  const [state, from, to] = [relation === "=" ? equal : le, sides[0].to, sides[1].to];
  const special = n.derivation.add({ rule: "instantiate", of: shown, variables, premises }, state(from, to));
  const back = sides.flatMap(({ by }, side) =>
    by === undefined ? [] : [{ path: [side], by, backward: true } as const],
  );
  if (back.length === 0) return special;
  return n.derivation.add({ rule: "rewrite", from: special, moves: back }, state(lhs, rhs));
}

/** A term with each part as it is written. */
function rewritten(root: Term, written: ReadonlyMap<Term, Equality>, n: Normaliser): Equality {
  const made = new Map<Term, Equality>(written);
  for (const term of schedule(root, { stop: (inner) => made.has(inner) })) {
    const chain = n.chain(term);
    for (const [i, argument] of term.args.entries()) chain.step(made.get(argument)!, [i]);
    made.set(term, chain.done());
  }
  return made.get(root)!; // the schedule ends with the root
}
