/** Multiples: one number in front, distributed over sums. */
import { isScalar, type Term } from "../../term/term.ts";
import type { Rule } from "../normaliser.ts";
import { isConstant, isZeroTerm } from "../parts.ts";
import { distributed } from "../sums.ts";

export const scaleRule: Rule = (term, n) => {
  const [a, A] = term.args as readonly [Term, Term];
  if (isScalar(A)) return n.law("scalar_smul_scalar", [a, A]);
  if (isConstant(a, 1n)) return n.law("one_smul", [A]);
  if (isConstant(a, 0n)) return n.law("zero_smul", [A]);
  if (isZeroTerm(A)) return n.law("smul_zero", [a, A]);
  if (A.op === "scale") return n.law("smul_smul", [a, A.args[0]!, A.args[1]!]);
  if (A.op === "add") return distributed(term, 1, (B, C) => n.law("smul_add", [a, B, C]), n);
  if (a.op === "add") return distributed(term, 0, (b, c) => n.law("add_smul", [b, c, A]), n);
  if (A.op === "hcat" || A.op === "vcat") return n.law(`smul_${A.op}`, [a, A.args[0]!, A.args[1]!]);
  if (A.op === "bigSum" && n.options.expand) return n.law("smul_sum", [a, A]);
  if (A.op === "bigHcat") return n.law("smul_bigHcat", [a, A]);
  if (A.op === "bigVcat") return n.law("smul_bigVcat", [a, A]);
  return undefined;
};
