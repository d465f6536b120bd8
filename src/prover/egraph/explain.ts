/**
 * Explanations out of the proof forest (Nieuwenhuis and Oliveras 2005, §4).
 *
 * The path between two terms is a chain of unions. One by a rewrite is a step;
 * one by congruence rests on the paths between the children, each of which is
 * a lemma once, however often it is used. Those paths are older than the
 * congruence, so this ends.
 */
import { Fault } from "../../term/fault.ts";
import type { EGraph } from "./egraph.ts";
import type { Explanation, Handle, Lemma, Step } from "./explanation.ts";
import type { Edge } from "./proof-forest.ts";

/**
 * Why two terms of an e-graph are equal.
 *
 * throws  Fault when they are not, or the e-graph was made without explanations
 */
export function explain<D>(egraph: EGraph<D>, from: number, to: number): Explanation {
  if (egraph.find(from) !== egraph.find(to)) {
    throw new Fault({ op: "explain", expected: "equal terms", received: `${from} and ${to} in different classes` });
  }
  return new Explainer(egraph).explain(from, to);
}

class Explainer<D> {
  readonly #egraph: EGraph<D>;
  readonly #terms: { symbol: number; children: number[] }[] = [];
  readonly #handles = new Map<number, Handle>();
  readonly #lemmas: Lemma[] = [];
  readonly #lemmaOf = new Map<string, number>();

  constructor(egraph: EGraph<D>) {
    this.#egraph = egraph;
  }

  explain(from: number, to: number): Explanation {
    const stack: { from: number; to: number; path: readonly Edge[] }[] = [];
    const push = (a: number, b: number): void => void stack.push({ from: a, to: b, path: this.#path(a, b) });
    push(from, to);
    while (stack.length > 0) {
      const top = stack.at(-1)!;
      const needed = top.path.flatMap((edge) => this.#pairs(edge)).filter((pair) => pair !== null);
      const missing = needed.filter(([a, b]) => !this.#lemmaOf.has(`${a} ${b}`));
      if (missing.length > 0) for (const [a, b] of missing) push(a, b);
      else {
        stack.pop();
        if (this.#lemmaOf.has(`${top.from} ${top.to}`)) continue;
        const steps = top.path.map((edge) => this.#step(edge));
        const lemma = { from: this.#handle(top.from), to: this.#handle(top.to), steps };
        this.#lemmaOf.set(`${top.from} ${top.to}`, this.#lemmas.push(lemma) - 1);
      }
    }
    return { terms: this.#terms, lemmas: this.#lemmas };
  }

  #path(from: number, to: number): readonly Edge[] {
    const { forest } = this.#egraph;
    if (forest !== undefined) return forest.path(from, to);
    throw new Fault({ op: "explain", expected: "an e-graph with explanations", received: "one without" });
  }

  /** Of a congruence, the pairs of children that differ, the older term first; null where they do not. */
  #pairs({ from, to, reason }: Edge): readonly (readonly [number, number] | null)[] {
    if (reason.kind !== "congruence") return [];
    const [left, right] = [this.#children(from), this.#children(to)];
    return left.map((a, i) => {
      const b = right[i]!; // congruent terms have as many children
      return a === b ? null : a < b ? [a, b] : [b, a];
    });
  }

  #step(edge: Edge): Step {
    const { reason, forward } = edge;
    const to = this.#handle(edge.to);
    switch (reason.kind) {
      case "rewrite": {
        const substitution = reason.substitution.map((id) => this.#handle(id));
        return { kind: "rewrite", rule: reason.rule, forward, substitution, to };
      }
      case "given":
        return { kind: "given", given: reason.given, forward, to };
      case "congruence": {
        const left = this.#children(edge.from);
        const children = this.#pairs(edge).map((pair, i) =>
          pair === null ? null : { lemma: this.#lemmaOf.get(pair.join(" "))!, forward: pair[0] === left[i] },
        );
        return { kind: "congruence", children, to };
      }
    }
  }

  #children(id: number): readonly number[] {
    const terms = this.#egraph.terms!; // an e-graph with a forest has terms
    return [...terms.cells.subarray(terms.first[id]!, terms.end(id))];
  }

  /** The place of a term, which is added with its parts when it is new. */
  #handle(id: number): Handle {
    const stack = [id];
    while (stack.length > 0) {
      const term = stack.at(-1)!;
      const children = this.#children(term);
      const missing = children.filter((child) => !this.#handles.has(child));
      if (missing.length > 0) stack.push(...missing);
      else {
        stack.pop();
        if (this.#handles.has(term)) continue;
        const node = {
          symbol: this.#egraph.symbolOf(term),
          children: children.map((child) => this.#handles.get(child)!),
        };
        this.#handles.set(term, this.#terms.push(node) - 1);
      }
    }
    return this.#handles.get(id)!;
  }
}
