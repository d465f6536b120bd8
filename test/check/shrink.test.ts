import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Draw, drawValue, randomOf } from "../../src/check/draw.ts";
import { type Shrinkable, smallerDraws } from "../../src/check/shrink.ts";
import { denseOf, rowsOf, transposed } from "../../src/interpret/dense.ts";
import { toDense, type Value } from "../../src/runtime/engine.ts";
import { KINDS, type Kind, SCALAR_KINDS } from "../../src/term/kind.ts";
import { type Variable, variable } from "../../src/term/term.ts";
import { uniform } from "../claim/models.ts";

const claim = (...given: Variable[]): Shrinkable => ({
  given,
  range: () => ({ min: 1, max: 9 }),
  fixedSizes: { E: 2 },
});
const dense = (value: Value): number[][] => rowsOf(toDense(value, "f64"));
const x = variable("x", "C", "E");
const P = variable("P", "C", "C", { kind: "perm" });

/** The first candidates that a property accepts, one after the other, until none is smaller. */
function shrunk(
  draw: Draw,
  of: Shrinkable,
  fails: (draw: Draw) => boolean,
  limit = 10_000,
): { draw: Draw; steps: number } {
  let current = draw;
  for (let steps = 0; steps < limit; steps++) {
    const next = [...smallerDraws(current, of)].find(fails);
    if (next === undefined) return { draw: current, steps };
    current = next;
  }
  throw new Error("shrinking does not end");
}

const big: Draw = {
  sizes: { C: 4 },
  values: {
    P: { rows: 4, cols: 4, indices: Int32Array.of(2, 3, 1, 0) },
    x: denseOf([
      [0.25, -1.5],
      [2.75, 0],
      [-3.5, 4.25],
      [1, 1],
    ]),
  },
};

describe("smaller draws", () => {
  it("have fewer tokens first, then less support, then plainer numbers", () => {
    const entries = (draw: Draw): number[] => dense(draw.values.x!).flat();
    const before = entries(big);
    const stage = (draw: Draw): "sizes" | "support" | "values" => {
      if (draw.sizes.C! < 4) return "sizes";
      return entries(draw).every((v, i) => v === 0 || v === before[i]) ? "support" : "values";
    };
    const stages = [...smallerDraws(big, claim(x))].map(stage);
    expect(stages.filter((one, i) => one !== stages[i - 1])).toEqual(["sizes", "support", "values"]);
  });

  it("lead from any counterexample to one that a person reads", () => {
    const moved = ({ values }: Draw): boolean => {
      const [p, v] = [dense(values.P!), dense(values.x!)];
      return p.some((row, i) => row[i] !== 1) && v.flat().some((entry) => entry !== 0);
    };
    const { draw } = shrunk(big, claim(P, x), moved);
    expect(draw.sizes).toEqual({ C: 2 });
    expect(dense(draw.values.P!)).toEqual([
      [0, 1],
      [1, 0],
    ]);
    expect(
      dense(draw.values.x!)
        .flat()
        .filter((v) => v !== 0),
    ).toHaveLength(1);
    expect(
      Math.abs(
        dense(draw.values.x!)
          .flat()
          .find((v) => v !== 0)!,
      ),
    ).toBe(1);
  });

  it("keep kinds", () => {
    const kinds = (Object.keys(KINDS) as Kind[]).filter((kind) => kind !== "orthocols");
    const next = uniform("shrink");
    const random = randomOf({
      nextInt: (min, max) => min + Math.floor(next() * (max - min + 1)),
      nextDouble: next,
    });
    const one = (row: number[]): boolean =>
      row.filter((v) => v === 1).length === 1 && row.every((v) => v === 0 || v === 1);
    for (const kind of kinds) {
      const [rows, cols] = SCALAR_KINDS.has(kind) ? [1, 1] : ["C", KINDS[kind].square ? "C" : "E"];
      const X = variable("X", rows!, cols!, { kind });
      const draw: Draw = { sizes: { C: 4 }, values: { X: drawValue(random, X, { C: 4, E: 2 }) } };
      for (const { sizes, values } of smallerDraws(draw, claim(X))) {
        const value = dense(values.X!);
        expect(value).toHaveLength(rows === 1 ? 1 : sizes.C!);
        if (kind === "perm")
          expect(value.every(one) && rowsOf(transposed(toDense(values.X!, "f64"))).every(one)).toBe(true);
        if (kind === "selection") expect(value.every(one)).toBe(true);
        if (kind === "posscalar") expect(value[0]![0]).toBeGreaterThan(0);
        if (kind === "nzscalar" || kind === "invdiagonal") expect(value.every((row, i) => row[i] !== 0)).toBe(true);
        if (kind === "lower") expect(value.every((row, i) => row.slice(i + 1).every((v) => v === 0))).toBe(true);
        if (kind === "symmetric") expect(value.every((row, i) => row.every((v, j) => v === value[j]![i]))).toBe(true);
      }
    }
  });

  it("keep a permutation that is all that is left", () => {
    const single: Draw = { sizes: { C: 1 }, values: { P: { rows: 1, cols: 1, indices: Int32Array.of(0) } } };
    expect([...smallerDraws(single, claim(P))]).toEqual([]);
  });

  it("leave sizes alone where a kind does not survive cropping", () => {
    const Q = variable("Q", "C", "C", { kind: "orthogonal" });
    const draw: Draw = {
      sizes: { C: 2 },
      values: {
        Q: denseOf([
          [0, 1],
          [1, 0],
        ]),
      },
    };
    expect([...smallerDraws(draw, claim(Q))]).toEqual([]);
  });

  it("come to an end, whatever fails", () => {
    const entries = fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(entries, fc.integer({ min: 0, max: 0xffff }), (data, salt) => {
        const draw: Draw = { sizes: { C: 3 }, values: { x: { rows: 3, cols: 2, data: Float64Array.from(data) } } };
        const fails = ({ values }: Draw): boolean => {
          const hash = dense(values.x!)
            .flat()
            .reduce((h, v) => (h * 31 + Math.round(v * 8)) % 65521, salt);
          return hash % 3 !== 0;
        };
        shrunk(draw, claim(x), fails, 500);
      }),
      { numRuns: 50 },
    );
  });
});
