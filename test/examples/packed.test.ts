import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { installPacked, type Packed } from "../packed.ts";

let packed: Packed;
beforeAll(() => {
  packed = installPacked();
  cpSync(resolve("test/examples/project"), packed.folder, { recursive: true });
}, 300_000);
afterAll(() => packed.remove());

const run: Packed["run"] = (command, args) => packed.run(command, args);

describe("the packed package, in a folder of its own", () => {
  it("checks what the project's config names", () => {
    const { code, text } = run("npx", ["--no-install", "commutant", "check"]);
    expect(code, text).toBe(0);
    expect(text).toMatch(/commutant check {2}running mean/);
    expect(text).toMatch(/7 checks: 7 hold/);
    expect(readFileSync(join(packed.folder, "report.xml"), "utf8")).toContain("behaviour/causal");
  });

  it("has matchers for the project's own tests", () => {
    const { code, text } = run("npx", ["--no-install", "vitest", "run"]);
    expect(code, text).toBe(0);
    expect(text).toMatch(/Tests {2}3 passed/);
  });

  it("says at which key a config is wrong, and when it does not load", () => {
    const at = (text: string): string => {
      writeFileSync(join(packed.folder, "wrong.config.ts"), text);
      const { code, text: said } = run("npx", ["--no-install", "commutant", "check", "--project", "wrong.config.ts"]);
      expect(code).toBe(2);
      return said;
    };
    expect(at("export default { models: ['a'], samples: -1 }")).toContain("wrong.config.ts: samples: expected");
    expect(at("export default { models: ['a'], sample: 1 }")).toContain('Unrecognized key: "sample"');
    expect(at("export default { models: [] }")).toContain("wrong.config.ts: models: expected");
    expect(at("throw new Error('no weights')")).toContain("expected a file that loads, received no weights");
    expect(run("npx", ["--no-install", "commutant", "check", "--project", "gone.ts"]).text).toContain(
      "gone.ts, which is not there",
    );
  });

  it("proves, and explains", () => {
    expect(run("npx", ["--no-install", "commutant", "prove", "permutation/head"])).toMatchObject({ code: 0 });
    expect(run("npx", ["--no-install", "commutant", "explain", "rank/W_QK"]).text).toContain("rank_mul_le_left");
  });
});
