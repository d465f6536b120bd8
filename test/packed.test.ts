/**
 * The package as a user gets it: packed, and installed in a folder of its own. There a project with a config and tests
 * runs, and every code block of the documentation is used: files are written, commands run one after the other, outputs
 * compared.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pythonOfTests } from "./runtime/python.ts";

const DOCS = resolve("docs");
const PAGES = [
  "index",
  "tutorial",
  ...["guide", "explanation"].flatMap((folder) =>
    readdirSync(join(DOCS, folder)).map((file) => join(folder, file.replace(/\.md$/, ""))),
  ),
];

/** What the installed folder already has. */
const SETUP: ReadonlySet<string> = new Set(["npm install commutant"]);

/** What takes minutes, with the file that runs it and the words of it there. */
const ELSEWHERE: Readonly<Record<string, readonly [file: string, word: string]>> = {
  "npx commutant rocq rank/W_QK --check": [".ci/run", "commutant rocq --check"],
};

const folder = mkdtempSync(join(tmpdir(), "commutant-packed-"));
const project = join(folder, "project");

/** Runs a program in the folder, or in the project there. */
function run(
  command: string,
  args: readonly string[],
  cwd = folder,
): { readonly code: number | null; readonly text: string } {
  const env = { ...process.env, NO_COLOR: "1", PATH: `${join(folder, "bin")}:${process.env.PATH}` };
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: "utf8", env });
  return { code: status, text: stdout + stderr };
}

/** Packs what was built, and installs it with vitest beside it; `python3` there is the Python of the tests. */
beforeAll(() => {
  spawnSync("npm", ["pack", "--ignore-scripts", "--pack-destination", folder], { encoding: "utf8" });
  const tarball = readdirSync(folder).find((file) => file.endsWith(".tgz"))!;
  const { devDependencies } = JSON.parse(readFileSync("package.json", "utf8")) as {
    devDependencies: { vitest: string };
  };
  const dependencies = { commutant: `file:${tarball}`, vitest: devDependencies.vitest };
  writeFileSync(
    join(folder, "package.json"),
    JSON.stringify({ name: "project", private: true, type: "module", dependencies }),
  );
  mkdirSync(join(folder, "bin"));
  const program = (name: string, script: string): void =>
    writeFileSync(join(folder, "bin", name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  program("python3", `exec ${pythonOfTests()} "$@"`);
  const { code, text } = run("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline"]);
  if (code !== 0) throw new Error(text);
  program("npx", `name=$1\nshift\nexec "${folder}/node_modules/.bin/$name" "$@"`); // npm's own begins more slowly
  cpSync(resolve("test/examples/project"), project, { recursive: true });
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the packed package, in a folder of its own", () => {
  const commutant = (...args: readonly string[]) => run("npx", ["commutant", ...args], project);

  it("checks what the project's config names", () => {
    const { code, text } = run("npm", ["exec", "--no", "--", "commutant", "check"], project);
    expect(code, text).toBe(0);
    expect(text).toMatch(/commutant check {2}running mean/);
    expect(text).toMatch(/7 checks: 7 hold/);
    expect(readFileSync(join(project, "report.xml"), "utf8")).toContain("behaviour/causal");
  });

  it("has matchers for the project's own tests", () => {
    const { code, text } = run("npx", ["vitest", "run"], project);
    expect(code, text).toBe(0);
    expect(text).toMatch(/Tests {2}3 passed/);
  });

  it("says at which key a config is wrong, and when it does not load", () => {
    const at = (text: string): string => {
      writeFileSync(join(project, "wrong.config.ts"), text);
      const { code, text: said } = commutant("check", "--project", "wrong.config.ts");
      expect(code).toBe(2);
      return said;
    };
    expect(at("export default { models: ['a'], samples: -1 }")).toContain("wrong.config.ts: samples: expected");
    expect(at("export default { models: ['a'], sample: 1 }")).toContain('Unrecognized key: "sample"');
    expect(at("export default { models: [] }")).toContain("wrong.config.ts: models: expected");
    expect(at("throw new Error('no weights')")).toContain("expected a file that loads, received no weights");
    expect(commutant("check", "--project", "gone.ts").text).toContain("gone.ts, which is not there");
  });

  it("proves, and explains", () => {
    expect(commutant("prove", "permutation/head")).toMatchObject({ code: 0 });
    expect(commutant("explain", "rank/W_QK").text).toContain("rank_mul_le_left");
  });
});

interface Block {
  readonly language: string;
  readonly file: string | undefined;
  readonly text: string;
  readonly isOutput: boolean;
}

function blocksOf(page: string): readonly Block[] {
  const text = readFileSync(join(DOCS, `${page}.md`), "utf8");
  const blocks = text.matchAll(/(<!-- output -->\n)?```(\w+)(?: \[(.+?)\])?\n([\s\S]*?)```/g);
  return [...blocks].map(([, output, language, file, body]) => ({
    language: language!,
    file,
    text: body!,
    isOutput: output !== undefined,
  }));
}

/** The commands of a block of shell, and of a workflow's steps with the first shard's number. */
function commandsOf({ language, text }: Block): readonly string[] {
  if (language === "sh") return text.trim().split("\n");
  if (language !== "yaml") return [];
  const steps = [...text.matchAll(/- run: (npx .*)/g)].map((match) => match[1]!);
  return steps.flatMap((step) =>
    step.includes("matrix.shard") ? [1, 2].map((n) => step.replace(/\$\{\{ matrix\.shard \}\}/g, String(n))) : [step],
  );
}

function comparable(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

describe.each(PAGES)("the page %s", (page) => {
  it("has code that does what it says", { timeout: 120_000 }, () => {
    let last = "";
    for (const block of blocksOf(page)) {
      if (block.file !== undefined) {
        const file = join(folder, block.file);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, block.text);
      }
      if (block.isOutput)
        for (const line of block.text.trim().split("\n")) expect(comparable(last)).toContain(comparable(line));
      for (const line of commandsOf(block)) {
        const [command = "", remark = ""] = line.split(/\s+# (?=exits)/);
        if (SETUP.has(command)) continue;
        const elsewhere = ELSEWHERE[command];
        if (elsewhere !== undefined) {
          expect(readFileSync(elsewhere[0], "utf8")).toContain(elsewhere[1]);
          continue;
        }
        const { code, text } = run("sh", ["-c", command]);
        expect(`${command}: ${code}`, text).toBe(`${command}: ${/^exits (\d)/.exec(remark)?.[1] ?? 0}`);
        last = text;
      }
      const isUsed = block.file !== undefined || block.isOutput || commandsOf(block).length > 0;
      expect(isUsed, `a block of ${page} that nothing uses:\n${block.text}`).toBe(true);
    }
  });
});
