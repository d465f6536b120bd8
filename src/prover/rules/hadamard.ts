/**
 * Entrywise products: sorted, numbers in front, what cancels gone. A factor
 * that only depends on the row, or only on the column, becomes a diagonal
 * matrix: `(u 1ᵀ) ∘ A = diag(u) A`. For numbers this is multiplication.
 */
import { diag, hadamard, identity, isScalar, mul, ones, type Term, transpose } from "../../term/term.ts";
import type { Equality } from "../derivation.ts";
import type { Normaliser, Rule } from "../normaliser.ts";
import { compareTerms } from "../order.ts";
import {
  factorsOf,
  firstFactor,
  flat,
  isConstant,
  isProper,
  isZeroTerm,
  lastFactor,
  narrowAt,
  nested,
  summandsOf,
} from "../parts.ts";
import { commonSelection, stripLeft } from "../strip.ts";
import { distributed } from "../sums.ts";
import { blockwise } from "./block.ts";
import { cancelling } from "./cancelling.ts";
import { factorOut } from "./sum.ts";

export const hadamardRule: Rule = (term, n) => {
  const parts = flat("hadamard", term);
  return (
    simple(term, parts, n) ??
    blockwise(term, "hadamard", parts, n) ??
    cancelled(term, parts, n) ??
    opened(term, parts, n) ??
    outer(term, parts, n) ??
    factored(term, parts, n) ??
    n.regrouped(term, nested("hadamard", [...parts].sort(compareTerms)))
  );
};

function others(parts: readonly Term[], ...without: readonly number[]): Term {
  return nested(
    "hadamard",
    parts.filter((_, i) => !without.includes(i)),
  );
}

function simple(term: Term, parts: readonly Term[], n: Normaliser): Equality | undefined {
  const i = parts.findIndex(
    (part) =>
      part.op === "scale" || part.op === "ones" || part.op === "identity" || isZeroTerm(part) || isConstant(part, 1n),
  );
  if (i < 0) return constants(term, parts, n);
  const [part, rest] = [parts[i]!, others(parts, i)];
  if (part.op === "scale") {
    const [b, B] = part.args as readonly [Term, Term];
    return n
      .chain(term)
      .regroup(hadamard(rest, part))
      .step(n.law("hadamard_smul", [b, rest, B]))
      .done();
  }
  const chain = n.chain(term).regroup(hadamard(part, rest));
  if (part.op === "identity") return chain.step(n.law("identity_hadamard", [rest])).done();
  const zero = isZeroTerm(part);
  if (part.op === "constant")
    chain.use(n.derivation.axiom(zero ? "zeros_eq_zero" : "ones_eq_one"), [0], { backward: true });
  return chain.step(n.law(zero ? "zero_hadamard" : "one_hadamard", [rest])).done();
}

function constants(term: Term, parts: readonly Term[], n: Normaliser): Equality | undefined {
  const i = parts.findIndex(({ op }) => op === "constant");
  const j = parts.findIndex(({ op }, k) => k > i && op === "constant");
  if (i < 0 || j < 0) return undefined;
  const pair = hadamard(parts[i]!, parts[j]!);
  if (parts.length === 2) return n.evaluated(pair);
  return n
    .chain(term)
    .regroup(hadamard(pair, others(parts, i, j)))
    .step(n.evaluated(pair)!, [0]) // two constants
    .done();
}

function cancelled(term: Term, parts: readonly Term[], n: Normaliser): Equality | undefined {
  for (let i = 0; i < parts.length; i++)
    for (let j = i + 1; j < parts.length; j++) {
      const made = cancelling(parts[i]!, parts[j]!, n) ?? cancelling(parts[j]!, parts[i]!, n);
      if (made === undefined) continue;
      if (parts.length === 2) return n.chain(term).regroup(made.from).step(made).done();
      return n
        .chain(term)
        .regroup(hadamard(made.from, others(parts, i, j)))
        .step(made, [0])
        .done();
    }
  return undefined;
}

/** Sums are distributed over; but for gathering a mask stays what it is, so that it is known that no row of it is empty. */
function opened(term: Term, parts: readonly Term[], n: Normaliser): Equality | undefined {
  if (!n.options.expand && !isScalar(term)) return undefined;
  const isKept = (part: Term): boolean => n.options.gather !== true && n.properties.show("mask", part) !== undefined;
  const isOpened = (part: Term): boolean => part.op === "add" && !isKept(part);
  const i = parts.findIndex(isOpened);
  if (i < 0) return undefined;
  const rest = others(parts, i);
  const whole = hadamard(rest, parts[i]!);
  return n
    .chain(term)
    .regroup(whole)
    .step(distributed(whole, 1, (B, C) => n.law("hadamard_add", [rest, B, C]), n))
    .done();
}

