/**
 * What a term names and does not bind: the indices and running values of
 * binders that it is not inside of, and free indices. A term is immutable, so
 * it is asked once; whoever opens or closes a binder need not enter what does
 * not name it.
 */
import { schedule } from "./schedule.ts";
import type { Big, Fold, Index, State, Term } from "./term.ts";

/** The height of a binder whose index is named, or a running value. */
export type Loose = number | State;

interface Names {
  readonly loose: readonly Loose[];
  readonly free: readonly string[];
}

const NOTHING: readonly never[] = Object.freeze([]);
const NONE: Names = Object.freeze({ loose: NOTHING, free: NOTHING });
const known = new WeakMap<Term, Names>();

/** A defined term means its unfolding, so both count. */
export function parts(term: Term): readonly Term[] {
  return term.op === "defined" ? [...term.args, term.unfolded] : term.args;
}

/** What a term names of binders that it is not inside of. */
export function looseIn(term: Term): readonly Loose[] {
  return namesIn(term).loose;
}

/** The free indices in a term, by name. */
export function freeIn(term: Term): readonly string[] {
  return namesIn(term).free;
}

/** Whether a term names a binder's index or running value without being inside of it. */
export function namesBinder(term: Term, height: number): boolean {
  return looseIn(term).some((name) => (typeof name === "number" ? name : name.binder) === height);
}

function namesIn(root: Term): Names {
  const names = known.get(root);
  if (names !== undefined) return names;
  for (const term of schedule(root, { stop: (inner) => known.has(inner), argumentsOf: parts }))
    known.set(term, namesOf(term));
  return known.get(root)!;
}

/** The names of a term from those of its parts. */
function namesOf(term: Term): Names {
  const own = indicesOf(term);
  const below = parts(term).map((part) => known.get(part)!); // parts come first
  if (own.length === 0 && term.op !== "state" && below.every((names) => names === NONE)) return NONE;
  const loose = new Set("count" in term ? outside(term) : below.flatMap((names) => names.loose));
  const free = new Set(below.flatMap((names) => names.free));
  if (term.op === "state") loose.add(term);
  for (const i of own) {
    if (typeof i === "number") continue;
    if ("bound" in i) loose.add(i.bound);
    else free.add(i.free);
  }
  return loose.size + free.size === 0 ? NONE : { loose: [...loose], free: [...free] };
}

/** A binder binds its index in its body, and a fold the running value of its own shape; the start of a fold is outside. */
function outside(binder: Big | Fold): readonly Loose[] {
  const [body, start] = binder.args.toReversed() as [Term, Term?]; // a fold has a start
  const bound = (name: Loose): boolean => {
    if (typeof name === "number") return name === binder.height;
    const own = name.binder === binder.height && name.rows === binder.rows && name.cols === binder.cols;
    return binder.op === "fold" && own;
  };
  const begins = start === undefined ? NOTHING : known.get(start)!.loose;
  return [...begins, ...known.get(body)!.loose.filter((name) => !bound(name))];
}

function indicesOf(term: Term): readonly Index[] {
  return term.op === "variable" || term.op === "opaque" ? term.index : NOTHING;
}
