/**
 * The report of a check on a terminal: a line a claim, then what is wrong in full, then counts.
 *
 * Only `proved` has a tick. Colour is given by the caller, so that a file or a
 * terminal that wants none gets none.
 */

import { isFailure, type Result, type Verdict } from "../check/judge.ts";
import type { Sizes } from "../term/dimension.ts";
import { differenceLines, matrixText, numberText, spectrumBars } from "./matrix.ts";
import type { CheckReport, Described } from "./report.ts";
import { type Colours, SIGNS } from "./signs.ts";

const PLURAL: Readonly<Record<Described["scope"], string>> = {
  model: "model",
  layer: "layers",
  head: "heads",
  output: "outputs",
};
const NAME_WIDTH = 38;
const COUNT_WIDTH = 16;

/** The whole report. */
export function reportText(report: CheckReport, colours: Colours): string {
  const { strong, faint } = colours;
  const head = [
    `${strong("commutant check")}  ${report.model}  ${faint(report.description)}`,
    faint(`engine ${report.engine} · seed ${report.seed} · ${report.samples} samples a claim`),
    "",
  ];
  const lines = report.claims.map((claim) =>
    claimLine(
      claim,
      report.results.filter((result) => result.claim === claim.id),
      colours,
    ),
  );
  const skipped = report.notApplicable.map(({ claim, reason }) =>
    faint(`  –  ${claim.padEnd(NAME_WIDTH)}does not apply: ${reason}`),
  );
  const details = report.claims.flatMap((claim) => claimDetails(claim, report, colours));
  const carried = carriedLines(report, colours);
  const told = [...(report.problems ?? []), ...(report.stopped === undefined ? [] : [report.stopped])];
  const notes = told.map((note) => `${colours.bad("!")}  ${note}`);
  return [
    ...head,
    ...lines,
    ...skipped,
    "",
    ...details,
    ...carried,
    ...notes,
    summaryLine(report.results, colours),
    "",
  ].join("\n");
}

/** What a model that computes a term has from its proofs. */
function carriedLines({ carriedOver }: CheckReport, { strong }: Colours): readonly string[] {
  if (carriedOver === undefined) return [];
  const { reference, claims } = carriedOver;
  const head = `as far as it computes ${reference}, ${strong(`${claims.length} claims proved of the term`)} are so of it:`;
  return [head, ...claims.map((claim) => `  ✓  ${claim}`), ""];
}

/** Failures of one claim that are shown in full; there may be one for each head. */
const FULL_FAILURES = 3;

function claimDetails({ id }: Described, report: CheckReport, colours: Colours): readonly string[] {
  const results = report.results.filter(({ claim }) => claim === id);
  const failures = results.filter((result) => result.verdict !== "holds" && isFailure(result));
  const expected = report.verbose === true ? results.filter(({ verdict }) => verdict === "refuted").slice(0, 1) : [];
  const shown = failures.length > 0 ? failures.slice(0, FULL_FAILURES) : expected;
  const more = failures.length - shown.length;
  return [
    ...shown.flatMap((result) => failureLines(result, report, colours)),
    ...(more > 0 ? [`  … and ${more} more of ${id}; --json has all`, ""] : []),
  ];
}

function claimLine(claim: Described, results: readonly Result[], colours: Colours): string {
  const failed = results.filter(isFailure);
  const shown = failed[0] ?? results[0];
  if (shown === undefined) return colours.doubtful(`  ∅  ${claim.id.padEnd(NAME_WIDTH)}nothing to check`);
  const paint =
    failed.length > 0
      ? shown.verdict === "refuted" || shown.verdict === "conflict"
        ? colours.bad
        : colours.doubtful
      : shown.verdict === "holds"
        ? colours.good
        : colours.faint;
  const count = countText(claim, shown, results);
  return `  ${paint(SIGNS[shown.verdict])}  ${claim.id.padEnd(NAME_WIDTH)}${count.padEnd(COUNT_WIDTH)}${colours.faint(remark(shown, results))}`;
}

/** On how many of its subjects a claim is as it is on the one that is shown: `8/8 heads`. */
export function countText({ scope }: Described, shown: Result, results: readonly Result[]): string {
  const agree = results.filter(({ verdict }) => verdict === shown.verdict).length;
  return scope === "model" ? "" : `${agree}/${results.length} ${PLURAL[scope]}`;
}

