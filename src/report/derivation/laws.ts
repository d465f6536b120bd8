/**
 * What a reader is told of a law: the theme that it belongs to, and why it holds, in words.
 *
 * A law without words of its own is told by its schema, which the kernel's own law says of variables.
 */
import type { Axiom } from "../../kernel/axiom.ts";
import { AXIOMS } from "../../kernel/axioms.ts";
import { propositionText } from "../../kernel/proposition.ts";
import { schemasOf } from "../rocq-rules.ts";

/** Steps of one theme that follow each other are one step on the board. `tidy` ones belong to the step before them. */
export type Theme = "tidy" | "transpose" | "scalars" | "distribute" | "diagonals" | "slices";

const TIDY = [
  "mul_one",
  "one_mul",
  "zero_add",
  "mul_zero",
  "zero_mul",
  "one_smul",
  "zero_smul",
  "smul_zero",
  "one_hadamard",
  "zero_hadamard",
  "transpose_transpose",
  "transpose_ones",
  "transpose_one",
  "transpose_zeros",
  "transpose_scalar",
  "diag_ones",
  "ones_eq_one",
  "zeros_eq_zero",
  "identity_eq_one",
  "ones_eq_outer",
  "one_kron_one",
  "cols_self",
  "rows_self",
  "inv_one",
  "exp_zero",
  "map_zeros",
  "scalar_mul",
  "mul_scalar",
  "scalar_mul_scalar",
  "scalar_smul_scalar",
] as const;
const TRANSPOSE = /^transpose_(mul|map|add|smul|hadamard|diag|kron|hcat|vcat|inv|rows|cols|of_symmetric|sum)$/;
const SCALARS =
  /^(smul_smul|mul_smul|smul_mul|add_smul|smul_add|hadamard_smul|smul_hadamard|smul_sum|trace_smul|kron_smul|smul_kron)$/;
const DISTRIBUTE = /^(mul_add|add_mul|hadamard_add|add_hadamard|mul_sum|sum_mul|trace_add|add_kron|kron_add)$/;
const DIAGONALS = /^(diag_mul_diag|diag_kron_diag|diag_add|diag_smul|diagonal_diag|diag_diagonal_of_diagonal)$/;
const SLICES =
  /^(mul_cols|rows_mul|hcat_cols|vcat_rows|cols_|rows_|hcat_(add|hadamard|mul)|vcat_(add|hadamard|mul)|smul_[hv]cat|mul_hcat)/;

/** The theme of a law, where it has one. */
export function themeOf(name: string): Theme | undefined {
  if ((TIDY as readonly string[]).includes(name)) return "tidy";
  if (TRANSPOSE.test(name)) return "transpose";
  if (SCALARS.test(name)) return "scalars";
  if (DISTRIBUTE.test(name)) return "distribute";
  if (DIAGONALS.test(name)) return "diagonals";
  return SLICES.test(name) ? "slices" : undefined;
}

/** What a theme does, in words. */
export const THEME_WORDS: Readonly<Record<Theme, string>> = {
  tidy: "brackets, order and units",
  transpose: "a transpose goes inside; the factors of a product change their order",
  scalars: "a number may stand anywhere in a product",
  distribute: "products distribute over sums",
  slices: "blocks of a product are products of blocks",
  diagonals: "what diagonal matrices do to each other, entry by entry",
};

/** Why a law holds, in words. */
const WORDS: Readonly<Record<string, string>> = {
  mul_map_of_selection: "a function of each entry does not care in which row the entry stands",
  mul_hadamard_of_selection: "entrywise products do not care in which row the entries stand",
  mul_ones_of_rowstochastic: "each row of it sums to one",
  rowstochastic_of_selection: "each row of it has a single one",
  selection_of_perm: "a permutation selects each row once",
  orthogonal_of_perm: "a permutation only changes the order of a basis",
  perm_transpose: "the transpose of a permutation is the permutation back",
  transpose_mul_self_of_orthogonal: "permuted and permuted back, everything stands where it stood",
  mul_transpose_self_of_orthogonal: "permuted back and permuted again, everything stands where it stood",
  transpose_mul_self_of_orthocols: "its columns are of length one, and orthogonal to each other",
  outer_hadamard: "to weight rows and columns is to multiply by diagonal matrices from left and right",
  map_mul_ones: "what is the same in each column stays so under a function of each entry",
  map_ones_mul: "what is the same in each row stays so under a function of each entry",
  mul_diag_of_perm: "weights that are permuted are on the diagonal of the conjugated matrix",
  diag_mul_vec: "a diagonal matrix weights the entries of a column",
  diag_mul_diag: "weights that follow each other are multiplied",
  hadamard_recip_cancel: "a number that is not zero, times its reciprocal, is one",
  exp_add: "the exponential of a sum is the product of the exponentials",
  exp_neg: "the exponential of −x is the reciprocal of that of x",
  exp_pos: "exponentials are positive",
  ones_pos: "one is positive",
  mul_pos: "a sum of positive numbers is positive, and there is at least one",
  nonzero_of_pos: "what is positive is not zero",
  nonneg_of_pos: "what is positive is not negative",
  rank_mul_le_left: "the columns of a product are combinations of the columns of its left factor",
  rank_mul_le_right: "the rows of a product are combinations of the rows of its right factor",
  rank_le_width: "a matrix has no more independent columns than columns",
  rank_le_height: "a matrix has no more independent rows than rows",
  rank_transpose: "row rank is column rank",
  trace_mul_comm: "a trace does not change when factors go around",
  mul_inv_cancel_of_invertible: "a matrix times its inverse is the identity",
  inv_mul_cancel_of_invertible: "the inverse times its matrix is the identity",
  hcat_mul_vcat: "a row of blocks times a column of blocks is the sum of the products",
  hcat_mul_vcat_sum: "a row of blocks times a column of blocks is the sum of the products",
  kron_mul_kron: "Kronecker products multiply factor by factor",
  sin_add: "the sine of a sum of angles",
  cos_add: "the cosine of a sum of angles",
  sin_sq_add_cos_sq: "Pythagoras",
  square_eq: "a square is a product with itself",
  diagonal_of_diagonal: "a diagonal matrix is its diagonal",
};

/** Why a law holds: in words where it has some, as its schema elsewhere. */
export function reasonFor(name: string): string {
  return (Object.hasOwn(WORDS, name) ? WORDS[name] : undefined) ?? schemaText(name);
}

const schemas = new Map<string, string>();

/** What a law says of variables: `A*B = … when A is invertible`. */
export function schemaText(name: string): string {
  const known = schemas.get(name);
  if (known !== undefined) return known;
  const [schema] = schemasOf(AXIOMS.get(name) as Axiom); // named by a proof that was replayed
  const { premises, conclusion } = schema!.instance;
  const conditions = premises.length === 0 ? "" : ` when ${premises.map(propositionText).join(" and ")}`;
  const text = `${propositionText(conclusion)}${conditions}`;
  schemas.set(name, text);
  return text;
}
