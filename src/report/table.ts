/** The table of architectures: a row each, a column a claim, every cell a verdict with its method. */
import type { Decision } from "../check/decide.ts";
import { type Colours, SIGNS } from "./signs.ts";

/** A cell; each was decided, or the claim says why it does not apply. */
export interface Cell {
  readonly row: string;
  readonly column: string;
  readonly verdict: Decision["verdict"] | "does not apply";
  readonly method: string;
  /** unit  millisecond */
  readonly ms: number;
}

/** A table. */
export interface Table {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly cells: readonly Cell[];
}

const NOTHING = "·";

function signOf({ verdict }: Cell): string {
  return verdict === "does not apply" ? NOTHING : SIGNS[verdict];
}

/** On a terminal: columns numbered, their names below. */
export function tableText({ rows, columns, cells }: Table, colours: Colours): string {
  const width = Math.max(...rows.map((row) => row.length)) + 2;
  const head = `${"".padEnd(width)}${columns.map((_, i) => String(i + 1).padStart(3)).join("")}`;
  const lines = rows.map((row) => {
    const own = columns.map((column) => cells.find((cell) => cell.row === row && cell.column === column)!);
    return `${row.padEnd(width)}${own.map((cell) => `  ${painted(cell, colours)}`).join("")}`;
  });
  const legend = columns.map((column, i) => `${String(i + 1).padStart(4)}  ${column}`);
  return `${[head, ...lines, "", ...legend, "", summary(cells)].join("\n")}\n`;
}

function painted(cell: Cell, { good, bad, doubtful, faint }: Colours): string {
  const paint = { proved: good, refuted: bad, holds: doubtful, inconclusive: doubtful, "does not apply": faint };
  return paint[cell.verdict](signOf(cell));
}

/** Counts of all cells, and the time that they took. */
function summary(cells: readonly Cell[]): string {
  const verdicts = [...new Set(cells.map(({ verdict }) => verdict))];
  const counts = verdicts.map((verdict) => `${cells.filter((cell) => cell.verdict === verdict).length} ${verdict}`);
  const seconds = cells.reduce((sum, { ms }) => sum + ms, 0) / 1000;
  return `${cells.length} cells: ${counts.join(", ")} in ${seconds.toFixed(1)} s   ✓ proved for all sizes, ✗ refuted, ● on samples, ${NOTHING} does not apply`;
}

/** As Markdown: claims down, architectures across. */
export function tableMarkdown({ rows, columns, cells }: Table): string {
  const line = (parts: readonly string[]): string => `| ${parts.join(" | ")} |`;
  const body = columns.map((column) => {
    const own = rows.map((row) => cells.find((cell) => cell.row === row && cell.column === column)!);
    return line([`\`${column}\``, ...own.map(signOf)]);
  });
  return `${[line(["", ...rows]), line(["---", ...rows.map(() => ":-:")]), ...body].join("\n")}\n`;
}