/** Why a claim's verdict is what it is, in a line. */
export function remark(shown: Result, results: readonly Result[]): string {
  if (shown.expected !== undefined)
    return shown.verdict === "refuted"
      ? `refuted, as expected: ${shown.expected.because}`
      : `${shown.verdict}, though expected to break: ${shown.expected.because}`;
  if (shown.suppressed !== undefined)
    return `${shown.verdict}, allowed until ${shown.suppressed.until}: ${shown.suppressed.because}`;
  if (shown.verdict !== "holds" || shown.reason !== undefined) return shown.reason ?? shown.verdict;
  if (shown.spectrum !== undefined) return `${spectrumText(shown.spectrum)}, then none`;
  const ratios = results.flatMap(({ ratio }) => (ratio === undefined ? [] : [ratio]));
  return ratios.length === 0
    ? "exactly"
    : `float64 residual ${Math.min(...ratios).toExponential(1)} × below float32 noise`;
}

function spectrumText(values: readonly number[]): string {
  return `singular values ${spectrumBars(values)} ${numberText(values[0] ?? 0)} … ${numberText(values.at(-1) ?? 0)}`;
}

/** A failure in full: the claim, the smallest counterexample, and the command that shows it again. */
export function failureLines(result: Result, report: CheckReport, colours: Colours): readonly string[] {
  const claim = report.claims.find(({ id }) => id === result.claim)!;
  const paint = result.verdict === "refuted" || result.verdict === "conflict" ? colours.bad : colours.doubtful;
  return [
    `${paint(`${SIGNS[result.verdict]} ${result.verdict}`)}  ${colours.strong(result.claim)}  ${result.subject}`,
    `  ${claim.title}`,
    `  ${claim.formula}`,
    ...(result.reason === undefined ? [] : [`  ${result.reason}`]),
    ...(result.spectrum === undefined ? [] : [`  ${spectrumText(result.spectrum)}`]),
    ...(result.witness === undefined ? [] : witnessLines(result.witness)),
    `  replay  ${report.replayCommand(result)}`,
    "",
  ];
}

/** A counterexample: sizes, values, both sides, and that it is no rounding. */
export function witnessLines(witness: NonNullable<Result["witness"]>): readonly string[] {
  const sizes = (of: Sizes): string =>
    Object.entries(of)
      .map(([symbol, value]) => ` ${symbol}=${value}`)
      .join("");
  const [shrunk, found] = [sizes(witness.sizes), sizes(witness.foundAt)];
  const { columns } = witness;
  return [
    "",
    `  smallest counterexample ${shrunk}${found === shrunk ? "" : `  (found at${found})`}`.trimEnd(),
    ...Object.entries(witness.values).map(([name, value]) => `      ${name} = ${matrixText(value)}`),
    ...differenceLines(witness.lhs, witness.rhs, columns).map((line) => `  ${line}`),
    `      ${notRounding(witness)}`,
    "",
  ];
}

function notRounding({ residual32, residual64 }: NonNullable<Result["witness"]>): string {
  return Number.isFinite(residual64)
    ? `not rounding: float32 residual / float64 residual = ${(residual32 / residual64).toPrecision(2)}`
    : "not rounding: one side has no value, in float64 too";
}

/** What a failure is called in a summary, where its verdict alone would mislead. */
const FAILED: Readonly<Partial<Record<Verdict, string>>> = {
  holds: "unbroken though expected to break",
  proved: "proved though expected to break",
};

/** Counts of all results, computed from them. */
export function summaryLine(results: readonly Result[], colours: Colours): string {
  const expected = results.filter(({ expected, verdict }) => expected !== undefined && verdict === "refuted").length;
  const failures = results.filter(isFailure);
  const suppressed = results.filter((result) => result.suppressed !== undefined).length;
  const holding = results.filter((result) => !isFailure(result)).length - expected - suppressed;
  const kinds = [...new Set(failures.map(({ verdict }) => verdict))].map(
    (verdict) => `${failures.filter((result) => result.verdict === verdict).length} ${FAILED[verdict] ?? verdict}`,
  );
  const parts = [
    `${holding} hold`,
    `${expected} refuted as expected`,
    ...(suppressed > 0 ? [`${suppressed} suppressed`] : []),
    ...kinds,
  ];
  const seconds = results.reduce((sum, { ms }) => sum + ms, 0) / 1000;
  return `${(failures.length === 0 ? colours.good : colours.bad)(`${results.length} checks: ${parts.join(", ")}`)} ${colours.faint(`in ${seconds.toFixed(1)} s`)}`;
}
