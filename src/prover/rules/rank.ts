/**
 * Ranks: invertible factors, orthonormal columns and numbers other than 0
 * drop out, Gram matrices have the rank of what they are made of, the rank of
 * an idempotent matrix is its trace, and of a matrix and its transpose the one
 * that comes first is kept.
 */
import { constant, identity, inverse, isScalar, mul, scale, type Term, transpose, vcat } from "../../term/term.ts";
import type { Equality } from "../derivation.ts";
import type { Normaliser, Rule } from "../normaliser.ts";
import { compareTerms } from "../order.ts";
import { factorsOf, firstFactor, isZeroTerm, lastFactor, nested, summandsOf, turned } from "../parts.ts";
import { content } from "./content.ts";
import { ofBlocks } from "./rank-block.ts";

const MINUS_ONE = constant(-1);

export const rankRule: Rule = (term, n) => {
  const [A] = term.args as readonly [Term];
  if (isZeroTerm(A)) return ofZero(term, A, n);
  if (A.op === "identity") return n.law("rank_one", [A]);
  if (A.op === "kron") return n.law("rank_kron", A.args);
  if (A.op === "scale" || A.op === "add") {
    const multiple = ofMultiple(term, A, n);
    if (multiple !== undefined) return multiple;
  }
  const invertible = A.rows === A.cols ? n.properties.show("invertible", A) : undefined;
  if (invertible !== undefined) return n.law("rank_of_invertible", [A], [invertible]);
  return (
    ofBlocks(term, A, n) ??
    ofColumns(term, A, n) ??
    withoutFactor(term, A, n) ??
    ofGram(term, A, n) ??
    ofGrams(term, A, n) ??
    ofIdempotent(term, A, n) ??
    other(term, A, n)
  );
};

/** rank(U) = rank(U I) = rank(I) for orthonormal columns. */
function ofColumns(term: Term, A: Term, n: Normaliser): Equality | undefined {
  const shown = n.properties.show("orthocols", A);
  if (shown === undefined) return undefined;
  const one = identity(A.cols);
  return n
    .chain(term)
    .step(n.backward(n.law("mul_one", [A])), [0])
    .step(n.law("rank_mul_of_orthocols", [A, one], [shown]))
    .done();
}

function ofZero(term: Term, A: Term, n: Normaliser): Equality {
  const chain = n.chain(term);
  if (A.op === "constant") chain.step(n.backward(n.law("zeros_eq_zero")), [0]);
  return chain.step(n.law("rank_zeros", [chain.term.args[0]!])).done();
}

/** rank(c A) = rank(A) for c ≠ 0. */
function ofMultiple(term: Term, A: Term, n: Normaliser): Equality | undefined {
  const multiple = A.op === "scale" ? { from: A, to: A, by: undefined } : content(A, "any", n);
  if (multiple === undefined || multiple.to.op !== "scale") return undefined;
  const shown = n.properties.show("nonzero", multiple.to.args[0]!);
  if (shown === undefined) return undefined;
  const law = n.law("rank_smul_of_nonzero", multiple.to.args, [shown]);
  return n.chain(term).step(multiple, [0]).step(law).done();
}

/** A factor in front or behind that keeps ranks. */
function withoutFactor(term: Term, A: Term, n: Normaliser): Equality | undefined {
  const first = common(A, firstFactor);
  if (first !== undefined) {
    const made = n.properties.show("orthocols", first);
    if (made !== undefined && A.op === "mul") return dropped(term, A, "rank_mul_of_orthocols", made, n);
    const invertible = first.rows === first.cols ? n.properties.show("invertible", first) : undefined;
    if (invertible !== undefined && A.op === "mul")
      return dropped(term, A, "rank_mul_of_invertible_left", invertible, n);
    if (invertible !== undefined) return multipliedBack(term, A, first, n);
  }
  const last = common(A, lastFactor);
  if (last === undefined) return undefined;
  const keeps =
    n.properties.show("orthocols", turned(last)) ??
    (last.rows === last.cols ? n.properties.show("invertible", last) : undefined);
  return keeps === undefined ? undefined : flipped(term, A, n);
}

/** The factor that a product, or each summand, has in one place. */
function common(A: Term, factor: (of: Term) => Term): Term | undefined {
  const factors = summandsOf(A).map((part) => factor(part.op === "scale" ? part.args[1]! : part));
  const [first] = factors;
  if (A.op !== "mul" && A.op !== "add") return undefined;
  return factors.every((other) => other === first) ? first : undefined;
}

function dropped(term: Term, A: Term, law: string, shown: number, n: Normaliser): Equality {
  const [first, ...rest] = factorsOf(A);
  const split = mul(first!, nested("mul", rest));
  return n
    .chain(term)
    .step(n.regrouped(A, split), [0])
    .step(n.law(law, split.args, [shown]))
    .done();
}

