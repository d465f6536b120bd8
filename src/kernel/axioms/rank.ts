// biome-ignore-all format: a table, one law a line
/** Ranks: what they are, and what bounds them. A bound by a minimum follows from the two bounds and `max_le`. */
import { bigOver, open } from "../../term/binder.ts";
import { add, constant, hadamard, hcat, identity, kron, mul, rank, scale, size, trace, transpose, vcat, zeros } from "../../term/term.ts";
import { type Axiom, axiom, binder, when } from "../axiom.ts";
import { equal, is, le } from "../proposition.ts";
import { blocks } from "./block.ts";

const [ZERO, ONE] = [constant(0), constant(1)];

/** The laws of ranks. */
export const rankAxioms: readonly Axiom[] = [
  axiom("rank_transpose", "A: n × m", (A) => equal(rank(transpose(A)), rank(A)), "mxrank_tr", "Matrix.rank_transpose"),
  axiom("rank_zeros", "A: n × m", (A) => equal(rank(zeros(A.rows, A.cols)), ZERO), "mxrank0", "Matrix.rank_zero"),
  axiom("rank_one", "A: n × n", (A) => equal(rank(identity(A.rows)), size(A.rows)), "mxrank1", "Matrix.rank_one"),
  axiom("rank_of_invertible", "A: invertible n × n", (A) => when(is("invertible", A))(equal(rank(A), size(A.rows))), "mxrank_unit", "Matrix.rank_of_isUnit"),
  axiom("invertible_of_rank", "A: invertible n × n", (A) => when(equal(rank(A), size(A.rows)))(is("invertible", A)), "row_full_unit", "Matrix.isUnit_of_rank_eq_card"),
  axiom("eq_zeros_of_rank", "A: zero n × m", (A) => when(equal(rank(A), ZERO))(equal(A, zeros(A.rows, A.cols))), "mxrank_eq0", "Matrix.rank_eq_zero"),
  axiom("one_le_rank_of_nonzero", "A: nonzero n × m", (A) => when(is("nonzero", A), is("positive", size(A.rows)), is("positive", size(A.cols)))(le(ONE, rank(A))), "mxrank_eq0", "Matrix.rank_eq_zero"),
  axiom("rank_smul_of_nonzero", "a: nonzero 1 × 1; A: n × m", (a, A) => when(is("nonzero", a))(equal(rank(scale(a, A)), rank(A))), "mxrank_scale_nz", "Matrix.rank_smul"),
  axiom("rank_mul_of_invertible_left", "A: invertible n × n; B: n × m", (A, B) => when(is("invertible", A))(equal(rank(mul(A, B)), rank(B))), "eqmxMfull", "Matrix.rank_mul_eq_right_of_isUnit_det"),
  axiom("rank_mul_of_invertible_right", "B: n × m; A: invertible m × m", (B, A) => when(is("invertible", A))(equal(rank(mul(B, A)), rank(B))), "mxrankMfree", "Matrix.rank_mul_eq_left_of_isUnit_det"),
  axiom("rank_mul_of_orthocols", "U: orthocols n × m; B: m × k", (U, B) => when(is("orthocols", U))(equal(rank(mul(U, B)), rank(B))), "mxrankM_maxr", "Matrix.rank_mul_eq_right_of_injective"),
  axiom("rank_transpose_mul_self", "A: n × m", (A) => equal(rank(mul(transpose(A), A)), rank(A)), "kernel of AᵀA", "Matrix.rank_transpose_mul_self"),
  axiom("rank_eq_trace_of_mul_self", "A: idempotent n × n", (A) => when(equal(mul(A, A), A))(equal(rank(A), trace(A))), "mxtrace_idem", "LinearMap.IsIdempotentElem.trace_eq_finrank"),
  axiom("rank_kron", "A: n × m; B: k × l", (A, B) => equal(rank(kron(A, B)), hadamard(rank(A), rank(B))), "mxrank_tens", "Matrix.rank_kronecker"),
  axiom("rank_blocks_diagonal", "A: n × m; D: k × l", (A, D) => equal(rank(blocks(A, zeros(A.rows, D.cols), zeros(D.rows, A.cols), D)), add(rank(A), rank(D))), "rank_diag_block_mx", "Matrix.rank_fromBlocks_zero"),
  axiom("rank_hcat_comm", "A: n × m; B: n × k", (A, B) => equal(rank(hcat(A, B)), rank(hcat(B, A))), "mxrank_tr", "Matrix.rank_reindex"),
  axiom("rank_vcat_comm", "A: n × m; B: k × m", (A, B) => equal(rank(vcat(A, B)), rank(vcat(B, A))), "addsmxC", "Matrix.rank_reindex"),
];

