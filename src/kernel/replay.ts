/**
 * The rules: what each entry of a proof states, recomputed from the terms it
 * names and from earlier entries.
 *
 * Invariant   every fact is about closed, genuine terms (closed.ts, schema.ts)
 *             of one shape, and holds for all values of the variables and of
 *             the free indices in it, for all sizes, 0 among them, wherever
 *             its hypotheses and the kinds of its variables do.
 */
import { bindBig, bindLayers, open, substitute } from "../term/binder.ts";
import { type Dim, dim } from "../term/dimension.ts";
import { Fault } from "../term/fault.ts";
import { isBinder } from "../term/names.ts";
import { resize } from "../term/substitution.ts";
import { type Fold, type Index, shapeText, type Term } from "../term/term.ts";
import { evaluated, evident } from "./arithmetic.ts";
import { AXIOMS } from "./axioms.ts";
import { isClosed, mentionsIndex, occursIn } from "./closed.ts";
import { KIND_FACTS } from "./kind-facts.ts";
import { Place } from "./place.ts";
import type { AxiomUse, Entry, Move, Proof, Ref } from "./proof.ts";
import {
  type Equation,
  equal,
  mapTerms,
  type Proposition,
  propositionText,
  sameProposition,
  termsOf,
  withTerms,
} from "./proposition.ts";
import { regrouping } from "./regroup.ts";
import { expectGenuine } from "./schema.ts";

/** What a proof comes to: its last entry, the axioms that were used, and what each entry states. */
export interface Replayed extends Fact {
  readonly axioms: ReadonlySet<string>;
  readonly facts: readonly Fact[];
}

/**
 * Replays a proof that was read.
 *
 * throws  Fault naming the entry that does not follow
 */
export function replay(proof: Proof): Replayed {
  const replay = new Replay();
  for (const [i, entry] of proof.entries()) {
    try {
      replay.add(entry);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      const { expected, received } = error.facts;
      throw new Fault({ op: `proof, entry ${i} (${entry.rule})`, expected, received }, { cause: error });
    }
  }
  return { ...replay.last(), axioms: replay.axioms, facts: replay.facts };
}

/** What an entry states: a proposition under hypotheses. */
export interface Fact {
  readonly says: Proposition;
  readonly under: readonly Proposition[];
}

const NOTHING: readonly Proposition[] = [];

function refuse(expected: string, received: string): never {
  throw new Fault({ op: "proof", expected, received });
}

/** What takes time to say is only said when it does not hold: see {@link expectSays}. */
function expect(holds: boolean, expected: string, received: string): asserts holds {
  if (!holds) refuse(expected, received);
}

function expectEquation(says: Proposition): asserts says is Equation {
  expect(says.kind === "equal", "an equation", says.kind);
}

/** Throws unless a fact says a proposition; the text is only written when it does not. */
function expectSays({ says }: Fact, proposition: Proposition): void {
  if (!sameProposition(says, proposition)) refuse(propositionText(proposition), propositionText(says));
}

class Replay {
  readonly axioms = new Set<string>();
  readonly facts: Fact[] = [];
  readonly #same = regrouping();

  /** The fact that an entry states. */
  add(entry: Entry): void {
    const fact = this.#infer(entry);
    expectSound(fact.says);
    this.facts.push(fact);
  }

  last(): Fact {
    const fact = this.facts[this.facts.length - 1];
    expect(fact !== undefined, "at least one entry", "an empty proof");
    return fact;
  }

