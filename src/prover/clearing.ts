/**
 * Inverses that do not go away by themselves: `M M⁻¹ = I` and `M⁻¹ M = I` for
 * a sum M, as rules for its largest monomial, completed among themselves and
 * with the hypotheses. What multiplying an equation through would do (push
 * through, Woodbury) comes out as an overlap of two such rules.
 *
 * `(I + A B) X = I` and `Y (I + B A) = I` read as `A B X → I − X` and
 * `Y B A → I − Y` overlap in `Y B A B X`, which gives `B X = Y B`.
 */
import { schedule } from "../term/schedule.ts";
import type { Term } from "../term/term.ts";
import type { Equality } from "./derivation.ts";
import type { Normaliser } from "./normaliser.ts";

/** Both equations of each inverse of a sum that occurs in normal forms, where the sum is known to be invertible. */
export function inverseEquations(sides: readonly Term[], n: Normaliser): readonly Equality[] {
  const sums = new Set<Term>();
  for (const side of sides)
    for (const term of schedule(n.normal(side).to))
      if (term.op === "inverse" && term.args[0]!.op === "add") sums.add(term.args[0]!);
  return [...sums].flatMap((M) => {
    const shown = n.properties.show("invertible", M);
    if (shown === undefined) return [];
    return ["mul_inv_cancel_of_invertible", "inv_mul_cancel_of_invertible"].map((law) => n.law(law, [M], [shown]));
  });
}
