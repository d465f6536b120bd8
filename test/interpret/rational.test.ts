/** The rational interpreter against mathjs's fractions, whose matrix code it does not share, and against floats. */
import fc from "fast-check";
import * as mathjs from "mathjs";
import { describe, expect, it } from "vitest";
import { rowsOf } from "../../src/interpret/dense.ts";
import { evaluateFloat } from "../../src/interpret/float.ts";
import { type Fractions, fractions, toDense } from "../../src/interpret/fractions.ts";
import { evaluateRational, type RationalMatrix } from "../../src/interpret/rational.ts";
import { divide, maskedSoftmax, rmsnorm } from "../../src/term/definition.ts";
import { evaluateDim } from "../../src/term/dimension.ts";
import { Fault, Refusal } from "../../src/term/fault.ts";
import { schedule } from "../../src/term/schedule.ts";
import type { Variable } from "../../src/term/term.ts";
import * as term from "../../src/term/term.ts";
import { TERM_SIZES, termArbitrary } from "../term/arbitrary.ts";

const numbers = (A: RationalMatrix): number[][] =>
  Array.from({ length: A.rows }, (_, i) =>
    Array.from({ length: A.cols }, (_, j) => Number(A.entries[i * A.cols + j]!) / Number(A.denominator)),
  );
const of = (rows: readonly (readonly number[])[], denominator = 1): Fractions =>
  fractions(rows.length, rows[0]!.length, (i, j) => rows[i]![j]!, denominator);
const value = (
  root: term.Term,
  values: Readonly<Record<string, Fractions>>,
  sizes = { n: 3, m: 2 },
): RationalMatrix => {
  const outcome = evaluateRational([root], { sizes, variable: ({ name }) => values[name]! });
  if (outcome.kind === "undefined") throw new Error(`undefined ${outcome.op}`);
  return outcome.values[0]!;
};
const A = term.variable("A", "n", "n");
const v = term.variable("v", "n", 1);

