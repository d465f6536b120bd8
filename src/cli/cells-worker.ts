/** A thread that decides cells of the table. */
import { cellAt, type Place, type TableRequest, tablePartsOf } from "./cells.ts";
import { answering } from "./threads.ts";

export default answering(async (request: TableRequest) => {
  const parts = await tablePartsOf(request);
  return (place: Place) => cellAt(parts, place, request);
});
