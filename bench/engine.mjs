/**
 * The WebAssembly engine on what it is for, beside the plain interpreter, in one run:
 *
 * - the logits of a random model of GPT-2-small's size, read into the engine's memory;
 * - both sides of a claim about a head at C = 16, E = 64, d = 16, run again on new values.
 *
 *     npm run build && node bench/engine.mjs [tokens, 128]
 *
 * Each number is the best of several rounds. The interpreter does one block of the model, not twelve.
 */
import { siteOf } from "../dist/claim/claim.js";
import { permutationClaims } from "../dist/claim/permutation.js";
import { tabulate } from "../dist/interpret/dense.js";
import { notes } from "../dist/model/notes.js";
import { openCheckpoint } from "../dist/runtime/checkpoint.js";
import { plainEngine, stored } from "../dist/runtime/engine.js";
import { loadModel } from "../dist/runtime/load.js";
import { runOf } from "../dist/runtime/run.js";
import { wasmEngine } from "../dist/runtime/wasm-engine.js";
import { evaluateDim } from "../dist/term/dimension.js";
import { gpt2Small } from "./gpt2-small.mjs";

const [tokens = "128"] = process.argv.slice(2);
const C = Number(tokens);
const ROUNDS = 8;

/** Milliseconds of the fastest of `rounds`, each of `times` calls. */
async function best(rounds, times, f) {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    for (let i = 0; i < times; i++) await f();
    least = Math.min(least, (performance.now() - start) / times);
  }
  return least;
}

/** Multiplications and additions of the products of `blocks` blocks, and of the logits. unit  FLOP */
function forwardFlop(blocks, { E, F, V }, withLogits) {
  const block = 2 * C * (4 * E * E + 2 * E * F) + 4 * C * C * E;
  return blocks * block + (withLogits ? 2 * C * E * V : 0);
}

function line(what, ms, flop) {
  const speed =
    flop === undefined ? `${Math.round(1000 / ms)} evaluations/s` : `${(flop / ms / 1e6).toFixed(2)} GFLOP/s`;
  const time = ms < 1 ? `${(1000 * ms).toFixed(1)} µs` : `${ms.toFixed(1)} ms`;
  console.log(`${what.padEnd(44)} ${time.padStart(10)}   ${speed}`);
}

const GPT2 = { E: 768, F: 3072, V: 50257, L: 12 };
const engines = [1, 2].map((threads) => [`wasm, ${threads} thread${threads > 1 ? "s" : ""}`, wasmEngine({ threads })]);
const plain = plainEngine();

for (const [name, engine] of engines) {
  const model = loadModel(await openCheckpoint(gpt2Small(), { allocate: engine.allocate }));
  const run = runOf(
    model,
    Array.from({ length: C }, (_, i) => (i * 397) % GPT2.V),
  );
  for (const precision of ["f32", "f64"]) {
    const start = performance.now();
    await engine.evaluate([run.logits], run.bindings, precision);
    const first = performance.now() - start;
    const ms = await best(ROUNDS, 1, () => engine.evaluate([run.logits], run.bindings, precision));
    line(`GPT-2 small, ${C} tokens, ${precision}, ${name}`, ms, forwardFlop(GPT2.L, GPT2, true));
    console.log(`  the first time, with compiling: ${first.toFixed(0)} ms`);
  }
  const x = tabulate(C, GPT2.E, "f64", (i, j) => Math.sin(i * GPT2.E + j));
  const { architecture } = model;
  const { variable } = await import("../dist/term/term.js");
  const block = architecture.block(variable("x", "C", architecture.width), [0], run.context);
  const bindings = { ...run.bindings, variable: (of) => (of.name === "x" ? x : run.bindings.variable(of)) };
  for (const precision of ["f32", "f64"]) {
    const ms = await best(ROUNDS, 1, () => engine.evaluate([block], bindings, precision));
    line(`one block of it, ${precision}, ${name}`, ms, forwardFlop(1, GPT2, false));
    if (engine !== engines[0][1]) {
      const slow = await best(1, 1, () => plain.evaluate([block], bindings, precision));
      line(`one block of it, ${precision}, plain`, slow, forwardFlop(1, GPT2, false));
    }
  }
}

const sizes = { C: 16, r: 32, d: 16, H: 1, F: 64, L: 1, V: 2 };
const claim = permutationClaims.find(({ id }) => id === "permutation/head");
const { lhs, rhs } = claim.state(siteOf(notes()));
const values = new Map();
const bindings = {
  sizes,
  variable: (of) => {
    if (of.name === "P")
      return { rows: 16, cols: 16, indices: Int32Array.from({ length: 16 }, (_, i) => (5 * i + 3) % 16) };
    if (!values.has(of.name)) {
      const [rows, cols] = [evaluateDim(of.rows, sizes), evaluateDim(of.cols, sizes)];
      const drawn = tabulate(rows, cols, "f32", (i, j) => Math.sin(1 + i * cols + j) / 4);
      values.set(of.name, of.name === "x" ? drawn : stored(drawn));
    }
    return values.get(of.name);
  },
};
for (const precision of ["f32", "f64"]) {
  for (const [name, engine] of [...engines, ["plain", plain]]) {
    const ms = await best(ROUNDS, 500, () => engine.evaluate([lhs, rhs], bindings, precision));
    line(`head, both sides, ${precision}, ${name}`, ms);
  }
}
for (const [, engine] of engines) await engine.close();
