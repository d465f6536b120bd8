/** `commutant table`: what is claimed of architectures, decided cell by cell. */
import { setImmediate as turn } from "node:timers/promises";
import { type Decision, decide } from "../check/decide.ts";
import { type Claim, isNotApplicable, posed, siteOf } from "../claim/claim.ts";
import { claimsNamed } from "../claim/library.ts";
import { ARCHITECTURES, architectureNamed } from "../model/architectures.ts";
import { jsonText } from "../report/json.ts";
import { EXIT } from "../report/report.ts";
import { type Cell, tableMarkdown, tableText } from "../report/table.ts";
import { Fault } from "../term/fault.ts";
import { coloursOfOutput } from "./colours.ts";
import { explainCommand } from "./explain.ts";
import { progressBar } from "./progress.ts";

/** Options of the command as they are parsed. */
export interface TableFlags {
  readonly format: string;
  readonly cell?: string;
  readonly architecture?: readonly string[];
  readonly seed: number;
  /** unit  second */
  readonly timeLimit: number;
}

const FORMATS = ["text", "markdown", "json"] as const;

/** Runs the command; answers the exit code. */
export async function tableCommand(names: readonly string[], flags: TableFlags): Promise<number> {
  if (flags.cell !== undefined) return explainCell(flags.cell, flags);
  const format = FORMATS.find((one) => one === flags.format);
  if (format === undefined) throw new Fault({ op: "--format", expected: FORMATS.join(", "), received: flags.format });
  const rows = flags.architecture ?? Object.keys(ARCHITECTURES);
  for (const row of rows) architectureNamed(row);
  const columns = claimsNamed(names);
  const cells = await decided(rows, columns, flags);
  const table = { rows, columns: columns.map(({ id }) => id), cells };
  if (format === "json") process.stdout.write(jsonText(table));
  else process.stdout.write(format === "markdown" ? tableMarkdown(table) : tableText(table, coloursOfOutput()));
  return cells.some(({ verdict }) => verdict === "holds" || verdict === "inconclusive") ? EXIT.untested : EXIT.ok;
}

/** `llama/gauge/key-bias` explained: its proof, or its counterexample. */
function explainCell(cell: string, { seed, timeLimit }: TableFlags): number {
  const [architecture, ...claim] = cell.split("/") as [string, ...string[]];
  const flags = { given: "", architecture, format: "text", seed, timeLimit, steps: STEPS };
  return explainCommand([claim.join("/")], flags);
}

const STEPS = 20_000;

async function decided(
  rows: readonly string[],
  columns: readonly Claim[],
  { seed, timeLimit }: TableFlags,
): Promise<readonly Cell[]> {
  const progress = progressBar();
  const cells: Cell[] = [];
  try {
    for (const row of rows) {
      const architecture = architectureNamed(row);
      for (const claim of columns) {
        progress.update(cells.length, rows.length * columns.length, `${row}/${claim.id}`);
        await turn();
        const stated = claim.state(siteOf(architecture));
        if (isNotApplicable(stated)) {
          cells.push({ row, column: claim.id, verdict: "does not apply", method: stated.notApplicable, ms: 0 });
          continue;
        }
        const options = { seed, milliseconds: timeLimit * 1000, clock: () => performance.now() };
        const { verdict, method, ms }: Decision = decide(posed(claim.id, stated), options);
        cells.push({ row, column: claim.id, verdict, method, ms });
      }
    }
  } finally {
    progress.stop();
  }
  return cells;
}
