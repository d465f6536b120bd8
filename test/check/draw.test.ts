import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawSizes, drawSketch, drawValue, type Random, randomOf } from "../../src/check/draw.ts";
import { singularValues } from "../../src/check/sample.ts";
import { type Dense, product, rowsOf, tabulate, transposed } from "../../src/interpret/dense.ts";
import { isSelection, toDense } from "../../src/runtime/engine.ts";
import { KINDS, type Kind, SCALAR_KINDS } from "../../src/term/kind.ts";
import { variable } from "../../src/term/term.ts";
import { uniform } from "../claim/models.ts";

function randomFrom(seed: string): Random {
  const next = uniform(seed);
  return randomOf({ nextInt: (min, max) => min + Math.floor(next() * (max - min + 1)), nextDouble: next });
}

const draw = (kind: Kind, seed: string, n: number, m: number): Dense => {
  const [rows, cols] = SCALAR_KINDS.has(kind) ? [1, 1] : ["n", KINDS[kind].square ? "n" : "m"];
  return toDense(drawValue(randomFrom(seed), variable("X", rows!, cols!, { kind }), { n, m }), "f64");
};

const near = (A: Dense, B: Dense): boolean => A.data.every((x, at) => Math.abs(x - B.data[at]!) < 1e-12);
const eye = (n: number): Dense => tabulate(n, n, "f64", (i, j) => (i === j ? 1 : 0));
const offDiagonal = ({ data, cols }: Dense): number[] =>
  Array.from(data).filter((_, at) => Math.floor(at / cols) !== at % cols);
const onDiagonal = ({ data, cols }: Dense): number[] =>
  Array.from(data).filter((_, at) => Math.floor(at / cols) === at % cols);
const rowSum = (row: readonly number[]): number => row.reduce((a, b) => a + b, 0);
const oneHot = (row: readonly number[]): boolean => rowSum(row) === 1 && row.every((x) => x === 0 || x === 1);
const zero = (x: number): boolean => x === 0;

/** Each kind's assumption, as a test of a value. */
const MEETS: Readonly<Record<Kind, (X: Dense) => boolean>> = {
  matrix: () => true,
  scalar: () => true,
  posscalar: ({ data: [x] }) => x! > 0,
  nonnegscalar: ({ data: [x] }) => x! >= 0,
  nzscalar: ({ data: [x] }) => x !== 0,
  perm: (X) => rowsOf(X).every(oneHot) && rowsOf(transposed(X)).every(oneHot),
  selection: (X) => rowsOf(X).every(oneHot),
  orthogonal: (X) => near(product(transposed(X), X), eye(X.rows)) && near(product(X, transposed(X)), eye(X.rows)),
  orthocols: (X) => near(product(transposed(X), X), eye(X.cols)),
  invertible: (X) => singularValues(X).at(-1)! > 1e-9,
  symmetric: (X) => near(X, transposed(X)),
  skew: (X) => near(X, { ...transposed(X), data: transposed(X).data.map((x) => -x) }),
  diagonal: (X) => offDiagonal(X).every(zero),
  posdiagonal: (X) => offDiagonal(X).every(zero) && onDiagonal(X).every((x) => x > 0),
  invdiagonal: (X) => offDiagonal(X).every(zero) && onDiagonal(X).every((x) => x !== 0),
  lower: (X) => rowsOf(X).every((row, i) => row.every((x, j) => j <= i || x === 0)),
  rowstochastic: (X) => rowsOf(X).every((row) => rowSum(row) === 1 && row.every((x) => x >= 0)),
  idempotent: (X) => near(product(X, X), X),
  mask: (X) => rowsOf(X).every((row) => row.every((x) => x === 0 || x === 1) && row.includes(1)),
};

