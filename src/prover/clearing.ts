/**
 * Inverses that do not go away by themselves: `M M⁻¹ = I` and `M⁻¹ M = I` for
 * a sum M, and `M ∘ 1/M = 1` of entries, as rules for the largest monomial,
 * completed among themselves and with the hypotheses. What multiplying an equation through would do (push
 * through, Woodbury) comes out as an overlap of two such rules.
 *
 * `(I + A B) X = I` and `Y (I + B A) = I` read as `A B X → I − X` and
 * `Y B A → I − Y` overlap in `Y B A B X`, which gives `B X = Y B`.
 */
import type { Ref } from "../kernel/proof.ts";
import { schedule } from "../term/schedule.ts";
import { hadamard, map, type Term } from "../term/term.ts";
import type { Equality } from "./derivation.ts";
import type { Normaliser } from "./normaliser.ts";

/** The equations of each inverse and reciprocal of a sum in normal forms, where the sum is known to have one. */
export function inverseEquations(sides: readonly Term[], n: Normaliser): readonly Equality[] {
  const inverses = new Set<Term>();
  const reciprocals = new Set<Term>();
  for (const side of sides)
    for (const term of schedule(n.normal(side).to)) {
      if (term.args[0]?.op !== "add") continue;
      if (term.op === "inverse") inverses.add(term.args[0]);
      if (term.op === "map" && term.fn === "recip") reciprocals.add(term.args[0]);
    }
  const cancelling = [...inverses].flatMap((M) => {
    const shown = n.properties.show("invertible", M);
    if (shown === undefined) return [];
    return ["mul_inv_cancel_of_invertible", "inv_mul_cancel_of_invertible"].map((law) => n.law(law, [M], [shown]));
  });
  const dividing = [...reciprocals].flatMap((M) => {
    const shown = n.properties.show("nonzero", M);
    return shown === undefined ? [] : [divided(M, shown, n)];
  });
  return [...cancelling, ...dividing];
}

/** `1/M ∘ a + 1/M ∘ b = 1` of a sum M = a + b: as one product it would cancel before it is a rule. */
function divided(M: Term, shown: Ref, n: Normaliser): Equality {
  const r = map("recip", M);
  const chain = n.chain(hadamard(r, M));
  const path: number[] = [];
  for (let sum = M; sum.op === "add"; sum = sum.args[0]!) {
    chain.step(n.law("hadamard_add", [r, sum.args[0]!, sum.args[1]!]), path);
    path.push(0);
  }
  const multiplied = n.backward(chain.done());
  const law = n.law("hadamard_recip_cancel", [M], [shown]);
  return n.chain(multiplied.from).step(multiplied).regroup(law.from).step(law).done();
}
