/** Samples per second of permutation covariance of a head at C = 16, E = 64, d = 16: ours (float32 and float64) beside numpy with Hypothesis. */
import { spawnSync } from "node:child_process";
import { attack } from "../dist/check/attack.js";
import { samplable } from "../dist/check/sample.js";
import { siteOf } from "../dist/claim/claim.js";
import { permutationClaims } from "../dist/claim/permutation.js";
import { chooseEngine } from "../dist/cli/engine.js";
import { tabulate } from "../dist/interpret/dense.js";
import { notes } from "../dist/model/notes.js";
import { stored } from "../dist/runtime/engine.js";
import { evaluateDim } from "../dist/term/dimension.js";

const SAMPLES = 20000;
const sizes = { C: 16, r: 32, d: 16, H: 1, F: 64, L: 1, V: 2 };
const claim = permutationClaims.find(({ id }) => id === "permutation/head");
const target = samplable(claim.state(siteOf(notes())));
let state = 1;
const gaussian = () => Math.fround(Math.sin(state++ * state) / 4);
const weights = new Map();
const weight = (of) => {
  if (!weights.has(of.name))
    weights.set(of.name, stored(tabulate(evaluateDim(of.rows, sizes), evaluateDim(of.cols, sizes), "f32", gaussian)));
  return weights.get(of.name);
};
const engine = await chooseEngine("wasm");
const bench = { engine, parameters: { sizes, variable: weight } };
const options = { samples: 200, seed: 1, range: () => ({ min: 1, max: 9 }), shrinkLimit: 0 };
await attack(target, bench, options);
const start = performance.now();
await attack(target, bench, { ...options, samples: SAMPLES });
const ours = (1000 * SAMPLES) / (performance.now() - start);
await engine.close();
console.log(`commutant           ${ours.toFixed(0).padStart(8)} samples/s`);
const python = spawnSync(process.env.PYTHON ?? "python3", ["bench/head.py"], { encoding: "utf8" });
if (python.status === 0)
  console.log(
    `numpy + Hypothesis  ${Number(python.stdout).toFixed(0).padStart(8)} samples/s   ours is ${(ours / Number(python.stdout)).toFixed(1)} ×`,
  );
else console.log("numpy with Hypothesis: not found (set PYTHON)");
