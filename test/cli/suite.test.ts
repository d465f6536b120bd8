import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pythonOfTests } from "../runtime/python.ts";
import { type Built, build, type Ran } from "./built.ts";

let built: Built;
beforeAll(() => {
  built = build();
  cpSync(resolve("test/runtime/python/models.py"), join(built.folder, "models.py"));
}, 300_000);
afterAll(() => built.remove());

const check = (...args: string[]): Ran => built.run(["check", "--engine", "plain", "-n", "3", ...args]);
const at = (file: string): string => join(built.folder, file);
const read = (file: string): string => readFileSync(at(file), "utf8");

interface Json {
  readonly results: readonly {
    readonly claim: string;
    readonly subject: string;
    readonly verdict: string;
    readonly witness?: unknown;
  }[];
}

/** A model that leaks, checked through the bridge. */
const leaking = (...args: string[]): Ran =>
  built.run(["check", "--python", "models.py:leaks", "--interpreter", pythonOfTests(), ...args]);

/** What a result is, its times apart. */
function facts(text: string): unknown {
  return (JSON.parse(text) as Json).results.map(({ claim, subject, verdict, witness }) => ({
    claim,
    subject,
    verdict,
    witness,
  }));
}

describe("reporters", () => {
  it("write files side by side, and GitHub's summary where GitHub says", () => {
    const env = { GITHUB_STEP_SUMMARY: at("summary.md") };
    const reporters = ["json=a.json", "junit=a.xml", "sarif=a.sarif", "html=a.html", "github"];
    const { code, out } = built.run(["check", "rank", "--engine", "plain", "-n", "3", "--reporter", ...reporters], env);
    expect([code, out]).toEqual([0, ""]);
    expect(JSON.parse(read("a.json"))).toMatchObject({ model: expect.stringContaining("induction") });
    expect(JSON.parse(read("a.sarif"))).toMatchObject({ version: "2.1.0" });
    expect(read("a.xml")).toMatch(/^<\?xml/);
    expect(read("a.html")).toMatch(/^<!doctype html>/);
    expect(read("summary.md")).toContain("| `rank/W_QK` |");
  });

  it("that are not known are refused before anything runs", () => {
    expect(check("rank", "--reporter", "xml=a")).toMatchObject({
      code: 2,
      err: expect.stringContaining("--reporter: expected text, github"),
    });
    expect(check("rank", "--reporter", "junit")).toMatchObject({ code: 2 });
  });
});

describe("shards", () => {
  it("put together are the whole run", () => {
    check("rank", "softmax", "--json", "whole.json", "--reporter", "junit=w.xml");
    for (const i of [1, 2, 3])
      check("rank", "softmax", "--shard", `${i}/3`, "--json", `part${i}.json`, "--reporter", "junit=p.xml");
    const merged = built.run([
      "merge",
      "part1.json",
      "part2.json",
      "part3.json",
      "--json",
      "merged.json",
      "--reporter",
      "html=m.html",
    ]);
    expect(`${merged.code} ${merged.err}`).toBe("0 ");
    expect(facts(read("merged.json"))).toEqual(facts(read("whole.json")));
  });

  it("of which one is missing are no success", () => {
    const { code, out } = built.run(["merge", "part1.json", "part3.json"]);
    expect(code).toBe(3);
    expect(out).toMatch(/! {2}\d+ checks are in none of the reports: .*, and \d+ more/);
  });

  it("of different runs do not go together", () => {
    check("rank", "softmax", "--seed", "8", "--shard", "2/3", "--json", "other.json");
    expect(built.run(["merge", "part1.json", "other.json"])).toMatchObject({
      code: 2,
      err: expect.stringContaining("other.json: seed: expected 42, received 8; merge the shards of one run"),
    });
    check("rank", "--shard", "2/3", "--json", "fewer.json");
    expect(built.run(["merge", "part1.json", "fewer.json"]).err).toContain("fewer.json: planned");
    writeFileSync(at("broken.json"), '{"model": 3}');
    expect(built.run(["merge", "part1.json", "broken.json"]).err).toContain("broken.json: model: expected a report");
  });

  it("are counted from 1", () => {
    for (const shard of ["0/3", "4/3", "half"]) expect(check("rank", "--shard", shard)).toMatchObject({ code: 2 });
  });
});

describe("workers", () => {
  const withoutTimes = (file: string): unknown =>
    (JSON.parse(read(file)) as { results: { ms: number }[] }).results.map(({ ms: _, ...result }) => result);

  // samples enough that a second thread comes to something
  it.each([
    ["plain", "40"],
    ["wasm", "400"],
  ])("of the %s engine come to the same results as none", (engine, samples) => {
    const names = ["rank", "softmax", "heads/odd", "permutation/mlp"];
    const run = (...args: string[]): Ran =>
      built.run(["check", ...names, "--engine", engine, "-n", samples, "--reporter", "junit=w.xml", ...args]);
    run("--threads", "1", "--json", "alone.json");
    const { code, err } = run("--workers", "2", "--json", "two.json");
    expect(`${code} ${err}`).toBe("0 ");
    expect(withoutTimes("two.json")).toEqual(withoutTimes("alone.json"));
  });

  it("stop after the same check when a run has had enough", () => {
    const run = (...args: string[]): Ran =>
      check("rank", "softmax", "--time-limit", "1", "-n", "300", "--workers", "2", ...args);
    const { code, out } = run();
    expect(code).toBe(3);
    expect(out).toMatch(/! {2}\d+ checks did not run: the 1 s of --time-limit were over/);
  });
});

