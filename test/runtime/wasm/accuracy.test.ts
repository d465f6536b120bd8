/** Errors of the transcendental maps in units in the last place, against 106 bits (accuracy.json says whence). */

import { afterAll, describe, expect, it } from "vitest";
import { createMachine } from "../../../src/runtime/wasm/machine.ts";
import type { UnaryMap } from "../../../src/runtime/wasm/maps.ts";
import { type Compute, dense } from "../../../src/runtime/wasm/operand.ts";
import reference from "./accuracy.json" with { type: "json" };

/** unit  ulp; what the kernels' heads promise */
const BOUNDS: Record<keyof typeof reference.functions, number> = {
  exp: 0.7,
  log: 0.8,
  tanh: 1.3,
  sigmoid: 1.6,
  erf: 1.3,
  gelu: 10,
  sin: 0.8,
  cos: 0.8,
};

/** The gap between doubles, or singles, at |y|. */
function ulp(y: number, compute: Compute): number {
  const [digits, least] = compute === "f64" ? [52, -1074] : [23, -149];
  if (y === 0) return 2 ** least;
  let exponent = Math.floor(Math.log2(Math.abs(y)));
  if (2 ** exponent > Math.abs(y)) exponent -= 1;
  return 2 ** Math.max(exponent - digits, least);
}

describe("accuracy", () => {
  const machine = createMachine({ threads: 1 });
  afterAll(() => machine.close());

  const errors = (map: UnaryMap, rows: readonly (readonly number[])[], compute: Compute): number[] => {
    const n = rows.length;
    const x = dense(machine.alloc(8 * n), "f64", n);
    const y = dense(machine.alloc(8 * n), compute, n);
    machine.f64(x.ptr, n).set(rows.map((row) => row[0]!));
    machine.run(machine.assembler().unary(map, y, x, 1, n).finish());
    const got = compute === "f64" ? machine.f64(y.ptr, n) : machine.f32(y.ptr, n);
    return rows.map(([, high, low], i) => Math.abs(got[i]! - high! - low!) / ulp(high!, compute));
  };

  for (const [map, rows] of Object.entries(reference.functions)) {
    const bound = BOUNDS[map as keyof typeof reference.functions];

    it(`${map} in f64: at most ${bound} ulp`, () => {
      expect(Math.max(...errors(map as UnaryMap, rows, "f64"))).toBeLessThanOrEqual(bound);
    });

    it(`${map} in f32: rounded once from f64`, () => {
      // Where x is a single and f(x) in its range, the result is nearest but for ties the double could not see.
      const single = rows.filter(([x, y]) => Math.fround(x!) === x && Math.abs(y!) < 3.4e38);
      const rounded = rows
        .map(([x]) => Math.fround(x!))
        .filter((x) => Number.isFinite(x))
        .map((x) => [x] as const);
      expect(single.length === 0 || Math.max(...errors(map as UnaryMap, single, "f32")) <= 0.501).toBe(true);
      const n = rounded.length;
      const x = dense(machine.alloc(4 * n), "f32", n);
      machine.f32(x.ptr, n).set(rounded.map(([x]) => x));
      const wide = dense(machine.alloc(8 * n), "f64", n);
      const narrow = dense(machine.alloc(4 * n), "f32", n);
      machine.run(
        machine
          .assembler()
          .unary(map as UnaryMap, wide, x, 1, n)
          .unary(map as UnaryMap, narrow, x, 1, n)
          .finish(),
      );
      expect(Array.from(machine.f32(narrow.ptr, n))).toEqual(Array.from(machine.f64(wide.ptr, n), Math.fround));
    });
  }
});
