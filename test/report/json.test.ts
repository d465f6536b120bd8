import { describe, expect, it } from "vitest";
import { z } from "zod";
import { jsonText, reportJson } from "../../src/report/json.ts";
import { reportOf } from "./reports.ts";

const entry = z.union([z.number(), z.enum(["NaN", "Infinity", "-Infinity"])]);
const matrix = z.array(z.array(entry));
const sizes = z.record(z.string(), z.number().int());

/** What a reader may rely on; strict, so that a new field is a decision. */
const REPORT = z.strictObject({
  model: z.string(),
  description: z.string(),
  engine: z.string(),
  seed: z.number().int(),
  samples: z.number().int(),
  results: z.array(
    z.strictObject({
      claim: z.string(),
      subject: z.string().regex(/^(model|layer \d+( head \d+)?)$/),
      verdict: z.enum(["proved", "holds", "refuted", "precision floor", "inconclusive", "vacuous", "conflict"]),
      expected: z.literal("refuted").optional(),
      because: z.string().optional(),
      samples: z.number().int(),
      ratio: entry.optional(),
      witness: z
        .strictObject({
          sizes,
          foundAt: sizes,
          values: z.record(z.string(), matrix),
          lhs: matrix,
          rhs: matrix,
          residual32: entry,
          residual64: entry,
        })
        .optional(),
      spectrum: z.array(entry).optional(),
      reason: z.string().optional(),
      replay: z.strictObject({ seed: z.number().int(), path: z.string().optional(), command: z.string() }),
      ms: z.number(),
    }),
  ),
  notApplicable: z.array(z.strictObject({ claim: z.string(), reason: z.string() })),
});

describe("the report as JSON", () => {
  it.each([
    ["a healthy model", "gpt2", undefined],
    ["a mutant", "notes", "a head that adds where a row stands"],
  ])("has the shape that is promised, for %s", async (_, name, mutant) => {
    const report = await reportOf(name, ["permutation", "rank", "softmax"], mutant);
    const parsed = REPORT.parse(JSON.parse(jsonText(reportJson(report))));
    expect(parsed.results).toHaveLength(report.results.length);
    expect(parsed.results.filter(({ verdict }) => verdict === "refuted").every(({ witness }) => witness)).toBe(true);
    expect(parsed.results.filter(({ verdict }) => verdict === "holds").some(({ witness }) => witness)).toBe(false);
    expect(parsed.results.every(({ expected, because }) => (expected === undefined) === (because === undefined))).toBe(
      true,
    );
  });

  it("has the values and both sides of a counterexample whole", async () => {
    const report = await reportOf("notes", ["permutation/head"], "a head that adds where a row stands");
    const [result] = REPORT.parse(JSON.parse(jsonText(reportJson(report)))).results;
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
