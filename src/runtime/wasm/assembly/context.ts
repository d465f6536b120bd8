/**
 * What a thread knows about itself: its number, its scratch, its pulse.
 *
 * Globals belong to the instance, and every thread has an instance of its own,
 * so these are thread-local although memory is shared.
 */

import { CONTROL_LINES, CONTROL_SCRATCH, LINE, SCRATCH_BYTES } from "../layout";

export let control: usize = 0;
export let thread: i32 = 0;
export let threads: i32 = 1;
export let scratch: usize = 0;
let pulse: usize = 0;

export function enter(controlPtr: usize, self: i32, count: i32): void {
  control = controlPtr;
  thread = self;
  threads = count;
  scratch = <usize>load<u32>(controlPtr, CONTROL_SCRATCH) + <usize>self * SCRATCH_BYTES;
  pulse = controlPtr + CONTROL_LINES + <usize>self * LINE;
}

/** Tells the others that this thread is alive. */
// @ts-expect-error: decorator
@inline
export function beat(): void {
  store<i32>(pulse, load<i32>(pulse) + 1);
}

/** First of `n` items that belongs to thread `t`. */
// @ts-expect-error: decorator
@inline
export function firstOf(t: i32, n: i32): i32 {
  return <i32>((<i64>n * <i64>t) / <i64>threads);
}
