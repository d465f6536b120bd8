/**
 * The attack: draws that try to break a statement on a running model.
 *
 * fast-check draws, shrinks and replays; this file tells it what a draw is
 * and what a sample says. A seed and a path give the same draw again.
 */
import { setImmediate as turn } from "node:timers/promises";
import fc from "fast-check";
import type { Sizes } from "../term/dimension.ts";
import { Fault } from "../term/fault.ts";
import { type Draw, drawSizes, drawSketch, drawValue, randomOf, type SizeRange } from "./draw.ts";
import { type Reading, ratioOf } from "./ladder.ts";
import { type Bench, freeSymbols, type Samplable, sample } from "./sample.ts";
import { type Shrinkable, smallerDraws } from "./shrink.ts";

/** How hard to attack. */
export interface AttackOptions {
  readonly samples: number;
  readonly seed: number;
  /** Take one draw of an earlier run again. */
  readonly path?: string;
  /** Sizes that are drawn lie in these ranges. */
  readonly range: (symbol: string) => SizeRange;
  /** Evaluations that shrinking may take. */
  readonly shrinkLimit: number;
}

/** A draw that breaks the statement, shrunk, with the path that leads to it. */
export interface Counterexample {
  readonly draw: Draw;
  readonly reading: Reading;
  readonly path: string;
  /** The sizes of the draw as it was found. */
  readonly foundAt: Sizes;
}

/** What an attack found. */
export interface Attack extends Tally {
  readonly counterexample: Counterexample | undefined;
}

/** What the samples of an attack said. */
export interface Tally {
  readonly samples: number;
  readonly readings: Readonly<Record<Reading["kind"], number>>;
  /** The lowest ratio of noise to residual of all samples that have one: how near the statement came to breaking. */
  readonly ratio: number | undefined;
}

/** What was found among draws of any sort: the smallest that breaks, and the first. */
export interface Found<D> extends Tally {
  readonly counterexample:
    | { readonly draw: D; readonly first: D; readonly reading: Reading; readonly path: string }
    | undefined;
}

/**
 * Attacks a statement on a bench.
 *
 * throws  Fault when a path leads to no draw; whatever an evaluation throws
 */
export async function attack(target: Samplable, bench: Bench, options: AttackOptions): Promise<Attack> {
  const sizes = bench.parameters.sizes;
  const draws = new DrawArbitrary(target, freeSymbols(target, sizes), {
    given: target.given,
    range: options.range,
    fixedSizes: sizes,
  });
  const samples = target.statement.given.length === 0 ? 1 : options.samples;
  const { counterexample, ...tally } = await attackDraws(draws, (draw) => sample(target, draw, bench), {
    ...options,
    samples,
  });
  if (counterexample === undefined) return { ...tally, counterexample };
  const { first, ...smallest } = counterexample;
  return { ...tally, counterexample: { ...smallest, foundAt: first.sizes } };
}

/**
 * Attacks whatever can be drawn and read.
 *
 * throws  Fault when a path leads to no draw; whatever a reading throws
 */
export async function attackDraws<D>(
  draws: fc.Arbitrary<D>,
  readingOf: (draw: D) => Promise<Reading>,
  options: Omit<AttackOptions, "range">,
): Promise<Found<D>> {
  const log = new Log<D>(options.shrinkLimit);
  const holds = fc.asyncProperty(draws, async (draw) => {
    if (log.exhausted) return true;
    const reading = await readingOf(draw).catch((error: unknown) => log.stop(error));
    await turn(); // weak references hold what they answered until the turn ends, so memory stays flat over samples
    if (reading === undefined) return true;
    log.take(draw, reading);
    if (options.path !== undefined) log.exhausted = true; // the draws beside it are no part of what is seen again
    return reading.kind !== "false";
  });
  const details = await run(holds, options);
  if (log.error !== undefined) throw log.error;
  return {
    ...log.summary(),
    counterexample: details.counterexamplePath === null ? undefined : log.counterexample(details.counterexamplePath),
  };
}

/** fast-check's run; its complaint about a path is the caller's mistake. */
async function run<D>(holds: fc.IAsyncProperty<[D]>, { seed, path, samples: numRuns }: Omit<AttackOptions, "range">) {
  // a path leads to a draw that is small already, so it is seen again as it was
  if (path === undefined) return fc.check(holds, { numRuns, seed });
  try {
    return await fc.check(holds, { numRuns, seed, path, endOnFailure: true });
  } catch (error) {
    const next = "seed, claim, place and model must be those of the run that printed it";
    throw new Fault(
      { op: "--path", expected: "a path that an earlier run printed", received: path, next },
      { cause: error },
    );
  }
}

/** What the samples of one attack said; mutable, because fast-check calls back. */
class Log<D> {
  exhausted = false;
  error: unknown;
  #left: number;
  #samples = 0;
  #found: D | undefined;
  #smallest: { draw: D; reading: Reading } | undefined;
  #ratio: number | undefined;
  readonly #readings: Record<Reading["kind"], number> = {
    exact: 0,
    true: 0,
    false: 0,
    between: 0,
    undefined: 0,
    overflow: 0,
    floor: 0,
  };

  constructor(shrinkLimit: number) {
    this.#left = shrinkLimit;
  }

  /** An error of an evaluation ends the attack; it says nothing about the claim. */
  stop(error: unknown): undefined {
    this.error = error;
    this.exhausted = true;
  }

  take(draw: D, reading: Reading): void {
    if (this.#found !== undefined) {
      if (--this.#left <= 0) this.exhausted = true;
    } else {
      this.#samples++;
      this.#readings[reading.kind]++;
      const ratio = ratioOf(reading);
      if (Number.isFinite(ratio)) this.#ratio = Math.min(ratio, this.#ratio ?? ratio);
    }
    if (reading.kind !== "false") return;
    this.#found ??= draw;
    this.#smallest = { draw, reading };
  }

  summary(): Tally {
    return { samples: this.#samples, readings: this.#readings, ratio: this.#ratio };
  }

  counterexample(path: string): Found<D>["counterexample"] {
    return this.#smallest === undefined ? undefined : { ...this.#smallest, path, first: this.#found! };
  }
}

/** Draws as fast-check wants them (its arbitraries are a class to extend). */
class DrawArbitrary extends fc.Arbitrary<Draw> {
  readonly #target: Samplable;
  readonly #symbols: readonly string[];
  readonly #claim: Shrinkable;

  constructor(target: Samplable, symbols: readonly string[], claim: Shrinkable) {
    super();
    this.#target = target;
    this.#symbols = symbols;
    this.#claim = claim;
  }

  generate(mrng: fc.Random): fc.Value<Draw> {
    const random = randomOf({ nextInt: (min, max) => mrng.nextInt(min, max), nextDouble: () => mrng.nextDouble() });
    const sizes = drawSizes(random, this.#symbols, this.#claim.range);
    const all = { ...this.#claim.fixedSizes, ...sizes };
    const { given, sketches } = this.#target;
    const values = Object.fromEntries(
      given.map((of) => [of.name, (sketches.includes(of) ? drawSketch : drawValue)(random, of, all)]),
    );
    return new fc.Value({ sizes, values }, undefined);
  }

  canShrinkWithoutContext(_value: unknown): _value is Draw {
    return false;
  }

  shrink(value: Draw): fc.Stream<fc.Value<Draw>> {
    return fc.stream(smallerDraws(value, this.#claim)).map((smaller) => new fc.Value(smaller, undefined));
  }
}
