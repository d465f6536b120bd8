/**
 * What two factors of a product make of each other where they meet.
 */

import { bigVcat } from "../../term/binder.ts";
import { dim } from "../../term/dimension.ts";
import { identity, isScalar, mul, ones, type Term, transpose } from "../../term/term.ts";
import type { Equality } from "../derivation.ts";
import type { Normaliser } from "../normaliser.ts";
import { flat, lastFactor, turned } from "../parts.ts";
import { asDiagonal, asDiagonalRow } from "./gathering.ts";
import { commutedInverses } from "./inverse.ts";
import { asKron, besideColumn, mixedProduct, ofVec, sizesOf } from "./kron.ts";
import { asVec } from "./vec.ts";

type Meeting = (A: Term, B: Term, n: Normaliser) => Equality | undefined;

const ONE = dim(1);

/** Qᵀ Q = I and Q Qᵀ = I. */
const orthogonal: Meeting = (A, B, n) => {
  if (turned(A) !== B) return undefined;
  const Q = A.op === "transpose" ? B : A;
  const shown = n.properties.show("orthogonal", Q);
  if (shown !== undefined)
    return n.law(A === Q ? "mul_transpose_self_of_orthogonal" : "transpose_mul_self_of_orthogonal", [Q], [shown]);
  const columns = A === Q ? undefined : n.properties.show("orthocols", Q);
  return columns === undefined ? undefined : n.law("transpose_mul_self_of_orthocols", [Q], [columns]);
};

/** A 1 = 1 for rows that sum to one; 1 P = 1 for a permutation. */
const averaged: Meeting = (A, B, n) => {
  if (A.op === "ones" && B.op === "ones") return A.cols === ONE ? undefined : n.law("ones_mul_ones", [A, B]);
  if (B.op === "ones") {
    const shown = n.properties.show("rowstochastic", A);
    return shown === undefined ? undefined : n.law("mul_ones_of_rowstochastic", [A, B], [shown]);
  }
  if (A.op !== "ones" || n.properties.show("rowstochastic", turned(B)) === undefined) return undefined;
  return isScalar(mul(A, B)) ? sumOfWeights(A, B, n) : n.flipped(mul(A, B));
};

/** `1ᵀ b = 1` for a column b of weights: a number is its own transpose, so it is turned by hand. */
function sumOfWeights(A: Term, B: Term, n: Normaliser): Equality {
  const product = mul(A, B);
  const twice = n.derivation.axiom("transpose_transpose", [product]);
  const chain = n
    .chain(product)
    .use(twice, [], { backward: true })
    .step(n.law("transpose_mul", [A, B]), [0]);
  const [row, one] = [n.normal(transpose(B)), n.normal(transpose(A))];
  chain.step(row, [0, 0]).step(one, [0, 1]);
  const shown = n.properties.show("rowstochastic", row.to)!; // the caller has shown it
  chain.step(n.law("mul_ones_of_rowstochastic", [row.to, one.to], [shown]), [0]);
  return chain.step(n.normal(chain.term)).done();
}

const idempotent: Meeting = (A, B, n) => {
  if (A !== B) return undefined;
  if (A.op === "transpose" && n.properties.show("idempotent", A.args[0]!) !== undefined) return n.flipped(mul(A, B));
  const shown = n.properties.show("idempotent", A);
  return shown === undefined ? undefined : n.law("mul_self_of_idempotent", [A], [shown]);
};

/** diag(u) diag(v) = diag(u ∘ v), and r diag(v) = (v ∘ rᵀ)ᵀ for a row r. */
const diagonals: Meeting = (A, B, n) => {
  if (B.op !== "diag") return undefined;
  if (A.op === "diag") return n.law("diag_mul_diag", [A.args[0]!, B.args[0]!]);
  return A.rows === ONE ? n.flipped(mul(A, B)) : undefined;
};

/** (A Q ∘ B Q) 1 = (A ∘ B) 1 where Q Qᵀ = I: the dot products of rows, by way of the diagonal of A Q Qᵀ Bᵀ. */
const rowProducts: Meeting = (H, one, n) => {
  if (H.op !== "hadamard" || one.op !== "ones" || one.cols !== ONE) return undefined;
  const parts = flat("hadamard", H);
  const [A, B] = parts as readonly [Term, Term];
  const Q = lastFactor(A);
  if (parts.length !== 2 || A.op !== "mul" || lastFactor(B) !== Q || (B !== Q && B.op !== "mul")) return undefined;
  const gram = n.normal(mul(A, transpose(B)));
  const [a, b] = [A.args[0]!, B === Q ? identity(Q.rows) : B.args[0]!];
  if (gram.to !== n.normal(mul(a, transpose(b))).to) return undefined;
  const chain = n
    .chain(mul(H, one))
    .step(n.backward(n.law("diagonal_mul_transpose", [A, B])))
    .step(gram, [0]);
  chain.step(n.backward(n.normal(mul(a, transpose(b)))), [0]);
  return chain.step(n.law("diagonal_mul_transpose", [a, b])).done();
};

