/**
 * Formulas as text, read into terms.
 *
 * Notation   `A*B` product, or number times matrix    `A+B` `A-B` `-A`    `A'` transpose
 *            `A.*B` `A./B` entrywise                  `A/s` over a number
 *            `A.^n` entrywise power                   `s^n` power of a number
 *            `W[l,h]` member of a family              `f(A)` see vocabulary.ts
 *            `n` a size symbol, read as a number; `size(2*d)` other sizes
 *            `sum(h < H, A)` Σ over h = 0 … H − 1     `hcat(h < H, A)` `vcat(h < H, A)` blocks
 *            `layers(l < L, y = A, B)` y := A, then y := B for l = 0 … L − 1
 *            `derivative(A, x, V)` what A changes by when x moves along V, written out
 *
 * Law   reading what print.ts writes gives the same term.
 */
import { bigHcat, bigSum, bigVcat, layers } from "./binder.ts";
import { divide, subtract } from "./definition.ts";
import { derivative } from "./derivative.ts";
import type { Dim } from "./dimension.ts";
import { didYouMean, Fault, type Place, withPlace } from "./fault.ts";
import { minus, quotient, times } from "./operator.ts";
import type { Scope } from "./scope.ts";
import { readDifference, readSize } from "./sizes.ts";
import { type Infix, parseRelations, parseSyntax, type Syntax, withinDepth } from "./syntax.ts";
import {
  add,
  constant,
  hadamard,
  type Index,
  isScalar,
  opaque,
  power,
  shapeText,
  size,
  type Term,
  transpose,
  tri,
  variable,
} from "./term.ts";
import { functionNames, functionOf } from "./vocabulary.ts";

/** The two sides of a statement as terms; whether their shapes agree is for its user to judge. */
export interface StatementSides {
  readonly lhs: Term;
  readonly rhs: Term;
  readonly relation: "=" | "<=";
}

/**
 * The term that a formula means.
 *
 * throws  Fault with the place in the text: unknown names, shapes that do not fit, what is not grammar
 */
export function parseFormula(text: string, scope: Scope): Term {
  return withinDepth(text, () => read(parseSyntax(text), { scope, indices: new Map(), running: new Map() }));
}

/**
 * The sides and the relation of a statement such as `rank(A*B) <= d`.
 *
 * throws  Fault as {@link parseFormula} does, and when there is not one `=` or `<=`
 */
export function parseStatement(text: string, scope: Scope): StatementSides {
  const sides = withinDepth(text, () => parseRelations(text));
  const [relation, more] = sides.relations;
  if (relation === undefined || relation === "<" || more !== undefined) {
    const received = sides.relations.join(" and ") || "none";
    throw new Fault({ op: "statement", expected: "one = or <=", received, place: { text, from: 0, to: text.length } });
  }
  const env = { scope, indices: new Map(), running: new Map() };
  const [lhs, rhs] = sides.sides.map((side) => withinDepth(text, () => read(side, env))) as [Term, Term]; // one relation
  return { lhs, rhs, relation };
}

/** What names mean inside of binders. */
interface Environment {
  readonly scope: Scope;
  readonly indices: ReadonlyMap<string, Index>;
  /** Running values of layers. */
  readonly running: ReadonlyMap<string, Term>;
}

function refuse(place: Place, op: string, expected: string, received: string, next?: string): never {
  throw new Fault({ op, expected, received, next, place });
}

/** Refuses what is no way to write a function. */
function refuseUsage({ callee, args, place }: Call, usage: string): never {
  return refuse(place, callee.name, usage, args.length === 1 ? "1 argument" : `${args.length} arguments`);
}

function read(syntax: Syntax, env: Environment): Term {
  switch (syntax.kind) {
    case "number":
      return withPlace(syntax.place, () => constant(syntax.text));
    case "name":
      return readName(syntax, env);
    case "call":
      return readCall(syntax, env);
    case "minus":
      return minus(read(syntax.operand, env));
    case "transpose":
      return transpose(read(syntax.operand, env));
    case "infix":
      return readInfix(syntax, env);
  }
}

type Named = Extract<Syntax, { kind: "name" }>;
type Call = Extract<Syntax, { kind: "call" }>;
type Operation = Extract<Syntax, { kind: "infix" }>;

const OPERATORS: Readonly<Partial<Record<Infix, (A: Term, B: Term) => Term>>> = {
  "+": (A, B) => add(A, B),
  "-": subtract,
  "*": times,
  "/": quotient,
  ".*": hadamard,
  "./": divide,
};

function readInfix(syntax: Operation, env: Environment): Term {
  const { op, place } = syntax;
  const A = read(syntax.left, env);
  if (op === "^" || op === ".^") {
    if (op === "^" && !isScalar(A)) refuse(place, op, "a number, 1 × 1", shapeText(A), ".^ takes entries to a power");
    return power(A, readSize(syntax.right, env.scope.sizes));
  }
  const operator = OPERATORS[op];
  if (operator === undefined) refuse(place, "formula", "a term", `a relation, ${op}`);
  const B = read(syntax.right, env);
  return withPlace(place, () => operator(A, B));
}

function readName({ name, index, place }: Named, env: Environment): Term {
  const { variables, sizes } = env.scope;
  const running = env.running.get(name);
  if (running !== undefined && index.length === 0) return running;
  const declared = variables.get(name);
  if (declared !== undefined) {
    const at = readIndex(name, declared.indices, index, place, env);
    return withPlace(place, () => variable(name, declared.rows, declared.cols, { kind: declared.kind, index: at }));
  }
  const symbol = sizes.get(name);
  if (symbol !== undefined && index.length === 0) return size(symbol);
  const known = [...env.running.keys(), ...variables.keys(), ...sizes.keys()];
  return refuse(place, "formula", "a declared name", name, didYouMean(name, known));
}

