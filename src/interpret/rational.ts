/**
 * The exact meaning of terms over the rationals, with order: whole numbers without bound over one denominator a matrix.
 *
 * Slower than a finite field and without exponentials, but it knows max, relu and abs, ranks are those over the reals,
 * and what it answers can be printed.
 *
 * Refused: logarithms, roots of what is no square, and exp, what is made of it, sines and erf but at 0.
 * Undefined: 1/0, the inverse of a singular matrix.
 */
import { dimValue, type Sizes } from "../term/dimension.ts";
import type { Entrywise } from "../term/entrywise.ts";
import { Fault, Refusal } from "../term/fault.ts";
import { naturalRoot } from "../term/rational.ts";
import { schedule } from "../term/schedule.ts";
import { indexText, type Opaque, type Term, type Variable } from "../term/term.ts";
import { unroll } from "../term/unroll.ts";
import type { Fractions } from "./fractions.ts";

/** A matrix of rationals; entry (i, j) is `entries[i * cols + j] / denominator`, denominator > 0, in lowest terms. */
export interface RationalMatrix {
  readonly rows: number;
  readonly cols: number;
  readonly entries: readonly bigint[];
  readonly denominator: bigint;
}

/** What free names mean. */
export interface RationalBindings {
  readonly sizes: Sizes;
  readonly variable: (variable: Variable) => Fractions;
  readonly opaque?: (fn: Opaque, argument: RationalMatrix) => RationalMatrix;
}

/** The values of the roots, or the operation that has none. */
export type RationalOutcome =
  | { readonly kind: "values"; readonly values: readonly RationalMatrix[] }
  | { readonly kind: "undefined"; readonly op: string };

/** Thrown by an operation without a value, and caught by {@link evaluateRational}. */
class Undefined extends Error {
  readonly op: string;
  constructor(op: string) {
    super(op);
    this.op = op;
  }
}

/**
 * The values of several terms, what they share computed once.
 *
 * throws  Refusal for operations that the rationals do not have; Fault when a value is missing or has another shape
 */
export function evaluateRational(terms: readonly Term[], bindings: RationalBindings): RationalOutcome {
  const values = new Map<Term, RationalMatrix>();
  const roots = terms.map((term) => unroll(term, bindings.sizes));
  try {
    for (const root of roots) {
      const walk = { stop: (inner: Term) => values.has(inner), argumentsOf: unfoldedArguments };
      for (const node of schedule(root, walk)) {
        const args = unfoldedArguments(node).map((argument) => values.get(argument)!);
        values.set(node, meaning(node, args, bindings));
      }
    }
  } catch (error) {
    if (error instanceof Undefined) return { kind: "undefined", op: error.op };
    throw error;
  }
  return { kind: "values", values: roots.map((root) => values.get(root)!) };
}

/** The first entrywise function of terms whose values are not rational, but at 0 or 1. */
export function irrationalIn(terms: readonly Term[]): Entrywise | undefined {
  for (const root of terms)
    for (const node of schedule(root, { argumentsOf: unfoldedArguments }))
      if (node.op === "map" && IRRATIONAL.has(node.fn)) return node.fn;
  return undefined;
}

const IRRATIONAL: ReadonlySet<Entrywise> = new Set<Entrywise>([
  "exp",
  "log",
  "sin",
  "cos",
  "tanh",
  "erf",
  "sigmoid",
  "silu",
  "gelu",
  "gelu_tanh",
]);

function unfoldedArguments(term: Term): readonly Term[] {
  return term.op === "defined" ? [term.unfolded] : term.args;
}

