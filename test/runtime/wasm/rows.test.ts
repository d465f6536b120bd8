import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createMachine, type Machine } from "../../../src/runtime/wasm/machine.ts";
import { dense, type Operand } from "../../../src/runtime/wasm/operand.ts";
import { anyCompute, anyLayout, anySize, place, room, round, stream, table } from "./matrix.ts";

/** Relative to the largest term that a row's sums can have here. */
const TOLERANCE = { f64: 1e-13, f32: 2e-5 } as const;

describe("row operations", () => {
  let machine: Machine;
  beforeAll(async () => {
    machine = createMachine({ threads: 2 });
    await machine.ready();
  });
  afterAll(() => machine.close());

  const shape = {
    rows: anySize,
    cols: anySize,
    layout: anyLayout,
    gap: fc.nat(2),
    compute: anyCompute,
    seed: fc.nat(),
    threads: fc.constantFrom(1, 2),
  };

  const close = (got: readonly number[], want: readonly number[], tolerance: number): void => {
    expect(got.length).toBe(want.length);
    got.forEach((y, at) => {
      if (Number.isNaN(want[at]!)) expect(y).toBeNaN();
      else if (Number.isFinite(want[at]!)) expect(Math.abs(y - want[at]!)).toBeLessThanOrEqual(tolerance);
      else expect(y).toBe(want[at]!);
    });
  };

  it("softmax is exp over its sum among the unmasked, exactly 0 elsewhere, NaN where all is masked", () => {
    const cases = fc.record({ ...shape, mask: fc.option(anyLayout), keep: fc.constantFrom(0, 0.1, 0.7, 1) });
    fc.assert(
      fc.property(cases, ({ rows, cols, layout, gap, compute, seed, threads, mask, keep }) => {
        const mark = machine.mark();
        const draw = stream(seed);
        const a = place(machine, rows, cols, layout, () => (draw() - 0.5) * 20);
        const kept = mask === null ? null : place(machine, rows, cols, mask, () => (draw() < keep ? 1 : 0));
        const y = room(machine, rows, cols, compute, gap);
        const program = machine.assembler().softmax(y.operand, a.operand, rows, cols, { mask: kept?.operand }).finish();
        machine.run(program, { threads });
        const masked = (i: number, j: number): boolean => kept !== null && kept.at(i, j) === 0;
        const term = (i: number, j: number): number => (masked(i, j) ? 0 : Math.exp(round[compute](a.at(i, j)) - 10));
        const want = table(rows, cols, (i, j) => {
          const sum = table(1, cols, (_, l) => term(i, l)).reduce((s, t) => s + t, 0);
          return term(i, j) / sum;
        });
        const got = y.read();
        close(got, want, TOLERANCE[compute]);
        got.forEach((value, at) => {
          if (want[at] === 0) expect(value).toBe(0);
        });
        machine.release(mark);
      }),
      { numRuns: 300 },
    );
  });

  it("softmax stands any shift, and ignores what is masked, NaN included", () => {
    const x = dense(machine.alloc(32), "f64", 4);
    machine.f64(x.ptr, 4).set([1e300, Number.NaN, 1e300, -1e300]);
    const mask = dense(machine.alloc(32), "f64", 4);
    machine.f64(mask.ptr, 4).set([1, 0, 1, 1]);
    const y = room(machine, 1, 4, "f64", 0);
    machine.run(machine.assembler().softmax(y.operand, x, 1, 4, { mask }).finish());
    expect(y.read()).toEqual([0.5, 0, 0.5, 0]);
    machine.run(machine.assembler().softmax(y.operand, x, 1, 4).finish());
    expect(y.read()).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN]);
  });

  it("sum and maximum of each row, 0 and -∞ for no columns", () => {
    fc.assert(
      fc.property(fc.record(shape), ({ rows, cols, layout, gap, compute, seed, threads }) => {
        const mark = machine.mark();
        const draw = stream(seed);
        const a = place(machine, rows, cols, layout, () => draw() - 0.5);
        const sum = room(machine, rows, 1, compute, gap);
        const max = room(machine, rows, 1, compute, gap);
        const asm = machine.assembler();
        asm.rowSum(sum.operand, a.operand, rows, cols).rowMax(max.operand, a.operand, rows, cols);
        machine.run(asm.finish(), { threads });
        const row = (i: number): number[] => table(1, cols, (_, j) => round[compute](a.at(i, j)));
        close(
          sum.read(),
          table(rows, 1, (i) => row(i).reduce((s, v) => s + v, 0)),
          TOLERANCE[compute],
        );
        expect(max.read()).toEqual(table(rows, 1, (i) => Math.max(...row(i))));
        machine.release(mark);
      }),
      { numRuns: 200 },
    );
  });

  it("rows longer than a chunk are summed to the end", () => {
    const n = 3001;
    const x = dense(machine.alloc(2 * n), "bf16", n);
    machine.u16(x.ptr, n).fill(0x3f80); // 1.0
    machine.u16(x.ptr, n)[n - 1] = 0x7fc0; // NaN
    for (const [cols, sum, max] of [
      [n - 1, n - 1, 1],
      [n, Number.NaN, Number.NaN],
    ] as const) {
      const y = room(machine, 2, 1, "f32", 0);
      const second: Operand = { ...y.operand, ptr: y.operand.ptr + 4 };
      machine.run(machine.assembler().rowSum(y.operand, x, 1, cols).rowMax(second, x, 1, cols).finish());
      expect(y.read()).toEqual([sum, max]);
    }
  });

  it("layer norm and RMS norm are their definitions, in two passes", () => {
    const cases = fc.record({ ...shape, centred: fc.boolean(), offset: fc.constantFrom(0, 1000) });
    fc.assert(
      fc.property(cases, ({ rows, cols, layout, gap, compute, seed, threads, centred, offset }) => {
        const mark = machine.mark();
        const draw = stream(seed);
        const wide = { ...layout, dtype: "f64" as const };
        const a = place(machine, rows, cols, wide, () => Math.fround(draw() - 0.5 + offset));
        const epsilon = dense(machine.alloc(8), "f64", 1);
        machine.f64(epsilon.ptr, 1)[0] = 1e-3;
        const y = room(machine, rows, cols, compute, gap);
        const method = centred ? "layernorm" : "rmsnorm";
        machine.run(machine.assembler()[method](y.operand, a.operand, epsilon, rows, cols).finish(), { threads });
        const want = table(rows, cols, (i, j) => {
          const row = table(1, cols, (_, l) => a.at(i, l));
          const mean = centred ? row.reduce((s, v) => s + v, 0) / cols : 0;
          const variance = row.reduce((s, v) => s + (v - mean) ** 2, 0) / cols;
          return (a.at(i, j) - mean) / Math.sqrt(variance + 1e-3);
        });
        // In f32 the mean of entries near 1000 is uncertain by 1000·2^-24, and ε's root divides.
        close(y.read(), want, compute === "f64" ? 1e-10 : offset === 0 ? 2e-5 : 0.02);
        machine.release(mark);
      }),
      { numRuns: 200 },
    );
  });
});
