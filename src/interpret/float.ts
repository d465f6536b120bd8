/**
 * The meaning of a term in floats: float64, or float32 with every operation rounded.
 *
 * This is the plain interpreter, the reference that the fast engines are
 * tested against. Definitions that have a better algorithm than their
 * unfolding (a softmax that cannot overflow) are computed by name.
 */
import type { Bindings } from "../term/binding.ts";
import { dimValue } from "../term/dimension.ts";
import { Fault, Refusal } from "../term/fault.ts";
import { rationalToNumber } from "../term/rational.ts";
import { schedule } from "../term/schedule.ts";
import { indexText, type Term } from "../term/term.ts";
import { unroll } from "../term/unroll.ts";
import {
  block,
  type Dense,
  eliminate,
  mapDense,
  orderedSum,
  type Precision,
  precisionOf,
  product,
  softmaxRows,
  tabulate,
  toPrecision,
  transposed,
  zeroDense,
  zipDense,
} from "./dense.ts";
import { ENTRYWISE_FLOAT } from "./special.ts";

/** Definitions that floats compute by name, from the values of their arguments. */
const BY_NAME: Readonly<Record<string, (...args: readonly Dense[]) => Dense>> = {
  softmax: (A) => softmaxRows(A!),
  msoftmax: (S, M) => softmaxRows(S!, M!),
  divide: (A, B) => zipDense(A!, B!, (a, b) => a / b),
  subtract: (A, B) => zipDense(A!, B!, (a, b) => a - b),
};

/**
 * The value of a term.
 *
 * shape   that of the term at the sizes of the bindings
 * throws  Fault when a size or value is missing or has another shape; Refusal for operations that floats do not have (rank)
 */
export function evaluateFloat(term: Term, bindings: Bindings<Dense>, precision: Precision): Dense {
  return evaluateFloats([term], bindings, precision)[0]!;
}

/** The values of several terms, what they share computed once. */
export function evaluateFloats(terms: readonly Term[], bindings: Bindings<Dense>, precision: Precision): Dense[] {
  const values = new Map<Term, Dense>();
  const roots = terms.map((term) => unroll(term, bindings.sizes));
  for (const root of roots) {
    const walk = { stop: (inner: Term) => values.has(inner), argumentsOf: floatArguments };
    for (const node of schedule(root, walk)) {
      const args = floatArguments(node).map((argument) => values.get(argument)!);
      values.set(node, meaning(node, args, bindings, precision));
    }
  }
  return roots.map((root) => values.get(root)!);
}

/** What the value of a node is computed from: a definition without an algorithm of its own has its unfolding. */
function floatArguments(term: Term): readonly Term[] {
  return term.op === "defined" && !Object.hasOwn(BY_NAME, term.name) ? [term.unfolded] : term.args;
}

