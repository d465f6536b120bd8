/**
 * Conformance: one runtime computes what another one does, output by output.
 *
 * With a term and its checkpoint as the reference, what was proved of the term
 * is then so of the model. Outputs are compared in the order of the blocks, so
 * the first that differs is where the two part; what comes after it follows.
 */
import fc from "fast-check";
import type { Behaviour } from "../claim/trial.ts";
import type { Dense } from "../interpret/dense.ts";
import type { RunPrecision } from "../model/traits.ts";
import { ask, type Call, type Output, type Runtime } from "../runtime/runtime.ts";
import { Fault } from "../term/fault.ts";
import { attackDraws, type Tally } from "./attack.ts";
import { type BehaviourOptions, type Judged, resultOf, SHRINK_LIMIT, sidesShown, withoutVerdict } from "./behave.ts";
import { type Result, withoutCounterexample } from "./judge.ts";
import { noiseOf, type Reading, ratioOf, read, readFloor } from "./ladder.ts";

/** The claim of conformance, as reports show it. */
export const CONFORMANCE: Pick<Behaviour, "id" | "title" | "formula" | "source"> = {
  id: "conformance/outputs",
  title: "the model computes what the reference does, block by block",
  formula: "f(x) = T(x)",
  source: "one architecture, two implementations",
};

const MOST_SEQUENCES = 2;
const LONGEST = 8;
/** Beyond what half precision can count. */
const FARTHEST = 1 << 14;

/** Whether a model computes the reference: a result an output, up to the first that differs. */
export async function judgeConformance(
  model: Runtime,
  reference: Runtime,
  { shrinkLimit = SHRINK_LIMIT, clock, ...options }: BehaviourOptions,
): Promise<readonly Result[]> {
  const start = clock();
  const base = { claim: CONFORMANCE.id };
  const seed = { seed: options.seed };
  const ms = (): number => clock() - start;
  try {
    const outputs = commonOutputs(model, reference);
    const tallies = new Map(outputs.map((output) => [output, emptyTally()]));
    const readings = async (sequences: Sequences): Promise<ReadonlyMap<string, Reading>> => {
      const pair = await Promise.all([valuesOf(model, sequences, outputs), valuesOf(reference, sequences, outputs)]);
      return new Map(outputs.map((output) => [output, readingOf(pair[0], pair[1], output)]));
    };
    let broken = false;
    const found = await attackDraws(
      fc.noBias(sequencesOf(model, reference)),
      async (sequences) => {
        const all = await readings(sequences);
        const first = [...all.values()].find(({ kind }) => kind === "false");
        broken ||= first !== undefined;
        if (!broken) for (const [output, reading] of all) count(tallies.get(output)!, reading);
        return first ?? [...all.values()].at(-1)!;
      },
      { ...options, shrinkLimit },
    );
    const { counterexample } = found;
    const smallest = counterexample === undefined ? undefined : await readings(counterexample.draw);
    const parting = outputs.find((output) => smallest?.get(output)?.kind === "false");
    const before = parting === undefined ? outputs : outputs.slice(0, outputs.indexOf(parting));
    const agreeing = before.map((output): Result => {
      const { ratio, ...tally } = tallies.get(output)!;
      const facts = { samples: tally.samples, ...(ratio === undefined ? {} : { ratio }), replay: seed };
      const verdict = tally.samples === 0 ? UNTESTED : withoutCounterexample({ ...tally, ratio });
      return { ...base, subject: subjectOf(output), ...facts, ...verdict, ms: ms() };
    });
    if (parting === undefined || counterexample === undefined) return agreeing;
    const { draw, first, path } = counterexample;
    const [ours, theirs] = await Promise.all([valuesOf(model, draw, [parting]), valuesOf(reference, draw, [parting])]);
    const { residual32, residual64 } = smallest!.get(parting)!;
    const witness = {
      sizes: sizesOf(draw),
      foundAt: sizesOf(first),
      values: { tokens: draw.tokens, ...(draw.from === 0 ? {} : { position_ids: placesOf(draw) }) },
      ...sidesShown(bestOf(ours, parting), bestOf(theirs, parting)),
      residual32,
      residual64,
    };
    const refuted = { subject: subjectOf(parting), verdict: "refuted", samples: found.samples, witness } as const;
    const reason = `the first output that differs is ${parting}${before.length === 0 ? "" : `; ${before.at(-1)} agrees`}`;
    return [...agreeing, { ...base, ...refuted, reason, replay: { ...seed, path }, ms: ms() }];
  } catch (error) {
    return [{ ...base, subject: "model", ...withoutVerdict(error, options.seed), ms: ms() }];
  }
}

