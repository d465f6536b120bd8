/**
 * Engines: what gives terms their values, at the speed of the machine.
 *
 * The float interpreter is the reference; an engine is a faster way to the
 * same numbers, up to rounding. An engine that cannot do an operation refuses
 * before it runs anything, so that a caller can go on with another engine.
 *
 * Laws
 *   - `evaluate` agrees with `evaluateFloats` up to rounding.
 *   - Results are new arrays; values that were bound are never written to.
 *   - A stored tensor is taken to be a parameter: an engine may keep a copy of
 *     it for as long as it is asked with the same buffer and the same place in it.
 */
import { type Dense, type Precision, precisionOf, toPrecision, zeroDense } from "../interpret/dense.ts";
import { evaluateFloats } from "../interpret/float.ts";
import type { Bindings } from "../term/binding.ts";
import type { Sizes } from "../term/dimension.ts";
import { Fault } from "../term/fault.ts";
import { symbolsOf } from "../term/schedule.ts";
import type { Term } from "../term/term.ts";
import { bfloat16, DTYPE_BYTES, type FloatDtype, float16 } from "./view.ts";

/** A stored tensor or part of one: entry (i, j) is at `byteOffset + (i·rowStride + j·colStride) · bytes`. */
export interface Strided {
  readonly buffer: ArrayBuffer | SharedArrayBuffer;
  readonly dtype: FloatDtype;
  readonly byteOffset: number;
  readonly rows: number;
  readonly cols: number;
  /** Elements from one row to the next. */
  readonly rowStride: number;
  /** Elements from one column to the next. */
  readonly colStride: number;
}

/** Rows of the identity: row i has its 1 in column `indices[i]`; a one-hot token matrix or a permutation. */
export interface Selection {
  readonly rows: number;
  readonly cols: number;
  readonly indices: Int32Array;
}

/** What an engine accepts as the value of a variable. */
export type Value = Dense | Strided | Selection;

/** A way to evaluate terms. */
export interface Engine {
  readonly name: string;
  readonly description: string;
  /**
   * The values of several terms, what they share computed once.
   *
   * throws  Fault when a size or value is missing or has another shape; Refusal, before anything runs, for an
   *         operation that the engine does not have (as rejections)
   */
  evaluate(terms: readonly Term[], bindings: Bindings<Value>, precision: Precision): Promise<Dense[]>;
  /** Frees what the engine holds; it is not used again. */
  close(): Promise<void>;
}

/** The engine of the float interpreter: slow, in a fixed order, the same on every machine. */
export function plainEngine(): Engine {
  return {
    name: "plain",
    description: "the float interpreter, in JavaScript",
    evaluate: async (terms, bindings, precision) =>
      evaluateFloats(terms, denseBindings(bindings, precision), precision),
    close: async () => {},
  };
}

/** Terms at sizes as a key: the same for the same terms, whatever else has a size. */
export function keyAt(terms: readonly Term[], sizes: Sizes): string {
  let key = "";
  for (const term of terms) {
    key += `;${term.id}`;
    for (const symbol of symbolsOf(term)) key += `,${sizes[symbol]}`;
  }
  return key;
}

/** Bindings whose values are dense matrices of a precision. Each is converted when it is asked for. */
export function denseBindings(bindings: Bindings<Value>, precision: Precision): Bindings<Dense> {
  const { sizes, variable, opaque } = bindings;
  const dense = { sizes, variable: (of: Parameters<typeof variable>[0]) => toDense(variable(of), precision) };
  return opaque === undefined
    ? dense
    : { ...dense, opaque: (fn, argument) => toDense(opaque(fn, argument), precision) };
}

/** Whether a value is a stored tensor: a parameter of a model. */
export function isStrided(value: Value): value is Strided {
  return "buffer" in value;
}

/** Whether a value is rows of the identity. */
export function isSelection(value: Value): value is Selection {
  return "indices" in value;
}

