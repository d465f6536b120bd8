/**
 * Maxima: in factored writing sorted, each once, selections out; in expanded
 * writing `½ (A + B + |A − B|)`. The largest entry, of what has the same
 * entries or is made of them by a function that never falls.
 */

import { MONOTONE } from "../../kernel/axioms/order.ts";
import type { Ref } from "../../kernel/proof.ts";
import { constant, hadamard, isScalar, max, scale, size, type Term, transpose } from "../../term/term.ts";
import type { Equality } from "../derivation.ts";
import { minus } from "../linear.ts";
import type { Normaliser, Rule } from "../normaliser.ts";
import { compareTerms } from "../order.ts";
import { factorsOf, firstFactor, lastFactor, nested } from "../parts.ts";
import { commonSelection, stripLeft } from "../strip.ts";
import { blockwise } from "./block.ts";

const MINUS_ONE = constant(-1);

export const maxRule: Rule = (term, n) => {
  const [A, B] = term.args as readonly [Term, Term];
  if (n.options.expand || A === B) return n.law("max_eq", [A, B]);
  const parts = operands(term);
  const cut = blockwise(term, "max", parts, n);
  if (cut !== undefined) return cut;
  const again = parts.findIndex((part, i) => parts.indexOf(part) < i);
  if (again >= 0) return once(term, parts, again, n);
  return (
    selected(term, A, B, n) ??
    ordered(A, B, n) ??
    clipped(term, parts, n) ??
    shared(term, parts, n) ??
    n.regrouped(term, sorted(parts))
  );
};

/** max(−max(A, B), −max(A, C)) = −max(A, min(B, C)), where min(B, C) is −max(−B, −C). */
function shared(term: Term, parts: readonly Term[], n: Normaliser): Equality | undefined {
  const inside = parts.map((part) => operands(n.normal(opposite(part)).to));
  for (const [i, first] of inside.entries())
    for (const [j, second] of inside.entries()) {
      const A = first.find((operand) => second.includes(operand));
      if (i >= j || first.length < 2 || second.length < 2 || A === undefined) continue;
      const [B, C] = [first, second].map((all) => joined(all.filter((operand) => operand !== A))) as [Term, Term];
      const law = n.law("max_min_distrib", [A, B, C]);
      const made = ofOpposite(law, n);
      const [p, q] = made.from.args.map((part) => n.normal(part)) as [Equality, Equality];
      if (p.to !== parts[i] || q.to !== parts[j]) continue;
      const others = parts.filter((_, k) => k !== i && k !== j);
      const pair = max(parts[i]!, parts[j]!);
      const path = others.length === 0 ? [] : [0];
      const chain = n.chain(term).regroup(others.length === 0 ? pair : max(pair, joined(others)));
      return chain
        .step(n.backward(p), [...path, 0])
        .step(n.backward(q), [...path, 1])
        .step(made, path)
        .done();
    }
  return undefined;
}

const opposite = (A: Term): Term => scale(MINUS_ONE, A);

/** `M = −A` from `A = −M`. */
function ofOpposite({ from: A, to, by }: Equality, n: Normaliser): Equality {
  const M = to.args[1]!; // of −M
  const square = hadamard(MINUS_ONE, MINUS_ONE);
  const chain = n.chain(opposite(A)).step({ from: A, to, by }, [1]);
  chain.step(n.law("smul_smul", [MINUS_ONE, MINUS_ONE, M])).step(n.evaluated(square)!, [0]); // two constants
  return n.backward(chain.step(n.law("one_smul", [M])).done());
}

function operands(term: Term): readonly Term[] {
  return term.op === "max" ? term.args.flatMap(operands) : [term];
}

const sorted = (parts: readonly Term[]): Term => joined([...parts].sort(compareTerms));
const joined = (parts: readonly Term[]): Term => parts.reduce((left, right) => max(left, right));

/** max(A, A) stands by itself first. */
function once(term: Term, parts: readonly Term[], again: number, n: Normaliser): Equality {
  const A = parts[again]!;
  const others = parts.filter((_, i) => i !== again && i !== parts.indexOf(A));
  const pair = max(A, A);
  const whole = others.length === 0 ? pair : max(pair, joined(others));
  return n
    .chain(term)
    .regroup(whole)
    .step(n.normal(pair), others.length === 0 ? [] : [0])
    .done();
}

/** max(S a, S b) = S max(a, b). */
function selected(term: Term, A: Term, B: Term, n: Normaliser): Equality | undefined {
  const S = commonSelection([A, B], "left", n);
  if (S === undefined) return undefined;
  const [a, b] = [A, B].map((part) => stripLeft(part, S, n)!) as [Equality, Equality]; // commonSelection has seen it
  const shown = n.properties.show("selection", S)!;
  const law = n.law("mul_max_of_selection", [S, a.to.args[1]!, b.to.args[1]!], [shown]);
  return n.chain(term).step(a, [0]).step(b, [1]).step(n.backward(law)).done();
}