describe("rationals", () => {
  const square = fc.array(fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 3, maxLength: 3 }), {
    minLength: 3,
    maxLength: 3,
  });

  it("invert and have determinants as mathjs's fractions do", () => {
    fc.assert(
      fc.property(square, fc.integer({ min: 1, max: 6 }), (rows, denominator) => {
        const exact = rows.map((row) => row.map((x) => mathjs.fraction(x, denominator)));
        const det = mathjs.det(exact as never) as unknown as mathjs.Fraction;
        const found = value(term.det(A), { A: of(rows, denominator) });
        expect(`${found.entries[0]}/${found.denominator}`).toBe(`${det.s * det.n}/${det.d}`);
        if (det.n === 0n) {
          expect(() => value(term.inverse(A), { A: of(rows, denominator) })).toThrow("undefined inverse");
          return;
        }
        const inverse = value(term.inverse(A), { A: of(rows, denominator) });
        const identity = value(term.mul(A, term.inverse(A)), { A: of(rows, denominator) });
        expect(numbers(identity)).toEqual([
          [1, 0, 0],
          [0, 1, 0],
          [0, 0, 1],
        ]);
        expect(inverse.denominator > 0n).toBe(true);
      }),
    );
  });

  it("have the rank that elimination over fractions gives", () => {
    const rank = (rows: number[][]): number => {
      const work = rows.map((row) => row.map((x) => mathjs.fraction(x)));
      let found = 0;
      for (let column = 0; column < 3; column++) {
        const pivot = work.findIndex((row, i) => i >= found && row[column]!.n !== 0n);
        if (pivot < 0) continue;
        [work[pivot], work[found]] = [work[found]!, work[pivot]!];
        for (let i = found + 1; i < 3; i++) {
          const factor = work[i]![column]!.div(work[found]![column]!);
          work[i] = work[i]!.map((x, j) => x.sub(factor.mul(work[found]![j]!)));
        }
        found++;
      }
      return found;
    };
    const seen = new Set<number>();
    fc.assert(
      fc.property(square, fc.nat(2), (rows, copies) => {
        const low = rows.map((row, i) => (i < copies ? rows[2]! : row));
        const found = Number(value(term.rank(A), { A: of(low) }).entries[0]);
        seen.add(found);
        expect(found).toBe(rank(low));
      }),
    );
    expect([...seen].sort()).toEqual(expect.arrayContaining([1, 2, 3]));
  });

  it("know order, and roots of squares", () => {
    const v3 = { v: of([[-3], [4], [9]], 4) };
    expect(numbers(value(term.map("relu", v), v3))).toEqual([[0], [1], [9 / 4]]);
    expect(numbers(value(term.map("abs", v), v3))).toEqual([[3 / 4], [1], [9 / 4]]);
    expect(numbers(value(term.map("sign", v), v3))).toEqual([[-1], [1], [1]]);
    expect(numbers(value(term.maxEntry(v), v3))).toEqual([[9 / 4]]);
    expect(numbers(value(term.max(v, term.map("abs", v)), v3))).toEqual([[3 / 4], [1], [9 / 4]]);
    expect(numbers(value(term.map("sqrt", v), { v: of([[0], [4], [9]], 16) }))).toEqual([[0], [1 / 2], [3 / 4]]);
    expect(() => value(term.map("sqrt", v), { v: of([[2], [4], [9]]) })).toThrow(Refusal);
  });

  it("agree with floats on random terms, wherever they have an answer", () => {
    let compared = 0;
    const ops = new Set<string>();
    fc.assert(
      fc.property(termArbitrary(), fc.nat(), (root, seed) => {
        const variable = (x: Variable): Fractions => {
          const [rows, cols] = [evaluateDim(x.rows, TERM_SIZES), evaluateDim(x.cols, TERM_SIZES)];
          return fractions(rows, cols, (i, j) => ((seed + 7 * i + 3 * j + x.name.length) % 5) - 2, 2);
        };
        const outcome = (() => {
          try {
            return evaluateRational([root], { sizes: TERM_SIZES, variable });
          } catch (error) {
            if (error instanceof Refusal || error instanceof Fault) return undefined; // opaque functions have no value here
            throw error;
          }
        })();
        if (
          outcome?.kind !== "values" ||
          schedule(root).some(({ op }) => op === "rank" || op === "inverse" || op === "det")
        )
          return;
        const float = evaluateFloat(root, { sizes: TERM_SIZES, variable: (x) => toDense(variable(x)) }, "f64");
        if (!float.data.every((x) => Number.isFinite(x) && Math.abs(x) < 2 ** 30)) return;
        const exact = numbers(outcome.values[0]!);
        for (const [i, row] of rowsOf(float).entries())
          for (const [j, x] of row.entries()) expect(exact[i]![j]).toBeCloseTo(x, 5);
        compared++;
        for (const { op } of schedule(root)) ops.add(op);
      }),
      { numRuns: 600 },
    );
    expect(compared).toBeGreaterThan(150);
    expect(ops.size).toBeGreaterThan(20);
  });

  it("have exponentials, sines and what is made of them at 0, as floats do", () => {
    const functions = ["exp", "cos", "sigmoid", "sin", "tanh", "erf", "silu", "gelu", "gelu_tanh"] as const;
    const variable = of([[0], [0], [0]]);
    for (const fn of functions) {
      const inFloats = evaluateFloat(term.map(fn, v), { sizes: { n: 3 }, variable: () => toDense(variable) }, "f64");
      expect(numbers(value(term.map(fn, v), { v: variable }))).toEqual(rowsOf(inFloats));
      expect(() => value(term.map(fn, v), { v: of([[0], [1], [0]]) })).toThrow(`rational cannot interpret ${fn}`);
    }
    expect(() => value(term.map("log", v), { v: variable })).toThrow("rational cannot interpret log");
  });

  it("have no value for 1/0, and refuse what is not rational", () => {
    expect(() => value(divide(v, v), { v: of([[1], [0], [2]]) })).toThrow("undefined recip");
    expect(() => value(maskedSoftmax(v, v), { v: of([[1], [0], [2]]) })).toThrow("rational cannot interpret exp");
    expect(() => value(rmsnorm(v, term.constant(1)), { v: of([[1], [1], [2]]) })).toThrow(
      "rational cannot interpret sqrt",
    );
  });
});
