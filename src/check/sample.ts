/**
 * One sample: a statement at drawn sizes and values, evaluated and read.
 *
 * A reading that rounding does not plainly explain is taken again with the
 * noise of samples near by, since a lucky float32 run can be far more exact
 * than float32 is. Rank bounds are read from the smallest singular value of
 * the product with two random matrices of one column more than the bound.
 */
import { SingularValueDecomposition } from "ml-matrix";
import { type Dense, rowsOf, tabulate } from "../interpret/dense.ts";
import { type Engine, isSelection, isStrided, type Value } from "../runtime/engine.ts";
import type { Bindings } from "../term/binding.ts";
import { addDim, type Sizes } from "../term/dimension.ts";
import { Refusal } from "../term/fault.ts";
import { symbolsOf } from "../term/schedule.ts";
import type { Statement } from "../term/statement.ts";
import { type Index, mul, type Term, type Variable, variable } from "../term/term.ts";
import type { Draw } from "./draw.ts";
import { noiseOf, type Reading, read, type Sides } from "./ladder.ts";

/** A statement that can be sampled: its terms, what it quantifies over, and how its values are read. */
export interface Samplable {
  readonly statement: Statement;
  readonly given: readonly Variable[];
  /** Those of the given variables that sketch a rank: they must be drawn of full rank, or they hide it. */
  readonly sketches: readonly Variable[];
  readonly terms: readonly Term[];
  readonly sides: (values32: readonly Dense[], values64: readonly Dense[]) => Sides;
}

/** Samples near by that tell how large rounding is. */
const NOISE_PROBES = 3;
/** How far a probe is from its sample, relative to each entry. */
const PROBE_DISTANCE = 2 ** -8;

/**
 * A statement made ready for sampling.
 *
 * throws  Refusal for orders of ranks that are not bounds by a size: floats cannot decide them
 */
export function samplable(statement: Statement): Samplable {
  const { lhs, rhs } = statement;
  if (lhs.op === "rank" && rhs.op === "size" && statement.relation === "<=")
    return sketched(statement, lhs.args[0]!, rhs.size);
  if (lhs.op === "rank" || rhs.op === "rank")
    throw new Refusal("float", "rank", "only a bound of one rank by a size is seen in floats");
  return {
    statement,
    given: statement.given,
    sketches: [],
    terms: [lhs, rhs],
    sides: ([lhs32, rhs32], [lhs64, rhs64]) => ({ lhs32: lhs32!, rhs32: rhs32!, lhs64: lhs64!, rhs64: rhs64! }),
  };
}

/** `rank(T) ≤ d` when Ψ T Φ, (d + 1) × (d + 1) for random Ψ and Φ, is singular. */
function sketched(statement: Statement, T: Term, bound: Term["rows"]): Samplable {
  const size = addDim(bound, 1);
  const [left, right] = [variable("sketch_left", size, T.rows), variable("sketch_right", T.cols, size)];
  const smallest = (M: Dense): Dense => tabulate(1, 1, "f64", () => smallestSingularValue(M));
  const zero = (found: Dense): Dense => tabulate(1, 1, "f64", () => (Number.isNaN(found.data[0]!) ? Number.NaN : 0));
  return {
    statement,
    given: [...statement.given, left, right],
    sketches: [left, right],
    terms: [mul(left, T, right)],
    sides: ([M32], [M64]) => {
      const [lhs32, lhs64] = [smallest(M32!), smallest(M64!)];
      return { lhs32, rhs32: zero(lhs32), lhs64, rhs64: zero(lhs64) }; // no rank without a value
    },
  };
}

function smallestSingularValue(M: Dense): number {
  return M.data.every(Number.isFinite) ? (singularValues(M).at(-1) ?? 0) : Number.NaN;
}

/** Singular values, the largest first. shape  n × m → min(n, m) numbers */
export function singularValues(A: Dense): readonly number[] {
  if (A.rows === 0 || A.cols === 0) return [];
  return new SingularValueDecomposition(rowsOf(A), {
    computeLeftSingularVectors: false,
    computeRightSingularVectors: false,
    autoTranspose: true,
  }).diagonal;
}

/** Where samples are evaluated: an engine, and the values of what is not drawn. */
export interface Bench {
  readonly engine: Engine;
  readonly parameters: Bindings<Value>;
}

/** What a draw says of a statement. */
export async function sample(target: Samplable, draw: Draw, bench: Bench): Promise<Reading> {
  const sides = await evaluate(target, draw, bench);
  const { relation } = target.statement;
  const first = read(sides, relation);
  if (first.kind !== "false" && first.kind !== "between") return first;
  let noise = first.noise;
  for (let probe = 1; probe <= NOISE_PROBES; probe++) {
    const near = noiseOf(await evaluate(target, nearby(draw, target.given, probe), bench));
    if (Number.isFinite(near)) noise = Math.max(noise, near);
  }
  return read(sides, relation, noise);
}

/** Both sides of a statement at a draw, in both precisions. */
export async function evaluate(target: Samplable, draw: Draw, { engine, parameters }: Bench): Promise<Sides> {
  const bindings = drawBindings(draw, parameters);
  const values32 = await engine.evaluate(target.terms, bindings, "f32");
  const values64 = await engine.evaluate(target.terms, bindings, "f64");
  return target.sides(values32, values64);
}

function drawBindings({ sizes, values }: Draw, parameters: Bindings<Value>): Bindings<Value> {
  return {
    ...parameters,
    sizes: { ...parameters.sizes, ...sizes },
    variable: (of) =>
      of.index.length === 0 && Object.hasOwn(values, of.name) ? values[of.name]! : parameters.variable(of),
  };
}

/** Numbers for the symbolic indices of a site. */
export type SiteIndices = Readonly<Record<string, number>>;

/** The bindings of a model at one of its sites: symbolic indices are the site's numbers. */
export function atSite(bindings: Bindings<Value>, site: SiteIndices): Bindings<Value> {
  const number = (i: Index): Index => (typeof i === "object" && "free" in i ? (site[i.free] ?? i) : i);
  return {
    ...bindings,
    variable: (of) =>
      bindings.variable(
        of.index.some((i) => typeof i !== "number")
          ? variable(of.name, of.rows, of.cols, { kind: of.kind, index: of.index.map(number) })
          : of,
      ),
  };
}

/** The same draw with every free entry moved a little, in a direction that depends on its place alone. */
function nearby(draw: Draw, given: readonly Variable[], probe: number): Draw {
  const moved = (value: Value): Value =>
    isSelection(value) || isStrided(value)
      ? value
      : {
          ...value,
          data: Float64Array.from(value.data, (x, at) =>
            Math.fround(x * (1 + PROBE_DISTANCE * Math.sin(probe + at * (probe + 1)))),
          ),
        };
  const values = given.map(
    (of) =>
      [
        of.name,
        of.kind === "matrix" || of.kind.endsWith("scalar") ? moved(draw.values[of.name]!) : draw.values[of.name]!,
      ] as const,
  );
  return { sizes: draw.sizes, values: Object.fromEntries(values) };
}

/** Symbols of a statement's sizes that have no number yet, sorted. */
export function freeSymbols(target: Samplable, known: Sizes): readonly string[] {
  const symbols = new Set([...target.terms, ...target.given].flatMap(symbolsOf));
  return [...symbols].filter((symbol) => !Object.hasOwn(known, symbol)).sort();
}
