/**
 * Llama: grouped queries, rotary positions, RMSNorm before each sublayer, a
 * gated feed-forward. Mistral and Qwen2 are Llama with a window, and with biases.
 *
 * source  Touvron et al. 2023, LLaMA and Llama 2; Jiang et al. 2023, Mistral 7B; Yang et al. 2024, Qwen2
 */
import { rmsnorm } from "../term/definition.ts";
import { type DimLike, mulDim } from "../term/dimension.ts";
import type { Entrywise } from "../term/entrywise.ts";
import type { Rational } from "../term/rational.ts";
import { mul, type Term } from "../term/term.ts";
import { type Architecture, type HeadSite, parameter } from "./architecture.ts";
import { preNorm } from "./block.ts";
import { expertsOf, feedForwardOf } from "./feedforward.ts";
import { type HeadsOptions, headsOf } from "./heads.ts";
import { rmsNorms } from "./norm.ts";
import { type RotaryLayout, rotaryOf } from "./position.ts";
import { CAUSAL, type Sight, transformer } from "./transformer.ts";
import { distanceBias } from "./weighing.ts";

/** What checkpoints choose; sizes are symbols unless given, d = 2r. */
export interface LlamaOptions {
  readonly name?: string;
  readonly sight?: Sight;
  /** Which projections of attention have biases. */
  readonly attentionBiases?: NonNullable<HeadsOptions["biases"]>;
  readonly mlpBiases?: boolean;
  readonly activation?: Entrywise;
  readonly epsilon?: Rational | number;
  readonly base?: Rational | number;
  readonly layout?: RotaryLayout;
  /** What scores are multiplied by; `1/√d` by default. */
  readonly factor?: Term | undefined;
  /** How scores become weights; a softmax over the keys by default. */
  readonly weigh?: HeadsOptions["weigh"];
  /** Whether queries and keys are normalised before they are turned. source  Henry et al. 2020, QK-norm */
  readonly normalisedKeys?: boolean;
  /** Rotations, or a slope for each head by which scores fall with distance. */
  readonly places?: "rotary" | "slopes";
  /** How many experts a feed-forward is a mixture of; it is none where undefined. */
  readonly experts?: DimLike | undefined;
  readonly sizes?: Partial<Record<"E" | "r" | "K" | "G" | "F" | "L" | "V", DimLike>>;
}

/** Llama. */
export function llama({
  name = "llama",
  sight = CAUSAL,
  attentionBiases = "none",
  mlpBiases = false,
  activation = "silu",
  epsilon = 1e-5,
  base = 10000,
  layout,
  factor,
  weigh,
  normalisedKeys = false,
  places = "rotary",
  experts,
  sizes: { E = "E", r = "r", K = "K", G = "G", F = "F", L = "L", V = "V" } = {},
}: LlamaOptions = {}): Architecture {
  const norms = rmsNorms(E, epsilon);
  const turned = rotaryOf({ base, r, layout });
  const bias = (site: HeadSite): Term => distanceBias(parameter("slope", 1, 1, ...site.head), site);
  const sublayer = { E, F, activation, biases: mlpBiases, gated: true };
  return transformer({
    name,
    sizes: { E, L, V },
    sight,
    position: places === "rotary" ? turned.position : { kind: "distance" },
    norms,
    heads: headsOf({
      E,
      d: mulDim(2, r),
      counts: [K, G],
      biases: attentionBiases,
      normalise: normalisedKeys ? (x) => rmsnorm(x, norms.epsilon) : undefined,
      rotate: places === "rotary" ? turned.rotate : undefined,
      factor,
      weigh,
      bias: places === "slopes" ? bias : undefined,
    }),
    feedForward: experts === undefined ? feedForwardOf(sublayer) : expertsOf(experts, sublayer),
    residual: preNorm,
    embed: (tokens) => mul(tokens, parameter("W_E", V, E)),
    unembed: (x) => mul(norms.of(x, "ln_f"), parameter("W_U", E, V)),
  });
}

/** Mistral: Llama whose tokens see back through a window, `W` tokens unless given. */
export function mistral({ sight = ["W"], ...options }: LlamaOptions = {}): Architecture {
  return llama({ name: "mistral", sight, ...options });
}

/** Qwen2: Llama with biases on queries, keys and values. */
export function qwen2({ attentionBiases = "qkv", epsilon = 1e-6, ...options }: LlamaOptions = {}): Architecture {
  return llama({ name: "qwen2", attentionBiases, epsilon, ...options });
}
