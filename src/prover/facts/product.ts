/**
 * Products of facts, entry by entry: of `|x| ± x ≥ 0` and `0 ≤ y ≤ 1` those that say something of x ∘ y.
 */
import type { Term } from "../../term/term.ts";
import { type Linear, linearOf } from "../linear.ts";
import type { Normaliser } from "../normaliser.ts";
import { flat } from "../parts.ts";
import { type Fact, fact } from "./fact.ts";

/** How many products are made, and of how long facts. */
const LIMITS = { products: 60, monomials: 3 } as const;

/** The products of two facts of which one has a factor of a wanted monomial, and the other one its other factors. */
export function productsOfFacts(facts: readonly Fact[], wanted: Linear, n: Normaliser): readonly Fact[] {
  const short = facts
    .map((known) => ({ known, monomials: [...linearOf(known.term).keys()] }))
    .filter(({ monomials }) => monomials.length > 1 && monomials.length <= LIMITS.monomials);
  const having = (part: Term): readonly Fact[] =>
    short.filter(({ monomials }) => monomials.includes(part)).map(({ known }) => known);
  const made: Fact[] = [];
  for (const monomial of wanted.keys()) {
    const parts = flat("hadamard", monomial);
    if (parts.length !== 2) continue;
    for (const a of having(parts[0]!))
      for (const b of having(parts[1]!))
        if (a.term.rows === b.term.rows && a.term.cols === b.term.cols)
          made.push(fact(n, "hadamard_nonneg", [a.term, b.term], [a.ref, b.ref]));
  }
  return made.slice(0, LIMITS.products);
}
