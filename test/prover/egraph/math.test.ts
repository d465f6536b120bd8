import { describe, expect, it } from "vitest";
import { EGraph } from "../../../src/prover/egraph/egraph.ts";
import { explain } from "../../../src/prover/egraph/explain.ts";
import { parseExpression, patternText } from "../../../src/prover/egraph/expression.ts";
import type { Rewrite } from "../../../src/prover/egraph/rewrite.ts";
import { rewrites } from "../../../src/prover/egraph/rewrite.ts";
import { type Limits, run } from "../../../src/prover/egraph/runner.ts";
import { simpleScheduler } from "../../../src/prover/egraph/scheduler.ts";
import { Symbols } from "../../../src/prover/egraph/symbols.ts";
import { type Constant, FOLDED, math } from "./math.ts";
import { type Laws, replayFlat, replayLemmas, type Tree } from "./replay.ts";

/** Arithmetic of trees of numbers, for steps of constant folding. */
function value([head, ...children]: Tree): number {
  const [a, b] = children.map(value);
  if (a === undefined || b === undefined) return Number(head);
  return head === "+" ? a + b : head === "-" ? a - b : head === "*" ? a * b : head === "/" ? a / b : Number.NaN;
}

function lawsOf<D>(symbols: Symbols, rules: readonly Rewrite<D>[]): Laws {
  return {
    rewrite: (rule) => ({
      left: patternText(symbols, rules[rule]!.left),
      right: patternText(symbols, rules[rule]!.right),
      variables: rules[rule]!.variables,
    }),
    isGiven: (given, left, right) => given === FOLDED && value(left) === value(right),
  };
}

/** Whether the math rules prove an equation; the explanation of one that they do is redone. */
function proves(start: string, goal: string, limits: Limits<Constant> = {}, seen: readonly string[] = []): boolean {
  const { symbols, egraph, rules } = math({ explanations: true });
  const root = egraph.addExpression(parseExpression(symbols, start));
  for (const text of seen) egraph.addExpression(parseExpression(symbols, text));
  const target = parseExpression(symbols, goal);
  const report = run(egraph, rules, {
    ...limits,
    goal: () => egraph.lookup(target) === egraph.find(root),
  });
  egraph.check();
  if (report.stop.kind !== "goal") return false;
  const explanation = explain(egraph, root, egraph.addExpression(target));
  const laws = lawsOf(symbols, rules);
  expect(replayLemmas(symbols, explanation, laws)).toEqual([start, goal]);
  expect(replayFlat(symbols, explanation, start, laws)).toBe(goal);
  return true;
}

/** egg's own tests, tests/math.rs of 0.10.0, with their names. */
const PROVED: readonly (readonly [name: string, start: string, goal: string])[] = [
  ["math_simplify_add", "(+ x (+ x (+ x x)))", "(* 4 x)"],
  ["math_powers", "(* (pow 2 x) (pow 2 y))", "(pow 2 (+ x y))"],
  ["math_simplify_const", "(+ 1 (- a (* (- 2 1) a)))", "1"],
  ["math_simplify_factor", "(* (+ x 3) (+ x 1))", "(+ (+ (* x x) (* 4 x)) 3)"],
  ["math_diff_same", "(d x x)", "1"],
  ["math_diff_different", "(d x y)", "0"],
  ["math_diff_simple1", "(d x (+ 1 (* 2 x)))", "2"],
  ["math_diff_simple2", "(d x (+ 1 (* y x)))", "y"],
  ["math_diff_ln", "(d x (ln x))", "(/ 1 x)"],
  ["diff_power_simple", "(d x (pow x 3))", "(* 3 (pow x 2))"],
  ["integ_one", "(i 1 x)", "x"],
  ["integ_sin", "(i (cos x) x)", "(sin x)"],
  ["integ_x", "(i (pow x 1) x)", "(/ (pow x 2) 2)"],
  ["integ_part1", "(i (* x (cos x)) x)", "(+ (* x (sin x)) (cos x))"],
  ["integ_part2", "(i (* (cos x) x) x)", "(+ (* x (sin x)) (cos x))"],
  ["integ_part3", "(i (ln x) x)", "(- (* x (ln x)) x)"],
];

describe("egg's math tests", () => {
  it.each(PROVED)("%s", (_name, start, goal) => {
    expect(proves(start, goal)).toBe(true);
  });

  it("math_simplify_root", () => {
    const start = "(/ 1 (- (/ (+ 1 (sqrt five)) 2) (/ (- 1 (sqrt five)) 2)))";
    expect(proves(start, "(/ 1 (sqrt five))", { nodes: 75_000 })).toBe(true);
  });

  it("diff_power_harder", () => {
    const goal = "(* x (- (* 3 x) 14))";
    expect(proves("(d x (- (pow x 3) (* 7 (pow x 2))))", goal, { iterations: 60, nodes: 100_000 }, [goal])).toBe(true);
  });

  it("math_fail", () => {
    expect(proves("(+ x y)", "(/ x y)")).toBe(false);
  });

  it("math_associate_adds: sums of seven numbers are 127 classes", () => {
    const symbols = new Symbols();
    const egraph = new EGraph(symbols, { explanations: true });
    const rules = rewrites(
      symbols,
      `comm-add   (+ ?a ?b)         => (+ ?b ?a)
       assoc-add  (+ ?a (+ ?b ?c))  => (+ (+ ?a ?b) ?c)`,
    );
    const [start, goal] = ["(+ 1 (+ 2 (+ 3 (+ 4 (+ 5 (+ 6 7))))))", "(+ 7 (+ 6 (+ 5 (+ 4 (+ 3 (+ 2 1))))))"];
    const root = egraph.addExpression(parseExpression(symbols, start));
    run(egraph, rules, { iterations: 7, scheduler: simpleScheduler() });
    expect(egraph.classCount).toBe(127);
    expect(egraph.lookup(parseExpression(symbols, goal))).toBe(egraph.find(root));
    const explanation = explain(egraph, root, egraph.addExpression(parseExpression(symbols, goal)));
    expect(replayFlat(symbols, explanation, start, lawsOf(symbols, rules))).toBe(goal);
  });

  it("assoc_mul_saturates", () => {
    const { symbols, egraph, rules } = math();
    egraph.addExpression(parseExpression(symbols, "(* x 1)"));
    expect(run(egraph, rules, { iterations: 3 }).stop).toEqual({ kind: "saturated" });
  });
});