/**
 * A value as a dense matrix; the same object when it is one already. Only F64 to f32 rounds.
 *
 * throws  Fault when an index of a selection is not a column, or a tensor reaches beyond its buffer
 */
export function toDense(value: Value, precision: Precision): Dense {
  if (isSelection(value)) return selectionDense(value, precision);
  if (isStrided(value)) return stridedDense(value, precision);
  return toPrecision(value, precision);
}

/**
 * A dense matrix as the stored tensor that it is, without a copy: says that it is a parameter.
 *
 * shape   n × m → n × m
 */
export function stored(A: Dense): Strided {
  const { buffer, byteOffset } = A.data;
  const dtype = precisionOf(A) === "f64" ? "F64" : "F32";
  // a typed array's buffer is one of the two, whatever the library's type parameter says
  return {
    buffer: buffer as Strided["buffer"],
    dtype,
    byteOffset,
    rows: A.rows,
    cols: A.cols,
    rowStride: A.cols,
    colStride: 1,
  };
}

function selectionDense({ rows, cols, indices }: Selection, precision: Precision): Dense {
  expectColumns({ rows, cols, indices });
  const result = zeroDense(rows, cols, precision);
  for (let i = 0; i < rows; i++) result.data[i * cols + indices[i]!] = 1;
  return result;
}

/**
 * Checks that each row of a selection chooses a column.
 *
 * throws  Fault naming the first row that does not
 */
export function expectColumns({ rows, cols, indices }: Selection): void {
  if (indices.length !== rows)
    throw new Fault({ op: "selection", expected: `${rows} indices`, received: String(indices.length) });
  const outside = indices.findIndex((index) => index < 0 || index >= cols);
  if (outside >= 0)
    throw new Fault({
      op: "selection",
      expected: `indices from 0 to ${cols - 1}`,
      received: `${indices[outside]} in row ${outside}`,
    });
}

function stridedDense(tensor: Strided, precision: Precision): Dense {
  const { rows, cols, rowStride, colStride } = tensor;
  const result = zeroDense(rows, cols, precision);
  const read = elementReader(tensor);
  for (let i = 0, at = 0; i < rows; i++)
    for (let j = 0; j < cols; j++) result.data[at++] = read(i * rowStride + j * colStride);
  return result;
}

function expectInBuffer({ buffer, dtype, byteOffset, rows, cols, rowStride, colStride }: Strided): void {
  if (rows === 0 || cols === 0) return;
  const [far, aside] = [(rows - 1) * rowStride, (cols - 1) * colStride];
  const first = byteOffset + (Math.min(far, 0) + Math.min(aside, 0)) * DTYPE_BYTES[dtype];
  const end = byteOffset + (Math.max(far, 0) + Math.max(aside, 0) + 1) * DTYPE_BYTES[dtype];
  if (first < 0 || end > buffer.byteLength) {
    throw new Fault({
      op: "tensor",
      expected: `bytes within a buffer of ${buffer.byteLength}`,
      received: `bytes ${first} to ${end}`,
    });
  }
}

/**
 * Reads elements of a tensor by their distance from entry (0, 0), counted in elements.
 *
 * throws  Fault when the tensor reaches beyond its buffer
 */
export function elementReader(tensor: Strided): (at: number) => number {
  const { buffer, dtype, byteOffset } = tensor;
  expectInBuffer(tensor);
  const data = new DataView(buffer);
  if (dtype === "F32" && byteOffset % 4 === 0) {
    const floats = new Float32Array(buffer, 0, Math.floor(buffer.byteLength / 4));
    return (at) => floats[byteOffset / 4 + at]!;
  }
  switch (dtype) {
    case "F64":
      return (at) => data.getFloat64(byteOffset + at * 8, true);
    case "F32":
      return (at) => data.getFloat32(byteOffset + at * 4, true);
    case "F16":
      return (at) => float16(data.getUint16(byteOffset + at * 2, true));
    case "BF16":
      return (at) => bfloat16(data.getUint16(byteOffset + at * 2, true));
  }
}
