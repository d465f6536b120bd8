/**
 * The engine over ONNX Runtime, the package `onnxruntime-node`, which a user
 * installs beside this one and which is loaded at the first run.
 *
 * Terms are compiled once for their sizes, the kinds of their values and the
 * tensors they are bound to; later runs with other values only run. A stored
 * tensor is data of the compiled graph, handed to the runtime beside the file
 * (a protocol buffer ends at two gigabytes); everything else is an input.
 */
import type { Dense, Precision } from "../interpret/dense.ts";
import { onnxProgram } from "../interpret/onnx.ts";
import { encodeModel, type OnnxTensor } from "../interpret/onnx-encoding.ts";
import { fuseProducts } from "../interpret/onnx-fusion.ts";
import { shapeOf } from "../interpret/onnx-layout.ts";
import { onnxArguments } from "../interpret/onnx-operation.ts";
import type { Bindings } from "../term/binding.ts";
import type { Sizes } from "../term/dimension.ts";
import { Fault, Refusal } from "../term/fault.ts";
import { schedule } from "../term/schedule.ts";
import { indexText, type Term, type Variable } from "../term/term.ts";
import { unroll } from "../term/unroll.ts";
import { type Engine, expectColumns, isSelection, isStrided, type Strided, toDense, type Value } from "./engine.ts";
import { placedData } from "./onnx-data.ts";
import { Recent } from "./recent.ts";

/** What is used of the package `onnxruntime-node`. */
export interface OnnxRuntime {
  readonly InferenceSession: { create(model: Uint8Array, options: object): Promise<OnnxSession> };
  readonly Tensor: new (
    type: "float32" | "float64" | "int32",
    data: Dense["data"] | Int32Array,
    dims: readonly number[],
  ) => object;
}

/** A graph that the runtime has loaded. */
export interface OnnxSession {
  run(feeds: Readonly<Record<string, object>>): Promise<Readonly<Record<string, { readonly data: unknown }>>>;
  release(): Promise<void>;
}

/** Choices with plain defaults. */
export interface OnnxEngineOptions {
  /** Threads of one operation; the runtime's choice by default. */
  readonly threads?: number;
  /** How many compiled graphs are kept, the latest used. */
  readonly graphs?: number;
  /** What the data of all kept graphs may take; the latest is kept whatever it takes. unit  bytes */
  readonly bytes?: number;
  /** How the runtime is found. */
  readonly load?: () => Promise<OnnxRuntime>;
}

const TWO_GIGABYTES = 2 ** 31;

/**
 * ONNX Runtime on this machine's processor.
 *
 * throws  (as rejections) Fault when the package is not installed; Refusal for opaque functions, inverse, det and rank
 */
export function onnxEngine(options: OnnxEngineOptions = {}): Engine {
  const { graphs: count = 16, bytes: weight = TWO_GIGABYTES, load = importRuntime } = options;
  const plans = new Recent<Plan>({ count: 4 * count });
  const graphs = new Recent<Compiled>({ count, weight, weightOf: ({ bytes }) => bytes, dropped: releaseWhenIdle });
  const fingerprint = fingerprints();
  let runtime: Promise<OnnxRuntime> | undefined;
  return {
    name: "onnx",
    description: "ONNX Runtime on the processor, one compiled graph for each shape",
    evaluate: async (terms, bindings, precision) => {
      runtime ??= load();
      const loaded = await runtime;
      const key = [precision, ...terms.map(({ id }) => id), sizesText(bindings.sizes)].join(" ");
      const plan = plans.get(key, () => planOf(terms, bindings.sizes));
      const values = new Map(plan.variables.map((variable) => [variable, boundValue(variable, bindings)]));
      const full = [key, ...[...values.values()].map(fingerprint)].join(" ");
      const graph = graphs.get(full, () => compile(loaded, plan, { values, precision, threads: options.threads }));
      const results = run(loaded, graph, plan, values, precision);
      graph.idle = Promise.allSettled([graph.idle, results]);
      return results;
    },
    close: async () => {
      await Promise.all(graphs.takeAll().map(releaseWhenIdle));
    },
  };
}

async function importRuntime(): Promise<OnnxRuntime> {
  try {
    const runtime: unknown = await import("onnxruntime-node");
    return runtime as OnnxRuntime; // its own types tie each element type to its arrays; ours is the part that we use
  } catch (cause) {
    throw missingRuntime(cause);
  }
}

/** The mistake of asking for this engine without its package. */
export function missingRuntime(cause: unknown): Fault {
  const received = cause instanceof Error ? cause.message.split("\n")[0]! : String(cause);
  const next = "npm install onnxruntime-node, or choose another engine";
  return new Fault({ op: "onnx engine", expected: "the package onnxruntime-node", received, next }, { cause });
}

/** Terms at their sizes, and what they are of. */
interface Plan {
  readonly roots: readonly Term[];
  readonly variables: readonly Variable[];
}

function planOf(terms: readonly Term[], sizes: Sizes): Plan {
  const roots = terms.map((term) => unroll(term, sizes));
  const found = new Set<Term>();
  for (const root of roots) {
    for (const term of schedule(root, { stop: (inner) => found.has(inner), argumentsOf: onnxArguments }))
      found.add(term);
  }
  return { roots, variables: [...found].filter((term) => term.op === "variable") };
}

