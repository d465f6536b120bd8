// biome-ignore-all format: a table, one law a line
/** The transpose, and what it passes through. */
import { add, diag, hadamard, hcat, identity, inverse, kron, max, mul, ones, scale, transpose, vcat, zeros } from "../../term/term.ts";
import { type Axiom, axiom, entrywise, scalar } from "../axiom.ts";
import { equal } from "../proposition.ts";

/** The laws of the transpose. */
export const transposeAxioms: readonly Axiom[] = [
  axiom("transpose_transpose", "A: n × m", (A) => equal(transpose(transpose(A)), A), "trmxK", "Matrix.transpose_transpose"),
  axiom("transpose_mul", "A: n × m; B: m × k", (A, B) => equal(transpose(mul(A, B)), mul(transpose(B), transpose(A))), "trmx_mul", "Matrix.transpose_mul"),
  axiom("transpose_add", "A: n × m; B: n × m", (A, B) => equal(transpose(add(A, B)), add(transpose(A), transpose(B))), "linearD", "Matrix.transpose_add"),
  axiom("transpose_smul", "a: 1 × 1; A: n × m", (a, A) => equal(transpose(scale(a, A)), scale(a, transpose(A))), "linearZ", "Matrix.transpose_smul"),
  axiom("transpose_hadamard", "A: n × m; B: n × m", (A, B) => equal(transpose(hadamard(A, B)), hadamard(transpose(A), transpose(B))), "map2_trmx", "Matrix.transpose_hadamard"),
  axiom("transpose_max", "A: n × m; B: n × m", (A, B) => equal(transpose(max(A, B)), max(transpose(A), transpose(B))), "map2_trmx", "entry by entry"),
  axiom("transpose_map", "f: n × m entry; A: n × m", (f, A) => equal(transpose(entrywise(f)(A)), entrywise(f)(transpose(A))), "map_trmx", "Matrix.transpose_map"),
  axiom("transpose_one", "A: n × n", (A) => equal(transpose(identity(A.rows)), identity(A.rows)), "trmx1", "Matrix.transpose_one"),
  axiom("transpose_ones", "A: n × m", (A) => equal(transpose(ones(A.rows, A.cols)), ones(A.cols, A.rows)), "trmx_const", "Matrix.transpose_of"),
  axiom("transpose_zero", "A: n × m", (A) => equal(transpose(zeros(A.rows, A.cols)), zeros(A.cols, A.rows)), "trmx0", "Matrix.transpose_zero"),
  axiom("transpose_scalar", "a: 1 × 1", (a) => equal(transpose(scalar(a)), a), "mx11_scalar", "a 1 × 1 matrix is symmetric"),
  axiom("transpose_diag", "v: n × 1", (v) => equal(transpose(diag(v)), diag(v)), "tr_diag_mx", "Matrix.diagonal_transpose"),
  axiom("transpose_hcat", "A: n × m; B: n × k", (A, B) => equal(transpose(hcat(A, B)), vcat(transpose(A), transpose(B))), "tr_row_mx", "Matrix.transpose_fromCols"),
  axiom("transpose_vcat", "A: n × m; B: k × m", (A, B) => equal(transpose(vcat(A, B)), hcat(transpose(A), transpose(B))), "tr_col_mx", "Matrix.transpose_fromRows"),
  axiom("transpose_kron", "A: n × m; B: k × l", (A, B) => equal(transpose(kron(A, B)), kron(transpose(A), transpose(B))), "trmx_tens", "Matrix.kroneckerMap_transpose"),
  axiom("transpose_inv", "A: n × n", (A) => equal(transpose(inverse(A)), inverse(transpose(A))), "trmx_inv", "Matrix.transpose_nonsing_inv"),
];
