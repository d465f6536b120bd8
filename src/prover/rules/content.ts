/**
 * What all summands are a multiple of: `c² a + c² b = c² (a + b)`, for
 * functions that a number can leave, `√(c² A) = |c| √A` and `1/(c A) = 1/c · 1/A`.
 *
 * A guess that is verified: the number is taken off each summand, put back in
 * normal form, and must give the summand again. The constant in front of the
 * summand with the least core becomes 1, so a multiple of a sum has one form.
 */
import { compareRational, mulRational, type Rational, rational } from "../../term/rational.ts";
import { constant, hadamard, isScalar, ones, scale, type Term } from "../../term/term.ts";
import type { Equality } from "../derivation.ts";
import type { Normaliser } from "../normaliser.ts";
import { compareTerms } from "../order.ts";
import { flat, nested, summandsOf } from "../parts.ts";
import { pathToPart } from "./sum.ts";

const UNIT = rational(1n);

/** A summand as a constant, numbers, and what they multiply; a number has no core. */
interface Monomial {
  readonly constant: Rational;
  readonly numbers: readonly Term[];
  readonly core: Term | undefined;
}

function monomialOf(term: Term): Monomial {
  const number = isScalar(term) ? term : term.op === "scale" ? term.args[0]! : undefined;
  const parts = number === undefined ? [] : flat("hadamard", number);
  const [first] = parts;
  return {
    constant: first?.op === "constant" ? first.value : UNIT,
    numbers: parts.filter(({ op }) => op !== "constant"),
    core: isScalar(term) ? undefined : term.op === "scale" ? term.args[1]! : term,
  };
}

function termOf({ constant: value, numbers, core }: Monomial): Term {
  const parts = compareRational(value, UNIT) === 0 ? numbers : [constant(value), ...numbers];
  if (core === undefined) return parts.length === 0 ? constant(1) : nested("hadamard", parts);
  return parts.length === 0 ? core : scale(nested("hadamard", parts), core);
}

/** Numbers that every monomial has, as often as the one that has it least. */
function commonNumbers([first, ...others]: readonly Monomial[]): readonly Term[] {
  const left = others.map(({ numbers }) => [...numbers]);
  return first!.numbers.filter((number) => {
    if (!left.every((numbers) => numbers.includes(number))) return false;
    for (const numbers of left) numbers.splice(numbers.indexOf(number), 1);
    return true;
  });
}

/** The constant of the monomial with the least core, or its absolute value. */
function leading(monomials: readonly Monomial[], signed: boolean): Rational {
  const key = (m: Monomial): Term => termOf({ ...m, constant: UNIT });
  const [first] = [...monomials].sort((a, b) => compareTerms(key(a), key(b)));
  const { numerator, denominator } = first!.constant;
  return signed || numerator > 0n ? first!.constant : rational(-numerator, denominator);
}

/** Which numbers may leave: all, or those that are visibly not negative (squares among them). */
export type Leaving = "any" | "nonnegative";

/**
 * `A = f • B` with the largest f that is visible, or nothing when that is 1.
 * For numbers it is `A = f ∘ B`.
 */
export function content(A: Term, leaving: Leaving, n: Normaliser): Equality | undefined {
  if (A.op !== "add") return undefined;
  const parts = summandsOf(A);
  const monomials = parts.map(monomialOf);
  const shared = commonNumbers(monomials);
  const numbers = leaving === "any" ? shared : nonnegativePart(shared, n);
  const value = leading(monomials, leaving === "any");
  if (numbers.length === 0 && compareRational(value, UNIT) === 0) return undefined;
  const factor = termOf({ constant: value, numbers, core: undefined });
  const inverse = rational(value.denominator, value.numerator);
  const rest = monomials.map((m) =>
    termOf({ ...m, constant: mulRational(m.constant, inverse), numbers: without(m.numbers, numbers) }),
  );
  return isScalar(A)
    ? takenOut(A, parts, factor, rest, hadamard, "hadamard_add", n)
    : takenOut(A, parts, factor, rest, scale, "smul_add", n);
}

