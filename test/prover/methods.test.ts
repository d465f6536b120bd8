/** What only one method shows, and what is nearly the same and false. */
import { describe, expect, it } from "vitest";
import { decide } from "../../src/check/decide.ts";
import { search } from "../../src/prover/search.ts";
import { type Problem, parseProblem } from "../../src/term/problem.ts";

function problem(formula: string, given: string): Problem {
  const parsed = parseProblem(formula, given);
  if (parsed.kind !== "problem") throw new Error(parsed.fault.message);
  return parsed;
}

const SHOWN: readonly (readonly [method: string, given: string, formula: string, wrong: string])[] = [
  [
    "fractions",
    "A, B: n×m",
    "exp(A).*sigmoid(B-A) = exp(B).*sigmoid(A-B)",
    "exp(A).*sigmoid(B-A) = exp(B).*sigmoid(B-A)",
  ],
  [
    "fractions",
    "A, B: n×m",
    "A./(ones(n,m)+square(B)) + A./(ones(n,m)+abs(B)) = (2*A+A.*square(B)+A.*abs(B))./((ones(n,m)+square(B)).*(ones(n,m)+abs(B)))",
    "A./(ones(n,m)+square(B)) + A./(ones(n,m)+abs(B)) = (2*A+A.*square(B)-A.*abs(B))./((ones(n,m)+square(B)).*(ones(n,m)+abs(B)))",
  ],
  [
    "fractions",
    "A: n×m",
    "tanh(2*A).*(ones(n,m)+square(tanh(A))) = 2*tanh(A)",
    "tanh(2*A).*(ones(n,m)-square(tanh(A))) = 2*tanh(A)",
  ],
  ["order, fractions", "A, B: n×m", "sigmoid(A+B) <= sigmoid(A)+sigmoid(B)", "sigmoid(A)+sigmoid(B) <= sigmoid(A+B)"],
  [
    "halves",
    "a, b: scalar",
    "cos(a)+cos(b) = 2*cos((a+b)/2)*cos((a-b)/2)",
    "cos(a)+cos(b) = 2*cos((a+b)/2)*sin((a-b)/2)",
  ],
  ["halves", "A: n×m", "2*square(sin(A/2)) = ones(n,m)-cos(A)", "2*square(sin(A/2)) = ones(n,m)+cos(A)"],
  ["weights", "S: n×m", "n/m <= fro2(softmax(S))", "n <= fro2(softmax(S))"],
  ["weights", "S: n×m; T: m×k", "fro2(softmax(S)*softmax(T)) <= n", "fro2(softmax(S)*softmax(T)) <= n/m"],
];

describe.each(SHOWN)("%s, of %s: %s", (method, given, formula, wrong) => {
  it("is shown", () => {
    expect(search(problem(formula, given))).toMatchObject({ kind: "proved", method });
  });

  it(`and ${wrong} is refuted`, () => {
    expect(decide(problem(wrong, given)).verdict).toBe("refuted");
  });
});

const ORDERS: readonly (readonly [given: string, formula: string, wrong: string])[] = [
  ["D: posdiagonal n; x, y: n×1", "2*x'*D*y <= x'*D*x + y'*D*y", "2*x'*D*y <= x'*D*x"],
  ["D: posdiagonal n; X: n×m", "0 <= tr(X'*inv(D)*X)", "0 <= tr(X'*inv(D)*X) - 1"],
  ["v, x: n×1", "0 <= x'*diag(exp(v))*x", "0 <= x'*diag(v)*x"],
  ["K: skew n; x: n×1", "fro2(x) <= fro2(x+K*x)", "fro2(x+K*x) <= fro2(x)"],
  ["U: orthocols n×m", "rowsum(square(U)) <= ones(n,1)", "ones(n,1) <= rowsum(square(U))"],
  ["Q: orthogonal n", "maxall(abs(Q)) <= 1", "1 <= maxall(abs(Q))"],
  ["S: n×m", "1/m <= maxall(softmax(S))", "maxall(softmax(S)) <= 1/m"],
  ["A: n×m", "abs(tanh(A)) <= abs(A)", "abs(A) <= abs(tanh(A))"],
  ["R: rowstochastic n×n", "rank(I(n)-R) <= n-1", "rank(R) <= n-1"],
  ["u: n×1; v: m×1", "rank(relu(u*v')) <= 2", "rank(relu(u*v')) <= 1"],
  ["E: idempotent n", "0 <= tr(E)", "1 <= tr(E)"],
  ["A: n×m", "fro2(A) <= pow(sum(abs(A)),2)", "fro2(A) <= pow(sum(A),2)"],
];

describe.each(ORDERS)("of %s: %s", (given, formula, wrong) => {
  it("is shown", () => {
    expect(search(problem(formula, given)).kind).toBe("proved");
  });

  it(`and ${wrong} is refuted`, () => {
    expect(decide(problem(wrong, given)).verdict).toBe("refuted");
  });
});