/** rank(F B + F C) = rank(F⁻¹ (F B + F C)). */
function multipliedBack(term: Term, A: Term, F: Term, n: Normaliser): Equality | undefined {
  const back = n.normal(inverse(F)).to;
  const shown = n.properties.show("invertible", back);
  if (shown === undefined) return undefined;
  const less = n.normal(mul(back, A));
  if (summandsOf(less.to).length > summandsOf(A).length || size(less.to) >= size(A)) return undefined;
  return n
    .chain(term)
    .step(n.backward(n.law("rank_mul_of_invertible_left", [back, A], [shown])))
    .step(less, [0])
    .done();
}

function size(A: Term): number {
  return summandsOf(A).reduce((sum, part) => sum + factorsOf(part.op === "scale" ? part.args[1]! : part).length, 0);
}

function flipped(term: Term, A: Term, n: Normaliser): Equality {
  return n
    .chain(term)
    .step(n.backward(n.law("rank_transpose", [A])))
    .step(n.normal(transpose(A)), [0])
    .done();
}

/** rank(Y'Y) = rank(Y), and rank(K K) = rank(−K'K) where K' = −K. */
function ofGram(term: Term, A: Term, n: Normaliser): Equality | undefined {
  const factors = factorsOf(A);
  if (factors.length % 2 !== 0 || isScalar(A)) return undefined;
  const Y = nested("mul", factors.slice(factors.length / 2));
  const left = n.normal(transpose(Y));
  const first = nested("mul", factors.slice(0, factors.length / 2));
  if (left.to !== first) {
    const opposite = n.normal(scale(MINUS_ONE, left.from));
    const shown = opposite.to === first ? n.properties.show("nonzero", MINUS_ONE) : undefined;
    if (shown === undefined) return undefined;
    const chain = n
      .chain(term)
      .step(n.regrouped(A, mul(first, Y)), [0])
      .step(n.backward(opposite), [0, 0]);
    chain.step(n.law("smul_mul", [MINUS_ONE, left.from, Y]), [0]);
    chain.step(n.law("rank_smul_of_nonzero", [MINUS_ONE, mul(left.from, Y)], [shown]));
    return chain.step(n.law("rank_transpose_mul_self", [Y])).done();
  }
  return n
    .chain(term)
    .step(n.regrouped(A, mul(left.to, Y)), [0])
    .step(n.backward(left), [0, 0])
    .step(n.law("rank_transpose_mul_self", [Y]))
    .done();
}

/** rank(X'X + Y'Y) = rank([X; Y]). */
function ofGrams(term: Term, A: Term, n: Normaliser): Equality | undefined {
  if (A.op !== "add" || isScalar(A)) return undefined;
  const halves = summandsOf(A).map((part) => {
    const factors = factorsOf(part);
    const Y = nested("mul", factors.slice(factors.length / 2));
    return factors.length % 2 === 0 && n.normal(mul(transpose(Y), Y)).to === part ? Y : undefined;
  });
  if (halves.includes(undefined)) return undefined;
  const Y = (halves as Term[]).reduce((above, below) => vcat(above, below));
  const whole = n.normal(mul(transpose(Y), Y));
  if (whole.to !== A) return undefined;
  return n
    .chain(term)
    .step(n.backward(whole), [0])
    .step(n.law("rank_transpose_mul_self", [Y]))
    .done();
}

/** rank(A) = tr A when A A = A, and rank(A) = rank(−A) = tr(−A) when A A = −A. */
function ofIdempotent(term: Term, A: Term, n: Normaliser): Equality | undefined {
  if (A.rows !== A.cols || isScalar(A) || A.op === "ones") return undefined;
  const square = n.normal(mul(A, A));
  if (square.to === A) return n.law("rank_eq_trace_of_mul_self", [A], [n.entryOf(square)]);
  const opposite = n.normal(scale(MINUS_ONE, A));
  const B = opposite.to;
  const shown = square.to === B ? n.properties.show("nonzero", MINUS_ONE) : undefined;
  const again = n.normal(mul(B, B));
  if (shown === undefined || again.to !== B) return undefined;
  return n
    .chain(term)
    .step(n.backward(n.law("rank_smul_of_nonzero", [MINUS_ONE, A], [shown])))
    .step(opposite, [0])
    .step(n.law("rank_eq_trace_of_mul_self", [B], [n.entryOf(again)]))
    .done();
}

/** The rank of the transpose, when that comes first; a multiple of A itself, as the transpose of `A − Aᵀ` is, does not. */
function other(term: Term, A: Term, n: Normaliser): Equality | undefined {
  const { to } = n.normal(transpose(A));
  const multiple = content(to, "any", n);
  const alone = multiple === undefined ? to : n.normal(multiple.to.args[1]!).to;
  return compareTerms(alone, A) < 0 ? flipped(term, A, n) : undefined;
}
