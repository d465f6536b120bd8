// biome-ignore-all format: a table, one law a line
/**
 * Blocks: matrices side by side and one above the other, and consecutive rows and columns.
 *
 * A law of slices takes the slice of its first matrix, which says where to cut the others.
 */
import { addDim, mulDim, subtractDim } from "../../term/dimension.ts";
import { Fault } from "../../term/fault.ts";
import { add, cols, diag, diagonal, hadamard, hcat, identity, iota, kron, max, mul, ones, rows, scale, size, type Term, type Tri, transpose, tri, vcat, vec, zeros } from "../../term/term.ts";
import { type Axiom, argumentOf, axiom, entrywise, rowwise, slice, when } from "../axiom.ts";
import { equal, is, type Property, type Proposition } from "../proposition.ts";

/** [[A, B], [C, D]]. */
export const blocks = (A: Term, B: Term, C: Term, D: Term): Term => vcat(hcat(A, B), hcat(C, D));

/** Side by side, and one above the other. */
export const blockAxioms: readonly Axiom[] = [
  axiom("mul_hcat", "A: n × m; B: m × k; C: m × l", (A, B, C) => equal(mul(A, hcat(B, C)), hcat(mul(A, B), mul(A, C))), "mul_mx_row", "Matrix.mul_fromCols"),
  axiom("vcat_mul", "A: n × m; B: k × m; C: m × l", (A, B, C) => equal(mul(vcat(A, B), C), vcat(mul(A, C), mul(B, C))), "mul_col_mx", "Matrix.fromRows_mul"),
  axiom("hcat_mul_vcat", "A: n × m; B: n × k; C: m × l; D: k × l", (A, B, C, D) => equal(mul(hcat(A, B), vcat(C, D)), add(mul(A, C), mul(B, D))), "mul_row_col", "Matrix.fromCols_mul_fromRows"),
  axiom("hcat_mul", "A: n × m; B: n × k; X: (m + k) × l", (A, B, X) => equal(mul(hcat(A, B), X), add(mul(A, rows(X, 0, A.cols)), mul(B, rows(X, A.cols, B.cols)))), "mul_row_col", "Matrix.fromCols_mul_fromRows"),
  axiom("mul_vcat", "X: l × (n + k); A: n × m; B: k × m", (X, A, B) => equal(mul(X, vcat(A, B)), add(mul(cols(X, 0, A.rows), A), mul(cols(X, A.rows, B.rows), B))), "mul_row_col", "Matrix.fromCols_mul_fromRows"),
  axiom("hcat_vcat", "A: n × m; B: n × k; C: l × m; D: l × k", (A, B, C, D) => equal(hcat(vcat(A, C), vcat(B, D)), blocks(A, B, C, D)), "block_mxEh", "Matrix.fromCols_fromRows_eq_fromBlocks"),
  axiom("hcat_add", "A: n × m; B: n × k; C: n × m; D: n × k", (A, B, C, D) => equal(add(hcat(A, B), hcat(C, D)), hcat(add(A, C), add(B, D))), "add_row_mx", "entry by entry"),
  axiom("vcat_add", "A: n × m; B: k × m; C: n × m; D: k × m", (A, B, C, D) => equal(add(vcat(A, B), vcat(C, D)), vcat(add(A, C), add(B, D))), "add_col_mx", "entry by entry"),
  axiom("smul_hcat", "a: 1 × 1; A: n × m; B: n × k", (a, A, B) => equal(scale(a, hcat(A, B)), hcat(scale(a, A), scale(a, B))), "scale_row_mx", "entry by entry"),
  axiom("smul_vcat", "a: 1 × 1; A: n × m; B: k × m", (a, A, B) => equal(scale(a, vcat(A, B)), vcat(scale(a, A), scale(a, B))), "scale_col_mx", "entry by entry"),
  axiom("hcat_hadamard", "A: n × m; B: n × k; C: n × m; D: n × k", (A, B, C, D) => equal(hadamard(hcat(A, B), hcat(C, D)), hcat(hadamard(A, C), hadamard(B, D))), "map2_row_mx", "entry by entry"),
  axiom("vcat_hadamard", "A: n × m; B: k × m; C: n × m; D: k × m", (A, B, C, D) => equal(hadamard(vcat(A, B), vcat(C, D)), vcat(hadamard(A, C), hadamard(B, D))), "map2_col_mx", "entry by entry"),
  axiom("hcat_max", "A: n × m; B: n × k; C: n × m; D: n × k", (A, B, C, D) => equal(max(hcat(A, B), hcat(C, D)), hcat(max(A, C), max(B, D))), "map2_row_mx", "entry by entry"),
  axiom("vcat_max", "A: n × m; B: k × m; C: n × m; D: k × m", (A, B, C, D) => equal(max(vcat(A, B), vcat(C, D)), vcat(max(A, C), max(B, D))), "map2_col_mx", "entry by entry"),
  axiom("map_hcat", "f: n × m entry; A: n × m; B: n × k", (f, A, B) => equal(entrywise(f)(hcat(A, B)), hcat(entrywise(f)(A), entrywise(f)(B))), "map_row_mx", "Matrix.fromCols_map"),
  axiom("map_vcat", "f: n × m entry; A: n × m; B: k × m", (f, A, B) => equal(entrywise(f)(vcat(A, B)), vcat(entrywise(f)(A), entrywise(f)(B))), "map_col_mx", "Matrix.fromRows_map"),
  axiom("rowwise_vcat", "g: n × m row; A: n × m; B: k × m", (g, A, B) => equal(rowwise(g)(vcat(A, B)), vcat(rowwise(g)(A), rowwise(g)(B))), "col_mxEu", "each row by itself"),
  axiom("vcat_kron", "A: n × m; B: k × m; C: p × q", (A, B, C) => equal(kron(vcat(A, B), C), vcat(kron(A, C), kron(B, C))), "tens_col_mx", "entry by entry"),
  axiom("hcat_kron", "A: n × m; B: n × k; C: p × q", (A, B, C) => equal(kron(hcat(A, B), C), hcat(kron(A, C), kron(B, C))), "tens_row_mx", "entry by entry"),
  axiom("vec_hcat", "A: n × m; B: n × k", (A, B) => equal(vec(hcat(A, B)), vcat(vec(A), vec(B))), "mxvec", "one column after the other"),
  axiom("one_blocks", "A: n × n; B: m × m", (A, B) => equal(identity(addDim(A.rows, B.rows)), blocks(identity(A.rows), zeros(A.rows, B.rows), zeros(B.rows, A.rows), identity(B.rows))), "scalar_mx_block", "Matrix.fromBlocks_one"),
  axiom("ones_hcat", "A: n × m; B: n × k", (A, B) => equal(hcat(like(A), like(B)), ones(A.rows, addDim(A.cols, B.cols))), "row_mx_const", "every entry is 1"),
  axiom("ones_vcat", "A: n × m; B: k × m", (A, B) => equal(vcat(like(A), like(B)), ones(addDim(A.rows, B.rows), A.cols)), "col_mx_const", "every entry is 1"),
  axiom("zeros_hcat", "A: n × m; B: n × k", (A, B) => equal(hcat(zeros(A.rows, A.cols), zeros(B.rows, B.cols)), zeros(A.rows, addDim(A.cols, B.cols))), "row_mx0", "every entry is 0"),
  axiom("zeros_vcat", "A: n × m; B: k × m", (A, B) => equal(vcat(zeros(A.rows, A.cols), zeros(B.rows, B.cols)), zeros(addDim(A.rows, B.rows), A.cols)), "col_mx0", "every entry is 0"),
  axiom("diag_vcat", "u: n × 1; v: m × 1", (u, v) => equal(diag(vcat(u, v)), blocks(diag(u), zeros(u.rows, v.rows), zeros(v.rows, u.rows), diag(v))), "diag_mx_row", "Matrix.fromBlocks_diagonal"),
  axiom("diagonal_blocks", "A: n × n; B: n × m; C: m × n; D: m × m", (A, B, C, D) => equal(diagonal(blocks(A, B, C, D)), vcat(diagonal(A), diagonal(D))), "block_mxEul", "Matrix.diag_fromBlocks"),
];

