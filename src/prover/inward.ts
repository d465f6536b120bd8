/**
 * What goes inward: slices, and turns, that is products with a matrix that writes rows in another basis or another order.
 *
 * An operation passes them to its arguments; which of these change, and to what, is seen from the term that they are
 * compared with. What is said of the operation is shown with variables for the arguments.
 */
import { isBinder } from "../term/names.ts";
import { schedule } from "../term/schedule.ts";
import { mul, type Slice, type Term, transpose, type Variable } from "../term/term.ts";
import { type Equality, remade } from "./derivation.ts";
import type { Normaliser } from "./normaliser.ts";
import { like } from "./rules/slice.ts";

/** A term with variables in it, what a slice or a turn makes of it, and that without variables. */
export interface Moved {
  readonly whole: Term;
  readonly part: Term;
  readonly real: Term;
}

/** Whether a slice passes an operation with all that is in it at once: a definition, and a sum over what is sliced too. */
export function isWhole(inner: Term, other: Term): boolean {
  if (inner.op === "defined") return other.op === "defined";
  return inner.op === "mul" && other.op === "mul" && inner.args[0]!.cols !== other.args[0]!.cols;
}

/** The arguments of a term as they fit those of another one. */
export function argumentsMoved(
  slice: Slice,
  inner: Term,
  other: Term,
  variable: (of: Term) => Variable,
): Moved | undefined {
  if (inner.op !== other.op || isBinder(inner)) return undefined;
  const most = Math.max(inner.args.length, other.args.length);
  const args = Array.from({ length: most }, (_, i) => moved(slice, inner.args[i], other.args[i], variable));
  return ofArguments(inner, other, args);
}

/** The operations of two terms on what became of their arguments, if something became of all. */
function ofArguments(inner: Term, other: Term, args: readonly (Moved | undefined)[]): Moved | undefined {
  if (!args.every((one) => one !== undefined)) return undefined;
  const made = (of: Term, which: keyof Moved): Term =>
    remade(
      of,
      args.slice(0, of.args.length).map((one) => one[which]),
    );
  return { whole: made(inner, "whole"), part: made(other, "part"), real: made(other, "real") };
}

function moved(
  slice: Slice,
  argument: Term | undefined,
  other: Term | undefined,
  variable: (of: Term) => Variable,
): Moved | undefined {
  const fixed = [argument, other].filter((one) => one !== undefined);
  if (!fixed.some(hasVariable))
    return { whole: argument ?? other!, part: other ?? argument!, real: other ?? argument! };
  if (argument === undefined || other === undefined) return undefined;
  const of = (whole: Term): Term | undefined => fitting(slice, whole, other);
  const real = of(argument);
  if (real === undefined) return argumentsMoved(slice, argument, other, variable);
  const whole = variable(argument);
  return { whole, part: of(whole)!, real }; // the variable has the shape of the argument
}

/** What of a term has the shape of another one: itself, or the slice. */
function fitting(slice: Slice, term: Term, other: Term): Term | undefined {
  if (term.rows === other.rows && term.cols === other.cols) return term;
  const [along, across] = slice.op === "rows" ? (["rows", "cols"] as const) : (["cols", "rows"] as const);
  const isCut = term[along] === slice.args[0]![along] && other[along] === slice[along];
  return isCut && term[across] === other[across] ? like(slice, term) : undefined;
}

/** A product with a matrix that writes rows in another basis, or in another order. */
interface Turn {
  readonly inner: Term;
  readonly by: Term;
  readonly side: "left" | "right";
  readonly taken: (of: Term) => Term;
}

const isTurn = (factor: Term): boolean =>
  factor.op === "variable" && (factor.kind === "orthogonal" || factor.kind === "perm");

/** What of a product is turned, if something is. */
export function turnOf(product: Term): Turn | undefined {
  if (product.op !== "mul") return undefined;
  const [L, R] = product.args as readonly [Term, Term];
  if (isTurn(R)) return { inner: L, by: R, side: "right", taken: (of) => mul(of, R) };
  return isTurn(L) ? { inner: R, by: L, side: "left", taken: (of) => mul(L, of) } : undefined;
}

/** Whether a stream is written in another basis: what reads it must know that, as a norm does not pass one on. */
export const isRotated = (term: Term): boolean => turnOf(term)?.side === "right";

/** A product with a turn, one operation inward, toward a term of this operation. */
export function turnedInward(product: Term, other: Term, n: Normaliser): Equality | undefined {
  const turn = turnOf(product);
  if (turn === undefined || turn.inner.op !== other.op) return undefined;
  const { inner, by } = turn;
  const [A, B] = inner.args as readonly [Term, Term];
  const isLeft = turn.side === "left";
  switch (inner.op) {
    case "add":
      return isLeft ? n.law("mul_add", [by, A, B]) : n.law("add_mul", [A, B, by]);
    case "bigSum":
      return isLeft ? n.law("mul_sum", [by, inner]) : n.law("sum_mul", [inner, by]);
    case "mul":
      return n.regrouped(product, isLeft ? mul(mul(by, A), B) : mul(A, mul(B, by)));
    default:
      return undefined;
  }
}

/** The arguments of what is turned, as they fit those of another term. */
export function argumentsTurned(
  { inner, by, side, taken }: Turn,
  other: Term,
  variable: (of: Term) => Variable,
): Moved | undefined {
  if (inner.op !== other.op || inner.args.length !== other.args.length || isBinder(inner)) return undefined;
  const args = inner.args.map((argument, i): Moved | undefined => {
    const there = other.args[i]!;
    if (there === argument || (side === "left" && there === conjugate(by, argument)))
      return { whole: argument, part: there, real: there };
    const fits = side === "left" ? argument.rows === by.cols : argument.cols === by.rows;
    if (!fits || argument.rows !== there.rows || argument.cols !== there.cols) return undefined;
    const whole = variable(argument);
    return { whole, part: taken(whole), real: taken(argument) };
  });
  return ofArguments(inner, other, args);
}

/** `P M Pᵀ`. */
const conjugate = (P: Term, M: Term): Term | undefined =>
  M.rows === P.cols && M.cols === P.cols ? mul(mul(P, M), transpose(P)) : undefined;

const variables = new WeakMap<Term, boolean>();

/** Whether there is a variable in a term: positions and numbers have none, and laws of their own. */
export function hasVariable(root: Term): boolean {
  for (const term of schedule(root, { stop: (inner) => variables.has(inner) }))
    variables.set(term, term.op === "variable" || term.args.some((argument) => variables.get(argument)));
  return variables.get(root)!; // the schedule ends with it
}
