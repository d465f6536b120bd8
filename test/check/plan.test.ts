import { describe, expect, it } from "vitest";
import type { Result } from "../../src/check/judge.ts";
import { planCheck, runCheck } from "../../src/check/plan.ts";
import { claimsNamed, library } from "../../src/claim/library.ts";
import { plainEngine } from "../../src/runtime/engine.ts";
import { RANDOM_MODELS } from "../claim/models.ts";

const model = (name: string) => RANDOM_MODELS[name]!;
const options = { samples: 2, seed: 1, shrinkLimit: 2, clock: () => 0 };

describe("a plan", () => {
  it("has each claim on each of its subjects, in order", () => {
    const { tasks } = planCheck(model("gpt2"), claimsNamed(["rank/W_QK", "mlp", "causality/prefix"]));
    expect(tasks.map(({ stated, subject }) => `${stated.claim.id} ${subject.name}`)).toEqual([
      ...["0 head 0", "0 head 1", "1 head 0", "1 head 1"].map((place) => `rank/W_QK layer ${place}`),
      "mlp/token-local layer 0",
      "mlp/token-local layer 1",
      "causality/prefix model",
    ]);
  });

  it("says which claims do not apply, once, and why", () => {
    const { tasks, notApplicable } = planCheck(model("notes"), library);
    expect(notApplicable).toEqual([
      { claim: "normalisation/scale", reason: "the architecture has no norm" },
      { claim: "normalisation/shift", reason: "the architecture has no norm" },
      { claim: "normalisation/folding", reason: "the architecture has no norm" },
      { claim: "position/rotary-relative", reason: "positions are sinusoidal" },
    ]);
    expect(tasks.some(({ stated }) => notApplicable.some(({ claim }) => claim === stated.claim.id))).toBe(false);
  });

  it("states a claim of a layer once for all layers, or once for each place in a cycle", () => {
    const statements = (name: string) =>
      new Set(planCheck(model(name), claimsNamed(["permutation/block"])).tasks.map(({ stated }) => stated.statement))
        .size;
    expect(statements("llama")).toBe(1);
    expect(statements("gemma2")).toBe(2);
  });

  it("knows what is expected to break", () => {
    const [task] = planCheck(model("gpt2"), claimsNamed(["permutation/head"])).tasks;
    expect(task!.stated.expected).toEqual({ because: "a causal mask lets each token see only what is before it" });
  });
});

describe("a run", () => {
  it("tells each result as it comes, and gives all", async () => {
    const told: [Result, number, number][] = [];
    const plan = planCheck(model("bert"), claimsNamed(["permutation/attention", "causality/prefix"]));
    const results = await runCheck(model("bert"), plan, plainEngine(), {
      ...options,
      onResult: (...args) => told.push(args),
    });
    expect(told.map(([, done, all]) => [done, all])).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ]);
    expect(told.map(([result]) => result)).toEqual(results);
    expect(results.map(({ verdict }) => verdict)).toEqual(["holds", "holds", "refuted"]);
  });

  it("is the same for the same seed, whatever else is checked", async () => {
    const results = async (...names: string[]) =>
      (await runCheck(model("bert"), planCheck(model("bert"), claimsNamed(names)), plainEngine(), options)).filter(
        ({ claim }) => claim === "causality/prefix",
      );
    expect(await results("causality/prefix")).toEqual(await results("mlp", "rank", "causality"));
  });
});
