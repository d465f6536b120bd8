import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { lastStream, tokenVariable } from "../../src/model/architecture.ts";
import type { Checkpoint } from "../../src/runtime/checkpoint.ts";
import { agreed, count, quotient, readFields } from "../../src/runtime/config.ts";
import type { JsonObject, JsonValue } from "../../src/runtime/json.ts";
import { loadModel } from "../../src/runtime/load.ts";
import { checkpointOf, FAMILIES, type FamilyName } from "./reference.ts";

const FIELDS = {
  modelled: { width: count, tied: z.boolean().default(true) },
  neutral: { scaling: [null, 1], pruned: [{}] },
  idle: ["dropout"],
};
const read = (config: JsonObject): { width: number; tied: boolean } => readFields("config.json", config, FIELDS);

describe("fields of a config", () => {
  it("modelled ones are read, neutral and idle ones change nothing", () => {
    expect(read({ width: 4 })).toEqual({ width: 4, tied: true });
    expect(read({ width: 4, tied: false, scaling: null, pruned: {}, dropout: 0.1 })).toEqual({ width: 4, tied: false });
  });

  it("all that is not modelled is named at once, with its value", () => {
    expect(() => read({ tied: "no", scaling: 2, pruned: { 0: [1] }, colour: { hue: 3 } })).toThrow(
      "config.json: expected fields whose meaning is modelled, received " +
        'colour = {"hue":3} (its meaning is not modelled); scaling = 2 (only null or 1 is modelled); ' +
        'pruned = {"0":[1]} (only {} is modelled); no width (Invalid input: expected number, received undefined); ' +
        'tied = "no" (Invalid input: expected boolean, received string)',
    );
  });

  it("fields that mean the same have one value", () => {
    expect(agreed("config.json", { a: undefined, b: 3, c: null, d: 3 }, 5)).toBe(3);
    expect(agreed("config.json", { a: null }, 5)).toBe(5);
    expect(() => agreed("config.json", { a: 3, b: 4 }, 5)).toThrow(
      "config.json: expected fields that agree, received a = 3 and b = 4",
    );
  });

  it("a quotient of sizes is whole", () => {
    expect(quotient("config.json", ["width", 12], ["heads", 3])).toBe(4);
    expect(() => quotient("config.json", ["width", 12], ["heads", 5])).toThrow(
      "config.json: expected width to be a multiple of heads, received 12 and 5",
    );
  });
});

/** A field that no config may have with this value, and what the refusal says of it. */
type Refusal = readonly [family: FamilyName, change: JsonObject, says: string];

const UNMODELLED = "its meaning is not modelled";
const REFUSALS: readonly Refusal[] = [
  ["bert", { is_decoder: true }, "is_decoder = true (only false is modelled)"],
  ["bert", { add_cross_attention: true }, "add_cross_attention = true (only false is modelled)"],
  ["bert", { position_embedding_type: "relative_key" }, 'position_embedding_type = "relative_key" (only "absolute"'],
  ["bert", { pruned_heads: { 0: [1] } }, 'pruned_heads = {"0":[1]} (only {} is modelled)'],
  ["bert", { hidden_act: "mish" }, 'hidden_act = "mish" (Invalid option: expected one of "gelu"'],
  ["bert", { hidden_size: 25 }, "expected hidden_size to be a multiple of num_attention_heads, received 25 and 4"],
  ["gpt2", { scale_attn_weights: false }, "scale_attn_weights = false (only true is modelled)"],
  ["gpt2", { scale_attn_by_inverse_layer_idx: true }, "scale_attn_by_inverse_layer_idx = true (only false"],
  ["gpt2", { reorder_and_upcast_attn: true }, "reorder_and_upcast_attn = true (only false is modelled)"],
  ["gpt2", { quantization_config: { bits: 4 } }, 'quantization_config = {"bits":4} (only null is modelled)'],
  ["gpt2", { activation_function: "quick_gelu" }, 'activation_function = "quick_gelu"'],
  ["gpt2", { layer_norm_epsilon: 0 }, "layer_norm_epsilon = 0 (Too small: expected number to be >0)"],
  ["gpt2", { n_head: 1.5 }, "n_head = 1.5 (Invalid input: expected int, received number)"],
  ["gpt2", { rope_theta: 10000 }, `rope_theta = 10000 (${UNMODELLED})`],
  ["gpt_neox", { rope_scaling: { type: "linear", factor: 2 } }, 'rope_scaling = {"type":"linear","factor":2} ('],
  ["gpt_neox", { rotary_pct: 0.5 }, "fields that agree, received rotary_pct = 0.5 and partial_rotary_factor = 0.25"],
  ["gpt_neox", { rotary_emb_base: 500 }, "fields that agree, received rope_theta = 10000 and rotary_emb_base = 500"],
  [
    "gpt_neox",
    { rotary_pct: 0.2, partial_rotary_factor: 0.2 },
    "even number of rotary coordinates, received 3, as 0.2 of 16",
  ],
  ["llama", { rope_scaling: { rope_type: "llama3", factor: 8 } }, 'rope_scaling = {"rope_type":"llama3","factor":8} ('],
  ["llama", { rope_scaling: { rope_type: "llama3" } }, "only default is modelled"],
  ["llama", { rope_parameters: { rope_type: "yarn", rope_theta: 5e5 } }, 'rope_parameters = {"rope_type":"yarn"'],
  [
    "llama",
    { rope_parameters: { rope_theta: 1e4 } },
    "received rope_theta = 500000 and rope_parameters.rope_theta = 10000",
  ],
  ["llama", { partial_rotary_factor: 0.5 }, `partial_rotary_factor = 0.5 (${UNMODELLED})`],
  ["llama", { rope_parameters: { partial_rotary_factor: 0.5 } }, "partial_rotary_factor"],
  ["llama", { sliding_window: 4096 }, `sliding_window = 4096 (${UNMODELLED})`],
  [
    "llama",
    { num_key_value_heads: 4 },
    "num_attention_heads to be a multiple of num_key_value_heads, received 6 and 4",
  ],
  ["llama", { head_dim: 5 }, "expected head_dim to be a multiple of the 2 coordinates of a plane, received 5 and 2"],
  ["llama", { auto_map: { AutoModel: "modeling.Other" } }, 'auto_map = {"AutoModel":"modeling.Other"} (only null'],
  ["llama", { embedding_multiplier: 12 }, `embedding_multiplier = 12 (${UNMODELLED})`],
  ["mistral", { layer_types: ["full_attention", "full_attention"] }, `(${UNMODELLED})`],
  ["mistral", { sliding_window: 0 }, "sliding_window = 0 (Too small: expected number to be >0)"],
  ["qwen2", { use_mrope: true }, "use_mrope = true (only false is modelled)"],
  ["qwen2", { layer_types: ["full_attention"] }, "expected 2 entries in layer_types, received 1"],
  [
    "qwen2",
    { layer_types: ["sliding_attention", "full_attention"] },
    "expected sliding_window for layers of sliding_attention",
  ],
  [
    "qwen2",
    { layer_types: ["full_attention", "chunked_attention"] },
    'layer_types = ["full_attention","chunked_attention"] (',
  ],
  [
    "gemma2",
    { hidden_act: "silu" },
    'fields that agree, received hidden_activation = "gelu_tanh" and hidden_act = "silu"',
  ],
  ["gemma2", { sliding_window_size: 8 }, "fields that agree, received sliding_window = 4 and sliding_window_size = 8"],
  [
    "gemma2",
    { use_bidirectional_attention: true },
    "use_bidirectional_attention = true (only null or false is modelled)",
  ],
  ["notes", { norm: "pre" }, 'norm = "pre" (only "none" is modelled)'],
  ["notes", { mask: "window" }, 'mask = "window" (Invalid option: expected one of "none"|"causal")'],
  ["notes", { d_model: 63 }, "expected d_model to be a multiple of the 2 coordinates of a plane, received 63 and 2"],
];

