/**
 * Every code block of the documentation is used: files are written, commands run one after the other in a folder where
 * the packed package is installed, outputs compared. The site is built, and its links are checked as it is.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { installPacked, type Packed } from "../packed.ts";

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
  "npx commutant rocq rank/W_QK --check": [".ci/run", "commutant rocq rank heads seed --check"],
};

let packed: Packed;
beforeAll(() => {
  packed = installPacked();
}, 300_000);
afterAll(() => packed.remove());

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
        const file = join(packed.folder, block.file);
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
        const { code, text } = packed.run("sh", ["-c", command.replace(/^npx /, "npx --no-install ")]);
        expect(`${command}: ${code}`, text).toBe(`${command}: ${/^exits (\d)/.exec(remark)?.[1] ?? 0}`);
        last = text;
      }
      const isUsed = block.file !== undefined || block.isOutput || commandsOf(block).length > 0;
      expect(isUsed, `a block of ${page} that nothing uses:\n${block.text}`).toBe(true);
    }
  });
});

describe("the site", () => {
  const site = join(DOCS, ".vitepress/dist");

  it("is built without a dead link", { timeout: 600_000 }, () => {
    rmSync(site, { recursive: true, force: true });
    const { status, stdout, stderr } = spawnSync(
      "sh",
      ["-c", "npx --no-install typedoc && npx --no-install vitepress build docs"],
      { encoding: "utf8" },
    );
    expect(status, stdout + stderr).toBe(0);
  });

  it("has a page for each command, claim and axiom, made from the library", async () => {
    const { AXIOMS } = await import("../../src/kernel/axioms.ts");
    const { library } = await import("../../src/claim/library.ts");
    const { facts } = await import("../../src/claim/facts.ts");
    const all = (folder: string): string =>
      readdirSync(join(site, "reference", folder))
        .filter((file) => statSync(join(site, "reference", folder, file)).isFile())
        .map((file) => readFileSync(join(site, "reference", folder, file), "utf8"))
        .join("\n");
    const [axioms, claims, commands] = [all("axioms"), all("claims"), all("cli")];
    const { functionNames, functionOf } = await import("../../src/term/vocabulary.ts");
    const interpreters = all("support");
    const usages = functionNames().flatMap((name) => functionOf(name)?.usage ?? []);
    expect(usages.filter((usage) => !interpreters.includes(`<code>${usage}</code>`))).toEqual([]);
    expect(interpreters).toContain("field: a finite field has no order");
    expect([...AXIOMS.keys()].filter((name) => !axioms.includes(`>${name} <`))).toEqual([]);
    expect(library.filter(({ id }) => !claims.includes(id))).toEqual([]);
    expect(facts.filter(({ catalogue }) => !claims.includes(catalogue))).toEqual([]);
    expect(
      ["check", "prove", "explain", "table", "merge"].filter((name) => !commands.includes(`commutant ${name}`)),
    ).toEqual([]);
    const { assertions } = await import("../../src/claim/library.ts");
    const page = (id: string): string =>
      readFileSync(join(site, "reference/claim", `${id.replace("/", "-")}.html`), "utf8");
    for (const { id, title } of [...library, ...assertions])
      expect(page(id), `${id}: ${title}`).toMatch(/<strong>(proved|refuted|holds|inconclusive)<\/strong>/);
    expect(page("rank/W_QK")).toMatch(/axioms\/rank(%20| )bounds#rank_mul_le_left/);
    const { KINDS } = await import("../../src/term/kind.ts");
    const [formulas, config] = ["formulas", "config"].map((name) =>
      readFileSync(join(site, "reference", `${name}.html`), "utf8"),
    );
    expect([...functionNames(), ...Object.keys(KINDS)].filter((name) => !formulas!.includes(name))).toEqual([]);
    for (const key of ["models", "baseline", "timeLimit", "interpreter"]) expect(config).toContain(`>${key}<`);
  });
});
