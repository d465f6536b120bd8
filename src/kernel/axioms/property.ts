// biome-ignore-all format: a table, one law a line
/** What properties of matrices give, and how they pass on: permutations, selections, orthogonal matrices and others. */
import { add, constant, diag, diagonal, hadamard, identity, inverse, kron, max, maxEntry, mul, ones, rows, type Slice, scale, size, transpose, tri, zeros } from "../../term/term.ts";
import { type Axiom, argumentOf, axiom, entrywise, rowwise, when } from "../axiom.ts";
import { equal, is } from "../proposition.ts";

const MINUS_ONE = constant(-1);

/** Permutations and selections (one 1 in each row). */
export const permutationAxioms: readonly Axiom[] = [
  axiom("orthogonal_of_perm", "P: perm n × n", (P) => when(is("perm", P))(is("orthogonal", P)), "tr_perm_mx", "Equiv.Perm.permMatrix"),
  axiom("selection_of_perm", "P: perm n × n", (P) => when(is("perm", P))(is("selection", P)), "perm_mx", "a permutation selects each row once"),
  axiom("rowstochastic_of_selection", "S: selection n × m", (S) => when(is("selection", S))(is("rowstochastic", S)), "big1_eq", "one 1 in each row"),
  axiom("mask_of_selection", "S: selection n × m", (S) => when(is("selection", S))(is("mask", S)), "perm_mx", "entries 0 or 1, one 1 in each row"),
  axiom("perm_one", "A: n × n", (A) => is("perm", identity(A.rows)), "perm_mx1", "Equiv.Perm.permMatrix_one"),
  axiom("perm_mul", "P: perm n × n; Q: perm n × n", (P, Q) => when(is("perm", P), is("perm", Q))(is("perm", mul(P, Q))), "perm_mxM", "Equiv.Perm.permMatrix_mul"),
  axiom("perm_transpose", "P: perm n × n", (P) => when(is("perm", P))(is("perm", transpose(P))), "tr_perm_mx", "Matrix.transpose_permMatrix"),
  axiom("perm_kron", "P: perm n × n; Q: perm m × m", (P, Q) => when(is("perm", P), is("perm", Q))(is("perm", kron(P, Q))), "tens_perm_mx", "Matrix.kronecker"),
  axiom("selection_mul", "S: selection n × m; T: selection m × k", (S, T) => when(is("selection", S), is("selection", T))(is("selection", mul(S, T))), "rowsub_comp", "selecting twice"),
  axiom("selection_rows", "R: rows of identity n", (R) => is("selection", rows(identity(argumentOf("rows", R).rows), (R as Slice).start, R.rows)), "rowsub", "consecutive rows of the identity"),
  axiom("selection_kron", "S: selection n × m; T: selection k × l", (S, T) => when(is("selection", S), is("selection", T))(is("selection", kron(S, T))), "tens_row", "one 1 in each row"),
  axiom("transpose_mul_self_of_selection", "S: selection n × m", (S) => when(is("selection", S))(equal(mul(transpose(S), S), diag(mul(transpose(S), ones(S.rows, 1))))), "mxE", "how often each column is chosen"),
  axiom("mul_hadamard_of_selection", "S: selection n × m; A: m × k; B: m × k", (S, A, B) => when(is("selection", S))(equal(mul(S, hadamard(A, B)), hadamard(mul(S, A), mul(S, B)))), "rowsub", "selected rows, entry by entry"),
  axiom("mul_max_of_selection", "S: selection n × m; A: m × k; B: m × k", (S, A, B) => when(is("selection", S))(equal(mul(S, max(A, B)), max(mul(S, A), mul(S, B)))), "rowsub", "selected rows, entry by entry"),
  axiom("mul_map_of_selection", "S: selection n × m; f: m × k entry; A: m × k", (S, f, A) => when(is("selection", S))(equal(mul(S, entrywise(f)(A)), entrywise(f)(mul(S, A)))), "map_rowsub", "selected rows, entry by entry"),
  axiom("mul_rowwise_of_selection", "S: selection n × m; g: m × k row; A: m × k", (S, g, A) => when(is("selection", S))(equal(mul(S, rowwise(g)(A)), rowwise(g)(mul(S, A)))), "rowmap_sel", "selected rows, each by itself"),
  axiom("mul_diag_of_perm", "P: perm n × n; v: n × 1", (P, v) => when(is("perm", P))(equal(diag(mul(P, v)), mul(mul(P, diag(v)), transpose(P)))), "perm_diag_mx", "a diagonal with its entries moved"),
  axiom("diagonal_conj_of_perm", "P: perm n × n; A: n × n", (P, A) => when(is("perm", P))(equal(diagonal(mul(mul(P, A), transpose(P))), mul(P, diagonal(A)))), "perm_mx", "a diagonal with its entries moved"),
  axiom("maxEntry_mul_of_perm", "P: perm n × n; A: n × m", (P, A) => when(is("perm", P))(equal(maxEntry(mul(P, A)), maxEntry(A))), "reindex", "the same entries"),
  axiom("maxEntry_mul_perm", "A: n × m; P: perm m × m", (A, P) => when(is("perm", P))(equal(maxEntry(mul(A, P)), maxEntry(A))), "reindex", "the same entries"),
  axiom("mul_ones_of_rowstochastic", "A: rowstochastic n × m; B: m × k", (A, B) => when(is("rowstochastic", A))(equal(mul(A, ones(B.rows, B.cols)), ones(A.rows, B.cols))), "big1_eq", "rows that sum to one"),
  axiom("rowstochastic_mul", "A: rowstochastic n × m; B: rowstochastic m × k", (A, B) => when(is("rowstochastic", A), is("rowstochastic", B))(is("rowstochastic", mul(A, B))), "exchange_big", "rows that sum to one"),
  axiom("nonneg_of_rowstochastic", "A: rowstochastic n × m", (A) => when(is("rowstochastic", A))(is("nonnegative", A)), "definition", "kind.ts"),
  axiom("rowstochastic_of_nonneg", "A: rowstochastic n × m", (A) => when(is("nonnegative", A), equal(mul(A, ones(A.cols, 1)), ones(A.rows, 1)))(is("rowstochastic", A)), "definition", "kind.ts"),
];

