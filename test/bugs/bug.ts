/** What a bug is here: a healthy model, the one part of it that a public project got wrong, and the invariant that sees it. */
import { judgeBehaviour } from "../../src/check/behave.ts";
import { judgeConformance } from "../../src/check/conformance.ts";
import type { Result } from "../../src/check/judge.ts";
import { behaviours } from "../../src/claim/behaviour.ts";
import { plainEngine } from "../../src/runtime/engine.ts";
import { withFallback } from "../../src/runtime/fallback.ts";
import { functionRuntime } from "../../src/runtime/function.ts";
import type { Runtime } from "../../src/runtime/runtime.ts";
import { termRuntime } from "../../src/runtime/term-runtime.ts";
import { wasmEngine } from "../../src/runtime/wasm-engine.ts";
import { decoder, type Parts } from "./decoder.ts";
import { type CONFIGS, type Small, smallModel, termOf } from "./weights.ts";

/** One engine for all seeds: what it compiles depends on sizes, not on weights. */
const engine = withFallback(wasmEngine({ threads: 1 }), plainEngine());

/** A model of a seed: its checkpoint, and parts that are replaced. */
export interface Variant {
  readonly small: Small;
  readonly parts: Partial<Parts>;
}

/** A bug. */
export interface Bug {
  /** The public threads that report it. */
  readonly threads: readonly string[];
  /** What was wrong, in a line. */
  readonly what: string;
  readonly family: keyof typeof CONFIGS;
  /** The claim that sees it. */
  readonly invariant: string;
  readonly healthy?: (small: Small, seed: number) => Variant;
  readonly broken: (small: Small, seed: number) => Variant;
  /** What conformance compares with: our term of the checkpoint, or the same model written another way. */
  readonly against?: (small: Small, seed: number) => Variant;
}

/** A bug that replaces parts of a model and leaves its checkpoint. */
export function replacing(parts: Partial<Parts>): Bug["broken"] {
  return (small) => ({ small, parts });
}

/** The verdict of a bug's invariant on its healthy or its broken model. */
export async function verdictOf(bug: Bug, which: "healthy" | "broken", seed: number, samples: number): Promise<Result> {
  const small = smallModel(bug.family, seed);
  const variant = which === "broken" ? bug.broken(small, seed) : (bug.healthy?.(small, seed) ?? { small, parts: {} });
  const model = functionRuntime(decoder(variant.small, variant.parts));
  const options = { samples, seed, shrinkLimit: 1, clock: () => 0 };
  if (bug.invariant === "conformance/outputs") {
    const results = await judgeConformance(model, referenceOf(bug, small, seed), options);
    return results.find(({ verdict }) => verdict !== "holds") ?? results.at(-1)!;
  }
  const behaviour = behaviours.find(({ id }) => id === bug.invariant)!;
  const result = await judgeBehaviour(behaviour, model, options);
  if ("notApplicable" in result) throw new Error(`${bug.invariant}: ${result.notApplicable}`);
  return result;
}

/** Verdicts of healthy models that are twins of several bugs: one model, one invariant, the same draws. */
const healthyVerdicts = new Map<string, Promise<Result>>();

/** The verdict of a bug's invariant on its healthy model, judged once for all bugs that share it. */
export function healthyVerdict(bug: Bug, seed: number, samples: number): Promise<Result> {
  if (bug.healthy !== undefined || bug.against !== undefined) return verdictOf(bug, "healthy", seed, samples);
  const key = `${bug.family} ${bug.invariant} ${seed} ${samples}`;
  const verdict = healthyVerdicts.get(key) ?? verdictOf(bug, "healthy", seed, samples);
  healthyVerdicts.set(key, verdict);
  return verdict;
}

function referenceOf({ against }: Bug, small: Small, seed: number): Runtime {
  if (against === undefined) return termRuntime("term", termOf(small), engine);
  const variant = against(small, seed);
  return functionRuntime(decoder(variant.small, variant.parts));
}