/** A model that is not the reference, though it might be taken for it. */
export interface Impostor {
  readonly id: string;
  /** What it does otherwise, in words that follow "with". */
  readonly wrong: string;
  readonly runtimes: readonly Runtime[];
}

/** Samples in search of one that tells an impostor apart. */
const TELLING = 8;

/**
 * What a comparison with the reference would have noticed.
 *
 * Of a model that conforms: whether each impostor is told apart from it. Of one that does not: whether it is one of
 * them. What makes no difference to this checkpoint does not apply.
 */
export async function judgeImpostors(
  model: Runtime,
  reference: Runtime,
  impostors: readonly Impostor[],
  conforms: boolean,
  { clock, seed }: Pick<BehaviourOptions, "seed" | "clock">,
): Promise<Judged> {
  const results: Result[] = [];
  const notApplicable: { claim: string; reason: string }[] = [];
  const drawn = fc.sample(fc.noBias(sequencesOf(model, reference)), { numRuns: TELLING, seed });
  const outputs = commonOutputs(model, reference);
  const ours = new Map<Sequences, Answers>();
  for (const { id, wrong, runtimes } of impostors) {
    const start = clock();
    const readings = new Set<Reading["kind"]>();
    let samples = 0;
    let told = 0;
    for (const impostor of runtimes) {
      const kinds = new Set<Reading["kind"]>();
      for (const sequences of drawn) {
        samples++;
        const own = ours.get(sequences) ?? (await valuesOf(model, sequences, outputs));
        ours.set(sequences, own);
        const theirs = await valuesOf(impostor, sequences, outputs);
        for (const output of outputs) kinds.add(readingOf(own, theirs, output).kind);
        if (kinds.has("false")) break;
      }
      if (kinds.has("false")) told++;
      else for (const kind of kinds) readings.add(kind);
    }
    const base = { claim: id, subject: "model", samples, replay: { seed }, ms: clock() - start };
    const same =
      told < runtimes.length && !readings.has("between") && !readings.has("floor") && !readings.has("undefined");
    if (!conforms && same)
      results.push({ ...base, verdict: "refuted", reason: `it computes the reference with ${wrong}` });
    else if (!conforms) notApplicable.push({ claim: id, reason: "the model differs from the reference otherwise" });
    else if (told > 0) results.push({ ...base, verdict: "holds", reason: `told from ${wrong}` });
    else if (readings.has("floor"))
      results.push({
        ...base,
        verdict: "precision floor",
        reason: `float32 cannot tell it from the reference with ${wrong}`,
      });
    else
      notApplicable.push({
        claim: id,
        reason:
          runtimes.length === 0
            ? "the checkpoint has no such thing"
            : "no sample of this checkpoint shows a difference",
      });
  }
  return { results, notApplicable };
}

/** Of an output that no sample reached before another one differed. */
const UNTESTED = { verdict: "holds", reason: "agrees where a later output differs" } as const;

/** Sequences, and the place of their first token. */
interface Sequences {
  readonly tokens: readonly (readonly number[])[];
  readonly from: number;
}
type MutableTally = { samples: number; readings: Record<Reading["kind"], number>; ratio: number | undefined };

function emptyTally(): MutableTally {
  const readings = { exact: 0, true: 0, false: 0, between: 0, undefined: 0, overflow: 0, floor: 0 };
  return { samples: 0, readings, ratio: undefined };
}

function count(tally: MutableTally, reading: Reading): Tally {
  tally.samples++;
  tally.readings[reading.kind]++;
  const ratio = ratioOf(reading);
  if (Number.isFinite(ratio)) tally.ratio = Math.min(ratio, tally.ratio ?? ratio);
  return tally;
}

/** `hidden_states.3` comes out of block 2. */
function subjectOf(output: string): string {
  const match = /^hidden_states\.(\d+)$/.exec(output);
  if (match === null) return output;
  return match[1] === "0" ? "embedding" : `block ${Number(match[1]) - 1}`;
}

