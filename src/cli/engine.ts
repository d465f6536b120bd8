/** The engine that a command runs on, by its name. */
import { type Engine, plainEngine } from "../runtime/engine.ts";
import { withFallback } from "../runtime/fallback.ts";
import type { MemoryPart } from "../runtime/wasm/arena.ts";
import type { WasmEngine } from "../runtime/wasm-engine.ts";
import { Fault } from "../term/fault.ts";

/** An engine, and the memory that it wants checkpoints to be read into, when it has one of its own, and shares it. */
export type ChosenEngine = Engine & Partial<Pick<WasmEngine, "allocate" | "parts">>;

/**
 * The engine of a name; operations that it does not have go to the float interpreter.
 *
 * throws  Fault for another name, or when the engine's package is not installed
 */
export async function chooseEngine(name: string, threads?: number, part?: MemoryPart): Promise<ChosenEngine> {
  const plain = plainEngine();
  const options = { ...(threads === undefined ? {} : { threads }), ...(part === undefined ? {} : { part }) };
  switch (name) {
    case "plain":
      return plain;
    case "wasm": {
      const { wasmEngine } = await import("../runtime/wasm-engine.ts");
      return withFallback(wasmEngine(options), plain);
    }
    case "onnx": {
      const { onnxEngine } = await import("../runtime/onnx.ts");
      return withFallback(onnxEngine(threads === undefined ? {} : { threads }), plain);
    }
    default:
      throw new Fault({ op: "--engine", expected: "wasm, onnx or plain", received: name });
  }
}
