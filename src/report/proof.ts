/** What was decided of statements, for people. */

import type { Decision, Gap } from "../check/decide.ts";
import type { Counterexample } from "../check/refute.ts";
import type { RationalMatrix } from "../interpret/rational.ts";
import type { Proof } from "../kernel/proof.ts";
import { propositionText } from "../kernel/proposition.ts";
import type { Sizes } from "../term/dimension.ts";
import { formulaOf } from "../term/print.ts";
import type { Unreadable } from "../term/statement-file.ts";
import { differenceLines, matrixText } from "./matrix.ts";
import { type Colours, SIGNS } from "./signs.ts";

/** What a person asked about: its words, if it has some, and whether it is known to be false. */
export interface Asked {
  readonly id: string;
  readonly title?: string;
  readonly formula: string;
  readonly expected?: string;
}

/** A statement with its decision, and whether Rocq has accepted its proof; or one that could not be read. */
export type Reported =
  | { readonly named: Asked; readonly decision: Decision; readonly rocq?: boolean }
  | { readonly unreadable: Pick<Unreadable, "id" | "fault"> };

const ID_WIDTH = 44;
const VERDICT_WIDTH = 15;
const METHOD_WIDTH = 24;
const LONGEST_FORMULA = 400;

/** A line of a list: sign, id, verdict, method, time. */
export function decisionLine(one: Reported, colours: Colours): string {
  if ("unreadable" in one) {
    const { id, fault } = one.unreadable;
    return `  ${colours.bad("!")}  ${id.padEnd(ID_WIDTH)}${"not read".padEnd(VERDICT_WIDTH)}${fault.message}`;
  }
  const { named, decision } = one;
  const { verdict, method, ms } = decision;
  const shown = verdictText(one).padEnd(VERDICT_WIDTH);
  const remark =
    named.expected !== undefined && verdict === "refuted" ? `as expected: ${named.expected}` : timeText(ms);
  return `  ${painted(decision, colours)}  ${named.id.padEnd(ID_WIDTH)}${shown}${colours.faint(`${method.padEnd(METHOD_WIDTH)}${remark}`)}`;
}

/** A decision in full. */
export function decisionText(one: Reported, colours: Colours): string {
  if ("unreadable" in one) return one.unreadable.fault.message;
  const { named, decision } = one;
  const head = [
    `${painted(decision, colours)} ${colours.strong(verdictText(one))}  ${named.id}`,
    ...(named.title === undefined ? [] : [`  ${named.title}`, `  ${named.formula}`]),
  ];
  return [...head, ...evidenceLines(named, decision), ""].join("\n");
}

function verdictText({ decision, rocq }: Extract<Reported, { decision: Decision }>): string {
  return `${decision.verdict}${rocq === true ? " + rocq" : ""}`;
}

function painted({ verdict }: Decision, { good, bad, doubtful }: Colours): string {
  const paint = verdict === "proved" ? good : verdict === "refuted" ? bad : doubtful;
  return paint(SIGNS[verdict]);
}

function evidenceLines({ expected }: Asked, decision: Decision): readonly string[] {
  const time = timeText(decision.ms);
  if (decision.verdict === "proved") {
    const { theorem, proof, method } = decision;
    const laws = lawsOf(proof);
    return [
      `  for all sizes; ${method}, ${proof.length} entries, replayed by the kernel, ${time}`,
      `  laws      ${laws.length === 0 ? "none" : laws.join(", ")}`,
      ...theorem.hypotheses.map((hypothesis) => `  assuming  ${propositionText(hypothesis)}`),
    ];
  }
  if (decision.verdict === "refuted") {
    const { refutation } = decision;
    const because = expected === undefined ? [] : [`  known: ${expected}`];
    if (refutation.method === "ill-shaped")
      return [...because, `  no meaning at${sizesText(refutation.sizes)}: ${refutation.reason}`];
    return [...because, ...gapLines(decision.gap), ...counterexampleLines(refutation.witness, refutation.method)];
  }
  const chance = decision.verdict === "holds" ? chanceText(decision.errorProbability) : "";
  return [`  ${decision.reason}${chance}; ${time}`, ...gapLines(decision.gap)];
}

function gapLines(gap: Gap | undefined): readonly string[] {
  if (gap === undefined) return [];
  const [left, right] = gap.needs.map((term) => formulaOf(term, { maxLength: LONGEST_FORMULA }));
  return ["", `  a proof (${gap.method}) stops where it needs`, `      ${left}`, `    = ${right}`];
}

