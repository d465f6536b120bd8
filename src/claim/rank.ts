/** Ranks of the products of a head's weights. */
import { statement } from "../term/statement.ts";
import { mul, rank, size, type Term, transpose } from "../term/term.ts";
import type { Claim, Site } from "./claim.ts";

function rankAtMostHeadWidth(id: string, title: string, formula: string, product: (site: Site) => Term): Claim {
  return {
    id,
    title,
    formula,
    scope: "head",
    source: "A. Jermyn, Brief Notes on Transformers, 2022; Elhage et al. 2021",
    state: (site) => statement(rank(product(site)), "<=", size(site.architecture.headWidth), []),
  };
}

/** The claims about ranks. */
export const rankClaims: readonly Claim[] = [
  rankAtMostHeadWidth(
    "rank/W_QK",
    "W_QK = W_Q W_Kᵀ has rank at most d",
    "rank(W_Q·W_Kᵀ) ≤ d",
    ({ architecture, layer, head }) => {
      const { W_Q, W_K } = architecture.weights(layer, head);
      return mul(W_Q, transpose(W_K));
    },
  ),
  rankAtMostHeadWidth(
    "rank/W_OV",
    "W_OV = W_V W_O has rank at most d",
    "rank(W_V·W_O) ≤ d",
    ({ architecture, layer, head }) => {
      const { W_V, W_O } = architecture.weights(layer, head);
      return mul(W_V, W_O);
    },
  ),
];
