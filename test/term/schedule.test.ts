import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { denseOf } from "../../src/interpret/dense.ts";
import { evaluateFloat } from "../../src/interpret/float.ts";
import { substitute } from "../../src/term/binder.ts";
import { bind } from "../../src/term/binding.ts";
import { subtract } from "../../src/term/definition.ts";
import { dim } from "../../src/term/dimension.ts";
import { fold, schedule, variablesOf } from "../../src/term/schedule.ts";
import { resize } from "../../src/term/substitution.ts";
import { add, mul, type Term, transpose, variable } from "../../src/term/term.ts";
import { termArbitrary } from "./arbitrary.ts";

const A = variable("A", "n", "n");
const B = variable("B", "n", "n");
const DEEP = 100_000;

function nested(levels: number, wrap: (term: Term) => Term, start: Term = A): Term {
  let term = start;
  for (let i = 0; i < levels; i++) term = wrap(term);
  return term;
}

describe("the schedule", () => {
  it("lists every node once, arguments first", () => {
    const product = mul(A, B);
    expect(schedule(add(product, product))).toEqual([A, B, product, add(product, product)]);
    fc.assert(
      fc.property(termArbitrary(), (term) => {
        const order = schedule(term);
        expect(new Set(order).size).toBe(order.length);
        const seen = new Set<Term>();
        for (const node of order) {
          expect(node.args.every((argument) => seen.has(argument))).toBe(true);
          seen.add(node);
        }
        expect(order.at(-1)).toBe(term);
      }),
    );
  });

  it("does not enter where it is told to stop", () => {
    const product = mul(A, B);
    expect(schedule(transpose(product), { stop: (term) => term === product })).toEqual([transpose(product)]);
  });

  it("of a chain of doublings is as long as the chain", () => {
    expect(schedule(nested(64, (term) => add(term, term)))).toHaveLength(65);
  });
});

describe("fold", () => {
  it("computes each meaning once, so 2⁶⁴ paths are 65 steps", () => {
    let steps = 0;
    const leaves = fold<bigint>(
      nested(64, (term) => add(term, term)),
      (_, args) => {
        steps++;
        return args.length === 0 ? 1n : args.reduce((a, b) => a + b);
      },
    );
    expect([leaves, steps]).toEqual([2n ** 64n, 65]);
  });
});

describe("a walk does not overflow at 100,000 levels", () => {
  it("of core operations", () => {
    const deep = nested(DEEP, transpose);
    expect(fold<number>(deep, (_, [depth = 0]) => depth + 1)).toBe(DEEP + 1);
    expect(substitute(deep, (term) => (term === A ? B : undefined))).toBe(nested(DEEP, transpose, B));
    expect(resize(deep, new Map([["n", dim(2)]]))).toBe(nested(DEEP, transpose, variable("A", 2, 2)));
    const value = denseOf([[1, 2], [3, 4]]); // biome-ignore format: a matrix
    expect(evaluateFloat(deep, bind({ n: 2 }, { A: value }), "f64")).toEqual(value);
  });

  it("of definitions", () => {
    const deep = nested(DEEP, (term) => subtract(term, B));
    const zero = denseOf([[0]]);
    expect(substitute(deep, (term) => (term === A ? B : undefined))).toBe(nested(DEEP, (term) => subtract(term, B), B));
    expect(evaluateFloat(deep, bind({ n: 1 }, { A: zero, B: denseOf([[1]]) }), "f64").data[0]).toBe(-DEEP);
  });
});

it("variablesOf lists each variable once, in order of use", () => {
  expect(variablesOf(mul(B, A), A)).toEqual([B, A]);
});
