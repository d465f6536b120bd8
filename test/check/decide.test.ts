/**
 * Decisions against statements whose truth is known: what is false is refuted by values that another interpreter
 * confirms and that meet the hypotheses; what is true is never refuted.
 */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Decision, decide } from "../../src/check/decide.ts";
import type { Counterexample } from "../../src/check/refute.ts";
import { denseOf, rowsOf } from "../../src/interpret/dense.ts";
import { evaluateFloat } from "../../src/interpret/float.ts";
import type { RationalMatrix } from "../../src/interpret/rational.ts";
import type { Kind } from "../../src/term/kind.ts";
import { type Problem, parseProblem } from "../../src/term/problem.ts";
import { schedule } from "../../src/term/schedule.ts";
import { readProblems } from "../../src/term/statement-file.ts";
import type { Term } from "../../src/term/term.ts";
import { FALSE, TRUE } from "../prover/problems.ts";

const FILE = "test/fixtures/statements/statements.json";
const TRUTH = new Map<string, boolean>(
  JSON.parse(readFileSync(FILE, "utf8")).entries.map(({ id, truth }: { id: string; truth: boolean }) => [id, truth]),
);
const ENTRIES = readProblems(readFileSync(FILE, "utf8"), FILE).map((one) => {
  if (one.kind === "unreadable") throw one.fault;
  return one;
});
const OWN_FALSE = FALSE.map(([id, given, formula, options]) => parseProblem(formula, given, { ...options, id }));
const OWN_TRUE = TRUE.map(([id, given, formula, options]) => parseProblem(formula, given, { ...options, id }));

describe("what is false", () => {
  const all = [...ENTRIES.filter(({ id }) => TRUTH.get(id) === false), ...OWN_FALSE];

  it("is 25 entries of the file and at least 100 more", () => {
    expect(all.length - OWN_FALSE.length).toBe(25);
    expect(OWN_FALSE.length).toBeGreaterThanOrEqual(100);
  });

  it.each(all.map((one) => [`${one.id}: ${one.text}`, one] as const))("%s", (_, problem) => {
    const decision = decide(problem);
    expect(decision.verdict).toBe("refuted");
    if (decision.verdict !== "refuted" || decision.refutation.method === "ill-shaped" || problem.kind !== "problem")
      return;
    const { witness } = decision.refutation;
    expect(kindsBroken(problem, witness)).toEqual([]);
    const ranks = schedule(problem.statement.lhs).some(({ op }) => op === "rank"); // floats have none
    const ordered = problem.minima.size > 0; // sizes that the author did not name
    if (
      !ranks &&
      !ordered &&
      witness.functions.length === 0 &&
      Object.keys(witness.values).every((name) => !name.includes("["))
    )
      expect(excess(problem, witness)).toBeGreaterThan(0);
  });
});

describe("a rank of exponentials or sines", () => {
  it.each([
    ["rank(softmax(S)) = n", "S: n × n", 2],
    ["rank(msoftmax(S, M)) = n", "S: n × n; M: mask n × n", 2],
    ["rank(rot(a) - rot(b)) = 2", "a, b: scalar", 2],
    ["rank(D*exp(S)) = n", "S: n × n; D: posdiagonal n", 2],
  ])("is seen to fall where they are rational, and that is made small: %s", (formula, given, size) => {
    const decision = decide(parseProblem(formula, given) as Problem);
    if (decision.verdict !== "refuted" || decision.refutation.method === "ill-shaped") throw new Error("not refuted");
    expect(Object.values(decision.refutation.witness.sizes).every((one) => one <= size)).toBe(true);
  });
});

describe("what is true", () => {
  it.each(ENTRIES.filter(({ id }) => TRUTH.get(id)).map((one) => [`${one.id}: ${one.text}`, one] as const))(
    "%s",
    (_, problem) => {
      expect(decide(problem).verdict).toBe("proved");
    },
  );

  it("is proved", () => {
    const open = OWN_TRUE.filter((one) => decide(one, { draws: 5 }).verdict !== "proved").map(({ id }) => id);
    expect(open).toEqual([]);
  });

  it.each(OWN_TRUE.map((one) => [`${one.id}: ${one.text}`, one] as const))("%s", (_, problem) => {
    expect(verdictOf(decide(problem, { draws: 20 }))).not.toBe("refuted");
  });
});

describe("what is open", () => {
  it("says which limit of steps was hit", () => {
    const problem = parseProblem("relu(A*B*C)*D = relu((A*B)*C)*D + zeros(n,n)*E", "A, B, C, D, E: n × n");
    const decision = decide(problem, { steps: 0 });
    expect(decision.verdict).toBe("holds");
    expect(decision).toHaveProperty("reason", expect.stringContaining("limits reached: 0 steps"));
  });

  it("says that time is over, and ends", () => {
    let now = 0;
    const problem = parseProblem("relu(A*B*C)*D = relu((A*B)*C)*D + zeros(n,n)*E", "A, B, C, D, E: n × n");
    const decision = decide(problem, { milliseconds: 5, clock: () => now++ * 10 });
    expect(decision).toHaveProperty(
      "reason",
      expect.stringMatching(/^no proof by normal form \(limits reached: 5 ms\)/),
    );
  });

  it("says what nobody can evaluate", () => {
    const problem = parseProblem("A = B", "A, B: n × n", { assume: ["A*A' = -I(n)"] });
    expect(decide(problem, { draws: 3 })).toMatchObject({ verdict: "inconclusive", method: "none" });
  });
});

