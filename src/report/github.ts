/**
 * The report as GitHub reads it: annotations on a job's output, and a summary in Markdown.
 *
 * The two escapes are those of its workflow commands; its own package for them brings an HTTP client along.
 *
 * source  docs.github.com, "Workflow commands for GitHub Actions"
 */
import { isFailure } from "../check/judge.ts";
import type { CheckReport } from "./report.ts";
import { noColours, SIGNS } from "./signs.ts";
import { failureLines, summaryLine } from "./text.ts";

/** A line a failure; GitHub shows ten of each level. */
export function reportAnnotations(report: CheckReport): string {
  const failures = report.results.filter(isFailure).map((result) => {
    const level = result.verdict === "refuted" || result.verdict === "conflict" ? "error" : "warning";
    const title = `${result.verdict}: ${result.claim} ${result.subject}`;
    return `::${level} title=${property(title)}::${data(failureLines(result, report, noColours).join("\n"))}`;
  });
  const troubles = [...(report.problems ?? []), ...(report.stopped === undefined ? [] : [report.stopped])];
  return [...failures, ...troubles.map((text) => `::error title=commutant::${data(text)}`)]
    .map((line) => `${line}\n`)
    .join("");
}

function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

/** The summary of a job: a row a claim, failures in full. */
export function reportSummary(report: CheckReport): string {
  const rows = report.claims.map(({ id, title }) => {
    const results = report.results.filter(({ claim }) => claim === id);
    const failed = results.filter(isFailure);
    const { verdict } = failed[0] ?? results[0]!;
    const known = failed.length === 0 && verdict === "refuted" ? ", as expected" : "";
    return `| ${SIGNS[verdict]} ${verdict}${known} | \`${id}\` | ${cell(title)} | ${results.length - failed.length}/${results.length} |`;
  });
  const failures = report.results
    .filter(isFailure)
    .map((result) => `\`\`\`text\n${failureLines(result, report, noColours).join("\n")}\n\`\`\`\n`);
  const head = [
    `## commutant: ${cell(report.model)}`,
    "",
    "| verdict | claim | in words | as it should be |",
    "|---|---|---|--:|",
  ];
  return `${[...head, ...rows, "", ...failures, summaryLine(report.results, noColours), ""].join("\n")}\n`;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("<", "&lt;");
}
