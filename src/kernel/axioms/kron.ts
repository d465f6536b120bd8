// biome-ignore-all format: a table, one law a line
/** The Kronecker product, and the columns of a matrix one below the other. */
import { dim, mulDim } from "../../term/dimension.ts";
import { Fault } from "../../term/fault.ts";
import { add, diag, diagonal, hadamard, identity, kron, max, mul, ones, scale, shapeText, type Term, trace, transpose, vec, zeros } from "../../term/term.ts";
import { type Axiom, axiom, entrywise, scalar } from "../axiom.ts";
import { equal } from "../proposition.ts";

const like = ({ rows, cols }: Term) => ones(rows, cols);
const zerosLike = ({ rows, cols }: Term) => zeros(rows, cols);

/** A column. throws  Fault when the term has other than one column */
function column(v: Term): Term {
  if (v.cols !== dim(1)) throw new Fault({ op: "axiom", expected: "a column, n × 1", received: shapeText(v) });
  return v;
}

/** A row. throws  Fault when the term has other than one row */
function row(v: Term): Term {
  column(transpose(v));
  return v;
}

/** The laws of the Kronecker product. */
export const kronAxioms: readonly Axiom[] = [
  axiom("kron_mul_kron", "A: n × m; B: k × l; C: m × p; D: l × q", (A, B, C, D) => equal(mul(kron(A, B), kron(C, D)), kron(mul(A, C), mul(B, D))), "tensmx_mul", "Matrix.mul_kronecker_mul"),
  axiom("kron_add", "A: n × m; B: k × l; C: k × l", (A, B, C) => equal(kron(A, add(B, C)), add(kron(A, B), kron(A, C))), "tensmxDr", "Matrix.kronecker_add"),
  axiom("add_kron", "A: n × m; B: n × m; C: k × l", (A, B, C) => equal(kron(add(A, B), C), add(kron(A, C), kron(B, C))), "tensmxDl", "Matrix.add_kronecker"),
  axiom("kron_smul", "a: 1 × 1; A: n × m; B: k × l", (a, A, B) => equal(kron(A, scale(a, B)), scale(a, kron(A, B))), "tensmxZr", "Matrix.kronecker_smul"),
  axiom("smul_kron", "a: 1 × 1; A: n × m; B: k × l", (a, A, B) => equal(kron(scale(a, A), B), scale(a, kron(A, B))), "tensmxZl", "Matrix.smul_kronecker"),
  axiom("kron_zero", "A: n × m; B: k × l", (A, B) => equal(kron(A, zerosLike(B)), zerosLike(kron(A, B))), "tensmx0", "Matrix.kronecker_zero"),
  axiom("zero_kron", "A: n × m; B: k × l", (A, B) => equal(kron(zerosLike(A), B), zerosLike(kron(A, B))), "tens0mx", "Matrix.zero_kronecker"),
  axiom("one_kron_one", "A: n × n; B: m × m", (A, B) => equal(kron(identity(A.rows), identity(B.rows)), identity(mulDim(A.rows, B.rows))), "tens_scalar1mx", "Matrix.one_kronecker_one"),
  axiom("ones_kron_ones", "A: n × m; B: k × l", (A, B) => equal(kron(like(A), like(B)), like(kron(A, B))), "tensmxE", "every entry is 1 · 1"),
  axiom("scalar_kron", "a: 1 × 1; A: n × m", (a, A) => equal(kron(scalar(a), A), scale(a, A)), "tens_scalar_mx", "Matrix.kroneckerMap_one_left"),
  axiom("kron_scalar", "A: n × m; a: 1 × 1", (A, a) => equal(kron(A, scalar(a)), scale(a, A)), "tens_mx_scalar", "Matrix.kroneckerMap_one_right"),
  axiom("kron_hadamard_kron", "A: n × m; B: k × l; C: n × m; D: k × l", (A, B, C, D) => equal(hadamard(kron(A, B), kron(C, D)), kron(hadamard(A, C), hadamard(B, D))), "mulrACA", "Matrix.kronecker_hadamard_kronecker"),
  axiom("diag_kron_diag", "u: n × 1; v: m × 1", (u, v) => equal(kron(diag(u), diag(v)), diag(kron(u, v))), "tensmxE", "Matrix.diagonal_kronecker_diagonal"),
  axiom("diagonal_kron", "A: n × n; B: m × m", (A, B) => equal(diagonal(kron(A, B)), kron(diagonal(A), diagonal(B))), "tensmxE", "Matrix.diag_kronecker"),
  axiom("column_kron_row", "u: n × 1; v: 1 × m", (u, v) => equal(kron(column(u), row(v)), mul(u, v)), "tensmxE", "Matrix.vecMulVec"),
  axiom("row_kron_column", "v: 1 × m; u: n × 1", (v, u) => equal(kron(row(v), column(u)), mul(u, v)), "tensmxE", "Matrix.vecMulVec"),
  axiom("map_kron_ones", "f: n × m entry; A: n × m; B: k × l", (f, A, B) => equal(entrywise(f)(kron(A, like(B))), kron(entrywise(f)(A), like(B))), "map_mxE", "each entry repeated"),
  axiom("map_ones_kron", "f: n × m entry; A: k × l; B: n × m", (f, A, B) => equal(entrywise(f)(kron(like(A), B)), kron(like(A), entrywise(f)(B))), "map_mxE", "the matrix repeated"),
];

