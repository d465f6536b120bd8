/** Own statements over the vocabulary of statement files: true ones are proved, false ones never. */
import { describe, expect, it } from "vitest";
import { search } from "../../../src/prover/search.ts";
import { parseStatement } from "../../../src/term/formula.ts";
import { parseHypotheses } from "../../../src/term/hypothesis.ts";
import { parseGiven } from "../../../src/term/scope.ts";
import { ALGEBRA, NOT_ALGEBRA } from "./algebra.ts";
import { BLOCK, NOT_BLOCK } from "./block.ts";
import { ENTRYWISE, NOT_ENTRYWISE } from "./entrywise.ts";
import { INVERSE, NOT_INVERSE } from "./inverse.ts";
import { KRON, NOT_KRON } from "./kron.ts";
import { NETWORK, NOT_NETWORK } from "./network.ts";
import { NOT_PERMUTATION, PERMUTATION } from "./permutation.ts";
import { NOT_POSITION, POSITION } from "./position.ts";
import { NOT_RANK, RANK } from "./rank.ts";
import type { Row } from "./row.ts";
import { NOT_SOFTMAX, SOFTMAX } from "./softmax.ts";
import { NOT_TRACE, TRACE } from "./trace.ts";

const STEPS = 5000;

/** Sizes that only the formula mentions. */
const SIZES = ["n", "m", "k", "l", "p", "q"];

function outcome({ claim, given, assume }: Row): string {
  const dims = SIZES.filter((size) => !new RegExp(`\\b${size}\\b`).test(given));
  const scope = parseGiven(given, { dims });
  const hypotheses = assume.flatMap((text) => parseHypotheses(text, scope));
  return search({ statement: parseStatement(claim, scope), hypotheses, minima: scope.minima }, { steps: STEPS }).kind;
}

const text = ({ claim, assume }: Row): string => [claim, ...assume].join(" if ");

describe("proved for all sizes", () => {
  it.each(
    [
      ...ALGEBRA,
      ...INVERSE,
      ...TRACE,
      ...KRON,
      ...BLOCK,
      ...ENTRYWISE,
      ...NETWORK,
      ...PERMUTATION,
      ...POSITION,
      ...RANK,
      ...SOFTMAX,
    ].map((one) => [text(one), one] as const),
  )("%s", (_, one) => {
    expect(outcome(one)).toBe("proved");
  });
});

describe("never proved", () => {
  const rows = [
    ...NOT_ALGEBRA,
    ...NOT_INVERSE,
    ...NOT_TRACE,
    ...NOT_KRON,
    ...NOT_BLOCK,
    ...NOT_ENTRYWISE,
    ...NOT_NETWORK,
    ...NOT_PERMUTATION,
    ...NOT_POSITION,
    ...NOT_RANK,
    ...NOT_SOFTMAX,
  ];
  it.each(rows.map((one) => [text(one), one] as const))("%s", (_, one) => {
    expect(outcome(one)).not.toBe("proved");
  });
});
