/**
 * Determinants: products, multiples and blocks taken apart, an invertible
 * summand taken out, and of `det(I + X Y) = det(I + Y X)` the one that comes
 * first.
 */
import type { Ref } from "../../kernel/proof.ts";
import {
  add,
  constant,
  det,
  hadamard,
  hcat,
  identity,
  inverse,
  map,
  mul,
  scale,
  type Term,
  transpose,
  vcat,
  zeros,
} from "../../term/term.ts";
import type { Equality } from "../derivation.ts";
import type { Normaliser, Rule } from "../normaliser.ts";
import { compareTerms } from "../order.ts";
import { factorsOf, isConstant, isZeroTerm, nested, summandsOf } from "../parts.ts";
import { type Quarters, quarters } from "./cut.ts";
import { cutsOf } from "./kron.ts";
import { asOpposite, zeroOfOpposite } from "./opposite.ts";

const MINUS_ONE = constant(-1);

export const detRule: Rule = (term, n) => {
  const [A] = term.args as readonly [Term];
  if (A.rows.text === "1") return n.law("det_scalar", [A]);
  if (isZeroTerm(A)) return ofZero(A, n);
  if (A.op === "identity") return n.law("det_one", [A]);
  if (A.op === "scale") return n.law("det_smul", A.args);
  if (A.op === "transpose") return n.law("det_transpose", A.args);
  if (A.op === "inverse") return n.law("det_inv", A.args);
  if (A.op === "tri") return n.law("det_tri", [A]).from === term ? n.law("det_tri", [A]) : undefined;
  if (A.op === "kron") return ofKron(term, A, n);
  if (A.op === "diag") return ofDiagonal(term, A.args[0]!, n);
  const lower = n.properties.show("lower", A);
  if (lower !== undefined) return n.law("det_of_lower", [A], [lower]);
  if (A.op === "mul") return ofProduct(term, A, n);
  if (A.op === "vcat") return ofBlocks(term, A, n);
  if (A.op === "add")
    return (
      withoutInvertible(term, A, n) ??
      withoutFactor(term, A, n) ??
      withoutNumber(term, A, n) ??
      turned(term, A, n) ??
      similar(term, A, n)
    );
  return ofSkew(term, A, n);
};

function ofZero(A: Term, n: Normaliser): Equality | undefined {
  const law = "det_zeros_of_pos";
  const shown = n.properties.show("positive", n.law("trace_one", [A]).to);
  return shown === undefined ? undefined : n.law(law, [A], [shown]);
}

function ofKron(term: Term, A: Term, n: Normaliser): Equality | undefined {
  const cut = cutsOf(A).find(([B, C]) => B.rows === B.cols && C.rows === C.cols);
  if (cut === undefined) return undefined;
  const law = n.law("det_kron", cut);
  return n.chain(term).regroup(law.from).step(law).done();
}

/** det(A B) = det(A) det(B), cut where both are square. */
function ofProduct(term: Term, A: Term, n: Normaliser): Equality | undefined {
  const factors = factorsOf(A);
  const at = factors.findIndex(({ rows }, i) => i > 0 && rows === A.rows);
  if (at < 0) return undefined;
  const law = n.law("det_mul", [nested("mul", factors.slice(0, at)), nested("mul", factors.slice(at))]);
  return n.chain(term).regroup(law.from).step(law).done();
}

/** det(diag(u ∘ v)) = det(diag(u)) det(diag(v)), det(diag(1/v)) = 1/det(diag(v)). */
function ofDiagonal(term: Term, v: Term, n: Normaliser): Equality | undefined {
  if (v.op === "hadamard") {
    const split = n.backward(n.law("diag_mul_diag", v.args));
    return n.chain(term).step(split, [0]).step(n.law("det_mul", split.to.args)).done();
  }
  if (v.op !== "map" || v.fn !== "recip") return undefined;
  const shown = n.properties.show("nonzero", v.args[0]!);
  if (shown === undefined) return undefined;
  const inverted = n.backward(n.law("inv_diag_of_nonzero", v.args, [shown]));
  return n.chain(term).step(inverted, [0]).step(n.law("det_inv", inverted.to.args)).done();
}

function ofBlocks(term: Term, M: Term, n: Normaliser): Equality | undefined {
  const cut = quarters(M, n);
  if (cut === undefined) return undefined;
  const law = ofQuarters(cut.made.to, cut.blocks, n);
  return law === undefined ? undefined : n.chain(term).step(cut.made, [0]).step(law).done();
}

