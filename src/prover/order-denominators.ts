/**
 * Orders without a denominator: T is not negative when `D ∘ T` is, for a positive D that T is divided by, and when
 * `diag(u) T` is, for a positive u that its rows are divided by.
 */
import type { Move, Ref } from "../kernel/proof.ts";
import { is } from "../kernel/proposition.ts";
import { diag, hadamard, isScalar, map, mul, scale, type Term } from "../term/term.ts";
import type { Equality } from "./derivation.ts";
import { subterms } from "./facts/fact.ts";
import { linearOf } from "./linear.ts";
import type { Normaliser } from "./normaliser.ts";
import type { Orders } from "./order-apart.ts";
import { factorsOf } from "./parts.ts";
import { overDenominator, reciprocalsIn } from "./rules/fraction.ts";

/** What T is divided by: each entry, all of it by a number, or each row. */
export interface Denominator {
  readonly of: "entries" | "all" | "rows";
  readonly by: Term;
}

/** A target from its product with what it is divided by. */
export function withoutDenominator(order: Orders, target: Term, depth: number): Ref | undefined {
  const known = new Set<Term>();
  for (const denominator of denominatorsOf(target)) {
    if (known.has(denominator.by)) continue;
    known.add(denominator.by);
    const cleared = clearedOf(denominator, target, order.n);
    if (cleared === undefined || subterms([cleared.product.to]).includes(map("recip", denominator.by))) continue;
    const above = order.nonnegative(cleared.product.to, depth - 1);
    if (above !== undefined) return cleared.divide(above);
  }
  return undefined;
}

/** What is left of a target when it is multiplied by a positive denominator, and the way back. */
interface Cleared {
  readonly product: Equality;
  /** The target is not negative, from an entry that says so of the product. */
  readonly divide: (above: Ref) => Ref;
}

/** A target times a denominator that is seen to be positive. */
export function clearedOf(denominator: Denominator, target: Term, n: Normaliser): Cleared | undefined {
  const { of, by } = denominator;
  const nonzero = n.properties.show("nonzero", by);
  if (nonzero === undefined || n.properties.show("positive", by) === undefined) return undefined;
  const whole = timesDenominator(denominator, target);
  const product = of === "rows" ? n.normal(whole) : overDenominator(by, target, nonzero, n);
  const rewritten = (from: Ref, move: Move, term: Term): Ref =>
    n.derivation.add({ rule: "rewrite", from, moves: [move] }, is("nonnegative", term));
  const divide = (above: Ref): Ref => {
    const share = map("recip", by);
    const law = ({ entries: "hadamard_nonneg", all: "smul_nonneg", rows: "mul_nonneg" } as const)[of];
    const front = of === "rows" ? diag(share) : share;
    const raised = rewritten(above, { path: [0], by: product.by!, backward: true }, whole); // there are steps
    const ref = n.derivation.axiom(law, [front, whole], [n.properties.show("nonnegative", front)!, raised]);
    return rewritten(ref, { path: [0], by: divided(denominator, target, nonzero, n).by! }, target); // there are steps
  };
  return { product, divide };
}

/** `D ∘ T`, or `a T`, or `diag(u) T`. */
export function timesDenominator({ of, by }: Denominator, T: Term): Term {
  return of === "entries" ? hadamard(by, T) : of === "all" ? scale(by, T) : mul(diag(by), T);
}

/** `1/D ∘ (D ∘ T) = T`. */
export function divided({ of, by: D }: Denominator, T: Term, nonzero: Ref, n: Normaliser): Equality {
  const share = map("recip", D);
  const unit = n.law("hadamard_recip_cancel", [D], [nonzero]);
  if (of === "entries") {
    const chain = n.chain(hadamard(share, hadamard(D, T))).regroup(hadamard(unit.from, T));
    return chain
      .step(unit, [0])
      .step(n.law("one_hadamard", [T]))
      .done();
  }
  if (of === "all") {
    const chain = n.chain(scale(share, scale(D, T))).step(n.law("smul_smul", [share, D, T]));
    chain.regroup(scale(unit.from, T)).step(unit, [0]).step(n.law("ones_eq_one"), [0]);
    return chain.step(n.law("one_smul", [T])).done();
  }
  const chain = n.chain(mul(diag(share), mul(diag(D), T))).regroup(mul(mul(diag(share), diag(D)), T));
  chain
    .step(n.law("diag_mul_diag", [share, D]), [0])
    .regroup(mul(diag(unit.from), T))
    .step(unit, [0, 0]);
  return chain
    .step(n.law("diag_ones", [unit.to]), [0])
    .step(n.law("one_mul", [T]))
    .done();
}

/** What the summands of a term in normal form are divided by. */
export function denominatorsOf(target: Term): readonly Denominator[] {
  return [...linearOf(target).keys()].flatMap((monomial): readonly Denominator[] => {
    const body = monomial.op === "scale" ? monomial.args[1]! : monomial;
    const numbers = monomial.op === "scale" ? reciprocalsIn(monomial.args[0]!) : [];
    const first = factorsOf(body)[0]!;
    const rows = first.op === "diag" && !isScalar(first) ? reciprocalsIn(first.args[0]!) : [];
    return [
      ...reciprocalsIn(body).map((by) => ({ of: "entries", by }) as const),
      ...numbers.map((by) => ({ of: "all", by }) as const),
      ...rows.map((by) => ({ of: "rows", by }) as const),
    ];
  });
}
