import { expect, it } from "vitest";
import { functionNames, functionOf } from "../../src/term/vocabulary.ts";

it("the vocabulary has every function of the statement files", () => {
  const header =
    "softmax msoftmax exp relu abs square tanh sigmoid silu gelu sin cos layernorm rmsnorm inv det tr rank kron vec diag dg " +
    "rowsum colsum sum maxall fro2 I ones zeros tril hcat vcat rows cols rot min max pow";
  for (const name of header.split(" ")) expect(functionOf(name)?.usage).toMatch(new RegExp(`^${name}\\(.+\\)$`));
});

it("names every function once", () => {
  expect(new Set(functionNames()).size).toBe(functionNames().length);
  for (const name of functionNames()) {
    if (!["tri", "layers", "derivative"].includes(name)) expect(functionOf(name)).toBeDefined();
  }
});

it("tells terms from sizes", () => {
  expect(functionOf("rows")).toMatchObject({ usage: "rows(A, i, j)", parameters: ["term", "size", "size"] });
  expect(functionOf("layernorm")).toMatchObject({ usage: "layernorm(A, e)", parameters: ["term", "term"] });
  expect(functionOf("toString")).toBeUndefined();
});
