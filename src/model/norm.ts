/** Norms with their learned parts, as terms; the norms themselves are definitions (layernorm, rmsnorm). */
import { layernorm, repeatRow, rmsnorm } from "../term/definition.ts";
import { add, hadamard, ones, type Term } from "../term/term.ts";

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
