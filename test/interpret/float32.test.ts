/** The float interpreter in float32, against single numbers rounded by `Math.fround` after each operation. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { denseOf, rowsOf } from "../../src/interpret/dense.ts";
import { evaluateFloat } from "../../src/interpret/float.ts";
import { bind } from "../../src/term/binding.ts";
import * as definition from "../../src/term/definition.ts";
import * as term from "../../src/term/term.ts";

type Rows = number[][];
type Term = term.Term;

describe("in float32 every operation rounds", () => {
  const f = Math.fround;
  const float = fc.float({ min: -8, max: 8, noNaN: true });
  const dot = (xs: readonly number[], ys: readonly number[]): number =>
    xs.reduce((total, x, i) => f(total + f(x * ys[i]!)), 0);
  const triple = fc.tuple(float, float, float);
  const value = (of: Term, values: Record<string, Rows>): Rows => {
    const dense = Object.fromEntries(Object.entries(values).map(([name, rows]) => [name, denseOf(rows)]));
    return rowsOf(evaluateFloat(of, bind({ n: 3, m: 3 }, dense), "f32"));
  };

  it("the terms of a product and each running sum", () => {
    const u = term.variable("u", 1, 3);
    const w = term.variable("w", 3, 1);
    fc.assert(
      fc.property(triple, triple, (xs, ys) => {
        expect(value(term.mul(u, w), { u: [xs], w: ys.map((y) => [y]) })).toEqual([[dot(xs, ys) + 0]]);
      }),
    );
  });

  it("sums, multiples, quotients, powers and traces", () => {
    const u = term.variable("u", 1, 1);
    const w = term.variable("w", 1, 1);
    fc.assert(
      fc.property(float, float, (x, y) => {
        const of = (made: Term): number => value(made, { u: [[x]], w: [[y]] })[0]![0]!;
        expect(of(term.add(u, w))).toBe(f(x + y));
        expect(of(term.hadamard(u, w))).toBe(f(x * y));
        expect(of(term.scale(term.constant("0.1"), u))).toBe(f(f(0.1) * x));
        expect(of(definition.divide(u, w))).toBe(f(x / y));
        expect(of(term.kron(u, w))).toBe(f(x * y));
        expect(of(term.power(u, 3))).toBe(f(f(f(1 * x) * x) * x));
        expect(of(term.map("exp", u))).toBe(f(Math.exp(x)));
      }),
    );
    fc.assert(
      fc.property(triple, ([x, y, z]) => {
        const S3 = term.variable("S", 3, 3);
        expect(value(term.trace(S3), { S: [[x, 9, 9], [9, y, 9], [9, 9, z]] })).toEqual([[f(f(x + y) + z) + 0]]); // biome-ignore format: a matrix
      }),
    );
  });

  it("each step of a softmax", () => {
    const s = term.variable("s", 1, 3);
    fc.assert(
      fc.property(triple, (xs) => {
        const highest = Math.max(...xs);
        const weights = xs.map((x) => f(Math.exp(f(x - highest))));
        const total = weights.reduce((running, weight) => f(running + weight), 0);
        expect(value(definition.softmax(s), { s: [xs] })).toEqual([weights.map((weight) => f(weight / total))]);
      }),
    );
  });

  it("each step of an elimination", () => {
    const S2 = term.variable("S", 2, 2);
    fc.assert(
      fc.property(
        fc.float({ min: 4, max: 8, noNaN: true }),
        float,
        fc.float({ min: -2, max: 2, noNaN: true }),
        float,
        (p, q, r, s) => {
          const second = f(s - f(r * f(q / p))); // p is the pivot
          expect(value(term.det(S2), { S: [[p, q], [r, s]] })[0]![0]).toBe(f(p * second) + 0); // biome-ignore format: a matrix
        },
      ),
    );
  });

  it("so a sum of many small numbers stalls, as it does in float32", () => {
    const column = term.variable("c", 3, 1);
    const big = 2 ** 24;
    expect(value(definition.colSums(column), { c: [[big], [1], [1]] })).toEqual([[big]]);
  });
});
