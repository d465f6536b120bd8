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
import { schedule } from "../term/schedule.ts";
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

/** A term up to regrouping: a number for each class, and the parts of a flattened operation. */
interface Class {
  readonly id: number;
  readonly op: Term["op"];
  readonly parts: readonly Class[];
}

/** Whether two terms differ in brackets and order alone. A check has its own: nothing is kept between proofs. */
export function regrouping(): (a: Term, b: Term) => boolean {
  const classes = new Regrouping();
  return (a, b) => classes.same(a, b);
}

/** Classes by their key, and of each term. */
class Regrouping {
  readonly #classes = new Map<string, Class>();
  readonly #of = new Map<Term, Class>();

  same(a: Term, b: Term): boolean {
    return a === b || (a.op === b.op && sameParts(a, b)) || this.#class(a) === this.#class(b);
  }

  #class(root: Term): Class {
    const known = this.#of.get(root);
    if (known !== undefined) return known;
    const walk = { stop: (inner: Term) => this.#of.has(inner), argumentsOf };
    for (const term of schedule(root, walk)) this.#of.set(term, this.#make(term));
    return this.#of.get(root)!;
  }

  #make(term: Term): Class {
    const args = argumentsOf(term).map((argument) => this.#of.get(argument)!); // the schedule lists arguments first
    if (!isRegrouped(term.op)) return this.#intern(leafKey(term, args), term.op, []);
    const parts = args.flatMap((part) => (part.op === term.op ? part.parts : [part]));
    if (parts.length > MOST_PARTS)
      throw new Fault({ op: "regroup", expected: `at most ${MOST_PARTS} parts`, received: `${parts.length}` });
    if (REGROUPED[term.op] === "commutative") parts.sort((a, b) => a.id - b.id);
    return this.#intern(`${term.op}|${parts.map(({ id }) => id).join(",")}`, term.op, parts);
  }

  #intern(key: string, op: Term["op"], parts: readonly Class[]): Class {
    const known = this.#classes.get(key);
    if (known !== undefined) return known;
    const fresh = { id: this.#classes.size, op, parts };
    this.#classes.set(key, fresh);
    return fresh;
  }
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

/** A defined term means its unfolding, whatever its arguments are said to be. */
function argumentsOf(term: Term): readonly Term[] {
  return term.op === "defined" ? [term.unfolded] : term.args;
}

/** A node that is not flattened: itself when nothing below it can be regrouped, else its facts on its arguments' classes. */
function leafKey(term: Term, args: readonly Class[]): string {
  return args.length === 0 ? `term|${term.id}` : `${factsKey(term)}|${args.map(({ id }) => id).join(",")}`;
}

/** The facts of a node beside its arguments. */
function factsKey(term: Term): string {
  const shape = `${term.rows.id}x${term.cols.id}`;
  switch (term.op) {
    case "map":
      return `map ${term.fn}`;
    case "power":
      return `power ${term.exponent.id}`;
    case "opaque":
      return `opaque ${term.scope} ${term.name} ${JSON.stringify(term.index)} ${shape}`;
    case "rows":
    case "cols":
      return `${term.op} ${term.start.id} ${shape}`;
    case "bigSum":
    case "bigHcat":
    case "bigVcat":
    case "fold":
      return `${term.op} ${term.count.id} ${term.height}`;
    case "defined":
      return `defined ${term.name}`;
    default:
      return term.op;
  }
}
