/**
 * Threads for what is asked by name and answered with data: cells of the table, sentences of the catalogue.
 *
 * A thread takes one item after the other. A mistake that it finds comes back as facts, since an error loses its class
 * on the way.
 */
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { workerData } from "node:worker_threads";
import { Tinypool } from "tinypool";
import { Fault, type FaultFacts } from "../term/fault.ts";

const MOST_THREADS = 8;

/** How many threads a list of this length is worth: each has to read the library first. */
export function threadsFor(items: number, worth: number): number {
  return items < worth ? 1 : Math.min(MOST_THREADS, availableParallelism());
}

/** What a thread says of an item. */
type Answered<Answer> = { readonly answer: Answer } | { readonly fault: FaultFacts };

/** What all items have in common, as the thread's starter gave it. */
export function sharedData<Data>(): Data {
  return (workerData as [unknown, Data])[1]; // the pool's own data comes first
}

/** A thread's work on an item. */
export function answering<Item, Answer>(work: (item: Item) => Promise<Answer>) {
  return async (item: Item): Promise<Answered<Answer>> => {
    try {
      return { answer: await work(item) };
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
  const ask = async (item: Item): Promise<Answer> => {
    const said: Answered<Answer> = await pool.run(item);
    if ("fault" in said) throw new Fault(said.fault);
    onAnswer(said.answer);
    return said.answer;
  };
  try {
    return await Promise.all(items.map(ask));
  } finally {
    await pool.destroy();
  }
}
