/**
 * Ranks of blocks: what an invertible block, or a block that another one is a multiple of, takes out of the others.
 */

import { mulRational, type Rational, rational } from "../../term/rational.ts";
import {
  add,
  constant,
  hcat,
  identity,
  inverse,
  mul,
  rank,
  scale,
  type Term,
  transpose,
  vcat,
  zeros,
} from "../../term/term.ts";
import type { Equality } from "../derivation.ts";
import { linearOf, minus } from "../linear.ts";
import type { Normaliser } from "../normaliser.ts";
import { factorsOf, isZeroTerm, nested, summandsOf } from "../parts.ts";

type Blocks = readonly [Term, Term, Term, Term];

const MINUS_ONE = constant(-1);
const blocks = (A: Term, B: Term, C: Term, D: Term): Term => vcat(hcat(A, B), hcat(C, D));

/** The rank of blocks by those of fewer or smaller ones. */
export function ofBlocks(term: Term, A: Term, n: Normaliser): Equality | undefined {
  if (A.op === "hcat") return besides(A, n);
  if (A.op !== "vcat") return undefined;
  const [upper, lower] = A.args as readonly [Term, Term];
  const four = upper.op === "hcat" && lower.op === "hcat" && lower.args[0]!.cols === upper.args[0]!.cols;
  return (four ? ofFour(A, [...upper.args, ...lower.args] as unknown as Blocks, n) : undefined) ?? above(term, A, n);
}

/** Blocks on the diagonal, an invertible one in a corner, twins. */
function ofFour(M: Term, [A, B, C, D]: Blocks, n: Normaliser): Equality | undefined {
  if (B.op === "zeros" && C.op === "zeros") return n.law("rank_blocks_diagonal", [A, D]);
  if (A === D && B === C) return ofTwins(M, A, n);
  if (A.rows === A.cols && n.properties.show("invertible", A) !== undefined) return eliminated([A, B, C, D], n);
  if (D.rows !== D.cols || n.properties.show("invertible", D) === undefined) return undefined;
  const other = eliminated([D, C, B, A], n);
  return other === undefined
    ? undefined
    : n
        .chain(rank(M))
        .step(swapped([A, B, C, D], n))
        .step(other)
        .done();
}

/**
 * rank([A B; C D]) = rank(A) + rank(D − C A⁻¹ B) for an invertible A:
 * the matrix is `[I 0; C A⁻¹ I] [A 0; 0 S] [I A⁻¹ B; 0 I]`.
 */
function eliminated([A, B, C, D]: Blocks, n: Normaliser): Equality | undefined {
  const M = blocks(A, B, C, D);
  const [back, one] = [inverse(A), identity(A.rows)];
  const S = minus(D, mul(mul(C, back), B));
  const lower = blocks(one, zeros(A.rows, D.rows), mul(C, back), identity(D.rows));
  const middle = blocks(A, zeros(B.rows, B.cols), zeros(C.rows, C.cols), S);
  const upper = blocks(one, mul(back, B), zeros(D.cols, A.cols), identity(D.cols));
  const [whole, own] = [n.normal(mul(mul(lower, middle), upper)), n.normal(M)];
  const [left, right] = [n.properties.show("invertible", lower), n.properties.show("invertible", upper)];
  if (whole.to !== own.to || left === undefined || right === undefined) return undefined;
  return n
    .chain(rank(M))
    .step(own, [0])
    .step(n.backward(whole), [0])
    .step(n.law("rank_mul_of_invertible_right", [mul(lower, middle), upper], [right]))
    .step(n.law("rank_mul_of_invertible_left", [lower, middle], [left]))
    .step(n.law("rank_blocks_diagonal", [A, S]))
    .done();
}

/** rank([A B; C D]) = rank([D C; B A]). */
function swapped([A, B, C, D]: Blocks, n: Normaliser): Equality {
  return n
    .chain(rank(blocks(A, B, C, D)))
    .step(n.law("rank_vcat_comm", [hcat(A, B), hcat(C, D)]))
    .step(n.backward(n.law("hcat_vcat", [C, D, A, B])), [0])
    .step(n.law("rank_hcat_comm", [vcat(C, A), vcat(D, B)]))
    .step(n.law("hcat_vcat", [D, C, B, A]), [0])
    .done();
}

/** `n + rank(I + Y X) = m + rank(I + X Y)` for n × m and m × n matrices: both are the rank of `[I −X; Y I]`. */
export function rankOfTurned(X: Term, Y: Term, n: Normaliser): Equality | undefined {
  const [one, other, negative] = [identity(X.rows), identity(Y.rows), scale(MINUS_ONE, X)];
  const corners: Blocks = [one, negative, Y, other];
  const [left, right] = [eliminated(corners, n), eliminated([other, Y, negative, one], n)];
  if (left === undefined || right === undefined) return undefined;
  return n.chain(left.to).step(n.backward(left)).step(swapped(corners, n)).step(right).done();
}

