// biome-ignore-all format: a table, one law a line
/** The entrywise product, and functions of each entry. */

import { addDim } from "../../term/dimension.ts";
import type { Entrywise } from "../../term/entrywise.ts";
import { add, constant, diag, hadamard, iota, map, mul, ones, type Power, power, scale, size, type Term, transpose, zeros } from "../../term/term.ts";
import { type Axiom, argumentOf, axiom, entrywise, when } from "../axiom.ts";
import { equal, is, type Proposition } from "../proposition.ts";

const [ONE, MINUS_ONE, TWO, HALF] = [constant(1), constant(-1), constant(2), constant("1/2")];
const OF = (fn: Entrywise) => (A: Term) => map(fn, A);
const [exp, recip, sqrt, abs, sin, cos] = [OF("exp"), OF("recip"), OF("sqrt"), OF("abs"), OF("sin"), OF("cos")];
const like = ({ rows, cols }: Term) => ones(rows, cols);

/** The laws of the entrywise product. */
export const hadamardAxioms: readonly Axiom[] = [
  axiom("hadamard_add", "A: n × m; B: n × m; C: n × m", (A, B, C) => equal(hadamard(A, add(B, C)), add(hadamard(A, B), hadamard(A, C))), "mulrDr", "Matrix.hadamard_add"),
  axiom("hadamard_smul", "a: 1 × 1; A: n × m; B: n × m", (a, A, B) => equal(hadamard(A, scale(a, B)), scale(a, hadamard(A, B))), "mulrCA", "Matrix.hadamard_smul"),
  axiom("one_hadamard", "A: n × m", (A) => equal(hadamard(like(A), A), A), "mul1r", "one_mul, entry by entry"),
  axiom("zero_hadamard", "A: n × m", (A) => equal(hadamard(zeros(A.rows, A.cols), A), zeros(A.rows, A.cols)), "mul0r", "Matrix.zero_hadamard"),
  axiom("outer_hadamard", "u: n × 1; v: 1 × m; A: n × m", (u, v, A) => equal(hadamard(mul(u, v), A), mul(mul(diag(u), A), diag(transpose(v)))), "mul_diag_mx", "u_i v_j A_ij"),
  axiom("diag_mul_vec", "u: n × 1; v: n × 1", (u, v) => equal(mul(diag(u), v), hadamard(u, v)), "mul_diag_mx", "Matrix.diagonal_mul"),
];

const fixesZero = (f: Term) => equal(entrywise(f)(constant(0)), constant(0));

/** What holds of every function of each entry. */
export const mapAxioms: readonly Axiom[] = [
  axiom("map_mul_ones", "f: n × m entry; u: n × 1; A: 1 × m", (f, u, A) => equal(entrywise(f)(mul(u, like(A))), mul(entrywise(f)(u), like(A))), "map_mxE", "each entry is f(u_i)"),
  axiom("map_ones_mul", "f: n × m entry; A: n × 1; v: 1 × m", (f, A, v) => equal(entrywise(f)(mul(like(A), v)), mul(like(A), entrywise(f)(v))), "map_mxE", "each entry is f(v_j)"),
  axiom("map_ones", "f: n × m entry; A: n × m", (f, A) => equal(entrywise(f)(like(A)), scale(entrywise(f)(ONE), like(A))), "map_const_mx", "each entry is f(1)"),
  axiom("map_zeros", "f: n × m entry; A: n × m", (f, A) => equal(entrywise(f)(zeros(A.rows, A.cols)), scale(entrywise(f)(constant(0)), like(A))), "map_const_mx", "each entry is f(0)"),
  axiom("map_smul_ones", "f: n × m entry; a: 1 × 1; A: n × m", (f, a, A) => equal(entrywise(f)(scale(a, like(A))), scale(entrywise(f)(a), like(A))), "map_const_mx", "each entry is f(a)"),
  axiom("map_hadamard_of_mask", "f: n × m entry at 0; M: mask n × m; A: n × m", (f, M, A) => when(fixesZero(f), equal(hadamard(M, M), M))(equal(entrywise(f)(hadamard(M, A)), hadamard(M, entrywise(f)(A)))), "map_mxE", "f(0) = 0 where the mask is 0"),
  axiom("map_diag", "f: n × m entry at 0; v: n × 1", (f, v) => when(fixesZero(f))(equal(entrywise(f)(diag(v)), diag(entrywise(f)(v)))), "map_diag_mx", "Matrix.diagonal_map"),
];