function meaning(term: Term, args: readonly Dense[], bindings: Bindings<Dense>, precision: Precision): Dense {
  const [A, B] = args as readonly [Dense, Dense]; // as many as the operation has
  const rows = dimValue(term.rows)!; // unroll leaves no symbol
  const cols = dimValue(term.cols)!;
  const scalar = (value: number): Dense => tabulate(1, 1, precision, () => value);
  switch (term.op) {
    case "variable":
      return fitting(bindings.variable(term), rows, cols, `${term.name}${indexText(term.index)}`, precision);
    case "constant":
      return scalar(rationalToNumber(term.value));
    case "size":
      return scalar(dimValue(term.size)!);
    case "identity":
      return tabulate(rows, cols, precision, (i, j) => (i === j ? 1 : 0));
    case "ones":
      return tabulate(rows, cols, precision, () => 1);
    case "zeros":
      return zeroDense(rows, cols, precision);
    case "iota":
      return tabulate(rows, 1, precision, (i) => i);
    case "tri":
      return tabulate(rows, cols, precision, (i, j) =>
        j + dimValue(term.below)! <= i + dimValue(term.above)! ? 1 : 0,
      );
    case "transpose":
      return transposed(A);
    case "inverse":
      return eliminate(A).inverse;
    case "diag":
      return tabulate(rows, cols, precision, (i, j) => (i === j ? A.data[i]! : 0));
    case "diagonal":
      return tabulate(rows, 1, precision, (i) => A.data[i * A.cols + i]!);
    case "vec":
      return { ...transposed(A), rows, cols };
    case "trace":
      return scalar(
        orderedSum(
          Array.from({ length: A.rows }, (_, i) => A.data[i * A.cols + i]!),
          precision,
        ),
      );
    case "det":
      return scalar(eliminate(A).det);
    case "rank":
      throw new Refusal("float", "rank", "rounding hides it; singular values show it, and exact fields decide it");
    case "maxEntry":
      return scalar(largest(A));
    case "add":
      return zipDense(A, B, (a, b) => a + b);
    case "mul":
      return product(A, B);
    case "scale":
      return mapDense(B, (b) => A.data[0]! * b);
    case "hadamard":
      return zipDense(A, B, (a, b) => a * b);
    case "max":
      return zipDense(A, B, Math.max);
    case "hcat":
      return tabulate(rows, cols, precision, (i, j) =>
        j < A.cols ? A.data[i * A.cols + j]! : B.data[i * B.cols + j - A.cols]!,
      );
    case "vcat":
      return tabulate(rows, cols, precision, (i, j) =>
        i < A.rows ? A.data[i * cols + j]! : B.data[(i - A.rows) * cols + j]!,
      );
    case "kron":
      return tabulate(rows, cols, precision, (i, j) => {
        const outer = A.data[Math.floor(i / B.rows) * A.cols + Math.floor(j / B.cols)]!;
        return outer * B.data[(i % B.rows) * B.cols + (j % B.cols)]!;
      });
    case "map":
      return mapDense(A, ENTRYWISE_FLOAT[term.fn]);
    case "power":
      return mapDense(A, powerOf(dimValue(term.exponent)!, precision));
    case "opaque":
      return fitting(opaqueValue(term, A, bindings), rows, cols, `${term.name}(…)`, precision);
    case "rows":
      return block(A, dimValue(term.start)!, 0, rows, cols);
    case "cols":
      return block(A, 0, dimValue(term.start)!, rows, cols);
    case "defined":
      return Object.hasOwn(BY_NAME, term.name) ? BY_NAME[term.name]!(...args) : A;
    case "bigSum":
    case "bigHcat":
    case "bigVcat":
    case "fold":
    case "state":
      throw new Fault({
        op: "evaluateFloat",
        expected: "a term without binders",
        received: term.op,
        next: "unroll it first",
      });
  }
}

function largest(A: Dense): number {
  let highest = Number.NEGATIVE_INFINITY;
  for (const x of A.data) highest = Math.max(highest, x);
  return highest;
}

function powerOf(exponent: number, precision: Precision): (x: number) => number {
  return (x) => {
    let result = 1;
    for (let i = 0; i < exponent; i++) result = precision === "f64" ? result * x : Math.fround(result * x);
    return result;
  };
}

function opaqueValue(term: Extract<Term, { op: "opaque" }>, A: Dense, bindings: Bindings<Dense>): Dense {
  if (bindings.opaque === undefined)
    throw new Fault({
      op: "bind",
      expected: `a function for ${term.name}`,
      received: "bindings without opaque functions",
    });
  return bindings.opaque(term, A);
}

function fitting(value: Dense, rows: number, cols: number, name: string, precision: Precision): Dense {
  if (value.rows !== rows || value.cols !== cols || value.data.length !== rows * cols) {
    throw new Fault({
      op: `value of ${name}`,
      expected: `${rows} × ${cols}`,
      received: `${value.rows} × ${value.cols} with ${value.data.length} entries`,
    });
  }
  return precisionOf(value) === precision ? value : toPrecision(value, precision);
}
