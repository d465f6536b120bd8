import { describe, expect, it } from "vitest";
import { runBehaviours } from "../../src/check/behave.ts";
import { behavioursNamed } from "../../src/claim/behaviour.ts";
import { plainEngine } from "../../src/runtime/engine.ts";
import { termRuntime } from "../../src/runtime/term-runtime.ts";
import { smallModel, termOf } from "../bugs/weights.ts";

const options = { samples: 2, seed: 3, clock: () => 0 };

describe("our term as a runtime", () => {
  it("has the window of its first layer, and sees it to the edge and nothing beyond", async () => {
    const runtime = termRuntime("term", termOf(smallModel("mistral", 1)), plainEngine());
    expect(runtime.traits.window).toBe(4);
    const claims = behavioursNamed(["behaviour/window", "behaviour/window-edge"]);
    const { results } = await runBehaviours(claims, runtime, options);
    expect(results.map(({ verdict }) => verdict)).toEqual(["holds", "holds"]);
  });

  it("without a window in its first layer has none", () => {
    expect(termRuntime("term", termOf(smallModel("llama", 1)), plainEngine()).traits.window).toBeUndefined();
  });
});
