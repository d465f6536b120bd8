/** The report of a check as JSON, after the published schema, and read back. */
import { Fault } from "../term/fault.ts";
import type { CheckReport } from "./report.ts";
import { type ReportJson, reportSchema } from "./schema.ts";

/** The report as a value that JSON can hold; numbers that JSON lacks are texts. */
export function reportJson(report: CheckReport): unknown {
  const { model, description, engine, seed, samples, notApplicable, planned, stopped, problems, carriedOver } = report;
  const results = report.results.map(({ expected, replay, ...result }) => ({
    ...result,
    ...(expected === undefined ? {} : { expected: expected.verdict, because: expected.because }),
    replay: { ...replay, command: report.replayCommand({ ...result, replay }) },
  }));
  const claims = report.claims.map(({ id, title, formula, source, scope }) => ({ id, title, formula, source, scope }));
  return {
    model,
    description,
    engine,
    seed,
    samples,
    claims,
    planned,
    results,
    notApplicable,
    ...(stopped === undefined ? {} : { stopped }),
    ...(problems === undefined ? {} : { problems }),
    ...(carriedOver === undefined ? {} : { carriedOver }),
  };
}

/** JSON text in which infinities and NaN are the texts `"Infinity"`, `"-Infinity"`, `"NaN"`. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, (_, part: unknown) => (typeof part === "number" && !Number.isFinite(part) ? String(part) : part), 2)}\n`;
}

/**
 * The report of a JSON text.
 *
 * throws  Fault naming the file and the key
 */
export function readReport(text: string, file: string): CheckReport {
  const parsed = reportSchema.safeParse(parse(text, file));
  if (parsed.success) return reportOf(parsed.data);
  const [issue] = parsed.error.issues;
  const next = "write it with commutant check --json, of this version";
  throw new Fault({
    op: `${file}: ${issue!.path.join(".")}`,
    expected: "a report of commutant check",
    received: issue!.message,
    next,
  });
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Fault({ op: file, expected: "JSON", received: (cause as Error).message }, { cause });
  }
}

function reportOf({ results, stopped, problems, carriedOver, ...facts }: ReportJson): CheckReport {
  const commands = new Map<object, string>();
  const read = results.map(({ expected, because, replay: { command, ...replay }, ...result }) => {
    commands.set(replay, command);
    return {
      ...result,
      ...(expected === undefined ? {} : { expected: { verdict: expected, because: because ?? "" } }),
      replay,
    };
  });
  return {
    ...facts,
    results: read as CheckReport["results"], // fields that are absent are absent, and not undefined
    replayCommand: ({ replay }) => commands.get(replay) ?? "",
    ...(stopped === undefined ? {} : { stopped }),
    ...(problems === undefined ? {} : { problems }),
    ...(carriedOver === undefined ? {} : { carriedOver }),
  };
}