function meaning(term: Term, args: readonly RationalMatrix[], bindings: RationalBindings): RationalMatrix {
  const [A, B] = args as readonly [RationalMatrix, RationalMatrix]; // as many as the operation has
  const [rows, cols] = [dimValue(term.rows)!, dimValue(term.cols)!]; // unroll leaves no symbol
  const whole = (entry: (i: number, j: number) => number | boolean): RationalMatrix =>
    tabulated(rows, cols, (i, j) => BigInt(entry(i, j)), 1n);
  switch (term.op) {
    case "variable":
      return ofFractions(bindings.variable(term), rows, cols, `${term.name}${indexText(term.index)}`);
    case "constant":
      return tabulated(1, 1, () => term.value.numerator, term.value.denominator);
    case "size":
      return whole(() => dimValue(term.size)!);
    case "identity":
      return whole((i, j) => i === j);
    case "ones":
      return whole(() => 1);
    case "zeros":
      return whole(() => 0);
    case "iota":
      return whole((i) => i);
    case "tri":
      return whole((i, j) => j + dimValue(term.below)! <= i + dimValue(term.above)!);
    case "transpose":
      return picked(A, rows, cols, (i, j) => j * A.cols + i);
    case "inverse":
      return inverted(A);
    case "diag":
      return tabulated(rows, cols, (i, j) => (i === j ? A.entries[i]! : 0n), A.denominator);
    case "diagonal":
      return picked(A, rows, 1, (i) => i * A.cols + i);
    case "vec":
      return picked(A, rows, 1, (i) => (i % A.rows) * A.cols + Math.floor(i / A.rows));
    case "trace":
      return tabulated(
        1,
        1,
        () => sum(Array.from({ length: A.rows }, (_, i) => A.entries[i * A.cols + i]!)),
        A.denominator,
      );
    case "det":
      return lowest(1, 1, [eliminated(A).det], A.denominator ** BigInt(A.rows));
    case "rank":
      return whole(() => eliminated(A).rank);
    case "maxEntry":
      if (A.entries.length === 0) throw new Undefined("maxEntry");
      return tabulated(1, 1, () => A.entries.reduce((x, y) => (x > y ? x : y)), A.denominator);
    case "add":
      return together(A, B, (a, b) => a + b);
    case "max":
      return together(A, B, (a, b) => (a > b ? a : b));
    case "mul":
      return product(A, B);
    case "scale":
      return lowest(
        rows,
        cols,
        B.entries.map((b) => A.entries[0]! * b),
        A.denominator * B.denominator,
      );
    case "hadamard":
      return lowest(
        rows,
        cols,
        A.entries.map((a, i) => a * B.entries[i]!),
        A.denominator * B.denominator,
      );
    case "hcat":
      return joined(A, B, rows, cols, (i, j) => (j < A.cols ? [i * A.cols + j, -1] : [-1, i * B.cols + j - A.cols]));
    case "vcat":
      return joined(A, B, rows, cols, (i, j) => (i < A.rows ? [i * cols + j, -1] : [-1, (i - A.rows) * cols + j]));
    case "kron":
      return kronecker(A, B, rows, cols);
    case "map":
      return mapped(term.fn, A);
    case "power": {
      const exponent = BigInt(dimValue(term.exponent)!);
      return lowest(
        rows,
        cols,
        A.entries.map((a) => a ** exponent),
        A.denominator ** exponent,
      );
    }
    case "opaque":
      if (bindings.opaque === undefined)
        throw new Fault({
          op: "bind",
          expected: `a function for ${term.name}`,
          received: "bindings without functions",
        });
      return bindings.opaque(term, A);
    case "rows":
      return picked(A, rows, cols, (i, j) => (dimValue(term.start)! + i) * cols + j);
    case "cols":
      return picked(A, rows, cols, (i, j) => i * A.cols + dimValue(term.start)! + j);
    case "defined":
      return A;
    case "bigSum":
    case "bigHcat":
    case "bigVcat":
    case "fold":
    case "state":
      throw new Fault({ op: "evaluateRational", expected: "a term without binders", received: term.op });
  }
}

type Entry = (i: number, j: number) => bigint;

function tabulated(rows: number, cols: number, entry: Entry, denominator: bigint): RationalMatrix {
  const entries = new Array<bigint>(rows * cols);
  for (let i = 0, at = 0; i < rows; i++) for (let j = 0; j < cols; j++) entries[at++] = entry(i, j);
  return { rows, cols, entries, denominator };
}

function picked(A: RationalMatrix, rows: number, cols: number, from: (i: number, j: number) => number): RationalMatrix {
  return tabulated(rows, cols, (i, j) => A.entries[from(i, j)]!, A.denominator);
}

