/**
 * A goal that is shown of free variables and then read of what stands in their place: each of some terms is written with
 * others (a matrix by its entries, an angle as twice its half), and for those there are variables.
 */
import type { Ref } from "../kernel/proof.ts";
import { equal, le } from "../kernel/proposition.ts";
import { substitute } from "../term/binder.ts";
import { schedule } from "../term/schedule.ts";
import type { Term } from "../term/term.ts";
import type { Equality } from "./derivation.ts";
import type { Goal } from "./goal.ts";
import type { Prover } from "./induction.ts";
import type { Normaliser } from "./normaliser.ts";

/** How terms are written, and the variable for each of those that they are written with. */
export interface Writing {
  readonly written: ReadonlyMap<Term, Equality>;
  readonly free: ReadonlyMap<Term, Term>;
}

/** The goal, shown by `show` of the variables. */
export function byReading(
  goal: Goal,
  { written, free }: Writing,
  n: Normaliser,
  show: Prover,
): Ref | readonly [Term, Term] {
  const { lhs, rhs, relation } = goal.statement;
  const general = new Map([...written].map(([term, { to }]) => [term, substitute(to, free)] as const));
  const [left, right] = [lhs, rhs].map((side) => substitute(side, general)) as [Term, Term];
  const shown = show({ ...goal, statement: { lhs: left, rhs: right, relation } }, n);
  if (typeof shown !== "number") return shown;
  const sides = [rewritten(lhs, written, n), rewritten(rhs, written, n)] as const;
  const variables = [...free].map(([term, variable]) => [variable, term] as const);
  if (relation === "<=") {
    const read = n.derivation.add({ rule: "instantiate", of: shown, variables }, le(sides[0].to, sides[1].to));
    const back = sides.flatMap(({ by }, side) =>
      by === undefined ? [] : [{ path: [side], by, backward: true } as const],
    );
    return n.derivation.add({ rule: "rewrite", from: read, moves: back }, le(lhs, rhs));
  }
  const read = n.derivation.add({ rule: "instantiate", of: shown, variables }, equal(sides[0].to, sides[1].to));
  const chain = n.chain(lhs).step(sides[0]).use(read);
  return n.entryOf(chain.step(n.backward(sides[1])).done());
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
