/** Nothing that a formula, a statement file or a model's folder says is run: what tries to leave a mark leaves none. */
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Built, build, type Ran } from "./built.ts";

let built: Built;
let mark: string;
beforeAll(() => {
  built = build();
  mark = join(built.folder, "mark");
});
afterAll(() => built.remove());

const GIVEN = ["--given", "x: C×E"];
/** JavaScript that leaves the mark, for wherever text might be run. */
const leaving = (): string => `process.getBuiltinModule("fs").writeFileSync(${JSON.stringify(mark)}, "")`;

function expectNoMark({ code, err }: Ran, told: RegExp): void {
  expect(err).toMatch(told);
  expect(code).toBe(2);
  expect(existsSync(mark)).toBe(false);
}

describe("a formula", () => {
  it.each([
    ["a call of what a property holds", (js: string) => `constructor.constructor(${JSON.stringify(js)})() = x`],
    ["a property by its name", (js: string) => `x["constructor"]["constructor"](${JSON.stringify(js)})() = x`],
    ["the parser of the library", (js: string) => `evaluate(${JSON.stringify(js)}) = x`],
    ["a function of its own", () => "f(y) = y"],
    ["an assignment", () => "x = y = x"],
    ["an object", () => "import({relu: 1}) = x"],
    ["a template", (js: string) => `\`\${${js}}\` = x`],
    ["a unit", () => 'createUnit("m") = x'],
  ])("is never run: %s", (_, formula) => {
    expectNoMark(built.run(["prove", formula(leaving()), ...GIVEN]), /expected/);
  });

  it("is never run where it is declared or assumed", () => {
    const js = leaving();
    expectNoMark(built.run(["prove", "x = x", "--given", `x: ${js}`]), /expected/);
    expectNoMark(built.run(["prove", "x = x", ...GIVEN, "--assume", `${js} = x`]), /expected/);
    expectNoMark(built.run(["prove", "x = x", ...GIVEN, "--where", `C = ${js}`]), /expected/);
  });
});

describe("a statement file", () => {
  it("is data: what it says in the place of a formula is told as a mistake", () => {
    const { syntax, entries } = JSON.parse(readFileSync("test/fixtures/statements/statements.json", "utf8"));
    const file = join(built.folder, "statements.json");
    const hostile = { ...entries[0], id: "hostile", lhs: leaving(), rhs: `(() => ${leaving()})()` };
    writeFileSync(file, JSON.stringify({ syntax, entries: [hostile, { ...entries[0], id: "kept" }] }));
    const { out } = built.run(["prove", "--file", file, "--json", "-"]);
    const { results } = JSON.parse(out) as { readonly results: readonly { id: string; verdict: string }[] };
    expect(results.map(({ id, verdict }) => [id, verdict === "proved"])).toEqual([
      ["hostile", false],
      ["kept", true],
    ]);
    expect(existsSync(mark)).toBe(false);
    writeFileSync(file, leaving());
    expectNoMark(built.run(["prove", "--file", file]), /expected/);
  });
});

describe("a model's folder", () => {
  const folder = (): string => join(built.folder, "hostile");
  /** Everything in a folder that some program runs when it opens one. */
  const lay = (config: Readonly<Record<string, unknown>> = {}): void => {
    mkdirSync(folder(), { recursive: true });
    cpSync("test/fixtures/families/gpt2", folder(), { recursive: true });
    const js = leaving();
    const python = `open(${JSON.stringify(mark)}, "w")`;
    for (const name of [
      "index.js",
      "config.js",
      "config.mjs",
      "commutant.config.ts",
      "commutant.config.js",
      "model.ts",
    ])
      writeFileSync(join(folder(), name), js);
    for (const name of ["modeling_gpt2.py", "sitecustomize.py", "__init__.py"])
      writeFileSync(join(folder(), name), python);
    writeFileSync(join(folder(), "package.json"), JSON.stringify({ main: "index.js", scripts: { install: js } }));
    writeFileSync(join(folder(), "pytorch_model.bin"), `cos\nsystem\n(S'touch ${mark}'\ntR.`); // a pickle
    const own = JSON.parse(readFileSync(join(folder(), "config.json"), "utf8"));
    writeFileSync(join(folder(), "config.json"), JSON.stringify({ ...own, ...config }));
  };

  it("is read as numbers and a config, whatever lies beside them", () => {
    lay();
    const { code, err } = built.run(["check", folder(), "rank", "--samples", "2"]);
    expect(`${code} ${err}`).toBe("0 ");
    expect(existsSync(mark)).toBe(false);
  });

  it("names no code of its own to be run", () => {
    lay({ auto_map: { AutoModel: "modeling_gpt2.Model" } });
    expectNoMark(built.run(["check", folder(), "rank", "--samples", "2"]), /auto_map/);
  });

  it("has no formulas: a config's text in the place of a number or a name is a mistake", () => {
    for (const field of ["n_layer", "layer_norm_epsilon", "activation_function", "model_type"]) {
      lay({ [field]: leaving() });
      expectNoMark(built.run(["check", folder(), "rank", "--samples", "2"]), new RegExp(field));
    }
  });

  it("is no place to take weights from that have to be run", () => {
    lay();
    writeFileSync(join(folder(), "model.safetensors"), readFileSync(join(folder(), "pytorch_model.bin")));
    expectNoMark(built.run(["check", folder(), "rank", "--samples", "2"]), /model\.safetensors/);
  });
});
