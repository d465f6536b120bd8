/**
 * Where the threads meet between instructions that depend on one another.
 *
 * A thread spins first, since parts are even and the others near, and then
 * blocks in rounds. Between rounds it looks whether a thread has died (its
 * worker said so) or no thread has made progress for the caller's patience; it
 * then gives up, for a barrier that one thread cannot reach must not hold the
 * rest.
 */

import {
  CONTROL_ABORT,
  CONTROL_ARRIVED,
  CONTROL_GENERATION,
  CONTROL_LINES,
  CONTROL_MAY_WAIT,
  CONTROL_PATIENCE,
  LINE,
  LINE_PROGRESS,
  ROUND_MS,
  STATUS_ABORTED,
  STATUS_DONE,
  STATUS_STALLED,
} from "../layout";
import { control, thread, threads } from "./context";

const SPINS = 1 << 14;
/** Spins of a round where blocking is forbidden. */
const ROUND_SPINS = 1 << 24;

function progress(): i32 {
  let sum = 0;
  for (let t = 0; t < threads; t++) sum += atomic.load<i32>(control + CONTROL_LINES + <usize>t * LINE + LINE_PROGRESS);
  return sum;
}

// @ts-expect-error: decorator
@inline
function passed(generation: i32, spins: i32): bool {
  for (let s = 0; s < spins; s++) if (atomic.load<i32>(control + CONTROL_GENERATION) != generation) return true;
  return false;
}

/** Returns a STATUS. */
export function meet(): i32 {
  if (threads == 1) return STATUS_DONE;
  const generation = atomic.load<i32>(control + CONTROL_GENERATION);
  if (atomic.add<i32>(control + CONTROL_ARRIVED, 1) == threads - 1) {
    atomic.store<i32>(control + CONTROL_ARRIVED, 0);
    atomic.add<i32>(control + CONTROL_GENERATION, 1);
    atomic.notify(control + CONTROL_GENERATION, -1);
  } else if (!passed(generation, SPINS)) {
    const mayWait = thread != 0 || load<i32>(control + CONTROL_MAY_WAIT) != 0;
    let seen = progress();
    let still = 0;
    while (!passed(generation, mayWait ? 1 : ROUND_SPINS)) {
      if (atomic.load<i32>(control + CONTROL_ABORT) != 0) break;
      if (mayWait) atomic.wait<i32>(control + CONTROL_GENERATION, generation, <i64>ROUND_MS * 1000000);
      const now = progress();
      still = now == seen ? still + 1 : 0;
      seen = now;
      if (still > load<i32>(control + CONTROL_PATIENCE)) return STATUS_STALLED;
    }
  }
  return atomic.load<i32>(control + CONTROL_ABORT) != 0 ? STATUS_ABORTED : STATUS_DONE;
}
