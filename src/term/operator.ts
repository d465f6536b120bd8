/**
 * How the operators of formulas are read where mathematics writes two things alike.
 *
 * `a*B` is a number times a matrix or a product of matrices, `A/s` a quotient
 * of constants or a multiple. Reading and printing both ask here, so that what
 * is printed with an operator is read back as the same term.
 *
 * A *number* is 1 × 1 for what it is, not for its sizes: a declared scalar, a
 * constant, a size, a trace, …, and what is made of numbers. `u'*v` is 1 × 1
 * too, but a product of matrices.
 */
import { negate } from "./definition.ts";
import { Fault } from "./fault.ts";
import { SCALAR_KINDS } from "./kind.ts";
import { type Rational, rational } from "./rational.ts";
import { schedule } from "./schedule.ts";
import { constant, isScalar, map, mul, type Op, scale, shapeText, type Term } from "./term.ts";

/** Operations that always give a number. */
const MAKE_NUMBERS: ReadonlySet<Op> = new Set<Op>(["constant", "size", "trace", "det", "rank", "maxEntry"]);
/** Operations that make a number of numbers. */
const KEEP_NUMBERS: ReadonlySet<Op> = new Set<Op>(["add", "scale", "hadamard", "max", "map", "power", "bigSum"]);
/** Definitions that always give a number, and those that make a number of numbers. */
const NUMBER_DEFINITIONS: ReadonlySet<string> = new Set(["sum", "fro2"]);
const NUMBER_OPERATORS: ReadonlySet<string> = new Set(["subtract", "divide", "min"]);

const known = new WeakMap<Term, boolean>();

/** Whether a term is a number for what it is; see the head of this file. */
export function isNumber(root: Term): boolean {
  for (const term of schedule(root, { stop: (inner) => known.has(inner) }))
    known.set(term, isScalar(term) && makesNumber(term));
  return known.get(root)!;
}

function makesNumber(term: Term): boolean {
  const ofNumbers = term.args.every((argument) => known.get(argument)); // the schedule lists arguments first
  if (term.op === "variable") return SCALAR_KINDS.has(term.kind);
  if (term.op === "defined") return NUMBER_DEFINITIONS.has(term.name) || (ofNumbers && NUMBER_OPERATORS.has(term.name));
  return MAKE_NUMBERS.has(term.op) || (ofNumbers && KEEP_NUMBERS.has(term.op));
}

/** What `A*B` means: a product of matrices, or the left or the right factor times the other; undefined when nothing fits. */
export function productReading(A: Term, B: Term): "mul" | "scale" | "scale by right" | undefined {
  if (isNumber(A)) return "scale";
  if (isNumber(B)) return "scale by right";
  if (A.cols === B.rows) return "mul";
  if (isScalar(A)) return "scale";
  return isScalar(B) ? "scale by right" : undefined;
}

/**
 * `A*B`.
 *
 * throws  Fault with both shapes when they fit neither as a product nor as a multiple
 */
export function times(A: Term, B: Term): Term {
  const reading = productReading(A, B);
  if (reading === undefined) {
    const expected = "as many rows on the right as columns on the left, or a number";
    throw new Fault({ op: "*", expected, received: `${shapeText(A)} times ${shapeText(B)}`, about: "shape" });
  }
  if (reading === "mul") return mul(A, B);
  return reading === "scale" ? scale(A, B) : scale(B, A);
}

/**
 * `A/s`: a constant over a constant is a constant, 1/s a reciprocal, and anything else a multiple by one of these.
 *
 * throws  Fault when s is not 1 × 1, or is the constant 0
 */
export function quotient(A: Term, s: Term): Term {
  if (!isScalar(s)) {
    const next = "./ divides entry by entry, inv(B) inverts";
    throw new Fault({ op: "/", expected: "a number, 1 × 1, below", received: shapeText(s), next, about: "shape" });
  }
  const below = s.op === "constant" ? constant(reciprocal(s.value)) : map("recip", s);
  if (A.op !== "constant") return scale(below, A);
  if (s.op === "constant") return constant(over(A.value, s.value));
  return A === constant(1) ? below : scale(below, A);
}

function reciprocal(value: Rational): Rational {
  return over(rational(1n), value);
}

function over(a: Rational, b: Rational): Rational {
  return rational(a.numerator * b.denominator, a.denominator * b.numerator);
}

/** `-A`: of a constant a constant, otherwise −1 times. */
export function minus(A: Term): Term {
  return A.op === "constant" ? constant(rational(-A.value.numerator, A.value.denominator)) : negate(A);
}
