/**
 * A notebook as a page of Markdown: for those who only read.
 *
 * Pictures are images by their tag: Markdown's own form takes no drawing for a source that is written out. Links to other notebooks go to their pages;
 * what else the repository has is named, since pages may stand apart from it.
 */
import type { Bundle, Cell, Notebook, Output } from "./notebook.ts";

/** The page of a notebook. */
export function pageOf({ cells }: Notebook): string {
  return `${cells.map(cellOf).join("\n\n")}\n`;
}

/** The title of a notebook: its first heading. */
export function titleOf({ cells }: Notebook): string | undefined {
  return /^# (.+)$/m.exec(cells[0]?.source ?? "")?.[1];
}

function cellOf(cell: Cell): string {
  if (cell.kind === "markdown")
    return cell.source
      .replace(/\]\((\d\d-[\w-]+)\.ipynb\)/g, "](./$1.md)")
      .replace(/\[([^\]]+)\]\(\.\.\/([^)]+)\)/g, "$1 (`$2`)");
  return [fenced("ts", cell.source), ...cell.outputs.map(outputOf)].join("\n\n");
}

function outputOf(output: Output): string {
  switch (output.kind) {
    case "stream":
      return fenced("text", output.text);
    case "error":
      return fenced("text", `${output.name}: ${output.message}`);
    case "result":
    case "display":
      return shown(output.data);
  }
}

/** The richest form of what is shown. Headings of a derivation go below those of the page. */
function shown(data: Bundle): string {
  const picture = data["image/svg+xml"];
  if (picture !== undefined) {
    const alt = /<title>(.*?)<\/title>/.exec(picture)?.[1] ?? "";
    return `<img alt="${alt.replaceAll('"', "&quot;")}" src="data:image/svg+xml;base64,${Buffer.from(picture).toString("base64")}">`;
  }
  return data["text/markdown"]?.replace(/^(#+ )/gm, "##$1").trimEnd() ?? fenced("text", data["text/plain"] ?? "");
}

function fenced(language: string, text: string): string {
  const ticks = "`".repeat(Math.max(3, ...(text.match(/`+/g) ?? []).map((run) => run.length + 1)));
  return `${ticks}${language}\n${text.trimEnd()}\n${ticks}`;
}
