/**
 * Terms in normal form as sums of rational multiples of monomials: a monomial
 * is whatever a normal form holds that is no sum, without the constant in
 * front; a number is a multiple of 1.
 */
import { addRational, mulRational, type Rational, rational } from "../term/rational.ts";
import { add, constant, isScalar, scale, type Term } from "../term/term.ts";
import { factorsOf, flat, isZeroTerm, nested, summandsOf } from "./parts.ts";

/** Monomials with their constants, none of them 0. */
export type Linear = ReadonlyMap<Term, Rational>;

/** The monomial of numbers. */
export const ONE = constant(1);

const UNIT = rational(1n);
/** The number −1. */
export const MINUS_ONE = rational(-1n);

/** The sum that a term in normal form is. */
export function linearOf(term: Term): Linear {
  const sum = new Map<Term, Rational>();
  for (const part of summandsOf(term)) {
    if (isZeroTerm(part)) continue;
    const { value, monomial } = multipleOf(part);
    sum.set(monomial, value);
  }
  return sum;
}

/** A summand as a constant and what it multiplies. */
export function multipleOf(part: Term): { readonly value: Rational; readonly monomial: Term } {
  const number = isScalar(part) ? part : part.op === "scale" ? part.args[0]! : undefined;
  if (number === undefined) return { value: UNIT, monomial: part };
  const [first, ...rest] = flat("hadamard", number);
  if (first!.op !== "constant") return { value: UNIT, monomial: part };
  const left = rest.length === 0 ? undefined : nested("hadamard", rest);
  if (isScalar(part)) return { value: first!.value, monomial: left ?? ONE };
  const core = part.args[1]!;
  return { value: first!.value, monomial: left === undefined ? core : scale(left, core) };
}

/** `a + c b`. */
export function plus(a: Linear, b: Linear, c: Rational = UNIT): Linear {
  const sum = new Map(a);
  for (const [monomial, value] of b) {
    const next = addRational(sum.get(monomial) ?? rational(0n), mulRational(c, value));
    if (next.numerator === 0n) sum.delete(monomial);
    else sum.set(monomial, next);
  }
  return sum;
}

/** A − B. */
export const minus = (A: Term, B: Term): Term => add(A, scale(constant(MINUS_ONE), B));

/** The numbers and the matrices that a monomial is the product of. */
export function degreeOf(monomial: Term): { readonly matrices: number; readonly numbers: number } {
  const numbers = (number: Term): number => flat("hadamard", number).length;
  if (monomial === ONE) return { matrices: 0, numbers: 0 };
  if (monomial.op === "scale")
    return { matrices: degreeOf(monomial.args[1]!).matrices, numbers: numbers(monomial.args[0]!) };
  if (monomial.op === "hadamard")
    return { matrices: flat("hadamard", monomial).reduce((sum, part) => sum + factorsOf(part).length, 0), numbers: 0 };
  return { matrices: factorsOf(monomial).length, numbers: 0 };
}
