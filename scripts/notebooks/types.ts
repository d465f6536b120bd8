/**
 * The types of cells: the kernel runs TypeScript without looking at its types, so the compiler looks here.
 *
 * The code cells of a notebook are one module, as they are one scope in the kernel; where the compiler complains is told
 * by cell.
 */
import { dirname, join } from "node:path";
import ts from "typescript";
import type { Notebook } from "./notebook.ts";

/** What the compiler says of a place in a notebook. */
export interface TypeFault {
  /** The notebook's name. */
  readonly notebook: string;
  /** The cell's id; none for what is said of no place. */
  readonly cell: string | undefined;
  /** From 1. */
  readonly line: number;
  readonly message: string;
}

/** A notebook's code as one module, and on which of its lines each cell begins. */
interface Module {
  readonly name: string;
  readonly text: string;
  readonly starts: readonly { readonly cell: string; readonly line: number }[];
}

/** What is wrong with the types of notebooks that stand in a folder, under the options of a tsconfig. */
export function typeFaults(
  notebooks: Readonly<Record<string, Notebook>>,
  folder: string,
  tsconfig: string,
): readonly TypeFault[] {
  const modules = new Map(
    Object.entries(notebooks).map(([name, notebook]) => [join(folder, `${name}.cells.ts`), moduleOf(name, notebook)]),
  );
  const { config } = ts.readConfigFile(tsconfig, ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, files: [], include: [] }, ts.sys, dirname(tsconfig));
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists } = host;
  host.readFile = (file) => modules.get(file)?.text ?? readFile(file);
  host.fileExists = (file) => modules.has(file) || fileExists(file);
  const program = ts.createProgram([...modules.keys()], { ...options, noEmit: true }, host);
  return ts.getPreEmitDiagnostics(program).map((found) => faultOf(found, modules));
}

function moduleOf(name: string, { cells }: Notebook): Module {
  const starts: Module["starts"][number][] = [];
  let text = "";
  for (const cell of cells) {
    if (cell.kind !== "code") continue;
    starts.push({ cell: cell.id, line: text.split("\n").length - 1 });
    text += `${cell.source}\n;\n`; // the value of a cell needs no semicolon, the next cell does
  }
  return { name, text: `${text}export {};\n`, starts };
}

function faultOf({ file, start, messageText }: ts.Diagnostic, modules: ReadonlyMap<string, Module>): TypeFault {
  const message = ts.flattenDiagnosticMessageText(messageText, "\n");
  const module = file === undefined ? undefined : modules.get(file.fileName);
  if (module === undefined) return { notebook: file?.fileName ?? "", cell: undefined, line: 0, message };
  const { line } = file!.getLineAndCharacterOfPosition(start ?? 0);
  const begun = module.starts.filter((one) => one.line <= line).at(-1);
  return { notebook: module.name, cell: begun?.cell, line: line - (begun?.line ?? 0) + 1, message };
}
