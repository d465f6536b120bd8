import { describe, expect, it } from "vitest";
import { jsonText, readReport, reportJson } from "../../src/report/json.ts";
import { reportJsonSchema, reportSchema } from "../../src/report/schema.ts";
import { reportOf } from "./reports.ts";

describe("the report as JSON", () => {
  it("has a schema that is published", async () => {
    await expect(`${JSON.stringify(reportJsonSchema(), null, 2)}\n`).toMatchFileSnapshot(
      "../../proofs/report.schema.json",
    );
  });

  it("is read back as it was", async () => {
    const report = await reportOf("notes", ["permutation", "rank"], "a head that adds where a row stands");
    const back = readReport(jsonText(reportJson(report)), "report.json");
    expect(back.results).toEqual(report.results);
    expect(reportJson(back)).toEqual(reportJson(report));
  });

  it.each([
    ["no JSON", "{", /report.json: expected JSON/],
    ["another thing", "{}", /report.json: model: expected a report of commutant check/],
    ["an unknown verdict", (text: string) => text.replace('"refuted"', '"maybe"'), /results.\d+.verdict/],
  ])("that is %s is refused at its key", async (_, change, says) => {
    const report = await reportOf("notes", ["permutation"], "a head that adds where a row stands");
    const text = jsonText(reportJson(report));
    expect(() => readReport(typeof change === "string" ? change : change(text), "report.json")).toThrow(says);
  });

  it.each([
    ["a healthy model", "gpt2", undefined],
    ["a mutant", "notes", "a head that adds where a row stands"],
  ])("has the shape that is promised, for %s", async (_, name, mutant) => {
    const report = await reportOf(name, ["permutation", "rank", "softmax"], mutant);
    const parsed = reportSchema.parse(JSON.parse(jsonText(reportJson(report))));
    expect(parsed.results).toHaveLength(report.results.length);
    expect(parsed.results.filter(({ verdict }) => verdict === "refuted").every(({ witness }) => witness)).toBe(true);
    expect(parsed.results.filter(({ verdict }) => verdict === "holds").some(({ witness }) => witness)).toBe(false);
    expect(parsed.results.every(({ expected, because }) => (expected === undefined) === (because === undefined))).toBe(
      true,
    );
  });

  it("has the values and both sides of a counterexample whole", async () => {
    const report = await reportOf("notes", ["permutation/head"], "a head that adds where a row stands");
    const [result] = reportSchema.parse(JSON.parse(jsonText(reportJson(report)))).results;
    expect(Object.keys(result!.witness!.values)).toEqual(["P", "x"]);
    expect(result!.witness!.lhs).toHaveLength(result!.witness!.sizes.C!);
    expect(result!.replay.command).toBe(`commutant check permutation/head --seed 7 --path ${result!.replay.path}`);
  });

  it("says numbers that JSON lacks as texts", () => {
    expect(JSON.parse(jsonText({ a: [1 / 0, -1 / 0, Number.NaN, 0.5] }))).toEqual({
      a: ["Infinity", "-Infinity", "NaN", 0.5],
    });
  });
});
