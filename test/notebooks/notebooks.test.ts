/**
 * The notebooks are run anew, cell by cell, in the kernel that a reader's Jupyter would start, against the built package:
 * what they show is what is stored. `vitest run test/notebooks -u` stores it anew.
 */
import { readdirSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import pages from "../../docs/notebooks/[notebook].paths.ts";
import { execute } from "../../scripts/notebooks/kernel.ts";
import { type Notebook, notebookText, type Output, parseNotebook } from "../../scripts/notebooks/notebook.ts";
import { titleOf } from "../../scripts/notebooks/page.ts";
import { typeFaults } from "../../scripts/notebooks/types.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const FOLDER = join(ROOT, "notebooks");
const DENO = join(ROOT, "node_modules/.bin/deno");
const NAMES = readdirSync(FOLDER).flatMap((file) => (file.endsWith(".ipynb") ? [basename(file, ".ipynb")] : []));

const textOf = (name: string): string => readFileSync(join(FOLDER, `${name}.ipynb`), "utf8");
const stored = (name: string): Notebook => parseNotebook(textOf(name));
const run = (notebook: Notebook): Promise<Notebook> => execute(notebook, DENO, FOLDER);
const code = (source: string, outputs: readonly Output[] = []): Notebook => ({
  cells: [{ kind: "code", id: "cell-1", source, outputs }],
});
const outputsOf = ({ cells }: Notebook): readonly Output[] =>
  cells.flatMap((cell) => (cell.kind === "code" ? cell.outputs : []));
const errorsOf = (notebook: Notebook): readonly Output[] => outputsOf(notebook).filter(({ kind }) => kind === "error");
const shownAs = (notebook: Notebook, type: string): readonly string[] =>
  outputsOf(notebook).flatMap((output) => ("data" in output ? (output.data[type] ?? []) : []));

/** What a picture must not have: anything that runs, and anything that is fetched. */
const ACTIVE = /<script|\son\w+\s*=|javascript:|<foreignObject|href\s*=|url\(/i;

describe("the notebooks", () => {
  it("are the eleven that their README lists, in order", () => {
    const listed = [...readFileSync(join(FOLDER, "README.md"), "utf8").matchAll(/\]\(([\w-]+)\.ipynb\)/g)];
    expect(NAMES).toHaveLength(11);
    expect(listed.map(([, name]) => name)).toStrictEqual(NAMES);
  });

  it.concurrent.for(NAMES)("%s runs and shows what is stored", { timeout: 120_000 }, async (name, { expect }) => {
    const fresh = await run(stored(name));
    expect(errorsOf(fresh)).toStrictEqual([]);
    await expect(notebookText(fresh)).toMatchFileSnapshot(join(FOLDER, `${name}.ipynb`));
  });

  it("have cells whose types are right", { timeout: 120_000 }, () => {
    const notebooks = Object.fromEntries(NAMES.map((name) => [name, stored(name)]));
    expect(typeFaults(notebooks, FOLDER, join(ROOT, "tsconfig.json"))).toStrictEqual([]);
  });

  it.each(NAMES)("%s teaches: a claim, its derivation, a picture, numbers, what breaks it, an exercise", (name) => {
    const notebook = stored(name);
    const headings = notebook.cells.flatMap(({ source }) => source.match(/^#+ .*$/gm) ?? []).join("\n");
    for (const heading of [/^# \d+ · /m, /^## .*[Cc]laim/m, /^## What breaks it/m, /^## Exercise/m])
      expect(headings).toMatch(heading);
    const told = shownAs(notebook, "text/markdown").join("\n");
    expect(told).toMatch(/\*\*(proved|refuted)\*\*/);
    expect(shownAs(notebook, "image/svg+xml").length).toBeGreaterThanOrEqual(1);
    expect(outputsOf(notebook).some(({ kind }) => kind === "stream")).toBe(true);
  });

  it.each(NAMES)("%s has pictures that run nothing and fetch nothing", (name) => {
    for (const picture of shownAs(stored(name), "image/svg+xml")) expect(picture).not.toMatch(ACTIVE);
    expect(shownAs(stored(name), "text/html")).toStrictEqual([]);
  });

  it.each(NAMES)("%s is a page of Markdown too", (name) => {
    const notebook = stored(name);
    const page = pages.paths().find(({ params }) => params.notebook === name)!.content;
    expect(page).toContain(`# ${titleOf(notebook)}`);
    expect(page.match(/^```/gm)!.length % 2).toBe(0);
    expect(page.match(/<img alt="[^"]+" src="data:image\/svg\+xml;base64,/g)).toHaveLength(
      shownAs(notebook, "image/svg+xml").length,
    );
    for (const [, to] of page.matchAll(/\]\(\.\/([\w-]+)\.md\)/g)) expect(NAMES).toContain(to);
    expect(page).not.toMatch(/\.ipynb|\]\(\.\.\//);
  });
});

describe("the check of the notebooks", () => {
  it("reads what it writes", () => {
    for (const name of NAMES) expect(notebookText(parseNotebook(textOf(name)))).toBe(textOf(name));
  });

  it("hears all that a cell prints, and nothing of another cell", async () => {
    const many = "for (let i = 0; i < 2000; i++) console.log(i); await Promise.resolve(); console.log('end')";
    const fresh = await run({ cells: [...code(many).cells, ...code("console.log('next'); 7").cells] });
    const [first, ...rest] = outputsOf(fresh);
    expect(first).toMatchObject({ kind: "stream" });
    expect((first as { text: string }).text.split("\n")).toHaveLength(2002);
    expect(rest).toStrictEqual([
      { kind: "stream", name: "stdout", text: "next\n" },
      { kind: "result", data: { "text/plain": "7" } },
    ]);
  });

  it("sees an output that has drifted", async () => {
    const old = code("1 + 1", [{ kind: "result", data: { "text/plain": "3" } }]);
    const fresh = await run(old);
    expect(outputsOf(fresh)).toStrictEqual([{ kind: "result", data: { "text/plain": "2" } }]);
    expect(notebookText(fresh)).not.toBe(notebookText(old));
  });

  it("stops at a cell that fails, and shows the failure", async () => {
    const cells = ["const a = 1;", "throw new Error('no ' + a);", "console.log('never');"].map(
      (source, i) => ({ kind: "code", id: `cell-${i}`, source, outputs: [] }) as const,
    );
    const fresh = await run({ cells });
    expect(outputsOf(fresh)).toStrictEqual([{ kind: "error", name: "Error", message: "no 1" }]);
  });

  it("finds a wrong type, which the kernel does not, and says in which cell and line", async () => {
    const wrong = {
      cells: [...code("const one = 1;").cells, { ...code("\nconst two: string = one;\ntwo").cells[0]!, id: "cell-2" }],
    };
    expect(errorsOf(await run(wrong))).toStrictEqual([]);
    const faults = typeFaults({ wrong }, FOLDER, join(ROOT, "tsconfig.json"));
    expect(faults).toMatchObject([{ notebook: "wrong", cell: "cell-2", line: 2 }]);
    expect(faults[0]!.message).toContain("not assignable to type 'string'");
  });

  it.each([
    "<svg><script>alert(1)</script></svg>",
    '<svg onload="alert(1)"></svg>',
    '<svg><image href="x.png"/></svg>',
  ])("sees what is active in %s", (picture) => {
    expect(picture).toMatch(ACTIVE);
  });

  it("refuses another version of the format", () => {
    expect(() => parseNotebook('{"nbformat": 3, "nbformat_minor": 0, "cells": []}')).toThrow("expected nbformat 4.5");
  });
});
