/**
 * Absolute values: of what has a sign, of multiples and products, and with the
 * sign of a sum fixed, so that |B − A| is |A − B|.
 */
import { constant, hadamard, scale, type Term } from "../../term/term.ts";
import type { Equality } from "../derivation.ts";
import type { Normaliser, Rule } from "../normaliser.ts";
import { content } from "./content.ts";
import { squareOfOrthogonal } from "./det.ts";

const MINUS_ONE = constant(-1);

export const absRule: Rule = (term, n) => {
  const [A] = term.args as readonly [Term];
  const shown = n.properties.show("nonnegative", A);
  if (shown !== undefined) return n.law("abs_of_nonneg", [A], [shown]);
  if (A.op === "det") return ofOrthogonal(term, A, n);
  if (A.op === "constant") return ofNegative(term, A, n);
  if (A.op === "scale") return n.law("abs_smul", A.args);
  if (A.op === "hadamard") return n.law("abs_hadamard", A.args);
  if (A.op !== "add") return undefined;
  const opposite = n.normal(scale(MINUS_ONE, A)).to;
  if (n.properties.show("nonnegative", opposite) !== undefined) return ofOpposite(term, opposite, n);
  const multiple = content(A, "any", n);
  if (multiple === undefined) return undefined;
  const law = multiple.to.op === "scale" ? "abs_smul" : "abs_hadamard";
  return n.chain(term).step(multiple, [0]).step(n.law(law, multiple.to.args)).done();
};

/** |det Q| = √(det Q det Q) = √1 for an orthogonal Q. */
function ofOrthogonal(term: Term, A: Term, n: Normaliser): Equality | undefined {
  const square = squareOfOrthogonal(A, A, n);
  if (square === undefined) return undefined;
  return n
    .chain(term)
    .step(n.backward(n.law("sqrt_hadamard_self", [A])))
    .step(square, [0])
    .done();
}

/** |−c| = √((−c)²) = √(c²) = |c|. */
function ofNegative(term: Term, A: Term, n: Normaliser): Equality {
  const c = n.evaluated(scale(MINUS_ONE, A))!.to; // two constants
  const squares = [A, c].map((number) => n.evaluated(hadamard(number, number))!) as [Equality, Equality];
  return n
    .chain(term)
    .step(n.backward(n.law("sqrt_hadamard_self", [A])))
    .step(squares[0], [0])
    .step(n.backward(squares[1]), [0])
    .step(n.law("sqrt_hadamard_self", [c]))
    .done();
}

/** |A| = |−1 • B| = |−1| |B| for A = −B. */
function ofOpposite(term: Term, B: Term, n: Normaliser): Equality {
  return n
    .chain(term)
    .step(n.backward(n.normal(scale(MINUS_ONE, B))), [0])
    .step(n.law("abs_smul", [MINUS_ONE, B]))
    .done();
}
