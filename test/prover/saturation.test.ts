/** What equality saturation shows: equations that no rule reads in the direction in which they are needed. */
import { describe, expect, it } from "vitest";
import { isTheorem } from "../../src/kernel/theorem.ts";
import { search } from "../../src/prover/search.ts";
import { type Problem, parseProblem } from "../../src/term/problem.ts";

const problem = (formula: string, given: string, assume: readonly string[]): Problem =>
  parseProblem(formula, given, { assume }) as Problem; // every shape fits

const MATRICES = "A, B, C, D, E, G: n×n";

/** A formula, and what is assumed. */
const TRUE = [
  ["sin(C).*D = A.*sin(E)", ["A.*B = sin(C)", "B.*D = sin(E)"]],
  ["exp(A).*sin(E) = sin(C).*D", ["exp(A).*B = sin(C)", "B.*D = sin(E)"]],
  ["A.*(sin(E) + G) = sin(C).*D + A.*G", ["A.*B = sin(C)", "B.*D = sin(E)"]],
  ["sin(C).*(D + G) = A.*sin(E)", ["A.*B = sin(C)", "B.*(D + G) = sin(E)"]],
  ["sin(C').*D = A'.*sin(E)", ["A'.*B = sin(C')", "B.*D = sin(E)"]],
] as const;

const FALSE = [
  ["C.*D = A.*E", ["A.*B = C", "B.*D = G"]],
  ["sin(A) = A", ["sin(sin(sin(sin(A)))) = A", "sin(sin(A)) = A"]],
  ["C*D = A*E", ["A*B = C", "D*B = E"]],
] as const;

describe("equality saturation", () => {
  it.each(TRUE)("%s", (formula, assume) => {
    const found = search(problem(formula, MATRICES, assume));
    if (found.kind === "stopped") throw new Error(found.tried.map(({ method, limit }) => `${method} ${limit}`).join());
    expect(isTheorem(found.theorem)).toBe(true);
    expect(found.method).toBe("equality saturation");
  });

  it.each(FALSE)("not %s", (formula, assume) => {
    expect(search(problem(formula, MATRICES, assume)).kind).toBe("stopped");
  });

  it("says which limit it hit", () => {
    const goal = problem("C*(D + G) = A*E", MATRICES, ["A.*B = C", "B*(D + G) = E"]);
    const limits = [
      { nodes: 8, iterations: 12 },
      { nodes: 5000, iterations: 1 },
    ];
    const said = limits.map((saturation) => {
      const found = search(goal, { saturation });
      return found.kind === "stopped" ? found.tried.at(-1)?.limit : undefined;
    });
    expect(said).toEqual(["8 e-nodes", "1 iterations"]);
  });
});
