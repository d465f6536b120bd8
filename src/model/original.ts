/**
 * The transformer of the paper that named it: its encoder, and its decoder that also attends to what an encoder made of
 * another text of S tokens. Sinusoids are added to embeddings times √E; every residual sum is normalised.
 *
 * Names   memory (S × E), what the encoder made; cross_W_Q[l,h], … the heads that read it; ln_cross their norm
 * source  Vaswani et al. 2017, §3
 */
import { type DimLike, mulDim } from "../term/dimension.ts";
import type { Rational } from "../term/rational.ts";
import { add, constant, map, mul, scale, size, type Term } from "../term/term.ts";
import { type Architecture, type LayerIndex, orderedContext, parameter } from "./architecture.ts";
import { postNorm } from "./block.ts";
import { feedForwardOf } from "./feedforward.ts";
import { headsOf } from "./heads.ts";
import { layerNorms } from "./norm.ts";
import { frequencies, sinusoidal } from "./position.ts";
import { CAUSAL, type Parts, transformer } from "./transformer.ts";

/** What one may choose; sizes are symbols unless given, E = 2r, `S` the tokens of the other text. */
export interface OriginalOptions {
  readonly epsilon?: Rational | number;
  readonly base?: Rational | number;
  readonly sizes?: Partial<Record<"r" | "d" | "H" | "F" | "L" | "V" | "S", DimLike>>;
}

/** The original encoder. */
export function originalEncoder(options: OriginalOptions = {}): Architecture {
  return transformer({ ...partsOf(options), name: "original_encoder", sight: "everything", residual: postNorm });
}

/** The original decoder. */
export function originalDecoder(options: OriginalOptions = {}): Architecture {
  const { r = "r", d = "d", H = "H", S = "S" } = options.sizes ?? {};
  const E = mulDim(2, r);
  const memory = parameter("memory", S, E);
  const { across } = headsOf({ E, d, counts: [H], prefix: "cross_" });
  const reading = (x: Term, layer: LayerIndex): Term =>
    across(x, memory, layer, { x: orderedContext(x.rows), y: orderedContext(S) });
  const residual: Parts["residual"] = (norm, { attention, feedForward }) => ({
    attentionInput: (x) => x,
    block: (x, layer, context) => {
      const y = norm(add(x, attention(x, layer, context)), "ln1", layer);
      const z = norm(add(y, reading(y, layer)), "ln_cross", layer);
      return norm(add(z, feedForward(z, layer)), "ln2", layer);
    },
  });
  return transformer({ ...partsOf(options), name: "original_decoder", sight: CAUSAL, residual });
}

function partsOf({
  epsilon = 1e-5,
  base = 10000,
  sizes: { r = "r", d = "d", H = "H", F = "F", L = "L", V = "V" } = {},
}: OriginalOptions): Omit<Parts, "name" | "sight" | "residual"> {
  const E = mulDim(2, r);
  const omega = frequencies(constant(base), r);
  return {
    sizes: { E, L, V },
    position: { kind: "sinusoidal", omega },
    norms: layerNorms(E, epsilon),
    heads: headsOf({ E, d, counts: [H] }),
    feedForward: feedForwardOf({ E, F, activation: "relu" }),
    embed: (tokens, context) =>
      add(scale(map("sqrt", size(E)), mul(tokens, parameter("W_E", V, E))), sinusoidal(context.positions, omega)),
    unembed: (x) => mul(x, parameter("W_U", E, V)),
  };
}
