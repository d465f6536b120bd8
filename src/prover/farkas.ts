/**
 * A sum of multiples, none negative, of given linear forms that is a given one: Farkas's certificate of an inequality,
 * found by the simplex method in exact rationals (phase 1, Bland's rule, so that it ends).
 */
import { addRational, mulRational, type Rational, rational } from "../term/rational.ts";
import type { Term } from "../term/term.ts";
import { type Linear, MINUS_ONE } from "./linear.ts";

const [ZERO, UNIT] = [rational(0n), rational(1n)];
const sign = ({ numerator }: Rational): number => (numerator > 0n ? 1 : numerator < 0n ? -1 : 0);
const negative = (value: Rational): Rational => mulRational(MINUS_ONE, value);
const inverse = ({ numerator, denominator }: Rational): Rational => rational(denominator, numerator);

/** Factors of the facts that are used, by their number; undefined when there are none that give the target. */
export function combination(target: Linear, facts: readonly Linear[]): ReadonlyMap<number, Rational> | undefined {
  const useful = usable(target, facts);
  const monomials = new Set([...target.keys(), ...useful.flatMap((i) => [...facts[i]!.keys()])]);
  if (useful.length === 0) return target.size === 0 ? new Map() : undefined;
  const table = [...monomials].map((monomial) => {
    const right = target.get(monomial) ?? ZERO;
    const flip = sign(right) < 0 ? negative : (value: Rational) => value;
    return [...useful.map((i) => flip(facts[i]!.get(monomial) ?? ZERO)), flip(right)];
  });
  const solution = feasible(table, useful.length);
  return solution && new Map([...solution].map(([column, value]) => [useful[column]!, value]));
}

/** Facts that can be part of a combination: each of their monomials is in the target, or in facts with either sign. */
function usable(target: Linear, facts: readonly Linear[]): readonly number[] {
  let kept = facts.map((_, i) => i);
  for (;;) {
    const signs = new Map<Term, Set<number>>();
    const note = (monomial: Term, of: number): void => {
      signs.set(monomial, (signs.get(monomial) ?? new Set()).add(of));
    };
    for (const i of kept) for (const [monomial, value] of facts[i]!) note(monomial, sign(value));
    for (const [monomial, value] of target) note(monomial, -sign(value));
    const left = kept.filter((i) => [...facts[i]!.keys()].every((monomial) => signs.get(monomial)!.size === 2));
    if (left.length === kept.length) return kept;
    kept = left;
  }
}

/** Values of the columns that meet all rows, whose last entry is the right side and not negative. */
function feasible(table: Rational[][], columns: number): ReadonlyMap<number, Rational> | undefined {
  // a basis of one artificial column a row, numbered behind the real ones; they are never entered again
  const basis = table.map((_, i) => columns + i);
  for (;;) {
    const artificial = table.filter((_, i) => basis[i]! >= columns);
    if (artificial.every((row) => sign(row[columns]!) === 0)) break;
    const gain = (column: number): Rational => artificial.reduce((sum, row) => addRational(sum, row[column]!), ZERO);
    const entering = range(columns).find((column) => sign(gain(column)) > 0);
    if (entering === undefined) return undefined;
    pivot(table, leaving(table, basis, entering, columns), entering, basis);
  }
  return new Map(
    basis.flatMap((column, i) => {
      const value = table[i]![columns]!;
      return column < columns && sign(value) > 0 ? [[column, value] as const] : [];
    }),
  );
}

const range = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i);

/** The row with the least ratio, and of those the one with the least column. */
function leaving(table: readonly Rational[][], basis: readonly number[], entering: number, columns: number): number {
  let best: { readonly row: number; readonly ratio: Rational } | undefined;
  for (const [row, entries] of table.entries()) {
    if (sign(entries[entering]!) <= 0) continue;
    const ratio = mulRational(entries[columns]!, inverse(entries[entering]!));
    const order = best === undefined ? -1 : sign(addRational(ratio, negative(best.ratio)));
    if (order < 0 || (order === 0 && basis[row]! < basis[best!.row]!)) best = { row, ratio };
  }
  return best!.row; // what enters has a positive entry in an artificial row
}

function pivot(table: Rational[][], at: number, entering: number, basis: number[]): void {
  const factor = inverse(table[at]![entering]!);
  const row = table[at]!.map((value) => (sign(value) === 0 ? value : mulRational(value, factor)));
  table[at] = row;
  for (const [i, other] of table.entries()) {
    const entry = other[entering]!;
    if (i === at || sign(entry) === 0) continue;
    table[i] = other.map((value, j) =>
      sign(row[j]!) === 0 ? value : addRational(value, negative(mulRational(entry, row[j]!))),
    );
  }
  basis[at] = entering;
}

/** 1, for facts that stand as they are. */
export const isUnit = (value: Rational): boolean => value.numerator === UNIT.numerator && value.denominator === 1n;
