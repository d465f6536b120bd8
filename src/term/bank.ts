/**
 * Where terms are looked up, so that equal ones are the same object.
 *
 * The bank does not keep its terms: models are written out at many sizes, and
 * forgotten, a generation of some hundred terms at a time. The last ones of one
 * and two arguments are found by their arguments alone, and let go when the
 * turn of the event loop ends: what a weak reference answered is held as long
 * anyway.
 */
import type { Term } from "./term.ts";

/** The facts of a term beside its operation. */
export type Key = string | number;

const LARGEST = 2 ** 26;

/** The key of two arguments: one number while ids are small, as numbers are found faster than text. */
export function keyOfPair(A: Term, B: Term): Key {
  return A.id < LARGEST && B.id < LARGEST ? A.id * LARGEST + B.id : `${A.id}|${B.id}`;
}

const GENERATION_BITS = 8;
/** How many terms are born together, and so live together: a weak reference is dear, and holding a few too many is not. */
const MOST_IN_GENERATION = 2 ** GENERATION_BITS;

/** Terms that were made one after the other. Each of them holds it, so it is there as long as one of them is in use. */
export type Generation = Term[];

/** A generation by its number; `held` in a turn that asked for it, in which a weak reference would hold it too. */
interface Numbered {
  readonly known: WeakRef<Generation>;
  held: Generation | undefined;
}

const generations: Numbered[] = [];
let inHand: Numbered[] = [];
let latest: Generation = [];

/** The generation that the next term is born into. */
export function currentGeneration(): Generation {
  if (generations.length > 0 && latest.length < MOST_IN_GENERATION) return latest;
  latest = [];
  const numbered = { known: new WeakRef(latest), held: undefined };
  generations.push(numbered);
  hold(numbered, latest);
  return latest;
}

function generationOf(number: number): Generation | undefined {
  const numbered = generations[number]!;
  if (numbered.held !== undefined) return numbered.held;
  const known = numbered.known.deref();
  if (known !== undefined) hold(numbered, known);
  return known;
}

function hold(numbered: Numbered, generation: Generation): void {
  if (inHand.length === 0) queueMicrotask(letGo);
  numbered.held = generation;
  inHand.push(numbered);
}

function letGo(): void {
  for (const numbered of inHand) numbered.held = undefined;
  inHand = [];
}

/** How many terms a bank has before it looks for forgotten ones. */
const FEW = 1024;

/** The terms of one operation that are in use. */
export class Bank {
  /** Of each key: the number of its term's generation, and which of that it is. */
  readonly #places = new Map<Key, number>();
  #many = FEW;

  /** The term of a key, if it is in use. */
  find(key: Key): Term | undefined {
    const place = this.#places.get(key);
    return place === undefined ? undefined : generationOf(place >>> GENERATION_BITS)?.[place % MOST_IN_GENERATION];
  }

  /** Makes a term known, which was born into the current generation. */
  add(key: Key, term: Term): void {
    const generation = currentGeneration();
    this.#places.set(key, (generations.length - 1) * MOST_IN_GENERATION + generation.push(term) - 1);
    if (this.#places.size > this.#many) this.#sweep();
  }

  /** Lets go of the keys of forgotten terms: each time that there are twice as many as the last time were left. */
  #sweep(): void {
    for (const [key, place] of this.#places)
      if (generationOf(place >>> GENERATION_BITS) === undefined) this.#places.delete(key);
    this.#many = Math.max(FEW, 2 * this.#places.size);
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
