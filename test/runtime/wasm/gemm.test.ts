import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createMachine, type Machine } from "../../../src/runtime/wasm/machine.ts";
import { type Compute, dense } from "../../../src/runtime/wasm/operand.ts";
import {
  anyCompute,
  anyLayout,
  anySize,
  type Layout,
  type Matrix,
  place,
  room,
  round,
  stream,
  table,
} from "./matrix.ts";

/** The law: k in order, each product and each sum rounded. */
function ordered(
  a: Matrix,
  b: Matrix,
  m: number,
  k: number,
  n: number,
  compute: Compute,
  c: readonly number[],
): number[] {
  const r = round[compute];
  return table(m, n, (i, j) => {
    let sum = c[i * n + j]!;
    for (let l = 0; l < k; l++) sum = r(sum + r(r(a.at(i, l)) * r(b.at(l, j))));
    return sum;
  });
}

describe("gemm", () => {
  let machine: Machine;
  beforeAll(async () => {
    machine = createMachine({ threads: 2 });
    await machine.ready();
  });
  afterAll(() => machine.close());

  interface Case {
    readonly m: number;
    readonly k: number;
    readonly n: number;
    readonly compute: Compute;
    readonly left: Layout;
    readonly right: Layout;
    readonly gap: number;
    readonly accumulate: boolean;
    readonly seed: number;
  }

  const check = (x: Case): void => {
    const mark = machine.mark();
    const draw = stream(x.seed);
    const a = place(machine, x.m, x.k, x.left, () => draw() - 0.5);
    const b = place(machine, x.k, x.n, x.right, () => draw() - 0.5);
    const start = table(x.m, x.n, () => (x.accumulate ? Math.fround(draw()) : 0));
    const want = ordered(a, b, x.m, x.k, x.n, x.compute, start);
    for (const threads of [1, 2]) {
      const c = room(machine, x.m, x.n, x.compute, x.gap);
      if (x.accumulate) {
        const from = dense(machine.alloc(8 * start.length), "f64", x.n);
        machine.f64(from.ptr, start.length).set(start);
        machine.run(machine.assembler().unary("copy", c.operand, from, x.m, x.n).finish());
      }
      const { accumulate } = x;
      const program = machine.assembler().gemm(c.operand, a.operand, b.operand, x.m, x.k, x.n, { accumulate }).finish();
      machine.run(program, { threads });
      expect(c.read()).toEqual(want);
    }
    machine.release(mark);
  };

  const plain: Layout = { dtype: "f32", rowGap: 0, colGap: 0, transposed: false, shift: 0, repeat: "none" };

  it("is the ordered loop to the bit beyond every block's size", () => {
    const base = { left: plain, right: plain, gap: 0, accumulate: false, seed: 1 };
    for (const compute of ["f32", "f64"] as const) {
      check({ ...base, m: 131, k: 519, n: 137, compute });
      check({ ...base, m: 21, k: 300, n: 70, compute, right: { ...plain, transposed: true } });
      check({
        ...base,
        m: 9,
        k: 257,
        n: 73,
        compute,
        left: { ...plain, dtype: "f64" },
        right: { ...plain, dtype: "f64" },
      });
      check({ ...base, m: 150, k: 260, n: 1, compute });
    }
  });

  it("is the ordered loop to the bit at any size, stride and dtype, on one thread and on two", () => {
    const cases = fc.record<Case>({
      m: anySize,
      k: anySize,
      n: anySize,
      compute: anyCompute,
      left: anyLayout,
      right: anyLayout,
      gap: fc.nat(2),
      accumulate: fc.boolean(),
      seed: fc.nat(),
    });
    fc.assert(fc.property(cases, check), { numRuns: 400 });
  });

  it("propagates NaN and infinity as the loop does, and an empty sum is zero", () => {
    const values = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -0, 1];
    let at = 0;
    const special = () => values[at++ % values.length]!;
    for (const compute of ["f32", "f64"] as const) {
      const a = place(machine, 6, 5, plain, special);
      const b = place(machine, 5, 7, plain, special);
      const c = room(machine, 6, 7, compute, 0);
      machine.run(machine.assembler().gemm(c.operand, a.operand, b.operand, 6, 5, 7).finish());
      expect(c.read()).toEqual(
        ordered(
          a,
          b,
          6,
          5,
          7,
          compute,
          table(6, 7, () => 0),
        ),
      );
      const empty = room(machine, 2, 3, compute, 1);
      machine.run(machine.assembler().gemm(empty.operand, a.operand, b.operand, 2, 0, 3).finish());
      expect(empty.read()).toEqual([0, 0, 0, 0, 0, 0]);
    }
  });

  it("reads every half and bfloat exactly", async () => {
    const { bfloatValue, halfValue } = await import("./matrix.ts");
    const ptr = machine.alloc(2 * 65536);
    machine.u16(ptr, 65536).set(Uint16Array.from({ length: 65536 }, (_, bits) => bits));
    for (const [dtype, value] of [
      ["f16", halfValue],
      ["bf16", bfloatValue],
    ] as const) {
      for (const compute of ["f32", "f64"] as const) {
        const y = room(machine, 1, 65536, compute, 0);
        machine.run(
          machine
            .assembler()
            .unary("copy", y.operand, dense(ptr, dtype, 65536), 1, 65536)
            .finish(),
        );
        expect(y.read()).toEqual(Array.from({ length: 65536 }, (_, bits) => value(bits)));
      }
    }
  });
});
