/**
 * Orders taken apart: `c |X| ≤ R` is both of `±c X ≤ R`, `c maxall(X) ≤ r` is `c X ≤ r 1`, `c √X ≤ R` is `c² X ≤ R²`, and
 * `c log X ≤ R` is one of exponentials.
 */
import { MONOTONE } from "../kernel/axioms/order.ts";
import type { Ref } from "../kernel/proof.ts";
import { mulRational, type Rational, rational } from "../term/rational.ts";
import {
  add,
  constant,
  hadamard,
  map,
  maxEntry,
  ones,
  scale,
  size as sizeOf,
  type Term,
  transpose,
} from "../term/term.ts";
import { type Fact, factOf, normalFact } from "./facts/fact.ts";
import { isUnit } from "./farkas.ts";
import { linearOf, MINUS_ONE, minus } from "./linear.ts";
import type { Normaliser } from "./normaliser.ts";
import { flat, nested } from "./parts.ts";

/** What shows orders. */
export interface Orders {
  readonly n: Normaliser;
  /** An entry that says A ≤ B. */
  le(A: Term, B: Term, depth: number): Ref | undefined;
  /** An entry that says a term is not negative. */
  nonnegative(term: Term, depth: number): Ref | undefined;
}

/** √X, and |X| = √(X ∘ X). */
const ROOTS: ReadonlySet<string> = new Set(["sqrt", "abs"]);

/** What a term is the largest entry of: `g(maxall(Y))` is `maxall(g(Y))` for a g that never falls. */
function largestOf(term: Term): Term | undefined {
  if (term.op === "maxEntry") return term.args[0];
  const Y = term.op === "map" && MONOTONE.has(term.fn) ? largestOf(term.args[0]!) : undefined;
  return Y === undefined || term.op !== "map" ? undefined : map(term.fn, Y);
}

/** A monomial that is subtracted, taken apart. */
export function apart(order: Orders, target: Term, depth: number): Ref | undefined {
  for (const [monomial, value] of linearOf(target)) {
    const found = logarithm(order, target, monomial, value, depth);
    if (found !== undefined) return found;
    if (value.numerator > 0n) continue;
    const c = mulRational(MINUS_ONE, value);
    const ref =
      absolute(order, target, monomial, c, depth) ??
      largest(order, target, monomial, c, depth) ??
      root(order, target, monomial, c, depth);
    if (ref !== undefined) return ref;
  }
  return undefined;
}

/** `R − c N ∘ |X|` from `R ∓ c N ∘ X`, for an N that is not negative. */
function absolute(order: Orders, target: Term, monomial: Term, c: Rational, depth: number): Ref | undefined {
  const n = order.n;
  const body = monomial.op === "scale" ? monomial.args[1]! : monomial;
  const how = body.op === "mul" ? "mul" : "hadamard"; // weights of rows stand in front
  const parts = flat(how, body);
  const i = parts.findIndex((part) => part.op === "map" && part.fn === "abs");
  if (i < 0) return undefined;
  const inside = nested(how, [...parts.slice(0, i), parts[i]!.args[0]!, ...parts.slice(i + 1)]);
  const X = scale(constant(c), monomial.op === "scale" ? scale(monomial.args[0]!, inside) : inside);
  const whole = n.normal(map("abs", X));
  if (whole.to !== n.normal(scale(constant(c), monomial)).to) return undefined;
  const R = n.normal(add(target, whole.to)).to;
  const opposite = scale(constant(-1), X);
  const [above, below] = [order.le(X, R, depth - 1), order.le(opposite, R, depth - 1)];
  if (above === undefined || below === undefined) return undefined;
  return from(n, n.derivation.axiom("abs_le", [X, R], [above, below]), target);
}

/** `r − f maxall(X)` from `f X ≤ r 1`, for a factor that is not negative; X is g(Y) where g(maxall(Y)) stands. */
function largest(order: Orders, target: Term, monomial: Term, c: Rational, depth: number): Ref | undefined {
  const n = order.n;
  const parts = flat("hadamard", monomial);
  const i = parts.findIndex((part) => largestOf(part) !== undefined);
  if (i < 0) return undefined;
  const factor = n.normal(nested("hadamard", [constant(c), ...parts.filter((_, k) => k !== i)])).to;
  const r = n.normal(add(target, hadamard(factor, parts[i]!))).to;
  const X = largestOf(parts[i]!)!; // or its transpose, of which the largest entry is the same
  return bounded(order, X, factor, r, target, depth) ?? bounded(order, transpose(X), factor, r, target, depth);
}

