/**
 * The tasks of a check spread over threads.
 *
 * Weights lie once in memory that all threads have. Each task has draws of its own, so its verdict does not depend on
 * where it runs; results come in the order of the plan, and a run that has had enough ends after the same one.
 */
import type { Result } from "../check/judge.ts";
import type { Model } from "../check/model.ts";
import { type CheckOptions, type Plan, runTask, type Task } from "../check/plan.ts";
import type { Claim } from "../claim/claim.ts";
import type { Checkpoint } from "../runtime/checkpoint.ts";
import type { Engine } from "../runtime/engine.ts";
import { Fault } from "../term/fault.ts";
import type { ChosenEngine } from "./engine.ts";
import { inThreads, type Others, startThreads } from "./threads.ts";
import { compileSmall } from "./v8.ts";
import type { Shared } from "./worker.ts";

/** What is checked: a model, its checkpoint, and what was planned of it. */
export interface Whole {
  readonly model: Model;
  readonly checkpoint: Checkpoint;
  readonly claims: readonly Claim[];
  readonly plan: Plan;
}

/** Where this thread checks, and how others make an engine like it. */
export interface Seat {
  readonly engine: Engine;
  readonly chosen: ChosenEngine;
  /** Its name on the command line. */
  readonly kind: string;
}

/** So many threads that check, beside this one. */
export function startCheckers(count: number): Others {
  compileSmall();
  return startThreads(count, "./worker.js");
}

/**
 * The results of some tasks of a plan, by this thread and others; the engine's memory is theirs from here on.
 *
 * throws  Fault when the checkpoint does not lie in shared memory
 */
export async function runInThreads(
  tasks: readonly Task[],
  whole: Whole,
  seat: Seat,
  others: Others,
  options: CheckOptions,
): Promise<readonly Result[]> {
  const { model, plan } = whole;
  let done = 0;
  return inThreads(
    tasks.map((task) => plan.tasks.indexOf(task)),
    {
      others,
      data: sharedOf(others.count, whole, seat, options),
      answerTo: (number) => runTask(model, plan.tasks[number]!, seat.engine, options),
      groups: groupsOf(tasks),
      onAnswer: (result) => options.onResult?.(result, ++done, tasks.length),
      isEnough: options.isEnough,
    },
  );
}

const WORK = { model: 0, layer: 1, head: 2 } as const satisfies Record<Claim["scope"], number>;

/** Tasks by their claims, whose programs they share; what takes longest first, so that threads end together. */
function groupsOf(tasks: readonly Task[]): readonly (readonly number[])[] {
  const groups = new Map<Claim, number[]>();
  for (const [at, { stated }] of tasks.entries()) groups.set(stated.claim, [...(groups.get(stated.claim) ?? []), at]);
  return [...groups].sort(([a], [b]) => WORK[a.scope] - WORK[b.scope]).map(([, group]) => group);
}

/** What other threads are given; weights as where they lie. throws  Fault when that is not shared memory */
export function sharedOf(
  others: number,
  { model: { name }, checkpoint, claims }: Whole,
  { chosen, kind }: Seat,
  { samples, seed, path }: CheckOptions,
): Shared {
  const parts = chosen.parts?.(others);
  const tensors = [...checkpoint.tensors.values()].map((view) => ({
    ...view,
    buffer: bufferOf(view.buffer, parts !== undefined),
  }));
  const begun = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const { config, files } = checkpoint;
  const options = { samples, seed, ...(path === undefined ? {} : { path }) };
  return { name, engine: kind, claims: claims.map(({ id }) => id), config, files, tensors, parts, begun, options };
}

function bufferOf(buffer: SharedArrayBuffer | ArrayBuffer, isEngines: boolean): SharedArrayBuffer | undefined {
  if (isEngines) return undefined;
  if (buffer instanceof SharedArrayBuffer) return buffer;
  throw new Fault({ op: "--workers", expected: "a checkpoint in shared memory", received: "one of its own" });
}
