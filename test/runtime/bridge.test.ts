import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { judgeBehaviour, runBehaviours } from "../../src/check/behave.ts";
import { judgeConformance } from "../../src/check/conformance.ts";
import type { Result } from "../../src/check/judge.ts";
import { behaviours, behavioursNamed } from "../../src/claim/behaviour.ts";
import { pythonRuntime } from "../../src/runtime/python.ts";
import { ask, type Runtime } from "../../src/runtime/runtime.ts";
import { pythonOfTests } from "./python.ts";

const MODELS = resolve("test/runtime/python/models.py");
const interpreter = pythonOfTests();
const options = { samples: 10, seed: 7, clock: () => 0 };
const open: Runtime[] = [];

async function start(build: string, timeout = 20_000): Promise<Runtime> {
  const runtime = await pythonRuntime({ target: `${MODELS}:${build}`, interpreter, timeout });
  open.push(runtime);
  return runtime;
}

async function verdictOn(build: string, claim: string, timeout?: number): Promise<Result> {
  const [behaviour] = behavioursNamed([claim]);
  const result = await judgeBehaviour(behaviour!, await start(build, timeout), options);
  if ("notApplicable" in result) throw new Error(result.notApplicable);
  return result;
}

/** Processes that a model of these tests, or something it started, has left. */
function left(): readonly string[] {
  const { stdout } = spawnSync("ps", ["-eo", "pid,stat,args"], { encoding: "utf8" });
  return stdout.split("\n").filter((line) => /commutant_bridge\.py|time\.sleep\(600\)/.test(line) && !/ Z/.test(line));
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((runtime) => runtime.close()));
  expect(left()).toEqual([]);
});

describe("a Python model", () => {
  it("that is right holds in both precisions, in chunks and a token at a time", async () => {
    const { results } = await runBehaviours(behaviours, await start("healthy"), options);
    expect(results.map(({ claim, verdict }) => [claim, verdict])).toEqual(
      [
        ...["repeatable", "finite", "own-row", "causal", "prefix", "blocks"],
        ...["cache", "chunked-prefill", "cache-branches", "cache-blocks", "batch"],
      ].map((name) => [`behaviour/${name}`, "holds"]),
    );
  });

  it("may print, and write to standard output past Python", async () => {
    expect(await verdictOn("prints", "behaviour/causal")).toMatchObject({ verdict: "holds" });
  });

  it("that leaks a thousandth of the future is refuted by the smallest tokens, with a path to see it again", async () => {
    const found = await verdictOn("leaks", "behaviour/causal");
    expect(found).toMatchObject({ verdict: "refuted", witness: { sizes: { B: 1, C: 2 } } });
    const [causal] = behavioursNamed(["behaviour/causal"]);
    const again = await judgeBehaviour(causal!, await start("leaks"), { ...options, ...found.replay });
    expect(again).toMatchObject({ verdict: "refuted", witness: { values: found.witness!.values } });
  });

  it("that forgets how long its past is breaks the cache, and only that", async () => {
    const runtime = await start("forgets");
    const { results } = await runBehaviours(behaviours, runtime, options);
    const refuted = results.filter(({ verdict }) => verdict === "refuted").map(({ claim }) => claim);
    expect(refuted).toEqual(
      ["cache", "chunked-prefill", "cache-branches", "cache-blocks"].map((name) => `behaviour/${name}`),
    );
  });

  it("that has float32 alone gets the precision floor where it rounds, no failure", async () => {
    expect(await verdictOn("float32_only", "behaviour/repeatable")).toMatchObject({ verdict: "holds" });
    expect(await verdictOn("float32_only", "behaviour/cache")).toMatchObject({
      verdict: "precision floor",
      reason: expect.stringContaining("there is no float64"),
    });
    const against = await judgeConformance(await start("float32_only"), await start("healthy"), options);
    expect(against.every(({ verdict }) => verdict === "holds" || verdict === "precision floor")).toBe(true);
  });

  it("conforms to itself, and a leak parts from it in the logits, after blocks that agree", async () => {
    const healthy = await start("healthy");
    const same = await judgeConformance(await start("healthy"), healthy, options);
    expect(same.map(({ subject, verdict }) => [subject, verdict])).toEqual([
      ["embedding", "holds"],
      ["block 0", "holds"],
      ["logits", "holds"],
    ]);
    const parted = await judgeConformance(await start("leaks"), healthy, options);
    expect(parted.at(-1)).toMatchObject({
      subject: "logits",
      verdict: "refuted",
      reason: "the first output that differs is logits; hidden_states.1 agrees",
    });
  });
});

