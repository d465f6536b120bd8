import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** The tests that take longest begin first, so that no worker is left with one of them alone. */
const LONGEST = ["bugs/bugs", "docs/site", "packed", "cli/rocq", "cli/suite", "cli/own", "prover/fuzz", "cli/runtime"];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = LONGEST.findIndex((name) => moduleId.endsWith(`/test/${name}.test.ts`));
      return at < 0 ? LONGEST.length : at;
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/examples/project/**"],
    testTimeout: 60_000,
    hookTimeout: 180_000, // some pack and install the package first, beside other tests
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    expect: { poll: { timeout: 30_000 } }, // a browser beside other tests may be slow
  },
});
