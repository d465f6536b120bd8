/**
 * The notation of terms: how a person writes them on a board, as a tree that LaTeX and MathML render alike.
 *
 * A fold over terms. What binds how tight is decided here once; a renderer only knows rows, scripts and fractions.
 * Elements carry the term that they stand for, so that a page can light what is changed.
 */
import type { Dim } from "../term/dimension.ts";
import { addDim, dimValue } from "../term/dimension.ts";
import type { Entrywise } from "../term/entrywise.ts";
import { fold } from "../term/schedule.ts";
import { constant, type Index, isScalar, type Term } from "../term/term.ts";

/** What is drawn. */
export type Notation =
  | { readonly kind: "row"; readonly parts: readonly Notation[] }
  | { readonly kind: "letter" | "word" | "number" | "sign"; readonly text: string }
  | { readonly kind: "scripts"; readonly base: Notation; readonly sub?: Notation; readonly sup?: Notation }
  | { readonly kind: "fraction"; readonly over: Notation; readonly under: Notation }
  | { readonly kind: "root"; readonly of: Notation }
  /** A function of what stands in its fence. */
  | { readonly kind: "call"; readonly name: Notation; readonly to: Notation }
  | { readonly kind: "fence"; readonly open: "(" | "["; readonly of: Notation }
  /** A large operator over a range. */
  | { readonly kind: "big"; readonly sign: string; readonly under: Notation; readonly over?: Notation }
  | { readonly kind: "term"; readonly term: Term; readonly of: Notation };

/** How tight the outermost operator of a piece binds. */
type Level = 1 | 2 | 3 | 4;
const SUM = 1;
const PRODUCT = 2;
const POSTFIX = 3;
const ATOM = 4;

interface Piece {
  readonly of: Notation;
  readonly level: Level;
}

/** Names that stand for terms: what a reader has been told to call them. */
export type Abbreviations = ReadonlyMap<Term, string>;

/** The notation of a term. */
export function notationOf(root: Term, names: Abbreviations = new Map()): Notation {
  return fold<Piece>(root, (term, args) => {
    const name = names.get(term);
    const piece = name === undefined ? pieceOf(term, args) : atom(letterOf(name));
    return { of: { kind: "term", term, of: piece.of }, level: piece.level };
  }).of;
}

const letter = (text: string): Notation => ({ kind: "letter", text });
const word = (text: string): Notation => ({ kind: "word", text });
const number = (text: string): Notation => ({ kind: "number", text });
const sign = (text: string): Notation => ({ kind: "sign", text });
const row = (...parts: readonly Notation[]): Notation => ({ kind: "row", parts });
const fence = (of: Notation, open: "(" | "[" = "("): Notation => ({ kind: "fence", open, of });
const sub = (base: Notation, below: Notation): Notation => ({ kind: "scripts", base, sub: below });
const sup = (base: Notation, above: Notation): Notation => ({ kind: "scripts", base, sup: above });
const atom = (of: Notation): Piece => ({ of, level: ATOM });
const at = ({ of, level }: Piece, least: Level): Notation => (level < least ? fence(of) : of);
const infix = (A: Piece, operator: Notation | undefined, B: Piece, level: Level): Piece => ({
  of: row(at(A, level), ...(operator === undefined ? [] : [operator]), at(B, (level + 1) as Level)), // sums and products only
  level,
});
const listed = (items: readonly Notation[], between = ","): Notation =>
  row(...items.flatMap((item, i) => (i === 0 ? [item] : [sign(between), item])));
const call = (name: Notation, ...args: readonly Notation[]): Piece =>
  atom({ kind: "call", name, to: fence(listed(args)) });

/** Names of functions whose notation is their name. */
const FUNCTIONS: Readonly<Partial<Record<Entrywise, string>>> = { relu: "ReLU", gelu: "GELU", silu: "SiLU" };

