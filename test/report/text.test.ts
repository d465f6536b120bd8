import { describe, expect, it } from "vitest";
import type { Result } from "../../src/check/judge.ts";
import { exitCode } from "../../src/report/report.ts";
import { type Colours, noColours, SIGNS } from "../../src/report/signs.ts";
import { reportText, summaryLine } from "../../src/report/text.ts";
import { reportOf } from "./reports.ts";

const MUTANT = "a head that adds where a row stands";
const loud: Colours = {
  good: (text) => `<good ${text}>`,
  bad: (text) => `<bad ${text}>`,
  doubtful: (text) => `<doubtful ${text}>`,
  faint: (text) => text,
  strong: (text) => text,
};

/** A result with another verdict. */
function result(verdict: Result["verdict"], more: Partial<Result> = {}): Result {
  return { claim: "c", subject: "model", verdict, samples: 1, replay: { seed: 1 }, ms: 250, ...more };
}

const expected = { verdict: "refuted", because: "it is known" } as const;

describe("the report as text", () => {
  it("shows a refutation with its values, both sides, the worst row, the ratio, and how to see it again", async () => {
    const report = await reportOf("notes", ["permutation/head"], MUTANT);
    const text = reportText({ ...report, results: report.results.slice(0, 1) }, noColours);
    const [{ witness, replay }] = report.results as [Result];
    expect(text).toContain(
      [
        "✗ refuted  permutation/head  layer 0 head 0",
        "  a head is covariant under permutations of the tokens",
        "  ∀ P:  h(P·x) = P·h(x)",
        "",
        `  smallest counterexample  C=2  (found at C=${witness!.foundAt.C})`,
        "      P = [0 1; 1 0]",
        "      x = [",
      ].join("\n"),
    );
    expect(text).toMatch(/\n +row +col +left +right +\|Δ\|\n/);
    expect(text.match(/\n {4}> +\d+ +\d+ /g)).toHaveLength(1);
    expect(text).toContain("      not rounding: float32 residual / float64 residual = 1.0\n");
    expect(text).toContain(`  replay  commutant check permutation/head --seed 7 --path ${replay.path}\n`);
  });

  it("marks the row that differs most", async () => {
    const report = await reportOf("notes", ["permutation/head"], MUTANT);
    const text = reportText({ ...report, results: report.results.slice(0, 1) }, noColours);
    const { lhs, rhs } = report.results[0]!.witness!;
    const distances = lhs.map((row, i) => Math.max(...row.map((x, j) => Math.abs(x - rhs[i]![j]!))));
    const marked = Number(/\n {4}> +(\d+) /.exec(text)![1]);
    expect(distances[marked]).toBe(Math.max(...distances));
  });

  it("has a line for each claim, with what it came to, and one for each that has nothing to say", async () => {
    const text = reportText(await reportOf("notes", ["rank", "normalisation", "causality/prefix"]), noColours);
    expect(text).toMatch(/● {2}rank\/W_QK +4\/4 heads +singular values [▁▂▃▄▅▆▇█]{3}│ [\d.]+ … [\d.]+, then none\n/);
    expect(text).toMatch(/✗ {2}causality\/prefix +refuted, as expected: without a causal mask/);
    expect(text).toMatch(/– {2}normalisation\/scale +does not apply: the architecture has no norm\n/);
    expect(text).not.toContain("smallest counterexample");
  });

  it("says of which subjects a claim fails", async () => {
    const report = await reportOf("notes", ["permutation/mlp"]);
    const results = report.results.map((one, i) =>
      i === 0 ? result("vacuous", { ...one, verdict: "vacuous", reason: "why" }) : one,
    );
    expect(reportText({ ...report, results }, noColours)).toMatch(/∅ {2}permutation\/mlp +1\/2 layers +why\n/);
  });

  it("has a tick for what is proved, and for nothing else", () => {
    const ticked = Object.entries(SIGNS).filter(([, sign]) => /[✓✔☑√]/u.test(sign));
    expect(ticked).toEqual([["proved", "✓"]]);
  });

  it("shows a model that holds without a tick", async () => {
    expect(reportText(await reportOf("bert", []), noColours)).not.toMatch(/[✓✔☑]/u);
  });

  it("takes its colours from the caller, and has no escape codes of its own", async () => {
    const report = await reportOf("notes", ["permutation/head", "permutation/mlp"], MUTANT);
    expect(reportText(report, noColours)).not.toContain("\u001b");
    const text = reportText(report, loud);
    expect(text).toContain("<bad ✗>  permutation/head");
    expect(text).toContain("<good ●>  permutation/mlp");
  });
});

describe("the summary", () => {
  it("counts results, whatever is listed above", () => {
    const results = [
      result("holds"),
      result("holds"),
      result("refuted", { expected }),
      result("refuted"),
      result("vacuous"),
      result("inconclusive"),
      result("holds", { expected }),
    ];
    expect(summaryLine(results, noColours)).toBe(
      "7 checks: 2 hold, 1 refuted as expected, 1 refuted, 1 vacuous, 1 inconclusive, 1 unbroken though expected to break in 1.8 s",
    );
    expect(summaryLine(results.slice(0, 3), loud)).toBe("<good 3 checks: 2 hold, 1 refuted as expected> in 0.8 s");
  });
});

describe("the exit code", () => {
  it.each([
    [0, "everything is as it should be", [result("holds"), result("refuted", { expected }), result("precision floor")]],
    [1, "something is refuted", [result("holds"), result("vacuous"), result("refuted")]],
    [1, "something is in conflict", [result("conflict")]],
    [1, "what is known to break does not", [result("holds", { expected })]],
    [3, "something was not tested", [result("holds"), result("vacuous")]],
    [3, "something was not decided", [result("inconclusive"), result("holds")]],
    [3, "what is known to break was not tested", [result("vacuous", { expected })]],
    [3, "nothing was checked", []],
  ] as const)("is %i when %s", (code, _, results) => {
    expect(exitCode({ results })).toBe(code);
  });

  it("is 3 when checks did not run, and 1 when a suppression is not needed", () => {
    const results = [result("holds")];
    expect(exitCode({ results, stopped: "2 checks did not run" })).toBe(3);
    expect(exitCode({ results, problems: ["take it out"] })).toBe(1);
    expect(exitCode({ results: [result("refuted")], stopped: "2 checks did not run" })).toBe(1);
  });
});