/** `r − f maxall(X)` from `f X ≤ r 1`. */
function bounded(order: Orders, X: Term, factor: Term, r: Term, target: Term, depth: number): Ref | undefined {
  const n = order.n;
  const positive = n.properties.show("nonnegative", factor);
  const inhabited = [X.rows, X.cols].map((size) => n.properties.show("positive", sizeOf(size)));
  if (positive === undefined || inhabited.includes(undefined)) return undefined;
  const all = order.le(scale(factor, X), scale(r, ones(X.rows, X.cols)), depth - 1);
  if (all === undefined) return undefined;
  const premises = inhabited as Ref[];
  const bound = n.derivation.axiom("maxEntry_le", [scale(factor, X), r], [...premises, all]);
  const outside = n.derivation.axiom("maxEntry_smul_of_nonneg", [factor, X], [positive, ...premises]);
  const says = { kind: "le", lhs: hadamard(factor, maxEntry(X)), rhs: r } as const;
  return from(n, n.derivation.add({ rule: "rewrite", from: bound, moves: [{ path: [0], by: outside }] }, says), target);
}

/** `c (log X − R)` from `e^R ≤ X`, and `c (R − log X)` from `X ≤ e^R`, for c > 0. */
function logarithm(order: Orders, target: Term, monomial: Term, value: Rational, depth: number): Ref | undefined {
  const n = order.n;
  if (monomial.op !== "map" || monomial.fn !== "log") return undefined;
  const [X] = monomial.args as readonly [Term];
  const above = value.numerator > 0n;
  const size = above ? value : mulRational(MINUS_ONE, value);
  const each = scale(constant(rational(size.denominator, size.numerator)), target); // target / c
  const R = n.normal(above ? minus(monomial, each) : add(monomial, each)).to;
  const power = map("exp", R);
  const [small, large] = above ? [power, X] : [X, power];
  const positive = n.properties.show("positive", n.normal(small).to);
  const below = positive === undefined ? undefined : order.le(small, large, depth - 1);
  const shown = positive === undefined ? undefined : n.properties.showAsNormal("positive", small);
  if (below === undefined || shown === undefined) return undefined;
  const ordered = n.derivation.axiom("log_le_log_of_pos", [small, large], [shown, below]);
  const known = factOf(n, ordered);
  return transported(n, multiple(known, size, n), target);
}

/** `R − c √X` from `c² X ≤ R²`, for an R that is not negative. */
function root(order: Orders, target: Term, monomial: Term, c: Rational, depth: number): Ref | undefined {
  const n = order.n;
  const roots = flat("hadamard", monomial).filter((part) => part.op === "map" && ROOTS.has(part.fn));
  if (roots.length === 0) return undefined;
  const term = n.normal(scale(constant(c), monomial)).to;
  const R = n.normal(add(target, term)).to;
  const X = n.normal(hadamard(term, term)).to;
  const square = hadamard(R, R);
  if (n.normal(map("sqrt", X)).to !== term || order.nonnegative(R, depth - 1) === undefined) return undefined;
  const below = order.le(X, square, depth - 1);
  if (below === undefined) return undefined;
  const rooted = n.derivation.axiom("map_le_map_of_monotone", [map("sqrt", X), X, square], [below]);
  const simple = n.derivation.axiom("sqrt_hadamard_self", [R]);
  const positive = n.derivation.axiom("abs_of_nonneg", [R], [order.nonnegative(R, depth - 1)!]);
  const moves = [simple, positive].map((by) => ({ path: [1], by }));
  const says = { kind: "le", lhs: map("sqrt", X), rhs: R } as const;
  return from(n, n.derivation.add({ rule: "rewrite", from: rooted, moves }, says), target);
}

/** What an order says, of a target that has the same normal form. */
function from(n: Normaliser, ref: Ref, target: Term): Ref | undefined {
  return transported(n, factOf(n, ref), target);
}

/** A fact as one of a target that has the same normal form. */
export function transported(n: Normaliser, known: Fact, target: Term): Ref | undefined {
  const { term, ref } = normalFact(n, known);
  return term === target ? ref : undefined;
}

/** A multiple of a fact. */
export function multiple({ term, ref }: Fact, value: Rational, n: Normaliser): Fact {
  if (isUnit(value)) return { term, ref };
  const number = constant(value);
  const positive = n.properties.show("nonnegative", number)!; // Farkas's factors are not negative
  return { term: scale(number, term), ref: n.derivation.axiom("smul_nonneg", [number, term], [positive, ref]) };
}
