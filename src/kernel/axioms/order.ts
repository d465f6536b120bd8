// biome-ignore-all format: a table, one law a line
/**
 * Order, entry by entry, and the largest entry.
 *
 * An order is a sign: A ≤ B when B + (−1)•A is nonnegative. So squares,
 * products and means need no law here; what stands here is more than signs.
 */
import { bigOver, open } from "../../term/binder.ts";
import type { Entrywise } from "../../term/entrywise.ts";
import { Fault } from "../../term/fault.ts";
import { add, constant, diag, hadamard, hcat, map, max, maxEntry, mul, ones, scale, size, type Term, trace, transpose, vcat, vec } from "../../term/term.ts";
import { type Axiom, axiom, binder, entrywise, scalar, when } from "../axiom.ts";
import { equal, is, le } from "../proposition.ts";

const [MINUS_ONE, HALF] = [constant(-1), constant("1/2")];
const OF = (fn: Entrywise) => (A: Term) => map(fn, A);
const [exp, log, abs, sin, cos, recip] = [OF("exp"), OF("log"), OF("abs"), OF("sin"), OF("cos"), OF("recip")];
const like = ({ rows, cols }: Term) => ones(rows, cols);
const rowsum = (A: Term) => mul(A, ones(A.cols, 1));
const minus = (A: Term, B: Term) => add(A, scale(MINUS_ONE, B));
const min = (A: Term, B: Term) => scale(MINUS_ONE, max(scale(MINUS_ONE, A), scale(MINUS_ONE, B)));
const inhabited = (A: Term) => [is("positive", size(A.rows)), is("positive", size(A.cols))];

/** Functions that never fall, on all numbers; √ is 0 below 0. */
export const MONOTONE: ReadonlySet<Entrywise> = new Set<Entrywise>(["exp", "relu", "sqrt", "sigmoid", "tanh", "erf", "sign", "round"]);

/** Functions whose slope is nowhere more than 1 or less than −1. */
export const LIPSCHITZ: ReadonlySet<Entrywise> = new Set<Entrywise>(["relu", "abs", "sigmoid", "tanh", "sin", "cos"]);

const monotone = (fOf: Term) => oneOf(MONOTONE, fOf);
const lipschitz = (fOf: Term) => oneOf(LIPSCHITZ, fOf);

/** f(A) for one of some functions. throws  Fault when the outermost operation is another one */
function oneOf(functions: ReadonlySet<Entrywise>, fOf: Term): (A: Term) => Term {
  if (fOf.op === "map" && functions.has(fOf.fn)) return entrywise(fOf);
  throw new Fault({ op: "axiom", expected: [...functions].join(", "), received: fOf.op === "map" ? fOf.fn : fOf.op });
}

