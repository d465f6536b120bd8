/**
 * Equations of fractions: both sides over their denominators, one after the other, until nothing is divided by anything
 * and the difference is a polynomial. Exponentials are taken apart for it, and sigmoids are written with them.
 */
import type { Ref } from "../kernel/proof.ts";
import { is } from "../kernel/proposition.ts";
import type { Term } from "../term/term.ts";
import type { Equality } from "./derivation.ts";
import { subterms } from "./facts/fact.ts";
import type { Goal } from "./goal.ts";
import { minus } from "./linear.ts";
import { fromDifference } from "./multiplying.ts";
import type { Normaliser } from "./normaliser.ts";
import { clearedOf, type Denominator, denominatorsOf, divided, timesDenominator } from "./order-denominators.ts";
import { Order } from "./order-goal.ts";
import { isZeroTerm } from "./parts.ts";
import { overDenominator } from "./rules/fraction.ts";

/** How many denominators are multiplied away. */
const DENOMINATORS = 8;

/** Functions that are fractions of exponentials. */
const FRACTIONS: ReadonlySet<string> = new Set(["recip", "sigmoid", "silu", "tanh"]);

/** Whether something is divided by something, also in what definitions make. */
export function hasFractions({ statement: { lhs, rhs } }: Goal): boolean {
  return subterms([lhs, rhs]).some((term) => term.op === "map" && FRACTIONS.has(term.fn));
}

/** `A = B` from `D ∘ (A − B) = 0` for the denominators D of both. */
export function byFractions({ statement: { lhs, rhs } }: Goal, n: Normaliser): Ref | readonly [Term, Term] {
  const made = equalFractions(lhs, rhs, n);
  return made === undefined ? [n.normal(lhs).to, n.normal(rhs).to] : n.entryOf(made);
}

/** `A = B` in the same way. */
export function equalFractions(A: Term, B: Term, n: Normaliser): Equality | undefined {
  const difference = n.normal(minus(A, B));
  const zero = vanishing(difference.to, n, DENOMINATORS);
  if (zero === undefined) return undefined;
  return fromDifference(A, B, n.chain(difference.from).step(difference).step(zero).done(), n);
}

/** `A ≤ B` from `D ∘ (B − A)`, which is not negative, for the denominators D of both, which are positive. */
export function byOrderOfFractions(
  { statement: { lhs, rhs }, hypotheses }: Goal,
  n: Normaliser,
): Ref | readonly [Term, Term] {
  const difference = n.normal(minus(rhs, lhs));
  const order = new Order(n, hypotheses, [lhs, rhs]);
  const above = nonnegative(difference.to, order, DENOMINATORS);
  if (above === undefined) return [n.normal(lhs).to, n.normal(rhs).to];
  const { from, by } = difference;
  const said = is("nonnegative", from);
  const whole =
    by === undefined
      ? above
      : n.derivation.add({ rule: "rewrite", from: above, moves: [{ path: [0], by, backward: true }] }, said);
  return n.derivation.axiom("le_of_sub_nonneg", [lhs, rhs], [whole]);
}

/** That a T in normal form is not negative. */
function nonnegative(T: Term, order: Order, left: number): Ref | undefined {
  for (const denominator of left === 0 ? [] : denominatorsOf(T)) {
    const cleared = clearedOf(denominator, T, order.n);
    if (cleared === undefined || !isFewer(denominator, cleared.product.to)) continue;
    const above = nonnegative(cleared.product.to, order, left - 1);
    return above === undefined ? undefined : cleared.divide(above);
  }
  return order.nonnegative(T);
}

/** Whether rows are divided by something no more. Entries and numbers are divided by it once less. */
function isFewer({ of, by }: Denominator, product: Term): boolean {
  return of !== "rows" || denominatorsOf(product).every((other) => other.by !== by);
}

/** `T = 0` of a T in normal form. */
function vanishing(T: Term, n: Normaliser, left: number): Equality | undefined {
  if (isZeroTerm(T)) return n.normal(T);
  if (left === 0) return undefined;
  for (const denominator of denominatorsOf(T)) {
    const nonzero = n.properties.show("nonzero", denominator.by);
    if (nonzero === undefined) continue;
    const product =
      denominator.of === "rows"
        ? n.normal(timesDenominator(denominator, T))
        : overDenominator(denominator.by, T, nonzero, n);
    if (!isFewer(denominator, product.to)) continue;
    const inner = vanishing(product.to, n, left - 1);
    if (inner === undefined) return undefined; // multiplying takes nothing away
    const chain = n.chain(T).step(n.backward(divided(denominator, T, nonzero, n)));
    chain.step(product, [1]).step(inner, [1]);
    return chain.step(n.normal(chain.term)).done();
  }
  return undefined;
}
