/**
 * The e-graph beside egg on egg's math rules, in one run: e-nodes of saturation per second, of three starts for seven
 * iterations and of a sum of ten that saturates.
 *
 *     npx vitest bench --run bench/egraph.bench.ts     egg, once: cargo build --release in scripts/egg-math
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { bench, describe } from "vitest";
import { parseExpression } from "../src/prover/egraph/expression.ts";
import { run } from "../src/prover/egraph/runner.ts";
import { simpleScheduler } from "../src/prover/egraph/scheduler.ts";
import { math } from "../test/prover/egraph/math.ts";

const EGG = resolve(import.meta.dirname, "../scripts/egg-math/target/release/egg-math");
/** Time for each, so that the compiler is done with what is used. unit  ms */
const WARM = 2000;

const RUNS = {
  math: {
    starts: [
      "(d x (- (pow x 3) (* 7 (pow x 2))))",
      "(i (* (cos x) x) x)",
      "(/ 1 (- (/ (+ 1 (sqrt five)) 2) (/ (- 1 (sqrt five)) 2)))",
    ],
    iterations: 7,
  },
  sum: { starts: ["(+ a (+ b (+ c (+ k (+ e (+ f (+ g (+ h (+ l j)))))))))"], iterations: 30 },
} as const;

function saturate(name: keyof typeof RUNS): number {
  const { symbols, egraph, rules } = math({ explanations: false });
  for (const start of RUNS[name].starts) egraph.addExpression(parseExpression(symbols, start));
  const { iterations } = RUNS[name];
  run(egraph, rules, { iterations, nodes: Number.POSITIVE_INFINITY, scheduler: simpleScheduler() });
  return egraph.nodeCount;
}

for (const name of ["math", "sum"] as const) {
  let best = Number.POSITIVE_INFINITY;
  let nodes = 0;
  for (const end = performance.now() + WARM; performance.now() < end; ) {
    const begun = performance.now();
    nodes = saturate(name);
    best = Math.min(best, performance.now() - begun);
  }
  console.log(`${name}: ${nodes} e-nodes, ${((nodes / best) * 1000).toExponential(2)} e-nodes/s`);
}
if (existsSync(EGG)) console.log(`egg\n${spawnSync(EGG, ["bench"], { encoding: "utf8" }).stdout}`);

describe("saturation", () => {
  for (const name of ["math", "sum"] as const) bench(name, () => void saturate(name), { time: WARM });
});
