/**
 * Misreadings: the models that a checkpoint would be if one thing in it were read wrongly.
 *
 * Each is the same family with one field of the config, or one parameter, read as implementations have read it by
 * mistake. So a comparison with the right model can say what it would have noticed, and of a model that differs,
 * whether it is one of these. Parameters that are changed are computed in float64, from what is stored.
 */
import { type Dense, tabulate } from "../interpret/dense.ts";
import { evaluateDim } from "../term/dimension.ts";
import type { Variable } from "../term/term.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { toDense, type Value } from "./engine.ts";
import type { LoadedModel } from "./family.ts";
import type { JsonObject, JsonValue } from "./json.ts";
import { loadModel } from "./load.ts";

/** One way to read a checkpoint wrongly. */
export interface Misreading {
  readonly id: string;
  /** What is right. */
  readonly title: string;
  readonly formula: string;
  readonly source: string;
  /** What is wrong, in words that follow "with". */
  readonly wrong: string;
  /** The models that it makes, none where it makes no sense; any of them is wrong. */
  readonly models: (checkpoint: Tensors, right: LoadedModel) => readonly LoadedModel[];
}

type Tensors = Pick<Checkpoint, "config" | "tensors" | "files">;

/** The checkpoint with fields of its config replaced. */
function withConfig({ config, tensors, files }: Tensors, fields: Readonly<Record<string, JsonValue>>): LoadedModel {
  return loadModel({ config: { ...config, ...fields } as JsonObject, tensors, files });
}

/** The field that a config has of some, with its number. */
function numberIn(config: JsonObject, names: readonly string[]): readonly [string, number] | undefined {
  const name = names.find((one) => typeof config[one] === "number");
  return name === undefined ? undefined : [name, config[name] as number];
}

type Edit = (value: Dense, variable: Variable, stored: (variable: Variable) => Value) => Dense | Value;

/** The model with some parameters changed; each is computed once. */
function withParameters(right: LoadedModel, names: readonly string[], edit: Edit): readonly LoadedModel[] {
  if (!right.parameters.some(({ name }) => names.includes(name))) return [];
  const known = new Map<string, Value>();
  const { variable: stored } = right.bindings;
  const variable = (of: Variable): Value => {
    if (!names.includes(of.name)) return stored(of);
    const key = `${of.name} ${of.index.join(".")}`;
    const value = known.get(key) ?? edit(toDense(stored(of), "f64"), of, stored);
    known.set(key, value);
    return value;
  };
  return [{ ...right, bindings: { ...right.bindings, variable } }];
}

function times(factor: number): Edit {
  return ({ rows, cols, data }) => ({ rows, cols, data: Float64Array.from(data, (x) => factor * x) });
}

function plus(offset: number): Edit {
  return ({ rows, cols, data }) => ({ rows, cols, data: Float64Array.from(data, (x) => offset + x) });
}

/** A parameter in the place of another one of its shape. */
function insteadOf(pairs: Readonly<Record<string, string>>): Edit {
  return (_, of, stored) => stored({ ...of, name: pairs[of.name]! });
}

const QUERIES = ["W_Q", "b_Q"];
const TURNED = ["W_Q", "b_Q", "W_K", "b_K"];

/** Columns so that planes of neighbours lie as planes of halves; what is not turned stays. */
function neighboursAsHalves(planes: number): Edit {
  const from = (j: number): number => (j < planes ? 2 * j : j < 2 * planes ? 2 * (j - planes) + 1 : j);
  return (value) => tabulate(value.rows, value.cols, "f64", (i, j) => value.data[i * value.cols + from(j)]!);
}

function hasGroups({ architecture: { heads }, sizes }: LoadedModel): readonly [number, number] | undefined {
  if (heads.length !== 2) return undefined;
  const [K = 1, G = 1] = heads.map((size) => evaluateDim(size, sizes));
  return K > 1 && G > 1 ? [K, G] : undefined;
}