/** The order, and what keeps it. */
export const orderAxioms: readonly Axiom[] = [
  axiom("le_refl", "A: n × m", (A) => le(A, A), "lexx", "le_refl"),
  axiom("le_trans", "A: n × m; B: above A; C: above B", (A, B, C) => when(le(A, B), le(B, C))(le(A, C)), "le_trans", "le_trans"),
  axiom("le_antisymm", "A: n × m; B: same as A", (A, B) => when(le(A, B), le(B, A))(equal(A, B)), "le_anti", "le_antisymm"),
  axiom("le_of_sub_nonneg", "A: n × m; B: above A", (A, B) => when(is("nonnegative", minus(B, A)))(le(A, B)), "subr_ge0", "sub_nonneg"),
  axiom("sub_nonneg_of_le", "A: n × m; B: above A", (A, B) => when(le(A, B))(is("nonnegative", minus(B, A))), "subr_ge0", "sub_nonneg"),
  axiom("add_le_add", "A: n × m; B: above A; C: n × m; D: above C", (A, B, C, D) => when(le(A, B), le(C, D))(le(add(A, C), add(B, D))), "lerD", "add_le_add"),
  axiom("smul_le_smul_of_nonneg", "a: nonnegative 1 × 1; A: n × m; B: above A", (a, A, B) => when(is("nonnegative", a), le(A, B))(le(scale(a, A), scale(a, B))), "ler_wpM2l", "smul_le_smul_of_nonneg_left"),
  axiom("hadamard_le_hadamard_of_nonneg", "C: nonnegative n × m; A: n × m; B: above A", (C, A, B) => when(is("nonnegative", C), le(A, B))(le(hadamard(C, A), hadamard(C, B))), "ler_wpM2l", "mul_le_mul_of_nonneg_left"),
  axiom("mul_le_mul_left_of_nonneg", "C: nonnegative k × n; A: n × m; B: above A", (C, A, B) => when(is("nonnegative", C), le(A, B))(le(mul(C, A), mul(C, B))), "ler_sum", "Matrix.mul_le_mul_left"),
  axiom("mul_le_mul_right_of_nonneg", "A: n × m; B: above A; C: nonnegative m × k", (A, B, C) => when(is("nonnegative", C), le(A, B))(le(mul(A, C), mul(B, C))), "ler_sum", "Matrix.mul_le_mul_right"),
  axiom("transpose_le_transpose", "A: n × m; B: above A", (A, B) => when(le(A, B))(le(transpose(A), transpose(B))), "mxE", "entry by entry"),
  axiom("map_le_map_of_monotone", "f: n × m monotone; A: n × m; B: above A", (f, A, B) => when(le(A, B))(le(monotone(f)(A), monotone(f)(B))), "monotone", "Real.exp_le_exp"),
  axiom("abs_round_sub_self_le", "A: n × m", (A) => le(abs(minus(map("round", A), A)), scale(HALF, like(A))), "definition", "abs_sub_round"),
  axiom("log_le_log_of_pos", "A: positive n × m; B: above A", (A, B) => when(is("positive", A), le(A, B))(le(log(A), log(B))), "ler_ln", "Real.log_le_log"),
  axiom("recip_le_recip_of_pos", "A: positive n × m; B: above A", (A, B) => when(is("positive", A), le(A, B))(le(recip(B), recip(A))), "lef_pV2", "inv_anti₀"),
  axiom("le_rowsum_of_nonneg", "A: nonnegative n × m", (A) => when(is("nonnegative", A))(le(A, mul(mul(A, ones(A.cols, 1)), ones(1, A.cols)))), "ler_sum", "Finset.single_le_sum"),
  axiom("sum_abs_nonneg", "S: sum p of n × m", (S) => { const B = binder("bigSum", S); return is("nonnegative", bigOver("bigSum", B, [], (h) => abs(open(B, h)))); }, "sumr_ge0", "Finset.sum_nonneg"),
  axiom("diag_nonneg", "v: nonnegative n × 1", (v) => when(is("nonnegative", v))(is("nonnegative", diag(v))), "mxE", "Matrix.diagonal_nonneg"),
];

/** Maxima. */
export const maxAxioms: readonly Axiom[] = [
  axiom("max_eq", "A: n × m; B: n × m", (A, B) => equal(max(A, B), scale(HALF, add(add(A, B), abs(minus(A, B))))), "maxr_absE", "max_eq_half_add_add_abs_sub"),
  axiom("le_max_left", "A: n × m; B: n × m", (A, B) => le(A, max(A, B)), "le_max", "le_max_left"),
  axiom("max_le", "A: n × m; B: n × m; C: above A B", (A, B, C) => when(le(A, C), le(B, C))(le(max(A, B), C)), "ge_max", "max_le"),
  axiom("map_max_of_monotone", "f: n × m monotone; A: n × m; B: n × m", (f, A, B) => equal(monotone(f)(max(A, B)), max(monotone(f)(A), monotone(f)(B))), "max_mono", "Monotone.map_max"),
  axiom("max_min_distrib", "A: n × m; B: n × m; C: n × m", (A, B, C) => equal(max(A, min(B, C)), min(max(A, B), max(A, C))), "max_minr", "max_min_distrib_left"),
  axiom("le_maxEntry", "A: n × m", (A) => le(A, scale(maxEntry(A), like(A))), "le_bigmax", "Finset.le_sup'"),
  axiom("maxEntry_le", "A: n × m; c: bound of A", (A, c) => when(...inhabited(A), le(A, scale(scalar(c), like(A))))(le(maxEntry(A), c)), "bigmax_le", "Finset.sup'_le"),
  axiom("maxEntry_map_of_monotone", "f: n × m monotone; A: n × m", (f, A) => when(...inhabited(A))(equal(maxEntry(monotone(f)(A)), monotone(f)(maxEntry(A)))), "max_mono", "Finset.sup'_map"),
  axiom("maxEntry_smul_of_nonneg", "a: nonnegative 1 × 1; A: n × m", (a, A) => when(is("nonnegative", a), ...inhabited(A))(equal(maxEntry(scale(a, A)), hadamard(a, maxEntry(A)))), "maxr_pMr", "Finset.mul₀_sup'"),
  axiom("maxEntry_smul_ones", "c: 1 × 1; A: n × m", (c, A) => when(...inhabited(A))(equal(maxEntry(scale(scalar(c), like(A))), c)), "bigmax_const", "Finset.sup'_const"),
  axiom("maxEntry_add_smul_ones", "A: n × m; c: 1 × 1", (A, c) => when(...inhabited(A))(equal(maxEntry(add(A, scale(scalar(c), like(A)))), add(maxEntry(A), c))), "bigmax_addr", "Finset.sup'_add"),
  axiom("maxEntry_hcat", "A: n × m; B: n × k", (A, B) => when(...inhabited(A), is("positive", size(B.cols)))(equal(maxEntry(hcat(A, B)), max(maxEntry(A), maxEntry(B)))), "bigmax_split", "Finset.sup'_union"),
  axiom("maxEntry_vcat", "A: n × m; B: k × m", (A, B) => when(...inhabited(A), is("positive", size(B.rows)))(equal(maxEntry(vcat(A, B)), max(maxEntry(A), maxEntry(B)))), "bigmax_split", "Finset.sup'_union"),
  axiom("maxEntry_transpose", "A: n × m", (A) => equal(maxEntry(transpose(A)), maxEntry(A)), "reindex", "the same entries"),
  axiom("maxEntry_vec", "A: n × m", (A) => equal(maxEntry(vec(A)), maxEntry(A)), "reindex", "the same entries"),
];

