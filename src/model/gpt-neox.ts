/**
 * GPT-NeoX (Pythia): attention and feed-forward read the same stream and are
 * added together; only the first 2r of d coordinates of a head are turned.
 *
 * source  Black et al. 2022, GPT-NeoX-20B
 */
import { addDim, type DimLike, mulDim } from "../term/dimension.ts";
import type { Entrywise } from "../term/entrywise.ts";
import type { Rational } from "../term/rational.ts";
import { mul, type Term } from "../term/term.ts";
import { type Architecture, parameter } from "./architecture.ts";
import { parallel, preNorm } from "./block.ts";
import { feedForwardOf } from "./feedforward.ts";
import { headsOf } from "./heads.ts";
import { layerNorms } from "./norm.ts";
import { type RotaryLayout, rotaryOf } from "./position.ts";
import { CAUSAL, transformer } from "./transformer.ts";

/** What checkpoints choose; sizes are symbols unless given, d = 2r + s. */
export interface GptNeoxOptions {
  /** Whether the sublayers read the same stream, or one after the other. */
  readonly residual?: "parallel" | "sequential";
  /** Whether attention has biases. */
  readonly biased?: boolean;
  readonly activation?: Entrywise;
  readonly epsilon?: Rational | number;
  readonly base?: Rational | number;
  readonly layout?: RotaryLayout;
  /** What scores are multiplied by; `1/√d` by default. */
  readonly factor?: Term | undefined;
  readonly sizes?: Partial<Record<"E" | "r" | "s" | "H" | "F" | "L" | "V", DimLike>>;
}

/** GPT-NeoX. */
export function gptNeox({
  residual = "parallel",
  biased = true,
  activation = "gelu",
  epsilon = 1e-5,
  base = 10000,
  layout,
  factor,
  sizes: { E = "E", r = "r", s = "s", H = "H", F = "F", L = "L", V = "V" } = {},
}: GptNeoxOptions = {}): Architecture {
  const norms = layerNorms(E, epsilon);
  const { position, rotate } = rotaryOf({ base, r, layout });
  const d = addDim(mulDim(2, r), s);
  return transformer({
    name: "gpt_neox",
    sizes: { E, L, V },
    sight: CAUSAL,
    position,
    norms,
    heads: headsOf({ E, d, counts: [H], biases: biased ? "all" : "none", rotate, factor }),
    feedForward: feedForwardOf({ E, F, activation }),
    residual: residual === "parallel" ? parallel : preNorm,
    embed: (tokens) => mul(tokens, parameter("W_E", V, E)),
    unembed: (x) => mul(norms.of(x, "ln_f"), parameter("W_U", E, V)),
  });
}