describe("values", () => {
  it.each(Object.keys(KINDS) as Kind[])("of kind %s meet its assumption, at their shape, in finite numbers", (kind) => {
    const [small, large] = [fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 3 })];
    fc.assert(
      fc.property(fc.string(), small, large, (seed, m, more) => {
        const n = m + more; // orthonormal columns need as many rows
        const X = draw(kind, seed, n, m);
        const cols = SCALAR_KINDS.has(kind) ? 1 : KINDS[kind].square ? n : m;
        expect([X.rows, X.cols]).toEqual([SCALAR_KINDS.has(kind) ? 1 : n, cols]);
        expect(X.data.every(Number.isFinite)).toBe(true);
        expect(MEETS[kind](X)).toBe(true);
      }),
    );
  });

  it("are float32 numbers where they are free, so that both precisions start alike", () => {
    for (let seed = 0; seed < 100; seed++)
      for (const kind of ["matrix", "scalar", "posscalar", "nzscalar", "diagonal", "lower", "symmetric"] as const)
        expect(draw(kind, String(seed), 3, 4).data.every((x) => Math.fround(x) === x)).toBe(true);
  });

  it("come in every style: whole, sparse, of low rank, and full", () => {
    const drawn = Array.from({ length: 200 }, (_, seed) => draw("matrix", `style ${seed}`, 4, 4));
    const whole = drawn.filter(({ data }) => data.every(Number.isInteger));
    const sparse = drawn.filter(({ data }) => !data.every(Number.isInteger) && data.includes(0));
    const full = drawn.filter((A) => !A.data.some(Number.isInteger) && singularValues(A).at(-1)! > 1e-6);
    const low = whole.filter((A) => singularValues(A).at(-1)! < 1e-9);
    for (const style of [whole, sparse, full, low]) expect(style.length).toBeGreaterThan(10);
  });

  it("of permutations are not all involutions", () => {
    const drawn = Array.from({ length: 50 }, (_, seed) => draw("perm", String(seed), 5, 5));
    expect(drawn.some((P) => !near(product(P, P), eye(5)))).toBe(true);
  });

  it("are selections as data where they select", () => {
    const P = drawValue(randomFrom("p"), variable("P", "n", "n", { kind: "perm" }), { n: 3 });
    expect(isSelection(P)).toBe(true);
  });

  it("that sketch a rank are of full rank", () => {
    for (let seed = 0; seed < 200; seed++) {
      const sketch = drawSketch(randomFrom(String(seed)), variable("left", 3, "n"), { n: 7 });
      expect(singularValues(sketch).at(-1)!).toBeGreaterThan(1e-3);
    }
  });
});

describe("normal numbers", () => {
  it("have mean 0, variance 1, and no memory of the one before", () => {
    const { nextGaussian } = randomFrom("normal");
    const drawn = Array.from({ length: 20_000 }, nextGaussian);
    const mean = (of: readonly number[]): number => rowSum(of) / of.length;
    expect(Math.abs(mean(drawn))).toBeLessThan(0.03);
    expect(Math.abs(mean(drawn.map((v) => v * v)) - 1)).toBeLessThan(0.05);
    expect(Math.abs(mean(drawn.slice(1).map((v, i) => v * drawn[i]!)))).toBeLessThan(0.03);
  });
});

describe("sizes", () => {
  const many = Array.from({ length: 400 }, (_, seed) =>
    drawSizes(randomFrom(`sizes ${seed}`), ["a", "b"], (symbol) =>
      symbol === "a" ? { min: 1, max: 4 } : { min: 2, max: 5 },
    ),
  );

  it("lie in their ranges and reach both ends", () => {
    for (const [symbol, range] of [
      ["a", [1, 2, 3, 4]],
      ["b", [2, 3, 4, 5]],
    ] as const)
      expect([...new Set(many.map((sizes) => sizes[symbol]!))].sort()).toEqual(range);
  });

  it("are drawn independently: every pair occurs", () => {
    expect(new Set(many.map(({ a, b }) => `${a} ${b}`)).size).toBe(16);
  });

  it("are equal more often than by chance", () => {
    const drawn = Array.from({ length: 400 }, (_, seed) =>
      drawSizes(randomFrom(`equal ${seed}`), ["a", "b"], () => ({ min: 1, max: 9 })),
    );
    const equal = drawn.filter(({ a, b }) => a === b).length;
    expect(equal).toBeGreaterThan(400 / 9 + 40);
    expect(equal).toBeLessThan(200);
  });
});
