import { describe, expect, it } from "vitest";
import { nested } from "../../src/prover/parts.ts";
import { search } from "../../src/prover/search.ts";
import { halved, openedSum, pathToHalf } from "../../src/prover/sums.ts";
import { parseProblem } from "../../src/term/problem.ts";
import { add, type Term, variable } from "../../src/term/term.ts";

const summands = (count: number): Term[] => Array.from({ length: count }, (_, i) => variable(`A${i}`, "n", "n"));
const at = (term: Term, path: readonly number[]): Term => path.reduce((inner, step) => inner.args[step]!, term);
const isNever = (): boolean => false;

describe("brackets that halve a sum", () => {
  it.each([1, 2, 3, 4, 7, 16, 33])("have each of %i summands where the path leads, and none is deep", (count) => {
    const parts = summands(count);
    const sum = halved(parts);
    for (const [i, part] of parts.entries()) {
      const path = pathToHalf(i, count);
      expect(at(sum, path)).toBe(part);
      expect(path.length).toBeLessThanOrEqual(Math.ceil(Math.log2(count)));
    }
  });

  it("are those of a sum nested to the left where there are three at most", () => {
    for (const count of [1, 2, 3]) expect(halved(summands(count))).toBe(nested("add", summands(count)));
  });
});

describe("the summands of a sum", () => {
  it("are opened but where a sum is closed", () => {
    const [a, b, c, d] = summands(4) as [Term, Term, Term, Term];
    expect(openedSum(add(add(a, b), add(c, d)), isNever)).toEqual([a, b, c, d]);
    expect(openedSum(add(add(a, b), add(c, d)), (term) => term === add(c, d))).toEqual([a, b, add(c, d)]);
  });

  it("are as many as there are sums, where each doubles the one before", () => {
    const [a] = summands(1) as [Term];
    let sum = a;
    for (let i = 0; i < 60; i++) sum = add(sum, sum);
    expect(openedSum(sum, isNever)).toHaveLength(61);
  });
});

const sumText = (name: string, count: number): string =>
  `(${Array.from({ length: count }, (_, i) => `${name}${i}`).join(" + ")})`;

/** (a0 + … + an)(b0 + … + bn), and its products written out from the last. */
function productWrittenOut(count: number, kind: string) {
  const given = ["a", "b"].flatMap((name) => Array.from({ length: count }, (_, i) => `${name}${i}: ${kind}`));
  const products: string[] = [];
  for (let i = count - 1; i >= 0; i--) for (let j = 0; j < count; j++) products.push(`a${i}*b${j}`);
  const formula = `${sumText("a", count)}*${sumText("b", count)} = ${products.join(" + ")}`;
  const problem = parseProblem(formula, given.join("; "));
  if (problem.kind !== "problem") throw new Error(problem.fault.message);
  return problem;
}

describe("a product of sums", () => {
  it.each(["n×n", "scalar"])("of %s is written out in moves linear in the number of products", (kind) => {
    const movesOf = (count: number): number => {
      const found = search(productWrittenOut(count, kind));
      if (found.kind !== "proved") throw new Error("not proved");
      return found.proof.reduce((sum, entry) => sum + (entry.rule === "rewrite" ? entry.moves.length : 1), 0);
    };
    const [small, large] = [movesOf(6), movesOf(18)]; // 36 and 324 products
    expect(large / small).toBeLessThan(9);
  });
});

it("a sum that doubles itself sixty times is a multiple", () => {
  const [A] = summands(1) as [Term];
  let sum = A;
  for (let i = 0; i < 60; i++) sum = add(sum, sum);
  const problem = parseProblem(`A0 = ${2n ** 60n} * A0`, "A0: n×n");
  if (problem.kind !== "problem") throw new Error(problem.fault.message);
  const { rhs } = problem.statement;
  const found = search({ ...problem, statement: { lhs: sum, relation: "=", rhs } });
  expect(found.kind).toBe("proved");
});