function pieceOf(term: Term, args: readonly Piece[]): Piece {
  const [A, B] = args as readonly [Piece, Piece]; // as many as the operation has
  switch (term.op) {
    case "variable":
      return atom(indexed(letterOf(term.name), term.index));
    case "constant": {
      const { numerator, denominator } = term.value;
      const over = number(String(numerator < 0n ? -numerator : numerator));
      const size: Notation = denominator === 1n ? over : { kind: "fraction", over, under: number(String(denominator)) };
      return numerator < 0n ? { of: row(sign("−"), size), level: SUM } : atom(size);
    }
    case "size":
      return sizePiece(term.size);
    case "state":
      return atom(runningName(term.binder));
    case "identity":
      return atom(sub(letter("I"), sizeOf(term.rows)));
    case "iota":
      return atom(sub(letter("ι"), sizeOf(term.rows)));
    case "ones":
      return atom(sub(number("1"), shape(term)));
    case "zeros":
      return atom(sub(number("0"), shape(term)));
    case "tri":
      return atom(sub(letter("M"), row(letter("j"), sign("≤"), letter("i"), ...offset(term.above, term.below))));
    case "transpose":
      return { of: sup(at(A, (POSTFIX + 1) as Level), sign("⊤")), level: POSTFIX };
    case "inverse":
      return { of: sup(at(A, ATOM), row(sign("−"), number("1"))), level: POSTFIX };
    case "mul":
      return infix(A, undefined, B, PRODUCT);
    case "scale":
      return scaled(term, A, B);
    case "add":
      return sum(term.args[1]!, A, B);
    case "hadamard":
      return infix(A, sign("⊙"), B, PRODUCT);
    case "kron":
      return infix(A, sign("⊗"), B, PRODUCT);
    case "map":
      return mapped(term.fn, term, A);
    case "power":
      return { of: sup(at(A, ATOM), row(sign("∘"), sizeOf(term.exponent))), level: POSTFIX };
    case "opaque":
      return call(indexed(letterOf(term.name), term.index), A.of);
    case "rows":
    case "cols":
      return { of: sub(at(A, ATOM), sliceOf(term)), level: POSTFIX };
    case "hcat":
      return atom(fence(row(A.of, sign("∣"), B.of), "["));
    case "vcat":
      return atom(fence(row(A.of, sign(";"), B.of), "["));
    case "max":
      return call(word("max"), A.of, B.of);
    case "maxEntry":
      return call(word("max"), A.of);
    case "diagonal":
      return call(word("dg"), A.of);
    case "trace":
      return call(word("tr"), A.of);
    case "vec":
    case "diag":
    case "det":
    case "rank":
      return call(word(term.op), A.of);
    case "bigSum":
      return { of: row(big("∑", term.height, term.count), at(A, PRODUCT)), level: SUM };
    case "bigHcat":
    case "bigVcat": {
      const range = row(indexName(term.height), sign("<"), sizeOf(term.count));
      const between = term.op === "bigHcat" ? "⋯" : "⋮";
      return atom(sub(fence(row(sign(between), A.of, sign(between)), "["), range));
    }
    case "fold": {
      const step = row(runningName(term.height), sign("↦"), B.of);
      return atom(row(big("◯", term.height, term.count), fence(listed([step, A.of]))));
    }
    case "defined":
      return definedPiece(term, args);
  }
}

function definedPiece({ name }: Extract<Term, { op: "defined" }>, args: readonly Piece[]): Piece {
  const [A, B] = args as readonly [Piece, Piece];
  if (name === "subtract") return infix(A, sign("−"), B, SUM);
  if (name === "divide") return infix(A, sign("⊘"), B, PRODUCT);
  if (name === "fro2") return atom(sup(row(sign("‖"), A.of, sign("‖")), number("2")));
  if (name === "softmax_all") return call(sub(word("softmax"), word("all")), A.of);
  if (name === "msoftmax") return call(sub(word("softmax"), B.of), A.of);
  return call(word(name), ...args.map(({ of }) => of));
}

