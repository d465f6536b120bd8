/** The cheapest expression of a class. */
import { Fault } from "../../term/fault.ts";
import type { EGraph } from "./egraph.ts";
import type { ENode, Expression } from "./expression.ts";

/** The cost of an e-node, from the costs of its children; must be more than that of any child. */
export type CostFunction = (symbol: number, children: readonly number[]) => number;

export const astSize: CostFunction = (_symbol, children) => children.reduce((sum, cost) => sum + cost, 1);
export const astDepth: CostFunction = (_symbol, children) => 1 + Math.max(0, ...children);

export interface Extraction {
  readonly cost: number;
  readonly expression: Expression;
}

/**
 * The cheapest expression of a class, as the e-graph was last rebuilt; of equally cheap ones the one whose e-node is oldest.
 *
 * throws  Fault when the class has none, since all its e-nodes are hidden
 */
export function extract<D>(egraph: EGraph<D>, id: number, cost: CostFunction = astSize): Extraction {
  const best = cheapest(egraph, cost);
  const nodes: ENode[] = [];
  const placeOf = new Map<number, number>();
  const stack = [egraph.find(id)];
  while (stack.length > 0) {
    const root = stack.at(-1)!;
    const node = best.node.get(root);
    if (node === undefined)
      throw new Fault({ op: "extract", expected: "a finite expression", received: `none in ${root}` });
    const children = egraph.childrenOf(node);
    const missing = children.filter((child) => !placeOf.has(child));
    if (missing.length > 0) stack.push(...missing);
    else {
      stack.pop();
      if (placeOf.has(root)) continue;
      const places = children.map((child) => placeOf.get(child)!);
      placeOf.set(root, nodes.push({ symbol: egraph.symbolOf(node), children: places }) - 1);
    }
  }
  return { cost: best.cost.get(egraph.find(id))!, expression: nodes };
}

/** For each class the least cost and an e-node that has it, by passes over all e-nodes until none improves. */
function cheapest<D>(egraph: EGraph<D>, costOf: CostFunction) {
  const cost = new Map<number, number>();
  const node = new Map<number, number>();
  const { nodeByClass, size } = egraph.index;
  for (let improved = true; improved; ) {
    improved = false;
    for (let at = 0; at < size; at++) {
      const member = nodeByClass[at]!;
      const children = egraph.childrenOf(member).map((child) => cost.get(child) ?? Number.POSITIVE_INFINITY);
      const total = costOf(egraph.symbolOf(member), children);
      const root = egraph.find(member);
      if (total >= (cost.get(root) ?? Number.POSITIVE_INFINITY)) continue;
      cost.set(root, total);
      node.set(root, member);
      improved = true;
    }
  }
  return { cost, node };
}
