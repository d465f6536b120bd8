/**
 * What ranks of sums that are asked about have to do with each other: one is another one times an invertible matrix, or is
 * made of others and of what they are multiplied by, as `A B − I = A (B − I) + (A − I)`.
 */
import { le } from "../../kernel/proposition.ts";
import { add, constant, identity, inverse, mul, rank, scale, type Term } from "../../term/term.ts";
import type { Equality } from "../derivation.ts";
import { MINUS_ONE, minus } from "../linear.ts";
import type { Normaliser } from "../normaliser.ts";
import { compareTerms } from "../order.ts";
import { factorsOf, isZeroTerm, nested, summandsOf } from "../parts.ts";
import { rankOfTurned } from "../rules/rank-block.ts";
import { type Fact, fact, factOf, pairs } from "./fact.ts";
import { around } from "./multiple.ts";

/** How many terms are looked at in pairs. */
const TERMS = 7;

/** Facts about ranks that are asked about, and further matrices of which they speak. */
export interface Relations {
  readonly facts: readonly Fact[];
  readonly rests: readonly Term[];
}

/** Everything about each pair of matrices whose ranks are asked about. */
export function related(asked: readonly Term[], n: Normaliser): Relations {
  const some = [...new Set(asked.map((A) => n.normal(A).to))].sort(compareTerms).slice(0, TERMS);
  const known = new Set(some.map((A) => n.normal(rank(A)).to));
  const isKnown = (A: Term): boolean => known.has(n.normal(rank(A)).to);
  const differences = pairs(some).map(([A, B]) => update(A, B, isKnown, n));
  const others = some.flatMap((A) => [
    ...turned(A, some, n),
    ...multiplied(A, isKnown, n),
    ...some.flatMap((D) => (A === D ? [] : telescoped(A, D, isKnown, n))),
  ]);
  return {
    facts: [...differences.flatMap(({ facts }) => facts), ...others],
    rests: differences.flatMap(({ rests }) => rests),
  };
}

/**
 * `rank(A ± B) ≤ rank(A) + rank(B)` for a sum or difference that is asked about too, and `rank(A) ≤ rank(A ± B) + rank(B)`
 * where that is less than A or B: what an update of low rank adds.
 */
function update(A: Term, B: Term, isKnown: (A: Term) => boolean, n: Normaliser): Relations {
  const made = [B, scale(constant(MINUS_ONE), B)].map((C): Relations => {
    const own = isKnown(add(A, C)) ? [fact(n, "rank_add_le", [A, C])] : [];
    const rest = n.normal(add(A, C)).to;
    const parts = Math.max(summandsOf(A).length, summandsOf(B).length);
    if (isZeroTerm(rest) || summandsOf(rest).length >= parts) return { facts: own, rests: [] };
    const opposite = n.normal(scale(constant(MINUS_ONE), C)).to;
    const back = n.normal(minus(C, rest)).to; // −A
    const updates = [fact(n, "rank_add_le", [rest, opposite]), fact(n, "rank_add_le", [A, C])];
    return { facts: [...own, ...updates, fact(n, "rank_add_le", [rest, back])], rests: [rest] };
  });
  return { facts: made.flatMap(({ facts }) => facts), rests: made.flatMap(({ rests }) => rests) };
}

/** `rank(F A) = rank(A)` for an invertible F such that F A is asked about too. */
function multiplied(A: Term, isKnown: (A: Term) => boolean, n: Normaliser): readonly Fact[] {
  if (A.op !== "add") return [];
  const bodies = summandsOf(A).map((part) => factorsOf(part.op === "scale" ? part.args[1]! : part));
  return bodies.flatMap((factors) =>
    ([0, factors.length - 1] as const).flatMap((at) => {
      const F = factors[at]!;
      if (F.op === "identity" || F.rows !== F.cols || n.properties.show("invertible", F) === undefined) return [];
      const back = n.normal(inverse(F)).to;
      const [other, again] = at === 0 ? [mul(back, A), (X: Term) => mul(F, X)] : [mul(A, back), (X: Term) => mul(X, F)];
      if (!isKnown(other)) return [];
      const law = at === 0 ? "rank_mul_le_right" : "rank_mul_le_left";
      return [fact(n, law, other.args), fact(n, law, again(other).args)];
    }),
  );
}

/** `rank(A) ≤ rank(D) + rank(A − F D G)` where F and G stand around a summand of D in one of A, and the rest is asked about. */
function telescoped(A: Term, D: Term, isKnown: (A: Term) => boolean, n: Normaliser): readonly Fact[] {
  if (D.op !== "add" || A.op !== "add") return [];
  const body = (part: Term): Term => (part.op === "scale" ? part.args[1]! : part);
  return summandsOf(D).flatMap((d) =>
    summandsOf(A).flatMap((a) => {
      if (body(d).op === "identity") return [];
      const window = around(factorsOf(body(a)), factorsOf(body(d)));
      if (window === undefined) return [];
      const left = window.left === undefined ? D : mul(window.left, D);
      const whole = window.right === undefined ? left : mul(left, window.right);
      const rest = n.normal(minus(A, whole)).to;
      if (!isKnown(rest)) return [];
      const bounds = [fact(n, "rank_add_le", [whole, rest])];
      if (window.left !== undefined) bounds.push(fact(n, "rank_mul_le_right", left.args));
      if (window.right !== undefined) bounds.push(fact(n, "rank_mul_le_left", whole.args));
      return bounds;
    }),
  );
}

/** `rank(I + X Y) + m = rank(I + Y X) + n` for an n × n and an m × m matrix that are both asked about. */
function turned(A: Term, asked: readonly Term[], n: Normaliser): readonly Fact[] {
  const parts = summandsOf(A);
  const one = parts.find(({ op }) => op === "identity");
  const M = parts.find((part) => part !== one);
  if (one === undefined || parts.length !== 2) return [];
  const [number, body] = M!.op === "scale" ? [M!.args[0]!, M!.args[1]!] : [undefined, M!];
  const factors = factorsOf(body);
  return factors.slice(1).flatMap((_, i) => {
    const [X, Y] = [nested("mul", factors.slice(0, i + 1)), nested("mul", factors.slice(i + 1))];
    const left = number === undefined ? X : scale(number, X);
    const other = n.normal(add(identity(Y.rows), mul(Y, left))).to;
    const equation = asked.includes(other) && other !== A ? rankOfTurned(left, Y, n) : undefined;
    return equation === undefined ? [] : bothOrders(equation, n);
  });
}

/** An equation of numbers as two orders. */
function bothOrders({ from, to, by }: Equality, n: Normaliser): readonly Fact[] {
  if (by === undefined) return [];
  const ref = n.derivation.axiom("le_refl", [from]);
  const order = (side: 0 | 1): Fact => {
    const said = side === 1 ? le(from, to) : le(to, from);
    return factOf(n, n.derivation.add({ rule: "rewrite", from: ref, moves: [{ path: [side], by }] }, said));
  };
  return [order(0), order(1)];
}
