import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { Kernel } from "../../scripts/notebooks/kernel.ts";

it("a kernel that ends at once is started again, on other ports, and given up after three times", async () => {
  const folder = mkdtempSync(join(tmpdir(), "commutant-kernel-test-"));
  try {
    const [deno, started] = [join(folder, "deno"), join(folder, "started")];
    writeFileSync(deno, `#!/bin/sh\ncat "$4" >> ${started}\necho >> ${started}\nexit 1\n`);
    chmodSync(deno, 0o755);
    await expect(Kernel.start(deno, folder)).rejects.toThrow("received none");
    const connections = readFileSync(started, "utf8").trim().split("\n");
    expect(new Set(connections).size).toBe(3);
    rmSync(started);
    await expect(Kernel.start(join(folder, "none"), folder)).rejects.toThrow("received none");
    expect(existsSync(started)).toBe(false);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
