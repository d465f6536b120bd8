/**
 * Terms: the one language in which models and claims are written.
 *
 * A term is a matrix-valued expression with symbolic sizes; a scalar is a
 * 1 × 1 matrix, so the laws of matrices are stated once. Terms are immutable
 * and hash-consed: equal terms are the same object, so sharing is free and
 * equality is `===`.
 *
 * Laws
 *   - Constructors check shapes and never simplify: `transpose(transpose(A))`
 *     stays as written.
 *   - Products and sums are binary. A run must tell `(A x) W` from `A (x W)`,
 *     which round differently and cost differently; associativity is an axiom
 *     of the kernel, not a property of the notation.
 *   - Everything that is not here is a definition (see definition.ts).
 *
 * Notation, with the functions of formula.ts in brackets
 *   mul [A*B]  add [A+B]  scale [a*A]  transpose [A']  hadamard [A.*B]  inverse [inv]
 *   map [exp, relu, …]  opaque [an arbitrary function, by entry, row or matrix]
 *   hcat, vcat  rows, cols (slices)  kron  diag  diagonal [dg]  vec  trace [tr]
 *   det  rank  max (entrywise)  maxEntry [maxall]  power [pow]
 *   big: Σ, or blocks side by side, over an index h < H   fold: L layers, each with weights of its own
 */
import { Bank, type Key } from "./bank.ts";
import { addDim, type Dim, type DimLike, dim, mulDim, subtractDim } from "./dimension.ts";
import { type Entrywise, isEntrywise } from "./entrywise.ts";
import { Fault } from "./fault.ts";
import { isKind, KINDS, type Kind } from "./kind.ts";
import { type Names, namesOf } from "./names.ts";
import { parseRational, type Rational, rational, rationalText } from "./rational.ts";

/** A position in a family of variables: a number, a name still to be bound, or the binder whose height it names. */
export type Index = number | { readonly free: string } | { readonly bound: number };

interface Node {
  /** Creation order; equal terms have equal ids. */
  readonly id: number;
  readonly rows: Dim;
  readonly cols: Dim;
  /** Height of the highest binder in the term, 0 without binders. */
  readonly height: number;
  /** What the term names and does not bind. */
  readonly names: Names;
  readonly args: readonly Term[];
}

/** A variable of a claim, or a parameter of a model, possibly one of a family: `W_Q[l,h]`. */
export interface Variable extends Node {
  readonly op: "variable";
  readonly name: string;
  readonly kind: Kind;
  readonly index: readonly Index[];
}
/** A rational constant. */
export interface Constant extends Node {
  readonly op: "constant";
  readonly value: Rational;
}
/** A size used as a number, as in `1/√d`. */
export interface Size extends Node {
  readonly op: "size";
  readonly size: Dim;
}
/** Matrices that a shape determines: the identity, ones, zeros, and the column 0, 1, …, n−1. */
export interface Filled extends Node {
  readonly op: "identity" | "ones" | "zeros" | "iota";
}
/** The 0/1 matrix with ones where `j + below ≤ i + above` (numpy's `tri` with k = above − below). */
export interface Tri extends Node {
  readonly op: "tri";
  readonly above: Dim;
  readonly below: Dim;
}
/** Operations of one matrix. */
export interface Unary extends Node {
  readonly op: "transpose" | "inverse" | "diag" | "diagonal" | "vec" | "trace" | "det" | "rank" | "maxEntry";
}
/** Operations of two matrices. */
export interface Binary extends Node {
  readonly op: "add" | "mul" | "scale" | "hadamard" | "max" | "hcat" | "vcat" | "kron";
}
/** A known function of each entry. */
export interface Mapped extends Node {
  readonly op: "map";
  readonly fn: Entrywise;
}
/** Each entry to a natural power that may be symbolic. */
export interface Power extends Node {
  readonly op: "power";
  readonly exponent: Dim;
}
/** An arbitrary function, one of a family perhaps, of each entry, of each row, or of the whole matrix. */
export interface Opaque extends Node {
  readonly op: "opaque";
  readonly name: string;
  readonly scope: "entry" | "row" | "matrix";
  readonly index: readonly Index[];
}
/** `count` consecutive rows or columns from `start` on. */
export interface Slice extends Node {
  readonly op: "rows" | "cols";
  readonly start: Dim;
}
/** `Σ_{h < count} body`, or the blocks `body` side by side or one above the other. Its height is what the body's index names. */
export interface Big extends Node {
  readonly op: "bigSum" | "bigHcat" | "bigVcat";
  readonly count: Dim;
}
/** `count` layers: `y := init`, then `y := body(ℓ, y)` for ℓ = 0, 1, …; arguments are init and body. */
export interface Fold extends Node {
  readonly op: "fold";
  readonly count: Dim;
}
/** The running value `y` in the body of the fold of a height. */
export interface State extends Node {
  readonly op: "state";
  readonly binder: number;
}
/** A defined operation: equal to its unfolding, printed and computed by name where an interpreter knows it. */
export interface Defined extends Node {
  readonly op: "defined";
  readonly name: string;
  readonly unfolded: Term;
}

