/**
 * All axioms. This is what a theorem rests on, beside the rules of theorem.ts;
 * test/kernel/axioms.test.ts pins the list.
 */
import { Fault } from "../term/fault.ts";
import type { Axiom } from "./axiom.ts";
import { binderAxioms } from "./axioms/binder.ts";
import { blockAxioms, blockSignAxioms, sliceAxioms, triAxioms } from "./axioms/block.ts";
import { definingAxioms, hadamardAxioms, mapAxioms, realAxioms, signAxioms } from "./axioms/entrywise.ts";
import { inverseAxioms, invertibleAxioms } from "./axioms/inverse.ts";
import { kronAxioms, vecAxioms } from "./axioms/kron.ts";
import { inequalityAxioms, maxAxioms, orderAxioms } from "./axioms/order.ts";
import { diagonalAxioms, kindAxioms, orthogonalAxioms, permutationAxioms } from "./axioms/property.ts";
import { rankAxioms, rankBoundAxioms } from "./axioms/rank.ts";
import { regroupingAxioms } from "./axioms/regrouping.ts";
import { ringAxioms } from "./axioms/ring.ts";
import { detAxioms, powerAxioms, traceAxioms } from "./axioms/trace.ts";
import { transposeAxioms } from "./axioms/transpose.ts";

/** The topics, in the order in which they read best. */
export const AXIOM_TOPICS: Readonly<Record<string, readonly Axiom[]>> = Object.freeze({
  regrouping: regroupingAxioms,
  ring: ringAxioms,
  transpose: transposeAxioms,
  hadamard: hadamardAxioms,
  map: mapAxioms,
  definitions: definingAxioms,
  reals: realAxioms,
  signs: signAxioms,
  permutation: permutationAxioms,
  orthogonal: orthogonalAxioms,
  kinds: kindAxioms,
  diagonal: diagonalAxioms,
  binder: binderAxioms,
  blocks: blockAxioms,
  slices: sliceAxioms,
  "block signs": blockSignAxioms,
  tri: triAxioms,
  kron: kronAxioms,
  vec: vecAxioms,
  trace: traceAxioms,
  det: detAxioms,
  powers: powerAxioms,
  inverse: inverseAxioms,
  invertible: invertibleAxioms,
  rank: rankAxioms,
  "rank bounds": rankBoundAxioms,
  order: orderAxioms,
  maxima: maxAxioms,
  inequalities: inequalityAxioms,
});

const axioms = byName(Object.values(AXIOM_TOPICS).flat());

/** Every axiom by its name. A view: `ReadonlyMap` is a promise of the type alone, and what is proved depends on this one. */
export const AXIOMS: ReadonlyMap<string, Axiom> = Object.freeze({
  size: axioms.size,
  get: (name: string) => axioms.get(name),
  has: (name: string) => axioms.has(name),
  keys: () => axioms.keys(),
  values: () => axioms.values(),
  entries: () => axioms.entries(),
  [Symbol.iterator]: () => axioms.entries(),
  forEach: (visit: (axiom: Axiom, name: string, all: ReadonlyMap<string, Axiom>) => void) => {
    for (const [name, axiom] of axioms) visit(axiom, name, AXIOMS);
  },
});

function byName(axioms: readonly Axiom[]): ReadonlyMap<string, Axiom> {
  const map = new Map<string, Axiom>();
  for (const axiom of axioms) {
    if (map.has(axiom.name)) throw new Fault({ op: "axioms", expected: "each name once", received: axiom.name });
    map.set(axiom.name, axiom);
  }
  return map;
}
