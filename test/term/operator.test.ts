import { describe, expect, it } from "vitest";
import { bigSum } from "../../src/term/binder.ts";
import { squaredNorm, subtract } from "../../src/term/definition.ts";
import { isNumber, minus, productReading, quotient, times } from "../../src/term/operator.ts";
import {
  add,
  constant,
  map,
  mul,
  scalarVariable,
  scale,
  size,
  type Term,
  trace,
  transpose,
  variable,
} from "../../src/term/term.ts";

const A = variable("A", "n", "n");
const u = variable("u", "n", 1);
const a = scalarVariable("a");
const dot = mul(transpose(u), u);

describe("a number", () => {
  it("is 1 × 1 for what it is, not for its sizes", () => {
    const heads = bigSum("H", (h) => variable("a", 1, 1, { kind: "scalar", index: [h] }));
    for (const number of [
      a,
      constant(2),
      size("n"),
      trace(A),
      squaredNorm(A),
      add(a, size("n")),
      subtract(a, a),
      heads,
    ]) {
      expect(isNumber(number)).toBe(true);
    }
    for (const matrix of [A, dot, variable("s", 1, 1), add(a, dot), transpose(a)]) expect(isNumber(matrix)).toBe(false);
  });

  it("is known at any depth", () => {
    let deep: Term = a;
    for (let i = 0; i < 100_000; i++) deep = map("exp", deep);
    expect(isNumber(deep)).toBe(true);
  });
});

describe("A*B", () => {
  it("is a multiple when a factor is a number, then a product when it fits, then a multiple", () => {
    expect(times(a, transpose(u))).toBe(scale(a, transpose(u)));
    expect(times(u, a)).toBe(scale(a, u));
    expect(times(dot, transpose(u))).toBe(mul(dot, transpose(u)));
    expect(times(dot, A)).toBe(scale(dot, A));
    expect(times(A, dot)).toBe(scale(dot, A));
    expect(productReading(u, A)).toBeUndefined();
  });

  it("needs shapes that fit", () => {
    expect(() => times(u, A)).toThrow(
      "*: expected as many rows on the right as columns on the left, or a number, received n × 1 times n × n",
    );
  });
});

describe("A/s", () => {
  it("is a constant, a reciprocal, or a multiple by one of these", () => {
    expect(quotient(constant(3), constant(6))).toBe(constant("1/2"));
    expect(quotient(constant(1), a)).toBe(map("recip", a));
    expect(quotient(constant(2), a)).toBe(scale(map("recip", a), constant(2)));
    expect(quotient(A, constant("-2/3"))).toBe(scale(constant("-3/2"), A));
    expect(quotient(A, dot)).toBe(scale(map("recip", dot), A));
  });

  it("needs a number below that is not the constant 0", () => {
    expect(() => quotient(A, u)).toThrow("/: expected a number, 1 × 1, below, received n × 1");
    expect(() => quotient(A, constant(0))).toThrow("rational: expected a nonzero denominator, received 1/0");
  });
});

it("-A of a constant is a constant, otherwise −1 times", () => {
  expect(minus(constant("1/2"))).toBe(constant("-1/2"));
  expect(minus(A)).toBe(scale(constant(-1), A));
});
