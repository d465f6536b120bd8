import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseFormula } from "../../src/term/formula.ts";
import { formulaOf } from "../../src/term/print.ts";
import { parseGiven, scopeOf } from "../../src/term/scope.ts";
import { add, type Term, transpose, variable } from "../../src/term/term.ts";
import { termArbitrary } from "./arbitrary.ts";

const scope = parseGiven("A, B: n×n; x: n×m; u: n×1; a: scalar; t: posscalar; W[l,h]: n×n; f: entry function; y: n×n");
const roundTrip = (text: string): string => formulaOf(parseFormula(text, scope));

describe("formulaOf", () => {
  it("writes what was read, with the fewest parentheses", () => {
    for (const text of [
      "softmax(A*B'*x)",
      "(A + B)'*x",
      "A - (B - A)",
      "A*(B*x)",
      "A.*(B*A)",
      "-A*x",
      "A + (-B)",
      "1/2*A",
      "x/a",
      "x/(a + t)",
      "1/(a + t)",
      "(1/a)'",
      "n*x",
      "size(m*n)*x",
      "tri(n, m, n - 2)",
      "rows(x, 0, n)",
      "sum(i < m, W[i,0]*x)",
      "layers(i < m, y_ = y, f(y_) + W[0,i]*y_)",
      "mul(a, u')",
    ]) {
      expect(roundTrip(text)).toBe(text);
    }
  });

  it("is read back as the same term", () => {
    fc.assert(
      fc.property(termArbitrary(), (term) => {
        expect(parseFormula(formulaOf(term), scopeOf(term))).toBe(term);
      }),
      { numRuns: 3000 },
    );
  });

  it("elides what does not fit, outer operations first", () => {
    const term = parseFormula("softmax(A*B'*x) + relu(x)*1", scope);
    expect(formulaOf(term, { maxLength: 100 })).toBe("softmax(A*B'*x) + 1*relu(x)");
    expect(formulaOf(term, { maxLength: 24 })).toBe("softmax(…*x) + 1*relu(x)");
    expect(formulaOf(term, { maxLength: 12 })).toBe("… + …");
  });

  it("is as short as it was told, on terms whose text no memory holds", () => {
    let term: Term = variable("A", "n", "n");
    for (let i = 0; i < 64; i++) term = add(term, term);
    expect(formulaOf(term, { maxLength: 60 }).length).toBeLessThanOrEqual(60);
    expect(() => formulaOf(term)).toThrow("expected a term of at most 1000000 characters");
  });

  it("is not recursive", () => {
    let term: Term = variable("A", "n", "n");
    for (let i = 0; i < 100_000; i++) term = transpose(term);
    expect(formulaOf(term)).toBe(`A${"'".repeat(100_000)}`);
  });
});
