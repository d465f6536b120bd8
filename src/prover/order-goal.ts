/**
 * Orders: `A ≤ B` when B − A is put together from facts that are not negative.
 *
 * The normal form of B − A is a linear form in monomials. Facts about what
 * occurs (facts/) are linear forms too, and Farkas's lemma says which sum of
 * them it is. What stands in the way of that is taken apart first: to show
 * `c |X| ≤ R` both of `±c X ≤ R` are shown, to show `c maxall(X) ≤ r` that
 * `c X ≤ r 1`, and to show `c √X ≤ R` that `c² X ≤ R²`.
 */
import type { Ref } from "../kernel/proof.ts";
import { is, type Proposition } from "../kernel/proposition.ts";
import { mulRational, type Rational, rational } from "../term/rational.ts";
import {
  add,
  constant,
  diagonal,
  hadamard,
  isScalar,
  map,
  maxEntry,
  mul,
  ones,
  scale,
  size as sizeOf,
  type Term,
  transpose,
} from "../term/term.ts";
import type { Equality } from "./derivation.ts";
import { bounds, means, monotony, productsOfAbs, signs, weightNorms } from "./facts/bound.ts";
import { type Fact, factOf, normalFact, type Source, shown, subterms, type Wanted } from "./facts/fact.ts";
import { multiplesOf } from "./facts/multiple.ts";
import { productsOfFacts } from "./facts/product.ts";
import { ranks } from "./facts/rank.ts";
import { schwarz } from "./facts/schwarz.ts";
import { squares } from "./facts/square.ts";
import { combination, isUnit } from "./farkas.ts";
import { type Linear, linearOf, MINUS_ONE, minus, ONE } from "./linear.ts";
import type { Normaliser } from "./normaliser.ts";
import { factorsOf, flat, nested } from "./parts.ts";

/** How often an order may be reduced to others, how many facts one may be put together from, and by way of how many monomials. */
const LIMITS = { depth: 5, facts: 240, between: 12 } as const;

const SOURCES: readonly Source[] = [
  signs,
  bounds,
  productsOfAbs,
  monotony,
  means,
  squares,
  schwarz,
  weightNorms,
  ranks,
];

const ONE_ROW = ONE.rows;

/** √X, and |X| = √(X ∘ X). */
const ROOTS: ReadonlySet<string> = new Set(["sqrt", "abs"]);

/** Functions of which `g(maxall(Y))` is `maxall(g(Y))` in normal form. */
const MONOTONE: ReadonlySet<string> = new Set(["exp", "sqrt", "sigmoid", "tanh", "erf"]);

/** What a term is the largest entry of. */
function largestOf(term: Term): Term | undefined {
  if (term.op === "maxEntry") return term.args[0];
  const Y = term.op === "map" && MONOTONE.has(term.fn) ? largestOf(term.args[0]!) : undefined;
  return Y === undefined || term.op !== "map" ? undefined : map(term.fn, Y);
}

/** Proofs of orders with one normaliser, which must be expanding. */
export class Order {
  readonly #n: Normaliser;
  readonly #assumed: readonly Fact[];
  readonly #seeds: readonly Term[];
  readonly #known = new Map<string, Ref | undefined>();

  constructor(n: Normaliser, hypotheses: readonly Proposition[], seeds: readonly Term[]) {
    this.#n = n;
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
    const { derivation } = this.#n;
    if (A === B) return derivation.axiom("le_refl", [A]);
    const ref = this.nonnegative(minus(B, A), depth);
    return ref === undefined ? undefined : derivation.axiom("le_of_sub_nonneg", [A, B], [ref]);
  }

  /** An entry that says a term is not negative. */
  nonnegative(term: Term, depth: number = LIMITS.depth): Ref | undefined {
    const normal = this.#n.normal(term);
    const ref = this.#shown(normal.to, depth);
    if (ref === undefined || normal.by === undefined) return ref;
    const entry = { rule: "rewrite", from: ref, moves: [{ path: [0], by: normal.by, backward: true }] } as const;
    return this.#n.derivation.add(entry, is("nonnegative", term), `nonnegative|${term.id}`);
  }

