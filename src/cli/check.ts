/** `commutant check`: claims attacked on a model, reported for people and as JSON. */
import { writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import type { Result } from "../check/judge.ts";
import type { Model } from "../check/model.ts";
import { type Plan, planCheck, runCheck } from "../check/plan.ts";
import { areaOf, claimsNamed, library } from "../claim/library.ts";
import { jsonText, reportJson } from "../report/json.ts";
import { type CheckReport, exitCode } from "../report/report.ts";
import { reportText } from "../report/text.ts";
import { openCheckpoint } from "../runtime/checkpoint.ts";
import { resolveModel } from "../runtime/download.ts";
import { loadModel } from "../runtime/load.ts";
import { evaluateDim } from "../term/dimension.ts";
import { Fault } from "../term/fault.ts";
import { coloursOfOutput } from "./colours.ts";
import { type ChosenEngine, chooseEngine } from "./engine.ts";
import { withBoundedHeap } from "./memory.ts";
import { progressBar } from "./progress.ts";

/** The trained checkpoint that ships with the package. */
const EMBEDDED = fileURLToPath(new URL("../../checkpoints/induction", import.meta.url));

/** Options of the command as they are parsed. */
export interface CheckFlags {
  readonly samples: number;
  readonly seed: number;
  readonly path?: string;
  readonly at?: string;
  readonly engine: string;
  readonly threads?: number;
  readonly json?: string;
  readonly verbose?: boolean;
}

/** Runs the command; answers the exit code. */
export async function checkCommand(names: readonly string[], flags: CheckFlags): Promise<number> {
  const { model: reference, claims: chosen } = splitNames(names);
  const claims = claimsNamed(chosen);
  const progress = progressBar();
  const engine = withBoundedHeap(await chooseEngine(flags.engine, flags.threads));
  try {
    const { model, description } = await openModel(reference, engine, (done, all) =>
      progress.update(done, all, "reading"),
    );
    const full = planCheck(model, claims);
    const plan = flags.at === undefined ? full : { ...full, tasks: tasksAt(full.tasks, flags.at) };
    expectOneTask(plan, flags.path);
    const results = await runCheck(model, plan, engine, {
      samples: flags.samples,
      seed: flags.seed,
      ...(flags.path === undefined ? {} : { path: flags.path }),
      clock: () => performance.now(),
      onResult: (result, done, all) => progress.update(done, all, `${result.claim} ${result.subject}`),
    });
    progress.stop();
    const report: CheckReport = {
      model: model.name,
      description,
      engine: engine.description,
      seed: flags.seed,
      samples: flags.samples,
      claims: claims.filter(({ id }) => plan.tasks.some(({ stated }) => stated.claim.id === id)),
      notApplicable: plan.notApplicable,
      results,
      verbose: flags.verbose === true,
      replayCommand: (result) => replayCommand(reference, result, flags),
    };
    await write(report, flags.json);
    return exitCode(results);
  } finally {
    progress.stop();
    await engine.close();
  }
}

/** Names of claims, after the name of a model unless the first is a claim too. */
function splitNames(names: readonly string[]): {
  readonly model: string | undefined;
  readonly claims: readonly string[];
} {
  const [first, ...rest] = names;
  if (first === undefined) return { model: undefined, claims: [] };
  const isClaim = library.some((claim) => areaOf(claim) === first.split("/")[0]); // ./rank is a folder, rank an area
  return isClaim ? { model: undefined, claims: names } : { model: first, claims: rest };
}

async function openModel(
  reference: string | undefined,
  engine: ChosenEngine,
  onProgress: (done: number, all: number) => void,
): Promise<{ model: Model; description: string }> {
  const folder = reference === undefined ? EMBEDDED : await resolveModel(reference, { onProgress });
  const checkpoint = await openCheckpoint(folder, {
    onProgress,
    ...(engine.allocate === undefined ? {} : { allocate: engine.allocate }),
  });
  const loaded = loadModel(checkpoint);
  const { architecture, sizes, family } = loaded;
  const count = (dims: typeof architecture.heads): number =>
    dims.reduce((product, dim) => product * evaluateDim(dim, sizes), 1);
  const description = `${family}: ${count(architecture.layers)} layers, ${count(architecture.heads)} heads, d_model ${evaluateDim(architecture.width, sizes)}, d_head ${evaluateDim(architecture.headWidth, sizes)}`;
  const name = reference === undefined ? "induction (the model that ships)" : basename(reference.replace(/\/+$/, ""));
  return { model: { name, architecture, bindings: { ...loaded.bindings, sizes } }, description };
}

function tasksAt(tasks: Plan["tasks"], at: string): Plan["tasks"] {
  const match = /^(\d+)(?:\.(\d+))?$/.exec(at);
  if (match === null)
    throw new Fault({ op: "--at", expected: "a layer such as 3, or a head such as 3.7", received: at });
  const name = `layer ${match[1]}${match[2] === undefined ? "" : ` head ${match[2]}`}`;
  const chosen = tasks.filter(({ subject }) => subject.name === name || subject.name.startsWith(`${name} `));
  if (chosen.length === 0)
    throw new Fault({ op: "--at", expected: "a layer or head that a chosen claim speaks of", received: name });
  return chosen;
}

/** A path belongs to one claim at one place. */
function expectOneTask({ tasks }: Plan, path: string | undefined): void {
  if (path === undefined || tasks.length === 1) return;
  const next = "name one claim, and with --at its layer or head";
  throw new Fault({ op: "--path", expected: "one check to replay", received: `${tasks.length} checks`, next });
}

function replayCommand(
  reference: string | undefined,
  { claim, subject, replay }: Pick<Result, "claim" | "subject" | "replay">,
  flags: CheckFlags,
): string {
  const at = /layer (\d+)(?: head (\d+))?/.exec(subject);
  const parts = [
    "npx commutant check",
    ...(reference === undefined ? [] : [quoted(reference)]),
    claim,
    ...(at === null ? [] : [`--at ${at[1]}${at[2] === undefined ? "" : `.${at[2]}`}`]),
    `--seed ${replay.seed}`,
    ...(replay.path === undefined ? [`--samples ${flags.samples}`] : [`--path ${replay.path}`]),
    ...(flags.engine === "wasm" ? [] : [`--engine ${flags.engine}`]),
  ];
  return parts.join(" ");
}

/** A word for a shell. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

async function write(report: CheckReport, json: string | undefined): Promise<void> {
  if (json === "-") {
    process.stdout.write(jsonText(reportJson(report)));
    return;
  }
  if (json !== undefined) await writeFile(json, jsonText(reportJson(report)));
  process.stdout.write(reportText(report, coloursOfOutput()));
}
