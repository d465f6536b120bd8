/**
 * Gemma 2: every second layer sees through a window, scores and logits are
 * capped, each sublayer is normalised before and after, gains are stored as
 * their distance from 1, and embeddings are multiplied by √E.
 *
 * source  Gemma 2, Riviere et al. 2024
 */
import { type DimLike, mulDim } from "../term/dimension.ts";
import type { Entrywise } from "../term/entrywise.ts";
import type { Rational } from "../term/rational.ts";
import { constant, map, mul, scale, size, type Term } from "../term/term.ts";
import { type Architecture, parameter } from "./architecture.ts";
import { softCap } from "./attention.ts";
import { sandwichNorm } from "./block.ts";
import { feedForwardOf } from "./feedforward.ts";
import { type HeadsOptions, headsOf } from "./heads.ts";
import { rmsNorms } from "./norm.ts";
import { type RotaryLayout, rotaryOf } from "./position.ts";
import { type Sight, transformer } from "./transformer.ts";

/** What checkpoints choose; sizes are symbols unless given, d = 2r. */
export interface Gemma2Options {
  /** What the layers of a cycle see; by default the first of two has a window of `W` tokens. */
  readonly sight?: Sight;
  readonly attentionBiases?: NonNullable<HeadsOptions["biases"]>;
  readonly activation?: Entrywise;
  readonly epsilon?: Rational | number;
  readonly base?: Rational | number;
  readonly layout?: RotaryLayout;
  /** What scores are multiplied by; `1/√d` by default. */
  readonly factor?: Term | undefined;
  /** Caps of scores and of logits; none when undefined. */
  readonly scoreCap?: Rational | number | undefined;
  readonly logitCap?: Rational | number | undefined;
  /** How a stored gain is meant. */
  readonly gain?: "plain" | "offset";
  readonly sizes?: Partial<Record<"E" | "r" | "K" | "G" | "F" | "L" | "V", DimLike>>;
}

/** Gemma 2; `L` counts cycles of layers. */
export function gemma2({
  sight = ["W", undefined],
  attentionBiases = "none",
  activation = "gelu_tanh",
  epsilon = 1e-6,
  base = 10000,
  layout,
  factor,
  scoreCap,
  logitCap,
  gain = "offset",
  sizes: { E = "E", r = "r", K = "K", G = "G", F = "F", L = "L", V = "V" } = {},
}: Gemma2Options = {}): Architecture {
  const norms = rmsNorms(E, epsilon, gain);
  const { position, rotate } = rotaryOf({ base, r, layout });
  const cap = scoreCap === undefined ? undefined : constant(scoreCap);
  return transformer({
    name: "gemma2",
    sizes: { E, L, V },
    sight,
    position,
    norms,
    heads: headsOf({ E, d: mulDim(2, r), counts: [K, G], biases: attentionBiases, rotate, factor, cap }),
    feedForward: feedForwardOf({ E, F, activation, biases: false, gated: true }),
    residual: sandwichNorm,
    embed: (tokens) => scale(map("sqrt", size(E)), mul(tokens, parameter("W_E", V, E))),
    unembed: (x) => {
      const logits = mul(norms.of(x, "ln_f"), parameter("W_U", E, V));
      return logitCap === undefined ? logits : softCap(logits, constant(logitCap));
    },
  });
}