/** What a row slice makes of another matrix, and a column slice. */
const rowsLike = (R: Term) => (B: Term): Term => rows(B, slice("rows", R).start, R.rows);
const colsLike = (R: Term) => (B: Term): Term => cols(B, slice("cols", R).start, R.cols);
const whole = (op: "rows" | "cols", R: Term): Term => argumentOf(op, R);

/** Consecutive rows, and consecutive columns. */
export const sliceAxioms: readonly Axiom[] = [
  axiom("rows_self", "A: n × m", (A) => equal(rows(A, 0, A.rows), A), "rowsub_id", "every row"),
  axiom("cols_self", "A: n × m", (A) => equal(cols(A, 0, A.cols), A), "colsub_id", "every column"),
  axiom("rows_rows", "R: rows of rows of n × m", (R) => { const S = slice("rows", whole("rows", R)); return equal(R, rows(whole("rows", S), addDim(S.start, slice("rows", R).start), R.rows)); }, "rowsub_comp", "Matrix.submatrix_submatrix"),
  axiom("cols_cols", "R: cols of cols of n × m", (R) => { const S = slice("cols", whole("cols", R)); return equal(R, cols(whole("cols", S), addDim(S.start, slice("cols", R).start), R.cols)); }, "colsub_comp", "Matrix.submatrix_submatrix"),
  axiom("vcat_rows", "R: rows of n × m; S: rows after R", (R, S) => { expectAfter("rows", R, S); return equal(vcat(R, S), rows(whole("rows", R), slice("rows", R).start, addDim(R.rows, S.rows))); }, "vsubmxK", "Matrix.fromRows_toRows"),
  axiom("hcat_cols", "R: cols of n × m; S: cols after R", (R, S) => { expectAfter("cols", R, S); return equal(hcat(R, S), cols(whole("cols", R), slice("cols", R).start, addDim(R.cols, S.cols))); }, "hsubmxK", "Matrix.fromCols_toCols"),
  axiom("rows_vcat_upper", "R: rows of n × m; B: k × m", (R, B) => equal(rowsLike(R)(vcat(whole("rows", R), B)), R), "col_mxKu", "Matrix.toRows₁_fromRows"),
  axiom("rows_vcat_lower", "A: k × m; R: rows of n × m", (A, R) => equal(rows(vcat(A, whole("rows", R)), addDim(A.rows, slice("rows", R).start), R.rows), R), "col_mxKd", "Matrix.toRows₂_fromRows"),
  axiom("cols_hcat_left", "R: cols of n × m; B: n × k", (R, B) => equal(colsLike(R)(hcat(whole("cols", R), B)), R), "row_mxKl", "Matrix.toCols₁_fromCols"),
  axiom("cols_hcat_right", "A: n × k; R: cols of n × m", (A, R) => equal(cols(hcat(A, whole("cols", R)), addDim(A.cols, slice("cols", R).start), R.cols), R), "row_mxKr", "Matrix.toCols₂_fromCols"),
  axiom("rows_hcat", "R: rows of n × m; B: n × k", (R, B) => equal(rowsLike(R)(hcat(whole("rows", R), B)), hcat(R, rowsLike(R)(B))), "row_usubmx", "entry by entry"),
  axiom("cols_vcat", "R: cols of n × m; B: k × m", (R, B) => equal(colsLike(R)(vcat(whole("cols", R), B)), vcat(R, colsLike(R)(B))), "col_lsubmx", "entry by entry"),
  axiom("transpose_rows", "R: rows of n × m", (R) => equal(transpose(R), cols(transpose(whole("rows", R)), slice("rows", R).start, R.rows)), "trmx_usub", "Matrix.transpose_submatrix"),
  axiom("transpose_cols", "R: cols of n × m", (R) => equal(transpose(R), rows(transpose(whole("cols", R)), slice("cols", R).start, R.cols)), "trmx_lsub", "Matrix.transpose_submatrix"),
  axiom("rows_eq_mul", "R: rows of n × m", (R) => equal(R, mul(rowsLike(R)(identity(whole("rows", R).rows)), whole("rows", R))), "rowsubE", "Matrix.one_submatrix_mul"),
  axiom("cols_eq_mul", "R: cols of n × m", (R) => equal(R, mul(whole("cols", R), colsLike(R)(identity(whole("cols", R).cols)))), "colsubE", "Matrix.mul_submatrix_one"),
  axiom("rows_mul", "R: rows of n × m; B: m × k", (R, B) => equal(rowsLike(R)(mul(whole("rows", R), B)), mul(R, B)), "mul_rowsub_mx", "Matrix.submatrix_mul"),
  axiom("mul_cols", "A: k × n; R: cols of n × m", (A, R) => equal(colsLike(R)(mul(A, whole("cols", R))), mul(A, R)), "mulmx_colsub", "Matrix.submatrix_mul"),
  axiom("rows_add", "R: rows of n × m; B: n × m", (R, B) => equal(rowsLike(R)(add(whole("rows", R), B)), add(R, rowsLike(R)(B))), "linearD", "Matrix.submatrix_add"),
  axiom("cols_add", "R: cols of n × m; B: n × m", (R, B) => equal(colsLike(R)(add(whole("cols", R), B)), add(R, colsLike(R)(B))), "linearD", "Matrix.submatrix_add"),
  axiom("rows_smul", "a: 1 × 1; R: rows of n × m", (a, R) => equal(rowsLike(R)(scale(a, whole("rows", R))), scale(a, R)), "linearZ", "Matrix.submatrix_smul"),
  axiom("cols_smul", "a: 1 × 1; R: cols of n × m", (a, R) => equal(colsLike(R)(scale(a, whole("cols", R))), scale(a, R)), "linearZ", "Matrix.submatrix_smul"),
  axiom("rows_hadamard", "R: rows of n × m; B: n × m", (R, B) => equal(rowsLike(R)(hadamard(whole("rows", R), B)), hadamard(R, rowsLike(R)(B))), "mxE", "entry by entry"),
  axiom("cols_hadamard", "R: cols of n × m; B: n × m", (R, B) => equal(colsLike(R)(hadamard(whole("cols", R), B)), hadamard(R, colsLike(R)(B))), "mxE", "entry by entry"),
  axiom("rows_max", "R: rows of n × m; B: n × m", (R, B) => equal(rowsLike(R)(max(whole("rows", R), B)), max(R, rowsLike(R)(B))), "mxE", "entry by entry"),
  axiom("cols_max", "R: cols of n × m; B: n × m", (R, B) => equal(colsLike(R)(max(whole("cols", R), B)), max(R, colsLike(R)(B))), "mxE", "entry by entry"),
  axiom("rows_map", "R: rows of n × m; f: n × m entry", (R, f) => equal(rowsLike(R)(entrywise(f)(whole("rows", R))), entrywise(f)(R)), "map_rowsub", "Matrix.submatrix_map"),
  axiom("cols_map", "R: cols of n × m; f: n × m entry", (R, f) => equal(colsLike(R)(entrywise(f)(whole("cols", R))), entrywise(f)(R)), "map_colsub", "Matrix.submatrix_map"),
  axiom("rows_rowwise", "R: rows of n × m; g: n × m row", (R, g) => equal(rowsLike(R)(rowwise(g)(whole("rows", R))), rowwise(g)(R)), "rowsub", "each row by itself"),
  axiom("rows_kron", "R: rows of n × m; B: k × l", (R, B) => { const A = whole("rows", R); return equal(rows(kron(A, B), mulDim(slice("rows", R).start, B.rows), mulDim(R.rows, B.rows)), kron(R, B)); }, "tensmxE", "entry by entry"),
  axiom("cols_kron", "R: cols of n × m; B: k × l", (R, B) => { const A = whole("cols", R); return equal(cols(kron(A, B), mulDim(slice("cols", R).start, B.cols), mulDim(R.cols, B.cols)), kron(R, B)); }, "tensmxE", "entry by entry"),
  axiom("rows_vec", "R: cols of n × m", (R) => { const A = whole("cols", R); return equal(rows(vec(A), mulDim(A.rows, slice("cols", R).start), mulDim(A.rows, R.cols)), vec(R)); }, "mxvecE", "one column after the other"),
  axiom("rows_ones", "R: rows of n × m", (R) => equal(rowsLike(R)(like(whole("rows", R))), like(R)), "const_mx", "every entry is 1"),
  axiom("cols_ones", "R: cols of n × m", (R) => equal(colsLike(R)(like(whole("cols", R))), like(R)), "const_mx", "every entry is 1"),
  axiom("rows_zeros", "R: rows of n × m", (R) => { const A = whole("rows", R); return equal(rowsLike(R)(zeros(A.rows, A.cols)), zeros(R.rows, R.cols)); }, "rowsub0", "Matrix.submatrix_zero"),
  axiom("cols_zeros", "R: cols of n × m", (R) => { const A = whole("cols", R); return equal(colsLike(R)(zeros(A.rows, A.cols)), zeros(R.rows, R.cols)); }, "colsub0", "Matrix.submatrix_zero"),
  axiom("rows_iota", "R: rows of n × 1", (R) => equal(rowsLike(R)(iota(whole("rows", R).rows)), add(iota(R.rows), scale(size(slice("rows", R).start), ones(R.rows, 1)))), "mxE", "entry i is s + i"),
];

