/**
 * The plan of a check, and its run: each claim on each layer or head that it speaks of.
 */
import { type Claim, isNotApplicable, placesOf, siteOf } from "../claim/claim.ts";
import type { Engine } from "../runtime/engine.ts";
import type { Statement } from "../term/statement.ts";
import type { AttackOptions } from "./attack.ts";
import type { SizeRange } from "./draw.ts";
import { judge, type Result, type Stated } from "./judge.ts";
import { type Model, type Subject, subjectsOf } from "./model.ts";
import { atSite } from "./sample.ts";

/** One claim on one subject. */
export interface Task {
  readonly stated: Stated;
  readonly subject: Subject;
}

/** What is checked, and which claims have nothing to say. */
export interface Plan {
  readonly tasks: readonly Task[];
  readonly notApplicable: readonly { readonly claim: string; readonly reason: string }[];
}

/** Samples, seed and replay; sizes and shrinking have defaults that suit a person's patience. */
export interface TaskOptions {
  readonly samples: number;
  readonly seed: number;
  readonly path?: string;
  /** Evaluations that shrinking one counterexample may take; by default more where one costs less. */
  readonly shrinkLimit?: number;
  /** A clock in milliseconds. */
  readonly clock: () => number;
}

/** The same for a whole plan, and what follows a result. */
export interface CheckOptions extends TaskOptions {
  /** Asked after each result; what is left is not run when it is so. */
  readonly isEnough?: (result: Result) => boolean;
  /** Called after each result. */
  readonly onResult?: (result: Result, done: number, all: number) => void;
}

/** Sizes that a claim leaves free are drawn from here: large enough to escape the traps at 1 and 2, small enough to be quick. */
const FREE_SIZES: SizeRange = { min: 1, max: 9 };
/** Evaluations that shrinking a counterexample may take, by what one evaluation costs; fewer when it was expected. */
const SHRINK_LIMIT = {
  unexpected: { model: 60, layer: 200, head: 400 },
  expected: { model: 10, layer: 20, head: 100 },
} as const;

/** The tasks of some claims on a model. */
export function planCheck(model: Model, claims: readonly Claim[]): Plan {
  const tasks: Task[] = [];
  const notApplicable: { claim: string; reason: string }[] = [];
  for (const claim of claims) {
    const places = claim.scope === "model" ? [0] : placesOf(model.architecture);
    const statements = places.map((place) => claim.state(siteOf(model.architecture, place)));
    const skipped = statements.find(isNotApplicable);
    if (skipped !== undefined) {
      notApplicable.push({ claim: claim.id, reason: skipped.notApplicable });
      continue;
    }
    const expected = claim.refutedFor?.(model.architecture);
    for (const subject of subjectsOf(model, claim.scope)) {
      const statement = statements[subject.place] as Statement; // none is skipped
      tasks.push({ stated: { claim, statement, expected }, subject });
    }
  }
  return { tasks, notApplicable };
}

/** A part of a plan: every n-th task, so that parts take about as long. */
export interface Shard {
  /** From 1 up to `count`. */
  readonly index: number;
  readonly count: number;
}

/** The part of a list that a shard has. */
export function shardOf<T>(all: readonly T[], { index, count }: Shard): readonly T[] {
  return all.filter((_, at) => at % count === index - 1);
}

/** Runs a plan on an engine, one task after the other, so that a seed always means the same. */
export async function runCheck(
  model: Model,
  { tasks }: Plan,
  engine: Engine,
  options: CheckOptions,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const task of tasks) {
    const result = await runTask(model, task, engine, options);
    results.push(result);
    options.onResult?.(result, results.length, tasks.length);
    if (options.isEnough?.(result) === true) break;
  }
  return results;
}

/** The verdict on one task, whose draws depend on the options alone. */
export function runTask(
  model: Model,
  { stated, subject }: Task,
  engine: Engine,
  options: TaskOptions,
): Promise<Result> {
  const bench = { engine, parameters: atSite(model.bindings, subject.indices) };
  return judge(stated, subject, bench, attackOptions(stated, model, options), options.clock);
}

function attackOptions({ claim, expected }: Stated, model: Model, options: TaskOptions): AttackOptions {
  const { samples, seed, path, shrinkLimit } = options;
  const range = freeSizes(model);
  return {
    samples,
    seed,
    range: () => range,
    shrinkLimit: shrinkLimit ?? SHRINK_LIMIT[expected === undefined ? "unexpected" : "expected"][claim.scope],
    ...(path === undefined ? {} : { path }),
  };
}

/** A claim's tokens may come in two parts, which together must not be more than there are learned positions, T. */
function freeSizes({ bindings }: Model): SizeRange {
  const positions = bindings.sizes.T;
  const most = positions === undefined ? FREE_SIZES.max : Math.floor(positions / 2);
  return { min: FREE_SIZES.min, max: Math.max(FREE_SIZES.min, Math.min(FREE_SIZES.max, most)) };
}