/** Bounds of ranks. */
export const rankBoundAxioms: readonly Axiom[] = [
  axiom("rank_nonneg", "A: n × m", (A) => is("nonnegative", rank(A)), "ler0n", "Nat.cast_nonneg"),
  axiom("one_le_size_of_pos", "A: n × m", (A) => when(is("positive", size(A.rows)))(le(ONE, size(A.rows))), "ltr1n", "Nat.one_le_cast"),
  axiom("rank_le_height", "A: n × m", (A) => le(rank(A), size(A.rows)), "rank_leq_row", "Matrix.rank_le_height"),
  axiom("rank_le_width", "A: n × m", (A) => le(rank(A), size(A.cols)), "rank_leq_col", "Matrix.rank_le_width"),
  axiom("rank_mul_le_left", "A: n × m; B: m × k", (A, B) => le(rank(mul(A, B)), rank(A)), "mxrankM_maxl", "Matrix.rank_mul_le_left"),
  axiom("rank_mul_le_right", "A: n × m; B: m × k", (A, B) => le(rank(mul(A, B)), rank(B)), "mxrankM_maxr", "Matrix.rank_mul_le_right"),
  axiom("rank_add_le", "A: n × m; B: n × m", (A, B) => le(rank(add(A, B)), add(rank(A), rank(B))), "mxrank_add", "Matrix.rank_add_le"),
  axiom("rank_sum_le", "S: sum p of n × m", (S) => { const B = binder("bigSum", S); return le(rank(B), bigOver("bigSum", B, [], (h) => rank(open(B, h)))); }, "mxrank_sum_leqif", "Matrix.rank_add_le"),
  axiom("rank_hadamard_le", "A: n × m; B: n × m", (A, B) => le(rank(hadamard(A, B)), hadamard(rank(A), rank(B))), "mxrank_tens", "rows and columns of A ⊗ B"),
  axiom("rank_hcat_le", "A: n × m; B: n × k", (A, B) => le(rank(hcat(A, B)), add(rank(A), rank(B))), "mxrank_adds_leqif", "Matrix.rank_fromCols_le"),
  axiom("rank_vcat_le", "A: n × m; B: k × m", (A, B) => le(rank(vcat(A, B)), add(rank(A), rank(B))), "mxrank_adds_leqif", "Matrix.rank_fromRows_le"),
  axiom("rank_left_le_hcat", "A: n × m; B: n × k", (A, B) => le(rank(A), rank(hcat(A, B))), "mxrankM_maxl", "Matrix.rank_submatrix_le"),
  axiom("rank_upper_le_vcat", "A: n × m; B: k × m", (A, B) => le(rank(A), rank(vcat(A, B))), "mxrankM_maxr", "Matrix.rank_submatrix_le"),
  axiom("rank_blocks_upper_ge", "A: n × m; B: n × l; D: k × l", (A, B, D) => le(add(rank(A), rank(D)), rank(blocks(A, B, zeros(D.rows, A.cols), D))), "mxrank_Frobenius", "independent rows of A and D"),
  axiom("rank_sylvester", "A: n × m; B: m × k", (A, B) => le(add(rank(A), rank(B)), add(rank(mul(A, B)), size(A.cols))), "mxrank_mul_min", "Matrix.rank_add_rank_le_card_add_rank_mul"),
  axiom("rank_frobenius", "A: n × m; B: m × k; C: k × l", (A, B, C) => le(add(rank(mul(A, B)), rank(mul(B, C))), add(rank(B), rank(mul(mul(A, B), C)))), "mxrank_Frobenius", "Frobenius's inequality"),
];
