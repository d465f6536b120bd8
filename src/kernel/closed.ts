/**
 * What is bound where: terms without dangling indices, and terms in which a
 * name does not occur. The rules that bind ask both, so that nothing is ever
 * captured.
 */
import { schedule } from "../term/schedule.ts";
import { isBinder } from "../term/substitution.ts";
import type { Big, Fold, Index, State, Term } from "../term/term.ts";

/** What a meaning of a term is made of: a defined term means its unfolding, so both count. */
function parts(term: Term): readonly Term[] {
  return term.op === "defined" ? [...term.args, term.unfolded] : term.args;
}

/** The height of a binder whose index is named, or a running value. */
type Loose = number | State;

/** What a term names of binders that it is not inside of. A term is immutable, so it is asked once. */
const looseIn = new WeakMap<Term, readonly Loose[]>();
const NONE: readonly Loose[] = Object.freeze([]);

function loose(root: Term): readonly Loose[] {
  const known = looseIn.get(root);
  if (known !== undefined) return known;
  for (const term of schedule(root, { stop: (inner) => looseIn.has(inner), argumentsOf: parts })) {
    const found = new Set(isBinder(term) ? looseInBinder(term) : parts(term).flatMap((part) => looseIn.get(part)!)); // parts come first
    if (term.op === "state") found.add(term);
    for (const i of indicesOf(term)) if (typeof i === "object" && "bound" in i) found.add(i.bound);
    looseIn.set(term, found.size === 0 ? NONE : [...found]);
  }
  return looseIn.get(root)!;
}

/** A binder binds its index in its body, and a fold the running value of its own shape; the start of a fold is outside. */
function looseInBinder(binder: Big | Fold): Loose[] {
  const [body, start] = binder.args.toReversed() as [Term, Term?]; // a fold has a start
  const bound = (name: Loose): boolean => {
    if (typeof name === "number") return name === binder.height;
    const own = name.binder === binder.height && name.rows === binder.rows && name.cols === binder.cols;
    return binder.op === "fold" && own;
  };
  const outside = start === undefined ? NONE : looseIn.get(start)!;
  return [...outside, ...looseIn.get(body)!.filter((name) => !bound(name))];
}

function indicesOf(term: Term): readonly Index[] {
  return term.op === "variable" || term.op === "opaque" ? term.index : [];
}

/** Whether every bound index and running value of a term has its binder in the term. */
export function isClosed(term: Term): boolean {
  return loose(term) === NONE;
}

/** Whether a term names a free index; of any other index it says yes, since only a name can be fresh. */
export function mentionsIndex(root: Term, index: Index): boolean {
  if (typeof index !== "object" || !("free" in index)) return true;
  const { free } = index;
  return schedule(root, { argumentsOf: parts }).some((term) =>
    indicesOf(term).some((i) => typeof i === "object" && "free" in i && i.free === free),
  );
}

/** Whether a term occurs in another one. */
export function occursIn(part: Term, root: Term): boolean {
  return schedule(root, { argumentsOf: parts }).includes(part);
}
