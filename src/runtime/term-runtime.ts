/** Our own term with a checkpoint, as a runtime: what others are compared with, and a model like any other. */

import type { Architecture } from "../model/architecture.ts";
import type { OptionalInput, Traits } from "../model/traits.ts";
import { evaluateDim } from "../term/dimension.ts";
import { symbolsOf } from "../term/schedule.ts";
import type { Term } from "../term/term.ts";
import type { Engine } from "./engine.ts";
import type { LoadedModel } from "./family.ts";
import { type RunOptions, runOf } from "./run.ts";
import type { Call, Output, Runtime } from "./runtime.ts";

/** A loaded model on an engine; it shows its residual stream and, unless it is an encoder without a head, its logits. */
export function termRuntime(name: string, model: LoadedModel, engine: Engine): Runtime {
  const traits = traitsOf(model);
  return {
    name,
    description: `${model.family}, as a term, on ${engine.description}`,
    traits,
    run: async (call) => {
      const sequences: (readonly Output[])[] = [];
      for (const [b, ids] of call.input_ids.entries())
        sequences.push(await outputsOf(model, engine, ids, optionsOf(call, b), call));
      const named = call.outputs.map(
        (output, i) => [output, stacked(sequences.map((outputs) => outputs[i]!))] as const,
      );
      return Object.fromEntries(named);
    },
    forget: async () => undefined,
    close: async () => undefined,
  };
}

function traitsOf({ architecture, sizes }: LoadedModel): Traits {
  const { position } = architecture;
  const layers = architecture.layers.reduce((product, size) => product * evaluateDim(size, sizes), 1);
  const streams = Array.from({ length: layers + 1 }, (_, i) => `hidden_states.${i}`);
  const placed: readonly OptionalInput[] =
    position.kind === "rotary" || position.kind === "sinusoidal" ? ["position_ids"] : [];
  return {
    vocabulary: evaluateDim(architecture.vocabulary, sizes),
    causal: architecture.causal,
    positions: position.kind === "none" ? "none" : position.kind === "rotary" ? "relative" : "absolute",
    inputs: ["attention_mask", ...placed],
    outputs: architecture.unembed === undefined ? streams : [...streams, "logits"],
    precisions: ["f32", "f64"],
    cache: false,
    longest: sizes.T,
    window: windowOf(architecture, sizes),
  };
}

/** How far back the first layer sees, where its mask has a window. */
function windowOf({ context, layers }: Architecture, sizes: LoadedModel["sizes"]): number | undefined {
  const mask = context("C").mask(layers.map(() => 0));
  return mask !== undefined && symbolsOf(mask).includes("W") ? sizes.W : undefined;
}

function optionsOf({ extra }: Call, b: number): RunOptions {
  const [keep, positions] = [extra.attention_mask?.[b], extra.position_ids?.[b]];
  return { ...(keep === undefined ? {} : { keep }), ...(positions === undefined ? {} : { positions }) };
}

async function outputsOf(
  model: LoadedModel,
  engine: Engine,
  ids: readonly number[],
  options: RunOptions,
  { outputs, precision }: Call,
): Promise<readonly Output[]> {
  const run = runOf(model, ids, options);
  const terms = outputs.map((output): Term => {
    const stream = /^hidden_states\.(\d+)$/.exec(output);
    return stream === null ? run.logits! : run.streams[Number(stream[1])]!;
  });
  const values = await engine.evaluate(terms, run.bindings, precision);
  return values.map(({ rows, cols, data }) => ({ shape: [rows, cols], data }));
}

function stacked(parts: readonly Output[]): Output {
  const [{ shape, data: first }] = parts as readonly [Output];
  const data =
    first instanceof Float64Array
      ? new Float64Array(parts.length * first.length)
      : new Float32Array(parts.length * first.length);
  for (const [b, part] of parts.entries()) data.set(part.data, b * first.length);
  return { shape: [parts.length, ...shape], data };
}