describe("a run that is cut short", () => {
  it("by its time limit is no success, and says how much is missing", () => {
    const { code, out } = check("--time-limit", "1", "-n", "2000", "softmax", "permutation/mlp");
    expect(code).toBe(3);
    expect(out).toMatch(/! {2}\d+ checks did not run: the 1 s of --time-limit were over/);
  });
});

describe("a model that fails", () => {
  it("stops a run at the first failure when asked to", () => {
    const { code, out } = leaking("--bail");
    expect(code).toBe(1);
    expect(out).toMatch(/! {2}\d checks did not run: --bail stops at the first failure/);
  });

  const suppression = (facts: object): string =>
    JSON.stringify({ suppressions: [{ claim: "behaviour/causal", until: "2999-12-31", because: "#12", ...facts }] });

  it("is let through by a baseline that names it, and by no other", () => {
    writeFileSync(at("baseline.json"), suppression({}));
    const { code, out } = leaking("behaviour/causal", "--baseline", "baseline.json");
    expect(code).toBe(0);
    expect(out).toMatch(/behaviour\/causal +refuted, allowed until 2999-12-31: #12/);
    expect(out).toMatch(/1 checks: 0 hold, 0 refuted as expected, 1 suppressed/);
    expect(leaking("behaviour/causal", "behaviour/prefix", "--baseline", "baseline.json").code).toBe(1);
  });

  it("is not let through by a baseline that is over, and one that nothing needs is an error", () => {
    writeFileSync(at("over.json"), suppression({ until: "2020-01-01" }));
    const over = leaking("behaviour/causal", "--baseline", "over.json");
    expect(over.code).toBe(1);
    expect(over.out).toContain("over.json: behaviour/causal was allowed until 2020-01-01, and still fails");
    writeFileSync(at("unused.json"), suppression({ claim: "behaviour/finite" }));
    const unused = leaking("behaviour/finite", "--baseline", "unused.json");
    expect(unused.code).toBe(1);
    expect(unused.out).toContain("unused.json: behaviour/finite is allowed, and nothing fails there: take it out");
  });

  it("cannot be let through by a file that says it wrongly", () => {
    writeFileSync(at("wrong.json"), suppression({ until: "tomorrow" }));
    expect(leaking("--baseline", "wrong.json")).toMatchObject({
      code: 2,
      err: expect.stringContaining("wrong.json: suppressions.0.until: expected { suppressions:"),
    });
  });

  it("is seen again first, with one draw, once it is in the corpus", () => {
    rmSync(at("corpus.json"), { force: true });
    expect(leaking("behaviour/causal", "--corpus", "corpus.json").code).toBe(1);
    const { failures } = JSON.parse(read("corpus.json")) as { failures: { claim: string; path: string }[] };
    expect(failures).toMatchObject([{ claim: "behaviour/causal", subject: "model", seed: 42 }]);
    // another seed and a single sample, which need not find it by chance
    const again = leaking(
      "behaviour/causal",
      "--corpus",
      "corpus.json",
      "--seed",
      "5",
      "-n",
      "1",
      "--json",
      "again.json",
      "--reporter",
      "junit=x.xml",
    );
    expect(again.code).toBe(1);
    expect(JSON.parse(read("again.json"))).toMatchObject({
      results: [{ replay: { seed: 42, path: failures[0]!.path } }],
    });
    expect(JSON.parse(read("corpus.json")).failures).toHaveLength(1);
    // a healthy model passes the same corpus, and a corpus that is none is refused
    const healthy = built.run([
      "check",
      "behaviour/causal",
      "--python",
      "models.py:healthy",
      "--interpreter",
      pythonOfTests(),
      "--corpus",
      "corpus.json",
    ]);
    expect(healthy.code).toBe(0);
    writeFileSync(at("none.json"), "[]");
    expect(leaking("--corpus", "none.json")).toMatchObject({ code: 2 });
    expect(existsSync(at("none.json"))).toBe(true);
  });

  it("is split into shards and put together as any other", () => {
    for (const i of [1, 2]) leaking("--shard", `${i}/2`, "--json", `leak${i}.json`, "--reporter", "junit=x.xml");
    const merged = built.run(["merge", "leak1.json", "leak2.json"]);
    expect(merged.code).toBe(1);
    expect(merged.out).toMatch(/refuted {2}behaviour\/causal/);
  });
});
