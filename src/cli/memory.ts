/**
 * A bound on what a command leaves uncollected.
 *
 * Models are written out at many sizes and forgotten; V8 would let 200 MB of
 * that pile up before it collects, more than twice the weights of a small
 * checkpoint. A collection of the little that is alive takes some 6 ms, so
 * one is asked for whenever the heap has grown by {@link GROWTH}. A turn of
 * the event loop comes before and after it: whatever a weak reference was
 * asked for stays alive until one, and the term bank hears of the terms that
 * are gone in another.
 */
import { setImmediate as nextTurn } from "node:timers/promises";
import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Engine } from "../runtime/engine.ts";

/** Growth of the heap after which it is collected. unit  bytes */
const GROWTH = 20 * 2 ** 20;
/** Evaluations between looks at the heap. */
const LOOK_EVERY = 4;

/** The same engine, the heap collected as it grows. */
export function withBoundedHeap<E extends Engine>(engine: E): E {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void; // what the flag exposes
  let settled = getHeapStatistics().used_heap_size;
  let evaluations = 0;
  return {
    ...engine,
    evaluate: async (...request: Parameters<Engine["evaluate"]>) => {
      if (++evaluations % LOOK_EVERY === 0 && getHeapStatistics().used_heap_size > settled + GROWTH) {
        await nextTurn();
        collect();
        await nextTurn();
        settled = getHeapStatistics().used_heap_size;
      }
      return engine.evaluate(...request);
    },
  };
}
