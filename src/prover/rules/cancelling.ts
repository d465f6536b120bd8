/**
 * What two factors of an entrywise product make of each other.
 */
import type { Ref } from "../../kernel/proof.ts";
import { add, constant, hadamard, isScalar, map, ones, scale, type Term } from "../../term/term.ts";
import type { Equality } from "../derivation.ts";
import type { Normaliser } from "../normaliser.ts";
import { flat, nested, summandsOf } from "../parts.ts";
import { productOfSums, signOfSkew, squareOfIdempotent, squareOfOrthogonal } from "./det.ts";
import { cutsOf } from "./kron.ts";
import { entrywiseProduct } from "./vec.ts";

const MINUS_ONE = constant(-1);

type Cancelling = (A: Term, B: Term, n: Normaliser) => Equality | undefined;

/** A ∘ 1/A = 1 where no entry is zero. */
const reciprocal: Cancelling = (A, B, n) => {
  if (B.op !== "map" || B.fn !== "recip" || B.args[0] !== A) return undefined;
  const shown = n.properties.show("nonzero", A);
  return shown === undefined ? undefined : n.law("hadamard_recip_cancel", [A], [shown]);
};

/** √a ∘ √b = √(a b) for numbers a ≥ 0 and b. */
const roots: Cancelling = (A, B, n) => {
  const [a, b] = [numberUnderRoot(A), numberUnderRoot(B)];
  if (a === undefined || b === undefined || A === B) return undefined;
  const shown = n.properties.show("nonnegative", a);
  if (shown === undefined) return undefined;
  const joined = n.backward(n.law("sqrt_hadamard_of_nonneg", [a, b], [shown]));
  return n
    .chain(joined.from)
    .step(joined)
    .step(n.evaluated(hadamard(a, b))!, [0]) // two constants
    .done();
};

function numberUnderRoot(A: Term): Term | undefined {
  const under = A.op === "map" && A.fn === "sqrt" ? A.args[0]! : undefined;
  return under?.op === "constant" ? under : undefined;
}

/** |A| ∘ |A| = A ∘ A, √A ∘ √A = A, 1/√A ∘ 1/√A = 1/A, M ∘ M = M for a mask. */
const itself: Cancelling = (A, B, n) => {
  if (A !== B) return undefined;
  if (A.op === "map" && A.fn === "abs") return n.law("abs_hadamard_self", A.args);
  if (A.op === "map" && A.fn === "sqrt") {
    const shown = n.properties.show("nonnegative", A.args[0]!);
    return shown === undefined ? undefined : n.law("sqrt_mul_self_of_nonneg", A.args, [shown]);
  }
  const root = A.op === "map" && A.fn === "recip" ? A.args[0]! : undefined;
  if (root?.op === "map" && root.fn === "sqrt") {
    const square = itself(root, root, n);
    if (square === undefined) return undefined;
    const product = n.backward(n.law("recip_hadamard", [root, root]));
    return n.chain(hadamard(A, A)).step(product).step(square, [0]).done();
  }
  const mask = n.properties.show("mask", A);
  return mask === undefined ? undefined : n.law("hadamard_self_of_mask", [A], [mask]);
};

/** M ∘ f(M ∘ A) = M ∘ f(A) for a mask M. */
const masked: Cancelling = (M, f, n) => {
  if (f.op !== "map" && f.op !== "power" && (f.op !== "opaque" || f.scope !== "entry")) return undefined;
  const [A] = f.args as readonly [Term];
  const parts = flat("hadamard", A);
  if (A.op !== "add" && (parts.length < 2 || !parts.includes(M))) return undefined;
  const shown = n.properties.show("mask", M);
  if (shown === undefined) return undefined;
  if (A.op === "add") return maskedSum(M, f, shown, n);
  const rest = nested(
    "hadamard",
    parts.filter((part) => part !== M),
  );
  const law = n.law("hadamard_map_of_mask", [M, f, rest], [shown]);
  return n
    .chain(hadamard(M, f))
    .step(n.regrouped(f.args[0]!, hadamard(M, rest)), [1, 0])
    .step(law)
    .done();
};

/** M ∘ f(M ∘ A + B) = M ∘ f(A + B): what is said of M ∘ X, with M dropped from the summands of X. */
function maskedSum(M: Term, f: Term, shown: Ref, n: Normaliser): Equality | undefined {
  const [X] = f.args as readonly [Term];
  const without = (part: Term): Term => {
    if (part.op === "scale") return scale(part.args[0]!, without(part.args[1]!));
    if (part === M) return ones(M.rows, M.cols);
    const parts = flat("hadamard", part);
    return parts.includes(M)
      ? nested(
          "hadamard",
          parts.filter((factor) => factor !== M),
        )
      : part;
  };
  const less = summandsOf(X).map(without);
  if (less.every((part, i) => part === summandsOf(X)[i])) return undefined;
  const Y = n.normal(nested("add", less)).to;
  const [before, after] = [n.normal(hadamard(M, X)), n.normal(hadamard(M, Y))];
  if (before.to !== after.to) return undefined;
  const law = (argument: Term): Equality => n.law("hadamard_map_of_mask", [M, f, argument], [shown]);
  return n
    .chain(hadamard(M, f))
    .step(n.backward(law(X)))
    .step(before, [1, 0])
    .step(n.backward(after), [1, 0])
    .step(law(Y))
    .done();
}

