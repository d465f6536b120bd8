/**
 * What two factors of a product make of each other where they meet.
 */
import { dim } from "../../term/dimension.ts";
import { mul, type Term } from "../../term/term.ts";
import type { Equality } from "../derivation.ts";
import type { Normaliser } from "../normaliser.ts";
import { turned } from "../parts.ts";

type Meeting = (A: Term, B: Term, n: Normaliser) => Equality | undefined;

const ONE = dim(1);

/** Qᵀ Q = I and Q Qᵀ = I. */
const orthogonal: Meeting = (A, B, n) => {
  if (turned(A) !== B) return undefined;
  const Q = A.op === "transpose" ? B : A;
  const shown = n.properties.show("orthogonal", Q);
  if (shown !== undefined)
    return n.law(A === Q ? "mul_transpose_self_of_orthogonal" : "transpose_mul_self_of_orthogonal", [Q], [shown]);
  const columns = A === Q ? undefined : n.properties.show("orthocols", Q);
  return columns === undefined ? undefined : n.law("transpose_mul_self_of_orthocols", [Q], [columns]);
};

/** A 1 = 1 for rows that sum to one; 1 P = 1 for a permutation. */
const averaged: Meeting = (A, B, n) => {
  if (A.op === "ones" && B.op === "ones") return A.cols === ONE ? undefined : n.law("ones_mul_ones", [A, B]);
  if (B.op === "ones") {
    const shown = n.properties.show("rowstochastic", A);
    return shown === undefined ? undefined : n.law("mul_ones_of_rowstochastic", [A, B], [shown]);
  }
  if (A.op !== "ones" || n.properties.show("rowstochastic", turned(B)) === undefined) return undefined;
  return n.flipped(mul(A, B));
};

const idempotent: Meeting = (A, B, n) => {
  if (A !== B) return undefined;
  const shown = n.properties.show("idempotent", A);
  return shown === undefined ? undefined : n.law("mul_self_of_idempotent", [A], [shown]);
};

/** diag(u) diag(v) = diag(u ∘ v). */
const diagonals: Meeting = (A, B, n) =>
  A.op === "diag" && B.op === "diag" ? n.law("diag_mul_diag", [A.args[0]!, B.args[0]!]) : undefined;

/** A row of blocks times a column of as many blocks is a sum. */
const blocks: Meeting = (A, B, n) =>
  A.op === "bigHcat" && B.op === "bigVcat" && A.count === B.count && A.args[0]!.cols === B.args[0]!.rows
    ? n.law("hcat_mul_vcat_sum", [A, B])
    : undefined;

/** In the order in which they are tried. */
const MEETINGS: readonly Meeting[] = [orthogonal, averaged, idempotent, diagonals, blocks];

/** What A B is, from the two alone. */
export function meeting(A: Term, B: Term, n: Normaliser): Equality | undefined {
  for (const meet of MEETINGS) {
    const made = meet(A, B, n);
    if (made !== undefined) return made;
  }
  return undefined;
}
