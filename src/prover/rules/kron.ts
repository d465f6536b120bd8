/**
 * Kronecker products: nested to the left, numbers in front, and one product of
 * products where two meet: `(A ⊗ B)(C ⊗ D) = A C ⊗ B D`.
 *
 * What passes through one column or row is taken apart there, so that a column
 * beside a row is their product: `u ⊗ vᵀ = u vᵀ`, `u vᵀ ⊗ x yᵀ = (u ⊗ x)(v ⊗ y)ᵀ`.
 */
import type { Dim } from "../../term/dimension.ts";
import { rational } from "../../term/rational.ts";
import {
  constant,
  diag,
  hadamard,
  identity,
  isScalar,
  kron,
  mul,
  ones,
  scale,
  type Term,
  transpose,
  vec,
} from "../../term/term.ts";
import type { Equality } from "../derivation.ts";
import type { Normaliser, Rule } from "../normaliser.ts";
import { factorsOf, isColumn, isConstant, isRow, isZeroTerm, narrowAt, nested } from "../parts.ts";
import { distributed } from "../sums.ts";

export const kronRule: Rule = (term, n) => {
  const [A, B] = term.args as readonly [Term, Term];
  if (isScalar(A)) return n.law("scalar_kron", [A, B]);
  if (isScalar(B)) return n.law("kron_scalar", [A, B]);
  if (A.op === "scale") return n.law("smul_kron", [A.args[0]!, A.args[1]!, B]);
  if (B.op === "scale") return n.law("kron_smul", [B.args[0]!, A, B.args[1]!]);
  const multiple = multipleOfBlocks(B, n);
  if (multiple !== undefined) {
    const [c, blocks] = multiple.to.args as readonly [Term, Term];
    const law = n.law("kron_smul", [c, A, blocks]);
    return n.chain(term).step(multiple, [1]).step(law).done();
  }
  if (isZeroTerm(A)) return n.law("zero_kron", [A, B]);
  if (isZeroTerm(B)) return n.law("kron_zero", [A, B]);
  if (B.op === "kron") return n.regrouped(term, kronOf([A, ...partsOf(B)]));
  return blocks(A, B, n) ?? expanded(term, A, B, n) ?? besides(term, A, B, n);
};

/** The parts of a Kronecker product nested to the left. */
export function partsOf(term: Term): readonly Term[] {
  return term.op === "kron" ? [...partsOf(term.args[0]!), ...partsOf(term.args[1]!)] : [term];
}

/** The Kronecker product of parts. There is at least one. */
export function kronOf(parts: readonly Term[]): Term {
  return parts.reduce((A, B) => kron(A, B));
}

/** The ways to read a Kronecker product as one of two. */
export function cutsOf(term: Term): readonly (readonly [Term, Term])[] {
  const parts = partsOf(term);
  return parts.slice(1).map((_, i) => [kronOf(parts.slice(0, i + 1)), kronOf(parts.slice(i + 1))]);
}

/** `[0 −1; 1 0] = −[0 1; −1 0]`: blocks of numbers, of which the first that is not 0 becomes 1. */
function multipleOfBlocks(B: Term, n: Normaliser): Equality | undefined {
  const first = numbersOf(B)?.find((number) => !isZeroTerm(number));
  if (first?.op !== "constant" || isConstant(first, 1n)) return undefined;
  const inverse = constant(rational(first.value.denominator, first.value.numerator));
  const unit = n.evaluated(hadamard(first, inverse))!; // c · 1/c, two constants
  return n
    .chain(B)
    .step(n.backward(n.law("one_smul", [B])))
    .step(n.backward(unit), [0])
    .step(n.backward(n.law("smul_smul", [first, inverse, B])))
    .step(n.normal(scale(inverse, B)), [1])
    .done();
}

/** The numbers in blocks of numbers, row after row. */
function numbersOf(B: Term): readonly Term[] | undefined {
  if (B.op === "constant" || B.op === "zeros") return [B];
  if (B.op !== "hcat" && B.op !== "vcat") return undefined;
  const [first, second] = B.args.map(numbersOf);
  return first === undefined || second === undefined ? undefined : [...first, ...second];
}

