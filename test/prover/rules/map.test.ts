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

const RECIPROCALS = [
  ["recip(exp(-c).*u + exp(-c).*v) = exp(c).*recip(u + v)", []],
  ["recip(u.*v + u.*sin(v) + u) = recip(u).*recip(v + sin(v) + ones(n, 1))", []],
  ["recip(sqrt(u)).*recip(sqrt(u)) = recip(u)", ["u > 0"]],
  ["u.*recip(sqrt(u)).*recip(sqrt(u)) = ones(n, 1)", ["u > 0"]],
  ["recip(sqrt(square(u) + square(v))).*recip(sqrt(square(u) + square(v))) = recip(square(u) + square(v))", []],
] as const;

const NO_RECIPROCALS = [
  ["recip(exp(-c).*u + exp(c).*v) = exp(c).*recip(u + v)", []],
  ["recip(u.*v + u.*sin(v) + u) = recip(u).*recip(v + sin(v))", []],
  ["recip(sqrt(u)).*recip(sqrt(v)) = recip(u)", ["u > 0", "v > 0"]],
  ["u.*recip(sqrt(u)) = ones(n, 1)", ["u > 0"]],
] as const;

describe("reciprocals", () => {
  const posed = (formula: string, assume: readonly string[]): Problem =>
    parseProblem(formula, "u, v, c: n × 1", { assume }) as Problem; // every shape fits

  it.each(RECIPROCALS)("%s", (formula, assume) => {
    expect(search(posed(formula, assume)).kind).toBe("proved");
  });

  it.each(NO_RECIPROCALS)("not %s", (formula, assume) => {
    expect(search(posed(formula, assume)).kind).toBe("stopped");
    expect(refute(posed(formula, assume), { draws: 40 }).kind).toBe("refuted");
  });
});

const LOGARITHMS = [
  ["log(u.*v) = log(u) + log(v)", ["u > 0", "v > 0"]],
  ["log(recip(u)) = -log(u)", ["u > 0"]],
  ["log(ones(n, 1)) = zeros(n, 1)", []],
  ["exp(c - log(u)) = exp(c)./u", ["u > 0"]],
  ["exp(c*ones(1, m) + log(u)*ones(1, m)) = (exp(c).*u)*ones(1, m)", ["u > 0"]],
  ["log(b*u) = log(b)*ones(n, 1) + log(u)", ["u > 0", "b > 0"]],
  ["log(softmax(A)) = A - log(rowsum(exp(A)))*ones(1, m)", []],
  ["softmax(log(softmax(A))) = softmax(A)", []],
  ["log(rowsum(softmax(A))) = zeros(n, 1)", []],
  ["log(sum(exp(A + a*ones(n, m)))) = a + log(sum(exp(A)))", []],
] as const;

const NO_LOGARITHMS = [
  ["log(u.*v) = log(u).*log(v)", ["u > 0", "v > 0"]],
  ["log(u + v) = log(u) + log(v)", ["u > 0", "v > 0"]],
  ["log(recip(u)) = recip(log(u))", ["u > 1"]],
  ["exp(c - log(u)) = exp(c) - u", ["u > 0"]],
  ["log(b*u) = log(b)*log(u)", ["u > 0", "b > 0"]],
  ["log(softmax(A)) = A", []],
  ["log(rowsum(softmax(A))) = ones(n, 1)", []],
] as const;

describe("logarithms", () => {
  const posed = (formula: string, assume: readonly string[]): Problem =>
    parseProblem(formula, "u, v, c: n × 1; A: n × m; a, b: scalar", { assume }) as Problem; // every shape fits

  it.each(LOGARITHMS)("%s", (formula, assume) => {
    expect(search(posed(formula, assume)).kind).toBe("proved");
    expect(refute(posed(formula, assume), { draws: 40 }).kind).not.toBe("refuted"); // though both sides are near 0
  });

  it.each(NO_LOGARITHMS)("not %s", (formula, assume) => {
    expect(search(posed(formula, assume)).kind).toBe("stopped");
    expect(refute(posed(formula, assume), { draws: 40 }).kind).toBe("refuted");
  });

  it("of what may be negative are left alone", () => {
    expect(search(posed("log(u.*v) = log(u) + log(v)", [])).kind).toBe("stopped");
    expect(search(posed("exp(log(u)) = u", [])).kind).toBe("stopped");
  });
});
