/**
 * Behaviour judged: trials on a model that is only run, read by the precision ladder.
 *
 * A model that fails on a call ends that claim without a verdict, and says why; the others go on.
 */
import fc from "fast-check";
import type { NotApplicable } from "../claim/claim.ts";
import { type Behaviour, type Comparison, hasNoTrials, type Request, type Rows, type Trial } from "../claim/trial.ts";
import { type Dense, rowsOf, tabulate, zeroDense } from "../interpret/dense.ts";
import type { RunPrecision, Traits } from "../model/traits.ts";
import { ask, type Output, type Runtime, sequenceOf } from "../runtime/runtime.ts";
import { Fault } from "../term/fault.ts";
import { type AttackOptions, attackDraws } from "./attack.ts";
import { type Result, type Witness, withoutCounterexample } from "./judge.ts";
import { type Reading, read, readFloor } from "./ladder.ts";

/** How hard a behaviour is attacked. */
export interface BehaviourOptions extends Pick<AttackOptions, "samples" | "seed" | "path"> {
  /** Trials that shrinking may take. */
  readonly shrinkLimit?: number;
  /** A clock in milliseconds. */
  readonly clock: () => number;
}

/** Trials that shrinking takes by default: one may be several runs of a large model. */
export const SHRINK_LIMIT = 60;

/** The verdict on one behaviour of a model, or why it has nothing to say. */
export async function judgeBehaviour(
  behaviour: Behaviour,
  runtime: Runtime,
  { shrinkLimit = SHRINK_LIMIT, clock, ...options }: BehaviourOptions,
): Promise<Result | NotApplicable> {
  const trials = behaviour.trials(runtime.traits);
  if (hasNoTrials(trials)) return trials;
  const start = clock();
  const base = { claim: behaviour.id, subject: "model" };
  const isOfSome = behaviour.of === "some";
  const attacked = async (): Promise<Outcome> => {
    // one trial of many says nothing against what some have to show, unless it is asked for
    const shown = isOfSome && options.path === undefined ? await lookedAt(trials, runtime, options) : undefined;
    if (shown !== undefined) return shown;
    // a bias to the shortest sequences would miss what needs two kernels or a window
    const readTrial = async (trial: Trial): Promise<Reading> => readingOf(await runTrial(trial, runtime));
    const { counterexample, ...tally } = await attackDraws(fc.noBias(trials), readTrial, { ...options, shrinkLimit });
    const samples = isOfSome && options.path === undefined ? options.samples : tally.samples;
    const facts = { samples, ...(tally.ratio === undefined ? {} : { ratio: tally.ratio }) };
    const { seed } = options;
    if (counterexample === undefined) {
      const isShown = !isOfSome || tally.readings.exact > 0;
      return { ...facts, ...(isShown ? withoutCounterexample(tally) : allSilent(samples)), replay: { seed } };
    }
    const { draw, first, reading, path } = counterexample;
    const witness = witnessOf(draw, first, await runTrial(draw, runtime), reading);
    return { ...facts, verdict: "refuted", witness, replay: { seed, path } };
  };
  const outcome = await attacked().catch((error: unknown) => withoutVerdict(error, options.seed));
  return { ...base, ...outcome, ms: clock() - start };
}

type Outcome = Omit<Result, "claim" | "subject" | "ms">;

/**
 * The outcome of trials of which one is enough to show a claim; none when no trial shows it, and the control of each
 * shows what it never did: weights so large that a softmax is all or nothing can hide any single token.
 */
async function lookedAt(
  trials: fc.Arbitrary<Trial>,
  runtime: Runtime,
  { samples, seed }: Pick<BehaviourOptions, "samples" | "seed">,
): Promise<Outcome | undefined> {
  let silent = 0;
  for (const [i, trial] of fc.sample(fc.noBias(trials), { numRuns: samples, seed }).entries()) {
    const { kind } = readingOf(await runTrial(trial, runtime));
    if (kind === "exact") {
      const reason = `seen in sample ${i + 1} of ${samples}`;
      return { verdict: "holds", samples: i + 1, reason, replay: { seed } };
    }
    if (kind === "undefined") silent++;
  }
  if (silent === 0) return undefined;
  if (silent === samples) return { ...allSilent(samples), samples, replay: { seed } };
  const reason = `no sample of ${samples} shows it, and in ${silent} of them nothing else does either`;
  return { verdict: "inconclusive", samples, reason, replay: { seed } };
}

