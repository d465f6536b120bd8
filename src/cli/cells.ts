/**
 * Cells of the table, decided in this thread or, when there are many, by several.
 *
 * A thread takes row after row, since the cells of a row share terms. What a row is goes to a thread as names, and is
 * made there again: architectures and claims are functions.
 */
import { setImmediate as turn } from "node:timers/promises";
import { type Cell, decideCell } from "../check/cell.ts";
import type { Claim } from "../claim/claim.ts";
import { claimsNamed } from "../claim/library.ts";
import type { Architecture } from "../model/architecture.ts";
import { ARCHITECTURES, architectureNamed } from "../model/architectures.ts";
import { isAcceptedByRocq } from "./accepted.ts";
import { loadOwn, splitFiles, withLines } from "./own.ts";
import { inThreads, threadsFor } from "./threads.ts";

/** What a table is asked for, as words and numbers. */
export interface TableRequest {
  /** Files of one's own models and claims, and names of claims or areas. */
  readonly names: readonly string[];
  readonly architectures?: readonly string[] | undefined;
  readonly seed: number;
  /** unit  millisecond, for a cell */
  readonly milliseconds: number;
}

/** The rows and columns of a table. */
export interface TableParts {
  readonly rows: ReadonlyMap<string, Architecture>;
  readonly columns: readonly Claim[];
}

/** Fewer cells than these are decided before threads have begun. */
const WORTH_THREADS = 300;

/**
 * The rows and columns that a request names.
 *
 * throws  Fault for a name that nothing has, and at the line of a file that is wrong
 */
export async function tablePartsOf({ names, architectures }: TableRequest): Promise<TableParts> {
  const { files, others } = splitFiles(names);
  const own = await loadOwn(files);
  const named = architectures ?? (files.length === 0 ? Object.keys(ARCHITECTURES) : []);
  const isNamed = (id: string): boolean => others.includes(id) || others.includes(id.split("/")[0]!);
  const mine = own.claims.filter(({ id }) => others.length === 0 || isNamed(id));
  const known = others.filter((name) => !mine.some(({ id }) => id === name || id.split("/")[0] === name));
  const columns = [...(known.length === 0 && others.length > 0 ? [] : claimsNamed(known)), ...mine];
  const rows = [
    ...own.models.map((model) => [model.name, model] as const),
    ...named.map((name) => [name, architectureNamed(name)] as const),
  ];
  return { rows: new Map(rows), columns };
}

/** The cells of one row; told of each as it is decided. */
export async function cellsOfRow(
  { rows, columns }: TableParts,
  row: string,
  request: TableRequest,
  onCell: (cell: Cell) => void = () => undefined,
): Promise<readonly Cell[]> {
  const { files } = splitFiles(request.names);
  const { seed, milliseconds } = request;
  const cells: Cell[] = [];
  for (const claim of columns) {
    await turn();
    const { cell, proof } = await withLines(files, async () =>
      decideCell(row, rows.get(row)!, claim, { seed, milliseconds, clock: () => performance.now() }),
    );
    cells.push(proof === undefined ? cell : { ...cell, rocq: isAcceptedByRocq(proof) });
    onCell(cells.at(-1)!);
  }
  return cells;
}

/** All cells, in the order of rows and columns; `threads` is how many decide them, as many as suits by default. */
export async function decidedCells(
  parts: TableParts,
  request: TableRequest,
  { threads, onCell }: { readonly threads?: number | undefined; readonly onCell: (cell: Cell) => void },
): Promise<readonly Cell[]> {
  const rows = [...parts.rows.keys()];
  const most = Math.min(threads ?? threadsFor(rows.length * parts.columns.length, WORTH_THREADS), rows.length);
  const decided = await inThreads(rows, {
    threads: most,
    worker: "./cells-worker.js",
    data: request,
    answerTo: (row) => cellsOfRow(parts, row, request, most > 1 ? undefined : onCell),
    onAnswer: (cells) => {
      if (most > 1) cells.forEach(onCell);
    },
  });
  return decided.flat();
}
