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
import { occursIn } from "../kernel/closed.ts";
import type { Ref } from "../kernel/proof.ts";
import { equal } from "../kernel/proposition.ts";
import { open, substitute } from "../term/binder.ts";
import { isBinder } from "../term/names.ts";
import { schedule } from "../term/schedule.ts";
import { type Big, type Fold, type Slice, type Term, type Variable, variable } from "../term/term.ts";
import { type Equality, remade } from "./derivation.ts";
import type { Goal } from "./goal.ts";
import {
  argumentsMoved,
  argumentsTurned,
  hasVariable,
  isRotated,
  isWhole,
  type Moved,
  turnedInward,
  turnOf,
} from "./inward.ts";
import { Normaliser } from "./normaliser.ts";
import { split } from "./rules/cut.ts";
import { like } from "./rules/slice.ts";
import { ruleFor } from "./rules.ts";

/** Whether an equation is about a model: there is a definition in it. */
export function hasDefinitions({ statement: { lhs, rhs, relation } }: Goal): boolean {
  return relation === "=" && [lhs, rhs].some((side) => schedule(side).some(({ op }) => op === "defined"));
}

/** How long a part may be that is put in normal form, its definitions unfolded, and who is told that one was longer. */
export interface PartLimit {
  /** unit  operation */
  readonly longest: number;
  readonly reached: (limit: string) => void;
}

/** An equation by parts; the sides where it stopped, if it did. */
export function byAlignment(
  { statement: { lhs, rhs } }: Goal,
  n: Normaliser,
  limit: PartLimit,
): Ref | readonly [Term, Term] {
  const alignment = new Alignment(n, [lhs, rhs], limit);
  if (turnOf(rhs) !== undefined) {
    const moved = alignment.toward(rhs, lhs);
    return moved.to === rhs ? n.entryOf(moved) : [moved.to, rhs];
  }
  const moved = alignment.toward(lhs, rhs);
  return moved.to === lhs ? n.entryOf(n.backward(moved)) : [lhs, moved.to];
}

class Alignment {
  readonly #n: Normaliser;
  readonly #limit: PartLimit;
  /** For terms with variables in them for what is shared, of which no hypothesis speaks. */
  readonly #general: Normaliser;
  /** What was made of a term toward another one, by the ids of both. */
  readonly #made = new Map<string, Equality>();
  /** What was shown of variables, or sought in vain. */
  readonly #shown = new Map<string, Ref | undefined>();
  readonly #variables = new Map<string, Variable>();
  /** The names that the goal has. */
  readonly #names: ReadonlySet<string>;

