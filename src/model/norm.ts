/** Norms with their learned parts, as terms; the norms themselves are definitions (layernorm, rmsnorm). */
import { layernorm, repeatRow, rmsnorm } from "../term/definition.ts";
import type { DimLike } from "../term/dimension.ts";
import type { Rational } from "../term/rational.ts";
import { add, constant, hadamard, ones, type Term } from "../term/term.ts";
import { type LayerIndex, type Norm, parameter } from "./architecture.ts";

/** LayerNorm with gain and bias. shape  x: C × E, gain, bias: 1 × E, epsilon: 1 × 1 → C × E. source  Ba et al. 2016 */
export function layerNorm(x: Term, gain: Term, bias: Term, epsilon: Term): Term {
  return add(hadamard(layernorm(x, epsilon), repeatRow(gain, x.rows)), repeatRow(bias, x.rows));
}

/** RMSNorm with gain. shape  x: C × E, gain: 1 × E, epsilon: 1 × 1 → C × E. source  Zhang and Sennrich 2019 */
export function rmsNorm(x: Term, gain: Term, epsilon: Term): Term {
  return hadamard(rmsnorm(x, epsilon), repeatRow(gain, x.rows));
}

/** A gain that is stored as its distance from 1. shape  1 × E → 1 × E. source  Gemma, 2024 */
export function offsetGain(stored: Term): Term {
  return add(ones(1, stored.cols), stored);
}

/** The norms of a model: one kind, one ε, and learned parts by name, `ln1_gain[l]`, `ln1_bias[l]`. */
export interface LearnedNorms {
  readonly kind: Norm["kind"];
  /** ε under the root. shape  1 × 1 */
  readonly epsilon: Term;
  /** The norm of a name, of a layer where it has one. shape  x: C × E → C × E */
  readonly of: (x: Term, name: string, layer?: LayerIndex, epsilon?: Term) => Term;
  readonly learned: Norm["learned"];
}

/** LayerNorms with gains and biases of width E. */
export function layerNorms(E: DimLike, e: Rational | number): LearnedNorms {
  const epsilon = constant(e);
  const learned = (name: string, layer: LayerIndex) => ({
    gain: parameter(`${name}_gain`, 1, E, ...layer),
    bias: parameter(`${name}_bias`, 1, E, ...layer),
  });
  return {
    kind: "layernorm",
    epsilon,
    learned,
    of: (x, name, layer = [], given = epsilon) => {
      const { gain, bias } = learned(name, layer);
      return layerNorm(x, gain, bias, given);
    },
  };
}

/** RMSNorms with gains of width E; `gain` says how a stored gain is meant. */
export function rmsNorms(E: DimLike, e: Rational | number, gain: "plain" | "offset" = "plain"): LearnedNorms {
  const epsilon = constant(e);
  const learned = (name: string, layer: LayerIndex) => {
    const stored = parameter(`${name}_gain`, 1, E, ...layer);
    return { gain: gain === "plain" ? stored : offsetGain(stored) };
  };
  return {
    kind: "rmsnorm",
    epsilon,
    learned,
    of: (x, name, layer = [], given = epsilon) => rmsNorm(x, learned(name, layer).gain, given),
  };
}
