/** The report as SARIF 2.1.0, which code hosts show: a rule a claim, a result a failure. */
import type { Log, ReportingDescriptor, Result as SarifResult } from "sarif";
import { isFailure, type Result } from "../check/judge.ts";
import type { CheckReport } from "./report.ts";
import { noColours } from "./signs.ts";
import { failureLines } from "./text.ts";

const SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

/** The log of a check. A model has no lines, so a place is the name of a layer, a head or an output. */
export function reportSarif(report: CheckReport): Log {
  const rules: ReportingDescriptor[] = report.claims.map(({ id, title, formula, source }) => ({
    id,
    shortDescription: { text: title },
    fullDescription: { text: `${title}: ${formula}` },
    help: { text: source },
  }));
  const invocation = {
    executionSuccessful: report.stopped === undefined,
    toolExecutionNotifications: [
      ...(report.problems ?? []),
      ...(report.stopped === undefined ? [] : [report.stopped]),
    ].map((text) => ({ level: "error" as const, message: { text } })),
  };
  const results = report.results.filter((result) => isFailure(result) || result.suppressed !== undefined);
  return {
    $schema: SCHEMA,
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "commutant", informationUri: "https://www.npmjs.com/package/commutant", rules } },
        invocations: [invocation],
        results: results.map((result) => sarifResult(result, report)),
      },
    ],
  };
}

function sarifResult(result: Result, report: CheckReport): SarifResult {
  const { claim, subject, verdict, suppressed } = result;
  const broken = verdict === "refuted" || verdict === "conflict";
  return {
    ruleId: claim,
    level: broken ? "error" : "warning",
    message: { text: failureLines(result, report, noColours).join("\n") },
    locations: [{ logicalLocations: [{ name: subject, fullyQualifiedName: `${report.model} ${subject}` }] }],
    partialFingerprints: { check: `${report.model} ${claim} ${subject}` },
    ...(suppressed === undefined
      ? {}
      : { suppressions: [{ kind: "external" as const, justification: suppressed.because }] }),
  };
}
