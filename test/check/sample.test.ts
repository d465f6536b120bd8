import { describe, expect, it } from "vitest";
import { atSite, type Bench, freeSymbols, samplable, sample, singularValues } from "../../src/check/sample.ts";
import { denseOf, tabulate } from "../../src/interpret/dense.ts";
import { type Engine, plainEngine, type Value } from "../../src/runtime/engine.ts";
import { bind } from "../../src/term/binding.ts";
import { softmax } from "../../src/term/definition.ts";
import { statement } from "../../src/term/statement.ts";
import { mul, rank, scale, size, transpose, variable, zeros } from "../../src/term/term.ts";
import { gaussianMatrix } from "../claim/models.ts";

const [x, P] = [variable("x", "C", 3), variable("P", "C", "C", { kind: "perm" })];
const bench = (sizes: Record<string, number> = {}, values: Record<string, Value> = {}): Bench => ({
  engine: plainEngine(),
  parameters: bind(sizes, values),
});
const swap = { rows: 2, cols: 2, indices: Int32Array.of(1, 0) };

describe("a sample", () => {
  it("reads a statement at the values of a draw", async () => {
    const covariant = samplable(statement(softmax(mul(P, x)), "=", mul(P, softmax(x))));
    const draw = { sizes: { C: 2 }, values: { P: swap, x: gaussianMatrix("x", 2, 3) } };
    expect((await sample(covariant, draw, bench())).kind).toMatch(/exact|true/);
    const invariant = samplable(statement(softmax(mul(P, x)), "=", softmax(x)));
    expect(await sample(invariant, draw, bench())).toMatchObject({ kind: "false", compared: 6 });
  });

  it("takes a reading near by before it accuses anyone", async () => {
    const asked: number[] = [];
    const engine: Engine = {
      ...plainEngine(),
      evaluate: (terms, bindings, precision) => {
        asked.push((bindings.variable(variable("x", 2, 3)) as { data: Float64Array }).data[0]!);
        return plainEngine().evaluate(terms, bindings, precision);
      },
    };
    const draw = { sizes: { C: 2 }, values: { P: swap, x: gaussianMatrix("x", 2, 3) } };
    await sample(samplable(statement(mul(P, x), "=", x)), draw, { ...bench(), engine });
    expect(new Set(asked).size).toBe(4);
    expect(Math.max(...asked) / Math.min(...asked)).toBeCloseTo(1, 1);
    asked.length = 0;
    await sample(samplable(statement(x, "=", x)), draw, { ...bench(), engine });
    expect(new Set(asked).size).toBe(1);
  });
});

describe("a rank bound", () => {
  const [A, B] = [variable("A", 5, 2), variable("B", 5, 2)];
  const target = samplable(statement(rank(mul(A, transpose(B))), "<=", size(2), []));
  const draw = {
    sizes: {},
    values: { sketch_left: gaussianMatrix("l", 3, 5), sketch_right: gaussianMatrix("r", 5, 3) },
  };

  it("is read from a sketch of one column more than the bound", async () => {
    expect(target.given).toEqual(target.sketches);
    expect(target.given.map(({ rows, cols }) => `${rows.text} × ${cols.text}`)).toEqual(["3 × 5", "5 × 3"]);
    const values = { A: gaussianMatrix("A", 5, 2), B: gaussianMatrix("B", 5, 2) };
    expect((await sample(target, draw, bench({}, values))).kind).toMatch(/exact|true/);
  });

  it("is false when the product is of higher rank, by however little", async () => {
    const M = variable("M", 5, 5);
    const values = { M: tabulate(5, 5, "f64", (i, j) => (i === j ? [1, 1, 1e-6, 0, 0][i]! : 0)) };
    const above = samplable(statement(rank(M), "<=", size(2), []));
    expect((await sample(above, draw, bench({}, values))).kind).toBe("false");
  });

  it("says nothing of a product without a value", async () => {
    const values = { A: tabulate(5, 2, "f64", () => Number.NaN), B: gaussianMatrix("B", 5, 2) };
    expect((await sample(target, draw, bench({}, values))).kind).toBe("undefined");
  });

  it("is refused where floats cannot decide it", () => {
    expect(() => samplable(statement(rank(A), "=", rank(B)))).toThrow(
      "float cannot interpret rank: only a bound of one rank by a size is seen in floats",
    );
  });
});

describe("symbols and sites", () => {
  it("are free when the model has no number for them", () => {
    const target = samplable(statement(mul(x, zeros(3, "E")), "=", zeros("C", "E")));
    expect(freeSymbols(target, { E: 4 })).toEqual(["C"]);
    expect(freeSymbols(target, {})).toEqual(["C", "E"]);
  });

  it("of a site are numbers in the names of its parameters", async () => {
    const W = variable("W", 1, 1, { index: [{ free: "l" }, 1, { free: "h" }] });
    const at = atSite(bind<Value>({}, { "W[2,1,0]": denseOf([[7]]) }), { l: 2, h: 0 });
    const [value] = await plainEngine().evaluate([scale(W, W)], at, "f64");
    expect(value!.data[0]).toBe(49);
  });
});

describe("singular values", () => {
  it("are those of the matrix, the largest first, whatever its shape", () => {
    const wide = denseOf([
      [0, 0, 3],
      [0, 4, 0],
    ]);
    expect(singularValues(wide).map((value) => value.toFixed(12))).toEqual(["4.000000000000", "3.000000000000"]);
    expect(singularValues(denseOf([]))).toEqual([]);
  });
});
