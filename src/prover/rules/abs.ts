/**
 * Absolute values: of what has a sign, of multiples and products, and with the
 * sign of a sum fixed, so that |B − A| is |A − B|.
 */
import { constant, hadamard, kron, map, ones, scale, type Term } from "../../term/term.ts";
import type { Equality } from "../derivation.ts";
import type { Normaliser, Rule } from "../normaliser.ts";
import { content, sharedCore, sharedFactors } from "./content.ts";
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
  if (A.op === "kron") return ofKron(term, A, n);
  if (A.op !== "add") return undefined;
  const opposite = n.normal(scale(MINUS_ONE, A)).to;
  if (n.properties.show("nonnegative", opposite) !== undefined) return ofOpposite(term, opposite, n);
  const multiple = content(A, "any", n) ?? sharedCore(A, n) ?? sharedFactors(A, n);
  if (multiple === undefined) return undefined;
  const law = multiple.to.op === "scale" ? "abs_smul" : "abs_hadamard";
  return n.chain(term).step(multiple, [0]).step(n.law(law, multiple.to.args)).done();
};

/** Signs of products are products of signs; of what is positive the sign is 1. */
export const signRule: Rule = (term, n) => {
  const [A] = term.args as readonly [Term];
  if (n.properties.show("positive", A) !== undefined) return ofPositive(term, A, n);
  if (A.op === "constant") return ofNumber(term, A, n);
  if (A.op === "scale") return n.law("sign_smul", A.args);
  return A.op === "hadamard" ? n.law("sign_hadamard", A.args) : undefined;
};

/** sign A = sign A ∘ (A ∘ 1/A) = (sign A ∘ |A|) ∘ 1/A = A ∘ 1/A = 1. */
function ofPositive(term: Term, A: Term, n: Normaliser): Equality {
  const [nonnegative, nonzero] = [n.properties.show("nonnegative", A)!, n.properties.show("nonzero", A)!]; // it is positive
  const unit = n.law("hadamard_recip_cancel", [A], [nonzero]);
  const [S, R] = [term, map("recip", A)];
  return n
    .chain(term)
    .step(n.backward(n.law("one_hadamard", [S])))
    .step(n.backward(unit), [0])
    .regroup(hadamard(hadamard(S, A), R))
    .step(n.backward(n.law("abs_of_nonneg", [A], [nonnegative])), [0, 1])
    .step(n.law("sign_hadamard_abs", [A]), [0])
    .step(unit)
    .done();
}

/** sign c = (sign c ∘ |c|) ∘ 1/|c| = c ∘ 1/|c| for a number that is not 0. */
function ofNumber(term: Term, c: Term, n: Normaliser): Equality | undefined {
  const size = map("abs", c);
  const shown = n.properties.show("nonzero", size);
  if (shown === undefined) return undefined;
  return n
    .chain(term)
    .step(n.backward(n.law("one_hadamard", [term])))
    .step(n.backward(n.law("hadamard_recip_cancel", [size], [shown])), [0])
    .regroup(hadamard(hadamard(term, size), map("recip", size)))
    .step(n.law("sign_hadamard_abs", [c]), [0])
    .done();
}

/** |A ⊗ B| = |A| ⊗ |B|, by A ⊗ B = (A ⊗ 1) ∘ (1 ⊗ B). */
function ofKron(term: Term, K: Term, n: Normaliser): Equality {
  const [A, B] = K.args as readonly [Term, Term];
  const [first, second] = [ones(A.rows, A.cols), ones(B.rows, B.cols)];
  const parts = (a: Term, b: Term): Equality => {
    const chain = n.chain(kron(a, b)).step(n.backward(n.law("one_hadamard", [a])), [0]);
    chain.regroup(kron(hadamard(a, first), b)).step(n.backward(n.law("one_hadamard", [b])), [1]);
    return chain.step(n.backward(n.law("kron_hadamard_kron", [a, second, first, b]))).done();
  };
  const [a, b] = [map("abs", A), map("abs", B)];
  return n
    .chain(term)
    .step(parts(A, B), [0])
    .step(n.law("abs_hadamard", [kron(A, second), kron(first, B)]))
    .step(n.law("map_kron_ones", [a, A, second]), [0])
    .step(n.law("map_ones_kron", [b, first, B]), [1])
    .step(n.backward(parts(a, b)))
    .done();
}

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