  #infer(entry: Entry): Fact {
    switch (entry.rule) {
      case "axiom":
        return this.#axiom(entry);
      case "rewrite":
        return this.#rewrite(entry);
      case "unfold":
        return { says: unfolding(entry.term), under: NOTHING };
      case "evaluate":
        return { says: evaluation(entry.term), under: NOTHING };
      case "evident":
        return { says: evidence(entry.proposition), under: NOTHING };
      case "assume":
        return { says: entry.proposition, under: [assumed(entry.proposition)] };
      case "kind":
        return { says: kindFact(entry.variable, entry.fact), under: NOTHING };
      case "extend":
        return this.#extend(entry);
      case "fuse":
        return this.#fuse(entry);
      case "induct":
        return this.#induct(entry);
      case "discharge":
        return this.#discharge(this.#fact(entry.of), this.#fact(entry.by));
      case "instantiate":
        return this.#instantiate(entry);
    }
  }

  #fact(ref: Ref): Fact {
    const fact = this.facts[ref];
    if (fact === undefined) refuse("the number of an earlier entry", String(ref));
    return fact;
  }

  /** The hypotheses of premises, which must say what is asked of them, in order. */
  #premises(asked: readonly Proposition[], refs: readonly Ref[] = []): readonly Proposition[] {
    if (refs.length !== asked.length) refuse(`${asked.length} premises`, `${refs.length}`);
    return asked.reduce((under, proposition, i) => {
      const fact = this.#fact(refs[i]!);
      expectSays(fact, proposition);
      return union(under, fact.under);
    }, NOTHING);
  }

  #axiom({ name, args, premises }: AxiomUse): Fact {
    const axiom = AXIOMS.get(name);
    expect(axiom !== undefined, "the name of an axiom", name);
    expectClosed(args);
    for (const term of args) expectGenuine(term);
    const instance = axiom.law(...args);
    const under = this.#premises(instance.premises, premises);
    this.axioms.add(name);
    return { says: instance.conclusion, under };
  }

  #rewrite({ from, moves }: Extract<Entry, { rule: "rewrite" }>): Fact {
    const { says, under } = typeof from === "number" ? this.#fact(from) : { says: equal(from, from), under: NOTHING };
    expectClosed(termsOf(says));
    const sides = termsOf(says).map((side) => new Place(side));
    let needed = under;
    for (const move of moves) {
      const side = sides[move.path[0] ?? -1];
      if (side === undefined) refuse("a path that begins with a side", JSON.stringify(move.path));
      needed = union(needed, this.#move(side, move));
    }
    const changed = sides.map((side) => side.whole());
    return { says: withTerms(says, changed), under: needed };
  }

  /** Makes a move at its path in a term, and answers under which hypotheses. */
  #move(side: Place, move: Move): readonly Proposition[] {
    if ("regroup" in move) {
      const to = move.regroup;
      expectClosed([to]);
      expectGenuine(to);
      this.axioms.add("regroup");
      expect(this.#same(side.at(move.path, 1), to), "the same up to brackets and order", "another term");
      side.put(to);
      return NOTHING;
    }
    const { says, under } = typeof move.by === "number" ? this.#fact(move.by) : this.#axiom(move.by);
    expectEquation(says);
    const [left, right] = move.backward ? [says.rhs, says.lhs] : [says.lhs, says.rhs];
    expect(side.at(move.path, 1) === left, "the side of the equation that is used at its path", "another term");
    side.put(right);
    return under;
  }

  #extend({ binder, index, running, by }: Extract<Entry, { rule: "extend" }>): Fact {
    expect(isBinder(binder), "a binder", binder.op);
    expectClosed([binder]);
    if (running !== undefined) expectSameShape(running, binder);
    const { says, under } = this.#fact(by);
    expectEquation(says);
    expectFresh(index, running === undefined ? [] : [running], [binder, ...under.flatMap(termsOf)]);
    expect(says.lhs === open(binder, index, running), "an equation of the opened body", "one of another term");
    if (binder.op !== "fold") return { says: equal(binder, bindBig(binder.op, binder.count, index, says.rhs)), under };
    expect(running !== undefined, "a variable for the running value", "none");
    return { says: equal(binder, bindLayers(binder.count, binder.args[0]!, index, running, says.rhs)), under };
  }

  #fuse({ fold, onto, index, running, context, base, step }: Extract<Entry, { rule: "fuse" }>): Fact {
    expect(fold.op === "fold" && onto.op === "fold" && fold.count === onto.count, "folds of as many layers", onto.op);
    expectClosed([fold, onto, context]);
    expectSameShape(running, onto);
    expectSameShape(context, fold);
    const at = (y: Term): Term => substitute(context, new Map([[running, y]]));
    const [atStart, kept] = [this.#fact(base), this.#fact(step)];
    expectSays(atStart, equal(fold.args[0]!, at(onto.args[0]!)));
    expectSays(kept, equal(open(fold, index, context), at(open(onto, index, running))));
    expectFresh(index, [running], [fold, onto, ...kept.under.flatMap(termsOf)]);
    expect(!mentionsIndex(context, index), "a context of all layers", "one layer's");
    return { says: equal(fold, at(onto)), under: union(atStart.under, kept.under) };
  }

  #induct({ folds, index, running, invariant, base, step }: Extract<Entry, { rule: "induct" }>): Fact {
    const [first] = folds as readonly Fold[];
    expect(first !== undefined && folds.length === running.length, "a running value for each fold", "more or fewer");
    for (const [k, fold] of folds.entries()) {
      expect(fold.op === "fold" && fold.count === first.count, "folds of as many layers", fold.op);
      expectSameShape(running[k]!, fold);
    }
    expectClosed([...folds, ...termsOf(invariant)]);
    expect(new Set(running).size === running.length, "different running values", "the same one twice");
    const said = (values: readonly Term[]): Proposition => {
      const by = new Map(running.map((variable, i) => [variable, values[i]!])); // as many
      return mapTerms(invariant, (term) => substitute(term, by));
    };
    const [atStart, kept] = [this.#fact(base), this.#fact(step)];
    expectSays(atStart, said(folds.map((fold) => fold.args[0]!)));
    expectSays(kept, said((folds as readonly Fold[]).map((fold, k) => open(fold, index, running[k]))));
    const under = without(kept.under, invariant);
    expectFresh(index, running, [...folds, ...under.flatMap(termsOf)]);
    expect(!termsOf(invariant).some((term) => mentionsIndex(term, index)), "an invariant of all layers", "one layer's");
    return { says: said(folds), under: union(atStart.under, under) };
  }

  #discharge(of: Fact, by: Fact): Fact {
    return { says: of.says, under: union(without(of.under, by.says), by.under) };
  }

  #instantiate({ of, variables = [], sizes = [], premises }: Extract<Entry, { rule: "instantiate" }>): Fact {
    const { says, under } = this.#fact(of);
    const values = new Map(variables);
    for (const [variable] of variables) {
      // a member of a family is not independent of the family
      expect(variable.op === "variable" && variable.index.length === 0, "a variable without indices", variable.op);
    }
    for (const [variable, value] of variables) expectSameShape(variable, value);
    expectClosed([...values.values()]);
    const asked = variables.flatMap(([variable, value]) =>
      KIND_FACTS[(variable as Extract<Term, { op: "variable" }>).kind](value),
    );
    const replace = new Map(sizes.map(([symbol, by]): [string, Dim] => [symbol, dim(by)]));
    const change = (term: Term): Term => resize(substitute(term, values), replace);
    // what shows that the values are of their variables' kinds is said of the sizes before, so it changes with them
    const shown = this.#premises(asked, premises);
    const needed = shown.map((premise) => mapTerms(premise, (term) => resize(term, replace)));
    const hypotheses = union(
      needed,
      under.map((hypothesis) => mapTerms(hypothesis, change)),
    );
    for (const hypothesis of hypotheses) expectSound(hypothesis);
    return { says: mapTerms(says, change), under: hypotheses };
  }
}

