/**
 * Where terms are looked up, so that equal ones are the same object.
 *
 * The bank keeps the terms that were made last, and no others: models are
 * written out at many sizes, and forgotten. When there are too many, all are
 * held weakly, and come back when they are asked for while somebody has them.
 */
import type { Entrywise } from "./entrywise.ts";
import type { Term } from "./term.ts";

/** The facts of a term beside its operation. */
export type Key = string | number;

const LARGEST = 2 ** 26;

/** The key of two arguments: one number while ids are small, as numbers are found faster than text. */
export function keyOfPair(A: Term, B: Term): Key {
  return A.id < LARGEST && B.id < LARGEST ? A.id * LARGEST + B.id : `${A.id}|${B.id}`;
}

/** How many terms are kept, some 250 bytes each: to let go of one costs as much as ten times making it. */
const MOST = 2 ** 19;

/** The terms in use. Those of one and two arguments and nothing but a function besides are most, and found by these alone. */
export class Bank {
  readonly #pairs = new Pairs();
  readonly #others = new Map<Term["op"], Map<Key, Term>>();
  readonly #weak = new Map<string, Weak>();
  #count = 0;
  /** One more than the largest id, of all terms and of those that were let go of; arguments have smaller ids than terms. */
  #next = 0;
  #old = 0;

  /** The term of an operation and arguments, if it is in use; of one argument, A and B are that. */
  findPair(op: Term["op"], A: Term, B: Term, fn?: Entrywise): Term | undefined {
    const known = this.#pairs.find(op, A, B, fn);
    if (known !== undefined || A.id >= this.#old || B.id >= this.#old) return known;
    const back = this.#weak.get(tagOf(op, fn))?.find(keyOfPair(A, B));
    return back === undefined ? undefined : this.addPair(back);
  }

  /** Makes a term known that {@link findPair} is to find. */
  addPair<T extends Term>(term: T): T {
    this.#pairs.add(term);
    this.#counted(term);
    return term;
  }

  /** The term of an operation and all other facts, if it is in use. */
  find(op: Term["op"], key: Key): Term | undefined {
    const known = this.#others.get(op)?.get(key);
    if (known !== undefined || this.#weak.size === 0) return known;
    const back = this.#weak.get(op)?.find(key);
    return back === undefined ? undefined : this.add(key, back);
  }

  /** Makes a term known that {@link find} is to find. */
  add<T extends Term>(key: Key, term: T): T {
    const same = this.#others.get(term.op) ?? new Map<Key, Term>();
    this.#others.set(term.op, same.set(key, term));
    this.#counted(term);
    return term;
  }

  #counted({ id }: Term): void {
    this.#next = Math.max(this.#next, id + 1);
    if (++this.#count > MOST) this.#letGo();
  }

  #letGo(): void {
    for (const terms of this.#weak.values()) terms.sweep();
    const isKnown = ({ id }: Term): boolean => id < this.#old; // it came back, and has its weak reference
    for (const term of this.#pairs.taken()) {
      if (isKnown(term)) continue;
      const [A, B = A] = term.args as readonly [Term, Term?];
      this.#weakly(tagOf(term.op, term.op === "map" ? term.fn : undefined)).add(keyOfPair(A, B), term);
    }
    for (const [op, terms] of this.#others)
      for (const [key, term] of terms) if (!isKnown(term)) this.#weakly(op).add(key, term);
    this.#others.clear();
    this.#count = 0;
    this.#old = this.#next;
  }

  #weakly(tag: string): Weak {
    const known = this.#weak.get(tag) ?? new Weak();
    this.#weak.set(tag, known);
    return known;
  }
}

const tagOf = (op: Term["op"], fn: Entrywise | undefined): string => (fn === undefined ? op : `${op} ${fn}`);

const FIRST = 2 ** 10;
/** Odd numbers that spread ids: 2³² over the golden ratio, and one of MurmurHash's. */
const SPREAD = 0x9e3779b1;
const SPREAD_SECOND = 0x85ebca6b;

/**
 * A table by operation and arguments: open addressing, at most half full. The ids of arguments stand in the table itself,
 * so that only what has the same ones is looked at.
 */
class Pairs {
  #slots: (Term | undefined)[] = new Array(FIRST).fill(undefined);
  /** Of the first and the last argument of each slot's term. */
  #ids = new Float64Array(2 * FIRST);
  #count = 0;

  find(op: Term["op"], A: Term, B: Term, fn: Entrywise | undefined): Term | undefined {
    const slots = this.#slots;
    const ids = this.#ids;
    const first = A.id;
    const second = B.id;
    const last = slots.length - 1;
    for (let i = slotOf(op, A, B, fn) & last; ; i = (i + 1) & last) {
      const term = slots[i];
      if (term === undefined) return undefined;
      if (ids[2 * i] !== first || ids[2 * i + 1] !== second || term.op !== op) continue;
      if (term.op !== "map" || term.fn === fn) return term;
    }
  }

  add(term: Term): void {
    if (2 * ++this.#count > this.#slots.length) this.#grow();
    this.#put(term);
  }

  /** All terms, which are no longer here. */
  taken(): readonly Term[] {
    const terms = this.#slots.filter((term) => term !== undefined);
    this.#resize(FIRST);
    this.#count = 0;
    return terms;
  }

  #resize(count: number): void {
    this.#slots = new Array(count).fill(undefined);
    this.#ids = new Float64Array(2 * count);
  }

  #grow(): void {
    const slots = this.#slots;
    this.#resize(2 * slots.length);
    for (const term of slots) if (term !== undefined) this.#put(term);
  }

  #put(term: Term): void {
    const slots = this.#slots;
    const [A, B] = [term.args[0]!, term.args[term.args.length - 1]!]; // it has arguments
    const last = slots.length - 1;
    let i = slotOf(term.op, A, B, term.op === "map" ? term.fn : undefined) & last;
    while (slots[i] !== undefined) i = (i + 1) & last;
    slots[i] = term;
    this.#ids[2 * i] = A.id;
    this.#ids[2 * i + 1] = B.id;
  }
}

function slotOf(op: string, A: Term, B: Term, fn: string | undefined): number {
  const name = fn ?? op;
  const letters = name.charCodeAt(0) + 31 * name.charCodeAt(name.length - 1);
  const mixed = Math.imul(A.id, SPREAD) ^ Math.imul(B.id + letters, SPREAD_SECOND);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}

/** Terms that are found while somebody has them. */
class Weak {
  readonly #known = new Map<Key, WeakRef<Term>>();
  #many = 0;

  find(key: Key): Term | undefined {
    return this.#known.get(key)?.deref();
  }

  add(key: Key, term: Term): void {
    this.#known.set(key, new WeakRef(term));
  }

  /** Looks for the keys of forgotten terms, when there are twice as many as last time were left. */
  sweep(): void {
    if (this.#known.size <= this.#many) return;
    for (const [key, term] of this.#known) if (term.deref() === undefined) this.#known.delete(key);
    this.#many = 2 * this.#known.size;
  }
}
