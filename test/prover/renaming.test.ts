import { describe, expect, it } from "vitest";
import { sameProposition } from "../../src/kernel/proposition.ts";
import { isTheorem } from "../../src/kernel/theorem.ts";
import { propositionOf } from "../../src/prover/goal.ts";
import { search, underOtherNames } from "../../src/prover/search.ts";
import { type Problem, parseProblem } from "../../src/term/problem.ts";

function problem(formula: string, given: string): Problem {
  const parsed = parseProblem(formula, given);
  if (parsed.kind !== "problem") throw new Error(parsed.fault.message);
  return parsed;
}

/** Of a variable of each name. */
const STATEMENTS: readonly (readonly [given: string, formula: string])[] = [
  ["A: n×n", "det(I(n)+A)*det(I(n)-A) = det(I(n)-A*A)"],
  ["A: invertible n; B: n×n; C: scalar", "det(A*B - C*I(n)) = det(B*A - C*I(n))"],
  ["A: invertible n; B: n×m; C: m×n; D: invertible m", "det(D)*det(A-B*inv(D)*C) = det(A)*det(D-C*inv(A)*B)"],
  ["A: posdiagonal n; B: n×m", "det(A+B*B') = det(A)*det(I(m)+B'*inv(A)*B)"],
  ["A: invertible n; B: n×1; C: n×1", "det(A+B*C') = det(A)*(1+C'*inv(A)*B)"],
  ["A: orthogonal n; B: n×n", "fro2(A*B) = fro2(B*A)"],
];

/** The names A, B, C, D as others. */
const ORDERS = ["ABCD", "DCBA", "wxyz", "zyxw", "kQbT", "TbQk"];
const under = (text: string, names: string): string =>
  text.replace(/\b[ABCD]\b/g, (name) => names["ABCD".indexOf(name)]!);

describe.each(STATEMENTS)("of %s: %s", (given, formula) => {
  it.each(ORDERS)("is shown of %s", (names) => {
    const goal = problem(under(formula, names), under(given, names));
    const found = search(goal);
    expect(found.kind).toBe("proved");
    if (found.kind !== "proved") return;
    expect(isTheorem(found.theorem)).toBe(true);
    expect(sameProposition(found.theorem.conclusion, propositionOf(goal))).toBe(true);
  });
});

it.each(ORDERS)("determinants of sums, and one of a diagonal, need no other name than %s", (names) => {
  for (const [given, formula] of [
    ["A: n×n", "det(I(n)+A)*det(I(n)-A) = det(I(n)-A*A)"],
    ["A: posdiagonal n; B: n×m", "det(A+B*B') = det(A)*det(I(m)+B'*inv(A)*B)"],
  ] as const)
    expect(search(problem(under(formula, names), under(given, names)), { names: 0 }).kind).toBe("proved");
});

it("a goal that is shown at once is shown under other names too, and its proof says what was asked for", () => {
  const goal = problem("(A + b)' = b' + A'", "A, b: n×m");
  const found = underOtherNames(goal);
  expect(found?.kind === "proved" && sameProposition(found.theorem.conclusion, propositionOf(goal))).toBe(true);
});

it("what is false is shown under no names", () => {
  expect(underOtherNames(problem("(A + b)' = b' - A'", "A, b: n×m"))).toBeUndefined();
});

it("a long goal is not searched again", () => {
  const long = Array.from({ length: 80 }, (_, i) => `A${i}`);
  const goal = problem(`${long.join(" + ")} = ${long.toReversed().join(" + ")}`, `${long.join(", ")}: n×m`);
  expect(search(goal).kind).toBe("proved");
  expect(underOtherNames(goal)).toBeUndefined();
});

it("time that is over is not begun again", () => {
  let now = 0;
  const clock = (): number => now++;
  const goal = problem("A*B = B*A", "A, B: n×n");
  expect(underOtherNames(goal, { clock, milliseconds: -1 })).toBeUndefined();
  expect(now).toBe(2);
});
