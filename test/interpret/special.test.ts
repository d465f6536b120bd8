import fc from "fast-check";
import * as mathjs from "mathjs";
import { describe, expect, it } from "vitest";
import { ENTRYWISE_FLOAT, erf, erfc } from "../../src/interpret/special.ts";
import type { Entrywise } from "../../src/term/entrywise.ts";

/** What is between two doubles, in units of the last place of the second. */
function ulps(actual: number, expected: number): number {
  if (Object.is(actual, expected) || actual === expected) return 0;
  const exponent = Math.max(Math.floor(Math.log2(Math.abs(expected))), -1022);
  return Math.abs(actual - expected) / 2 ** (exponent - 52);
}

/** Each function once more, by mathjs or by its formula. */
const INDEPENDENT: Readonly<Record<Entrywise, (x: number) => number>> = {
  recip: (x) => mathjs.divide(1, x),
  exp: (x) => mathjs.exp(x),
  log: (x) => mathjs.log(Math.abs(x)),
  sqrt: (x) => mathjs.sqrt(Math.abs(x)) as number,
  sin: (x) => mathjs.sin(x),
  cos: (x) => mathjs.cos(x),
  tanh: (x) => mathjs.tanh(x),
  erf: (x) => mathjs.erf(x),
  sigmoid: (x) => (1 + mathjs.tanh(x / 2)) / 2,
  relu: (x) => mathjs.max(x, 0),
  abs: (x) => mathjs.abs(x),
  sign: (x) => mathjs.sign(x),
  round: (x) => {
    const toZero = mathjs.round(x) as number; // halves away from zero
    return Math.abs(x - Math.trunc(x)) === 0.5 && toZero % 2 !== 0 ? toZero - mathjs.sign(x) : toZero;
  },
  square: (x) => mathjs.square(x),
  silu: (x) => (x * (1 + mathjs.tanh(x / 2))) / 2,
  gelu: (x) => (x * (1 + mathjs.erf(x / Math.SQRT2))) / 2,
  gelu_tanh: (x) =>
    (x / 2) * (1 + mathjs.tanh((mathjs.sqrt(2 / Math.PI) as unknown as number) * (x + 0.044715 * x * x * x))),
};
/** Functions of numbers ≥ 0. */
const OF_POSITIVE: ReadonlySet<string> = new Set(["log", "sqrt"]);

describe("each function of an entry agrees with mathjs", () => {
  for (const name of Object.keys(INDEPENDENT) as Entrywise[]) {
    // Object.keys forgets their names
    it(name, () => {
      fc.assert(
        fc.property(fc.double({ min: -30, max: 30, noNaN: true }), (x) => {
          const ours = ENTRYWISE_FLOAT[name](OF_POSITIVE.has(name) ? Math.abs(x) : x);
          const theirs = INDEPENDENT[name](x);
          if (!Number.isFinite(theirs)) expect(ours).toBe(theirs);
          else expect(Math.abs(ours - theirs)).toBeLessThanOrEqual(1e-14 * (1 + Math.abs(theirs)));
        }),
        { numRuns: 300 },
      );
    });
  }
});

/** x, erf x, erfc x, and x Φ(−x), as the C library computes them. */
const TABLE: readonly (readonly [number, number, number, number])[] = [
  [0.5, 0.5204998778130465, 0.4795001221869535, 0.15426876936299344],
  [1, 0.8427007929497149, 0.15729920705028513, 0.15865525393145707],
  [1.5, 0.9661051464753108, 0.033894853524689274, 0.10021080190328713],
  [2, 0.9953222650189527, 0.004677734981047265, 0.04550026389635844],
  [2.4, 0.999311486103355, 0.0006885138966450789, 0.01967408621903073],
  [3, 0.9999779095030014, 2.2090496998585438e-5, 0.004049694094890287],
  [5, 0.9999999999984626, 1.5374597944280351e-12, 1.4332578593959731e-6],
  [10, 1, 2.088487583762545e-45, 7.619853024160593e-23],
];
/** A law of special.ts: units in the last place between a function and its true value. */
const FEW = 8;

describe("erf, erfc and gelu are within a few units in the last place", () => {
  it("at tabulated numbers, also where 1 − erf has no digits left", () => {
    for (const [x, error, complement, tail] of TABLE) {
      expect(ulps(erf(x), error)).toBeLessThanOrEqual(FEW);
      expect(ulps(erfc(x), complement)).toBeLessThanOrEqual(FEW);
      expect(ulps(-ENTRYWISE_FLOAT.gelu(-x), tail)).toBeLessThanOrEqual(2 * FEW); // and x/√2 is rounded
    }
  });

  it("so they meet where one algorithm gives way to the other", () => {
    for (const border of [1, 2.5]) {
      const before = border - 2 ** -50;
      expect(ulps(erfc(before), erfc(border))).toBeLessThanOrEqual(10 * FEW); // a change of x by 8 ulps among them
      expect(ulps(erf(before), erf(border))).toBeLessThanOrEqual(2 * FEW);
    }
  });

  it("erf is odd, and erfc is its complement to 1", () => {
    fc.assert(
      fc.property(fc.double({ min: -30, max: 30, noNaN: true }), (x) => {
        expect(erf(-x) === -erf(x)).toBe(true);
        expect(Math.abs(erf(x) + erfc(x) - 1)).toBeLessThanOrEqual(4 * Number.EPSILON);
      }),
    );
  });

  it("have the limits of their integrals, and keep NaN", () => {
    expect([erf(Infinity), erf(-Infinity), erfc(Infinity), erfc(-Infinity)]).toEqual([1, -1, 0, 2]);
    expect([erf(Number.NaN), erfc(Number.NaN)]).toEqual([Number.NaN, Number.NaN]);
  });
});
