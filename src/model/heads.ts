/**
 * Heads with their weights: what every family's attention sublayer is made of.
 *
 * Grouped queries need no arithmetic of indices: with K key heads and G
 * queries to each, a query head is a pair [k, g] and its key head is [k], so
 * `Σ_{k<K} Σ_{g<G}` runs over all heads. One query a key head is [H].
 *
 * Notation   W_Q[l,k,g], W_O[l,k,g] with b_Q[l,k,g]; W_K[l,k], W_V[l,k] with b_K, b_V; b_O[l]
 * source     Ainslie et al. 2023, GQA
 */
import { bigSum } from "../term/binder.ts";
import { repeatRow } from "../term/definition.ts";
import { type DimLike, dim } from "../term/dimension.ts";
import type { Index } from "../term/term.ts";
import { add, mul, type Term } from "../term/term.ts";
import { type Architecture, type Context, type HeadIndex, type HeadSite, parameter } from "./architecture.ts";
import { attend, pattern } from "./attention.ts";
import { affine } from "./feedforward.ts";

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
  /** What turns queries and keys by their positions. shape  C × d → C × d */
  readonly rotate?: ((x: Term, context: Context) => Term) | undefined;
  /** What scores are multiplied by; `1/√d` by default. */
  readonly factor?: Term | undefined;
  /** A soft cap of the multiplied scores. */
  readonly cap?: Term | undefined;
}

/** The parts of an architecture that its heads determine. */
export type Heads = Pick<Architecture, "headWidth" | "heads" | "weights" | "pattern" | "values" | "head" | "attention">;

/** Heads from their options. */
export function headsOf({ E, d, counts, biases = "none", rotate = (x) => x, factor, cap }: HeadsOptions): Heads {
  const weights: Heads["weights"] = (layer, head) => ({
    W_Q: parameter("W_Q", E, d, ...layer, ...head),
    W_K: parameter("W_K", E, d, ...layer, ...keyHead(head)),
    W_V: parameter("W_V", E, d, ...layer, ...keyHead(head)),
    W_O: parameter("W_O", d, E, ...layer, ...head),
  });
  const bias = (name: string, index: readonly Index[]): Term | undefined =>
    biases === "none" ? undefined : parameter(name, 1, d, ...index);
  const query = (y: Term, { layer, head, context }: HeadSite): Term =>
    rotate(affine(y, weights(layer, head).W_Q, bias("b_Q", [...layer, ...head])), context);
  const key = (y: Term, { layer, head, context, extra }: HeadSite): Term => {
    const own = affine(y, weights(layer, head).W_K, bias("b_K", [...layer, ...keyHead(head)]));
    return rotate(plusRow(own, extra?.key), context);
  };
  const values = (y: Term, { layer, head, extra }: HeadSite): Term => {
    const own = affine(y, weights(layer, head).W_V, bias("b_V", [...layer, ...keyHead(head)]));
    return plusRow(own, extra?.value);
  };
  const choices = ({ layer, context }: HeadSite) => ({ factor, cap, mask: context.mask(layer) });
  const head = (y: Term, site: HeadSite): Term => {
    const moved = attend(query(y, site), key(y, site), values(y, site), choices(site));
    return mul(moved, weights(site.layer, site.head).W_O);
  };
  return {
    headWidth: dim(d),
    heads: counts.map(dim),
    weights,
    pattern: (y, site) => pattern(query(y, site), key(y, site), choices(site)),
    values,
    head,
    attention: (y, layer, context) => {
      const heads = sumOver(counts, [], (index) => head(y, { layer, head: index, context }));
      return biases === "all" ? plusRow(heads, parameter("b_O", 1, E, ...layer)) : heads;
    },
  };
}

/** The key head of a query head: the index without its place in the group. */
function keyHead(head: HeadIndex): HeadIndex {
  return head.slice(0, 1);
}

function plusRow(x: Term, row: Term | undefined): Term {
  return row === undefined ? x : add(x, repeatRow(row, x.rows));
}

/** `Σ` over each of the counts in turn. */
function sumOver(counts: readonly DimLike[], outer: HeadIndex, body: (head: HeadIndex) => Term): Term {
  const [count, ...rest] = counts;
  return count === undefined ? body(outer) : bigSum(count, (index) => sumOver(rest, [...outer, index], body));
}
