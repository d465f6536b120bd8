/**
 * The term that is proved is the model that runs: every stream and every logit
 * of each family agrees with what Hugging Face transformers computes in
 * float64, and no near miss does.
 */
import { describe, expect, it } from "vitest";
import type { Architecture } from "../../src/model/architecture.ts";
import { bert } from "../../src/model/bert.ts";
import { gemma2 } from "../../src/model/gemma2.ts";
import { gptNeox } from "../../src/model/gpt-neox.ts";
import { gpt2 } from "../../src/model/gpt2.ts";
import { llama, mistral, qwen2 } from "../../src/model/llama.ts";
import { notes } from "../../src/model/notes.ts";
import { type Engine, plainEngine } from "../../src/runtime/engine.ts";
import type { LoadedModel } from "../../src/runtime/family.ts";
import { loadModel } from "../../src/runtime/load.ts";
import { onnxEngine } from "../../src/runtime/onnx.ts";
import { wasmEngine } from "../../src/runtime/wasm-engine.ts";
import type { Sizes } from "../../src/term/dimension.ts";
import { constant, map, type Term, type Variable } from "../../src/term/term.ts";
import { checkpointOf, deviation, FAMILIES, type FamilyName, referencesOf } from "./reference.ts";

const ENGINES: readonly (() => Engine)[] = [plainEngine, wasmEngine, onnxEngine];

const AGREEMENT = 1e-10; // of the largest entry; measured: 5e-15 at most
const DISTINCT = 1e-7; // a mutant is at least so far away; measured: 2e-6 or more

describe.each(ENGINES.map((make) => [make().name, make] as const))("the %s engine in float64", (_, make) => {
  it.each(FAMILIES)("computes %s as transformers does", async (family) => {
    const [model, engine] = [loadModel(await checkpointOf(family)), make()];
    for (const reference of referencesOf(family)) {
      expect(await deviation(model, reference, engine)).toBeLessThan(AGREEMENT);
    }
    await engine.close();
  });
});

/** A model with another architecture, and sizes for what it has more. */
const as =
  (architecture: Architecture, sizes: Sizes = {}): Mutant =>
  (model) => ({
    ...model,
    architecture,
    sizes: { ...model.sizes, ...sizes },
  });

/** A model whose parameters are looked up as others. */
const reading =
  (as: (variable: Variable, sizes: Sizes) => Partial<Variable>): Mutant =>
  (model) => ({
    ...model,
    bindings: { ...model.bindings, variable: (of) => model.bindings.variable({ ...of, ...as(of, model.sizes) }) },
  });

/** Names exchanged: `W_Q` is read where `W_K` is, … */
const swapped = (one: string, other: string): Mutant =>
  reading(({ name }) => ({ name: name === one ? other : name === other ? one : name }));

/** Query heads dealt out to key heads in turn, rather than in runs of G. */
const inTurn = reading(({ name, index }, sizes) => {
  if (name !== "W_Q" && name !== "W_O") return {};
  const [layer, k, g] = index as readonly [number, number, number]; // the plain engine binds numbers
  const head = g * sizes.K! + k;
  return { index: [layer, Math.floor(head / sizes.G!), head % sizes.G!] };
});

type Mutant = (model: LoadedModel) => LoadedModel;

const ONE = constant(1);

/** What the fixtures' configs choose beside the defaults. */
const BERT = { epsilon: 1e-5 };
const LLAMA = { base: 500000 };
const MISTRAL = { epsilon: 1e-6, base: 1000 };
const QWEN2 = { base: 1e6 };
const GEMMA2 = { factor: map("recip", map("sqrt", constant(10))), scoreCap: 3, logitCap: 4 };
const NOTES = { mask: "causal" } as const;

/** The architectures that near misses differ from in one detail. */
const HEALTHY: Readonly<Record<FamilyName, Architecture>> = {
  bert: bert(BERT),
  gpt2: gpt2(),
  gpt_neox: gptNeox(),
  llama: llama(LLAMA),
  mistral: mistral(MISTRAL),
  qwen2: qwen2(QWEN2),
  gemma2: gemma2(GEMMA2),
  notes: notes(NOTES),
};

const padded = 2; // the run of bert that has segments and padding

