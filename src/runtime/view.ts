/**
 * A tensor as a view: a dtype, a shape and a span of a buffer that it does not own.
 *
 * Laws: elements are little-endian, in row-major order, without gaps, and at any
 * address (nothing promises alignment); `byteLength = product(shape) × size(dtype)`.
 * Decoding is exact, except float64 to float32, which rounds to nearest, ties to even.
 */
import { Fault } from "../term/fault.ts";

/** Bytes of one element, by dtype, in the order of the reference implementation. */
export const DTYPE_BYTES = {
  BOOL: 1,
  U8: 1,
  I8: 1,
  I16: 2,
  U16: 2,
  F16: 2,
  BF16: 2,
  I32: 4,
  U32: 4,
  F32: 4,
  F64: 8,
  I64: 8,
  U64: 8,
} as const;

/** The element types read here. */
export type Dtype = keyof typeof DTYPE_BYTES;

/** The element types that {@link toFloat64} and {@link toFloat32} decode. */
export type FloatDtype = "F16" | "BF16" | "F32" | "F64";

/** A named tensor: a span of a buffer, row-major and little-endian. */
export interface TensorView {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly byteOffset: number;
  readonly byteLength: number;
  readonly buffer: SharedArrayBuffer | ArrayBuffer;
}

type ReadElement = (data: DataView, byteOffset: number) => number;

const READ: Readonly<Record<FloatDtype, ReadElement>> = {
  F16: (data, at) => float16(data.getUint16(at, true)),
  BF16: (data, at) => bfloat16(data.getUint16(at, true)),
  F32: (data, at) => data.getFloat32(at, true),
  F64: (data, at) => data.getFloat64(at, true),
};

const bits = new Uint32Array(1); // the two are one cell: write its bits, read its value
const single = new Float32Array(bits.buffer);

const TWO_POW_112 = 2 ** 112; // 2^(127 − 15): between the exponent biases of float32 and float16

/**
 * The elements of a float tensor as a new float64 array, exactly.
 *
 * throws  Fault when the dtype is not a float
 */
export function toFloat64(view: TensorView): Float64Array {
  return decode(view, new Float64Array(elements(view)));
}

/**
 * The elements of a float tensor as a new float32 array: F64 rounds, the others are exact.
 *
 * throws  Fault when the dtype is not a float
 */
export function toFloat32(view: TensorView): Float32Array {
  return decode(view, new Float32Array(elements(view)));
}

/** Whether a dtype is one of the floats. */
export function isFloat(dtype: Dtype): dtype is FloatDtype {
  return dtype in READ;
}

/** Whether a name is a dtype read here. */
export function isDtype(name: string): name is Dtype {
  return Object.hasOwn(DTYPE_BYTES, name);
}

/**
 * The bytes a tensor takes, or undefined beyond 2⁵³ − 1.
 *
 * unit    bytes
 */
export function tensorBytes(dtype: Dtype, shape: readonly number[]): number | undefined {
  let bytes: number = DTYPE_BYTES[dtype];
  for (const size of shape) {
    bytes *= size;
    if (!Number.isSafeInteger(bytes)) return undefined;
  }
  return bytes;
}

/**
 * The number whose IEEE 754 binary16 encoding is `half`.
 *
 * Its exponent and fraction, put where float32 has them, spell 2⁻¹¹² times the number;
 * that holds for subnormals too, and fails only for the exponent of ∞ and NaN.
 */
export function float16(half: number): number {
  const magnitude = half & 0x7fff;
  if (magnitude > 0x7c00) return Number.NaN;
  bits[0] = magnitude << 13;
  const value = magnitude === 0x7c00 ? Number.POSITIVE_INFINITY : (single[0] as number) * TWO_POW_112;
  return half & 0x8000 ? -value : value;
}

/** The number whose bfloat16 encoding is `half`: the upper half of a float32. */
export function bfloat16(half: number): number {
  bits[0] = half << 16;
  return single[0] as number;
}

function elements(view: TensorView): number {
  return view.byteLength / DTYPE_BYTES[view.dtype];
}

function decode<Floats extends Float32Array | Float64Array>(view: TensorView, into: Floats): Floats {
  const { name, dtype, buffer, byteOffset, byteLength } = view;
  if (!isFloat(dtype)) throw new Fault({ op: `tensor ${name}`, expected: "a float dtype", received: dtype });
  const read = READ[dtype];
  const step = DTYPE_BYTES[dtype];
  const data = new DataView(buffer, byteOffset, byteLength);
  for (let i = 0; i < into.length; i++) into[i] = read(data, i * step);
  return into;
}
