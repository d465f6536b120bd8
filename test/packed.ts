/** The package as a user gets it: packed, and installed in an empty folder. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pythonOfTests } from "./runtime/python.ts";

/** A folder with the package installed. */
export interface Packed {
  readonly folder: string;
  /** Runs a program there. */
  readonly run: (command: string, args: readonly string[]) => { readonly code: number | null; readonly text: string };
  readonly remove: () => void;
}

/** Packs what was built, and installs it with vitest beside it; `python3` is the Python of the tests there. */
export function installPacked(): Packed {
  const folder = mkdtempSync(join(tmpdir(), "commutant-packed-"));
  const run: Packed["run"] = (command, args) => {
    const env = { ...process.env, NO_COLOR: "1", PATH: `${join(folder, "bin")}:${process.env.PATH}` };
    const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, encoding: "utf8", env });
    return { code: status, text: stdout + stderr };
  };
  spawnSync("npm", ["pack", "--ignore-scripts", "--pack-destination", folder], { encoding: "utf8" });
  const tarball = readdirSync(folder).find((file) => file.endsWith(".tgz"))!;
  const { devDependencies } = JSON.parse(readFileSync("package.json", "utf8")) as {
    devDependencies: { vitest: string };
  };
  const dependencies = { commutant: `file:${tarball}`, vitest: devDependencies.vitest };
  writeFileSync(
    join(folder, "package.json"),
    JSON.stringify({ name: "project", private: true, type: "module", dependencies }),
  );
  mkdirSync(join(folder, "bin"));
  writeFileSync(join(folder, "bin/python3"), `#!/bin/sh\nexec ${pythonOfTests()} "$@"\n`, { mode: 0o755 });
  const { code, text } = run("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline"]);
  if (code !== 0) throw new Error(text);
  return { folder, run, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
