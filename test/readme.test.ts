/**
 * The README's examples are executed: outputs are what the commands print, and the TypeScript example runs.
 * Times and the number of threads are the machine's, so they are left out of the comparison.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = resolve(import.meta.dirname, "..");
const README = readFileSync(join(ROOT, "README.md"), "utf8");
const MAIN = join(ROOT, "dist/cli/main.js");

/** Commands with the output that the README shows for them. */
const OUTPUTS = [...README.matchAll(/<!-- output: npx commutant (.*?) -->\n```text\n([\s\S]*?)```/g)].map(
  (match) => [match[1]!, match[2]!] as const,
);

function comparable(output: string): string {
  return output
    .replace(/ in [\d.]+ m?s/g, " in … s")
    .replace(/\d+ threads?/g, "… threads")
    .trim();
}

describe("the README", () => {
  it("shows outputs of commands", () => {
    expect(OUTPUTS.length).toBeGreaterThanOrEqual(2);
  });

  it.each(OUTPUTS)("shows what `npx commutant %s` prints", (command, shown) => {
    const { stdout } = spawnSync(process.execPath, [MAIN, ...command.split(" ")], { encoding: "utf8", cwd: ROOT });
    expect(comparable(stdout)).toBe(comparable(shown));
  });

  it("has a TypeScript example that runs and finds what it says", () => {
    const example = /```ts\n([\s\S]*?)```/.exec(README)![1]!;
    const folder = mkdtempSync(join(ROOT, "node_modules/.readme-"));
    try {
      // the package resolves itself by name from inside its own folder
      writeFileSync(
        join(folder, "example.mjs"),
        example.replace('"commutant"', JSON.stringify(join(ROOT, "dist/index.js"))),
      );
      const output = execFileSync(process.execPath, [join(folder, "example.mjs")], { encoding: "utf8" });
      expect(output).toContain("sizes");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
