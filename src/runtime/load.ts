/** From a checkpoint to a model that runs: which family it is of, and its binding. Pure: it runs in a browser. */
import { Fault } from "../term/fault.ts";
import { BERT } from "./families/bert.ts";
import { GEMMA2 } from "./families/gemma2.ts";
import { GPT_NEOX } from "./families/gpt-neox.ts";
import { GPT2 } from "./families/gpt2.ts";
import { LLAMA, MISTRAL, QWEN2 } from "./families/llama.ts";
import { NOTES } from "./families/notes.ts";
import { bindFamily, type Family, type LoadedModel } from "./family.ts";
import type { Checkpoint } from "./folder.ts";

const FAMILIES: readonly Family[] = [BERT, GPT2, GPT_NEOX, LLAMA, MISTRAL, QWEN2, GEMMA2, NOTES];

/** The `model_type`s that can be loaded. */
export const MODEL_TYPES: readonly string[] = FAMILIES.map(({ modelType }) => modelType);

/**
 * A checkpoint as terms with values.
 *
 * throws  Fault when the family is not known, a field of the config is not modelled, or tensors do not fit
 */
export function loadModel(checkpoint: Pick<Checkpoint, "config" | "tensors" | "files">): LoadedModel {
  const { model_type } = checkpoint.config;
  const family = FAMILIES.find(({ modelType }) => modelType === model_type);
  if (family !== undefined) return bindFamily(family, checkpoint);
  throw new Fault({
    op: "config.json",
    expected: `a model_type among ${MODEL_TYPES.join(", ")}`,
    received: model_type === undefined ? "none" : JSON.stringify(model_type),
  });
}
