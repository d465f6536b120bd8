/**
 * Matrices of a graph, and the operations of terms on them.
 *
 * A matrix may be stored as less than it is: one row or column that stands for
 * many equal ones (a bias in every row, a norm in every column, all ones), a
 * transpose that a product reads for free, row numbers of a one-hot matrix, a
 * truth value for each entry. Only an operation that needs every entry writes
 * them out, so `1 b` costs nothing, and a product with ones is a sum.
 *
 * Law   each stored side is as long as the matrix's, or 1.
 */
import type { OnnxWriter } from "./onnx-writer.ts";

/** A matrix of the graph. */
export interface Matrix {
  /** Stored rows: all, or 1 that stands for all. */
  readonly rows: number;
  /** Stored columns: all, or 1 that stands for all. */
  readonly cols: number;
  /** The name of the tensor of its stored entries; asking writes what makes it. */
  readonly name: () => string;
  /** The number that all its entries are. */
  readonly value?: number;
  /** The matrix of which it is the transpose. */
  readonly turned?: Matrix;
  /** The boolean tensor that it is in zeros and ones. */
  readonly truth?: () => string;
  /** The tensor with the column of the 1 in each row. */
  readonly indices?: string;
  /** The matrices that it is made of, along an axis. */
  readonly parts?: { readonly axis: Axis; readonly of: readonly Matrix[] };
}

/** 0 counts rows, 1 columns, as in ONNX. */
export type Axis = 0 | 1;

