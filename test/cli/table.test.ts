/** The table of architectures and the catalogue, through the command. */
import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { ARCHITECTURES } from "../../src/model/architectures.ts";

const MAIN = resolve(import.meta.dirname, "../../dist/cli/main.js");
const run = (...words: readonly string[]) => spawnSync(process.execPath, [MAIN, ...words], { encoding: "utf8" });

describe("commutant table", () => {
  it("decides every cell, and says with which method", () => {
    const { stdout, status } = run("table", "rank", "gauge", "--format", "json");
    const { rows, columns, cells } = JSON.parse(stdout) as {
      rows: string[];
      columns: string[];
      cells: { row: string; column: string; verdict: string; method: string }[];
    };
    expect(rows).toEqual(Object.keys(ARCHITECTURES));
    expect(status).toBe(cells.some((cell) => cell.verdict === "holds") ? 3 : 0);
    expect(cells).toHaveLength(rows.length * columns.length);
    const verdict = (row: string, column: string) =>
      cells.find((cell) => cell.row === row && cell.column === column)!.verdict;
    // rotations stand between a bias and the dot product
    expect([verdict("gpt2", "gauge/key-bias"), verdict("qwen2", "gauge/key-bias")]).toEqual(["proved", "refuted"]);
    for (const row of rows) expect(verdict(row, "rank/W_OV")).toBe("proved");
  });

  it("is Markdown too", () => {
    const { stdout } = run("table", "rank", "--format", "markdown", "--architecture", "llama", "bert");
    expect(stdout.split("\n")[0]).toBe("|  | llama | bert |");
    expect(stdout).toContain("| `rank/W_QK` | ✓ | ✓ |");
  });

  it("has a proof or a counterexample behind each cell", () => {
    expect(run("table", "--cell", "llama/rank/W_QK").stdout).toContain("rank_mul_le_left");
    expect(run("table", "--cell", "llama/gauge/key-bias").stdout).toContain("smallest counterexample");
  });

  it("names architectures and formats that there are", () => {
    expect(run("table", "--architecture", "lama").stderr).toContain("llama");
    expect(run("table", "--format", "pdf").stderr).toContain("text, markdown, json");
  });
});

describe("commutant claims", () => {
  it("lists what is not stated, with what is missing", () => {
    const { missing } = JSON.parse(run("claims", "--missing", "--json").stdout) as {
      missing: { catalogue: string; needs: string }[];
    };
    expect(missing.length).toBeGreaterThan(0);
    for (const { needs } of missing) expect(needs).not.toBe("");
  });

  it("decides the others", () => {
    const { results } = JSON.parse(run("claims", "--decide", "--json").stdout) as {
      results: { id: string; verdict: string; method: string; ms: number }[];
    };
    expect(results.length).toBeGreaterThanOrEqual(210);
    expect(results.filter(({ verdict }) => verdict === "open")).toEqual([]);
  });
});
