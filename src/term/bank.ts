/**
 * Where terms are looked up, so that equal ones are the same object.
 *
 * The bank does not keep its terms: models are written out at many sizes, and
 * forgotten. What was made or found is held until the turn of the event loop
 * ends, and the last terms of one and two arguments are found by their
 * arguments alone.
 */
import type { Term } from "./term.ts";

/** The facts of a term beside its operation. */
export type Key = string | number;

const LARGEST = 2 ** 26;

/** The key of two arguments: one number while ids are small, as numbers are found faster than text. */
export function keyOfPair(A: Term, B: Term): Key {
  return A.id < LARGEST && B.id < LARGEST ? A.id * LARGEST + B.id : `${A.id}|${B.id}`;
}

/** How many terms a bank has before it looks for forgotten ones. */
const FEW = 1024;

/** The terms of one operation that are in use. */
export class Bank {
  readonly #known = new Map<Key, WeakRef<Term>>();
  /** Those that were made or found in this turn: a weak reference would hold them as long, and is dear to ask. */
  readonly #held = new Map<Key, Term>();
  readonly #made: Key[] = [];
  #many = FEW;

  /** The term of a key, if it is in use. */
  find(key: Key): Term | undefined {
    const held = this.#held.get(key);
    if (held !== undefined) return held;
    const known = this.#known.get(key)?.deref();
    if (known !== undefined) this.#hold(key, known);
    return known;
  }

  /** Makes a term known. */
  add(key: Key, term: Term): void {
    this.#hold(key, term);
    this.#made.push(key);
  }

  #hold(key: Key, term: Term): void {
    if (this.#held.size === 0) queueMicrotask(() => this.#letGo());
    this.#held.set(key, term);
  }

  /** Holds nothing when the turn ends, and looks for the keys of forgotten terms when there are twice as many as last time were left. */
  #letGo(): void {
    for (const key of this.#made.splice(0)) this.#known.set(key, new WeakRef(this.#held.get(key)!)); // what is made is held
    this.#held.clear();
    if (this.#known.size <= this.#many) return;
    for (const [key, term] of this.#known) if (term.deref() === undefined) this.#known.delete(key);
    this.#many = Math.max(FEW, 2 * this.#known.size);
  }
}

const BITS = 14;
/** Odd numbers that spread ids: 2³² over the golden ratio, and one of MurmurHash's. */
const SPREAD = [0x9e3779b1, 0x85ebca6b] as const;

/** Slots for the last terms, by operation and arguments; a slot holds one term. */
export class Recent {
  readonly #slots: (Term | undefined)[] = new Array(1 << BITS).fill(undefined);
  #kept = false;

  /** The term of an operation and arguments, if it was kept last; of one argument, A and B are that. */
  find(op: Term["op"], A: Term, B: Term): Term | undefined {
    const known = this.#slots[slotOf(op, A, B)];
    return known?.op === op && known.args[0] === A && known.args[known.args.length - 1] === B ? known : undefined;
  }

  /** Keeps a term of one or two arguments until the turn ends. */
  keep<T extends Term>(term: T): T {
    const { op, args } = term;
    this.#slots[slotOf(op, args[0]!, args[args.length - 1]!)] = term; // it has arguments
    if (!this.#kept) {
      this.#kept = true;
      queueMicrotask(() => this.#forget());
    }
    return term;
  }

  #forget(): void {
    this.#slots.fill(undefined);
    this.#kept = false;
  }
}

function slotOf(op: Term["op"], A: Term, B: Term): number {
  const [first, second] = SPREAD;
  const letters = op.charCodeAt(0) + 31 * op.charCodeAt(op.length - 1);
  return (Math.imul(A.id, first) ^ Math.imul(B.id + letters, second)) >>> (32 - BITS);
}