/** Orthogonal matrices and those with orthonormal columns. */
export const orthogonalAxioms: readonly Axiom[] = [
  axiom("transpose_mul_self_of_orthogonal", "Q: orthogonal n × n", (Q) => when(is("orthogonal", Q))(equal(mul(transpose(Q), Q), identity(Q.rows))), "definition", "Matrix.mem_orthogonalGroup_iff'"),
  axiom("mul_transpose_self_of_orthogonal", "Q: orthogonal n × n", (Q) => when(is("orthogonal", Q))(equal(mul(Q, transpose(Q)), identity(Q.rows))), "definition", "Matrix.mem_orthogonalGroup_iff"),
  axiom("orthogonal_of_transpose_mul_self", "Q: orthogonal n × n", (Q) => when(equal(mul(transpose(Q), Q), identity(Q.rows)))(is("orthogonal", Q)), "mulmx1C", "Matrix.mem_orthogonalGroup_iff'"),
  axiom("orthogonal_mul", "Q: orthogonal n × n; R: orthogonal n × n", (Q, R) => when(is("orthogonal", Q), is("orthogonal", R))(is("orthogonal", mul(Q, R))), "trmx_mul", "Submonoid.mul_mem"),
  axiom("orthogonal_transpose", "Q: orthogonal n × n", (Q) => when(is("orthogonal", Q))(is("orthogonal", transpose(Q))), "trmxK", "Matrix.transpose_mem_orthogonalGroup"),
  axiom("orthogonal_kron", "Q: orthogonal n × n; R: orthogonal m × m", (Q, R) => when(is("orthogonal", Q), is("orthogonal", R))(is("orthogonal", kron(Q, R))), "tensmx_mul", "Matrix.kronecker_mem_unitary"),
  axiom("inv_of_orthogonal", "Q: orthogonal n × n", (Q) => when(is("orthogonal", Q))(equal(inverse(Q), transpose(Q))), "mulmx1_min", "Matrix.inv_eq_left_inv"),
  axiom("transpose_mul_self_of_orthocols", "U: orthocols n × m", (U) => when(is("orthocols", U))(equal(mul(transpose(U), U), identity(U.cols))), "definition", "kind.ts"),
  axiom("orthocols_of_transpose_mul_self", "U: orthocols n × m", (U) => when(equal(mul(transpose(U), U), identity(U.cols)))(is("orthocols", U)), "definition", "kind.ts"),
];

