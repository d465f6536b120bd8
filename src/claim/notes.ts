/**
 * The notes, claim by claim: what each sentence comes to, as claims that are decided.
 *
 * A sentence is true when all that it asserts is proved, false when a part is refuted, and true under a condition when
 * it is refuted as it stands and proved with the condition. "Heads are not linear" asserts that some values break an
 * equation: such a part is right when the equation is refuted, and wrong when it is proved.
 *
 * source  A. Jermyn, Brief Notes on Transformers, 2022; ids are those of the catalogue of claims
 */
import type { Architecture } from "../model/architecture.ts";
import { gpt2 } from "../model/gpt2.ts";
import { notes } from "../model/notes.ts";
import { Fault } from "../term/fault.ts";
import type { IllShaped, Problem } from "../term/problem.ts";
import { posed } from "./claim.ts";
import { assertions, claimOf } from "./library.ts";
import { blockWrites, parametersOfContexts } from "./stream.ts";

/** Something that a sentence asserts. */
export interface Part {
  readonly id: string;
  readonly pose: () => Problem | IllShaped;
  /** Set where the sentence says that some values break the equation. */
  readonly exists?: true;
}

/** A sentence of the notes. */
export interface Sentence {
  readonly catalogue: string;
  readonly asserted: readonly Part[];
  /** The same under its condition, where it has one. */
  readonly conditioned?: readonly Part[];
}

/** The notes' transformer as its claims are about it. */
const PLAIN = notes({ position: "none" });
const CAUSAL = notes({ position: "none", mask: "causal" });
const PRE_NORM = notes({ position: "none", norm: "pre" });
const POST_NORM = notes({ position: "none", norm: "post" });
const SINUSOIDAL = notes();
/** A model that learned a row for each place of its context. */
const learned = (C: string): Architecture => gpt2({ sizes: { T: C } });

