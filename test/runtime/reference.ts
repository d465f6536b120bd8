/** The stored reference runs of test/fixtures, and how far a model is from them. */
import { readFileSync } from "node:fs";
import type { Dense } from "../../src/interpret/dense.ts";
import { type Checkpoint, openCheckpoint } from "../../src/runtime/checkpoint.ts";
import { type Engine, plainEngine } from "../../src/runtime/engine.ts";
import type { LoadedModel } from "../../src/runtime/family.ts";
import { type RunOptions, runOf } from "../../src/runtime/run.ts";
import { decodeSafetensors, type TensorView, toFloat64 } from "../../src/runtime/safetensors.ts";

/** Families with a folder of fixtures, by `model_type`. */
export const FAMILIES = ["bert", "gpt2", "gpt_neox", "llama", "mistral", "qwen2", "gemma2", "notes"] as const;
export type FamilyName = (typeof FAMILIES)[number];

/** One reference run: what goes in, and the streams and logits that come out. */
export interface Reference {
  readonly ids: readonly number[];
  readonly options: RunOptions;
  readonly expected: readonly Float64Array[];
}

/** The checkpoint of a family's fixture. */
export function checkpointOf(family: FamilyName): Promise<Checkpoint> {
  return openCheckpoint(family === "notes" ? "checkpoints/induction" : `test/fixtures/families/${family}`);
}

/** The reference runs of a family; see test/fixtures/README.md. */
export function referencesOf(family: FamilyName): Reference[] {
  const folder = family === "notes" ? "induction" : `families/${family}`;
  const path = `test/fixtures/${folder}/expected.safetensors`;
  const tensors = decodeSafetensors(readFileSync(path), path);
  return ["", ".1", ".2"]
    .filter((suffix) => tensors.has(`input_ids${suffix}`))
    .map((suffix) => {
      const at = (name: string): TensorView => tensors.get(`${name}${suffix}`)!;
      const streams = [...tensors.keys()].filter((name) => new RegExp(`^hidden\\.\\d+${suffix}$`).test(name));
      return {
        ids: integers(at("input_ids")),
        options: tensors.has(`attention_mask${suffix}`)
          ? { keep: integers(at("attention_mask")), segments: integers(at("token_type_ids")) }
          : {},
        expected: [...streams.map((_, layer) => toFloat64(at(`hidden.${layer}`))), toFloat64(at("logits"))],
      };
    });
}

function integers({ buffer, byteOffset, byteLength }: TensorView): number[] {
  return Array.from(new BigInt64Array(buffer.slice(byteOffset, byteOffset + byteLength)), Number);
}

/** The largest difference of any stream or logit from the reference, over the largest entry of its tensor. */
export async function deviation(
  model: LoadedModel,
  { ids, options, expected }: Reference,
  engine: Engine = plainEngine(),
): Promise<number> {
  const run = runOf(model, ids, options);
  const values = await engine.evaluate([...run.streams, run.logits!], run.bindings, "f64");
  return Math.max(...values.map((value, i) => relative(value, expected[i]!)));
}

function relative({ data }: Dense, expected: Float64Array): number {
  if (data.length !== expected.length) return Number.POSITIVE_INFINITY;
  const largest = expected.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  return expected.reduce((most, x, i) => Math.max(most, Math.abs(x - data[i]!)), 0) / largest;
}