describe("a gap", () => {
  it("is the innermost pair that differs", () => {
    const problem = parseProblem("softmax(P*S + M)*V = softmax(P*S + N)*V", "P: perm n; S, M, N: n × n; V: n × d");
    const decision = decide(problem, { explain: true });
    expect(decision.verdict).toBe("refuted");
    expect("gap" in decision && decision.gap?.needs.map(({ rows }) => rows.text)).toEqual(["n", "n"]);
  });
});

function verdictOf({ verdict }: Decision): string {
  return verdict;
}

/** How much the left side exceeds the right, or differs from it, in float64 by the interpreter that runs models. */
function excess({ statement: { lhs, relation, rhs, given } }: Problem, witness: Counterexample): number {
  const values = new Map(Object.entries(witness.values).map(([name, value]) => [name, denseOf(numbers(value))]));
  const known = new Set(given.map(({ name }) => name));
  const value = (term: Term): number[][] =>
    rowsOf(
      evaluateFloat(
        term,
        {
          sizes: witness.sizes,
          variable: ({ name }) => {
            if (!known.has(name) || !values.has(name)) throw new Error(`no value of ${name}`);
            return values.get(name)!;
          },
        },
        "f64",
      ),
    );
  const [left, right] = [value(lhs), value(rhs)];
  const differences = left.flatMap((row, i) => row.map((x, j) => x - right[i]![j]!));
  return Math.max(...differences.map((x) => (relation === "=" ? Math.abs(x) : x)));
}

function numbers({ rows, cols, entries, denominator }: RationalMatrix): number[][] {
  return Array.from({ length: rows }, (_, i) =>
    Array.from({ length: cols }, (_, j) => Number(entries[i * cols + j]!) / Number(denominator)),
  );
}

/** Variables whose exact values are not of their kind. */
function kindsBroken({ statement: { given } }: Problem, { values }: Counterexample): readonly string[] {
  return given.flatMap(({ name, kind }) => {
    const value = values[name];
    return value === undefined || IS[kind]?.(value) !== false ? [] : [`${name} is not ${kind}`];
  });
}

/** Kinds as exact conditions on the numerators `a` over one denominator `d`. */
const IS: Readonly<Partial<Record<Kind, (A: RationalMatrix) => boolean>>> = {
  posscalar: ({ entries: [a] }) => a! > 0n,
  nonnegscalar: ({ entries: [a] }) => a! >= 0n,
  nzscalar: ({ entries: [a] }) => a! !== 0n,
  perm: (A) => A.denominator === 1n && A.entries.every((x) => x === 0n || x === 1n) && orthonormalRows(A),
  orthogonal: (A) => orthonormalRows(A),
  orthocols: (A) => orthonormalRows(transposed(A)),
  symmetric: (A) => A.entries.every((x, at) => x === transposed(A).entries[at]),
  skew: (A) => A.entries.every((x, at) => x === -transposed(A).entries[at]!),
  diagonal: (A) => everyEntry(A, (x, i, j) => i === j || x === 0n),
  posdiagonal: (A) => everyEntry(A, (x, i, j) => (i === j ? x > 0n : x === 0n)),
  invdiagonal: (A) => everyEntry(A, (x, i, j) => (i === j) === (x !== 0n)),
  lower: (A) => everyEntry(A, (x, i, j) => j <= i || x === 0n),
  mask: (A) => A.entries.every((x) => x === 0n || x === A.denominator),
  rowstochastic: (A) => A.entries.every((x) => x >= 0n) && rowsOfExact(A).every((row) => sum(row) === A.denominator),
  idempotent: (A) =>
    rowsOfExact(A).every((row) =>
      rowsOfExact(transposed(A)).every((col, j) => dot(row, col) === row[j]! * A.denominator),
    ),
};

function orthonormalRows(A: RationalMatrix): boolean {
  const all = rowsOfExact(A);
  const unit = A.denominator * A.denominator;
  return all.every((a, i) => all.every((b, j) => dot(a, b) === (i === j ? unit : 0n)));
}

function everyEntry({ cols, entries }: RationalMatrix, is: (x: bigint, i: number, j: number) => boolean): boolean {
  return entries.every((x, at) => is(x, Math.floor(at / cols), at % cols));
}

function rowsOfExact({ rows, cols, entries }: RationalMatrix): readonly (readonly bigint[])[] {
  return Array.from({ length: rows }, (_, i) => entries.slice(i * cols, (i + 1) * cols));
}

function transposed({ rows, cols, entries, denominator }: RationalMatrix): RationalMatrix {
  const at = Array.from({ length: rows * cols }, (_, k) => entries[(k % rows) * cols + Math.floor(k / rows)]!);
  return { rows: cols, cols: rows, entries: at, denominator };
}

function dot(a: readonly bigint[], b: readonly bigint[]): bigint {
  return a.reduce((total, x, i) => total + x * b[i]!, 0n);
}

function sum(a: readonly bigint[]): bigint {
  return a.reduce((total, x) => total + x, 0n);
}
