/**
 * Each operation of terms as ONNX operations.
 *
 * Definitions are computed by name where ONNX or a safe order of operations
 * is better than the unfolding. A layernorm is not: LayerNormalization takes
 * its ε in single precision, and the unfolding costs a few hundredths of a
 * forward pass.
 */
import { dimValue } from "../term/dimension.ts";
import { Fault, Refusal } from "../term/fault.ts";
import { rationalToNumber } from "../term/rational.ts";
import type { Opaque, Term, Unary } from "../term/term.ts";
import { entrywise } from "./onnx-entrywise.ts";
import { shapeOf } from "./onnx-layout.ts";
import {
  type Axis,
  choose,
  counting,
  filledWith,
  full,
  indicator,
  joined,
  type Matrix,
  numbersOf,
  product,
  sliced,
  sum,
  truthOf,
  turn,
  written,
  zip,
} from "./onnx-matrix.ts";
import type { OnnxWriter } from "./onnx-writer.ts";

/** Definitions that are written by name. */
const BY_NAME: Readonly<Record<string, (w: OnnxWriter, term: Term, args: readonly Matrix[]) => Matrix>> = {
  softmax: (w, term, [A]) => softmaxRows(w, full(w, A!, A!.rows, shapeOf(term)[1])),
  msoftmax: (w, term, [S, M]) => {
    const [rows, cols] = shapeOf(term);
    const hidden = filledWith(w, Number.NEGATIVE_INFINITY);
    return softmaxRows(w, choose(w, truthOf(w, M!), full(w, S!, rows, cols), hidden, rows, cols));
  },
  divide: (w, _, [A, B]) => zip(w, "Div", A!, B!),
  subtract: (w, _, [A, B]) => zip(w, "Sub", A!, B!),
};

/** What the meaning of a node is made of: a definition without operations of its own has its unfolding. */
export function onnxArguments(term: Term): readonly Term[] {
  return term.op === "defined" && !isByName(term.name) ? [term.unfolded] : term.args;
}

/** Whether a definition has operations of its own. */
export function isByName(name: string): boolean {
  return Object.hasOwn(BY_NAME, name);
}

/**
 * Writes an operation that is not a variable.
 *
 * throws  Refusal for opaque functions, inverse, det and rank; Fault for binders and sizes that are not numbers
 */
export function operation(w: OnnxWriter, term: Term, args: readonly Matrix[]): Matrix {
  const [A, B] = args as readonly [Matrix, Matrix]; // as many as the operation has
  const [rows, cols] = shapeOf(term);
  switch (term.op) {
    case "constant":
      return filledWith(w, rationalToNumber(term.value));
    case "size":
      return filledWith(w, dimValue(term.size)!);
    case "identity":
      return equality(w, rows);
    case "ones":
      return filledWith(w, 1);
    case "zeros":
      return filledWith(w, 0);
    case "iota":
      return written(numbersOf(w, counting(w, 0, rows)), rows, 1);
    case "tri":
      return triangle(w, rows, cols, dimValue(term.above)!, dimValue(term.below)!);
    case "transpose":
      return turn(w, A);
    case "diag":
      return choose(w, truthOf(w, equality(w, rows)), A, filledWith(w, 0), rows, rows);
    case "diagonal":
      return diagonalOf(w, whole(w, A, term.args[0]!));
    case "trace":
      return sum(w, diagonalOf(w, whole(w, A, term.args[0]!)), 0);
    case "vec":
      return written(reshaped(w, turn(w, whole(w, A, term.args[0]!)).name(), [rows, 1]), rows, 1);
    case "maxEntry":
      return shapeOf(term.args[0]!).includes(0) ? filledWith(w, Number.NEGATIVE_INFINITY) : largest(w, A);
    case "add":
      return zip(w, "Add", A, B);
    case "mul":
      return product(w, A, B, shapeOf(term.args[0]!)[1]);
    case "scale":
    case "hadamard":
      return zip(w, "Mul", A, B);
    case "max":
      return zip(w, "Max", A, B);
    case "hcat":
      return beside(w, 1, term.args, args);
    case "vcat":
      return beside(w, 0, term.args, args);
    case "kron":
      return kronecker(w, term, whole(w, A, term.args[0]!), whole(w, B, term.args[1]!));
    case "map":
      return entrywise(w, term.fn, A);
    case "power":
      return powerOf(w, A, dimValue(term.exponent)!);
    case "rows":
      return sliced(w, A, 0, dimValue(term.start)!, rows, shapeOf(term.args[0]!)[0]);
    case "cols":
      return sliced(w, A, 1, dimValue(term.start)!, cols, shapeOf(term.args[0]!)[1]);
    case "defined":
      return isByName(term.name) ? BY_NAME[term.name]!(w, term, args) : A;
    case "opaque":
    case "inverse":
    case "det":
    case "rank":
      throw refusal(term);
    case "variable":
    case "bigSum":
    case "bigHcat":
    case "bigVcat":
    case "fold":
    case "state":
      throw new Fault({ op: "onnx", expected: "a term without binders", received: term.op, next: "unroll it first" });
  }
}

