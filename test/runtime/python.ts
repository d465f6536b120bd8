/** A Python with numpy, which the tests of the bridge need. */
import { spawnSync } from "node:child_process";
import { Fault } from "../../src/term/fault.ts";

const CANDIDATES = [process.env.COMMUTANT_PYTHON, "python3", "/usr/bin/python3"];

/** Where an interpreter is that imports a module: by its path, since a test may put another one of its name first. */
function placeOf(interpreter: string, module: string): string | undefined {
  const { status, stdout } = spawnSync(interpreter, ["-c", `import sys, ${module}; print(sys.executable)`], {
    encoding: "utf8",
  });
  return status === 0 ? stdout.trim() : undefined;
}

/** The first Python that imports a module, or undefined. */
export function pythonWith(module: string): string | undefined {
  for (const one of CANDIDATES) {
    const place = one === undefined ? undefined : placeOf(one, module);
    if (place !== undefined) return place;
  }
  return undefined;
}

/** The Python with numpy; a test without one must not pass in silence. */
export function pythonOfTests(): string {
  const found = pythonWith("numpy");
  if (found !== undefined) return found;
  throw new Fault({
    op: "tests of the bridge",
    expected: "a Python with numpy",
    received: "none",
    next: "install python3-numpy, or name a Python in COMMUTANT_PYTHON",
  });
}
