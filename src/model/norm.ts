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

/** RMSNorm whose stored gain is the distance from 1. shape  as rmsNorm. source  Gemma, 2024 */
export function offsetRmsNorm(x: Term, gain: Term, epsilon: Term): Term {
  return rmsNorm(x, add(ones(1, gain.cols), gain), epsilon);
}

/** The norms of a model: one kind, one ε, and learned parts by name, `ln1_gain[l]`, `ln1_bias[l]`. */
export interface LearnedNorms {
  readonly kind: Norm["kind"];
  /** ε under the root. shape  1 × 1 */
  readonly epsilon: Term;
  /** The norm of a name, of a layer where it has one. shape  x: C × E → C × E */
  readonly of: (x: Term, name: string, layer?: LayerIndex, epsilon?: Term) => Term;
}

/** LayerNorms with gains and biases of width E. */
export function layerNorms(E: DimLike, e: Rational | number): LearnedNorms {
  const epsilon = constant(e);
  const part = (name: string, layer: LayerIndex): Term => parameter(name, 1, E, ...layer);
  return {
    kind: "layernorm",
    epsilon,
    of: (x, name, layer = [], given = epsilon) =>
      layerNorm(x, part(`${name}_gain`, layer), part(`${name}_bias`, layer), given),
  };
}

/** RMSNorms with gains of width E; `gain` says how a stored gain is meant. */
export function rmsNorms(E: DimLike, e: Rational | number, gain: "plain" | "offset" = "plain"): LearnedNorms {
  const epsilon = constant(e);
  const norm = gain === "plain" ? rmsNorm : offsetRmsNorm;
  return {
    kind: "rmsnorm",
    epsilon,
    of: (x, name, layer = [], given = epsilon) => norm(x, parameter(`${name}_gain`, 1, E, ...layer), given),
  };
}
