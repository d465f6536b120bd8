/**
 * Llama, Mistral and Qwen2 checkpoints: one layout, with biases where the config or the family says so.
 *
 * source  transformers, models/llama, models/mistral, models/qwen2
 */
import { z } from "zod";
import { llama, mistral, qwen2 } from "../../model/llama.ts";
import { activation, COMMON_IDLE, COMMON_NEUTRAL, count, positive, readFields } from "../config.ts";
import type { Family } from "../family.ts";
import type { Layout } from "../layout.ts";
import { baseOf, GROUPED, groupedSizes, layerTypes, ROPE, typesOf, windowsOf } from "./rotary.ts";

const MODELLED = {
  ...GROUPED,
  ...ROPE,
  hidden_act: activation.prefault("silu"),
  rms_norm_eps: positive.default(1e-6),
  tie_word_embeddings: z.boolean().default(false),
};
const IDLE = [...COMMON_IDLE, "max_position_embeddings"];

/** Where a decoder's weights lie, its norms apart; biases where asked for. */
export function decoderLayout(tied: boolean, attention: "none" | "qkv" | "all", mlp = false): Layout {
  return {
    W_E: ["model.embed_tokens.weight", "V E -> V E"],
    W_Q: ["model.layers.{l}.self_attn.q_proj.weight", "(K G d) E -> K G: E d"],
    W_K: ["model.layers.{l}.self_attn.k_proj.weight", "(K d) E -> K: E d"],
    W_V: ["model.layers.{l}.self_attn.v_proj.weight", "(K d) E -> K: E d"],
    W_O: ["model.layers.{l}.self_attn.o_proj.weight", "E (K G d) -> K G: d E"],
    ...(attention === "none" ? {} : QKV_BIASES),
    ...(attention === "all" ? OUTPUT_BIAS : {}),
    W_gate: ["model.layers.{l}.mlp.gate_proj.weight", "F E -> E F"],
    W_in: ["model.layers.{l}.mlp.up_proj.weight", "F E -> E F"],
    W_out: ["model.layers.{l}.mlp.down_proj.weight", "E F -> F E"],
    ...(mlp ? MLP_BIASES : {}),
    ln1_gain: ["model.layers.{l}.input_layernorm.weight", "E -> 1 E"],
    ln2_gain: ["model.layers.{l}.post_attention_layernorm.weight", "E -> 1 E"],
    ln_f_gain: ["model.norm.weight", "E -> 1 E"],
    W_U: [tied ? "model.embed_tokens.weight" : "lm_head.weight", "V E -> E V"],
  };
}

const QKV_BIASES: Layout = {
  b_Q: ["model.layers.{l}.self_attn.q_proj.bias", "(K G d) -> K G: 1 d"],
  b_K: ["model.layers.{l}.self_attn.k_proj.bias", "(K d) -> K: 1 d"],
  b_V: ["model.layers.{l}.self_attn.v_proj.bias", "(K d) -> K: 1 d"],
};
const OUTPUT_BIAS: Layout = { b_O: ["model.layers.{l}.self_attn.o_proj.bias", "E -> 1 E"] };
const MLP_BIASES: Layout = {
  b_gate: ["model.layers.{l}.mlp.gate_proj.bias", "F -> 1 F"],
  b_in: ["model.layers.{l}.mlp.up_proj.bias", "F -> 1 F"],
  b_out: ["model.layers.{l}.mlp.down_proj.bias", "E -> 1 E"],
};

/** How decoders' files spell and repeat their tensors. */
export const DECODER_FILES: Pick<Family, "spellings" | "buffers" | "copies"> = {
  spellings: [[/^model\./, ""]],
  buffers: [/^(model\.)?layers\.\d+\.self_attn\.rotary_emb\.inv_freq$/, /^(model\.)?rotary_emb\.inv_freq$/],
  copies: { "lm_head.weight": "model.embed_tokens.weight" },
};

/** Llama checkpoints. */
export const LLAMA: Family = {
  modelType: "llama",
  describe: (config) => {
    const op = "config.json of llama";
    const biases = { attention_bias: z.boolean().default(false), mlp_bias: z.boolean().default(false) };
    const neutral = { ...COMMON_NEUTRAL, rope_interleaved: [false] };
    const idle = [...IDLE, "is_llama_config", "pretraining_tp"]; // the second: how a product is split over devices
    const fields = readFields(op, config, { modelled: { ...MODELLED, ...biases }, neutral, idle });
    const attentionBiases = fields.attention_bias ? "all" : "none";
    return {
      architecture: llama({
        attentionBiases,
        mlpBiases: fields.mlp_bias,
        activation: fields.hidden_act,
        epsilon: fields.rms_norm_eps,
        base: baseOf(op, fields),
      }),
      sizes: groupedSizes(op, fields, 1),
      layout: decoderLayout(fields.tie_word_embeddings, attentionBiases, fields.mlp_bias),
    };
  },
  ...DECODER_FILES,
};

/** Mistral checkpoints: a window in every layer, or in none. */
export const MISTRAL: Family = {
  modelType: "mistral",
  describe: (config) => {
    const op = "config.json of mistral";
    const window = { sliding_window: count.nullable().default(4096) };
    const fields = readFields(op, config, {
      modelled: { ...MODELLED, ...window },
      neutral: COMMON_NEUTRAL,
      idle: IDLE,
    });
    const layers = fields.num_hidden_layers;
    const types = typesOf(layers, () => fields.sliding_window !== null);
    const { sight, sizes } = windowsOf(op, types, layers, fields.sliding_window);
    return {
      architecture: mistral({
        sight,
        activation: fields.hidden_act,
        epsilon: fields.rms_norm_eps,
        base: baseOf(op, fields),
      }),
      sizes: { ...groupedSizes(op, fields, sight.length), ...sizes },
      layout: decoderLayout(fields.tie_word_embeddings, "none"),
    };
  },
  ...DECODER_FILES,
};

const QWEN2_WINDOW = {
  use_sliding_window: z.boolean().default(false),
  sliding_window: count.nullable().default(4096),
  max_window_layers: z.int().nonnegative().default(28),
  layer_types: layerTypes.nullish(),
};

/** Qwen2 checkpoints: biases on queries, keys and values; windows from some layer on, where they are used. */
export const QWEN2: Family = {
  modelType: "qwen2",
  describe: (config) => {
    const op = "config.json of qwen2";
    const neutral = { ...COMMON_NEUTRAL, use_mrope: [false] };
    const fields = readFields(op, config, { modelled: { ...MODELLED, ...QWEN2_WINDOW }, neutral, idle: IDLE });
    const layers = fields.num_hidden_layers;
    const window = fields.use_sliding_window ? fields.sliding_window : null;
    const types = fields.layer_types ?? typesOf(layers, (l) => window !== null && l >= fields.max_window_layers);
    const { sight, sizes } = windowsOf(op, types, layers, window);
    return {
      architecture: qwen2({
        sight,
        activation: fields.hidden_act,
        epsilon: fields.rms_norm_eps,
        base: baseOf(op, fields),
      }),
      sizes: { ...groupedSizes(op, fields, sight.length), ...sizes },
      layout: decoderLayout(fields.tie_word_embeddings, "qkv"),
    };
  },
  ...DECODER_FILES,
};
