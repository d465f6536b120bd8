import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createMachine, type Machine } from "../../../src/runtime/wasm/machine.ts";
import { anyCompute, anyLayout, anySize, place, room, round, stream, table } from "./matrix.ts";

describe("matrices made from little", () => {
  let machine: Machine;
  beforeAll(async () => {
    machine = createMachine({ threads: 2 });
    await machine.ready();
  });
  afterAll(() => machine.close());

  const shape = { rows: anySize, cols: anySize, gap: fc.nat(2), compute: anyCompute, threads: fc.constantFrom(1, 2) };

  it("constants, columns' numbers and triangles", () => {
    const cases = fc.record({ ...shape, k: fc.integer({ min: -45, max: 45 }), value: fc.double() });
    fc.assert(
      fc.property(cases, ({ rows, cols, gap, compute, threads, k, value }) => {
        const mark = machine.mark();
        const [constant, iota, tri] = [0, 1, 2].map(() => room(machine, rows, cols, compute, gap));
        const asm = machine.assembler();
        asm.fill(constant!.operand, value, rows, cols).iota(iota!.operand, rows, cols).tri(tri!.operand, rows, cols, k);
        machine.run(asm.finish(), { threads });
        expect(constant!.read()).toEqual(table(rows, cols, () => round[compute](value)));
        expect(iota!.read()).toEqual(table(rows, cols, (_, j) => j));
        expect(tri!.read()).toEqual(table(rows, cols, (i, j) => (j <= i + k ? 1 : 0)));
        machine.release(mark);
      }),
      { numRuns: 200 },
    );
  });

  it("diagonal matrices and the identity", () => {
    const cases = fc.record({ ...shape, layout: anyLayout, seed: fc.nat() });
    fc.assert(
      fc.property(cases, ({ rows: n, gap, compute, threads, layout, seed }) => {
        const mark = machine.mark();
        const v = place(machine, n, 1, layout, stream(seed));
        const one = room(machine, n, n, compute, gap);
        const diag = room(machine, n, n, compute, gap);
        machine.run(machine.assembler().identity(one.operand, n).diag(diag.operand, v.operand, n).finish(), {
          threads,
        });
        expect(one.read()).toEqual(table(n, n, (i, j) => (i === j ? 1 : 0)));
        expect(diag.read()).toEqual(table(n, n, (i, j) => (i === j ? round[compute](v.at(i, 0)) : 0)));
        machine.release(mark);
      }),
      { numRuns: 200 },
    );
  });

  it("the Kronecker product", () => {
    const size = fc.nat(6);
    const cases = fc.record({ ...shape, m: size, n: size, p: size, q: size, left: anyLayout, right: anyLayout });
    fc.assert(
      fc.property(cases, ({ m, n, p, q, gap, compute, threads, left, right }) => {
        const mark = machine.mark();
        const draw = stream(7);
        const a = place(machine, m, n, left, draw);
        const b = place(machine, p, q, right, draw);
        const y = room(machine, m * p, n * q, compute, gap);
        machine.run(machine.assembler().kron(y.operand, a.operand, b.operand, m, n, p, q).finish(), { threads });
        const r = round[compute];
        const entry = (i: number, j: number) =>
          [a.at(Math.floor(i / p), Math.floor(j / q)), b.at(i % p, j % q)] as const;
        const want = table(m * p, n * q, (i, j) =>
          entry(i, j)
            .map(r)
            .reduce((x, y) => r(x * y)),
        );
        expect(y.read()).toEqual(want);
        machine.release(mark);
      }),
      { numRuns: 200 },
    );
  });

  it("a Kronecker factor longer than a chunk", () => {
    const q = 1500;
    const layout = { dtype: "f16", rowGap: 0, colGap: 0, transposed: false, shift: 2, repeat: "none" } as const;
    const draw = stream(3);
    const a = place(machine, 2, 3, layout, draw);
    const b = place(machine, 1, q, layout, draw);
    const y = room(machine, 2, 3 * q, "f64", 1);
    machine.run(machine.assembler().kron(y.operand, a.operand, b.operand, 2, 3, 1, q).finish());
    expect(y.read()).toEqual(table(2, 3 * q, (i, j) => a.at(i, Math.floor(j / q)) * b.at(0, j % q)));
  });

  it("gathered rows, of any dtype", () => {
    const cases = fc.record({ ...shape, source: fc.integer({ min: 1, max: 9 }), layout: anyLayout, seed: fc.nat() });
    fc.assert(
      fc.property(cases, ({ rows, cols, gap, compute, threads, source, layout, seed }) => {
        const mark = machine.mark();
        const draw = stream(seed);
        const a = place(machine, source, cols, layout, draw);
        const indices = machine.alloc(4 * rows);
        const numbers = table(rows, 1, () => Math.floor(draw() * source));
        machine.i32(indices, rows).set(numbers);
        const y = room(machine, rows, cols, compute, gap);
        machine.run(machine.assembler().gather(y.operand, a.operand, indices, rows, cols, source).finish(), {
          threads,
        });
        expect(y.read()).toEqual(table(rows, cols, (i, j) => round[compute](a.at(numbers[i]!, j))));
        machine.release(mark);
      }),
      { numRuns: 200 },
    );
  });

  it("a row number out of range is reported, and the machine goes on", () => {
    const layout = { dtype: "f32", rowGap: 0, colGap: 0, transposed: false, shift: 0, repeat: "none" } as const;
    const a = place(machine, 4, 2, layout, () => 1);
    const indices = machine.alloc(8);
    const y = room(machine, 2, 2, "f32", 0);
    const program = machine.assembler().gather(y.operand, a.operand, indices, 2, 2, 4).finish();
    for (const bad of [-1, 4]) {
      machine.i32(indices, 2).set([bad, 0]);
      expect(() => machine.run(program)).toThrow("gather: expected row numbers within the source");
      expect(y.read()).toEqual([Number.NaN, Number.NaN, 1, 1]);
    }
    machine.i32(indices, 2).set([3, 0]);
    expect(() => machine.run(program)).not.toThrow();
  });
});