/** Functions that others are made of. */
export const definingAxioms: readonly Axiom[] = [
  axiom("square_eq", "A: n × m", (A) => equal(map("square", A), hadamard(A, A)), "expr2", "sq"),
  axiom("relu_eq", "A: n × m", (A) => equal(map("relu", A), scale(HALF, add(A, abs(A)))), "maxr_absE", "max_eq_half_add_add_abs_sub"),
  axiom("tanh_eq", "A: n × m", (A) => equal(map("tanh", A), add(scale(TWO, map("sigmoid", scale(TWO, A))), scale(MINUS_ONE, like(A)))), "definition", "tanh x = 2σ(2x) − 1"),
  axiom("sigmoid_eq", "A: n × m", (A) => equal(map("sigmoid", A), recip(add(like(A), exp(scale(MINUS_ONE, A))))), "definition", "entrywise.ts"),
  axiom("sigmoid_neg", "A: n × m", (A) => equal(map("sigmoid", scale(MINUS_ONE, A)), add(like(A), scale(MINUS_ONE, map("sigmoid", A)))), "field", "Real.sigmoid_neg"),
  axiom("silu_eq", "A: n × m", (A) => equal(map("silu", A), hadamard(A, map("sigmoid", A))), "definition", "entrywise.ts"),
  axiom("gelu_eq", "A: n × m", (A) => equal(map("gelu", A), scale(HALF, add(A, hadamard(A, map("erf", scale(recip(sqrt(TWO)), A)))))), "definition", "entrywise.ts"),
  axiom("erf_neg", "A: n × m", (A) => equal(map("erf", scale(MINUS_ONE, A)), scale(MINUS_ONE, map("erf", A))), "definition", "the error function is odd"),
  axiom("round_neg", "A: n × m", (A) => equal(map("round", scale(MINUS_ONE, A)), scale(MINUS_ONE, map("round", A))), "definition", "halves go to the even one on either side"),
  axiom("round_round", "A: n × m", (A) => equal(map("round", map("round", A)), map("round", A)), "definition", "round_intCast"),
  axiom("sign_hadamard_abs", "A: n × m", (A) => equal(hadamard(map("sign", A), abs(A)), A), "numEsg", "sign_mul_abs"),
  axiom("sign_hadamard", "A: n × m; B: n × m", (A, B) => equal(map("sign", hadamard(A, B)), hadamard(map("sign", A), map("sign", B))), "sgrM", "sign_mul"),
  axiom("sign_smul", "a: 1 × 1; A: n × m", (a, A) => equal(map("sign", scale(a, A)), scale(map("sign", a), map("sign", A))), "sgrM", "sign_mul"),
  axiom("power_zero", "A: n × m", (A) => equal(power(A, 0), like(A)), "expr0", "pow_zero"),
  axiom("power_one", "A: n × m", (A) => equal(power(A, 1), A), "expr1", "pow_one"),
  axiom("power_add", "p: n × m power; q: n × m power", powerSum, "exprD", "pow_add"),
  axiom("hadamard_power", "p: n × m power; A: n × m; B: n × m", (p, A, B) => equal(entrywise(p)(hadamard(A, B)), hadamard(entrywise(p)(A), entrywise(p)(B))), "exprMn", "mul_pow"),
];

/** Aᵐ⁺ⁿ = Aᵐ ∘ Aⁿ, for two powers of one matrix. */
function powerSum(p: Term, q: Term): Proposition {
  const A = argumentOf("power", p);
  argumentOf("power", q);
  const [m, n] = [(p as Power).exponent, (q as Power).exponent]; // argumentOf has seen that both are powers
  return equal(power(A, addDim(m, n)), hadamard(power(A, m), power(A, n)));
}