/** The larger one of two, where it is seen which one that is. */
function ordered(A: Term, B: Term, n: Normaliser): Equality | undefined {
  const pairs = [
    [A, B],
    [B, A],
  ] as const;
  for (const [low, high] of pairs) {
    const shown = n.properties.showAsNormal("nonnegative", minus(high, low));
    if (shown === undefined) continue;
    const { derivation } = n;
    const whole = max(low, high);
    const least = [
      derivation.axiom("le_of_sub_nonneg", [low, high], [shown]),
      derivation.axiom("le_refl", [high]),
    ] as const;
    const above = derivation.axiom("max_le", [low, high, high], least);
    const within = derivation.axiom("le_max_left", [high, low]);
    const says = { kind: "le", lhs: high, rhs: whole } as const;
    const below = derivation.add({ rule: "rewrite", from: within, moves: [{ path: [1], regroup: whole }] }, says);
    const law = n.equality(derivation.axiom("le_antisymm", [whole, high], [above, below]));
    return n.chain(max(A, B)).regroup(whole).step(law).done();
  }
  return undefined;
}

/**
 * A clip from below of a clip from above, `max(A, min(X, Y))`, as one from above of one from below, `min(max(A, X), Y)`,
 * where A ≤ Y: the one that comes first. Minima are written `min(X, Y) = −max(−X, −Y)`.
 */
function clipped(term: Term, parts: readonly Term[], n: Normaliser): Equality | undefined {
  const i = parts.findIndex((part) => part.op === "scale" && part.args[0] === MINUS_ONE && part.args[1]!.op === "max");
  if (i < 0 || parts.length < 2) return undefined;
  const A = joined(parts.filter((_, k) => k !== i));
  const inner = operands(parts[i]!.args[1]!);
  for (const [k, C] of inner.entries()) {
    const B = joined(inner.filter((_, at) => at !== k));
    const [X, Y] = [negated(B, n), negated(C, n)];
    if (X === undefined || Y === undefined) continue;
    const [x, y] = [X.from.args[1]!, Y.from.args[1]!];
    if (compareTerms(clip(C, A, x), clip(A, B, C)) >= 0) continue;
    const made = ordered(A, y, n);
    if (made?.to !== y) continue;
    const law = n.law("max_min_distrib", [A, x, y]);
    return n
      .chain(term)
      .regroup(max(A, opposite(max(B, C))))
      .step(n.backward(X), [1, 1, 0])
      .step(n.backward(Y), [1, 1, 1])
      .step(law)
      .step(made, [1, 1, 1])
      .step(Y, [1, 1])
      .done();
  }
  return undefined;
}

const clip = (A: Term, B: Term, C: Term): Term =>
  sorted([...operands(A), opposite(sorted([...operands(B), ...operands(C)]))]);

/** `−(−A) = A` for −A in normal form. */
function negated(A: Term, n: Normaliser): Equality | undefined {
  const back = n.normal(opposite(n.normal(opposite(A)).to));
  return back.to === A && back.from.op === "scale" ? back : undefined;
}

export const maxEntryRule: Rule = (term, n) => {
  const [A] = term.args as readonly [Term];
  if (A.op === "constant") return n.evaluated(term);
  if (A.op === "vec") return n.law("maxEntry_vec", A.args);
  const moved = withoutPermutation(term, A, n);
  if (moved !== undefined) return moved;
  if (A.op === "hcat" || A.op === "vcat") return ofBlocks(A, n);
  const inhabited = [A.rows, A.cols].map((d) => n.properties.show("positive", size(d)));
  if (!inhabited.includes(undefined)) {
    const made = ofInhabited(A, inhabited as Ref[], n);
    if (made !== undefined) return made;
  }
  return turned(term, A, n);
};

/** The larger one of the largest entries of two blocks. */
function ofBlocks(A: Term, n: Normaliser): Equality | undefined {
  const [B, C] = A.args as readonly [Term, Term];
  const sizes = A.op === "hcat" ? [A.rows, B.cols, C.cols] : [B.rows, A.cols, C.rows];
  const shown = sizes.map((d) => n.properties.show("positive", size(d)));
  return shown.includes(undefined) ? undefined : n.law(`maxEntry_${A.op}`, [B, C], shown as Ref[]);
}

function ofInhabited(A: Term, inhabited: readonly Ref[], n: Normaliser): Equality | undefined {
  const [B, C] = A.args as readonly [Term, Term];
  if (A.op === "map" && MONOTONE.has(A.fn)) return n.law("maxEntry_map_of_monotone", [A, B], inhabited);
  if (A.op !== "scale") return undefined;
  const shown = n.properties.show("nonnegative", B);
  return shown === undefined ? undefined : n.law("maxEntry_smul_of_nonneg", [B, C], [shown, ...inhabited]);
}

/** The same entries in another order. */
function withoutPermutation(term: Term, A: Term, n: Normaliser): Equality | undefined {
  const factors = factorsOf(A);
  if (factors.length < 2) return undefined;
  const left = n.properties.show("perm", firstFactor(A));
  if (left !== undefined) {
    const [P, B] = [firstFactor(A), nested("mul", factors.slice(1))];
    const law = n.law("maxEntry_mul_of_perm", [P, B], [left]);
    return n.chain(term).step(n.regrouped(A, law.from.args[0]!), [0]).step(law).done();
  }
  const right = n.properties.show("perm", lastFactor(A));
  return right === undefined ? undefined : n.law("maxEntry_mul_perm", A.args, [right]);
}

/** Of a matrix and its transpose, the one that comes first. */
function turned(term: Term, A: Term, n: Normaliser): Equality | undefined {
  const other = n.normal(transpose(A));
  if (isScalar(A) || compareTerms(other.to, A) >= 0) return undefined;
  return n
    .chain(term)
    .step(n.backward(n.law("maxEntry_transpose", [A])))
    .step(other, [0])
    .done();
}