/** What both show, in the order of the reference; the result is last. */
function commonOutputs(model: Runtime, reference: Runtime): readonly string[] {
  const common = reference.traits.outputs.filter((output) => model.traits.outputs.includes(output));
  const result = resultOf(reference.traits);
  if (common.length > 0)
    return [...common.filter((output) => output !== result), ...common.filter((output) => output === result)];
  const { name: op, traits } = model;
  throw new Fault({
    op,
    expected: `an output among ${reference.traits.outputs.join(", ")}`,
    received: traits.outputs.join(", "),
  });
}

function sequencesOf(model: Runtime, reference: Runtime): fc.Arbitrary<Sequences> {
  const [a, b] = [model.traits, reference.traits];
  if (a.vocabulary !== b.vocabulary) {
    const expected = `the vocabulary of ${reference.name}, ${b.vocabulary} tokens`;
    throw new Fault({ op: model.name, expected, received: `${a.vocabulary} tokens` });
  }
  const most = Math.max(1, Math.min(LONGEST, a.longest ?? LONGEST, b.longest ?? LONGEST));
  const token = fc.nat(a.vocabulary - 1);
  const placed = [a, b].every(({ inputs, longest }) => inputs.includes("position_ids") && longest === undefined);
  const from = placed ? fc.oneof(fc.constant(0), fc.nat(FARTHEST)) : fc.constant(0);
  return fc.integer({ min: 1, max: most }).chain((C) => {
    const tokens = fc.array(fc.array(token, { minLength: C, maxLength: C }), {
      minLength: 1,
      maxLength: MOST_SEQUENCES,
      size: "max",
    });
    return fc.record({ tokens, from });
  });
}

type Answers = Readonly<Partial<Record<RunPrecision, Readonly<Record<string, Output>>>>>;

async function valuesOf(runtime: Runtime, sequences: Sequences, outputs: readonly string[]): Promise<Answers> {
  const answers: { -readonly [P in RunPrecision]?: Readonly<Record<string, Output>> } = {};
  for (const precision of runtime.traits.precisions) {
    const extra = sequences.from === 0 ? {} : { position_ids: placesOf(sequences) };
    const call: Call = { input_ids: sequences.tokens, extra, outputs, precision };
    answers[precision] = await ask(runtime, call);
  }
  return answers;
}

/** All rows of all sequences. shape  B × C × n → B·C × n */
function flat({ shape: [B = 0, C = 0, n = 0], data }: Output): Dense {
  return { rows: B * C, cols: n, data };
}

function bestOf({ f32, f64 }: Answers, output: string): Dense {
  return flat((f64 ?? f32)![output]!);
}

/** A model in one precision is read beside what the reference says of rounding, where it has two. */
function readingOf(model: Answers, reference: Answers, output: string): Reading {
  expectSameWidth(model, reference, output);
  const at = (answers: Answers, precision: RunPrecision): Dense | undefined => {
    const all = answers[precision];
    return all === undefined ? undefined : flat(all[output]!);
  };
  const [lhs32, lhs64, rhs32, rhs64] = [at(model, "f32"), at(model, "f64"), at(reference, "f32"), at(reference, "f64")];
  if (lhs32 !== undefined && lhs64 !== undefined && rhs32 !== undefined && rhs64 !== undefined)
    return read({ lhs32, rhs32, lhs64, rhs64 }, "=");
  if (rhs32 !== undefined && rhs64 !== undefined) {
    const noise = noiseOf({ lhs32: rhs32, lhs64: rhs64, rhs32, rhs64 });
    return lhs64 === undefined
      ? readFloor(lhs32!, rhs64, noise)
      : read({ lhs32: { ...lhs64, data: Float32Array.from(lhs64.data) }, rhs32, lhs64, rhs64 }, "=");
  }
  return readFloor(bestOf(model, output), bestOf(reference, output));
}

function expectSameWidth(model: Answers, reference: Answers, output: string): void {
  const [a, b] = [bestOf(model, output).cols, bestOf(reference, output).cols];
  if (a !== b) throw new Fault({ op: output, expected: `${b} columns, as the reference has`, received: String(a) });
}

function placesOf({ tokens, from }: Sequences): readonly (readonly number[])[] {
  return tokens.map((row) => row.map((_, i) => from + i));
}

function sizesOf({ tokens }: Sequences): { readonly B: number; readonly C: number } {
  return { B: tokens.length, C: tokens[0]?.length ?? 0 };
}
