// biome-ignore-all format: a table, one law a line
/** The trace, the determinant, and the powers that a determinant of multiples makes. */
import { bigOver, open } from "../../term/binder.ts";
import { addDim, mulDim } from "../../term/dimension.ts";
import { add, constant, det, diag, diagonal, hadamard, identity, inverse, kron, map, mul, ones, type Power, power, scale, size, type Term, trace, transpose, tri, zeros } from "../../term/term.ts";
import { type Axiom, argumentOf, axiom, binder, scalar, when } from "../axiom.ts";
import { equal, is } from "../proposition.ts";
import { blocks } from "./block.ts";

const [ZERO, ONE, MINUS_ONE] = [constant(0), constant(1), constant(-1)];
const minus = (A: Term, B: Term): Term => add(A, scale(MINUS_ONE, B));
const rightZero = (A: Term, D: Term): Term => zeros(A.rows, D.cols);

/** The laws of the trace. */
export const traceAxioms: readonly Axiom[] = [
  axiom("trace_add", "A: n × n; B: n × n", (A, B) => equal(trace(add(A, B)), add(trace(A), trace(B))), "mxtraceD", "Matrix.trace_add"),
  axiom("trace_smul", "a: 1 × 1; A: n × n", (a, A) => equal(trace(scale(a, A)), hadamard(a, trace(A))), "mxtraceZ", "Matrix.trace_smul"),
  axiom("trace_sum", "S: sum p of n × n", (S) => { const B = binder("bigSum", S); return equal(trace(B), bigOver("bigSum", B, [], (h) => trace(open(B, h)))); }, "raddf_sum", "Matrix.trace_sum"),
  axiom("trace_transpose", "A: n × n", (A) => equal(trace(transpose(A)), trace(A)), "mxtrace_tr", "Matrix.trace_transpose"),
  axiom("trace_mul_comm", "A: n × m; B: m × n", (A, B) => equal(trace(mul(A, B)), trace(mul(B, A))), "mxtrace_mulC", "Matrix.trace_mul_comm"),
  axiom("trace_one", "A: n × n", (A) => equal(trace(identity(A.rows)), size(A.rows)), "mxtrace1", "Matrix.trace_one"),
  axiom("trace_zeros", "A: n × n", (A) => equal(trace(zeros(A.rows, A.cols)), ZERO), "mxtrace0", "Matrix.trace_zero"),
  axiom("trace_scalar", "a: 1 × 1", (a) => equal(trace(scalar(a)), a), "trace_mx11", "Matrix.trace_fin_one"),
  axiom("trace_eq_sum_diagonal", "A: n × n", (A) => equal(trace(A), mul(ones(1, A.rows), diagonal(A))), "definition", "Matrix.trace"),
  axiom("trace_mul_transpose", "A: n × m; B: n × m", (A, B) => equal(trace(mul(A, transpose(B))), mul(mul(ones(1, A.rows), hadamard(A, B)), ones(A.cols, 1))), "mxE", "Matrix.sum_hadamard_eq"),
  axiom("trace_kron", "A: n × n; B: m × m", (A, B) => equal(trace(kron(A, B)), hadamard(trace(A), trace(B))), "mxtrace_tens", "Matrix.trace_kronecker"),
  axiom("trace_blocks", "A: n × n; B: n × m; C: m × n; D: m × m", (A, B, C, D) => equal(trace(blocks(A, B, C, D)), add(trace(A), trace(D))), "mxtrace_block", "Matrix.trace_fromBlocks"),
];

