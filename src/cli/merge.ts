/** `commutant merge`: reports of shards as one. */
import { readFile } from "node:fs/promises";
import { readReport } from "../report/json.ts";
import { type CheckReport, exitCode } from "../report/report.ts";
import { Fault } from "../term/fault.ts";
import { type ReporterFlags, writeReport } from "./reporters.ts";

/** Runs the command; answers the exit code. */
export async function mergeCommand(files: readonly string[], flags: ReporterFlags): Promise<number> {
  const reports = await Promise.all(files.map(async (file) => readReport(await textOf(file), file)));
  const merged = merge(reports, files);
  await writeReport(merged, flags);
  return exitCode(merged);
}

async function textOf(file: string): Promise<string> {
  return readFile(file, "utf8").catch((cause: Error) => {
    throw new Fault({ op: file, expected: "a report of commutant check", received: cause.message }, { cause });
  });
}

/** What parts of one plan must have in common. */
const COMMON = ["model", "description", "seed", "samples"] as const;

function merge(reports: readonly CheckReport[], files: readonly string[]): CheckReport {
  const [first, ...rest] = reports as [CheckReport, ...CheckReport[]];
  for (const [i, report] of rest.entries()) expectSamePlan(first, report, files[i + 1]!);
  const results = first.planned.flatMap(({ claim, subject }) => {
    const found = reports.flatMap((report) =>
      report.results.filter((one) => one.claim === claim && one.subject === subject),
    );
    return found.slice(0, 1);
  });
  const missing = first.planned.filter(
    ({ claim, subject }) => !results.some((result) => result.claim === claim && result.subject === subject),
  );
  const claims = reports.flatMap((report) => report.claims);
  const problems = [...new Set(reports.flatMap((report) => report.problems ?? []))];
  const replays = new Map(reports.flatMap((report) => report.results.map((result) => [result, report] as const)));
  return {
    ...first,
    claims: claims.filter(({ id }, at) => claims.findIndex((other) => other.id === id) === at),
    results,
    replayCommand: (result) => replays.get(result)?.replayCommand(result) ?? first.replayCommand(result),
    ...(problems.length === 0 ? {} : { problems }),
    ...(missing.length === 0 ? {} : { stopped: missingText(missing) }),
  };
}

const SHOWN = 3;

function missingText(missing: CheckReport["planned"]): string {
  const names = missing.slice(0, SHOWN).map(({ claim, subject }) => `${claim} ${subject}`);
  const more = missing.length > SHOWN ? `, and ${missing.length - SHOWN} more` : "";
  return `${missing.length} checks are in none of the reports: ${names.join(", ")}${more}`;
}

function expectSamePlan(first: CheckReport, report: CheckReport, file: string): void {
  for (const key of COMMON)
    if (first[key] !== report[key])
      throw new Fault({
        op: `${file}: ${key}`,
        expected: String(first[key]),
        received: String(report[key]),
        next: "merge the shards of one run",
      });
  const text = (planned: CheckReport["planned"]): string => JSON.stringify(planned);
  if (text(first.planned) === text(report.planned)) return;
  const received = `${report.planned.length} other ones`;
  throw new Fault({
    op: `${file}: planned`,
    expected: `the ${first.planned.length} checks of the first report`,
    received,
  });
}
