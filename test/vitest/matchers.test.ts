import { describe, expect, it } from "vitest";
import "../../src/vitest/matchers.ts";
import { openModel } from "../../src/runtime/checkpoint.ts";
import { functionRuntime } from "../../src/runtime/function.ts";
import { decoder } from "../bugs/decoder.ts";
import { maskBugs } from "../bugs/masks.ts";
import { smallModel } from "../bugs/weights.ts";
import { RANDOM_MODELS } from "../claim/models.ts";

const small = smallModel("llama", 3);
const healthy = functionRuntime(decoder(small));
const leaking = functionRuntime(decoder(small, maskBugs[0]!.broken(small, 3).parts));

/** The message of an expectation that fails. */
async function failureOf(expectation: Promise<void> | (() => void)): Promise<string> {
  const run = typeof expectation === "function" ? Promise.resolve().then(expectation) : expectation;
  return run.then(
    () => "none",
    (error: Error) => error.message,
  );
}

describe("matchers", () => {
  it("hold of models as they are: a checkpoint, an architecture with values, one that is run", async () => {
    await expect(await openModel("checkpoints/induction")).toSatisfy(["rank", "gauge/key-bias"], { samples: 3 });
    await expect(RANDOM_MODELS.bert).toBePermutationCovariant({ samples: 3 });
    await expect(healthy).toBeCausal();
    await expect(healthy).toSatisfy("behaviour/cache");
    await expect(healthy).toConformTo(functionRuntime(decoder(small)));
  });

  it("keep vitest's own toSatisfy for predicates", () => {
    expect(3).toSatisfy((value) => value === 3);
    expect(3).not.toSatisfy((value) => value === 4);
  });

  it("show the smallest counterexample and a line that shows it again", async () => {
    const message = await failureOf(expect(leaking).toBeCausal());
    expect(message).toMatch(/refuted {2}behaviour\/causal/);
    expect(message).toMatch(/smallest counterexample {2}B=1 C=2/);
    const [, seed, path] =
      /replay {2}await expect\(model\).toSatisfy\("behaviour\/causal", { seed: (\d+), path: "([\d:]+)" }\)/.exec(
        message,
      )!;
    const again = await failureOf(expect(leaking).toSatisfy("behaviour/causal", { seed: Number(seed), path: path! }));
    const matrices = (text: string): string => text.slice(text.indexOf("tokens, run 0"));
    expect(matrices(again)).toBe(matrices(message));
  });

  it("negated, want a refutation, and a claim without a verdict is neither", async () => {
    await expect(leaking).not.toBeCausal();
    expect(await failureOf(expect(healthy).not.toBeCausal())).toContain(
      "expected behaviour/causal to be refuted, and it holds",
    );
    const failing = functionRuntime({
      name: "failing",
      traits: { vocabulary: 3, causal: true, positions: "none" },
      run: () => ({ outputs: {} }),
    });
    expect(await failureOf(expect(failing).toBeCausal())).toContain("expected an output logits");
    expect(await failureOf(expect(failing).not.toBeCausal())).toContain("expected an output logits");
  });

  it("refuse claims that do not apply, and what is no model", async () => {
    expect(await failureOf(expect(healthy).toSatisfy("behaviour/window"))).toContain("it has no window");
    expect(await failureOf(expect(3).toBeCausal())).toContain("expect: expected a model, received number");
  });

  it("prove formulas", async () => {
    expect("softmax(S + c*ones(1,m)) = softmax(S)").toBeProved({ given: "S: n × m; c: n × 1" });
    expect("relu(Q*x) = Q*relu(x)").not.toBeProved({ given: "Q: orthogonal C; x: C × E" });
    expect(await failureOf(() => expect("A*B = B*A").toBeProved({ given: "A: n × n; B: n × n" }))).toContain("refuted");
  });
});