function ofQuarters(M: Term, [A, B, C, D]: Quarters["blocks"], n: Normaliser): Equality | undefined {
  if (A.rows.text === "1" && D.rows.text === "1") return n.law("det_two", [A, B, C, D]);
  if (isZeroTerm(C)) return n.law("det_blocks_upper", [A, B, D]);
  if (isZeroTerm(B)) return n.law("det_blocks_lower", [A, C, D]);
  if (A === D && B === C) return ofTwins(M, A, B, n);
  const shown = n.properties.show("invertible", A);
  if (shown !== undefined) return n.law("det_blocks_of_invertible", [A, B, C, D], [shown]);
  const other = n.properties.show("invertible", D);
  return other === undefined ? undefined : n.law("det_blocks_of_invertible_lower", [A, B, C, D], [other]);
}

/** det([A B; B A]) = det(A + B) det(A − B), by `[I I; 0 I] M [I −I; 0 I] = [A + B 0; B A − B]`. */
function ofTwins(M: Term, A: Term, B: Term, n: Normaliser): Equality | undefined {
  const [one, zero] = [identity(A.rows), zeros(A.rows, A.rows)];
  const shear = (X: Term): Term => vcat(hcat(one, X), hcat(zero, one));
  const [L, R] = [shear(one), shear(scale(MINUS_ONE, one))];
  const made = vcat(hcat(add(A, B), zero), hcat(B, add(A, scale(MINUS_ONE, B))));
  const [whole, other] = [n.normal(mul(mul(L, M), R)), n.normal(made)];
  if (whole.to !== other.to) return undefined;
  const chain = n.chain(det(mul(mul(L, M), R))).step(n.law("det_mul", [mul(L, M), R]));
  chain
    .step(n.law("det_mul", [L, M]), [0])
    .step(n.normal(det(L)), [0, 0])
    .step(n.normal(det(R)), [1]);
  const ones = hadamard(hadamard(constant(1), det(M)), constant(1));
  if (chain.term !== ones) return undefined;
  const unit = n.backward(n.law("ones_eq_one"));
  chain
    .step(unit, [0, 0])
    .step(n.law("one_hadamard", [det(M)]), [0])
    .step(unit, [1]);
  chain.regroup(hadamard(unit.to, det(M))).step(n.law("one_hadamard", [det(M)]));
  return n
    .chain(det(M))
    .step(n.backward(chain.done()))
    .step(whole, [0])
    .step(n.backward(other), [0])
    .step(n.law("det_blocks_lower", [add(A, B), B, add(A, scale(MINUS_ONE, B))]))
    .done();
}

/** det(A + M) = det(A) det(I + A⁻¹ M) for an invertible A, where neither is a number times the identity. */
function withoutInvertible(term: Term, S: Term, n: Normaliser): Equality | undefined {
  const parts = summandsOf(S);
  const isNumber = (part: Term): boolean => (part.op === "scale" ? part.args[1]! : part).op === "identity";
  if (parts.length === 2 && parts.some(isNumber)) return undefined; // A⁻¹ in the place of A, and A again
  for (const A of parts) {
    const body = A.op === "scale" ? A.args[1]! : A;
    if (A.op === "identity" || body.op === "mul") continue;
    const shown = n.properties.show("invertible", A);
    if (shown === undefined) continue;
    const M = nested(
      "add",
      parts.filter((part) => part !== A),
    ); // like terms are added, so A stands once
    return outOf(term, A, add(identity(A.rows), mul(inverse(A), M)), n);
  }
  return undefined;
}

/** det(c I + M) = cⁿ det(I + 1/c M) for a number c that is not zero. */
function withoutNumber(term: Term, S: Term, n: Normaliser): Equality | undefined {
  const parts = summandsOf(S);
  const one = parts.find((part) => part.op === "scale" && part.args[1]!.op === "identity");
  const shown = one === undefined ? undefined : n.properties.show("nonzero", one.args[0]!);
  if (one === undefined || shown === undefined || parts.length < 2) return undefined;
  const [c, I] = one.args as readonly [Term, Term];
  const M = nested(
    "add",
    parts.filter((part) => part !== one),
  );
  const rest = add(I, scale(map("recip", c), M));
  const whole = n.normal(scale(c, rest));
  if (whole.to !== S) return undefined;
  return n
    .chain(term)
    .step(n.backward(whole), [0])
    .step(n.law("det_smul", [c, rest]))
    .done();
}

/** det(F B + F C) = det(F) det(B + C). */
function withoutFactor(term: Term, S: Term, n: Normaliser): Equality | undefined {
  const factors = summandsOf(S).map((part) => factorsOf(part.op === "scale" ? part.args[1]! : part));
  const F = factors[0]![0]!;
  if (F.op === "identity" || F.rows !== F.cols || !factors.every(([first]) => first === F)) return undefined;
  const rest = summandsOf(S).map((part) => {
    const body = factorsOf(part.op === "scale" ? part.args[1]! : part).slice(1);
    const left = body.length === 0 ? identity(F.cols) : nested("mul", body);
    return part.op === "scale" ? scale(part.args[0]!, left) : left;
  });
  return outOf(term, F, nested("add", rest), n);
}

