/** Bugs of loading: what a file or a config says and the model does not have. */
import { type Bug, replacing } from "./bug.ts";
import { gaussian, type Small, type Stored, uniform } from "./weights.ts";

function biasOf({ config }: Small, seed: number): Stored {
  return gaussian(uniform(seed + 1), [config.vocabulary], 0.3);
}

/** The same head as a tensor of its own. */
function untied(small: Small): Small {
  return { ...small, tensors: { ...small.tensors, "lm_head.weight": small.tensors["transformer.wte.weight"]! } };
}

const RANK = 2;
const SCALING = 2;
const ADAPTED = "model.layers.0.mlp.gate_proj";

/** Two thin matrices beside a projection. shape  A: RANK × in, B: out × RANK */
function lora({ tensors }: Small, seed: number): { readonly A: Stored; readonly B: Stored } {
  const [out = 0, inner = 0] = tensors[`${ADAPTED}.weight`]!.shape;
  const random = uniform(seed + 2);
  return { A: gaussian(random, [RANK, inner], 0.5), B: gaussian(random, [out, RANK], 0.5) };
}

function adapterOf(small: Small, seed: number) {
  const { A, B } = lora(small, seed);
  const [out = 0] = B.shape;
  return (name: string, row: readonly number[]): readonly number[] | undefined => {
    if (name !== ADAPTED) return undefined;
    const thin = Array.from({ length: RANK }, (_, r) =>
      row.reduce((sum, u, i) => sum + u * A.data[r * row.length + i]!, 0),
    );
    return Array.from(
      { length: out },
      (_, o) => SCALING * thin.reduce((sum, u, r) => sum + u * B.data[o * RANK + r]!, 0),
    );
  };
}

/** The projection with the adapter added to it, whose entries may be rounded on the way. */
function merged(small: Small, seed: number, scaling: number): Small {
  const { A, B } = lora(small, seed);
  const name = `${ADAPTED}.weight`;
  const { shape, data } = small.tensors[name]!;
  const [, inner = 0] = shape;
  const sum = Float64Array.from(data, (w, at) => {
    const [o, i] = [Math.floor(at / inner), at % inner];
    let delta = 0;
    for (let r = 0; r < RANK; r++) delta += B.data[o * RANK + r]! * A.data[r * inner + i]!;
    return w + scaling * delta;
  });
  return { ...small, tensors: { ...small.tensors, [name]: { shape, data: sum as unknown as Float32Array } } };
}

export const loadingBugs: readonly Bug[] = [
  {
    threads: ["vmlx-swift#374"],
    what: "the norm's ε is read from another field, ten times too small",
    family: "llama",
    invariant: "conformance/outputs",
    broken: replacing({ epsilon: ({ epsilon }) => epsilon / 10 }),
  },
  {
    threads: ["vllm-project/vllm-gguf-plugin#103"],
    what: "every rank loads the first shard",
    family: "llama",
    invariant: "conformance/outputs",
    healthy: (small) => ({ small, parts: { shards: halvesOf } }),
    broken: replacing({ shards: (neurons) => [halvesOf(neurons)[0]!, halvesOf(neurons)[0]!] }),
  },
  {
    threads: ["vllm-project/vllm#46835"],
    what: "a head that is tied to the embedding drops its bias",
    family: "gpt2",
    invariant: "conformance/outputs",
    healthy: (small, seed) => ({ small, parts: { headBias: biasOf(small, seed) } }),
    broken: replacing({}),
    against: (small, seed) => ({ small: untied(small), parts: { headBias: biasOf(small, seed) } }),
  },
  {
    threads: ["huggingface/peft#1035"],
    what: "an adapter that is merged into the weights is not scaled",
    family: "llama",
    invariant: "conformance/outputs",
    healthy: (small, seed) => ({ small: merged(small, seed, SCALING), parts: {} }),
    broken: (small, seed) => ({ small: merged(small, seed, 1), parts: {} }),
    against: (small, seed) => ({ small, parts: { adapter: adapterOf(small, seed) } }),
  },
];

function halvesOf(neurons: number): readonly (readonly number[])[] {
  const all = Array.from({ length: neurons }, (_, f) => f);
  return [all.slice(0, neurons / 2), all.slice(neurons / 2)];
}
