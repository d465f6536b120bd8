/**
 * A fact about each class, kept as classes merge (Willsey et al. 2021, §4).
 *
 * law  make and merge form a semilattice: the fact of a class is the merge of what `make` says of its e-nodes
 */
import type { EGraph } from "./egraph.ts";

export interface Analysis<D> {
  /** What an e-node says of its class, from the facts of its children; undefined is "nothing". */
  make(egraph: EGraph<D>, node: number): D | undefined;
  /** Both facts at once; the first itself when the second adds nothing. */
  merge(fact: D, other: D): D;
  /** May add e-nodes to the class or union it with others, since it has a fact. */
  modify(egraph: EGraph<D>, id: number, fact: D): void;
}