/** A row of blocks times a column of as many blocks is a sum. */
const blocks: Meeting = (A, B, n) =>
  A.op === "bigHcat" && B.op === "bigVcat" && A.count === B.count && A.args[0]!.cols === B.args[0]!.rows
    ? n.law("hcat_mul_vcat_sum", [A, B])
    : undefined;

/** Blocks side by side, times ones: a sum, since a column of blocks of ones is ones. */
const blocksOfOnes: Meeting = (A, B, n) => {
  if (A.op !== "bigHcat" || B.op !== "ones") return undefined;
  const cut = n.backward(n.law("vcat_ones", [bigVcat(A.count, () => ones(A.args[0]!.cols, B.cols))]));
  if (cut.from !== B) return undefined;
  return n
    .chain(mul(A, B))
    .step(cut, [1])
    .step(n.law("hcat_mul_vcat_sum", [A, cut.to]))
    .done();
};

/** Row i of the causal mask has i + 1 ones. */
const visible: Meeting = (A, B, n) => {
  if (n.options.gather !== true || A.op !== "tri" || B.op !== "ones" || B.cols !== ONE || A.rows !== A.cols)
    return undefined;
  const law = n.law("tri_mul_ones", [A]);
  return law.from === mul(A, B) ? law : undefined;
};

/** Sᵀ S for a selection: how often each column is chosen, on the diagonal. */
const chosen: Meeting = (A, S, n) => {
  if (A.op !== "transpose" || A.args[0] !== S) return undefined;
  const shown = n.properties.show("selection", S);
  return shown === undefined ? undefined : n.law("transpose_mul_self_of_selection", [S], [shown]);
};

/** `(1 ⊗ I) [B_0; B_1; …]` is the sum of the blocks. */
const blockSum: Meeting = (K, B, n) => {
  if (K.op !== "kron" || B.op !== "bigVcat") return undefined;
  const law = n.law("sum_of_bigVcat", [B]);
  return law.from === mul(K, B) ? law : undefined;
};

/** What a Kronecker product makes of what follows: another one, a vec, any matrix beside a column. */
const kronFirst: Meeting = (K, X, n) => {
  if (K.op !== "kron") return undefined;
  const made = X.op === "kron" ? mixedProduct(K, X, n) : X.op === "vec" ? ofVec(K, X, n) : undefined;
  if (made !== undefined) return made;
  const as = asKron(X, sizesOf(K, "cols"), n);
  const mixed = as === undefined ? undefined : mixedProduct(K, as.to, n); // at once: alone, X is written as it was
  return mixed === undefined ? besideColumn(K, X, n) : n.chain(mul(K, X)).step(as!, [1]).step(mixed).done();
};

/** The same from the right. */
const kronSecond: Meeting = (X, K, n) => {
  if (K.op !== "kron" || X.op === "kron") return undefined;
  const as = asKron(X, sizesOf(K, "rows"), n);
  const mixed = as === undefined ? undefined : mixedProduct(as.to, K, n);
  if (mixed !== undefined) return n.chain(mul(X, K)).step(as!, [0]).step(mixed).done();
  return besideColumn(n.normal(transpose(K)).to, n.normal(transpose(X)).to, n) === undefined
    ? undefined
    : n.flipped(mul(X, K));
};

/** vec(A)ᵀ vec(B) = tr(Aᵀ B), and what else a vec makes of what stands before it. */
const vecs: Meeting = (A, B, n) => {
  if (A.op === "transpose" && A.args[0]!.op === "vec") {
    const V = A.args[0]!;
    const as = asVec(B, V.args[0]!, n);
    if (as !== undefined) {
      const law = n.law("vec_transpose_mul_vec", [V.args[0]!, as.to.args[0]!]);
      return n.chain(mul(A, B)).step(as, [1]).step(law).done();
    }
    return B.op === "kron" || B.op === "ones" ? n.flipped(mul(A, B)) : undefined;
  }
  if (A.op !== "ones" || B.op !== "vec") return undefined;
  const Z = B.args[0]!;
  const as = asKron(A, [[Z.cols, Z.rows]], n);
  return as === undefined
    ? undefined
    : n
        .chain(mul(A, B))
        .step(as, [0])
        .step(ofVec(as.to, B, n)!)
        .done();
};

/** In the order in which they are tried. */
const MEETINGS: readonly Meeting[] = [
  orthogonal,
  averaged,
  idempotent,
  diagonals,
  rowProducts,
  chosen,
  visible,
  blocks,
  blocksOfOnes,
  asDiagonal,
  asDiagonalRow,
  blockSum,
  kronFirst,
  kronSecond,
  vecs,
  commutedInverses,
];

/** What A B is, from the two alone. */
export function meeting(A: Term, B: Term, n: Normaliser): Equality | undefined {
  for (const meet of MEETINGS) {
    const made = meet(A, B, n);
    if (made !== undefined) return made;
  }
  return undefined;
}