function sizesText(sizes: Sizes): string {
  return Object.keys(sizes)
    .sort()
    .map((symbol) => `${symbol}=${sizes[symbol]}`)
    .join(",");
}

type Values = ReadonlyMap<Variable, Value>;

function boundValue(variable: Variable, bindings: Bindings<Value>): Value {
  const value = bindings.variable(variable);
  const [rows, cols] = shapeOf(variable);
  if (isSelection(value)) expectColumns(value);
  if (value.rows === rows && value.cols === cols && !("data" in value && value.data.length !== rows * cols))
    return value;
  const op = `value of ${variable.name}${indexText(variable.index)}`;
  throw new Fault({ op, expected: `${rows} × ${cols}`, received: `${value.rows} × ${value.cols}` });
}

/** What of a value is compiled in: of an input only that it is one, of a stored tensor where it is. */
function fingerprints(): (value: Value) => string {
  const buffers = new WeakMap<Strided["buffer"], number>();
  let count = 0;
  const numberOf = (buffer: Strided["buffer"]): number => {
    if (!buffers.has(buffer)) buffers.set(buffer, count++);
    return buffers.get(buffer)!;
  };
  return (value) => {
    if (!isStrided(value)) return isSelection(value) ? "s" : "i";
    const { buffer, dtype, byteOffset, rowStride, colStride } = value;
    return `${numberOf(buffer)}:${dtype}:${byteOffset}:${rowStride}:${colStride}`;
  };
}

/** A graph in the runtime. */
interface Compiled {
  readonly session: Promise<OnnxSession>;
  readonly inputs: readonly { readonly name: string; readonly variable: Variable }[];
  readonly bytes: number;
  /** Settles when nothing runs. */
  idle: Promise<unknown>;
}

/**
 * What the runtime may rewrite: in float64 not what leads out of the standard, since it makes QuickGelu of
 * `x · sigmoid(x)` and then finds that it has none for doubles.
 */
const OPTIMIZATION: Readonly<Record<Precision, string>> = { f32: "all", f64: "basic" };

/** Of the runtime's five levels of severity, the fourth. */
const ERRORS_ONLY = 3;

/** Data of fewer bytes go into the file; the runtime reads them when it infers shapes and folds constants. */
const SMALL_DATA = 1 << 16;

interface Compilation {
  readonly values: Values;
  readonly precision: Precision;
  readonly threads: number | undefined;
}

function compile(
  { InferenceSession }: OnnxRuntime,
  { roots }: Plan,
  { values, precision, threads }: Compilation,
): Compiled {
  const role = (variable: Variable) => roleOf(values.get(variable)!);
  const { graph, inputs, parameters } = onnxProgram(fuseProducts(roots, role), { precision, role });
  const tensor = (variable: Variable): Strided => values.get(variable) as Strided; // its role is parameter
  const data = new Map(parameters.map(({ name, term }) => [name, bytesOf(placedData(term, tensor, precision))]));
  const isSmall = ({ name }: OnnxTensor): boolean => data.has(name) && data.get(name)!.length < SMALL_DATA;
  const initialisers = graph.initialisers.map((one) => (isSmall(one) ? { ...one, data: data.get(one.name)! } : one));
  const externalData = graph.initialisers
    .filter((one) => data.has(one.name) && !isSmall(one))
    .map(({ name }) => ({ path: name, data: data.get(name)! }));
  const options = {
    executionProviders: ["cpu"],
    graphOptimizationLevel: OPTIMIZATION[precision],
    logSeverityLevel: ERRORS_ONLY,
    externalData,
    ...(threads === undefined ? {} : { intraOpNumThreads: threads }),
  };
  const session = InferenceSession.create(encodeModel({ ...graph, initialisers }), options).catch((cause: Error) => {
    throw new Refusal("onnx", "graph", cause.message);
  });
  return { session, inputs, bytes: externalData.reduce((sum, { data }) => sum + data.length, 0), idle: session };
}

function roleOf(value: Value): "input" | "selection" | "parameter" {
  if (isStrided(value)) return "parameter";
  return isSelection(value) ? "selection" : "input";
}

function bytesOf({ data: { buffer, byteOffset, byteLength } }: Dense): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

async function run(
  { Tensor }: OnnxRuntime,
  { session, inputs }: Compiled,
  { roots }: Plan,
  values: Values,
  precision: Precision,
): Promise<Dense[]> {
  const feed = (value: Value): object =>
    isSelection(value)
      ? new Tensor("int32", value.indices, [value.rows])
      : new Tensor(precision === "f64" ? "float64" : "float32", toDense(value, precision).data, [
          value.rows,
          value.cols,
        ]);
  const feeds = Object.fromEntries(inputs.map(({ name, variable }) => [name, feed(values.get(variable)!)]));
  const results = await (await session).run(feeds);
  return roots.map((root, i) => {
    const [rows, cols] = shapeOf(root);
    return { rows, cols, data: results[`Y${i}`]!.data as Dense["data"] }; // the graph's outputs have the precision's type
  });
}

async function releaseWhenIdle({ session, idle }: Compiled): Promise<void> {
  const settled = await Promise.allSettled([idle, session]);
  const [, loaded] = settled;
  if (loaded.status === "fulfilled") await loaded.value.release();
}
