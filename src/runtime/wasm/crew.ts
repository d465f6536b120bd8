/**
 * The machine's workers: who is ready, how a job reaches them, what is said
 * when one dies.
 *
 * A job is words in the control block and one atomic store; the barrier at the
 * end of every program tells the caller that all have finished. A crew that
 * has lost a worker, or whose program failed, is not used again.
 */

import { Fault } from "../../term/fault.ts";
import type { Arena } from "./arena.ts";
import {
  CONTROL_ABORT,
  CONTROL_GENERATION,
  CONTROL_LINES,
  LINE,
  LINE_JOB,
  LINE_LENGTH,
  LINE_PROGRAM,
  LINE_STATE,
  LINE_THREAD,
  LINE_THREADS,
  STATE_DEAD,
  STATE_READY,
  STATUS_ABORTED,
  STATUS_DONE,
} from "./layout.ts";
import type { Hand, Seat, Spawn } from "./worker.ts";

export interface Crew {
  /** Resolves when every worker has started. */
  ready(): Promise<void>;
  /** Runs `length` instructions on up to `threads` threads, the caller's among them. Returns when all have finished. */
  run(program: number, length: number, threads: number): void;
  close(): void;
}

const POLL_MS = 2;

export function createCrew(
  arena: Arena,
  control: number,
  module: WebAssembly.Module,
  size: number,
  spawn: Spawn,
): Crew {
  const words = arena.i32(0, (control + CONTROL_LINES + size * LINE) / 4);
  const word = (bytes: number): number => (control + bytes) / 4;
  const line = (worker: number, bytes: number): number => word(CONTROL_LINES + worker * LINE + bytes);
  const instance = new WebAssembly.Instance(module, { env: { memory: arena.memory } });
  const execute = instance.exports.run as (...args: number[]) => number;
  let ended: string | undefined;
  let job = 0;

  /** After this no thread waits at a barrier, and no program starts. */
  const end = (reason: string): void => {
    ended ??= reason;
    Atomics.store(words, word(CONTROL_ABORT), 1);
    Atomics.notify(words, word(CONTROL_GENERATION));
  };

  const seat = (worker: number): Seat => ({
    module,
    memory: arena.memory,
    control,
    words: {
      abort: word(CONTROL_ABORT),
      generation: word(CONTROL_GENERATION),
      job: line(worker, LINE_JOB),
      program: line(worker, LINE_PROGRAM),
      length: line(worker, LINE_LENGTH),
      thread: line(worker, LINE_THREAD),
      threads: line(worker, LINE_THREADS),
      state: line(worker, LINE_STATE),
    },
    states: { ready: STATE_READY, dead: STATE_DEAD },
  });

  const workers = Array.from({ length: size - 1 }, (_, i) => i + 1);
  const hands: readonly Hand[] = workers.map((worker) => {
    const hand = spawn(seat(worker));
    hand.onEnd((reason) => {
      Atomics.store(words, line(worker, LINE_STATE), STATE_DEAD);
      end(`worker ${worker} ended: ${reason}`);
    });
    return hand;
  });
  const isReady = (worker: number): boolean => Atomics.load(words, line(worker, LINE_STATE)) === STATE_READY;

  const expectAlive = (): void => {
    if (ended === undefined) return;
    throw new Fault({
      op: "wasm machine",
      expected: "all threads alive",
      received: ended,
      next: "create a new machine",
    });
  };

  const close = (): void => {
    end("close() was called");
    for (const worker of workers) {
      Atomics.store(words, line(worker, LINE_JOB), -1);
      Atomics.notify(words, line(worker, LINE_JOB));
    }
    for (const hand of hands) hand.terminate();
  };

  return {
    async ready() {
      while (!workers.every(isReady)) {
        expectAlive();
        await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      }
      expectAlive();
    },
    run(program, length, threads) {
      expectAlive();
      const helpers = workers.filter(isReady).slice(0, threads - 1);
      job += 1;
      helpers.forEach((worker, i) => {
        words[line(worker, LINE_PROGRAM)] = program;
        words[line(worker, LINE_LENGTH)] = length;
        words[line(worker, LINE_THREAD)] = i + 1;
        words[line(worker, LINE_THREADS)] = helpers.length + 1;
        Atomics.store(words, line(worker, LINE_JOB), job);
        Atomics.notify(words, line(worker, LINE_JOB));
      });
      let status = STATUS_ABORTED;
      try {
        status = execute(program, length, 0, helpers.length + 1, control);
      } catch (cause) {
        close();
        throw new Fault(
          {
            op: "wasm machine",
            expected: "a program within its memory",
            received: String(cause),
            next: "create a new machine",
          },
          { cause },
        );
      }
      if (status === STATUS_DONE) return;
      const dead = workers.filter((worker) => Atomics.load(words, line(worker, LINE_STATE)) === STATE_DEAD);
      end(status === STATUS_ABORTED ? `worker ${dead.join(", ")} failed in a program` : "a worker made no progress");
      expectAlive();
    },
    close,
  };
}
