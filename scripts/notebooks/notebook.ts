/**
 * Notebooks as files: Jupyter's nbformat 4.5, of which only what these notebooks use.
 *
 * Law   notebookText(parseNotebook(text)) is text, for what is written here.
 */

/** A MIME type and its text. */
export type Bundle = Readonly<Record<string, string>>;

/** What a cell shows. */
export type Output =
  | { readonly kind: "stream"; readonly name: string; readonly text: string }
  | { readonly kind: "result" | "display"; readonly data: Bundle }
  | { readonly kind: "error"; readonly name: string; readonly message: string };

/** A cell: text, or code with what it showed when it last ran. */
export type Cell =
  | { readonly kind: "markdown"; readonly id: string; readonly source: string }
  | { readonly kind: "code"; readonly id: string; readonly source: string; readonly outputs: readonly Output[] };

/** A notebook: its cells in order. */
export interface Notebook {
  readonly cells: readonly Cell[];
}

/** The kernel that runs the cells. */
const METADATA = {
  kernelspec: { display_name: "Deno", language: "typescript", name: "deno" },
  language_info: { file_extension: ".ts", mimetype: "text/x.typescript", name: "typescript" },
};

type Json = Readonly<Record<string, unknown>>;

/**
 * A notebook from its file.
 *
 * throws  Error for another version, cell or output than is written here
 */
export function parseNotebook(text: string): Notebook {
  const { nbformat, nbformat_minor, cells } = JSON.parse(text) as Json & { readonly cells: readonly Json[] };
  if (nbformat !== 4 || nbformat_minor !== 5)
    throw new Error(`notebook: expected nbformat 4.5, received ${nbformat}.${nbformat_minor}; save it anew`);
  return { cells: cells.map(cellOf) };
}

function cellOf({ cell_type, id, source, outputs }: Json): Cell {
  const shared = { id: String(id), source: joined(source) };
  if (cell_type === "markdown") return { kind: "markdown", ...shared };
  if (cell_type === "code") return { kind: "code", ...shared, outputs: (outputs as readonly Json[]).map(outputOf) };
  throw new Error(`notebook: expected a cell of markdown or code, received ${String(cell_type)}`);
}

function outputOf({ output_type, name, text, data, ename, evalue }: Json): Output {
  switch (output_type) {
    case "stream":
      return { kind: "stream", name: String(name), text: joined(text) };
    case "execute_result":
      return { kind: "result", data: bundleOf(data as Json) };
    case "display_data":
      return { kind: "display", data: bundleOf(data as Json) };
    case "error":
      return { kind: "error", name: String(ename), message: String(evalue) };
    default:
      throw new Error(`notebook: expected a stream, result, display or error, received ${String(output_type)}`);
  }
}

/** The texts of a bundle. */
export function bundleOf(data: Json): Bundle {
  return Object.fromEntries(Object.entries(data).map(([type, text]) => [type, joined(text)]));
}

/** Texts are lists of lines in a file, so that a change of one is seen as one. */
function joined(text: unknown): string {
  return Array.isArray(text) ? text.join("") : String(text);
}

function lines(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** The file of a notebook; code cells are counted in order, as a run from the first to the last counts them. */
export function notebookText({ cells }: Notebook): string {
  let count = 0;
  const rows = cells.map((cell) => {
    const { id, source } = cell;
    if (cell.kind === "markdown") return { cell_type: "markdown", id, metadata: {}, source: lines(source) };
    const execution_count = ++count;
    const outputs = cell.outputs.map((output) => outputRow(output, execution_count));
    return { cell_type: "code", execution_count, id, metadata: {}, outputs, source: lines(source) };
  });
  return `${JSON.stringify({ cells: rows, metadata: METADATA, nbformat: 4, nbformat_minor: 5 }, undefined, 1)}\n`;
}

function outputRow(output: Output, execution_count: number): Json {
  switch (output.kind) {
    case "stream":
      return { name: output.name, output_type: "stream", text: lines(output.text) };
    case "error":
      return { ename: output.name, evalue: output.message, output_type: "error", traceback: [] };
    case "result":
    case "display": {
      const data = Object.fromEntries(Object.entries(output.data).map(([type, text]) => [type, lines(text)]));
      return output.kind === "result"
        ? { data, execution_count, metadata: {}, output_type: "execute_result" }
        : { data, metadata: {}, output_type: "display_data" };
    }
  }
}
