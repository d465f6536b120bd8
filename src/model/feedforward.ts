/** The feed-forward sublayer: the same function of each token. */
import { repeatRow } from "../term/definition.ts";
import type { Entrywise } from "../term/entrywise.ts";
import { add, hadamard, map, mul, type Term } from "../term/term.ts";

/** An affine map of each row, `x W + 1 b`. shape  x: C × E, W: E × F, b: 1 × F → C × F */
export function affine(x: Term, W: Term, b?: Term): Term {
  const product = mul(x, W);
  return b === undefined ? product : add(product, repeatRow(b, x.rows));
}

/** The weights of an MLP. shape  W_in: E × F, b_in: 1 × F, W_out: F × E, b_out: 1 × E */
export interface MlpWeights {
  readonly W_in: Term;
  readonly b_in?: Term;
  readonly W_out: Term;
  readonly b_out?: Term;
}

/** `σ(x W_in + 1 b_in) W_out + 1 b_out`. shape  x: C × E → C × E. source  Vaswani et al. 2017, §3.3 */
export function mlp(x: Term, activation: Entrywise, { W_in, b_in, W_out, b_out }: MlpWeights): Term {
  return affine(map(activation, affine(x, W_in, b_in)), W_out, b_out);
}

/**
 * `(σ(x W_gate) ∘ x W_in) W_out`; with silu it is SwiGLU, with gelu GeGLU.
 *
 * shape   x: C × E, W_gate, W_in: E × F, W_out: F × E → C × E
 * source  Shazeer 2020, GLU Variants Improve Transformer
 */
export function gatedMlp(x: Term, activation: Entrywise, W_gate: Term, W_in: Term, W_out: Term): Term {
  return mul(hadamard(map(activation, mul(x, W_gate)), mul(x, W_in)), W_out);
}
