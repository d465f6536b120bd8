/**
 * What is bound where: terms without dangling indices, and terms in which a
 * name does not occur. The rules that bind ask both, so that nothing is ever
 * captured.
 */
import { schedule } from "../term/schedule.ts";
import { isBinder } from "../term/substitution.ts";
import type { Index, Term } from "../term/term.ts";

/** What a meaning of a term is made of: a defined term means its unfolding, so both count. */
function parts(term: Term): readonly Term[] {
  return term.op === "defined" ? [...term.args, term.unfolded] : term.args;
}

/** The heights of binders that a term names without being inside them. A term is immutable, so it is asked once. */
const danglingHeights = new WeakMap<Term, readonly number[]>();
const NONE: readonly number[] = [];

function dangling(root: Term): readonly number[] {
  const known = danglingHeights.get(root);
  if (known !== undefined) return known;
  for (const term of schedule(root, { stop: (inner) => danglingHeights.has(inner), argumentsOf: parts })) {
    const inside = new Set(parts(term).flatMap((part) => danglingHeights.get(part)!)); // parts come first
    if (isBinder(term)) inside.delete(term.height);
    for (const height of named(term)) inside.add(height);
    danglingHeights.set(term, inside.size === 0 ? NONE : [...inside]);
  }
  return danglingHeights.get(root)!;
}

function named(term: Term): number[] {
  if (term.op === "state") return [term.binder];
  return indicesOf(term).flatMap((i) => (typeof i === "object" && "bound" in i ? [i.bound] : []));
}

function indicesOf(term: Term): readonly Index[] {
  return term.op === "variable" || term.op === "opaque" ? term.index : [];
}

/** Whether every bound index and running value of a term has its binder in the term. */
export function isClosed(term: Term): boolean {
  return dangling(term) === NONE;
}

/** Whether a term names a free index. */
export function mentionsIndex(root: Term, index: Index): boolean {
  if (typeof index !== "object" || !("free" in index)) return true; // only a free name can be fresh
  const { free } = index;
  return schedule(root, { argumentsOf: parts }).some((term) =>
    indicesOf(term).some((i) => typeof i === "object" && "free" in i && i.free === free),
  );
}

/** Whether a term occurs in another one. */
export function occursIn(part: Term, root: Term): boolean {
  return schedule(root, { argumentsOf: parts }).includes(part);
}
