/**
 * Proofs: what the kernel replays.
 *
 * A proof is a list of entries; each states a proposition by a rule, from
 * earlier entries that it names by number, so a proof is a DAG and what is
 * shown once serves everywhere. It is plain data: anyone may make one, and
 * only {@link "./theorem".prove} turns one into a theorem.
 */
import type { Dim } from "../term/dimension.ts";
import type { Index, Term } from "../term/term.ts";
import type { Proposition } from "./proposition.ts";

/** The number of an earlier entry. */
export type Ref = number;

/** An axiom, what it is an instance for, and what shows its conditions, in their order. */
export interface AxiomUse {
  readonly name: string;
  readonly args: readonly Term[];
  readonly premises?: readonly Ref[];
}

/**
 * One change of a term: an equation used at a path (an earlier entry, or an axiom there and then), or brackets and
 * order changed. A path lists which argument to enter, from the outside; for a proposition its first number is the side.
 */
export type Move =
  | { readonly path: readonly number[]; readonly by: Ref | AxiomUse; readonly backward?: true }
  | { readonly path: readonly number[]; readonly regroup: Term };

/** One entry: a rule and what it is applied to. */
export type Entry =
  /** An instance of an axiom, its conditions shown by premises in their order. */
  | ({ readonly rule: "axiom" } & AxiomUse)
  /** `A = A`, then equations used in either side: reflexivity, transitivity, symmetry and congruence at a path. */
  | { readonly rule: "rewrite"; readonly from: Term | Ref; readonly moves: readonly Move[] }
  /** A defined term equals its unfolding. */
  | { readonly rule: "unfold"; readonly term: Term }
  /** What arithmetic says of constants and sizes: `2 + 3 = 5`. */
  | { readonly rule: "evaluate"; readonly term: Term }
  /** An order or sign of constants or sizes. */
  | { readonly rule: "evident"; readonly proposition: Proposition }
  /** A proposition taken as a hypothesis. */
  | { readonly rule: "assume"; readonly proposition: Proposition }
  /** What the kind of a variable says of it; `fact` counts from 0. */
  | { readonly rule: "kind"; readonly variable: Term; readonly fact: number }
  /** Extensionality: from `open(binder, index) = body`, the binder equals the one with that body. */
  | {
      readonly rule: "extend";
      readonly binder: Term;
      readonly index: Index;
      readonly running?: Term;
      readonly by: Ref;
    }
  /** Fold fusion: from `fold.init = G[onto.init]` and `body(ℓ, G[y]) = G[body'(ℓ, y)]`, the one fold is G of the other. */
  | {
      readonly rule: "fuse";
      readonly fold: Term;
      readonly onto: Term;
      readonly index: Index;
      readonly running: Term;
      /** G[y], a term in which the running value is the variable `running`. */
      readonly context: Term;
      readonly base: Ref;
      readonly step: Ref;
    }
  /** Induction over layers: what holds of the starts, and is kept by every layer, holds of the folds. */
  | {
      readonly rule: "induct";
      readonly folds: readonly Term[];
      readonly index: Index;
      /** A variable for the running value of each fold; `invariant` is said of them. */
      readonly running: readonly Term[];
      readonly invariant: Proposition;
      readonly base: Ref;
      readonly step: Ref;
    }
  /** A hypothesis shown by an entry is no longer one. */
  | { readonly rule: "discharge"; readonly of: Ref; readonly by: Ref }
  /** Variables and sizes replaced throughout; what their kinds assume is shown by premises in order. */
  | {
      readonly rule: "instantiate";
      readonly of: Ref;
      readonly variables?: readonly (readonly [Term, Term])[];
      readonly sizes?: readonly (readonly [string, Dim])[];
      readonly premises?: readonly Ref[];
    };

/** Entries; the last one is what is proved. */
export type Proof = readonly Entry[];
