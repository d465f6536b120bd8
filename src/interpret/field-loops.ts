/**
 * Loops over matrices of residues that lie in one array, row by row, each from its own offset on.
 *
 * Everything is written at `to`, where there is room; nothing is allocated.
 */
import { inverseMod, type Modulus, reduce, timesMod } from "./modular.ts";

/** A B. shape  n × k, k × m → n × m */
export function multiply(
  d: Float64Array,
  { a, b, to }: { readonly a: number; readonly b: number; readonly to: number },
  { n, k, m: cols }: { readonly n: number; readonly k: number; readonly m: number },
  of: Modulus,
): void {
  const { m, inverse } = of;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < cols; j++) {
      let sum = 0;
      for (let at = a + i * k, below = b + j; at < a + (i + 1) * k; at++, below += cols) {
        const product = d[at]! * d[below]!;
        sum += product - Math.floor(product * inverse) * m;
      }
      d[to + i * cols + j] = reduce(sum, of);
    }
  }
}

/** A + B, entry by entry. */
export function add(
  d: Float64Array,
  { a, b, to }: { readonly a: number; readonly b: number; readonly to: number },
  count: number,
  { m }: Modulus,
): void {
  for (let i = 0; i < count; i++) {
    const sum = d[a + i]! + d[b + i]!;
    d[to + i] = sum >= m ? sum - m : sum;
  }
}

/** Residues of whole numbers times a residue. */
export function multiples(
  d: Float64Array,
  to: number,
  { numbers, factor }: { readonly numbers: Float64Array; readonly factor: number },
  of: Modulus,
): void {
  if (factor === 1) for (let i = 0; i < numbers.length; i++) d[to + i] = reduce(numbers[i]!, of);
  else for (let i = 0; i < numbers.length; i++) d[to + i] = timesMod(reduce(numbers[i]!, of), factor, of);
}

/** One over each of `count` residues, by one inverse of all their product (Montgomery 1987); false when one of them is 0. */
export function reciprocals(d: Float64Array, from: number, to: number, count: number, of: Modulus): boolean {
  let product = 1;
  for (let i = 0; i < count; i++) {
    d[to + i] = product;
    product = timesMod(product, d[from + i]!, of);
  }
  if (product === 0) return false;
  for (let i = count - 1, below = inverseMod(product, of); i >= 0; i--) {
    d[to + i] = timesMod(d[to + i]!, below, of);
    below = timesMod(below, d[from + i]!, of);
  }
  return true;
}

/** Row `row` less `factor` times row `from`, columns `first` to `width`, of the matrix at `at`. */
function subtractMultiple(
  d: Float64Array,
  at: number,
  { row, from, factor, first, width }: Readonly<Record<"row" | "from" | "factor" | "first" | "width", number>>,
  of: Modulus,
): void {
  if (factor === 0) return;
  const negative = of.m - factor;
  for (let j = first; j < width; j++)
    d[at + row * width + j] = reduce(d[at + row * width + j]! + timesMod(negative, d[at + from * width + j]!, of), of);
}

function swap(d: Float64Array, at: number, width: number, a: number, b: number): void {
  for (let j = 0; j < width; j++) {
    const kept = d[at + a * width + j]!;
    d[at + a * width + j] = d[at + b * width + j]!;
    d[at + b * width + j] = kept;
  }
}

/** The first row from `from` on that is not 0 in a column, or −1. */
function pivotRow(d: Float64Array, at: number, rows: number, width: number, from: number, column: number): number {
  for (let i = from; i < rows; i++) if (d[at + i * width + column] !== 0) return i;
  return -1;
}

/** The rank and, of a square matrix, the determinant; the matrix at `at` is used up. */
export function eliminateInPlace(
  d: Float64Array,
  at: number,
  rows: number,
  cols: number,
  of: Modulus,
): { readonly rank: number; readonly det: number } {
  let [rank, det] = [0, 1];
  for (let column = 0; column < cols && rank < rows; column++) {
    const pivot = pivotRow(d, at, rows, cols, rank, column);
    if (pivot < 0) continue;
    if (pivot !== rank) {
      swap(d, at, cols, pivot, rank);
      det = of.m - det;
    }
    const head = d[at + rank * cols + column]!;
    det = timesMod(det, head, of);
    const inverse = inverseMod(head, of);
    for (let i = rank + 1; i < rows; i++) {
      const factor = timesMod(d[at + i * cols + column]!, inverse, of);
      subtractMultiple(d, at, { row: i, from: rank, factor, first: column, width: cols }, of);
    }
    rank++;
  }
  return { rank, det: rank === rows ? det % of.m : 0 };
}

/** A⁻¹ at `to`, by way of [A | I] at `work`, which needs room for n × 2n; false when A is singular. */
export function invert(
  d: Float64Array,
  { a, work, to }: { readonly a: number; readonly work: number; readonly to: number },
  n: number,
  of: Modulus,
): boolean {
  const width = 2 * n;
  for (let i = 0; i < n; i++)
    for (let j = 0; j < width; j++) d[work + i * width + j] = j < n ? d[a + i * n + j]! : j - n === i ? 1 : 0;
  for (let column = 0; column < n; column++) {
    const pivot = pivotRow(d, work, n, width, column, column);
    if (pivot < 0) return false;
    if (pivot !== column) swap(d, work, width, pivot, column);
    const inverse = inverseMod(d[work + column * width + column]!, of);
    for (let j = column; j < width; j++)
      d[work + column * width + j] = timesMod(d[work + column * width + j]!, inverse, of);
    for (let i = 0; i < n; i++) {
      if (i === column) continue;
      const factor = d[work + i * width + column]!;
      subtractMultiple(d, work, { row: i, from: column, factor, first: column, width }, of);
    }
  }
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) d[to + i * n + j] = d[work + i * width + n + j]!;
  return true;
}
