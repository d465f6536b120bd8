/**
 * Equations from what is left when one side is taken from the other: zero as it stands, or when it is multiplied by a matrix
 * whose inverse stands at an end of it; and equations of both sides times an invertible matrix.
 */
import type { Ref } from "../kernel/proof.ts";
import { variablesOf } from "../term/schedule.ts";
import { add, constant, identity, inverse, mul, scale, type Term, zeros } from "../term/term.ts";
import type { Equality } from "./derivation.ts";
import type { Goal } from "./goal.ts";
import { minus } from "./linear.ts";
import type { Normaliser } from "./normaliser.ts";
import { factorsOf, isZeroTerm, nested, summandsOf } from "./parts.ts";

/** `A = B` from `A − B = 0`. */
export function fromDifference(A: Term, B: Term, difference: Equality, n: Normaliser): Equality | undefined {
  const opposite = scale(constant(-1), B);
  const none = n.normal(add(opposite, B));
  if (!isZeroTerm(difference.to) || none.to !== difference.to) return undefined;
  const added = (X: Term): Equality => {
    const zero = n.law("zero_add", [X]);
    const plain = n.normal(zeros(X.rows, X.cols)); // a number is written as 0
    return n.backward(n.chain(add(plain.to, X)).step(n.backward(plain), [0]).step(zero).done());
  };
  const chain = n.chain(A).step(added(A));
  chain.step(n.backward(none), [0]).regroup(add(add(A, opposite), B));
  return chain
    .step(difference, [0])
    .step(n.backward(added(B)))
    .done();
}

/** `A = B` from `(A − B) M = 0` or `M (A − B) = 0` for an invertible M whose inverse stands at that end of a summand. */
export function byMultiplying({ statement: { lhs, rhs } }: Goal, n: Normaliser): Ref | readonly [Term, Term] {
  const difference = n.normal(minus(lhs, rhs));
  const bodies = summandsOf(difference.to).map((part) => factorsOf(part.op === "scale" ? part.args[1]! : part));
  for (const side of ["right", "left"] as const) {
    const ends = new Set(bodies.map((factors) => factors[side === "right" ? factors.length - 1 : 0]!));
    for (const end of ends) {
      if (end.op !== "inverse") continue;
      const zero = withoutInverse(difference.to, end.args[0]!, side, n);
      const whole = zero === undefined ? undefined : n.chain(difference.from).step(difference).step(zero).done();
      const made = whole === undefined ? undefined : fromDifference(lhs, rhs, whole, n);
      if (made !== undefined) return n.entryOf(made);
    }
  }
  return [n.normal(lhs).to, n.normal(rhs).to];
}

/** `A = B` from `M A = M B` or `A M = B M` for an M that is said to be invertible. */
export function byCancelling(
  { statement: { lhs, rhs }, hypotheses }: Goal,
  n: Normaliser,
): Ref | readonly [Term, Term] {
  const said = hypotheses.flatMap((one) => (one.kind === "is" && one.property === "invertible" ? [one.term] : []));
  const kinds = [lhs, rhs]
    .flatMap((side) => variablesOf(side))
    .filter((M) => n.properties.show("invertible", M) !== undefined);
  for (const M of new Set([...said, ...kinds])) {
    const shown = n.properties.show("invertible", M);
    if (shown === undefined) continue;
    for (const side of ["left", "right"] as const) {
      if ((side === "left" ? lhs.rows : lhs.cols) !== M.rows) continue;
      const times = (X: Term): Term => (side === "left" ? mul(M, X) : mul(X, M));
      const [A, B] = [n.normal(times(lhs)), n.normal(times(rhs))];
      if (A.to !== B.to) continue;
      const back = (X: Term): Equality => cancelled(X, M, side, shown, n);
      const chain = n.chain(lhs).step(n.backward(back(lhs)));
      chain.step(A, [side === "left" ? 1 : 0]).step(n.backward(B), [side === "left" ? 1 : 0]);
      return n.entryOf(chain.step(back(rhs)).done());
    }
  }
  return [n.normal(lhs).to, n.normal(rhs).to];
}

/** `M⁻¹ (M X) = X`, or `(X M) M⁻¹ = X`. */
function cancelled(X: Term, M: Term, side: "left" | "right", shown: Ref, n: Normaliser): Equality {
  const back = inverse(M);
  if (side === "left")
    return n
      .chain(mul(back, mul(M, X)))
      .regroup(mul(mul(back, M), X))
      .step(n.law("inv_mul_cancel_of_invertible", [M], [shown]), [0])
      .step(n.law("one_mul", [X]))
      .done();
  return n
    .chain(mul(mul(X, M), back))
    .regroup(mul(X, mul(M, back)))
    .step(n.law("mul_inv_cancel_of_invertible", [M], [shown]), [1])
    .step(n.law("mul_one", [X]))
    .done();
}

/** `D = E M⁻¹ + F = (E + F M) M⁻¹ = 0` when `E + F M` is zero, or from the left. */
function withoutInverse(D: Term, M: Term, side: "left" | "right", n: Normaliser): Equality | undefined {
  const shown = n.properties.show("invertible", M);
  const back = inverse(M);
  const [ending, others] = [summandsOf(D).filter((part) => without(part, back, side) !== undefined), summandsOf(D)];
  const rest = others.filter((part) => !ending.includes(part));
  if (shown === undefined || rest.length === 0) return undefined;
  const [E, F] = [
    nested(
      "add",
      ending.map((part) => without(part, back, side)!),
    ),
    nested("add", rest),
  ];
  const [times, law] =
    side === "right"
      ? ([(A: Term, B: Term) => mul(A, B), "add_mul"] as const)
      : ([(A: Term, B: Term) => mul(B, A), "mul_add"] as const);
  const zero = n.normal(add(E, times(F, M)));
  const whole = n.normal(add(times(E, back), F));
  if (!isZeroTerm(zero.to) || whole.to !== D) return undefined;
  const [unit, one, outer] =
    side === "right" ? (["mul_inv_cancel", "mul_one", 1] as const) : (["inv_mul_cancel", "one_mul", 0] as const);
  const chain = n
    .chain(D)
    .step(n.backward(whole))
    .step(n.backward(n.law(one, [F])), [1]);
  chain.step(n.backward(n.law(`${unit}_of_invertible`, [M], [shown])), [1, outer]);
  chain.regroup(add(times(E, back), times(times(F, M), back)));
  const parts = side === "right" ? [E, times(F, M), back] : [back, E, times(F, M)];
  chain.step(n.backward(n.law(law, parts))).step(zero, [1 - outer]);
  return chain.step(n.normal(chain.term)).done();
}

/** A summand without the last, or first, of its factors, when that is the one; numbers stay in front. */
function without(part: Term, end: Term, side: "left" | "right"): Term | undefined {
  if (part.op === "scale") {
    const inner = without(part.args[1]!, end, side);
    return inner === undefined ? undefined : scale(part.args[0]!, inner);
  }
  const factors = factorsOf(part);
  if (factors[side === "right" ? factors.length - 1 : 0] !== end) return undefined;
  if (factors.length === 1) return identity(end.rows);
  return nested("mul", side === "right" ? factors.slice(0, -1) : factors.slice(1));
}
