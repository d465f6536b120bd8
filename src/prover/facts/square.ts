/**
 * Squares: of numbers and entries, `(x ± y)²`, and of matrices and columns, `tr (X ± Y)'(X ± Y)`; the sums of squares
 * that a quadratic form is, by completing them one after the other.
 */
import { Fault } from "../../term/fault.ts";
import { mulRational, type Rational, rational } from "../../term/rational.ts";
import {
  add,
  constant,
  hadamard,
  identity,
  isScalar,
  map,
  mul,
  ones,
  scale,
  size,
  type Term,
  trace,
  transpose,
} from "../../term/term.ts";
import { linearOf, MINUS_ONE, minus, multipleOf, ONE, plus } from "../linear.ts";
import type { Normaliser } from "../normaliser.ts";
import { factorsOf, flat, nested } from "../parts.ts";
import { type Fact, fact, normalFact, pairs, type Source, shown, square, subterms, type Wanted } from "./fact.ts";

/** How many roots are tried in pairs. */
const ROOTS = 10;

/** Columns of more factors are not looked at in pairs. */
const FACTORS = 5;

/** What squares are of: how to multiply two, and the fact that a square is. */
interface Form {
  readonly roots: readonly Term[];
  /** What squares are of besides, each for itself. */
  readonly others?: readonly Term[];
  readonly product: (x: Term, y: Term) => Term;
  readonly square: (x: Term) => Fact;
}

/** Squares of the roots that are visible, of their sums and differences, and completed. */
export const squares: Source = (wanted) =>
  [entries(wanted), ...inner(wanted)].flatMap(({ roots, others = [], product, square: of }) => {
    const some = roots.slice(0, ROOTS);
    const form = { roots: some, product, square: of };
    const both = pairs(some).flatMap(([x, y]) => [of(add(x, y)), of(minus(x, y))]);
    return [...some.map(of), ...others.map(of), ...both, ...completed(form, wanted), ...weighted(form, wanted)];
  });

/** Products of entries: the roots of monomials in which everything stands an even number of times. */
function entries({ n, linear, target, terms }: Wanted): Form {
  const monomials = [...linear.keys()];
  const unit = isScalar(target) ? ONE : n.normal(ones(target.rows, target.cols)).to;
  const roots = new Set<Term>();
  for (const monomial of monomials) {
    const root = monomial === unit ? unit : half(monomial);
    if (root !== undefined) roots.add(root);
  }
  if (terms.some((term) => term.op === "map" && term.fn === "sqrt"))
    for (const monomial of monomials)
      if (n.properties.show("nonnegative", monomial) !== undefined) roots.add(n.normal(map("sqrt", monomial)).to);
  if (isScalar(target) && terms.some((term) => term.op === "map" && term.fn === "recip")) {
    roots.add(ONE);
    for (const term of subterms([target])) if (isScalar(term) && term.op === "variable") roots.add(term);
  }
  return { roots: [...roots], product: hadamard, square: (x) => square(n, x) };
}

/** `a ∘ b` of `a ∘ a ∘ b ∘ b`. */
function half(monomial: Term): Term | undefined {
  const parts = [...flat("hadamard", monomial)];
  const root: Term[] = [];
  for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
    const twin = parts.indexOf(part);
    if (twin < 0) return undefined;
    parts.splice(twin, 1);
    root.push(part);
  }
  return nested("hadamard", root.reverse());
}

/** What squares of one shape are of, with the same weights between them. */
interface Roots {
  readonly weights: Fact | undefined;
  readonly of: Set<Term>;
}

