/**
 * The whole check of all-MiniLM-L6-v2 by one worker and by two, of one thread each: how much sooner two are done.
 *
 *     npm run build && python3 scripts/fetch_minilm.py && node bench/workers.mjs
 *
 * The ratio of the times is what a user has on a machine with nothing else to do. With two processors one worker is not
 * alone on one: V8 collects and compiles on the other. So the same is measured with V8 kept to the threads of the workers,
 * which tells how well the work is shared. The last ratio is of processor seconds, which other programs disturb less:
 * what two would gain at most.
 */
import { spawnSync } from "node:child_process";

const MODEL = "downloads/all-MiniLM-L6-v2";
const ROUNDS = Number(process.env.ROUNDS ?? 3);

/** V8 without threads of its own. */
const ALONE = ["--single-threaded"];

function check(workers, flags = []) {
  const args = ["-f", "%e %U %S %M", process.execPath, ...flags, "dist/cli/main.js", "check", MODEL, "--threads", "1"];
  const run = spawnSync("/usr/bin/time", [...args, "--workers", String(workers)], { encoding: "utf8" });
  const [elapsed, user, system, kilobytes] = run.stderr.trim().split("\n").at(-1).split(" ").map(Number);
  return { elapsed, busy: user + system, megabytes: kilobytes / 1024, code: run.status };
}

const best = (runs, key) => Math.min(...runs.map((run) => run[key]));
const ratio = (one, two, key) => best(one, key) / best(two, key);
for (const [name, flags] of [
  ["as users run it", []],
  ["V8 kept to the workers' threads", ALONE],
]) {
  const [one, two] = [[], []];
  for (let i = 0; i < ROUNDS; i++) {
    one.push(check(1, flags));
    two.push(check(2, flags));
  }
  console.log(`${name}: exit codes ${[...one, ...two].map(({ code }) => code).join(" ")}`);
  console.log(`  one worker ${best(one, "elapsed").toFixed(1)} s, two ${best(two, "elapsed").toFixed(1)} s`);
  console.log(
    `  two workers are ${ratio(one, two, "elapsed").toFixed(2)} × as fast; by processor time at most ${(2 * ratio(one, two, "busy")).toFixed(2)} ×`,
  );
  console.log(`  peak memory ${best(one, "megabytes").toFixed(0)} and ${best(two, "megabytes").toFixed(0)} MiB`);
}
