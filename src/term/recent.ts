/**
 * Terms of one and two arguments that were made or asked for last, to find
 * them without the text of their facts. A slot holds one term, and all are let
 * go when the turn of the event loop ends: what a weak reference answered is
 * held as long anyway.
 */
import type { Term } from "./term.ts";

const BITS = 13;
/** Odd numbers that spread ids: 2³² over the golden ratio, and one of MurmurHash's. */
const SPREAD = [0x9e3779b1, 0x85ebca6b] as const;

/** Slots for terms by operation and arguments. */
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
