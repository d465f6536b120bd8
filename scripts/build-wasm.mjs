/**
 * Compiles src/runtime/wasm/assembly to src/runtime/wasm/kernels.wasm.ts.
 *
 *     node scripts/build-wasm.mjs            writes the file
 *     node scripts/build-wasm.mjs --check    fails unless the file is what would be written
 */

import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const root = fileURLToPath(new URL("..", import.meta.url));
const target = `${root}src/runtime/wasm/kernels.wasm.ts`;

const options = [
  ...["--baseDir", root, "--outFile", "kernels.wasm"],
  ...["--enable", "simd", "--enable", "threads", "--enable", "bulk-memory"],
  ...["--importMemory", "--sharedMemory", "--initialMemory", "1", "--maximumMemory", "65536"],
  ...["--runtime", "stub", "--optimizeLevel", "3", "--shrinkLevel", "0", "--noAssert"],
];

async function compile() {
  let binary;
  const { error, stderr } = await asc.main(["src/runtime/wasm/assembly/index.ts", ...options], {
    writeFile: (name, contents) => {
      if (name === "kernels.wasm") binary = contents;
    },
  });
  if (error !== null) throw new Error(`${error.message}\n${stderr.toString()}`);
  return binary;
}

const base64 = Buffer.from(await compile()).toString("base64");
const source = `/** The kernels of src/runtime/wasm/assembly, compiled by scripts/build-wasm.mjs. Do not edit. */
export const KERNELS =
  "${base64}";
`;

if (process.argv.includes("--check")) {
  if (readFileSync(target, "utf8") !== source) {
    console.error("kernels.wasm.ts is not what its sources compile to; run npm run build:wasm");
    process.exitCode = 1;
  }
} else {
  writeFileSync(target, source);
  console.log(`kernels.wasm.ts: ${(base64.length * 3) / 4} bytes of WebAssembly`);
}
