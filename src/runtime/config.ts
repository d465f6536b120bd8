/**
 * Reading a model's `config.json` without guessing.
 *
 * Every field of a file is one of three things, or the file is refused:
 *
 * - modelled: the architecture follows it;
 * - neutral: it would change what is computed, and has one of the values with which it does not;
 * - idle: it says nothing of the forward pass (dropout, token ids, versions, …).
 *
 * A default is that of the family's class in Hugging Face transformers, which leaves it out of the files it writes.
 */
import { z } from "zod";
import type { Entrywise } from "../term/entrywise.ts";
import { Fault } from "../term/fault.ts";
import type { JsonObject, JsonValue } from "./json.ts";

/** What a family knows of the fields of its config. */
export interface Fields<Modelled extends z.ZodRawShape> {
  readonly modelled: Modelled;
  /** Each with the values that change nothing. */
  readonly neutral: Readonly<Record<string, readonly JsonValue[]>>;
  readonly idle: readonly string[];
}

const ACTIVATIONS = {
  gelu: "gelu",
  gelu_python: "gelu",
  gelu_new: "gelu_tanh",
  gelu_pytorch_tanh: "gelu_tanh",
  relu: "relu",
  silu: "silu",
  swish: "silu",
  tanh: "tanh",
  sigmoid: "sigmoid",
} as const satisfies Readonly<Record<string, Entrywise>>;

/** A size: a whole number from 1. */
export const count = z.int().positive();
/** More layers than any model has; a config that says more is refused before anything is made for each. */
const MOST_LAYERS = 10_000;
/** How many layers there are. */
export const layerCount = count.max(MOST_LAYERS);
/** A number > 0, such as an ε or a base. */
export const positive = z.number().positive();
/** An activation, from its name in transformers to its name here. */
export const activation = z
  .enum(Object.keys(ACTIVATIONS) as (keyof typeof ACTIVATIONS)[]) // keys of a constant
  .transform((name): Entrywise => ACTIVATIONS[name]);

/** Fields of every Hugging Face config that change nothing, with these values. */
export const COMMON_NEUTRAL: Fields<z.ZodRawShape>["neutral"] = {
  add_cross_attention: [false],
  auto_map: [null],
  cross_attention_hidden_size: [null],
  is_decoder: [false],
  is_encoder_decoder: [false],
  pruned_heads: [{}],
  quantization_config: [null],
  tie_encoder_decoder: [false],
};

/** The names in a text: a list of many that reads better in lines. */
export function names(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

const FILE = names("_commit_hash _name_or_path architectures dtype model_type torch_dtype transformers_version");
const RUNNING = names(`
  attn_implementation _attn_implementation _attn_implementation_autoset cache_implementation attention_dropout
  chunk_size_feed_forward classifier_dropout gradient_checkpointing initializer_range return_dict tf_legacy_loss
  torchscript use_bfloat16 use_cache transformers.js_config
`);
const TOKENS_AND_TASKS = names(`
  bos_token_id decoder_start_token_id eos_token_id pad_token_id sep_token_id tokenizer_class finetuning_task id2label
  label2id num_labels _num_labels prefix problem_type task_specific_params
`);
const ANSWERS = names(`
  output_attentions output_hidden_states output_scores return_dict_in_generate bad_words_ids begin_suppress_tokens
  diversity_penalty do_sample early_stopping encoder_no_repeat_ngram_size exponential_decay_length_penalty
  forced_bos_token_id forced_eos_token_id length_penalty max_length min_length no_repeat_ngram_size num_beam_groups
  num_beams num_return_sequences remove_invalid_values repetition_penalty suppress_tokens temperature top_k top_p
  typical_p
`);

/**
 * Fields of every Hugging Face config that say nothing of the forward pass: what the file is, how the model is trained
 * and run, what its tokens and tasks are called, and how answers are drawn. Each tensor has its own dtype.
 */
export const COMMON_IDLE: readonly string[] = [...FILE, ...RUNNING, ...TOKENS_AND_TASKS, ...ANSWERS];

/**
 * The modelled fields of a config.
 *
 * throws  Fault that lists every field with a value whose meaning is not modelled
 */
export function readFields<Modelled extends z.ZodRawShape>(
  op: string,
  config: JsonObject,
  { modelled, neutral, idle }: Fields<Modelled>,
): z.output<z.ZodObject<Modelled>> {
  const known = new Set([...Object.keys(modelled), ...Object.keys(neutral), ...idle]);
  const problems = Object.keys(config)
    .filter((name) => !known.has(name))
    .map((name) => `${fieldText(config, name)} (its meaning is not modelled)`);
  for (const [name, values] of Object.entries(neutral)) {
    if (!Object.hasOwn(config, name) || values.some((value) => text(value) === text(config[name]!))) continue;
    problems.push(`${fieldText(config, name)} (only ${values.map(text).join(" or ")} is modelled)`);
  }
  const parsed = z.object(modelled).safeParse(config);
  const issues = parsed.error?.issues ?? [];
  problems.push(...issues.map(({ path, message }) => `${fieldText(config, String(path[0]))} (${message})`));
  if (parsed.success && problems.length === 0) return parsed.data;
  throw new Fault({ op, expected: "fields whose meaning is modelled", received: problems.join("; ") });
}

/**
 * The one value of fields that mean the same; the default when none has one.
 *
 * throws  Fault naming two that differ
 */
export function agreed<T extends JsonValue>(
  op: string,
  fields: Readonly<Record<string, T | null | undefined>>,
  otherwise: T,
): T {
  const [first, ...rest] = Object.entries(fields).filter(([, value]) => value !== undefined && value !== null);
  const other = rest.find(([, value]) => value !== first?.[1]);
  if (first === undefined) return otherwise;
  if (other === undefined) return first[1] as T; // neither undefined nor null, as filtered
  const received = [first, other].map(([name, value]) => `${name} = ${text(value as T)}`).join(" and ");
  throw new Fault({ op, expected: "fields that agree", received });
}

/**
 * A quotient of two sizes that must be a whole number.
 *
 * throws  Fault naming both fields
 */
export function quotient(
  op: string,
  [name, whole]: readonly [string, number],
  [by, parts]: readonly [string, number],
): number {
  if (whole % parts === 0) return whole / parts;
  throw new Fault({ op, expected: `${name} to be a multiple of ${by}`, received: `${whole} and ${parts}` });
}

function fieldText(config: JsonObject, name: string): string {
  return Object.hasOwn(config, name) ? `${name} = ${text(config[name]!)}` : `no ${name}`;
}

function text(value: JsonValue): string {
  return JSON.stringify(value);
}
