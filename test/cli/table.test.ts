/** The table of architectures and the catalogue, through the command. */
import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { ARCHITECTURES } from "../../src/model/architectures.ts";

const MAIN = resolve(import.meta.dirname, "../../dist/cli/main.js");
const run = (...words: readonly string[]) => spawnSync(process.execPath, [MAIN, ...words], { encoding: "utf8" });

describe("commutant table", () => {
  it("decides every cell, and says with which method", () => {
    const { stdout, status } = run("table", "rank", "gauge/key-bias", "gauge/qk", "--json");
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
    // and where other coordinates are turned they do not
    expect([verdict("deepseek", "gauge/key-bias"), verdict("deepseek", "gauge/qk")]).toEqual(["proved", "proved"]);
    for (const row of rows) expect(verdict(row, "rank/W_OV")).toBe("proved");
    for (const cell of cells) expect(Object.keys(cell).slice(0, 4)).toEqual(["row", "column", "verdict", "method"]);
  });

  it("is Markdown too", () => {
    const { stdout } = run("table", "rank", "--format", "markdown", "--architecture", "llama", "bert");
    expect(stdout.split("\n")[0]).toBe("|  | llama | bert |");
    expect(stdout).toContain("| `rank/W_QK` | ✓ | ✓ |");
  });

  it("is a page too, a cell a verdict with its method, without a script", () => {
    const { stdout } = run("table", "rank", "--format", "html", "--architecture", "llama", "bert");
    expect(stdout.match(/<td class="good" title="proved: /g)).toHaveLength(4);
    expect(stdout).not.toMatch(/<script|https?:/);
  });

  it("has a proof or a counterexample behind each cell", () => {
    expect(run("table", "--cell", "llama/rank/W_QK").stdout).toContain("rank_mul_le_left");
    expect(run("table", "--cell", "llama/gauge/key-bias").stdout).toContain("smallest counterexample");
  });

  it("names a cell by the claim's name alone where one area has it", () => {
    expect(run("table", "--cell", "llama/key-bias").stdout).toContain("refuted  gauge/key-bias");
    expect(run("table", "--cell", "llama/shift").stderr).toContain("one of normalisation/shift, position/shift");
    expect(run("table", "--cell", "llama/keybias").stderr).toContain("did you mean key-bias?");
  });

  it("is the same by one thread and by two, and says what cells take", () => {
    const words = ["table", "rank", "heads", "--architecture", "llama", "bert", "t5"];
    const [one, two] = ["1", "2"].map((threads) => run(...words, "--threads", threads).stdout);
    const timeless = (text: string): string => text.replace(/[\d.]+ m?s\b/g, "…");
    expect(timeless(two!)).toBe(timeless(one!));
    expect(one).toMatch(/18 cells: .*; in [\d.]+ s, p50 [\d.]+ ms, p95 [\d.]+ ms/);
  });

  it("names architectures and formats that there are", () => {
    expect(run("table", "--architecture", "lama").stderr).toContain("llama");
    expect(run("table", "--format", "pdf").stderr).toContain("text, markdown, html, json");
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

  it("decides the others, as JSON and a line each with the time that they took", () => {
    const { results } = JSON.parse(run("claims", "--json").stdout) as {
      results: { id: string; verdict: string; method: string; ms: number; rocq?: boolean }[];
    };
    expect(results.length).toBeGreaterThanOrEqual(220);
    expect(results.filter(({ verdict }) => verdict === "open")).toEqual([]);
    for (const { rocq: _, ...result } of results)
      expect(Object.keys(result)).toEqual(["id", "verdict", "method", "ms"]);
    const rechecked = results.filter(({ rocq }) => rocq === true);
    expect(rechecked.length).toBeGreaterThan(150); // and none without the list of what Rocq has accepted
    for (const { verdict } of rechecked) expect(verdict).not.toBe("open");
    const lines = run("claims", "rank").stdout.split("\n");
    expect(lines[0]).toMatch(/^ {2}rank-scores-bound +true +bounds \+ rocq$/);
    expect(lines.at(-4)).toMatch(/^\d+ sentences: \d+ true, \d+ true under a condition, \d+ false$/);
    expect(lines.at(-3)).toMatch(/^\d+ proved, \d+ refuted exactly(, \d+ refuted on the precision ladder)?$/);
    expect(lines.at(-2)).toMatch(/^\d+ not stated yet; in [\d.]+ s, p50 [\d.]+ ms, p95 [\d.]+ ms$/);
  });

  it("shows a sentence by name with its counterexample, and its proof under its condition", () => {
    const { stdout } = run("claims", "sm-mask-after-softmax");
    expect(stdout).toMatch(
      /^sm-mask-after-softmax is true under condition\n[\s\S]*smallest counterexample[\s\S]*proved/,
    );
  });

  it("names the areas that there are", () => {
    expect(run("claims", "ranks").stderr).toMatch(/did you mean rank\?/);
  });
});
