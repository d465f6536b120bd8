import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { naturalRoot, parseRational, rational, rationalText, rationalToNumber } from "../../src/term/rational.ts";

const SMALLEST_NORMAL = 2 ** -1022;
const finite = fc.double({ noNaN: true, noDefaultInfinity: true });

describe("rational", () => {
  it("is in lowest terms with a positive denominator", () => {
    expect(rational(6n, -4n)).toEqual({ numerator: -3n, denominator: 2n });
    expect(rational(0n, -7n)).toEqual({ numerator: 0n, denominator: 1n });
    fc.assert(
      fc.property(fc.bigInt(), fc.bigInt(), fc.bigInt({ min: 1n }), (a, b, k) => {
        fc.pre(b !== 0n);
        expect(rational(a * k, b * k)).toEqual(rational(a, b));
      }),
    );
  });

  it("has no zero denominator", () => {
    expect(() => rational(1n, 0n)).toThrow("rational: expected a nonzero denominator, received 1/0");
  });
});

describe("naturalRoot", () => {
  it("is the root of a square, and of nothing else", () => {
    for (const [square, root] of [
      [0n, 0n],
      [1n, 1n],
      [4n, 2n],
      [2n, undefined],
      [3n, undefined],
      [-4n, undefined],
    ] as const)
      expect(naturalRoot(square)).toBe(root);
    fc.assert(
      fc.property(fc.bigInt({ min: 2n, max: 2n ** 4000n }), (root) => {
        expect(naturalRoot(root * root)).toBe(root);
        expect(naturalRoot(root * root - 1n)).toBeUndefined();
        expect(naturalRoot(root * root + 1n)).toBeUndefined();
      }),
    );
  });

  it("takes no longer than its length asks, of numbers that no double holds", () => {
    expect(naturalRoot(10n ** 6000n)).toBe(10n ** 3000n);
    expect(naturalRoot(10n ** 6001n)).toBeUndefined();
  });
});

describe("parseRational", () => {
  it("reads a decimal as the decimal, not as the nearest double", () => {
    expect(parseRational("0.1")).toEqual(rational(1n, 10n));
    expect(parseRational("1e-5")).toEqual(rational(1n, 100_000n));
    expect(parseRational("-.5E1")).toEqual(rational(-5n));
    expect(parseRational("-3/4")).toEqual(rational(-3n, 4n));
  });

  it("reads back its own text", () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.bigInt({ min: 1n }), (a, b) => {
        expect(parseRational(rationalText(rational(a, b)))).toEqual(rational(a, b));
      }),
    );
  });

  it("refuses what is no number", () => {
    for (const text of ["", ".", "1/2/3", "0x10", "1e99999", "e5", "Infinity"]) {
      expect(() => parseRational(text)).toThrow(`expected a decimal or a fraction, received ${JSON.stringify(text)}`);
    }
  });
});

describe("rationalToNumber", () => {
  it("gives back the double that a text came from", () => {
    expect(rationalToNumber(parseRational("0.30000000000000004"))).toBe(0.30000000000000004);
    expect(rationalToNumber(parseRational("5e-324"))).toBe(5e-324);
    fc.assert(
      fc.property(finite, (x) => {
        fc.pre(x === 0 || Math.abs(x) >= SMALLEST_NORMAL);
        expect(rationalToNumber(parseRational(String(x))) === x).toBe(true); // −0 is 0
      }),
    );
  });

  it("rounds a quotient as one division of doubles does", () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), (a, b) => {
        expect(rationalToNumber(rational(BigInt(a), BigInt(b))) === a / b).toBe(true);
      }),
    );
  });

  it("overflows and underflows as doubles do", () => {
    expect(rationalToNumber(parseRational("-1e999"))).toBe(Number.NEGATIVE_INFINITY);
    expect(rationalToNumber(parseRational("1e-999"))).toBe(0);
  });
});
