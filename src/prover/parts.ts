/**
 * Parts of terms in normal form: factors, summands, the number in front.
 */
import { dim } from "../term/dimension.ts";
import { add, hadamard, isScalar, mul, type Term, transpose } from "../term/term.ts";
import { compareTerms } from "./order.ts";

const ONE = dim(1);

/** The operands of an operation nested in any way, from left to right. */
export function flat(op: "mul" | "add" | "hadamard", term: Term): readonly Term[] {
  if (term.op !== op) return [term];
  const parts: Term[] = [];
  const stack: Term[] = [term];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (next.op === op) stack.push(next.args[1]!, next.args[0]!);
    else parts.push(next);
  }
  return parts;
}

const COMBINE = { mul: (a: Term, b: Term) => mul(a, b), add: (a: Term, b: Term) => add(a, b), hadamard } as const;

/** Operands nested to the left. There is at least one. */
export function nested(op: "mul" | "add" | "hadamard", parts: readonly Term[]): Term {
  return parts.reduce((left, right) => COMBINE[op](left, right));
}

/** The factors of a product. */
export const factorsOf = (term: Term): readonly Term[] => flat("mul", term);
/** The summands of a sum. */
export const summandsOf = (term: Term): readonly Term[] => flat("add", term);

const streams = new WeakMap<Term, readonly Term[]>();

/**
 * The summands of a sum, where a sum that another summand is made from stays one: in `y + g(y)` with `y = x + f(x)` these
 * are y and g(y), so that a stack of residual layers is as long as it is deep. So does one that stands there twice.
 */
export function streamsOf(term: Term): readonly Term[] {
  const known = streams.get(term);
  if (known !== undefined) return known;
  const parts: Term[] = [term];
  const isTwice = (part: Term): boolean => parts.indexOf(part) !== parts.lastIndexOf(part);
  const isOpened = (part: Term): boolean => part.op === "add" && !isTwice(part) && !isStream(part, parts);
  for (let i = parts.findIndex(isOpened); i >= 0; i = parts.findIndex(isOpened)) parts.splice(i, 1, ...parts[i]!.args);
  streams.set(term, parts);
  return parts;
}

/** Whether a summand is a sum that another one is made from. */
function isStream(part: Term, parts: readonly Term[]): boolean {
  return part.op === "add" && parts.some((other) => other !== part && isIn(part, other));
}

/** Whether a term is a sum of which a summand is made from another one, itself a sum. */
export function hasStream(term: Term): boolean {
  const parts = streamsOf(term);
  return parts.length > 1 && parts.some((part) => isStream(part, parts));
}

/**
 * Summands sorted, first the sums that others are made from, then those others: whatever is done to the nested sum step by
 * step, they stay side by side.
 */
export function sortedSummands(parts: readonly Term[]): readonly Term[] {
  const known = parts.filter((part) => isStream(part, parts));
  if (known.length === 0) return [...parts].sort(compareTerms);
  const ranks = new Map(
    parts.map((part) => [part, known.includes(part) ? 0 : known.some((stream) => isIn(stream, part)) ? 1 : 2]),
  );
  return [...parts].sort((a, b) => ranks.get(a)! - ranks.get(b)! || compareTerms(a, b));
}

/** Whether a term is part of another one. What is in a term was made before it. */
function isIn(part: Term, whole: Term): boolean {
  const seen = new Set<Term>([whole]);
  for (const term of seen) {
    if (term === part) return true;
    for (const argument of term.args) if (argument.id >= part.id) seen.add(argument);
  }
  return false;
}

/** The last factor of a product nested to the left. */
export function lastFactor(term: Term): Term {
  return term.op === "mul" ? term.args[1]! : term;
}

/** The first factor of a product nested to the left. */
export function firstFactor(term: Term): Term {
  let first = term;
  while (first.op === "mul") first = first.args[0]!;
  return first;
}

/** Whether a term is zero. */
export function isZeroTerm(term: Term): boolean {
  return term.op === "zeros" || (term.op === "constant" && term.value.numerator === 0n);
}

/** Whether a term is a number that is written as a constant, of this value. */
export function isConstant(term: Term, value: bigint): boolean {
  return term.op === "constant" && term.value.numerator === value && term.value.denominator === 1n;
}

/** Whether a term is a column, but no number. */
export function isColumn(term: Term): boolean {
  return term.cols === ONE && !isScalar(term);
}

/** Whether a term is a row, but no number. */
export function isRow(term: Term): boolean {
  return term.rows === ONE && !isScalar(term);
}

/** Whether a term is a matrix proper: neither a number nor a row nor a column. */
export function isProper(term: Term): boolean {
  return term.rows !== ONE && term.cols !== ONE;
}

const DIAGONAL_KINDS: ReadonlySet<string> = new Set(["diagonal", "posdiagonal", "invdiagonal"]);

/** Whether a term is a variable of a diagonal kind. */
export function isDiagonalVariable(term: Term): boolean {
  return term.op === "variable" && DIAGONAL_KINDS.has(term.kind);
}

/** Where a product passes through a number of columns of one: `u vᵀ` between u and vᵀ, as the index of the factor behind. */
export function narrowAt(factors: readonly Term[]): number | undefined {
  for (let i = 1; i < factors.length; i++) if (factors[i]!.rows === ONE) return i;
  return undefined;
}

/** The transpose of an atom, without a double one. */
export function turned(term: Term): Term {
  return term.op === "transpose" ? term.args[0]! : transpose(term);
}
