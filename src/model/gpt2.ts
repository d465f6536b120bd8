/**
 * GPT-2: learned positions, norms before each sublayer and at the end, tanh GELU.
 *
 * source  Radford et al. 2019, Language Models are Unsupervised Multitask Learners
 */
import type { DimLike } from "../term/dimension.ts";
import type { Entrywise } from "../term/entrywise.ts";
import type { Rational } from "../term/rational.ts";
import { add, mul, type Term } from "../term/term.ts";
import { type Architecture, parameter } from "./architecture.ts";
import { preNorm } from "./block.ts";
import { feedForwardOf } from "./feedforward.ts";
import { headsOf } from "./heads.ts";
import { layerNorms } from "./norm.ts";
import { CAUSAL, type Sight, transformer } from "./transformer.ts";

/** What checkpoints choose; sizes are symbols unless given. */
export interface Gpt2Options {
  readonly activation?: Entrywise;
  readonly epsilon?: Rational | number;
  readonly sight?: Sight;
  /** What scores are multiplied by; `1/√d` by default. */
  readonly factor?: Term | undefined;
  readonly sizes?: Partial<Record<"E" | "d" | "H" | "F" | "L" | "V" | "T", DimLike>>;
}

/** GPT-2. */
export function gpt2({
  activation = "gelu_tanh",
  epsilon = 1e-5,
  sight = CAUSAL,
  factor,
  sizes: { E = "E", d = "d", H = "H", F = "F", L = "L", V = "V", T = "T" } = {},
}: Gpt2Options = {}): Architecture {
  const norms = layerNorms(E, epsilon);
  return transformer({
    name: "gpt2",
    sizes: { E, L, V },
    sight,
    position: { kind: "learned" },
    norms,
    heads: headsOf({ E, d, counts: [H], biases: "all", factor }),
    feedForward: feedForwardOf({ E, F, activation }),
    residual: preNorm,
    embed: (tokens, context) => add(mul(tokens, parameter("W_E", V, E)), context.place(parameter("W_P", T, E))),
    unembed: (x) => mul(norms.of(x, "ln_f"), parameter("W_U", E, V)),
  });
}
