/** Exact evidence at sizes: what holds modulo primes, what does not, and what stays undecided. */
import { describe, expect, it } from "vitest";
import { type ExactOptions, exactly, sizesOf, testsFor } from "../../src/check/exact.ts";
import { claimOf } from "../../src/claim/library.ts";
import { notes } from "../../src/model/notes.ts";
import { wasmField } from "../../src/runtime/wasm-field.ts";
import { type Problem, type ProblemOptions, parseProblem } from "../../src/term/problem.ts";

function look(formula: string, given: string, at: string, options: ProblemOptions & ExactOptions = {}) {
  const problem = parseProblem(formula, given, options) as Problem;
  return exactly(problem, sizesOf(problem, at), options);
}

const HEAD = "P: perm C; x: C × E; W, V: E × E";
const head = (x: string): string => `softmax(${x}*W*${x}'/sqrt(d))*${x}*V`;

describe("an equation at sizes", () => {
  it("holds modulo as many primes as are asked for, with the chance of an error", () => {
    const found = look("(W*G)*(V*inv(G)')' = W*V'", "W, V: E × d; G: invertible d", "E = 24, d = 8", { primes: 2 });
    expect(found).toMatchObject({ kind: "holds", primes: [4192547, 4188467], exponentials: 0, arbitrary: [] });
    const chance = (found as { errorProbability: number }).errorProbability;
    expect(chance).toBeGreaterThan(0);
    expect(chance).toBeLessThan(2 ** -28);
  });

  it("says that exponentials leave no bound, and how many draws one would take", () => {
    const found = look(`${head("(P*x)")} = P*(${head("x")})`, HEAD, "C = 6, E = 8, d = 4", { dims: ["d"] });
    expect(found).toMatchObject({ kind: "holds", exponentials: 36 + 36 });
    expect((found as { errorProbability: number }).errorProbability).toBeGreaterThan(0.9);
    expect(testsFor(2 ** -40, 72)).toBe(Math.ceil((72 ** 2 * 40 * Math.log(2)) / Math.log(2096273)));
  });

  it("reads what a field does not have as any function", () => {
    const found = look("relu(P*x*W)*V = P*relu(x*W)*V", "P: perm C; x: C × E; W: E × F; V: F × E", "C=5, E=6, F=7");
    expect(found).toMatchObject({ kind: "holds", arbitrary: ["relu"] });
    const norms = look("layernorm(P*x, e) = P*layernorm(x, e)", "P: perm C; x: C × E; e: posscalar", "C=5, E=6");
    expect(norms).toMatchObject({ kind: "holds", arbitrary: ["sqrt"] });
  });

  it.each([
    ["a factor the other way round", "(W*G)*(V*inv(G)')' = V*W'", "W, V: E × d; G: invertible d", "E=9, d=5"],
    ["a transpose that is lost", "(x*W)*(y*W)' = x*W*W*y'", "x, y: C × E; W: E × E", "C=4, E=7"],
    ["a softmax of columns", "softmax(S + ones(n,1)*c) = softmax(S)", "S: n × m; c: 1 × m", "n=5, m=6"],
    [
      "a mask that does not travel",
      `msoftmax(P*S*P', tril(C)) = P*msoftmax(S, tril(C))*P'`,
      "P: perm C; S: C × C",
      "C=6",
    ],
    ["rotations of planes", "det(rot(a)) = 1 + sin(a)", "a: scalar", ""],
    [
      "one entry in a million that is off by one",
      "x*W + hcat(1, zeros(1,n))'*hcat(1, zeros(1,m)) = x*W",
      "x: (n+1) × E; W: E × (m+1)",
      "n=63, m=63, E=600",
    ],
  ])("is refuted: %s", (_, formula, given, at) => {
    expect(look(formula, given, at).kind).toBe("refuted");
  });

  it.each([
    ["orders", "A <= A", "A: n × n", "n=3", "a finite field has no order"],
    ["ranks", "rank(A*B) = rank(B*A)", "A, B: n × n", "n=3", "a rank modulo a prime may be lower than the rank"],
    [
      "a denominator that is 0",
      "x./(x - x) = x./(x - x)",
      "x: n × m",
      "n=2, m=2",
      "recip has no value in any of 4 draws",
    ],
    [
      "what is false of any function, but perhaps not of this one",
      "relu(-x) = -relu(-x)",
      "x: n × m",
      "n=2, m=2",
      "any function in the place of relu",
    ],
    ["an exponential of an exponential", "exp(exp(x)) = x", "x: n × m", "n=2, m=2", "field cannot interpret exp"],
  ])("is undecided for %s", (_, formula, given, at, reason) => {
    const found = look(formula, given, at);
    expect(found.kind).toBe("undecided");
    expect((found as { reason: string }).reason).toContain(reason);
  });

  it("is undecided under hypotheses that cannot be seen, and right under those that can", () => {
    expect(look("x*W = x", "x: C × E; W: E × E", "C=2, E=3", { assume: ["W - 2*I(E) > 0"] })).toMatchObject({
      kind: "undecided",
      reason: "a hypothesis cannot be seen in a field",
    });
    const swapped = look("A*B*A = C*A", "A, B, C: n × n", "n=4", { assume: ["C = A*B"] });
    expect(swapped.kind).toBe("holds");
  });

  it("needs all sizes that were written", () => {
    expect(() => look("x*W = x*W", "x: C × E; W: E × F", "C=2, E=3")).toThrow(
      "expected sizes for C, E, F, received none for F",
    );
    expect(() => look("x = x", "x: C × E", "C: 2")).toThrow("expected sizes such as C = 128, E = 768, received C: 2");
  });
});

describe("at the sizes of real models", () => {
  const AT = "C = 64, r = 384, d = 64, H = 2, F = 1536, L = 1";
  it.each([
    ["permutation/head", []],
    ["gauge/key-bias", []],
    ["permutation/mlp", ["relu"]],
  ] as const)("%s holds at E = 768", (id, arbitrary) => {
    const machine = wasmField();
    try {
      const problem = claimOf(id, notes({ position: "none" })) as Problem;
      const found = exactly(problem, sizesOf(problem, AT), { primes: 2, machine });
      expect(found).toMatchObject({ kind: "holds", arbitrary });
    } finally {
      machine.close();
    }
  });
});
