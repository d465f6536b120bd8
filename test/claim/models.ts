/** Models with random weights, one for each family and each choice of the notes, and those that are stored. */
import type { Model } from "../../src/check/model.ts";
import { type Dense, tabulate } from "../../src/interpret/dense.ts";
import type { Architecture } from "../../src/model/architecture.ts";
import { bert } from "../../src/model/bert.ts";
import { gemma2 } from "../../src/model/gemma2.ts";
import { gptNeox } from "../../src/model/gpt-neox.ts";
import { gpt2 } from "../../src/model/gpt2.ts";
import { llama, mistral, qwen2 } from "../../src/model/llama.ts";
import { notes } from "../../src/model/notes.ts";
import { openModel } from "../../src/runtime/checkpoint.ts";
import { evaluateDim, type Sizes } from "../../src/term/dimension.ts";
import { indexText } from "../../src/term/term.ts";

/** Uniform numbers from 0 to 1 that a text determines (FNV-1a, then mulberry32). */
export function uniform(text: string): () => number {
  let state = 0x811c9dc5;
  for (const character of text) state = Math.imul(state ^ character.codePointAt(0)!, 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A matrix of standard normal float32 numbers that a text determines. shape  rows × cols */
export function gaussianMatrix(text: string, rows: number, cols: number): Dense {
  const next = uniform(text);
  return tabulate(rows, cols, "f64", () =>
    Math.fround(Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())),
  );
}

/** Far from the usual initialisation, so that a term that is missing moves the result instead of hiding. */
const WEIGHT = 0.5;

/** An architecture with random float32 weights, gains near 1. */
export function randomModel(name: string, architecture: Architecture, sizes: Sizes, seed = "1"): Model {
  const known = new Map<string, Dense>();
  return {
    name,
    architecture,
    bindings: {
      sizes,
      variable: (of) => {
        const key = `${seed} ${of.name}${indexText(of.index)}`;
        const value = known.get(key) ?? randomWeights(key, of.name, evaluateDim(of.rows, {}), evaluateDim(of.cols, {}));
        known.set(key, value);
        return value;
      },
    },
  };
}

function randomWeights(key: string, name: string, rows: number, cols: number): Dense {
  const middle = name.endsWith("_gain") ? 1 : 0;
  const draw = gaussianMatrix(key, rows, cols);
  return { ...draw, data: draw.data.map((x) => Math.fround(middle + WEIGHT * x)) };
}

const NOTES = { r: 3, d: 3, H: 2, F: 6, L: 2, V: 7 };
const FAMILY = { E: 6, d: 3, r: 2, s: 1, H: 2, K: 2, G: 2, F: 6, L: 2, V: 7, T: 10, S: 2, W: 3 };
/** Caps of Gemma 2, low enough to bend scores and logits. */
const CAPS = { scoreCap: 3, logitCap: 4 };

/** Small models of every kind, by name. */
export const RANDOM_MODELS: Readonly<Record<string, Model>> = {
  notes: randomModel("notes", notes(), NOTES),
  "notes without positions": randomModel("notes", notes({ position: "none" }), NOTES),
  "notes, causal": randomModel("notes", notes({ mask: "causal", norm: "pre" }), NOTES),
  "notes, causal, without positions": randomModel("notes", notes({ mask: "causal", position: "none" }), NOTES),
  "notes, post-norm": randomModel("notes", notes({ norm: "post", activation: "gelu" }), NOTES),
  bert: randomModel("bert", bert(), FAMILY),
  gpt2: randomModel("gpt2", gpt2(), FAMILY),
  gpt_neox: randomModel("gpt_neox", gptNeox(), FAMILY),
  llama: randomModel("llama", llama(), FAMILY),
  mistral: randomModel("mistral", mistral(), FAMILY),
  qwen2: randomModel("qwen2", qwen2(), FAMILY),
  gemma2: randomModel("gemma2", gemma2(CAPS), { ...FAMILY, L: 1 }),
};

/** Folders of stored models, by name. */
export const STORED_MODELS: Readonly<Record<string, string>> = {
  "stored induction": "checkpoints/induction",
  ...Object.fromEntries(
    ["bert", "gpt2", "gpt_neox", "llama", "mistral", "qwen2", "gemma2"].map((family) => [
      `stored ${family}`,
      `test/fixtures/families/${family}`,
    ]),
  ),
};

/** A model of either list. */
export async function modelNamed(name: string): Promise<Model> {
  if (name in RANDOM_MODELS) return RANDOM_MODELS[name]!;
  const { family, architecture, bindings, sizes } = await openModel(STORED_MODELS[name]!);
  return { name: family, architecture, bindings: { ...bindings, sizes } };
}
