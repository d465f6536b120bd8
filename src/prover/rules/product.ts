/**
 * Products: nested to the left, numbers in front, what meets what it cancels
 * with gone.
 */
import { constant, diag, hadamard, isScalar, mul, ones, scale, type Term, transpose } from "../../term/term.ts";
import type { Equality } from "../derivation.ts";
import type { Normaliser, Rule } from "../normaliser.ts";
import { compareTerms } from "../order.ts";
import { factorsOf, firstFactor, flat, isConstant, isZeroTerm, lastFactor, nested } from "../parts.ts";
import { distributed } from "../sums.ts";
import { blockProduct } from "./block.ts";
import { selectedDiagonal } from "./diagonal.ts";
import { asSumOf, gatheredNumber } from "./gathering.ts";
import { cancelledInverse } from "./inverse.ts";
import { meeting } from "./meeting.ts";
import { zeroOfOpposite } from "./opposite.ts";

export const productRule: Rule = (term, n) => {
  const [L, R] = term.args as readonly [Term, Term];
  if (L.op === "scale") return n.law("smul_mul", [L.args[0]!, L.args[1]!, R]);
  if (R.op === "scale") return n.law("mul_smul", [R.args[0]!, L, R.args[1]!]);
  if (isScalar(R)) return isScalar(L) ? n.law("scalar_mul_scalar", [L, R]) : n.law("mul_scalar", [L, R]);
  if (isScalar(L)) return n.law("scalar_mul", [L, R]);
  if (isZeroTerm(L)) return n.law("zero_mul", [L, R]);
  if (isZeroTerm(R)) return n.law("mul_zero", [L, R]);
  if (L.op === "identity") return n.law("one_mul", [R]);
  if (R.op === "identity") return n.law("mul_one", [L]);
  if (R.op === "mul") return n.regrouped(term, mul(mul(L, R.args[0]!), R.args[1]!));
  return (
    blockProduct(L, R, n) ??
    expanded(term, L, R, n) ??
    numberInside(term, L, R, n) ??
    spread(term, L, R, n) ??
    met(term, L, R, n) ??
    cancelledInverse(term, [...factorsOf(L), R], n) ??
    dot(term, n) ??
    overItself(term, n) ??
    gatheredNumber(term, n) ??
    number(term, n)
  );
};

function expanded(term: Term, L: Term, R: Term, n: Normaliser): Equality | undefined {
  if (!n.options.expand) return undefined;
  if (L.op === "add") return distributed(term, 0, (A, B) => n.law("add_mul", [A, B, R]), n);
  if (R.op === "add") return distributed(term, 1, (A, B) => n.law("mul_add", [L, A, B]), n);
  if (L.op === "bigSum") return n.law("sum_mul", [L, R]);
  if (R.op === "bigSum") return n.law("mul_sum", [L, R]);
  if (R.op === "bigHcat") return n.law("mul_bigHcat", [L, R]);
  if (L.op === "bigVcat") return n.law("bigVcat_mul", [L, R]);
  return undefined;
}

/** `u (r c)` for a row r and a column c: their product is a number, so it stands in front. */
function numberInside(term: Term, L: Term, R: Term, n: Normaliser): Equality | undefined {
  if (R.cols !== term.cols || !isNarrow(R)) return undefined;
  const factors = [...factorsOf(L), R];
  for (let i = 1; i < factors.length; i++) {
    if (!isNarrowRow(factors[i]!)) continue;
    const [before, number] = [nested("mul", factors.slice(0, i)), nested("mul", factors.slice(i))];
    return n
      .chain(term)
      .regroup(mul(before, number))
      .step(n.law("mul_scalar", [before, number]))
      .done();
  }
  return undefined;
}

/** `B diag(u) A x = B (u ∘ (A x))` for a column x. */
function spread(term: Term, L: Term, R: Term, n: Normaliser): Equality | undefined {
  if (!isNarrow(R)) return undefined;
  const factors = factorsOf(L);
  const i = factors.findLastIndex(({ op }) => op === "diag");
  if (i < 0) return undefined;
  const column = nested("mul", [...factors.slice(i + 1), R]);
  const made = n.law("diag_mul_vec", [factors[i]!.args[0]!, column]);
  if (i === 0) return n.chain(term).regroup(made.from).step(made).done();
  return n
    .chain(term)
    .regroup(mul(nested("mul", factors.slice(0, i)), made.from))
    .step(made, [1])
    .done();
}

const isNarrow = ({ cols }: Term): boolean => cols.text === "1";
const isNarrowRow = ({ rows }: Term): boolean => rows.text === "1";

/** `vᵀ (1/v) = 1ᵀ 1` for a column v that is a product. */
function overItself(term: Term, n: Normaliser): Equality | undefined {
  const [L, R] = term.args as readonly [Term, Term];
  if (!isScalar(term) || R.op !== "map" || R.fn !== "recip") return undefined;
  const column = n.normal(transpose(L)).to;
  const row = n.normal(transpose(column));
  if (column !== R.args[0] || row.to !== L || n.properties.show("nonzero", column) === undefined) return undefined;
  return n
    .chain(term)
    .step(n.backward(row), [0])
    .step(asSumOf(column, R, n))
    .done();
}

