import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { differenceLines, matrixText, numberText, spectrumBars } from "../../src/report/matrix.ts";

describe("numbers for people", () => {
  it("are whole, or have three decimals, or an exponent", () => {
    expect([2, -3, 0.5, 123.45678, 0.00012, 1e7 + 0.5, Number.NaN, -1 / 0].map(numberText)).toEqual([
      "2",
      "-3",
      "0.500",
      "123.457",
      "1.2e-4",
      "1.0e+7",
      "NaN",
      "−∞",
    ]);
  });

  it("are short", () => {
    fc.assert(fc.property(fc.float({ noDefaultInfinity: true }), (x) => numberText(x).length <= 10));
  });
});

describe("matrices on one line", () => {
  it("are rows between brackets", () => {
    expect(
      matrixText([
        [1, 0.5],
        [0, -2],
      ]),
    ).toBe("[1 0.500; 0 -2]");
  });

  it("are their support when they are large and nearly zero", () => {
    const row = Array.from({ length: 64 }, (_, j) => (j === 37 ? 1.5 : 0));
    expect(matrixText([row, row.map(() => 0)])).toBe("zero, 2 × 64, but for (0, 37): 1.500");
    expect(matrixText([row.map(() => 0)])).toBe("zero, 1 × 64");
  });

  it("are cut when they are large and full", () => {
    expect(matrixText([Array.from({ length: 9 }, (_, j) => j + 1)])).toBe("[1 2 3 4 5 …]");
  });

  it("is told by entries where there are many, as small ones that are cut", () => {
    expect(matrixText({ rows: 2, cols: 3000, nonzero: 1, entries: [[1, 37, 1.5]] })).toBe(
      matrixText([Array<number>(3000).fill(0), Array.from({ length: 3000 }, (_, j) => (j === 37 ? 1.5 : 0))]),
    );
    const entries = Array.from({ length: 9 }, (_, i) => [i, i, 1] as const);
    expect(matrixText({ rows: 99, cols: 99, nonzero: 99, entries })).toBe(
      "99 × 99, 99 entries not zero: (0, 0): 1, (1, 1): 1, (2, 2): 1, (3, 3): 1, (4, 4): 1, (5, 5): 1, …",
    );
  });
});

describe("both sides side by side", () => {
  it("show each row's worst column and mark the worst row", () => {
    const lines = differenceLines(
      [
        [1, 2],
        [3, 4],
      ],
      [
        [1, 2.5],
        [0, 4],
      ],
    );
    expect(lines.map((line) => line.trim().split(/\s+/).join(" "))).toEqual([
      "row col left right |Δ|",
      "0 1 2 2.500 0.500",
      "> 1 0 3 0 3",
    ]);
  });

  it("show what rows hold that do not differ", () => {
    expect(differenceLines([[5], [1]], [[5], [2]])[1]).toMatch(/^ +0 +0 +5 +5 +0$/);
  });

  it("mark exactly one row, however many there are", () => {
    const matrix = fc.array(fc.array(fc.double(), { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(matrix, (A) => {
        const B = A.map((row) => row.map((x) => -x));
        const lines = differenceLines(A, B);
        return lines.filter((line) => line.includes(">")).length === 1 && lines.length <= 7;
      }),
    );
  });

  it("hold an entry that is on one side only to be infinitely far", () => {
    expect(differenceLines([[Number.NaN, 9]], [[1, 2]])[1]).toMatch(/NaN +1 +∞$/);
  });
});

describe("a spectrum", () => {
  it("is bars that fall to a cliff", () => {
    expect(spectrumBars([8, 4, 1])).toBe("█▅▂│");
    expect(spectrumBars([])).toBe("│");
    expect(spectrumBars(Array.from({ length: 64 }, (_, i) => 64 - i))).toHaveLength(17);
  });
});
