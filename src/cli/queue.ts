/**
 * A queue that threads take work from, in memory that all of them have.
 *
 * The work comes in groups of items that are alike: whoever begins a group goes on with it, since what was compiled for
 * its first item serves the others. When every group was begun, all help with those that are not done.
 *
 * Laws
 *   - Each item is taken once, by one thread.
 *   - A thread that gets nothing gets nothing any more.
 */

/** What a thread needs of a queue to take from it. */
export interface Queue {
  /** How many items each group has; items are counted from 0 through all groups. */
  readonly sizes: readonly number[];
  /** How many items of each group were asked for: more than it has, once it is empty. */
  readonly taken: Int32Array;
}

/** A queue of groups of so many items, of which nothing was taken. */
export function queueOf(sizes: readonly number[]): Queue {
  const bytes = sizes.length * Int32Array.BYTES_PER_ELEMENT;
  return { sizes, taken: new Int32Array(new SharedArrayBuffer(bytes)) };
}

/** The numbers of the items that this thread gets, one after the other, while others take theirs. */
export function* takenFrom({ sizes, taken }: Queue): Generator<number, void> {
  const starts = sizes.map((_, group) => sizes.slice(0, group).reduce((sum, size) => sum + size, 0));
  for (const isTurn of [beginning, helping])
    for (const [group, size] of sizes.entries()) {
      let at = isTurn(taken, group);
      for (; at < size; at = Atomics.add(taken, group, 1)) yield starts[group]! + at;
    }
}

/** The first item of a group that nobody has begun; of another, none. */
function beginning(taken: Int32Array, group: number): number {
  return Atomics.compareExchange(taken, group, 0, 1) === 0 ? 0 : Number.POSITIVE_INFINITY;
}

/** The next item of a group. */
function helping(taken: Int32Array, group: number): number {
  return Atomics.add(taken, group, 1);
}

/** Nobody gets more of it. */
export function emptyQueue({ sizes, taken }: Queue): void {
  sizes.forEach((size, group) => {
    Atomics.store(taken, group, size);
  });
}
