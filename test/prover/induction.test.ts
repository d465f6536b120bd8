import { describe, expect, it } from "vitest";
import { refute } from "../../src/check/refute.ts";
import { isTheorem } from "../../src/kernel/theorem.ts";
import { search } from "../../src/prover/search.ts";
import { type Problem, parseProblem } from "../../src/term/problem.ts";

const LAYERS = { dims: ["L"] };

function decided(formula: string, given: string): ReturnType<typeof search> {
  return search(problem(formula, given));
}

function problem(formula: string, given: string): Problem {
  return parseProblem(formula, given, LAYERS) as Problem; // every shape fits
}

/** What holds of folds of any number of layers, and how it is known. */
const TRUE = [
  ["a transposed stack", "layers(l < L, y = x, y*W[l])' = layers(l < L, y = x', W[l]'*y)", "x: C×E; W[l]: E×E"],
  [
    "a linear stack is homogeneous",
    "layers(l < L, y = a*x, y*W[l]) = a*layers(l < L, y = x, y*W[l])",
    "x: C×E; W[l]: E×E; a: scalar",
  ],
  [
    "a linear stack is additive",
    "layers(l < L, y = x + z, y*W[l]) = layers(l < L, y = x, y*W[l]) + layers(l < L, y = z, y*W[l])",
    "x, z: C×E; W[l]: E×E",
  ],
  ["layers that do nothing", "layers(l < L, y = x, y) = x", "x: C×E"],
  [
    "stochastic layers",
    "rowsum(layers(l < L, y = A, B[l]*y)) = ones(n, 1)",
    "A: rowstochastic n×n; B[l]: rowstochastic n×n",
  ],
  ["what only grows", "x <= layers(l < L, y = x, y + relu(f[l](y)))", "x: C×E; f[l]: function C×E"],
] as const;

/** The same with one thing wrong. */
const FALSE = [
  ["a stack transposed in half", "layers(l < L, y = x, y*W[l])' = layers(l < L, y = x', W[l]*y)", "x: C×E; W[l]: E×E"],
  [
    "an affine stack",
    "layers(l < L, y = x + z, y*W[l] + B) = layers(l < L, y = x, y*W[l] + B) + layers(l < L, y = z, y*W[l] + B)",
    "x, z, B: C×E; W[l]: E×E",
  ],
  ["factors on the other side", "layers(l < L, y = x, y*W[l]) = layers(l < L, y = x, W[l]*y)", "x, W[l]: E×E"],
  ["a start that is another", "layers(l < L, y = x + z, y) = x", "x, z: C×E"],
  ["what only falls", "x <= layers(l < L, y = x, y - relu(f[l](y)))", "x: C×E; f[l]: function C×E"],
] as const;

describe("induction over layers", () => {
  it.each(TRUE)("proves %s for every number of layers", (_, formula, given) => {
    const found = decided(formula, given);
    expect(found.kind).toBe("proved");
    if (found.kind !== "proved") return;
    expect(found.method).toMatch(/induction$/);
    expect(isTheorem(found.theorem)).toBe(true);
    expect(found.proof.some(({ rule }) => rule === "induct")).toBe(true);
    expect(found.theorem.hypotheses).toEqual([]); // the invariant is no hypothesis of what is proved
  });

  it.each(FALSE)("does not prove %s", (_, formula, given) => {
    expect(decided(formula, given).kind).toBe("stopped");
    expect(refute(problem(formula, given), { draws: 40 }).kind).toBe("refuted");
  });
});
