import { describe, expect, it } from "vitest";
import { type Hypothesis, parseHypotheses } from "../../src/term/hypothesis.ts";
import { formulaOf } from "../../src/term/print.ts";
import { parseGiven } from "../../src/term/scope.ts";

const hypothesisText = (one: Hypothesis): string =>
  one.kind === "is"
    ? `${one.property} ${formulaOf(one.term)}`
    : `${formulaOf(one.lhs)} ${one.kind} ${formulaOf(one.rhs)}`;
const assumed = (text: string): string[] =>
  parseHypotheses(text, parseGiven("A: n × m; B: n × n; c: scalar")).map(hypothesisText);

describe("an assumption", () => {
  const readings: readonly (readonly [string, readonly string[]])[] = [
    ["invertible(B+B)", ["invertible B + B"]],
    ["B + B is invertible", ["invertible B + B"]],
    ["B is symmetric", ["symmetric B"]],
    ["nonsingular(B), idempotent(B)", ["invertible B", "idempotent B"]],
    ["posdiagonal(B)", ["diagonal B", "positive dg(B)"]],
    ["c > 0", ["positive c"]],
    ["0 < c", ["positive c"]],
    ["c >= 0; c != 1", ["nonnegative c", "nonzero c - 1"]],
    ["c ≥ 0", ["nonnegative c"]],
    ["c < 0", ["positive -c"]],
    ["0 <= c <= 1", ["nonnegative c", "c le 1"]],
    ["det(B) != 0", ["nonzero det(B)"]],
    ["A <= 1", ["A le 1*ones(n, m)"]],
    ["A > 0", ["positive A"]],
    ["B*B = I(n)", ["B*B equal I(n)"]],
    ["B*A = 0", ["B*A equal zeros(n, m)"]],
    ["commute(B, B')", ["B*B' equal B'*B"]],
    ["sum(h < 3, B) = B", ["sum(i < 3, B) equal B"]],
    ["posscalar(c)", ["positive c"]],
    ["matrix(A)", []],
  ];
  it.each(readings)("%s", (text, expected) => {
    expect(assumed(text)).toEqual(expected);
  });

  it("that is not known is a fault that lists what is", () => {
    expect(() => assumed("invertibel(B)")).toThrow("did you mean invertible?");
    expect(() => assumed("magic(A)")).toThrow(/one of positive, .*idempotent.* commute before \(, received magic/);
    expect(() => assumed("A")).toThrow("received A");
    expect(() => assumed("invertible(A)")).toThrow("expected a square matrix, received n × m");
    expect(() => assumed("A = B")).toThrow("expected both sides of one shape, received n × m and n × n");
  });
});
