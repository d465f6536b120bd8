import { describe, expect, it } from "vitest";
import { refute } from "../../../src/check/refute.ts";
import { search } from "../../../src/prover/search.ts";
import { type Problem, parseProblem } from "../../../src/term/problem.ts";

const GIVEN = "p: C×1; w: 1×r; a, b: scalar; A: n×m; q1, q2, k1, k2: C×r";

/** Scores of queries and keys that are turned by the angles of positions, in the half layout. */
function turnedScores(p: string): string {
  const [cos, sin] = [`cos(${p}*w)`, `sin(${p}*w)`];
  const turned = (x: string): readonly [string, string] => [
    `(${x}1.*${cos} - ${x}2.*${sin})`,
    `(${x}2.*${cos} + ${x}1.*${sin})`,
  ];
  const [[qa, qb], [ka, kb]] = [turned("q"), turned("k")];
  return `${qa}*${ka}' + ${qb}*${kb}'`;
}

const TRUE = [
  "sin(A).*sin(A) + cos(A).*cos(A) = ones(n, m)",
  "sin(2*A) = 2*(sin(A).*cos(A))",
  "cos(3*A) = 4*(cos(A).*cos(A).*cos(A)) - 3*cos(A)",
  "sin(-A) = -sin(A)",
  "cos(a - b)*cos(a + b) = cos(a)*cos(a) - sin(b)*sin(b)",
  "sin((p + a*ones(C, 1))*w) = sin(p*w)*diag(cos(a*w')) + cos(p*w)*diag(sin(a*w'))",
  "diag(cos(a*w'))*diag(cos(b*w')) - diag(sin(a*w'))*diag(sin(b*w')) = diag(cos((a + b)*w'))",
  "diag(cos(a*w'))*diag(cos(a*w')) + diag(sin(a*w'))*diag(sin(a*w')) = I(r)",
  `${turnedScores("(p + ones(C, 1)*a)")} = ${turnedScores("p")}`,
] as const;

const FALSE = [
  "sin(A).*sin(A) - cos(A).*cos(A) = ones(n, m)",
  "sin(2*A) = 2*sin(A)",
  "cos(-A) = -cos(A)",
  "sin((p + a*ones(C, 1))*w) = sin(p*w)*diag(cos(a*w')) - cos(p*w)*diag(sin(a*w'))",
  "diag(cos(a*w'))*diag(cos(b*w')) + diag(sin(a*w'))*diag(sin(b*w')) = diag(cos((a + b)*w'))",
  `${turnedScores("(2*p)")} = ${turnedScores("p")}`,
] as const;

describe("sines and cosines", () => {
  const posed = (formula: string): Problem => parseProblem(formula, GIVEN) as Problem; // every shape fits

  it.each(TRUE)("%s", (formula) => {
    expect(search(posed(formula)).kind).toBe("proved");
  });

  it.each(FALSE)("not %s", (formula) => {
    expect(search(posed(formula)).kind).toBe("stopped");
    expect(refute(posed(formula), { draws: 40 }).kind).toBe("refuted");
  });
});
