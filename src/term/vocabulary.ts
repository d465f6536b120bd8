/**
 * The vocabulary of formulas: every function that may be written, with its arguments.
 *
 * Core operations stand here, under the names of the statement files; functions
 * of one entry and definitions join by the names that they have. What binds an
 * index (`sum(h < H, …)`, `layers`), `tri` and `derivative` are read by formula.ts.
 */
import { definitionNames, definitionOf } from "./definition.ts";
import { type Dim, subtractDim } from "./dimension.ts";
import { ENTRYWISE, isEntrywise } from "./entrywise.ts";
import { Fault } from "./fault.ts";
import {
  cols,
  defined,
  det,
  diag,
  diagonal,
  hcat,
  identity,
  inverse,
  iota,
  kron,
  map,
  max,
  maxEntry,
  mul,
  ones,
  power,
  rank,
  rows,
  scale,
  size,
  type Term,
  trace,
  tri,
  vcat,
  vec,
  zeros,
} from "./term.ts";

/** A function of the grammar: what it is made of, and how. */
export interface FormulaFunction {
  readonly usage: string;
  /** Whether each argument is a term or a size. */
  readonly parameters: readonly ("term" | "size")[];
  readonly make: (terms: readonly Term[], sizes: readonly Dim[]) => Term;
}

/** A function from its usage, in which capitals stand for terms and small letters for sizes. */
function fn(usage: string, make: FormulaFunction["make"]): readonly [string, FormulaFunction] {
  const [name, ...parameters] = usage.split(/[(), ]+/).filter((part) => part !== "");
  return [name!, { usage, parameters: parameters.map((p) => (/^[A-Z]/.test(p) ? "term" : "size")), make }];
}

/** The functions that are core operations; those of one entry and the definitions are added by name. */
const FUNCTIONS: ReadonlyMap<string, FormulaFunction> = new Map([
  fn("inv(A)", ([A]) => inverse(A!)),
  fn("det(A)", ([A]) => det(A!)),
  fn("tr(A)", ([A]) => trace(A!)),
  fn("rank(A)", ([A]) => rank(A!)),
  fn("vec(A)", ([A]) => vec(A!)),
  fn("diag(A)", ([A]) => diag(A!)),
  fn("dg(A)", ([A]) => diagonal(A!)),
  fn("maxall(A)", ([A]) => maxEntry(A!)),
  fn("max(A, B)", ([A, B]) => max(A!, B!)),
  fn("kron(A, B)", ([A, B]) => kron(A!, B!)),
  fn("hcat(A, B)", ([A, B]) => hcat(A!, B!)),
  fn("vcat(A, B)", ([A, B]) => vcat(A!, B!)),
  fn("mul(A, B)", ([A, B]) => mul(A!, B!)),
  fn("scale(A, B)", ([A, B]) => scale(A!, B!)),
  fn("pow(A, n)", ([A], [n]) => power(A!, n!)),
  fn("rows(A, i, j)", ([A], [i, j]) => rows(A!, i!, between(i!, j!))),
  fn("cols(A, i, j)", ([A], [i, j]) => cols(A!, i!, between(i!, j!))),
  fn("I(n)", (_, [n]) => identity(n!)),
  fn("ones(n, m)", (_, [n, m]) => ones(n!, m!)),
  fn("zeros(n, m)", (_, [n, m]) => zeros(n!, m!)),
  fn("iota(n)", (_, [n]) => iota(n!)),
  fn("tril(n)", (_, [n]) => tri(n!, n!)),
  fn("size(n)", (_, [n]) => size(n!)),
]);

/** How many rows or columns there are from i up to j. */
function between(i: Dim, j: Dim): Dim {
  const count = subtractDim(j, i);
  if (count !== undefined) return count;
  const next = "state the order, such as i <= j, with the sizes";
  throw new Fault({
    op: "slice",
    expected: "an end that is never before its start",
    received: `${i.text} to ${j.text}`,
    next,
    about: "shape",
  });
}

/** The function of a name, when there is one. */
export function functionOf(name: string): FormulaFunction | undefined {
  const core = FUNCTIONS.get(name);
  if (core !== undefined) return core;
  if (isEntrywise(name)) return { usage: `${name}(A)`, parameters: ["term"], make: ([A]) => map(name, A!) };
  const definition = definitionOf(name);
  if (definition === undefined) return undefined;
  const { parameters, unfold } = definition;
  const make = (args: readonly Term[]): Term => defined(name, args, unfold(...args));
  return { usage: `${name}(${parameters.join(", ")})`, parameters: parameters.map(() => "term"), make };
}

/** The names of all functions that a formula may use. */
export function functionNames(): readonly string[] {
  return [...FUNCTIONS.keys(), "tri", "layers", "derivative", ...Object.keys(ENTRYWISE), ...definitionNames()];
}
