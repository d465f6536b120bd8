// biome-ignore-all format: a table, one law a line
/**
 * Matrices as a ring, and as vectors over numbers. Numbers are 1 × 1 matrices; `a • A` is `scale(a, A)`.
 */
import { add, constant, hadamard, identity, mul, ones, scale, size, zeros } from "../../term/term.ts";
import { type Axiom, axiom, scalar } from "../axiom.ts";
import { equal } from "../proposition.ts";

const [ZERO, ONE] = [constant(0), constant(1)];

/** The laws of addition, multiplication and multiples. */
export const ringAxioms: readonly Axiom[] = [
  axiom("mul_add", "A: n × m; B: m × k; C: m × k", (A, B, C) => equal(mul(A, add(B, C)), add(mul(A, B), mul(A, C))), "mulmxDr", "Matrix.mul_add"),
  axiom("add_mul", "A: n × m; B: n × m; C: m × k", (A, B, C) => equal(mul(add(A, B), C), add(mul(A, C), mul(B, C))), "mulmxDl", "Matrix.add_mul"),
  axiom("one_mul", "A: n × m", (A) => equal(mul(identity(A.rows), A), A), "mul1mx", "Matrix.one_mul"),
  axiom("mul_one", "A: n × m", (A) => equal(mul(A, identity(A.cols)), A), "mulmx1", "Matrix.mul_one"),
  axiom("zero_mul", "Z: n × m; A: m × k", (Z, A) => equal(mul(zeros(Z.rows, Z.cols), A), zeros(Z.rows, A.cols)), "mul0mx", "Matrix.zero_mul"),
  axiom("mul_zero", "A: n × m; Z: m × k", (A, Z) => equal(mul(A, zeros(Z.rows, Z.cols)), zeros(A.rows, Z.cols)), "mulmx0", "Matrix.mul_zero"),
  axiom("zero_add", "A: n × m", (A) => equal(add(zeros(A.rows, A.cols), A), A), "add0r", "zero_add"),
  axiom("smul_add", "a: 1 × 1; A: n × m; B: n × m", (a, A, B) => equal(scale(a, add(A, B)), add(scale(a, A), scale(a, B))), "scalerDr", "smul_add"),
  axiom("add_smul", "a: 1 × 1; b: 1 × 1; A: n × m", (a, b, A) => equal(scale(add(a, b), A), add(scale(a, A), scale(b, A))), "scalerDl", "add_smul"),
  axiom("smul_smul", "a: 1 × 1; b: 1 × 1; A: n × m", (a, b, A) => equal(scale(a, scale(b, A)), scale(hadamard(a, b), A)), "scalerA", "smul_smul"),
  axiom("one_smul", "A: n × m", (A) => equal(scale(ONE, A), A), "scale1r", "one_smul"),
  axiom("zero_smul", "A: n × m", (A) => equal(scale(ZERO, A), zeros(A.rows, A.cols)), "scale0r", "zero_smul"),
  axiom("smul_zero", "a: 1 × 1; Z: n × m", (a, Z) => equal(scale(a, zeros(Z.rows, Z.cols)), zeros(Z.rows, Z.cols)), "scaler0", "smul_zero"),
  axiom("smul_mul", "a: 1 × 1; A: n × m; B: m × k", (a, A, B) => equal(mul(scale(a, A), B), scale(a, mul(A, B))), "scalemxAl", "Matrix.smul_mul"),
  axiom("mul_smul", "a: 1 × 1; A: n × m; B: m × k", (a, A, B) => equal(mul(A, scale(a, B)), scale(a, mul(A, B))), "scalemxAr", "Matrix.mul_smul"),
  // numbers
  axiom("mul_scalar", "A: n × 1; a: 1 × 1", (A, a) => equal(mul(A, a), scale(a, A)), "mul_mx_scalar", "Matrix.mul_smul"),
  axiom("scalar_mul", "a: 1 × 1; A: 1 × n", (a, A) => equal(mul(a, A), scale(a, A)), "mul_scalar_mx", "Matrix.smul_mul"),
  axiom("scalar_mul_scalar", "a: 1 × 1; b: 1 × 1", (a, b) => equal(mul(scalar(a), scalar(b)), hadamard(a, b)), "mx11_scalar", "the product of 1 × 1 matrices"),
  axiom("scalar_smul_scalar", "a: 1 × 1; b: 1 × 1", (a, b) => equal(scale(scalar(a), scalar(b)), hadamard(a, b)), "mx11_scalar", "a multiple of a 1 × 1 matrix"),
  axiom("ones_eq_one", "", () => equal(ones(1, 1), ONE), "mx11_scalar", "the 1 × 1 matrix of a one"),
  axiom("identity_eq_one", "", () => equal(identity(1), ONE), "mx11_scalar", "the 1 × 1 identity"),
  axiom("zeros_eq_zero", "", () => equal(zeros(1, 1), ZERO), "mx11_scalar", "the 1 × 1 zero"),
  axiom("ones_mul_ones", "A: n × m; B: m × k", (A, B) => equal(mul(ones(A.rows, A.cols), ones(B.rows, B.cols)), scale(size(A.cols), ones(A.rows, B.cols))), "sumr_const", "each entry is a sum of m ones"),
  axiom("ones_eq_outer", "A: n × m", (A) => equal(ones(A.rows, A.cols), mul(ones(A.rows, 1), ones(1, A.cols))), "mulr1", "1 = 1 · 1, entry by entry"),
];