/** Exponentials, reciprocals, roots and absolute values. */
export const realAxioms: readonly Axiom[] = [
  axiom("exp_add", "A: n × m; B: n × m", (A, B) => equal(exp(add(A, B)), hadamard(exp(A), exp(B))), "exponential", "Real.exp_add"),
  axiom("exp_neg", "A: n × m", (A) => equal(exp(scale(MINUS_ONE, A)), recip(exp(A))), "exponential", "Real.exp_neg"),
  axiom("exp_zero", "", () => equal(exp(constant(0)), ONE), "exponential", "Real.exp_zero"),
  axiom("log_exp", "A: n × m", (A) => equal(map("log", exp(A)), A), "exponential", "Real.log_exp"),
  axiom("exp_log_of_pos", "A: n × m", (A) => when(is("positive", A))(equal(exp(map("log", A)), A)), "exponential", "Real.exp_log"),
  axiom("recip_hadamard", "A: n × m; B: n × m", (A, B) => equal(recip(hadamard(A, B)), hadamard(recip(A), recip(B))), "invfM", "mul_inv"),
  axiom("recip_smul", "a: 1 × 1; A: n × m", (a, A) => equal(recip(scale(a, A)), scale(recip(a), recip(A))), "invfM", "mul_inv"),
  axiom("recip_recip", "A: n × m", (A) => equal(recip(recip(A)), A), "invrK", "inv_inv"),
  axiom("hadamard_recip_cancel", "A: nonzero n × m", (A) => when(is("nonzero", A))(equal(hadamard(A, recip(A)), like(A))), "divff", "mul_inv_cancel₀"),
  axiom("sqrt_smul_of_nonneg", "a: nonnegative 1 × 1; A: n × m", (a, A) => when(is("nonnegative", a))(equal(sqrt(scale(a, A)), scale(sqrt(a), sqrt(A)))), "sqrtrM", "Real.sqrt_mul"),
  axiom("sqrt_hadamard_of_nonneg", "A: nonnegative n × m; B: n × m", (A, B) => when(is("nonnegative", A))(equal(sqrt(hadamard(A, B)), hadamard(sqrt(A), sqrt(B)))), "sqrtrM", "Real.sqrt_mul"),
  axiom("sqrt_hadamard_self", "A: n × m", (A) => equal(sqrt(hadamard(A, A)), abs(A)), "sqrtr_sqr", "Real.sqrt_mul_self_eq_abs"),
  axiom("sqrt_mul_self_of_nonneg", "A: nonnegative n × m", (A) => when(is("nonnegative", A))(equal(hadamard(sqrt(A), sqrt(A)), A)), "sqr_sqrtr", "Real.mul_self_sqrt"),
  axiom("sqrt_recip", "A: n × m", (A) => equal(sqrt(recip(A)), recip(sqrt(A))), "sqrtrV", "Real.sqrt_inv"),
  axiom("abs_hadamard", "A: n × m; B: n × m", (A, B) => equal(abs(hadamard(A, B)), hadamard(abs(A), abs(B))), "normrM", "abs_mul"),
  axiom("abs_smul", "a: 1 × 1; A: n × m", (a, A) => equal(abs(scale(a, A)), scale(abs(a), abs(A))), "normrM", "abs_mul"),
  axiom("abs_hadamard_self", "A: n × m", (A) => equal(hadamard(abs(A), abs(A)), hadamard(A, A)), "real_normK", "abs_mul_abs_self"),
  axiom("abs_of_nonneg", "A: nonnegative n × m", (A) => when(is("nonnegative", A))(equal(abs(A), A)), "ger0_norm", "abs_of_nonneg"),
  axiom("sin_add", "a: n × m; b: n × m", (a, b) => equal(sin(add(a, b)), add(hadamard(sin(a), cos(b)), hadamard(cos(a), sin(b)))), "trigonometric", "Real.sin_add"),
  axiom("cos_add", "a: n × m; b: n × m", (a, b) => equal(cos(add(a, b)), add(hadamard(cos(a), cos(b)), scale(MINUS_ONE, hadamard(sin(a), sin(b))))), "trigonometric", "Real.cos_add"),
  axiom("sin_neg", "a: n × m", (a) => equal(sin(scale(MINUS_ONE, a)), scale(MINUS_ONE, sin(a))), "trigonometric", "Real.sin_neg"),
  axiom("cos_neg", "a: n × m", (a) => equal(cos(scale(MINUS_ONE, a)), cos(a)), "trigonometric", "Real.cos_neg"),
  axiom("sin_zero", "", () => equal(sin(constant(0)), constant(0)), "trigonometric", "Real.sin_zero"),
  axiom("cos_zero", "", () => equal(cos(constant(0)), ONE), "trigonometric", "Real.cos_zero"),
  axiom("sin_sq_add_cos_sq", "a: n × m", (a) => equal(add(hadamard(sin(a), sin(a)), hadamard(cos(a), cos(a))), like(a)), "trigonometric", "Real.sin_sq_add_cos_sq"),
];

