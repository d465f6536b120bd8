/** Own statements over the vocabulary of statement files: true ones are proved, false ones never. */
import { describe, expect, it } from "vitest";
import { search } from "../../../src/prover/search.ts";
import { parseStatement } from "../../../src/term/formula.ts";
import { parseHypotheses } from "../../../src/term/hypothesis.ts";
import { parseGiven } from "../../../src/term/scope.ts";
import { ALGEBRA, NOT_ALGEBRA } from "./algebra.ts";
import { INVERSE, NOT_INVERSE } from "./inverse.ts";
import { KRON, NOT_KRON } from "./kron.ts";
import type { Row } from "./row.ts";
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
  it.each([...ALGEBRA, ...INVERSE, ...TRACE, ...KRON].map((one) => [text(one), one] as const))("%s", (_, one) => {
    expect(outcome(one)).toBe("proved");
  });
});

describe("never proved", () => {
  const rows = [...NOT_ALGEBRA, ...NOT_INVERSE, ...NOT_TRACE, ...NOT_KRON];
  it.each(rows.map((one) => [text(one), one] as const))("%s", (_, one) => {
    expect(outcome(one)).not.toBe("proved");
  });
});
