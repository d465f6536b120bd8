/**
 * Checkpoints of the notes' transformer, this project's own: tensors are the notes' matrices, heads a leading axis.
 *
 * source  checkpoints/README.md
 */
import { z } from "zod";
import { notes } from "../../model/notes.ts";
import { activation as activationName, count, layerCount, positive, quotient, readFields } from "../config.ts";
import type { Family } from "../family.ts";
import type { Layout } from "../layout.ts";

const FIELDS = {
  modelled: {
    vocab_size: count,
    d_model: count,
    n_heads: count,
    d_head: count,
    d_mlp: count,
    n_layers: layerCount,
    activation: activationName,
    mask: z.enum(["none", "causal"]),
    position: z.enum(["none", "sinusoidal"]),
    position_base: positive.default(10000),
  },
  neutral: { norm: ["none"] },
  idle: ["model_type", "n_ctx", "training"],
};

const LAYOUT: Layout = {
  W_E: ["W_E", "V E -> V E"],
  W_Q: ["blocks.{l}.attn.W_Q", "H E d -> H: E d"],
  W_K: ["blocks.{l}.attn.W_K", "H E d -> H: E d"],
  W_V: ["blocks.{l}.attn.W_V", "H E d -> H: E d"],
  W_O: ["blocks.{l}.attn.W_O", "H d E -> H: d E"],
  W_in: ["blocks.{l}.mlp.W_in", "E F -> E F"],
  b_in: ["blocks.{l}.mlp.b_in", "F -> 1 F"],
  W_out: ["blocks.{l}.mlp.W_out", "F E -> F E"],
  b_out: ["blocks.{l}.mlp.b_out", "E -> 1 E"],
  W_U: ["W_U", "E V -> E V"],
};

/** Checkpoints of the notes' transformer. */
export const NOTES: Family = {
  modelType: "notes",
  describe: (config) => {
    const op = "config.json of notes";
    const fields = readFields(op, config, FIELDS);
    const { d_model: E, d_head: d, n_heads: H, d_mlp: F, n_layers: L, vocab_size: V } = fields;
    const { activation, mask, position, position_base: base } = fields;
    return {
      architecture: notes({ activation, mask, position, base }),
      sizes: { r: quotient(op, ["d_model", E], ["the 2 coordinates of a plane", 2]), d, H, F, L, V },
      layout: LAYOUT,
    };
  },
  spellings: [],
  buffers: [],
  copies: {},
};
