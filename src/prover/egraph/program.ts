/**
 * Patterns compiled for the e-matching machine (de Moura and Bjørner,
 * "Efficient e-matching for SMT solvers", CADE 2007).
 *
 * A program fills registers with classes; register 0 is the class to match.
 *
 * | instruction                        |                                                                              |
 * | ---------------------------------- | ---------------------------------------------------------------------------- |
 * | `BIND symbol, i, out, arity`       | for each e-node of class i with the symbol: its children to `out`, `out+1`, … |
 * | `COMPARE i, j`                     | goes on if both are one class                                                |
 * | `LOOKUP symbol, out, arity, i, j…` | the class of the symbol over classes i, j, …; goes on if there is one         |
 *
 * What has no variables is looked up once, before the search. So is, during
 * it, each part whose variables are already bound; of the others the one with
 * most free variables comes first, and the smaller of two.
 */
import { type ENode, isVariable, type Pattern, variablesOf } from "./expression.ts";

export const BIND = 0;
export const COMPARE = 1;
export const LOOKUP = 2;
/** Integers of a BIND, and where its parts are. */
export const BIND_LENGTH = 5;
export const COMPARE_LENGTH = 3;
export const LOOKUP_HEAD = 4;

/** Which classes can match: those with an e-node of a symbol, any, or the one that the prologue has looked up. */
export type Root =
  | { readonly kind: "symbol"; readonly symbol: number }
  | { readonly kind: "any" }
  | { readonly kind: "ground" };

export interface Program {
  readonly root: Root;
  /** Lookups of what has no variables. */
  readonly prologue: Int32Array;
  readonly code: Int32Array;
  readonly registers: number;
  readonly binds: number;
  readonly variables: readonly string[];
  /** The register of the class that matched, then those of the variables. */
  readonly outputs: Int32Array;
}

/** The program that finds a pattern. */
export function compile(pattern: Pattern): Program {
  const compiler = new Compiler(pattern);
  return compiler.program();
}

interface Todo {
  readonly node: ENode;
  readonly place: number;
  readonly register: number;
}

class Compiler {
  readonly #pattern: Pattern;
  readonly #free: readonly ReadonlySet<string>[];
  readonly #size: readonly number[];
  readonly #prologue: number[] = [];
  readonly #code: number[] = [];
  readonly #bound = new Map<string, number>();
  readonly #ground = new Map<number, number>();
  #todo: Todo[] = [];
  #registers = 1;
  #binds = 0;

  constructor(pattern: Pattern) {
    this.#pattern = pattern;
    const free: Set<string>[] = [];
    const size: number[] = [];
    for (const node of pattern) {
      const children = isVariable(node) ? [] : node.children;
      free.push(new Set(isVariable(node) ? [node.variable] : children.flatMap((child) => [...free[child]!])));
      size.push(children.reduce((sum, child) => sum + size[child]!, 1));
    }
    this.#free = free;
    this.#size = size;
  }

  program(): Program {
    const place = this.#pattern.length - 1;
    const root = this.#pattern[place]!;
    const isGround = this.#free[place]!.size === 0;
    const matched = isGround ? this.#lookup(place) : 0;
    if (!isGround) this.#match(place, 0);
    while (this.#todo.length > 0) this.#emit(this.#next());
    const variables = variablesOf(this.#pattern);
    return {
      root: isGround
        ? { kind: "ground" }
        : isVariable(root)
          ? { kind: "any" }
          : { kind: "symbol", symbol: root.symbol },
      prologue: Int32Array.from(this.#prologue),
      code: Int32Array.from(this.#code),
      registers: this.#registers,
      binds: this.#binds,
      variables,
      outputs: Int32Array.from([matched, ...variables.map((variable) => this.#bound.get(variable)!)]),
    };
  }

  /** Matches the pattern at a place with the class in a register, now or later. */
  #match(place: number, register: number): void {
    const node = this.#pattern[place]!;
    if (!isVariable(node)) {
      this.#todo.push({ node, place, register });
      return;
    }
    const bound = this.#bound.get(node.variable);
    if (bound === undefined) this.#bound.set(node.variable, register);
    else this.#code.push(COMPARE, register, bound);
  }

  #emit({ node, place, register }: Todo): void {
    if (this.#unbound(place) === 0) {
      this.#code.push(COMPARE, register, this.#lookup(place));
      return;
    }
    const out = this.#registers;
    this.#registers += node.children.length;
    this.#binds++;
    this.#code.push(BIND, node.symbol, register, out, node.children.length);
    for (const [i, child] of node.children.entries()) this.#match(child, out + i);
  }

  /** The register that will have the class of a part whose variables are bound. */
  #lookup(place: number): number {
    const node = this.#pattern[place]!;
    if (isVariable(node)) return this.#bound.get(node.variable)!;
    const isGround = this.#free[place]!.size === 0;
    const known = isGround ? this.#ground.get(place) : undefined;
    if (known !== undefined) return known;
    const children = node.children.map((child) => this.#lookup(child));
    const out = this.#registers++;
    if (isGround) this.#ground.set(place, out);
    (isGround ? this.#prologue : this.#code).push(LOOKUP, node.symbol, out, children.length, ...children);
    return out;
  }

  #unbound(place: number): number {
    return [...this.#free[place]!].filter((variable) => !this.#bound.has(variable)).length;
  }

  #next(): Todo {
    const rank = ({ place }: Todo): readonly number[] => {
      const unbound = this.#unbound(place);
      return [unbound === 0 ? 1 : 0, unbound, -this.#size[place]!];
    };
    const best = this.#todo.reduce((a, b) => (compareRanks(rank(b), rank(a)) > 0 ? b : a));
    this.#todo = this.#todo.filter((todo) => todo !== best);
    return best;
  }
}

/** Lexicographic. */
function compareRanks(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at < 0 ? 0 : a[at]! - b[at]!;
}
