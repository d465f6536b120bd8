/**
 * Facts: terms that an entry says are not negative, from which an order is put together.
 */
import type { Ref } from "../../kernel/proof.ts";
import { is } from "../../kernel/proposition.ts";
import { isBinder } from "../../term/names.ts";
import { schedule } from "../../term/schedule.ts";
import { hadamard, type Term } from "../../term/term.ts";
import { type Linear, minus } from "../linear.ts";
import type { Normaliser } from "../normaliser.ts";

/** A term that is not negative in any entry. */
export interface Fact {
  readonly term: Term;
  readonly ref: Ref;
}

/** What facts are looked for. */
export interface Wanted {
  readonly n: Normaliser;
  /** What is to be shown nonnegative, in normal form. */
  readonly target: Term;
  readonly linear: Linear;
  /** All terms that occur, as written and in normal form. */
  readonly terms: readonly Term[];
  /** A proof of A ≤ B by the same means, one level deeper. */
  readonly le: (A: Term, B: Term) => Ref | undefined;
}

/** A way to find facts. */
export type Source = (wanted: Wanted) => readonly Fact[];

/** What an instance of an axiom says, as a fact: an order, or that something is positive or nonnegative. */
export function fact(n: Normaliser, name: string, args: readonly Term[], premises: readonly Ref[] = []): Fact {
  return factOf(n, n.derivation.axiom(name, args, premises));
}

/** What an entry says, as a fact. */
export function factOf(n: Normaliser, ref: Ref): Fact {
  const says = n.derivation.says(ref);
  if (says.kind === "is") {
    const { term } = says;
    return { term, ref: says.property === "nonnegative" ? ref : n.derivation.axiom("nonneg_of_pos", [term], [ref]) };
  }
  const { lhs, rhs } = says;
  return { term: minus(rhs, lhs), ref: n.derivation.axiom("sub_nonneg_of_le", [lhs, rhs], [ref]) };
}

/** A fact when a term is seen not to be negative. */
export function shown(n: Normaliser, term: Term): readonly Fact[] {
  const ref = n.properties.show("nonnegative", term);
  return ref === undefined ? [] : [{ term, ref }];
}

/** x ∘ x. */
export function square(n: Normaliser, x: Term): Fact {
  return { term: hadamard(x, x), ref: n.derivation.axiom("hadamard_self_nonneg", [x]) };
}

/** The same fact of a term in normal form. */
export function normalFact(n: Normaliser, { term, ref }: Fact): Fact {
  const { to, by } = n.normal(term);
  if (by === undefined) return { term, ref };
  const entry = { rule: "rewrite", from: ref, moves: [{ path: [0], by }] } as const;
  return { term: to, ref: n.derivation.add(entry, is("nonnegative", to), `nonnegative|${to.id}|${ref}`) };
}

/** All terms outside of binders that terms are made of, with what they unfold to. */
export function subterms(roots: readonly Term[]): readonly Term[] {
  const argumentsOf = (term: Term): readonly Term[] => {
    if (term.op === "defined") return [...term.args, term.unfolded];
    return isBinder(term) ? term.args.slice(0, -1) : term.args;
  };
  return [...new Set(roots.flatMap((root) => schedule(root, { argumentsOf })))];
}

/** Unordered pairs of different terms of one shape. */
export function pairs(terms: readonly Term[]): readonly (readonly [Term, Term])[] {
  return terms.flatMap((a, i) =>
    terms.slice(i + 1).flatMap((b) => (a.rows === b.rows && a.cols === b.cols ? [[a, b] as const] : [])),
  );
}
