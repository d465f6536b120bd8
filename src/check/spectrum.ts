/**
 * Singular values of a product of two thin matrices, without forming it.
 *
 * For `A B` with A: n × d and B: d × m, `A = Q₁ R₁` and `Bᵀ = Q₂ R₂` give
 * `A B = Q₁ (R₁ R₂ᵀ) Q₂ᵀ`, so its singular values are those of a d × d matrix,
 * and the rest are zero: the cliff at d.
 */
import { Matrix, QrDecomposition } from "ml-matrix";
import { type Dense, rowsOf, tabulate } from "../interpret/dense.ts";
import type { Statement } from "../term/statement.ts";
import { transpose } from "../term/term.ts";
import { type Bench, singularValues } from "./sample.ts";

/**
 * The singular values of the product whose rank a statement bounds, the largest first; none for other statements,
 * or when an entry has no value.
 *
 * shape   T = A B, A: n × d, B: d × m → d numbers
 */
export async function spectrumOf(
  { lhs }: Statement,
  { engine, parameters }: Bench,
): Promise<readonly number[] | undefined> {
  const T = lhs.op === "rank" ? lhs.args[0]! : undefined;
  if (T?.op !== "mul") return undefined;
  const [A, B] = await engine.evaluate([T.args[0]!, transpose(T.args[1]!)], parameters, "f64");
  const finite = A!.data.every(Number.isFinite) && B!.data.every(Number.isFinite);
  return finite ? productSpectrum(A!, B!) : undefined;
}

/** The singular values of `A Bᵀ`, the largest first. shape  A: n × d, B: m × d → d numbers */
export function productSpectrum(A: Dense, B: Dense): readonly number[] {
  const core = triangle(A).mmul(triangle(B).transpose());
  return singularValues(tabulate(core.rows, core.columns, "f64", (i, j) => core.get(i, j)));
}

/** R of `A = Q R`; A itself when it is not tall. */
function triangle(A: Dense): Matrix {
  const rows = new Matrix(rowsOf(A));
  return A.rows > A.cols ? new QrDecomposition(rows).upperTriangularMatrix : rows;
}