/** `A = F ∘ B` for the entrywise factors F that every summand of A has, or nothing when there are none. */
export function sharedFactors(A: Term, n: Normaliser): Equality | undefined {
  if (A.op !== "add" || isScalar(A)) return undefined;
  const parts = summandsOf(A);
  const [first, ...others] = parts.map((part) => flat("hadamard", part.op === "scale" ? part.args[1]! : part));
  const shared = first!.filter((one) => one.op !== "ones" && others.every((factors) => factors.includes(one)));
  if (shared.length === 0 || new Set(shared).size < shared.length) return undefined;
  const rest = [first!, ...others].map((factors, i) => {
    const left = without(factors, shared);
    const core = left.length === 0 ? ones(A.rows, A.cols) : nested("hadamard", left);
    return parts[i]!.op === "scale" ? scale(parts[i]!.args[0]!, core) : core;
  });
  return takenOut(A, parts, nested("hadamard", shared), rest, hadamard, "hadamard_add", n);
}

/** `A = (a + b) • B` where all summands of A are multiples of one B, or nothing when they are not. */
export function sharedCore(A: Term, n: Normaliser): Equality | undefined {
  if (A.op !== "add" || isScalar(A)) return undefined;
  const parts = summandsOf(A);
  const monomials = parts.map(monomialOf);
  const core = monomials[0]!.core!; // A is a matrix
  if (monomials.some((m) => m.core !== core)) return undefined;
  const numbers = monomials.map((m) => termOf({ ...m, core: undefined }));
  const restored = numbers.map((number) => n.normal(scale(number, core)));
  if (restored.some(({ to }, i) => to !== parts[i])) return undefined;
  const chain = n.chain(A).regroup(nested("add", parts));
  for (const [i, equality] of restored.entries()) chain.step(n.backward(equality), pathToPart(i, parts.length));
  for (let i = 1; i < numbers.length; i++) {
    const law = n.law("add_smul", [nested("add", numbers.slice(0, i)), numbers[i]!, core]);
    chain.step(n.backward(law), Array<number>(numbers.length - 1 - i).fill(0));
  }
  return chain.done();
}

function takenOut(
  A: Term,
  parts: readonly Term[],
  factor: Term,
  rest: readonly Term[],
  times: (a: Term, b: Term) => Term,
  law: "hadamard_add" | "smul_add",
  n: Normaliser,
): Equality | undefined {
  const restored = rest.map((term) => n.normal(times(factor, term)));
  if (restored.some(({ to }, i) => to !== parts[i])) return undefined;
  const chain = n.chain(A).regroup(nested("add", parts));
  for (const [i, equality] of restored.entries()) chain.step(n.backward(equality), pathToPart(i, parts.length));
  for (let i = 1; i < rest.length; i++) {
    const [before, next] = [nested("add", rest.slice(0, i)), rest[i]!];
    chain.step(n.backward(n.law(law, [factor, before, next])), Array<number>(rest.length - 1 - i).fill(0));
  }
  return chain.done();
}

/** Those numbers that are not negative, and pairs of equal ones. */
function nonnegativePart(numbers: readonly Term[], n: Normaliser): readonly Term[] {
  const kept: Term[] = [];
  const single = new Set<Term>();
  for (const number of numbers) {
    if (n.properties.show("nonnegative", number) !== undefined) kept.push(number);
    else if (single.delete(number)) kept.push(number, number);
    else single.add(number);
  }
  return kept.sort(compareTerms);
}

function without(numbers: readonly Term[], taken: readonly Term[]): readonly Term[] {
  const left = [...taken];
  return numbers.filter((number) => {
    const i = left.indexOf(number);
    if (i >= 0) left.splice(i, 1);
    return i < 0;
  });
}
