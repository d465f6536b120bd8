/**
 * DeepSeek-V2 with latent attention: keys and values of all heads are made of one narrow latent vector a token, which is
 * all that a cache keeps; a head's scores add a product of turned coordinates, whose key is the same for all heads.
 *
 * Queries are made of a latent vector too. The norms of the latents that the released model adds are left out, as they
 * are in the paper's equations; so is its mixture of experts, which is an architecture of its own in the table.
 *
 * Notation   c = y W_DKV: C × c latent; W_K[l,h] = W_DKV W_UK[l,h], W_V likewise, W_Q[l,h] = W_DQ W_UQ[l,h]: E × d;
 *            turned coordinates y W_KR: C × 2r, y W_DQ W_QR[l,h]: C × 2r; scores over √(d + 2r)
 * source     DeepSeek-AI 2024, DeepSeek-V2, §2.1.2 and §2.1.3, eqs. 9 to 19
 */
import { bigSum } from "../term/binder.ts";
import { addDim, type DimLike, dim, mulDim } from "../term/dimension.ts";
import type { Rational } from "../term/rational.ts";
import { mul, scale, type Term } from "../term/term.ts";
import { type Architecture, type HeadSite, type LayerIndex, parameter } from "./architecture.ts";
import { inverseRoot, pattern, scores } from "./attention.ts";
import { preNorm } from "./block.ts";
import { feedForwardOf, plusRow } from "./feedforward.ts";
import { type Heads, withPast } from "./heads.ts";
import { rmsNorms } from "./norm.ts";
import { type RotaryLayout, rotaryOf } from "./position.ts";
import { CAUSAL, transformer } from "./transformer.ts";

/** What checkpoints choose; sizes are symbols unless given: `c` of the latent of keys and values, `q` of queries. */
export interface DeepSeekOptions {
  readonly epsilon?: Rational | number;
  readonly base?: Rational | number;
  readonly layout?: RotaryLayout;
  readonly sizes?: Partial<Record<"E" | "d" | "r" | "c" | "q" | "H" | "F" | "L" | "V", DimLike>>;
}

/** DeepSeek-V2's transformer. */
export function deepseek({
  epsilon = 1e-6,
  base = 10000,
  layout,
  sizes: { E = "E", d = "d", r = "r", c = "c", q = "q", H = "H", F = "F", L = "L", V = "V" } = {},
}: DeepSeekOptions = {}): Architecture {
  const norms = rmsNorms(E, epsilon);
  const { position, rotate } = rotaryOf({ base, r, layout });
  return transformer({
    name: "deepseek",
    sizes: { E, L, V },
    sight: CAUSAL,
    position: { ...position, decoupled: true } as Architecture["position"], // rotary, with its frequencies
    norms,
    heads: latentHeads({ E, d, c, q, turned: mulDim(2, r), H }, rotate),
    feedForward: feedForwardOf({ E, F, activation: "silu", biases: false, gated: true }),
    residual: preNorm,
    embed: (tokens) => mul(tokens, parameter("W_E", V, E)),
    unembed: (x) => mul(norms.of(x, "ln_f"), parameter("W_U", E, V)),
  });
}

type Sizes = Readonly<Record<"E" | "d" | "c" | "q" | "turned" | "H", DimLike>>;

/** Heads whose keys and values come from one latent vector a token. */
function latentHeads({ E, d, c, q, turned, H }: Sizes, rotate: ReturnType<typeof rotaryOf>["rotate"]): Heads {
  const [own, shared] = [
    (name: string, rows: DimLike, cols: DimLike, { layer, head }: Pick<HeadSite, "layer" | "head">): Term =>
      parameter(name, rows, cols, ...layer, ...head),
    (name: string, rows: DimLike, cols: DimLike, layer: LayerIndex): Term => parameter(name, rows, cols, ...layer),
  ];
  const weights: Heads["weights"] = (layer, head) => ({
    W_Q: mul(shared("W_DQ", E, q, layer), own("W_UQ", q, d, { layer, head })),
    W_K: mul(shared("W_DKV", E, c, layer), own("W_UK", c, d, { layer, head })),
    W_V: mul(shared("W_DKV", E, c, layer), own("W_UV", c, d, { layer, head })),
    W_O: own("W_O", d, E, { layer, head }),
  });
  const turnedQuery = (y: Term, site: HeadSite): Term =>
    rotate(mul(y, mul(shared("W_DQ", E, q, site.layer), own("W_QR", q, turned, site))), site.context);
  const turnedKey = withPast((y, { layer, context }) => rotate(mul(y, shared("W_KR", E, turned, layer)), context));
  const key = withPast((y, { layer, head, extra }) => plusRow(mul(y, weights(layer, head).W_K), extra?.key));
  const values = withPast((y, { layer, head, extra }) => plusRow(mul(y, weights(layer, head).W_V), extra?.value));
  const headPattern: Heads["pattern"] = (y, site) => {
    const factor = inverseRoot(addDim(d, turned));
    const bias = scale(factor, scores(turnedQuery(y, site), turnedKey(y, site)));
    const Q = mul(y, weights(site.layer, site.head).W_Q);
    return pattern(Q, key(y, site), { factor, bias, mask: site.context.mask(site.layer) });
  };
  const head: Heads["head"] = (y, site) =>
    mul(mul(headPattern(y, site), values(y, site)), weights(site.layer, site.head).W_O);
  return {
    headWidth: dim(d),
    heads: [dim(H)],
    weights,
    weighing: "softmax",
    pattern: headPattern,
    values,
    head,
    attention: (y, layer, context) => bigSum(H, (index) => head(y, { layer, head: [index], context })),
  };
}
