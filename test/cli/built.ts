/** The command line as it is installed: built once into a folder of its own, run as a process. */
import { spawnSync } from "node:child_process";
import { copyFileSync, cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** A built package, and how to run its command. */
export interface Built {
  readonly folder: string;
  readonly main: string;
  readonly run: (args: readonly string[], env?: Readonly<Record<string, string>>) => Ran;
  readonly remove: () => void;
}

/** What a process answered. */
export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Builds the package into a temporary folder. */
export function build(): Built {
  const folder = mkdtempSync(join(tmpdir(), "commutant-"));
  const tsc = resolve("node_modules/typescript/bin/tsc");
  spawnSync(process.execPath, [tsc, "-p", "tsconfig.build.json", "--outDir", join(folder, "dist")]);
  copyFileSync("package.json", join(folder, "package.json"));
  symlinkSync(resolve("node_modules"), join(folder, "node_modules"), "dir");
  for (const part of ["checkpoints", "python", "proofs"]) cpSync(part, join(folder, part), { recursive: true });
  const main = join(folder, "dist/cli/main.js");
  return {
    folder,
    main,
    run: (args, env = {}) => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
        cwd: folder,
        env: { ...process.env, ...env },
        encoding: "utf8",
        maxBuffer: 1 << 28,
      });
      return { code: status, out: stdout, err: stderr };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
