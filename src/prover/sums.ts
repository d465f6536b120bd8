/**
 * Sums of many summands, changed as one: in brackets that halve them no summand is deep, so that what is done to each of
 * n summands costs n log n and not n². Of two or three summands these brackets are those of a sum nested to the left.
 */
import { add, type Term } from "../term/term.ts";
import type { Equality } from "./derivation.ts";
import type { Normaliser } from "./normaliser.ts";
import { summandsOf } from "./parts.ts";

/** Summands in brackets that halve them. There is at least one. */
export function halved(parts: readonly Term[]): Term {
  if (parts.length === 1) return parts[0]!;
  const [left, right] = halves(parts);
  return add(halved(left), halved(right));
}

/** The path to a summand of `count` in such brackets. */
export function pathToHalf(i: number, count: number): readonly number[] {
  if (count === 1) return [];
  const middle = middleOf(count);
  return i < middle ? [0, ...pathToHalf(i, middle)] : [1, ...pathToHalf(i - middle, count - middle)];
}

/** How many of so many stand in the left half, which is the larger one. */
const middleOf = (count: number): number => Math.ceil(count / 2);

function halves<T>(parts: readonly T[]): readonly [readonly T[], readonly T[]] {
  const middle = middleOf(parts.length);
  return [parts.slice(0, middle), parts.slice(middle)];
}

/**
 * What a sum is of, as far as it is written out: each inner sum is opened once, where it stands first, and a closed one
 * not at all. A sum that doubles itself n times has n parts and not 2ⁿ.
 */
export function openedSum(root: Term, isClosed: (term: Term) => boolean): readonly Term[] {
  const parts: Term[] = [];
  const opened = new Set<Term>();
  const waiting = [root];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next.op !== "add" || opened.has(next) || (next !== root && isClosed(next))) {
      parts.push(next);
      continue;
    }
    opened.add(next);
    waiting.push(next.args[1]!, next.args[0]!);
  }
  return parts;
}

/**
 * `f(a + b + c) = f(a) + f(b) + f(c)`, from the law of two summands; the sum is the argument of the term at a place, and in
 * normal form, so that no part of it stands there twice.
 */
export function distributed(
  term: Term,
  at: number,
  law: (left: Term, right: Term) => Equality,
  n: Normaliser,
): Equality {
  const sum = term.args[at]!;
  const parts = summandsOf(sum);
  if (parts.length === 2) return law(parts[0]!, parts[1]!);
  const chain = n.chain(term).step(n.regrouped(sum, halved(parts)), [at]);
  const divide = (some: readonly Term[], path: readonly number[]): void => {
    if (some.length === 1) return;
    const [left, right] = halves(some);
    chain.step(law(halved(left), halved(right)), path);
    divide(left, [...path, 0]);
    divide(right, [...path, 1]);
  };
  divide(parts, []);
  return chain.done();
}