/** sign A ∘ |A| = A, and A ∘ 1/|A| = sign A where no entry is zero. */
const sign: Cancelling = (A, B, n) => {
  if (A.op === "map" && A.fn === "sign" && B === map("abs", A.args[0]!)) return n.law("sign_hadamard_abs", A.args);
  const size = map("abs", A);
  if (B !== map("recip", size)) return undefined;
  const shown = n.properties.show("nonzero", size);
  if (shown === undefined) return undefined;
  const S = map("sign", A);
  return n
    .chain(hadamard(A, B))
    .step(n.backward(n.law("sign_hadamard_abs", [A])), [0])
    .regroup(hadamard(hadamard(size, B), S))
    .step(n.law("hadamard_recip_cancel", [size], [shown]), [0])
    .step(n.law("one_hadamard", [S]))
    .done();
};

/** sign A ∘ sign A = sign(A ∘ A) = 1 where no entry is zero. */
const signs: Cancelling = (A, B, n) => {
  if (A !== B || A.op !== "map" || A.fn !== "sign") return undefined;
  const [X] = A.args as readonly [Term];
  const square = hadamard(X, X);
  if (n.properties.show("positive", square) === undefined) return undefined;
  return n
    .chain(hadamard(A, B))
    .step(n.backward(n.law("sign_hadamard", [X, X])))
    .step(n.normal(map("sign", square)))
    .done();
};

/** tri ∘ L = L for a lower triangular L. */
const triangle: Cancelling = (A, B, n) => {
  if (A.op !== "tri") return undefined;
  const shown = n.properties.show("lower", B);
  return shown === undefined || n.law("hadamard_tri_of_lower", [B], [shown]).from.args[0] !== A
    ? undefined
    : n.law("hadamard_tri_of_lower", [B], [shown]);
};

/** tri ∘ triᵀ = I, and `L ∘ triᵀ = (tri ∘ L) ∘ triᵀ = I ∘ L` for a lower triangular L. */
const triangles: Cancelling = (T, L, n) => {
  const [tri] = T.args as readonly [Term];
  if (T.op !== "transpose" || tri.op !== "tri") return undefined;
  const both = n.law("tri_hadamard_transpose", [tri]);
  if (both.from.args[1] !== T) return undefined;
  if (L === tri) return n.chain(hadamard(T, L)).regroup(both.from).step(both).done();
  const own = triangle(tri, L, n);
  if (own === undefined) return undefined;
  return n
    .chain(hadamard(T, L))
    .step(n.backward(own), [1])
    .regroup(hadamard(both.from, L))
    .step(both, [0])
    .step(n.law("identity_hadamard", [L]))
    .done();
};

/** e^A ∘ e^B = e^(A + B). */
const exponentials: Cancelling = (A, B, n) =>
  n.options.fractions !== true && A.op === "map" && A.fn === "exp" && B.op === "map" && B.fn === "exp"
    ? n.backward(n.law("exp_add", [A.args[0]!, B.args[0]!]))
    : undefined;

/** `P = R − Q` from `P + Q = R`. */
function alone(P: Term, Q: Term, whole: Equality, n: Normaliser): Equality {
  const minus = scale(MINUS_ONE, Q);
  const none = n.normal(add(Q, minus));
  const chain = n.chain(P).step(n.backward(n.law("zero_add", [P])));
  if (isScalar(P)) chain.step(n.law("zeros_eq_zero"), [0]);
  chain.step(n.backward(none), [0]).regroup(add(add(P, Q), minus));
  return chain.step(whole, [0]).done();
}

/** sin² = 1 − cos². */
const squaredSine: Cancelling = (A, B, n) => {
  if (A !== B || A.op !== "map" || A.fn !== "sin") return undefined;
  const angle = A.args[0]!;
  const cosines = hadamard(map("cos", angle), map("cos", angle));
  return alone(hadamard(A, A), cosines, n.law("sin_sq_add_cos_sq", [angle]), n);
};

/** σ(A) ∘ e^(−A) = 1 − σ(A), and σ(A) ∘ e^A = e^A − σ(A), which is the same of −A. */
const logistic: Cancelling = (S, E, n) => {
  if (S.op !== "map" || S.fn !== "sigmoid" || E.op !== "map" || E.fn !== "exp") return undefined;
  const [A] = S.args as readonly [Term];
  const negated = n.normal(scale(MINUS_ONE, A));
  if (E.args[0] === negated.to)
    return n.chain(hadamard(S, E)).step(n.backward(negated), [1, 0]).step(complement(A, n)).done();
  return E.args[0] === A ? alone(hadamard(S, E), S, withComplement(S, E, negated, n), n) : undefined;
};

