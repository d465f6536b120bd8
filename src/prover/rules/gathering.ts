/**
 * Sums of entrywise products as traces and diagonals of products, and back
 * where three meet, so that each sum over indices has one form:
 *
 *   (A ∘ B) c = dg(A diag(c) Bᵀ)      r dg(M) = tr(diag(rᵀ) M)      tr((A ∘ B) Cᵀ) = 1ᵀ (A ∘ B ∘ C) 1
 *   r x = 1ᵀ (rᵀ ∘ x), unless that is the product of two columns or passes through one matrix
 */
import { diag, diagonal, hadamard, isScalar, mul, ones, type Term, trace, transpose } from "../../term/term.ts";
import type { Equality } from "../derivation.ts";
import type { Normaliser } from "../normaliser.ts";
import { compareTerms } from "../order.ts";
import { factorsOf, flat, isDiagonalVariable, nested } from "../parts.ts";

/** `(A ∘ B) c = dg(A diag(c) Bᵀ)`. */
export function asDiagonal(H: Term, c: Term, n: Normaliser): Equality | undefined {
  if (!n.options.gather || H.op !== "hadamard" || c.cols.text !== "1" || H.rows.text === "1") return undefined;
  const parts = flat("hadamard", H);
  if (parts.length !== 2) return undefined;
  const [A, B] = parts as readonly [Term, Term];
  const one = ones(c.rows, 1);
  if (c === one) return n.backward(n.law("diagonal_mul_transpose", [A, B]));
  const inside = n.normal(hadamard(mul(A, diag(c)), B));
  if (inside.to !== mul(H, diag(c))) return undefined;
  const spread = n.normal(mul(diag(c), one));
  if (spread.to !== c) return undefined;
  const chain = n
    .chain(mul(H, c))
    .step(n.backward(spread), [1])
    .regroup(mul(mul(H, diag(c)), one));
  chain.step(n.backward(inside), [0]);
  return chain.step(n.backward(n.law("diagonal_mul_transpose", [mul(A, diag(c)), B]))).done();
}

/** `1ᵀ (A ∘ B) = dg(Aᵀ B)ᵀ`. */
export function asDiagonalRow(r: Term, H: Term, n: Normaliser): Equality | undefined {
  if (!n.options.gather || H.op !== "hadamard" || r !== ones(1, H.rows) || H.cols.text === "1") return undefined;
  return flat("hadamard", H).length === 2 ? n.flipped(mul(r, H)) : undefined;
}

/** A number `r x` in its one form. */
export function gatheredNumber(term: Term, n: Normaliser): Equality | undefined {
  if (!isScalar(term)) return undefined;
  const factors = factorsOf(term);
  if (factors.length !== 2) return undefined;
  if (!n.options.gather) return dotOfTwo(factors, n);
  const [r, x] = factors as readonly [Term, Term];
  const column = n.normal(transpose(r));
  const parts = [column.to, x].flatMap((part) => flat("hadamard", part)).filter(({ op }) => op !== "ones");
  if (parts.length === 0 || isPlain(column.to, x)) return undefined;
  const wanted = wantedForm(parts.sort(compareTerms), n);
  if (wanted.to === term) return undefined;
  const plain = asSum(r, x, n);
  const made = n.chain(term).step(plain).step(wanted);
  const tidy = made.term.op === "mul" ? n.normal(made.term.args[0]!) : undefined;
  if (tidy !== undefined) made.step(tidy, [0]); // (uᵀ)ᵀ
  return made.term === term ? undefined : made.done();
}

/** `1ᵀ (u ∘ v) = uᵀ v` of two diagonals. */
function dotOfTwo([row, product]: readonly Term[], n: Normaliser): Equality | undefined {
  const parts = flat("hadamard", product!);
  const plain = row!.op === "ones" && parts.length === 2 && parts.every(({ op }) => op === "diagonal");
  return plain ? dotOf(mul(row!, product!), parts, n) : undefined;
}

/** Two columns of which nothing is to be made: `uᵀ v`, and the sum of one. */
function isPlain(u: Term, v: Term): boolean {
  return ![u, v].some(({ op }) => op === "hadamard" || op === "diagonal");
}

/** `r x = 1ᵀ (rᵀ ∘ x)`, sorted. */
function asSum(r: Term, x: Term, n: Normaliser): Equality {
  const row = ones(1, x.rows);
  const column = n.normal(transpose(r));
  const parts = [column.to, x].flatMap((part) => flat("hadamard", part)).filter(({ op }) => op !== "ones");
  const whole = mul(row, nested("hadamard", parts.sort(compareTerms)));
  if (r === row) return n.regrouped(mul(r, x), whole);
  // r = (rᵀ)ᵀ = (diag(rᵀ) 1)ᵀ = 1ᵀ diag(rᵀ)
  const spread = n.law("diag_mul_vec", [column.to, ones(x.rows, 1)]);
  const chain = n
    .chain(mul(r, x))
    .step(n.backward(n.law("transpose_transpose", [r])), [0])
    .step(column, [0, 0]);
  const plain = n.normal(spread.to);
  chain.step(n.backward(plain), [0, 0]).step(n.backward(spread), [0, 0]);
  chain.step(n.law("transpose_mul", spread.from.args), [0]).step(n.law("transpose_ones", [ones(x.rows, 1)]), [0, 0]);
  chain.step(n.law("transpose_diag", [column.to]), [0, 1]).regroup(mul(row, mul(diag(column.to), x)));
  chain.step(n.law("diag_mul_vec", [column.to, x]), [1]);
  if (x.op === "ones") return chain.step(n.normal(hadamard(column.to, x)), [1]).done();
  return chain.regroup(whole).done();
}

