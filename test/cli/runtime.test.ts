import { spawn, spawnSync } from "node:child_process";
import { cpSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pythonWith } from "../runtime/python.ts";
import { type Built, build, type Ran } from "./built.ts";

const PYTORCH = resolve("test/examples/pytorch/my_model.py");
const MODELS = resolve("test/runtime/python/models.py");
const REFERENCE = ["--as", "notes", "--config", "checkpoints/induction/config.json"];
const torch = pythonWith("torch");
const numpy = pythonWith("numpy")!;

let built: Built;
beforeAll(() => {
  built = build();
  cpSync(PYTORCH, join(built.folder, "my_model.py"));
}, 300_000);
afterAll(() => built.remove());

const check = (...args: string[]): Ran => built.run(["check", "--engine", "plain", ...args]);
const python = (target: string, ...args: string[]): Ran => check("--python", target, "--interpreter", numpy, ...args);

describe("commutant check --python", () => {
  it("attacks the model, lists what does not apply, and answers 0", () => {
    const { code, out, err } = python(`${MODELS}:healthy`, "-n", "5");
    expect(`${code} ${err}`).toBe("0 ");
    expect(out).toMatch(/ {2}● {2}behaviour\/cache +(float64 residual .* below float32 noise|exactly)\n/);
    expect(out).toMatch(/ {2}– {2}behaviour\/window +does not apply: it has no window/);
    expect(out).toMatch(/11 checks: 11 hold/);
  });

  it("shows what is wrong with the smallest tokens, and a line that shows it again", () => {
    const { code, out } = python(`${MODELS}:leaks`, "behaviour/causal");
    expect(code).toBe(1);
    expect(out).toMatch(/smallest counterexample {2}B=1 C=2/);
    const replay = /replay {2}npx commutant (check .*)/.exec(out)![1]!;
    const again = built.run(replay.split(" "));
    expect(again.code).toBe(1);
    expect(again.out).toContain("smallest counterexample  B=1 C=2");
  });

  it("says what a model that fails was asked, keeps the other verdicts, and answers 3", () => {
    const { code, out } = python(`${MODELS}:crashes`, "behaviour/repeatable", "behaviour/finite");
    expect(code).toBe(3);
    expect(out).toMatch(/expected an answer to logits of input_ids .* received it ended with code 7/);
  });

  it("answers 2 where there is no such model, claim or reference", () => {
    expect(python("nowhere.py:build")).toMatchObject({
      code: 2,
      err: expect.stringContaining("no Python file nowhere.py"),
    });
    expect(python(`${MODELS}:healthy`, "behaviour/casual")).toMatchObject({
      code: 2,
      err: expect.stringContaining("did you mean behaviour/causal?"),
    });
    expect(python(`${MODELS}:healthy`, "conformance")).toMatchObject({
      code: 2,
      err: expect.stringContaining("give --as"),
    });
    expect(python(`${MODELS}:healthy`, "--as", "llama", "--config", "checkpoints/induction/config.json")).toMatchObject(
      {
        code: 2,
        err: expect.stringContaining(
          "--as: expected the model_type of checkpoints/induction/config.json, notes, received llama",
        ),
      },
    );
  });
});

describe("commutant check --runtime", () => {
  it("compares our own term with itself, output by output, and carries its proofs over", () => {
    const { code, out } = check("--runtime", "term:checkpoints/induction", "-n", "3", ...REFERENCE);
    expect(code).toBe(0);
    expect(out).toMatch(/ {2}● {2}conformance\/outputs +4\/4 outputs +exactly/);
    expect(out).toMatch(
      /as far as it computes checkpoints\/induction\/config.json, \d+ claims proved of the term are so of it:/,
    );
    expect(out).toContain("  ✓  gauge/key-bias");
    expect(out).not.toContain("  ✓  permutation/head"); // refuted of a causal model, so not carried over
  });

  it("runs the default export of a module", () => {
    const model = `export default {
      name: "bigram", traits: { vocabulary: 5, causal: true, positions: "none" },
      run: ({ input_ids }) => ({ outputs: { logits: input_ids.map((ids) => ids.map((id) => [0, 1, 2, 3, 4].map((v) => Math.sin(id * 5 + v)))) } }),
    };`;
    writeFileSync(join(built.folder, "bigram.mjs"), model);
    expect(check("--runtime", "js:bigram.mjs")).toMatchObject({ code: 0, err: "" });
    writeFileSync(join(built.folder, "empty.mjs"), "export default {};");
    expect(check("--runtime", "js:empty.mjs")).toMatchObject({
      code: 2,
      err: expect.stringContaining("expected a default export { name, traits, run }"),
    });
  });

  it("refuses kinds and files that are not there", () => {
    expect(check("--runtime", "jax:model.py").err).toContain(
      "expected python:FILE:FUNCTION, onnx:FILE, js:FILE or term:FOLDER",
    );
    writeFileSync(join(built.folder, "broken.onnx"), "no graph");
    expect(check("--runtime", "onnx:broken.onnx")).toMatchObject({
      code: 2,
      err: expect.stringContaining("broken.onnx: expected an ONNX file that loads"),
    });
  });
});

