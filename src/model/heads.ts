/**
 * Heads with their weights: what every family's attention sublayer is made of.
 *
 * Grouped queries need no arithmetic of indices: with K key heads and G
 * queries to each, a query head is a pair [k, g] and its key head is [k], so
 * `Σ_{k<K} Σ_{g<G}` runs over all heads. One query a key head is [H].
 *
 * Keys and values may be of other tokens than queries: of kept ones and these (a cache), or of others (cross-attention).
 *
 * Notation   W_Q[l,k,g], W_O[l,k,g] with b_Q[l,k,g]; W_K[l,k], W_V[l,k] with b_K, b_V; b_O[l]
 * source     Ainslie et al. 2023, GQA
 */
import { bigSum } from "../term/binder.ts";
import { type DimLike, dim } from "../term/dimension.ts";
import type { Index } from "../term/term.ts";
import { mul, type Term, vcat } from "../term/term.ts";
import {
  type Architecture,
  type Context,
  type HeadIndex,
  type HeadSite,
  type LayerIndex,
  parameter,
} from "./architecture.ts";
import { attend, pattern } from "./attention.ts";
import { affine, plusRow } from "./feedforward.ts";
import { type Weigh, weighingOf } from "./weighing.ts";

/** What heads are made of; sizes are symbols or numbers. */
export interface HeadsOptions {
  /** d_model. */
  readonly E: DimLike;
  /** d_head. */
  readonly d: DimLike;
  /** What head indices run over: [H], or [K, G] with grouped queries. */
  readonly counts: readonly DimLike[];
  /** Which projections have biases; none by default. */
  readonly biases?: "none" | "qkv" | "all";
  /** What queries and keys pass before they are turned. shape  C × d → C × d */
  readonly normalise?: ((x: Term) => Term) | undefined;
  /** What turns queries and keys by their positions. shape  C × d → C × d */
  readonly rotate?: ((x: Term, context: Context) => Term) | undefined;
  /** What scores are multiplied by; `1/√d` by default. */
  readonly factor?: Term | undefined;
  /** A soft cap of the multiplied scores. */
  readonly cap?: Term | undefined;
  /** What is added to scores, head by head. shape  C × C */
  readonly bias?: ((site: HeadSite) => Term) | undefined;
  /** How scores become weights; a softmax over the keys by default. */
  readonly weigh?: Weigh | undefined;
  /** What the names of these parameters begin with, where a block has other heads beside. */
  readonly prefix?: string;
}

/** The parts of an architecture that its heads determine. */
export type Heads = Pick<
  Architecture,
  "headWidth" | "heads" | "weights" | "weighing" | "normalisedKeys" | "pattern" | "values" | "head" | "attention"
>;

/** What all heads write to some tokens of what they read of others. shape  x: R × E, y: C × E → R × E */
export type Across = (
  x: Term,
  y: Term,
  layer: LayerIndex,
  contexts: { readonly x: Context; readonly y: Context },
) => Term;

/** Heads from their options. */
export function headsOf(options: HeadsOptions): Heads & { readonly across: Across } {
  const { E, d, counts, biases = "none", prefix = "", normalise = (x) => x, rotate = (x) => x, ...scoring } = options;
  const { factor, cap, weigh } = scoring;
  const part = (name: string, rows: DimLike, cols: DimLike, index: readonly Index[]): Term =>
    parameter(`${prefix}${name}`, rows, cols, ...index);
  const weights: Heads["weights"] = (layer, head) => {
    const [own, shared] = [
      [...layer, ...head],
      [...layer, ...keyHead(head)],
    ];
    return {
      W_Q: part("W_Q", E, d, own),
      W_K: part("W_K", E, d, shared),
      W_V: part("W_V", E, d, shared),
      W_O: part("W_O", d, E, own),
      ...(biases === "none"
        ? {}
        : { b_Q: part("b_Q", 1, d, own), b_K: part("b_K", 1, d, shared), b_V: part("b_V", 1, d, shared) }),
    };
  };
  const query = (y: Term, { layer, head, context }: HeadSite): Term => {
    const { W_Q, b_Q } = weights(layer, head);
    return rotate(normalise(affine(y, W_Q, b_Q)), context);
  };
  const key = withPast((y, { layer, head, context, extra }) => {
    const { W_K, b_K } = weights(layer, head);
    return rotate(normalise(plusRow(affine(y, W_K, b_K), extra?.key)), context);
  });
  const values = withPast((y, { layer, head, extra }) => {
    const { W_V, b_V } = weights(layer, head);
    return plusRow(affine(y, W_V, b_V), extra?.value);
  });
  const choices = (site: HeadSite) => ({
    factor,
    cap,
    bias: scoring.bias?.(site),
    mask: site.context.mask(site.layer),
  });
  const written = (Q: Term, K: Term, V: Term, site: HeadSite): Term => {
    const moved = weigh === undefined ? attend(Q, K, V, choices(site)) : mul(weigh(Q, K, choices(site)), V);
    return mul(moved, weights(site.layer, site.head).W_O);
  };
  const head: Heads["head"] = (y, site) => written(query(y, site), key(y, site), values(y, site), site);
  const overHeads = (layer: LayerIndex, body: (index: HeadIndex) => Term): Term => {
    const heads = sumOver(counts, [], body);
    return biases === "all" ? plusRow(heads, part("b_O", 1, E, layer)) : heads;
  };
  return {
    headWidth: dim(d),
    heads: counts.map(dim),
    weights,
    weighing: weighingOf(weigh),
    normalisedKeys: options.normalise !== undefined,
    pattern: (y, site) => (weigh ?? pattern)(query(y, site), key(y, site), choices(site)),
    values,
    head,
    attention: (y, layer, context) => overHeads(layer, (index) => head(y, { layer, head: index, context })),
    across: (x, y, layer, contexts) =>
      overHeads(layer, (index) => {
        const [from, to] = [contexts.x, contexts.y].map((context) => ({ layer, head: index, context })) as [
          HeadSite,
          HeadSite,
        ];
        return written(query(x, from), key(y, to), values(y, to), from);
      }),
  };
}

/** What is made of each token, of kept ones before those that are given. */
export function withPast(make: (y: Term, site: HeadSite) => Term): (y: Term, site: HeadSite) => Term {
  return (y, site) => {
    const past = site.context.past?.(site.layer);
    return past === undefined ? make(y, site) : vcat(make(past.y, { ...site, context: past.context }), make(y, site));
  };
}

/** The key head of a query head: the index without its place in the group. */
function keyHead(head: HeadIndex): HeadIndex {
  return head.slice(0, 1);
}

/** `Σ` over each of the counts in turn. */
function sumOver(counts: readonly DimLike[], outer: HeadIndex, body: (head: HeadIndex) => Term): Term {
  const [count, ...rest] = counts;
  return count === undefined ? body(outer) : bigSum(count, (index) => sumOver(rest, [...outer, index], body));
}
