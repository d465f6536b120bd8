/**
 * The table of architectures: seconds for all of it, p50 and p95 a cell, and what a cell costs as rows are added, so that
 * cost is seen to be linear in cells; each with one thread and with two.
 */
import { spawnSync } from "node:child_process";
import { ARCHITECTURES } from "../dist/model/architectures.js";

const names = Object.keys(ARCHITECTURES);

function run(rows, threads) {
  const words = ["table", "--threads", String(threads), "--architecture", ...rows];
  const start = performance.now();
  const { stdout } = spawnSync(process.execPath, ["dist/cli/main.js", ...words], { encoding: "utf8" });
  const ms = performance.now() - start;
  const summary = stdout.trim().split("\n").at(-1).split("   ")[0];
  return { ms, cells: Number(/^(\d+) cells/.exec(summary)[1]), summary };
}

for (const threads of [1, 2]) {
  const whole = run(names, threads);
  console.log(`${threads} threads, ${names.length} rows: ${(whole.ms / 1000).toFixed(1)} s; ${whole.summary}`);
  for (const part of [1 / 4, 1 / 2]) {
    // every second or fourth row, so that heavy and light ones are shared out alike
    const rows = names.filter((_, i) => i % Math.round(1 / part) === 0);
    const { ms, cells } = run(rows, threads);
    const ratio = ms / cells / (whole.ms / whole.cells);
    console.log(`  ${rows.length} rows: ${(ms / cells).toFixed(1)} ms a cell, ${ratio.toFixed(2)} × that of all rows`);
  }
}
