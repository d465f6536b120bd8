import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";

/** A folder imports only from itself and from floors below it. */
const FLOORS: Readonly<Record<string, number>> = {
  term: 0,
  kernel: 1,
  interpret: 1,
  prover: 2,
  model: 2,
  claim: 3,
  runtime: 3,
  check: 4,
  report: 5,
  vitest: 6,
  cli: 6,
  explorer: 6,
};
const SOURCE = resolve(import.meta.dirname, "../src");
const AUTHORED_ELSEWHERE = /runtime\/wasm\/assembly\//; // AssemblyScript, another language

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? sources(path) : /\.tsx?$/.test(path) && !AUTHORED_ELSEWHERE.test(path) ? [path] : [];
  });
}

function importsOf(path: string): string[] {
  const specifiers = [...readFileSync(path, "utf8").matchAll(/(?:from|import\()\s*"(\.[^"]+)"/g)].map(
    (match) => match[1]!,
  );
  return specifiers.map((specifier) => resolve(dirname(path), specifier)).filter((target) => target.startsWith(SOURCE));
}

function folderOf(path: string): string {
  return relative(SOURCE, path).split("/")[0]!;
}

/** Imports that go up or sideways, as `from → to`. */
function breaches(edges: readonly (readonly [string, string])[]): string[] {
  return edges
    .filter(
      ([from, to]) =>
        folderOf(from) !== folderOf(to) &&
        !((FLOORS[folderOf(to)] ?? Number.POSITIVE_INFINITY) < FLOORS[folderOf(from)]!),
    )
    .map(([from, to]) => `${relative(SOURCE, from)} → ${relative(SOURCE, to)}`);
}

const FILES = sources(SOURCE).filter((path) => dirname(path) !== SOURCE);
const EDGES = FILES.flatMap((path) => importsOf(path).map((target) => [path, target] as const));

describe("the tree", () => {
  it("has a floor for each folder", () => {
    expect([...new Set(FILES.map(folderOf))].filter((folder) => !Object.hasOwn(FLOORS, folder))).toEqual([]);
  });

  it("imports only from floors below", () => {
    expect(EDGES.length).toBeGreaterThan(100);
    expect(breaches(EDGES)).toEqual([]);
  });

  it("would notice an import that goes up, or sideways", () => {
    const [up, sideways] = [
      [join(SOURCE, "term/term.ts"), join(SOURCE, "check/judge.ts")],
      [join(SOURCE, "claim/claim.ts"), join(SOURCE, "runtime/engine.ts")],
    ] as const;
    expect(breaches([up, sideways])).toEqual(["term/term.ts → check/judge.ts", "claim/claim.ts → runtime/engine.ts"]);
  });

  it("keeps interpreters apart: float and ONNX do not see each other", () => {
    const between = EDGES.filter(([from, to]) => /interpret\/onnx/.test(from) && /interpret\/float/.test(to));
    const back = EDGES.filter(([from, to]) => /interpret\/float/.test(from) && /interpret\/onnx/.test(to));
    expect([...between, ...back]).toEqual([]);
  });

  it("has no barrel files but the public one", () => {
    expect(FILES.filter((path) => path.endsWith("/index.ts"))).toEqual([]);
  });

  it("keeps clock, console and chance out of everything below the command line", () => {
    const impure = FILES.filter((path) => FLOORS[folderOf(path)]! < 6 && folderOf(path) !== "runtime");
    expect(
      impure.filter((path) => /Math\.random|Date\.now|performance\.now|console\./.test(readFileSync(path, "utf8"))),
    ).toEqual([]);
  });
});