/** Kinds that are equations. */
export const kindAxioms: readonly Axiom[] = [
  axiom("transpose_of_symmetric", "A: symmetric n × n", (A) => when(is("symmetric", A))(equal(transpose(A), A)), "definition", "Matrix.IsSymm.eq"),
  axiom("symmetric_of_transpose", "A: symmetric n × n", (A) => when(equal(transpose(A), A))(is("symmetric", A)), "definition", "Matrix.IsSymm"),
  axiom("transpose_of_skew", "A: skew n × n", (A) => when(is("skew", A))(equal(transpose(A), scale(MINUS_ONE, A))), "definition", "kind.ts"),
  axiom("skew_of_transpose", "A: skew n × n", (A) => when(equal(transpose(A), scale(MINUS_ONE, A)))(is("skew", A)), "definition", "kind.ts"),
  axiom("mul_self_of_idempotent", "A: idempotent n × n", (A) => when(is("idempotent", A))(equal(mul(A, A), A)), "definition", "IsIdempotentElem"),
  axiom("diag_diagonal_of_diagonal", "D: diagonal n × n", (D) => when(is("diagonal", D))(equal(diag(diagonal(D)), D)), "definition", "Matrix.IsDiag.diagonal_diag"),
  axiom("hadamard_tri_of_lower", "L: lower n × n", (L) => when(is("lower", L))(equal(hadamard(tri(L.rows, L.cols), L), L)), "definition", "Matrix.BlockTriangular"),
  axiom("lower_of_hadamard_tri", "L: lower n × n", (L) => when(equal(hadamard(tri(L.rows, L.cols), L), L))(is("lower", L)), "definition", "Matrix.BlockTriangular"),
  axiom("lower_mul", "L: lower n × n; M: lower n × n", (L, M) => when(is("lower", L), is("lower", M))(is("lower", mul(L, M))), "is_trig_mxM", "Matrix.BlockTriangular.mul"),
  axiom("lower_tri", "A: n × n", (A) => is("lower", tri(A.rows, A.cols)), "is_trig_mx", "kind.ts"),
  axiom("lower_diag", "v: n × 1", (v) => is("lower", diag(v)), "diag_mx_is_trig", "Matrix.blockTriangular_diagonal"),
  axiom("diagonal_mul_of_lower", "L: lower n × n; M: lower n × n", (L, M) => when(is("lower", L), is("lower", M))(equal(diagonal(mul(L, M)), hadamard(diagonal(L), diagonal(M)))), "mxE", "Matrix.BlockTriangular.mul"),
  axiom("tri_hadamard_transpose", "A: n × n", (A) => equal(hadamard(tri(A.rows, A.cols), transpose(tri(A.rows, A.cols))), identity(A.rows)), "eqn_leq", "le_antisymm_iff"),
  axiom("tri_add_transpose", "A: n × n", (A) => equal(add(tri(A.rows, A.cols), transpose(tri(A.rows, A.cols))), add(ones(A.rows, A.cols), identity(A.rows))), "leqNgt", "le_total"),
  axiom("hadamard_self_of_mask", "M: mask n × m", (M) => when(is("mask", M))(equal(hadamard(M, M), M)), "definition", "entries 0 or 1"),
  axiom("mask_mul_ones_pos", "M: mask n × m", (M) => when(is("mask", M))(is("positive", mul(M, ones(M.cols, 1)))), "definition", "no empty row"),
  axiom("nonneg_of_mask", "M: mask n × m", (M) => when(is("mask", M))(is("nonnegative", M)), "definition", "entries 0 or 1"),
  axiom("mask_tri", "A: n × n", (A) => is("mask", tri(A.rows, A.cols)), "definition", "the diagonal is in each row"),
  axiom("mask_band", "A: n × n; v: w × 1", (A, v) => when(is("positive", size(v.rows)))(is("mask", add(tri(A.rows, A.cols), scale(MINUS_ONE, tri(A.rows, A.cols, { below: v.rows }))))), "definition", "the w diagonals from the main one down"),
  axiom("mask_hadamard_mul_pos", "A: positive n × m; M: mask n × m; B: positive m × k", (A, M, B) => when(is("positive", A), is("mask", M), is("positive", B))(is("positive", mul(hadamard(A, M), B))), "sumr_gt0", "each row has an open entry"),
  axiom("hadamard_map_of_mask", "M: mask n × m; f: n × m entry; A: n × m", (M, f, A) => when(is("mask", M))(equal(hadamard(M, entrywise(f)(hadamard(M, A))), hadamard(M, entrywise(f)(A)))), "mulr0", "where M is 0 both sides are, where it is 1 it can go"),
  axiom("mask_mul_of_selection", "S: selection n × m; M: mask m × k", (S, M) => when(is("selection", S), is("mask", M))(is("mask", mul(S, M))), "rowsub", "selected rows"),
  axiom("mask_ones", "A: n × m", (A) => when(is("positive", mul(ones(A.rows, A.cols), ones(A.cols, 1))))(is("mask", ones(A.rows, A.cols))), "const_mx", "every entry is open"),
];

