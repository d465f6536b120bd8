import { describe, expect, it } from "vitest";
import { rowsOf } from "../../src/interpret/dense.ts";
import { evaluateFloat } from "../../src/interpret/float.ts";
import { scores } from "../../src/model/attention.ts";
import { frequencies, type RotaryLayout, rotary, sinusoidal, slidingWindow } from "../../src/model/position.ts";
import { add, cols, constant, iota, mul, ones, scale, type Term, transpose, variable } from "../../src/term/term.ts";
import { distance, numbers } from "./values.ts";

const SIZES = { C: 5, r: 3, d: 8, W: 2 };
const bindings = numbers(SIZES);
const omega = frequencies(constant(10000), "r");
const p = iota("C");
const EXACT = 1e-12; // of numbers near 1

describe("frequencies", () => {
  it("fall from 1 by equal ratios", () => {
    const [row] = rowsOf(evaluateFloat(omega, bindings, "f64"));
    for (const [i, value] of row!.entries()) expect(value).toBeCloseTo(10000 ** (-i / 3), 14);
  });

  it("sinusoids are sines and cosines by turns", () => {
    const [, second] = rowsOf(evaluateFloat(sinusoidal(p, omega), bindings, "f64"));
    expect(second![0]).toBeCloseTo(Math.sin(1), 14);
    expect(second![1]).toBeCloseTo(Math.cos(1), 14);
    expect(second).toHaveLength(6);
  });
});

const shifted = (by: number): Term => add(p, scale(constant(by), ones("C", 1)));

describe.each(["half", "interleaved"] as const)("rotations of %s planes", (layout: RotaryLayout) => {
  const [Q, K] = [variable("Q", "C", 8), variable("K", "C", 8)];
  const turned = (x: Term, at: Term): Term => rotary(x, at, frequencies(constant(100), 3), layout);

  it("leave the first token, and the coordinates beyond the planes", () => {
    const [first] = rowsOf(evaluateFloat(turned(Q, p), bindings, "f64"));
    expect(first).toEqual(rowsOf(evaluateFloat(Q, bindings, "f64"))[0]);
    expect(distance(cols(turned(Q, p), 6, 2), cols(Q, 6, 2), bindings)).toBe(0);
  });

  it("keep the length of each row", () => {
    const lengths = (x: Term): Term => mul(x, transpose(x));
    const diagonal = (x: Term) => rowsOf(evaluateFloat(lengths(x), bindings, "f64")).map((row, i) => row[i]!);
    for (const [i, value] of diagonal(turned(Q, p)).entries()) expect(value).toBeCloseTo(diagonal(Q)[i]!, 12);
  });

  it("make scores depend on distances alone", () => {
    const at = (by: number): Term => scores(turned(Q, shifted(by)), turned(K, shifted(by)));
    expect(distance(at(0), at(17), bindings)).toBeLessThan(EXACT);
    const apart = scores(turned(Q, shifted(1)), turned(K, shifted(0)));
    expect(distance(at(0), apart, bindings)).toBeGreaterThan(0.01);
  });

  it("need two columns a plane", () => {
    expect(() => rotary(variable("x", "C", 5), p, frequencies(constant(100), 3), layout)).toThrow(
      "rotary: expected at least 6 columns, received C × 5",
    );
  });
});

describe("windows", () => {
  it("reach back over as many tokens as they say, oneself included", () => {
    const rows = rowsOf(evaluateFloat(slidingWindow("C", "W"), bindings, "f64")).map((row) => row.join(""));
    expect(rows).toEqual(["10000", "11000", "01100", "00110", "00011"]);
  });
});