/** Terms are told apart by `op`; a fact that a term does not have may be there, and is undefined. */
export type Term =
  | Variable
  | Constant
  | Size
  | Filled
  | Tri
  | Unary
  | Binary
  | Mapped
  | Power
  | Opaque
  | Slice
  | Big
  | Fold
  | State
  | Defined;

/** The name of a core operation. */
export type Op = Term["op"];

const bank = new Bank();
let created = 0;

/**
 * What all terms have, in one order. Arguments are private, so that nobody can change them, and whoever asks for them gets
 * an array of his own: engines do not make it where it is only looked into, and are slow with arrays that are frozen.
 *
 * No copy, proxy or look-alike has the private names of a node made here, and no constructor leads to it.
 */
class Made {
  readonly op: Op;
  readonly rows: Dim;
  readonly cols: Dim;
  readonly fn: Entrywise | undefined;
  readonly id: number;
  readonly height: number;
  readonly names: Names;
  readonly #first: Term | undefined;
  readonly #second: Term | undefined;
  /** All arguments, where there are more than two. */
  readonly #many: readonly Term[] | undefined;

  constructor({ op, rows, cols, height }: Facts<Term>, args: readonly Term[], names: Names, fn?: Entrywise) {
    this.op = op;
    this.rows = rows;
    this.cols = cols;
    this.fn = fn;
    this.id = created++;
    this.height = height ?? heightOf(args);
    this.names = names;
    this.#first = args[0];
    this.#second = args[1];
    this.#many = args.length > 2 ? [...args] : undefined;
  }

