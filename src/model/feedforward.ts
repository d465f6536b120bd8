/** The feed-forward sublayer: the same function of each token. */
import { bigSum } from "../term/binder.ts";
import { repeatRow } from "../term/definition.ts";
import type { DimLike } from "../term/dimension.ts";
import type { Entrywise } from "../term/entrywise.ts";
import { add, diag, hadamard, map, mul, opaque, type Term } from "../term/term.ts";
import { type LayerIndex, parameter } from "./architecture.ts";

/** An affine map of each row, `x W + 1 b`. shape  x: C × E, W: E × F, b: 1 × F → C × F */
export function affine(x: Term, W: Term, b?: Term): Term {
  return plusRow(mul(x, W), b);
}

/** What is added to every row, where there is something. shape  x: C × E, row: 1 × E → C × E */
export function plusRow(x: Term, row: Term | undefined): Term {
  return row === undefined ? x : add(x, repeatRow(row, x.rows));
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

/** The weights of a gated MLP. shape  W_gate, W_in: E × F, W_out: F × E, with biases 1 × F, 1 × F, 1 × E */
export interface GatedMlpWeights extends MlpWeights {
  readonly W_gate: Term;
  readonly b_gate?: Term;
}

/**
 * `(σ(x W_gate) ∘ x W_in) W_out`, and biases; with silu it is SwiGLU, with gelu GeGLU.
 *
 * shape   x: C × E → C × E
 * source  Shazeer 2020, GLU Variants Improve Transformer
 */
export function gatedMlp(x: Term, activation: Entrywise, weights: GatedMlpWeights): Term {
  const { W_gate, b_gate, W_in, b_in, W_out, b_out } = weights;
  return affine(hadamard(map(activation, affine(x, W_gate, b_gate)), affine(x, W_in, b_in)), W_out, b_out);
}

/** What a feed-forward sublayer is made of. */
export interface FeedForwardOptions {
  readonly E: DimLike;
  /** d_mlp. */
  readonly F: DimLike;
  readonly activation: Entrywise;
  readonly biases?: boolean;
  /** Whether a gate multiplies what the first layer says. */
  readonly gated?: boolean;
  /** What the names of these parameters begin with, where a model has other feed-forward layers beside. */
  readonly prefix?: string;
}

/**
 * A mixture of experts: `Σ_e diag(g_e(y W_R)) MLP_e(y)`, expert e with weights `W_in[l,e]`, … of its own.
 *
 * How gates are made of a token's router logits, a softmax over the largest k for one, is a function of which nothing is
 * assumed but that it takes each token by itself: what is proved holds of every such choice.
 *
 * shape   y: C × E → C × E, W_R: E × N
 * source  Shazeer et al. 2017, Outrageously Large Neural Networks, eq. 1; Jiang et al. 2024, Mixtral, §2.1
 */
export function expertsOf(N: DimLike, options: FeedForwardOptions): (y: Term, layer: LayerIndex) => Term {
  const expert = feedForwardOf(options);
  return (y, layer) => {
    const logits = mul(y, parameter("W_R", options.E, N, ...layer));
    return bigSum(N, (e) =>
      mul(diag(opaque("gate", "row", logits, { cols: 1, index: [e] })), expert(y, [...layer, e])),
    );
  };
}

/** The feed-forward sublayer of each layer, with weights `W_in[l]`, `W_out[l]`, … of its own. */
export function feedForwardOf(options: FeedForwardOptions): (y: Term, layer: LayerIndex) => Term {
  const { E, F, activation, biases = true, gated = false, prefix = "" } = options;
  return (y, layer) => {
    const part = (name: string, rows: DimLike, cols: DimLike): Term =>
      parameter(`${prefix}${name}`, rows, cols, ...layer);
    const weights = {
      W_in: part("W_in", E, F),
      W_out: part("W_out", F, E),
      ...(biases ? { b_in: part("b_in", 1, F), b_out: part("b_out", 1, E) } : {}),
    };
    if (!gated) return mlp(y, activation, weights);
    const gate = { W_gate: part("W_gate", E, F), ...(biases ? { b_gate: part("b_gate", 1, F) } : {}) };
    return gatedMlp(y, activation, { ...weights, ...gate });
  };
}
