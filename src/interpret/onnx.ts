/**
 * The meaning of terms as an ONNX graph, in float32 or float64.
 *
 * The graph is read from the schedule: a shared node is one operation. Every
 * tensor has two axes, and each run gives the graph the values of its inputs.
 *
 * Law   running the graph gives what evaluateFloats gives, up to rounding.
 */
import { schedule } from "../term/schedule.ts";
import { indexText, type Term, type Variable } from "../term/term.ts";
import type { Dense, Precision } from "./dense.ts";
import { encodeModel, type OnnxGraph, type OnnxTensor } from "./onnx-encoding.ts";
import { layoutTest, type RoleOf, shapeOf } from "./onnx-layout.ts";
import { full, type Matrix, selected, written } from "./onnx-matrix.ts";
import { onnxArguments, operation } from "./onnx-operation.ts";
import { OnnxWriter } from "./onnx-writer.ts";

/** A graph, and which terms its names stand for; its i-th output is the value of the i-th term. */
export interface OnnxProgram {
  readonly graph: OnnxGraph;
  readonly inputs: readonly { readonly name: string; readonly variable: Variable }[];
  /** Data of the graph: parameters, and parameters put in place. */
  readonly parameters: readonly { readonly name: string; readonly term: Term }[];
}

/** Choices with plain defaults. */
export interface OnnxOptions {
  readonly precision?: Precision;
  /** Every variable is an input unless said otherwise. */
  readonly role?: RoleOf;
}

/**
 * The graph of terms that are unrolled (see `unroll`): sizes are numbers, and there are no binders.
 *
 * throws  Refusal for operations that ONNX does not have: opaque functions, inverse, det, rank; Fault when a term is not unrolled
 */
export function onnxProgram(roots: readonly Term[], options: OnnxOptions = {}): OnnxProgram {
  const { precision = "f32", role = () => "input" } = options;
  const writer = new OnnxWriter(precision);
  const leaves = leafWriter(writer, role);
  const argumentsOf = (term: Term): readonly Term[] => (leaves.isLeaf(term) ? [] : onnxArguments(term));
  const done = new Map<Term, Matrix>();
  for (const root of roots) {
    for (const term of schedule(root, { stop: (inner) => done.has(inner), argumentsOf })) {
      const args = argumentsOf(term).map((argument) => done.get(argument)!);
      done.set(term, leaves.isLeaf(term) ? leaves.write(term) : operation(writer, term, args));
    }
  }
  roots.forEach((root, i) => {
    const shape = shapeOf(root);
    writer.output(`Y${i}`, full(writer, done.get(root)!, ...shape).name(), shape);
  });
  return { graph: writer.graph("terms"), inputs: leaves.inputs, parameters: leaves.parameters };
}

/** A program as the bytes of an ONNX file, with its parameters in it. */
export function onnxFile({ graph, parameters }: OnnxProgram, parameter: (term: Term) => Dense): Uint8Array {
  const terms = new Map(parameters.map(({ name, term }) => [name, term]));
  const withData = (tensor: OnnxTensor): OnnxTensor => {
    const term = terms.get(tensor.name);
    if (term === undefined) return tensor;
    const { buffer, byteOffset, byteLength } = parameter(term).data;
    return { ...tensor, data: new Uint8Array(buffer, byteOffset, byteLength) };
  };
  return encodeModel({ ...graph, initialisers: graph.initialisers.map(withData) });
}

/** Writes what a graph is given: inputs and data. A transpose of data is left to the product that reads it. */
function leafWriter(writer: OnnxWriter, role: RoleOf) {
  const inputs: { name: string; variable: Variable }[] = [];
  const parameters: { name: string; term: Term }[] = [];
  const isLayout = layoutTest(role);
  const isLeaf = (term: Term): boolean => term.op === "variable" || (term.op !== "transpose" && isLayout(term));
  const given = (variable: Variable): Matrix => {
    const [rows, cols] = shapeOf(variable);
    const isSelection = role(variable) === "selection";
    const name = writer.input(
      nameOf(variable),
      isSelection ? "int32" : writer.float,
      isSelection ? [rows] : [rows, cols],
    );
    inputs.push({ name, variable });
    return isSelection ? selected(writer, name, rows, cols) : written(name, rows, cols);
  };
  const write = (term: Term): Matrix => {
    if (term.op === "variable" && role(term) !== "parameter") return given(term);
    const name = writer.parameter(nameOf(term), shapeOf(term));
    parameters.push({ name, term });
    return written(name, ...shapeOf(term));
  };
  return { inputs, parameters, isLeaf, write };
}

function nameOf(term: Term): string {
  return term.op === "variable" ? `${term.name}${indexText(term.index)}` : term.op;
}
