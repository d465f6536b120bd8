import { expect, it } from "vitest";
import { bigSum, layers } from "../../src/term/binder.ts";
import { bind } from "../../src/term/binding.ts";
import { layernorm, softmax } from "../../src/term/definition.ts";
import { evaluateFloat } from "../../src/interpret/float.ts";
import { denseOf, rowsOf } from "../../src/interpret/dense.ts";
import { add, constant, mul, transpose, variable } from "../../src/term/term.ts";

it("alpha-equivalent binders are one term", () => {
  const x = variable("x", "C", "E");
  const f = () => bigSum("H", (h) => mul(x, bigSum("G", (g) => variable("W", "E", "E", { index: [h, g] }))));
  expect(f()).toBe(f());
  expect(f().height).toBe(2);
});
it("evaluates", () => {
  const x = variable("x", "C", "E");
  const t = layers("L", x, (l, y) =>
    add(y, bigSum("H", (h) => mul(softmax(mul(y, transpose(y))), layernorm(y, constant("1e-5")), variable("W", "E", "E", { index: [l, h] })))),
  );
  const W = denseOf([[1, 2], [3, 4]]);
  const v = evaluateFloat(t, bind({ C: 2, E: 2, H: 2, L: 2 }, { x: denseOf([[1, 0], [0, 1]]), "W[0,0]": W, "W[0,1]": W, "W[1,0]": W, "W[1,1]": W }), "f64");
  console.log(rowsOf(v));
});