describe.skipIf(torch === undefined)("the documented PyTorch model", () => {
  const example = (build: string, ...args: string[]): Ran =>
    check("--python", `my_model.py:${build}`, "--interpreter", torch!, ...args);

  it("does what a decoder must, and computes our term block by block", () => {
    const { code, out, err } = example("build", "-n", "5", ...REFERENCE);
    expect(`${code} ${err}`).toBe("0 ");
    expect(out).toMatch(/ {2}● {2}conformance\/outputs +4\/4 outputs +float64 residual/);
    expect(out).toMatch(/ {2}● {2}behaviour\/left-padding/);
    expect(out).toMatch(/\d+ claims proved of the term are so of it/);
  });

  it("parts from the term in its first block when scores are not scaled", () => {
    const { code, out } = example("build_without_scale", "conformance", ...REFERENCE);
    expect(code).toBe(1);
    expect(out).toMatch(/refuted {2}conformance\/outputs {2}block 0/);
    expect(out).toContain("the first output that differs is hidden_states.1; hidden_states.0 agrees");
    expect(out).not.toContain("claims proved of the term");
  });

  it("as an ONNX file has float32 alone: the precision floor, no failure", () => {
    const exported = spawnSync(torch!, ["my_model.py", "model.onnx"], {
      cwd: built.folder,
      encoding: "utf8",
      env: { ...process.env, PYTHONPATH: resolve("python") },
    });
    expect(exported.stderr).not.toMatch(/Traceback/);
    const { code, out } = check("--runtime", "onnx:model.onnx", "-n", "5", ...REFERENCE);
    expect(code).toBe(0);
    expect(out).toMatch(/conformance\/outputs +1\/1 outputs +\d of 5 samples differ by what may be float32's rounding/);
    expect(out).toMatch(/ {2}● {2}behaviour\/causal +exactly/);
  });
});

describe("commutant check --against", () => {
  it("compares two runtimes, such as a model and what was merged, split or folded of it", () => {
    const same = python(`${MODELS}:healthy`, "conformance", "--against", `python:${MODELS}:healthy`);
    expect(same.code).toBe(0);
    expect(same.out).toMatch(/ {2}● {2}conformance\/outputs +3\/3 outputs +exactly/);
    const other = python(`${MODELS}:leaks`, "conformance", "--against", `python:${MODELS}:healthy`);
    expect(other.code).toBe(1);
    expect(other.out).toContain("the first output that differs is logits; hidden_states.1 agrees");
    expect(other.out).toMatch(/replay {2}npx commutant check conformance\/outputs .* --against python:/);
    const both = python(`${MODELS}:healthy`, "--against", `python:${MODELS}:healthy`, ...REFERENCE);
    expect(both).toMatchObject({ code: 2, err: expect.stringContaining("--against: expected one reference") });
  });
});

describe("a comparison with a term", () => {
  const family = (name: string): string => resolve("test/fixtures/families", name);
  const llama = (...args: string[]): Ran =>
    check(
      "--runtime",
      `term:${family("llama")}`,
      "--as",
      "llama",
      "--config",
      `${family("llama")}/config.json`,
      "-n",
      "2",
      ...args,
    );

  it("says what it would have noticed, claim by claim", () => {
    const { code, out } = llama("conformance");
    expect(code).toBe(0);
    for (const claim of [
      "softmax-scale",
      "norm-epsilon",
      "position-base",
      "rotary-layout",
      "query-groups",
      "tied-head",
    ])
      expect(out).toMatch(new RegExp(` {2}● {2}conformance/${claim} +told from `));
    expect(out).toMatch(/ {2}– {2}conformance\/soft-cap +does not apply/);
  });

  it("is asked for by name", () => {
    const { code, out } = llama("conformance/norm-epsilon");
    expect(code).toBe(0);
    expect(out).not.toContain("conformance/rotary-layout");
    expect(llama("conformance/norm-epsilo").err).toContain("did you mean conformance/norm-epsilon?");
  });
});

describe("a run that is interrupted", () => {
  it("by Ctrl-C ends at once, is no success, and leaves no process behind", async () => {
    const child = spawn(
      process.execPath,
      [built.main, "check", "behaviour/causal", "--python", `${MODELS}:hangs`, "--interpreter", numpy],
      { cwd: built.folder, stdio: "ignore" },
    );
    const models = (): number => {
      const { stdout } = spawnSync("ps", ["-eo", "stat,args"], { encoding: "utf8" });
      return stdout.split("\n").filter((line) => /models\.py:hangs|time\.sleep\(600\)/.test(line) && !/^Z/.test(line))
        .length;
    };
    // the command itself, the model, and what the model started
    await expect.poll(models, { timeout: 20_000, interval: 200 }).toBe(3);
    const ended = new Promise<readonly unknown[]>((resolve) =>
      child.once("exit", (code, signal) => resolve([code, signal])),
    );
    child.kill("SIGINT");
    expect(await ended).toEqual([null, "SIGINT"]);
    await expect.poll(models, { timeout: 5000, interval: 100 }).toBe(0);
  });
});
