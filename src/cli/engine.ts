/** The engine that a command runs on, by its name. */
import type { Region } from "../runtime/checkpoint.ts";
import { type Engine, plainEngine } from "../runtime/engine.ts";
import { Fault } from "../term/fault.ts";

/** An engine, and the memory that it wants checkpoints to be read into, when it has one of its own. */
export type ChosenEngine = Engine & { readonly allocate?: (bytes: number) => Region };

/**
 * The engine of a name.
 *
 * throws  Fault for another name, or when the engine's package is not installed
 */
export async function chooseEngine(name: string, _threads?: number): Promise<ChosenEngine> {
  switch (name) {
    case "plain":
      return plainEngine();
    default:
      throw new Fault({ op: "--engine", expected: "wasm, onnx or plain", received: name });
  }
}
