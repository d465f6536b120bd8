/**
 * What two factors of an entrywise product make of each other.
 */
import { add, constant, hadamard, isScalar, map, scale, type Term } from "../../term/term.ts";
import type { Equality } from "../derivation.ts";
import type { Normaliser } from "../normaliser.ts";
import { flat, nested } from "../parts.ts";
import { squareOfOrthogonal } from "./det.ts";
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

/** |A| ∘ |A| = A ∘ A, √A ∘ √A = A, M ∘ M = M for a mask. */
const itself: Cancelling = (A, B, n) => {
  if (A !== B) return undefined;
  if (A.op === "map" && A.fn === "abs") return n.law("abs_hadamard_self", A.args);
  if (A.op === "map" && A.fn === "sqrt") {
    const shown = n.properties.show("nonnegative", A.args[0]!);
    return shown === undefined ? undefined : n.law("sqrt_mul_self_of_nonneg", A.args, [shown]);
  }
  const mask = n.properties.show("mask", A);
  return mask === undefined ? undefined : n.law("hadamard_self_of_mask", [A], [mask]);
};

/** M ∘ f(M ∘ A) = M ∘ f(A) for a mask M. */
const masked: Cancelling = (M, f, n) => {
  if (f.op !== "map" && f.op !== "power" && (f.op !== "opaque" || f.scope !== "entry")) return undefined;
  const parts = flat("hadamard", f.args[0]!);
  if (parts.length < 2 || !parts.includes(M)) return undefined;
  const shown = n.properties.show("mask", M);
  if (shown === undefined) return undefined;
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

/** sign A ∘ |A| = A. */
const sign: Cancelling = (A, B, n) =>
  A.op === "map" && A.fn === "sign" && B === map("abs", A.args[0]!) ? n.law("sign_hadamard_abs", A.args) : undefined;

/** tri ∘ L = L for a lower triangular L. */
const triangle: Cancelling = (A, B, n) => {
  if (A.op !== "tri") return undefined;
  const shown = n.properties.show("lower", B);
  return shown === undefined || n.law("hadamard_tri_of_lower", [B], [shown]).from.args[0] !== A
    ? undefined
    : n.law("hadamard_tri_of_lower", [B], [shown]);
};

/** e^A ∘ e^B = e^(A + B). */
const exponentials: Cancelling = (A, B, n) =>
  A.op === "map" && A.fn === "exp" && B.op === "map" && B.fn === "exp"
    ? n.backward(n.law("exp_add", [A.args[0]!, B.args[0]!]))
    : undefined;

/** sin² = 1 − cos². */
const squaredSine: Cancelling = (A, B, n) => {
  if (A !== B || A.op !== "map" || A.fn !== "sin") return undefined;
  const angle = A.args[0]!;
  const [sines, cosines] = [hadamard(A, A), hadamard(map("cos", angle), map("cos", angle))];
  const minus = scale(MINUS_ONE, cosines);
  const none = n.normal(add(cosines, minus));
  const chain = n.chain(sines).step(n.backward(n.law("zero_add", [sines])));
  if (isScalar(A)) chain.step(n.law("zeros_eq_zero"), [0]);
  chain.step(n.backward(none), [0]).regroup(add(add(sines, cosines), minus));
  return chain.step(n.law("sin_sq_add_cos_sq", [angle]), [0]).done();
};

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
  entrywiseProduct,
  kroneckers,
  powers,
  exponentials,
  squaredSine,
  reciprocal,
  itself,
  masked,
  sign,
  triangle,
];

/** What A ∘ B is, from the two alone and in this order. */
export function cancelling(A: Term, B: Term, n: Normaliser): Equality | undefined {
  for (const cancel of CANCELLING) {
    const made = cancel(A, B, n);
    if (made !== undefined) return made;
  }
  return undefined;
}
