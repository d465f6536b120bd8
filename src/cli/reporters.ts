/** Where reports go: the terminal, files in the formats that CI systems read, GitHub's own lines. */
import { appendFile, writeFile } from "node:fs/promises";
import { reportAnnotations, reportSummary } from "../report/github.ts";
import { reportHtml } from "../report/html.ts";
import { jsonText, reportJson } from "../report/json.ts";
import { reportJunit } from "../report/junit.ts";
import type { CheckReport } from "../report/report.ts";
import { reportSarif } from "../report/sarif.ts";
import { reportText } from "../report/text.ts";
import { Fault } from "../term/fault.ts";
import { coloursOfOutput } from "./colours.ts";

/** The options that say where a report goes. */
export interface ReporterFlags {
  readonly json?: string;
  readonly reporter?: readonly string[];
}

const FILES: Readonly<Record<string, (report: CheckReport) => string>> = {
  json: (report) => jsonText(reportJson(report)),
  junit: reportJunit,
  sarif: (report) => jsonText(reportSarif(report)),
  html: reportHtml,
};
const NAMES = "text, github, json=FILE, junit=FILE, sarif=FILE or html=FILE";

/**
 * Writes a report to all that was asked for; to the terminal when nothing was.
 *
 * throws  Fault naming a reporter that is not known
 */
export async function writeReport(report: CheckReport, { json, reporter = ["text"] }: ReporterFlags): Promise<void> {
  const named = reporter.flatMap((names) => names.split(","));
  const writers = named.map((name) => writerOf(name, report));
  if (json === "-") {
    process.stdout.write(jsonText(reportJson(report)));
    return;
  }
  if (json !== undefined) await writeFile(json, jsonText(reportJson(report)));
  for (const write of writers) await write();
}

function writerOf(reporter: string, report: CheckReport): () => Promise<void> {
  const [name = "", file] = reporter.split("=", 2);
  if (reporter === "text") return async () => void process.stdout.write(reportText(report, coloursOfOutput()));
  if (reporter === "github") return () => writeGithub(report);
  const text = Object.hasOwn(FILES, name) ? FILES[name] : undefined;
  if (text === undefined || file === undefined || file === "")
    throw new Fault({ op: "--reporter", expected: NAMES, received: reporter });
  return () => writeFile(file, text(report));
}

/** Annotations on standard output, and the job's summary in the file that GitHub names. */
async function writeGithub(report: CheckReport): Promise<void> {
  process.stdout.write(reportAnnotations(report));
  const summary = process.env.GITHUB_STEP_SUMMARY;
  if (summary !== undefined) await appendFile(summary, reportSummary(report));
}
