/** The same rules on the same starts as egg: as many e-nodes, classes and matches after each iteration. */
import { describe, expect, it } from "vitest";
import { parseExpression } from "../../../src/prover/egraph/expression.ts";
import { type Matches, search } from "../../../src/prover/egraph/machine.ts";
import { rewrites } from "../../../src/prover/egraph/rewrite.ts";
import { run } from "../../../src/prover/egraph/runner.ts";
import { backoffScheduler, simpleScheduler } from "../../../src/prover/egraph/scheduler.ts";
import egg from "./egg-math.json" with { type: "json" };
import { type Constant, math } from "./math.ts";

/** E-nodes, classes and matches of all rules after each iteration, and whether it saturated. */
function figures(start: string, scheduler: string, iterations: number, explanations: boolean) {
  const { symbols, egraph, rules } = math({ explanations });
  egraph.addExpression(parseExpression(symbols, start));
  const rows: number[][] = [];
  const measure = () => {
    const matches = rules.reduce((sum, { program }) => sum + search(egraph, program).count, 0);
    rows.push([egraph.nodeCount, egraph.classCount, matches]);
    egraph.check();
    return false;
  };
  const { stop, iterations: done } = run(egraph, rules, {
    iterations,
    nodes: Number.POSITIVE_INFINITY,
    scheduler: scheduler === "simple" ? simpleScheduler() : backoffScheduler(),
    goal: measure,
  });
  if (stop.kind === "saturated") measure();
  expect(done.map(({ nodes, classes }) => [nodes, classes])).toEqual(rows.slice(1).map((row) => row.slice(0, 2)));
  return { rows: rows.slice(1), saturated: stop.kind === "saturated" };
}

describe.each([
  ["without explanations", false],
  ["with explanations", true],
] as const)("%s, as egg", (_title, explanations) => {
  it.each(egg.runs)("$scheduler: $start", ({ start, scheduler, iterations, saturated }) => {
    expect(figures(start, scheduler, iterations.length, explanations)).toEqual({ rows: iterations, saturated });
  });
});

describe("matches since a version", () => {
  const rowsOf = ({ rows, width, count }: Matches): string[] =>
    Array.from({ length: count }, (_, i) => rows.subarray(i * width, (i + 1) * width).join(" "));

  it.each([
    ["without explanations", false],
    ["with explanations", true],
  ] as const)("%s: all that there was not, and few others", (_title, explanations) => {
    const { symbols, egraph, rules } = math({ explanations });
    egraph.addExpression(parseExpression(symbols, "(i (* (cos x) x) x)"));
    let [version, before] = [0, rules.map((): readonly string[] => [])];
    const [counts, wrong] = [{ all: 0, sought: 0, new: 0 }, [] as string[]];
    const goal = () => {
      for (const [rule, { program, name }] of rules.entries()) {
        const found = search(egraph, program, { since: version });
        const [all, sought] = [rowsOf(search(egraph, program)), new Set(rowsOf(found))];
        const known = new Set(before[rule]);
        const fresh = all.filter((row) => !known.has(row));
        wrong.push(...fresh.filter((row) => !sought.has(row)).map((row) => `${name} misses ${row}`));
        wrong.push(...[...sought].filter((row) => !all.includes(row)).map((row) => `${name} has ${row}`));
        expect([name, found.all]).toEqual([name, all.length]);
        counts.all += all.length;
        counts.sought += sought.size;
        counts.new += fresh.length;
        before = before.with(rule, all);
      }
      ({ version } = egraph.index);
      return false;
    };
    run(egraph, rules, { iterations: 6, nodes: Number.POSITIVE_INFINITY, scheduler: simpleScheduler(), goal });
    expect(wrong).toEqual([]);
    // an e-node that changed and changed nothing in what matched is sought again
    expect(counts.sought - counts.new).toBeLessThan((counts.all - counts.new) / 10);
  });
});

it("a match that was there before is applied when its condition holds later", () => {
  const { symbols, egraph, rules } = math({});
  egraph.addExpression(parseExpression(symbols, "(i (pow x a) x)"));
  const late = rewrites<Constant>(symbols, "one a => 1"); // a is no number before the first rules were applied
  run(egraph, [...rules.filter(({ name }) => name === "i-power-const"), ...late], { scheduler: simpleScheduler() });
  expect(egraph.lookup(parseExpression(symbols, "(/ (pow x (+ a 1)) (+ a 1))"))).toBeDefined();
});

describe("egg's figures", () => {
  it("are not all small", () => {
    expect(Math.max(...egg.runs.flatMap(({ iterations }) => iterations.map(([nodes]) => nodes!)))).toBeGreaterThan(
      10_000,
    );
  });
});
