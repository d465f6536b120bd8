/**
 * A model in a Python process, spoken to through `commutant_bridge`, the one file of Python in this package.
 *
 * The process is the user's own program, started because the user named it; what is printed there goes to standard
 * error and never between frames.
 */
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { OPTIONAL_INPUTS, POSITIONS, type Traits } from "../model/traits.ts";
import { Fault } from "../term/fault.ts";
import { encodeFrame, type Message } from "./frame.ts";
import { FramedProcess } from "./process.ts";
import { type Call, callText, type Output, type Runtime } from "./runtime.ts";
import type { TensorData } from "./safetensors.ts";
import { DTYPE_BYTES, type TensorView, toFloat32, toFloat64 } from "./view.ts";

/** The bridge that ships with the package. */
const BRIDGE = fileURLToPath(new URL("../../python/commutant_bridge.py", import.meta.url));

/** How a model is started. */
export interface PythonOptions {
  /** The file and the function in it that builds the model: `my_model.py:build`. */
  readonly target: string;
  /** The Python that runs it. */
  readonly interpreter?: string;
  /** How long an answer may take, the start included. unit  milliseconds */
  readonly timeout?: number;
}

const DEFAULT_TIMEOUT = 60_000; // milliseconds; loading a model takes most of it

const traitsSchema = z.strictObject({
  vocabulary: z.int().positive(),
  causal: z.boolean(),
  positions: z.enum(POSITIONS),
  inputs: z.array(z.enum(OPTIONAL_INPUTS)),
  outputs: z.array(z.string()).min(1),
  precisions: z.array(z.enum(["f32", "f64"])).min(1),
  cache: z.boolean(),
  longest: z.int().positive().optional(),
  window: z.int().positive().optional(),
});

/**
 * Starts a model.
 *
 * throws  (as rejections) Fault when Python, the file, the function or numpy is missing, or the model fails to build
 */
export async function pythonRuntime(options: PythonOptions): Promise<Runtime> {
  const { target, interpreter = "python3", timeout = DEFAULT_TIMEOUT } = options;
  const bridge = new FramedProcess({ name: target, command: interpreter, args: ["-u", BRIDGE, target], timeout });
  try {
    const hello = answered(target, "the model's traits", await bridge.exchange(undefined, "start"));
    const traits = traitsOf(target, hello);
    return {
      name: target,
      description: String(hello.says.description ?? "a Python model"),
      traits,
      run: async (call) => outputsOf(target, call, await bridge.exchange(frameOf(call), callText(call))),
      forget: async (names) => {
        answered(target, "forget", await bridge.exchange(encodeFrame({ forget: names }), "forget"));
      },
      close: () => bridge.close(),
    };
  } catch (error) {
    await bridge.close();
    throw error;
  }
}

function frameOf({ input_ids, extra, outputs, precision, past, keepAs }: Call): Uint8Array {
  const tensors = Object.entries({ input_ids, ...extra }).map(([name, rows]) => [name, integers(rows!)] as const);
  const kept = { past: past ?? null, keep_as: keepAs ?? null };
  return encodeFrame({ run: outputs, precision, ...kept }, Object.fromEntries(tensors));
}

function integers(rows: readonly (readonly number[])[]): TensorData {
  const data = BigInt64Array.from(rows.flat(), BigInt);
  return { dtype: "I64", shape: [rows.length, rows[0]?.length ?? 0], data };
}

/** An answer that is none of an error. */
function answered(op: string, asked: string, message: Message): Message {
  const { error } = message.says;
  if (error === undefined) return message;
  throw new Fault({
    op,
    expected: asked,
    received: `an error of the model:\n  ${String(error).trimEnd().replaceAll("\n", "\n  ")}`,
  });
}

function traitsOf(op: string, { says }: Message): Traits {
  const found = traitsSchema.safeParse(says.traits);
  if (found.success) return found.data;
  const [issue] = found.error.issues;
  throw new Fault({
    op: `${op}: traits.${issue!.path.join(".")}`,
    expected: issue!.message,
    received: JSON.stringify(says.traits),
  });
}

function outputsOf(op: string, call: Call, message: Message): Readonly<Record<string, Output>> {
  const { tensors } = answered(op, callText(call), message);
  return Object.fromEntries([...tensors].map(([name, view]) => [name, outputOf(`${op}: ${callText(call)}`, view)]));
}

function outputOf(op: string, view: TensorView): Output {
  const { name, dtype, shape, buffer, byteOffset, byteLength } = view;
  // a frame is nobody else's, so its floats are read where they lie when they lie well
  const isAligned = byteOffset % DTYPE_BYTES[dtype] === 0;
  if (dtype === "F64")
    return { shape, data: isAligned ? new Float64Array(buffer, byteOffset, byteLength / 8) : toFloat64(view) };
  if (dtype === "F32")
    return { shape, data: isAligned ? new Float32Array(buffer, byteOffset, byteLength / 4) : toFloat32(view) };
  throw new Fault({
    op,
    expected: `${name} in float32 or float64`,
    received: dtype,
    next: "cast it in the model's run",
  });
}