describe("a Python model that fails", () => {
  const CASES: readonly (readonly [build: string, says: RegExp])[] = [
    ["crashes", /crashes: expected an answer to logits of input_ids 1 × \d+ in float32, received it ended with code 7/],
    [
      "raises",
      /raises: expected logits of input_ids 1 × \d+ in float32, received an error of the model:[\s\S]*out of memory on device 0/,
    ],
    [
      "wrong_shape",
      /logits of input_ids 1 × (\d+) in float32: expected logits of shape 1 × \1 × 11, received 1 × 11; give a row for each token/,
    ],
    ["half", /received an error of the model:[\s\S]*expected float32 or float64 arrays: .*logits is float16/],
    ["other_output", /expected an output logits, received none of that name/],
    ["garbage", /expected a frame of at most \d+ bytes, received a length of \d+, in bytes that begin "INFO: lo/],
  ];

  it.each(CASES)("%s: ends the claim without a verdict and names the request", async (build, says) => {
    const { verdict, reason } = await verdictOn(build, "behaviour/causal");
    expect(verdict).toBe("inconclusive");
    expect(reason).toMatch(says);
  });

  it("wrong_dtype: the other precision is named", async () => {
    const { reason } = await verdictOn("wrong_dtype", "behaviour/causal");
    expect(reason).toMatch(/in float64: expected logits in float64, received float32; cast the model too/);
  });

  it("nan: the claim about finite numbers is refuted, and others have nothing to say", async () => {
    expect(await verdictOn("nan", "behaviour/finite")).toMatchObject({ verdict: "refuted" });
    expect(await verdictOn("nan", "behaviour/repeatable")).toMatchObject({ verdict: "vacuous" });
  });

  it("hangs: it is ended after its time, with what it started", async () => {
    const { verdict, reason } = await verdictOn("hangs", "behaviour/causal", 1500);
    expect(verdict).toBe("inconclusive");
    expect(reason).toMatch(/expected an answer to logits of .*, received none in 1.5 s; --timeout gives it longer/);
  });

  it("is gone for all claims after it, which say so at once", async () => {
    const runtime = await start("crashes");
    const { results } = await runBehaviours(behavioursNamed(["behaviour/causal", "behaviour/batch"]), runtime, options);
    expect(results.map(({ verdict }) => verdict)).toEqual(["inconclusive", "inconclusive"]);
  });

  it.each([
    ["no_model", /no_model returned dict, not a commutant_bridge.Model/],
    ["fails_to_build", /FileNotFoundError: weights.bin/],
    ["nothing", /models.py has no function nothing/],
  ])("%s: does not start, and says why", async (build, says) => {
    await expect(start(build)).rejects.toThrow(says);
  });

  it("does not start without its file, its function's name, or Python", async () => {
    const at = (target: string, python = interpreter) => pythonRuntime({ target, interpreter: python, timeout: 5000 });
    await expect(at("nowhere.py:build")).rejects.toThrow(/no Python file nowhere.py/);
    await expect(at("models.py")).rejects.toThrow(/expected FILE.py:FUNCTION/);
    await expect(at(`${MODELS}:healthy`, "no-such-python")).rejects.toThrow(
      /expected a program that starts, received no such program; give its path with --interpreter/,
    );
  });
});

describe("a call", () => {
  it("that names what the model does not have is refused by the model", async () => {
    const call = { input_ids: [[1, 99]], extra: {}, outputs: ["logits"], precision: "f64" } as const;
    await expect(ask(await start("healthy"), call)).rejects.toThrow(/index 99 is out of bounds/);
  });
});
