/**
 * Exact checks at E = 768 modulo three primes: a head, a key's bias, an MLP and a whole block of 12 heads; and one
 * product of residues beside the same product with BigInt, which is what JavaScript has for whole numbers.
 */
import { availableParallelism } from "node:os";
import { exactly, sizesOf } from "../dist/check/exact.js";
import { statementsNamed } from "../dist/claim/named.js";
import { FAST_FIELDS } from "../dist/interpret/modular.js";
import { wasmField } from "../dist/runtime/wasm-field.js";

const AT = "C = 128, r = 384, d = 64, H = 12, F = 3072, L = 1, V = 2";
const machine = wasmField({ threads: availableParallelism() });
for (const id of ["permutation/head", "gauge/key-bias", "permutation/mlp", "permutation/block"]) {
  const [{ problem }] = statementsNamed([id], { given: "", architecture: "notes" });
  let best = Number.POSITIVE_INFINITY;
  let found;
  for (let run = 0; run < 3; run++) {
    const begun = performance.now();
    found = exactly(problem, sizesOf(problem, AT), { machine });
    best = Math.min(best, performance.now() - begun);
  }
  console.log(`${id.padEnd(20)} ${found.kind} modulo ${found.primes.length} primes  ${best.toFixed(0).padStart(6)} ms`);
}

const [n, k, m] = [64, 768, 64];
const [{ values }] = FAST_FIELDS;
const d = machine.room(n * k + k * m + n * m);
for (let i = 0; i < n * k + k * m; i++) d[i] = (i * 2654435761) % values.m;
const places = { a: 0, b: n * k, to: n * k + k * m };
const time = (work) => {
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 5; run++) {
    const begun = performance.now();
    work();
    best = Math.min(best, performance.now() - begun);
  }
  return best;
};
const ours = time(() => machine.multiply(d, places, { n, k, m }, values));
const whole = Array.from(d.subarray(0, places.to), BigInt);
const big = time(() => {
  for (let i = 0; i < n; i++)
    for (let j = 0; j < m; j++) {
      let sum = 0n;
      for (let l = 0; l < k; l++) sum += whole[i * k + l] * whole[places.b + l * m + j];
      if (Number(sum % BigInt(values.m)) !== d[places.to + i * m + j]) throw new Error("another product");
    }
});
machine.close();
const rate = (ms) => (n * k * m) / ms / 1e6;
console.log(
  `\n${n} × ${k} × ${m}  residues ${rate(ours).toFixed(2)} G multiply-adds/s, BigInt ${rate(big).toFixed(3)}: ${(big / ours).toFixed(0)} ×`,
);
