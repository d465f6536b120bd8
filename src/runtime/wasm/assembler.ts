/**
 * Writing programs: one method an instruction, checked here and not in the
 * kernels.
 *
 * Laws of every instruction:
 *  - the target is dense along its rows (`colStride` 1; any row stride, so a
 *    slice of columns will do) and its dtype, f64 or f32, is the one every
 *    operation rounds to;
 *  - operands have any dtype and any strides, and are converted as they are read;
 *  - any count of rows or columns may be zero;
 *  - a target may be its own operand only element for element (same pointer,
 *    strides and dtype), in elementwise maps, softmax and norms; any other
 *    overlap within an instruction is the caller's mistake and is not noticed.
 *
 * Instructions run in their order as far as they touch the same memory: the
 * assembler keeps the extents read and written since the threads last met, and
 * has them meet only where a new instruction would collide. Independent ones
 * (the heads of a layer, step by step) thus run without waiting.
 */

import { Fault } from "../../term/fault.ts";
import type { Arena } from "./arena.ts";
import {
  F32,
  F64,
  OP_BARRIER,
  OP_BINARY,
  OP_DIAG,
  OP_FILL,
  OP_GATHER,
  OP_GEMM,
  OP_IOTA,
  OP_KRON,
  OP_NORM,
  OP_REDUCE,
  OP_SOFTMAX,
  OP_TRI,
  OP_UNARY,
  REDUCE_MAX,
  REDUCE_SUM,
  UNARY_EXP,
  WORD_A,
  WORD_B,
  WORDS,
} from "./layout.ts";
import { BINARY, type BinaryMap, UNARY, type UnaryMap } from "./maps.ts";
import { DTYPE_BYTES, DTYPE_CODE, type Extent, extent, type Operand, overlap, transposed } from "./operand.ts";

/** A finished program: its instructions stand in the machine's memory. */
export interface Program {
  readonly ptr: number;
  /** unit  instructions, meetings of the threads included */
  readonly length: number;
  /** How often the threads meet, the end included. */
  readonly meetings: number;
  /** unit  operations, roughly */
  readonly work: number;
}

export interface Assembler {
  /**
   * C = A·B, or C += A·B with `accumulate`: to the bit the ordered loop over k
   * that starts from 0 or from C and rounds each product and each sum.
   *
   * shape  A: m × k, B: k × n → m × n
   */
  gemm(
    target: Operand,
    a: Operand,
    b: Operand,
    m: number,
    k: number,
    n: number,
    options?: { readonly accumulate?: boolean },
  ): Assembler;
  /** Elementwise f(A). shape  rows × cols → rows × cols */
  unary(map: UnaryMap, target: Operand, a: Operand, rows: number, cols: number): Assembler;
  /** Elementwise f(A, B); broadcast with strides of zero. shape  A, B: rows × cols → rows × cols */
  binary(map: BinaryMap, target: Operand, a: Operand, b: Operand, rows: number, cols: number): Assembler;
  /**
   * Stable softmax of each row. Where `mask` is zero the result is 0; a row
   * without unmasked entries is NaN.
   *
   * shape  A, mask: rows × cols → rows × cols
   */
  softmax(
    target: Operand,
    a: Operand,
    rows: number,
    cols: number,
    options?: { readonly mask?: Operand | undefined },
  ): Assembler;
  /** Sum of each row. shape  rows × cols → rows × 1 */
  rowSum(target: Operand, a: Operand, rows: number, cols: number): Assembler;
  /** Maximum of each row; -∞ for no columns. shape  rows × cols → rows × 1 */
  rowMax(target: Operand, a: Operand, rows: number, cols: number): Assembler;
  /** (A − mean)/√(variance + ε) of each row, population variance. shape  A: rows × cols, epsilon: 1 × 1 → rows × cols */
  layernorm(target: Operand, a: Operand, epsilon: Operand, rows: number, cols: number): Assembler;
  /** A/√(mean of A² + ε) of each row. shape  A: rows × cols, epsilon: 1 × 1 → rows × cols */
  rmsnorm(target: Operand, a: Operand, epsilon: Operand, rows: number, cols: number): Assembler;
  /**
   * Rows of A by number; the numbers are int32 at `indices`, one after another.
   * A number out of range makes `run` throw.
   *
   * shape  A: sourceRows × cols, indices: rows → rows × cols
   */
  gather(target: Operand, a: Operand, indices: number, rows: number, cols: number, sourceRows: number): Assembler;
  /** The same number everywhere. shape  rows × cols */
  fill(target: Operand, value: number, rows: number, cols: number): Assembler;
  /** 0, 1, 2, … along each row. shape  rows × cols */
  iota(target: Operand, rows: number, cols: number): Assembler;
  /** shape  n × n */
  identity(target: Operand, n: number): Assembler;
  /** 1 where column ≤ row + k, else 0: numpy.tri(rows, cols, k). shape  rows × cols */
  tri(target: Operand, rows: number, cols: number, k?: number): Assembler;
  /** The matrix with v on its diagonal. shape  v: n × 1 → n × n */
  diag(target: Operand, v: Operand, n: number): Assembler;
  /** The Kronecker product. shape  A: m × n, B: p × q → mp × nq */
  kron(target: Operand, a: Operand, b: Operand, m: number, n: number, p: number, q: number): Assembler;
  /** Reserves the program's place in memory and writes it there. */
  finish(): Program;
}