  #shown(target: Term, depth: number): Ref | undefined {
    const key = `${target.id}|${depth}`;
    if (this.#known.has(key)) return this.#known.get(key);
    this.#known.set(key, undefined); // what leads back to itself shows nothing
    const ref =
      this.#n.properties.show("nonnegative", target) ??
      this.#combined(target, depth) ??
      (depth > 0 ? (this.#apart(target, depth) ?? this.#upright(target, depth)) : undefined);
    this.#known.set(key, ref);
    return ref;
  }

  /** A row as the column that it is the transpose of. */
  #upright(target: Term, depth: number): Ref | undefined {
    if (isScalar(target) || target.rows !== ONE_ROW) return undefined;
    const column = transpose(target);
    const ref = this.nonnegative(column, depth - 1);
    if (ref === undefined) return undefined;
    return this.#transported(
      { term: transpose(column), ref: this.#n.derivation.axiom("transpose_nonneg", [column], [ref]) },
      target,
    );
  }

  #combined(target: Term, depth: number): Ref | undefined {
    const n = this.#n;
    const linear = linearOf(target);
    if (![...linear.values()].some(({ numerator }) => numerator > 0n)) return undefined;
    const { found: known, facts: first } = this.#facts(target, linear, depth);
    const once = combined(linear, first);
    const facts = once === undefined ? this.#further(target, linear, first, known) : first;
    const found = once ?? (facts.length > first.length ? combined(linear, facts) : undefined);
    if (found === undefined) return undefined;
    const parts = [...found].map(([i, value]) => multiple(facts[i]!, value, n));
    const whole = normalFact(
      n,
      parts.reduce((sum, part) => added(sum, part, n)),
    );
    return whole.term === target ? whole.ref : undefined;
  }

