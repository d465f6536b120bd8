/**
 * What is known of a model that is only run: a function, a graph, a process.
 *
 * It is what the model says of itself. A claim that it makes no sense to ask of such a model does not apply; a trait
 * that is stated and not so is refuted by the claim about it.
 */

/** The float that a run computes in. */
export type RunPrecision = "f32" | "f64";

/** What a run may take beside `input_ids`, by the names that PyTorch models use. All are B × C, but the mask covers the past too. */
export const OPTIONAL_INPUTS = ["attention_mask", "position_ids", "segment_ids"] as const;
/** One of them: 1 for what is seen and 0 for padding; places; which packed sequence a token belongs to. */
export type OptionalInput = (typeof OPTIONAL_INPUTS)[number];

/** How tokens learn where they are: not at all, from a table or waves added to them, or from distances alone. */
export const POSITIONS = ["none", "absolute", "relative"] as const;

/** What a model that is run says of itself. */
export interface Traits {
  /** How many tokens there are. */
  readonly vocabulary: number;
  /** Whether a token sees only itself and what is before it. */
  readonly causal: boolean;
  readonly positions: (typeof POSITIONS)[number];
  readonly inputs: readonly OptionalInput[];
  /** `logits`; `hidden_states.0` before the first block, `hidden_states.n` after n of them; names of its own. */
  readonly outputs: readonly string[];
  /** What it can compute in. */
  readonly precisions: readonly RunPrecision[];
  /** Whether a run can go on where an earlier one ended. */
  readonly cache: boolean;
  /** The most tokens of a run, the past included. */
  readonly longest?: number | undefined;
  /** How many tokens back one sees in the first block, oneself included. */
  readonly window?: number | undefined;
}
