// biome-ignore-all format: a table, one law a line
/**
 * Inverses. The inverse of a singular matrix is any matrix; the laws without
 * conditions are true when it is the matrix itself, as in MathComp.
 */
import { add, diag, identity, inverse, kron, map, mul, scale, type Term, transpose } from "../../term/term.ts";
import { type Axiom, axiom, scalar, when } from "../axiom.ts";
import { equal, is } from "../proposition.ts";

const recip = (A: Term) => map("recip", A);

/** The laws of inverses. */
export const inverseAxioms: readonly Axiom[] = [
  axiom("inv_mul_cancel_of_invertible", "A: invertible n × n", (A) => when(is("invertible", A))(equal(mul(inverse(A), A), identity(A.rows))), "mulVmx", "Matrix.nonsing_inv_mul"),
  axiom("mul_inv_cancel_of_invertible", "A: invertible n × n", (A) => when(is("invertible", A))(equal(mul(A, inverse(A)), identity(A.rows))), "mulmxV", "Matrix.mul_nonsing_inv"),
  axiom("inv_eq_of_mul_eq_one", "A: invertible n × n; B: inverse of A", (A, B) => when(equal(mul(A, B), identity(A.rows)))(equal(inverse(A), B)), "mulmx1_unit", "Matrix.inv_eq_right_inv"),
  axiom("mul_eq_one_comm", "A: invertible n × n; B: inverse of A", (A, B) => when(equal(mul(A, B), identity(A.rows)))(equal(mul(B, A), identity(B.rows))), "mulmx1C", "Matrix.mul_eq_one_comm"),
  axiom("inv_mul_of_invertible", "A: invertible n × n; B: invertible n × n", (A, B) => when(is("invertible", A), is("invertible", B))(equal(inverse(mul(A, B)), mul(inverse(B), inverse(A)))), "invrM", "Matrix.mul_inv_rev"),
  axiom("inv_inv", "A: n × n", (A) => equal(inverse(inverse(A)), A), "invmxK", "Matrix.nonsing_inv_nonsing_inv"),
  axiom("inv_one", "A: n × n", (A) => equal(inverse(identity(A.rows)), identity(A.rows)), "invmx1", "inv_one"),
  axiom("inv_smul_of_nonzero", "a: nonzero 1 × 1; A: invertible n × n", (a, A) => when(is("nonzero", a), is("invertible", A))(equal(inverse(scale(a, A)), scale(recip(a), inverse(A)))), "invmxZ", "Matrix.inv_smul"),
  axiom("inv_scalar", "a: 1 × 1", (a) => equal(inverse(scalar(a)), recip(a)), "invmx_scalar", "Matrix.inv_subsingleton"),
  axiom("inv_diag_of_nonzero", "v: nonzero n × 1", (v) => when(is("nonzero", v))(equal(inverse(diag(v)), diag(recip(v)))), "mulmx_diag", "Matrix.inv_diagonal"),
  axiom("inv_kron_of_invertible", "A: invertible n × n; B: invertible m × m", (A, B) => when(is("invertible", A), is("invertible", B))(equal(inverse(kron(A, B)), kron(inverse(A), inverse(B)))), "tensmx_inv", "Matrix.inv_kronecker"),
];

/** What is invertible. */
export const invertibleAxioms: readonly Axiom[] = [
  axiom("invertible_of_mul_eq_one", "A: invertible n × n; B: inverse of A", (A, B) => when(equal(mul(A, B), identity(A.rows)))(is("invertible", A)), "mulmx1_unit", "Matrix.isUnit_of_right_inverse"),
  axiom("invertible_of_orthogonal", "Q: orthogonal n × n", (Q) => when(is("orthogonal", Q))(is("invertible", Q)), "mulmx1_unit", "Matrix.isUnit_of_right_inverse"),
  axiom("invertible_one", "A: n × n", (A) => is("invertible", identity(A.rows)), "unitmx1", "isUnit_one"),
  axiom("invertible_mul", "A: invertible n × n; B: invertible n × n", (A, B) => when(is("invertible", A), is("invertible", B))(is("invertible", mul(A, B))), "unitmx_mul", "IsUnit.mul"),
  axiom("invertible_left_of_mul", "A: n × n; B: n × n", (A, B) => when(is("invertible", mul(A, B)))(is("invertible", A)), "unitmx_mul", "IsUnit.mul_iff"),
  axiom("invertible_right_of_mul", "A: n × n; B: n × n", (A, B) => when(is("invertible", mul(A, B)))(is("invertible", B)), "unitmx_mul", "IsUnit.mul_iff"),
  axiom("invertible_transpose", "A: invertible n × n", (A) => when(is("invertible", A))(is("invertible", transpose(A))), "unitmx_tr", "Matrix.isUnit_transpose"),
  axiom("invertible_inv", "A: invertible n × n", (A) => when(is("invertible", A))(is("invertible", inverse(A))), "unitmx_inv", "Matrix.isUnit_nonsing_inv_iff"),
  axiom("invertible_smul", "a: nonzero 1 × 1; A: invertible n × n", (a, A) => when(is("nonzero", a), is("invertible", A))(is("invertible", scale(a, A))), "unitmxZ", "IsUnit.smul"),
  axiom("invertible_kron", "A: invertible n × n; B: invertible m × m", (A, B) => when(is("invertible", A), is("invertible", B))(is("invertible", kron(A, B))), "tensmx_unit", "Matrix.inv_kronecker"),
  axiom("invertible_diag", "v: nonzero n × 1", (v) => when(is("nonzero", v))(is("invertible", diag(v))), "unitmxE", "Matrix.isUnit_diagonal"),
  axiom("invertible_one_add_mul_comm", "A: n × m; B: m × n", (A, B) => when(is("invertible", add(identity(A.rows), mul(A, B))))(is("invertible", add(identity(A.cols), mul(B, A)))), "det_ublock", "Matrix.det_one_add_mul_comm"),
  axiom("invertible_smul_one_add_gram", "a: positive 1 × 1; A: n × m", (a, A) => when(is("positive", a))(is("invertible", add(scale(a, identity(A.cols)), mul(transpose(A), A)))), "kernel of a positive form", "Matrix.PosDef.isUnit"),
  axiom("invertible_smul_one_add_of_skew", "a: nonzero 1 × 1; A: skew n × n", (a, A) => when(is("nonzero", a), is("skew", A))(is("invertible", add(scale(a, identity(A.rows)), A))), "xᵀAx = 0", "Cayley's transform"),
  axiom("lower_inv", "L: lower n × n", (L) => when(is("lower", L))(is("lower", inverse(L))), "is_trig_mx", "Matrix.blockTriangular_inv_of_blockTriangular"),
];
