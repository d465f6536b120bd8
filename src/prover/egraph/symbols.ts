/**
 * Symbols: what stands at the head of an e-node, as small integers.
 *
 * A symbol is an operator with a fixed number of children. Whatever else tells
 * two operators apart (the name of a variable, the value of a number, a size)
 * is part of its name, so that two e-nodes have the same head if and only if
 * their symbols are the same integer.
 */
import { Fault } from "../../term/fault.ts";

/** An interning of names: the first is 0, the next 1, … */
export class Symbols {
  readonly #names: string[] = [];
  readonly #arities: number[] = [];
  readonly #known = new Map<string, number>();

  /** How many symbols there are. */
  get count(): number {
    return this.#names.length;
  }

  /**
   * The symbol of a name.
   *
   * throws  Fault when the name has been used with another number of children
   */
  intern(name: string, arity: number): number {
    const known = this.#known.get(name);
    if (known === undefined) {
      const symbol = this.#names.push(name) - 1;
      this.#arities.push(arity);
      this.#known.set(name, symbol);
      return symbol;
    }
    if (this.#arities[known] !== arity) {
      throw new Fault({ op: name, expected: `${this.#arities[known]} children, as before`, received: `${arity}` });
    }
    return known;
  }

  name(symbol: number): string {
    return this.#names[symbol]!; // symbols come from this interning
  }

  arity(symbol: number): number {
    return this.#arities[symbol]!;
  }
}
