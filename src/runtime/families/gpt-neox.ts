/**
 * GPT-NeoX checkpoints (Pythia): queries, keys and values are fused head by head, and a part of each head is turned.
 *
 * source  transformers, models/gpt_neox
 */
import { z } from "zod";
import { gptNeox } from "../../model/gpt-neox.ts";
import { Fault } from "../../term/fault.ts";
import {
  activation,
  agreed,
  COMMON_IDLE,
  COMMON_NEUTRAL,
  count,
  layerCount,
  positive,
  quotient,
  readFields,
} from "../config.ts";
import type { Family } from "../family.ts";
import type { Layout } from "../layout.ts";
import { baseOf, ropeFields } from "./rotary.ts";

const FIELDS = {
  modelled: {
    ...ropeFields(positive.max(1).optional()),
    vocab_size: count,
    hidden_size: count,
    num_hidden_layers: layerCount,
    num_attention_heads: count,
    intermediate_size: count,
    hidden_act: activation.prefault("gelu"),
    layer_norm_eps: positive.default(1e-5),
    rotary_pct: positive.max(1).nullish(),
    partial_rotary_factor: positive.max(1).nullish(),
    rotary_emb_base: positive.nullish(),
    use_parallel_residual: z.boolean().default(true),
    attention_bias: z.boolean().default(true),
    tie_word_embeddings: z.boolean().default(false),
  },
  neutral: COMMON_NEUTRAL,
  idle: [...COMMON_IDLE, "hidden_dropout", "max_position_embeddings"],
};

const DEFAULT_PART = 0.25;

function layoutOf(tied: boolean, biased: boolean): Layout {
  return {
    W_E: ["gpt_neox.embed_in.weight", "V E -> V E"],
    ln1_gain: ["gpt_neox.layers.{l}.input_layernorm.weight", "E -> 1 E"],
    ln1_bias: ["gpt_neox.layers.{l}.input_layernorm.bias", "E -> 1 E"],
    W_Q: ["gpt_neox.layers.{l}.attention.query_key_value.weight", "(H 0/3 d) E -> H: E d"],
    W_K: ["gpt_neox.layers.{l}.attention.query_key_value.weight", "(H 1/3 d) E -> H: E d"],
    W_V: ["gpt_neox.layers.{l}.attention.query_key_value.weight", "(H 2/3 d) E -> H: E d"],
    W_O: ["gpt_neox.layers.{l}.attention.dense.weight", "E (H d) -> H: d E"],
    ...(biased ? ATTENTION_BIASES : {}),
    ln2_gain: ["gpt_neox.layers.{l}.post_attention_layernorm.weight", "E -> 1 E"],
    ln2_bias: ["gpt_neox.layers.{l}.post_attention_layernorm.bias", "E -> 1 E"],
    W_in: ["gpt_neox.layers.{l}.mlp.dense_h_to_4h.weight", "F E -> E F"],
    b_in: ["gpt_neox.layers.{l}.mlp.dense_h_to_4h.bias", "F -> 1 F"],
    W_out: ["gpt_neox.layers.{l}.mlp.dense_4h_to_h.weight", "E F -> F E"],
    b_out: ["gpt_neox.layers.{l}.mlp.dense_4h_to_h.bias", "E -> 1 E"],
    ln_f_gain: ["gpt_neox.final_layer_norm.weight", "E -> 1 E"],
    ln_f_bias: ["gpt_neox.final_layer_norm.bias", "E -> 1 E"],
    W_U: [tied ? "gpt_neox.embed_in.weight" : "embed_out.weight", "V E -> E V"],
  };
}

const ATTENTION_BIASES: Layout = {
  b_Q: ["gpt_neox.layers.{l}.attention.query_key_value.bias", "(H 0/3 d) -> H: 1 d"],
  b_K: ["gpt_neox.layers.{l}.attention.query_key_value.bias", "(H 1/3 d) -> H: 1 d"],
  b_V: ["gpt_neox.layers.{l}.attention.query_key_value.bias", "(H 2/3 d) -> H: 1 d"],
  b_O: ["gpt_neox.layers.{l}.attention.dense.bias", "E -> 1 E"],
};

/** GPT-NeoX checkpoints. */
export const GPT_NEOX: Family = {
  modelType: "gpt_neox",
  describe: (config) => {
    const op = "config.json of gpt_neox";
    const fields = readFields(op, config, FIELDS);
    const { hidden_size: E, num_attention_heads: H, num_hidden_layers: L, vocab_size: V } = fields;
    const d = quotient(op, ["hidden_size", E], ["num_attention_heads", H]);
    const r = planesOf(op, d, partOf(op, fields));
    const rope_theta = agreed(op, { rope_theta: fields.rope_theta, rotary_emb_base: fields.rotary_emb_base }, null);
    const s = d - 2 * r;
    return {
      architecture: gptNeox({
        residual: fields.use_parallel_residual ? "parallel" : "sequential",
        biased: fields.attention_bias,
        activation: fields.hidden_act,
        epsilon: fields.layer_norm_eps,
        base: baseOf(op, { ...fields, rope_theta }),
        ...(s === 0 ? { sizes: { s } } : {}), // a head that is turned wholly has no rest, rather than one of size 0
      }),
      sizes: { E, r, s, H, F: fields.intermediate_size, L, V },
      layout: layoutOf(fields.tie_word_embeddings, fields.attention_bias),
    };
  },
  spellings: [[/^gpt_neox\./, ""]],
  buffers: [/^(gpt_neox\.)?layers\.\d+\.attention\.(bias|masked_bias|rotary_emb\.inv_freq)$/],
  copies: { "embed_out.weight": "gpt_neox.embed_in.weight" },
};

/** The part of a head that is turned, which its fields must agree on. */
function partOf(op: string, fields: z.output<z.ZodObject<typeof FIELDS.modelled>>): number {
  const { rotary_pct, partial_rotary_factor, rope_parameters } = fields;
  const nested = { "rope_parameters.partial_rotary_factor": rope_parameters?.partial_rotary_factor };
  return agreed(op, { rotary_pct, partial_rotary_factor, ...nested }, DEFAULT_PART);
}

/** The planes that a part of d coordinates makes; a part that does not end on one is rounded down, as transformers does. */
function planesOf(op: string, d: number, part: number): number {
  const turned = Math.floor(d * part);
  if (turned > 0 && turned % 2 === 0) return turned / 2;
  const received = `${turned}, as ${part} of ${d}`;
  throw new Fault({ op, expected: "an even number of rotary coordinates", received });
}
