/** Patterns compiled for building: given the classes of the variables, the e-nodes of the pattern. */
import type { EGraph } from "./egraph.ts";
import { isVariable, type Pattern } from "./expression.ts";

/**
 * E-nodes in order, children first: symbol, arity, then the places of the
 * children. Places are the variables', then those of the e-nodes built so far.
 */
export interface Template {
  readonly code: Int32Array;
  /** Places of variables and e-nodes. */
  readonly places: number;
  readonly variables: number;
  readonly root: number;
}

const HEAD = 2;

/** The template of a pattern whose variables have these places. */
export function template(pattern: Pattern, variables: readonly string[]): Template {
  const code: number[] = [];
  const placeOf: number[] = [];
  let places = variables.length;
  for (const node of pattern) {
    if (isVariable(node)) placeOf.push(variables.indexOf(node.variable));
    else {
      code.push(node.symbol, node.children.length, ...node.children.map((child) => placeOf[child]!));
      placeOf.push(places++);
    }
  }
  return { code: Int32Array.from(code), places, variables: variables.length, root: placeOf.at(-1)! };
}

/** Adds the pattern's e-nodes; the first places have the variables' ids, the others are overwritten. */
export function instantiate<D>(egraph: EGraph<D>, { code, variables, root }: Template, places: Int32Array): number {
  let place = variables;
  for (let at = 0; at < code.length; ) {
    const arity = code[at + 1]!;
    places[place++] = egraph.addOf(code[at]!, arity, places, code, at + HEAD);
    at += HEAD + arity;
  }
  return places[root]!;
}

/** The class that the pattern's instance has already, or −1. */
export function lookupInstance<D>(egraph: EGraph<D>, { code, variables, root }: Template, places: Int32Array): number {
  const { nodes } = egraph;
  let place = variables;
  for (let at = 0; at < code.length; ) {
    const arity = code[at + 1]!;
    const id = nodes.seek(code[at]!, arity, places, code, at + HEAD);
    if (id < 0) return -1;
    places[place++] = id;
    at += HEAD + arity;
  }
  return egraph.find(places[root]!);
}
