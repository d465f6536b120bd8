/**
 * Axioms: laws that the kernel takes as true, each a function from terms to
 * what it says of them.
 *
 * An instance is made by the constructors of terms, so a law holds for every
 * size and cannot be stated of terms that do not fit: the constructors throw,
 * and the shapes of its parameters are enforced (parameters.ts). Side
 * conditions are premises, never a lookup.
 *
 * Notation for parameters, which an exact random test draws
 *   A: n × m           any term of that shape; s: 1 × 1 is a number; a size may be a sum, n × (m + k)
 *   f: n × m entry     a term whose outermost operation is a function of each entry, f(A)
 *   g: n × m row       a term whose outermost operation is an opaque function of each row
 *   f: n × m monotone  one whose function of each entry never falls; lipschitz, one that has no slope beyond ±1;
 *                      `entry at 0`, one that is 0 at 0
 *   S: sum p of n × m  (or hcat, vcat) a binder over h < p
 *   R: rows of n × m   (or cols) a slice rows(A, s, k); `rows of rows of n × m` is a slice of one
 *   S: rows after R    (or cols) the slice of the same matrix that begins where R ends
 *   T: tri n × m       a `tri`; a full one has no zero, an empty one no one
 *   P: perm n × n      a term that has a property which the premises ask for, or whose argument has it:
 *                      R: rows of positive n × m, p: positive n × m power
 *   B: above A         a term that is nowhere less than A; `above A B` than both, `above A −A`
 *   B: same as A       a term that equals A; `inverse of A`; `bound of A` a number that no entry exceeds
 */
import { Fault } from "../term/fault.ts";
import { type Big, isScalar, map, opaque, power, type Slice, shapeText, type Term } from "../term/term.ts";
import { parseParameters, shapesOf } from "./parameters.ts";
import type { Proposition } from "./proposition.ts";

/** What an instance needs, and what it then says. */
export interface Instance {
  readonly premises: readonly Proposition[];
  readonly conclusion: Proposition;
}

/** A law, with where it comes from and what proves it elsewhere. */
export interface Axiom {
  /** In mathlib's manner: the conclusion, and conditions after `_of_`. */
  readonly name: string;
  /** The parameters, in the notation above. */
  readonly parameters: string;
  readonly law: (...args: readonly Term[]) => Instance;
  /** The lemma of MathComp that proves it, or is its heart. */
  readonly mathcomp: string;
  /** mathlib's lemma, or the definition or paper that it restates. */
  readonly source: string;
}

/** A law as a table of axioms writes it: as many terms as its parameters. */
type Law = (A: Term, B: Term, C: Term, D: Term) => Proposition | Instance;

/**
 * A row of a table of axioms.
 *
 * throws  Fault, at each use, when it is given fewer or more terms than it has parameters, or terms of other shapes
 */
export function axiom(name: string, parameters: string, law: Law, mathcomp: string, source: string): Axiom {
  const expected = parseParameters(parameters);
  const count = expected.length;
  const expectShapes = shapesOf(name, expected);
  const instance = (...args: readonly Term[]): Instance => {
    if (args.length !== count) throw new Fault({ op: name, expected: `${count} terms`, received: `${args.length}` });
    expectShapes(args);
    const [A, B, C, D] = args as readonly [Term, Term, Term, Term];
    const said = law(A, B, C, D);
    return "premises" in said ? said : { premises: [], conclusion: said };
  };
  return Object.freeze({ name, parameters, law: instance, mathcomp, source });
}

/** A law under conditions: `when(is("perm", P), …)(conclusion)`. */
export const when =
  (...premises: readonly Proposition[]) =>
  (conclusion: Proposition): Instance => ({ premises, conclusion });

/** A number. throws  Fault when the term is no 1 × 1 matrix */
export function scalar(a: Term): Term {
  if (!isScalar(a)) throw new Fault({ op: "axiom", expected: "a number, 1 × 1", received: shapeText(a) });
  return a;
}

/** A row or column of blocks, or a sum, over an index. throws  Fault when the term is another operation */
export function binder(op: Big["op"], S: Term): Big {
  expectOp(op, S);
  return S as Big; // its operation is one of Big's
}

/** Consecutive rows or columns. throws  Fault when the term is another operation */
export function slice(op: Slice["op"], R: Term): Slice {
  expectOp(op, R);
  return R as Slice; // its operation is one of Slice's
}

/** The one argument of a term. throws  Fault when its operation is another one */
export function argumentOf(op: Term["op"], term: Term): Term {
  expectOp(op, term);
  return term.args[0]!; // every operation that is asked for has one
}

function expectOp(op: Term["op"], term: Term): void {
  if (term.op !== op) throw new Fault({ op: "axiom", expected: op, received: term.op });
}

/** f(A) for the function of each entry that is outermost in `fOf`. throws  Fault when it has none */
export function entrywise(fOf: Term): (A: Term) => Term {
  switch (fOf.op) {
    case "map":
      return (A) => map(fOf.fn, A);
    case "power":
      return (A) => power(A, fOf.exponent);
    case "opaque":
      if (fOf.scope === "entry") return (A) => opaque(fOf.name, "entry", A, { index: fOf.index });
  }
  throw new Fault({ op: "axiom", expected: "a function of each entry", received: fOf.op });
}

/** g(A) for the opaque function of each row that is outermost in `gOf`. throws  Fault when it has none */
export function rowwise(gOf: Term): (A: Term) => Term {
  if (gOf.op === "opaque" && gOf.scope === "row") {
    return (A) => opaque(gOf.name, "row", A, { cols: gOf.cols, index: gOf.index });
  }
  throw new Fault({ op: "axiom", expected: "a function of each row", received: gOf.op });
}