/** What the last factor and the next one make of each other. */
function met(term: Term, L: Term, R: Term, n: Normaliser): Equality | undefined {
  const last = lastFactor(L);
  const made = meeting(last, R, n) ?? selectedDiagonal(last, R, n) ?? passedOn(last, R, n);
  if (made === undefined || L === last) return made;
  return n
    .chain(term)
    .regroup(mul(L.args[0]!, mul(last, R)))
    .step(made, [1])
    .done();
}

/** `S f(A) = f(S A)` where a hypothesis says what S makes of A: `P M = M P`. */
function passedOn(S: Term, F: Term, n: Normaliser): Equality | undefined {
  if (!n.hasHypotheses || (F.op !== "map" && F.op !== "power")) return undefined;
  const shown = n.properties.show("selection", S);
  if (shown === undefined) return undefined;
  const [A] = F.args as readonly [Term];
  const inside = n.normal(mul(S, A));
  const matrix = inside.to.op === "scale" ? inside.to.args[1]! : inside.to; // a number may stand before S
  if (firstFactor(matrix) === S) return undefined;
  return n
    .chain(mul(S, F))
    .step(n.law("mul_map_of_selection", [S, F, A], [shown]))
    .step(inside, [0])
    .done();
}

/** `r x = 1 (rᵀ ∘ x)` for a row r and a column x, where rᵀ and x cancel. */
function dot(term: Term, n: Normaliser): Equality | undefined {
  if (!isScalar(term)) return undefined;
  const [r, ...rest] = factorsOf(term);
  if (r!.op === "ones" || r!.op === "variable" || rest.length === 0) return undefined;
  const [u, x] = [n.normal(transpose(r!)), nested("mul", rest)];
  const made = n.normal(hadamard(u.to, x));
  if (flat("hadamard", made.to).length >= flat("hadamard", u.to).length + flat("hadamard", x).length) return undefined;
  const row = ones(1, x.rows);
  // r = (1 diag(rᵀ)), so r x = 1 (diag(rᵀ) x)
  const spread = n.normal(mul(row, diag(u.to)));
  if (spread.to !== r) return undefined;
  const chain = n
    .chain(term)
    .regroup(mul(r!, x))
    .step(n.backward(spread), [0])
    .regroup(mul(row, mul(diag(u.to), x)));
  return chain
    .step(n.law("diag_mul_vec", [u.to, x]), [1])
    .step(made, [1])
    .done();
}

/**
 * A number `rᵀ A c` is that of its transpose: the one that sums rows (as dot products are written), else the one that
 * comes first, is kept, and its own negative is zero.
 */
function number(term: Term, n: Normaliser): Equality | undefined {
  if (!isScalar(term)) return undefined;
  const parts = [...factorsOf(term)].reverse().map((factor) => n.normal(transpose(factor)));
  const negative = parts.filter(({ to }) => isNegative(to)).length % 2 === 1;
  const other = nested(
    "mul",
    parts.map(({ to }) => (isNegative(to) ? to.args[1]! : to)),
  );
  if (negative && other === term) return ownNegative(term, n);
  const sums = (product: Term): boolean => factorsOf(product)[0]!.op === "ones";
  const kept = sums(term) === sums(other) ? compareTerms(term, other) <= 0 : sums(term);
  if (kept) return undefined;
  const chain = n.chain(term).step(n.backward(n.law("transpose_scalar", [term])));
  return chain.step(n.law("transpose_mul", term.args)).done();
}

/** A number that is its own negative, `xᵀ K x = −xᵀ K x`. */
function ownNegative(term: Term, n: Normaliser): Equality {
  const chain = n.chain(term).step(n.backward(n.law("transpose_scalar", [term])));
  chain.step(reversed(factorsOf(term), n));
  return zeroOfOpposite(term, chain.done(), n);
}

/** `(A B C)ᵀ = ± Cᵀ Bᵀ Aᵀ`, signs in front. */
function reversed(factors: readonly Term[], n: Normaliser): Equality {
  const last = factors[factors.length - 1]!;
  if (factors.length === 1) return n.normal(transpose(last));
  const before = factors.slice(0, -1);
  const law = n.law("transpose_mul", [nested("mul", before), last]);
  const chain = n.chain(law.from).step(law);
  chain.step(n.normal(transpose(last)), [0]).step(reversed(before, n), [1]);
  const [X, Y] = chain.term.args as readonly [Term, Term];
  const [signX, signY] = [X, Y].map(isNegative);
  if (signX) chain.step(n.law("smul_mul", [X.args[0]!, X.args[1]!, Y]));
  const [x, y] = [signX ? X.args[1]! : X, signY ? Y.args[1]! : Y];
  if (signY) chain.step(n.law("mul_smul", [Y.args[0]!, x, y]), signX ? [1] : []);
  const flatter = nested("mul", [...factorsOf(x), ...factorsOf(y)]);
  if (!signX || !signY) return chain.regroup(signX || signY ? scale(MINUS_ONE, flatter) : flatter).done();
  chain.step(n.law("smul_smul", [MINUS_ONE, MINUS_ONE, mul(x, y)]));
  chain.step(n.evaluated(hadamard(MINUS_ONE, MINUS_ONE))!, [0]).step(n.law("one_smul", [mul(x, y)]));
  return chain.regroup(flatter).done();
}

const MINUS_ONE = constant(-1);
const isNegative = (term: Term): boolean => term.op === "scale" && isConstant(term.args[0]!, -1n);
