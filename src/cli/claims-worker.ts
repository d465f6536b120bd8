/** A thread that decides a sentence of the catalogue. */
import { listedNamed } from "./claims.ts";
import { answering } from "./threads.ts";

export default answering(async () => async (id: string) => listedNamed(id));
