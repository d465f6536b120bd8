/**
 * Matchers for vitest: claims as expectations.
 *
 *     import "commutant/vitest";
 *     await expect(model).toSatisfy("gauge/key-bias");
 *
 * A failure shows the smallest counterexample as the command line does, and the line that shows it again. A verdict
 * that is neither, such as `inconclusive`, fails an expectation and its negation alike.
 */
import { expect } from "vitest";
import { runBehaviours } from "../check/behave.ts";
import { CONFORMANCE, judgeConformance } from "../check/conformance.ts";
import { decide } from "../check/decide.ts";
import type { Result } from "../check/judge.ts";
import type { Model } from "../check/model.ts";
import { planCheck, runCheck } from "../check/plan.ts";
import { behavioursNamed } from "../claim/behaviour.ts";
import { claimsNamed } from "../claim/library.ts";
import type { CheckReport, Described } from "../report/report.ts";
import { noColours } from "../report/signs.ts";
import { failureLines } from "../report/text.ts";
import { type Engine, plainEngine } from "../runtime/engine.ts";
import type { LoadedModel } from "../runtime/family.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { Fault } from "../term/fault.ts";
import { parseProblem } from "../term/problem.ts";

/** How hard an expectation is checked; seed and path replay a failure. */
export interface MatcherOptions {
  readonly samples?: number;
  readonly seed?: number;
  readonly path?: string;
  /** What evaluates a model's terms; the float interpreter by default. */
  readonly engine?: Engine;
}

/** What a formula of an expectation is written with. */
export interface FormulaOptions {
  readonly given?: string;
  readonly assume?: readonly string[];
}

/** What can be expected of a model: a checkpoint's, an architecture with values, or one that is only run. */
export type Expectable = Model | LoadedModel | Runtime;

declare module "vitest" {
  // merged with vitest's own interfaces, so the parameters are named as there
  interface Assertion<T> {
    /** Satisfies a predicate: vitest's own. */
    toSatisfy<E>(predicate: (value: E) => boolean, message?: string): void;
    /** Satisfies claims, by id or area. */
    toSatisfy(claim: string | readonly string[], options?: MatcherOptions): Promise<void>;
  }
  interface Matchers<T> {
    /** Tokens that are moved have their outputs moved alike. */
    toBePermutationCovariant(options?: MatcherOptions): Promise<void>;
    /** No output sees a later token. */
    toBeCausal(options?: MatcherOptions): Promise<void>;
    /** Computes what another model computes, output by output. */
    toConformTo(reference: Runtime, options?: MatcherOptions): Promise<void>;
    /** A formula is proved for all sizes. */
    toBeProved(options?: FormulaOptions): void;
  }
}

const DEFAULT_SAMPLES = 20;
const DEFAULT_SEED = 42;
const SHOWN = 3;
/** The test runner tells how long a test took. */
const UNTIMED = (): number => 0;

interface Answer {
  readonly pass: boolean;
  readonly message: () => string;
}

expect.extend({
  async toSatisfy(received: unknown, claim: unknown, options?: MatcherOptions): Promise<Answer> {
    if (typeof claim === "function") {
      const pass = Boolean(claim(received));
      return {
        pass,
        message: () => `expected ${this.utils.printReceived(received)} ${pass ? "not " : ""}to satisfy the predicate`,
      };
    }
    return satisfies(expectable(received), typeof claim === "string" ? [claim] : (claim as readonly string[]), options);
  },
  async toBePermutationCovariant(received: unknown, options?: MatcherOptions): Promise<Answer> {
    const model = expectable(received);
    return satisfies(model, [isRuntime(model) ? "behaviour/permutation" : "permutation/stack"], options);
  },
  async toBeCausal(received: unknown, options?: MatcherOptions): Promise<Answer> {
    const model = expectable(received);
    return satisfies(model, [isRuntime(model) ? "behaviour/causal" : "causality/prefix"], options);
  },
  async toConformTo(received: unknown, reference: Runtime, options: MatcherOptions = {}): Promise<Answer> {
    const model = expectable(received);
    if (!isRuntime(model)) throw new Fault({ op: "toConformTo", expected: "a model that is run", received: "a term" });
    const results = await judgeConformance(model, reference, optionsOf(options));
    return answer(results, [{ ...CONFORMANCE, scope: "output" }], { name: model.name, options });
  },
  toBeProved(received: unknown, { given = "", assume }: FormulaOptions = {}): Answer {
    const problem = parseProblem(String(received), given, assume === undefined ? {} : { assume });
    const { verdict, method } = decide(problem, { clock: UNTIMED });
    if (verdict === "inconclusive" || verdict === "holds")
      throw new Error(`${received}: ${verdict} (${method}), no proof found`);
    return { pass: verdict === "proved", message: () => `${received}: ${verdict} (${method})` };
  },
});