/** What `1ᵀ (u ∘ v ∘ …)` is kept as: an equation from that sum. */
function wantedForm(parts: readonly Term[], n: Normaliser): Equality {
  const size = parts[0]!.rows;
  const sum = mul(ones(1, size), nested("hadamard", parts));
  // the diagonal of a variable that is diagonal is a column like any other
  const i = parts.findIndex(({ op, args: [M] }) => op === "diagonal" && !isDiagonalVariable(M!));
  const rest = parts.filter((_, k) => k !== i);
  if (i >= 0) return asTrace(sum, rest, parts[i]!.args[0]!, n);
  if (parts.length === 2) return dotOf(sum, parts, n);
  const products = parts.filter(({ op }) => op === "mul");
  if (parts.length === 1 || products.length !== 1) return { from: sum, to: sum, by: undefined };
  const others = nested(
    "hadamard",
    parts.filter((part) => part !== products[0]),
  );
  return dotOf(sum, [others, products[0]!], n);
}

/** `1ᵀ (u ∘ v) = uᵀ v`. */
function dotOf(sum: Term, parts: readonly Term[], n: Normaliser): Equality {
  const [u, v] = parts as readonly [Term, Term];
  const made = asSumOf(u, v, n);
  return n.chain(sum).step(n.backward(made)).done();
}

/** `uᵀ v = 1ᵀ (u ∘ v)`. */
export function asSumOf(u: Term, v: Term, n: Normaliser): Equality {
  const parts = [u, v].flatMap((part) => flat("hadamard", part)).sort(compareTerms);
  const [row, one] = [ones(1, u.rows), ones(u.rows, 1)];
  const spread = n.law("diag_mul_vec", [u, one]);
  const plain = n.normal(spread.to);
  const chain = n
    .chain(mul(transpose(u), v))
    .step(n.backward(plain), [0, 0])
    .step(n.backward(spread), [0, 0]);
  chain.step(n.law("transpose_mul", spread.from.args), [0]).step(n.law("transpose_ones", [one]), [0, 0]);
  chain.step(n.law("transpose_diag", [u]), [0, 1]).regroup(mul(row, mul(diag(u), v)));
  return chain
    .step(n.law("diag_mul_vec", [u, v]), [1])
    .regroup(mul(row, nested("hadamard", parts)))
    .done();
}

/** `1ᵀ (u ∘ dg(M)) = tr(diag(u) M)`. */
function asTrace(sum: Term, rest: readonly Term[], M: Term, n: Normaliser): Equality {
  const chain = n.chain(sum);
  const product = rest.length === 0 ? M : mul(diag(nested("hadamard", rest)), M);
  if (rest.length > 0) {
    const moved = n.normal(diagonal(product));
    chain.regroup(mul(ones(1, M.rows), hadamard(nested("hadamard", rest), diagonal(M))));
    const sorted = n.normal(chain.term.args[1]!);
    if (sorted.to !== moved.to) return { from: sum, to: sum, by: undefined };
    chain.step(sorted, [1]).step(n.backward(moved), [1]);
  }
  return chain.step(n.backward(n.law("trace_eq_sum_diagonal", [product]))).done();
}

/** `tr(H R) = 1ᵀ (H ∘ Rᵀ) 1` for an entrywise product H that stands alone among the factors. */
export function asEntrySum(term: Term, n: Normaliser): Equality | undefined {
  if (!n.options.gather) return undefined;
  const factors = factorsOf(term.args[0]!);
  const at = factors.findIndex(({ op }) => op === "hadamard");
  if (at < 0 || factors.length < 2 || factors.filter(({ op }) => op === "hadamard").length > 1) return undefined;
  const [before, H, after] = [factors.slice(0, at), factors[at]!, factors.slice(at + 1)];
  const rest = n.normal(transpose(nested("mul", [...after, ...before])));
  const back = n.normal(transpose(rest.to));
  const R = nested("mul", [...after, ...before]);
  if (back.to !== n.normal(R).to) return undefined;
  const chain = n.chain(term);
  if (before.length > 0) {
    const [X, Y] = [nested("mul", before), nested("mul", [H, ...after])];
    chain.regroup(trace(mul(X, Y))).step(n.law("trace_mul_comm", [X, Y]));
  }
  chain
    .regroup(trace(mul(H, R)))
    .step(n.normal(R), [0, 1])
    .step(n.backward(back), [0, 1]);
  return chain.step(n.law("trace_mul_transpose", [H, rest.to])).done();
}

/** `dg(H R) = (H ∘ Rᵀ) 1` for an entrywise product H in front. */
export function asRowSum(term: Term, n: Normaliser): Equality | undefined {
  if (!n.options.gather) return undefined;
  const [H, ...after] = factorsOf(term.args[0]!);
  if (H!.op !== "hadamard" || after.length === 0 || after.some(({ op }) => op === "hadamard")) return undefined;
  const R = nested("mul", after);
  const back = n.normal(transpose(R));
  const again = n.normal(transpose(back.to));
  if (again.to !== n.normal(R).to) return undefined;
  const chain = n
    .chain(term)
    .regroup(diagonal(mul(H!, R)))
    .step(n.normal(R), [0, 1])
    .step(n.backward(again), [0, 1]);
  return chain.step(n.law("diagonal_mul_transpose", [H!, back.to])).done();
}