/** Near misses, each with one detail wrong that a loader or an implementation may well get wrong. */
const MUTANTS: Readonly<Record<FamilyName, Readonly<Record<string, Mutant>>>> = {
  bert: {
    "an ε of 1e-12": as(bert({ epsilon: 1e-12 })),
    "no 1/√d": as(bert({ ...BERT, factor: ONE })),
    "the tanh form of GELU": as(bert({ ...BERT, activation: "gelu_tanh" })),
    "queries and keys exchanged in their biases": swapped("b_Q", "b_K"),
    "the two norms of a block exchanged": swapped("ln1_gain", "ln2_gain"),
  },
  gpt2: {
    "an ε of 1e-6": as(gpt2({ epsilon: 1e-6 })),
    "no 1/√d": as(gpt2({ factor: ONE })),
    "the exact form of GELU": as(gpt2({ activation: "gelu" })),
    "no causal mask": as(gpt2({ sight: "everything" })),
    "a window of 11 of 12 tokens": as(gpt2({ sight: [11] })),
    "keys first in the fused weight": swapped("W_Q", "W_K"),
    "values before keys in the fused bias": swapped("b_K", "b_V"),
  },
  gpt_neox: {
    "an ε of 1e-6": as(gptNeox({ epsilon: 1e-6 })),
    "no 1/√d": as(gptNeox({ factor: ONE })),
    "pairs (2i, 2i + 1) turned": as(gptNeox({ layout: "interleaved" })),
    "another base": as(gptNeox({ base: 10001 })),
    "one sublayer after the other": as(gptNeox({ residual: "sequential" })),
    "no biases in attention": as(gptNeox({ biased: false })),
    "twice as many coordinates turned": as(gptNeox({ sizes: { r: 4, s: 8 } })),
    "values before keys in the fused weight": swapped("W_K", "W_V"),
  },
  llama: {
    "an ε of 1e-6": as(llama({ ...LLAMA, epsilon: 1e-6 })),
    "no 1/√d": as(llama({ ...LLAMA, factor: ONE })),
    "pairs (2i, 2i + 1) turned": as(llama({ ...LLAMA, layout: "interleaved" })),
    "the base of the paper": as(llama({ ...LLAMA, base: 10000 })),
    "GELU in the gate": as(llama({ ...LLAMA, activation: "gelu" })),
    "gate and input exchanged": swapped("W_gate", "W_in"),
    "key heads dealt out in turn": inTurn,
  },
  mistral: {
    "a window one shorter": (model) => ({ ...model, sizes: { ...model.sizes, W: 4 } }),
    "a window one longer": (model) => ({ ...model, sizes: { ...model.sizes, W: 6 } }),
    "no window": as(mistral({ ...MISTRAL, sight: [undefined] })),
    "an ε of 1e-5": as(mistral({ ...MISTRAL, epsilon: 1e-5 })),
    "the base of the paper": as(mistral({ ...MISTRAL, base: 10000 })),
  },
  qwen2: {
    "no biases": as(qwen2({ ...QWEN2, attentionBiases: "none" })),
    "the bias of queries read for keys": reading(({ name, index }) =>
      name === "b_K" ? { name: "b_Q", index: [...index, 0] } : {},
    ),
    "an ε of 1e-5": as(qwen2({ ...QWEN2, epsilon: 1e-5 })),
    "pairs (2i, 2i + 1) turned": as(qwen2({ ...QWEN2, layout: "interleaved" })),
  },
  gemma2: {
    "no cap of scores": as(gemma2({ ...GEMMA2, scoreCap: undefined })),
    "no cap of logits": as(gemma2({ ...GEMMA2, logitCap: undefined })),
    "gains without offset": as(gemma2({ ...GEMMA2, gain: "plain" })),
    "1/√d for the query's scale": as(gemma2({ ...GEMMA2, factor: undefined })),
    "the exact form of GELU": as(gemma2({ ...GEMMA2, activation: "gelu" })),
    "an ε of 1e-5": as(gemma2({ ...GEMMA2, epsilon: 1e-5 })),
    "windows in the odd layers": as(gemma2({ ...GEMMA2, sight: [undefined, "W"] })),
    "windows in all layers": as(gemma2({ ...GEMMA2, sight: ["W", "W"] })),
    "a window one longer": (model) => ({ ...model, sizes: { ...model.sizes, W: 5 } }),
    "embeddings not multiplied by √E": (model) => ({ ...model, architecture: unscaled(model.architecture) }),
    "the norms around attention exchanged": swapped("ln1_gain", "ln1_post_gain"),
  },
  notes: {
    "no positions": as(notes({ ...NOTES, position: "none" })),
    "another base": as(notes({ ...NOTES, base: 10001 })),
    "no causal mask": as(notes()),
    "GELU for ReLU": as(notes({ ...NOTES, activation: "gelu" })),
  },
};

/** Gemma 2 without the factor of its embedding, which `scale` has as its first argument. */
function unscaled(architecture: Architecture): Architecture {
  return { ...architecture, embed: (tokens, context) => architecture.embed(tokens, context).args[1] as Term };
}

describe.each(FAMILIES)("near misses of %s do not agree", (family) => {
  it("and what they are near to does", async () => {
    const model = loadModel(await checkpointOf(family));
    const [reference] = referencesOf(family);
    expect(await deviation(as(HEALTHY[family])(model), reference!)).toBeLessThan(AGREEMENT);
  });

  it.each(Object.entries(MUTANTS[family]))("%s", async (_, mutate) => {
    const model = loadModel(await checkpointOf(family));
    const [reference] = referencesOf(family);
    expect(await deviation(mutate(model), reference!)).toBeGreaterThan(DISTINCT);
  });
});

describe("padding and segments", () => {
  it.each([
    ["padding that is seen", "keep"],
    ["segments that are ignored", "segments"],
  ] as const)("%s does not agree", async (_, left) => {
    const model = loadModel(await checkpointOf("bert"));
    const { ids, options, expected } = referencesOf("bert")[padded]!;
    const { [left]: dropped, ...rest } = options;
    expect(dropped).toBeDefined();
    expect(await deviation(model, { ids, options: rest, expected })).toBeGreaterThan(DISTINCT);
  });
});