/** The laws of the determinant. */
export const detAxioms: readonly Axiom[] = [
  axiom("det_mul", "A: n × n; B: n × n", (A, B) => equal(det(mul(A, B)), hadamard(det(A), det(B))), "det_mulmx", "Matrix.det_mul"),
  axiom("det_transpose", "A: n × n", (A) => equal(det(transpose(A)), det(A)), "det_tr", "Matrix.det_transpose"),
  axiom("det_one", "A: n × n", (A) => equal(det(identity(A.rows)), ONE), "det1", "Matrix.det_one"),
  axiom("det_zeros_of_pos", "A: n × n", (A) => when(is("positive", size(A.rows)))(equal(det(zeros(A.rows, A.cols)), ZERO)), "det0", "Matrix.det_zero"),
  axiom("det_smul", "a: 1 × 1; A: n × n", (a, A) => equal(det(scale(a, A)), hadamard(power(a, A.rows), det(A))), "detZ", "Matrix.det_smul"),
  axiom("det_inv", "A: n × n", (A) => equal(det(inverse(A)), map("recip", det(A))), "det_inv", "Matrix.det_nonsing_inv"),
  axiom("det_kron", "A: n × n; B: m × m", (A, B) => equal(det(kron(A, B)), hadamard(power(det(A), B.rows), power(det(B), A.rows))), "det_mulmx", "Matrix.det_kronecker"),
  axiom("det_scalar", "a: 1 × 1", (a) => equal(det(scalar(a)), a), "det_mx11", "Matrix.det_fin_one"),
  axiom("det_two", "a: 1 × 1; b: 1 × 1; c: 1 × 1; d: 1 × 1", (a, b, c, d) => equal(det(blocks(scalar(a), scalar(b), scalar(c), scalar(d))), minus(hadamard(a, d), hadamard(b, c))), "det_mx22", "Matrix.det_fin_two"),
  axiom("det_one_add_mul_comm", "A: n × m; B: m × n", (A, B) => equal(det(add(identity(A.rows), mul(A, B))), det(add(identity(A.cols), mul(B, A)))), "det_ublock", "Matrix.det_one_add_mul_comm"),
  axiom("det_blocks_upper", "A: n × n; B: n × m; D: m × m", (A, B, D) => equal(det(blocks(A, B, rightZero(D, A), D)), hadamard(det(A), det(D))), "det_ublock", "Matrix.det_fromBlocks_zero₂₁"),
  axiom("det_blocks_lower", "A: n × n; C: m × n; D: m × m", (A, C, D) => equal(det(blocks(A, rightZero(A, D), C, D)), hadamard(det(A), det(D))), "det_lblock", "Matrix.det_fromBlocks_zero₁₂"),
  axiom("det_blocks_of_invertible", "A: invertible n × n; B: n × m; C: m × n; D: m × m", (A, B, C, D) => when(is("invertible", A))(equal(det(blocks(A, B, C, D)), hadamard(det(A), det(minus(D, mul(mul(C, inverse(A)), B)))))), "det_ublock", "Matrix.det_fromBlocks₁₁"),
  axiom("det_blocks_of_invertible_lower", "A: n × n; B: n × m; C: m × n; D: invertible m × m", (A, B, C, D) => when(is("invertible", D))(equal(det(blocks(A, B, C, D)), hadamard(det(D), det(minus(A, mul(mul(B, inverse(D)), C)))))), "det_ublock", "Matrix.det_fromBlocks₂₂"),
  axiom("det_tri", "A: n × n", (A) => equal(det(tri(A.rows, A.cols)), ONE), "det_trig", "Matrix.det_of_lowerTriangular"),
  axiom("det_of_lower", "L: lower n × n", (L) => when(is("lower", L))(equal(det(L), det(diag(diagonal(L))))), "det_trig", "Matrix.det_of_lowerTriangular"),
  axiom("det_diag_pos", "v: positive n × 1", (v) => when(is("positive", v))(is("positive", det(diag(v)))), "prodr_gt0", "Finset.prod_pos"),
  axiom("det_nonzero_of_invertible", "A: invertible n × n", (A) => when(is("invertible", A))(is("nonzero", det(A))), "unitmxE", "Matrix.isUnit_iff_isUnit_det"),
  axiom("invertible_of_det_nonzero", "A: invertible n × n", (A) => when(is("nonzero", det(A)))(is("invertible", A)), "unitmxE", "Matrix.isUnit_iff_isUnit_det"),
];

/** Natural powers of entries, beside those among the definitions. */
export const powerAxioms: readonly Axiom[] = [
  axiom("power_power", "p: n × m power; q: k × l power", (p, q) => { const A = argumentOf("power", p); const [a, b] = [exponent(p), exponent(q)]; return equal(power(power(A, a), b), power(A, mulDim(a, b))); }, "exprM", "pow_mul"),
  axiom("one_power", "p: n × m power", (p) => equal(power(ones(p.rows, p.cols), exponent(p)), ones(p.rows, p.cols)), "expr1n", "one_pow"),
  axiom("zero_power_succ", "p: n × m power", (p) => equal(power(zeros(p.rows, p.cols), addDim(exponent(p), 1)), zeros(p.rows, p.cols)), "expr0n", "zero_pow"),
  axiom("recip_power", "p: n × m power", (p) => equal(map("recip", p), power(map("recip", argumentOf("power", p)), exponent(p))), "exprVn", "inv_pow"),
  axiom("abs_power", "p: n × m power", (p) => equal(map("abs", p), power(map("abs", argumentOf("power", p)), exponent(p))), "normrX", "abs_pow"),
  axiom("exp_power", "p: n × m power", (p) => equal(power(map("exp", argumentOf("power", p)), exponent(p)), map("exp", scale(size(exponent(p)), argumentOf("power", p)))), "exponential", "Real.exp_nat_mul"),
  axiom("power_pos", "p: positive n × m power", (p) => when(is("positive", argumentOf("power", p)))(is("positive", p)), "exprn_gt0", "pow_pos"),
  axiom("power_nonneg", "p: nonnegative n × m power", (p) => when(is("nonnegative", argumentOf("power", p)))(is("nonnegative", p)), "exprn_ge0", "pow_nonneg"),
  axiom("power_nonzero", "p: nonzero n × m power", (p) => when(is("nonzero", argumentOf("power", p)))(is("nonzero", p)), "expf_neq0", "pow_ne_zero"),
];

/** throws  Fault when the term is no power */
function exponent(p: Term): Power["exponent"] {
  argumentOf("power", p);
  return (p as Power).exponent; // argumentOf has seen that it is one
}
