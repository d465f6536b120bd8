/**
 * The README's examples are executed: commands run, outputs are what they print, and the TypeScript example runs.
 * Times and the number of threads are the machine's, so they are left out of the comparison.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pythonOfTests } from "./runtime/python.ts";

const ROOT = resolve(import.meta.dirname, "..");
const README = readFileSync(join(ROOT, "README.md"), "utf8");
const MAIN = join(ROOT, "dist/cli/main.js");

/** Commands with the output that the README shows for them. */
const OUTPUTS = [...README.matchAll(/<!-- output: npx commutant (.*?) -->\n```text\n([\s\S]*?)```/g)].map(
  (match) => [match[1]!, match[2]!] as const,
);

/** What takes long, asks the network, serves a page or needs PyTorch, with the test that shows it and a word of that test. */
const ELSEWHERE: Readonly<Record<string, readonly [file: string, word: string]>> = {
  "npm install && npx commutant check": [".ci/run", "npm ci"],
  "npm install && npm test": [".ci/run", "npm test"],
  "npx commutant table": ["test/cli/table.test.ts", "table"],
  "npx commutant claims": ["test/claim/facts.test.ts", "facts"],
  "npx commutant rocq --check": [".ci/run", "commutant rocq --check"],
  "npx commutant rocq seed rank --check": [".ci/run", "commutant rocq --check"],
  "npx commutant explore": ["test/explorer.test.ts", '"explore"'],
  "npx commutant check org/name": ["test/runtime/download.test.ts", "resolveModel"],
  "npx commutant check --python my_model.py:build --as llama --config path/to/config.json": [
    "test/cli/runtime.test.ts",
    '"build", "-n", "5", ...REFERENCE',
  ],
  "npx commutant check --runtime onnx:model.onnx --as llama --config path/to/config.json": [
    "test/cli/runtime.test.ts",
    '"onnx:model.onnx"',
  ],
  "npx commutant check conformance --python my_model.py:merged --against python:my_model.py:adapter": [
    "test/cli/runtime.test.ts",
    '"conformance", "--against"',
  ],
  "npx commutant check ./my-model.ts": ["test/cli/own.test.ts", '["check", '],
  "npx commutant table ./my-model.ts": ["test/cli/own.test.ts", '"table"'],
  "npx commutant prove ./my-model.ts": ["test/cli/own.test.ts", '["prove", write("my-model.ts")]'],
  "npx commutant explain ./my-model.ts rank/W_QK": ["test/cli/own.test.ts", '["explain", "my-model.ts", "rank/W_QK"]'],
};
/** Every command of a block of shell, without its remark. */
const COMMANDS = [...README.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap((block) =>
  block[1]!
    .trim()
    .split("\n")
    .map((line) => line.split(/\s+# /)[0]!.trim()),
);

function comparable(output: string): string {
  return output
    .replace(/ (in|p50|p95) [\d.]+ m?s/g, " $1 … s")
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

  describe("in a folder with what it speaks of", () => {
    const folder = mkdtempSync(join(tmpdir(), "commutant-readme-"));
    beforeAll(() => {
      mkdirSync(join(folder, "bin"));
      cpSync(join(ROOT, "checkpoints/induction"), join(folder, "path/to/folder"), { recursive: true });
      for (const [page, file] of [
        ["claim", "statements.json"],
        ["python", "my_model.py"],
        ["github-actions", "known.json"],
      ] as const) {
        const guide = readFileSync(join(ROOT, `docs/guide/${page}.md`), "utf8");
        writeFileSync(join(folder, file), guide.split(`[${file}]\n`)[1]!.split("```")[0]!);
      }
      writeFileSync(join(folder, "bin/python3"), `#!/bin/sh\nexec ${pythonOfTests()} "$@"\n`, { mode: 0o755 });
      writeFileSync(join(folder, "bin/npx"), `#!/bin/sh\nshift\nexec ${process.execPath} ${MAIN} "$@"\n`, {
        mode: 0o755,
      });
    });
    afterAll(() => rmSync(folder, { recursive: true }));

    it.each(COMMANDS.filter((command) => !(command in ELSEWHERE)))("`%s` runs", (command) => {
      const env = { ...process.env, PATH: `${join(folder, "bin")}:${process.env.PATH}` };
      const { status, stdout, stderr } = spawnSync("sh", ["-c", command], { cwd: folder, encoding: "utf8", env });
      expect(status, stdout + stderr).toBe(0);
    });
  });

  it.each(Object.entries(ELSEWHERE))("`%s` is among its commands, and run by another test", (command, [file, word]) => {
    expect(COMMANDS).toContain(command);
    expect(readFileSync(join(ROOT, file), "utf8")).toContain(word);
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
