/** `commutant check`: claims attacked on a model, reported for people and as JSON. */
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { drawnModel } from "../check/drawn.ts";
import { isFailure, type Result } from "../check/judge.ts";
import type { Model } from "../check/model.ts";
import {
  type CheckOptions,
  type Plan,
  planCheck,
  runCheck,
  runTask,
  type Shard,
  shardOf,
  type Task,
} from "../check/plan.ts";
import type { Claim } from "../claim/claim.ts";
import { areaOf, claimsNamed, library } from "../claim/library.ts";
import type { Architecture } from "../model/architecture.ts";
import { type CheckReport, EXIT, exitCode } from "../report/report.ts";
import { type Checkpoint, openCheckpoint } from "../runtime/checkpoint.ts";
import { resolveModel } from "../runtime/download.ts";
import { loadModel } from "../runtime/load.ts";
import { evaluateDim, type Sizes } from "../term/dimension.ts";
import { Fault } from "../term/fault.ts";
import { readBaseline } from "./baseline.ts";
import { type Check, isAmong, openCorpus } from "./corpus.ts";
import { type ChosenEngine, chooseEngine } from "./engine.ts";
import { type LimitFlags, limitOf } from "./limit.ts";
import { loadOwn, type Own, splitFiles, withLines } from "./own.ts";
import { progressBar } from "./progress.ts";
import { type ReporterFlags, writeReport } from "./reporters.ts";
import { withBoundedHeap } from "./v8.ts";

/** The trained checkpoint that ships with the package. */
const EMBEDDED = fileURLToPath(new URL("../../checkpoints/induction", import.meta.url));

/** Options of the command as they are parsed. */
export interface CheckFlags extends ReporterFlags, LimitFlags {
  readonly samples: number;
  readonly seed: number;
  readonly path?: string;
  readonly at?: string;
  readonly engine: string;
  readonly threads?: number;
  readonly workers?: number;
  readonly verbose?: boolean;
  readonly shard?: string;
  readonly baseline?: string;
  readonly corpus?: string;
  readonly project?: string;
  readonly python?: string;
  readonly runtime?: string;
  readonly as?: string;
  readonly config?: string;
  readonly against?: string;
  readonly interpreter?: string;
  /** unit  second */
  readonly timeout: number;
}

/** Runs the command; answers the exit code. A project's config names the models where the command does not. */
export async function checkCommand(
  names: readonly string[],
  flags: CheckFlags,
  isGiven: (flag: keyof CheckFlags) => boolean,
): Promise<number> {
  const hasModel = flags.python !== undefined || flags.runtime !== undefined || splitNames(names).model !== undefined;
  if (hasModel) return checkModel(names, flags);
  const { findConfig } = await import("./config.ts"); // with what loads TypeScript, so only here
  const config = await findConfig(flags.project);
  if (config === undefined) return checkModel(names, flags);
  const { models, claims = [], reporters, ...defaults } = config;
  const known = { ...defaults, ...(reporters === undefined ? {} : { reporter: reporters }) };
  const own = Object.entries(known).filter(([flag]) => !isGiven(flag as keyof CheckFlags));
  const codes: number[] = [];
  for (const [i, model] of models.entries()) {
    const chosen = names.length > 0 ? names : claims;
    const named = typeof model === "string" ? {} : model;
    // the config's schema gives each option the type of its flag
    const options = Object.assign({}, flags, Object.fromEntries(own), named) as CheckFlags;
    const apart = models.length === 1 ? options : withFilesApart(options, i + 1);
    codes.push(await checkModel(typeof model === "string" ? [model, ...chosen] : chosen, apart));
  }
  return SEVERITY.find((code) => codes.includes(code)) ?? EXIT.ok;
}

/** Exit codes, the worst first. */
const SEVERITY = [EXIT.usage, EXIT.refuted, EXIT.untested];

/** File names with a number before their ending, so that models do not write over each other. */
function withFilesApart(flags: CheckFlags, number: number): CheckFlags {
  const apart = (file: string): string => file.replace(/(\.[^./]*)?$/, (ending) => `-${number}${ending}`);
  const { json, reporter } = flags;
  return {
    ...flags,
    ...(json === undefined || json === "-" ? {} : { json: apart(json) }),
    ...(reporter === undefined
      ? {}
      : {
          reporter: reporter.flatMap((names) => names.split(",")).map((one) => (one.includes("=") ? apart(one) : one)),
        }),
  };
}

