/**
 * Threads for what is asked in data and answered with data: checks of a model, cells of the table, sentences of the
 * catalogue.
 *
 * This thread works too, since it has read the library and compiled what it runs; each other one has to do so first.
 * All take their items from one queue. A mistake that a thread finds comes back as facts, since an error loses its class
 * on the way.
 */
import { availableParallelism } from "node:os";
import { setImmediate as nextTurn } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { MessageChannel, type MessagePort, workerData } from "node:worker_threads";
import { Tinypool } from "tinypool";
import { Fault, type FaultFacts } from "../term/fault.ts";
import { emptyQueue, type Queue, queueOf, takenFrom } from "./queue.ts";

const MOST_THREADS = 8;

/** How many threads a list of this length is worth: each has to read the library first. */
export function threadsFor(items: number, worth: number): number {
  return items < worth ? 1 : Math.min(MOST_THREADS, availableParallelism());
}

/** What all threads work on. */
export interface Work<Item> {
  readonly items: readonly Item[];
  /** The items' numbers, as the queue has them. */
  readonly order: readonly number[];
  readonly queue: Queue;
}

/** What a thread says of the item with a number. */
type Said<Answer> = { readonly at: number } & ({ readonly answer: Answer } | { readonly fault: FaultFacts });

/** What all items have in common, as the thread's starter gave it. */
export function sharedData<Data>(): Data {
  return (workerData as [unknown, Data])[1]; // the pool's own data comes first
}

/** The default of a thread's module: it answers items and says so through a port. */
export function answering<Item, Answer>(answerTo: (item: Item) => Promise<Answer>) {
  return ({ port, ...work }: Work<Item> & { readonly port: MessagePort }): Promise<void> =>
    takeShare(work, answerTo, (said) => port.postMessage(said));
}

/** Answers items as long as there are any. */
async function takeShare<Item, Answer>(
  { items, order, queue }: Work<Item>,
  answerTo: (item: Item) => Promise<Answer>,
  tell: (said: Said<Answer>) => void,
): Promise<void> {
  for (const place of takenFrom(queue)) {
    await nextTurn(); // in which answers of other threads are heard
    const at = order[place]!;
    try {
      tell({ at, answer: await answerTo(items[at]!) });
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      tell({ at, fault: error.facts });
    }
  }
}

/** How items are answered, and by whom. */
export interface Threading<Item, Answer> {
  /** How many threads, this one among them. */
  readonly threads: number;
  /** A module beside this one, whose default is {@link answering} as `answerTo` does. */
  readonly worker: string;
  /** What the other threads are given at their start. */
  readonly data: unknown;
  /** The answer to an item, in this thread. */
  readonly answerTo: (item: Item) => Promise<Answer>;
  /** The items' numbers in the order of work, those that are alike in a group; by default each is its own, in their order. */
  readonly groups?: readonly (readonly number[])[];
  /** Told of each answer, in the items' order. */
  readonly onAnswer: (answer: Answer) => void;
  /** Asked after each answer whether it was the last that is wanted. */
  readonly isEnough?: ((answer: Answer) => boolean) | undefined;
}

/**
 * The answers to items, in their order, up to one that is enough.
 *
 * throws  Fault for the first item that a thread finds a mistake in; whatever else ends a thread
 */
export async function inThreads<Item, Answer>(
  items: readonly Item[],
  { threads, worker, data, answerTo, groups = items.map((_, at) => [at]), onAnswer, isEnough }: Threading<Item, Answer>,
): Promise<readonly Answer[]> {
  const work: Work<Item> = { items, order: groups.flat(), queue: queueOf(groups.map(({ length }) => length)) };
  const inbox = items.map(() => promised<Answer>());
  const hear = (said: Said<Answer>): void => {
    if ("fault" in said) inbox[said.at]!.reject(new Fault(said.fault));
    else inbox[said.at]!.resolve(said.answer);
  };
  const others = Math.max(0, Math.min(threads, items.length) - 1);
  const pool = others === 0 ? undefined : openPool(others, worker, data);
  const ports = Array.from({ length: others }, () => {
    const { port1, port2 } = new MessageChannel();
    port1.on("message", hear);
    return { here: port1, there: port2 };
  });
  const mine = takeShare(work, answerTo, hear);
  const theirs = ports.map(({ there: port }) => pool!.run({ ...work, port }, { transferList: [port] }));
  for (const share of [mine, ...theirs])
    share.catch((error: unknown) => {
      for (const { reject } of inbox) reject(error);
    });
  const answers: Answer[] = [];
  try {
    for (const { promise } of inbox) {
      const answer = await promise;
      answers.push(answer);
      onAnswer(answer);
      if (isEnough?.(answer) === true) break;
    }
    return answers;
  } finally {
    emptyQueue(work.queue);
    for (const { here } of ports) here.close();
    await pool?.destroy();
    await Promise.allSettled([mine]); // what this thread has begun
  }
}

function openPool(threads: number, worker: string, data: unknown): Tinypool {
  return new Tinypool({
    filename: fileURLToPath(new URL(worker, import.meta.url)),
    minThreads: threads,
    maxThreads: threads,
    concurrentTasksPerWorker: 1,
    workerData: data,
  });
}

interface Promised<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (error: unknown) => void;
}

/** A promise that others keep; nobody needs to wait for it. */
function promised<T>(): Promised<T> {
  let settle!: Omit<Promised<T>, "promise">;
  const promise = new Promise<T>((resolve, reject) => {
    settle = { resolve, reject };
  });
  promise.catch(() => undefined);
  return { promise, ...settle };
}