const SIGNS = [["positive", "pos"], ["nonnegative", "nonneg"], ["nonzero", "nonzero"]] as const satisfies readonly (readonly [Property, string])[];

/** Signs of what only moves entries: three laws a line. */
export const blockSignAxioms: readonly Axiom[] = SIGNS.flatMap(([sign, suffix]) => [
  axiom(`hcat_${suffix}`, `A: ${sign} n × m; B: ${sign} n × k`, (A, B) => when(is(sign, A), is(sign, B))(is(sign, hcat(A, B))), "row_mxEl", "entry by entry"),
  axiom(`vcat_${suffix}`, `A: ${sign} n × m; B: ${sign} k × m`, (A, B) => when(is(sign, A), is(sign, B))(is(sign, vcat(A, B))), "col_mxEu", "entry by entry"),
  axiom(`rows_${suffix}`, `R: rows of ${sign} n × m`, (R) => when(is(sign, whole("rows", R)))(is(sign, R)), "mxE", "entry by entry"),
  axiom(`cols_${suffix}`, `R: cols of ${sign} n × m`, (R) => when(is(sign, whole("cols", R)))(is(sign, R)), "mxE", "entry by entry"),
  axiom(`diagonal_${suffix}`, `A: ${sign} n × n`, (A) => when(is(sign, A))(is(sign, diagonal(A))), "mxE", "entry by entry"),
  axiom(`kron_${suffix}`, `A: ${sign} n × m; B: ${sign} k × l`, (A, B) => when(is(sign, A), is(sign, B))(is(sign, kron(A, B))), "tensmxE", "entry by entry"),
  axiom(`vec_${suffix}`, `A: ${sign} n × m`, (A) => when(is(sign, A))(is(sign, vec(A))), "mxvecE", "entry by entry"),
]);

