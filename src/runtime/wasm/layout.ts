/**
 * The machine's memory layout: one list of constants, read by the TypeScript
 * side and by the AssemblyScript kernels alike (so no annotations: `i32` is
 * not a TypeScript type).
 *
 * An instruction is {@link WORDS} words of 32 bits. An operand takes four of
 * them: pointer, dtype, row stride, column stride, with strides in elements.
 *
 *     word   0        1        2     3     4..5                6..9      10..13    14  15
 *            opcode   compute  rows  cols  target ptr, stride  operand A operand B X   Y
 *
 * `compute` is the dtype of the target and of every rounding. X and Y belong to
 * the opcode and are named where it is defined.
 */

export const WORDS = 16;

export const WORD_OP = 0;
export const WORD_COMPUTE = 1;
export const WORD_ROWS = 2;
export const WORD_COLS = 3;
export const WORD_TARGET = 4;
export const WORD_TARGET_STRIDE = 5;
export const WORD_A = 6;
export const WORD_B = 10;
export const WORD_X = 14;
export const WORD_Y = 15;

/** Offsets inside an operand. */
export const OPERAND_PTR = 0;
export const OPERAND_DTYPE = 1;
export const OPERAND_ROW_STRIDE = 2;
export const OPERAND_COL_STRIDE = 3;

/** Element types. The first two are also compute types. */
export const F64 = 0;
export const F32 = 1;
export const F16 = 2;
export const BF16 = 3;

export const OP_BARRIER = 0;
/** X: inner size k. Y: 1 accumulates into the target. */
export const OP_GEMM = 1;
/** X: which of the unary maps. */
export const OP_UNARY = 2;
/** X: which of the binary maps. */
export const OP_BINARY = 3;
/** B: mask. Y: 1 when there is one. */
export const OP_SOFTMAX = 4;
/** X: which of the reductions. Y: columns of A (the target has one). */
export const OP_REDUCE = 5;
/** B: epsilon, 1 × 1. X: 1 centres (layer norm), 0 does not (RMS norm). */
export const OP_NORM = 6;
/** B: row numbers, int32, n × 1. X: rows of the source. */
export const OP_GATHER = 7;
/** A, first two words: the value's 64 bits. */
export const OP_FILL = 8;
/** Column 0, 1, 2, … */
export const OP_IOTA = 9;
/** X: the diagonal's number k; ones where column ≤ row + k. */
export const OP_TRI = 10;
/** A: the diagonal, n × 1. */
export const OP_DIAG = 11;
/** X, Y: rows and columns of B. */
export const OP_KRON = 12;

export const UNARY_COPY = 0;
export const UNARY_NEG = 1;
export const UNARY_RECIP = 2;
export const UNARY_SQRT = 3;
export const UNARY_RSQRT = 4;
export const UNARY_ABS = 5;
export const UNARY_SQUARE = 6;
export const UNARY_SIGN = 7;
export const UNARY_RELU = 8;
export const UNARY_ROUND = 9;
export const UNARY_EXP = 10;
export const UNARY_LOG = 11;
export const UNARY_TANH = 12;
export const UNARY_SIGMOID = 13;
export const UNARY_SILU = 14;
export const UNARY_ERF = 15;
export const UNARY_GELU = 16;
export const UNARY_GELU_TANH = 17;
export const UNARY_SIN = 18;
export const UNARY_COS = 19;

export const BINARY_ADD = 0;
export const BINARY_SUB = 1;
export const BINARY_MUL = 2;
export const BINARY_DIV = 3;
export const BINARY_MAX = 4;
export const BINARY_MIN = 5;

export const REDUCE_SUM = 0;
export const REDUCE_MAX = 1;

/** Control block, in bytes from its start; every thread sees the same one. */
export const CONTROL_ARRIVED = 0;
export const CONTROL_GENERATION = 4;
/** Nonzero once a thread has died: every barrier then lets its threads go. */
export const CONTROL_ABORT = 8;
/** 1 + number of the first instruction that met bad data (a row number out of range). */
export const CONTROL_FAULT = 12;
/** 1 when thread 0 may block (Node); 0 makes it spin (a page's main thread). */
export const CONTROL_MAY_WAIT = 16;
/** Rounds of waiting without any thread's progress before the barrier gives up. */
export const CONTROL_PATIENCE = 20;
/** Pointer to the threads' scratch areas, {@link SCRATCH_BYTES} each. */
export const CONTROL_SCRATCH = 24;
/** The double 1.0. */
export const CONTROL_ONE = 32;
/** One line of {@link LINE} bytes a thread follows. */
export const CONTROL_LINES = 64;
export const LINE = 64;
/** Counts up while the thread works: how the others tell slow from dead. */
export const LINE_PROGRESS = 0;
/** Number of the last job posted to the worker; -1 sends it home. */
export const LINE_JOB = 4;
export const LINE_PROGRAM = 8;
export const LINE_LENGTH = 12;
export const LINE_THREAD = 16;
export const LINE_THREADS = 20;
/** Worker's state: {@link STATE_STARTING}, {@link STATE_READY} or {@link STATE_DEAD}. */
export const LINE_STATE = 24;

export const STATE_STARTING = 0;
export const STATE_READY = 1;
export const STATE_DEAD = 2;

/** Milliseconds of one round of waiting at a barrier. */
export const ROUND_MS = 50;

/** What `run` returns. */
export const STATUS_DONE = 0;
export const STATUS_ABORTED = 1;
export const STATUS_STALLED = 2;

/** Scratch of one thread: packed panels of a product, or staged rows. */
export const SCRATCH_BYTES = 524288;
/** Elements of a row that are worked on at a time. */
export const CHUNK = 1024;
