/**
 * Diagonal matrices and diagonals. A variable that is diagonal is `diag` of its
 * diagonal, so that diagonal matrices commute.
 */
import {
  constant,
  diag,
  diagonal,
  hadamard,
  identity,
  isScalar,
  mul,
  ones,
  type Term,
  transpose,
} from "../../term/term.ts";
import type { Equality } from "../derivation.ts";
import type { Normaliser, Rule } from "../normaliser.ts";
import { compareTerms } from "../order.ts";
import {
  factorsOf,
  firstFactor,
  isConstant,
  isDiagonalVariable,
  lastFactor,
  narrowAt,
  nested,
  turned,
} from "../parts.ts";
import { stripLeft } from "../strip.ts";
import { distributed } from "../sums.ts";
import { quarters } from "./cut.ts";
import { asRowSum } from "./gathering.ts";
import { spreadRow } from "./hadamard.ts";
import { cutsOf } from "./kron.ts";
import { zeroOfOpposite } from "./opposite.ts";

export const variableRule: Rule = (term, n) => {
  if (term.rows.text === "1" || !isDiagonalVariable(term)) return undefined;
  return n.backward(n.law("diag_diagonal_of_diagonal", [term], [n.properties.show("diagonal", term)!])); // by its kind
};

export const diagRule: Rule = (term, n) => {
  const [v] = term.args as readonly [Term];
  if (isScalar(v)) return ofNumber(term, v, n);
  if (v.op === "scale") return n.law("diag_smul", v.args);
  if (v.op === "ones") return n.law("diag_ones", [v]);
  if (v.op === "zeros") return n.law("diag_zeros", [v]);
  if (v.op === "vcat") return n.law("diag_vcat", v.args);
  if (v.op === "add" && n.options.expand) return distributed(term, 0, (u, w) => n.law("diag_add", [u, w]), n);
  const P = firstFactor(v);
  const perm = n.properties.show("perm", P);
  const stripped = perm === undefined ? undefined : stripLeft(v, P, n);
  if (perm === undefined || stripped === undefined) return undefined;
  return n
    .chain(term)
    .step(stripped, [0])
    .step(n.law("mul_diag_of_perm", [P, stripped.to.args[1]!], [perm]))
    .done();
};

/** `diag(S r) S = S diag(r)` for a selection S: a row is weighted before it is selected, or after. */
export function selectedDiagonal(D: Term, S: Term, n: Normaliser): Equality | undefined {
  if (D.op !== "diag" || isScalar(D)) return undefined;
  const selection = n.properties.show("selection", S);
  const stripped = selection === undefined ? undefined : stripLeft(D.args[0]!, S, n);
  if (selection === undefined || stripped === undefined) return undefined;
  const r = stripped.to.args[1]!;
  const [spread, one] = [mul(r, ones(1, S.cols)), identity(S.cols)];
  const chain = n.chain(mul(D, S)).step(stripped, [0, 0]);
  chain.step(n.backward(spreadRow(stripped.to, S, n)));
  chain.regroup(hadamard(mul(S, spread), S)).step(n.backward(n.law("mul_one", [S])), [1]);
  chain.step(n.backward(n.law("mul_hadamard_of_selection", [S, spread, one], [selection])));
  return chain
    .step(spreadRow(r, one, n), [1])
    .step(n.law("mul_one", [diag(r)]), [1])
    .done();
}

/** diag(a) = diag(a) 1 = a. */
function ofNumber(term: Term, a: Term, n: Normaliser): Equality {
  const one = identity(1);
  return n
    .chain(term)
    .step(n.backward(n.law("mul_one", [term])))
    .step(n.law("diag_mul_vec", [a, one]))
    .done();
}

export const diagonalRule: Rule = (term, n) => {
  const [A] = term.args as readonly [Term];
  if (A.op === "variable" && isDiagonalVariable(A)) return undefined;
  if (A.op === "scale") return n.law("diagonal_smul", A.args);
  if (A.op === "add") return distributed(term, 0, (B, C) => n.law("diagonal_add", [B, C]), n);
  if (A.op === "diag") return n.law("diagonal_diag", A.args);
  if (A.op === "identity") return n.law("diagonal_one", [A]);
  if (A.op === "hadamard") return n.law("diagonal_hadamard", A.args);
  if (A.op === "tri") return n.law("diagonal_tri", [A]).from === term ? n.law("diagonal_tri", [A]) : undefined;
  if (A.op === "transpose" && A.args[0]!.op === "tri") return n.law("diagonal_transpose", A.args);
  if (A.op === "kron") return ofKron(term, A, n);
  if (A.op === "vcat") return ofBlocks(term, A, n);
  if (A.op === "mul")
    return ofProduct(term, A, n) ?? ofLower(term, A, n) ?? asRowSum(term, n) ?? ofTwo(A, n) ?? first(term, A, n);
  return first(term, A, n);
};

