/**
 * Equality saturation: search all rewrites, apply all matches, rebuild, again
 * (Willsey et al. 2021, §2.3 and figure 3), until nothing is new, the goal is
 * reached or a limit is hit; the report says which.
 */
import type { EGraph } from "./egraph.ts";
import type { Matches } from "./machine.ts";
import { apply, type Rewrite } from "./rewrite.ts";
import { backoffScheduler, type Scheduler } from "./scheduler.ts";

export interface Limits<D> {
  readonly iterations?: number;
  readonly nodes?: number;
  /** The unit is the clock's. There is no limit without a clock. */
  readonly time?: { readonly limit: number; readonly now: () => number };
  readonly scheduler?: Scheduler;
  /** Asked before each iteration: whether the goal is reached. */
  readonly goal?: (egraph: EGraph<D>) => boolean;
}

/** Why it stopped; a limit says how far it went. */
export type Stop =
  | { readonly kind: "saturated" }
  | { readonly kind: "goal" }
  | { readonly kind: "iterations"; readonly limit: number }
  | { readonly kind: "nodes"; readonly limit: number; readonly reached: number }
  | { readonly kind: "time"; readonly limit: number; readonly reached: number };

/** The e-graph after an iteration, and what the iteration did. */
export interface Iteration {
  readonly nodes: number;
  readonly classes: number;
  readonly matches: number;
  readonly unions: number;
}

export interface Report {
  readonly stop: Stop;
  readonly iterations: readonly Iteration[];
}

/** egg's. */
const DEFAULT_ITERATIONS = 30;
const DEFAULT_NODES = 10_000;

/** Saturates an e-graph with rewrites; in explanations a rewrite's number is its place in the list. */
export function run<D>(egraph: EGraph<D>, rewrites: readonly Rewrite<D>[], limits: Limits<D> = {}): Report {
  const { iterations: iterationLimit = DEFAULT_ITERATIONS, nodes = DEFAULT_NODES, time, goal } = limits;
  const scheduler = limits.scheduler ?? backoffScheduler();
  const start = time?.now();
  const iterations: Iteration[] = [];
  /** Of each rewrite the version of the index of which all matches were applied: later ones are of e-nodes that changed since. */
  const applied = rewrites.map(() => 0);

  const exceeded = (): Stop | undefined => {
    if (time !== undefined) {
      const reached = time.now() - start!; // there is a start when there is a clock
      if (reached > time.limit) return { kind: "time", limit: time.limit, reached };
    }
    if (egraph.nodeCount > nodes) return { kind: "nodes", limit: nodes, reached: egraph.nodeCount };
    return undefined;
  };

  const searchAll = (): readonly (Matches | undefined)[] | Stop => {
    const found: (Matches | undefined)[] = [];
    for (const [rule, rewrite] of rewrites.entries()) {
      const since = rewrite.conditions.length > 0 ? 0 : applied[rule]!; // a condition may hold later
      found.push(scheduler.search({ iteration: iterations.length, rule, since }, egraph, rewrite));
      const stop = exceeded();
      if (stop !== undefined) return stop;
    }
    return found;
  };

  const iterate = (): Stop | undefined => {
    const before = egraph.nodes.count; // also of hidden ones, which lookups find
    const { version } = egraph.index;
    const found = searchAll();
    if ("kind" in found) return found;
    let unions = 0;
    let stop: Stop | undefined;
    for (const [rule, rewrite] of rewrites.entries()) {
      const matches = found[rule];
      if (matches === undefined) continue;
      unions += apply(egraph, rewrite, rule, matches, nodes);
      applied[rule] = version;
      stop = exceeded();
      if (stop !== undefined) break;
    }
    egraph.rebuild();
    const { nodeCount, classCount } = egraph;
    const matches = found.reduce((sum, some) => sum + (some?.all ?? 0), 0);
    const canStop = unions === 0 && egraph.nodes.count === before && scheduler.canStop(iterations.length);
    iterations.push({ nodes: nodeCount, classes: classCount, matches, unions });
    return stop ?? (canStop ? { kind: "saturated" } : undefined);
  };

  egraph.rebuild();
  for (;;) {
    const stop: Stop | undefined =
      exceeded() ??
      (goal?.(egraph) ? { kind: "goal" } : undefined) ??
      (iterations.length >= iterationLimit ? { kind: "iterations", limit: iterationLimit } : iterate());
    if (stop !== undefined) return { stop, iterations };
  }
}