function expectClosed(terms: readonly Term[]): void {
  for (const term of terms) expect(isClosed(term), "a term whose binders are in it", "an index or running value alone");
}

/** Throws unless a proposition is about closed terms of one shape, whose defined terms are what their names say. */
function expectSound(proposition: Proposition): void {
  const terms = termsOf(proposition);
  expectClosed(terms);
  expectSameShape(terms[0]!, terms[terms.length - 1]!);
  for (const term of terms) expectGenuine(term);
}

function expectSameShape(a: Term, b: Term): void {
  if (a.rows !== b.rows || a.cols !== b.cols) refuse(`a term of shape ${shapeText(a)}`, shapeText(b));
}

function assumed(proposition: Proposition): Proposition {
  expectSound(proposition);
  return proposition;
}

/** A name for a layer or head, and variables for running values, that occur nowhere else. */
function expectFresh(index: Index, running: readonly Term[], elsewhere: readonly Term[]): void {
  for (const variable of running) {
    const plain = variable.op === "variable" && variable.kind === "matrix" && variable.index.length === 0;
    expect(plain, "a plain variable for a running value", variable.op);
    expect(!elsewhere.some((term) => occursIn(variable, term)), "a running value of its own", "one in use");
  }
  expect(!elsewhere.some((term) => mentionsIndex(term, index)), "an index of its own", "one in use");
}

function unfolding(term: Term): Proposition {
  expect(term.op === "defined", "a defined term", term.op);
  return equal(term, term.unfolded);
}

function evaluation(term: Term): Proposition {
  const value = evaluated(term);
  expect(value !== undefined, "an operation on constants, or a size", term.op);
  return equal(term, value);
}

function evidence(proposition: Proposition): Proposition {
  if (!evident(proposition)) refuse("what arithmetic shows", propositionText(proposition));
  return proposition;
}

function kindFact(variable: Term, fact: number): Proposition {
  expect(variable.op === "variable", "a variable", variable.op);
  const known = KIND_FACTS[variable.kind](variable)[fact];
  if (known === undefined) refuse(`a fact of ${variable.kind}`, String(fact));
  expectClosed([variable]);
  return known;
}

function without(all: readonly Proposition[], one: Proposition): readonly Proposition[] {
  return all.filter((proposition) => !sameProposition(proposition, one));
}

function union(all: readonly Proposition[], more: readonly Proposition[]): readonly Proposition[] {
  if (more.length === 0 || more === all) return all;
  if (all.length === 0) return more;
  const fresh = more.filter((proposition) => !all.some((known) => sameProposition(known, proposition)));
  return fresh.length === 0 ? all : [...all, ...fresh];
}
