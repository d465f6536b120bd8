/**
 * A worker's whole life, and how Node starts one.
 *
 * A browser starts its own: a module worker whose message handler calls
 * `serve(event.data)` needs neither eval nor a blob; hand `createMachine` a
 * `spawn` that makes such a worker and posts it the seat.
 */

/** What a worker is given: code, memory, and where its words stand (as indices of int32). */
export interface Seat {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly control: number;
  readonly words: {
    readonly abort: number;
    readonly generation: number;
    readonly job: number;
    readonly program: number;
    readonly length: number;
    readonly thread: number;
    readonly threads: number;
    readonly state: number;
  };
  readonly states: { readonly ready: number; readonly dead: number };
}

/** A started worker, as the machine sees it. */
export interface Hand {
  /** Calls back once when the worker has ended, for whatever reason. */
  onEnd(report: (reason: string) => void): void;
  terminate(): void;
}

export type Spawn = (seat: Seat) => Hand;

/**
 * Waits for jobs and runs them until job -1.
 *
 * Its own text is sent to the worker: it may name nothing from outside and
 * define no inner function.
 */
export function serve(seat: Seat): void {
  const SPINS = 20_000; // a few tens of µs: programs often follow one another
  const at = seat.words;
  const words = new Int32Array(seat.memory.buffer);
  const instance = new WebAssembly.Instance(seat.module, { env: { memory: seat.memory } });
  const run = instance.exports.run as (...args: number[]) => number;
  let job = 0;
  Atomics.store(words, at.state, seat.states.ready);
  for (;;) {
    for (let spin = 0; spin < SPINS && Atomics.load(words, at.job) === job; spin++);
    Atomics.wait(words, at.job, job);
    job = Atomics.load(words, at.job);
    if (job === -1) return;
    try {
      run(words[at.program]!, words[at.length]!, words[at.thread]!, words[at.threads]!, seat.control);
    } catch (error) {
      Atomics.store(words, at.state, seat.states.dead);
      Atomics.store(words, at.abort, 1);
      Atomics.notify(words, at.generation);
      throw error;
    }
  }
}

/** A worker thread of Node that does not keep the process alive. */
export const spawnInNode: Spawn = (seat) => {
  const { Worker } = process.getBuiltinModule("node:worker_threads");
  const code = `(${serve})(require("node:worker_threads").workerData);`;
  const worker = new Worker(code, { eval: true, workerData: seat, name: "commutant-wasm" });
  worker.unref();
  return {
    onEnd(report) {
      worker.on("error", (error) => report(String(error)));
      worker.on("exit", (code) => report(`exit code ${code}`));
    },
    terminate: () => void worker.terminate(),
  };
};
