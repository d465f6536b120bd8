/**
 * Runtimes: models that are not ours to read, only to run.
 *
 * Tokens go in by name, tensors come out by name. A function in this process,
 * an ONNX file, a Python process and our own term with a checkpoint all are
 * one; what is asked of them, and what must come back, is checked here, once.
 */
import type { Dense } from "../interpret/dense.ts";
import type { OptionalInput, RunPrecision, Traits } from "../model/traits.ts";
import { Fault } from "../term/fault.ts";

/** What is asked of a runtime. */
export interface Call {
  /** shape  B × C */
  readonly input_ids: readonly (readonly number[])[];
  readonly extra: Readonly<Partial<Record<OptionalInput, readonly (readonly number[])[]>>>;
  readonly outputs: readonly string[];
  readonly precision: RunPrecision;
  /** The name under which an earlier call was kept, to go on from. */
  readonly past?: string | undefined;
  /** The name under which this call is to be kept. */
  readonly keepAs?: string | undefined;
}

/** A tensor that came back. shape  B × C × any */
export interface Output {
  readonly shape: readonly number[];
  readonly data: Float32Array | Float64Array;
}

/** A model that can be run. */
export interface Runtime {
  readonly name: string;
  readonly description: string;
  readonly traits: Traits;
  /**
   * One run.
   *
   * throws  (as rejections) Fault when the model fails, is too slow or is gone
   */
  run(call: Call): Promise<Readonly<Record<string, Output>>>;
  /** Forgets what was kept. */
  forget(names: readonly string[]): Promise<void>;
  /** Ends it; nothing of it is left behind. */
  close(): Promise<void>;
}

/** A call in words, for errors. */
export function callText({ input_ids, outputs, precision, extra, past }: Call): string {
  const shape = `${input_ids.length} × ${input_ids[0]?.length ?? 0}`;
  const more = Object.keys(extra).map((name) => `, ${name}`);
  return `${outputs.join(", ")} of input_ids ${shape}${more.join("")} in ${precision === "f64" ? "float64" : "float32"}${past === undefined ? "" : ", after an earlier run"}`;
}

/**
 * Runs a call and checks what comes back.
 *
 * throws  Fault naming the runtime, the call and the output: one that is missing, of another dtype or shape
 */
export async function ask(runtime: Runtime, call: Call): Promise<Readonly<Record<string, Output>>> {
  const outputs = await runtime.run(call);
  for (const name of call.outputs) expectOutput(runtime, call, name, outputs[name]);
  return outputs;
}

function expectOutput({ name: op, traits }: Runtime, call: Call, name: string, output: Output | undefined): void {
  const asked = `${op}: ${callText(call)}`;
  if (output === undefined)
    throw new Fault({ op: asked, expected: `an output ${name}`, received: "none of that name" });
  const { shape, data } = output;
  const [B, C] = [call.input_ids.length, call.input_ids[0]?.length ?? 0];
  const width = name === "logits" ? String(traits.vocabulary) : "any";
  const fits =
    shape.length === 3 && shape[0] === B && shape[1] === C && (name !== "logits" || shape[2] === traits.vocabulary);
  if (!fits || shape.reduce((product, n) => product * n, 1) !== data.length) {
    const next = "give a row for each token of each sequence, before any pooling";
    throw new Fault({
      op: asked,
      expected: `${name} of shape ${B} × ${C} × ${width}`,
      received: shape.join(" × "),
      next,
    });
  }
  const precision = data instanceof Float64Array ? "f64" : "f32";
  if (precision === call.precision) return;
  const next = `cast the model too, or list only ${precision === "f32" ? "float32" : "float64"} among its precisions`;
  throw new Fault({
    op: asked,
    expected: `${name} in ${dtypeText(call.precision)}`,
    received: dtypeText(precision),
    next,
  });
}

function dtypeText(precision: RunPrecision): string {
  return precision === "f64" ? "float64" : "float32";
}

/** One sequence of an output. shape  B × C × n → C × n */
export function sequenceOf({ shape, data }: Output, sequence: number): Dense {
  const [, rows = 0, cols = 0] = shape;
  return { rows, cols, data: data.subarray(sequence * rows * cols, (sequence + 1) * rows * cols) };
}
