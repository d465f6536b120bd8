/**
 * Bounds of ranks by abstract interpretation: what each operation does to the
 * ranks of its parts, for every term whose rank is asked and all that it is
 * made of.
 */
import type { Ref } from "../../kernel/proof.ts";
import { le } from "../../kernel/proposition.ts";
import {
  add,
  constant,
  hcat,
  identity,
  isScalar,
  mul,
  ones,
  rank,
  scale,
  size,
  type Term,
  transpose,
  vcat,
  zeros,
} from "../../term/term.ts";
import { MINUS_ONE } from "../linear.ts";
import type { Normaliser } from "../normaliser.ts";
import { factorsOf, firstFactor, isZeroTerm, lastFactor, nested, summandsOf } from "../parts.ts";
import { type Fact, fact, factOf, type Source } from "./fact.ts";
import { related } from "./rank-relation.ts";

/** How many terms have their ranks looked at, and how many are added in pairs. */
const LIMITS = { terms: 40, summands: 7 } as const;

/** Bounds of the ranks that occur. */
export const ranks: Source = ({ n, terms, target }) => {
  const asked = terms.flatMap(({ op, args: [A] }) =>
    op === "rank" || (op === "trace" && isProjection(A!, n)) ? [A!] : [],
  );
  if (asked.length === 0 || !isScalar(target)) return [];
  const seen = new Set<Term>();
  const waiting = asked.flatMap((A) => [n.normal(A).to, A]);
  const found: Fact[] = [];
  for (let A = waiting.shift(); A !== undefined && seen.size < LIMITS.terms; A = waiting.shift()) {
    if (seen.has(A)) continue;
    seen.add(A);
    const { facts, parts } = boundsOf(A, n);
    found.push(...shapeBounds(A, n), ...ofRowSums(A, n), ...facts);
    waiting.push(...parts);
  }
  const products = terms.flatMap((term) => productsWith(term, asked, n));
  const relations = related(asked, n);
  const rests = relations.rests.flatMap((rest) => [...boundsOf(rest, n).facts, ...shapeBounds(rest, n)]);
  return [...found, ...relations.facts, ...rests, ...products, ...together(asked, n), ...sizes(terms, n)];
};

/** `rank(A B) ≤ rank(A)` of a product with something whose rank is asked, which may be an identity by hypothesis. */
function productsWith(term: Term, asked: readonly Term[], n: Normaliser): readonly Fact[] {
  if (term.op !== "mul" || n.normal(term).to.op === "mul") return [];
  const laws = ["rank_mul_le_left", "rank_mul_le_right"].filter((_, i) => asked.includes(term.args[i]!));
  return laws.map((law) => fact(n, law, term.args));
}

/** Whether the trace of a matrix is its rank. */
function isProjection(A: Term, n: Normaliser): boolean {
  return A.op === "variable" && A.kind === "idempotent" && n.normal(rank(A)).to.op === "trace";
}

interface Bounds {
  readonly facts: readonly Fact[];
  /** Terms whose ranks the facts speak of. */
  readonly parts: readonly Term[];
}

const NOTHING: Bounds = { facts: [], parts: [] };

function shapeBounds(A: Term, n: Normaliser): readonly Fact[] {
  const bounds = ["rank_nonneg", "rank_le_height", "rank_le_width"].map((law) => fact(n, law, [A]));
  const needs = [
    n.properties.show("nonzero", A),
    ...[A.rows, A.cols].map((d) => n.properties.show("positive", size(d))),
  ];
  return needs.includes(undefined) ? bounds : [...bounds, fact(n, "one_le_rank_of_nonzero", [A], needs as Ref[])];
}

/** What row sums say: where all are 0 there is a vector that A takes to 0, and the rank is not full; where none is, A is not 0. */
function ofRowSums(A: Term, n: Normaliser): readonly Fact[] {
  const one = ones(A.cols, 1);
  const sums = n.normal(mul(A, one)).to;
  if (isZeroTerm(sums)) return [fact(n, "rank_sylvester", [A, one]), ...shapeBounds(one, n)];
  if (n.properties.show("nonzero", sums) === undefined) return [];
  return [fact(n, "rank_mul_le_left", [A, one]), ...shapeBounds(sums, n)];
}

function boundsOf(A: Term, n: Normaliser): Bounds {
  const [B, C] = A.args as readonly [Term, Term];
  switch (A.op) {
    case "mul":
      return products(A, n);
    case "scale":
      return { facts: [fact(n, "rank_mul_le_right", [scale(B, identity(C.rows)), C])], parts: [C] };
    case "add":
      return added(A, n);
    case "hadamard":
      return { facts: [fact(n, "rank_hadamard_le", [B, C])], parts: [B, C] };
    case "rows":
    case "cols":
      return selected(A, n);
    case "hcat":
      return besides(A, n);
    case "vcat":
      return above(A, n);
    case "transpose":
    case "kron":
      return { facts: [], parts: A.args };
    case "bigSum":
      return { facts: [fact(n, "rank_sum_le", [A])], parts: [] };
    case "defined":
      return { facts: [], parts: [A.unfolded] };
    default:
      return NOTHING;
  }
}

