/**
 * Cells of the table, decided in this thread or, when there are many, by several.
 *
 * A thread takes row after row, since the cells of a row share terms. Where a cell is goes to a thread as a name and a
 * number, and what is there is made again: architectures and claims are functions.
 */
import { type Cell, decideCell } from "../check/cell.ts";
import type { Claim } from "../claim/claim.ts";
import { claimsNamed } from "../claim/library.ts";
import type { Architecture } from "../model/architecture.ts";
import { ARCHITECTURES, architectureNamed } from "../model/architectures.ts";
import { isAcceptedByRocq } from "./accepted.ts";
import { loadOwn, splitFiles, withLines } from "./own.ts";
import { inThreads, startThreads, threadsFor } from "./threads.ts";

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

/** Where a cell is: the name of its row, and its column counted from 0. */
export interface Place {
  readonly row: string;
  readonly column: number;
}

/** The cell at a place. */
export async function cellAt(
  { rows, columns }: TableParts,
  { row, column }: Place,
  { names, seed, milliseconds }: TableRequest,
): Promise<Cell> {
  const { cell, proved } = await withLines(splitFiles(names).files, async () =>
    decideCell(row, rows.get(row)!, columns[column]!, { seed, milliseconds, clock: () => performance.now() }),
  );
  return proved === undefined ? cell : { ...cell, rocq: isAcceptedByRocq(proved) };
}

/** All cells, in the order of rows and columns; `threads` is how many decide them, as many as suits by default. */
export async function decidedCells(
  parts: TableParts,
  request: TableRequest,
  { threads, onCell }: { readonly threads?: number | undefined; readonly onCell: (cell: Cell) => void },
): Promise<readonly Cell[]> {
  const width = parts.columns.length;
  const places = [...parts.rows.keys()].flatMap((row) => parts.columns.map((_, column): Place => ({ row, column })));
  return inThreads(places, {
    others: startThreads(
      Math.min(threads ?? threadsFor(places.length, WORTH_THREADS), places.length) - 1,
      "./cells-worker.js",
    ),
    data: request,
    answerTo: (place) => cellAt(parts, place, request),
    groups: [...parts.rows.keys()].map((_, row) => parts.columns.map((_, column) => row * width + column)),
    onAnswer: onCell,
  });
}
