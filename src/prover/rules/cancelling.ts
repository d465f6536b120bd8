/**
 * What two factors of an entrywise product make of each other.
 */
import { map, type Term } from "../../term/term.ts";
import type { Equality } from "../derivation.ts";
import type { Normaliser } from "../normaliser.ts";

type Cancelling = (A: Term, B: Term, n: Normaliser) => Equality | undefined;

/** A ∘ 1/A = 1 where no entry is zero. */
const reciprocal: Cancelling = (A, B, n) => {
  if (B.op !== "map" || B.fn !== "recip" || B.args[0] !== A) return undefined;
  const shown = n.properties.show("nonzero", A);
  return shown === undefined ? undefined : n.law("hadamard_recip_cancel", [A], [shown]);
};

/** |A| ∘ |A| = A ∘ A, √A ∘ √A = A, M ∘ M = M for a mask. */
const itself: Cancelling = (A, B, n) => {
  if (A !== B) return undefined;
  if (A.op === "map" && A.fn === "abs") return n.law("abs_hadamard_self", A.args);
  if (A.op === "map" && A.fn === "sqrt") {
    const shown = n.properties.show("nonnegative", A.args[0]!);
    return shown === undefined ? undefined : n.law("sqrt_mul_self_of_nonneg", A.args, [shown]);
  }
  const mask = n.properties.show("mask", A);
  return mask === undefined ? undefined : n.law("hadamard_self_of_mask", [A], [mask]);
};

/** sign A ∘ |A| = A. */
const sign: Cancelling = (A, B, n) =>
  A.op === "map" && A.fn === "sign" && B === map("abs", A.args[0]!) ? n.law("sign_hadamard_abs", A.args) : undefined;

/** tri ∘ L = L for a lower triangular L. */
const triangle: Cancelling = (A, B, n) => {
  if (A.op !== "tri") return undefined;
  const shown = n.properties.show("lower", B);
  return shown === undefined || n.law("hadamard_tri_of_lower", [B], [shown]).from.args[0] !== A
    ? undefined
    : n.law("hadamard_tri_of_lower", [B], [shown]);
};

const CANCELLING: readonly Cancelling[] = [reciprocal, itself, sign, triangle];

/** What A ∘ B is, from the two alone and in this order. */
export function cancelling(A: Term, B: Term, n: Normaliser): Equality | undefined {
  for (const cancel of CANCELLING) {
    const made = cancel(A, B, n);
    if (made !== undefined) return made;
  }
  return undefined;
}