/** The verdict where no control showed anything. */
function allSilent(samples: number): Pick<Result, "verdict" | "reason"> {
  return { verdict: "vacuous", reason: `in ${samples} samples nothing depends on the token at all` };
}

/** What is left when a model fails on a call. */
export function withoutVerdict(error: unknown, seed: number): Outcome {
  if (!(error instanceof Fault)) throw error;
  return { verdict: "inconclusive", samples: 0, reason: error.message, replay: { seed } };
}

/** Both sides of rows. */
interface Pair {
  readonly lhs: Dense;
  readonly rhs: Dense;
}

/** Both sides of a trial, in each precision that it was run in. */
type Values = Readonly<Partial<Record<RunPrecision, Pair>>>;

/** Rounding can make a difference between equals alone: for the rest the best precision is enough. */
async function runTrial(trial: Trial, runtime: Runtime): Promise<Values> {
  const { precisions } = runtime.traits;
  const best = precisions.filter((precision) => precision === "f64" || precisions.length === 1);
  const values: { -readonly [P in RunPrecision]?: Pair } = {};
  for (const precision of trial.must === "equal" ? precisions : best)
    values[precision] = sidesOf(trial, await answersOf(trial, runtime, precision));
  return values;
}

/** Both sides of an equation; what is none is made one: a number for each thing that must be so, beside ones. */
function sidesOf(trial: Trial, answers: readonly Output[]): Pair {
  const rows = (wanted: readonly Rows[]): Dense => gather(wanted, answers);
  switch (trial.must) {
    case "equal":
      return { lhs: rows(trial.lhs), rhs: rows(trial.rhs) };
    case "finite": {
      const { rows: count, cols, data } = rows(trial.rows);
      const row = (i: number): Dense["data"] => data.subarray(i * cols, (i + 1) * cols);
      return besideOnes(Array.from({ length: count }, (_, i) => (row(i).every(Number.isFinite) ? 1 : 0)));
    }
    case "different": {
      const differ = ({ lhs, rhs }: Comparison): boolean => {
        const other = rows(rhs).data;
        return rows(lhs).data.some((x, at) => x !== other[at]);
      };
      return besideOnes(
        trial.each.map((one) => {
          if (differ(one)) return 1;
          return one.control === undefined || differ(one.control) ? 0 : Number.NaN; // it can say nothing
        }),
      );
    }
  }
}

/** Numbers and ones; what has no value has none on either side. shape  n × 1 */
function besideOnes(found: readonly number[]): Pair {
  const column = (entry: (x: number) => number): Dense => tabulate(found.length, 1, "f64", (i) => entry(found[i]!));
  return { lhs: column((x) => x), rhs: column((x) => (Number.isNaN(x) ? x : 1)) };
}

/** The output of each request of a trial, in order. */
async function answersOf(trial: Trial, runtime: Runtime, precision: RunPrecision): Promise<readonly Output[]> {
  const output = typeof trial.output === "string" ? trial.output : resultOf(runtime.traits);
  const kept = new Set(trial.requests.flatMap(({ after }) => (after === undefined ? [] : [after])));
  const answers: Output[] = [];
  try {
    for (const [i, request] of trial.requests.entries()) {
      const call = {
        input_ids: request.tokens,
        extra: request.extra ?? {},
        outputs: [output],
        precision,
        past: request.after === undefined ? undefined : String(request.after),
        keepAs: kept.has(i) ? String(i) : undefined,
      };
      answers.push((await ask(runtime, call))[output]!);
    }
  } finally {
    if (kept.size > 0) await runtime.forget([...kept].map(String)).catch(() => undefined); // a model that is gone has forgotten
  }
  return answers;
}

/** The output that a model is run for. */
export function resultOf({ outputs }: Pick<Traits, "outputs">): string {
  return outputs.includes("logits") ? "logits" : outputs.at(-1)!;
}

/** Rows of several answers, one under the other. */
function gather(wanted: readonly Rows[], answers: readonly Output[]): Dense {
  const parts = wanted.flatMap(({ request, sequence, at }) => {
    const { cols, data } = sequenceOf(answers[request]!, sequence);
    return at.map((row) => data.subarray(row * cols, (row + 1) * cols));
  });
  const cols = parts[0]?.length ?? 0;
  const single = parts[0] instanceof Float32Array;
  const result = zeroDense(parts.length, cols, single ? "f32" : "f64");
  for (const [i, part] of parts.entries()) result.data.set(part, i * cols);
  return result;
}