function mapped(fn: Entrywise, term: Term, A: Piece): Piece {
  if (fn === "recip" && isScalar(term)) return atom({ kind: "fraction", over: number("1"), under: A.of });
  if (fn === "recip") return { of: sup(at(A, ATOM), row(sign("∘"), sign("−"), number("1"))), level: POSTFIX };
  if (fn === "sqrt" && isScalar(term)) return atom({ kind: "root", of: A.of });
  if (fn === "square") return { of: sup(at(A, ATOM), row(sign("∘"), number("2"))), level: POSTFIX };
  return call(word(FUNCTIONS[fn] ?? fn.replaceAll("_", " ")), A.of);
}

/** `A/s` for a reciprocal, `−A` for −1, and a number before its matrix. */
function scaled(term: Term, factor: Piece, A: Piece): Piece {
  const [s] = term.args as readonly [Term, Term];
  if (s === constant(-1)) return { of: row(sign("−"), at(A, PRODUCT)), level: SUM };
  if (s.op === "map" && s.fn === "recip" && isScalar(s)) {
    const under = bare(factor.of);
    if (under.kind === "fraction") return atom({ kind: "fraction", over: A.of, under: under.under });
  }
  return infix(factor, undefined, A, PRODUCT);
}

function sum(second: Term, A: Piece, B: Piece): Piece {
  const inner = bare(B.of);
  const negative = second.op === "scale" && second.args[0] === constant(-1);
  if (!negative || inner.kind !== "row") return infix(A, sign("+"), B, SUM);
  return { of: row(A.of, { kind: "term", term: second, of: inner }), level: SUM };
}

function bare(of: Notation): Notation {
  return of.kind === "term" ? bare(of.of) : of;
}

/** `W_Q` as W with Q below it. */
function letterOf(name: string): Notation {
  const [head, ...rest] = name.replace(/^~/, "ν").split("_") as [string, ...string[]];
  const base = head.length === 1 ? letter(head) : word(head);
  return rest.length === 0 || head === "" ? (head === "" ? word(name) : base) : sub(base, word(rest.join(" ")));
}

function indexed(base: Notation, index: readonly Index[]): Notation {
  if (index.length === 0) return base;
  const above = fence(listed(index.map((i) => (typeof i === "number" ? number(String(i)) : indexLetter(i)))));
  return base.kind === "scripts" ? { ...base, sup: above } : sup(base, above);
}

function indexLetter(index: Exclude<Index, number>): Notation {
  return "bound" in index ? indexName(index.bound) : letterOf(index.free);
}

function indexName(height: number): Notation {
  return height === 1 ? letter("i") : sub(letter("i"), number(String(height)));
}

function runningName(height: number): Notation {
  return height === 1 ? letter("y") : sub(letter("y"), number(String(height)));
}

function big(text: string, height: number, count: Dim): Notation {
  return { kind: "big", sign: text, under: row(indexName(height), sign("<"), sizeOf(count)) };
}

function sizeOf(size: Dim): Notation {
  return sizePiece(size).of;
}

function sizePiece(size: Dim): Piece {
  const parts = size.text.split(/([+\-−·()])/).map((part) => part.trim());
  const shown = parts.filter((part) => part !== "" && part !== "·");
  const one = (part: string): Notation =>
    /^\d+$/.test(part) ? number(part) : /^[+\-−()]$/.test(part) ? sign(part === "-" ? "−" : part) : letterOf(part);
  return { of: row(...shown.map(one)), level: shown.length === 1 ? ATOM : parts.includes("+") ? SUM : PRODUCT };
}

function shape({ rows, cols }: Term): Notation {
  return row(sizeOf(rows), sign("×"), sizeOf(cols));
}

function offset(above: Dim, below: Dim): readonly Notation[] {
  return [
    ...(dimValue(above) === 0 ? [] : [sign("+"), sizeOf(above)]),
    ...(dimValue(below) === 0 ? [] : [sign("−"), sizeOf(below)]),
  ];
}

function sliceOf(term: Extract<Term, { op: "rows" | "cols" }>): Notation {
  const count = term.op === "rows" ? term.rows : term.cols;
  const range = row(sizeOf(term.start), sign(":"), sizeOf(addDim(term.start, count)));
  return term.op === "rows" ? row(range, sign(","), sign(":")) : row(sign(":"), sign(","), range);
}
