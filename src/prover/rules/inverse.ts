/**
 * Inverses: of products, multiples, Kronecker and diagonal matrices, and of
 * what is visibly its own inverse or that of its transpose.
 */
import { constant, hcat, inverse, mul, scale, type Term, transpose, vcat } from "../../term/term.ts";
import type { Equality } from "../derivation.ts";
import type { Normaliser, Rule } from "../normaliser.ts";
import { compareTerms } from "../order.ts";
import { factorsOf, isZeroTerm, nested } from "../parts.ts";
import { content } from "./content.ts";
import { quarters } from "./cut.ts";
import { cutsOf } from "./kron.ts";

export const inverseRule: Rule = (term, n) => {
  const [A] = term.args as readonly [Term];
  if (A.rows.text === "1") return n.law("inv_scalar", [A]);
  if (A.op === "identity") return n.law("inv_one", [A]);
  if (A.op === "inverse") return n.law("inv_inv", A.args);
  const orthogonal = n.properties.show("orthogonal", A);
  if (orthogonal !== undefined) return n.law("inv_of_orthogonal", [A], [orthogonal]);
  if (A.op === "diag") return ofDiagonal(A, n);
  if (A.op === "scale") return ofMultiple(A, n);
  if (A.op === "mul") return ofProduct(term, A, n);
  if (A.op === "kron") return ofKron(term, A, n);
  if (A.op === "vcat") return ofBlocks(term, A, n) ?? itself(A, n);
  return A.op === "add" ? ofSum(term, A, n) : undefined;
};

/** `[A B; 0 D]⁻¹ = [A⁻¹ −A⁻¹ B D⁻¹; 0 D⁻¹]`, and of blocks with a zero above. */
function ofBlocks(term: Term, M: Term, n: Normaliser): Equality | undefined {
  const [A, B, C, D] = quarters(M, n)?.blocks ?? [M, M, M, M];
  if (!isZeroTerm(B) && !isZeroTerm(C)) return undefined;
  if ([A, D].some((block) => n.properties.show("invertible", block) === undefined)) return undefined;
  const [a, d] = [inverse(A), inverse(D)];
  const between = (X: Term, Y: Term, Z: Term): Term => scale(constant(-1), mul(mul(X, Y), Z));
  const guess = n.normal(vcat(hcat(a, between(a, B, d)), hcat(between(d, C, a), d)));
  const unit = n.normal(mul(M, guess.from));
  if (unit.to.op !== "identity") return undefined;
  const law = n.law("inv_eq_of_mul_eq_one", [M, guess.from], [n.entryOf(unit)]);
  return n.chain(term).step(law).step(guess).done();
}

/** What is visibly its own inverse, or its transpose's. */
function itself(A: Term, n: Normaliser): Equality | undefined {
  for (const guess of [A, n.normal(transpose(A)).to]) {
    const unit = n.normal(mul(A, guess));
    if (unit.to.op === "identity") return n.law("inv_eq_of_mul_eq_one", [A, guess], [n.entryOf(unit)]);
  }
  return undefined;
}

function ofDiagonal(A: Term, n: Normaliser): Equality | undefined {
  const shown = n.properties.show("nonzero", A.args[0]!);
  return shown === undefined ? undefined : n.law("inv_diag_of_nonzero", A.args, [shown]);
}

/** (c A)⁻¹ = 1/c A⁻¹. */
function ofMultiple(A: Term, n: Normaliser): Equality | undefined {
  const [c, B] = A.args as readonly [Term, Term];
  const [nonzero, invertible] = [n.properties.show("nonzero", c), n.properties.show("invertible", B)];
  if (nonzero === undefined || invertible === undefined) return undefined;
  return n.law("inv_smul_of_nonzero", [c, B], [nonzero, invertible]);
}

