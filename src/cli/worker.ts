/** A worker of `commutant check`: the same plan on the same weights, one task at a time. */
import { workerData } from "node:worker_threads";
import type { Result } from "../check/judge.ts";
import { type CheckOptions, type Plan, planCheck, runCheck } from "../check/plan.ts";
import { claimsNamed } from "../claim/library.ts";
import type { Checkpoint } from "../runtime/checkpoint.ts";
import { loadModel } from "../runtime/load.ts";
import type { TensorView } from "../runtime/view.ts";
import type { MemoryPart } from "../runtime/wasm/arena.ts";
import { chooseEngine } from "./engine.ts";
import { withBoundedHeap } from "./memory.ts";

/** What all workers are given. */
export interface Shared {
  readonly name: string;
  readonly engine: string;
  readonly claims: readonly string[];
  readonly config: Checkpoint["config"];
  readonly files: readonly string[];
  /** Views of memory that all threads have; of a part's, where it lies. */
  readonly tensors: readonly (Omit<TensorView, "buffer"> & { readonly buffer: SharedArrayBuffer | undefined })[];
  readonly parts: readonly MemoryPart[] | undefined;
  /** Counts the workers that have begun. */
  readonly begun: Int32Array;
}

/** One task of the plan, by its number. */
export interface Job {
  readonly task: number;
  readonly options: Pick<CheckOptions, "samples" | "seed" | "path">;
}

const shared = (workerData as [unknown, Shared])[1]; // the pool's own data comes first
const part = shared.parts?.[Atomics.add(shared.begun, 0, 1)];
const engine = withBoundedHeap(await chooseEngine(shared.engine, 1, part));
const model = modelOf(shared, part);
const plan = planCheck(model, claimsNamed(shared.claims));

function modelOf({ name, config, files, tensors }: Shared, part: MemoryPart | undefined) {
  const views = tensors.map((view): [string, TensorView] => [
    view.name,
    { ...view, buffer: view.buffer ?? (part!.memory.buffer as unknown as SharedArrayBuffer) }, // a shared memory's
  ]);
  const { architecture, bindings, sizes } = loadModel({ config, files, tensors: new Map(views) });
  return { name, architecture, bindings: { ...bindings, sizes } };
}

/** The verdict on a task. */
export default async function judgeTask({ task, options }: Job): Promise<Result> {
  const tasks: Plan["tasks"] = [plan.tasks[task]!];
  const results = await runCheck(model, { ...plan, tasks }, engine, { ...options, clock: () => performance.now() });
  return results[0]!;
}
