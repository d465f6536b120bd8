/**
 * Scopes: what the names in a formula mean.
 *
 * A scope declares variables with kind and shape, size symbols, and opaque
 * functions. Facts about sizes (`i < n`) become substitutions, because sizes
 * have no subtraction: from then on `n` is read as `i + n_rest`.
 *
 * Notation, for the command line: declarations between semicolons
 *   P: perm C          x: C × E          A, B: symmetric n     a: posscalar
 *   W_Q[h]: E × d      one matrix for each h
 *   f: entry function  g: row function d (C × E → C × d)       F: function C × E
 */
import { type Dim, dim, dimSymbols, substituteDim } from "./dimension.ts";
import { didYouMean, Fault, withPlace } from "./fault.ts";
import { isKind, KINDS, type Kind, SCALAR_KINDS } from "./kind.ts";
import { isBinder } from "./names.ts";
import { schedule } from "./schedule.ts";
import { type OrderedSizes, orderSizes, parseSize, type SizeScope } from "./sizes.ts";
import { type Opaque, shapeText, type Term } from "./term.ts";
import { functionNames } from "./vocabulary.ts";

/** A declared variable, or a family of them. */
export interface DeclaredVariable {
  readonly kind: Kind;
  readonly rows: Dim;
  readonly cols: Dim;
  /** How many indices a member has; 0 for a single variable. */
  readonly indices: number;
}

/** A declared function of which nothing is known but what it sees; a size it does not give is that of its argument. */
export interface DeclaredFunction {
  readonly sees: Opaque["scope"];
  readonly rows?: Dim;
  readonly cols?: Dim;
  readonly indices: number;
}

/** What the names in a formula mean. */
export interface Scope extends OrderedSizes {
  readonly variables: ReadonlyMap<string, DeclaredVariable>;
  readonly functions: ReadonlyMap<string, DeclaredFunction>;
}

/** A declaration as text: name (`W_Q[h]` for a family), kind, and shape; scalars need none, square kinds one size. */
export interface Given {
  readonly name: string;
  readonly kind: string;
  readonly shape?: readonly (string | number)[];
}

/** What declarations are read with; all have visible defaults. */
export interface ScopeOptions {
  /** Size symbols that occur in no shape. */
  readonly dims?: readonly string[];
  /** Facts about sizes, such as `i < j <= n`. */
  readonly where?: readonly string[];
}

/**
 * The scope of declarations.
 *
 * throws  Fault for an unknown kind, a shape that does not fit it, a name declared twice, or facts that are no substitution
 */
export function declareScope(given: readonly Given[], { dims = [], where = [] }: ScopeOptions = {}): Scope {
  const declared = given.map(declaration);
  const shaped = declared.flatMap(({ meaning: { rows, cols } }) => [rows, cols]).filter((size) => size !== undefined);
  const symbols = new Set([...shaped.flatMap(dimSymbols), ...dims]);
  const { sizes, minima } = orderSizes(where, symbols);
  const variables = new Map<string, DeclaredVariable>();
  const functions = new Map<string, DeclaredFunction>();
  for (const { name, meaning } of declared) {
    if (variables.has(name) || functions.has(name))
      throw new Fault({ op: "given", expected: "each name once", received: name });
    if ("kind" in meaning) variables.set(name, resized(meaning, sizes));
    else functions.set(expectNew(name), resized(meaning, sizes));
  }
  return { variables, functions, sizes, minima };
}

function resized<T extends { readonly rows?: Dim; readonly cols?: Dim }>(meaning: T, sizes: SizeScope): T {
  const { rows, cols } = meaning;
  return {
    ...meaning,
    ...(rows === undefined ? {} : { rows: substituteDim(rows, sizes) }),
    ...(cols === undefined ? {} : { cols: substituteDim(cols, sizes) }),
  };
}

/** An opaque function must not hide one of the vocabulary. */
function expectNew(name: string): string {
  if (!functionNames().includes(name)) return name;
  throw new Fault({ op: "given", expected: "a function with a name of its own", received: name });
}

interface Declaration {
  readonly name: string;
  readonly meaning: DeclaredVariable | DeclaredFunction;
}

const NAME = /^([\p{L}_][\p{L}\p{N}_₀-₉]*)(?:\[([^\]]*)\])?$/u;
const FUNCTION_KIND = /^(?:(entry|row) )?function$/;

function declaration({ name: text, kind, shape = [] }: Given): Declaration {
  const [, name, index] = NAME.exec(text.trim()) ?? [];
  if (name === undefined)
    throw new Fault({ op: "given", expected: "a name such as x or W_Q[h]", received: JSON.stringify(text) });
  const indices = index === undefined ? 0 : index.split(",").length;
  const sizes = shape.map((size) => (typeof size === "number" ? dim(size) : parseSize(size)));
  const sees = FUNCTION_KIND.exec(kind);
  if (sees !== null)
    return { name, meaning: { ...functionShape(name, (sees[1] ?? "matrix") as Opaque["scope"], sizes), indices } };
  return { name, meaning: { ...variableShape(name, kind, sizes), indices } };
}

/** How many sizes a function may be given: those of its value that its argument does not determine. */
const FUNCTION_SIZES = { entry: [0], row: [0, 1], matrix: [0, 2] } as const;