/** σ(A) ∘ e^(−A) = 1 − σ(A), from σ(A) = 1/(1 + e^(−A)). */
function complement(A: Term, n: Normaliser): Equality {
  const { derivation } = n;
  const [S, small, one] = [map("sigmoid", A), map("exp", scale(MINUS_ONE, A)), ones(A.rows, A.cols)];
  const sum = add(one, small);
  const small0 = derivation.axiom("nonneg_of_pos", [small], [derivation.axiom("exp_pos", small.args)]);
  const positive = derivation.axiom("add_pos", [one, small], [derivation.axiom("ones_pos", [one]), small0]);
  const cancel = n.law("hadamard_recip_cancel", [sum], [derivation.axiom("nonzero_of_pos", [sum], [positive])]);
  const chain = n.chain(add(hadamard(S, small), S)).step(n.backward(n.law("one_hadamard", [S])), [1]);
  chain.regroup(add(hadamard(S, one), hadamard(S, small))).step(n.backward(n.law("hadamard_add", [S, one, small])));
  chain
    .step(n.law("sigmoid_eq", [A]), [0])
    .regroup(cancel.from)
    .step(cancel);
  return alone(hadamard(S, small), S, chain.done(), n);
}

/** σ(A) ∘ e^A + σ(A) = e^A, by σ(A) = σ(−A) ∘ e^A. */
function withComplement(S: Term, E: Term, negated: Equality, n: Normaliser): Equality {
  const [A] = S.args as readonly [Term];
  const twice = n.normal(scale(MINUS_ONE, negated.from));
  const [one, other] = [ones(A.rows, A.cols), scale(MINUS_ONE, S)];
  // σ(−A) ∘ e^(−(−A)) = 1 − σ(−A), where σ(−A) = 1 − σ(A)
  const negative = n.law("sigmoid_neg", [A]);
  const product = n.chain(hadamard(E, negative.to)).step(n.backward(twice), [0, 0]).step(n.backward(negative), [1]);
  const known = complement(negated.from, n);
  product.regroup(known.from).step(known).step(negative, [1, 1]);
  const rest = n.normal(product.term);
  const own = n.normal(S);
  product.step(rest).step(n.backward(own));
  const chain = n.chain(add(hadamard(S, E), S)).step(n.backward(product.done()), [1]);
  chain.regroup(add(hadamard(E, S), hadamard(E, negative.to)));
  chain.step(n.backward(n.law("hadamard_add", [E, S, negative.to]))).regroup(hadamard(E, add(one, add(S, other))));
  const none = n.normal(add(S, other));
  chain.step(none, [1, 1]).regroup(hadamard(E, add(none.to, one)));
  if (isScalar(S)) chain.step(n.backward(n.law("zeros_eq_zero")), [1, 0]);
  chain.step(n.law("zero_add", [one]), [1]).regroup(hadamard(one, E));
  return chain.step(n.law("one_hadamard", [E])).done();
}

/** (A ⊗ B) ∘ (C ⊗ D) = (A ∘ C) ⊗ (B ∘ D) for cuts of one shape. */
const kroneckers: Cancelling = (K, M, n) => {
  const same = (A: Term, B: Term): boolean => A.rows === B.rows && A.cols === B.cols;
  for (const [A, B] of cutsOf(K)) {
    const fits = cutsOf(M).find(([C, D]) => same(A, C) && same(B, D));
    if (fits === undefined) continue;
    const law = n.law("kron_hadamard_kron", [A, B, ...fits]);
    return n.chain(hadamard(K, M)).regroup(law.from).step(law).done();
  }
  return undefined;
};

/** Aⁿ ∘ Bⁿ where A ∘ B cancels. */
const powers: Cancelling = (A, B, n) => {
  if (A.op !== "power" || B.op !== "power" || A.exponent !== B.exponent) return undefined;
  const [x, y] = [A.args[0]!, B.args[0]!];
  const numbers = x.op === "constant" && y.op === "constant";
  if (!numbers && cancelling(x, y, n) === undefined && cancelling(y, x, n) === undefined) return undefined;
  return n.backward(n.law("hadamard_power", [A, x, y]));
};

const CANCELLING: readonly Cancelling[] = [
  squareOfOrthogonal,
  squareOfIdempotent,
  signOfSkew,
  productOfSums,
  entrywiseProduct,
  kroneckers,
  powers,
  exponentials,
  logistic,
  squaredSine,
  reciprocal,
  roots,
  itself,
  masked,
  sign,
  signs,
  triangle,
  triangles,
];

/** What A ∘ B is, from the two alone and in this order. */
export function cancelling(A: Term, B: Term, n: Normaliser): Equality | undefined {
  for (const cancel of CANCELLING) {
    const made = cancel(A, B, n);
    if (made !== undefined) return made;
  }
  return undefined;
}
