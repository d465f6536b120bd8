/**
 * Parameters of axioms, as their notation says (axiom.ts): what terms must be
 * for a law to speak of them.
 *
 * A law is a function of terms, and its constructors refuse most terms that do
 * not fit, but not all: `f(u·1) = f(u)·1` type-checks for a u of two columns,
 * of which it is false. So the shapes in the notation are conditions, and the
 * random test of the axioms draws from the notation that the kernel enforces.
 */
import { addDim, type Dim, dim } from "../term/dimension.ts";
import { Fault } from "../term/fault.ts";
import { shapeText, type Term } from "../term/term.ts";

/** One parameter: in `S: sum p of n × m` the words `sum p of` stand before the shape. */
export interface Parameter {
  readonly name: string;
  readonly before: readonly string[];
  /** Rows and columns, each a sum of symbols; undefined where another parameter says it. */
  readonly shape: readonly [Size, Size] | undefined;
  readonly after: readonly string[];
}

/** A size as the symbols of a sum; `1` is one. */
export type Size = readonly string[];

const SHAPED = /^(.*?)(\([^)]*\)|\b[a-z]\b|1) × (\([^)]*\)|[a-z]\b|1)(.*)$/u;
const words = (text: string): readonly string[] => text.split(/[\s()+]+/).filter((word) => word !== "");

/** The parameters that a notation lists. throws  Fault when it lists something else */
export function parseParameters(notation: string): readonly Parameter[] {
  if (notation === "") return [];
  return notation.split(";").map((text) => {
    const [, name, rest] = /^\s*(\p{L}\w*): (.+)$/u.exec(text) ?? [];
    if (name === undefined || rest === undefined)
      throw new Fault({ op: "axiom", expected: "parameters such as A: n × m", received: text });
    const [, before = rest, rows, cols, after = ""] = SHAPED.exec(rest) ?? [];
    const shape = rows === undefined || cols === undefined ? undefined : ([words(rows), words(cols)] as const);
    return { name, before: words(before), shape, after: words(after) };
  });
}

/** Throws unless terms, as many, have the shapes that parameters state: a symbol is one size throughout. */
export function expectShapes(axiom: string, parameters: readonly Parameter[], args: readonly Term[]): void {
  const sizes = new Map([["1", dim(1)]]);
  const sums: (() => void)[] = []; // of symbols that a later parameter may determine
  const expectSize = (size: Dim, expected: Dim, term: Term): void => {
    if (size === expected) return;
    throw new Fault({ op: axiom, expected: `a size ${expected.text}`, received: shapeText(term), about: "shape" });
  };
  const meet = ([symbol, ...more]: Size, size: Dim, term: Term): void => {
    if (more.length > 0)
      sums.push(() => expectSize(size, addDim(...[symbol!, ...more].map((s) => sizes.get(s)!)), term));
    else if (sizes.has(symbol!)) expectSize(size, sizes.get(symbol!)!, term);
    else sizes.set(symbol!, size);
  };
  for (const [i, { before, shape, after }] of parameters.entries()) {
    if (after.length > 0) continue; // a function, which is applied to other terms
    const term = subject(axiom, before, args[i]!);
    if ("count" in args[i]! && BIG.has(before[0] ?? "")) meet([before[1]!], args[i].count, args[i]);
    const like = parameters.findIndex(({ name }) => LIKE.has(before[0] ?? "") && before.includes(name));
    const [rows, cols] = shape ?? (before[0] === "bound" ? [["1"], ["1"]] : [undefined, undefined]);
    if (rows !== undefined && cols !== undefined) {
      meet(rows, term.rows, term);
      meet(cols, term.cols, term);
    } else if (like >= 0) {
      expectSize(term.rows, args[like]!.rows, term);
      expectSize(term.cols, args[like]!.cols, term);
    }
  }
  for (const check of sums) check();
}

const BIG: ReadonlyMap<string, Term["op"]> = new Map([
  ["sum", "bigSum"],
  ["hcat", "bigHcat"],
  ["vcat", "bigVcat"],
]);
/** Words for a matrix of the shape of another. */
const LIKE: ReadonlySet<string> = new Set(["above", "same", "inverse"]);

/** What the shape is said of: the body of a binder, what a slice is of, or the term itself. */
function subject(axiom: string, before: readonly string[], term: Term): Term {
  const [word, next, ...rest] = before;
  const isSlice = (word === "rows" || word === "cols") && next === "of";
  const op = isSlice ? word : BIG.get(word ?? "");
  if (op === undefined) return term;
  if (term.op !== op) throw new Fault({ op: axiom, expected: op, received: term.op });
  return isSlice ? subject(axiom, rest, term.args[0]!) : term.args[0]!; // both have an argument
}