  /** What is known besides of the monomials that some facts speak of and the target does not: products of facts. */
  #further(target: Term, linear: Linear, facts: readonly Fact[], found: readonly Fact[]): readonly Fact[] {
    const n = this.#n;
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
    const all = new Map(facts.map((known) => [known.term, known]));
    for (const known of more.map((one) => normalFact(n, one)))
      if (sameShape(known.term, target) && !all.has(known.term)) all.set(known.term, known);
    return [...all.values()].slice(0, LIMITS.facts);
  }

  /** What is known, and what that says about the monomials of a target, in normal form and of its shape. */
  #facts(
    target: Term,
    linear: Linear,
    depth: number,
  ): { readonly found: readonly Fact[]; readonly facts: readonly Fact[] } {
    const n = this.#n;
    const terms = [...new Set([...this.#seeds, ...subterms([target])])];
    const le = (A: Term, B: Term): Ref | undefined => (depth > 1 ? this.le(A, B, depth - 2) : undefined);
    const wanted: Wanted = { n, target, linear, terms, le };
    const upright = [...this.#assumed, ...SOURCES.flatMap((source) => source(wanted))];
    const narrow = target.rows === ONE_ROW ? upright.flatMap((known) => turned(known, n)) : [];
    const found = [...upright, ...narrow];
    const direct = found.filter(({ term }) => sameShape(term, target)).map((known) => normalFact(n, known));
    const between = means(wanted).map((known) => linearOf(normalFact(n, known).term)); // a bound of a mean is a mean of bounds
    const reached = new Map([...between.flatMap((one) => [...one]), ...linear]);
    const made = found.flatMap((known) => multiplesOf(known, reached, target, n)).map((known) => normalFact(n, known));
    const facts = new Map<Term, Fact>();
    for (const known of [...shown(n, unit(target, n)), ...direct, ...made])
      if (!facts.has(known.term)) facts.set(known.term, known);
    return { found, facts: [...facts.values()].slice(0, LIMITS.facts) };
  }

  /** A monomial that is subtracted, taken apart. */
  #apart(target: Term, depth: number): Ref | undefined {
    for (const [monomial, value] of linearOf(target)) {
      const logarithm = this.#logarithm(target, monomial, value, depth);
      if (logarithm !== undefined) return logarithm;
      if (value.numerator > 0n) continue;
      const c = mulRational(MINUS_ONE, value);
      const ref =
        this.#absolute(target, monomial, c, depth) ??
        this.#largest(target, monomial, c, depth) ??
        this.#root(target, monomial, c, depth) ??
        this.#summed(target, monomial, c, depth);
      if (ref !== undefined) return ref;
    }
    return undefined;
  }

  /** `R − c N ∘ |X|` from `R ∓ c N ∘ X`, for an N that is not negative. */
  #absolute(target: Term, monomial: Term, c: Rational, depth: number): Ref | undefined {
    const n = this.#n;
    const parts = flat("hadamard", monomial.op === "scale" ? monomial.args[1]! : monomial);
    const i = parts.findIndex((part) => part.op === "map" && part.fn === "abs");
    if (i < 0) return undefined;
    const inside = nested("hadamard", [...parts.slice(0, i), parts[i]!.args[0]!, ...parts.slice(i + 1)]);
    const X = scale(constant(c), monomial.op === "scale" ? scale(monomial.args[0]!, inside) : inside);
    const whole = n.normal(map("abs", X));
    if (whole.to !== n.normal(scale(constant(c), monomial)).to) return undefined;
    const R = n.normal(add(target, whole.to)).to;
    const opposite = scale(constant(-1), X);
    const [above, below] = [this.le(X, R, depth - 1), this.le(opposite, R, depth - 1)];
    if (above === undefined || below === undefined) return undefined;
    return this.#from(n.derivation.axiom("abs_le", [X, R], [above, below]), target);
  }

  /** `r − f maxall(X)` from `f X ≤ r 1`, for a factor that is not negative; X is g(Y) where g(maxall(Y)) stands. */
  #largest(target: Term, monomial: Term, c: Rational, depth: number): Ref | undefined {
    const n = this.#n;
    const parts = flat("hadamard", monomial);
    const i = parts.findIndex((part) => largestOf(part) !== undefined);
    if (i < 0) return undefined;
    const factor = n.normal(nested("hadamard", [constant(c), ...parts.filter((_, k) => k !== i)])).to;
    const r = n.normal(add(target, hadamard(factor, parts[i]!))).to;
    const X = largestOf(parts[i]!)!; // or its transpose, of which the largest entry is the same
    return this.#bounded(X, factor, r, target, depth) ?? this.#bounded(transpose(X), factor, r, target, depth);
  }

  /** `r − f maxall(X)` from `f X ≤ r 1`. */
  #bounded(X: Term, factor: Term, r: Term, target: Term, depth: number): Ref | undefined {
    const n = this.#n;
    const positive = n.properties.show("nonnegative", factor);
    const inhabited = [X.rows, X.cols].map((size) => n.properties.show("positive", sizeOf(size)));
    if (positive === undefined || inhabited.includes(undefined)) return undefined;
    const all = this.le(scale(factor, X), scale(r, ones(X.rows, X.cols)), depth - 1);
    if (all === undefined) return undefined;
    const premises = inhabited as Ref[];
    const bound = n.derivation.axiom("maxEntry_le", [scale(factor, X), r], [...premises, all]);
    const outside = n.derivation.axiom("maxEntry_smul_of_nonneg", [factor, X], [positive, ...premises]);
    const says = { kind: "le", lhs: hadamard(factor, maxEntry(X)), rhs: r } as const;
    return this.#from(
      n.derivation.add({ rule: "rewrite", from: bound, moves: [{ path: [0], by: outside }] }, says),
      target,
    );
  }

  /** `n r − c 1ᵀ v` from `c v ≤ r 1`, for the sum of a diagonal or of a column, and the same of row sums. */
  #summed(target: Term, monomial: Term, c: Rational, depth: number): Ref | undefined {
    const n = this.#n;
    const rest = n.normal(add(target, scale(constant(c), monomial))).to;
    const [number, all] = rest.op === "scale" ? (rest.args as readonly [Term, Term]) : [constant(1), rest];
    if (!isScalar(rest) && all.op !== "ones") return undefined;
    for (const { side, X, sum } of sumsOf(monomial, n)) {
      const count = side === "left" ? X.rows : X.cols;
      const r = n.normal(hadamard(map("recip", sizeOf(count)), isScalar(rest) ? rest : number)).to;
      const [small, large] = [scale(constant(c), X), scale(r, ones(X.rows, X.cols))];
      const ending = side === "left" ? ones(1, count) : ones(count, 1);
      const positive = n.properties.show("nonnegative", ending)!; // ones
      const below = this.le(small, large, depth - 1);
      if (below === undefined) continue;
      const ordered =
        side === "left"
          ? n.derivation.axiom("mul_le_mul_left_of_nonneg", [ending, small, large], [positive, below])
          : n.derivation.axiom("mul_le_mul_right_of_nonneg", [small, large, ending], [below, positive]);
      const product = side === "left" ? mul(ending, small) : mul(small, ending);
      const end = side === "left" ? mul(ending, large) : mul(large, ending);
      const law =
        side === "left" ? n.law("mul_smul", [constant(c), ending, X]) : n.law("smul_mul", [constant(c), X, ending]);
      const by = n.chain(product).step(law).step(sum, [1]).done().by!; // two steps
      const said = { kind: "le", lhs: scale(constant(c), monomial), rhs: end } as const;
      const made = this.#from(
        n.derivation.add({ rule: "rewrite", from: ordered, moves: [{ path: [0], by }] }, said),
        target,
      );
      if (made !== undefined) return made;
    }
    return undefined;
  }

  /** `c (log X − R)` from `e^R ≤ X`, and `c (R − log X)` from `X ≤ e^R`, for c > 0. */
  #logarithm(target: Term, monomial: Term, value: Rational, depth: number): Ref | undefined {
    const n = this.#n;
    if (monomial.op !== "map" || monomial.fn !== "log") return undefined;
    const [X] = monomial.args as readonly [Term];
    const above = value.numerator > 0n;
    const size = above ? value : mulRational(MINUS_ONE, value);
    const each = scale(constant(rational(size.denominator, size.numerator)), target); // target / c
    const R = n.normal(above ? minus(monomial, each) : add(monomial, each)).to;
    const power = map("exp", R);
    const [small, large] = above ? [power, X] : [X, power];
    const positive = n.properties.show("positive", n.normal(small).to);
    const below = positive === undefined ? undefined : this.le(small, large, depth - 1);
    const shown = positive === undefined ? undefined : n.properties.showAsNormal("positive", small);
    if (below === undefined || shown === undefined) return undefined;
    const ordered = n.derivation.axiom("log_le_log_of_pos", [small, large], [shown, below]);
    const known = factOf(n, ordered);
    return this.#transported(multiple(known, size, n), target);
  }

  /** `R − c √X` from `c² X ≤ R²`, for an R that is not negative. */
  #root(target: Term, monomial: Term, c: Rational, depth: number): Ref | undefined {
    const n = this.#n;
    const roots = flat("hadamard", monomial).filter((part) => part.op === "map" && ROOTS.has(part.fn));
    if (roots.length === 0) return undefined;
    const term = n.normal(scale(constant(c), monomial)).to;
    const R = n.normal(add(target, term)).to;
    const X = n.normal(hadamard(term, term)).to;
    const square = hadamard(R, R);
    if (n.normal(map("sqrt", X)).to !== term || this.nonnegative(R, depth - 1) === undefined) return undefined;
    const below = this.le(X, square, depth - 1);
    if (below === undefined) return undefined;
    const rooted = n.derivation.axiom("map_le_map_of_monotone", [map("sqrt", X), X, square], [below]);
    const simple = n.derivation.axiom("sqrt_hadamard_self", [R]);
    const positive = n.derivation.axiom("abs_of_nonneg", [R], [this.nonnegative(R, depth - 1)!]);
    const moves = [simple, positive].map((by) => ({ path: [1], by }));
    const says = { kind: "le", lhs: map("sqrt", X), rhs: R } as const;
    return this.#from(n.derivation.add({ rule: "rewrite", from: rooted, moves }, says), target);
  }

  /** What an order says, of a target that has the same normal form. */
  #from(ref: Ref, target: Term): Ref | undefined {
    return this.#transported(factOf(this.#n, ref), target);
  }

  #transported(known: Fact, target: Term): Ref | undefined {
    const { term, ref } = normalFact(this.#n, known);
    return term === target ? ref : undefined;
  }
}

