/** Transposes go inwards, down to the atoms and to sums of residual layers. */
import { isScalar, type Term } from "../../term/term.ts";
import type { Rule } from "../normaliser.ts";
import { hasStream } from "../parts.ts";
import { distributed } from "../sums.ts";

/** The law that takes a transpose past an operation with these arguments. */
const PAST: Readonly<Partial<Record<Term["op"], string>>> = {
  transpose: "transpose_transpose",
  mul: "transpose_mul",
  scale: "transpose_smul",
  hadamard: "transpose_hadamard",
  max: "transpose_max",
  hcat: "transpose_hcat",
  vcat: "transpose_vcat",
  kron: "transpose_kron",
  inverse: "transpose_inv",
  diag: "transpose_diag",
};

/** Laws that are given the term itself. */
const OF_ITSELF: Readonly<Partial<Record<Term["op"], string>>> = {
  identity: "transpose_one",
  ones: "transpose_ones",
  zeros: "transpose_zero",
  rows: "transpose_rows",
  cols: "transpose_cols",
  bigSum: "transpose_sum",
  bigHcat: "transpose_bigHcat",
  bigVcat: "transpose_bigVcat",
};

export const transposeRule: Rule = (term, n) => {
  const [A] = term.args as readonly [Term];
  if (isScalar(A)) return n.law("transpose_scalar", [A]);
  if (!n.options.expand && hasStream(A)) return undefined; // a stack is not written twice
  if (A.op === "add") return distributed(term, 0, (B, C) => n.law("transpose_add", [B, C]), n);
  const past = PAST[A.op];
  if (past !== undefined) return n.law(past, A.args);
  const ofItself = OF_ITSELF[A.op];
  if (ofItself !== undefined) return n.law(ofItself, [A]);
  if (A.op === "map" || A.op === "power" || (A.op === "opaque" && A.scope === "entry"))
    return n.law("transpose_map", [A, A.args[0]!]);
  const symmetric = n.properties.show("symmetric", A);
  if (symmetric !== undefined) return n.law("transpose_of_symmetric", [A], [symmetric]);
  const skew = n.properties.show("skew", A);
  return skew === undefined ? undefined : n.law("transpose_of_skew", [A], [skew]);
};
