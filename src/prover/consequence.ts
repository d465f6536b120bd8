/**
 * What an equation says beside itself: `A B = I` of square matrices gives both
 * inverses, `Q' Q = I` orthonormal columns, `A' = A` a symmetric matrix, and
 * `X' X = 0` that X is zero.
 */
import type { Ref } from "../kernel/proof.ts";
import type { Property } from "../kernel/proposition.ts";
import { mul, rank, type Term, transpose, zeros } from "../term/term.ts";
import type { Equality } from "./derivation.ts";
import type { Normaliser } from "./normaliser.ts";
import { factorsOf, isZeroTerm, nested, turned } from "./parts.ts";

/** Further equations that follow from one by more than rewriting; properties are learned. */
export function consequences(equation: Equality, n: Normaliser): readonly Equality[] {
  const { from, to } = equation;
  if (to.op === "identity" && from.op === "mul") return units(equation, n);
  if (isZeroTerm(to) && from.op === "mul") return vanishing(equation, n);
  if (from.op === "transpose" && to === from.args[0]) learn("symmetric_of_transpose", "symmetric", [to], equation, n);
  return [];
}

function learn(law: string, property: Property, args: readonly Term[], equation: Equality, n: Normaliser): Ref {
  const ref = n.derivation.axiom(law, args, [n.entryOf(equation)]);
  n.properties.learn(property, args[0]!, ref);
  return ref;
}

/** What `X Y = I` says, for each way to read the product as two. */
function units(equation: Equality, n: Normaliser): readonly Equality[] {
  const factors = factorsOf(equation.from);
  const made: Equality[] = [];
  for (let i = 1; i < factors.length; i++) {
    const [X, Y] = [nested("mul", factors.slice(0, i)), nested("mul", factors.slice(i))];
    const unit = n.chain(mul(X, Y)).regroup(equation.from).step(equation).done();
    if (turned(Y) === X && X.op === "transpose") {
      learn("orthocols_of_transpose_mul_self", "orthocols", [Y], unit, n);
      if (Y.rows === Y.cols) learn("orthogonal_of_transpose_mul_self", "orthogonal", [Y], unit, n);
    }
    if (X.rows !== X.cols) continue;
    const premises = [n.entryOf(unit)];
    learn("invertible_of_mul_eq_one", "invertible", [X, Y], unit, n);
    const other = n.law("mul_eq_one_comm", [X, Y], premises);
    learn("invertible_of_mul_eq_one", "invertible", [Y, X], other, n);
    made.push(n.law("inv_eq_of_mul_eq_one", [X, Y], premises), other);
    made.push(n.law("inv_eq_of_mul_eq_one", [Y, X], [n.entryOf(other)]));
  }
  return made;
}

/** `X' X = 0` gives `X = 0`, by ranks. */
function vanishing(equation: Equality, n: Normaliser): readonly Equality[] {
  const factors = factorsOf(equation.from);
  if (factors.length % 2 !== 0) return [];
  const X = nested("mul", factors.slice(factors.length / 2));
  const left = n.normal(transpose(X));
  if (nested("mul", factorsOf(left.to).concat(factorsOf(X))) !== equation.from) return [];
  const gram = n
    .chain(mul(transpose(X), X))
    .step(left, [0])
    .regroup(equation.from)
    .step(equation)
    .done();
  const chain = n
    .chain(rank(X))
    .step(n.backward(n.law("rank_transpose_mul_self", [X])))
    .step(gram, [0]);
  if (equation.to.op === "constant") chain.step(n.backward(n.law("zeros_eq_zero")), [0]);
  const none = chain.step(n.law("rank_zeros", [zeros(X.cols, X.cols)])).done();
  return [n.law("eq_zeros_of_rank", [X], [n.entryOf(none)])];
}
