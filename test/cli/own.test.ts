import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Built, build } from "./built.ts";

const EXAMPLE = readFileSync("test/examples/my-model.ts", "utf8");

let built: Built;
beforeAll(() => {
  built = build();
}, 120_000);
afterAll(() => built.remove());

/** The file, with a mistake in it. */
function write(file: string, ...changes: readonly (readonly [from: string, to: string])[]): string {
  let text = EXAMPLE;
  for (const [from, to] of changes) {
    expect(text).toContain(from);
    text = text.replace(from, to);
  }
  writeFileSync(join(built.folder, file), text);
  return file;
}

/** Where a text is in a file, as an error says it. */
function lineOf(text: string): number {
  return EXAMPLE.slice(0, EXAMPLE.indexOf(text)).split("\n").length;
}

describe("a file of one's own models and claims", () => {
  it("is the example of the README", () => {
    expect(readFileSync("README.md", "utf8")).toContain(EXAMPLE);
    expect(EXAMPLE.split("\n").length).toBeLessThan(45);
  });

  it("has its row in the table, its claims in columns", () => {
    const { code, out, err } = built.run([
      "table",
      write("my-model.ts"),
      "rank",
      "mine/doubled-input",
      "--format",
      "json",
    ]);
    expect(`${code} ${err}`).toBe("0 ");
    const { cells } = JSON.parse(out) as { cells: readonly { row: string; column: string; verdict: string }[] };
    expect(cells.map(({ row, column, verdict }) => [row, column, verdict])).toEqual([
      ["squared-relu", "rank/W_QK", "proved"],
      ["squared-relu", "rank/W_OV", "proved"],
      ["squared-relu", "mine/doubled-input", "proved"],
    ]);
  });

  it("is proved and explained, and what is false of it is refuted", () => {
    const { code, out } = built.run(["prove", write("my-model.ts")]);
    expect(code).toBe(1);
    expect(out).toMatch(/✓ proved {2}mine\/doubled-input/);
    expect(out).toMatch(/✗ refuted {2}mine\/negated-scores/);
    const explained = built.run(["explain", "my-model.ts", "rank/W_QK"]);
    expect(explained).toMatchObject({ code: 0, err: "" });
    const wrong = write("wrong.ts", ["constant(16)", "constant(8)"]);
    expect(built.run(["prove", wrong, "mine/doubled-input"]).out).toMatch(/✗ refuted {2}mine\/doubled-input/);
  });

  it("is checked with drawn parameters, its own claims and the library's", () => {
    const { code, out } = built.run(["check", write("checked.ts"), "mine", "rank", "--samples", "4"]);
    expect(code).toBe(0);
    expect(out).toMatch(/parameters drawn/);
    expect(out).toMatch(/● {2}mine\/doubled-input +8\/8 heads/);
    const wrong = write("checked-wrong.ts", ["constant(16)", "constant(8)"]);
    expect(built.run(["check", wrong, "mine", "--samples", "4"])).toMatchObject({
      code: 1,
      out: expect.stringContaining("replay  npx commutant check checked-wrong.ts mine/doubled-input"),
    });
  });

  it.each([
    ["shapes of a model", ["mul(Q, transpose(K))", "mul(Q, K)"], "mul(Q,", /mul: expected 2·r rows/],
    [
      "shapes of a claim",
      ["pattern(scale(constant(2), y))", "mul(y, pattern(scale(constant(2), y)))"],
      "return statement",
      /mul: expected/,
    ],
    ["a formula", ['"S: n × m"', '"S: n × "'], "export const negated", /expected/],
    [
      "a hypothesis",
      ['given: "S: n × m",', 'given: "S: n × m",\n  assume: ["curvy(S)"],'],
      "export const negated",
      /curvy/,
    ],
    [
      "a name that the library has",
      ['"squared-relu"', '"llama"'],
      "export const mine",
      /defineModel: expected a name of its own, received llama/,
    ],
    [
      "an id that the library has",
      ['"mine/doubled-input"', '"rank/W_QK"'],
      "export const doubled",
      /defineClaim: expected an id of its own, received rank\/W_QK/,
    ],
    ["syntax", ["export const mine = ", "export const mine == "], undefined, /broken.ts/],
  ] as const)("that is wrong in %s says so at its line", (_, change, at, says) => {
    const { code, err } = built.run(["table", write("broken.ts", change as readonly [string, string]), "mine"]);
    expect(code).toBe(2);
    expect(err).toMatch(says);
    expect(err).not.toContain("    at ");
    if (at !== undefined) expect(err).toContain(`broken.ts:${lineOf(at)}:`);
  });

  it("that is not there, or defines nothing, is refused by its name", () => {
    expect(built.run(["table", "nowhere.ts"])).toMatchObject({
      code: 2,
      err: expect.stringContaining("nowhere.ts: expected a file"),
    });
    writeFileSync(join(built.folder, "empty.ts"), "export const x = 1;\n");
    expect(built.run(["prove", "empty.ts"])).toMatchObject({ code: 2, err: expect.stringContaining("received x") });
    const twice = write("twice.ts", ['"mine/negated-scores"', '"mine/doubled-input"']);
    expect(built.run(["prove", twice])).toMatchObject({
      code: 2,
      err: expect.stringContaining("mine/doubled-input twice"),
    });
  });
});