/** Each product bounds, and is bounded by, the ranks of the two parts of each way to split it; Sylvester, Frobenius. */
function products(A: Term, n: Normaliser): Bounds {
  const factors = factorsOf(A);
  const part = (from: number, to: number): Term => nested("mul", factors.slice(from, to));
  const facts: Fact[] = [];
  const parts: Term[] = [];
  for (let i = 1; i < factors.length; i++) {
    const [left, right] = [part(0, i), part(i, factors.length)];
    for (const law of ["rank_mul_le_left", "rank_mul_le_right", "rank_sylvester"])
      facts.push(fact(n, law, [left, right]));
    for (let j = i + 1; j < factors.length; j++)
      facts.push(fact(n, "rank_frobenius", [left, part(i, j), part(j, factors.length)]));
    parts.push(left, right);
    facts.push(...grams(A, left, right, n));
  }
  return { facts, parts };
}

/** Rows, or columns, of a matrix are a product with some of the identity's. */
function selected(A: Term, n: Normaliser): Bounds {
  const by = n.derivation.axiom(`${A.op}_eq_mul`, [A]);
  const product = n.equality(by).to;
  const bound = n.derivation.axiom(A.op === "rows" ? "rank_mul_le_right" : "rank_mul_le_left", product.args);
  const move = { path: [0, 0], by, backward: true } as const;
  const said = le(rank(A), rank(A.args[0]!));
  const entry = { rule: "rewrite", from: bound, moves: [move] } as const;
  return { facts: [factOf(n, n.derivation.add(entry, said))], parts: A.args };
}

/** What a product becomes as `Y'Y` has the rank of Y: A'A B of B'A'A B. */
function grams(A: Term, left: Term, right: Term, n: Normaliser): readonly Fact[] {
  const [before, behind] = [n.normal(transpose(right)).to, n.normal(transpose(left)).to];
  const made: Fact[] = [];
  if (before.cols === A.rows && isSymmetric(mul(before, A), n)) made.push(fact(n, "rank_mul_le_right", [before, A]));
  if (A.cols === behind.rows && isSymmetric(mul(A, behind), n)) made.push(fact(n, "rank_mul_le_left", [A, behind]));
  return made;
}

function isSymmetric(A: Term, n: Normaliser): boolean {
  return n.normal(transpose(A)).to === n.normal(A).to;
}

function added(A: Term, n: Normaliser): Bounds {
  const parts = summandsOf(A);
  const shared = common(A, parts, n);
  if (parts.length === 2) return { facts: [fact(n, "rank_add_le", A.args), ...shared], parts };
  const facts = parts.map((part, i) =>
    fact(n, "rank_add_le", [
      nested(
        "add",
        parts.filter((_, k) => k !== i),
      ),
      part,
    ]),
  );
  return { facts: [...facts, ...shared], parts: facts.flatMap(({ term }) => rankArguments(term)) };
}

/** `rank(F B + F C) ≤ rank(F)`, and the same of a last factor. */
function common(A: Term, parts: readonly Term[], n: Normaliser): readonly Fact[] {
  const bodies = parts.map((part) => (part.op === "scale" ? part.args[1]! : part));
  return (["first", "last"] as const).flatMap((which) => {
    const factorOf = which === "first" ? firstFactor : lastFactor;
    const F = factorOf(bodies[0]!);
    if (!bodies.every((body) => factorOf(body) === F)) return [];
    const others = parts.map((part, i) => {
      const other = rest(bodies[i]!, which);
      return part.op === "scale" ? scale(part.args[0]!, other) : other;
    });
    const sum = nested("add", others);
    const product = which === "first" ? mul(F, sum) : mul(sum, F);
    if (n.normal(product).to !== n.normal(A).to) return [];
    return [fact(n, which === "first" ? "rank_mul_le_left" : "rank_mul_le_right", product.args)];
  });
}

function rankArguments(term: Term): readonly Term[] {
  return term.op === "rank" ? term.args : term.args.flatMap(rankArguments);
}

