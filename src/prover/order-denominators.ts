/**
 * Orders without a denominator: T is not negative when `D ∘ T` is, for a positive D that T is divided by, and when
 * `diag(u) T` is, for a positive u that its rows are divided by.
 */
import type { Ref } from "../kernel/proof.ts";
import { is } from "../kernel/proposition.ts";
import { diag, hadamard, isScalar, map, mul, scale, type Term } from "../term/term.ts";
import type { Equality } from "./derivation.ts";
import { subterms } from "./facts/fact.ts";
import { linearOf } from "./linear.ts";
import type { Normaliser } from "./normaliser.ts";
import type { Orders } from "./order-apart.ts";
import { factorsOf, flat } from "./parts.ts";
import { overDenominator } from "./rules/fraction.ts";

/** What T is divided by: each entry, all of it by a number, or each row. */
export interface Denominator {
  readonly of: "entries" | "all" | "rows";
  readonly by: Term;
}

/** A target from its product with what it is divided by. */
export function withoutDenominator(order: Orders, target: Term, depth: number): Ref | undefined {
  const { n } = order;
  const known = new Set<Term>();
  for (const denominator of denominatorsOf(target)) {
    const { of, by } = denominator;
    if (known.has(by)) continue;
    known.add(by);
    const [nonzero, share] = [n.properties.show("nonzero", by), map("recip", by)];
    if (nonzero === undefined || n.properties.show("positive", by) === undefined) continue;
    const product = timesDenominator(denominator, target);
    const cleared = of === "rows" ? n.normal(product) : overDenominator(by, target, nonzero, n);
    if (subterms([cleared.to]).includes(share)) continue;
    const whole = order.nonnegative(cleared.to, depth - 1);
    if (whole === undefined) continue;
    const move = { path: [0], by: cleared.by!, backward: true } as const; // there are steps
    const above = n.derivation.add({ rule: "rewrite", from: whole, moves: [move] }, is("nonnegative", product));
    const [law, front] = (
      { entries: ["hadamard_nonneg", share], all: ["smul_nonneg", share], rows: ["mul_nonneg", diag(share)] } as const
    )[of];
    const ref = n.derivation.axiom(law, [front, product], [n.properties.show("nonnegative", front)!, above]);
    const { by: back } = divided(denominator, target, nonzero, n);
    const entry = { rule: "rewrite", from: ref, moves: [{ path: [0], by: back! }] } as const; // there are steps
    return n.derivation.add(entry, is("nonnegative", target));
  }
  return undefined;
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

/** What an entrywise product is divided by, but for sizes. */
function reciprocalsIn(product: Term): readonly Term[] {
  return flat("hadamard", product).flatMap((part) =>
    part.op === "map" && part.fn === "recip" && part.args[0]!.op !== "size" ? [part.args[0]!] : [],
  );
}
