/** `commutant check` of a model that is only run: a Python process, an ONNX file, a function, or our own term. */
import { basename, dirname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { runBehaviours } from "../check/behave.ts";
import { CONFORMANCE, type Impostor, judgeConformance, judgeImpostors } from "../check/conformance.ts";
import { decide } from "../check/decide.ts";
import { isFailure, type Result } from "../check/judge.ts";
import { shardOf } from "../check/plan.ts";
import { behavioursNamed } from "../claim/behaviour.ts";
import { isNotApplicable, posed, siteOf } from "../claim/claim.ts";
import { library } from "../claim/library.ts";
import { hasNoTrials } from "../claim/trial.ts";
import type { Architecture } from "../model/architecture.ts";
import { type CheckReport, type Described, exitCode } from "../report/report.ts";
import { type Checkpoint, openCheckpoint } from "../runtime/checkpoint.ts";
import type { LoadedModel } from "../runtime/family.ts";
import { type FunctionModel, functionRuntime } from "../runtime/function.ts";
import { loadModel } from "../runtime/load.ts";
import { misreadings } from "../runtime/misreading.ts";
import { onnxFileRuntime } from "../runtime/onnx-file.ts";
import { pythonRuntime } from "../runtime/python.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { termRuntime } from "../runtime/term-runtime.ts";
import { didYouMean, Fault } from "../term/fault.ts";
import { readBaseline } from "./baseline.ts";
import { type CheckFlags, quoted, readShard } from "./check.ts";
import { openCorpus } from "./corpus.ts";
import { type ChosenEngine, chooseEngine } from "./engine.ts";
import { limitOf } from "./limit.ts";
import { progressBar } from "./progress.ts";
import { writeReport } from "./reporters.ts";

/** Runs the command; answers the exit code. */
export async function checkRuntime(names: readonly string[], flags: CheckFlags): Promise<number> {
  const engine = await chooseEngine(flags.engine, flags.threads);
  const progress = progressBar();
  const open: Runtime[] = [];
  try {
    const reference = await openReference(flags, engine);
    if (reference !== undefined) open.push(reference.runtime);
    const comparisons = comparisonsNamed(names);
    const compares = comparisons.length > 0;
    const chosen = behavioursNamed(
      names.filter((name) => !isComparison(name)),
      names.length === 0,
    );
    if (names.length > 0 && compares && reference === undefined) throw new Fault(NO_REFERENCE);
    const model = await openRuntime(runtimeNamed(flags), flags, engine, reference?.loaded?.architecture);
    open.push(model);
    expectOneClaim(chosen.length + (compares && reference !== undefined ? 1 : 0), flags.path);
    const applying = chosen.filter(({ trials }) => !hasNoTrials(trials(model.traits)));
    const planned = applying.map(({ id }) => ({ claim: id, subject: "model" }));
    const shard = flags.shard === undefined ? undefined : readShard(flags.shard);
    const part = shard === undefined ? applying : shardOf(applying, shard);
    const baseline = flags.baseline === undefined ? undefined : await readBaseline(flags.baseline, new Date());
    const options = { samples: flags.samples, seed: flags.seed, clock: () => performance.now() };
    const drawn = flags.path === undefined ? options : { ...options, path: flags.path };
    const corpus = flags.corpus === undefined ? undefined : await openCorpus(flags.corpus);
    const known =
      (await corpus?.replay(planned, async ({ claim }, replay) => {
        const again = part.filter(({ id }) => id === claim);
        return (await runBehaviours(again, model, { ...options, ...replay })).results[0];
      })) ?? [];
    const compared = reference !== undefined && compares && (shard === undefined || shard.index === 1);
    const outputs = compared ? await judgeConformance(model, reference.runtime, drawn) : [];
    const conforms = outputs.length > 0 && !outputs.some(isFailure);
    const impostors = reference === undefined || !compared ? [] : impostorsOf(reference, comparisons, engine);
    const told =
      reference === undefined || flags.path !== undefined || outputs.some(({ verdict }) => verdict === "inconclusive")
        ? { results: [], notApplicable: [] }
        : await judgeImpostors(model, reference.runtime, impostors, conforms, options);
    const conforming = [...outputs, ...told.results];
    const limit = limitOf(flags);
    const left = part.filter(({ id }) => !known.some(({ claim }) => claim === id));
    const behaving = await runBehaviours(left, model, drawn, (result, done) => {
      progress.update(done, left.length, result.claim);
      return limit.isEnough(result);
    });
    progress.stop();
    await corpus?.add(behaving.results.filter(isFailure));
    const ran = [...conforming, ...known, ...behaving.results];
    const results = baseline === undefined ? ran : ran.map(baseline.suppress);
    const stopped = limit.stopped(left.length - behaving.results.length);
    const problems = baseline?.problems(stopped === undefined && shard === undefined) ?? [];
    const claims: readonly Described[] = [
      ...(outputs.length === 0 ? [] : [{ ...CONFORMANCE, scope: "output" } as const]),
      ...misreadings
        .filter(({ id }) => told.results.some(({ claim }) => claim === id))
        .map(({ id, title, formula, source }) => ({ id, title, formula, source, scope: "model" }) as const),
      ...chosen
        .filter(({ id }) => results.some(({ claim }) => claim === id))
        .map((claim) => ({ ...claim, scope: "model" }) as const),
    ];
    const report: CheckReport = {
      model: model.name,
      description: model.description,
      engine: model.traits.precisions.map((precision) => (precision === "f64" ? "float64" : "float32")).join(" and "),
      seed: flags.seed,
      samples: flags.samples,
      claims,
      notApplicable: [
        ...told.notApplicable,
        ...chosen.flatMap(({ id, trials }) => {
          const found = trials(model.traits);
          return hasNoTrials(found) ? [{ claim: id, reason: found.notApplicable }] : [];
        }),
      ],
      planned: [...conforming.map(({ claim, subject }) => ({ claim, subject })), ...planned],
      results,
      ...(stopped === undefined ? {} : { stopped }),
      ...(problems.length === 0 ? {} : { problems }),
      verbose: flags.verbose === true,
      replayCommand: (result) => replayCommand(result, flags),
      ...(conforms && reference?.loaded !== undefined ? { carriedOver: provedOf(reference.loaded, flags) } : {}),
    };
    await writeReport(report, flags);
    return exitCode(report);
  } finally {
    progress.stop();
    await Promise.all(open.map((runtime) => runtime.close()));
    await engine.close();
  }
}

const NO_REFERENCE = {
  op: "conformance",
  expected: "a reference",
  received: "none",
  next: "give --as MODEL_TYPE --config FOLDER/config.json, or --against another runtime",
} as const;

function isComparison(name: string): boolean {
  return name.split("/")[0] === "conformance";
}

/**
 * The comparisons with a reference that are asked for, by id.
 *
 * throws  Fault naming the closest one
 */
function comparisonsNamed(names: readonly string[]): readonly string[] {
  const ids = [CONFORMANCE.id, ...misreadings.map(({ id }) => id)];
  const wanted = names.filter(isComparison);
  const unknown = wanted.find((name) => name !== "conformance" && !ids.includes(name));
  if (unknown !== undefined) {
    const next = didYouMean(unknown, ids) ?? `known: ${ids.join(", ")}`;
    throw new Fault({ op: "claim", expected: "a comparison with a reference", received: unknown, next });
  }
  return names.length === 0 || wanted.includes("conformance") ? ids : wanted;
}

/** What a model is compared with: our term of a checkpoint, or another runtime of which no more is known. */
interface Reference {
  readonly loaded?: LoadedModel;
  readonly checkpoint?: Checkpoint;
  readonly runtime: Runtime;
}

/** The models that the reference's checkpoint would be if it were read wrongly. */
function impostorsOf(
  { loaded, checkpoint, runtime }: Reference,
  names: readonly string[],
  engine: ChosenEngine,
): Impostor[] {
  if (loaded === undefined || checkpoint === undefined) return [];
  return misreadings
    .filter(({ id }) => names.includes(id))
    .map(({ id, wrong, models }) => ({
      id,
      wrong,
      runtimes: models(checkpoint, loaded).map((model) => termRuntime(`${runtime.name} with ${wrong}`, model, engine)),
    }));
}

/** The term that `--as` and `--config` name, with the tensors beside the config; or the runtime that `--against` names. */
async function openReference(flags: CheckFlags, engine: ChosenEngine): Promise<Reference | undefined> {
  const { as: family, config, against } = flags;
  if (against !== undefined) {
    if (config === undefined && family === undefined)
      return { runtime: await openRuntime(against, flags, engine, undefined) };
    throw new Fault({ op: "--against", expected: "one reference", received: "--config or --as beside it" });
  }
  if (config === undefined) {
    if (family === undefined) return undefined;
    throw new Fault({
      op: "--as",
      expected: "--config beside it",
      received: "none",
      next: "give the config.json of the model",
    });
  }
  if (basename(config) !== "config.json")
    throw new Fault({ op: "--config", expected: "a config.json with its safetensors beside it", received: config });
  const checkpoint = await openCheckpoint(
    dirname(config),
    engine.allocate === undefined ? {} : { allocate: engine.allocate },
  );
  const loaded = loadModel(checkpoint);
  if (family !== undefined && loaded.family !== family)
    throw new Fault({ op: "--as", expected: `the model_type of ${config}, ${loaded.family}`, received: family });
  return { loaded, checkpoint, runtime: termRuntime(config, loaded, engine) };
}

const KINDS = "python:FILE:FUNCTION, onnx:FILE, js:FILE or term:FOLDER";

function runtimeNamed({ python, runtime }: CheckFlags): string {
  return python === undefined ? runtime! : `python:${python}`;
}

/** The model that is named; what a file does not say of itself is taken from the reference. */
async function openRuntime(
  named: string,
  flags: CheckFlags,
  engine: ChosenEngine,
  known: Architecture | undefined,
): Promise<Runtime> {
  const kind = named.slice(0, Math.max(0, named.indexOf(":")));
  const what = named.slice(kind.length + 1);
  if (what === "") throw new Fault({ op: "--runtime", expected: KINDS, received: named });
  switch (kind) {
    case "python": {
      const { interpreter, timeout } = flags;
      return pythonRuntime({
        target: what,
        timeout: timeout * 1000,
        ...(interpreter === undefined ? {} : { interpreter }),
      });
    }
    case "onnx":
      return onnxFileRuntime(what, known === undefined ? {} : { causal: known.causal });
    case "js":
      return functionRuntime(await importModel(what));
    case "term":
      return termRuntime(what, loadModel(await openCheckpoint(what)), engine);
    default:
      throw new Fault({ op: "--runtime", expected: KINDS, received: named });
  }
}

/** The default export of a user's module. */
async function importModel(path: string): Promise<FunctionModel> {
  const module: unknown = await import(pathToFileURL(resolve(path)).href).catch((cause: Error) => {
    throw new Fault({ op: path, expected: "a module that loads", received: cause.message }, { cause });
  });
  const model = (module as { readonly default?: Partial<FunctionModel> }).default;
  if (typeof model?.run === "function" && model.traits !== undefined && typeof model.name === "string")
    return model as FunctionModel;
  const expected = "a default export { name, traits, run }";
  throw new Fault({
    op: path,
    expected,
    received: model === undefined ? "no default export" : Object.keys(model).join(", "),
  });
}

/** A path belongs to one claim. */
function expectOneClaim(count: number, path: string | undefined): void {
  if (path === undefined || count === 1) return;
  throw new Fault({
    op: "--path",
    expected: "one claim to replay",
    received: `${count} claims`,
    next: "name one claim",
  });
}

/** The claims that are proved of the reference's term, for all weights. */
function provedOf(loaded: LoadedModel, { config, seed }: CheckFlags): NonNullable<CheckReport["carriedOver"]> {
  const claims = library.flatMap((claim) => {
    const stated = claim.state(siteOf(loaded.architecture));
    if (isNotApplicable(stated)) return [];
    const { verdict } = decide(posed(claim.id, stated), { seed, clock: () => performance.now() });
    return verdict === "proved" ? [claim.id] : [];
  });
  return { reference: config!, claims };
}

function replayCommand({ claim, replay }: Pick<Result, "claim" | "replay">, flags: CheckFlags): string {
  const { python, runtime, as: family, config, against, interpreter } = flags;
  const parts = [
    "npx commutant check",
    claim,
    ...(python === undefined ? [`--runtime ${quoted(runtime!)}`] : [`--python ${quoted(python)}`]),
    ...(interpreter === undefined || interpreter === "python3" ? [] : [`--interpreter ${quoted(interpreter)}`]),
    ...(!isComparison(claim) || config === undefined ? [] : [`--config ${quoted(config)}`]),
    ...(!isComparison(claim) || family === undefined ? [] : [`--as ${family}`]),
    ...(!isComparison(claim) || against === undefined ? [] : [`--against ${quoted(against)}`]),
    `--seed ${replay.seed}`,
    ...(replay.path === undefined ? [`--samples ${flags.samples}`] : [`--path ${replay.path}`]),
  ];
  return parts.join(" ");
}
