/** A thread that decides the cells of a row of the table. */
import { cellsOfRow, type TableRequest, tablePartsOf } from "./cells.ts";
import { answering, sharedData } from "./threads.ts";

const request = sharedData<TableRequest>();
const parts = tablePartsOf(request);
parts.catch(() => undefined); // the first row tells

export default answering(async (row: string) => cellsOfRow(await parts, row, request));