function readIndex(name: string, count: number, index: readonly Syntax[], place: Place, env: Environment): Index[] {
  if (index.length !== count)
    refuse(place, name, `${count || "no"} ${count === 1 ? "index" : "indices"}`, `${index.length}`);
  return index.map((part) => {
    if (part.kind === "number" && /^\d+$/.test(part.text)) return Number(part.text);
    const bound = part.kind === "name" ? env.indices.get(part.name) : undefined;
    if (bound !== undefined) return bound;
    const expected = "a number or the index of a sum, blocks or layers";
    return refuse(part.place, name, expected, textOf(part), `bind it, as in sum(h < H, ${name}[h])`);
  });
}

function textOf({ place }: Syntax): string {
  return place.text.slice(place.from, place.to);
}

function readCall(syntax: Call, env: Environment): Term {
  const { callee, args, place } = syntax;
  if (env.scope.functions.has(callee.name)) return readOpaque(syntax, env);
  if (callee.index.length > 0) refuse(callee.place, "formula", "a declared function before [", callee.name);
  const [range] = args;
  if (range?.kind === "infix" && range.op === "<") return readBinder(syntax, range, env);
  if (callee.name === "tri") return readTri(syntax, env);
  if (callee.name === "derivative") return readDerivative(syntax, env);
  const { parameters, usage, make } = functionOf(callee.name) ?? refuseFunction(callee, env);
  if (args.length !== parameters.length) refuseUsage(syntax, usage);
  const terms = args.filter((_, i) => parameters[i] === "term").map((argument) => read(argument, env));
  const sizes = args.filter((_, i) => parameters[i] === "size").map((argument) => readSize(argument, env.scope.sizes));
  return withPlace(place, () => make(terms, sizes));
}

function refuseFunction({ name, place }: Named, { scope }: Environment): never {
  const product = scope.variables.has(name) || scope.sizes.has(name) ? "write * for a product" : undefined;
  const next = product ?? didYouMean(name, [...functionNames(), ...scope.functions.keys()]);
  return refuse(place, "formula", "a known function", name, next);
}

function readOpaque(syntax: Call, env: Environment): Term {
  const { callee, args, place } = syntax;
  const { sees, rows, cols, indices } = env.scope.functions.get(callee.name)!; // readCall looked
  const index = readIndex(callee.name, indices, callee.index, callee.place, env);
  const [argument, more] = args;
  if (argument === undefined || more !== undefined) refuseUsage(syntax, `${callee.name}(A)`);
  const A = read(argument, env);
  return withPlace(place, () => opaque(callee.name, sees, A, { rows: rows ?? A.rows, cols: cols ?? A.cols, index }));
}

/** `tri(n, m)` or `tri(n, m, k)`: ones where column ≤ row + k; k may be negative, as in numpy. */
function readTri(syntax: Call, { scope: { sizes } }: Environment): Term {
  const [n, m, k, more] = syntax.args;
  if (n === undefined || m === undefined || more !== undefined) refuseUsage(syntax, "tri(n, m) or tri(n, m, k)");
  const { plus: above, minus: below } = k === undefined ? { plus: 0, minus: 0 } : readDifference(k, sizes);
  return tri(readSize(n, sizes), readSize(m, sizes), { above, below });
}

/** `derivative(A, x, V)`: x is a variable. */
function readDerivative(syntax: Call, env: Environment): Term {
  const [A, of, V, more] = syntax.args;
  const usage = "derivative(A, x, V)";
  if (A === undefined || of === undefined || V === undefined || more !== undefined) return refuseUsage(syntax, usage);
  const x = read(of, env);
  if (x.op !== "variable") return refuse(of.place, "derivative", "a variable to derive by", textOf(of));
  return withPlace(syntax.place, () => derivative(read(A, env), x, read(V, env)));
}

const BIG = { sum: bigSum, hcat: bigHcat, vcat: bigVcat };

/** `sum(h < H, A)` and its like: the first argument is the range. */
function readBinder(syntax: Call, range: Operation, env: Environment): Term {
  const { callee, args } = syntax;
  const { left } = range;
  if (left.kind !== "name" || left.index.length > 0)
    refuse(left.place, callee.name, "the name of an index", textOf(left));
  const count = readSize(range.right, env.scope.sizes);
  const inside = (index: Index): Environment => ({ ...env, indices: new Map([...env.indices, [left.name, index]]) });
  if (callee.name === "layers") return readLayers(syntax, count, inside, env);
  const op = Object.keys(BIG).find((name) => name === callee.name) as keyof typeof BIG | undefined; // one of its keys
  if (op === undefined) return refuse(callee.place, "formula", "sum, hcat, vcat or layers before a range", callee.name);
  const [, body, more] = args;
  if (body === undefined || more !== undefined) refuseUsage(syntax, `${op}(h < H, A)`);
  return BIG[op](count, (h) => read(body, inside(h)));
}

function readLayers(syntax: Call, count: Dim, inside: (index: Index) => Environment, env: Environment): Term {
  const [, start, body, more] = syntax.args;
  const usage = "layers(l < L, y = A, B)";
  if (start?.kind !== "infix" || start.op !== "=" || body === undefined || more !== undefined)
    return refuseUsage(syntax, usage);
  const { left: y, right } = start;
  if (y.kind !== "name" || y.index.length > 0)
    return refuse(y.place, "layers", "the name of a running value", textOf(y));
  const init = read(right, env);
  const layer = (l: Index, running: Term): Term => {
    const within = inside(l);
    return read(body, { ...within, running: new Map([...within.running, [y.name, running]]) });
  };
  return withPlace(syntax.place, () => layers(count, init, layer));
}