/** Inequalities of analysis. */
export const inequalityAxioms: readonly Axiom[] = [
  axiom("abs_le", "A: n × m; B: above A −A", (A, B) => when(le(A, B), le(scale(MINUS_ONE, A), B))(le(abs(A), B)), "ler_norml", "abs_le"),
  axiom("abs_add_le", "A: n × m; B: n × m", (A, B) => le(abs(add(A, B)), add(abs(A), abs(B))), "ler_normD", "abs_add_le"),
  axiom("abs_mul_le", "A: n × m; B: m × k", (A, B) => le(abs(mul(A, B)), mul(abs(A), abs(B))), "ler_norm_sum", "Finset.abs_sum_le_sum_abs"),
  axiom("abs_map_sub_le_of_lipschitz", "f: n × m lipschitz; A: n × m; B: n × m", (f, A, B) => le(abs(minus(lipschitz(f)(A), lipschitz(f)(B))), abs(minus(A, B))), "MVT", "LipschitzWith.dist_le_mul"),
  axiom("add_one_le_exp", "A: n × m", (A) => le(add(A, like(A)), exp(A)), "expR_ge1Dx", "Real.add_one_le_exp"),
  axiom("sigmoid_lt_one", "A: n × m", (A) => is("positive", minus(like(A), map("sigmoid", A))), "definition", "Real.sigmoid_lt_one"),
  axiom("sin_le_one", "A: n × m", (A) => le(sin(A), like(A)), "trigonometric", "Real.sin_le_one"),
  axiom("cos_le_one", "A: n × m", (A) => le(cos(A), like(A)), "trigonometric", "Real.cos_le_one"),
  axiom("erf_le_one", "A: n × m", (A) => le(map("erf", A), like(A)), "definition", "a distribution function is at most 1"),
  axiom("rowsum_hadamard_sq_le", "A: n × m; B: n × m", (A, B) => le(hadamard(rowsum(hadamard(A, B)), rowsum(hadamard(A, B))), hadamard(rowsum(hadamard(A, A)), rowsum(hadamard(B, B)))), "Cauchy–Schwarz", "Finset.sum_mul_sq_le_sq_mul_sq"),
  axiom("mul_sq_le_of_rowstochastic", "A: rowstochastic n × m; B: m × k", (A, B) => when(is("rowstochastic", A))(le(hadamard(mul(A, B), mul(A, B)), mul(A, hadamard(B, B)))), "sumr_ge0", "inner_le_nnorm_mul_nnorm"),
  axiom("trace_mul_sq_le", "A: n × m; B: n × m", (A, B) => { const inner = trace(mul(transpose(A), B)); return le(hadamard(inner, inner), hadamard(trace(mul(transpose(A), A)), trace(mul(transpose(B), B)))); }, "Cauchy–Schwarz", "Finset.sum_mul_sq_le_sq_mul_sq"),
  axiom("trace_gram_mul_le", "A: n × m; B: m × k", (A, B) => { const norm = (X: Term) => trace(mul(transpose(X), X)); return le(norm(mul(A, B)), hadamard(norm(A), norm(B))); }, "Cauchy–Schwarz", "Matrix.frobenius_norm_mul"),
];
