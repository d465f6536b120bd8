/** The site of the documentation is built, and its links are checked as it is. */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { parseNotebook } from "../../scripts/notebooks/notebook.ts";
import { titleOf } from "../../scripts/notebooks/page.ts";

describe("the site", () => {
  const site = resolve("docs/.vitepress/dist");

  it("is built without a dead link", { timeout: 600_000 }, () => {
    rmSync(site, { recursive: true, force: true });
    const { status, stdout, stderr } = spawnSync(
      "sh",
      ["-c", "npx --no-install typedoc && npx --no-install vitepress build docs"],
      { encoding: "utf8" },
    );
    expect(status, stdout + stderr).toBe(0);
  });

  /** What a page says, without what is around it on every page. */
  const page = (...path: readonly string[]): string =>
    readFileSync(join(site, "reference", ...path), "utf8")
      .split("<main")[1]!
      .split("</main>")[0]!;
  const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };
  const wordsOf = (html: string): string =>
    html.replace(/<[^>]+>/g, "").replace(/&([a-z]+|#39);/g, (whole, name: string) => ENTITIES[name] ?? whole);

  it("has a page for each axiom, that says the law", async () => {
    const { AXIOM_TOPICS } = await import("../../src/kernel/axioms.ts");
    const { schemaText } = await import("../../src/report/derivation/laws.ts");
    for (const [topic, axioms] of Object.entries(AXIOM_TOPICS)) {
      const folder = topic.replaceAll(" ", "-");
      const list = page("axioms", folder, "index.html");
      for (const { name, mathcomp } of axioms) {
        const own = page("axioms", folder, `${name}.html`);
        expect(wordsOf(own)).toContain(schemaText(name));
        expect(wordsOf(own)).toContain(mathcomp);
        expect(list).toContain(`href="./${name}"`);
      }
    }
  });

  it("has a page for each claim, with a verdict and the laws that it stands on", async () => {
    const { assertions, library } = await import("../../src/claim/library.ts");
    const list = page("claim", "index.html");
    for (const { id, title } of [...library, ...assertions])
      expect(page("claim", `${id.replace("/", "-")}.html`), `${id}: ${title}`).toMatch(
        /<strong>(proved|refuted|holds|inconclusive)<\/strong>/,
      );
    const all = [...library, ...assertions].map(({ id }) => id.replace("/", "-"));
    expect(all.filter((name) => !list.includes(`href="./${name}"`))).toEqual([]);
    expect(page("claim", "rank-W_QK.html")).toContain('href="/reference/axioms/rank-bounds/rank_mul_le_left"');
  });

  it("has a page for each sentence of the catalogue, with what it comes to", async () => {
    const { catalogue } = await import("../../src/claim/facts.ts");
    for (const [area, sentences] of catalogue) {
      const list = page("sentences", area, "index.html");
      for (const { catalogue: id, asserted, conditioned = [] } of sentences) {
        const own = page("sentences", area, `${id}.html`);
        const verdicts = [...own.matchAll(/<strong>(proved|refuted|holds|inconclusive)<\/strong>/g)];
        expect(verdicts, id).toHaveLength(asserted.length + conditioned.length);
        expect(list).toContain(`href="./${id}"`);
      }
    }
    const mixed = page("sentences", "seed", "seed-ov-product-order.html");
    expect(mixed).toContain("<strong>true under condition</strong>");
    expect(mixed).toContain("smallest counterexample");
  });

  it("has a page for each notebook, with what its cells showed, and the API", () => {
    const names = readdirSync("notebooks").filter((file) => file.endsWith(".ipynb"));
    expect(names.length).toBe(11);
    for (const name of names) {
      const notebook = parseNotebook(readFileSync(join("notebooks", name), "utf8"));
      const own = page("..", "notebooks", name.replace("ipynb", "html"));
      expect(wordsOf(own)).toContain(titleOf(notebook));
      const shown = notebook.cells.flatMap((cell) => (cell.kind === "code" ? cell.outputs : []));
      const drawn = shown.filter((output) => "data" in output && "image/svg+xml" in output.data);
      expect(own.match(/<img [^>]*src="(data:image\/svg|\/assets\/)/g) ?? [], name).toHaveLength(drawn.length);
    }
    for (const name of ["decide", "defineModel", "parseProblem"])
      expect(page("api", "index", "index.html")).toContain(name);
  });

  it("has pages of commands, formulas, interpreters and the config, made from the library", async () => {
    const { functionNames, functionOf } = await import("../../src/term/vocabulary.ts");
    const { KINDS } = await import("../../src/term/kind.ts");
    for (const name of ["check", "prove", "explain", "table", "merge"])
      expect(page("cli", `${name}.html`)).toContain(`commutant ${name}`);
    const [interpreters, formulas, config] = [
      page("support", "interpreters.html"),
      page("formulas.html"),
      page("config.html"),
    ];
    const usages = functionNames().flatMap((name) => functionOf(name)?.usage ?? []);
    expect(usages.filter((usage) => !interpreters.includes(`<code>${usage}</code>`))).toEqual([]);
    expect(interpreters).toContain("field: a finite field has no order");
    expect([...functionNames(), ...Object.keys(KINDS)].filter((name) => !formulas.includes(name))).toEqual([]);
    for (const key of ["models", "baseline", "timeLimit", "interpreter"]) expect(config).toContain(`>${key}<`);
  });
});
