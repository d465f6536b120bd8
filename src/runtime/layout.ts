/**
 * Where parameters lie in tensors, as patterns.
 *
 *     "(H 0/3 d) E -> H: E d"
 *
 * reads: the tensor has two axes; its rows run over heads H, then over three
 * equal parts of which this is part 0, then over d; its columns over E. For
 * each head the parameter is E × d. A parameter is never copied: merged axes,
 * parts and transposes are strides.
 *
 * Notation   left of the arrow the tensor's axes, slowest first, those that are one axis of the tensor in brackets;
 *            `i/n` is part i of n; right of it the indices, a colon where there are any, then rows and columns;
 *            `1` is an axis of one, `E'` another axis as long as E. `{l}` in a tensor's name stands for the layer's number.
 */
import { Fault } from "../term/fault.ts";
import type { Strided } from "./engine.ts";
import { DTYPE_BYTES, type FloatDtype, type TensorView } from "./view.ts";

/** Each parameter with its tensor's name and the pattern of its place there. */
export type Layout = Readonly<Record<string, readonly [tensor: string, pattern: string]>>;

/** Sizes of the axes of patterns. */
export type Axes = Readonly<Record<string, number>>;

/** One axis of a parameter in its tensor. */
interface Axis {
  readonly size: number;
  /** Elements from one to the next. */
  readonly stride: number;
}

/** Where a parameter lies in its tensor. */
export interface Place {
  /** The shape that the tensor has. */
  readonly shape: readonly number[];
  /** Elements before the first one of the parameter. */
  readonly start: number;
  readonly index: readonly Axis[];
  readonly rows: Axis;
  readonly cols: Axis;
}

/**
 * The place that a pattern describes at these sizes.
 *
 * throws  Fault when an axis has no size, or a name on the right is not on the left
 */
export function placeOf(pattern: string, axes: Axes): Place {
  const [stored = "", wanted = ""] = pattern.split("->");
  const dimensions = Array.from(stored.matchAll(/\(([^)]*)\)|(\S+)/g), ([, merged, single]) =>
    (merged ?? single!)
      .trim()
      .split(/\s+/)
      .map((factor) => factorOf(pattern, factor, axes)),
  );
  const strides = new Map<string, Axis>([["1", { size: 1, stride: 0 }]]);
  let start = 0;
  let stride = 1;
  for (const { name, size, part } of dimensions.flat().reverse()) {
    if (part === undefined) strides.set(name, { size, stride });
    else start += part * stride;
    stride *= size;
  }
  const axisOf = (name: string): Axis => strides.get(name) ?? unknownAxis(pattern, name);
  const [indices, block] = wanted.includes(":") ? (wanted.split(":") as [string, string]) : ["", wanted];
  const [rows, cols] = block.trim().split(/\s+/).map(axisOf) as [Axis, Axis]; // a parameter is a matrix
  const index = indices.split(/\s+/).filter(Boolean).map(axisOf);
  const shape = dimensions.map((factors) => factors.reduce((product, { size }) => product * size, 1));
  return { shape, start, index, rows, cols };
}

/**
 * A parameter as a view of its tensor.
 *
 * throws  Fault when an index is not one of the place
 */
export function viewAt(name: string, tensor: TensorView, place: Place, index: readonly number[]): Strided {
  if (index.length !== place.index.length || index.some((i, at) => i < 0 || i >= place.index[at]!.size)) {
    const expected = `an index below [${place.index.map(({ size }) => size).join(", ")}]`;
    throw new Fault({ op: `parameter ${name}`, expected, received: `[${index.join(", ")}]` });
  }
  const dtype = tensor.dtype as FloatDtype; // expectTensors lets only floats pass
  const at = index.reduce((sum, i, axis) => sum + i * place.index[axis]!.stride, place.start);
  return {
    buffer: tensor.buffer,
    dtype,
    byteOffset: tensor.byteOffset + at * DTYPE_BYTES[dtype],
    rows: place.rows.size,
    cols: place.cols.size,
    rowStride: place.rows.stride,
    colStride: place.cols.stride,
  };
}

function factorOf(pattern: string, factor: string, axes: Axes): { name: string; size: number; part?: number } {
  const [part, parts] = factor.split("/");
  if (parts !== undefined) return { name: factor, size: Number(parts), part: Number(part) };
  const symbol = factor.replace(/'$/, "");
  const size = Object.hasOwn(axes, symbol) ? axes[symbol] : undefined;
  return { name: factor, size: size ?? unknownAxis(pattern, factor) };
}

function unknownAxis(pattern: string, name: string): never {
  throw new Fault({ op: "layout", expected: `a size for each axis of ${pattern}`, received: `none for ${name}` });
}
