/**
 * Matrices of fractions over one denominator, exact in doubles: what exact draws are made of.
 *
 * Law   every entry is `numerators[i * cols + j] / denominator`, whole numbers below 2⁵², denominator > 0.
 */
import { type Dense, tabulate } from "./dense.ts";

/** A matrix of fractions. */
export interface Fractions {
  readonly rows: number;
  readonly cols: number;
  readonly numerators: Float64Array;
  readonly denominator: number;
}

/** A matrix of whole numbers, or of multiples of `1 / denominator`. shape  rows × cols */
export function fractions(
  rows: number,
  cols: number,
  entry: (i: number, j: number) => number,
  denominator = 1,
): Fractions {
  const numerators = new Float64Array(rows * cols);
  for (let i = 0, at = 0; i < rows; i++) for (let j = 0; j < cols; j++) numerators[at++] = entry(i, j);
  return { rows, cols, numerators, denominator };
}

/** The nearest doubles. */
export function toDense(A: Fractions): Dense {
  return tabulate(A.rows, A.cols, "f64", (i, j) => A.numerators[i * A.cols + j]! / A.denominator);
}

/** Entries as text, in lowest terms: `[["1/2", "-3"], …]`. */
export function fractionTexts(A: Fractions): string[][] {
  return Array.from({ length: A.rows }, (_, i) =>
    Array.from({ length: A.cols }, (_, j) => fractionText(A.numerators[i * A.cols + j]!, A.denominator)),
  );
}

function fractionText(numerator: number, denominator: number): string {
  const divisor = gcd(Math.abs(numerator), denominator);
  const below = denominator / divisor;
  return below === 1 ? String(numerator / divisor) : `${numerator / divisor}/${below}`;
}

/** The greatest common divisor of whole numbers; of 0 and b it is b. */
export function gcd(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y !== 0) [x, y] = [y, x % y];
  return x;
}