/** `(u vᵀ) ∘ A = diag(u) A diag(v)`, and `(D A) ∘ B = D (A ∘ B)` for a diagonal D on either side. */
function outer(term: Term, parts: readonly Term[], n: Normaliser): Equality | undefined {
  if (!isProper(term)) return undefined;
  for (const [i, part] of parts.entries()) {
    const factors = factorsOf(part);
    const narrow = narrowAt(factors);
    const rest = others(parts, i);
    if (narrow !== undefined) {
      const [u, v] = [nested("mul", factors.slice(0, narrow)), nested("mul", factors.slice(narrow))];
      return n
        .chain(term)
        .regroup(hadamard(mul(u, v), rest))
        .step(n.law("outer_hadamard", [u, v, rest]))
        .done();
    }
    if (part.op === "diag") return diagonalAlone(term, part, rest, n);
    if (factors.length > 1 && factors[0]!.op === "diag") return weightsOut(term, part, rest, n);
    if (factors.length > 1 && lastFactor(part).op === "diag") return n.flipped(term);
  }
  return undefined;
}

/** `diag(u) ∘ A = diag(u) (I ∘ A)`. */
function diagonalAlone(term: Term, D: Term, rest: Term, n: Normaliser): Equality {
  const [u, one] = [D.args[0]!, identity(D.rows)];
  const spread = n.backward(spreadRow(u, one, n));
  const chain = n.chain(term).regroup(hadamard(D, rest));
  chain.step(n.backward(n.law("mul_one", [D])), [0]).step(spread, [0]);
  chain.regroup(hadamard(spread.to.args[0]!, hadamard(one, rest)));
  return chain.step(spreadRow(u, hadamard(one, rest), n)).done();
}

/** `(diag(u) A) ∘ B = diag(u) (A ∘ B)`, through `diag(u) A = (u 1ᵀ) ∘ A`. */
function weightsOut(term: Term, part: Term, rest: Term, n: Normaliser): Equality {
  const [D, ...factors] = factorsOf(part);
  const [u, A] = [D!.args[0]!, nested("mul", factors)];
  const chain = n.chain(term).regroup(hadamard(mul(D!, A), rest));
  const spread = n.backward(spreadRow(u, A, n));
  chain.step(spread, [0]).regroup(hadamard(spread.to.args[0]!, hadamard(A, rest)));
  return chain.step(spreadRow(u, hadamard(A, rest), n)).done();
}

/** `(u 1ᵀ) ∘ A = diag(u) A`. */
export function spreadRow(u: Term, A: Term, n: Normaliser): Equality {
  const row = ones(1, A.cols);
  const chain = n.chain(hadamard(mul(u, row), A)).step(n.law("outer_hadamard", [u, row, A]));
  const right = n.normal(chain.term.args[1]!); // diag(1) is the identity
  return chain
    .step(right, [1])
    .step(n.law("mul_one", [mul(diag(u), A)]))
    .done();
}

/** Whether the transposes have a selection in common on the left: then turning them over goes on. */
function isSelectedOnRight(parts: readonly Term[], n: Normaliser): boolean {
  if (commonSelection(parts, "right", n) === undefined) return false;
  const turned = parts.map((part) => n.normal(transpose(part)).to);
  return commonSelection(turned, "left", n) !== undefined;
}

/** The diagonal matrix that every summand begins or ends with. */
export function commonDiagonal(A: Term, side: "left" | "right"): Term | undefined {
  const factor = side === "left" ? firstFactor : lastFactor;
  const [first, ...others] = summandsOf(A).map((part) => (part.op === "scale" ? part.args[1]! : part));
  const D = factor(first!);
  return D.op === "diag" && D !== first && others.every((part) => part !== D && factor(part) === D) ? D : undefined;
}

/** `A = D B` for a D that every summand of A begins with. */
export function diagonalOut(A: Term, D: Term, n: Normaliser): Equality | undefined {
  return A.op === "add" ? factorOut(A, summandsOf(A), D, "left", n) : stripLeft(A, D, n);
}

/** `(P a) ∘ (P b) = P (a ∘ b)`, and the same on the right. */
function factored(term: Term, parts: readonly Term[], n: Normaliser): Equality | undefined {
  if (isScalar(term)) return undefined;
  const S = commonSelection(parts, "left", n);
  if (S === undefined) return isSelectedOnRight(parts, n) ? n.flipped(term) : undefined;
  const shown = n.properties.show("selection", S)!; // commonSelection has shown it
  const [first, ...rest] = parts.map((part) => stripLeft(part, S, n)!);
  let whole = first!;
  for (const next of rest) {
    const [A, B] = [whole.to.args[1]!, next.to.args[1]!];
    whole = n
      .chain(hadamard(whole.from, next.from))
      .step(whole, [0])
      .step(next, [1])
      .step(n.backward(n.law("mul_hadamard_of_selection", [S, A, B], [shown])))
      .done();
  }
  return n.chain(term).regroup(whole.from).step(whole).done();
}
