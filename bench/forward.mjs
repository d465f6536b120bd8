/** Forward passes at 128 tokens: our engines beside PyTorch on the same cores. Usage: node bench/forward.mjs */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chooseEngine } from "../dist/cli/engine.js";
import { openCheckpoint } from "../dist/runtime/checkpoint.js";
import { loadModel } from "../dist/runtime/load.js";
import { runOf } from "../dist/runtime/run.js";
import { gpt2Small } from "./gpt2-small.mjs";

const TOKENS = 128;
const REPEATS = 10;
const MINILM = "downloads/all-MiniLM-L6-v2";

async function milliseconds(folder, engineName, precision) {
  const engine = await chooseEngine(engineName);
  const model = loadModel(
    await openCheckpoint(folder, engine.allocate === undefined ? {} : { allocate: engine.allocate }),
  );
  const run = runOf(
    model,
    Array.from({ length: TOKENS }, (_, i) => i),
  );
  const outputs = [run.logits ?? run.streams.at(-1)];
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < REPEATS; i++) {
    const start = performance.now();
    await engine.evaluate(outputs, run.bindings, precision);
    if (i > 0) best = Math.min(best, performance.now() - start);
  }
  await engine.close();
  return best;
}

const models = { gpt2: gpt2Small(), ...(existsSync(MINILM) ? { minilm: MINILM } : {}) };
const python = spawnSync(process.env.PYTHON ?? "python3", ["bench/forward.py", MINILM], { encoding: "utf8" });
const torch = python.status === 0 ? JSON.parse(python.stdout) : undefined;
console.log(torch === undefined ? "PyTorch: not found (set PYTHON)" : `PyTorch ${torch.torch}`);
for (const [name, folder] of Object.entries(models)) {
  const theirs = torch === undefined ? undefined : Math.min(...Object.values(torch[name]));
  if (theirs !== undefined) console.log(`${name.padEnd(8)} torch f32  ${theirs.toFixed(1).padStart(8)} ms`);
  for (const [engine, precision] of [
    ["onnx", "f32"],
    ["wasm", "f32"],
    ["wasm", "f64"],
  ]) {
    const ours = await milliseconds(folder, engine, precision);
    const ratio = theirs === undefined ? "" : `  ${(ours / theirs).toFixed(2)} × PyTorch f32`;
    console.log(`${name.padEnd(8)} ${engine} ${precision}   ${ours.toFixed(1).padStart(8)} ms${ratio}`);
  }
}
