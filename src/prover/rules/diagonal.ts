/** Diagonal matrices and diagonals. */
import type { Term } from "../../term/term.ts";
import type { Rule } from "../normaliser.ts";
import { firstFactor } from "../parts.ts";
import { stripLeft } from "../strip.ts";

export const diagRule: Rule = (term, n) => {
  const [v] = term.args as readonly [Term];
  if (v.op === "scale") return n.law("diag_smul", v.args);
  if (v.op === "ones") return n.law("diag_ones", [v]);
  if (v.op === "zeros") return n.law("diag_zeros", [v]);
  if (v.op === "add" && n.options.expand) return n.law("diag_add", v.args);
  const P = firstFactor(v);
  const perm = n.properties.show("perm", P);
  const stripped = perm === undefined ? undefined : stripLeft(v, P, n);
  if (perm === undefined || stripped === undefined) return undefined;
  return n
    .chain(term)
    .step(stripped, [0])
    .step(n.law("mul_diag_of_perm", [P, stripped.to.args[1]!], [perm]))
    .done();
};

export const diagonalRule: Rule = ({ args }, n) => {
  const [A] = args as readonly [Term];
  if (A.op === "scale") return n.law("diagonal_smul", A.args);
  if (A.op === "add") return n.law("diagonal_add", A.args);
  if (A.op === "diag") return n.law("diagonal_diag", A.args);
  if (A.op === "identity") return n.law("diagonal_one", [A]);
  if (A.op === "transpose") return n.law("diagonal_transpose", A.args);
  if (A.op === "hadamard") return n.law("diagonal_hadamard", A.args);
  return undefined;
};
