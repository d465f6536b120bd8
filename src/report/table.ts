/** The table of architectures: a row each, a column a claim, every cell a verdict with its method. */
import type { Cell } from "../check/cell.ts";
import { jsonText } from "./json.ts";
import { escaped, htmlPage } from "./page.ts";
import { type Colours, SIGNS } from "./signs.ts";

/** A table. */
export interface Table {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly cells: readonly Cell[];
}

const NOTHING = "·";
const ROCQ_WIDTH = 8;

function signOf({ verdict }: Cell): string {
  return verdict === "does not apply" ? NOTHING : SIGNS[verdict];
}

/** How many proofs of a row Rocq has accepted, of how many. */
function acceptedOf(cells: readonly Cell[]): string {
  const proved = cells.filter(({ verdict }) => verdict === "proved");
  return `${proved.filter(({ rocq }) => rocq === true).length}/${proved.length}`;
}

/** On a terminal: columns numbered, their names below; `ms` is the time that all took. */
export function tableText({ rows, columns, cells }: Table, ms: number, colours: Colours): string {
  const width = Math.max(...rows.map((row) => row.length)) + 2;
  const head = `${"".padEnd(width)}${columns.map((_, i) => String(i + 1).padStart(3)).join("")}${"rocq".padStart(ROCQ_WIDTH)}`;
  const lines = rows.map((row) => {
    const own = columns.map((column) => cells.find((cell) => cell.row === row && cell.column === column)!);
    const signs = own.map((cell) => `  ${painted(cell, colours)}`).join("");
    return `${row.padEnd(width)}${signs}${acceptedOf(own).padStart(ROCQ_WIDTH)}`;
  });
  const legend = columns.map((column, i) => `${String(i + 1).padStart(4)}  ${column}`);
  const last = `${summary(cells, ms)}, rocq: proofs that Rocq has checked too`;
  return `${[head, ...lines, "", ...legend, "", last].join("\n")}\n`;
}

function painted(cell: Cell, { good, bad, doubtful, faint }: Colours): string {
  const paint = { proved: good, refuted: bad, holds: doubtful, inconclusive: doubtful, "does not apply": faint };
  return paint[cell.verdict](signOf(cell));
}

/** Counts of all cells, the time that they took together, and what half of the decided ones, and all but a twentieth, took at most. */
function summary(cells: readonly Cell[], ms: number): string {
  const verdicts = [...new Set(cells.map(({ verdict }) => verdict))];
  const counts = verdicts.map((verdict) => `${cells.filter((cell) => cell.verdict === verdict).length} ${verdict}`);
  const times = cells.flatMap((cell) => (cell.verdict === "does not apply" ? [] : [cell.ms])).sort((a, b) => a - b);
  const at = (part: number): string => `${(times[Math.floor(part * (times.length - 1))] ?? 0).toFixed(1)} ms`;
  const time = `in ${(ms / 1000).toFixed(1)} s, p50 ${at(0.5)}, p95 ${at(0.95)}`;
  return `${cells.length} cells: ${counts.join(", ")}; ${time}   ✓ proved for all sizes, ✗ refuted, ● on samples, ${NOTHING} does not apply`;
}

/** As JSON: `{rows, columns, cells: [{row, column, verdict, method}]}`. */
export function tableJson({ rows, columns, cells }: Table): string {
  return jsonText({ rows, columns, cells: cells.map(({ ms: _, ...cell }) => cell) });
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

/** As a page: claims down, architectures across; each cell says its verdict, and how it came to it. */
export function tableHtml({ rows, columns, cells }: Table, ms: number): string {
  const head = rows.map((row) => `<th scope="col">${escaped(row)}</th>`).join("");
  const body = columns.map((column) => {
    const own = rows.map((row) => cells.find((cell) => cell.row === row && cell.column === column)!);
    const shown = own.map((cell) => {
      const says = escaped(`${cell.verdict}: ${cell.method}`);
      return `<td class="${KINDS[cell.verdict]}" title="${says}"><span aria-label="${says}">${signOf(cell)}</span></td>`;
    });
    return `<tr><th scope="row"><code>${escaped(column)}</code></th>${shown.join("")}</tr>`;
  });
  const table = `<table>\n<thead><tr><th scope="col">claim</th>${head}</tr></thead>\n<tbody>\n${body.join("\n")}\n</tbody>\n</table>`;
  return htmlPage(
    "commutant: architectures",
    `<main>\n<h1>Architectures</h1>\n<p>${escaped(summary(cells, ms))}</p>\n${table}\n</main>`,
  );
}

/** How a verdict is coloured on a page. */
const KINDS: Readonly<Record<Cell["verdict"], string>> = {
  proved: "good",
  refuted: "bad",
  holds: "doubtful",
  inconclusive: "doubtful",
  "does not apply": "",
};
