import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createMachine } from "../../../src/runtime/wasm/machine.ts";
import { BINARY_MAPS, UNARY_MAPS } from "../../../src/runtime/wasm/maps.ts";
import { dense, type Operand, sliced, transposed } from "../../../src/runtime/wasm/operand.ts";
import { type Hand, type Seat, spawnInNode } from "../../../src/runtime/wasm/worker.ts";

const MIB = 2 ** 20;

describe("memory", () => {
  it("blocks are aligned, disjoint, and given back to a mark", () => {
    const machine = createMachine({ threads: 1 });
    const mark = machine.mark();
    const blocks = [1, 0, 64, 65, 7].map((bytes) => machine.alloc(bytes));
    expect(blocks.map((ptr) => ptr % 64)).toEqual([0, 0, 0, 0, 0]);
    expect(blocks.slice(1).map((ptr, i) => ptr - blocks[i]!)).toEqual([64, 0, 64, 128]);
    machine.release(mark);
    expect(machine.alloc(1)).toBe(blocks[0]);
    expect(() => machine.release(machine.mark() + 64)).toThrow("release in reverse order");
  });

  it("grows on demand; older views see what is written through newer ones", () => {
    const machine = createMachine({ threads: 1 });
    const ptr = machine.alloc(8);
    const before = machine.f64(ptr, 1);
    const far = machine.alloc(100 * MIB);
    machine.f64(ptr, 1)[0] = 42;
    expect(before[0]).toBe(42);
    machine.u8(far, 100 * MIB)[100 * MIB - 1] = 7;
    expect(machine.u8(far + 100 * MIB - 1, 1)[0]).toBe(7);
  });

  it("says what was wanted when the maximum is exceeded", () => {
    const machine = createMachine({ threads: 1, maximumBytes: 4 * MIB });
    machine.alloc(2 * MIB);
    expect(() => machine.alloc(2 * MIB)).toThrow(
      /wasm memory: expected at most 4194304 bytes .* received \d+ reserved/,
    );
    expect(() => createMachine({ threads: 1 }).alloc(2 ** 32)).toThrow("expected at most 4294967296 bytes");
    expect(() => machine.alloc(-1)).toThrow("expected a number of bytes");
  });

  it("reaches addresses above 2^31", () => {
    const machine = createMachine({ threads: 1 });
    machine.alloc(2 ** 31);
    const x = dense(machine.alloc(64), "f32", 3);
    expect(x.ptr).toBeGreaterThan(2 ** 31);
    machine.f32(x.ptr, 3).set([1, 2, 3]);
    machine.run(
      machine
        .assembler()
        .unary("square", x, x, 1, 3)
        .gemm(sliced(x, 0, 2), x, transposed(x), 1, 2, 1)
        .finish(),
    );
    expect(Array.from(machine.f32(x.ptr, 3))).toEqual([1, 4, 17]);
  });
});

describe("the assembler", () => {
  const machine = createMachine({ threads: 1 });
  const x = dense(machine.alloc(400), "f32", 10);

  it("refuses operands outside of reserved memory, and targets it cannot write", () => {
    const asm = machine.assembler();
    const end = dense(machine.mark(), "f32", 10);
    expect(() => asm.unary("copy", x, end, 10, 10)).toThrow("copy: expected operands within the");
    expect(() => asm.unary("copy", x, { ...x, rowStride: -1e6 }, 10, 10)).toThrow("check the pointer, the strides");
    expect(() => asm.unary("copy", transposed(x), x, 10, 10)).toThrow(
      "a target of dtype f64 or f32 with column stride 1",
    );
    expect(() => asm.unary("copy", { ...x, dtype: "f16" }, x, 10, 10)).toThrow("received f16 with column stride 1");
    expect(() => asm.gemm(x, x, x, 1, 0.5, 1)).toThrow("gemm: expected sizes from 0 to 2^31 − 1, received 0.5");
  });

  it("lets threads meet only between instructions that touch the same bytes", () => {
    const row = (i: number): Operand => sliced(x, i, 0);
    const length = (...pairs: readonly (readonly [Operand, Operand])[]): number => {
      const asm = machine.assembler();
      for (const [to, from] of pairs) asm.unary("neg", to, from, 1, 10);
      return asm.finish().length;
    };
    expect(length([row(0), row(1)], [row(2), row(3)])).toBe(2);
    expect(length([row(0), row(1)], [row(2), row(1)])).toBe(2);
    expect(length([row(0), row(1)], [row(2), row(0)])).toBe(3);
    expect(length([row(0), row(1)], [row(1), row(2)])).toBe(3);
    expect(length([row(0), row(1)], [row(0), row(2)])).toBe(3);
    expect(length([row(0), row(1)], [row(2), row(0)], [row(3), row(0)])).toBe(4);
  });
});

