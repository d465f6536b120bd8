/** A thread that decides the cells of a row of the table. */
import type { Cell } from "../check/cell.ts";
import { cellsOfRow, type TableRequest, tablePartsOf } from "./cells.ts";
import { answering, sharedData } from "./threads.ts";

const request = sharedData<TableRequest>();
const parts = tablePartsOf(request);
parts.catch(() => undefined); // the first row tells

export default answering(async (row: string): Promise<readonly Cell[]> => {
  const cells: Cell[] = [];
  for await (const cell of cellsOfRow(await parts, row, request)) cells.push(cell);
  return cells;
});
