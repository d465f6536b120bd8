import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TensorView } from "../../src/runtime/view.ts";
import { bfloat16, float16, tensorBytes, toFloat32, toFloat64 } from "../../src/runtime/view.ts";
import { Fault } from "../../src/term/fault.ts";

/** A view of typed data, `shift` bytes into a larger buffer. */
function viewOf(dtype: TensorView["dtype"], data: ArrayBufferView, shift = 0): TensorView {
  const buffer = new ArrayBuffer(shift + data.byteLength);
  new Uint8Array(buffer, shift).set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  return { name: "w", dtype, shape: [], byteOffset: shift, byteLength: data.byteLength, buffer };
}

/** IEEE 754 with so many exponent and fraction bits, from the standard's formula. */
function ieee(code: number, exponentBits: number, fractionBits: number): number {
  const sign = code >> (exponentBits + fractionBits) ? -1 : 1;
  const exponent = (code >> fractionBits) % 2 ** exponentBits;
  const fraction = (code % 2 ** fractionBits) / 2 ** fractionBits;
  const bias = 2 ** (exponentBits - 1) - 1;
  if (exponent === 2 ** exponentBits - 1) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return exponent === 0 ? sign * fraction * 2 ** (1 - bias) : sign * (1 + fraction) * 2 ** (exponent - bias);
}

describe("half floats", () => {
  it("decode the examples of the standard", () => {
    expect([0x3c00, 0xc000, 0x7bff, 0x0001, 0x0400, 0x3555].map(float16)).toEqual([
      1,
      -2,
      65504,
      2 ** -24,
      2 ** -14,
      0.333251953125,
    ]);
    expect([0x3f80, 0xc000, 0x0001, 0x7f7f].map(bfloat16)).toEqual([1, -2, 2 ** -133, 255 * 2 ** 120]);
  });

  it("decode all 65,536 codes as the standard's formula does", () => {
    const codes = Uint16Array.from({ length: 65_536 }, (_, code) => code);
    const same = (decoded: Float32Array | Float64Array, exponentBits: number, fractionBits: number) =>
      decoded.every((value, code) => Object.is(value, ieee(code, exponentBits, fractionBits)));
    expect(same(toFloat64(viewOf("F16", codes)), 5, 10)).toBe(true);
    expect(same(toFloat32(viewOf("F16", codes)), 5, 10)).toBe(true);
    expect(same(toFloat64(viewOf("BF16", codes)), 8, 7)).toBe(true);
    expect(same(toFloat32(viewOf("BF16", codes)), 8, 7)).toBe(true);
    expect(same(toFloat64(viewOf("F16", codes)), 8, 7)).toBe(false);
  });
});

describe("views", () => {
  it("decode at any address", () => {
    fc.assert(
      fc.property(fc.float32Array(), fc.float64Array(), fc.nat(9), (f32, f64, shift) => {
        expect(toFloat32(viewOf("F32", f32, shift))).toEqual(f32);
        expect(toFloat64(viewOf("F32", f32, shift))).toEqual(Float64Array.from(f32));
        expect(toFloat64(viewOf("F64", f64, shift))).toEqual(f64);
        expect(toFloat32(viewOf("F64", f64, shift))).toEqual(Float32Array.from(f64));
      }),
    );
  });

  it("decode from shared memory", () => {
    const buffer = new SharedArrayBuffer(8);
    new Float32Array(buffer)[1] = 3;
    expect(toFloat64({ name: "w", dtype: "F32", shape: [1], byteOffset: 4, byteLength: 4, buffer })).toEqual(
      Float64Array.of(3),
    );
  });

  it("do not decode integers", () => {
    const view = viewOf("I64", BigInt64Array.of(1n));
    expect(() => toFloat64(view)).toThrow(Fault);
    expect(() => toFloat32(view)).toThrow("tensor w: expected a float dtype, received I64");
  });
});

describe("tensorBytes", () => {
  it("is the product of sizes and width, or undefined beyond exact integers", () => {
    expect(tensorBytes("F16", [2, 3])).toBe(12);
    expect(tensorBytes("F64", [])).toBe(8);
    expect(tensorBytes("F32", [5, 0])).toBe(0);
    expect(tensorBytes("U8", [2 ** 53 - 1])).toBe(2 ** 53 - 1);
    expect(tensorBytes("I16", [2 ** 53 - 1])).toBeUndefined();
    expect(tensorBytes("U8", [2 ** 30, 2 ** 30])).toBeUndefined();
  });
});