/** The 0/1 matrices `tri`, which causal masks are: entry (i, j) is 1 where j + below ≤ i + above. */
export const triAxioms: readonly Axiom[] = [
  axiom("rows_tri", "T: tri n × m; R: rows of n × m", (T, R) => { const { above, below } = band(T); return equal(rowsLike(R)(T), tri(R.rows, T.cols, { above: addDim(above, slice("rows", R).start), below })); }, "mxE", "row s + i of the mask"),
  axiom("cols_tri", "T: tri n × m; R: cols of n × m", (T, R) => { const { above, below } = band(T); return equal(colsLike(R)(T), tri(T.rows, R.cols, { above, below: addDim(below, slice("cols", R).start) })); }, "mxE", "column s + j of the mask"),
  axiom("tri_shift", "T: tri n × m; v: k × 1", (T, v) => { const { above, below } = band(T); return equal(tri(T.rows, T.cols, { above: addDim(above, v.rows), below: addDim(below, v.rows) }), T); }, "leq_add2r", "add_le_add_iff_right"),
  axiom("tri_mul_ones", "A: n × n", (A) => equal(mul(tri(A.rows, A.cols), ones(A.cols, 1)), add(iota(A.rows), ones(A.rows, 1))), "sum1_card", "row i has i + 1 ones"),
  axiom("tri_eq_ones", "T: full tri n × m", full, "mxE", "its last column is open in its first row"),
  axiom("tri_eq_zeros", "T: empty tri n × m", empty, "mxE", "its first column is closed in its last row"),
  axiom("diagonal_tri", "A: n × n", (A) => equal(diagonal(tri(A.rows, A.cols)), ones(A.rows, 1)), "mxE", "i ≤ i"),
];