function expectable(received: unknown): Expectable {
  if (typeof received === "object" && received !== null && ("traits" in received || "architecture" in received))
    return received as Expectable; // each has one of the two
  const next = "give what openModel, functionRuntime or pythonRuntime return";
  throw new Fault({ op: "expect", expected: "a model", received: typeof received, next });
}

function isRuntime(model: Expectable): model is Runtime {
  return "traits" in model;
}

function optionsOf({ samples = DEFAULT_SAMPLES, seed = DEFAULT_SEED, path }: MatcherOptions) {
  return { samples, seed, clock: UNTIMED, ...(path === undefined ? {} : { path }) };
}

async function satisfies(model: Expectable, names: readonly string[], options: MatcherOptions = {}): Promise<Answer> {
  if (isRuntime(model)) {
    const claims = behavioursNamed(names);
    const { results, notApplicable } = await runBehaviours(claims, model, optionsOf(options));
    expectApplying(results, notApplicable);
    return answer(
      results,
      claims.map((claim) => ({ ...claim, scope: "model" })),
      { name: model.name, options },
    );
  }
  const claims = claimsNamed(names);
  const named = "name" in model ? model : modelOf(model);
  const plan = planCheck(named, claims);
  const results = await runCheck(named, plan, options.engine ?? plainEngine(), optionsOf(options));
  expectApplying(results, plan.notApplicable);
  return answer(results, claims, { name: named.name, options });
}

function modelOf({ family, architecture, bindings, sizes }: LoadedModel): Model {
  return { name: family, architecture, bindings: { ...bindings, sizes } };
}

/** A claim that does not apply is no expectation. */
function expectApplying(results: readonly Result[], notApplicable: CheckReport["notApplicable"]): void {
  const [first] = notApplicable;
  if (results.length === 0 && first !== undefined)
    throw new Fault({ op: first.claim, expected: "a claim that applies to the model", received: first.reason });
}

const HOLDS: ReadonlySet<Result["verdict"]> = new Set(["holds", "proved", "precision floor"]);

/** All hold, or one is refuted; what is neither is an error either way. */
function answer(
  results: readonly Result[],
  claims: readonly Described[],
  { name, options }: { readonly name: string; readonly options: MatcherOptions },
): Answer {
  const refuted = results.filter(({ verdict }) => verdict === "refuted");
  const untested = results.filter(({ verdict }) => verdict !== "refuted" && !HOLDS.has(verdict));
  const report: CheckReport = {
    model: name,
    description: "",
    engine: "",
    seed: options.seed ?? DEFAULT_SEED,
    samples: options.samples ?? DEFAULT_SAMPLES,
    claims,
    notApplicable: [],
    planned: [],
    results,
    replayCommand: replayLine,
  };
  const text = (shown: readonly Result[]): string =>
    [`${name}:`, ...shown.slice(0, SHOWN).flatMap((result) => failureLines(result, report, noColours))].join("\n");
  if (refuted.length === 0 && untested.length > 0) throw new Error(text(untested));
  return {
    pass: refuted.length === 0,
    message: () =>
      refuted.length > 0
        ? text(refuted)
        : `${name}: expected ${claims.map(({ id }) => id).join(", ")} to be refuted, and it holds`,
  };
}

function replayLine({ claim, replay: { seed, path } }: Result): string {
  const where = path === undefined ? `{ seed: ${seed} }` : `{ seed: ${seed}, path: "${path}" }`;
  return `await expect(model).toSatisfy("${claim}", ${where})`;
}