/** Checks one model. */
async function checkModel(names: readonly string[], flags: CheckFlags): Promise<number> {
  if (flags.python !== undefined || flags.runtime !== undefined) {
    const { checkRuntime } = await import("./runtime.ts");
    return checkRuntime(names, flags);
  }
  const { model: reference, claims: chosen } = splitNames(names);
  const { files } = splitFiles(reference === undefined ? [] : [reference]);
  const own = await loadOwn(files);
  const claims = claimsOf(chosen, own);
  const progress = progressBar();
  const { workers = 1 } = flags;
  const chosenEngine = await chooseEngine(flags.engine, flags.threads ?? (workers > 1 ? 1 : undefined));
  const engine = withBoundedHeap(chosenEngine);
  const pool = workers > 1 && files.length === 0 ? await import("./pool.ts") : undefined;
  const others = pool?.startCheckers(workers - 1); // before the model is read, since they read this library meanwhile
  try {
    const opened: Opened =
      files.length > 0
        ? ownModel(own, files[0]!, flags.seed)
        : await openModel(reference, engine, (done, all) => progress.update(done, all, "reading"));
    const { model, description } = opened;
    const full = await withLines(files, async () => planCheck(model, claims));
    const whole = flags.at === undefined ? full : { ...full, tasks: tasksAt(full.tasks, flags.at) };
    expectOneTask(whole, flags.path);
    const plan = flags.shard === undefined ? whole : { ...whole, tasks: shardOf(whole.tasks, readShard(flags.shard)) };
    const baseline = flags.baseline === undefined ? undefined : await readBaseline(flags.baseline, new Date());
    const options = { samples: flags.samples, seed: flags.seed, clock: () => performance.now() };
    const corpus = flags.corpus === undefined ? undefined : await openCorpus(flags.corpus);
    const known = await corpus?.replay(checksOf(plan), async (check, replay) => {
      const task = plan.tasks.find((one) => isAmong([check])(checkOf(one)));
      return task === undefined ? undefined : runTask(model, task, engine, { ...options, ...replay });
    });
    const limit = limitOf(flags);
    const left = plan.tasks.filter((task) => !isAmong(known)(checkOf(task)));
    const whileRunning: CheckOptions = {
      ...options,
      ...(flags.path === undefined ? {} : { path: flags.path }),
      isEnough: limit.isEnough,
      onResult: (result, done, all) => progress.update(done, all, `${result.claim} ${result.subject}`),
    };
    const { checkpoint } = opened;
    const threads = Math.min(others === undefined ? 1 : workers, left.length);
    const found =
      pool === undefined || others === undefined || checkpoint === undefined || threads < 2
        ? await runCheck(model, { ...plan, tasks: left }, engine, whileRunning)
        : await pool.runInThreads(
            left,
            { model, checkpoint, claims, plan: full },
            { engine, chosen: chosenEngine, kind: flags.engine },
            others,
            whileRunning,
          );
    progress.stop();
    const ran = [...(known ?? []), ...found];
    await corpus?.add(found.filter(isFailure));
    const results = baseline === undefined ? ran : ran.map(baseline.suppress);
    const stopped = limit.stopped(plan.tasks.length - ran.length);
    const problems = baseline?.problems(plan.tasks.length === ran.length) ?? [];
    const report: CheckReport = {
      model: model.name,
      description,
      engine: threads > 1 ? `${engine.description}, ${threads} workers` : engine.description,
      seed: flags.seed,
      samples: flags.samples,
      claims: claims.filter(({ id }) => plan.tasks.some(({ stated }) => stated.claim.id === id)),
      notApplicable: plan.notApplicable,
      planned: checksOf(whole),
      results,
      ...(stopped === undefined ? {} : { stopped }),
      ...(problems.length === 0 ? {} : { problems }),
      verbose: flags.verbose === true,
      replayCommand: (result) => replayCommand(reference, result, flags),
    };
    await writeReport(report, flags);
    return exitCode(report);
  } finally {
    progress.stop();
    await others?.end();
    await engine.close();
  }
}

/** Claims of the library and of a file, by their names; all of them without names. */
function claimsOf(names: readonly string[], own: Own): readonly Claim[] {
  if (names.length === 0) return [...library, ...own.claims];
  const isOf = (claim: Claim, name: string): boolean => claim.id === name || areaOf(claim) === name;
  const mine = own.claims.filter((claim) => names.some((name) => isOf(claim, name)));
  const others = names.filter((name) => !mine.some((claim) => isOf(claim, name)));
  return [...(others.length === 0 ? [] : claimsNamed(others)), ...mine];
}

/** A model that was opened; one whose parameters are drawn has no checkpoint. */
interface Opened {
  readonly model: Model;
  readonly description: string;
  readonly checkpoint?: Checkpoint;
}

/** The first model of a file, its parameters drawn. */
function ownModel({ models }: Own, file: string, seed: number): Opened {
  const [architecture] = models;
  if (architecture === undefined)
    throw new Fault({ op: file, expected: "a model, made by defineModel", received: "claims alone" });
  const model = drawnModel(architecture, seed);
  return { model, description: `${sizesText(architecture, model.bindings.sizes)}, parameters drawn` };
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
): Promise<Opened> {
  const folder = reference === undefined ? EMBEDDED : await resolveModel(reference, { onProgress });
  const checkpoint = await openCheckpoint(folder, {
    onProgress,
    ...(engine.allocate === undefined ? {} : { allocate: engine.allocate }),
  });
  const loaded = loadModel(checkpoint);
  const { architecture, sizes, family } = loaded;
  const description = `${family}: ${sizesText(architecture, sizes)}`;
  const name = reference === undefined ? "induction (the model that ships)" : basename(reference.replace(/\/+$/, ""));
  return { model: { name, architecture, bindings: { ...loaded.bindings, sizes } }, description, checkpoint };
}

function sizesText({ layers, heads, width, headWidth }: Architecture, sizes: Sizes): string {
  const count = (dims: typeof heads): number => dims.reduce((product, dim) => product * evaluateDim(dim, sizes), 1);
  return `${count(layers)} layers, ${count(heads)} heads, d_model ${evaluateDim(width, sizes)}, d_head ${evaluateDim(headWidth, sizes)}`;
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

function checkOf({ stated, subject }: Task): Check {
  return { claim: stated.claim.id, subject: subject.name };
}

function checksOf({ tasks }: Plan): readonly Check[] {
  return tasks.map(checkOf);
}

/** `2/3` is the second of three parts. */
export function readShard(text: string): Shard {
  const match = /^(\d+)\/(\d+)$/.exec(text);
  const [index, count] = [Number(match?.[1]), Number(match?.[2])];
  if (match !== null && index >= 1 && index <= count) return { index, count };
  throw new Fault({ op: "--shard", expected: "a part such as 2/3, counted from 1", received: text });
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
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
