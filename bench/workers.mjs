/**
 * The whole check of all-MiniLM-L6-v2 by one worker and by two, of one thread each: how much sooner two are done.
 *
 *     npm run build && python3 scripts/fetch_minilm.py && node bench/workers.mjs
 *
 * The ratio of the times is what a user has on a machine with nothing else to do. The second ratio is of processor
 * seconds, which other programs disturb less: what two would gain if they shared the work evenly.
 */
import { spawnSync } from "node:child_process";

const MODEL = "downloads/all-MiniLM-L6-v2";
const ROUNDS = Number(process.env.ROUNDS ?? 3);

function check(workers) {
  const args = ["-f", "%e %U %S %M", process.execPath, "dist/cli/main.js", "check", MODEL, "--threads", "1"];
  const run = spawnSync("/usr/bin/time", [...args, "--workers", String(workers)], { encoding: "utf8" });
  const [elapsed, user, system, kilobytes] = run.stderr.trim().split("\n").at(-1).split(" ").map(Number);
  return { elapsed, busy: user + system, megabytes: kilobytes / 1024, code: run.status };
}

const best = (runs, key) => Math.min(...runs.map((run) => run[key]));
const one = [];
const two = [];
for (let i = 0; i < ROUNDS; i++) {
  one.push(check(1));
  two.push(check(2));
}
const bound = (2 * best(one, "busy")) / best(two, "busy");
console.log(`exit codes ${[...one, ...two].map(({ code }) => code).join(" ")}`);
console.log(`one worker ${best(one, "elapsed").toFixed(1)} s, two ${best(two, "elapsed").toFixed(1)} s`);
console.log(
  `two workers are ${(best(one, "elapsed") / best(two, "elapsed")).toFixed(2)} × as fast; by processor time at most ${bound.toFixed(2)} ×`,
);
console.log(`peak memory ${best(one, "megabytes").toFixed(0)} and ${best(two, "megabytes").toFixed(0)} MiB`);
