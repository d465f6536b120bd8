/** The report as JUnit XML, which CI systems read: a suite a claim, a case a check. */
import { create } from "xmlbuilder2";
import { isFailure, type Result } from "../check/judge.ts";
import type { CheckReport } from "./report.ts";
import { noColours } from "./signs.ts";
import { failureLines } from "./text.ts";

/** A case, as xmlbuilder2 takes it: attributes begin with @, text is #. */
type Case = Readonly<Record<string, unknown>>;

/** The XML text. Times are in seconds, as the format wants them. */
export function reportJunit(report: CheckReport): string {
  const suites = report.claims.map(({ id, title }) => {
    const results = report.results.filter(({ claim }) => claim === id);
    return suiteOf(
      id,
      results.map((result) => caseOf(result, title, report)),
      results.reduce((sum, { ms }) => sum + ms, 0),
    );
  });
  const troubles = [...(report.problems ?? []), ...(report.stopped === undefined ? [] : [report.stopped])];
  const failed = troubles.map((text) => ({
    "@classname": "run",
    "@name": text,
    failure: { "@type": "incomplete", "#": text },
  }));
  const all = failed.length === 0 ? suites : [...suites, suiteOf("run", failed, 0)];
  const document = { testsuites: { "@name": `commutant ${report.model}`, testsuite: all } };
  return `${create({ version: "1.0", encoding: "UTF-8", invalidCharReplacement: "�" }, document).end({ prettyPrint: true })}\n`;
}

function suiteOf(name: string, cases: readonly Case[], ms: number): Case {
  const having = (key: string): number => cases.filter((one) => key in one).length;
  const counts = { "@tests": cases.length, "@failures": having("failure"), "@skipped": having("skipped") };
  return { "@name": name, ...counts, "@time": (ms / 1000).toFixed(3), testcase: cases };
}

function caseOf(result: Result, title: string, report: CheckReport): Case {
  const { claim, subject, verdict, suppressed, ms } = result;
  const facts = { "@classname": claim, "@name": `${title} (${subject})`, "@time": (ms / 1000).toFixed(3) };
  if (suppressed !== undefined) {
    return { ...facts, skipped: { "@message": `allowed until ${suppressed.until}: ${suppressed.because}` } };
  }
  if (!isFailure(result)) return facts;
  const text = failureLines(result, report, noColours).join("\n");
  return { ...facts, failure: { "@type": verdict, "@message": `${claim} ${subject}: ${verdict}`, "#": text } };
}
