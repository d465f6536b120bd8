/** The documentation's site: what is written by hand, and what is made from the library, side by side. */
import { readdirSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { defineConfig } from "vitepress";
import { catalogue } from "../../dist/claim/facts.js";
import { parseNotebook } from "../../scripts/notebooks/notebook.ts";
import { titleOf } from "../../scripts/notebooks/page.ts";
import { COMMANDS } from "../commands.ts";
import { TOPICS } from "../laws.ts";

const NOTEBOOKS = resolve(import.meta.dirname, "../../notebooks");
const pages = (folder: string, names: readonly string[]) =>
  names.map((name) => ({ text: name, link: `/${folder}/${name}` }));
const folders = (folder: string, names: readonly string[]) =>
  names.map((name) => ({ text: name.replaceAll("-", " "), link: `/${folder}/${name}/` }));
/** Notebooks by their first headings. */
const notebooks = readdirSync(NOTEBOOKS)
  .filter((file) => file.endsWith(".ipynb"))
  .map((file) => {
    const name = basename(file, ".ipynb");
    return {
      text: titleOf(parseNotebook(readFileSync(join(NOTEBOOKS, file), "utf8"))) ?? name,
      link: `/notebooks/${name}`,
    };
  });

const { description } = JSON.parse(readFileSync(join(import.meta.dirname, "../../package.json"), "utf8")) as {
  description: string;
};

export default defineConfig({
  title: "Commutant",
  description,
  cleanUrls: true,
  metaChunk: true, // else each of a thousand pages carries the hashes of all
  markdown: { math: true },
  themeConfig: {
    search: { provider: "local" },
    sidebar: [
      { text: "Tutorial", link: "/tutorial" },
      {
        text: "How to",
        items: [
          { text: "state a claim of one's own", link: "/guide/claim" },
          { text: "bring an architecture of one's own", link: "/guide/architecture" },
          { text: "check a Python model in CI", link: "/guide/python" },
          { text: "run in GitHub Actions", link: "/guide/github-actions" },
        ],
      },
      {
        text: "Why",
        items: [
          { text: "the evidence ladder", link: "/explanation/evidence" },
          { text: "what must be believed", link: "/explanation/trust" },
          { text: "no tolerance", link: "/explanation/tolerance" },
        ],
      },
      { text: "Notebooks", collapsed: true, items: notebooks },
      {
        text: "Reference",
        items: [
          { text: "Commands", collapsed: true, items: pages("reference/cli", COMMANDS) },
          { text: "Formulas", link: "/reference/formulas" },
          { text: "commutant.config.ts", link: "/reference/config" },
          { text: "Claims", link: "/reference/claim/" },
          { text: "Sentences", collapsed: true, items: folders("reference/sentences", [...catalogue.keys()]) },
          { text: "Axioms", collapsed: true, items: folders("reference/axioms", [...TOPICS.keys()]) },
          { text: "Operations and interpreters", link: "/reference/support/interpreters" },
          { text: "API", link: "/reference/api/" },
        ],
      },
    ],
  },
});