  get args(): readonly Term[] {
    if (this.#second === undefined) return this.#first === undefined ? [] : [this.#first];
    return this.#many === undefined ? [this.#first!, this.#second] : [...this.#many];
  }

  static has(value: unknown): boolean {
    return typeof value === "object" && value !== null && #first in value;
  }
}
Object.freeze(Object.defineProperty(Made.prototype, "constructor", { value: Object }));

function heightOf(args: readonly Term[]): number {
  let height = 0;
  for (const argument of args) if (argument.height > height) height = argument.height;
  return height;
}

/** Whether a constructor of this file made the value: an object with the facts of a term is none. */
export function isTerm(value: unknown): value is Term {
  return Made.has(value);
}

/** The facts that some terms have beside those of all. */
type Particular = Exclude<{ [O in Op]: keyof Extract<Term, { op: O }> }[Op], keyof Made>;

/**
 * A prover reads facts of terms more than it does anything else, and engines read objects fastest that look alike. So an
 * operation of matrices has a function, which may be undefined, and all other terms have all facts.
 */
const NOTHING: Readonly<Record<Particular, undefined>> = {
  name: undefined,
  kind: undefined,
  index: undefined,
  value: undefined,
  size: undefined,
  above: undefined,
  below: undefined,
  exponent: undefined,
  scope: undefined,
  start: undefined,
  count: undefined,
  binder: undefined,
  unfolded: undefined,
};

/** The facts of a term before it is one; its height is that of its highest argument if nothing else is said. */
type Facts<T extends Term> = Omit<T, "id" | "height" | "names" | "args"> & { readonly height?: number };

/** The term with these facts, made once; `key` lists them all but the operation. */
function intern<T extends Term>(key: Key, args: readonly Term[], facts: Facts<T>): T {
  const known = bank.find(facts.op, key);
  if (known !== undefined) return known as T; // of the same operation
  return bank.add(key, Object.freeze(Object.assign(made(facts, args), NOTHING, facts)) as unknown as T);
}

/** The term of these arguments, made once, whose facts are an operation of one or two, or a function's. */
function internPair<T extends Unary | Binary | Mapped>(
  op: T["op"],
  rows: Dim,
  cols: Dim,
  A: Term,
  B: Term | undefined,
  fn?: Entrywise,
): T {
  expectTerm(op, A); // the bank looks for ids
  if (B !== undefined) expectTerm(op, B);
  const known = bank.findPair(op, A, B ?? A, fn);
  if (known !== undefined) return known as T; // of the same operation
  return bank.addPair(Object.freeze(made({ op, rows, cols }, B === undefined ? [A] : [A, B], fn)) as unknown as T);
}

/** All constructors end here. */
function made(facts: Facts<Term>, args: readonly Term[], fn?: Entrywise): Made {
  for (const argument of args) expectTerm(facts.op, argument);
  return new Made(facts, args, namesOf({ ...facts, args } as Term), fn); // but for its names and its number it is a term
}

function expectTerm(op: string, value: unknown): void {
  if (!isTerm(value)) throw new Fault({ op, expected: "a term", received: typeof value });
}

let namesIssued = 0;
const ISSUED = "~";

/** A name that occurs nowhere: what begins with `~` is accepted only after it was issued here. */
export function freshName(): string {
  return `${ISSUED}${namesIssued++}`;
}

/** Throws unless a text may name a variable or function. A bar separates the facts of a term where it is looked up. */
function expectName(op: string, name: unknown): asserts name is string {
  if (typeof name !== "string" || name.includes("|"))
    throw new Fault({ op, expected: "a name without |", received: JSON.stringify(name) ?? typeof name });
  if (name.startsWith(ISSUED) && !wasIssued(name))
    throw new Fault({ op, expected: `a name that does not begin with ${ISSUED}`, received: name });
}

function wasIssued(name: string): boolean {
  const number = Number(name.slice(1));
  return number < namesIssued && name === `${ISSUED}${number}`;
}

const FREE = /^[^\d#\s|,[\]][^\s|,[\]]*$/u;

/** An index of its own, since the caller's may change. throws  Fault when it is none */
function indexOf(op: string, index: Index): Index {
  if (typeof index === "number") return expectNatural(op, index);
  const { free, bound } = index as { readonly free?: unknown; readonly bound?: unknown }; // read once
  if (free === undefined) return Object.freeze({ bound: expectNatural(op, bound) });
  expectName(op, free);
  if (!FREE.test(free) || bound !== undefined)
    throw new Fault({ op, expected: "the name of an index", received: JSON.stringify(free) });
  return Object.freeze({ free });
}

function expectNatural(op: string, value: unknown): number {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
  throw new Fault({ op, expected: "a natural number", received: String(value) });
}

/** What tells index lists apart. Their text does not: it shows the name `h0` and a family's member 0 as people write them. */
function indexKey(index: readonly Index[]): string {
  return index.map((i) => (typeof i === "number" ? i : "free" in i ? `'${i.free}` : `#${i.bound}`)).join(",");
}

const ONE = dim(1);

/** The text of an index list: `[l,h]`, or nothing for no index. */
export function indexText(index: readonly Index[]): string {
  if (index.length === 0) return "";
  return `[${index.map((i) => (typeof i === "number" ? i : "free" in i ? i.free : `#${i.bound}`)).join(",")}]`;
}

/** A shape as people write it: `C × E`, `(C + 1) × E`. */
export function shapeText({ rows, cols }: { readonly rows: Dim; readonly cols: Dim }): string {
  const side = (size: Dim): string => (size.monomials.length > 1 ? `(${size.text})` : size.text);
  return `${side(rows)} × ${side(cols)}`;
}

/** Whether a term is a scalar, that is 1 × 1. */
export function isScalar(term: Term): boolean {
  return term.rows === ONE && term.cols === ONE;
}

/**
 * A variable that a claim quantifies over, or a parameter of a model.
 *
 * shape   rows × cols; kinds such as `perm` need rows = cols
 * throws  Fault when the kind does not fit the shape
 */
export function variable(
  name: string,
  rows: DimLike,
  cols: DimLike,
  { kind = "matrix", index = [] }: { kind?: Kind; index?: readonly Index[] } = {},
): Variable {
  const [r, c] = [dim(rows), dim(cols)];
  expectName("variable", name);
  if (!isKind(kind)) throw new Fault({ op: `variable ${name}`, expected: "a kind", received: String(kind) });
  if (KINDS[kind].square && r !== c) {
    throw new Fault({
      op: `variable ${name}`,
      expected: `a square shape, since it is ${kind}`,
      received: `${r.text} × ${c.text}`,
    });
  }
  const at = Object.freeze(index.map((i) => indexOf(`variable ${name}`, i)));
  return intern<Variable>(`${name}|${indexKey(at)}|${kind}|${r.id}|${c.id}`, [], {
    op: "variable",
    name,
    kind,
    index: at,
    rows: r,
    cols: c,
  });
}

/** A scalar variable. */
export function scalarVariable(name: string, kind: Kind = "scalar"): Variable {
  return variable(name, 1, 1, { kind });
}

/** Squares of squares double their digits each time. */
const LARGEST = 1n << 65536n;

/**
 * A rational constant; a double or decimal text means the decimal that it prints as.
 *
 * shape   1 × 1
 */
export function constant(value: Rational | number | string): Constant {
  const exact = typeof value === "object" ? rational(value.numerator, value.denominator) : parseRational(String(value));
  if (exact.denominator >= LARGEST || exact.numerator >= LARGEST || -exact.numerator >= LARGEST)
    throw new Fault({ op: "constant", expected: "at most 2^16 bits", received: "a longer number" });
  return intern<Constant>(`${rationalText(exact)}`, [], {
    op: "constant",
    value: exact,
    rows: ONE,
    cols: ONE,
  });
}

/** A size as a number. shape  1 × 1 */
export function size(of: DimLike): Size {
  const d = dim(of);
  return intern<Size>(`${d.id}`, [], { op: "size", size: d, rows: ONE, cols: ONE });
}

function filled(op: Filled["op"], rows: Dim, cols: Dim): Filled {
  return intern<Filled>(`${rows.id}|${cols.id}`, [], { op, rows, cols });
}

/** The identity. shape  n × n */
export const identity = (n: DimLike): Filled => filled("identity", dim(n), dim(n));
/** All ones. shape  n × m */
export const ones = (n: DimLike, m: DimLike): Filled => filled("ones", dim(n), dim(m));
/** All zeros. shape  n × m */
export const zeros = (n: DimLike, m: DimLike): Filled => filled("zeros", dim(n), dim(m));
/** The column 0, 1, …, n−1: positions. shape  n × 1 */
export const iota = (n: DimLike): Filled => filled("iota", dim(n), ONE);

/**
 * The 0/1 matrix with ones on and below a diagonal: entry (i, j) is 1 when `j + below ≤ i + above`.
 * A causal mask is `tri(n, n)`; with T cached tokens it is `tri(C, T + C, { above: T })`.
 *
 * shape   n × m
 */
export function tri(n: DimLike, m: DimLike, { above = 0, below = 0 }: { above?: DimLike; below?: DimLike } = {}): Tri {
  const [rows, cols, up, down] = [dim(n), dim(m), dim(above), dim(below)];
  return intern<Tri>(`${rows.id}|${cols.id}|${up.id}|${down.id}`, [], {
    op: "tri",
    above: up,
    below: down,
    rows,
    cols,
  });
}

function unary(op: Unary["op"], A: Term, rows: Dim, cols: Dim): Unary {
  return internPair<Unary>(op, rows, cols, A, undefined);
}

function expectSquare(op: string, A: Term): void {
  if (A.rows !== A.cols) throw new Fault({ op, expected: "a square matrix", received: shapeText(A), about: "shape" });
}

/** Aᵀ. shape  n × m → m × n */
export const transpose = (A: Term): Unary => unary("transpose", A, A.cols, A.rows);

/** A⁻¹. shape  n × n → n × n. throws  Fault when A is not square */
export function inverse(A: Term): Unary {
  expectSquare("inv", A);
  return unary("inverse", A, A.rows, A.cols);
}

/** The diagonal matrix with a column's entries. shape  n × 1 → n × n. throws  Fault when v is not a column */
export function diag(v: Term): Unary {
  if (v.cols !== ONE)
    throw new Fault({ op: "diag", expected: "a column, n × 1", received: shapeText(v), about: "shape" });
  return unary("diag", v, v.rows, v.rows);
}

/** The diagonal of a square matrix as a column. shape  n × n → n × 1. throws  Fault when A is not square */
export function diagonal(A: Term): Unary {
  expectSquare("dg", A);
  return unary("diagonal", A, A.rows, ONE);
}

/** The columns of A one below the other. shape  n × m → n·m × 1 */
export const vec = (A: Term): Unary => unary("vec", A, mulDim(A.rows, A.cols), ONE);

/** The sum of the diagonal. shape  n × n → 1 × 1. throws  Fault when A is not square */
export function trace(A: Term): Unary {
  expectSquare("tr", A);
  return unary("trace", A, ONE, ONE);
}

/** The determinant. shape  n × n → 1 × 1. throws  Fault when A is not square */
export function det(A: Term): Unary {
  expectSquare("det", A);
  return unary("det", A, ONE, ONE);
}

/** The rank, a number. shape  n × m → 1 × 1 */
export const rank = (A: Term): Unary => unary("rank", A, ONE, ONE);

/** The largest entry. shape  n × m → 1 × 1 */
export const maxEntry = (A: Term): Unary => unary("maxEntry", A, ONE, ONE);

function binary(op: Binary["op"], A: Term, B: Term, rows: Dim, cols: Dim): Binary {
  return internPair<Binary>(op, rows, cols, A, B);
}

function expectSameShape(op: string, A: Term, B: Term): void {
  if (A.rows !== B.rows || A.cols !== B.cols) {
    const received = `${shapeText(A)} and ${shapeText(B)}`;
    throw new Fault({ op, expected: "two matrices of one shape", received, about: "shape" });
  }
}

/** A product of two or more matrices, from the left: `mul(A, B, C)` is `(A B) C`. shape  n × k, k × m → n × m */
export function mul(A: Term, B: Term, ...more: readonly Term[]): Term {
  if (A.cols !== B.rows) {
    throw new Fault({
      op: "mul",
      expected: `${A.cols.text} rows on the right of ${shapeText(A)}`,
      received: shapeText(B),
      about: "shape",
    });
  }
  const product = binary("mul", A, B, A.rows, B.cols);
  return more.length === 0 ? product : more.reduce<Term>((all, next) => mul(all, next), product);
}

/** A sum of two or more matrices of one shape, from the left. shape  n × m, n × m → n × m */
export function add(A: Term, B: Term, ...more: readonly Term[]): Term {
  expectSameShape("add", A, B);
  const sum = binary("add", A, B, A.rows, A.cols);
  return more.length === 0 ? sum : more.reduce<Term>((all, next) => add(all, next), sum);
}

/** A number times a matrix. shape  1 × 1, n × m → n × m. throws  Fault when the factor is not 1 × 1 */
export function scale(factor: Term, A: Term): Binary {
  if (!isScalar(factor))
    throw new Fault({ op: "scale", expected: "a number, 1 × 1", received: shapeText(factor), about: "shape" });
  return binary("scale", factor, A, A.rows, A.cols);
}

/** The entrywise product A ∘ B. shape  n × m, n × m → n × m */
export function hadamard(A: Term, B: Term): Binary {
  expectSameShape("hadamard", A, B);
  return binary("hadamard", A, B, A.rows, A.cols);
}

/** The entrywise maximum. shape  n × m, n × m → n × m */
export function max(A: Term, B: Term): Binary {
  expectSameShape("max", A, B);
  return binary("max", A, B, A.rows, A.cols);
}

/** [A | B]. shape  n × a, n × b → n × (a + b) */
export function hcat(A: Term, B: Term): Binary {
  if (A.rows !== B.rows)
    throw new Fault({
      op: "hcat",
      expected: "as many rows in both blocks",
      received: `${shapeText(A)} and ${shapeText(B)}`,
      about: "shape",
    });
  return binary("hcat", A, B, A.rows, addDim(A.cols, B.cols));
}

/** A above B. shape  a × m, b × m → (a + b) × m */
export function vcat(A: Term, B: Term): Binary {
  if (A.cols !== B.cols)
    throw new Fault({
      op: "vcat",
      expected: "as many columns in both blocks",
      received: `${shapeText(A)} and ${shapeText(B)}`,
      about: "shape",
    });
  return binary("vcat", A, B, addDim(A.rows, B.rows), A.cols);
}

/** The Kronecker product. shape  a × b, c × d → a·c × b·d */
export const kron = (A: Term, B: Term): Binary => binary("kron", A, B, mulDim(A.rows, B.rows), mulDim(A.cols, B.cols));

/** A known function of each entry. shape  n × m → n × m. throws  Fault when the function is not known */
export function map(fn: Entrywise, A: Term): Mapped {
  if (!isEntrywise(fn)) throw new Fault({ op: "map", expected: "an entrywise function", received: JSON.stringify(fn) });
  return internPair<Mapped>("map", A.rows, A.cols, A, undefined, fn);
}

/** Each entry to a natural power. shape  n × m → n × m */
export function power(A: Term, exponent: DimLike): Power {
  const e = dim(exponent);
  return intern<Power>(`${A.id}|${e.id}`, [A], { op: "power", exponent: e, rows: A.rows, cols: A.cols });
}

const SCOPES: readonly Opaque["scope"][] = ["entry", "row", "matrix"];

/**
 * An arbitrary function of which nothing is known but what it sees: each entry, each row, or the whole matrix.
 *
 * shape   entry: n × m → n × m; row: n × m → n × cols; matrix: n × m → rows × cols
 */
export function opaque(
  name: string,
  scope: Opaque["scope"],
  A: Term,
  { rows = A.rows, cols = A.cols, index = [] }: { rows?: DimLike; cols?: DimLike; index?: readonly Index[] } = {},
): Opaque {
  const [r, c] = [dim(rows), dim(cols)];
  expectName("opaque", name);
  if (!SCOPES.includes(scope))
    throw new Fault({ op: `opaque ${name}`, expected: SCOPES.join(", "), received: String(scope) });
  if ((scope !== "matrix" && r !== A.rows) || (scope === "entry" && c !== A.cols)) {
    throw new Fault({
      op: `opaque ${name}`,
      expected: `a shape that a function of each ${scope} keeps`,
      received: `${shapeText(A)} → ${r.text} × ${c.text}`,
      about: "shape",
    });
  }
  const at = Object.freeze(index.map((i) => indexOf(`opaque ${name}`, i)));
  return intern<Opaque>(`${name}|${indexKey(at)}|${scope}|${A.id}|${r.id}|${c.id}`, [A], {
    op: "opaque",
    name,
    scope,
    index: at,
    rows: r,
    cols: c,
  });
}

function expectInside(op: string, whole: Dim, start: Dim, count: Dim): void {
  if (subtractDim(whole, addDim(start, count)) === undefined) {
    throw new Fault({
      op,
      expected: `start + count within ${whole.text}`,
      received: `${start.text} + ${count.text}`,
      next: "write the size as a sum that contains both",
      about: "shape",
    });
  }
}

/** `count` rows from `start` on. shape  n × m → count × m. throws  Fault when they are not all inside for every size */
export function rows(A: Term, start: DimLike, count: DimLike): Slice {
  const [s, n] = [dim(start), dim(count)];
  expectInside("rows", A.rows, s, n);
  return intern<Slice>(`${A.id}|${s.id}|${n.id}`, [A], { op: "rows", start: s, rows: n, cols: A.cols });
}

/** `count` columns from `start` on. shape  n × m → n × count. throws  Fault when they are not all inside for every size */
export function cols(A: Term, start: DimLike, count: DimLike): Slice {
  const [s, n] = [dim(start), dim(count)];
  expectInside("cols", A.cols, s, n);
  return intern<Slice>(`${A.id}|${s.id}|${n.id}`, [A], { op: "cols", start: s, rows: A.rows, cols: n });
}

/**
 * A defined operation with its unfolding; see definition.ts, which is the way to make one.
 *
 * shape   that of the unfolding
 */
export function defined(name: string, args: readonly Term[], unfolded: Term): Defined {
  expectName("defined", name);
  expectTerm(name, unfolded);
  const own = [...args]; // the caller's may answer differently each time
  const height = Math.max(unfolded.height, heightOf(own));
  return intern<Defined>(`${name}|${own.map(({ id }) => id).join(",")}|${unfolded.id}`, own, {
    op: "defined",
    name,
    unfolded,
    rows: unfolded.rows,
    cols: unfolded.cols,
    height,
  });
}

/** A sum or a row of blocks whose body is already closed at height `height`; see binder.ts, which is the way to make one. */
export function closedBig(op: Big["op"], count: Dim, body: Term, height: number): Big {
  if (op !== "bigSum" && op !== "bigHcat" && op !== "bigVcat")
    throw new Fault({ op: "binder", expected: "bigSum, bigHcat or bigVcat", received: String(op) });
  const times = dim(count);
  expectAbove(op, height, body.height);
  return intern<Big>(`${times.id}|${body.id}|${height}`, [body], {
    op,
    count: times,
    rows: op === "bigVcat" ? mulDim(times, body.rows) : body.rows,
    cols: op === "bigHcat" ? mulDim(times, body.cols) : body.cols,
    height,
  });
}

/** A fold whose body is already closed at height `height`; see binder.ts, which is the way to make one. */
export function closedFold(count: Dim, init: Term, body: Term, height: number): Fold {
  expectSameShape("fold", init, body);
  const times = dim(count);
  expectAbove("fold", height, Math.max(init.height, body.height));
  return intern<Fold>(`${times.id}|${init.id}|${body.id}|${height}`, [init, body], {
    op: "fold",
    count: times,
    rows: init.rows,
    cols: init.cols,
    height,
  });
}

/** A binder stands above all that are in it: of two with one height, the outer would take what the inner one binds. */
function expectAbove(op: string, height: number, inside: number): void {
  if (expectNatural(op, height) <= inside)
    throw new Fault({ op, expected: `a height above ${inside}`, received: String(height) });
}

/** The running value of the fold of a height; see binder.ts. shape  that of the fold's start */
export function state(binder: number, rows: Dim, cols: Dim): State {
  const [r, c] = [dim(rows), dim(cols)];
  return intern<State>(`${expectNatural("state", binder)}|${r.id}|${c.id}`, [], {
    op: "state",
    binder,
    rows: r,
    cols: c,
  });
}
