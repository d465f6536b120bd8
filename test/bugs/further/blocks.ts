/** Further bugs of blocks and of what is loaded into them, each seen by our term of the checkpoint. */
import { type Bug, replacing } from "../bug.ts";
import { HEALTHY, type Parts } from "../decoder.ts";
import { gaussian, type Small, uniform } from "../weights.ts";

function conforming(what: string, thread: string, family: Bug["family"], parts: Partial<Parts>): Bug {
  return { threads: [thread], what, family, invariant: "conformance/outputs", broken: replacing(parts) };
}

/** A checkpoint with a tensor in another one's place. */
function swapped({ config, tensors }: Small, a: RegExp, b: string): Small {
  const moved = Object.entries(tensors).map(([name, tensor]) => [
    name,
    a.test(name) ? tensors[name.replace(a, b)]! : tensor,
  ]);
  return { config, tensors: Object.fromEntries(moved) };
}

const ERF = (x: number): number => {
  // Abramowitz and Stegun 7.1.26 is too coarse here: the series, which converges for what a small model has
  let [sum, term] = [x, x];
  for (let n = 1; n < 60; n++) {
    term *= (-x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
};

function neuronsFrom(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}

export const furtherBlocks: readonly Bug[] = [
  conforming("scores are scaled by 1/√E, not by 1/√d", "the width of the stream for that of a head", "llama", {
    factor: ({ width }) => 1 / Math.sqrt(width),
  }),
  conforming("scores are scaled twice", "flash kernels that scale, of queries that are scaled", "llama", {
    factor: (config, run) => HEALTHY.factor(config, run) ** 2,
  }),
  conforming("a token does not see itself", "a mask one diagonal too low", "llama", {
    sees: ({ query, key }) => key < query,
  }),
  conforming("the residual is not added", "a missing residual", "llama", { residual: (_, moved) => moved }),
  conforming("the feed-forward part reads what attention read", "parallel blocks", "llama", { mlpInput: "start" }),
  conforming("a norm's gain has 1 added", "linkedin/Liger-Kernel#74", "llama", { gain: (gain) => 1 + gain }),
  conforming("a norm's gain has no 1 added", "linkedin/Liger-Kernel#74", "gemma2", { gain: (gain) => gain }),
  conforming("ε is added to the root, not under it", "allenai/OLMo#281", "llama", {
    root: (meanOfSquares, epsilon) => Math.sqrt(meanOfSquares) + epsilon,
  }),
  conforming("the variance is that of a sample, over n − 1", "a default of numpy's and torch's var", "gpt2", {
    root: (meanOfSquares, epsilon, n) => Math.sqrt((meanOfSquares * n) / (n - 1) + epsilon),
  }),
  conforming("GELU is exact where the checkpoint has its approximation", "hidden_activation of Gemma", "gemma2", {
    activation: (u) => (u / 2) * (1 + ERF(u / Math.SQRT2)),
  }),
  conforming("the embedding is not multiplied by √E", "Gemma's normaliser", "gemma2", { embedFactor: () => 1 }),
  conforming("√E is rounded to bfloat16", "Gemma's normaliser in half precision", "gemma2", {
    embedFactor: () => 3.46875,
  }),
  conforming("scores are capped before they are scaled", "the soft cap of Gemma 2 in a fused kernel", "gemma2", {
    factor: () => 1,
    hidden: () => undefined,
    weigh: (scores, softmax) => scores.map((row) => softmax(row.map((score) => score && score / Math.sqrt(224)))),
  }),
  {
    threads: ["a fused projection that is split in the wrong order"],
    what: "the gate and what it gates are swapped",
    family: "llama",
    invariant: "conformance/outputs",
    broken: (small) => ({ small: swapped(small, /gate_proj|up_proj/, "up_proj"), parts: {} }),
  },
  {
    threads: ["tie_word_embeddings that is not read"],
    what: "the head is the embedding, though it has weights of its own",
    family: "llama",
    invariant: "conformance/outputs",
    broken: ({ config, tensors }) => ({
      small: { config, tensors: { ...tensors, "lm_head.weight": tensors["model.embed_tokens.weight"]! } },
      parts: {},
    }),
  },
  {
    threads: ["a head that is not tied after loading"],
    what: "the head should be the embedding, and has fresh weights",
    family: "gemma2",
    invariant: "conformance/outputs",
    broken: ({ config, tensors }, seed) => {
      const fresh = gaussian(uniform(seed + 3), [config.vocabulary, config.width], 0.3);
      return { small: { config, tensors: { ...tensors, "lm_head.weight": fresh } }, parts: {} };
    },
  },
  {
    threads: ["num_key_value_heads that is not read"],
    what: "all queries share the first keys",
    family: "llama",
    invariant: "conformance/outputs",
    broken: replacing({ keyHead: () => 0 }),
  },
  {
    threads: ["alternating windows"],
    what: "every layer has a window, the second too",
    family: "gemma2",
    invariant: "conformance/outputs",
    broken: replacing({
      sees: ({ query, key, window }) => key <= query && key > query - (window ?? 4),
    }),
  },
  conforming("the window has a hole", "blocks of a window that do not meet", "mistral", {
    sees: (pair) => HEALTHY.sees(pair) && pair.key !== pair.query - 2,
  }),
  conforming("windows are on the other layers", "alternating windows", "gemma2", {
    sees: ({ query, key, window }) => key <= query && (window !== undefined || key > query - 4),
  }),
  conforming("slow planes are not turned", "a cut-off of the frequencies", "llama", {
    angle: (place, frequency) => (frequency < 0.05 ? 0 : place * frequency),
  }),
  conforming("scores have the cap of the logits", "two fields of a config", "gemma2", {
    scoreCap: ({ logitCap }) => logitCap,
  }),
  conforming("norms have no ε", "a field of a config that is not read", "llama", { epsilon: () => 0 }),
  conforming("neurons that are left when shards are even are dropped", "tensor parallelism", "llama", {
    shards: (neurons) => [0, 1, 2, 3].map((shard) => [0, 1].map((i) => shard * Math.floor(neurons / 4) + i)),
  }),
  conforming("shards overlap by a neuron", "tensor parallelism", "llama", {
    shards: (neurons) => [0, neurons / 2].map((from) => neuronsFrom(from, Math.min(neurons, from + neurons / 2 + 1))),
  }),
  conforming("the activation is ReLU", "hidden_act that is not read", "llama", { activation: (u) => Math.max(u, 0) }),
];