/** A matrix of rationals in lowest terms. */
export function lowest(rows: number, cols: number, entries: readonly bigint[], denominator: bigint): RationalMatrix {
  if (denominator === 1n) return { rows, cols, entries, denominator };
  let divisor = denominator < 0n ? -denominator : denominator;
  for (const entry of entries) {
    if (divisor === 1n) break;
    divisor = gcd(divisor, entry);
  }
  if (denominator < 0n) divisor = -divisor;
  if (divisor === 1n) return { rows, cols, entries, denominator };
  return { rows, cols, entries: entries.map((entry) => entry / divisor), denominator: denominator / divisor };
}

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b < 0n ? -b : b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

function sum(values: readonly bigint[]): bigint {
  return values.reduce((total, value) => total + value, 0n);
}

/** A matrix of exact fractions as rationals. throws  Fault when it has another shape */
export function ofFractions(value: Fractions, rows: number, cols: number, name = "a value"): RationalMatrix {
  if (value.rows !== rows || value.cols !== cols) {
    const [expected, received] = [`${rows} × ${cols}`, `${value.rows} × ${value.cols}`];
    throw new Fault({ op: `value of ${name}`, expected, received });
  }
  return lowest(rows, cols, Array.from(value.numerators, BigInt), BigInt(value.denominator));
}

function together(A: RationalMatrix, B: RationalMatrix, entry: (a: bigint, b: bigint) => bigint): RationalMatrix {
  const { rows, cols } = A;
  if (A.denominator === B.denominator)
    return lowest(
      rows,
      cols,
      A.entries.map((a, i) => entry(a, B.entries[i]!)),
      A.denominator,
    );
  const entries = A.entries.map((a, i) => entry(a * B.denominator, B.entries[i]! * A.denominator));
  return lowest(rows, cols, entries, A.denominator * B.denominator);
}

function joined(
  A: RationalMatrix,
  B: RationalMatrix,
  rows: number,
  cols: number,
  place: (i: number, j: number) => readonly [number, number],
): RationalMatrix {
  const entry: Entry = (i, j) => {
    const [inA, inB] = place(i, j);
    return inA >= 0 ? A.entries[inA]! * B.denominator : B.entries[inB]! * A.denominator;
  };
  const { entries } = tabulated(rows, cols, entry, 1n);
  return lowest(rows, cols, entries, A.denominator * B.denominator);
}

function product(A: RationalMatrix, B: RationalMatrix): RationalMatrix {
  const entry: Entry = (i, j) => {
    let total = 0n;
    for (let k = 0; k < A.cols; k++) total += A.entries[i * A.cols + k]! * B.entries[k * B.cols + j]!;
    return total;
  };
  const { entries } = tabulated(A.rows, B.cols, entry, 1n);
  return lowest(A.rows, B.cols, entries, A.denominator * B.denominator);
}

function kronecker(A: RationalMatrix, B: RationalMatrix, rows: number, cols: number): RationalMatrix {
  const entry: Entry = (i, j) =>
    A.entries[Math.floor(i / B.rows) * A.cols + Math.floor(j / B.cols)]! *
    B.entries[(i % B.rows) * B.cols + (j % B.cols)]!;
  return lowest(rows, cols, tabulated(rows, cols, entry, 1n).entries, A.denominator * B.denominator);
}