function like({ rows: n, cols: m }: Term): Term {
  return ones(n, m);
}

/** The diagonal of a `tri`. throws  Fault when the term is another operation */
function band(T: Term): Tri {
  if (T.op !== "tri") throw new Fault({ op: "axiom", expected: "tri", received: T.op });
  return T;
}

/** All ones when m − 1 + below ≤ above, for every size. */
function full(T: Term): Proposition {
  const { above, below } = band(T);
  expectAll(subtractDim(addDim(above, 1), addDim(T.cols, below)) !== undefined, "a mask without zeros for every size");
  return equal(T, like(T));
}

/** All zeros when n − 1 + above < below, for every size. */
function empty(T: Term): Proposition {
  const { above, below } = band(T);
  expectAll(subtractDim(below, addDim(T.rows, above)) !== undefined, "a mask without ones for every size");
  return equal(T, zeros(T.rows, T.cols));
}

/** Throws unless S is the slice of the same matrix that begins where R ends. */
function expectAfter(op: "rows" | "cols", R: Term, S: Term): void {
  const [first, second] = [slice(op, R), slice(op, S)];
  const adjacent = second.start === addDim(first.start, first[op]) && whole(op, R) === whole(op, S);
  expectAll(adjacent, `${op} of one matrix, the second after the first`);
}

function expectAll(holds: boolean, expected: string): void {
  if (!holds) throw new Fault({ op: "axiom", expected, received: "others" });
}