/** rank([A B; B A]) = rank(A + B) + rank(A − B): between `[I I; I −I]` it is twice their diagonal. */
function ofTwins(M: Term, A: Term, n: Normaliser): Equality | undefined {
  const sides = [A.rows, A.cols].map((d) =>
    blocks(identity(d), identity(d), identity(d), scale(MINUS_ONE, identity(d))),
  );
  const [L, R] = sides as [Term, Term];
  const [left, right] = [L, R].map((side) => n.properties.showAsNormal("invertible", side));
  const whole = n.normal(mul(mul(L, M), R));
  if (left === undefined || right === undefined) return undefined;
  return n
    .chain(rank(M))
    .step(n.backward(n.law("rank_mul_of_invertible_left", [L, M], [left])))
    .step(n.backward(n.law("rank_mul_of_invertible_right", [mul(L, M), R], [right])))
    .step(whole, [0])
    .done();
}

/** [B | C] without zeros, and without what one block begins with that is the other one. */
function besides(A: Term, n: Normaliser): Equality | undefined {
  const [B, C] = A.args as readonly [Term, Term];
  if (isZeroTerm(C)) return withoutZeros(B, C, n);
  if (isZeroTerm(B)) return n.law("rank_hcat_comm", [B, C]);
  const right = quotient(C, B, n);
  if (right !== undefined)
    return sheared(A, blocks(identity(B.cols), right, zeros(C.cols, B.cols), identity(C.cols)), n);
  const left = quotient(B, C, n);
  if (left === undefined) return undefined;
  return sheared(A, blocks(identity(B.cols), zeros(B.cols, C.cols), left, identity(C.cols)), n);
}

/** rank([B | 0]) = rank(B): each is the other one times something. */
function withoutZeros(B: Term, zero: Term, n: Normaliser): Equality | undefined {
  const A = hcat(B, zero);
  const wide = hcat(identity(B.cols), zeros(B.cols, zero.cols));
  const bound = n.derivation.axiom("rank_mul_le_left", [B, wide]);
  const product = n.normal(mul(B, wide));
  if (product.to !== A) return undefined;
  const [small, large] = [rank(A), rank(B)];
  const below = n.derivation.add(
    { rule: "rewrite", from: bound, moves: [{ path: [0, 0], by: n.entryOf(product) }] },
    { kind: "le", lhs: small, rhs: large },
  );
  const above = n.derivation.axiom("rank_left_le_hcat", [B, zero]);
  return n.law("le_antisymm", [small, large], [below, above]);
}

function sheared(A: Term, S: Term, n: Normaliser): Equality | undefined {
  const shown = n.properties.show("invertible", S);
  if (shown === undefined) return undefined;
  const law = n.backward(n.law("rank_mul_of_invertible_right", [A, S], [shown]));
  return n
    .chain(rank(A))
    .step(law)
    .step(n.normal(mul(A, S)), [0])
    .done();
}

/** Z such that C + B Z has fewer summands than C. */
function quotient(C: Term, B: Term, n: Normaliser): Term | undefined {
  const count = summandsOf(C).length;
  const candidates: Term[] = [];
  for (const [monomial, value] of linearOf(C))
    for (const [own, of] of linearOf(B)) {
      const Z = behind(monomial, own);
      if (Z !== undefined) candidates.push(scale(constant(quotientOf(value, of)), Z));
    }
  return candidates
    .map((Z) => scale(MINUS_ONE, Z))
    .find((Z) => {
      const { to } = n.normal(add(C, mul(B, Z)));
      return isZeroTerm(to) || summandsOf(to).length < count;
    });
}

const quotientOf = (a: Rational, b: Rational): Rational => mulRational(a, rational(b.denominator, b.numerator));

/** What a product is behind what it begins with. */
function behind(whole: Term, start: Term): Term | undefined {
  const [all, first] = [factorsOf(whole), factorsOf(start)];
  if (!first.every((factor, i) => factor === all[i])) return undefined;
  return all.length === first.length ? identity(start.cols) : nested("mul", all.slice(first.length));
}

/** The same of blocks above each other, through the transpose. */
function above(term: Term, A: Term, n: Normaliser): Equality | undefined {
  const turned = n.normal(transpose(A));
  if (turned.to.op !== "hcat") return undefined;
  const less = besides(turned.to, n);
  if (less === undefined) return undefined;
  return n
    .chain(term)
    .step(n.backward(n.law("rank_transpose", [A])))
    .step(turned, [0])
    .step(less)
    .done();
}
