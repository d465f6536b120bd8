/**
 * How scores become weights, where it is no softmax over the keys.
 *
 * Notation   S: C × T scores, already multiplied; M: C × T the 0/1 mask
 */
import { maskedSoftmax, softmax, subtract } from "../term/definition.ts";
import { cols, diag, hadamard, hcat, map, mul, ones, scale, type Term, transpose, vcat, zeros } from "../term/term.ts";
import type { HeadSite, Weighing } from "./architecture.ts";
import { inverseRoot, type PatternOptions, scores } from "./attention.ts";

/** The weights of queries and keys. shape  Q: C × d, K: T × d → C × T */
export type Weigh = (Q: Term, K: Term, options: PatternOptions) => Term;

function multiplied(Q: Term, K: Term, { factor = inverseRoot(Q.cols) }: PatternOptions): Term {
  return scale(factor, scores(Q, K));
}

/** Each weight by itself: `sigmoid(S) ∘ M`. source  Ramapuram et al. 2024, sigmoid self-attention */
export const sigmoidWeights: Weigh = (Q, K, options) => {
  const weights = map("sigmoid", multiplied(Q, K, options));
  return options.mask === undefined ? weights : hadamard(weights, options.mask);
};

/**
 * A softmax with one more key, of score 0 and value 0: `e^S / (1 + Σ e^S)`. A query may attend to nothing.
 *
 * source  Miller 2023, "Attention is off by one"; Xiao et al. 2023, attention sinks
 */
export const softmaxOneWeights: Weigh = (Q, K, options) => {
  const S = hcat(multiplied(Q, K, options), zeros(Q.rows, 1));
  const { mask } = options;
  return cols(mask === undefined ? softmax(S) : maskedSoftmax(S, hcat(mask, ones(Q.rows, 1))), 0, K.rows);
};

/**
 * Products of features in the place of exponentials of products: `φ(Q) φ(K)ᵀ ∘ M`, each row over its sum; φ = exp.
 *
 * source  Katharopoulos et al. 2020, Transformers are RNNs
 */
export const linearWeights: Weigh = (Q, K, { mask }) => {
  const products = mul(map("exp", Q), transpose(map("exp", K)));
  const weights = mask === undefined ? products : hadamard(products, mask);
  return mul(diag(map("recip", mul(weights, ones(K.rows, 1)))), weights);
};

/** What a way of weighing is called; a softmax where none is given. */
export function weighingOf(weigh: Weigh | undefined): Weighing {
  return weigh === undefined ? "softmax" : (KNOWN.get(weigh) ?? "own");
}

const KNOWN: ReadonlyMap<Weigh, Weighing> = new Map([
  [sigmoidWeights, "sigmoid"],
  [softmaxOneWeights, "softmax1"],
  [linearWeights, "linear"],
]);

/**
 * What is added to scores for how far a key is: `m · (p_j − p_i)`, a slope for each head.
 *
 * shape   slope: 1 × 1 → C × C
 * source  Press et al. 2021, ALiBi
 */
export function distanceBias(slope: Term, site: HeadSite): Term {
  return scale(slope, distances(site));
}

/** How far after each query each key is: `p_j − p_i`, keys that were kept first. shape  C × T */
export function distances({ layer, context }: Pick<HeadSite, "layer" | "context">): Term {
  const { positions: p, past } = context;
  const keys = past === undefined ? p : vcat(past(layer).context.positions, p);
  return subtract(mul(ones(p.rows, 1), transpose(keys)), mul(p, ones(1, keys.rows)));
}