/** Signs: what is positive, nonnegative or nonzero in every entry. */
export const signAxioms: readonly Axiom[] = [
  axiom("nonneg_of_pos", "A: positive n × m", (A) => when(is("positive", A))(is("nonnegative", A)), "ltW", "le_of_lt"),
  axiom("nonzero_of_pos", "A: positive n × m", (A) => when(is("positive", A))(is("nonzero", A)), "lt0r_neq0", "ne_of_gt"),
  axiom("pos_of_nonneg_of_nonzero", "A: positive n × m", (A) => when(is("nonnegative", A), is("nonzero", A))(is("positive", A)), "lt0r", "lt_of_le_of_ne"),
  axiom("exp_pos", "A: n × m", (A) => is("positive", exp(A)), "exponential", "Real.exp_pos"),
  axiom("sigmoid_pos", "A: n × m", (A) => is("positive", map("sigmoid", A)), "definition", "Real.sigmoid_pos"),
  axiom("ones_pos", "A: n × m", (A) => is("positive", like(A)), "ltr01", "one_pos"),
  axiom("zeros_nonneg", "A: n × m", (A) => is("nonnegative", zeros(A.rows, A.cols)), "lexx", "le_refl"),
  axiom("iota_nonneg", "A: n × m", (A) => is("nonnegative", iota(A.rows)), "ler0n", "Nat.cast_nonneg"),
  axiom("add_pos", "A: positive n × m; B: nonnegative n × m", (A, B) => when(is("positive", A), is("nonnegative", B))(is("positive", add(A, B))), "ltr_pwDl", "add_pos_of_pos_of_nonneg"),
  axiom("add_nonneg", "A: nonnegative n × m; B: nonnegative n × m", (A, B) => when(is("nonnegative", A), is("nonnegative", B))(is("nonnegative", add(A, B))), "addr_ge0", "add_nonneg"),
  axiom("hadamard_pos", "A: positive n × m; B: positive n × m", (A, B) => when(is("positive", A), is("positive", B))(is("positive", hadamard(A, B))), "mulr_gt0", "mul_pos"),
  axiom("hadamard_nonneg", "A: nonnegative n × m; B: nonnegative n × m", (A, B) => when(is("nonnegative", A), is("nonnegative", B))(is("nonnegative", hadamard(A, B))), "mulr_ge0", "mul_nonneg"),
  axiom("hadamard_nonzero", "A: nonzero n × m; B: nonzero n × m", (A, B) => when(is("nonzero", A), is("nonzero", B))(is("nonzero", hadamard(A, B))), "mulf_neq0", "mul_ne_zero"),
  axiom("hadamard_self_nonneg", "A: n × m", (A) => is("nonnegative", hadamard(A, A)), "sqr_ge0", "mul_self_nonneg"),
  axiom("smul_pos", "a: positive 1 × 1; A: positive n × m", (a, A) => when(is("positive", a), is("positive", A))(is("positive", scale(a, A))), "mulr_gt0", "smul_pos"),
  axiom("smul_nonneg", "a: nonnegative 1 × 1; A: nonnegative n × m", (a, A) => when(is("nonnegative", a), is("nonnegative", A))(is("nonnegative", scale(a, A))), "mulr_ge0", "smul_nonneg"),
  axiom("smul_nonzero", "a: nonzero 1 × 1; A: nonzero n × m", (a, A) => when(is("nonzero", a), is("nonzero", A))(is("nonzero", scale(a, A))), "mulf_neq0", "smul_ne_zero"),
  axiom("mul_pos", "A: positive n × m; B: positive m × k", (A, B) => when(is("positive", A), is("positive", B), is("positive", size(A.cols)))(is("positive", mul(A, B))), "sumr_gt0", "Finset.sum_pos"),
  axiom("mul_nonneg", "A: nonnegative n × m; B: nonnegative m × k", (A, B) => when(is("nonnegative", A), is("nonnegative", B))(is("nonnegative", mul(A, B))), "sumr_ge0", "Finset.sum_nonneg"),
  axiom("recip_pos", "A: positive n × m", (A) => when(is("positive", A))(is("positive", recip(A))), "invr_gt0", "inv_pos"),
  axiom("recip_nonneg", "A: nonnegative n × m", (A) => when(is("nonnegative", A))(is("nonnegative", recip(A))), "invr_ge0", "inv_nonneg"),
  axiom("recip_nonzero", "A: nonzero n × m", (A) => when(is("nonzero", A))(is("nonzero", recip(A))), "invr_neq0", "inv_ne_zero"),
  axiom("sqrt_pos", "A: positive n × m", (A) => when(is("positive", A))(is("positive", sqrt(A))), "sqrtr_gt0", "Real.sqrt_pos"),
  axiom("sqrt_nonneg", "A: n × m", (A) => is("nonnegative", sqrt(A)), "sqrtr_ge0", "Real.sqrt_nonneg"),
  axiom("abs_nonneg", "A: n × m", (A) => is("nonnegative", abs(A)), "normr_ge0", "abs_nonneg"),
  axiom("abs_pos_of_nonzero", "A: nonzero n × m", (A) => when(is("nonzero", A))(is("positive", abs(A))), "normr_gt0", "abs_pos"),
  axiom("abs_add_self_nonneg", "A: n × m", (A) => is("nonnegative", add(A, abs(A))), "ler_norm", "neg_abs_le"),
  axiom("abs_sub_self_nonneg", "A: n × m", (A) => is("nonnegative", add(abs(A), scale(MINUS_ONE, A))), "ler_norm", "le_abs_self"),
  axiom("transpose_pos", "A: positive n × m", (A) => when(is("positive", A))(is("positive", transpose(A))), "mxE", "entry by entry"),
  axiom("transpose_nonneg", "A: nonnegative n × m", (A) => when(is("nonnegative", A))(is("nonnegative", transpose(A))), "mxE", "entry by entry"),
  axiom("transpose_nonzero", "A: nonzero n × m", (A) => when(is("nonzero", A))(is("nonzero", transpose(A))), "mxE", "entry by entry"),
];
