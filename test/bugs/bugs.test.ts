import { describe, expect, it } from "vitest";
import { type Bug, healthyVerdict, verdictOf } from "./bug.ts";
import { headBugs } from "./heads.ts";
import { loadingBugs } from "./loading.ts";
import { maskBugs } from "./masks.ts";
import { positionBugs } from "./positions.ts";
import { runBugs } from "./runs.ts";

const AREAS: Readonly<Record<string, readonly Bug[]>> = {
  masks: maskBugs,
  runs: runBugs,
  heads: headBugs,
  positions: positionBugs,
  loading: loadingBugs,
};
const BUGS = Object.entries(AREAS).flatMap(([area, bugs]) => bugs.map((bug) => ({ area, bug })));
/** The page is of 200 seeds, `SEEDS=200 npx vitest run test/bugs`; the first of them are run with all other tests. */
const SEEDS_OF_PAGE = 200;
const SEEDS_OF_TESTS = 8;
const SEEDS = Number(process.env.SEEDS ?? SEEDS_OF_TESTS);
const SAMPLES = 20;
/** For one bug at one seed, with other tests beside it. unit  millisecond */
const PATIENCE = 7500;
/** Samples of a healthy twin at each seed: the page's seeds make six hundred. */
const HEALTHY_SAMPLES = 3;

interface Row {
  readonly caught: number;
  readonly alarms: number;
}

const rows = new Map<Bug, Row>();

describe("bugs of public projects", () => {
  it.each(BUGS)(
    "$bug.threads: $bug.what",
    async ({ bug }) => {
      let [caught, alarms] = [0, 0];
      const missed: string[] = [];
      for (let seed = 0; seed < SEEDS; seed++) {
        const broken = await verdictOf(bug, "broken", seed, SAMPLES);
        if (broken.verdict === "refuted") caught++;
        else missed.push(`seed ${seed}: ${broken.verdict}`);
        const healthy = await healthyVerdict(bug, seed, HEALTHY_SAMPLES);
        if (healthy.verdict !== "holds") {
          alarms++;
          missed.push(`healthy at seed ${seed}: ${healthy.verdict} ${healthy.subject} ${healthy.reason ?? ""}`);
        }
      }
      rows.set(bug, { caught, alarms });
      expect(missed).toEqual([]);
    },
    SEEDS * PATIENCE,
  );

  it("are all caught by their invariant, and no healthy twin is accused", async () => {
    const table = BUGS.map(({ area, bug }) => {
      const { caught, alarms } = rows.get(bug) ?? { caught: 0, alarms: 0 };
      const threads = bug.threads.join(", ");
      return `| ${area} | ${threads} | ${bug.what} | \`${bug.invariant}\` | ${caught}/${SEEDS} | ${alarms}/${SEEDS} |`;
    });
    const caught = BUGS.filter(({ bug }) => rows.get(bug)?.caught === SEEDS).length;
    const alarms = [...rows.values()].reduce((sum, row) => sum + row.alarms, 0);
    const summary = `${caught}/${BUGS.length} bugs caught at every one of ${SEEDS} seeds, ${alarms} false alarms in ${SEEDS * rows.size} checks of their healthy twins`;
    console.info(summary);
    if (SEEDS === SEEDS_OF_PAGE) {
      const head = [
        "| area | reported as | what is wrong | seen by | caught | false alarms |",
        "|---|---|---|---|--:|--:|",
      ];
      const page = [
        "# Bugs that are caught",
        "",
        `Written by \`test/bugs/bugs.test.ts\` with \`SEEDS=200\`; without, it runs the first ${SEEDS_OF_TESTS} of these seeds.`,
        "",
        ...head,
        ...table,
        "",
        `${summary}.`,
        "",
      ];
      await expect(page.join("\n")).toMatchFileSnapshot("README.md");
    }
    expect([caught, alarms]).toEqual([BUGS.length, 0]);
  });
});
