/**
 * Regrouping: equality up to where the brackets are, and up to the order in
 * what commutes.
 *
 * These laws are trusted, and stand in the axiom list as `mul_assoc`,
 * `add_assoc`, `add_comm`, … (axioms/regrouping.ts): checking them by
 * flattening keeps a proof linear where single steps would make a sum of n
 * terms cost n² of them. The terms themselves stay binary, because a run must
 * tell `(A x) W` from `A (x W)`.
 *
 *   mul, kron, hcat, vcat   associative
 *   add, hadamard, max      associative and commutative
 */
import { Fault } from "../term/fault.ts";
import { parts } from "../term/names.ts";
import { schedule } from "../term/schedule.ts";
import { rebuild } from "../term/substitution.ts";
import type { Term } from "../term/term.ts";

/** The laws that flattening uses of each operation. */
export const REGROUPED = Object.freeze({
  mul: "associative",
  kron: "associative",
  hcat: "associative",
  vcat: "associative",
  add: "commutative",
  hadamard: "commutative",
  max: "commutative",
} as const);

/** A term of k nodes may have 2ᵏ parts, since nodes are shared. */
const MOST_PARTS = 1 << 16;

type Regrouped = keyof typeof REGROUPED;

/** Whether an operation has brackets that do not matter. */
export function isRegrouped(op: Term["op"]): op is Regrouped {
  return Object.hasOwn(REGROUPED, op);
}

/** Whether two terms differ in brackets and order alone. A check has its own: nothing is kept between proofs. */
export function regrouping(): (a: Term, b: Term) => boolean {
  const known = new Map<Term, Term>();
  return (a, b) => a === b || (a.op === b.op && sameParts(a, b)) || grouped(a, known) === grouped(b, known);
}

/** A term with all brackets to the left, and parts that commute in order of age. */
function grouped(root: Term, known: Map<Term, Term>): Term {
  for (const term of schedule(root, { stop: (inner) => known.has(inner), argumentsOf: partsOf })) {
    const parts = partsOf(term).map((part) => known.get(part)!); // the schedule lists parts first
    known.set(term, remade(term, parts));
  }
  return known.get(root)!;
}

/** The operands of an operation with brackets, what a defined term is made of and means, else the arguments. */
function partsOf(term: Term): readonly Term[] {
  if (!isRegrouped(term.op)) return parts(term);
  const found: Term[] = [];
  const waiting = [term];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next.op === term.op) waiting.push(next.args[1]!, next.args[0]!);
    else found.push(next);
    if (found.length + waiting.length > MOST_PARTS)
      throw new Fault({ op: "regroup", expected: `at most ${MOST_PARTS} parts`, received: "more" });
  }
  return found;
}

function remade(term: Term, parts: readonly Term[]): Term {
  if (term.op === "defined") return rebuild(term, parts.slice(0, -1), undefined, parts.at(-1));
  if (!isRegrouped(term.op)) return rebuild(term, parts);
  const sorted = REGROUPED[term.op] === "commutative" ? parts.toSorted((a, b) => a.id - b.id) : parts;
  return sorted.reduce((left, right) => rebuild(term, [left, right]));
}

/** Whether two terms of one operation have the same parts as they stand. They are taken apart only as far as they differ. */
function sameParts(a: Term, b: Term): boolean {
  if (!isRegrouped(a.op)) return false;
  return REGROUPED[a.op] === "commutative" ? sameBag(a, b) : sameList(a, b);
}

/** Whether two lists of parts are the same; the newer of two different parts is taken apart. Undecided ones are not. */
function sameList(a: Term, b: Term): boolean {
  const { op } = a;
  const [left, right] = [[a], [b]];
  for (let steps = 0; left.length > 0 && right.length > 0; steps++) {
    const [x, y] = [left.pop()!, right.pop()!]; // both have one
    if (x === y) continue;
    const first = x.op === op && (y.op !== op || x.id > y.id);
    if (steps > MOST_PARTS || (!first && y.op !== op)) return false;
    const [opened, rest, kept, other] = first ? [x, left, y, right] : [y, right, x, left];
    rest.push(opened.args[1]!, opened.args[0]!);
    other.push(kept);
  }
  return left.length === right.length;
}

/**
 * Whether two bags of parts are the same: parts are counted, of `a` forwards and of `b` backwards, and the newest that
 * is left is taken apart. What is in a term was made before it, so no part is met again. Undecided ones are not.
 */
function sameBag(a: Term, b: Term): boolean {
  const counts = new Map<Term, number>();
  const waiting: Term[] = []; // the newest last
  const count = (part: Term, times: number): void => {
    const known = counts.get(part);
    counts.set(part, (known ?? 0) + times);
    if (known === undefined && part.op === a.op) insert(waiting, part);
  };
  count(a, 1);
  count(b, -1);
  for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
    const times = counts.get(part)!; // it was counted when it began to wait
    if (Math.abs(times) > MOST_PARTS) return false;
    counts.delete(part);
    if (times !== 0) for (const inner of part.args) count(inner, times);
  }
  return [...counts.values()].every((times) => times === 0);
}

/** Puts a term where it belongs by its age. */
function insert(sorted: Term[], term: Term): void {
  let at = sorted.length;
  while (at > 0 && sorted[at - 1]!.id > term.id) at--;
  sorted.splice(at, 0, term);
}
