/**
 * Equality by parts: two terms are walked together, and only where they differ is anything put in normal form.
 *
 * It is what sweeping does in the equivalence checking of circuits: the smallest parts that differ are shown equal first,
 * one takes the place of the other, and what stands around them is then the same. What both sides share is a variable
 * meanwhile (a norm of the same stream, the queries of the same tokens), and what was shown of the variable is
 * instantiated. So a proof is as long as the difference, and not as the model.
 *
 * Source   A. Kuehlmann, F. Krohm: Equivalence checking using cuts and heaps, DAC 1997
 */
import type { Ref } from "../kernel/proof.ts";
import { equal } from "../kernel/proposition.ts";
import { open, substitute, withArguments } from "../term/binder.ts";
import { definitionOf } from "../term/definition.ts";
import { schedule } from "../term/schedule.ts";
import { isBinder, rebuild } from "../term/substitution.ts";
import { type Big, type Fold, isScalar, type Term, type Variable, variable } from "../term/term.ts";
import type { Equality } from "./derivation.ts";
import type { Goal } from "./goal.ts";
import { Normaliser } from "./normaliser.ts";

/** Whether an equation is about a model: there is a definition in it. */
export function hasDefinitions({ statement: { lhs, rhs, relation } }: Goal): boolean {
  return relation === "=" && [lhs, rhs].some((side) => schedule(side).some(({ op }) => op === "defined"));
}

/** An equation by parts; the sides where it stopped, if it did. */
export function byAlignment({ statement: { lhs, rhs } }: Goal, n: Normaliser): Ref | readonly [Term, Term] {
  const moved = new Alignment(n, [lhs, rhs]).toward(lhs, rhs);
  return moved.to === lhs ? n.entryOf(n.backward(moved)) : [lhs, moved.to];
}

class Alignment {
  readonly #n: Normaliser;
  /** For terms with variables in them for what is shared, of which no hypothesis speaks. */
  readonly #general: Normaliser;
  /** What was made of a term toward another one, by the ids of both. */
  readonly #made = new Map<string, Equality>();
  /** The variables for what is shared. */
  readonly #variables = new Map<Term, Variable>();
  readonly #names: ReadonlySet<string>;

  constructor(n: Normaliser, sides: readonly Term[]) {
    this.#n = n;
    this.#general = new Normaliser(n.derivation, n.options);
    this.#names = new Set(sides.flatMap((side) => schedule(side).flatMap((term) => (term.op === "variable" ? [term.name] : []))));
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
      for (const [i, argument] of argumentsOf(term).entries()) chain.step(this.toward(goal.args[i]!, argument), [i]);
      if (isBinder(chain.term)) chain.step(this.#body(goal as Big | Fold, chain.term));
    }
    const near = chain.term;
    if (near === goal) return chain.done();
    const parts = shared(goal, near);
    const made =
      this.#generally(goal, near, outermost(parts)) ??
      this.#generally(goal, near, outermost(parts.filter(({ op }) => op === "defined"))) ??
      same(goal, near, this.#n);
    return made === undefined ? chain.done() : chain.step(made).done();
  }

  #body(goal: Big | Fold, binder: Big | Fold): Equality {
    const n = this.#n;
    return n.opened(binder, (index, running, body) =>
      n.extended(binder, index, running, this.toward(open(goal, index, running), body)),
    );
  }

  /** `term = goal`, from the equation in which some parts are variables. */
  #generally(goal: Term, term: Term, parts: readonly Term[]): Equality | undefined {
    if (parts.length === 0) return undefined;
    const variables = parts.map((part) => [this.#variable(part), part] as const);
    const values = new Map(variables.map(([of, part]) => [part, of]));
    const [to, from] = [goal, term].map((side) => substitute(side, (part) => values.get(part))) as [Term, Term];
    const found = same(to, from, this.#general);
    if (found === undefined) return undefined;
    const entry = { rule: "instantiate", of: this.#n.entryOf(found), variables } as const;
    return { from: term, to: goal, by: this.#n.derivation.add(entry, equal(term, goal)) };
  }

  #variable(of: Term): Variable {
    const known = this.#variables.get(of);
    if (known !== undefined) return known;
    let name = `U${this.#variables.size + 1}`;
    while (this.#names.has(name)) name += "_";
    const made = variable(name, of.rows, of.cols);
    this.#variables.set(of, made);
    return made;
  }
}

/** `term = goal` where both have one normal form. */
function same(goal: Term, term: Term, n: Normaliser): Equality | undefined {
  const [from, to] = [n.normal(term), n.normal(goal)];
  return from.to === to.to ? n.chain(term).step(from).step(n.backward(to)).done() : undefined;
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

/** Definitions, products and sums that stand in both terms, but for numbers and what has no variable in it. */
function shared(goal: Term, term: Term): readonly Term[] {
  const inGoal = new Set(schedule(goal));
  const isShared = (part: Term): boolean =>
    inGoal.has(part) && SHARED.has(part.op) && !isScalar(part) && part.names.loose.length === 0 && hasVariable(part);
  return schedule(term).filter(isShared);
}

const SHARED: ReadonlySet<Term["op"]> = new Set<Term["op"]>(["defined", "mul", "add"]);

const variables = new WeakMap<Term, boolean>();

/** Whether there is a variable in a term: positions and numbers have none, and laws of their own. */
function hasVariable(root: Term): boolean {
  for (const term of schedule(root, { stop: (inner) => variables.has(inner) }))
    variables.set(term, term.op === "variable" || term.args.some((argument) => variables.get(argument)));
  return variables.get(root)!; // the schedule ends with it
}

/** Those of some terms that are in no other of them. */
function outermost(terms: readonly Term[]): readonly Term[] {
  const inner = new Set(terms.flatMap((term) => schedule(term).filter((one) => one !== term)));
  return terms.filter((term) => !inner.has(term));
}