/** Whether terms are made of operations that have bounds rather than equations. */
export function speaksOfOrder(terms: readonly Term[]): boolean {
  return subterms(terms).some(
    (term) =>
      ["rank", "max", "maxEntry"].includes(term.op) || (term.op === "map" && ["abs", "relu", "sqrt"].includes(term.fn)),
  );
}

/** `1ᵀ X` or `X 1` that a term is. */
interface Sum {
  readonly side: "left" | "right";
  readonly X: Term;
  /** From the product with ones to the term. */
  readonly sum: Equality;
}

/** What a number, or a column, is the sum of: a trace of its diagonal, a product with ones of what they stand beside. */
function sumsOf(monomial: Term, n: Normaliser): readonly Sum[] {
  if (monomial.op === "trace")
    return [
      { side: "left", X: diagonal(monomial.args[0]!), sum: n.backward(n.law("trace_eq_sum_diagonal", monomial.args)) },
    ];
  if (monomial.op !== "mul" || monomial.cols !== ONE_ROW) return [];
  const factors = factorsOf(monomial);
  const [first, last] = [factors[0]!, factors[factors.length - 1]!];
  const made: Sum[] = [];
  const add = (side: Sum["side"], X: Term, product: Term): void => {
    made.push({ side, X, sum: n.regrouped(product, monomial) });
  };
  if (first.op === "ones" && isScalar(monomial)) {
    const X = nested("mul", factors.slice(1));
    add("left", X, mul(first, X));
  }
  if (last.op === "ones") add("right", monomial.args[0]!, monomial);
  return made;
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

/** A fact about a row as one about a column, and the other way: a number may be written with either. */
function turned({ term, ref }: Fact, n: Normaliser): readonly Fact[] {
  if (isScalar(term) || (term.rows !== ONE_ROW && term.cols !== ONE_ROW)) return [];
  return [{ term: transpose(term), ref: n.derivation.axiom("transpose_nonneg", [term], [ref]) }];
}

function multiple({ term, ref }: Fact, value: Rational, n: Normaliser): Fact {
  if (isUnit(value)) return { term, ref };
  const number = constant(value);
  const positive = n.properties.show("nonnegative", number)!; // Farkas's factors are not negative
  return { term: scale(number, term), ref: n.derivation.axiom("smul_nonneg", [number, term], [positive, ref]) };
}

function added(a: Fact, b: Fact, n: Normaliser): Fact {
  return { term: add(a.term, b.term), ref: n.derivation.axiom("add_nonneg", [a.term, b.term], [a.ref, b.ref]) };
}
