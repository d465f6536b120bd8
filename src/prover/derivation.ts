/**
 * Writing a proof: entries as they are found, each once.
 *
 * A derivation is untrusted: it computes what an entry will say only to go on
 * from there, and the kernel replays all of it.
 */
import { AXIOMS } from "../kernel/axioms.ts";
import type { Entry, Move, Proof, Ref } from "../kernel/proof.ts";
import { equal, type Proposition, termsOf } from "../kernel/proposition.ts";
import { type Key, keyOfPair } from "../term/bank.ts";
import { withArguments } from "../term/binder.ts";
import { definitionOf } from "../term/definition.ts";
import { Fault } from "../term/fault.ts";
import { rebuild } from "../term/substitution.ts";
import type { Term } from "../term/term.ts";
import { compact } from "./compact.ts";

/** An equation that has been derived: `from = to`, by an entry; without one both are the same term. */
export interface Equality {
  readonly from: Term;
  readonly to: Term;
  readonly by: Ref | undefined;
}

/** Entries of a proof, growing. */
export class Derivation {
  readonly #entries: Entry[] = [];
  readonly #says: Proposition[] = [];
  readonly #known = new Map<string, Ref>();
  /** Instances by their axiom, and by their terms. */
  readonly #instances = new Map<string, Map<Key, Ref>>();

  /** What an entry says. */
  says(ref: Ref): Proposition {
    return this.#says[ref]!; // refs come from this derivation
  }

  /** The number of entries so far. */
  get length(): number {
    return this.#entries.length;
  }

  /** An entry that says a proposition, or the earlier one with the same key. */
  add(entry: Entry, says: Proposition, key?: string): Ref {
    const known = key === undefined ? undefined : this.#known.get(key);
    if (known !== undefined) return known;
    const ref = this.#entries.push(entry) - 1;
    this.#says.push(says);
    if (key !== undefined) this.#known.set(key, ref);
    return ref;
  }

  /**
   * An instance of an axiom.
   *
   * throws  Fault when there is no such axiom, or the terms do not fit it
   */
  axiom(name: string, args: readonly Term[] = [], premises: readonly Ref[] = []): Ref {
    const instances = this.#instances.get(name) ?? new Map<Key, Ref>();
    const key = keyOfTerms(args);
    const known = instances.get(key);
    if (known !== undefined) return known;
    const axiom = AXIOMS.get(name);
    if (axiom === undefined) throw new Fault({ op: "derivation", expected: "the name of an axiom", received: name });
    const entry: Entry =
      premises.length === 0 ? { rule: "axiom", name, args } : { rule: "axiom", name, args, premises };
    const ref = this.add(entry, axiom.law(...args).conclusion);
    if (instances.size === 0) this.#instances.set(name, instances);
    instances.set(key, ref);
    return ref;
  }

  /** A hypothesis. */
  assume(proposition: Proposition): Ref {
    return this.add({ rule: "assume", proposition }, proposition, `assume|${keyOf(proposition)}`);
  }

  /** A term and its unfolding. */
  unfold(term: Extract<Term, { op: "defined" }>): Ref {
    return this.add({ rule: "unfold", term }, equal(term, term.unfolded), `unfold|${term.id}`);
  }

  /** The proof of an entry: what it needs, each once, and nothing that was tried in vain. */
  proofOf(last: Ref): Proof {
    return compact(this.#entries, last);
  }
}

/** What tells the arguments of one axiom apart, of which there are always as many. */
function keyOfTerms(args: readonly Term[]): Key {
  if (args.length === 0) return 0;
  return args.length > 2 ? args.map(({ id }) => id).join("|") : keyOfPair(args[0]!, args[args.length - 1]!);
}

function keyOf(of: Proposition): string {
  const terms = termsOf(of)
    .map(({ id }) => id)
    .join(",");
  return of.kind === "is" ? `${of.property}|${terms}` : `${of.kind}|${terms}`;
}

/** The paths of sides, and of their arguments, which most moves are made at: one for all proofs, so nobody changes it. */
const SIDE = Object.freeze([1]);
const ARGUMENTS = [0, 1, 2].map((argument) => Object.freeze([1, argument]));

const inSide = (path: readonly number[]): readonly number[] =>
  path.length > 1 ? [1, ...path] : path.length === 0 ? SIDE : (ARGUMENTS[path[0]!] ?? [1, ...path]);

/** A chain of moves from a term, or from what an entry says. */
export class Chain {
  readonly #derivation: Derivation;
  readonly #start: Term;
  #moves: Move[] | undefined;
  #current: Term;

  constructor(derivation: Derivation, start: Term) {
    this.#derivation = derivation;
    this.#start = start;
    this.#current = start;
  }

  /** The term that the chain has come to. */
  get term(): Term {
    return this.#current;
  }

  /** Uses an equation at a path. */
  use(ref: Ref, path: readonly number[] = [], { backward = false } = {}): this {
    const says = this.#derivation.says(ref);
    if (says.kind !== "equal") throw new Fault({ op: "chain", expected: "an equation", received: says.kind });
    const [from, to] = backward ? [says.rhs, says.lhs] : [says.lhs, says.rhs];
    this.#current = replacedAt(this.#current, path, 0, from, to);
    this.#add(backward ? { path: inSide(path), by: ref, backward } : { path: inSide(path), by: ref });
    return this;
  }

  /** Uses what is known of the argument at a path. */
  step({ by }: Equality, path: readonly number[] = []): this {
    return by === undefined ? this : this.use(by, path);
  }

  /** Changes brackets and order of the whole. */
  regroup(to: Term): this {
    if (to === this.#current) return this;
    this.#current = to;
    this.#add({ path: SIDE, regroup: to });
    return this;
  }

  #add(move: Move): void {
    if (this.#moves === undefined) this.#moves = [move];
    else this.#moves.push(move);
  }

  /** The equation from the start to where the chain has come. */
  done(): Equality {
    const [from, to] = [this.#start, this.#current];
    if (from === to) return { from, to, by: undefined };
    const moves = this.#moves!; // there are some where it has come to another term
    const by = moves.length === 1 ? wholeOf(moves[0]!) : undefined;
    if (by !== undefined) return { from, to, by };
    // a list that grows has room for seventeen, and this one is kept
    return { from, to, by: this.#derivation.add({ rule: "rewrite", from, moves: moves.slice() }, equal(from, to)) };
  }
}

/** The equation that a move makes of the whole, read forward. */
function wholeOf(move: Move): Ref | undefined {
  if (!("by" in move) || typeof move.by !== "number" || move.backward) return undefined;
  return move.path.length === 1 ? move.by : undefined;
}

function replacedAt(term: Term, path: readonly number[], depth: number, from: Term, to: Term): Term {
  const next = path[depth];
  if (next === undefined) {
    if (term !== from) throw new Fault({ op: "chain", expected: "the side of the equation", received: term.op });
    return to;
  }
  const changed = replacedAt(term.args[next]!, path, depth + 1, from, to);
  return remade(term, term.args.with(next, changed));
}

/** The same operation on other arguments; a definition is unfolded on them. throws  Fault when they do not fit */
export function remade(term: Term, args: readonly Term[]): Term {
  return term.op === "defined"
    ? rebuild(term, args, undefined, definitionOf(term.name)!.unfold(...args))
    : withArguments(term, args);
}