const checkpoints = new Map<FamilyName, Checkpoint>();
beforeAll(async () => {
  for (const family of FAMILIES) checkpoints.set(family, await checkpointOf(family));
});
const changed = (family: FamilyName, change: JsonObject): Checkpoint => {
  const checkpoint = checkpoints.get(family)!;
  return { ...checkpoint, config: { ...checkpoint.config, ...change } };
};

describe("configs that change what is computed", () => {
  it.each(REFUSALS)("%s with %j is refused", (family, change, says) => {
    expect(() => loadModel(changed(family, change))).toThrow(says);
  });

  it.each(FAMILIES)("%s with a field that nobody knows is refused", (family) => {
    expect(() => loadModel(changed(family, { mystery: 7 }))).toThrow(
      `config.json of ${family}: expected fields whose meaning is modelled, received mystery = 7 (${UNMODELLED})`,
    );
  });

  it("an unknown architecture is refused with those that are known", () => {
    const unknown = (model_type: JsonValue): Checkpoint => changed("gpt2", { model_type });
    const known = "bert, gpt2, gpt_neox, llama, mistral, qwen2, gemma2, notes";
    expect(() => loadModel(unknown("mamba"))).toThrow(
      `config.json: expected a model_type among ${known}, received "mamba"`,
    );
    expect(() => loadModel({ ...unknown(null), config: {} })).toThrow(`among ${known}, received none`);
  });
});

/** Configs that say the same in another way: older and newer files. */
const SAME: readonly (readonly [FamilyName, string, drop: readonly string[], change: JsonObject])[] = [
  [
    "gpt2",
    "published fields",
    ["dtype"],
    { n_ctx: 64, torch_dtype: "float32", task_specific_params: { a: { max_length: 50 } } },
  ],
  ["gpt_neox", "old names", ["partial_rotary_factor", "rope_theta", "rope_scaling"], {}],
  [
    "gpt_neox",
    "new names",
    ["partial_rotary_factor", "rotary_pct", "rotary_emb_base", "rope_theta", "rope_scaling"],
    { rope_parameters: { rope_theta: 10000, rope_type: "default", partial_rotary_factor: 0.25 } },
  ],
  [
    "llama",
    "new names",
    ["rope_theta", "rope_scaling"],
    { rope_parameters: { rope_theta: 500000, rope_type: "default" } },
  ],
  ["llama", "no head_dim, as it is E / H", ["head_dim"], {}],
  ["gemma2", "no layer_types", ["layer_types"], { hidden_act: "gelu_pytorch_tanh", cache_implementation: "hybrid" }],
];

describe("configs that say the same", () => {
  it.each(SAME)("%s: %s", (family, _, drop, change) => {
    const { config } = checkpoints.get(family)!;
    const other = Object.fromEntries(Object.entries(config).filter(([name]) => !drop.includes(name)));
    const original = loadModel(checkpoints.get(family)!);
    const again = loadModel({ ...checkpoints.get(family)!, config: { ...other, ...change } });
    expect(again.sizes).toEqual(original.sizes);
    const logits = ({ architecture }: typeof again) =>
      architecture.unembed!(lastStream(architecture, tokenVariable(architecture, "C")));
    expect(logits(again)).toBe(logits(original));
  });
});
