/**
 * The transformer of the notes: embedding, sinusoidal positions, heads as a
 * sum, an MLP, residual blocks, unembedding.
 *
 * source  A. Jermyn, Brief Notes on Transformers, 2022
 */
import { type Dim, type DimLike, dim, divideDim, mulDim } from "../term/dimension.ts";
import type { Entrywise } from "../term/entrywise.ts";
import { Fault } from "../term/fault.ts";
import type { Rational } from "../term/rational.ts";
import { add, constant, mul } from "../term/term.ts";
import { type Architecture, parameter } from "./architecture.ts";
import { postNorm, preNorm } from "./block.ts";
import { feedForwardOf } from "./feedforward.ts";
import { headsOf } from "./heads.ts";
import { layerNorms } from "./norm.ts";
import { frequencies, sinusoidal } from "./position.ts";
import { CAUSAL, transformer } from "./transformer.ts";

/** Choices that the notes leave open; sizes are symbols unless given. */
export interface NotesOptions {
  /** Where a block normalises: not at all, before each sublayer, or after each residual sum. */
  readonly norm?: "none" | "pre" | "post";
  readonly mask?: "none" | "causal";
  readonly position?: "none" | "sinusoidal";
  readonly activation?: Entrywise;
  /** ε of the norms. */
  readonly epsilon?: Rational | number;
  /** N of the sinusoids, ω_i = N^(−2i/E). */
  readonly base?: Rational | number;
  readonly sizes?: Partial<Record<"E" | "d" | "H" | "F" | "L" | "V", DimLike>>;
}

/**
 * The notes' transformer.
 *
 * throws  Fault when sinusoidal positions meet an odd width
 */
export function notes({
  norm = "none",
  mask = "none",
  position = "sinusoidal",
  activation = "relu",
  epsilon = 1e-5,
  base = 10000,
  sizes: { E = mulDim(2, "r"), d = "d", H = "H", F = "F", L = "L", V = "V" } = {},
}: NotesOptions = {}): Architecture {
  const omega = position === "none" ? undefined : frequencies(constant(base), halfWidth(E));
  const norms = norm === "none" ? undefined : layerNorms(E, epsilon);
  return transformer({
    name: "notes",
    sizes: { E, L, V },
    sight: mask === "causal" ? CAUSAL : "everything",
    position: omega === undefined ? { kind: "none" } : { kind: "sinusoidal", omega },
    norms,
    heads: headsOf({ E, d, counts: [H] }),
    feedForward: feedForwardOf({ E, F, activation }),
    residual: norm === "post" ? postNorm : preNorm,
    embed: (tokens, context) => {
      const x = mul(tokens, parameter("W_E", V, E));
      return omega === undefined ? x : add(x, sinusoidal(context.positions, omega));
    },
    unembed: (x) => mul(norms === undefined || norm === "post" ? x : norms.of(x, "ln_f"), parameter("W_U", E, V)),
  });
}

function halfWidth(E: DimLike): Dim {
  const half = divideDim(E, 2);
  if (half === undefined)
    throw new Fault({
      op: "notes",
      expected: "an even width for sinusoidal positions, such as 2·r",
      received: dim(E).text,
    });
  return half;
}
