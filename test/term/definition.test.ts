import { describe, expect, it } from "vitest";
import * as definition from "../../src/term/definition.ts";
import {
  add,
  constant,
  hadamard,
  map,
  mul,
  ones,
  scalarVariable,
  scale,
  transpose,
  variable,
} from "../../src/term/term.ts";

const { define, definitionNames, definitionOf, negate, rowSums, softmax, subtract } = definition;
const A = variable("A", "n", "m");
const e = scalarVariable("e", "posscalar");

describe("a definition", () => {
  it("keeps its name, its arguments and what it unfolds to", () => {
    const weights = map("exp", A);
    const sums = mul(rowSums(weights), ones(1, "m"));
    expect(softmax(A)).toMatchObject({ op: "defined", name: "softmax", args: [A], rows: A.rows, cols: A.cols });
    expect(softmax(A).unfolded).toBe(definition.divide(weights, sums));
    expect(definition.divide(weights, sums).unfolded).toBe(hadamard(weights, map("recip", sums)));
    expect(subtract(A, A).unfolded).toBe(add(A, scale(constant(-1), A)));
    expect(definition.layernorm(A, e).unfolded).toBe(definition.rmsnorm(definition.center(A), e));
    expect(definition.squaredNorm(A).unfolded.args[0]).toBe(mul(transpose(A), A));
  });

  it("is not its unfolding", () => {
    expect(softmax(A)).not.toBe(softmax(A).unfolded);
  });

  it("of the minimum is minus the maximum of the negatives", () => {
    expect(definition.min(A, A).unfolded).toMatchObject({
      op: "scale",
      args: [constant(-1), { op: "max", args: [negate(A), negate(A)] }],
    });
  });

  it("is found by its name", () => {
    expect(definitionOf("softmax")?.parameters).toEqual(["A"]);
    expect(definitionOf("softmax")?.unfold(A)).toBe(softmax(A).unfolded);
    expect(definitionOf("toString")).toBeUndefined();
    expect(definitionNames()).toContain("layernorm");
  });
});

describe("a definition refuses", () => {
  it("a name that is taken", () => {
    expect(() => define("softmax", ["A"], (X) => X!)).toThrow(
      "define: expected a name of its own, received softmax, which is defined already",
    );
  });

  it("another number of arguments", () => {
    expect(() => softmax(A, A)).toThrow("softmax: expected softmax(A), received 2 arguments");
  });

  it("arguments of another shape", () => {
    expect(() => definition.layernorm(A, A)).toThrow("rmsnorm: expected a number for ε, received n × m");
    expect(() => definition.rotation(A)).toThrow("rot: expected an angle, 1 × 1, received n × m");
    expect(() => definition.maskedSoftmax(A, e)).toThrow(
      "expected two matrices of one shape, received n × m and 1 × 1",
    );
  });
});