/** A name that is made when it is first asked for. */
function once(make: () => string): () => string {
  let made: string | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** A tensor that is written already. */
export function written(name: string, rows: number, cols: number): Matrix {
  return { rows, cols, name: () => name };
}

/** A matrix of one number. */
export function filledWith(w: OnnxWriter, value: number): Matrix {
  const rounded = w.precision === "f64" ? value : Math.fround(value);
  return { rows: 1, cols: 1, value: rounded, name: once(() => w.scalar(rounded)) };
}

/** A matrix of zeros and ones from a boolean tensor. */
export function indicator(w: OnnxWriter, rows: number, cols: number, truth: () => string): Matrix {
  const shared = once(truth);
  return { rows, cols, name: once(() => numbersOf(w, shared())), truth: shared };
}

/** The tensor of the same numbers, or of zeros and ones for truth values, in the element type of matrices. */
export function numbersOf(w: OnnxWriter, name: string): string {
  return w.node("Cast", [name], { to: w.float });
}

/** Rows of the identity, from the numbers of their columns. */
export function selected(w: OnnxWriter, indices: string, rows: number, cols: number): Matrix {
  const column = (): string => w.node("Reshape", [indices, w.integers([rows, 1])], { allowzero: 1 });
  return { ...indicator(w, rows, cols, () => w.node("Equal", [column(), counting(w, 1, cols)])), indices };
}

/** The integers 0, 1, … moved by an offset, along an axis. */
export function counting(w: OnnxWriter, axis: Axis, count: number, offset = 0): string {
  const values = Array.from({ length: count }, (_, i) => i + offset);
  return w.integers(values, "int32", axis === 0 ? [count, 1] : [1, count]);
}

/** An operation of each entry. */
export function each(w: OnnxWriter, op: string, A: Matrix, attributes: { readonly approximate?: "tanh" } = {}): Matrix {
  return written(w.node(op, [A.name()], attributes), A.rows, A.cols);
}

const FOLD = {
  Add: (a: number, b: number) => a + b,
  Sub: (a: number, b: number) => a - b,
  Mul: (a: number, b: number) => a * b,
  Div: (a: number, b: number) => a / b,
  Max: Math.max,
} as const;

/** An operation of two entries at the same place. */
export function zip(w: OnnxWriter, op: keyof typeof FOLD, A: Matrix, B: Matrix): Matrix {
  if (A.value !== undefined && B.value !== undefined) return filledWith(w, FOLD[op](A.value, B.value));
  if (op === "Mul" && A.value === 1) return B;
  if ((op === "Mul" || op === "Div") && B.value === 1) return A;
  return written(w.node(op, [A.name(), B.name()]), common(A.rows, B.rows), common(A.cols, B.cols));
}

function common(a: number, b: number): number {
  return a === 1 ? b : a;
}

/** Entries of A where the truth is, of B elsewhere; the truth is a tensor of every entry. */
export function choose(w: OnnxWriter, truth: string, A: Matrix, B: Matrix, rows: number, cols: number): Matrix {
  return written(w.node("Where", [truth, A.name(), B.name()]), rows, cols);
}

/** The boolean tensor of where a matrix is not zero. */
export function truthOf(w: OnnxWriter, M: Matrix): string {
  return M.truth?.() ?? w.node("Not", [w.node("Equal", [M.name(), w.scalar(0)])]);
}

/** The matrix with every entry stored; without entries it is a constant, which ONNX Runtime's Expand does not make of a 1. */
export function full(w: OnnxWriter, A: Matrix, rows: number, cols: number): Matrix {
  if (A.rows === rows && A.cols === cols) return A;
  if (rows === 0 || cols === 0) return written(w.empty(rows, cols), rows, cols);
  return written(w.node("Expand", [A.name(), w.integers([rows, cols])]), rows, cols);
}

/** The transpose, written out only where it is needed. */
export function turn(w: OnnxWriter, A: Matrix): Matrix {
  if (A.value !== undefined) return A;
  if (A.turned !== undefined) return A.turned;
  return { rows: A.cols, cols: A.rows, turned: A, name: once(() => w.node("Transpose", [A.name()])) };
}

/** The sum along an axis, on which every entry must be stored. */
export function sum(w: OnnxWriter, A: Matrix, axis: Axis): Matrix {
  return written(
    w.node("ReduceSum", [A.name(), w.integers([axis])], { keepdims: 1 }),
    axis === 0 ? 1 : A.rows,
    axis === 1 ? 1 : A.cols,
  );
}

/**
 * A B, where `inner` is the number of A's columns. With equal columns in A, or equal rows in B, it is a product of sums.
 *
 * shape   n × inner, inner × m → n × m
 */
export function product(w: OnnxWriter, A: Matrix, B: Matrix, inner: number): Matrix {
  if (inner === 0) return filledWith(w, 0);
  const [columnsEqual, rowsEqual] = [A.cols < inner, B.rows < inner];
  if (A.indices !== undefined) return rowsEqual ? B : gathered(w, B, A.indices, A.rows, 0);
  if (B.turned?.indices !== undefined && !columnsEqual) return gathered(w, A, B.turned.indices, B.cols, 1);
  if (columnsEqual && rowsEqual) return zip(w, "Mul", zip(w, "Mul", A, B), filledWith(w, inner));
  if (columnsEqual) return zip(w, "Mul", A, sum(w, B, 0));
  if (rowsEqual) return zip(w, "Mul", sum(w, A, 1), B);
  if (inner === 1) return zip(w, "Mul", A, B);
  return written(matMul(w, A, B), A.rows, B.cols);
}

function matMul(w: OnnxWriter, A: Matrix, B: Matrix): string {
  if (A.turned === undefined && B.turned === undefined) return w.node("MatMul", [A.name(), B.name()]);
  const [transA, transB] = [A, B].map(({ turned }) => (turned === undefined ? 0 : 1)) as [number, number]; // one for each
  return w.node("Gemm", [(A.turned ?? A).name(), (B.turned ?? B).name()], { transA, transB });
}

function gathered(w: OnnxWriter, A: Matrix, indices: string, count: number, axis: Axis): Matrix {
  return written(
    w.node("Gather", [A.name(), indices], { axis }),
    axis === 0 ? count : A.rows,
    axis === 1 ? count : A.cols,
  );
}

/** Matrices one after the other along an axis; blocks of blocks are joined at once. Both must store every entry of that axis. */
export function joined(w: OnnxWriter, A: Matrix, B: Matrix, axis: Axis): Matrix {
  const of = [A, B].flatMap((block) => (block.parts?.axis === axis ? block.parts.of : [block]));
  const [rows, cols] = axis === 0 ? [A.rows + B.rows, A.cols] : [A.rows, A.cols + B.cols];
  const names = (): string[] => of.map((block) => block.name());
  return { rows, cols, parts: { axis, of }, name: once(() => w.node("Concat", names(), { axis })) };
}

/** `count` of the `whole` rows or columns from `start` on. */
export function sliced(w: OnnxWriter, A: Matrix, axis: Axis, start: number, count: number, whole: number): Matrix {
  const storedSide = axis === 0 ? A.rows : A.cols;
  if (count === whole || storedSide < whole) return A;
  const bounds = [start, start + count, axis].map((value) => w.integers([value]));
  return written(w.node("Slice", [A.name(), ...bounds]), axis === 0 ? count : A.rows, axis === 1 ? count : A.cols);
}
