/** The report as one HTML page: no script, nothing from the network, light and dark. */
import { isFailure, type Result } from "../check/judge.ts";
import { escaped, htmlPage } from "./page.ts";
import type { CheckReport, Described } from "./report.ts";
import { noColours, SIGNS } from "./signs.ts";
import { failureLines, summaryLine } from "./text.ts";

/** The page. */
export function reportHtml(report: CheckReport): string {
  const { model, description, engine, seed, samples } = report;
  const rows = report.claims.map((claim) => rowOf(claim, report));
  const skipped = report.notApplicable.map(
    ({ claim, reason }) =>
      `<tr><td>– does not apply</td><td><code>${escaped(claim)}</code></td><td>${escaped(reason)}</td><td></td></tr>`,
  );
  const failures = report.results.filter(isFailure).map((result) => failureOf(result, report));
  const troubles = [...(report.problems ?? []), ...(report.stopped === undefined ? [] : [report.stopped])];
  const body = `<main>
<h1>${escaped(model)}</h1>
<p>${escaped(description)}</p>
<p>engine ${escaped(engine)} · seed ${seed} · ${samples} samples a claim</p>
<p><strong>${escaped(summaryLine(report.results, noColours))}</strong></p>
${troubles.map((text) => `<p class="bad">‼ ${escaped(text)}</p>`).join("\n")}
<table>
<thead><tr><th scope="col">verdict</th><th scope="col">claim</th><th scope="col">in words</th><th scope="col">as it should be</th></tr></thead>
<tbody>
${[...rows, ...skipped].join("\n")}
</tbody>
</table>
${failures.length === 0 ? "" : `<h2>Failures</h2>\n${failures.join("\n")}`}
</main>`;
  return htmlPage(`commutant: ${model}`, body);
}

function rowOf({ id, title, formula }: Described, { results }: CheckReport): string {
  const own = results.filter(({ claim }) => claim === id);
  const failed = own.filter(isFailure);
  const shown = failed[0] ?? own[0]!;
  const kind =
    failed.length === 0 ? "good" : shown.verdict === "refuted" || shown.verdict === "conflict" ? "bad" : "doubtful";
  const known = shown.expected !== undefined && failed.length === 0 ? `, as expected: ${shown.expected.because}` : "";
  const allowed =
    shown.suppressed === undefined ? "" : `, allowed until ${shown.suppressed.until}: ${shown.suppressed.because}`;
  const verdict = `<td class="${kind}">${SIGNS[shown.verdict]} ${shown.verdict}${escaped(known + allowed)}</td>`;
  return `<tr>${verdict}<td><code>${escaped(id)}</code></td><td>${escaped(title)}<br><code>${escaped(formula)}</code></td><td>${own.length - failed.length}/${own.length}</td></tr>`;
}

function failureOf(result: Result, report: CheckReport): string {
  return `<h3>${escaped(`${result.claim} · ${result.subject}`)}</h3>\n<pre>${escaped(failureLines(result, report, noColours).join("\n"))}</pre>`;
}
