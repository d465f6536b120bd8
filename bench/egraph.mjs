/**
 * The e-graph beside egg on egg's math rules, in one run: e-nodes of saturation per second, of three starts for seven
 * iterations, and of a sum of ten that saturates by commuting and associating alone.
 *
 *     node bench/egraph.mjs     after npm run build; egg, once: cargo build --release in scripts/egg-math
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import ts from "typescript";
import { EGraph } from "../dist/prover/egraph/egraph.js";
import { parseExpression } from "../dist/prover/egraph/expression.js";
import { rewrites } from "../dist/prover/egraph/rewrite.js";
import { run } from "../dist/prover/egraph/runner.js";
import { simpleScheduler } from "../dist/prover/egraph/scheduler.js";
import { Symbols } from "../dist/prover/egraph/symbols.js";

const ROOT = join(import.meta.dirname, "..");
const EGG = join(ROOT, "scripts/egg-math/target/release/egg-math");

/** egg's rules as the test has them, over what was built: a test runner's imports cost a fifth of the time. */
async function builtMath() {
  const text = readFileSync(join(ROOT, "test/prover/egraph/math.ts"), "utf8");
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: { module: ts.ModuleKind.ESNext, target: "es2022" },
  });
  const url = (_, file) => pathToFileURL(join(ROOT, `dist/${file}.js`)).href;
  const module = outputText.replace(/(?:\.\.\/)+src\/([\w/-]+)\.ts/g, url);
  return (await import(`data:text/javascript,${encodeURIComponent(module)}`)).math;
}

const math = await builtMath();
/** Time for each, so that the compiler is done with what is used. unit  ms */
const WARM = 2000;

const STARTS = [
  "(d x (- (pow x 3) (* 7 (pow x 2))))",
  "(i (* (cos x) x) x)",
  "(/ 1 (- (/ (+ 1 (sqrt five)) 2) (/ (- 1 (sqrt five)) 2)))",
];
const SUM = "(+ a (+ b (+ c (+ d (+ e (+ f (+ g (+ h (+ i j)))))))))";
/** As egg's: without an analysis. */
const SUM_RULES = `
  comm-add   (+ ?a ?b)         => (+ ?b ?a)
  assoc-add  (+ ?a (+ ?b ?c))  => (+ (+ ?a ?b) ?c)
`;
/** Runs of saturation, each with its e-nodes and the time it took: rules are compiled before. unit  ms */
const RUNS = {
  math: () => {
    const { symbols, egraph, rules } = math({ explanations: false });
    for (const start of STARTS) egraph.addExpression(parseExpression(symbols, start));
    return timed(egraph, rules, 7);
  },
  sums: () => {
    const symbols = new Symbols();
    const egraph = new EGraph(symbols);
    egraph.addExpression(parseExpression(symbols, SUM));
    return timed(egraph, rewrites(symbols, SUM_RULES), 30);
  },
};

function timed(egraph, rules, iterations) {
  const begun = performance.now();
  run(egraph, rules, { iterations, nodes: Number.POSITIVE_INFINITY, scheduler: simpleScheduler() });
  return { nodes: egraph.nodeCount, time: performance.now() - begun };
}

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
const line = (who, { nodes, times }) => {
  const perSecond = (time) => `${((1000 * nodes) / time / 1e6).toFixed(2)} M e-nodes/s`;
  const [best, middle] = [Math.min(...times), median(times)];
  console.log(
    `  ${who.padEnd(11)}${best.toFixed(1).padStart(6)} ms  best ${perSecond(best)}, median ${perSecond(middle)}`,
  );
  return best;
};

/** What egg prints: name, seconds, e-nodes, and of a search of all rules seconds and matches. */
const egg = existsSync(EGG) ? spawnSync(EGG, ["bench"], { encoding: "utf8" }).stdout.trim().split("\n") : [];
for (const [name, make] of Object.entries(RUNS)) {
  const times = [];
  let nodes = 0;
  for (const end = performance.now() + WARM; performance.now() < end; ) {
    const done = make();
    ({ nodes } = done);
    times.push(done.time);
  }
  console.log(`${name}: ${nodes} e-nodes`);
  const ours = line("Commutant", { nodes, times });
  const rows = egg.map((row) => row.split(" ")).filter(([of]) => of === name);
  if (rows.length === 0) continue;
  const theirs = line("egg", { nodes: Number(rows[0][2]), times: rows.map(([, seconds]) => 1000 * seconds) });
  console.log(`  ${(theirs / ours).toFixed(2)} × as fast as egg`);
}
