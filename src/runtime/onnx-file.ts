/** A model in an ONNX file, run by ONNX Runtime (`onnxruntime-node`, installed beside this package). */
import { OPTIONAL_INPUTS, type OptionalInput, type Traits } from "../model/traits.ts";
import { Fault } from "../term/fault.ts";
import { missingRuntime } from "./onnx.ts";
import { type Call, callText, type Output, type Runtime } from "./runtime.ts";

/** What is used of the package `onnxruntime-node`. */
interface OnnxRuntime {
  readonly InferenceSession: { create(path: string, options: object): Promise<OnnxFile> };
  readonly Tensor: new (type: "int64", data: BigInt64Array, dims: readonly number[]) => object;
}

interface OnnxFile {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  run(
    feeds: Readonly<Record<string, object>>,
    fetches?: readonly string[],
  ): Promise<Readonly<Record<string, OnnxValue>>>;
  release(): Promise<void>;
}

interface OnnxValue {
  readonly type: string;
  readonly dims: readonly number[];
  readonly data: unknown;
}

const ERRORS_ONLY = 3; // of the runtime's five levels of severity, the fourth

/**
 * Opens a file. Its inputs are `input_ids` and of `attention_mask`, `position_ids`, `segment_ids` those that it has.
 *
 * throws  (as rejections) Fault when the package or the file is missing, the graph does not load, or takes other inputs
 */
export async function onnxFileRuntime(
  path: string,
  known: Partial<Pick<Traits, "causal" | "positions">> = {},
): Promise<Runtime> {
  const runtime = await import("onnxruntime-node").then(
    (module: unknown) => module as OnnxRuntime, // its own types tie each element type to its arrays; ours is the part that we use
    (cause: unknown) => {
      throw missingRuntime(cause);
    },
  );
  const file = await runtime.InferenceSession.create(path, {
    executionProviders: ["cpu"],
    logSeverityLevel: ERRORS_ONLY,
  }).catch((cause: Error) => {
    throw new Fault(
      { op: path, expected: "an ONNX file that loads", received: cause.message.split("\n")[0]! },
      { cause },
    );
  });
  const inputs = inputsOf(path, file.inputNames);
  const run = (call: Call): Promise<Readonly<Record<string, Output>>> => runFile(runtime, file, path, call);
  const result = file.outputNames.includes("logits") ? "logits" : file.outputNames.at(-1)!;
  const probe = await run({ input_ids: [[0]], extra: {}, outputs: [result], precision: "f32" });
  const { shape, data } = probe[result]!;
  return {
    name: path,
    description: "an ONNX file on ONNX Runtime",
    traits: {
      vocabulary: shape.at(-1)!,
      causal: known.causal ?? true,
      positions: known.positions ?? "absolute",
      inputs,
      outputs: file.outputNames,
      precisions: [data instanceof Float64Array ? "f64" : "f32"],
      cache: false,
    },
    run,
    forget: async () => undefined,
    close: () => file.release(),
  };
}

function inputsOf(path: string, names: readonly string[]): readonly OptionalInput[] {
  const known = ["input_ids", ...OPTIONAL_INPUTS];
  const strange = names.find((name) => !known.includes(name));
  if (strange !== undefined || !names.includes("input_ids")) {
    const next = "export it without a cache, with these names for its inputs";
    throw new Fault({ op: path, expected: `inputs among ${known.join(", ")}`, received: names.join(", "), next });
  }
  return OPTIONAL_INPUTS.filter((name) => names.includes(name));
}

/** What an input is when a call does not bring it: everything seen, places in order, one segment. */
const DEFAULTS: Readonly<Record<OptionalInput, (at: number) => number>> = {
  attention_mask: () => 1,
  position_ids: (at) => at,
  segment_ids: () => 0,
};

async function runFile(
  { Tensor }: OnnxRuntime,
  file: OnnxFile,
  path: string,
  call: Call,
): Promise<Readonly<Record<string, Output>>> {
  const { input_ids, extra, outputs } = call;
  const tensor = (rows: readonly (readonly number[])[]): object =>
    new Tensor("int64", BigInt64Array.from(rows.flat(), BigInt), [rows.length, rows[0]?.length ?? 0]);
  const given = (name: string): readonly (readonly number[])[] =>
    name === "input_ids"
      ? input_ids
      : (extra[name as OptionalInput] ??
        input_ids.map((row) => row.map((_, at) => DEFAULTS[name as OptionalInput](at))));
  const feeds = Object.fromEntries(file.inputNames.map((name) => [name, tensor(given(name))]));
  const op = `${path}: ${callText(call)}`;
  const values = await file.run(feeds, outputs).catch((cause: Error) => {
    throw new Fault({ op, expected: "a run", received: cause.message.split("\n")[0]! }, { cause });
  });
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, outputOf(op, name, value)]));
}

function outputOf(op: string, name: string, { type, dims, data }: OnnxValue): Output {
  if (data instanceof Float32Array || data instanceof Float64Array) return { shape: dims, data };
  throw new Fault({
    op,
    expected: `${name} in float32 or float64`,
    received: type,
    next: "export the model in float32",
  });
}