/** (A B)⁻¹ = B⁻¹ A⁻¹, cut where both are invertible. */
function ofProduct(term: Term, A: Term, n: Normaliser): Equality | undefined {
  const factors = factorsOf(A);
  for (let at = 1; at < factors.length; at++) {
    if (factors[at]!.rows !== A.rows) continue;
    const [X, Y] = [nested("mul", factors.slice(0, at)), nested("mul", factors.slice(at))];
    const shown = [X, Y].map((part) => n.properties.show("invertible", part));
    if (shown[0] === undefined || shown[1] === undefined) continue;
    const law = n.law("inv_mul_of_invertible", [X, Y], [shown[0], shown[1]]);
    return n.chain(term).regroup(law.from).step(law).done();
  }
  return undefined;
}

function ofKron(term: Term, A: Term, n: Normaliser): Equality | undefined {
  for (const [B, C] of cutsOf(A)) {
    if (B.rows !== B.cols || C.rows !== C.cols) continue;
    const [left, right] = [n.properties.show("invertible", B), n.properties.show("invertible", C)];
    if (left === undefined || right === undefined) continue;
    const law = n.law("inv_kron_of_invertible", [B, C], [left, right]);
    return n.chain(term).regroup(law.from).step(law).done();
  }
  return undefined;
}

/** What is its own inverse, or its transpose's; a number out of all summands. */
function ofSum(term: Term, A: Term, n: Normaliser): Equality | undefined {
  const own = itself(A, n);
  if (own !== undefined) return own;
  const multiple = content(A, "any", n);
  if (multiple?.to.op === "scale") {
    const law = ofMultiple(multiple.to, n);
    if (law !== undefined) return n.chain(term).step(multiple, [0]).step(law).done();
  }
  return undefined;
}

/** `M⁻¹ N⁻¹ = (N M)⁻¹ = (M N)⁻¹ = N⁻¹ M⁻¹` of sums that commute: the one that comes first stands first. */
export function commutedInverses(A: Term, B: Term, n: Normaliser): Equality | undefined {
  if (A.op !== "inverse" || B.op !== "inverse" || compareTerms(A, B) <= 0) return undefined;
  const [M, N] = [A.args[0]!, B.args[0]!];
  if (M.op !== "add" || N.op !== "add") return undefined;
  const [one, other] = [n.normal(mul(N, M)), n.normal(mul(M, N))];
  const [m, k] = [n.properties.show("invertible", M), n.properties.show("invertible", N)];
  if (one.to !== other.to || m === undefined || k === undefined) return undefined;
  return n
    .chain(mul(A, B))
    .step(n.backward(n.law("inv_mul_of_invertible", [N, M], [k, m])))
    .step(one, [0])
    .step(n.backward(other), [0])
    .step(n.law("inv_mul_of_invertible", [M, N], [m, k]))
    .done();
}

/** `M⁻¹ M = I` and `M M⁻¹ = I` at the end of a product, where M may be a product itself. */
export function cancelledInverse(term: Term, factors: readonly Term[], n: Normaliser): Equality | undefined {
  const last = factors[factors.length - 1]!;
  if (last.op === "inverse") {
    const M = factorsOf(last.args[0]!);
    return window(term, factors, factors.length - 1 - M.length, M, "mul_inv_cancel_of_invertible", n);
  }
  for (let at = factors.length - 2; at >= 0; at--) {
    const inner = factors[at]!;
    if (inner.op !== "inverse") continue;
    const M = factorsOf(inner.args[0]!);
    if (M.length === factors.length - 1 - at) return window(term, factors, at, M, "inv_mul_cancel_of_invertible", n);
  }
  return undefined;
}

function window(
  term: Term,
  factors: readonly Term[],
  at: number,
  M: readonly Term[],
  name: string,
  n: Normaliser,
): Equality | undefined {
  const start = name === "mul_inv_cancel_of_invertible" ? at : at + 1;
  if (at < 0 || !M.every((factor, i) => factor === factors[start + i])) return undefined;
  const whole = nested("mul", M);
  const shown = n.properties.show("invertible", whole);
  if (shown === undefined) return undefined;
  const law = n.law(name, [whole], [shown]);
  if (at === 0) return n.chain(term).regroup(law.from).step(law).done();
  return n
    .chain(term)
    .regroup(mul(nested("mul", factors.slice(0, at)), law.from))
    .step(law, [1])
    .done();
}
