/**
 * Numbers that are written as matrices of ones, zeros or identities, sizes
 * that are sums or products, and matrices of ones as a column times a row.
 */
import { isScalar } from "../../term/term.ts";
import type { Rule } from "../normaliser.ts";
import { isProper } from "../parts.ts";

export const unitRule: Rule = (term, n) => {
  if (term.op === "size") return n.evaluated(term);
  if (!isScalar(term)) return term.op === "ones" && isProper(term) ? n.law("ones_eq_outer", [term]) : undefined;
  if (term.op === "ones") return n.law("ones_eq_one");
  if (term.op === "zeros") return n.law("zeros_eq_zero");
  return n.law("identity_eq_one");
};
