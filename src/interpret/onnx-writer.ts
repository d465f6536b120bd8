/**
 * A graph in the making: operations in the order in which they are written,
 * constants once each.
 */
import type { Precision } from "./dense.ts";
import type { OnnxGraph, OnnxNode, OnnxPort, OnnxTensor, OnnxType } from "./onnx-encoding.ts";

/** Integers that an operation takes as a tensor: the axes of a sum, the sizes of a shape. */
type IntegerType = "int32" | "int64";

/** Writes nodes and names what they make. */
export class OnnxWriter {
  readonly precision: Precision;
  readonly #inputs: OnnxPort[] = [];
  readonly #outputs: OnnxPort[] = [];
  readonly #initialisers: OnnxTensor[] = [];
  readonly #nodes: OnnxNode[] = [];
  readonly #constants = new Map<string, string>();
  readonly #names = new Set<string>();

  constructor(precision: Precision) {
    this.precision = precision;
  }

  /** The element type of matrices. */
  get float(): OnnxType {
    return this.precision === "f64" ? "double" : "float";
  }

  /** An input of the graph; its name in it is the given one, made different where that is taken. */
  input(name: string, type: OnnxType, dims: readonly number[]): string {
    this.#inputs.push({ name: this.#fresh(name), type, dims });
    return this.#inputs.at(-1)!.name;
  }

  /** A tensor whose data are given later, under its name. */
  parameter(name: string, dims: readonly number[]): string {
    const own = this.#fresh(name);
    this.#initialisers.push({ name: own, type: this.float, dims, data: { location: own } });
    return own;
  }

  /** What an operation makes of named tensors. */
  node(op: string, inputs: readonly string[], attributes: OnnxNode["attributes"] = {}): string {
    const output = this.#fresh(`t${this.#nodes.length}`);
    this.#nodes.push({ op, inputs, outputs: [output], attributes });
    return output;
  }

  /** A matrix that the graph answers. */
  output(name: string, from: string, dims: readonly number[]): void {
    const own = this.#fresh(name);
    this.#nodes.push({ op: "Identity", inputs: [from], outputs: [own], attributes: {} });
    this.#outputs.push({ name: own, type: this.float, dims });
  }

  /** A 1 × 1 matrix. */
  scalar(value: number): string {
    const data = this.precision === "f64" ? Float64Array.of(value) : Float32Array.of(value);
    return this.#constant(`${Object.is(value, -0) ? "-0" : value}`, this.float, [1, 1], data);
  }

  /** A matrix without entries. */
  empty(rows: number, cols: number): string {
    return this.#constant(`empty|${rows}|${cols}`, this.float, [rows, cols], new Float64Array(0));
  }

  /** A list of integers. */
  integers(values: readonly number[], type: IntegerType = "int64", dims: readonly number[] = [values.length]): string {
    const data = type === "int64" ? BigInt64Array.from(values, BigInt) : Int32Array.from(values);
    return this.#constant(`${type}|${dims}|${values}`, type, dims, data);
  }

  /** Everything written so far. */
  graph(name: string): OnnxGraph {
    const [inputs, outputs, initialisers, nodes] = [this.#inputs, this.#outputs, this.#initialisers, this.#nodes];
    return { name, inputs, outputs, initialisers, nodes };
  }

  #constant(key: string, type: OnnxType, dims: readonly number[], values: ArrayBufferView): string {
    const known = this.#constants.get(key);
    if (known !== undefined) return known;
    const name = this.#fresh(`c${this.#constants.size}`);
    const data = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    this.#initialisers.push({ name, type, dims, data });
    this.#constants.set(key, name);
    return name;
  }

  #fresh(wanted: string): string {
    let name = wanted;
    for (let i = 1; this.#names.has(name); i++) name = `${wanted}_${i}`;
    this.#names.add(name);
    return name;
  }
}
