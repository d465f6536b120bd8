/** A thread of `commutant check` beside the first: the same plan on the same weights. */
import { planCheck, runTask, type TaskOptions } from "../check/plan.ts";
import { claimsNamed } from "../claim/library.ts";
import type { Checkpoint } from "../runtime/checkpoint.ts";
import { loadModel } from "../runtime/load.ts";
import type { TensorView } from "../runtime/view.ts";
import type { MemoryPart } from "../runtime/wasm/arena.ts";
import { chooseEngine } from "./engine.ts";
import { answering } from "./threads.ts";
import { withBoundedHeap } from "./v8.ts";

/** What all other threads are given. */
export interface Shared {
  readonly name: string;
  readonly engine: string;
  readonly claims: readonly string[];
  readonly config: Checkpoint["config"];
  readonly files: readonly string[];
  /** Views of memory that all threads have; of a part's, where it lies. */
  readonly tensors: readonly (Omit<TensorView, "buffer"> & { readonly buffer: SharedArrayBuffer | undefined })[];
  readonly parts: readonly MemoryPart[] | undefined;
  /** Counts the threads that have begun. */
  readonly begun: Int32Array;
  readonly options: Pick<TaskOptions, "samples" | "seed" | "path">;
}

export default answering(async (shared: Shared) => {
  const part = shared.parts?.[Atomics.add(shared.begun, 0, 1)];
  const engine = withBoundedHeap(await chooseEngine(shared.engine, 1, part));
  const model = modelOf(shared, part);
  const plan = planCheck(model, claimsNamed(shared.claims));
  const options = { ...shared.options, clock: () => performance.now() };
  return (task: number) => runTask(model, plan.tasks[task]!, engine, options);
});

function modelOf({ name, config, files, tensors }: Shared, part: MemoryPart | undefined) {
  const views = tensors.map((view): [string, TensorView] => [
    view.name,
    { ...view, buffer: view.buffer ?? (part!.memory.buffer as unknown as SharedArrayBuffer) }, // a shared memory's
  ]);
  const { architecture, bindings, sizes } = loadModel({ config, files, tensors: new Map(views) });
  return { name, architecture, bindings: { ...bindings, sizes } };
}