/** One instruction before it is written. Sizes are those of what is read; `rows`, `cols` those of the target. */
interface Instruction {
  readonly op: number;
  readonly name: string;
  readonly target: Operand;
  readonly rows: number;
  readonly cols: number;
  readonly a?: Operand;
  readonly b?: Operand;
  readonly x?: number;
  readonly y?: number;
  readonly reads: readonly Extent[];
  readonly work: number;
}

/** unit  operations an element */
const TRANSCENDENTAL_WORK = 30;

export function createAssembler(arena: Arena, one: number): Assembler {
  const words: number[] = [];
  let work = 0;
  let meetings = 1;
  let reads: Extent[] = [];
  let writes: Extent[] = [];

  const emit = (instruction: Instruction): Assembler => {
    const { op, name, target, rows, cols, a, b, x = 0, y = 0 } = instruction;
    const written = extent(target, rows, cols);
    expectTarget(name, target);
    for (const size of [rows, cols]) expectSize(name, size);
    for (const touched of [written, ...instruction.reads]) expectInside(name, touched, arena.mark());
    if (rows === 0 || cols === 0) return assembler;
    const collides = [...reads, ...writes].some((e) => overlap(e, written));
    if (collides || instruction.reads.some((r) => writes.some((w) => overlap(r, w)))) {
      words.push(OP_BARRIER, ...new Array<number>(WORDS - 1).fill(0));
      meetings += 1;
      reads = [];
      writes = [];
    }
    reads.push(...instruction.reads);
    writes.push(written);
    words.push(op, target.dtype === "f64" ? F64 : F32, rows, cols, target.ptr, target.rowStride);
    words.push(...operandWords(a), ...operandWords(b), x, y);
    work += instruction.work;
    return assembler;
  };

  const reduce = (name: string, which: number, target: Operand, a: Operand, rows: number, cols: number): Assembler => {
    expectSize(name, cols);
    const sizes = { op: OP_REDUCE, name, target, rows, cols: 1, a, x: which, y: cols };
    return emit({ ...sizes, reads: [extent(a, rows, cols)], work: rows * cols });
  };

  const norm = (name: string, centred: number, ...args: Parameters<Assembler["layernorm"]>): Assembler => {
    const [target, a, epsilon, rows, cols] = args;
    const sizes = { op: OP_NORM, name, target, rows, cols, a, b: epsilon, x: centred };
    return emit({ ...sizes, reads: [extent(a, rows, cols), extent(epsilon, 1, 1)], work: 5 * rows * cols });
  };

  const assembler: Assembler = {
    gemm(target, a, b, m, k, n, { accumulate = false } = {}) {
      // A column is the transpose of a row; the kernel's tiles are wide, not high. Products commute to the bit.
      if (n === 1 && m > 1 && target.rowStride === 1) {
        return assembler.gemm(target, transposed(b), transposed(a), 1, k, m, { accumulate });
      }
      expectSize("gemm", k);
      const sizes = { op: OP_GEMM, name: "gemm", target, rows: m, cols: n, a, b, x: k, y: accumulate ? 1 : 0 };
      return emit({ ...sizes, reads: [extent(a, m, k), extent(b, k, n)], work: 2 * m * k * n });
    },
    unary(map, target, a, rows, cols) {
      const code = UNARY[map];
      const flat = flattened(rows, cols, target, a);
      const perElement = code >= UNARY_EXP ? TRANSCENDENTAL_WORK : 1;
      const [to, from] = flat.operands as [Operand, Operand];
      const sizes = { op: OP_UNARY, name: map, target: to, rows: flat.rows, cols: flat.cols, a: from, x: code };
      return emit({ ...sizes, reads: [extent(a, rows, cols)], work: rows * cols * perElement });
    },
    binary(map, target, a, b, rows, cols) {
      const flat = flattened(rows, cols, target, a, b);
      const [to, left, right] = flat.operands as [Operand, Operand, Operand];
      const sizes = { op: OP_BINARY, name: map, target: to, rows: flat.rows, cols: flat.cols, a: left, b: right };
      const touched = [extent(a, rows, cols), extent(b, rows, cols)];
      return emit({ ...sizes, x: BINARY[map], reads: touched, work: rows * cols });
    },
    softmax(target, a, rows, cols, { mask } = {}) {
      const sizes = { op: OP_SOFTMAX, name: "softmax", target, rows, cols, a, work: rows * cols * TRANSCENDENTAL_WORK };
      if (mask === undefined) return emit({ ...sizes, reads: [extent(a, rows, cols)] });
      return emit({ ...sizes, b: mask, y: 1, reads: [extent(a, rows, cols), extent(mask, rows, cols)] });
    },
    rowSum: (target, a, rows, cols) => reduce("rowSum", REDUCE_SUM, target, a, rows, cols),
    rowMax: (target, a, rows, cols) => reduce("rowMax", REDUCE_MAX, target, a, rows, cols),
    layernorm: (...args) => norm("layernorm", 1, ...args),
    rmsnorm: (...args) => norm("rmsnorm", 0, ...args),
    gather(target, a, indices, rows, cols, sourceRows) {
      expectSize("gather", sourceRows);
      // int32 has f32's width: as an operand, the numbers are a column of four-byte elements.
      const b: Operand = { ptr: indices, dtype: "f32", rowStride: 1, colStride: 0 };
      const touched = [extent(a, sourceRows, cols), extent(b, rows, 1)];
      return emit({
        op: OP_GATHER,
        name: "gather",
        target,
        rows,
        cols,
        a,
        b,
        x: sourceRows,
        reads: touched,
        work: rows * cols,
      });
    },
    fill(target, value, rows, cols) {
      const flat = flattened(rows, cols, target);
      const [to] = flat.operands as [Operand];
      const [low, high] = new Int32Array(Float64Array.of(value).buffer);
      // The value's bits take the place of A's pointer and dtype.
      const at = words.length;
      emit({ op: OP_FILL, name: "fill", target: to, rows: flat.rows, cols: flat.cols, reads: [], work: rows * cols });
      if (words.length > at) words.splice(words.length - WORDS + WORD_A, 2, low!, high!);
      return assembler;
    },
    iota: (target, rows, cols) => emit({ op: OP_IOTA, name: "iota", target, rows, cols, reads: [], work: rows * cols }),
    identity: (target, n) => assembler.diag(target, { ptr: one, dtype: "f64", rowStride: 0, colStride: 0 }, n),
    tri: (target, rows, cols, k = 0) =>
      emit({ op: OP_TRI, name: "tri", target, rows, cols, x: k, reads: [], work: rows * cols }),
    diag: (target, v, n) =>
      emit({ op: OP_DIAG, name: "diag", target, rows: n, cols: n, a: v, reads: [extent(v, n, 1)], work: n * n }),
    kron(target, a, b, m, n, p, q) {
      const sizes = { op: OP_KRON, name: "kron", target, rows: m * p, cols: n * q, a, b, x: p, y: q };
      return emit({ ...sizes, reads: [extent(a, m, n), extent(b, p, q)], work: m * n * p * q });
    },
    finish() {
      const ptr = arena.alloc(words.length * 4);
      arena.i32(ptr, words.length).set(words);
      return { ptr, length: words.length / WORDS, meetings, work };
    },
  };
  return assembler;
}

