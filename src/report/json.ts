/** The report of a check as JSON: `{ model, seed, results: [{ claim, subject, verdict, … }] }`. */
import type { CheckReport } from "./report.ts";

/** The report as a value that JSON can hold; numbers that JSON lacks are texts. */
export function reportJson(report: CheckReport): unknown {
  const { model, description, engine, seed, samples, notApplicable } = report;
  const results = report.results.map(({ expected, replay, ...result }) => ({
    ...result,
    ...(expected === undefined ? {} : { expected: expected.verdict, because: expected.because }),
    replay: { ...replay, command: report.replayCommand({ ...result, replay }) },
  }));
  return { model, description, engine, seed, samples, results, notApplicable };
}

/** JSON text in which infinities and NaN are the texts `"Infinity"`, `"-Infinity"`, `"NaN"`. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, (_, part: unknown) => (typeof part === "number" && !Number.isFinite(part) ? String(part) : part), 2)}\n`;
}
