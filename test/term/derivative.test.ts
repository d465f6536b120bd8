/** Derivatives against differences of values, against what is known of them, and against what is nearly that. */
import { describe, expect, it } from "vitest";
import { refute } from "../../src/check/refute.ts";
import { type Dense, tabulate } from "../../src/interpret/dense.ts";
import { evaluateFloat } from "../../src/interpret/float.ts";
import { search } from "../../src/prover/search.ts";
import { bind } from "../../src/term/binding.ts";
import { derivative } from "../../src/term/derivative.ts";
import { parseFormula } from "../../src/term/formula.ts";
import { type Problem, parseProblem } from "../../src/term/problem.ts";
import { parseGiven } from "../../src/term/scope.ts";
import { type Variable, variable } from "../../src/term/term.ts";

const GIVEN = "X, V, B: n × n; A: n × m; W[l]: n × n; c: posscalar";
const SIZES = { n: 3, m: 2, L: 2, k: 2 };
/** Positive and not far from 1, so that roots and logarithms have values. */
const entry = (seed: number) => (i: number, j: number) => 1 + Math.sin(seed + 7 * i + 3 * j) / 3;
const square = (seed: number): Dense => tabulate(3, 3, "f64", entry(seed));

/** Terms with every operation that has a derivative. */
const DIFFERENTIABLE = [
  "X + B",
  "X*B - B*X",
  "X*X*X",
  "X.*X",
  "c*X",
  "sum(X)*B",
  "kron(X, B)*kron(B, X)",
  "hcat(X, A)*vcat(X, A')",
  "rows(vcat(B, X*X), n, n+n)",
  "cols(hcat(X*X, B), 0, n)",
  "inv(X + 3*I(n))",
  "(X*A)'",
  "diag(X*A*ones(m,1))*B",
  "dg(X*X)",
  "vec(X*B)",
  "tr(X*X)*B",
  "exp(X)",
  "log(X)",
  "recip(X)",
  "sqrt(X)",
  "sin(X) + cos(X*B)",
  "tanh(X)",
  "sigmoid(X)",
  "square(X)",
  "silu(X)",
  "X.^3",
  "softmax(X*B)",
  "layernorm(X, c)",
  "sum(l < L, W[l]*X*W[l])",
  "hcat(l < L, X*W[l])*vcat(l < L, W[l]*X)",
  "layers(l < L, y = X, y + tanh(y*W[l])*X)",
  "B*A",
] as const;

describe("a derivative", () => {
  const scope = parseGiven(GIVEN, { dims: ["L"] });
  const X = variable("X", "n", "n");
  const values = { X: square(1), V: square(2), B: square(3), c: tabulate(1, 1, "f64", () => 2) };
  const given = {
    ...values,
    A: tabulate(3, 2, "f64", entry(4)),
    "W[0]": tabulate(3, 3, "f64", (i, j) => entry(5)(i, j) / 4),
    "W[1]": tabulate(3, 3, "f64", (i, j) => entry(6)(i, j) / 4),
  };

  it.each(DIFFERENTIABLE)("of %s is what differences come to as they get smaller", (text) => {
    const term = parseFormula(text, scope);
    const at = (t: number): Dense => {
      const moved = tabulate(3, 3, "f64", (i, j) => entry(1)(i, j) + t * entry(2)(i, j));
      return evaluateFloat(term, bind(SIZES, { ...given, X: moved }), "f64");
    };
    const exact = evaluateFloat(derivative(term, X, variable("V", "n", "n")), bind(SIZES, given), "f64").data;
    const errorOf = (h: number): number => {
      const [up, down] = [at(h).data, at(-h).data];
      return Math.max(...exact.map((slope, place) => Math.abs((up[place]! - down[place]!) / (2 * h) - slope)));
    };
    const scale = Math.max(1, ...exact.map(Math.abs));
    // central differences err by h²: a fourth at half the step, or rounding
    expect(errorOf(2 ** -9) / scale).toBeLessThan(Math.max(0.3 * (errorOf(2 ** -8) / scale), 1e-11));
    expect(errorOf(2 ** -12) / scale).toBeLessThan(1e-5);
  });

  it.each([
    ["relu(X)", "relu"],
    ["abs(X)", "abs"],
    ["gelu(X)", "gelu"],
    ["maxall(X)*B", "maxEntry"],
    ["rank(X)*B", "rank"],
    ["max(X, B)", "max"],
  ])("of %s is not written", (text, op) => {
    const message = new RegExp(
      `derivative: expected what has a derivative everywhere that can be written, received ${op}`,
    );
    expect(() => derivative(parseFormula(text, scope), X, X)).toThrow(message);
  });

  it("is nothing where nothing moves, though there be no derivative", () => {
    expect(derivative(parseFormula("relu(B)", scope), X, X)).toBe(parseFormula("zeros(n,n)", scope));
  });

  it("is by a variable, along what has its shape", () => {
    const along = (x: Variable, V: string) => (): unknown => derivative(X, x, parseFormula(V, scope));
    expect(along(X, "A")).toThrow("derivative: expected a direction of the shape of X, n × n, received n × m");
    expect(() => parseFormula("derivative(X, X*B, V)", scope)).toThrow(
      "derivative: expected a variable to derive by, received X*B",
    );
    expect(() => parseFormula("derivative(X, X)", scope)).toThrow("derivative(A, x, V)");
  });
});

const TRUE = [
  ["derivative(A*x*B, x, V) = A*V*B", "A: n × m; x, V: m × k; B: k × l"],
  ["derivative(inv(X), X, V) = -(inv(X)*V*inv(X))", "X: invertible n; V: n × n"],
  ["derivative(softmax(s), s, v) = v*(diag(softmax(s)') - softmax(s)'*softmax(s))", "s, v: 1 × n"],
  ["derivative(derivative(x*A*x', x, v), x, w) = v*A*w' + w*A*v'", "x, v, w: 1 × n; A: n × n"],
  ["derivative(x*A*y', x, x) = x*A*y'", "x, y: 1 × n; A: n × n"],
] as const;

/** Each a true one with one thing wrong. */
const FALSE = [
  ["derivative(A*x*B, x, V) = A*V", "A: n × m; x, V: m × k; B: k × k"],
  ["derivative(inv(X), X, V) = inv(X)*V*inv(X)", "X: invertible n; V: n × n"],
  ["derivative(softmax(s), s, v) = v*diag(softmax(s)')", "s, v: 1 × n"],
  ["derivative(derivative(x*A*x', x, v), x, w) = 2*(v*A*w')", "x, v, w: 1 × n; A: n × n"],
  ["derivative(x*A*x', x, x) = x*A*x'", "x: 1 × n; A: n × n"],
] as const;

describe("derivatives in formulas", () => {
  const posed = (formula: string, given: string): Problem => parseProblem(formula, given) as Problem; // every shape fits

  it.each(TRUE)("%s", (formula, given) => {
    expect(search(posed(formula, given)).kind).toBe("proved");
  });

  it.each(FALSE)("not %s", (formula, given) => {
    expect(search(posed(formula, given)).kind).toBe("stopped");
    expect(refute(posed(formula, given), { draws: 40 }).kind).toBe("refuted");
  });
});
