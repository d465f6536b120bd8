import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createMachine, type Machine } from "../../../src/runtime/wasm/machine.ts";
import { BINARY_MAPS, type BinaryMap, UNARY_MAPS, type UnaryMap } from "../../../src/runtime/wasm/maps.ts";
import { dense, diagonal, repeatedColumn, repeatedRow } from "../../../src/runtime/wasm/operand.ts";
import { anyCompute, anyLayout, anySize, place, room, round, stream, table } from "./matrix.ts";

type Exact = Exclude<UnaryMap, keyof typeof transcendental>;

/** One rounding: must agree to the bit. */
const exact: Record<Exact, (x: number, r: (x: number) => number) => number> = {
  copy: (x) => x,
  neg: (x) => -x,
  recip: (x, r) => r(1 / x),
  sqrt: (x, r) => r(Math.sqrt(x)),
  rsqrt: (x, r) => r(1 / r(Math.sqrt(x))),
  abs: Math.abs,
  square: (x, r) => r(x * x),
  sign: Math.sign,
  relu: (x) => Math.max(x, 0),
  round: (x) => {
    const above = Math.ceil(x);
    const below = Math.floor(x);
    if (above - x !== x - below) return above - x < x - below ? above : below;
    return above % 2 === 0 ? above : below;
  },
};

/** Near the library's value; accuracy itself is measured in accuracy.test.ts. */
const transcendental = {
  exp: Math.exp,
  log: Math.log,
  tanh: Math.tanh,
  sigmoid: (x: number) => 1 / (1 + Math.exp(-x)),
  silu: (x: number) => x / (1 + Math.exp(-x)),
  sin: Math.sin,
  cos: Math.cos,
  gelu_tanh: (x: number) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
  erf,
  gelu: (x: number) => 0.5 * x * (1 + erf(x * Math.SQRT1_2)),
} as const;

