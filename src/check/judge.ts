/**
 * Verdicts: what an attack on one subject comes to.
 *
 * Words are those of the evidence ladder. Nothing here is decided by a
 * tolerance; see ladder.ts.
 */
import type { Claim, ExpectedRefutation } from "../claim/claim.ts";
import { type Dense, rowsOf } from "../interpret/dense.ts";
import { toDense } from "../runtime/engine.ts";
import type { Sizes } from "../term/dimension.ts";
import { Refusal } from "../term/fault.ts";
import type { Statement } from "../term/statement.ts";
import { type AttackOptions, attack, type Counterexample, type Tally } from "./attack.ts";
import type { Subject } from "./model.ts";
import { type Bench, evaluate, type Samplable, samplable } from "./sample.ts";
import { spectrumOf } from "./spectrum.ts";

/** The evidence for or against a claim, in one word or two. */
export type Verdict = "proved" | "holds" | "refuted" | "precision floor" | "inconclusive" | "vacuous" | "conflict";

/** A matrix of many entries by those that are not 0, row by row: how many there are, and the first of them. */
export interface LargeMatrix {
  readonly rows: number;
  readonly cols: number;
  readonly nonzero: number;
  readonly entries: readonly (readonly [row: number, col: number, value: number])[];
}

/** A counterexample as data: what was drawn, and what came out on both sides. */
export interface Witness {
  readonly sizes: Sizes;
  /** Sizes of the draw before it was shrunk. */
  readonly foundAt: Sizes;
  readonly values: Readonly<Record<string, readonly (readonly number[])[] | LargeMatrix>>;
  readonly lhs: readonly (readonly number[])[];
  readonly rhs: readonly (readonly number[])[];
  /** Which columns of the sides these are, where only some are kept. */
  readonly columns?: readonly number[];
  readonly residual32: number;
  readonly residual64: number;
}

/** How to see one result again. */
export interface Replay {
  readonly seed: number;
  readonly path?: string;
}

/** What was found of one claim on one subject. */
export interface Result {
  readonly claim: string;
  readonly subject: string;
  readonly verdict: Verdict;
  /** The verdict that the architecture is known to have, and why; so a refutation need not be a failure. */
  readonly expected?: { readonly verdict: "refuted"; readonly because: string };
  /** A failure that is known and allowed until a day. */
  readonly suppressed?: { readonly until: string; readonly because: string };
  readonly samples: number;
  /** The lowest ratio of rounding noise to float64 residual; absent when no sample had a residual. */
  readonly ratio?: number;
  readonly witness?: Witness;
  /** Of a rank bound: the singular values of the product, the largest first; the rest are zero. */
  readonly spectrum?: readonly number[];
  /** Why there is no verdict. */
  readonly reason?: string;
  readonly replay: Replay;
  /** unit  millisecond */
  readonly ms: number;
}

/** A claim with its statement for one architecture. */
export interface Stated {
  readonly claim: Claim;
  readonly statement: Statement;
  readonly expected: ExpectedRefutation | undefined;
}

/** Attacks a stated claim on one subject and says what came of it. `clock` gives milliseconds. */
export async function judge(
  { claim, statement, expected }: Stated,
  subject: Subject,
  bench: Bench,
  options: AttackOptions,
  clock: () => number,
): Promise<Result> {
  const start = clock();
  const outcome = await decide(statement, bench, options);
  return {
    claim: claim.id,
    subject: subject.name,
    ...outcome,
    ...(expected === undefined ? {} : { expected: { verdict: "refuted", because: expected.because } }),
    ms: clock() - start,
  };
}

type Outcome = Omit<Result, "claim" | "subject" | "expected" | "ms">;

async function decide(statement: Statement, bench: Bench, options: AttackOptions): Promise<Outcome> {
  try {
    const target = samplable(statement);
    const found = await attack(target, bench, options);
    const ratio = found.ratio === undefined ? {} : { ratio: found.ratio };
    const spectrum = await spectrumOf(statement, bench);
    const base = {
      samples: found.samples,
      ...ratio,
      ...(spectrum === undefined ? {} : { spectrum }),
      replay: { seed: options.seed },
    };
    if (found.counterexample === undefined) return { ...base, ...withoutCounterexample(found) };
    const witness = await witnessOf(target, found.counterexample, bench);
    return { ...base, verdict: "refuted", witness, replay: { seed: options.seed, path: found.counterexample.path } };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { verdict: "inconclusive", samples: 0, reason: error.message, replay: { seed: options.seed } };
  }
}

/** The verdict of an attack that broke nothing. */
export function withoutCounterexample({ readings, samples }: Tally): Pick<Result, "verdict" | "reason"> {
  if (readings.between > 0 || readings.overflow > 0) {
    return {
      verdict: "inconclusive",
      reason: `${readings.between} samples between the bands, ${readings.overflow} beyond float32, of ${samples}`,
    };
  }
  if (readings.floor > 0) {
    const reason = `${readings.floor} of ${samples} samples differ by what may be float32's rounding, and there is no float64`;
    return { verdict: "precision floor", reason };
  }
  if (readings.exact + readings.true === 0)
    return { verdict: "vacuous", reason: `no sample of ${samples} had a value in every entry` };
  return { verdict: "holds" };
}

async function witnessOf(
  target: Samplable,
  { draw, reading, foundAt }: Counterexample,
  bench: Bench,
): Promise<Witness> {
  const sides = await evaluate(target, draw, bench);
  const drawn = target.statement.given.map(({ name }) => [name, told(toDense(draw.values[name]!, "f64"))] as const);
  return {
    sizes: draw.sizes,
    foundAt,
    values: Object.fromEntries(drawn),
    lhs: rowsOf(sides.lhs64),
    rhs: rowsOf(sides.rhs64),
    residual32: reading.residual32,
    residual64: reading.residual64,
  };
}

/** Matrices of more entries are told by some of them. */
const LARGE = 4096;
/** How many of a large one: nobody reads more, and the line of replay draws all again. */
const TOLD = 1024;

/** A drawn value as a witness has it. shape  rows × cols */
function told(A: Dense): readonly (readonly number[])[] | LargeMatrix {
  const { rows, cols, data } = A;
  if (rows * cols <= LARGE) return rowsOf(A);
  const entries: [number, number, number][] = [];
  let nonzero = 0;
  for (let at = 0; at < data.length; at++) {
    if (data[at] === 0) continue;
    nonzero += 1;
    if (nonzero <= TOLD) entries.push([Math.floor(at / cols), at % cols, data[at]!]);
  }
  return { rows, cols, nonzero, entries };
}

/** Whether a result is as it should be: nothing broken that is not known to break, nothing untested. */
export function isFailure({ verdict, expected, suppressed }: Result): boolean {
  if (suppressed !== undefined) return false;
  if (expected !== undefined) return verdict !== "refuted";
  return verdict === "refuted" || verdict === "conflict" || verdict === "vacuous" || verdict === "inconclusive";
}