function functionShape(name: string, sees: Opaque["scope"], sizes: readonly Dim[]): Omit<DeclaredFunction, "indices"> {
  const counts: readonly number[] = FUNCTION_SIZES[sees];
  if (!counts.includes(sizes.length)) {
    throw new Fault({ op: `given ${name}`, expected: `${counts.join(" or ")} sizes`, received: `${sizes.length}` });
  }
  const [first, second] = sizes;
  if (first === undefined) return { sees };
  return second === undefined ? { sees, cols: first } : { sees, rows: first, cols: second };
}

function variableShape(name: string, kind: string, sizes: readonly Dim[]): Omit<DeclaredVariable, "indices"> {
  const op = `given ${name}`;
  if (!isKind(kind)) {
    const next = didYouMean(kind, Object.keys(KINDS));
    throw new Fault({ op, expected: "a kind, or a shape such as C × E", received: kind, next });
  }
  const scalar = SCALAR_KINDS.has(kind);
  const shape = scalar && sizes.length === 0 ? [dim(1)] : sizes;
  const [rows, cols = KINDS[kind].square ? rows : undefined] = shape;
  if (rows === undefined || cols === undefined || shape.length > 2) {
    throw new Fault({ op, expected: `a shape for ${kind}, such as C × E`, received: `${shape.length} sizes` });
  }
  if (scalar ? rows !== dim(1) || cols !== dim(1) : KINDS[kind].square && rows !== cols) {
    const expected = `${scalar ? "1 × 1" : "a square shape"}, since it is ${kind}`;
    throw new Fault({ op, expected, received: shapeText({ rows, cols }) });
  }
  return { kind, rows, cols };
}

/**
 * The scope that a text such as `P: perm C; x: C × E; W_Q[h]: E × d` declares.
 *
 * throws  Fault with the place of the declaration that cannot be read
 */
export function parseGiven(text: string, options: ScopeOptions = {}): Scope {
  const given: Given[] = [];
  let from = 0;
  for (const part of text.split(";")) {
    const place = { text, from: from + part.length - part.trimStart().length, to: from + part.trimEnd().length };
    if (part.trim() !== "") given.push(...withPlace(place, () => givenOf(part)));
    from += part.length + 1;
  }
  return withPlace({ text, from: 0, to: text.length }, () => declareScope(given, options));
}

const BETWEEN_SIZES = /\s*×\s*|\s+x\s+|(?<=\d)x(?=\d)/;
/** The words before a shape, or alone: `perm` of `perm C`, but not the C of `C×E`. */
const KIND_WORDS = /^(?:(?:entry|row)\s+)?[\p{L}_][\p{L}\p{N}_]*(?=\s+[\p{L}\p{N}_(]|$)/u;

function givenOf(part: string): Given[] {
  const [names, meaning, more] = part.split(":");
  if (meaning === undefined || more !== undefined) {
    throw new Fault({ op: "given", expected: "name: kind shape", received: JSON.stringify(part.trim()) });
  }
  const text = meaning.trim().split(BETWEEN_SIZES).join("×");
  const [kind] = KIND_WORDS.exec(text) ?? [];
  const sizes = text.slice(kind?.length ?? 0).trim();
  const shape = sizes === "" ? [] : sizes.split("×");
  const given = names!.split(/,(?![^[]*\])/).map((name) => ({ name, kind: kind ?? "matrix", shape }));
  for (const one of given) declaration(one); // so that a fault points to this part
  return given;
}

/**
 * The scope in which the text of these terms is read back.
 *
 * throws  Fault when a name stands for two variables or functions that differ in more than an index
 */
export function scopeOf(...terms: readonly Term[]): Scope {
  const variables = new Map<string, DeclaredVariable>();
  const functions = new Map<string, DeclaredFunction>();
  const sizes = new Map<string, Dim>();
  for (const term of terms.flatMap((root) => schedule(root))) {
    if (term.op === "variable") declareOnce(variables, term.name, variableOf(term));
    if (term.op === "opaque") declareOnce(functions, expectNew(term.name), functionOf(term));
    for (const symbol of sizesIn(term).flatMap(dimSymbols)) sizes.set(symbol, dim(symbol));
  }
  return { variables, functions, sizes, minima: new Map() };
}

function variableOf({ kind, rows, cols, index }: Extract<Term, { op: "variable" }>): DeclaredVariable {
  return { kind, rows, cols, indices: index.length };
}

function functionOf({ scope: sees, rows, cols, args, index }: Opaque): DeclaredFunction {
  const [A] = args as readonly [Term]; // an opaque function has one argument
  const indices = index.length;
  if (sees === "matrix" && (rows !== A.rows || cols !== A.cols)) return { sees, rows, cols, indices };
  return sees === "row" && cols !== A.cols ? { sees, cols, indices } : { sees, indices };
}

function declareOnce<T extends object>(into: Map<string, T>, name: string, meaning: T): void {
  const known = into.get(name) ?? meaning;
  const same = Object.keys({ ...known, ...meaning }).every(
    (fact) => known[fact as keyof T] === meaning[fact as keyof T],
  );
  if (!same) throw new Fault({ op: "scopeOf", expected: `one meaning of ${name}`, received: "two" });
  into.set(name, meaning);
}

/** The sizes that stand in a node itself. */
function sizesIn(term: Term): readonly Dim[] {
  const shape = [term.rows, term.cols];
  if (term.op === "size") return [term.size];
  if (term.op === "tri") return [...shape, term.above, term.below];
  if (term.op === "power") return [term.exponent];
  if (term.op === "rows" || term.op === "cols") return [...shape, term.start];
  return isBinder(term) ? [...shape, term.count] : shape;
}
