/**
 * Gemma 2 checkpoints: the layout of Llama with two more norms a block.
 *
 * source  transformers, models/gemma2
 */
import { z } from "zod";
import { gemma2 } from "../../model/gemma2.ts";
import { constant, map } from "../../term/term.ts";
import { activation, agreed, COMMON_IDLE, COMMON_NEUTRAL, count, positive, readFields } from "../config.ts";
import type { Family } from "../family.ts";
import type { Layout } from "../layout.ts";
import { DECODER_FILES, decoderLayout } from "./llama.ts";
import { baseOf, GROUPED, groupedSizes, layerTypes, ROPE, typesOf, windowsOf } from "./rotary.ts";

const FIELDS = {
  modelled: {
    ...GROUPED,
    ...ROPE,
    num_key_value_heads: count.default(4),
    head_dim: count.default(256),
    hidden_activation: activation.nullish(),
    hidden_act: activation.nullish(),
    rms_norm_eps: positive.default(1e-6),
    query_pre_attn_scalar: positive.default(256),
    attn_logit_softcapping: positive.nullable().default(50),
    final_logit_softcapping: positive.nullable().default(30),
    attention_bias: z.boolean().default(false),
    tie_word_embeddings: z.boolean().default(true),
    sliding_window: count.nullable().default(4096),
    sliding_window_size: count.nullish(), // as some published files repeat it
    layer_types: layerTypes.nullish(),
  },
  neutral: { ...COMMON_NEUTRAL, use_bidirectional_attention: [null, false] },
  idle: [...COMMON_IDLE, "max_position_embeddings"],
};

const NORMS: Layout = {
  ln1_post_gain: ["model.layers.{l}.post_attention_layernorm.weight", "E -> 1 E"],
  ln2_gain: ["model.layers.{l}.pre_feedforward_layernorm.weight", "E -> 1 E"],
  ln2_post_gain: ["model.layers.{l}.post_feedforward_layernorm.weight", "E -> 1 E"],
};

/** Gemma 2 checkpoints; without `layer_types`, the even layers have the window. */
export const GEMMA2: Family = {
  modelType: "gemma2",
  describe: (config) => {
    const op = "config.json of gemma2";
    const fields = readFields(op, config, FIELDS);
    const { hidden_activation, hidden_act, num_hidden_layers: layers, sliding_window, sliding_window_size } = fields;
    const window = agreed(op, { sliding_window, sliding_window_size }, null);
    const types = fields.layer_types ?? typesOf(layers, (layer) => layer % 2 === 0);
    const { sight, sizes } = windowsOf(op, types, layers, window);
    const attentionBiases = fields.attention_bias ? "all" : "none";
    return {
      architecture: gemma2({
        sight,
        attentionBiases,
        activation: agreed(op, { hidden_activation, hidden_act }, "gelu_tanh"),
        epsilon: fields.rms_norm_eps,
        base: baseOf(op, fields),
        factor: map("recip", map("sqrt", constant(fields.query_pre_attn_scalar))),
        scoreCap: fields.attn_logit_softcapping ?? undefined,
        logitCap: fields.final_logit_softcapping ?? undefined,
      }),
      sizes: { ...groupedSizes(op, fields, sight.length), ...sizes },
      layout: { ...decoderLayout(fields.tie_word_embeddings, attentionBiases), ...NORMS },
    };
  },
  ...DECODER_FILES,
};