/** A missing operand is four zeros; word B follows word A by exactly one operand. */
function operandWords(x: Operand | undefined): readonly number[] {
  if (x === undefined) return new Array<number>(WORD_B - WORD_A).fill(0);
  return [x.ptr, DTYPE_CODE[x.dtype], x.rowStride, x.colStride];
}

/** One long row where every operand allows it: fewer, longer runs. */
function flattened(rows: number, cols: number, ...operands: readonly Operand[]) {
  const lines = cols === 1 ? operands.map((x, i) => (i === 0 ? x : { ...x, colStride: x.rowStride })) : operands;
  if (lines.every((x) => x.rowStride === cols * x.colStride))
    return { rows: rows === 0 ? 0 : 1, cols: rows * cols, operands: lines };
  return { rows, cols, operands };
}

function expectTarget(op: string, x: Operand): void {
  if (x.colStride === 1 && DTYPE_BYTES[x.dtype] >= 4) return;
  throw new Fault({
    op,
    expected: "a target of dtype f64 or f32 with column stride 1",
    received: `${x.dtype} with column stride ${x.colStride}`,
    next: "write to a dense block and copy",
  });
}

function expectSize(op: string, size: number): void {
  if (Number.isInteger(size) && size >= 0 && size < 2 ** 31) return;
  throw new Fault({ op, expected: "sizes from 0 to 2^31 − 1", received: String(size) });
}

function expectInside(op: string, { from, to }: Extent, end: number): void {
  if (from === to || (from >= 0 && to <= end)) return;
  throw new Fault({
    op,
    expected: `operands within the ${end} bytes that are reserved`,
    received: `bytes ${from} to ${to}`,
    next: "check the pointer, the strides and the sizes",
  });
}