function mapped(fn: Extract<Term, { op: "map" }>["fn"], A: RationalMatrix): RationalMatrix {
  const { rows, cols, entries, denominator } = A;
  const each = (entry: (a: bigint) => bigint, below = denominator): RationalMatrix =>
    lowest(rows, cols, entries.map(entry), below);
  switch (fn) {
    case "recip": {
      if (entries.includes(0n)) throw new Undefined("recip");
      const common = entries.reduce((least, a) => (least / gcd(least < 0n ? -least : least, a)) * a, 1n);
      return each((a) => (common / a) * denominator, common);
    }
    case "square":
      return each((a) => a * a, denominator * denominator);
    case "relu":
      return each((a) => (a > 0n ? a : 0n));
    case "abs":
      return each((a) => (a < 0n ? -a : a));
    case "sign":
      return each((a) => (a > 0n ? 1n : a < 0n ? -1n : 0n), 1n);
    case "round":
      return each((a) => nearestEven(a, denominator), 1n);
    case "sqrt":
      return each((a) => squareRoot(a * denominator)); // √(a/d) = √(a d)/d
    case "log":
      throw new Refusal("rational", fn, "its values are not rational");
    case "exp":
    case "cos":
      return atZero(fn, A, 1n);
    case "sigmoid":
      return atZero(fn, A, 1n, 2n);
    case "sin":
    case "tanh":
    case "erf":
    case "silu":
    case "gelu":
    case "gelu_tanh":
      return atZero(fn, A, 0n);
  }
}

/** A function of zeros. throws  Refusal when an entry is another number */
function atZero(fn: Entrywise, { rows, cols, entries }: RationalMatrix, value: bigint, below = 1n): RationalMatrix {
  if (entries.some((a) => a !== 0n)) throw new Refusal("rational", fn, "its values are not rational");
  return tabulated(rows, cols, () => value, below);
}

/** The whole number nearest to a/d, the even one of two, for d > 0. */
function nearestEven(a: bigint, d: bigint): bigint {
  const twice = 2n * a + d;
  const up = twice / (2n * d) - (twice % (2n * d) < 0n ? 1n : 0n); // ⌊a/d + 1/2⌋
  return twice === 2n * d * up && up % 2n !== 0n ? up - 1n : up;
}

/** The natural root of a square. throws  Refusal when it is none */
function squareRoot(square: bigint): bigint {
  if (square < 0n) throw new Undefined("sqrt");
  const root = naturalRoot(square);
  if (root === undefined) throw new Refusal("rational", "sqrt", "it is a root of what is no square");
  return root;
}

/** Rank and determinant of the numerators, without fractions (Bareiss 1968): every division is exact. */
export function eliminated(A: RationalMatrix): { readonly rank: number; readonly det: bigint } {
  const work = Array.from({ length: A.rows }, (_, i) => A.entries.slice(i * A.cols, (i + 1) * A.cols));
  let [rank, previous, sign] = [0, 1n, 1n];
  for (let column = 0; column < A.cols && rank < A.rows; column++) {
    const pivot = work.findIndex((row, i) => i >= rank && row[column] !== 0n);
    if (pivot < 0) continue;
    if (pivot !== rank) {
      [work[pivot], work[rank]] = [work[rank]!, work[pivot]!];
      sign = -sign;
    }
    const head = work[rank]!;
    for (let i = rank + 1; i < A.rows; i++) {
      const row = work[i]!;
      const factor = row[column]!;
      for (let j = column; j < A.cols; j++) row[j] = (row[j]! * head[column]! - factor * head[j]!) / previous;
    }
    previous = head[column]!;
    rank++;
  }
  return { rank, det: rank === A.rows ? sign * previous : 0n };
}

/** A⁻¹, by elimination without fractions on [A | I]. */
function inverted(A: RationalMatrix): RationalMatrix {
  const n = A.rows;
  const work = Array.from({ length: n }, (_, i) => [
    ...A.entries.slice(i * n, (i + 1) * n),
    ...Array.from({ length: n }, (_, j) => (i === j ? 1n : 0n)),
  ]);
  let previous = 1n;
  for (let column = 0; column < n; column++) {
    const pivot = work.findIndex((row, i) => i >= column && row[column] !== 0n);
    if (pivot < 0) throw new Undefined("inverse");
    [work[pivot], work[column]] = [work[column]!, work[pivot]!];
    const head = work[column]!;
    for (const row of work) {
      if (row === head) continue;
      const factor = row[column]!;
      for (let j = 0; j < 2 * n; j++) row[j] = (row[j]! * head[column]! - factor * head[j]!) / previous;
    }
    previous = head[column]!;
  }
  const entries = work.flatMap((row) => row.slice(n).map((entry) => entry * A.denominator));
  return lowest(n, n, entries, n === 0 ? 1n : previous);
}
