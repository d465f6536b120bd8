/**
 * Guess and verify: what a term begins or ends with.
 *
 * `stripLeft(t, S)` answers `t = S y` when t visibly is that, or when `S t`
 * has t for its normal form (a row repeated for every token does not mind
 * which tokens are selected). Only what comes out identical is accepted.
 */
import { mul, ones, scale, type Term } from "../term/term.ts";
import type { Equality } from "./derivation.ts";
import type { Normaliser } from "./normaliser.ts";
import { factorsOf, firstFactor, lastFactor, nested, turned } from "./parts.ts";

/** `t = S y`, or nothing. */
export function stripLeft(term: Term, S: Term, n: Normaliser): Equality | undefined {
  if (term.op === "scale") return stripMultiple(term, S, n, "left");
  if (firstFactor(term) === S) {
    const [, ...rest] = factorsOf(term);
    if (rest.length === 0) return n.backward(n.law("mul_one", [term]));
    return n.regrouped(term, mul(S, nested("mul", rest)));
  }
  const [first, ...rest] = factorsOf(term);
  if (first!.op === "ones" && S.rows === term.rows)
    return kept(term, nested("mul", [ones(S.cols, first!.cols), ...rest]), S, n);
  if (S.rows !== S.cols || term.rows !== S.cols) return undefined;
  return kept(term, term, S, n) ?? passed(term, S, n);
}

/** `t = S (Sᵀ t)`, when a hypothesis says what Sᵀ makes of t: `P M Pᵀ = M` of a mask. */
function passed(term: Term, S: Term, n: Normaliser): Equality | undefined {
  if (!n.hasHypotheses) return undefined;
  const { to } = n.normal(mul(turned(S), term));
  return firstFactor(to) === turned(S) ? undefined : kept(term, to, S, n);
}

/** `t = S y` for a guess y, when S y has t for its normal form. */
function kept(term: Term, guess: Term, S: Term, n: Normaliser): Equality | undefined {
  const selected = n.normal(mul(S, guess));
  return selected.to === term ? n.backward(selected) : undefined;
}

/** `t = y S`, or nothing. */
export function stripRight(term: Term, S: Term, n: Normaliser): Equality | undefined {
  if (term.op === "scale") return stripMultiple(term, S, n, "right");
  if (lastFactor(term) === S) {
    if (term.op !== "mul") return n.backward(n.law("one_mul", [term]));
    return { from: term, to: term, by: undefined };
  }
  if (S.rows !== S.cols || term.cols !== S.rows) return undefined;
  const kept = n.normal(mul(term, S));
  return kept.to === term ? n.backward(kept) : undefined;
}

function stripMultiple(term: Term, S: Term, n: Normaliser, side: "left" | "right"): Equality | undefined {
  const [a, A] = term.args as readonly [Term, Term];
  const inner = (side === "left" ? stripLeft : stripRight)(A, S, n);
  if (inner === undefined) return undefined;
  const [X, Y] = inner.to.args as readonly [Term, Term];
  const law = side === "left" ? n.law("mul_smul", [a, X, Y]) : n.law("smul_mul", [a, X, Y]);
  return n.chain(scale(a, A)).step(inner, [1]).step(n.backward(law)).done();
}

/** Whether a factor moves tokens and nothing else: a selection on the left, the transpose of one on the right. */
export function isSelection(factor: Term, side: "left" | "right", n: Normaliser): boolean {
  return (
    factor.op !== "identity" && n.properties.show("selection", side === "left" ? factor : turned(factor)) !== undefined
  );
}

/** A selection that every part can be stripped of. */
export function commonSelection(parts: readonly Term[], side: "left" | "right", n: Normaliser): Term | undefined {
  const tried = new Set<Term>();
  for (const part of parts) {
    const body = part.op === "scale" ? part.args[1]! : part;
    const S = side === "left" ? firstFactor(body) : lastFactor(body);
    if (tried.has(S) || !isSelection(S, side, n)) continue;
    tried.add(S);
    const strip = side === "left" ? stripLeft : stripRight;
    if (parts.every((other) => strip(other, S, n) !== undefined)) return S;
  }
  return undefined;
}
