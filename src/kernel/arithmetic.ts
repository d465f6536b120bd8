/**
 * Arithmetic of constants and sizes: the only computing that the kernel does
 * on numbers, in exact rationals and in polynomials with natural coefficients.
 */
import { type Dim, subtractDim } from "../term/dimension.ts";
import { addRational, compareRational, mulRational, type Rational, rational } from "../term/rational.ts";
import { add, constant, hadamard, size, type Term } from "../term/term.ts";
import type { Proposition } from "./proposition.ts";

const ZERO = rational(0n);

/** What arithmetic makes of a term whose arguments are constants, or of a size; undefined when it has nothing to say. */
export function evaluated(term: Term): Term | undefined {
  if (term.op === "size") return sizeAsSum(term.size);
  const values = term.args.map((argument) => (argument.op === "constant" ? argument.value : undefined));
  const [a, b] = values;
  if (a === undefined || values.includes(undefined)) return undefined;
  switch (term.op) {
    case "add":
      return constant(addRational(a, b!));
    case "mul":
    case "scale":
    case "hadamard":
      return constant(mulRational(a, b!));
    case "max":
      return constant(compareRational(a, b!) < 0 ? b! : a);
    case "transpose":
    case "diag":
    case "diagonal":
    case "trace":
    case "det":
    case "vec":
    case "maxEntry":
      return constant(a);
    case "inverse":
      return reciprocal(a);
    case "map":
      return term.fn === "recip" ? reciprocal(a) : undefined;
    default:
      return undefined;
  }
}

function reciprocal({ numerator, denominator }: Rational): Term | undefined {
  return numerator === 0n ? undefined : constant(rational(denominator, numerator));
}

/** A size as a sum of products of its symbols: `2·n·d + 1`. */
function sizeAsSum(of: Dim): Term {
  const [first, ...rest] = of.monomials.map(({ coefficient, symbols }) => {
    const factors: Term[] = symbols.map((symbol) => size(symbol));
    if (coefficient !== 1 || factors.length === 0) factors.unshift(constant(coefficient));
    return factors.reduce((product, factor) => hadamard(product, factor));
  });
  return rest.reduce((sum, term) => add(sum, term), first ?? constant(0));
}

/** Whether arithmetic alone shows a proposition about constants or sizes. */
export function evident(of: Proposition): boolean {
  if (of.kind !== "is") return of.kind === "le" && knownOrder(of.lhs, of.rhs); // equations of constants are evaluated
  const { property, term } = of;
  if (term.op === "size") return property === "nonnegative";
  if (term.op !== "constant") return false;
  const sign = compareRational(term.value, ZERO);
  return (
    (property === "positive" && sign > 0) ||
    (property === "nonnegative" && sign >= 0) ||
    (property === "nonzero" && sign !== 0)
  );
}

function knownOrder(a: Term, b: Term): boolean {
  if (a.op === "constant" && b.op === "constant") return compareRational(a.value, b.value) <= 0;
  return a.op === "size" && b.op === "size" && subtractDim(b.size, a.size) !== undefined;
}
