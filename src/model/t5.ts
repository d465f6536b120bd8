/**
 * T5's encoder: no positions in the stream, but a number added to each score for how far the key is, one function of the
 * distance for each head, the same in all layers; scores are not divided; RMSNorm before each sublayer, no biases.
 *
 * T5 puts distances into buckets and learns a number for each; here any function of the distance stands for that, so
 * what is proved holds of every choice of buckets.
 *
 * source  Raffel et al. 2020, T5, §2.1
 */
import type { DimLike } from "../term/dimension.ts";
import type { Rational } from "../term/rational.ts";
import { constant, mul, opaque } from "../term/term.ts";
import { type Architecture, parameter } from "./architecture.ts";
import { preNorm } from "./block.ts";
import { feedForwardOf } from "./feedforward.ts";
import { headsOf } from "./heads.ts";
import { rmsNorms } from "./norm.ts";
import { transformer } from "./transformer.ts";
import { distances } from "./weighing.ts";

/** What checkpoints choose; sizes are symbols unless given. */
export interface T5Options {
  readonly epsilon?: Rational | number;
  readonly sizes?: Partial<Record<"E" | "d" | "H" | "F" | "L" | "V", DimLike>>;
}

/** T5's encoder. */
export function t5({
  epsilon = 1e-6,
  sizes: { E = "E", d = "d", H = "H", F = "F", L = "L", V = "V" } = {},
}: T5Options = {}): Architecture {
  const norms = rmsNorms(E, epsilon);
  return transformer({
    name: "t5",
    sizes: { E, L, V },
    sight: "everything",
    position: { kind: "distance" },
    norms,
    heads: headsOf({
      E,
      d,
      counts: [H],
      factor: constant(1),
      bias: (site) => opaque("distance_bias", "entry", distances(site), { index: site.head }),
    }),
    feedForward: feedForwardOf({ E, F, activation: "relu", biases: false }),
    residual: preNorm,
    embed: (tokens) => mul(tokens, parameter("W_E", V, E)),
    unembed: (x) => mul(norms.of(x, "ln_f"), parameter("W_U", E, V)),
  });
}
