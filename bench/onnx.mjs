/**
 * Times the ONNX engine on a GPT-2 of random weights: 12 layers, 12 heads,
 * width 768, vocabulary 50,257.
 *
 *   npm run build && node bench/onnx.mjs [tokens, 128] [precision, f32] [threads]
 *
 * Prints milliseconds, and how many operations of matrix products a second they are.
 * When python3 can import torch, also PyTorch's time for products of the same shapes.
 */
import { spawnSync } from "node:child_process";
import { lastStream, tokenVariable } from "../dist/model/architecture.js";
import { gpt2 } from "../dist/model/gpt2.js";
import { onnxEngine } from "../dist/runtime/onnx.js";
import { evaluateDim } from "../dist/term/dimension.js";
import { variablesOf } from "../dist/term/schedule.js";
import { unroll } from "../dist/term/unroll.js";

const [tokens = "128", precision = "f32", threads] = process.argv.slice(2);
const C = Number(tokens);
const SIZES = { E: 768, d: 64, H: 12, F: 3072, L: 12, V: 50257, T: 1024, C };
const RUNS = 10;
const SEED = 1;
const SPREAD = 0.02; // standard deviation of GPT-2's weights before training, give or take a constant

/** A stored tensor of random numbers for each variable, and token numbers for the tokens. */
function bindings() {
  const made = new Map();
  let state = SEED;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state / 2 ** 31) * SPREAD;
  };
  const make = ({ name, rows, cols }) => {
    const [n, m] = [rows, cols].map((size) => evaluateDim(size, SIZES));
    if (name === "tokens")
      return { rows: n, cols: m, indices: Int32Array.from({ length: n }, (_, i) => (i * 7919) % m) };
    const data = Float32Array.from({ length: n * m }, random);
    return { buffer: data.buffer, dtype: "F32", byteOffset: 0, rows: n, cols: m, rowStride: m, colStride: 1 };
  };
  const variable = (one) => {
    if (!made.has(one)) made.set(one, make(one));
    return made.get(one);
  };
  return { sizes: SIZES, variable };
}

/** Multiplications and additions of the matrix products of a forward pass. */
function productOperations({ E, H, d, F, L, V }) {
  const block = 4 * E * H * d + 2 * C * H * d + 2 * E * F;
  return 2 * C * (L * block + E * V);
}

async function milliseconds(work) {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function report(label, time) {
  console.log(
    `${label.padEnd(32)}${time.toFixed(1).padStart(9)} ms${(productOperations(SIZES) / time / 1e6).toFixed(0).padStart(6)} GFLOP/s`,
  );
}

const TORCH = `
import sys, time, torch
C, E, F, V, L, H, d = map(int, sys.argv[1:8])
${threads === undefined ? "" : `torch.set_num_threads(${Number(threads)})`}
x, h = torch.randn(C, E), torch.randn(C, F)
W = [[torch.randn(*shape) for shape in ((E, 3 * E), (E, E), (E, F), (F, E))] for _ in range(L)]
U, q = torch.randn(E, V), torch.randn(H, C, d)
best = 1e9
for _ in range(${RUNS}):
    start = time.perf_counter()
    for a, b, c, e in W:
        x @ a; x @ b; x @ c; h @ e; (q @ q.transpose(1, 2)) @ q
    x @ U
    best = min(best, time.perf_counter() - start)
print(best * 1000)
`;

const architecture = gpt2();
const forward = architecture.unembed(lastStream(architecture, tokenVariable(architecture, "C")));
const engine = onnxEngine(threads === undefined ? {} : { threads: Number(threads) });
const values = bindings();
for (const one of variablesOf(unroll(forward, SIZES))) values.variable(one);
const run = () => engine.evaluate([forward], values, precision);
console.log(`GPT-2 of random weights, ${C} tokens, ${precision}`);
report("first run, with compilation", await milliseconds(run));
const times = [];
for (let i = 0; i < RUNS; i++) times.push(await milliseconds(run));
report(`best of ${RUNS}`, Math.min(...times));
report("median", times.sort((a, b) => a - b)[RUNS / 2]);
await engine.close();

const { E, F, V, L, H, d } = SIZES;
const torch = spawnSync("python3", ["-c", TORCH, C, E, F, V, L, H, d].map(String), { encoding: "utf8" });
if (torch.status === 0) report("PyTorch, the products alone", Number(torch.stdout));