const EVIDENCE = {
  field: "exact: fractions, computed modulo a prime and over the rationals",
  rational: "exact: fractions, nothing is rounded",
  ladder: "not rounding: the difference stays from float32 to float64",
} as const;

/** A counterexample: sizes, values, both sides where they differ. */
export function counterexampleLines(witness: Counterexample, method: keyof typeof EVIDENCE): readonly string[] {
  const [sizes, found] = [sizesText(witness.sizes), sizesText(witness.foundAt)];
  return [
    "",
    `  smallest counterexample ${sizes}${sizes === found ? "" : `  (found at${found})`}`.trimEnd(),
    ...Object.entries(witness.values).map(([name, value]) => `      ${name} = ${exactText(value)}`),
    ...witness.functions.map((text) => `      ${text}`),
    ...(witness.lhs.length === 0 ? [] : differenceLines(witness.lhs, witness.rhs).map((line) => `  ${line}`)),
    `      ${EVIDENCE[method]}`,
  ];
}

function sizesText(sizes: Sizes): string {
  return Object.entries(sizes)
    .map(([symbol, value]) => ` ${symbol}=${value}`)
    .join("");
}

/** A small matrix of fractions as it is, a larger one as {@link matrixText} shows it. */
function exactText(A: RationalMatrix): string {
  const rows = exactRows(A);
  const small = A.rows <= 6 && A.cols <= 6;
  if (small)
    return rows.length === 1 && rows[0]!.length === 1
      ? String(rows[0]![0])
      : `[${rows.map((row) => row.join(" ")).join("; ")}]`;
  return matrixText(rows.map((row) => row.map((x) => (typeof x === "number" ? x : quotient(x)))));
}

function quotient(text: string): number {
  const [p, q] = text.split("/").map(Number);
  return p! / q!;
}

/** Entries as numbers where they are whole and exact in a double, as `p/q` elsewhere. */
export function exactRows({
  rows,
  cols,
  entries,
  denominator,
}: RationalMatrix): readonly (readonly (number | string)[])[] {
  return Array.from({ length: rows }, (_, i) =>
    Array.from({ length: cols }, (_, j) => entryOf(entries[i * cols + j]!, denominator)),
  );
}

function entryOf(numerator: bigint, denominator: bigint): number | string {
  const common = gcd(numerator < 0n ? -numerator : numerator, denominator);
  const [p, q] = [numerator / common, denominator / common];
  return q === 1n && Number.isSafeInteger(Number(p)) ? Number(p) : `${p}/${q}`;
}

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

function chanceText(probability: number | undefined): string {
  return probability === undefined ? "" : `, by chance with probability at most ${probability.toExponential(1)}`;
}

function timeText(ms: number): string {
  return ms < 1000 ? `in ${ms < 10 ? ms.toPrecision(2) : ms.toFixed(0)} ms` : `in ${(ms / 1000).toFixed(1)} s`;
}

/** The axioms that a proof uses, each once, in the order of their first use. */
export function lawsOf(proof: Proof): readonly string[] {
  const names = proof.flatMap((entry) => {
    if (entry.rule === "axiom") return [entry.name];
    if (entry.rule !== "rewrite") return [];
    return entry.moves.flatMap((move) => ("by" in move && typeof move.by === "object" ? [move.by.name] : []));
  });
  return [...new Set(names)];
}

/** Counts of all results, computed from them. */
export function tallyLine(reported: readonly Reported[], { good, bad, faint }: Colours): string {
  const { statements, ms, ...counts } = summaryOf(reported);
  const parts = Object.entries(counts).flatMap(([verdict, count]) => (count === 0 ? [] : [`${count} ${verdict}`]));
  const paint = counts.refuted + counts.unreadable + counts.inconclusive === 0 ? good : bad;
  return `${paint(`${statements} statements: ${parts.join(", ")}`)} ${faint(timeText(ms))}`;
}

/** How many statements came to each verdict, and the time of all. */
export function summaryOf(
  reported: readonly Reported[],
): Record<"statements" | "proved" | "refuted" | "holds" | "inconclusive" | "unreadable" | "ms", number> {
  const decisions = reported.flatMap((one) => ("decision" in one ? [one.decision] : []));
  const count = (verdict: Decision["verdict"]): number => decisions.filter((one) => one.verdict === verdict).length;
  return {
    statements: reported.length,
    proved: count("proved"),
    refuted: count("refuted"),
    holds: count("holds"),
    inconclusive: count("inconclusive"),
    unreadable: reported.length - decisions.length,
    ms: decisions.reduce((sum, { ms }) => sum + ms, 0),
  };
}
