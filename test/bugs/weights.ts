/** Small checkpoints with weights of a seed, as a config and tensors by the names that files use. */
import type { Checkpoint } from "../../src/runtime/checkpoint.ts";
import type { LoadedModel } from "../../src/runtime/family.ts";
import { type JsonObject, parseJson } from "../../src/runtime/json.ts";
import { loadModel } from "../../src/runtime/load.ts";
import { decodeSafetensors, encodeSafetensors, type TensorData } from "../../src/runtime/safetensors.ts";

/** A stored tensor; every entry is a float32. */
export interface Stored {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** The fields that the decoder reads, by the names of transformers' configs. */
export interface Config {
  readonly model_type: "llama" | "mistral" | "gemma2" | "gpt2";
  readonly vocabulary: number;
  readonly width: number;
  readonly heads: number;
  readonly keyHeads: number;
  readonly headWidth: number;
  readonly neurons: number;
  readonly layers: number;
  readonly epsilon: number;
  readonly theta: number;
  readonly window?: number;
  readonly queryScalar?: number;
  readonly scoreCap?: number;
  readonly logitCap?: number;
  readonly positions?: number;
}

/** A small checkpoint. */
export interface Small {
  readonly config: Config;
  readonly tensors: Readonly<Record<string, Stored>>;
}

const COMMON = { vocabulary: 13, width: 12, heads: 4, keyHeads: 2, headWidth: 4, neurons: 10, layers: 2 };

/** The checkpoints that healthy models are made of, small enough to be run often. */
export const CONFIGS = {
  llama: { ...COMMON, model_type: "llama", epsilon: 1e-5, theta: 10000 },
  mistral: { ...COMMON, model_type: "mistral", epsilon: 1e-5, theta: 10000, window: 4 },
  gemma2: {
    ...COMMON,
    model_type: "gemma2",
    epsilon: 1e-6,
    theta: 10000,
    window: 4,
    queryScalar: 224,
    scoreCap: 3,
    logitCap: 4,
  },
  gpt2: { ...COMMON, keyHeads: 4, headWidth: 3, model_type: "gpt2", epsilon: 1e-5, theta: 0, positions: 32 },
} as const satisfies Record<string, Config>;

/** A generator of numbers; Mulberry32, so that a seed means the same everywhere. */
export function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Standard normal float32 numbers times a factor, around a centre. */
export function gaussian(random: () => number, shape: readonly number[], factor: number, centre = 0): Stored {
  const count = shape.reduce((product, n) => product * n, 1);
  const one = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return { shape, data: Float32Array.from({ length: count }, () => centre + factor * one()) };
}

/** A checkpoint of a seed. */
export function smallModel(family: keyof typeof CONFIGS, seed: number): Small {
  return checkpointOf(CONFIGS[family], seed);
}

/** A checkpoint of a config, its matrices as large as a factor says. */
export function checkpointOf(config: Config, seed: number, factor = 1): Small {
  const family = config.model_type;
  const random = uniform(seed * 7919 + family.length);
  const tensors: Record<string, Stored> = {};
  const { vocabulary: V, width: E, heads: H, keyHeads: K, headWidth: d, neurons: F, layers: L } = config;
  const put = (name: string, shape: readonly number[], inner: number): void => {
    tensors[name] = gaussian(random, shape, factor / Math.sqrt(inner));
  };
  const gain = (name: string): void => {
    tensors[name] = gaussian(random, [E], 0.3, family === "gemma2" ? 0 : 1);
  };
  if (family === "gpt2") {
    put("transformer.wte.weight", [V, E], 1);
    put("transformer.wpe.weight", [config.positions!, E], 1);
    for (let l = 0; l < L; l++) {
      const at = `transformer.h.${l}`;
      for (const norm of ["ln_1", "ln_2"]) {
        gain(`${at}.${norm}.weight`);
        tensors[`${at}.${norm}.bias`] = gaussian(random, [E], 0.3);
      }
      for (const [name, rows, cols] of [
        ["attn.c_attn", E, 3 * E],
        ["attn.c_proj", E, E],
        ["mlp.c_fc", E, F],
        ["mlp.c_proj", F, E],
      ] as const) {
        put(`${at}.${name}.weight`, [rows, cols], rows / 2);
        tensors[`${at}.${name}.bias`] = gaussian(random, [cols], 0.3);
      }
    }
    gain("transformer.ln_f.weight");
    tensors["transformer.ln_f.bias"] = gaussian(random, [E], 0.3);
    return { config, tensors };
  }
  put("model.embed_tokens.weight", [V, E], family === "gemma2" ? E : 1);
  for (let l = 0; l < L; l++) {
    const at = `model.layers.${l}`;
    for (const [name, rows, cols] of [
      ["self_attn.q_proj", H * d, E],
      ["self_attn.k_proj", K * d, E],
      ["self_attn.v_proj", K * d, E],
      ["self_attn.o_proj", E, H * d],
      ["mlp.gate_proj", F, E],
      ["mlp.up_proj", F, E],
      ["mlp.down_proj", E, F],
    ] as const)
      put(`${at}.${name}.weight`, [rows, cols], cols / 2);
    const norms = ["input_layernorm", "post_attention_layernorm"];
    if (family === "gemma2") norms.push("pre_feedforward_layernorm", "post_feedforward_layernorm");
    for (const norm of norms) gain(`${at}.${norm}.weight`);
  }
  gain("model.norm.weight");
  if (family !== "gemma2") put("lm_head.weight", [V, E], E / 2);
  return { config, tensors };
}

/** The checkpoint as our own term with its values. */
export function termOf(small: Small): LoadedModel {
  return loadModel(checkpointFiles(small));
}

/** The checkpoint as it would be read from its files. */
export function checkpointFiles({ config, tensors }: Small): Pick<Checkpoint, "config" | "tensors" | "files"> {
  const data = Object.fromEntries(
    Object.entries(tensors).map(([name, { shape, data }]): [string, TensorData] => [
      name,
      { dtype: "F32", shape, data },
    ]),
  );
  const views = decodeSafetensors(encodeSafetensors(data), "small.safetensors");
  return { config: fields(config), tensors: views, files: ["small.safetensors"] };
}

function fields(config: Config): JsonObject {
  const { model_type, vocabulary, width, heads, keyHeads, headWidth, neurons, layers, epsilon, theta, window } = config;
  const own =
    model_type === "gpt2"
      ? {
          vocab_size: vocabulary,
          n_positions: config.positions,
          n_embd: width,
          n_layer: layers,
          n_head: heads,
          n_inner: neurons,
          layer_norm_epsilon: epsilon,
        }
      : {
          vocab_size: vocabulary,
          hidden_size: width,
          intermediate_size: neurons,
          num_hidden_layers: layers,
          num_attention_heads: heads,
          num_key_value_heads: keyHeads,
          head_dim: headWidth,
          rms_norm_eps: epsilon,
          rope_theta: theta,
          ...(window === undefined ? {} : { sliding_window: window }),
          ...(model_type !== "gemma2"
            ? {}
            : {
                query_pre_attn_scalar: config.queryScalar,
                attn_logit_softcapping: config.scoreCap,
                final_logit_softcapping: config.logitCap,
              }),
        };
  return parseJson(new TextEncoder().encode(JSON.stringify({ model_type, ...own })), "config.json") as JsonObject;
}
