import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  band,
  FALSE_CLAIM_RATIO,
  noiseOf,
  ratioOf,
  read,
  type Sides,
  TRUE_CLAIM_RATIO,
} from "../../src/check/ladder.ts";
import { type Dense, denseOf } from "../../src/interpret/dense.ts";

const f32 = (...row: number[]): Dense => denseOf([row], "f32");
const f64 = (...row: number[]): Dense => denseOf([row], "f64");
const sides = (lhs32: Dense, rhs32: Dense, lhs64: Dense, rhs64: Dense): Sides => ({ lhs32, rhs32, lhs64, rhs64 });
/** The same numbers in both precisions. */
const both = (lhs: readonly number[], rhs: readonly number[]): Sides =>
  sides(f32(...lhs), f32(...rhs), f64(...lhs), f64(...rhs));

describe("a reading", () => {
  it("is exact without a residual in float64, whatever float32 says", () => {
    expect(read(both([1, 2], [1, 2]), "=").kind).toBe("exact");
    expect(read(sides(f32(1), f32(1.5), f64(1), f64(1)), "=").kind).toBe("exact");
  });

  it("is true when the residual falls as rounding does", () => {
    const { kind, residual32, residual64 } = read(sides(f32(0.1), f32(0.1 + 1e-7), f64(0.1), f64(0.1 + 2e-16)), "=");
    expect(kind).toBe("true");
    expect(residual32 / residual64).toBeGreaterThan(TRUE_CLAIM_RATIO);
  });

  it("is false when the residual stays", () => {
    const reading = read(both([1, 2], [1, 2.5]), "=");
    expect(reading).toMatchObject({ kind: "false", residual32: 0.5, residual64: 0.5, compared: 2 });
    expect(ratioOf(reading)).toBe(1);
  });

  it("is between when neither explains it", () => {
    expect(read(sides(f32(1), f32(1), f64(1), f64(1 + 1e-10)), "=").kind).toBe("between");
  });

  it("accuses nobody for a float32 run that happens to be exact", () => {
    const lucky = sides(f32(1), f32(1), f64(1), f64(1 - 2 ** -53));
    expect(read(lucky, "=")).toMatchObject({ kind: "true", residual32: 0 });
  });

  it("sees a violation that float32 cannot resolve", () => {
    const blind = sides(f32(0.1, 1), f32(0.1, 1), f64(0.1, 1), f64(0.1, 1 + 3e-8));
    expect(read(blind, "=")).toMatchObject({ kind: "false", residual32: 0 });
  });

  it("takes noise that is known from elsewhere", () => {
    const faint = sides(f32(1), f32(1), f64(1), f64(1 + 1e-9));
    expect(read(faint, "=").kind).toBe("false");
    expect(read(faint, "=", 1e-5).kind).toBe("between");
    expect(read(faint, "=", 1e-2).kind).toBe("true");
  });

  it("of an order counts what is above, and nothing below", () => {
    expect(read(both([1, 2], [3, 2]), "<=").kind).toBe("exact");
    expect(read(both([1, 2.5], [3, 2]), "<=")).toMatchObject({ kind: "false", residual64: 0.5 });
  });

  it("says nothing of entries without a value on either side", () => {
    expect(read(both([Number.NaN], [Number.NaN]), "=")).toMatchObject({ kind: "undefined", compared: 0 });
    expect(read(both([Number.NaN, 1], [Number.NaN, 1]), "=")).toMatchObject({ kind: "undefined", compared: 1 });
    expect(read(both([Number.NaN, 1], [Number.NaN, 2]), "=").kind).toBe("false");
    expect(read(both([], []), "=").kind).toBe("undefined");
  });

  it("is false when one side alone has a value in float64, and overflow when float32 alone has none", () => {
    expect(read(both([Number.NaN, 1], [0, 1]), "=").kind).toBe("false");
    expect(read(sides(f32(Number.NaN), f32(1e30), f64(1e30), f64(1e30 * (1 + 1e-15))), "=").kind).toBe("overflow");
    expect(read(sides(f32(1 / 0), f32(1e30), f64(1e39), f64(1e39 * (1 + 1e-15))), "=").kind).toBe("overflow");
  });

  it("does not depend on the scale: powers of two change no verdict", () => {
    const entries = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(
        entries,
        fc.double({ min: 1e-12, max: 1, noNaN: true }),
        fc.integer({ min: -20, max: 20 }),
        (row, relative, power) => {
          const at = (scale: number): string => {
            const left = row.map((x) => x * scale);
            const right = left.map((x) => x * (1 + relative));
            return read(both(left, right), "=").kind;
          };
          expect(at(2 ** power)).toBe(at(1));
        },
      ),
    );
  });

  it("does not depend on which side is which", () => {
    const entries = fc.array(fc.double({ noDefaultInfinity: true }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(entries, entries, (a, b) => {
        expect(read(both(a, b), "=")).toEqual(read(both(b, a), "="));
      }),
    );
  });
});

describe("the bands", () => {
  it("are the two constants, their ends included", () => {
    expect(band(1, TRUE_CLAIM_RATIO)).toBe("true");
    expect(band(1, TRUE_CLAIM_RATIO * 0.999)).toBe("between");
    expect(band(1, FALSE_CLAIM_RATIO * 1.001)).toBe("between");
    expect(band(1, FALSE_CLAIM_RATIO)).toBe("false");
    expect(band(0, 0)).toBe("exact");
    expect(band(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY)).toBe("false");
  });

  it("lie around what rounding is: 2^29", () => {
    expect(TRUE_CLAIM_RATIO).toBeLessThan(2 ** 29);
    expect(FALSE_CLAIM_RATIO).toBeGreaterThan(1);
  });
});

describe("noise", () => {
  it("is what float32 changes in either side", () => {
    expect(noiseOf(sides(f32(1), f32(2), f64(1), f64(2.25)))).toBe(0.25);
    expect(noiseOf(sides(f32(1.5), f32(2), f64(1), f64(2.25)))).toBe(0.5);
  });
});
