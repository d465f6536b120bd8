import { expect, it } from "vitest";
import { bind } from "../../src/term/binding.ts";
import { variable } from "../../src/term/term.ts";

const { variable: value } = bind({}, { x: 1, "W[0,1]": 2 });

it("a member of a family is bound under its indexed name", () => {
  expect(value(variable("x", 2, 2))).toBe(1);
  expect(value(variable("W", 2, 2, { index: [0, 1] }))).toBe(2);
});

it("a value that is not there is named, with its shape and what there is", () => {
  expect(() => value(variable("W", 2, 3, { index: [1] }))).toThrow(
    "bind: expected a value for W[1] (2 × 3), received values of x, W[0,1]",
  );
  expect(() => value(variable("toString", 1, 1))).toThrow("expected a value for toString (1 × 1)");
});
