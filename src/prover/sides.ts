/** How far each side of a goal can be brought, for a reader of a claim that is not proved. */
import type { Proof } from "../kernel/proof.ts";
import { Derivation } from "./derivation.ts";
import type { Goal } from "./goal.ts";
import { assume } from "./hypotheses.ts";
import { LimitReached, Normaliser } from "./normaliser.ts";
import type { SearchOptions } from "./search.ts";

/** Proofs that each side equals its normal form; none where a limit is hit. */
export function sideProofs(goal: Goal, { steps }: Pick<SearchOptions, "steps">): readonly Proof[] {
  const derivation = new Derivation();
  const n = new Normaliser(derivation, {
    expand: false,
    gather: false,
    minima: goal.minima,
    steps,
    expired: () => undefined,
  });
  try {
    const { lhs, rhs } = goal.statement;
    assume(goal.hypotheses, n, { more: () => [], enough: () => false });
    return [lhs, rhs].flatMap((side) => {
      const made = n.normal(side);
      return made.by === undefined ? [] : [derivation.proofOf(made.by)];
    });
  } catch (error) {
    if (error instanceof LimitReached) return [];
    throw error;
  }
}
