/**
 * Workers: the tasks of a check spread over threads.
 *
 * Weights lie once in memory that all threads have. Each task has draws of its own, so its verdict does not depend on
 * where it runs; results come in the order of the plan, and a run that has had enough ends after the same one.
 */
import { setMaxListeners } from "node:events";
import { fileURLToPath } from "node:url";
import { Tinypool } from "tinypool";
import type { Result } from "../check/judge.ts";
import type { CheckOptions, Task } from "../check/plan.ts";
import type { Checkpoint } from "../runtime/checkpoint.ts";
import { Fault } from "../term/fault.ts";
import type { ChosenEngine } from "./engine.ts";
import type { Job, Shared } from "./worker.ts";

const WORKER = fileURLToPath(new URL("./worker.js", import.meta.url));

/** What workers load for themselves. */
export interface Loaded {
  readonly name: string;
  readonly checkpoint: Checkpoint;
  readonly claims: readonly string[];
  readonly engine: string;
}

/** A task and its number in the plan. */
export interface Numbered {
  readonly number: number;
  readonly task: Task;
}

/** Threads that judge tasks. */
export interface Pool {
  /** The results of some tasks of the plan, by their numbers. */
  readonly run: (tasks: readonly Numbered[], options: CheckOptions) => Promise<readonly Result[]>;
  readonly close: () => Promise<void>;
}

/**
 * So many workers; the engine's memory is theirs from here on.
 *
 * throws  Fault when the checkpoint does not lie in shared memory
 */
export function openPool(count: number, loaded: Loaded, engine: ChosenEngine): Pool {
  const pool = new Tinypool({
    filename: WORKER,
    minThreads: count,
    maxThreads: count,
    concurrentTasksPerWorker: 1,
    workerData: sharedOf(count, loaded, engine),
  });
  return {
    run: async (tasks, options) => {
      const { samples, seed, path, isEnough, onResult } = options;
      const stop = new AbortController();
      const draws = { samples, seed, ...(path === undefined ? {} : { path }) };
      setMaxListeners(0, stop.signal); // each job listens
      const begin = ({ number }: Numbered): Promise<Result> =>
        pool.run({ task: number, options: draws } satisfies Job, { signal: stop.signal });
      const running = new Map([...tasks].sort(byWork).map((task) => [task, begin(task)]));
      for (const one of running.values()) one.catch(() => undefined); // those after the last that is awaited are stopped
      const results: Result[] = [];
      for (const task of tasks) {
        const result = await running.get(task)!;
        results.push(result);
        onResult?.(result, results.length, tasks.length);
        if (isEnough?.(result) === true) break;
      }
      stop.abort();
      return results;
    },
    close: () => pool.destroy(),
  };
}

const WORK = { model: 0, layer: 1, head: 2 } as const satisfies Record<Task["stated"]["claim"]["scope"], number>;

/** What takes longest first, so that workers end together. */
function byWork(a: Numbered, b: Numbered): number {
  return WORK[a.task.stated.claim.scope] - WORK[b.task.stated.claim.scope];
}

function sharedOf(count: number, { name, checkpoint, claims, engine: kind }: Loaded, engine: ChosenEngine): Shared {
  const parts = engine.parts?.(count);
  const tensors = [...checkpoint.tensors.values()].map((view) => ({
    ...view,
    buffer: bufferOf(view.buffer, parts !== undefined),
  }));
  const begun = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const { config, files } = checkpoint;
  return { name, engine: kind, claims, config, files, tensors, parts, begun };
}

function bufferOf(buffer: SharedArrayBuffer | ArrayBuffer, isEngines: boolean): SharedArrayBuffer | undefined {
  if (isEngines) return undefined;
  if (buffer instanceof SharedArrayBuffer) return buffer;
  throw new Fault({ op: "--workers", expected: "a checkpoint in shared memory", received: "one of its own" });
}
