import "commutant/vitest";
import { functionRuntime } from "commutant";
import { expect, it } from "vitest";
import model, { leaking } from "./model.mjs";

it("is causal, and the same in every batch", async () => {
  await expect(functionRuntime(model)).toBeCausal();
  await expect(functionRuntime(model)).toSatisfy(["behaviour/batch", "behaviour/prefix"]);
});

it("would be found out if it looked ahead", async () => {
  await expect(functionRuntime(leaking)).not.toBeCausal();
});

it("rests on facts that are proved", () => {
  expect("relu(P*x) = P*relu(x)").toBeProved({ given: "P: perm C; x: C × E" });
});
