/**
 * Equality by parts: two terms are walked together, and only where they differ is anything put in normal form.
 *
 * It is what sweeping does in the equivalence checking of circuits: the smallest parts that differ are shown equal first,
 * one takes the place of the other, and what stands around them is then the same. What both sides share is not opened
 * (a norm of the same stream, say), so a proof is as long as the difference and not as the model.
 *
 * Source   A. Kuehlmann, F. Krohm: Equivalence checking using cuts and heaps, DAC 1997
 */
import type { Ref } from "../kernel/proof.ts";
import { open, withArguments } from "../term/binder.ts";
import { definitionOf } from "../term/definition.ts";
import { schedule } from "../term/schedule.ts";
import { isBinder, rebuild } from "../term/substitution.ts";
import type { Big, Fold, Term } from "../term/term.ts";
import type { Equality } from "./derivation.ts";
import type { Goal } from "./goal.ts";
import type { Normaliser } from "./normaliser.ts";

/** Whether there is anything that both sides may share without being opened: a definition. */
export function hasDefinitions({ statement: { lhs, rhs, relation } }: Goal): boolean {
  return relation === "=" && [lhs, rhs].some((side) => schedule(side).some(({ op }) => op === "defined"));
}

/** An equation by parts; the sides where it stopped, if it did. */
export function byAlignment({ statement: { lhs, rhs } }: Goal, n: Normaliser): Ref | readonly [Term, Term] {
  const moved = new Alignment(n).toward(lhs, rhs);
  return moved.to === lhs ? n.entryOf(n.backward(moved)) : [lhs, moved.to];
}

class Alignment {
  readonly #n: Normaliser;
  /** What was made of a term toward another one, by the ids of both. */
  readonly #made = new Map<string, Equality>();

  constructor(n: Normaliser) {
    this.#n = n;
  }

  /** `term = t` where t is `goal`, or has more parts of it than the term has. */
  toward(goal: Term, term: Term): Equality {
    const key = `${goal.id}|${term.id}`;
    const known = this.#made.get(key);
    if (known !== undefined) return known;
    const made = this.#toward(goal, term);
    this.#made.set(key, made);
    return made;
  }

  #toward(goal: Term, term: Term): Equality {
    const chain = this.#n.chain(term);
    if (goal === term) return chain.done();
    if (isAlike(goal, term)) {
      for (const [i, argument] of argumentsOf(term).entries())
        chain.step(this.toward(goal.args[i]!, argument), [i]);
      if (isBinder(chain.term)) chain.step(this.#body(goal as Big | Fold, chain.term));
    }
    const near = chain.term;
    if (near === goal) return chain.done();
    this.#n.keep(shared(goal, near));
    const [from, to] = [this.#n.normal(near), this.#n.normal(goal)];
    return from.to === to.to ? chain.step(from).step(this.#n.backward(to)).done() : chain.done();
  }

  #body(goal: Big | Fold, binder: Big | Fold): Equality {
    const n = this.#n;
    return n.opened(binder, (index, running, body) =>
      n.extended(binder, index, running, this.toward(open(goal, index, running), body)),
    );
  }
}

/** What stands outside of bodies. */
const argumentsOf = (term: Term): readonly Term[] => (isBinder(term) ? term.args.slice(0, -1) : term.args);

/** Whether two terms differ in their arguments alone, and these have the same shapes. */
function isAlike(goal: Term, term: Term): boolean {
  const fits = (argument: Term, i: number): boolean =>
    argument.rows === term.args[i]?.rows && argument.cols === term.args[i].cols;
  if (goal.op !== term.op || goal.args.length !== term.args.length || !goal.args.every(fits)) return false;
  if (isBinder(goal)) return goal.count === (term as Big | Fold).count;
  if (goal.op !== "defined") return withArguments(term, goal.args) === goal;
  return rebuild(term, goal.args, undefined, definitionOf(goal.name)!.unfold(...goal.args)) === goal;
}

/** What is defined and stands in both terms. */
function shared(goal: Term, term: Term): readonly Term[] {
  const inGoal = new Set(schedule(goal));
  return schedule(term).filter((one) => one.op === "defined" && inGoal.has(one));
}
