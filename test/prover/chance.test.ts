import { describe, expect, it } from "vitest";
import { chance } from "../../src/prover/chance.ts";

describe("numbers by chance", () => {
  it("are the same one by one and many at once, and go on after them", () => {
    const [one, many] = [chance(7), chance(7)];
    const drawn = new Float64Array(1000);
    many.ints(-2, 3, drawn);
    expect([...drawn]).toEqual(Array.from(drawn, () => one.int(-2, 3)));
    expect(many.int(0, 1e6)).toBe(one.int(0, 1e6));
    expect(new Set(drawn)).toEqual(new Set([-2, -1, 0, 1, 2, 3]));
  });
});
