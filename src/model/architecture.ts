/**
 * An architecture: a transformer as terms, from its sizes.
 *
 * All parts are functions of terms, so a claim can be stated of a head, of a
 * block or of the whole, with weights that are variables: for all weights in
 * a proof, a checkpoint's in a run.
 *
 * Notation   C tokens, E = d_model, d = d_head, H heads, F = d_mlp, L layers, V vocabulary;
 *            with grouped queries H = K·G: K key heads, each with G queries
 * Names      W_E (V × E), W_U (E × V), W_Q[l,h], W_K, W_V (E × d), W_O (d × E), W_in, W_gate (E × F), W_out (F × E),
 *            with biases b_Q, …, b_in, b_gate, b_out; indices first the layer's, then the head's or expert's
 */
import { repeatRow, subtract } from "../term/definition.ts";
import { type Dim, type DimLike, subtractDim } from "../term/dimension.ts";
import {
  hadamard,
  type Index,
  iota,
  mul,
  rows,
  type Term,
  transpose,
  tri,
  type Variable,
  variable,
} from "../term/term.ts";

/** Which layer: one index, or the index of a group of layers and the place in the group. */
export type LayerIndex = readonly Index[];
/** Which head: one index, or with grouped queries the key head's and the query's in its group. */
export type HeadIndex = readonly Index[];

/** What a run knows of its tokens beside their content: where they are, and what they may see. */
export interface Context {
  /** Positions as numbers. shape  C × 1 */
  readonly positions: Term;
  /** Rows of a table of learned positions. shape  T × E → C × E */
  readonly place: (table: Term) => Term;
  /** The 0/1 matrix of what each token may see in a layer; everything when undefined. shape  C × C */
  readonly mask: (layer: LayerIndex) => Term | undefined;
  /** Tokens before these whose keys and values were kept: what attention reads of them in a layer, and where they are. */
  readonly past?: (layer: LayerIndex) => { readonly y: Term; readonly context: Context };
  /** Which segment each token belongs to, for models that have segments (one-hot rows); the first by default. shape  C × S */
  readonly segments?: Term;
}

/** The weights of a head, and the biases that it has. shape  W_Q, W_K, W_V: E × d, W_O: d × E, b_Q, b_K, b_V: 1 × d */
export interface HeadWeights {
  readonly W_Q: Term;
  readonly W_K: Term;
  readonly W_V: Term;
  readonly W_O: Term;
  readonly b_Q?: Term | undefined;
  readonly b_K?: Term | undefined;
  readonly b_V?: Term | undefined;
}

/** How scores become weights: a softmax over the keys, another way that is known, or one of a researcher's own. */
export type Weighing = "softmax" | "softmax1" | "sigmoid" | "linear" | "own";

/** Biases added to what a head projects, beside those that the architecture has, before any rotation. shape  1 × d */
export interface ExtraBiases {
  readonly key?: Term;
  readonly value?: Term;
}

/** How a block normalises, where it does. */
export interface Norm {
  readonly kind: "layernorm" | "rmsnorm";
  /** ε under the root. shape  1 × 1 */
  readonly epsilon: Term;
  /** The norm of a layer's attention, with its learned parts. shape  x: C × E, epsilon: 1 × 1 → C × E */
  readonly apply: (x: Term, layer: LayerIndex, epsilon: Term) => Term;
  /** The gain, as it multiplies, and the bias of a norm of a layer, by name: `ln1` attention's, `ln2` the feed-forward's. shape  1 × E */
  readonly learned: (name: string, layer: LayerIndex) => { readonly gain: Term; readonly bias?: Term | undefined };
}

/** How tokens learn where they are: not at all, from a table, by how far keys are, or by waves; the frequencies have one entry for each plane of rotation. shape  omega: 1 × r */
export type Position =
  | { readonly kind: "none" | "learned" | "distance" }
  | {
      readonly kind: "sinusoidal" | "rotary";
      readonly omega: Term;
      /** Set where coordinates of their own are turned, beside those that a head's weights make. */
      readonly decoupled?: true;
    };

/** What one head is a function of: its layer, its place in it, and what is known of the tokens. */
export interface HeadSite {
  readonly layer: LayerIndex;
  readonly head: HeadIndex;
  readonly context: Context;
  readonly extra?: ExtraBiases;
}

/**
 * A transformer as terms.
 *
 * Every part takes the number of tokens from its argument, so one architecture
 * serves several context lengths in one claim.
 */
