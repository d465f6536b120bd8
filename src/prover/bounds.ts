/**
 * Orders by a chain of bounds: `rank (A B) ≤ rank A ≤ d`, each link a law of its own.
 *
 * The order method finds these too, as a combination of facts; a chain is what a person would write.
 */
import type { Ref } from "../kernel/proof.ts";
import { termsOf } from "../kernel/proposition.ts";
import type { Term } from "../term/term.ts";
import type { Goal } from "./goal.ts";
import type { Normaliser } from "./normaliser.ts";

/** Links of the longest chain. */
const LONGEST = 4;

interface Reached {
  readonly term: Term;
  readonly links: readonly Ref[];
}

/** The entry that says `lhs ≤ rhs`, or the sides where no chain leads from one to the other. */
export function byBounds({ statement: { lhs, rhs } }: Goal, n: Normaliser): Ref | readonly [Term, Term] {
  let reached: readonly Reached[] = [{ term: lhs, links: [] }];
  for (let length = 0; length <= LONGEST; length++) {
    const there = reached.find(({ term }) => term === rhs);
    if (there !== undefined && length > 0) return joined(lhs, there.links, n);
    reached = reached.flatMap(({ term, links }) =>
      boundsOf(term, n).map((ref) => ({ term: termsOf(n.derivation.says(ref))[1]!, links: [...links, ref] })),
    );
  }
  return [lhs, rhs];
}

/** What a rank is at most: the rank of a factor, its height, its width. */
function boundsOf(term: Term, n: Normaliser): readonly Ref[] {
  if (term.op !== "rank") return [];
  const [matrix] = term.args as [Term];
  const factors =
    matrix.op === "mul"
      ? ["rank_mul_le_left", "rank_mul_le_right"].map((law) => n.derivation.axiom(law, matrix.args))
      : [];
  return [...factors, ...["rank_le_width", "rank_le_height"].map((law) => n.derivation.axiom(law, [matrix]))];
}

function joined(start: Term, links: readonly Ref[], n: Normaliser): Ref {
  const [first, ...rest] = links as [Ref, ...Ref[]];
  return rest.reduce((all, link) => {
    const [middle, end] = termsOf(n.derivation.says(link)) as [Term, Term]; // an order
    return n.derivation.axiom("le_trans", [start, middle, end], [all, link]);
  }, first);
}
