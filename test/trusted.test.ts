/** What must be believed: src/README.md lists the files that the kernel is made of, and no others. */
import { readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const SOURCE = resolve(import.meta.dirname, "../src");
const README = readFileSync(join(SOURCE, "README.md"), "utf8");
/** Lines of the rules of inference, without comments, that a stranger reads at one sitting. */
const SITTING = 600;
/** Files that only write errors. */
const ERRORS = ["term/fault.ts", "term/print.ts", "term/operator.ts"];

function importsOf(path: string): string[] {
  const text = readFileSync(path, "utf8");
  const found = [...text.matchAll(/(?:import|export)\s+(type\s+)?[^;]*?from\s+"(\.[^"]+)"/g)];
  return found.filter(([, type]) => type === undefined).map(([, , target]) => resolve(dirname(path), target!));
}

function closure(start: string): readonly string[] {
  const seen = new Set([start]);
  for (const path of seen) for (const target of importsOf(path)) seen.add(target);
  return [...seen].map((path) => relative(SOURCE, path)).sort();
}

/** The files that a part of the README links to. */
function listed(part: string): readonly string[] {
  const text = new RegExp(`<!-- trusted: ${part} -->\\n([\\s\\S]*?)\\n\\n`).exec(README)![1]!;
  return [...text.matchAll(/\]\(([^)]+\.ts)\)/g)].map(([, file]) => file!);
}

function linesOfCode(file: string): number {
  const lines = readFileSync(join(SOURCE, file), "utf8").split("\n");
  return lines.filter((line) => line.trim() !== "" && !/^\s*(\/\*|\*|\/\/)/.test(line)).length;
}

describe("what must be believed", () => {
  const all = ["inference", "axioms", "language", "reading"].flatMap(listed);

  it("is what the kernel imports, each file once", () => {
    const trusted = closure(join(SOURCE, "kernel/theorem.ts")).filter((file) => !ERRORS.includes(file));
    expect([...all].sort()).toEqual(trusted);
  });

  it("has rules that are read at one sitting", () => {
    const lines = listed("inference").reduce((sum, file) => sum + linesOfCode(file), 0);
    console.log(
      `rules of inference: ${lines} lines of code; ${all.reduce((sum, file) => sum + linesOfCode(file), 0)} in all`,
    );
    expect(lines).toBeLessThanOrEqual(SITTING);
  });

  it("does not touch the machine", () => {
    for (const file of all)
      expect(readFileSync(join(SOURCE, file), "utf8")).not.toMatch(/from "node:|require\(|process\./);
  });
});
