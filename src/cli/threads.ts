/**
 * Threads for what is asked by name and answered with data: cells of the table, sentences of the catalogue.
 *
 * A thread takes some items after the other. A mistake that it finds comes back as facts, since an error loses its class
 * on the way.
 */
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { workerData } from "node:worker_threads";
import { Tinypool } from "tinypool";
import { Fault, type FaultFacts } from "../term/fault.ts";

const MOST_THREADS = 8;
/** How often a thread is given items: each time costs, and threads that end at different times cost more. */
const TURNS = 16;

/** How many threads a list of this length is worth: each has to read the library first. */
export function threadsFor(items: number, worth: number): number {
  return items < worth ? 1 : Math.min(MOST_THREADS, availableParallelism());
}

/** What a thread says of items. */
type Answered<Answer> = { readonly answers: readonly Answer[] } | { readonly fault: FaultFacts };

/** What all items have in common, as the thread's starter gave it. */
export function sharedData<Data>(): Data {
  return (workerData as [unknown, Data])[1]; // the pool's own data comes first
}

/** A thread's work on items, which ends with the first that it finds a mistake in. */
export function answering<Item, Answer>(work: (item: Item) => Promise<Answer>) {
  return async (items: readonly Item[]): Promise<Answered<Answer>> => {
    try {
      const answers: Answer[] = [];
      for (const item of items) answers.push(await work(item));
      return { answers };
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      return { fault: error.facts };
    }
  };
}

/**
 * The answers to all items, in their order; `worker` is a module beside this one whose default is {@link answering}.
 *
 * throws  Fault for the first item that a thread finds a mistake in
 */
export async function inThreads<Item, Answer>(
  worker: string,
  items: readonly Item[],
  options: { readonly threads: number; readonly data: unknown; readonly onAnswer: (answer: Answer) => void },
): Promise<readonly Answer[]> {
  const { threads, data, onAnswer } = options;
  const pool = new Tinypool({
    filename: fileURLToPath(new URL(worker, import.meta.url)),
    minThreads: threads,
    maxThreads: threads,
    concurrentTasksPerWorker: 1,
    workerData: data,
  });
  const ask = async (some: readonly Item[]): Promise<readonly Answer[]> => {
    const said: Answered<Answer> = await pool.run(some);
    if ("fault" in said) throw new Fault(said.fault);
    for (const answer of said.answers) onAnswer(answer);
    return said.answers;
  };
  const together = Math.ceil(items.length / (threads * TURNS));
  const turns = Array.from({ length: Math.ceil(items.length / together) }, (_, i) =>
    items.slice(i * together, (i + 1) * together),
  );
  try {
    return (await Promise.all(turns.map(ask))).flat();
  } finally {
    await pool.destroy();
  }
}
