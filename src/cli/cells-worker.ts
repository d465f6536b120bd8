/** A thread that decides cells of the table. */
import { cellAt, type Place, type TableRequest, tablePartsOf } from "./cells.ts";
import { answering, sharedData } from "./threads.ts";

const request = sharedData<TableRequest>();
const parts = tablePartsOf(request);
parts.catch(() => undefined); // the first cell tells

export default answering(async (place: Place) => cellAt(await parts, place, request));
