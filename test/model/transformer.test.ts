import { describe, expect, it } from "vitest";
import { rowsOf } from "../../src/interpret/dense.ts";
import { evaluateFloat } from "../../src/interpret/float.ts";
import { firstRows, orderedContext, paddedContext, permutedContext } from "../../src/model/architecture.ts";
import { gemma2 } from "../../src/model/gemma2.ts";
import { llama, mistral } from "../../src/model/llama.ts";
import { notes } from "../../src/model/notes.ts";
import { causalMask } from "../../src/model/position.ts";
import { addDim } from "../../src/term/dimension.ts";
import { rows, type Term, variable } from "../../src/term/term.ts";
import { distance, numbers } from "./values.ts";

const SIZES = { C: 4, W: 2, E: 3, T: 6, R: 2 };
const bindings = numbers(SIZES);
const picture = (mask: Term | undefined): string[] =>
  rowsOf(evaluateFloat(mask!, bindings, "f64")).map((row) => row.join(""));

const CAUSAL = ["1000", "1100", "1110", "1111"];
const WINDOW = ["1000", "1100", "0110", "0011"]; // a token and the one before it

describe("what layers see", () => {
  it("everything, nothing later, or a window", () => {
    expect(notes().context("C").mask([0])).toBeUndefined();
    expect(picture(llama().context("C").mask([0]))).toEqual(CAUSAL);
    expect(picture(mistral().context("C").mask([0]))).toEqual(WINDOW);
  });

  it("one after the other in a cycle, by the place of a layer in it", () => {
    const { mask } = gemma2().context("C");
    expect(picture(mask([{ free: "group" }, 0]))).toEqual(WINDOW);
    expect(picture(mask([{ free: "group" }, 1]))).toEqual(CAUSAL);
  });

  it.each([[[0]], [[0, 2]], [[0, { free: "p" }]]])("a layer %j has no place in a cycle of two", (layer) => {
    expect(() => gemma2().context("C").mask(layer)).toThrow(
      "mask: expected a layer [group, place] with a place below 2, received " +
        `${JSON.stringify(layer)}; layers of this model differ by their place in a cycle, so it must be a number`,
    );
  });

  it("a cycle of one window is a window in each layer", () => {
    const x = variable("x", "C", "E");
    const sizes = { ...SIZES, r: 1, K: 1, G: 1, F: 2 };
    const [once, twice] = [llama({ sight: ["W"], sizes: { L: 4 } }), llama({ sight: ["W", "W"], sizes: { L: 2 } })];
    expect(twice.layers.map(({ text }) => text)).toEqual(["2", "2"]);
    const flat = numbers(sizes);
    const nested = {
      ...flat,
      variable: (of: Parameters<typeof flat.variable>[0]) => {
        const [group, place, ...head] = of.index as readonly number[];
        return flat.variable(group === undefined ? of : { ...of, index: [2 * group + place!, ...head] });
      },
    };
    const value = (model: typeof once, values: typeof flat) =>
      rowsOf(evaluateFloat(model.stack(x, model.context("C")), values, "f64"));
    expect(value(twice, nested)).toEqual(value(once, flat));
  });
});

describe("padding", () => {
  const keep = variable("keep", "C", 1);
  const given = numbers(SIZES, { keep: { rows: 4, cols: 1, data: Float64Array.of(1, 0, 1, 1) } });
  const seen = (mask: Term | undefined): string[] =>
    rowsOf(evaluateFloat(mask!, given, "f64")).map((row) => row.join(""));

  it("is hidden from all, beside what the mask hides", () => {
    const open = paddedContext(keep, orderedContext("C"));
    const causal = paddedContext(
      keep,
      orderedContext("C", () => causalMask("C")),
    );
    expect(seen(open.mask([0]))).toEqual(["1011", "1011", "1011", "1011"]);
    expect(seen(causal.mask([0]))).toEqual(["1000", "1000", "1010", "1011"]);
  });

  it("moves with its tokens", () => {
    const P = variable("P", "C", "C", { kind: "perm" });
    const moved = permutedContext(P, paddedContext(keep, orderedContext("C")));
    const swap = [1, 0, 2, 3].flatMap((to) => [0, 1, 2, 3].map((from) => (from === to ? 1 : 0)));
    const values = numbers(SIZES, {
      keep: { rows: 4, cols: 1, data: Float64Array.of(1, 0, 1, 1) },
      P: { rows: 4, cols: 4, data: Float64Array.from(swap) },
    });
    expect(rowsOf(evaluateFloat(moved.mask([0])!, values, "f64"))[0]).toEqual([0, 1, 1, 1]);
  });
});

describe("the first rows of a table", () => {
  it("are a slice where the table's size contains their number", () => {
    const table = variable("W_P", addDim("C", "R"), "E");
    expect(firstRows(table, "C")).toBe(rows(table, 0, "C"));
  });

  it("are a product otherwise, of the same value", () => {
    const [any, sum] = [variable("W_P", "T", "E"), variable("W_P", addDim("C", "R"), "E")];
    expect(firstRows(any, "C").op).toBe("mul");
    expect(distance(firstRows(any, "C"), rows(sum, 0, "C"), bindings)).toBe(0);
  });
});