function blocks(A: Term, B: Term, n: Normaliser): Equality | undefined {
  if (A.op === "vcat") return n.law("vcat_kron", [A.args[0]!, A.args[1]!, B]);
  return A.op === "hcat" ? n.law("hcat_kron", [A.args[0]!, A.args[1]!, B]) : undefined;
}

function expanded(term: Term, A: Term, B: Term, n: Normaliser): Equality | undefined {
  if (!n.options.expand) return undefined;
  if (A.op === "add") return distributed(term, 0, (C, D) => n.law("add_kron", [C, D, B]), n);
  return B.op === "add" ? distributed(term, 1, (C, D) => n.law("kron_add", [A, C, D]), n) : undefined;
}

/** What the last part of A and B make of each other. */
function besides(term: Term, A: Term, B: Term, n: Normaliser): Equality | undefined {
  const last = A.op === "kron" ? A.args[1]! : A;
  const made = pair(last, B, n);
  if (made === undefined || A === last) return made;
  return n
    .chain(term)
    .regroup(kron(A.args[0]!, kron(last, B)))
    .step(made, [1])
    .done();
}

function pair(A: Term, B: Term, n: Normaliser): Equality | undefined {
  if (A.op === "identity" && B.op === "identity") return n.law("one_kron_one", [A, B]);
  if (A.op === "ones" && B.op === "ones") return n.law("ones_kron_ones", [A, B]);
  return diagonals(A, B, n) ?? narrow(A, B, n);
}

/** diag(u) ⊗ diag(v) = diag(u ⊗ v), where the identity is diag(1). */
function diagonals(A: Term, B: Term, n: Normaliser): Equality | undefined {
  if ((A.op !== "diag" && A.op !== "identity") || (B.op !== "diag" && B.op !== "identity")) return undefined;
  const chain = n.chain(kron(A, B));
  for (const [i, part] of [A, B].entries())
    if (part.op === "identity") chain.step(n.backward(n.law("diag_ones", [ones(part.rows, 1)])), [i]);
  const [u, v] = chain.term.args.map((part) => part.args[0]!) as [Term, Term];
  return chain.step(n.law("diag_kron_diag", [u, v])).done();
}

/** `a b ⊗ c d = (a ⊗ c)(b ⊗ d)` where a and c end in one column. */
function narrow(A: Term, B: Term, n: Normaliser): Equality | undefined {
  const [left, right] = [throughOne(A, n), throughOne(B, n)];
  if (left === undefined || right === undefined || (isColumn(A) && isColumn(B)) || (isRow(A) && isRow(B)))
    return undefined;
  const law = n.law("kron_mul_kron", [left.to.args[0]!, right.to.args[0]!, left.to.args[1]!, right.to.args[1]!]);
  return n.chain(kron(A, B)).step(left, [0]).step(right, [1]).step(n.backward(law)).done();
}

/** A matrix as a product that passes through one column. */
function throughOne(A: Term, n: Normaliser): Equality | undefined {
  if (isColumn(A)) return n.backward(n.law("mul_one", [A]));
  if (isRow(A)) return n.backward(n.law("one_mul", [A]));
  const factors = factorsOf(A);
  const at = narrowAt(factors);
  if (at === undefined) return undefined;
  return n.regrouped(A, mul(nested("mul", factors.slice(0, at)), nested("mul", factors.slice(at))));
}

/** `(A ⊗ B)(C ⊗ D) = A C ⊗ B D` for cuts that fit; the product of a column and a row stays. */
export function mixedProduct(K: Term, M: Term, n: Normaliser): Equality | undefined {
  const cuts = cutsOf(M);
  for (const [A, B] of cutsOf(K)) {
    const fits = cuts.find(([C, D]) => A.cols === C.rows && B.cols === D.rows);
    if (fits === undefined || (isColumn(A) && isColumn(B))) continue;
    const law = n.law("kron_mul_kron", [A, B, fits[0], fits[1]]);
    return n.chain(mul(K, M)).regroup(law.from).step(law).done();
  }
  return undefined;
}