function refusal(term: Unary | Opaque): Refusal {
  if (term.op === "opaque") return new Refusal("onnx", "opaque", `a graph cannot call the function ${term.name}`);
  return new Refusal("onnx", term.op, "no ONNX operator computes it in both precisions");
}

function whole(w: OnnxWriter, A: Matrix, term: Term): Matrix {
  return full(w, A, ...shapeOf(term));
}

function softmaxRows(w: OnnxWriter, A: Matrix): Matrix {
  return written(w.node("Softmax", [A.name()], { axis: 1 }), A.rows, A.cols);
}

function equality(w: OnnxWriter, n: number): Matrix {
  return indicator(w, n, n, () => w.node("Equal", [counting(w, 0, n), counting(w, 1, n)]));
}

function triangle(w: OnnxWriter, rows: number, cols: number, above: number, below: number): Matrix {
  const compared = (): string => w.node("LessOrEqual", [counting(w, 1, cols, below), counting(w, 0, rows, above)]);
  return indicator(w, rows, cols, compared);
}

function diagonalOf(w: OnnxWriter, A: Matrix): Matrix {
  return written(w.node("GatherElements", [A.name(), counting(w, 0, A.rows)], { axis: 1 }), A.rows, 1);
}

function reshaped(w: OnnxWriter, name: string, dims: readonly number[]): string {
  return w.node("Reshape", [name, w.integers(dims)], { allowzero: 1 });
}

/** The largest entry; NaN when one is, which ReduceMax forgets. */
function largest(w: OnnxWriter, A: Matrix): Matrix {
  const highest = (name: string): string => w.node("ReduceMax", [name, w.integers([0, 1])], { keepdims: 1 });
  const hasNaN = highest(w.node("Cast", [w.node("IsNaN", [A.name()])], { to: "int32" }));
  const truth = w.node("Greater", [hasNaN, w.integers([0], "int32", [1, 1])]);
  return choose(w, truth, filledWith(w, Number.NaN), written(highest(A.name()), 1, 1), 1, 1);
}

/** Two blocks along an axis; across it, one row or column that stands for many may stay one in both. */
function beside(w: OnnxWriter, axis: Axis, terms: readonly Term[], args: readonly Matrix[]): Matrix {
  const across = axis === 0 ? "cols" : "rows";
  const alike = args[0]![across] === args[1]![across];
  const [A, B] = args.map((block, i) => {
    const [rows, cols] = shapeOf(terms[i]!);
    return axis === 0
      ? full(w, block, rows, alike ? block.cols : cols)
      : full(w, block, alike ? block.rows : rows, cols);
  }) as [Matrix, Matrix]; // two blocks
  return joined(w, A, B, axis);
}

function kronecker(w: OnnxWriter, term: Term, A: Matrix, B: Matrix): Matrix {
  const [rows, cols] = shapeOf(term);
  const outer = reshaped(w, A.name(), [A.rows, 1, A.cols, 1]);
  const inner = reshaped(w, B.name(), [1, B.rows, 1, B.cols]);
  return written(reshaped(w, w.node("Mul", [outer, inner]), [rows, cols]), rows, cols);
}

/** Squares, and the products of some of them. */
function powerOf(w: OnnxWriter, A: Matrix, exponent: number): Matrix {
  let result = filledWith(w, 1);
  let square = A;
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = zip(w, "Mul", result, square);
    if (rest > 1) square = zip(w, "Mul", square, square);
  }
  return result;
}