describe("threads", () => {
  it("a program's result does not depend on their number", async () => {
    const machine = createMachine({ threads: 3 });
    await machine.ready();
    const buffers = 4;
    const step = fc.record({
      kind: fc.constantFrom("unary", "binary", "gemm"),
      map: fc.nat(),
      to: fc.nat(buffers - 1),
      a: fc.nat(buffers - 1),
      b: fc.nat(buffers - 1),
    });
    const size = fc.integer({ min: 1, max: 30 });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), size, (steps, n) => {
        const mark = machine.mark();
        const x = Array.from({ length: buffers }, () => dense(machine.alloc(8 * n * n), "f64", n));
        const asm = machine.assembler();
        for (const { kind, map, to, a, b } of steps) {
          if (kind === "unary") asm.unary(UNARY_MAPS[map % UNARY_MAPS.length]!, x[to]!, x[a]!, n, n);
          else if (kind === "binary") asm.binary(BINARY_MAPS[map % BINARY_MAPS.length]!, x[to]!, x[a]!, x[b]!, n, n);
          else if (to !== a && to !== b) asm.gemm(x[to]!, x[a]!, transposed(x[b]!), n, n, n);
        }
        const program = asm.finish();
        const outcome = (threads: number): number[] => {
          for (const [i, { ptr }] of x.entries())
            machine.f64(ptr, n * n).forEach((_, j, v) => {
              v[j] = (i + 2 * j) / 7;
            });
          machine.run(program, { threads });
          return x.flatMap(({ ptr }) => Array.from(machine.f64(ptr, n * n)));
        };
        const alone = outcome(1);
        expect(outcome(2)).toEqual(alone);
        expect(outcome(3)).toEqual(alone);
        machine.release(mark);
      }),
      { numRuns: 150 },
    );
    machine.close();
  });

  /** A machine with one worker, made by `spawn`, and a program that needs it. */
  const pair = (spawn: (seat: Seat) => Hand, patience = 10) => {
    const machine = createMachine({ threads: 2, spawn, patience });
    const x = dense(machine.alloc(8000), "f64", 10);
    const program = machine.assembler().unary("neg", x, x, 100, 10).finish();
    return { machine, run: () => machine.run(program, { threads: 2 }) };
  };

  it("a worker that ended is named, and nothing hangs", async () => {
    let worker: Hand | undefined;
    const { machine, run } = pair((seat) => {
      worker = spawnInNode(seat);
      return worker;
    });
    await machine.ready();
    run();
    const ended = new Promise((resolve) => worker!.onEnd(resolve));
    worker!.terminate();
    await ended;
    expect(run).toThrow(
      "wasm machine: expected all threads alive, received worker 1 ended: exit code 1; create a new machine",
    );
    await expect(machine.ready()).rejects.toThrow("worker 1 ended");
  });

  it("a worker that fails in a program ends the program", async () => {
    // This worker looks for its program at a word that holds an address outside of memory.
    const { machine, run } = pair((seat) => {
      const words = new Int32Array(seat.memory.buffer);
      const unused = seat.words.state + 1;
      words[unused] = -64;
      return spawnInNode({ ...seat, words: { ...seat.words, program: unused } });
    });
    await machine.ready();
    expect(run).toThrow("wasm machine: expected all threads alive, received worker 1 failed in a program");
    expect(run).toThrow("create a new machine");
    machine.close();
  });

  it("a worker that says nothing any more is given up", () => {
    const { run } = pair((seat) => {
      const words = new Int32Array(seat.memory.buffer);
      words[seat.words.state] = seat.states.ready;
      return { onEnd: () => {}, terminate: () => {} };
    }, 0.2);
    expect(run).toThrow("received a worker made no progress");
  });

  it("a closed machine refuses to run and keeps its memory", async () => {
    const { machine, run } = pair(spawnInNode);
    await machine.ready();
    run();
    const ptr = machine.alloc(8);
    machine.f64(ptr, 1)[0] = 1;
    machine.close();
    expect(run).toThrow("received close() was called");
    expect(machine.f64(ptr, 1)[0]).toBe(1);
  });

  it("there is at least one", () => {
    expect(() => createMachine({ threads: 0 })).toThrow("createMachine: expected at least 1 thread, received 0");
  });
});

describe("kernels.wasm.ts", () => {
  it("is, byte for byte, what its sources compile to", () => {
    expect(() =>
      execFileSync(process.execPath, ["scripts/build-wasm.mjs", "--check"], { stdio: "pipe" }),
    ).not.toThrow();
  });
});
