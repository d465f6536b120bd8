import { describe, expect, it } from "vitest";
import { behaviours } from "../../../src/claim/behaviour.ts";
import { type Bug, healthyVerdict, verdictOf } from "../bug.ts";
import { furtherBlocks } from "./blocks.ts";
import { furtherMasks } from "./masks.ts";
import { furtherPositions } from "./positions.ts";
import { furtherRuns } from "./runs.ts";

const AREAS: Readonly<Record<string, readonly Bug[]>> = {
  masks: furtherMasks,
  positions: furtherPositions,
  runs: furtherRuns,
  blocks: furtherBlocks,
};
const BUGS = Object.entries(AREAS).flatMap(([area, bugs]) => bugs.map((bug) => ({ area, bug })));
/** Few, since each of these is one more way to break the same claims. */
const SEEDS = Number(process.env.SEEDS ?? 2);
/** For one bug at one seed, with other tests beside it. unit  millisecond */
const PATIENCE = 30_000;
const SAMPLES = 20;
const HEALTHY_SAMPLES = 3;

const caught = new Set<Bug>();

describe("further bugs", () => {
  it.each(BUGS)(
    "$bug.threads: $bug.what",
    async ({ bug }) => {
      for (let seed = 0; seed < SEEDS; seed++) {
        expect(await verdictOf(bug, "broken", seed, SAMPLES)).toMatchObject({ verdict: "refuted" });
        expect(await healthyVerdict(bug, seed, HEALTHY_SAMPLES)).toMatchObject({ verdict: "holds" });
      }
      caught.add(bug);
    },
    SEEDS * PATIENCE,
  );

  it("are of every claim about what a model does", () => {
    const seen = new Set(BUGS.map(({ bug }) => bug.invariant));
    expect(behaviours.filter(({ id }) => !seen.has(id))).toEqual([]);
  });

  it("are all caught by their invariant, and no healthy twin is accused", async () => {
    const row = ({ area, bug: { threads, what, invariant } }: (typeof BUGS)[number]): string =>
      `| ${area} | ${threads.join(", ")} | ${what} | \`${invariant}\` |`;
    const summary = `${caught.size}/${BUGS.length} further bugs caught, and no healthy twin accused`;
    console.info(summary);
    const head = ["| area | seen in, or what it is | what is wrong | seen by |", "|---|---|---|---|"];
    const page = [
      "# Further bugs",
      "",
      "Written by `test/bugs/further/further.test.ts`.",
      "",
      ...head,
      ...BUGS.map(row),
    ];
    await expect([...page, "", `${summary}.`, ""].join("\n")).toMatchFileSnapshot("README.md");
    expect(caught.size).toBe(BUGS.length);
  });
});
