/**
 * GPT-2 checkpoints: weights are stored `[in, out]`, queries, keys and values side by side.
 *
 * source  transformers, models/gpt2
 */
import { z } from "zod";
import { gpt2 } from "../../model/gpt2.ts";
import {
  activation,
  COMMON_IDLE,
  COMMON_NEUTRAL,
  count,
  layerCount,
  names,
  positive,
  quotient,
  readFields,
} from "../config.ts";
import type { Family } from "../family.ts";
import type { Layout } from "../layout.ts";

const FIELDS = {
  modelled: {
    vocab_size: count,
    n_positions: count,
    n_embd: count,
    n_layer: layerCount,
    n_head: count,
    n_inner: count.nullish(),
    activation_function: activation.prefault("gelu_new"),
    layer_norm_epsilon: positive.default(1e-5),
    tie_word_embeddings: z.boolean().default(true),
  },
  neutral: {
    ...COMMON_NEUTRAL,
    reorder_and_upcast_attn: [false],
    scale_attn_by_inverse_layer_idx: [false],
    scale_attn_weights: [true],
  },
  idle: [
    ...COMMON_IDLE,
    ...names(`
      attn_pdrop embd_pdrop resid_pdrop n_ctx n_special predict_special_tokens
      summary_activation summary_first_dropout summary_proj_to_labels summary_type summary_use_proj
    `),
  ],
};

function layoutOf(tied: boolean): Layout {
  return {
    W_E: ["transformer.wte.weight", "V E -> V E"],
    W_P: ["transformer.wpe.weight", "T E -> T E"],
    ln1_gain: ["transformer.h.{l}.ln_1.weight", "E -> 1 E"],
    ln1_bias: ["transformer.h.{l}.ln_1.bias", "E -> 1 E"],
    W_Q: ["transformer.h.{l}.attn.c_attn.weight", "E (0/3 H d) -> H: E d"],
    W_K: ["transformer.h.{l}.attn.c_attn.weight", "E (1/3 H d) -> H: E d"],
    W_V: ["transformer.h.{l}.attn.c_attn.weight", "E (2/3 H d) -> H: E d"],
    b_Q: ["transformer.h.{l}.attn.c_attn.bias", "(0/3 H d) -> H: 1 d"],
    b_K: ["transformer.h.{l}.attn.c_attn.bias", "(1/3 H d) -> H: 1 d"],
    b_V: ["transformer.h.{l}.attn.c_attn.bias", "(2/3 H d) -> H: 1 d"],
    W_O: ["transformer.h.{l}.attn.c_proj.weight", "(H d) E -> H: d E"],
    b_O: ["transformer.h.{l}.attn.c_proj.bias", "E -> 1 E"],
    ln2_gain: ["transformer.h.{l}.ln_2.weight", "E -> 1 E"],
    ln2_bias: ["transformer.h.{l}.ln_2.bias", "E -> 1 E"],
    W_in: ["transformer.h.{l}.mlp.c_fc.weight", "E F -> E F"],
    b_in: ["transformer.h.{l}.mlp.c_fc.bias", "F -> 1 F"],
    W_out: ["transformer.h.{l}.mlp.c_proj.weight", "F E -> F E"],
    b_out: ["transformer.h.{l}.mlp.c_proj.bias", "E -> 1 E"],
    ln_f_gain: ["transformer.ln_f.weight", "E -> 1 E"],
    ln_f_bias: ["transformer.ln_f.bias", "E -> 1 E"],
    W_U: [tied ? "transformer.wte.weight" : "lm_head.weight", "V E -> E V"],
  };
}

/** GPT-2 checkpoints. */
export const GPT2: Family = {
  modelType: "gpt2",
  describe: (config) => {
    const op = "config.json of gpt2";
    const fields = readFields(op, config, FIELDS);
    const { n_embd: E, n_head: H, n_layer: L, vocab_size: V, n_positions: T } = fields;
    const d = quotient(op, ["n_embd", E], ["n_head", H]);
    return {
      architecture: gpt2({ activation: fields.activation_function, epsilon: fields.layer_norm_epsilon }),
      sizes: { E, d, H, F: fields.n_inner ?? 4 * E, L, V, T },
      layout: layoutOf(fields.tie_word_embeddings),
    };
  },
  spellings: [[/^transformer\./, ""]],
  buffers: [/^(transformer\.)?h\.\d+\.attn\.(bias|masked_bias)$/],
  copies: { "lm_head.weight": "transformer.wte.weight" },
};
