/**
 * Explanations redone on plain trees: nothing here knows of e-graphs.
 *
 * A tree is its text in parts, `["+", ["x"], ["1"]]`. A rewrite is redone by
 * putting the trees of its variables into its sides, both written as text.
 */
import { type Explanation, flatSteps, type Step } from "../../../src/prover/egraph/explanation.ts";
import type { Expression } from "../../../src/prover/egraph/expression.ts";
import type { Symbols } from "../../../src/prover/egraph/symbols.ts";

export type Tree = readonly [head: string, ...children: Tree[]];

/** What a replay has to know: the sides of a rewrite, and whether a given equation may be used. */
export interface Laws {
  readonly rewrite: (rule: number) => {
    readonly left: string;
    readonly right: string;
    readonly variables: readonly string[];
  };
  readonly isGiven?: (given: number, left: Tree, right: Tree) => boolean;
}

export function treeOf(text: string): Tree {
  const tokens = text.match(/[()]|[^\s()]+/g)!;
  let at = 0;
  const read = (): Tree => {
    const token = tokens[at++]!;
    if (token !== "(") return [token];
    const head = tokens[at++]!;
    const children: Tree[] = [];
    while (tokens[at] !== ")") children.push(read());
    at++;
    return [head, ...children];
  };
  return read();
}

export function treeText([head, ...children]: Tree): string {
  return children.length === 0 ? head : `(${[head, ...children.map(treeText)].join(" ")})`;
}

/** The trees of an explanation's terms. */
function treesOf(symbols: Symbols, terms: Expression): readonly Tree[] {
  const trees: Tree[] = [];
  for (const { symbol, children } of terms) {
    trees.push([symbols.name(symbol), ...children.map((child) => trees[child]!)]);
  }
  return trees;
}

function fill(tree: Tree, values: ReadonlyMap<string, Tree>): Tree {
  const value = values.get(tree[0]);
  if (value !== undefined) return value;
  const [head, ...children] = tree;
  return [head, ...children.map((child) => fill(child, values))];
}

function same(a: Tree, b: Tree): boolean {
  return a === b || (a.length === b.length && a.every((part, i) => samePart(part, b[i]!)));
}

function samePart(a: string | Tree, b: string | Tree): boolean {
  return typeof a === "string" || typeof b === "string" ? a === b : same(a, b);
}

/** What a step makes of a tree; undefined when the step does not apply to it. */
function apply(
  tree: Tree,
  step: Exclude<Step, { kind: "congruence" }>,
  trees: readonly Tree[],
  laws: Laws,
): Tree | undefined {
  if (step.kind === "given") {
    const to = trees[step.to]!;
    const [left, right] = step.forward ? [tree, to] : [to, tree];
    return laws.isGiven?.(step.given, left, right) ? to : undefined;
  }
  const { left, right, variables } = laws.rewrite(step.rule);
  const values = new Map(variables.map((variable, i) => [variable, trees[step.substitution[i]!]!]));
  const [from, to] = step.forward ? [left, right] : [right, left];
  return same(fill(treeOf(from), values), tree) ? fill(treeOf(to), values) : undefined;
}

/** A tree whose part at a path is another; undefined when there is no such part to be made. */
function at(tree: Tree, path: readonly number[], change: (part: Tree) => Tree | undefined): Tree | undefined {
  const [child, ...rest] = path;
  if (child === undefined) return change(tree);
  const [head, ...children] = tree;
  const part = children[child];
  const changed = part === undefined ? undefined : at(part, rest, change);
  return changed === undefined ? undefined : [head, ...children.with(child, changed)];
}

/**
 * The text that the flat chain of an explanation comes to, from a start.
 *
 * throws  Error at the first step that does not apply
 */
export function replayFlat(symbols: Symbols, explanation: Explanation, start: string, laws: Laws): string {
  const trees = treesOf(symbols, explanation.terms);
  let tree = treeOf(start);
  for (const { path, ...step } of flatSteps(explanation)) {
    const next = at(tree, path, (part) => apply(part, step, trees, laws));
    if (next === undefined) throw new Error(`${JSON.stringify(step)} does not apply to ${treeText(tree)}`);
    tree = next;
  }
  return treeText(tree);
}

/**
 * Checks each lemma, from those before it, and gives the sides of the last.
 *
 * throws  Error at the first step that does not make what it says
 */
export function replayLemmas(symbols: Symbols, { terms, lemmas }: Explanation, laws: Laws): readonly [string, string] {
  const trees = treesOf(symbols, terms);
  const made = (tree: Tree, step: Step, place: number): Tree | undefined => {
    if (step.kind !== "congruence") return apply(tree, step, trees, laws);
    const [head, ...children] = tree;
    const changed = children.map((child, i) => {
      const use = step.children[i];
      if (use === null) return child;
      if (use === undefined || use.lemma >= place) return undefined;
      const { from, to } = lemmas[use.lemma]!;
      const [left, right] = use.forward ? [from, to] : [to, from];
      return same(trees[left]!, child) ? trees[right]! : undefined;
    });
    return changed.includes(undefined) ? undefined : [head, ...changed.filter((child) => child !== undefined)];
  };
  for (const [place, { from, to, steps }] of lemmas.entries()) {
    let tree = trees[from]!;
    for (const step of steps) {
      const next = made(tree, step, place);
      if (next === undefined || !same(next, trees[step.to]!))
        throw new Error(`${JSON.stringify(step)} of lemma ${place}`);
      tree = next;
    }
    if (!same(tree, trees[to]!)) throw new Error(`lemma ${place} ends elsewhere`);
  }
  const { from, to } = lemmas.at(-1)!;
  return [treeText(trees[from]!), treeText(trees[to]!)];
}
