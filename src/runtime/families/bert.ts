/**
 * BERT checkpoints, with the masked-language head or without any; poolers and
 * next-sentence heads are not part of the model here.
 *
 * source  transformers, models/bert
 */
import { z } from "zod";
import { bert } from "../../model/bert.ts";
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
    max_position_embeddings: count,
    type_vocab_size: count,
    hidden_size: count,
    num_hidden_layers: layerCount,
    num_attention_heads: count,
    intermediate_size: count,
    hidden_act: activation.prefault("gelu"),
    layer_norm_eps: positive.default(1e-12),
    tie_word_embeddings: z.boolean().default(true),
  },
  neutral: { ...COMMON_NEUTRAL, position_embedding_type: ["absolute"] },
  idle: [
    ...COMMON_IDLE,
    ...names(`
      attention_probs_dropout_prob hidden_dropout_prob directionality pooler_fc_size pooler_type
      pooler_num_attention_heads pooler_num_fc_layers pooler_size_per_head
    `),
  ],
};

const BODY: Layout = {
  W_E: ["bert.embeddings.word_embeddings.weight", "V E -> V E"],
  W_P: ["bert.embeddings.position_embeddings.weight", "T E -> T E"],
  W_T: ["bert.embeddings.token_type_embeddings.weight", "S E -> S E"],
  ln_e_gain: ["bert.embeddings.LayerNorm.weight", "E -> 1 E"],
  ln_e_bias: ["bert.embeddings.LayerNorm.bias", "E -> 1 E"],
  W_Q: ["bert.encoder.layer.{l}.attention.self.query.weight", "(H d) E -> H: E d"],
  W_K: ["bert.encoder.layer.{l}.attention.self.key.weight", "(H d) E -> H: E d"],
  W_V: ["bert.encoder.layer.{l}.attention.self.value.weight", "(H d) E -> H: E d"],
  b_Q: ["bert.encoder.layer.{l}.attention.self.query.bias", "(H d) -> H: 1 d"],
  b_K: ["bert.encoder.layer.{l}.attention.self.key.bias", "(H d) -> H: 1 d"],
  b_V: ["bert.encoder.layer.{l}.attention.self.value.bias", "(H d) -> H: 1 d"],
  W_O: ["bert.encoder.layer.{l}.attention.output.dense.weight", "E (H d) -> H: d E"],
  b_O: ["bert.encoder.layer.{l}.attention.output.dense.bias", "E -> 1 E"],
  ln1_gain: ["bert.encoder.layer.{l}.attention.output.LayerNorm.weight", "E -> 1 E"],
  ln1_bias: ["bert.encoder.layer.{l}.attention.output.LayerNorm.bias", "E -> 1 E"],
  W_in: ["bert.encoder.layer.{l}.intermediate.dense.weight", "F E -> E F"],
  b_in: ["bert.encoder.layer.{l}.intermediate.dense.bias", "F -> 1 F"],
  W_out: ["bert.encoder.layer.{l}.output.dense.weight", "E F -> F E"],
  b_out: ["bert.encoder.layer.{l}.output.dense.bias", "E -> 1 E"],
  ln2_gain: ["bert.encoder.layer.{l}.output.LayerNorm.weight", "E -> 1 E"],
  ln2_bias: ["bert.encoder.layer.{l}.output.LayerNorm.bias", "E -> 1 E"],
};

const HEAD_WEIGHT = "cls.predictions.transform.dense.weight"; // what tells that there is a masked-language head

function headLayout(tied: boolean): Layout {
  return {
    W_H: [HEAD_WEIGHT, "E' E -> E E'"],
    b_H: ["cls.predictions.transform.dense.bias", "E -> 1 E"],
    ln_f_gain: ["cls.predictions.transform.LayerNorm.weight", "E -> 1 E"],
    ln_f_bias: ["cls.predictions.transform.LayerNorm.bias", "E -> 1 E"],
    W_U: [tied ? "bert.embeddings.word_embeddings.weight" : "cls.predictions.decoder.weight", "V E -> E V"],
    b_U: ["cls.predictions.bias", "V -> 1 V"],
  };
}

/** BERT checkpoints. */
export const BERT: Family = {
  modelType: "bert",
  describe: (config, has) => {
    const op = "config.json of bert";
    const fields = readFields(op, config, FIELDS);
    const {
      hidden_size: E,
      num_attention_heads: H,
      num_hidden_layers: L,
      intermediate_size: F,
      vocab_size: V,
    } = fields;
    const d = quotient(op, ["hidden_size", E], ["num_attention_heads", H]);
    const head = has(HEAD_WEIGHT) ? "masked-language" : "none";
    return {
      architecture: bert({ head, activation: fields.hidden_act, epsilon: fields.layer_norm_eps }),
      sizes: { E, d, H, F, L, V, T: fields.max_position_embeddings, S: fields.type_vocab_size },
      layout: head === "none" ? BODY : { ...BODY, ...headLayout(fields.tie_word_embeddings) },
    };
  },
  spellings: [
    [/^bert\./, ""],
    [/LayerNorm\.weight$/, "LayerNorm.gamma"],
    [/LayerNorm\.bias$/, "LayerNorm.beta"],
  ],
  buffers: [
    /^(bert\.)?embeddings\.(position_ids|token_type_ids)$/,
    /^(bert\.)?pooler\.dense\.(weight|bias)$/,
    /^cls\.seq_relationship\.(weight|bias)$/,
  ],
  copies: {
    "cls.predictions.decoder.weight": "bert.embeddings.word_embeddings.weight",
    "cls.predictions.decoder.bias": "cls.predictions.bias",
  },
};
