/**
 * The columns of a matrix one below the other: linear, and `vec(u vᵀ) = v ⊗ u`.
 *
 * `vec(A B C)` is kept: a Kronecker product that meets a vec goes into it (meeting.ts).
 */
import { withArguments } from "../../term/binder.ts";
import { hadamard, isScalar, mul, type Term, transpose, vec } from "../../term/term.ts";
import type { Equality } from "../derivation.ts";
import type { Normaliser, Rule } from "../normaliser.ts";
import { factorsOf, isColumn, isRow, isZeroTerm, narrowAt, nested } from "../parts.ts";
import { distributed } from "../sums.ts";
import { cutsOf } from "./kron.ts";

export const vecRule: Rule = (term, n) => {
  const [A] = term.args as readonly [Term];
  if (isScalar(A) || isColumn(A)) return n.law("vec_column", [A]);
  if (isRow(A)) return ofRow(term, A, n);
  if (A.op === "scale") return n.law("vec_smul", A.args);
  if (A.op === "add") return distributed(term, 0, (B, C) => n.law("vec_add", [B, C]), n);
  if (A.op === "hcat") return n.law("vec_hcat", A.args);
  if (A.op === "bigSum") return n.law("vec_sum", [A]);
  if (isZeroTerm(A)) return n.law("vec_zeros", [A]);
  return ofOuter(term, A, n);
};

/** vec(vᵀ) = v. */
function ofRow(term: Term, A: Term, n: Normaliser): Equality {
  return n
    .chain(term)
    .step(n.backward(n.law("transpose_transpose", [A])), [0])
    .step(n.law("vec_transpose_column", [transpose(A)]))
    .done();
}

function ofOuter(term: Term, A: Term, n: Normaliser): Equality | undefined {
  const factors = factorsOf(A);
  const at = narrowAt(factors);
  if (at === undefined) return undefined;
  const [u, v] = [nested("mul", factors.slice(0, at)), nested("mul", factors.slice(at))];
  return n
    .chain(term)
    .regroup(vec(mul(u, v)))
    .step(n.law("vec_outer", [u, v]))
    .done();
}

/** `vec(A) ∘ vec(B) = vec(A ∘ B)`, where `u ⊗ v` may stand for `vec(v uᵀ)`. */
export function entrywiseProduct(V: Term, W: Term, n: Normaliser): Equality | undefined {
  if (V.op !== "vec") return undefined;
  const A = V.args[0]!;
  const other = asVec(W, A, n);
  if (other === undefined) return undefined;
  const law = n.law("vec_hadamard", [A, other.to.args[0]!]);
  return n.chain(hadamard(V, W)).step(other, [1]).step(n.backward(law)).done();
}

/** A column as the vec of a matrix that has the shape of another. */
export function asVec(W: Term, like: Term, n: Normaliser): Equality | undefined {
  const same = (A: Term): boolean => A.rows === like.rows && A.cols === like.cols;
  if (W.op === "vec") return same(W.args[0]!) ? { from: W, to: W, by: undefined } : undefined;
  const cut = cutsOf(W).find(([u, v]) => isColumn(u) && isColumn(v) && u.rows === like.cols && v.rows === like.rows);
  if (cut === undefined) return undefined;
  const [u, v] = cut;
  const law = n.law("vec_outer", [v, transpose(u)]);
  const made = n
    .chain(law.from)
    .step(law)
    .step(n.law("transpose_transpose", [u]), [0])
    .regroup(W)
    .done();
  return n.backward(made);
}

/** f(vec(A)) = vec(f(A)). */
export function functionOfVec(term: Term, V: Term, n: Normaliser): Equality {
  const [A] = V.args as readonly [Term];
  return n.backward(n.law("vec_map", [withArguments(term, [A]), A]));
}
