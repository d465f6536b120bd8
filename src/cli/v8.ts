/** What commands ask of V8: when it compiles, when it collects, and on whose time. */
import { setImmediate as nextTurn } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Engine } from "../runtime/engine.ts";

/**
 * How much a function runs before the compiler takes the trouble, fifteen times what it is by default. Of lists of claims
 * each is decided once, and a third of the time of all went into code that was hardly used again.
 */
const LATE = "--interrupt-budget=1000000";

/** For what runs once. */
export function compileLate(): void {
  setFlagsFromString(LATE);
}

/**
 * How much of the functions it calls a compiled one takes into itself, a quarter of what it does by default. Each thread
 * compiles everything that it runs on a thread beside it, which others want too; most of the time of a check goes into kernels
 * that this has no part in.
 */
const SMALL = "--max-inlined-bytecode-size-cumulative=200";

/** For threads that share the processors. */
export function compileSmall(): void {
  setFlagsFromString(SMALL);
}

/**
 * How much a heap grows before it is collected again. unit  percent of what is alive
 *
 * Models are written out at many sizes and forgotten. V8 would let 200 MB of that pile up before it collects for the first
 * time, more than twice the weights of a small checkpoint, and four times what is alive from then on.
 *
 * V8's own collections are better than those that a program asks for: in these the shapes of objects die that only
 * compiled code knows at that moment, the code dies with them, and is compiled again.
 */
const GROWTH = 100;
/** Evaluations between turns of the event loop: until one, whatever a weak reference was asked for stays alive. */
const TURN_EVERY = 4;

/** The same engine, the heap of this thread collected as it grows. */
export function withBoundedHeap<E extends Engine>(engine: E): E {
  setFlagsFromString("--expose-gc");
  setFlagsFromString(`--heap-growing-percent=${GROWTH}`);
  const collect = runInNewContext("gc") as () => void; // what the flag exposes
  collect(); // at the end of a collection the next limit is set
  let evaluations = 0;
  return {
    ...engine,
    evaluate: async (...request: Parameters<Engine["evaluate"]>) => {
      if (++evaluations % TURN_EVERY === 0) await nextTurn();
      return engine.evaluate(...request);
    },
  };
}
