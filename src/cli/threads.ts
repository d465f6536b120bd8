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
import { MessageChannel, type MessagePort } from "node:worker_threads";
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

/** What another thread is given: the work, what all items have in common, and a port to answer through. */
type Share<Data, Item> = Work<Item> & { readonly data: Data; readonly port: MessagePort };

/** The default of a thread's module: it makes what answers items, answers them and says so through a port. */
export function answering<Data, Item, Answer>(begin: (data: Data) => Promise<(item: Item) => Promise<Answer>>) {
  return async ({ port, data, ...work }: Share<Data, Item>): Promise<void> =>
    takeShare(work, await begin(data), (said) => port.postMessage(said));
}

/** Threads beside this one. They read their module at once, while this one may have other things to do. */
export interface Others {
  readonly count: number;
  /** Has one of them take its share. */
  run<Data, Item>(share: Share<Data, Item>): Promise<void>;
  /** Ends them; again is no mistake. */
  end(): Promise<void>;
}

/** Starts so many threads with a module beside this one, whose default is {@link answering}. */
export function startThreads(count: number, worker: string): Others {
  if (count < 1) return { count: 0, run: async () => undefined, end: async () => undefined };
  const pool = new Tinypool({
    filename: fileURLToPath(new URL(worker, import.meta.url)),
    minThreads: count,
    maxThreads: count,
    concurrentTasksPerWorker: 1,
  });
  return {
    count,
    run: (share) => pool.run(share, { transferList: [share.port] }),
    end: () => pool.destroy(),
  };
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
  /** Threads that answer as `answerTo` does; they are ended. */
  readonly others: Others;
  /** What the other threads are given first. */
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
  { others, data, answerTo, groups = items.map((_, at) => [at]), onAnswer, isEnough }: Threading<Item, Answer>,
): Promise<readonly Answer[]> {
  const work: Work<Item> = { items, order: groups.flat(), queue: queueOf(groups.map(({ length }) => length)) };
  const inbox = items.map(() => promised<Answer>());
  const hear = (said: Said<Answer>): void => {
    if ("fault" in said) inbox[said.at]!.reject(new Fault(said.fault));
    else inbox[said.at]!.resolve(said.answer);
  };
  const ports = Array.from({ length: Math.max(0, Math.min(others.count, items.length - 1)) }, () => {
    const { port1, port2 } = new MessageChannel();
    port1.on("message", hear);
    return { here: port1, there: port2 };
  });
  const mine = takeShare(work, answerTo, hear);
  const theirs = ports.map(({ there: port }) => others.run({ ...work, data, port }));
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
    await others.end();
    await Promise.allSettled([mine]); // what this thread has begun
  }
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
