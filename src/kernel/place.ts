/**
 * A place in a term, where something is changed.
 *
 * Moves that follow one another are mostly made near one another, so what
 * stands above a place is built again only when the place is left upwards.
 */
import { withArguments } from "../term/binder.ts";
import { Fault } from "../term/fault.ts";
import { isBinder } from "../term/names.ts";
import type { Term } from "../term/term.ts";
import { redefined } from "./schema.ts";

/** A path lists which argument to enter, from the outside. */
export type Path = readonly number[];

/** A term with a place in it. */
export class Place {
  /** The terms around the place from the outside, and which argument was entered. */
  readonly #around: { readonly term: Term; readonly at: number }[] = [];
  #here: Term;

  constructor(term: Term) {
    this.#here = term;
  }

  /**
   * Goes to a path, from the `skip`th of its numbers, and answers what is there. Bodies of binders are not entered: that
   * is what `extend` is for.
   *
   * throws  Fault when there is no such place
   */
  at(path: Path, skip: number): Term {
    let shared = 0;
    while (shared < this.#around.length && this.#around[shared]!.at === path[shared + skip]) shared++;
    while (this.#around.length > shared) this.#leave();
    for (let i = shared + skip; i < path.length; i++) this.#enter(path, i);
    return this.#here;
  }

  /** Puts another term at the place. */
  put(term: Term): void {
    this.#here = term;
  }

  /** The whole term, the place at its outside. */
  whole(): Term {
    while (this.#around.length > 0) this.#leave();
    return this.#here;
  }

  #enter(path: Path, i: number): void {
    const [term, at] = [this.#here, path[i]!];
    const argument = term.args[at];
    if (argument === undefined || (isBinder(term) && at === term.args.length - 1)) {
      const expected = argument === undefined ? "a path in the term" : "a path that enters no binder";
      throw new Fault({ op: "proof", expected, received: JSON.stringify(path) });
    }
    this.#around.push({ term, at });
    this.#here = argument;
  }

  #leave(): void {
    const { term, at } = this.#around.pop()!; // whoever leaves has looked that there is one
    const [before, here] = [term.args[at], this.#here];
    this.#here = term;
    if (here === before) return;
    const args = term.args.map((argument, i) => (i === at ? here : argument));
    this.#here = term.op === "defined" ? redefined(term, args) : withArguments(term, args);
  }
}
