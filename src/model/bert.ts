/**
 * BERT: every token sees every token, positions and segments are learned, the
 * embedding is normalised, and so is each residual sum.
 *
 * With its masked-language head, `unembed` is a dense layer, a norm, and the
 * vocabulary with a bias; a checkpoint that ends with the last block has no
 * `unembed`, and its answer is the last stream.
 *
 * Names   W_T segments, ln_e the embedding's norm, W_H and b_H the head's dense layer
 * source  Devlin et al. 2019, BERT
 */
import { repeatRow } from "../term/definition.ts";
import type { DimLike } from "../term/dimension.ts";
import type { Entrywise } from "../term/entrywise.ts";
import type { Rational } from "../term/rational.ts";
import { add, map, mul, type Term } from "../term/term.ts";
import { type Architecture, type Context, firstRows, parameter } from "./architecture.ts";
import { postNorm } from "./block.ts";
import { affine, feedForwardOf } from "./feedforward.ts";
import { headsOf } from "./heads.ts";
import { layerNorms } from "./norm.ts";
import { transformer } from "./transformer.ts";

/** What checkpoints choose; sizes are symbols unless given. */
export interface BertOptions {
  readonly head?: "masked-language" | "none";
  readonly activation?: Entrywise;
  readonly epsilon?: Rational | number;
  /** What scores are multiplied by; `1/√d` by default. */
  readonly factor?: Term | undefined;
  readonly sizes?: Partial<Record<"E" | "d" | "H" | "F" | "L" | "V" | "T" | "S", DimLike>>;
}

/** BERT. */
export function bert({
  head = "masked-language",
  activation = "gelu",
  epsilon = 1e-12,
  factor,
  sizes: { E = "E", d = "d", H = "H", F = "F", L = "L", V = "V", T = "T", S = "S" } = {},
}: BertOptions = {}): Architecture {
  const norms = layerNorms(E, epsilon);
  const unembed = (x: Term): Term => {
    const transformed = map(activation, affine(x, parameter("W_H", E, E), parameter("b_H", 1, E)));
    return affine(norms.of(transformed, "ln_f"), parameter("W_U", E, V), parameter("b_U", 1, V));
  };
  return transformer({
    name: "bert",
    sizes: { E, L, V },
    sight: "everything",
    position: { kind: "learned" },
    norms,
    heads: headsOf({ E, d, counts: [H], biases: "all", factor }),
    feedForward: feedForwardOf({ E, F, activation }),
    residual: postNorm,
    embed: (tokens, context) => {
      const content = add(mul(tokens, parameter("W_E", V, E)), segmentRows(parameter("W_T", S, E), tokens, context));
      return norms.of(add(content, context.place(parameter("W_P", T, E))), "ln_e");
    },
    unembed: head === "none" ? undefined : unembed,
  });
}

/** Each token's row of the table of segments. shape  S × E → C × E */
function segmentRows(table: Term, tokens: Term, { segments }: Context): Term {
  return segments === undefined ? repeatRow(firstRows(table, 1), tokens.rows) : mul(segments, table);
}
