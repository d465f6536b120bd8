/**
 * What configs of rotary families have in common: frequencies, head sizes, and
 * which layers see through a window.
 *
 * Files of transformers 5 write `rope_parameters`, older ones `rope_theta` and
 * `rope_scaling`; only frequencies that are not rescaled are modelled.
 */
import { z } from "zod";
import type { Sight } from "../../model/transformer.ts";
import type { Sizes } from "../../term/dimension.ts";
import { Fault } from "../../term/fault.ts";
import { agreed, count, layerCount, positive, quotient } from "../config.ts";

const DEFAULT_THETA = 10000; // Su et al. 2021, and every class in transformers

const plainRope = z.literal("default", { error: "only default is modelled" }).optional();

/** The fields of rotary positions, and what is modelled of the part of a head that is turned. */
export function ropeFields<Part extends z.ZodType>(part: Part) {
  return {
    rope_theta: positive.nullish(),
    rope_parameters: z
      .strictObject({ rope_theta: positive.optional(), rope_type: plainRope, partial_rotary_factor: part })
      .nullish(),
    rope_scaling: z.strictObject({ rope_type: plainRope, type: plainRope }).nullish(),
  };
}

/** The fields of rotary positions where each head is turned wholly. */
export const ROPE = ropeFields(z.literal(1, { error: "only 1 is modelled" }).optional());

/** The fields that name θ. */
export interface Theta {
  readonly rope_theta?: number | null | undefined;
  readonly rope_parameters?: { readonly rope_theta?: number | undefined } | null | undefined;
}

/** θ, which the fields must agree on; 10000 where they are silent. */
export function baseOf(op: string, { rope_theta, rope_parameters }: Theta): number {
  return agreed(op, { rope_theta, "rope_parameters.rope_theta": rope_parameters?.rope_theta }, DEFAULT_THETA);
}

/** The fields of a decoder with grouped queries. */
export const GROUPED = {
  vocab_size: count,
  hidden_size: count,
  intermediate_size: count,
  num_hidden_layers: layerCount,
  num_attention_heads: count,
  num_key_value_heads: count.nullish(),
  head_dim: count.nullish(),
};

/** The values of {@link GROUPED}. */
export type Grouped = z.output<z.ZodObject<typeof GROUPED>>;

/** The sizes of a decoder with grouped queries, its layers in cycles of `period`. */
export function groupedSizes(op: string, fields: Grouped, period: number): Sizes {
  const { vocab_size: V, hidden_size: E, intermediate_size: F, num_hidden_layers, num_attention_heads: H } = fields;
  const K = fields.num_key_value_heads ?? H;
  const G = quotient(op, ["num_attention_heads", H], ["num_key_value_heads", K]);
  const d = fields.head_dim ?? quotient(op, ["hidden_size", E], ["num_attention_heads", H]);
  const r = quotient(op, ["head_dim", d], ["the 2 coordinates of a plane", 2]);
  return { E, r, K, G, F, L: num_hidden_layers / period, V };
}

/** Names of what a layer sees, as `layer_types` lists them. */
export const layerTypes = z.array(z.enum(["full_attention", "sliding_attention"])).nonempty();

/** One of {@link layerTypes}. */
export type LayerType = z.output<typeof layerTypes>[number];

/** What layers see, and the size of the window `W` where one has it. */
export interface Windows {
  readonly sight: Exclude<Sight, "everything">;
  readonly sizes: Sizes;
}

/**
 * The shortest cycle of layers that repeats to this list.
 *
 * throws  Fault when there is not a type for each layer, or a window without a size
 */
export function windowsOf(op: string, types: readonly LayerType[], layers: number, window: number | null): Windows {
  if (types.length !== layers) {
    throw new Fault({ op, expected: `${layers} entries in layer_types`, received: String(types.length) });
  }
  const cycle = shortestCycle(types);
  if (!cycle.includes("sliding_attention")) return { sight: [undefined], sizes: {} };
  if (window === null) {
    throw new Fault({ op, expected: "sliding_window for layers of sliding_attention", received: "none" });
  }
  return { sight: cycle.map((type) => (type === "sliding_attention" ? "W" : undefined)), sizes: { W: window } };
}

/** `count` layers of types given by their number. */
export function typesOf(layers: number, slides: (layer: number) => boolean): LayerType[] {
  return Array.from({ length: layers }, (_, layer) => (slides(layer) ? "sliding_attention" : "full_attention"));
}

function shortestCycle<T>(list: readonly T[]): readonly T[] {
  let period = 1;
  while (list.length % period !== 0 || list.some((item, i) => item !== list[i % period])) period++;
  return list.slice(0, period);
}
