/**
 * The float judge: whether rounding explains how a trial violates a statement that has no exact meaning here (roots,
 * logarithms, exponentials of exponentials, orders of exponentials).
 *
 * A trial is judged by the precision ladder, with the noise of trials near by. Entries must all have values, and
 * nothing may depend on the sign of what rounding decides.
 */
import { type Dense, type Precision, tabulate, toPrecision } from "../interpret/dense.ts";
import { evaluateFloats } from "../interpret/float.ts";
import { type Fractions, toDense } from "../interpret/fractions.ts";
import { type Finding, hasOp } from "../prover/exact-judge.ts";
import { exampleOf, seenBy } from "../prover/opaque-example.ts";
import type { Premises } from "../prover/premises.ts";
import { kindOf, type Trial } from "../prover/trial.ts";
import type { Bindings } from "../term/binding.ts";
import { dimValue } from "../term/dimension.ts";
import { Refusal } from "../term/fault.ts";
import type { Kind } from "../term/kind.ts";
import { schedule } from "../term/schedule.ts";
import type { Op, Opaque, Term, Variable } from "../term/term.ts";
import { noiseOf, read, type Sides } from "./ladder.ts";

/** Trials near by that tell how large rounding is. */
const NOISE_PROBES = 3;
/** And that many where a difference is smaller than what float32 sees of a 1: it may have rounded well by luck. */
const CLOSE_PROBES = 32;
const CLOSE = 2 ** -24;
/** How far a probe is from its trial, relative to each entry. */
const PROBE_DISTANCE = 2 ** -8;
/** Kinds whose values stay of their kind when entries move a little. */
const FREE_KINDS: ReadonlySet<Kind> = new Set<Kind>(["matrix", "scalar", "posscalar", "nonnegscalar", "nzscalar"]);
const RANKS: ReadonlySet<Op> = new Set<Op>(["rank"]);

/** What a trial says, as far as floats can tell: "refused" for ranks and signs. */
export function floatJudge(premises: Premises): (trial: Trial) => Finding {
  const { lhs, rhs, relation } = premises;
  if (hasOp([lhs, rhs], RANKS) || hasJumps([lhs, rhs])) return () => "refused";
  return (trial) => {
    const sides = sidesOf(premises, trial);
    if (sides === undefined || !trial.possible()) return "undefined";
    let reading = read(sides, relation);
    let noise = reading.noise;
    const probes = reading.residual64 < CLOSE ? CLOSE_PROBES : NOISE_PROBES;
    for (let probe = 1; reading.kind === "false" && probe <= probes; probe++) {
      const near = sidesOf(premises, trial, probe);
      if (near !== undefined) noise = Math.max(noise, noiseOf(near));
      if (probe >= NOISE_PROBES) reading = read(sides, relation, noise);
    }
    reading = read(sides, relation, noise);
    if (reading.kind === "exact" || reading.kind === "true") return "met";
    return reading.kind === "false" ? "violated" : "undefined";
  };
}

const JUMPS: ReadonlySet<string> = new Set(["sign", "round"]);

/** The sign of what is 0 but for rounding is no number's sign, and what is near a half goes either way. */
function hasJumps(roots: readonly Term[]): boolean {
  const argumentsOf = (term: Term): readonly Term[] => (term.op === "defined" ? [term.unfolded] : term.args);
  return roots.some((root) => schedule(root, { argumentsOf }).some((term) => term.op === "map" && JUMPS.has(term.fn)));
}

/** Both sides in both precisions; undefined when an entry has no value in one. */
function sidesOf(premises: Premises, trial: Trial, probe = 0): Sides | undefined {
  const [lhs32, rhs32] = floatValues(premises, trial, "f32", probe);
  const [lhs64, rhs64] = floatValues(premises, trial, "f64", probe);
  const sides = { lhs32: lhs32!, rhs32: rhs32!, lhs64: lhs64!, rhs64: rhs64! };
  return Object.values(sides).every(({ data }) => data.every(Number.isFinite)) ? sides : undefined;
}

/**
 * Both sides of a statement at a trial, in floats.
 *
 * throws  Refusal for ranks
 */
export function floatValues(premises: Premises, trial: Trial, precision: Precision, probe = 0): readonly Dense[] {
  const variable = (of: Variable): Dense => {
    const value = trial.value(of);
    const exact = toDense(value);
    const near = probe > 0 && FREE_KINDS.has(kindOf(of, premises)) ? moved(exact, probe) : exact;
    return toPrecision(near, precision);
  };
  const opaque = (fn: Opaque, A: Dense): Dense => exampleFloats(fn, trial.key, A, precision);
  const bindings: Bindings<Dense> = { sizes: trial.sizes, variable, opaque };
  return evaluateFloats([premises.lhs, premises.rhs], bindings, precision);
}

function moved(A: Dense, probe: number): Dense {
  return {
    ...A,
    data: Float64Array.from(A.data, (x, at) => x * (1 + PROBE_DISTANCE * Math.sin(probe + at * (probe + 1)))),
  };
}

function exampleFloats(fn: Opaque, key: number, A: Dense, precision: Precision): Dense {
  const [rows, cols] = [dimValue(fn.rows)!, dimValue(fn.cols)!]; // floats evaluate without symbols
  return tabulate(rows, cols, precision, (i, j) => {
    const { from, count, place } = seenBy(fn, A, i, j, cols);
    const { constant, linear, square } = exampleOf(fn, key, place, count);
    let sum = constant;
    for (let k = 0; k < count; k++) sum += linear[k]! * A.data[from + k]! + square[k]! * A.data[from + k]! ** 2;
    return sum;
  });
}

/** Both sides as doubles, for people to read; undefined where floats have none. */
export function readableSides(premises: Premises, trial: Trial): readonly Dense[] | undefined {
  try {
    return floatValues(premises, trial, "f64");
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/** A matrix of fractions with other numerators. */
export function withNumerators(A: Fractions, numerators: Float64Array, denominator = A.denominator): Fractions {
  return { rows: A.rows, cols: A.cols, numerators, denominator };
}
