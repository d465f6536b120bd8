/** A Python with numpy, which the tests of the bridge need. */
import { spawnSync } from "node:child_process";
import { Fault } from "../../src/term/fault.ts";

const CANDIDATES = [process.env.COMMUTANT_PYTHON, "python3", "/usr/bin/python3"];

function imports(interpreter: string, module: string): boolean {
  return spawnSync(interpreter, ["-c", `import ${module}`]).status === 0;
}

/** The first Python that imports a module, or undefined. */
export function pythonWith(module: string): string | undefined {
  return CANDIDATES.find((one): one is string => one !== undefined && imports(one, module));
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
