/**
 * Draws: sizes and values for what a claim quantifies over.
 *
 * What a draw must be good for, as measured on 127 false statements: sizes
 * drawn independently and sometimes equal (fixed at 1 they refute 47, at 3
 * only 109), and values of several styles, since Gaussian values alone miss
 * every claim about ranks.
 */
import { type Dense, product, tabulate, transposed, zeroDense } from "../interpret/dense.ts";
import type { Selection, Value } from "../runtime/engine.ts";
import { evaluateDim, type Sizes } from "../term/dimension.ts";
import type { Kind } from "../term/kind.ts";
import type { Variable } from "../term/term.ts";

/** Sizes of the free symbols, and a value for each variable that a claim quantifies over. */
export interface Draw {
  readonly sizes: Sizes;
  readonly values: Readonly<Record<string, Value>>;
}

/** Random numbers, as fast-check's generator gives them, and standard normal ones. */
export interface Random extends RandomSource {
  readonly nextGaussian: () => number;
}

/** Where random numbers come from. */
export interface RandomSource {
  readonly nextInt: (min: number, max: number) => number;
  readonly nextDouble: () => number;
}

/** Random numbers of a source; normal ones in pairs, by Box and Muller. */
export function randomOf(source: RandomSource): Random {
  let spare: number | undefined;
  const nextGaussian = (): number => {
    const kept = spare;
    spare = undefined;
    if (kept !== undefined) return kept;
    const radius = Math.sqrt(-2 * Math.log(1 - source.nextDouble()));
    const angle = 2 * Math.PI * source.nextDouble();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
  return { nextInt: source.nextInt, nextDouble: source.nextDouble, nextGaussian };
}

/** The smallest and largest value of a size. */
export interface SizeRange {
  readonly min: number;
  readonly max: number;
}

const STYLES = ["gaussian", "gaussian", "integer", "sparse", "low-rank"] as const;
type Style = (typeof STYLES)[number];

/** How often all sizes are drawn equal. */
const EQUAL_SIZES_ONE_IN = 4;
/** Integers are drawn from −3 to 3: small enough to be read, distinct enough to tell apart. */
const LARGEST_INTEGER = 3;

/** Sizes for symbols, independent, and sometimes all equal. */
export function drawSizes(random: Random, symbols: readonly string[], range: (symbol: string) => SizeRange): Sizes {
  const equal = random.nextInt(1, EQUAL_SIZES_ONE_IN) === 1;
  const common = random.nextDouble();
  const sizes = symbols.map((symbol) => {
    const { min, max } = range(symbol);
    return [symbol, equal ? min + Math.floor(common * (max - min + 1)) : random.nextInt(min, max)] as const;
  });
  return Object.fromEntries(sizes);
}

/** A value of a variable's kind at given sizes; entries of plain matrices and scalars are float32 numbers, so both precisions start alike. */
export function drawValue(random: Random, variable: Variable, sizes: Sizes): Value {
  const [rows, cols] = [evaluateDim(variable.rows, sizes), evaluateDim(variable.cols, sizes)];
  return OF_KIND[variable.kind](random, rows, cols);
}

/** Gaussian float32 numbers, so of full rank. */
export function drawSketch(random: Random, variable: Variable, sizes: Sizes): Dense {
  const [rows, cols] = [evaluateDim(variable.rows, sizes), evaluateDim(variable.cols, sizes)];
  return tabulate(rows, cols, "f64", () => Math.fround(random.nextGaussian()));
}

type Generator = (random: Random, rows: number, cols: number) => Value;

const OF_KIND: Readonly<Record<Kind, Generator>> = {
  matrix: plain,
  scalar: (random) => scalarOf(number(random, oneOf(random, STYLES))),
  posscalar: (random) => scalarOf(positive(random)),
  nonnegscalar: (random) => scalarOf(random.nextInt(0, 4) === 0 ? 0 : positive(random)),
  nzscalar: (random) => scalarOf(nonzero(random)),
  perm: (random, rows, cols) => selection(rows, cols, shuffled(random, rows)),
  selection: (random, rows, cols) =>
    selection(
      rows,
      cols,
      Array.from({ length: rows }, () => random.nextInt(0, cols - 1)),
    ),
  orthogonal: (random, rows) => orthonormalColumns(random, rows, rows),
  orthocols: orthonormalColumns,
  invertible: (random, rows) =>
    tabulate(rows, rows, "f64", (i, j) => Math.fround(random.nextGaussian()) + (i === j ? rows : 0)),
  symmetric: (random, rows) => symmetrised(plain(random, rows, rows), 1),
  skew: (random, rows) => symmetrised(plain(random, rows, rows), -1),
  diagonal: (random, rows) => diagonalOf(rows, () => number(random, oneOf(random, STYLES))),
  posdiagonal: (random, rows) => diagonalOf(rows, () => positive(random)),
  invdiagonal: (random, rows) => diagonalOf(rows, () => nonzero(random)),
  lower: (random, rows) => masked(plain(random, rows, rows), (i, j) => j <= i),
  rowstochastic: (random, rows, cols) => rowStochastic(random, rows, cols),
  idempotent: (random, rows) => projection(random, rows),
  mask: (random, rows, cols) => openMask(random, rows, cols),
};

function plain(random: Random, rows: number, cols: number): Dense {
  const style = oneOf(random, STYLES);
  if (style !== "low-rank") return tabulate(rows, cols, "f64", () => number(random, style));
  const rank = random.nextInt(1, Math.max(1, Math.min(rows, cols) - 1));
  const factor = (n: number, m: number): Dense => tabulate(n, m, "f64", () => number(random, "integer"));
  return product(factor(rows, rank), factor(rank, cols)); // small integers, so exact in either float
}

function number(random: Random, style: Style): number {
  if (style === "integer" || style === "low-rank") return random.nextInt(-LARGEST_INTEGER, LARGEST_INTEGER);
  if (style === "sparse" && random.nextInt(0, 2) > 0) return 0;
  return Math.fround(random.nextGaussian());
}

function positive(random: Random): number {
  return Math.fround(Math.exp(random.nextGaussian()));
}

function nonzero(random: Random): number {
  return positive(random) * (random.nextInt(0, 1) === 0 ? 1 : -1);
}

function scalarOf(value: number): Dense {
  return tabulate(1, 1, "f64", () => value);
}

function oneOf<T>(random: Random, choices: readonly T[]): T {
  return choices[random.nextInt(0, choices.length - 1)]!;
}

function selection(rows: number, cols: number, indices: readonly number[]): Selection {
  return { rows, cols, indices: Int32Array.from(indices) };
}

function shuffled(random: Random, n: number): number[] {
  const order = Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = random.nextInt(0, i);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}

/** Gram–Schmidt on Gaussian columns, twice, so that they are orthonormal to the last bit or two. */
function orthonormalColumns(random: Random, rows: number, cols: number): Dense {
  const basis: Float64Array[] = [];
  while (basis.length < cols) {
    const column = Float64Array.from({ length: rows }, () => random.nextGaussian());
    for (let pass = 0; pass < 2; pass++) for (const unit of basis) subtractAlong(column, unit);
    const length = Math.hypot(...column);
    basis.push(column.map((x) => x / length));
  }
  return tabulate(rows, cols, "f64", (i, j) => basis[j]![i]!);
}

/** A column, less what it has of a unit vector. */
function subtractAlong(column: Float64Array, unit: Float64Array): void {
  let along = 0;
  for (let i = 0; i < column.length; i++) along += column[i]! * unit[i]!;
  for (let i = 0; i < column.length; i++) column[i]! -= along * unit[i]!;
}

function symmetrised(A: Dense, sign: 1 | -1): Dense {
  return tabulate(
    A.rows,
    A.rows,
    "f64",
    (i, j) => (i <= j ? 1 : sign) * (i === j && sign < 0 ? 0 : A.data[Math.min(i, j) * A.rows + Math.max(i, j)]!),
  );
}

function diagonalOf(n: number, entry: () => number): Dense {
  const D = zeroDense(n, n, "f64");
  for (let i = 0; i < n; i++) D.data[i * (n + 1)] = entry();
  return D;
}

function masked(A: Dense, keep: (i: number, j: number) => boolean): Dense {
  return tabulate(A.rows, A.cols, "f64", (i, j) => (keep(i, j) ? A.data[i * A.cols + j]! : 0));
}

/** Multiples of a power of two, so that rows sum to one exactly. */
const STOCHASTIC_PARTS = 64;

function rowStochastic(random: Random, rows: number, cols: number): Dense {
  const counts = tabulate(rows, cols, "f64", () => 0);
  for (let i = 0; i < rows; i++)
    for (let part = 0; part < STOCHASTIC_PARTS; part++)
      counts.data[i * cols + random.nextInt(0, cols - 1)]! += 1 / STOCHASTIC_PARTS;
  return counts;
}

function projection(random: Random, n: number): Dense {
  const U = orthonormalColumns(random, n, random.nextInt(0, n));
  return product(U, transposed(U));
}

function openMask(random: Random, rows: number, cols: number): Dense {
  const open = Array.from({ length: rows }, () => random.nextInt(0, cols - 1));
  return tabulate(rows, cols, "f64", (i, j) => (open[i] === j ? 1 : random.nextInt(0, 1)));
}