/** The power series, good to 1e-13 for |x| ≤ 3. */
function erf(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; n < 80; n++) {
    term *= (-x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

const pairs: Record<BinaryMap, (a: number, b: number) => number> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  max: Math.max,
  min: Math.min,
};

describe("elementwise maps", () => {
  let machine: Machine;
  beforeAll(async () => {
    machine = createMachine({ threads: 2 });
    await machine.ready();
  });
  afterAll(() => machine.close());

  const shape = { rows: anySize, cols: anySize, gap: fc.nat(2), compute: anyCompute, seed: fc.nat() };
  const threads = fc.constantFrom(1, 2);

  it("one operand: every map, dtype and stride, element for element", () => {
    const cases = fc.record({ ...shape, map: fc.constantFrom(...UNARY_MAPS), layout: anyLayout, threads });
    fc.assert(
      fc.property(cases, ({ rows, cols, gap, compute, seed, map, layout, threads }) => {
        const mark = machine.mark();
        const draw = stream(seed);
        const a = place(machine, rows, cols, layout, () => (draw() - 0.5) * 4);
        const y = room(machine, rows, cols, compute, gap);
        machine.run(machine.assembler().unary(map, y.operand, a.operand, rows, cols).finish(), { threads });
        const got = y.read();
        const r = round[compute];
        if (map in exact) {
          expect(got).toEqual(table(rows, cols, (i, j) => exact[map as Exact](r(a.at(i, j)), r)));
        } else {
          const f = transcendental[map as keyof typeof transcendental];
          const want = table(rows, cols, (i, j) => f(r(a.at(i, j))));
          const tolerance = compute === "f64" ? 1e-12 : 1.3e-7;
          got.forEach((y, at) => {
            if (!Number.isFinite(want[at]!))
              expect(y).toBe(want[at]); // log 0 among the halves that are drawn
            else expect(Math.abs(y - want[at]!)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(want[at]!)));
          });
        }
        machine.release(mark);
      }),
      { numRuns: 600 },
    );
  });

  it("two operands: every map, dtype and stride, to the bit", () => {
    const cases = fc.record({
      ...shape,
      map: fc.constantFrom(...BINARY_MAPS),
      left: anyLayout,
      right: anyLayout,
      threads,
    });
    fc.assert(
      fc.property(cases, ({ rows, cols, gap, compute, seed, map, left, right, threads }) => {
        const mark = machine.mark();
        const draw = stream(seed);
        const a = place(machine, rows, cols, left, () => draw() - 0.5);
        const b = place(machine, rows, cols, right, () => draw() - 0.5);
        const y = room(machine, rows, cols, compute, gap);
        machine.run(machine.assembler().binary(map, y.operand, a.operand, b.operand, rows, cols).finish(), { threads });
        const r = round[compute];
        expect(y.read()).toEqual(table(rows, cols, (i, j) => r(pairs[map](r(a.at(i, j)), r(b.at(i, j))))));
        machine.release(mark);
      }),
      { numRuns: 400 },
    );
  });

  it("rows longer than a chunk are worked off in pieces", () => {
    const n = 2500;
    const x = dense(machine.alloc(8 * n), "f64", n);
    machine.f64(x.ptr, n).set(table(1, n, (_, j) => j / 7));
    const y = room(machine, 1, n, "f32", 0);
    machine.run(machine.assembler().unary("neg", y.operand, x, 1, n).finish(), { threads: 2 });
    expect(y.read()).toEqual(table(1, n, (_, j) => -Math.fround(j / 7)));
  });

  it("special values: the definitions' limits, NaN in NaN out", () => {
    const inf = Number.POSITIVE_INFINITY;
    const nan = Number.NaN;
    const inputs = [nan, inf, -inf, 0, -0, 1e308, -1e308, 5e-324];
    const want: Partial<Record<UnaryMap, readonly number[]>> = {
      exp: [nan, inf, 0, 1, 1, inf, 0, 1],
      log: [nan, inf, nan, -inf, -inf, Math.log(1e308), nan, -744.4400719213812],
      tanh: [nan, 1, -1, 0, -0, 1, -1, 5e-324],
      sigmoid: [nan, 1, 0, 0.5, 0.5, 1, 0, 0.5],
      erf: [nan, 1, -1, 0, -0, 1, -1, 5e-324],
      sign: [nan, 1, -1, 0, -0, 1, -1, 1],
      relu: [nan, inf, 0, 0, 0, 1e308, 0, 5e-324],
      recip: [nan, 0, -0, inf, -inf, 1 / 1e308, -1 / 1e308, inf],
      sqrt: [nan, inf, nan, 0, -0, 1e154, nan, Math.sqrt(5e-324)],
      gelu: [nan, inf, nan, 0, -0, 1e308, -0, 0],
      silu: [nan, inf, nan, 0, -0, 1e308, -0, 0],
    };
    const x = dense(machine.alloc(8 * inputs.length), "f64", inputs.length);
    machine.f64(x.ptr, inputs.length).set(inputs);
    for (const [map, values] of Object.entries(want)) {
      const y = room(machine, 1, inputs.length, "f64", 0);
      machine.run(
        machine
          .assembler()
          .unary(map as UnaryMap, y.operand, x, 1, inputs.length)
          .finish(),
      );
      expect(y.read(), map).toEqual(values);
    }
    for (const map of ["sin", "cos"] as const) {
      const y = room(machine, 1, inputs.length, "f64", 0);
      machine.run(machine.assembler().unary(map, y.operand, x, 1, inputs.length).finish());
      const [a, b, c, zero, minus, huge] = y.read();
      expect([a, b, c]).toEqual([nan, nan, nan]);
      expect([zero, minus]).toEqual(map === "sin" ? [0, -0] : [1, 1]);
      expect(Math.abs(huge!)).toBeLessThanOrEqual(1);
    }
  });

  it("max and min of a NaN are NaN, on either side", () => {
    const a = dense(machine.alloc(64), "f32", 4);
    const b = dense(machine.alloc(64), "f32", 4);
    machine.f32(a.ptr, 4).set([Number.NaN, 1, 2, -0]);
    machine.f32(b.ptr, 4).set([1, Number.NaN, 3, 0]);
    const high = room(machine, 1, 4, "f32", 0);
    const low = room(machine, 1, 4, "f32", 0);
    machine.run(
      machine.assembler().binary("max", high.operand, a, b, 1, 4).binary("min", low.operand, a, b, 1, 4).finish(),
    );
    expect(high.read()).toEqual([Number.NaN, Number.NaN, 3, 0]);
    expect(low.read()).toEqual([Number.NaN, Number.NaN, 2, -0]);
  });

  it("works in place, element for element", () => {
    const x = dense(machine.alloc(8 * 15), "f64", 5);
    machine.f64(x.ptr, 15).set(table(3, 5, (i, j) => i + j));
    machine.run(machine.assembler().unary("square", x, x, 3, 5).binary("add", x, x, repeatedColumn(x), 1, 1).finish());
    expect(Array.from(machine.f64(x.ptr, 15))).toEqual(table(3, 5, (i, j) => (i + j) ** 2));
  });

  it("a diagonal is a view", () => {
    const x = dense(machine.alloc(8 * 9), "f64", 3);
    machine.f64(x.ptr, 9).set([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const y = room(machine, 3, 1, "f64", 0);
    const sums = room(machine, 3, 3, "f64", 0);
    const program = machine
      .assembler()
      .unary("copy", y.operand, diagonal(x), 3, 1)
      .binary("add", sums.operand, repeatedRow(x), repeatedColumn(x), 3, 3)
      .finish();
    machine.run(program);
    expect(y.read()).toEqual([1, 5, 9]);
    expect(sums.read()).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });
});