/** A matrix that a Kronecker product may meet as one of two: ones, and diagonals of one. */
export function asKron(X: Term, like: readonly (readonly [Dim, Dim])[], n: Normaliser): Equality | undefined {
  if (X.op === "diag" && X.args[0]!.op === "kron") {
    const found = cutsOf(X.args[0]!).find(([u, v]) => like.some(([a, b]) => u.rows === a && v.rows === b));
    if (found === undefined) return undefined;
    return n
      .chain(X)
      .regroup(diag(kron(found[0], found[1])))
      .step(n.backward(n.law("diag_kron_diag", found)))
      .done();
  }
  const [first] = like;
  if (X.op !== "ones" || first === undefined) return undefined;
  const [A, B] = X.cols.text === "1" ? first.map((size) => ones(size, 1)) : first.map((size) => ones(1, size));
  const law = n.law("ones_kron_ones", [A!, B!]);
  return law.to === X ? n.backward(law) : undefined; // ones of a column may be those of its other side
}

/** The inner sizes at which a Kronecker product can meet another: of its columns or of its rows. */
export function sizesOf(K: Term, side: "rows" | "cols"): readonly (readonly [Dim, Dim])[] {
  return cutsOf(K).map(([A, B]) => [A[side], B[side]] as const);
}

/** `(A ⊗ B) vec(Z) = vec(B Z Aᵀ)`. */
export function ofVec(K: Term, V: Term, n: Normaliser): Equality | undefined {
  const Z = V.args[0]!;
  const cut = cutsOf(K).find(([A, B]) => A.cols === Z.cols && B.cols === Z.rows);
  if (cut === undefined) return undefined;
  const [A, B] = cut;
  const [BZ, At] = [mul(B, Z), transpose(A)];
  const chain = n.chain(vec(mul(BZ, At))).step(n.law("vec_mul_right", [BZ, At]));
  chain.step(n.law("vec_mul", [B, Z]), [1]);
  const [right, left] = [kron(transpose(At), identity(B.rows)), kron(identity(Z.cols), B)];
  chain.regroup(mul(mul(right, left), V));
  chain.step(n.law("kron_mul_kron", [...right.args, ...left.args]), [0]);
  chain.step(n.law("transpose_transpose", [A]), [0, 0, 0]).step(n.law("mul_one", [A]), [0, 0]);
  chain.step(n.law("one_mul", [B]), [0, 1]);
  return n
    .chain(mul(K, V))
    .regroup(mul(kron(A, B), V))
    .step(n.backward(chain.done()))
    .done();
}

/** `(u ⊗ B) X = u ⊗ B X` and `(B ⊗ u) X = B X ⊗ u` for a column u, by `X = 1 ⊗ X`. */
export function besideColumn(K: Term, X: Term, n: Normaliser): Equality | undefined {
  const parts = partsOf(K);
  const one = identity(1);
  const [first, last] = [parts[0]!, parts[parts.length - 1]!];
  if (isColumn(first) && !isColumn(kronOf(parts.slice(1)))) {
    const B = kronOf(parts.slice(1));
    const chain = n.chain(mul(K, X)).step(n.backward(n.law("one_smul", [X])), [1]);
    chain.step(n.backward(n.law("identity_eq_one")), [1, 0]);
    chain.step(n.backward(n.law("scalar_kron", [one, X])), [1]).regroup(mul(kron(first, B), kron(one, X)));
    chain.step(n.law("kron_mul_kron", [first, B, one, X]));
    return chain.step(n.law("mul_one", [first]), [0]).done();
  }
  if (!isColumn(last) || isColumn(kronOf(parts.slice(0, -1)))) return undefined;
  const B = kronOf(parts.slice(0, -1));
  const chain = n.chain(mul(K, X)).step(n.backward(n.law("one_smul", [X])), [1]);
  chain.step(n.backward(n.law("identity_eq_one")), [1, 0]);
  chain.step(n.backward(n.law("kron_scalar", [X, one])), [1]).regroup(mul(kron(B, last), kron(X, one)));
  chain.step(n.law("kron_mul_kron", [B, last, X, one]));
  return chain.step(n.law("mul_one", [last]), [1]).done();
}