/** Inner products: X for which `tr X'X` or `tr X'DX`, or `x'x` or `x'Dx`, is a monomial of the target, by shape and D. */
function inner({ n, linear, target }: Wanted): readonly Form[] {
  if (!isScalar(target)) return [];
  const roots = new Map<string, Roots>();
  for (const monomial of linear.keys()) {
    for (const part of flat("hadamard", monomial)) {
      const body = part.op === "trace" ? part.args[0]! : part.op === "mul" ? part : undefined;
      if (body === undefined) continue;
      for (const { X, weights } of [...halves(body, n), ...entriesOf(body, n)]) {
        const key = `${X.rows.id}x${X.cols.id}x${weights?.term.id}`;
        const same = roots.get(key) ?? { weights, of: new Set() };
        roots.set(key, same);
        same.of.add(n.normal(X).to);
      }
    }
  }
  const bodies = new Set([...linear.keys()].flatMap((monomial) => [monomial, ...flat("hadamard", monomial)]));
  return [...roots.values()].map(({ weights, of }, i) => {
    const product = (x: Term, y: Term): Term =>
      trace(mul(transpose(x), weights === undefined ? y : mul(weights.term, y)));
    const isKnown = (x: Term): boolean => [...linearOf(n.normal(product(x, x)).to).keys()].every((m) => bodies.has(m));
    const square = (x: Term): Fact => gram(x, n, weights);
    const plain = [...roots.values()].filter((other) => i === 0 && other.weights === undefined);
    const complements = plain.flatMap((other) => [...other.of].flatMap((x) => complementsOf(x, n)));
    const some = [...of].filter(isKnown);
    const others =
      weights === undefined ? [...complements.filter(isKnown), ...some.flatMap((x) => deviation(x, n))] : [];
    return { roots: some, others, product, square };
  });
}

/** `X − 1/m` of an X whose rows sum to one: how far weights are from even ones. */
function deviation(X: Term, n: Normaliser): readonly Term[] {
  if (n.properties.show("rowstochastic", X) === undefined) return [];
  return [minus(X, scale(map("recip", size(X.cols)), ones(X.rows, X.cols)))];
}

/** `S − P'P S` of a root `P S`: what an orthogonal projection leaves. */
function complementsOf(root: Term, n: Normaliser): readonly Term[] {
  const [P, ...rest] = factorsOf(root);
  if (rest.length === 0) return [];
  const S = nested("mul", rest);
  return [n.normal(minus(S, mul(mul(transpose(P!), P!), S))).to];
}

/** `a ⟨x + k/2a y, x + k/2a y⟩` for a monomial `a ⟨x, x⟩` with a number a > 0, and the number k of ⟨x, y⟩. */
function weighted({ roots, product, square: of }: Form, { n, linear, terms }: Wanted): readonly Fact[] {
  const weights = new Set(terms.filter((term) => isScalar(term) && (term.op === "variable" || term.op === "map")));
  const positive = [...weights].flatMap((a) => shown(n, a));
  const numbers = roots.filter((x) => isScalar(product(x, x)));
  return numbers.flatMap((x) =>
    numbers.flatMap((y) => {
      const value = x === y ? undefined : linear.get(multipleOf(n.normal(product(x, y)).to).monomial);
      if (value === undefined) return [];
      return positive.flatMap((a) => {
        if (!linear.has(multipleOf(n.normal(hadamard(a.term, product(x, x))).to).monomial)) return [];
        const half = constant(halfOf(value, rational(1n)));
        const whole = of(add(x, scale(hadamard(half, map("recip", a.term)), y)));
        return [fact(n, "smul_nonneg", [a.term, whole.term], [a.ref, whole.ref])];
      });
    }),
  );
}

/** One side of a product, and the weights between its sides: a diagonal that is not negative. */
interface Half {
  readonly X: Term;
  readonly weights?: Fact;
}

/**
 * X and Y of a product `X'Y`, or `X'QY` with an orthogonal Q, since QY is as long as Y, or `X'DY` with weights D: for
 * each of the ways in which it can be turned around.
 */
function halves(body: Term, n: Normaliser): readonly Half[] {
  const factors = factorsOf(body);
  const turns = body.rows === body.cols ? factors.length : 1;
  return Array.from({ length: turns }, (_, turn) => {
    const turned = [...factors.slice(turn), ...factors.slice(0, turn)];
    const half = Math.floor(turned.length / 2);
    const middle = turned[half]!;
    const isOdd = turned.length % 2 === 1;
    const [weights] = isOdd && half > 0 && isDiagonal(middle, n) ? shown(n, middle) : [];
    if (isOdd && weights === undefined && n.properties.show("orthogonal", middle) === undefined) return [];
    const [before, after] = [turned.slice(0, half), turned.slice(weights === undefined ? half : half + 1)];
    const first = before.length === 0 ? identity(middle.rows) : transpose(nested("mul", before));
    return [nested("mul", after), first].map((X): Half => (weights === undefined ? { X } : { X, weights }));
  }).flat();
}

