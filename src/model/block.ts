/**
 * Residual blocks: where a block normalises, and in which order it adds.
 *
 * Notation   A attention, M feed-forward, N₁ and N₂ the norms `ln1` and `ln2`,
 *            N₁′ and N₂′ the norms `ln1_post` and `ln2_post` of what a sublayer wrote
 */
import { add, type Term } from "../term/term.ts";
import type { Architecture, LayerIndex } from "./architecture.ts";

/** What a block is made of. */
export type Sublayers = Pick<Architecture, "attention" | "feedForward">;

/** What a block determines of an architecture. */
export type Block = Pick<Architecture, "attentionInput" | "block">;

/** A norm of a layer, by the name of its parameters. shape  C × E → C × E */
export type Normalise = (x: Term, name: string, layer: LayerIndex) => Term;

/** `y = x + A(N₁ x)`, then `y + M(N₂ y)`. source  Radford et al. 2019, GPT-2 */
export function preNorm(norm: Normalise, { attention, feedForward }: Sublayers): Block {
  return {
    attentionInput: (x, layer) => norm(x, "ln1", layer),
    block: (x, layer, context) => {
      const y = add(x, attention(norm(x, "ln1", layer), layer, context));
      return add(y, feedForward(norm(y, "ln2", layer), layer));
    },
  };
}

/** `y = N₁(x + A x)`, then `N₂(y + M y)`. source  Vaswani et al. 2017, §3.1 */
export function postNorm(norm: Normalise, { attention, feedForward }: Sublayers): Block {
  return {
    attentionInput: (x) => x,
    block: (x, layer, context) => {
      const y = norm(add(x, attention(x, layer, context)), "ln1", layer);
      return norm(add(y, feedForward(y, layer)), "ln2", layer);
    },
  };
}

/** `y = x + N₁′ A(N₁ x)`, then `y + N₂′ M(N₂ y)`. source  Gemma 2, Riviere et al. 2024, §2 */
export function sandwichNorm(norm: Normalise, { attention, feedForward }: Sublayers): Block {
  return preNorm(norm, {
    attention: (y, layer, context) => norm(attention(y, layer, context), "ln1_post", layer),
    feedForward: (y, layer) => norm(feedForward(y, layer), "ln2_post", layer),
  });
}

/** `x + A(N₁ x) + M(N₂ x)`. source  Black et al. 2022, GPT-NeoX-20B, §2.1 */
export function parallel(norm: Normalise, { attention, feedForward }: Sublayers): Block {
  return {
    attentionInput: (x, layer) => norm(x, "ln1", layer),
    block: (x, layer, context) =>
      add(x, attention(norm(x, "ln1", layer), layer, context), feedForward(norm(x, "ln2", layer), layer)),
  };
}