/** Diagonal matrices. */
export const diagonalAxioms: readonly Axiom[] = [
  axiom("diag_ones", "v: n × 1", (v) => equal(diag(ones(v.rows, 1)), identity(v.rows)), "diag_const_mx", "Matrix.diagonal_one"),
  axiom("diag_zeros", "v: n × 1", (v) => equal(diag(zeros(v.rows, 1)), zeros(v.rows, v.rows)), "diag_mx0", "Matrix.diagonal_zero"),
  axiom("diag_add", "u: n × 1; v: n × 1", (u, v) => equal(diag(add(u, v)), add(diag(u), diag(v))), "diag_mxD", "Matrix.diagonal_add"),
  axiom("diag_smul", "a: 1 × 1; v: n × 1", (a, v) => equal(diag(scale(a, v)), scale(a, diag(v))), "diag_mxZ", "Matrix.diagonal_smul"),
  axiom("diag_mul_diag", "u: n × 1; v: n × 1", (u, v) => equal(mul(diag(u), diag(v)), diag(hadamard(u, v))), "mulmx_diag", "Matrix.diagonal_mul_diagonal"),
  axiom("diagonal_diag", "v: n × 1", (v) => equal(diagonal(diag(v)), v), "diag_mxE", "Matrix.diag_diagonal"),
  axiom("diagonal_add", "A: n × n; B: n × n", (A, B) => equal(diagonal(add(A, B)), add(diagonal(A), diagonal(B))), "linearD", "Matrix.diag_add"),
  axiom("diagonal_smul", "a: 1 × 1; A: n × n", (a, A) => equal(diagonal(scale(a, A)), scale(a, diagonal(A))), "linearZ", "Matrix.diag_smul"),
  axiom("diagonal_transpose", "A: n × n", (A) => equal(diagonal(transpose(A)), diagonal(A)), "mxE", "Matrix.diag_transpose"),
  axiom("diagonal_one", "A: n × n", (A) => equal(diagonal(identity(A.rows)), ones(A.rows, 1)), "mxE", "Matrix.diag_one"),
  axiom("diagonal_hadamard", "A: n × n; B: n × n", (A, B) => equal(diagonal(hadamard(A, B)), hadamard(diagonal(A), diagonal(B))), "mxE", "Matrix.diag_hadamard"),
  axiom("diagonal_mul_transpose", "A: n × m; B: n × m", (A, B) => equal(diagonal(mul(A, transpose(B))), mul(hadamard(A, B), ones(A.cols, 1))), "mxE", "each entry is a row's dot product"),
  axiom("identity_hadamard", "A: n × n", (A) => equal(hadamard(identity(A.rows), A), diag(diagonal(A))), "mxE", "Matrix.one_hadamard"),
];