function readingOf({ f32, f64 }: Values): Reading {
  if (f32 !== undefined && f64 !== undefined)
    return read({ lhs32: f32.lhs, rhs32: f32.rhs, lhs64: f64.lhs, rhs64: f64.rhs }, "=");
  if (f32 !== undefined) return readFloor(f32.lhs, f32.rhs);
  const [lhs32, rhs32] = [f64!.lhs, f64!.rhs].map(rounded) as [Dense, Dense];
  return read({ lhs32, rhs32, lhs64: f64!.lhs, rhs64: f64!.rhs }, "=");
}

/** What float32 would keep of values that are known in float64 alone. */
function rounded({ rows, cols, data }: Dense): Dense {
  return { rows, cols, data: Float32Array.from(data) };
}

/** Sides with more columns are cut to those that differ most. */
const MOST_COLUMNS = 64;

function witnessOf(trial: Trial, first: Trial, { f32, f64 }: Values, reading: Reading): Witness {
  const { lhs, rhs } = (f64 ?? f32)!;
  return {
    sizes: sizesOf(trial),
    foundAt: sizesOf(first),
    values: Object.fromEntries(trial.requests.flatMap(inputsOf)),
    ...sidesShown(lhs, rhs),
    residual32: reading.residual32,
    residual64: reading.residual64,
  };
}

/** Both sides as rows; of very many columns those that differ most. */
export function sidesShown(lhs: Dense, rhs: Dense): Pick<Witness, "lhs" | "rhs" | "columns"> {
  const [left, right] = [rowsOf(lhs), rowsOf(rhs)];
  if (lhs.cols <= MOST_COLUMNS) return { lhs: left, rhs: right };
  const worst = Array.from({ length: lhs.cols }, (_, column) => ({
    column,
    distance: left.reduce((most, row, i) => Math.max(most, distance(row[column]!, right[i]![column]!)), 0),
  }));
  worst.sort((a, b) => b.distance - a.distance);
  const columns = worst.slice(0, MOST_COLUMNS).map(({ column }) => column);
  const pick = (rows: readonly (readonly number[])[]) => rows.map((row) => columns.map((column) => row[column]!));
  return { lhs: pick(left), rhs: pick(right), columns };
}

function distance(a: number, b: number): number {
  const difference = Math.abs(a - b);
  return Number.isNaN(difference) && !(Number.isNaN(a) && Number.isNaN(b)) ? Number.POSITIVE_INFINITY : difference || 0;
}

function sizesOf({ requests }: Trial): Witness["sizes"] {
  const longest = Math.max(...requests.map(({ tokens }) => tokens[0]!.length));
  return { B: Math.max(...requests.map(({ tokens }) => tokens.length)), C: longest };
}

function inputsOf({ tokens, extra = {}, after }: Request, i: number): (readonly [string, Request["tokens"]])[] {
  const named = (name: string): string => `${name}, run ${i}${after === undefined ? "" : ` after ${after}`}`;
  return [[named("tokens"), tokens], ...Object.entries(extra).map(([name, rows]) => [named(name), rows] as const)];
}

/** Verdicts on claims, and why the others do not apply. */
export interface Judged {
  readonly results: readonly Result[];
  readonly notApplicable: readonly { readonly claim: string; readonly reason: string }[];
}

/** The verdicts on behaviours, one after the other, and those that do not apply; `onResult` may say that it is enough. */
export async function runBehaviours(
  chosen: readonly Behaviour[],
  runtime: Runtime,
  options: BehaviourOptions,
  onResult: (result: Result, done: number) => boolean | undefined = () => undefined,
): Promise<Judged> {
  const results: Result[] = [];
  const notApplicable: { claim: string; reason: string }[] = [];
  for (const [i, behaviour] of chosen.entries()) {
    const found = await judgeBehaviour(behaviour, runtime, options);
    if ("notApplicable" in found) notApplicable.push({ claim: behaviour.id, reason: found.notApplicable });
    else {
      results.push(found);
      if (onResult(found, i + 1) === true) break;
    }
  }
  return { results, notApplicable };
}
