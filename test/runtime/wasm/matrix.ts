/**
 * Random matrices in the machine's memory, with their values as plain numbers:
 * what the tests of the instructions start from.
 */

import fc from "fast-check";
import type { Machine } from "../../../src/runtime/wasm/machine.ts";
import { type Compute, DTYPE_BYTES, type Dtype, dense, type Operand } from "../../../src/runtime/wasm/operand.ts";

/** How a matrix lies: gaps between rows and columns, transposed, a shift of its pointer in bytes, repeats. */
export interface Layout {
  readonly dtype: Dtype;
  readonly rowGap: number;
  readonly colGap: number;
  readonly transposed: boolean;
  readonly shift: number;
  readonly repeat: "none" | "rows" | "columns" | "both";
}

export const anyDtype = fc.constantFrom<Dtype>("f64", "f32", "f16", "bf16");
export const anyCompute = fc.constantFrom<Compute>("f64", "f32");
export const anySize = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 4, max: 40 }));

export const anyLayout: fc.Arbitrary<Layout> = fc.record({
  dtype: anyDtype,
  rowGap: fc.integer({ min: 0, max: 3 }),
  colGap: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 3 })),
  transposed: fc.boolean(),
  shift: fc.constantFrom(0, 2, 6),
  repeat: fc.oneof(
    { weight: 4, arbitrary: fc.constant("none" as const) },
    fc.constantFrom("rows" as const, "columns" as const, "both" as const),
  ),
});

export interface Matrix {
  readonly operand: Operand;
  /** Element (i, j) as the machine must read it. */
  at(i: number, j: number): number;
}

/** mulberry32: a seeded stream of numbers in [0, 1). */
export function stream(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The value of a half's bits, by IEEE 754: the definition, not the kernel's trick. */
export function halfValue(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
}

export function bfloatValue(bits: number): number {
  return new Float32Array(new Uint32Array([bits << 16]).buffer)[0]!;
}

/** Writes one element and returns the value that was kept. */
function put(view: DataView, at: number, dtype: Dtype, value: number): number {
  if (dtype === "f64") view.setFloat64(at, value, true);
  else if (dtype === "f32") view.setFloat32(at, value, true);
  else {
    // bf16 is f32's upper half; for f16, take 6 bits of fraction and the exponent of |value| in [2^-14, 2^15).
    const bits = new Uint32Array(Float32Array.of(value).buffer)[0]!;
    const half = ((bits >>> 16) & 0x8000) | ((((bits >>> 23) & 255) - 112) << 10) | ((bits >>> 13) & 1023);
    const usable = dtype === "bf16" ? bits >>> 16 : Math.abs(value) < 2 ** -14 ? 0 : half;
    view.setUint16(at, usable, true);
    return dtype === "bf16" ? bfloatValue(usable) : halfValue(usable);
  }
  return dtype === "f64" ? value : Math.fround(value);
}

/** A rows × cols matrix of draws, laid out as told. */
export function place(machine: Machine, rows: number, cols: number, layout: Layout, draw: () => number): Matrix {
  const { dtype, transposed, repeat } = layout;
  const bytes = DTYPE_BYTES[dtype];
  const inner = transposed ? rows : cols;
  const outer = transposed ? cols : rows;
  const innerStride = 1 + layout.colGap;
  const outerStride = inner * innerStride + layout.rowGap;
  const ptr = machine.alloc((outer * outerStride + 1) * bytes + layout.shift) + layout.shift;
  const operand: Operand = {
    ptr,
    dtype,
    rowStride: repeat === "rows" || repeat === "both" ? 0 : transposed ? innerStride : outerStride,
    colStride: repeat === "columns" || repeat === "both" ? 0 : transposed ? outerStride : innerStride,
  };
  const view = new DataView(machine.u8(0, 1).buffer);
  const values = new Map<number, number>();
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) {
      const at = ptr + (i * operand.rowStride + j * operand.colStride) * bytes;
      if (!values.has(at)) values.set(at, put(view, at, dtype, draw()));
    }
  }
  return { operand, at: (i, j) => values.get(ptr + (i * operand.rowStride + j * operand.colStride) * bytes)! };
}

/** Room for a result, with a gap after each row that no instruction may touch. */
export interface Room {
  readonly operand: Operand;
  /** The result row by row; throws if a gap was written to. */
  read(): number[];
}

const UNTOUCHED = -12345;

export function room(machine: Machine, rows: number, cols: number, dtype: Compute, gap: number): Room {
  const stride = cols + gap;
  const length = rows * stride + 8;
  const ptr = machine.alloc(length * DTYPE_BYTES[dtype]);
  const view = () => (dtype === "f64" ? machine.f64(ptr, length) : machine.f32(ptr, length));
  view().fill(UNTOUCHED);
  return {
    operand: { ...dense(ptr, dtype, cols), rowStride: stride },
    read() {
      const all = Array.from(view());
      const inside = all.filter((_, at) => at < rows * stride && at % stride < cols);
      const outside = all.filter((_, at) => !(at < rows * stride && at % stride < cols));
      if (outside.some((value) => value !== UNTOUCHED)) throw new Error("a byte outside of the target was written");
      return inside;
    },
  };
}

export const round: Readonly<Record<Compute, (x: number) => number>> = { f64: (x) => x, f32: Math.fround };

/** f over all (i, j), row by row. */
export function table(rows: number, cols: number, f: (i: number, j: number) => number): number[] {
  return Array.from({ length: rows * cols }, (_, at) => f(Math.floor(at / cols), at % cols));
}