  constructor(n: Normaliser, sides: readonly Term[], limit: PartLimit) {
    this.#limit = limit;
    this.#n = n;
    this.#general = new Normaliser(n.derivation, n.options);
    this.#names = new Set(
      sides.flatMap((side) => schedule(side).flatMap((term) => (term.op === "variable" ? [term.name] : []))),
    );
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
      for (const [i, argument] of argumentsOf(term).entries()) {
        const read = i > 0 && isRotated(goal.args[0]!) ? this.#read(goal.args[0]!, term.args[0]!, argument) : undefined;
        if (read !== undefined) chain.step(read, [i]);
        chain.step(this.toward(goal.args[i]!, read?.to ?? argument), [i]);
      }
      if (isBinder(chain.term)) chain.step(this.#body(goal as Big | Fold, chain.term));
    }
    const near = chain.term;
    if (near === goal) return chain.done();
    const made = this.#inward(goal, near) ?? this.#byNormalForm(goal, near);
    return made === undefined ? chain.done() : chain.step(made).done();
  }

  /** What reads a stream that was shown to be written in another basis, with that in place of the stream. */
  #read(goal: Term, stream: Term, term: Term): Equality | undefined {
    const shown = this.toward(goal, stream);
    if (shown.to !== goal) return undefined;
    const n = this.#n;
    const done = new Map<Term, Equality>([[stream, shown]]);
    const read = (part: Term): Equality => {
      const known = done.get(part);
      if (known !== undefined) return known;
      const chain = n.chain(part);
      if (occursIn(stream, part)) {
        for (const [i, argument] of argumentsOf(part).entries()) chain.step(read(argument), [i]);
        const whole = chain.term;
        if (isBinder(whole))
          chain.step(n.opened(whole, (index, running, body) => n.extended(whole, index, running, read(body))));
      }
      const made = chain.done();
      done.set(part, made);
      return made;
    };
    return read(term);
  }

  /** `term = goal` where either is a slice or a turn of what the other one is: those are taken inward, step by step. */
  #inward(goal: Term, term: Term): Equality | undefined {
    const n = this.#n;
    const inner = this.#step(term, goal);
    if (inner !== undefined) {
      const moved = this.toward(goal, inner.to);
      return moved.to === goal ? n.chain(term).step(inner).step(moved).done() : undefined;
    }
    const outer = this.#step(goal, term);
    if (outer === undefined) return undefined;
    const moved = this.toward(outer.to, term);
    return moved.to === outer.to ? n.chain(term).step(moved).step(n.backward(outer)).done() : undefined;
  }

  /**
   * A slice or a turn taken one operation inward, toward a term of this operation; what is compared with blocks, cut as
   * they are. Folds are left to induction.
   */
  #step(slice: Term, other: Term): Equality | undefined {
    if (other.op === "vcat" && slice.op !== "vcat") return split(slice, "rows", other.args[0]!.rows, this.#n);
    if (slice.op === "mul") return turnedInward(slice, other, this.#n) ?? this.#throughTurned(slice, other);
    if (slice.op !== "rows" && slice.op !== "cols") return undefined;
    const inner = slice.args[0]!;
    if (isWhole(inner, other)) return this.#through(slice, inner, other);
    if (inner.op === "fold" || inner.op !== other.op) return undefined;
    return ruleFor(slice.op)?.(slice, this.#n);
  }

  /** `rows(f(A, M)) = f(rows(A), M')` for an f that the other term has too, of other arguments. */
  #through(slice: Slice, inner: Term, other: Term): Equality | undefined {
    const moves = (variable: (of: Term) => Variable): Moved | undefined =>
      argumentsMoved(slice, inner, other, variable);
    return this.#generalised(slice, moves, (whole) => like(slice, whole));
  }

  /** `f(A, M) Q = f(A Q, M)`, or `P f(A, M) = f(P A, P M Pᵀ)`, for an f that the other term has too. */
  #throughTurned(product: Term, other: Term): Equality | undefined {
    const turn = turnOf(product);
    if (turn === undefined) return undefined;
    return this.#generalised(product, (variable) => argumentsTurned(turn, other, variable), turn.taken);
  }

  /** `term = t` for a term that is taken from another one, where that is shown with variables for what is in it. */
  #generalised(
    term: Term,
    moves: (variable: (of: Term) => Variable) => Moved | undefined,
    taken: (whole: Term) => Term,
  ): Equality | undefined {
    const parts = new Map<Term, Variable>();
    const moved = moves((part) => {
      const known = parts.get(part) ?? this.#variable(part, parts.size);
      parts.set(part, known);
      return known;
    });
    if (moved === undefined) return undefined;
    const by = this.#shownOf(moved.part, taken(moved.whole));
    if (by === undefined) return undefined;
    const variables = [...parts].map(([part, of]) => [of, part] as const);
    return this.#instance(term, moved.real, by, variables);
  }

  #byNormalForm(goal: Term, near: Term): Equality | undefined {
    const parts = outermost(shared(goal, near));
    return parts.length === 0 ? this.#same(goal, near, this.#n) : this.#generally(goal, near, parts);
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
    const variables = parts.map((part, i) => [this.#variable(part, i), part] as const);
    const values = new Map(variables.map(([of, part]) => [part, of]));
    const [to, from] = [goal, term].map((side) => substitute(side, values)) as [Term, Term];
    const by = this.#shownOf(to, from);
    return by === undefined ? undefined : this.#instance(term, goal, by, variables);
  }

  /** `term = goal` of variables, shown once. */
  #shownOf(goal: Term, term: Term): Ref | undefined {
    const key = `${goal.id}|${term.id}`;
    if (!this.#shown.has(key)) {
      const found = this.#same(goal, term, this.#general);
      this.#shown.set(key, found === undefined ? undefined : this.#n.entryOf(found));
    }
    return this.#shown.get(key);
  }

  #instance(from: Term, to: Term, of: Ref, variables: readonly (readonly [Variable, Term])[]): Equality {
    const entry = { rule: "instantiate", of, variables } as const;
    return { from, to, by: this.#n.derivation.add(entry, equal(from, to)) };
  }

  /** `term = goal` where both are short and have one normal form. */
  #same(goal: Term, term: Term, n: Normaliser): Equality | undefined {
    const { longest, reached } = this.#limit;
    if ([goal, term].some((side) => opened(side).length > longest)) {
      reached(`parts of ${longest} operations`);
      return undefined;
    }
    const [from, to] = [n.normal(term), n.normal(goal)];
    return from.to === to.to ? n.chain(term).step(from).step(n.backward(to)).done() : undefined;
  }

  /**
   * The variable for the part with a number. What is shown of variables serves wherever it is an instance, so the number
   * and the shape alone name it.
   */
  #variable({ rows: r, cols: c }: Term, i: number): Variable {
    const key = `${i}|${r.text}|${c.text}`;
    const known = this.#variables.get(key);
    if (known !== undefined) return known;
    let name = `U${this.#variables.size + 1}`;
    while (this.#names.has(name)) name += "_";
    const made = variable(name, r, c);
    this.#variables.set(key, made);
    return made;
  }
}

/** The operations of a term with its definitions unfolded. */
const opened = (term: Term): readonly Term[] =>
  schedule(term, { argumentsOf: (inner) => (inner.op === "defined" ? [inner.unfolded] : inner.args) });

/** What stands outside of bodies. */
const argumentsOf = (term: Term): readonly Term[] => (isBinder(term) ? term.args.slice(0, -1) : term.args);

/** Whether two terms differ in their arguments alone, and these have the same shapes. */
function isAlike(goal: Term, term: Term): boolean {
  const fits = (argument: Term, i: number): boolean =>
    argument.rows === term.args[i]?.rows && argument.cols === term.args[i].cols;
  if (goal.op !== term.op || goal.args.length !== term.args.length || !goal.args.every(fits)) return false;
  if (isBinder(goal)) return goal.count === (term as Big | Fold).count;
  return remade(term, goal.args) === goal;
}

/** Definitions, products and sums that stand in both terms. */
function shared(goal: Term, term: Term): readonly Term[] {
  const inGoal = new Set(schedule(goal));
  const isShared = (part: Term): boolean =>
    inGoal.has(part) && SHARED.has(part.op) && part.names.loose.length === 0 && hasVariable(part);
  return schedule(term).filter(isShared);
}

const SHARED: ReadonlySet<Term["op"]> = new Set<Term["op"]>(["defined", "mul", "add"]);

/** Those of some terms that are in no other of them. */
function outermost(terms: readonly Term[]): readonly Term[] {
  const inner = new Set(terms.flatMap((term) => schedule(term).filter((one) => one !== term)));
  return terms.filter((term) => !inner.has(term));
}
