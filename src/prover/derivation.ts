/**
 * Writing a proof: entries as they are found, each once.
 *
 * A derivation is untrusted: it computes what an entry will say only to go on
 * from there, and the kernel replays all of it.
 */
import { AXIOMS } from "../kernel/axioms.ts";
import type { Entry, Move, Proof, Ref } from "../kernel/proof.ts";
import { equal, type Proposition, termsOf } from "../kernel/proposition.ts";
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
    const key = keyOfUse(name, args);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const axiom = AXIOMS.get(name);
    if (axiom === undefined) throw new Fault({ op: "derivation", expected: "the name of an axiom", received: name });
    const entry: Entry =
      premises.length === 0 ? { rule: "axiom", name, args } : { rule: "axiom", name, args, premises };
    return this.add(entry, axiom.law(...args).conclusion, key);
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

function keyOfUse(name: string, args: readonly Term[]): string {
  let key = name;
  for (const { id } of args) key += `|${id}`;
  return key;
}

function keyOf(of: Proposition): string {
  const terms = termsOf(of)
    .map(({ id }) => id)
    .join(",");
  return of.kind === "is" ? `${of.property}|${terms}` : `${of.kind}|${terms}`;
}

/** A chain of moves from a term, or from what an entry says. */
export class Chain {
  readonly #derivation: Derivation;
  readonly #start: Term;
  readonly #moves: Move[] = [];
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
    const move = { path: [1, ...path], by: ref };
    this.#moves.push(backward ? { ...move, backward: true } : move);
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
    this.#moves.push({ path: [1], regroup: to });
    return this;
  }

  /** The equation from the start to where the chain has come. */
  done(): Equality {
    const [from, to] = [this.#start, this.#current];
    if (from === to) return { from, to, by: undefined };
    const [only] = this.#moves;
    if (
      this.#moves.length === 1 &&
      "by" in only! &&
      typeof only.by === "number" &&
      only.path.length === 1 &&
      !only.backward
    ) {
      return { from, to, by: only.by };
    }
    return { from, to, by: this.#derivation.add({ rule: "rewrite", from, moves: this.#moves }, equal(from, to)) };
  }
}

function replacedAt(term: Term, path: readonly number[], depth: number, from: Term, to: Term): Term {
  const next = path[depth];
  if (next === undefined) {
    if (term !== from) throw new Fault({ op: "chain", expected: "the side of the equation", received: term.op });
    return to;
  }
  const changed = replacedAt(term.args[next]!, path, depth + 1, from, to);
  return remade(
    term,
    term.args.map((known, i) => (i === next ? changed : known)),
  );
}

/** The same operation on other arguments; a definition is unfolded on them. throws  Fault when they do not fit */
export function remade(term: Term, args: readonly Term[]): Term {
  return term.op === "defined"
    ? rebuild(term, args, undefined, definitionOf(term.name)!.unfold(...args))
    : withArguments(term, args);
}