const EPSILONS = ["rms_norm_eps", "layer_norm_eps", "layer_norm_epsilon"];
const BASES = ["rope_theta", "rotary_emb_base", "position_base"];
const DEFAULT_BASE = 10000; // of rotary positions, where the config is silent
const CAPS = ["attn_logit_softcapping", "final_logit_softcapping"];
const ACTIVATIONS = ["hidden_act", "hidden_activation", "activation_function", "activation"];
/** The field of a family whose config is silent, and what it is then. */
const DEFAULT_ACTIVATION: Readonly<Record<string, readonly [field: string, name: string]>> = {
  bert: ["hidden_act", "gelu"],
  gpt2: ["activation_function", "gelu_new"],
  gpt_neox: ["hidden_act", "gelu"],
  llama: ["hidden_act", "silu"],
  mistral: ["hidden_act", "silu"],
  qwen2: ["hidden_act", "silu"],
  gemma2: ["hidden_activation", "gelu_pytorch_tanh"],
};
const OTHER_ACTIVATION: Readonly<Record<string, string>> = {
  gelu: "gelu_new",
  gelu_new: "gelu",
  gelu_pytorch_tanh: "gelu",
  silu: "gelu",
  relu: "gelu",
};

/** All that are tried. */
export const misreadings: readonly Misreading[] = [
  {
    id: "conformance/softmax-scale",
    title: "scores are scaled once, as the config says",
    formula: "QKᵀ/√d",
    source: "mlc-ai/mlc-llm#3426, ggerganov/llama.cpp#8444",
    wrong: "scores that are √d times as large, or as small",
    models: (_, right) => {
      const d = evaluateDim(right.architecture.headWidth, right.sizes);
      return [Math.sqrt(d), 1 / Math.sqrt(d)].flatMap((factor) => withParameters(right, QUERIES, times(factor)));
    },
  },
  {
    id: "conformance/soft-cap",
    title: "scores and logits are capped where the config says so",
    formula: "c·tanh(S/c)",
    source: "every port of Gemma 2",
    wrong: "a soft cap left out",
    models: (checkpoint) =>
      CAPS.filter((field) => typeof checkpoint.config[field] === "number").map((field) =>
        withConfig(checkpoint, { [field]: null }),
      ),
  },
  {
    id: "conformance/norm-epsilon",
    title: "the norms' ε is the config's",
    formula: "x/√(mean x² + ε)",
    source: "vmlx-swift#374",
    wrong: "another ε in its norms",
    models: (checkpoint) => {
      const found = numberIn(checkpoint.config, EPSILONS);
      return found === undefined ? [] : [10, 0.1].map((by) => withConfig(checkpoint, { [found[0]]: found[1] * by }));
    },
  },
  {
    id: "conformance/norm-gain",
    title: "the norms' gains are used as the family stores them",
    formula: "g or 1 + g",
    source: "linkedin/Liger-Kernel#74",
    wrong: "1 too much or too little in the norms' gains",
    models: (_, right) => {
      const gains = right.parameters.map(({ name }) => name).filter((name) => /^ln.*_gain$/.test(name));
      return withParameters(right, gains, plus(right.family === "gemma2" ? -1 : 1));
    },
  },
  {
    id: "conformance/position-base",
    title: "the base of the frequencies is the config's",
    formula: "ω_i = θ^(−i/r)",
    source: "unslothai/unsloth#6907",
    wrong: "another base of its frequencies",
    models: (checkpoint, { architecture }) => {
      const { kind } = architecture.position;
      if (kind !== "rotary" && kind !== "sinusoidal") return [];
      return [50, 0.02].map((by) => withConfig(checkpoint, baseTimes(checkpoint.config, by)));
    },
  },
  {
    id: "conformance/rotary-layout",
    title: "rotary planes pair the coordinates that the checkpoint pairs",
    formula: "(i, i + r), not (2i, 2i + 1)",
    source: "how-to-train-your-gpt#6",
    wrong: "neighbouring coordinates paired",
    models: (_, right) => {
      const { position } = right.architecture;
      if (position.kind !== "rotary") return [];
      return withParameters(right, TURNED, neighboursAsHalves(evaluateDim(position.omega.cols, right.sizes)));
    },
  },
  {
    id: "conformance/query-groups",
    title: "queries that follow one another share a key head, as if it were repeated",
    formula: "head h uses key head ⌊h/G⌋, not h mod K",
    source: "jax-js#180",
    wrong: "key heads that are tiled, not repeated",
    models: (_, right) => {
      const groups = hasGroups(right);
      if (groups === undefined) return [];
      const [K, G] = groups;
      return withParameters(right, [...QUERIES, "W_O"], (_value, of, stored) => {
        const [k, g] = of.index.slice(-2) as [number, number]; // layers first, then the head's two
        const head = g * K + k;
        return stored({ ...of, index: [...of.index.slice(0, -2), Math.floor(head / G), head % G] });
      });
    },
  },
  {
    id: "conformance/projections",
    title: "queries, keys and values are cut out of their tensors in the checkpoint's order",
    formula: "Q, K, V",
    source: "ndif-team/nnsight#719",
    wrong: "keys and values, or queries and keys, in each other's place",
    models: (_, right) => [
      ...withParameters(
        right,
        ["W_K", "W_V", "b_K", "b_V"],
        insteadOf({ W_K: "W_V", W_V: "W_K", b_K: "b_V", b_V: "b_K" }),
      ),
      ...(hasGroups(right) === undefined
        ? withParameters(right, TURNED, insteadOf({ W_Q: "W_K", W_K: "W_Q", b_Q: "b_K", b_K: "b_Q" }))
        : []),
    ],
  },
  {
    id: "conformance/head-bias",
    title: "the biases of the checkpoint are added",
    formula: "x W + b",
    source: "vllm-project/vllm#46835",
    wrong: "a bias left out",
    models: (_, right) =>
      ["b_U", "b_Q", "b_V", "b_O", "b_in", "b_out"].flatMap((name) => withParameters(right, [name], times(0))),
  },
  {
    id: "conformance/tied-head",
    title: "the head is the embedding where the config ties them, and has its own weights where not",
    formula: "W_U = W_Eᵀ",
    source: "vllm-project/vllm#46835",
    wrong: "the embedding as its head",
    models: (_, right) => {
      const own = right.parameters.find(({ name }) => name === "W_U");
      const embedding = right.parameters.find(({ name }) => name === "W_E");
      if (own === undefined || embedding === undefined || own.tensor === embedding.tensor) return [];
      return withParameters(right, ["W_U"], ({ rows, cols }, of, stored) => {
        const E = toDense(stored({ ...of, name: "W_E", rows: of.cols, cols: of.rows }), "f64");
        return tabulate(rows, cols, "f64", (i, j) => E.data[j * E.cols + i]!);
      });
    },
  },
  {
    id: "conformance/window",
    title: "the window holds as many tokens as the config says",
    formula: "i − w < j ≤ i",
    source: "huggingface/transformers#39408",
    wrong: "a window that is a token longer or shorter, or none",
    models: (checkpoint, right) => {
      const { W } = right.sizes;
      if (W === undefined) return [];
      const sizes = [W + 1, ...(W > 1 ? [W - 1] : [])];
      return sizes.map((window) => withConfig(checkpoint, { sliding_window: window, ...repeated(checkpoint, window) }));
    },
  },
  {
    id: "conformance/activation",
    title: "the feed-forward part has the config's activation",
    formula: "σ(x W_in + b)",
    source: "GELU and its approximation by tanh",
    wrong: "another activation",
    models: (checkpoint, { family }) => {
      const said = ACTIVATIONS.filter((name) => typeof checkpoint.config[name] === "string");
      const [field, silent] = DEFAULT_ACTIVATION[family] ?? [said[0]!, ""];
      const other = OTHER_ACTIVATION[said.length === 0 ? silent : (checkpoint.config[said[0]!] as string)];
      if (other === undefined) return [];
      const fields = said.length === 0 ? [field] : said;
      return [withConfig(checkpoint, Object.fromEntries(fields.map((name) => [name, other])))];
    },
  },
];

/** The fields that hold θ, all of them, with another one. */
function baseTimes(config: JsonObject, by: number): Readonly<Record<string, JsonValue>> {
  const said = BASES.filter((name) => typeof config[name] === "number");
  const nested = config.rope_parameters as JsonObject | null | undefined; // the family has read it, so it is one of these
  const inner = nested?.rope_theta;
  return {
    ...Object.fromEntries(said.map((name) => [name, (config[name] as number) * by])),
    ...(typeof inner === "number" ? { rope_parameters: { ...nested, rope_theta: inner * by } } : {}),
    ...(said.length === 0 && typeof inner !== "number" ? { rope_theta: DEFAULT_BASE * by } : {}),
  };
}

/** A field that some files repeat. */
function repeated({ config }: Tensors, window: number): Readonly<Record<string, number>> {
  return typeof config.sliding_window_size === "number" ? { sliding_window_size: window } : {};
}
