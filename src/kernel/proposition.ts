/**
 * Propositions: what a theorem can say of terms.
 *
 * Notation   A = B  equal wherever both have a value      A ≤ B  entry by entry      P is perm  a property
 *
 * A rank bound is an order of ranks; covariance, invariance and locality are
 * equations for a fresh permutation or selection.
 */
import type { Property } from "../term/kind.ts";
import { formulaOf } from "../term/print.ts";
import type { Term } from "../term/term.ts";

export { PROPERTIES, type Property } from "../term/kind.ts";

/** A proposition; two are the same when their terms are. */
export type Proposition =
  | { readonly kind: "equal" | "le"; readonly lhs: Term; readonly rhs: Term }
  | { readonly kind: "is"; readonly property: Property; readonly term: Term };

/** An equation. */
export type Equation = Proposition & { readonly kind: "equal" };

/** A = B. */
export const equal = (lhs: Term, rhs: Term): Proposition & { kind: "equal" } => ({ kind: "equal", lhs, rhs });
/** A ≤ B, entry by entry. */
export const le = (lhs: Term, rhs: Term): Proposition & { kind: "le" } => ({ kind: "le", lhs, rhs });
/** A has a property. */
export const is = (property: Property, term: Term): Proposition & { kind: "is" } => ({ kind: "is", property, term });

/** Whether two propositions say the same of the same terms. */
export function sameProposition(a: Proposition, b: Proposition): boolean {
  if (a.kind === "is") return b.kind === "is" && a.property === b.property && a.term === b.term;
  return b.kind === a.kind && a.lhs === b.lhs && a.rhs === b.rhs;
}

/** The terms of a proposition: both sides, or the one that has a property. */
export function termsOf(of: Proposition): readonly Term[] {
  return of.kind === "is" ? [of.term] : [of.lhs, of.rhs];
}

/** The same proposition of other terms, as many as {@link termsOf} answers. */
export function withTerms(of: Proposition, terms: readonly Term[]): Proposition {
  const [first, second] = terms as readonly [Term, Term];
  if (of.kind === "is") return is(of.property, first);
  return of.kind === "equal" ? equal(first, second) : le(first, second);
}

/** The same proposition of terms that are changed. */
export function mapTerms(of: Proposition, change: (term: Term) => Term): Proposition {
  return withTerms(of, termsOf(of).map(change));
}

/** A proposition as text. */
export function propositionText(of: Proposition): string {
  return sentenceOf(of, (term) => formulaOf(term));
}

/** A proposition as text, in which terms are as `write` says. */
export function sentenceOf(of: Proposition, write: (term: Term) => string): string {
  if (of.kind === "is") return `${write(of.term)} is ${of.property}`;
  return `${write(of.lhs)} ${of.kind === "equal" ? "=" : "≤"} ${write(of.rhs)}`;
}
