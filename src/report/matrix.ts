/** Matrices as a person reads them on a terminal. */

import type { LargeMatrix } from "../check/judge.ts";

/** Rows and columns that are shown of a matrix; the rest is an ellipsis. */
const SHOWN = 6;

type Rows = readonly (readonly number[])[];

/** Whole numbers from here on are too long for a column. */
const LONGEST_WHOLE = 1e7;

/** A number in few characters: whole numbers whole, others to four digits. */
export function numberText(x: number): string {
  if (Number.isInteger(x) && Math.abs(x) < LONGEST_WHOLE) return String(x);
  if (!Number.isFinite(x)) return Number.isNaN(x) ? "NaN" : x > 0 ? "∞" : "−∞";
  return Math.abs(x) >= 1e-3 && Math.abs(x) < 1e4 ? x.toFixed(3) : x.toExponential(1);
}

/** A matrix on one line, `[1 0; 0 1]`; when it is large, by its entries that are not zero, or cut. */
export function matrixText(A: Rows | LargeMatrix): string {
  if ("nonzero" in A) return largeText(A);
  const [rows, cols] = [A.length, A[0]?.length ?? 0];
  const entries = A.flatMap((row, i) => row.flatMap((x, j) => (x === 0 ? [] : [[i, j, x] as const])));
  const large = rows > SHOWN || cols > SHOWN;
  if (large && entries.length <= SHOWN) return largeText({ rows, cols, nonzero: entries.length, entries });
  const row = (numbers: readonly number[]): string => cut(numbers.map(numberText), "…").join(" ");
  return `[${cut(A.map(row), "…").join("; ")}]`;
}

function largeText({ rows, cols, nonzero, entries }: LargeMatrix): string {
  const first = entries.slice(0, SHOWN).map(([i, j, x]) => `(${i}, ${j}): ${numberText(x)}`);
  if (nonzero > SHOWN) return `${rows} × ${cols}, ${nonzero} entries not zero: ${first.join(", ")}, …`;
  return `zero, ${rows} × ${cols}${nonzero === 0 ? "" : `, but for ${first.join(", ")}`}`;
}

function cut(parts: readonly string[], ellipsis: string): readonly string[] {
  return parts.length <= SHOWN ? parts : [...parts.slice(0, SHOWN - 1), ellipsis];
}

/** Both sides where they differ most: a line for each row, its worst column, the worst row marked. `columns` are the numbers of the columns where not all are there. */
export function differenceLines(lhs: Rows, rhs: Rows, columns?: readonly number[]): readonly string[] {
  const worst = lhs.map((row, i) => worstEntry(row, rhs[i]!)).map((entry, i) => ({ row: i, ...entry }));
  const most = worst.reduce((a, b) => (distance(b) > distance(a) ? b : a));
  const shown = worst.length <= SHOWN ? worst : worst.filter(({ row }) => Math.abs(row - most.row) < SHOWN / 2);
  const header = `    ${["row", "col", "left", "right", "|Δ|"].map((title) => title.padStart(10)).join("")}`;
  const lines = shown.map((entry) => {
    const cells = [
      String(entry.row),
      String(columns?.[entry.column] ?? entry.column),
      numberText(entry.left),
      numberText(entry.right),
      numberText(distance(entry)),
    ];
    return `  ${entry.row === most.row ? ">" : " "} ${cells.map((cell) => cell.padStart(10)).join("")}`;
  });
  return [header, ...lines];
}

interface Entry {
  readonly column: number;
  readonly left: number;
  readonly right: number;
}

function distance({ left, right }: Entry): number {
  const difference = Math.abs(left - right);
  return Number.isNaN(difference)
    ? Number.isNaN(left) && Number.isNaN(right)
      ? 0
      : Number.POSITIVE_INFINITY
    : difference;
}

/** What a row without entries shows. */
const NOTHING: Entry = { column: 0, left: 0, right: 0 };

function worstEntry(left: readonly number[], right: readonly number[]): Entry {
  const entries = left.map((x, column) => ({ column, left: x, right: right[column]! }));
  return entries.reduce((a, b) => (distance(b) > distance(a) ? b : a), entries[0] ?? NOTHING);
}

const BARS = "▁▂▃▄▅▆▇█";
/** Bars that a spectrum is drawn with. */
const SPECTRUM_BARS = 16;

/** A spectrum as bars, the largest value full, the cliff after the last: `█▇▅▃▂│`. */
export function spectrumBars(values: readonly number[]): string {
  const largest = values[0] ?? 0;
  const count = Math.min(SPECTRUM_BARS, values.length);
  const bar = (i: number): string => {
    const value = values[Math.floor((i * values.length) / count)]!;
    return BARS[largest === 0 ? 0 : Math.min(BARS.length - 1, Math.floor((value / largest) * BARS.length))]!;
  };
  return `${Array.from({ length: count }, (_, i) => bar(i)).join("")}│`;
}
