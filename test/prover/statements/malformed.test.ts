/** What no one should write, and what is too large: an entry that cannot be read or a verdict in time, never a crash. */
import { describe, expect, it } from "vitest";
import { decide } from "../../../src/check/decide.ts";
import { readProblems } from "../../../src/term/statement-file.ts";

const matrix = (name: string, ...shape: readonly (string | number)[]) => ({ name, kind: "matrix", shape });
const A = matrix("A", "n", "n");
const B = matrix("B", "n", "n");
const c = { name: "c", kind: "scalar" };
const many = (count: number, text: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => text(i)).join("+");
const squares = (count: number) => Array.from({ length: count }, (_, i) => matrix(`A${i}`, "n", "n"));

/** A formula that grows from A. */
const grown = (times: number, step: (text: string, i: number) => string): string =>
  Array.from({ length: times }, (_, i) => i).reduce(step, "A");

const UNREADABLE: readonly (readonly [string, object])[] = [
  ["no formula", { lhs: "", rhs: "A" }],
  ["half a product", { lhs: "A*", rhs: "A" }],
  ["an open bracket", { lhs: "((A", rhs: "A" }],
  ["another relation", { lhs: "A", rhs: "A", relation: "<" }],
  ["a negative size", { lhs: "A", rhs: "A", given: [matrix("A", "n", -1)] }],
  ["half a row", { lhs: "A", rhs: "A", given: [matrix("A", "n", 1.5)] }],
  ["one size", { lhs: "A", rhs: "A", given: [matrix("A", "n")] }],
  ["an unknown kind", { lhs: "A", rhs: "A", given: [{ ...A, kind: "weird" }] }],
  ["a permutation that is not square", { lhs: "A", rhs: "A", given: [{ name: "A", kind: "perm", shape: ["n", "m"] }] }],
  ["a name twice", { lhs: "A", rhs: "A", given: [A, A] }],
  ["a name of JavaScript's", { lhs: "constructor", rhs: "__proto__" }],
  ["a function of JavaScript's", { lhs: "toString(A)", rhs: "A" }],
  ["sizes in a circle", { lhs: "A", rhs: "A", where: ["i<j", "j<i"], dims: ["i", "j"] }],
  ["a size below itself", { lhs: "A", rhs: "A", where: ["n<n"] }],
  ["a hypothesis of two shapes", { lhs: "A", rhs: "B", hyp: [{ lhs: "A*B", rhs: "ones(n,1)" }] }],
  ["a property of what is not there", { lhs: "A", rhs: "B", assume: ["invertible(C)"] }],
  ["3000 brackets", { lhs: `${"(".repeat(3000)}A${")".repeat(3000)}`, rhs: "A" }],
  ["a division by zero", { lhs: "1/0", rhs: "1/0" }],
];

const ODD: readonly (readonly [string, object, string])[] = [
  ["no rows", { lhs: "A", rhs: "A", given: [matrix("A", 0, 0)] }, "proved"],
  ["a prototype as a name", { lhs: "__proto__*A", rhs: "A", given: [matrix("__proto__", "n", "n"), A] }, "refuted"],
  ["hypotheses that nothing meets", { lhs: "A", rhs: "B", hyp: [{ lhs: "A", rhs: "A+I(n)" }] }, "inconclusive"],
  ["no value", { lhs: "inv(zeros(n,n))", rhs: "I(n)" }, "inconclusive"],
  ["a slice of nothing", { lhs: "rows(A,5,2)", rhs: "A" }, "refuted"],
  ["a slice too far", { lhs: "rows(A,0,1000000000000)", rhs: "A" }, "refuted"],
  ["400 factors", { lhs: Array(400).fill("A").join("*"), rhs: Array(400).fill("A").join("*") }, "proved"],
  ["2³¹ summands", { lhs: `(A+B)${"*(A+B)".repeat(30)}`, rhs: "A" }, "refuted"],
  ["a large power", { lhs: "pow(c,1000000000)", rhs: "pow(c,1000000000)", given: [c] }, "proved"],
  ["sizes that no machine holds", { lhs: "I(100000)*A", rhs: "A", given: [matrix("A", 100_000, 100_000)] }, "proved"],
  ["the same, false", { lhs: "A*A", rhs: "A", given: [matrix("A", 100_000, 100_000)] }, "inconclusive"],
  [
    "a fifth Kronecker power",
    { lhs: "kron(A,kron(A,kron(A,kron(A,A))))", rhs: "zeros(n*n*n*n*n,n*n*n*n*n)" },
    "refuted",
  ],
  ["200 functions of functions", { lhs: grown(200, (text) => `relu(${text})`), rhs: "relu(A)" }, "proved"],
  ["40 layers of sums", { lhs: grown(40, (text, i) => `(${text}+${i % 2 ? "A" : "B"})*(A+B)`), rhs: "A" }, "refuted"],
  ["an exponential of one of one", { lhs: "exp(exp(exp(A)))", rhs: "exp(exp(exp(A)))+exp(exp(A))" }, "refuted"],
  ["a long constant", { lhs: "99999999999999999999999999*A", rhs: "A" }, "refuted"],
  ["a large multiple of an angle", { lhs: "sin(1000000*c)", rhs: "sin(1000000*c)+0", given: [c] }, "proved"],
];

const LIMITS = { steps: 4000, milliseconds: 3000, clock: () => performance.now() } as const;

const decided = (entry: object): ReturnType<typeof decide> | undefined => {
  const text = JSON.stringify({ entries: [{ id: "one", given: [A, B], relation: "=", ...entry }] });
  const [problem] = readProblems(text, "file.json");
  return problem!.kind === "unreadable" ? undefined : decide(problem!, LIMITS);
};

describe("a statement that cannot be read", () => {
  it.each(UNREADABLE)("%s", (_, entry) => {
    expect(decided(entry)).toBeUndefined();
  });

  it.each([null, 3, "x", []])("%j instead of an entry", (entry) => {
    expect(readProblems(JSON.stringify({ entries: [entry] }), "file.json")[0]!.kind).toBe("unreadable");
  });
});

describe("an odd statement has a verdict", () => {
  it.each(ODD)("%s", (_, entry, verdict) => {
    expect(decided(entry)!.verdict).toBe(verdict);
  });

  it("and tells which limit ended the search for a proof", () => {
    const lhs = `rank(${many(25, (i) => `A${i}`)})`;
    const rhs = many(25, (i) => `rank(A${i})`);
    const { verdict, ...found } = decided({ lhs, rhs, relation: "<=", given: squares(25) })!;
    expect(verdict).toBe("holds");
    expect("reason" in found ? found.reason : "").toContain("limits reached");
  });
});
