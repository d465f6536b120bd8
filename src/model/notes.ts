/**
 * The transformer of the notes: embedding, sinusoidal positions, heads as a
 * sum, an MLP, residual blocks, unembedding.
 *
 * source  A. Jermyn, Brief Notes on Transformers, 2022
 */
import { bigSum } from "../term/binder.ts";
import { type Dim, type DimLike, dim, halveDim, mulDim } from "../term/dimension.ts";
import type { Entrywise } from "../term/entrywise.ts";
import { Fault } from "../term/fault.ts";
import type { Rational } from "../term/rational.ts";
import { add, constant, mul, type Term } from "../term/term.ts";
import {
  type Architecture,
  type Context,
  type HeadIndex,
  type HeadSite,
  type HeadWeights,
  type LayerIndex,
  orderedContext,
  parameter,
  stackOf,
} from "./architecture.ts";
import { attention, maskedAttention, pattern } from "./attention.ts";
import { affine, mlp } from "./feedforward.ts";
import { layerNorm } from "./norm.ts";
import { causalMask, frequencies, sinusoidal } from "./position.ts";

/** Choices that the notes leave open; sizes are symbols unless given. */
export interface NotesOptions {
  /** Where a block normalises: not at all, before each sublayer, or after each residual sum. */
  readonly norm?: "none" | "pre" | "post";
  readonly mask?: "none" | "causal";
  readonly position?: "none" | "sinusoidal";
  readonly activation?: Entrywise;
  /** ε of the norms. */
  readonly epsilon?: Rational | number;
  /** N of the sinusoids, ω_i = N^(−2i/E). */
  readonly base?: Rational | number;
  readonly sizes?: {
    readonly E?: DimLike;
    readonly d?: DimLike;
    readonly H?: DimLike;
    readonly F?: DimLike;
    readonly L?: DimLike;
    readonly V?: DimLike;
  };
}

/**
 * The notes' transformer.
 *
 * throws  Fault when sinusoidal positions meet an odd width
 */
export function notes({
  norm = "none",
  mask = "none",
  position = "sinusoidal",
  activation = "relu",
  epsilon = 1e-5,
  base = 10000,
  sizes: { E = mulDim(2, "r"), d = "d", H = "H", F = "F", L = "L", V = "V" } = {},
}: NotesOptions = {}): Architecture {
  const [eps, N] = [constant(epsilon), constant(base)];
  const omega = position === "none" ? undefined : frequencies(N, halfWidth(E));
  const normed = (x: Term, name: string, layer: LayerIndex, e: Term = eps): Term =>
    layerNorm(x, parameter(`${name}_gain`, 1, E, ...layer), parameter(`${name}_bias`, 1, E, ...layer), e);
  const before = (x: Term, name: string, layer: LayerIndex): Term => (norm === "pre" ? normed(x, name, layer) : x);
  const after = (x: Term, name: string, layer: LayerIndex): Term => (norm === "post" ? normed(x, name, layer) : x);

  const weights = (layer: LayerIndex, h: HeadIndex): HeadWeights => ({
    W_Q: parameter("W_Q", E, d, ...layer, ...h),
    W_K: parameter("W_K", E, d, ...layer, ...h),
    W_V: parameter("W_V", E, d, ...layer, ...h),
    W_O: parameter("W_O", d, E, ...layer, ...h),
  });
  const oneHead = (y: Term, { layer, head: h, context, extra = {} }: HeadSite): Term => {
    const { W_Q, W_K, W_V, W_O } = weights(layer, h);
    const [Q, K, V] = [mul(y, W_Q), affine(y, W_K, extra.key), affine(y, W_V, extra.value)];
    const M = context.mask(layer);
    return mul(M === undefined ? attention(Q, K, V) : maskedAttention(Q, K, V, M), W_O);
  };
  const allHeads = (y: Term, layer: LayerIndex, context: Context): Term =>
    bigSum(H, (h) => oneHead(y, { layer, head: [h], context }));
  const feedForward = (y: Term, layer: LayerIndex): Term =>
    mlp(y, activation, {
      W_in: parameter("W_in", E, F, ...layer),
      b_in: parameter("b_in", 1, F, ...layer),
      W_out: parameter("W_out", F, E, ...layer),
      b_out: parameter("b_out", 1, E, ...layer),
    });
  const block = (x: Term, layer: LayerIndex, context: Context): Term => {
    const y = after(add(x, allHeads(before(x, "ln1", layer), layer, context)), "ln1", layer);
    return after(add(y, feedForward(before(y, "ln2", layer), layer)), "ln2", layer);
  };
  return {
    name: "notes",
    width: dim(E),
    headWidth: dim(d),
    vocabulary: dim(V),
    heads: [dim(H)],
    layers: [dim(L)],
    context: (C) => orderedContext(C, () => (mask === "causal" ? causalMask(C) : undefined)),
    causal: mask === "causal",
    position: omega === undefined ? { kind: "none" } : { kind: "sinusoidal", omega },
    ...(norm === "none"
      ? {}
      : { norm: { kind: "layernorm", epsilon: eps, apply: (x, layer, e) => normed(x, "ln1", layer, e) } }),
    embed: (tokens, context) => {
      const x = mul(tokens, parameter("W_E", V, E));
      return omega === undefined ? x : add(x, sinusoidal(context.positions, omega));
    },
    attentionInput: (x, layer) => before(x, "ln1", layer),
    weights,
    pattern: (y, { layer, head: h, context, extra = {} }) => {
      const { W_Q, W_K } = weights(layer, h);
      return pattern(mul(y, W_Q), affine(y, W_K, extra.key), { mask: context.mask(layer) });
    },
    values: (y, { layer, head: h, extra = {} }) => affine(y, weights(layer, h).W_V, extra.value),
    head: oneHead,
    attention: allHeads,
    feedForward,
    block,
    stack: stackOf(L, block),
    unembed: (x) => mul(norm === "pre" ? normed(x, "ln_f", []) : x, parameter("W_U", E, V)),
  };
}

function halfWidth(E: DimLike): Dim {
  const half = halveDim(E);
  if (half === undefined)
    throw new Fault({
      op: "notes",
      expected: "an even width for sinusoidal positions, such as 2·r",
      received: dim(E).text,
    });
  return half;
}
