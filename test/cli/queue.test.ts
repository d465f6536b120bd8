import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emptyQueue, queueOf, takenFrom } from "../../src/cli/queue.ts";

describe("a queue", () => {
  it("gives a group to whoever begins it, and what is left of it to those with nothing to begin", () => {
    const queue = queueOf([3, 2]);
    const [one, two] = [takenFrom(queue), takenFrom(queue)];
    const took = [one, two, two, two, one, two, one].map((thread) => thread.next().value);
    expect(took).toEqual([0, 3, 4, 1, 2, undefined, undefined]);
  });

  it("gives each item once, however threads alternate", () => {
    const sizes = fc.array(fc.nat(5), { maxLength: 6 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 4 }), fc.array(fc.nat(3)), (groups, threads, turns) => {
        const queue = queueOf(groups);
        const takers = Array.from({ length: threads }, () => takenFrom(queue));
        const took = turns.map((turn) => takers[turn % threads]!.next().value).filter((item) => item !== undefined);
        for (const taker of takers) took.push(...taker);
        const all = groups.reduce((sum, size) => sum + size, 0);
        expect(took.sort((a, b) => a - b)).toEqual(Array.from({ length: all }, (_, at) => at));
      }),
    );
  });

  it("gives nothing more once it is emptied", () => {
    const queue = queueOf([3, 2, 0]);
    const one = takenFrom(queue);
    one.next();
    emptyQueue(queue);
    expect([...one, ...takenFrom(queue)]).toEqual([]);
  });
});
