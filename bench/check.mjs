/** The whole check of all-MiniLM-L6-v2, every head, 20 samples a claim: seconds, and peak memory over the checkpoint's size. */
import { spawnSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const MODEL = "downloads/all-MiniLM-L6-v2";
const checkpoint = statSync(join(MODEL, "model.safetensors")).size;
const json = join(tmpdir(), `commutant-bench-${process.pid}.json`);
const start = performance.now();
const run = spawnSync(
  "/usr/bin/time",
  ["-f", "%M", process.execPath, "dist/cli/main.js", "check", MODEL, "--json", json],
  { encoding: "utf8" },
);
const seconds = (performance.now() - start) / 1000;
const peak = 1024 * Number(run.stderr.trim().split("\n").at(-1));
const { results } = JSON.parse(readFileSync(json, "utf8"));
console.log(`${results.length} checks, exit code ${run.status}`);
console.log(
  `${seconds.toFixed(1)} s; peak memory ${(peak / 2 ** 20).toFixed(0)} MiB = ${(peak / checkpoint).toFixed(2)} × the checkpoint`,
);
