/**
 * Orders: `A ≤ B` when B − A is put together from facts that are not negative.
 *
 * The normal form of B − A is a linear form in monomials. Facts about what
 * occurs (facts/) are linear forms too, and Farkas's lemma says which sum of
 * them it is. What stands in the way of that is taken apart (order-apart.ts).
 */
import type { Ref } from "../kernel/proof.ts";
import { is, type Proposition } from "../kernel/proposition.ts";
import { add, isScalar, ones, type Term, transpose } from "../term/term.ts";
import {
  bounds,
  diagonals,
  largestOfProducts,
  means,
  monotony,
  productsOfAbs,
  signs,
  weightNorms,
} from "./facts/bound.ts";
import { type Fact, factOf, normalFact, type Source, shown, subterms, type Wanted } from "./facts/fact.ts";
import { multiplesOf } from "./facts/multiple.ts";
import { productsOfFacts } from "./facts/product.ts";
import { ranks } from "./facts/rank.ts";
import { schwarz } from "./facts/schwarz.ts";
import { squares } from "./facts/square.ts";
import { combination } from "./farkas.ts";
import { type Linear, linearOf, minus, ONE } from "./linear.ts";
import type { Normaliser } from "./normaliser.ts";
import { apart, multiple, transported } from "./order-apart.ts";
import { withoutDenominator } from "./order-denominators.ts";
import { ofSummands } from "./order-sums.ts";

/** How often an order may be reduced to others, how many facts one may be put together from, by way of how many monomials, and
 * how often it may still be reduced where that way is gone. */
const LIMITS = { depth: 5, facts: 240, between: 12, deepest: 3 } as const;

const SOURCES: readonly Source[] = [
  signs,
  bounds,
  productsOfAbs,
  largestOfProducts,
  means,
  squares,
  weightNorms,
  diagonals,
  ranks,
];

/** Sources that ask for other orders. */
const REDUCING: readonly Source[] = [monotony, schwarz];

const ONE_ROW = ONE.rows;

/** Proofs of orders with one normaliser, which must be expanding. */
export class Order {
  readonly n: Normaliser;
  readonly #assumed: readonly Fact[];
  readonly #seeds: readonly Term[];
  readonly #known = new Map<string, Ref | undefined>();

