/**
 * A virtual machine for tensor programs: SIMD kernels in WebAssembly, shared
 * memory, and threads that run a program together.
 *
 *     const machine = createMachine({ threads: 2 });
 *     const x = dense(machine.alloc(4 * m * n), "f32", n);
 *     machine.f32(x.ptr, m * n).set(values);
 *     const program = machine.assembler().unary("gelu", y, x, m, n).finish();
 *     machine.run(program);
 *     machine.f32(y.ptr, m * n);
 *
 * A result does not depend on the number of threads, to the bit.
 */

import { Fault } from "../../term/fault.ts";
import { type Arena, createArena, LIMIT, type MemoryPart } from "./arena.ts";
import { type Assembler, createAssembler, type Program } from "./assembler.ts";
import { createCrew } from "./crew.ts";
import { KERNELS } from "./kernels.wasm.ts";
import {
  CONTROL_FAULT,
  CONTROL_LINES,
  CONTROL_MAY_WAIT,
  CONTROL_ONE,
  CONTROL_PATIENCE,
  CONTROL_SCRATCH,
  LINE,
  ROUND_MS,
  SCRATCH_BYTES,
} from "./layout.ts";
import { type Spawn, spawnInNode } from "./worker.ts";

export interface MachineOptions {
  /** The caller's thread and `threads − 1` workers. */
  readonly threads: number;
  /** unit  bytes */
  readonly initialBytes?: number;
  /** unit  bytes; at most 4 GiB */
  readonly maximumBytes?: number;
  /** A stretch of another machine's memory, in the place of one of its own. */
  readonly part?: MemoryPart;
  /** How a worker starts; a page gives its own. */
  readonly spawn?: Spawn;
  /** False where the caller's thread may not block: a page's main thread. */
  readonly mayWait?: boolean;
  /** unit  seconds without any thread's progress after which a program is given up */
  readonly patience?: number;
}

export interface Machine extends Arena {
  readonly threads: number;
  /** Resolves when every worker has started. A program that is run earlier makes do with those that have. */
  ready(): Promise<void>;
  assembler(): Assembler;
  /**
   * Runs a program to its end. A program of small steps stays on the caller's
   * thread unless `threads` says otherwise.
   *
   * throws  Fault when a thread died, or a row number of a gather was out of range
   */
  run(program: Program, options?: { readonly threads?: number }): void;
  /** Ends the workers. The memory stays readable. */
  close(): void;
}

/** unit  operations; below this, waking the workers costs more than it saves. */
const WORTH_WAKING = 1e6;
/** unit  operations from one meeting of the threads to the next; some microseconds of one thread. */
const WORTH_MEETING = 1e5;

function isWorthSharing({ work, meetings }: Program): boolean {
  return work >= WORTH_WAKING && work >= meetings * WORTH_MEETING;
}

let compiled: WebAssembly.Module | undefined;

/** The kernels, compiled once a process. */
function kernels(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(Uint8Array.from(atob(KERNELS), (c) => c.charCodeAt(0)));
  return compiled;
}

/** throws  Fault when the memory cannot be had */
export function createMachine(options: MachineOptions): Machine {
  const { threads, spawn = spawnInNode, mayWait = true, patience = 10 } = options;
  if (!Number.isInteger(threads) || threads < 1) {
    throw new Fault({ op: "createMachine", expected: "at least 1 thread", received: String(threads) });
  }
  const arena = createArena(options.initialBytes ?? 0, options.maximumBytes ?? LIMIT, options.part);
  const controlBytes = CONTROL_LINES + threads * LINE;
  const control = arena.alloc(controlBytes);
  const scratch = arena.alloc(threads * SCRATCH_BYTES);
  const word = (bytes: number): number => (control + bytes) / 4;
  const words = arena.i32(0, (control + controlBytes) / 4);
  words[word(CONTROL_SCRATCH)] = scratch;
  words[word(CONTROL_MAY_WAIT)] = mayWait ? 1 : 0;
  words[word(CONTROL_PATIENCE)] = Math.ceil((patience * 1000) / ROUND_MS);
  arena.f64(control + CONTROL_ONE, 1)[0] = 1;
  const crew = createCrew(arena, control, kernels(), threads, spawn);

  return {
    ...arena,
    threads,
    ready: crew.ready,
    close: crew.close,
    assembler: () => createAssembler(arena, control + CONTROL_ONE),
    run(program, { threads: wanted = isWorthSharing(program) ? threads : 1 } = {}) {
      words[word(CONTROL_FAULT)] = 0;
      crew.run(program.ptr, program.length, Math.min(wanted, threads));
      const number = words[word(CONTROL_FAULT)]!;
      if (number === 0) return;
      throw new Fault({
        op: "gather",
        expected: "row numbers within the source",
        received: `one outside, in instruction ${number - 1}`,
      });
    },
  };
}
