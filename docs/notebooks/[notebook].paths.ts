/** A page for each notebook, made from what is stored in it. */
import { readdirSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { parseNotebook } from "../../scripts/notebooks/notebook.ts";
import { pageOf } from "../../scripts/notebooks/page.ts";

const FOLDER = resolve(import.meta.dirname, "../../notebooks");

export default {
  watch: [join(FOLDER, "*.ipynb")],
  paths: () =>
    readdirSync(FOLDER)
      .filter((file) => file.endsWith(".ipynb"))
      .map((file) => ({
        params: { notebook: basename(file, ".ipynb") },
        content: pageOf(parseNotebook(readFileSync(join(FOLDER, file), "utf8"))),
      })),
};