export interface Architecture {
  readonly name: string;
  /** d_model, the width of the residual stream. */
  readonly width: Dim;
  /** d_head, the width of queries and keys. */
  readonly headWidth: Dim;
  /** The vocabulary's size. */
  readonly vocabulary: Dim;
  /** The sizes that head indices run over, [H] or [K, G]. */
  readonly heads: readonly Dim[];
  /** The sizes that layer indices run over, [L], or [groups, a number]. */
  readonly layers: readonly Dim[];
  /** `C` tokens in their order, under the architecture's own mask. */
  readonly context: (C: DimLike) => Context;
  /** Whether the architecture hides later tokens. */
  readonly causal: boolean;
  /** How tokens learn where they are. */
  readonly position: Position;
  /** The residual stream at the start. shape  tokens: C × V one-hot → C × E */
  readonly embed: (tokens: Term, context: Context) => Term;
  readonly norm?: Norm;
  /** What attention reads of the stream (the norm before it, when there is one). shape  C × E → C × E */
  readonly attentionInput: (x: Term, layer: LayerIndex) => Term;
  /** The weights of a head. */
  readonly weights: (layer: LayerIndex, head: HeadIndex) => HeadWeights;
  readonly weighing: Weighing;
  /** Whether queries and keys are normalised before their product. */
  readonly normalisedKeys?: boolean | undefined;
  /** What a head attends to. shape  its input y: C × E → C × C */
  readonly pattern: (y: Term, site: HeadSite) => Term;
  /** What a head moves. shape  its input y: C × E → C × d */
  readonly values: (y: Term, site: HeadSite) => Term;
  /** What a head writes, the output bias apart. shape  its input y: C × E → C × E */
  readonly head: (y: Term, site: HeadSite) => Term;
  /** What all heads write, with the output bias. shape  y: C × E → C × E */
  readonly attention: (y: Term, layer: LayerIndex, context: Context) => Term;
  /** The feed-forward sublayer without its norm. shape  y: C × E → C × E */
  readonly feedForward: (y: Term, layer: LayerIndex) => Term;
  /** A residual block. shape  x: C × E → C × E */
  readonly block: (x: Term, layer: LayerIndex, context: Context) => Term;
  /** All blocks. shape  x: C × E → C × E */
  readonly stack: (x: Term, context: Context) => Term;
  /** What is made of all tokens together, whatever their number; the sum over tokens where an architecture has none. shape  x: C × E → R × E */
  readonly readout?: (x: Term) => Term;
  /** Logits of the last stream, with the final norm when there is one; absent in an encoder without a head. shape  x: C × E → C × V */
  readonly unembed?: (x: Term) => Term;
}

/** A parameter, one of a family where it has indices. */
export function parameter(name: string, rows: DimLike, cols: DimLike, ...index: readonly Index[]): Term {
  return variable(name, rows, cols, { index });
}

/** The tokens of a run, one-hot rows. shape  C × V */
export function tokenVariable(architecture: Architecture, C: DimLike, name = "tokens"): Variable {
  return variable(name, C, architecture.vocabulary, { kind: "selection" });
}

/** Tokens 0, 1, …, C − 1 in order, under a mask. */
export function orderedContext(C: DimLike, mask: Context["mask"] = () => undefined): Context {
  return { positions: iota(C), place: (table) => firstRows(table, C), mask };
}

/**
 * The first rows of a table that is large enough: a slice where its size contains C by its form, such as `C + R`,
 * otherwise the product with `[I | 0]`, which is the same when C ≤ T.
 *
 * shape   T × E → C × E
 */
export function firstRows(table: Term, C: DimLike): Term {
  if (subtractDim(table.rows, C) !== undefined) return rows(table, 0, C);
  const T = table.rows;
  return mul(subtract(tri(C, T), tri(C, T, { below: 1 })), table);
}

/**
 * The same context where no token sees the hidden ones, as padding: the mask and `1 keepᵀ`, entry by entry.
 *
 * shape   keep: C × 1 of 0 and 1
 */
export function paddedContext(keep: Term, context: Context): Context {
  const visible = repeatRow(transpose(keep), keep.rows);
  const mask: Context["mask"] = (layer) => {
    const M = context.mask(layer);
    return M === undefined ? visible : hadamard(M, visible);
  };
  return { ...context, mask };
}

/**
 * The same context for tokens moved by a permutation: positions travel with their tokens, and so does what they may see.
 *
 * shape   P: C × C
 */
export function permutedContext(P: Term, { positions, place, mask, segments }: Context): Context {
  const conjugated = (M: Term): Term => mul(mul(P, M), transpose(P));
  const moved: Context = {
    positions: mul(P, positions),
    place: (table) => mul(P, place(table)),
    mask: (layer) => {
      const M = mask(layer);
      return M === undefined ? undefined : conjugated(M);
    },
  };
  return segments === undefined ? moved : { ...moved, segments: mul(P, segments) };
}

/**
 * The last residual stream of tokens: embedding, then all blocks.
 *
 * shape   tokens: C × V one-hot → C × E
 */
export function lastStream(
  architecture: Architecture,
  tokens: Term,
  context: Context = architecture.context(tokens.rows),
): Term {
  return architecture.stack(architecture.embed(tokens, context), context);
}