/** det(S) = det(F) det(R) when F R is S in normal form. */
function outOf(term: Term, F: Term, R: Term, n: Normaliser): Equality | undefined {
  const [whole, sum] = [n.normal(mul(F, R)), n.normal(term.args[0]!)];
  if (whole.to !== sum.to) return undefined;
  const chain = n.chain(term).step(sum, [0]).step(n.backward(whole), [0]);
  return chain.step(n.law("det_mul", [F, R])).done();
}

/** Of the determinants of `I + X Y`, `I + Y X` and the transpose the one that comes first. */
function turned(term: Term, S: Term, n: Normaliser): Equality | undefined {
  const parts = summandsOf(S);
  const one = parts.find(({ op }) => op === "identity");
  const other = n.normal(transpose(S));
  const turns: Equality[] = [];
  if (other.to !== S)
    turns.push(
      n
        .chain(term)
        .step(n.backward(n.law("det_transpose", [S])))
        .step(other, [0])
        .done(),
    );
  if (one !== undefined && parts.length === 2) {
    const M = parts.find((part) => part !== one)!;
    const [number, body] = M.op === "scale" ? [M.args[0]!, M.args[1]!] : [undefined, M];
    const factors = factorsOf(body);
    for (let at = 1; at < factors.length; at++) {
      const X = nested("mul", factors.slice(0, at));
      const Y = nested("mul", factors.slice(at));
      const left = number === undefined ? X : scale(number, X);
      const chain = n.chain(term);
      if (number !== undefined) {
        const moved = n.chain(S).regroup(add(one, scale(number, mul(X, Y))));
        moved.step(n.backward(n.law("smul_mul", [number, X, Y])), [1]);
        chain.step(moved.done(), [0]);
      } else chain.regroup(det(add(one, mul(X, Y))));
      chain.step(n.law("det_one_add_mul_comm", [left, Y]));
      const rotated = chain.step(n.normal(chain.term.args[0]!), [0]).done();
      const back = n
        .chain(term)
        .step(rotated)
        .step(n.backward(n.law("det_transpose", rotated.to.args)));
      turns.push(rotated, back.step(n.normal(back.term.args[0]!), [0]).done());
    }
  }
  const smaller = turns.filter(({ to }) => compareMatrices(to.args[0]!, S) < 0);
  return smaller.sort((a, b) => compareMatrices(a.to.args[0]!, b.to.args[0]!))[0];
}

/** Which matrix a determinant is rather taken of: by one order, since rules that had two would follow one another forever. */
function compareMatrices(S: Term, T: Term): number {
  return rows(S) - rows(T) || length(S) - length(T) || compareTerms(S, T);
}

/** det(S) = det(F⁻¹ S F) for an invertible F that a summand begins with, or whose inverse it ends with, when that is less. */
function similar(term: Term, S: Term, n: Normaliser): Equality | undefined {
  for (const part of summandsOf(S)) {
    const factors = factorsOf(part.op === "scale" ? part.args[1]! : part);
    if (factors.length < 2) continue;
    const [first, last] = [factors[0]!, factors[factors.length - 1]!];
    const square = [first, last].filter(({ rows, cols }) => rows === cols);
    for (const factor of square) {
      const F = factor === first ? first : n.normal(inverse(last)).to;
      const shown = n.properties.show("invertible", F);
      if (shown === undefined) continue;
      const less = n.normal(mul(mul(inverse(F), S), F));
      if (compareMatrices(less.to, S) < 0)
        return n
          .chain(term)
          .step(conjugated(F, S, shown, n))
          .step(less, [0])
          .done();
    }
  }
  return undefined;
}

function length(S: Term): number {
  return summandsOf(S).reduce((sum, part) => sum + factorsOf(part.op === "scale" ? part.args[1]! : part).length, 0);
}

/** det(S) = det(F⁻¹ S F). */
function conjugated(F: Term, S: Term, shown: Ref, n: Normaliser): Equality {
  const back = inverse(F);
  const nonzero = n.derivation.axiom("det_nonzero_of_invertible", [F], [shown]);
  const chain = n.chain(det(mul(mul(back, S), F))).step(n.law("det_mul", [mul(back, S), F]));
  chain.step(n.law("det_mul", [back, S]), [0]).step(n.law("det_inv", [F]), [0, 0]);
  const cancel = n.law("hadamard_recip_cancel", [det(F)], [nonzero]);
  chain.regroup(hadamard(cancel.from, det(S))).step(cancel, [0]);
  return n.backward(chain.step(n.law("one_hadamard", [det(S)])).done());
}