function ofKron(term: Term, A: Term, n: Normaliser): Equality | undefined {
  const cut = cutsOf(A).find(([B, C]) => B.rows === B.cols && C.rows === C.cols);
  if (cut === undefined) return undefined;
  const law = n.law("diagonal_kron", cut);
  return n.chain(term).regroup(law.from).step(law).done();
}

function ofBlocks(term: Term, A: Term, n: Normaliser): Equality | undefined {
  const cut = quarters(A, n);
  if (cut === undefined) return undefined;
  return n.chain(term).step(cut.made, [0]).step(n.law("diagonal_blocks", cut.blocks)).done();
}

/** dg(u vᵀ) = u ∘ v, dg(diag(u) M) = u ∘ dg(M), dg(P M Pᵀ) = P dg(M). */
function ofProduct(term: Term, A: Term, n: Normaliser): Equality | undefined {
  const factors = factorsOf(A);
  const at = narrowAt(factors);
  if (at !== undefined) return throughOne(term, factors, at, n);
  const [D, ...rest] = factors;
  if (D!.op === "diag") {
    const [u, M] = [D!.args[0]!, nested("mul", rest)];
    const spread = n.backward(spreadRow(u, M, n));
    const chain = n
      .chain(term)
      .regroup(diagonal(mul(D!, M)))
      .step(spread, [0]);
    return chain.step(n.law("diagonal_hadamard", spread.to.args)).done();
  }
  if (lastFactor(A).op === "diag") return transposed(term, A, n);
  const last = factors[factors.length - 1]!;
  const shown = turned(D!) === last && factors.length > 2 ? n.properties.show("perm", D!) : undefined;
  if (shown === undefined) return undefined;
  const M = nested("mul", rest.slice(0, -1));
  const chain = n.chain(term).regroup(diagonal(mul(mul(D!, M), last)));
  if (last.op !== "transpose") chain.step(n.backward(n.normal(transpose(D!))), [0, 1]);
  return chain.step(n.law("diagonal_conj_of_perm", [D!, M], [shown])).done();
}

/** dg(L M) = dg(L) ∘ dg(M) for lower triangular matrices, and for the transposes of such. */
function ofLower(term: Term, A: Term, n: Normaliser): Equality | undefined {
  const factors = factorsOf(A);
  for (let at = 1; at < factors.length; at++) {
    if (factors[at]!.rows !== A.rows) continue;
    const [L, M] = [nested("mul", factors.slice(0, at)), nested("mul", factors.slice(at))];
    const shown = [L, M].map((part) => n.properties.show("lower", part));
    if (shown[0] === undefined || shown[1] === undefined) continue;
    const law = n.law("diagonal_mul_of_lower", [L, M], [shown[0], shown[1]]);
    return n.chain(term).regroup(law.from).step(law).done();
  }
  const upper = factors.every((factor) => n.properties.show("lower", turned(factor)) !== undefined);
  return upper ? transposed(term, A, n) : undefined;
}

/** dg(A B) = (A ∘ Bᵀ) 1, where sums are not gathered. */
function ofTwo(M: Term, n: Normaliser): Equality | undefined {
  const factors = factorsOf(M);
  if (n.options.gather || factors.length !== 2) return undefined;
  const [A, B] = factors as readonly [Term, Term];
  const turnedOver = n.normal(transpose(B));
  const back = n.normal(transpose(turnedOver.to));
  if (back.to !== B) return undefined;
  const chain = n.chain(diagonal(M)).step(n.backward(back), [0, 1]);
  return chain.step(n.law("diagonal_mul_transpose", [A, turnedOver.to])).done();
}

function throughOne(term: Term, factors: readonly Term[], at: number, n: Normaliser): Equality {
  const [u, v] = [nested("mul", factors.slice(0, at)), nested("mul", factors.slice(at))];
  const w = transpose(v);
  const chain = n.chain(term).regroup(diagonal(mul(u, v)));
  chain.step(n.backward(n.law("transpose_transpose", [v])), [0, 1]);
  chain.step(n.law("diagonal_mul_transpose", [u, w])).step(n.normal(ones(1, 1)), [1]);
  chain.step(n.law("mul_scalar", [hadamard(u, w), constant(1)]));
  return chain.step(n.law("one_smul", [hadamard(u, w)])).done();
}

function transposed(term: Term, A: Term, n: Normaliser): Equality {
  const chain = n.chain(term).step(n.backward(n.law("diagonal_transpose", [A])));
  return chain.step(n.normal(transpose(A)), [0]).done();
}

/** Of a matrix and its transpose the one that comes first; zero for a skew matrix. */
function first(term: Term, A: Term, n: Normaliser): Equality | undefined {
  const other = transposed(term, A, n);
  const B = other.to.args[0]!;
  if (B.op === "scale" && B.args[1] === A && isConstant(B.args[0]!, -1n)) {
    const opposite = n.chain(term).step(other).step(n.law("diagonal_smul", B.args)).done();
    return zeroOfOpposite(term, opposite, n);
  }
  return compareTerms(B, A) < 0 ? other : undefined;
}
