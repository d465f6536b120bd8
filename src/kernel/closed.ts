/**
 * What is bound where: terms without dangling indices, and terms in which a
 * name does not occur. The rules that bind ask both, so that nothing is ever
 * captured.
 */
import { parts } from "../term/names.ts";
import { schedule } from "../term/schedule.ts";
import type { Index, Term } from "../term/term.ts";

/** Whether every bound index and running value of a term has its binder in the term. */
export function isClosed(term: Term): boolean {
  return term.names.loose.length === 0;
}

/** Whether a term names a free index; of any other index it says yes, since only a name can be fresh. */
export function mentionsIndex(term: Term, index: Index): boolean {
  return typeof index !== "object" || !("free" in index) || term.names.free.includes(index.free);
}

/** Whether a term occurs in another one. What is in a term was made before it. */
export function occursIn(part: Term, root: Term): boolean {
  return schedule(root, { stop: (term) => term.id < part.id, argumentsOf: parts }).includes(part);
}
