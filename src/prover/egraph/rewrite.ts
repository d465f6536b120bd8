/**
 * Rewrites: `name  left => right`, with conditions.
 *
 *     comm-add   (+ ?a ?b)          => (+ ?b ?a)
 *     pow-recip  (pow ?x -1)        => (/ 1 ?x)   if is_not_zero ?x
 *
 * A condition is a function of the e-graph and of classes, and may consult the
 * analysis. egg's own `is_not_zero` says true when it does not know; it is
 * here for comparison only. In a proof a side condition is a hypothesis: our
 * prover must never use a condition that guesses, since the kernel will ask
 * for the theorem that it stands for.
 */
import { didYouMean, Fault } from "../../term/fault.ts";
import type { EGraph } from "./egraph.ts";
import { type Pattern, parsePattern } from "./expression.ts";
import type { Matches } from "./machine.ts";
import { compile, type Program } from "./program.ts";
import type { Symbols } from "./symbols.ts";
import { instantiate, lookupInstance, type Template, template } from "./template.ts";

/** Whether a rewrite may be applied, of the classes of the variables that its line names. */
export type Condition<D = never> = (egraph: EGraph<D>, ...ids: readonly number[]) => boolean;

export interface Rewrite<D = never> {
  readonly name: string;
  readonly left: Pattern;
  readonly right: Pattern;
  /** Variables in the order of substitutions. */
  readonly variables: readonly string[];
  readonly program: Program;
  readonly leftTemplate: Template;
  readonly rightTemplate: Template;
  /** Conditions, and which variables they are of. */
  readonly conditions: readonly { readonly holds: Condition<D>; readonly of: readonly number[] }[];
}

/**
 * The rewrites that lines of text mean; empty lines mean nothing.
 *
 * throws  Fault when a line is not a rewrite, or names a variable or a condition that there is not
 */
export function rewrites<D = never>(
  symbols: Symbols,
  lines: string,
  conditions: Readonly<Record<string, Condition<D>>> = {},
): readonly Rewrite<D>[] {
  const texts = lines.split("\n").filter((line) => line.trim() !== "");
  return texts.map((line) => rewrite(symbols, line.trim(), conditions));
}

function rewrite<D>(symbols: Symbols, line: string, known: Readonly<Record<string, Condition<D>>>): Rewrite<D> {
  const [, name, leftText, rightText, conditionText] = /^(\S+)\s+(.*?)\s+=>\s+(.*?)((?:\s+if\s.*)?)$/.exec(line) ?? [];
  if (name === undefined) throw new Fault({ op: "rewrite", expected: "name left => right", received: line });
  const [left, right] = [parsePattern(symbols, leftText!), parsePattern(symbols, rightText!)];
  const program = compile(left);
  const { variables } = program;
  const placeOf = (variable: string): number => {
    const place = variables.indexOf(variable);
    if (place >= 0) return place;
    throw new Fault({ op: name, expected: "variables of the left side", received: variable });
  };
  for (const node of right) if ("variable" in node) placeOf(node.variable);
  const conditions = conditionText!.split(/\s+if\s+/).slice(1);
  return {
    name,
    left,
    right,
    variables,
    program,
    leftTemplate: template(left, variables),
    rightTemplate: template(right, variables),
    conditions: conditions.map((text) => {
      const [condition = "", ...args] = text.trim().split(/\s+/);
      const holds = known[condition];
      if (holds === undefined) {
        const next = didYouMean(condition, Object.keys(known));
        throw new Fault({ op: name, expected: "a known condition", received: condition, next });
      }
      return { holds, of: args.map(placeOf) };
    }),
  };
}

function hold<D>(conditions: Rewrite<D>["conditions"], egraph: EGraph<D>, places: Int32Array): boolean {
  for (const { holds, of } of conditions) if (!holds(egraph, ...of.map((i) => places[i]!))) return false;
  return true;
}

/**
 * Applies matches of a rewrite, until the e-graph has more than `nodeLimit` e-nodes. How many unions it made.
 *
 * `rule` is the number that explanations will know the rewrite by.
 */
export function apply<D>(
  egraph: EGraph<D>,
  { rightTemplate, leftTemplate, variables, conditions }: Rewrite<D>,
  rule: number,
  matches: Matches,
  nodeLimit = Number.POSITIVE_INFINITY,
): number {
  const places = new Int32Array(Math.max(rightTemplate.places, leftTemplate.places));
  const { rows, width, count } = matches;
  const explains = egraph.terms !== undefined;
  let unions = 0;
  for (let row = 0; row < count * width && egraph.nodeCount <= nodeLimit; row += width) {
    for (let i = 1; i < width; i++) places[i - 1] = rows[row + i]!;
    if (!hold(conditions, egraph, places)) continue;
    const matched = rows[row]!;
    if (!explains) {
      if (egraph.union(matched, instantiate(egraph, rightTemplate, places))) unions++;
      continue;
    }
    // Terms are only made for what is new.
    if (lookupInstance(egraph, rightTemplate, places) === egraph.find(matched)) continue;
    const left = instantiate(egraph, leftTemplate, places);
    const right = instantiate(egraph, rightTemplate, places);
    if (egraph.unionByRewrite(left, right, rule, places, 0, variables.length)) unions++;
  }
  return unions;
}
