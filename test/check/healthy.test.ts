import { describe, expect, it } from "vitest";
import { judgeBehaviour } from "../../src/check/behave.ts";
import { judgeConformance } from "../../src/check/conformance.ts";
import type { Verdict } from "../../src/check/judge.ts";
import { behaviours } from "../../src/claim/behaviour.ts";
import type { Traits } from "../../src/model/traits.ts";
import { plainEngine } from "../../src/runtime/engine.ts";
import { functionRuntime } from "../../src/runtime/function.ts";
import { termRuntime } from "../../src/runtime/term-runtime.ts";
import { decoder } from "../bugs/decoder.ts";
import { CONFIGS, type Config, checkpointOf, termOf } from "../bugs/weights.ts";

/** Models that are as they should be, and unusual. */
interface Healthy {
  readonly what: string;
  readonly config: Config;
  /** How large its matrices are. */
  readonly factor?: number;
  readonly traits?: Partial<Traits>;
}

const { llama, mistral, gemma2, gpt2 } = CONFIGS;
const one = { heads: 1, keyHeads: 1, layers: 1 };

const MODELS: readonly Healthy[] = [
  { what: "one head, one layer, long sequences", config: { ...llama, ...one }, traits: { longest: 150 } },
  { what: "a width of one", config: { ...gpt2, ...one, width: 1, headWidth: 1, neurons: 1 } },
  { what: "one plane and one neuron", config: { ...llama, ...one, width: 2, headWidth: 2, neurons: 1 } },
  {
    what: "odd sizes",
    config: { ...llama, width: 7, heads: 3, keyHeads: 3, headWidth: 6, neurons: 5, vocabulary: 11 },
  },
  { what: "all heads on one key head", config: { ...llama, keyHeads: 1 } },
  { what: "one token in the vocabulary", config: { ...llama, vocabulary: 1 } },
  { what: "two tokens in the vocabulary", config: { ...gpt2, vocabulary: 2 } },
  ...[1, 2, 3, 4].map((positions) => ({ what: `room for ${positions} tokens`, config: { ...gpt2, positions } })),
  ...[1, 2, 9].map((window) => ({ what: `a window of ${window}`, config: { ...mistral, window } })),
  { what: "a window that no run leaves", config: { ...mistral, window: 4 }, traits: { longest: 4 } },
  { what: "huge weights", config: llama, factor: 1e3 },
  { what: "huge weights in a window", config: mistral, factor: 1e3 },
  { what: "huge weights and capped scores", config: gemma2, factor: 100 },
  { what: "tiny weights", config: llama, factor: 1e-4 },
  { what: "tiny weights of GPT-2", config: gpt2, factor: 1e-6 },
  { what: "no weights at all", config: llama, factor: 0 },
  { what: "a tiny ε", config: { ...llama, epsilon: 1e-12 } },
  { what: "float32 alone", config: llama, traits: { precisions: ["f32"] } },
  { what: "float32 alone, huge weights", config: gpt2, factor: 100, traits: { precisions: ["f32"] } },
  { what: "float64 alone", config: mistral, traits: { precisions: ["f64"] } },
  { what: "logits alone", config: mistral, traits: { outputs: ["logits"] } },
  { what: "a stream alone", config: gemma2, traits: { outputs: ["hidden_states.1"] } },
  { what: "tokens alone", config: llama, traits: { inputs: [], cache: false } },
  {
    what: "a causal model that does not say so",
    config: llama,
    traits: { inputs: ["attention_mask"], positions: "absolute" },
  },
];

/** Nothing that is wrong is said of a healthy model. */
const WRONG: ReadonlySet<Verdict> = new Set(["refuted", "conflict"]);
const SAMPLES = 4;
const SEED = Number(process.env.SEED ?? 1);
/** Long sequences take long; one model has them. */
const ROOM = 12;

describe("a healthy model is never accused", () => {
  it.each(MODELS)("$what", async ({ config, factor = 1, traits = {} }) => {
    const small = checkpointOf(config, SEED, factor);
    const model = decoder(small);
    const runtime = functionRuntime({ ...model, traits: { longest: ROOM, ...model.traits, ...traits } });
    const options = { samples: SAMPLES, seed: SEED, shrinkLimit: 1, clock: () => 0 };
    const found: string[] = [];
    for (const behaviour of behaviours) {
      const result = await judgeBehaviour(behaviour, runtime, options);
      if ("verdict" in result && WRONG.has(result.verdict)) found.push(`${behaviour.id}: ${result.verdict}`);
    }
    for (const result of await judgeConformance(runtime, termRuntime("term", termOf(small), plainEngine()), options))
      if (WRONG.has(result.verdict)) found.push(`${result.claim} ${result.subject}: ${result.verdict}`);
    expect(found).toEqual([]);
  });
});