/** x and y of a number `xᵀ (d ∘ y)`, whose weights are d. */
function entriesOf(body: Term, n: Normaliser): readonly Half[] {
  const [row, column, ...more] = factorsOf(body);
  if (!isScalar(body) || column === undefined || more.length > 0) return [];
  const parts = [...flat("hadamard", n.normal(transpose(row!)).to), ...flat("hadamard", column)];
  if (parts.length < 3 || parts.length > FACTORS) return [];
  return parts.flatMap((x, i) =>
    parts.slice(i + 1).flatMap((y, j) => {
      const d = nested(
        "hadamard",
        parts.filter((_, k) => k !== i && k !== i + 1 + j),
      );
      return shown(n, d).flatMap(({ ref }) => {
        const weights = fact(n, "diag_nonneg", [d], [ref]);
        return [x, y].map((X): Half => ({ X, weights }));
      });
    }),
  );
}

const isDiagonal = (D: Term, n: Normaliser): boolean =>
  D.op === "diag" || n.properties.show("diagonal", D) !== undefined;

/** `tr X'X`, a sum of squares, or `tr X'DX`, one with weights. */
export function gram(X: Term, n: Normaliser, weights?: Fact): Fact {
  const [left, right] = [ones(1, X.rows), ones(X.cols, 1)];
  const { derivation } = n;
  const positive = (term: Term): number =>
    derivation.axiom("nonneg_of_pos", [term], [derivation.axiom("ones_pos", [term])]);
  const other = weights === undefined ? X : mul(weights.term, X);
  const { term, ref } = weights === undefined ? square(n, X) : weightedSquare(X, weights, n);
  const before = derivation.axiom("mul_nonneg", [left, term], [positive(left), ref]);
  const sum = mul(left, term);
  const whole = derivation.axiom("mul_nonneg", [sum, right], [before, positive(right)]);
  const moves = [{ path: [0], by: derivation.axiom("trace_mul_transpose", [other, X]), backward: true as const }];
  moves.push({ path: [0], by: derivation.axiom("trace_mul_comm", [transpose(X), other]), backward: true });
  const said = trace(mul(transpose(X), other));
  const entry = { rule: "rewrite", from: whole, moves } as const;
  return { term: said, ref: derivation.add(entry, { kind: "is", property: "nonnegative", term: said }) };
}

/** `D X ∘ X`, which is `D (X ∘ X)`. */
function weightedSquare(X: Term, { term: D, ref }: Fact, n: Normaliser): Fact {
  const whole = square(n, X);
  const product = normalFact(n, fact(n, "mul_nonneg", [D, whole.term], [ref, whole.ref]));
  const said = hadamard(mul(D, X), X);
  const { to, by } = n.normal(said);
  if (to !== product.term)
    throw new Fault({
      op: "square",
      expected: "D (X ∘ X) in one form",
      received: "another",
      next: "report this formula",
    });
  if (by === undefined) return product;
  const entry = { rule: "rewrite", from: product.ref, moves: [{ path: [0], by, backward: true }] } as const;
  return { term: said, ref: n.derivation.add(entry, { kind: "is", property: "nonnegative", term: said }) };
}

/** The squares that a quadratic form is a sum of: each takes one root out of what is left. */
function completed({ roots, product, square: of }: Form, { n, linear }: Wanted): readonly Fact[] {
  const monomial = (x: Term, y: Term): Term => multipleOf(n.normal(product(x, y)).to).monomial;
  const made: Fact[] = [];
  let left = linear;
  for (const [i, x] of roots.entries()) {
    const pivot = left.get(monomial(x, x));
    if (pivot === undefined) continue;
    if (pivot.numerator < 0n) return made;
    const whole = roots.slice(i + 1).reduce((sum, y) => {
      const value = left.get(monomial(x, y));
      return value === undefined ? sum : add(sum, scale(constant(halfOf(value, pivot)), y));
    }, x);
    const next = of(whole);
    made.push(next);
    left = plus(left, linearOf(n.normal(next.term).to), mulRational(MINUS_ONE, pivot));
  }
  return made;
}

/** `b / 2a`. */
function halfOf(b: Rational, a: Rational): Rational {
  return mulRational(b, rational(a.denominator, 2n * a.numerator));
}
