/**
 * Products over the two pieces of one inner size: `A₁ B₁ + A₂ B₂ = A B`, where A₁ and A₂ are side by side what A is, and
 * B₁ above B₂ what B is.
 */
import { add, type Term } from "../../term/term.ts";
import type { Equality } from "../derivation.ts";
import type { Normaliser } from "../normaliser.ts";
import { factorsOf, nested } from "../parts.ts";
import { glued } from "./cut.ts";

/** Two summands that are cut as one product, in either order. */
export function contracted(X: Term, Y: Term, n: Normaliser): Equality | undefined {
  return ordered(X, Y, n) ?? swapped(X, Y, n);
}

/** Whether a summand is a product of which a factor is a piece. */
export function isCut(X: Term): boolean {
  return X.op === "mul" && factorsOf(X).some(({ op }) => op === "rows" || op === "cols");
}

function swapped(X: Term, Y: Term, n: Normaliser): Equality | undefined {
  const made = ordered(Y, X, n);
  return made === undefined ? undefined : n.chain(add(X, Y)).regroup(made.from).step(made).done();
}

function ordered(X: Term, Y: Term, n: Normaliser): Equality | undefined {
  for (const [A, C] of cutsOf(X)) {
    for (const [B, D] of cutsOf(Y)) {
      const left = A.rows === B.rows ? glued(A, B, "cols", n) : undefined;
      const right = left === undefined || C.cols !== D.cols ? undefined : glued(C, D, "rows", n);
      if (left === undefined || right === undefined) continue;
      const law = n.backward(n.law("hcat_mul_vcat", [A, B, C, D]));
      return n.chain(add(X, Y)).regroup(law.from).step(law).step(left, [0]).step(right, [1]).done();
    }
  }
  return undefined;
}

/** A product as two, at each place. */
function cutsOf(X: Term): readonly (readonly [Term, Term])[] {
  const factors = factorsOf(X);
  return factors
    .slice(1)
    .map((_, i) => [nested("mul", factors.slice(0, i + 1)), nested("mul", factors.slice(i + 1))] as const);
}
