/**
 * What a term names and does not bind: the indices and running values of
 * binders that it is not inside of, and free indices. Each node knows it from
 * its parts, so whoever opens or closes a binder need not enter what does not
 * name it.
 */
import type { Big, Fold, Index, State, Term } from "./term.ts";

/** The height of a binder whose index is named, or a running value. */
export type Loose = number | State;

/** What a term names and does not bind: of binders that it is not inside of, and free indices by name. */
export interface Names {
  readonly loose: readonly Loose[];
  readonly free: readonly string[];
}

const NOTHING: readonly never[] = Object.freeze([]);
const NONE: Names = Object.freeze({ loose: NOTHING, free: NOTHING });

/** Whether a node binds an index. */
export function isBinder(term: Term): term is Big | Fold {
  return term.op === "fold" || term.op === "bigSum" || term.op === "bigHcat" || term.op === "bigVcat";
}

/** A defined term means its unfolding, so both count. */
export function parts(term: Term): readonly Term[] {
  return term.op === "defined" ? [...term.args, term.unfolded] : term.args;
}

/** Whether a term names a binder's index or running value without being inside of it. */
export function namesBinder({ names }: Term, height: number): boolean {
  if (names === NONE) return false;
  return names.loose.some((name) => (typeof name === "number" ? name : name.binder) === height);
}

/** The names of a term from those of its parts. */
export function namesOf(term: Term): Names {
  const own = term.op === "variable" || term.op === "opaque" ? term.index : NOTHING;
  if (own.length === 0 && term.op !== "state" && namesNothing(term)) return NONE;
  const below = parts(term).map(({ names }) => names);
  const loose = new Set(isBinder(term) ? outside(term) : below.flatMap((names) => names.loose));
  const free = new Set(below.flatMap((names) => names.free));
  if (term.op === "state") loose.add(term);
  for (const i of own as readonly Index[]) {
    if (typeof i === "number") continue;
    if ("bound" in i) loose.add(i.bound);
    else free.add(i.free);
  }
  return loose.size + free.size === 0
    ? NONE
    : Object.freeze({ loose: Object.freeze([...loose]), free: Object.freeze([...free]) });
}

function namesNothing(term: Term): boolean {
  for (const { names } of term.args) if (names !== NONE) return false;
  return term.op !== "defined" || term.unfolded.names === NONE;
}

/** A binder binds its index in its body, and a fold the running value of its own shape; the start of a fold is outside. */
function outside(binder: Big | Fold): readonly Loose[] {
  const [body, start] = binder.args.toReversed() as [Term, Term?]; // a fold has a start
  const bound = (name: Loose): boolean => {
    if (typeof name === "number") return name === binder.height;
    const own = name.binder === binder.height && name.rows === binder.rows && name.cols === binder.cols;
    return binder.op === "fold" && own;
  };
  const begins = start === undefined ? NOTHING : start.names.loose;
  return [...begins, ...body.names.loose.filter((name) => !bound(name))];
}
