/**
 * Set Transformer: self-attention blocks without positions, and a readout that lets R seed vectors attend to the whole
 * set, so that a set of any size becomes R vectors: attention between two context lengths.
 *
 * Notation   MAB(X, Y) = N₂(Z + rFF(Z)), Z = N₁(X + A(X, Y)), queries of X, keys and values of Y;
 *            a block is MAB(X, X), the readout MAB(S, rFF(X)) with seeds S: R × E
 * Names      pool_W_Q[h], … the readout's heads, S its seeds, pool_W_in, … and pool_ln1, pool_ln2 its parts
 * source     Lee et al. 2019, Set Transformer, eqs. 6 to 8 and 11
 */
import type { DimLike } from "../term/dimension.ts";
import type { Entrywise } from "../term/entrywise.ts";
import type { Rational } from "../term/rational.ts";
import { add, mul, type Term } from "../term/term.ts";
import { type Architecture, orderedContext, parameter } from "./architecture.ts";
import { postNorm } from "./block.ts";
import { feedForwardOf } from "./feedforward.ts";
import { headsOf } from "./heads.ts";
import { layerNorms } from "./norm.ts";
import { transformer } from "./transformer.ts";

/** What checkpoints choose; sizes are symbols unless given, `R` the number of seeds. */
export interface SetTransformerOptions {
  readonly activation?: Entrywise;
  readonly epsilon?: Rational | number;
  readonly sizes?: Partial<Record<"E" | "d" | "H" | "F" | "L" | "V" | "R", DimLike>>;
}

/** Set Transformer; what is embedded is a token, as elsewhere. */
export function setTransformer({
  activation = "relu",
  epsilon = 1e-5,
  sizes: { E = "E", d = "d", H = "H", F = "F", L = "L", V = "V", R = "R" } = {},
}: SetTransformerOptions = {}): Architecture {
  const norms = layerNorms(E, epsilon);
  const pool = headsOf({ E, d, counts: [H], prefix: "pool_" });
  const rows = feedForwardOf({ E, F, activation, prefix: "rows_" });
  const last = feedForwardOf({ E, F, activation, prefix: "pool_" });
  return transformer({
    name: "set_transformer",
    sizes: { E, L, V },
    sight: "everything",
    position: { kind: "none" },
    norms,
    heads: headsOf({ E, d, counts: [H] }),
    feedForward: feedForwardOf({ E, F, activation }),
    residual: postNorm,
    embed: (tokens) => mul(tokens, parameter("W_E", V, E)),
    readout: (x: Term) => {
      const seeds = parameter("S", R, E);
      const contexts = { x: orderedContext(seeds.rows), y: orderedContext(x.rows) };
      const z = norms.of(add(seeds, pool.across(seeds, rows(x, []), [], contexts)), "pool_ln1");
      return norms.of(add(z, last(z, [])), "pool_ln2");
    },
  });
}
