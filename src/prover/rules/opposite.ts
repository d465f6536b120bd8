/**
 * What equals its own negative is zero: the trace of a skew matrix, `xᵀ K x`,
 * the determinant of a skew matrix of odd size.
 */
import { add, constant, hadamard, isScalar, type Term } from "../../term/term.ts";
import type { Equality } from "../derivation.ts";
import type { Normaliser } from "../normaliser.ts";

const HALF = constant("0.5");
const MINUS_ONE = constant(-1);
const MINUS_HALF = constant("-0.5");

/** `A = 0` from `A = −1 • A`: `A = ½ A + ½ A = (½ − ½) A`. */
export function zeroOfOpposite(A: Term, opposite: Equality, n: Normaliser): Equality {
  const chain = n.chain(A).step(n.backward(n.law("one_smul", [A])));
  chain.step(n.backward(n.evaluated(add(HALF, HALF))!), [0]); // constants
  chain.step(n.law("add_smul", [HALF, HALF, A])).step(opposite, [1, 1]);
  chain.step(n.law("smul_smul", [HALF, MINUS_ONE, A]), [1]);
  chain.step(n.evaluated(hadamard(HALF, MINUS_ONE))!, [1, 0]);
  chain.step(n.backward(n.law("add_smul", [HALF, MINUS_HALF, A])));
  chain.step(n.evaluated(add(HALF, MINUS_HALF))!, [0]).step(n.law("zero_smul", [A]));
  return isScalar(A) ? chain.step(n.law("zeros_eq_zero")).done() : chain.done();
}

/** `A = −1 • A` from an equation whose right side is that in normal form: for a number it is a product. */
export function asOpposite(A: Term, negated: Equality, n: Normaliser): Equality {
  if (!isScalar(A)) return negated;
  return n
    .chain(A)
    .step(negated)
    .regroup(hadamard(MINUS_ONE, A))
    .step(n.backward(n.law("scalar_smul_scalar", [MINUS_ONE, A])))
    .done();
}