  constructor(n: Normaliser, hypotheses: readonly Proposition[], seeds: readonly Term[]) {
    this.n = n;
    this.#assumed = hypotheses.flatMap((said) =>
      said.kind === "le" || (said.kind === "is" && (said.property === "nonnegative" || said.property === "positive"))
        ? [factOf(n, n.derivation.assume(said))]
        : [],
    );
    const sides = hypotheses.flatMap((said) => (said.kind === "equal" ? [said.lhs, said.rhs] : []));
    this.#seeds = subterms([...seeds, ...sides, ...this.#assumed.map(({ term }) => term)]);
  }

  /** An entry that says A ≤ B. */
  le(A: Term, B: Term, depth: number = LIMITS.depth): Ref | undefined {
    const { derivation } = this.n;
    if (A === B) return derivation.axiom("le_refl", [A]);
    const ref = this.nonnegative(minus(B, A), depth);
    return ref === undefined ? undefined : derivation.axiom("le_of_sub_nonneg", [A, B], [ref]);
  }

  /** An entry that says a term is not negative. */
  nonnegative(term: Term, depth: number = LIMITS.depth): Ref | undefined {
    const normal = this.n.normal(term);
    const ref = this.#shown(normal.to, depth);
    if (ref === undefined || normal.by === undefined) return ref;
    const entry = { rule: "rewrite", from: ref, moves: [{ path: [0], by: normal.by, backward: true }] } as const;
    return this.n.derivation.add(entry, is("nonnegative", term), `nonnegative|${term.id}`);
  }

  #shown(target: Term, depth: number): Ref | undefined {
    const key = `${target.id}|${depth}`;
    if (this.#known.has(key)) return this.#known.get(key);
    this.#known.set(key, undefined); // what leads back to itself shows nothing
    const ref =
      this.n.properties.show("nonnegative", target) ??
      this.#combined(target, depth) ??
      (depth > 0
        ? (apart(this, target, depth) ??
          ofSummands(this, target, depth) ??
          withoutDenominator(this, target, depth) ??
          this.#upright(target, depth))
        : undefined);
    this.#known.set(key, ref);
    return ref;
  }

  /** A row as the column that it is the transpose of. */
  #upright(target: Term, depth: number): Ref | undefined {
    if (isScalar(target) || target.rows !== ONE_ROW) return undefined;
    const column = transpose(target);
    const ref = this.nonnegative(column, depth - 1);
    if (ref === undefined) return undefined;
    return transported(
      this.n,
      { term: transpose(column), ref: this.n.derivation.axiom("transpose_nonneg", [column], [ref]) },
      target,
    );
  }

  #combined(target: Term, depth: number): Ref | undefined {
    const n = this.n;
    const linear = linearOf(target);
    for (const facts of this.#stages(target, linear, depth)) {
      const found = combined(linear, facts);
      if (found === undefined) continue;
      const parts = [...found].map(([i, value]) => multiple(facts[i]!, value, n));
      const whole = normalFact(
        n,
        parts.reduce((sum, part) => added(sum, part, n)),
      );
      return whole.term === target ? whole.ref : undefined;
    }
    return undefined;
  }

  /** Facts in normal form, the dearer ones later: what is known, what follows from other orders, and products. */
  *#stages(target: Term, linear: Linear, depth: number): Generator<readonly Fact[]> {
    const n = this.n;
    const terms = [...new Set([...this.#seeds, ...subterms([target])])];
    const le = (A: Term, B: Term): Ref | undefined => (depth > 1 ? this.le(A, B, depth - 2) : undefined);
    const wanted: Wanted = { n, target, linear, terms, le };
    const between = means(wanted).map((known) => linearOf(normalFact(n, known).term)); // a bound of a mean is a mean of bounds
    const reached = new Map([...between.flatMap((one) => [...one]), ...linear]);
    const known = turned([...this.#assumed, ...SOURCES.flatMap((source) => source(wanted))], target, n);
    const first = distinct([...shown(n, unit(target, n)), ...about(reached, known, target, n)]);
    yield first;
    const ordered = turned(
      REDUCING.flatMap((source) => source(wanted)),
      target,
      n,
    );
    const second = distinct([...first, ...about(reached, ordered, target, n)]);
    if (second.length > first.length) yield second;
    if (depth < LIMITS.deepest) return;
    const further = this.#further(target, linear, second, [...known, ...ordered]);
    if (further.length > second.length) yield further;
  }

  /** What is known besides of the monomials that some facts speak of and the target does not: products of facts. */
  #further(target: Term, linear: Linear, facts: readonly Fact[], found: readonly Fact[]): readonly Fact[] {
    const n = this.n;
    const one = unit(target, n);
    const near = facts
      .map(({ term }) => linearOf(term))
      .filter((fact) => [...fact.keys()].some((m) => m !== one && linear.has(m)));
    const reached = new Map(near.flatMap((fact) => [...fact]).filter(([monomial]) => !linear.has(monomial)));
    const between: Linear = new Map([...reached].slice(0, LIMITS.between));
    const wanted: Wanted = { n, target, linear: between, terms: [...between.keys()], le: () => undefined };
    const more = [
      ...productsOfFacts(facts, linear, n),
      ...productsOfAbs(wanted),
      ...[...facts, ...found].flatMap((known) => multiplesOf(known, between, target, n)),
    ];
    const made = more.map((one) => normalFact(n, one)).filter(({ term }) => sameShape(term, target));
    return distinct([...facts, ...made]);
  }
}

/** Whether terms are made of operations that have bounds rather than equations. */
export function speaksOfOrder(terms: readonly Term[]): boolean {
  return subterms(terms).some(
    (term) =>
      ["rank", "max", "maxEntry"].includes(term.op) || (term.op === "map" && ["abs", "relu", "sqrt"].includes(term.fn)),
  );
}

const sameShape = (A: Term, B: Term): boolean => A.rows === B.rows && A.cols === B.cols;

/** The sum of facts that a linear form is. */
const combined = (linear: Linear, facts: readonly Fact[]): ReturnType<typeof combination> =>
  combination(
    linear,
    facts.map(({ term }) => linearOf(term)),
  );

/** The monomial of which constants are multiples. */
function unit(target: Term, n: Normaliser): Term {
  return isScalar(target) ? ONE : n.normal(ones(target.rows, target.cols)).to;
}

/** What facts say about some monomials, in normal form and of a target's shape. */
function about(monomials: Linear, facts: readonly Fact[], target: Term, n: Normaliser): readonly Fact[] {
  const direct = facts.filter(({ term }) => sameShape(term, target));
  const made = facts.flatMap((known) => multiplesOf(known, monomials, target, n));
  return [...direct, ...made].map((known) => normalFact(n, known));
}

/** Facts of different terms, as many as one sum is looked for among. */
function distinct(facts: readonly Fact[]): readonly Fact[] {
  const known = new Map<Term, Fact>();
  for (const one of facts) if (!known.has(one.term)) known.set(one.term, one);
  return [...known.values()].slice(0, LIMITS.facts);
}

/** Facts, and for a row those about columns as about rows and the other way: a number may be written with either. */
function turned(facts: readonly Fact[], target: Term, n: Normaliser): readonly Fact[] {
  if (target.rows !== ONE_ROW) return facts;
  const narrow = facts.filter(({ term }) => !isScalar(term) && (term.rows === ONE_ROW || term.cols === ONE_ROW));
  return [
    ...facts,
    ...narrow.map(({ term, ref }) => ({
      term: transpose(term),
      ref: n.derivation.axiom("transpose_nonneg", [term], [ref]),
    })),
  ];
}

function added(a: Fact, b: Fact, n: Normaliser): Fact {
  return { term: add(a.term, b.term), ref: n.derivation.axiom("add_nonneg", [a.term, b.term], [a.ref, b.ref]) };
}