/** The sentences of the notes. */
export const sentences: readonly Sentence[] = [
  sentence("seed-block-shape", [
    { id: "stream/block-writes", pose: () => posed("stream/block-writes", blockWrites(PLAIN)) },
  ]),
  sentence("seed-block-unroll", [that("stream/sum-of-writes")]),
  sentence("seed-sum-of-heads-is-concat", [of("heads/sum-is-concatenation", SINUSOIDAL)]),
  sentence("seed-mix-then-transform-commute", [of("heads/mixing-commutes", SINUSOIDAL)]),
  sentence("seed-index-form-equals-matrix-form", [that("weights/index-form")]),
  sentence(
    "seed-ov-product-order",
    [that("weights/ov-order"), that("weights/ov-order-square")],
    [that("weights/ov-order-columns")],
  ),
  sentence("seed-softmax-whole-matrix-gives-row-weights", [of("softmax/whole-matrix-rows-sum-to-one", SINUSOIDAL)]),
  sentence("seed-whole-matrix-is-rescaled-rows", [
    that("softmax/whole-matrix-rescaled"),
    that("softmax/whole-matrix-shares"),
  ]),
  sentence("seed-whole-matrix-permutation-covariant", [
    that("softmax/whole-matrix-covariant"),
    that("softmax/whole-matrix-head-covariant"),
  ]),
  sentence(
    "seed-head-is-nonlinear",
    [breaks("linearity/head"), breaks("linearity/head-without-scores"), breaks("linearity/head-of-one-token")],
    [breaks("linearity/head")],
  ),
  sentence("seed-linear-heads-sum-is-one-linear-map", [that("linearity/frozen-heads-collapse")]),
  sentence("seed-only-nonlinearity-is-pattern", [that("linearity/frozen-pattern")]),
  sentence("seed-scores-depend-on-wqk-only", [that("weights/scores-through-product")]),
  sentence(
    "seed-qk-ov-low-rank",
    [that("weights/W_QK-singular"), that("weights/W_OV-singular")],
    [
      of("rank/W_QK", SINUSOIDAL),
      of("rank/W_OV", SINUSOIDAL),
      that("weights/W_QK-singular-if-narrow"),
      that("weights/W_OV-singular-if-narrow"),
    ],
  ),
  sentence(
    "seed-dot-product-variance-is-d",
    [that("weights/scores-mean-dependent")],
    [that("weights/scores-mean"), that("weights/scores-variance")],
  ),
  sentence("seed-attention-permutation-covariant", [of("permutation/head", PLAIN), of("permutation/attention", PLAIN)]),
  sentence("seed-mlp-per-token", [of("mlp/token-local", SINUSOIDAL), of("permutation/mlp", SINUSOIDAL)]),
  sentence("seed-mlp-commutes-with-any-token-mixing", [that("linearity/mlp-any-mixing")]),
  sentence(
    "seed-stack-permutation-covariant",
    [PLAIN, PRE_NORM, POST_NORM].flatMap((architecture) => [
      of("permutation/block", architecture),
      of("permutation/stack", architecture),
    ]),
  ),
  sentence(
    "seed-no-order-information-without-pe",
    [of("permutation/positions-stay", PLAIN), of("permutation/positions-stay", CAUSAL)],
    [of("permutation/positions-stay", PLAIN), that("stream/token-keeps-its-output")],
  ),
  sentence("seed-sinusoid-shift-is-linear", [
    of("position/sinusoidal-shift", SINUSOIDAL),
    of("position/shift-orthogonal", SINUSOIDAL),
    of("position/shift-group", SINUSOIDAL),
  ]),
  sentence("seed-sinusoid-shift-diagonal-in-complex", [
    that("position/complex-shift-diagonal"),
    that("position/rotation-diagonalised"),
  ]),
  sentence("seed-logits-are-relative", [that("softmax/logits-shift"), that("softmax/logits-ratio")]),
  sentence("seed-embedding-is-matmul", [that("stream/embedding-row")]),
  sentence("seed-heads-act-in-parallel", [that("stream/order-of-heads"), that("stream/order-of-concatenated-heads")]),
  sentence("seed-whole-matrix-row-shift", [that("softmax/whole-matrix-row-shift")]),
  sentence("seed-whole-matrix-padding", [that("softmax/whole-matrix-padding")]),
  sentence(
    "seed-parameters-independent-of-context",
    [parametersOf(() => SINUSOIDAL), parametersOf(learned)],
    [parametersOf(() => SINUSOIDAL), parametersOf(() => PLAIN)],
  ),
];

function sentence(catalogue: string, asserted: readonly Part[], conditioned?: readonly Part[]): Sentence {
  return conditioned === undefined ? { catalogue, asserted } : { catalogue, asserted, conditioned };
}

/** An assertion. */
function that(id: string): Part {
  const found = assertions.find((one) => one.id === id);
  if (found === undefined) throw new Fault({ op: "sentence", expected: "the id of an assertion", received: id });
  return found;
}

function breaks(id: string): Part {
  const { pose } = that(id);
  return { id, pose, exists: true };
}

/** A claim of the library, of an architecture. */
function of(id: string, architecture: Architecture): Part {
  return { id, pose: () => claimOf(id, architecture) };
}

function parametersOf(madeFor: (C: string) => Architecture): Part {
  const id = "stream/parameters-of-contexts";
  return { id, pose: () => posed(id, parametersOfContexts(madeFor)) };
}

/** What the decisions about its parts make of a sentence; "open" where a part that matters is not decided. */
export type Truth = "true" | "true-under-condition" | "false" | "open";

/** What a part came to. */
export type Decision = "proved" | "refuted" | "open";

/** The truth of a sentence from the decisions about its parts. */
export function truthOf({ asserted, conditioned }: Sentence, decide: (part: Part) => Decision): Truth {
  const right = (part: Part): Decision => {
    const decision = decide(part);
    if (part.exists === undefined || decision === "open") return decision;
    return decision === "proved" ? "refuted" : "proved";
  };
  const all = asserted.map(right);
  if (all.every((one) => one === "proved")) return "true";
  if (!all.includes("refuted")) return "open";
  if (conditioned === undefined) return "false";
  return conditioned.every((part) => right(part) === "proved") ? "true-under-condition" : "open";
}