/** [B | C]: the ranks of B and C, and that of a factor both begin with. */
function besides(A: Term, n: Normaliser): Bounds {
  const [B, C] = A.args as readonly [Term, Term];
  const facts = [fact(n, "rank_hcat_le", [B, C]), fact(n, "rank_left_le_hcat", [B, C]), ...swapped("hcat", B, C, n)];
  const F = [firstFactor(B), firstFactor(C)].find((f) => [B, C].every((block) => firstFactor(block) === f));
  if (F !== undefined) facts.push(fact(n, "rank_mul_le_left", [F, hcat(rest(B, "first"), rest(C, "first"))]));
  if (B.cols === C.cols)
    for (const one of signed(B.cols)) {
      facts.push(fact(n, "rank_mul_le_left", [A, vcat(identity(B.cols), one)]));
      const rest = n.normal(add(C, mul(B, one))).to; // [B | C] of [B | C ± B]
      const back = n.normal(scale(constant(MINUS_ONE), one)).to;
      const shear = vcat(hcat(identity(B.cols), back), hcat(zeros(B.cols, B.cols), identity(B.cols)));
      facts.push(fact(n, "rank_mul_le_left", [hcat(B, rest), shear]), fact(n, "rank_hcat_le", [B, rest]));
    }
  return { facts, parts: [B, C] };
}

/** B above C. */
function above(A: Term, n: Normaliser): Bounds {
  const [B, C] = A.args as readonly [Term, Term];
  const facts = [fact(n, "rank_vcat_le", [B, C]), fact(n, "rank_upper_le_vcat", [B, C]), ...swapped("vcat", B, C, n)];
  if (lastFactor(B) === lastFactor(C))
    facts.push(fact(n, "rank_mul_le_right", [vcat(rest(B, "last"), rest(C, "last")), lastFactor(B)]));
  if (B.rows === C.rows)
    for (const one of signed(B.rows)) {
      facts.push(fact(n, "rank_mul_le_right", [hcat(identity(B.rows), one), A]));
      const rest = n.normal(add(C, mul(one, B))).to;
      const back = n.normal(scale(constant(MINUS_ONE), one)).to;
      const shear = vcat(hcat(identity(B.rows), zeros(B.rows, B.rows)), hcat(back, identity(B.rows)));
      facts.push(fact(n, "rank_mul_le_right", [shear, vcat(B, rest)]), fact(n, "rank_vcat_le", [B, rest]));
    }
  if (B.op === "hcat" && C.op === "hcat" && C.args[0]!.op === "zeros" && B.args[0]!.cols === C.args[0]!.cols)
    facts.push(fact(n, "rank_blocks_upper_ge", [B.args[0]!, B.args[1]!, C.args[1]!]));
  return { facts, parts: [B, C] };
}

/** I and −I: the sum and the difference of two blocks have no larger rank than both together. */
const signed = (size: Term["rows"]): readonly Term[] => [identity(size), scale(constant(MINUS_ONE), identity(size))];

/** A product without its first or last factor. */
function rest(A: Term, which: "first" | "last"): Term {
  const factors = factorsOf(A);
  if (factors.length === 1) return identity(which === "first" ? A.cols : A.rows);
  return nested("mul", which === "first" ? factors.slice(1) : factors.slice(0, -1));
}

/** `rank(C) ≤ rank([B | C])`, through `[C | B]`, which has the same rank. */
function swapped(op: "hcat" | "vcat", B: Term, C: Term, n: Normaliser): readonly Fact[] {
  const [bound, order, join] =
    op === "hcat"
      ? (["rank_left_le_hcat", "rank_hcat_comm", hcat] as const)
      : (["rank_upper_le_vcat", "rank_vcat_comm", vcat] as const);
  const { derivation } = n;
  const same = derivation.axiom(order, [C, B]);
  const [one, other] = [rank(join(C, B)), rank(join(B, C))];
  const to = (from: Ref, side: 0 | 1, lhs: Term, rhs: Term): Fact =>
    factOf(n, derivation.add({ rule: "rewrite", from, moves: [{ path: [side], by: same }] }, le(lhs, rhs)));
  const alike = derivation.axiom("le_refl", [one]);
  return [to(derivation.axiom(bound, [C, B]), 1, rank(C), other), to(alike, 0, other, one), to(alike, 1, one, other)];
}

/** Matrices that are asked about, multiplied where they fit, and put beside or above each other where both are slices. */
function together(asked: readonly Term[], n: Normaliser): readonly Fact[] {
  const some = [...new Set(asked)].slice(0, LIMITS.summands);
  return some.flatMap((A) =>
    some.flatMap((B) => {
      if (A === B) return [];
      if (A.op === "cols" && B.op === "cols" && A.rows === B.rows) return [fact(n, "rank_hcat_le", [A, B])];
      if (A.op === "rows" && B.op === "rows" && A.cols === B.cols) return [fact(n, "rank_vcat_le", [A, B])];
      return A.cols === B.rows ? [fact(n, "rank_sylvester", [A, B])] : [];
    }),
  );
}

/** A size is at least 1, also times what is not negative. */
function sizes(terms: readonly Term[], n: Normaliser): readonly Fact[] {
  return terms.flatMap((term) => {
    const positive = term.op === "size" ? n.properties.show("positive", term) : undefined;
    return positive === undefined ? [] : [fact(n, "one_le_size_of_pos", [identity(sizeOf(term))], [positive])];
  });
}

function sizeOf(term: Term): Term["rows"] {
  return term.op === "size" ? term.size : term.rows;
}
