/** The commands of the command line, each with its help as it prints it. */
import { execFileSync } from "node:child_process";
import { resolve } from "node:path";

const MAIN = resolve(import.meta.dirname, "../dist/cli/main.js");

/** What a command says of itself. */
export function helpOf(...command: readonly string[]): string {
  return execFileSync(process.execPath, [MAIN, ...command, "--help"], {
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1", COLUMNS: "100" },
  });
}

/** The options of a command with what its help says of them, by their long names. */
export function optionsOf(command: string): ReadonlyMap<string, string> {
  const text = helpOf(command).replace(/\n {10,}/g, " "); // what goes on in the next line
  const lines = text.matchAll(/^ {2}(?:-\w, )?--([a-z-]+)(?: <[^>]+>)? {2,}(.+)$/gm);
  return new Map([...lines].map((match) => [match[1]!, match[2]!.replace(/\s+/g, " ")]));
}

/** The names of all commands, in the order in which the program lists them. */
export const COMMANDS: readonly string[] = [...helpOf().matchAll(/^ {2}([a-z]+) .*$/gm)]
  .map((match) => match[1]!)
  .filter((name) => name !== "help");
