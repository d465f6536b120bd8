import { resolve } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { runBehaviours } from "../../src/check/behave.ts";
import { judgeConformance } from "../../src/check/conformance.ts";
import { behaviours, behavioursNamed } from "../../src/claim/behaviour.ts";
import { pythonRuntime } from "../../src/runtime/python.ts";
import type { Runtime } from "../../src/runtime/runtime.ts";
import { pythonWith } from "./python.ts";

const MODELS = resolve("test/runtime/python/torch_models.py");
const interpreter = pythonWith("torch");
const options = { samples: 3, seed: 7, clock: () => 0 };
const open: Runtime[] = [];

async function start(build: string): Promise<Runtime> {
  const runtime = await pythonRuntime({ target: `${MODELS}:${build}`, interpreter: interpreter!, timeout: 60_000 });
  open.push(runtime);
  return runtime;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((runtime) => runtime.close()));
});

describe.skipIf(interpreter === undefined)("a PyTorch module", () => {
  it("in the shape of transformers has its traits, its blocks and its cache, and holds", async () => {
    const runtime = await start("huggingface");
    expect(runtime.traits).toMatchObject({
      vocabulary: 11,
      causal: true,
      positions: "absolute",
      inputs: ["attention_mask", "position_ids"],
      outputs: ["logits", "hidden_states.0", "hidden_states.1", "hidden_states.2"],
      cache: true,
      longest: 24,
    });
    const { results } = await runBehaviours(behaviours, runtime, options);
    expect(results.filter(({ verdict }) => verdict !== "holds")).toEqual([]);
    expect(results.map(({ claim }) => claim)).toEqual(
      expect.arrayContaining(
        ["cache", "cache-branches", "padded-cache", "left-padding"].map((name) => `behaviour/${name}`),
      ),
    );
  });

  it("that does not use its past breaks the cache", async () => {
    const claims = behavioursNamed(["behaviour/causal", "behaviour/cache"]);
    const { results } = await runBehaviours(claims, await start("forgets_its_past"), options);
    expect(results.map(({ claim, verdict }) => [claim, verdict])).toEqual([
      ["behaviour/causal", "holds"],
      ["behaviour/cache", "refuted"],
    ]);
  });

  it("with an adapter is its merged weights, and is not them when the merge forgets to scale", async () => {
    const adapted = await start("with_adapter");
    const merged = await judgeConformance(await start("merged"), adapted, options);
    expect(merged.map(({ verdict }) => verdict)).toEqual(["holds", "holds", "holds", "holds"]);
    const wrong = await judgeConformance(await start("merged_without_scaling"), adapted, options);
    expect(wrong.at(-1)).toMatchObject({ subject: "logits", verdict: "refuted" });
  });
});