/** The laws of vec, which is column-major: MathComp's `mxvec` is by rows, so its lemmas are of transposes. */
export const vecAxioms: readonly Axiom[] = [
  axiom("vec_mul", "A: n × m; B: m × k", (A, B) => equal(vec(mul(A, B)), mul(kron(identity(B.cols), A), vec(B))), "mul_vec_lin", "Matrix.vec_mul_eq_mulVec"),
  axiom("vec_mul_right", "A: n × m; B: m × k", (A, B) => equal(vec(mul(A, B)), mul(kron(transpose(B), identity(A.rows)), vec(A))), "mul_vec_lin", "Matrix.vec_mul_eq_mulVec"),
  axiom("vec_outer", "u: n × 1; v: 1 × m", (u, v) => equal(vec(mul(column(u), v)), kron(transpose(v), u)), "mxvecE", "Matrix.vec_vecMulVec"),
  axiom("vec_add", "A: n × m; B: n × m", (A, B) => equal(vec(add(A, B)), add(vec(A), vec(B))), "linearD", "Matrix.vec_add"),
  axiom("vec_smul", "a: 1 × 1; A: n × m", (a, A) => equal(vec(scale(a, A)), scale(a, vec(A))), "linearZ", "Matrix.vec_smul"),
  axiom("vec_hadamard", "A: n × m; B: n × m", (A, B) => equal(vec(hadamard(A, B)), hadamard(vec(A), vec(B))), "mxvecE", "Matrix.vec_hadamard"),
  axiom("vec_max", "A: n × m; B: n × m", (A, B) => equal(vec(max(A, B)), max(vec(A), vec(B))), "mxvecE", "entry by entry"),
  axiom("vec_map", "f: n × m entry; A: n × m", (f, A) => equal(vec(entrywise(f)(A)), entrywise(f)(vec(A))), "map_mxvec", "Matrix.vec_map"),
  axiom("vec_ones", "A: n × m", (A) => equal(vec(like(A)), like(vec(A))), "mxvecE", "every entry is 1"),
  axiom("vec_zeros", "A: n × m", (A) => equal(vec(zerosLike(A)), zerosLike(vec(A))), "linear0", "Matrix.vec_zero"),
  axiom("vec_column", "v: n × 1", (v) => equal(vec(column(v)), v), "mxvecE", "one column"),
  axiom("vec_transpose_column", "v: n × 1", (v) => equal(vec(transpose(column(v))), v), "mxvecE", "Matrix.vec_transpose"),
  axiom("vec_transpose_mul_vec", "A: n × m; B: n × m", (A, B) => equal(mul(transpose(vec(A)), vec(B)), trace(mul(transpose(A), B))), "mxvec_dotmul", "Matrix.vec_dotProduct_vec"),
];
