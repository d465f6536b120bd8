/**
 * Rectified linear units as they are: of what is not negative, and weights that leave them, `relu(c A) = c relu(A)`,
 * `relu(D A) = D relu(A)` and `relu(A D) = relu(A) D`. Where products are multiplied out they are ½ (A + |A|) instead.
 */
import { add, constant, hadamard, isScalar, map, mul, ones, scale, type Term } from "../../term/term.ts";
import type { Equality } from "../derivation.ts";
import { minus } from "../linear.ts";
import type { Normaliser, Rule } from "../normaliser.ts";
import { content } from "./content.ts";
import { commonDiagonal, diagonalOut, spreadRow } from "./hadamard.ts";

const HALF = constant("0.5");
const ZERO = constant(0);

export const reluRule: Rule = (term, n) => {
  const [A] = term.args as readonly [Term];
  if (n.properties.show("nonnegative", A) !== undefined) return ofNonnegative(term, A, n);
  return isScalar(A) ? asMaximum(term, A, n) : (multipleOut(term, A, n) ?? weightsOut(term, A, n));
};

/** relu(a) = max(a, 0) of a number, which may be a maximum itself. */
function asMaximum(term: Term, a: Term, n: Normaliser): Equality {
  const maximum = n.law("max_eq", [a, ZERO]);
  const chain = n.chain(maximum.from).step(maximum);
  chain.step(n.normal(add(a, ZERO)), [1, 0]).step(n.normal(minus(a, ZERO)), [1, 1, 0]);
  return n
    .chain(term)
    .step(n.law("relu_eq", [a]))
    .step(n.backward(chain.done()))
    .done();
}

/** ½ (A + |A|) = ½ (A + A) = A. */
function ofNonnegative(term: Term, A: Term, n: Normaliser): Equality {
  const shown = n.properties.show("nonnegative", A)!; // the caller has shown it
  const chain = n
    .chain(term)
    .step(n.law("relu_eq", [A]))
    .step(n.law("abs_of_nonneg", [A], [shown]), [1, 1]);
  return chain.step(n.normal(chain.term)).done();
}

/** relu(c A) = c relu(A) for a c that is not negative. */
function multipleOut(term: Term, A: Term, n: Normaliser): Equality | undefined {
  const multiple = A.op === "scale" ? { from: A, to: A, by: undefined } : content(A, "nonnegative", n);
  if (multiple?.to.op !== "scale") return undefined;
  const [c, B] = multiple.to.args as readonly [Term, Term];
  const shown = n.properties.show("nonnegative", c);
  if (shown === undefined) return undefined;
  const inner = n.law("abs_smul", [c, B]);
  const chain = n
    .chain(term)
    .step(multiple, [0])
    .step(n.law("relu_eq", [multiple.to]));
  chain.step(inner, [1, 1]).step(n.law("abs_of_nonneg", [c], [shown]), [1, 1, 0]);
  chain.step(n.backward(n.law("smul_add", [c, B, map("abs", B)])), [1]);
  const sum = add(B, map("abs", B));
  chain.step(n.law("smul_smul", [HALF, c, sum])).regroup(scale(hadamard(c, HALF), sum));
  chain.step(n.backward(n.law("smul_smul", [c, HALF, sum])));
  return chain.step(n.backward(n.law("relu_eq", [B])), [1]).done();
}

/** relu(diag(u) B) = diag(u) relu(B) for a u that is not negative, of sums too, and the same of columns. */
function weightsOut(term: Term, A: Term, n: Normaliser): Equality | undefined {
  const D = commonDiagonal(A, "left");
  if (D === undefined) {
    const right = commonDiagonal(A, "right");
    return right !== undefined && n.properties.show("nonnegative", right.args[0]!) !== undefined
      ? n.flipped(term)
      : undefined;
  }
  const [u] = D.args as readonly [Term];
  const weights = mul(u, ones(1, A.cols));
  const shown = n.properties.show("nonnegative", weights);
  const outside = shown === undefined ? undefined : diagonalOut(A, D, n);
  if (shown === undefined || outside === undefined) return undefined;
  const B = outside.to.args[1]!;
  const spread = spreadRow(u, B, n);
  const chain = n
    .chain(term)
    .step(outside, [0])
    .step(n.backward(spread), [0])
    .step(n.law("relu_eq", [spread.from]));
  chain
    .step(n.law("abs_hadamard", spread.from.args), [1, 1])
    .step(n.law("abs_of_nonneg", [weights], [shown]), [1, 1, 0]);
  chain.step(n.backward(n.law("hadamard_add", [weights, B, map("abs", B)])), [1]);
  chain.step(n.backward(n.law("hadamard_smul", [HALF, weights, add(B, map("abs", B))])));
  chain.step(n.backward(n.law("relu_eq", [B])), [1]);
  const last = spreadRow(u, map("relu", B), n);
  return chain.step(last).done();
}