/** `(−1)ⁿ det(K) = det(−K) = det(Kᵀ) = det(K)` for a skew K. */
export function signOfSkew(A: Term, B: Term, n: Normaliser): Equality | undefined {
  if (A.op !== "power" || !isConstant(A.args[0]!, -1n) || B.op !== "det" || A.exponent !== B.args[0]!.rows)
    return undefined;
  const [K] = B.args as readonly [Term];
  if (n.properties.show("skew", K) === undefined) return undefined;
  const negative = n.normal(transpose(K));
  const law = n.law("det_smul", [MINUS_ONE, K]);
  if (negative.to !== scale(MINUS_ONE, K) || law.to !== hadamard(A, B)) return undefined;
  return n
    .chain(law.to)
    .step(n.backward(law))
    .step(n.backward(negative), [0])
    .step(n.law("det_transpose", [K]))
    .done();
}

/** det(X) det(Y) = det(X Y), or det(X Yᵀ), of sums whose product has no more summands than the longer one: `(I + A) (I − A) = I − A A`. */
export function productOfSums(A: Term, B: Term, n: Normaliser): Equality | undefined {
  if (A.op !== "det" || B.op !== "det" || !n.options.expand) return undefined;
  const [X, Y] = [A.args[0]!, B.args[0]!];
  if (X.op !== "add" || Y.op !== "add" || X.rows !== Y.rows) return undefined;
  const flipped = n.normal(transpose(Y));
  for (const Z of [Y, flipped.to]) {
    const product = n.normal(mul(X, Z));
    if (summandsOf(product.to).length > Math.max(summandsOf(X).length, summandsOf(Y).length)) continue;
    const chain = n.chain(hadamard(A, B));
    if (Z !== Y) chain.step(n.backward(n.law("det_transpose", [Y])), [1]).step(flipped, [1, 0]);
    return chain
      .step(n.backward(n.law("det_mul", [X, Z])))
      .step(product, [0])
      .done();
  }
  return undefined;
}

/** One before many, so that a determinant becomes a number where it can. */
function rows(S: Term): number {
  return S.rows.text === "1" ? 0 : 1;
}

/** det(K) = 0 for a skew K of odd size, since det(K) = det(Kᵀ) = (−1)ⁿ det(K). */
function ofSkew(term: Term, A: Term, n: Normaliser): Equality | undefined {
  if (n.properties.show("skew", A) === undefined) return undefined;
  const chain = n
    .chain(term)
    .step(n.backward(n.law("det_transpose", [A])))
    .step(n.normal(transpose(A)), [0]);
  const made = chain.term.args[0]!;
  if (made.op !== "scale" || made.args[1] !== A || !isConstant(made.args[0]!, -1n)) return undefined;
  chain.step(n.law("det_smul", made.args));
  const sign = n.normal(chain.term.args[0]!);
  if (!isConstant(sign.to, -1n)) return undefined;
  return zeroOfOpposite(term, asOpposite(term, chain.step(sign, [0]).done(), n), n);
}

/** det(E) ∘ det(E) = det(E E) = det(E) for an idempotent E. */
export function squareOfIdempotent(A: Term, B: Term, n: Normaliser): Equality | undefined {
  if (A !== B || A.op !== "det") return undefined;
  const [E] = A.args as readonly [Term];
  const shown = n.properties.show("idempotent", E);
  if (shown === undefined) return undefined;
  const chain = n.chain(hadamard(A, B)).step(n.backward(n.law("det_mul", [E, E])));
  return chain.step(n.law("mul_self_of_idempotent", [E], [shown]), [0]).done();
}

/** det(Q) det(Q) = 1 for an orthogonal Q. */
export function squareOfOrthogonal(A: Term, B: Term, n: Normaliser): Equality | undefined {
  if (A !== B || A.op !== "det") return undefined;
  const Q = A.args[0]!;
  const shown = n.properties.show("orthogonal", Q);
  if (shown === undefined) return undefined;
  const unit = n.law("transpose_mul_self_of_orthogonal", [Q], [shown]);
  const chain = n.chain(det(mul(transpose(Q), Q))).step(n.law("det_mul", [transpose(Q), Q]));
  const squared = chain.step(n.law("det_transpose", [Q]), [0]).done();
  return n
    .chain(squared.to)
    .step(n.backward(squared))
    .step(unit, [0])
    .step(n.law("det_one", [Q]))
    .done();
}
