/** `commutant table`: what is claimed of architectures, decided cell by cell. */
import type { Cell } from "../check/cell.ts";
import { claimIdOf } from "../claim/library.ts";
import { EXIT } from "../report/report.ts";
import { tableHtml, tableJson, tableMarkdown, tableText } from "../report/table.ts";
import { Fault } from "../term/fault.ts";
import { decidedCells, type TableRequest, tablePartsOf } from "./cells.ts";
import { coloursOfOutput } from "./colours.ts";
import { explainCommand } from "./explain.ts";
import { loadOwn, splitFiles, withLines } from "./own.ts";
import { progressBar } from "./progress.ts";
import { compileLate } from "./v8.ts";

/** Options of the command as they are parsed. */
export interface TableFlags {
  readonly format: string;
  /** The same as the format `json`. */
  readonly json?: boolean;
  readonly cell?: string;
  readonly architecture?: readonly string[];
  readonly seed: number;
  /** unit  second */
  readonly timeLimit: number;
  readonly threads?: number;
}

const FORMATS = ["text", "markdown", "html", "json"] as const;

/** Runs the command; answers the exit code. */
export async function tableCommand(names: readonly string[], flags: TableFlags): Promise<number> {
  if (flags.cell !== undefined) return explainCell(flags.cell, names, flags);
  const format = FORMATS.find((one) => one === (flags.json === true ? "json" : flags.format));
  if (format === undefined) throw new Fault({ op: "--format", expected: FORMATS.join(", "), received: flags.format });
  const { architecture: architectures, seed, timeLimit, threads } = flags;
  const request: TableRequest = { names, architectures, seed, milliseconds: timeLimit * 1000 };
  const begun = performance.now();
  compileLate();
  const { files } = splitFiles(names);
  const parts = await tablePartsOf(request);
  const progress = progressBar();
  let done = 0;
  const all = parts.rows.size * parts.columns.length;
  const onCell = ({ row, column }: Cell): void => progress.update(++done, all, `${row}/${column}`);
  const cells = await withLines(files, () => decidedCells(parts, request, { threads, onCell })).finally(progress.stop);
  const table = { rows: [...parts.rows.keys()], columns: parts.columns.map(({ id }) => id), cells };
  const ms = performance.now() - begun;
  if (format === "json") process.stdout.write(tableJson(table));
  else if (format === "html") process.stdout.write(tableHtml(table, ms));
  else process.stdout.write(format === "markdown" ? tableMarkdown(table) : tableText(table, ms, coloursOfOutput()));
  return cells.some(({ verdict }) => verdict === "holds" || verdict === "inconclusive") ? EXIT.untested : EXIT.ok;
}

/** `llama/gauge/key-bias`, or `llama/key-bias`, explained: its proof, or its counterexample. */
async function explainCell(cell: string, names: readonly string[], { seed, timeLimit }: TableFlags): Promise<number> {
  const { files } = splitFiles(names);
  const [row, ...claim] = cell.split("/") as [string, ...string[]];
  const own = await loadOwn(files);
  const id = claimIdOf(claim.join("/"), own.claims);
  const architecture = own.models.find(({ name }) => name === row) ?? row;
  const flags = { given: "", architecture, own, format: "text", seed, timeLimit, steps: STEPS };
  return withLines(files, () => explainCommand([id], flags));
}

const STEPS = 20_000;
