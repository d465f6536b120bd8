/** What each move of a chain changes: the terms around it, recomputed from the proof. */
import { AXIOMS } from "../../kernel/axioms.ts";
import type { AxiomUse, Entry, Move, Proof, Ref } from "../../kernel/proof.ts";
import { termsOf } from "../../kernel/proposition.ts";
import type { Fact } from "../../kernel/replay.ts";
import type { Term } from "../../term/term.ts";
import { replaceAt } from "../replace.ts";

/** Why two terms are equal: a law, an earlier fact, or brackets and order. */
export type Cause =
  | { readonly kind: "law"; readonly use: AxiomUse }
  | { readonly kind: "fact"; readonly ref: Ref }
  | { readonly kind: "regroup" };

/** One change of one side of a proposition. */
export interface Change {
  readonly side: number;
  /** Which argument to enter, from the outside. */
  readonly path: readonly number[];
  readonly before: Term;
  readonly after: Term;
  readonly redex: Term;
  readonly contractum: Term;
  readonly cause: Cause;
  /** Whether the equation is read from right to left. */
  readonly backward: boolean;
}

/** A proof and what each of its entries states. */
export interface Story {
  readonly proof: Proof;
  readonly facts: readonly Fact[];
}

/** A change without the terms around it. */
type Bare = Omit<Change, "before" | "after">;

/** The changes that a chain makes, in its order. */
export function changesOf({ from, moves }: Extract<Entry, { rule: "rewrite" }>, story: Story): readonly Change[] {
  const start = typeof from === "number" ? termsOf(story.facts[from]!.says) : [from, from];
  return placed(
    moves.map((move) => bareOf(move, story)),
    start,
  ).map((change) => ({ ...change }));
}

function bareOf(move: Move, { proof, facts }: Story): Bare & { readonly open?: true } {
  const [side, ...path] = move.path as [number, ...number[]]; // the kernel has replayed it
  if ("regroup" in move) {
    const contractum = move.regroup;
    return { side, path, redex: contractum, contractum, cause: { kind: "regroup" }, backward: false, open: true };
  }
  const use = typeof move.by === "number" ? useOf(proof[move.by]!) : move.by;
  const cause: Cause = use === undefined ? { kind: "fact", ref: move.by as Ref } : { kind: "law", use };
  const says = use === undefined ? facts[move.by as Ref]!.says : AXIOMS.get(use.name)!.law(...use.args).conclusion;
  const [lhs, rhs] = termsOf(says) as [Term, Term];
  const backward = move.backward === true;
  return { side, path, redex: backward ? rhs : lhs, contractum: backward ? lhs : rhs, cause, backward };
}

function useOf(entry: Entry): AxiomUse | undefined {
  return entry.rule === "axiom" ? entry : undefined;
}

/** Changes with the terms before and after them, from the sides at the start. */
export function placed(
  changes: readonly (Bare & { readonly open?: true })[],
  start: readonly Term[],
): readonly Change[] {
  const sides = [...start];
  return changes.map(({ open, ...change }) => {
    const before = sides[change.side]!;
    let redex = change.redex;
    const after = replaceAt(before, change.path, (found) => {
      redex = found;
      return change.contractum;
    });
    sides[change.side] = after;
    return { ...change, redex, before, after };
  });
}

/** A change that is undone. */
export function undone(change: Change): Change {
  const { before, after, redex, contractum, backward } = change;
  return { ...change, before: after, after: before, redex: contractum, contractum: redex, backward: !backward };
}
