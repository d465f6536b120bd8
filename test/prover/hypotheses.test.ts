/** What is assumed, as rules: a variable that an equation defines is read as what it is. */
import { describe, expect, it } from "vitest";
import { isTheorem } from "../../src/kernel/theorem.ts";
import { search } from "../../src/prover/search.ts";
import { type Problem, parseProblem } from "../../src/term/problem.ts";

const problem = (formula: string, given: string, assume: readonly string[]): Problem =>
  parseProblem(formula, given, { assume }) as Problem; // every shape fits

const DEFINED = [
  ["cos(q*w') = P*cos(p*w')", "P: perm C; p, q: C × 1; w: r × 1", ["q = P*p"]],
  [
    "diag(r)*(softmax(S).*B) = msoftmax(S, B)",
    "S: n × m; B: mask n × m; r: n × 1",
    ["r = recip(rowsum(softmax(S).*B))"],
  ],
  ["x*A*B*A = x*C*A", "x: n × m; A, B, C: m × m", ["C = A*B"]],
  ["A*D = C*B*B", "A, B, C, D: n × n", ["C = A*B", "D = B*B*B"]],
  ["C*A = B*C", "A, B, C: n × n", ["C = A + B", "A*A = B*B"]],
] as const;

/** What does not follow: an equation with the variable on both sides defines nothing, another says no more than it says. */
const NOT_SHOWN = [
  ["A = B", "A, B: n × n", ["A = B*A"]],
  ["S' = S", "S, A, B: n × n", ["S = A*B"]],
  ["B*A = A*B", "A, B, C: n × n", ["C = A*B"]],
] as const;

describe("hypotheses", () => {
  it.each(DEFINED)("%s", (formula, given, assume) => {
    const found = search(problem(formula, given, assume));
    if (found.kind === "stopped") throw new Error(found.tried.map(({ method, limit }) => `${method} ${limit}`).join());
    expect(isTheorem(found.theorem)).toBe(true);
  });

  it.each(DEFINED)("not without it: %s", (formula, given) => {
    expect(search(problem(formula, given, [])).kind).toBe("stopped");
  });

  it.each(NOT_SHOWN)("not %s", (formula, given, assume) => {
    expect(search(problem(formula, given, assume)).kind).toBe("stopped");
  });

  it("keeps what the kind of a variable says of it", () => {
    const found = search(problem("S' + S = 2*S", "S: symmetric n; A: n × n", ["S = A + A'"]));
    expect(found.kind).toBe("proved");
  });
});
