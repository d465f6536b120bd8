/**
 * The WebAssembly machine beside what one would write or pick instead, in one
 * run: a plain loop over typed arrays, and mathjs.
 *
 *     npm run build && node bench/wasm.mjs
 *
 * Each line is the best of several rounds, in which the competitors take
 * turns. `×` is how many times faster one thread of the machine is.
 */

import { multiply } from "mathjs";
import { createMachine } from "../dist/runtime/wasm/machine.js";
import { dense } from "../dist/runtime/wasm/operand.js";

const THREADS = 2;
/** Above this many operations mathjs would take many seconds. */
const MATHJS_LIMIT = 2e8;

const machine = createMachine({ threads: THREADS });
await machine.ready();

/** Seconds of the fastest of `rounds`, each of `times` calls. */
function best(rounds, times, f) {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    for (let i = 0; i < times; i++) f();
    least = Math.min(least, (performance.now() - start) / times);
  }
  return least / 1e3;
}

function plainProduct(a, b, c, m, k, n) {
  for (let i = 0; i < m; i++) {
    c.fill(0, i * n, i * n + n);
    for (let l = 0; l < k; l++) {
      const x = a[i * k + l];
      for (let j = 0; j < n; j++) c[i * n + j] += x * b[l * n + j];
    }
  }
}

const views = { f32: machine.f32, f64: machine.f64 };
const bytes = { f32: 4, f64: 8 };

/** A dense matrix of random numbers in the machine, and an ordinary copy of it. */
function random(rows, cols, dtype) {
  const operand = dense(machine.alloc(bytes[dtype] * rows * cols), dtype, cols);
  const view = views[dtype](operand.ptr, rows * cols);
  for (let i = 0; i < view.length; i++) view[i] = Math.random() - 0.5;
  return { operand, copy: view.slice() };
}

const nested = (v, rows, cols) =>
  Array.from({ length: rows }, (_, i) => Array.from(v.subarray(i * cols, i * cols + cols)));
const gflops = (operations, seconds) => (operations / seconds / 1e9).toFixed(1).padStart(7);
const times = (slow, fast) => (slow === undefined ? "      –" : `${(slow / fast).toFixed(1)}×`.padStart(7));

console.log("product          dtype   GFLOP/s: 1 thread  2 threads    loop   mathjs   × loop  × mathjs");
for (const [m, k, n] of [
  [128, 768, 3072],
  [128, 3072, 768],
  [128, 768, 768],
  [128, 64, 128],
  [16, 384, 32],
  [16, 32, 16],
]) {
  for (const dtype of ["f32", "f64"]) {
    const mark = machine.mark();
    const a = random(m, k, dtype);
    const b = random(k, n, dtype);
    const c = random(m, n, dtype);
    const work = 2 * m * k * n;
    const repeat = Math.max(1, Math.min(1000, Math.round(1e8 / work)));
    // The program repeats the product, so that what is timed is the product.
    const asm = machine.assembler();
    for (let i = 0; i < repeat; i++) asm.gemm(c.operand, a.operand, b.operand, m, k, n);
    const program = asm.finish();
    const one = best(12, 1, () => machine.run(program, { threads: 1 })) / repeat;
    const two = best(12, 1, () => machine.run(program, { threads: THREADS })) / repeat;
    const loop = best(4, repeat, () => plainProduct(a.copy, b.copy, c.copy, m, k, n));
    let mathjs;
    if (work < MATHJS_LIMIT) {
      const left = nested(a.copy, m, k);
      const right = nested(b.copy, k, n);
      mathjs = best(3, Math.max(1, repeat >> 5), () => multiply(left, right));
    }
    const rates = [one, two, loop].map((seconds) => gflops(work, seconds));
    const size = `${m}×${k}×${n}`.padEnd(16);
    const last = mathjs === undefined ? "      –" : gflops(work, mathjs);
    console.log(
      `${size} ${dtype}           ${rates.join("    ")}  ${last}  ${times(loop, one)}  ${times(mathjs, one)}`,
    );
    machine.release(mark);
  }
}

const SQRT_2_PI = Math.sqrt(2 / Math.PI);
const loops = {
  exp: Math.exp,
  tanh: Math.tanh,
  gelu_tanh: (x) => 0.5 * x * (1 + Math.tanh(SQRT_2_PI * (x + 0.044715 * x * x * x))),
  silu: (x) => x / (1 + Math.exp(-x)),
};

console.log("\nmap, 128×3072    dtype   ms: 1 thread     loop   × loop");
for (const map of ["exp", "tanh", "sigmoid", "erf", "gelu", "gelu_tanh", "silu", "log", "sin", "relu"]) {
  for (const dtype of ["f32", "f64"]) {
    const mark = machine.mark();
    const [m, n] = [128, 3072];
    const x = random(m, n, dtype);
    const y = random(m, n, dtype);
    const program = machine.assembler().unary(map, y.operand, x.operand, m, n).finish();
    const one = best(12, 1, () => machine.run(program, { threads: 1 }));
    const f = loops[map];
    const loop =
      f &&
      best(6, 1, () =>
        x.copy.forEach((v, i) => {
          y.copy[i] = f(v);
        }),
      );
    const shown = loop === undefined ? "      –" : (loop * 1e3).toFixed(2).padStart(7);
    console.log(
      `${map.padEnd(16)} ${dtype}         ${(one * 1e3).toFixed(2).padStart(7)}  ${shown}  ${times(loop, one)}`,
    );
    machine.release(mark);
  }
}
machine.close();
