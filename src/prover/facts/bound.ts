/**
 * Bounds of functions: absolute values, exponentials, sigmoids, the largest entry, row sums, and functions that never
 * fall or whose slope is at most 1.
 */

import { LIPSCHITZ, MONOTONE } from "../../kernel/axioms/order.ts";
import type { Ref } from "../../kernel/proof.ts";
import { is } from "../../kernel/proposition.ts";
import type { Entrywise } from "../../term/entrywise.ts";
import type { Kind } from "../../term/kind.ts";
import {
  constant,
  hadamard,
  identity,
  isScalar,
  map,
  mul,
  ones,
  size,
  type Term,
  trace,
  transpose,
  zeros,
} from "../../term/term.ts";
import { minus, ONE } from "../linear.ts";
import type { Normaliser } from "../normaliser.ts";
import { factorsOf, flat, nested, summandsOf } from "../parts.ts";
import { type Fact, fact, pairs, type Source, shown, square, type Wanted } from "./fact.ts";

/** What normal forms write with absolute values, of which other facts speak. */
const WRITTEN_OUT: ReadonlySet<Entrywise> = new Set<Entrywise>(["relu", "abs"]);

/** How many summands of an absolute value are taken out of it. */
const SUMMANDS = 4;

/** What is known of one term by its outermost operation. */
export const bounds: Source = ({ n, terms }) => terms.flatMap((term) => boundsOf(term, terms, n));

function boundsOf(term: Term, terms: readonly Term[], n: Normaliser): readonly Fact[] {
  const [A] = term.args as readonly [Term];
  if (term.op === "variable" || term.op === "tri") return [...masks(term, n), ...unitColumns(term, n)];
  if (term.op === "maxEntry") {
    const mapped = terms.filter((other) => other.op === "map" && other.args[0] === A);
    const below = fact(n, "le_maxEntry", [A]);
    const others = [n.normal(transpose(A)).to, ...mapped].map((X) => fact(n, "le_maxEntry", [X]));
    return [below, ...others, ...squareOfLargest(A, below, n), ...meanBelow(A, below, n)];
  }
  if (term.op !== "map") return [];
  switch (term.fn) {
    case "abs":
      return [fact(n, "abs_add_self_nonneg", [A]), fact(n, "abs_sub_self_nonneg", [A]), ...triangles(A, n)];
    case "exp":
      return [fact(n, "add_one_le_exp", [A])];
    case "log":
      return [fact(n, "add_one_le_exp", [term])];
    case "sigmoid":
      return [fact(n, "sigmoid_pos", [A]), fact(n, "sigmoid_lt_one", [A])];
    case "sin":
      return bothSigns(A, "sin_le_one", n);
    case "cos":
      return [fact(n, "cos_le_one", [A])];
    case "erf":
      return bothSigns(A, "erf_le_one", n);
    case "round": {
      const error = minus(term, A);
      const [above, below] = ["abs_sub_self_nonneg", "abs_add_self_nonneg"];
      return [fact(n, "abs_round_sub_self_le", [A]), fact(n, above, [error]), fact(n, below, [error])];
    }
    default:
      return [];
  }
}

/** `A ∘ A ≤ M² 1` for the largest entry M of an A that is not negative: `(M 1 − A) ∘ (A + M 1)`. */
function squareOfLargest(A: Term, below: Fact, n: Normaliser): readonly Fact[] {
  return shown(n, A).map((positive) => {
    const twice = fact(n, "add_nonneg", [A, A], [positive.ref, positive.ref]);
    const sum = fact(n, "add_nonneg", [below.term, twice.term], [below.ref, twice.ref]);
    return times(below, sum, n);
  });
}

const HAS_UNIT_COLUMNS: ReadonlySet<Kind> = new Set<Kind>(["orthocols", "orthogonal"]);

/**
 * `U ∘ U ≤ 1` where the columns of U have length 1; and `(X ∘ X) 1 ≥ 0` of the projection `X = I − U Uᵀ`, which says that no
 * row of U is longer than 1.
 */
function unitColumns(U: Term, n: Normaliser): readonly Fact[] {
  if (U.op !== "variable" || !HAS_UNIT_COLUMNS.has(U.kind)) return [];
  const row = n.normal(transpose(U)).to;
  const { term: squares, ref: positive } = square(n, row);
  const sums = n.chain(mul(squares, ones(U.rows, 1))).step(n.backward(n.law("diagonal_mul_transpose", [row, row])));
  const length = sums.step(n.normal(sums.term)).done();
  const below = fact(n, "le_rowsum_of_nonneg", [squares], [positive]);
  const term = minus(mul(length.to, ones(1, U.rows)), squares);
  const move = { path: [0, 0, 0], by: length.by! } as const; // there are steps
  const entry = { rule: "rewrite", from: below.ref, moves: [move] } as const;
  const ref = n.derivation.add(entry, is("nonnegative", term));
  const rest = square(n, minus(identity(U.rows), mul(U, transpose(U))));
  const lengths = shown(n, ones(U.rows, 1)).map((one) =>
    fact(n, "mul_nonneg", [rest.term, one.term], [rest.ref, one.ref]),
  );
  return [fact(n, "transpose_nonneg", [term], [ref]), ...lengths];
}

/** The mean of all entries is at most the largest. */
function meanBelow(A: Term, below: Fact, n: Normaliser): readonly Fact[] {
  const share = hadamard(map("recip", size(A.rows)), map("recip", size(A.cols)));
  return shown(n, share).flatMap(({ ref }) =>
    summed(below, n).map((whole) => fact(n, "smul_nonneg", [share, whole.term], [ref, whole.ref])),
  );
}

/** `M ≤ 1` of a mask, since 1 − M is its own square. */
function masks(M: Term, n: Normaliser): readonly Fact[] {
  return n.properties.show("mask", M) === undefined ? [] : [square(n, minus(ones(M.rows, M.cols), M))];
}

/** `|A + B| ≤ |A| + |B|`, for each summand and the others, and for all multiples of one matrix and the others. */
function triangles(sum: Term, n: Normaliser): readonly Fact[] {
  const parts = summandsOf(sum);
  const bodies = parts.map((part) => (part.op === "scale" ? part.args[1]! : part));
  const alone = parts.slice(0, SUMMANDS).map((part) => [part]);
  const multiples = [...new Set(bodies)]
    .map((body) => parts.filter((_, i) => bodies[i] === body))
    .filter((same) => same.length > 1);
  return [...alone, ...multiples].flatMap((some) => {
    const others = parts.filter((part) => !some.includes(part));
    return others.length === 0 ? [] : [fact(n, "abs_add_le", [nested("add", others), nested("add", some)])];
  });
}

function bothSigns(A: Term, law: string, n: Normaliser): readonly Fact[] {
  const { to } = n.normal(minus(minus(A, A), A));
  return [fact(n, law, [A]), fact(n, law, [to])];
}

/** Nonnegative monomials, and what a nonnegative matrix, and its square, is to its row sums. */
export const signs: Source = ({ n, linear, terms, target }) => [
  ...[...linear.keys()].flatMap((monomial) => shown(n, monomial)),
  ...terms
    .filter(({ rows, cols, op }) => rows === target.rows && cols === target.cols && op !== "ones")
    .flatMap((term) => shown(n, term))
    .flatMap((weights) => {
      const below = fact(n, "le_rowsum_of_nonneg", [weights.term], [weights.ref]);
      return [below, times(weights, below, n), ...belowTotal(weights, n)];
    }),
];

/** `X 1 1ᵀ ≤ 1 (1ᵀ X 1) 1ᵀ` of a nonnegative X: what its row sums are to the sum of all. */
function belowTotal({ term, ref }: Fact, n: Normaliser): readonly Fact[] {
  if (term.rows === ONE.rows || term.cols === ONE.cols) return [];
  const [column, row] = [ones(term.cols, 1), ones(1, term.cols)];
  return shown(n, column).flatMap((one) => {
    const sums = fact(n, "mul_nonneg", [term, column], [ref, one.ref]);
    const turned = fact(n, "transpose_nonneg", [sums.term], [sums.ref]);
    const below = fact(n, "le_rowsum_of_nonneg", [turned.term], [turned.ref]);
    const back = fact(n, "transpose_nonneg", [below.term], [below.ref]);
    return shown(n, row).map((last) => fact(n, "mul_nonneg", [back.term, row], [back.ref, last.ref]));
  });
}

function times(a: Fact, b: Fact, n: Normaliser): Fact {
  return fact(n, "hadamard_nonneg", [a.term, b.term], [a.ref, b.ref]);
}

/** `dg(A) ≤ A 1` for a square A that is not negative, and their sums: what a trace is to all entries. */
export const diagonals: Source = ({ n, terms, target }) =>
  terms
    .filter(({ op }) => op === "trace" || op === "diagonal")
    .flatMap(({ args: [A] }) => {
      const positive = n.properties.showAsNormal("nonnegative", A!);
      if (positive === undefined) return [];
      const below = fact(n, "le_rowsum_of_nonneg", [A!], [positive]);
      const diagonal = fact(n, "diagonal_nonneg", [below.term], [below.ref]);
      if (!isScalar(target)) return [diagonal];
      return shown(n, ones(1, A!.rows)).map((row) =>
        fact(n, "mul_nonneg", [row.term, diagonal.term], [row.ref, diagonal.ref]),
      );
    });

/**
 * `sum X ∘ X ≤ sum X ∘ (X 1 1ᵀ)`, also as traces, for a nonnegative X: what weights have for norms; and that is at most
 * `(sum X)²`.
 */
export const weightNorms: Source = ({ n, terms, target }) => {
  if (!isScalar(target)) return [];
  return terms
    .filter((term) => !isScalar(term) && (term.op === "variable" || term.op === "defined" || isAbs(term)))
    .flatMap((term) => shown(n, n.normal(term).to))
    .flatMap((weights) => {
      const below = fact(n, "le_rowsum_of_nonneg", [weights.term], [weights.ref]);
      const totals = belowTotal(weights, n).flatMap((total) => summed(times(weights, total, n), n));
      const sums = summed(times(weights, below, n), n);
      return [...totals, ...sums.flatMap((sum) => [sum, asTrace(sum, weights.term, below.term, n)])];
    });
};

/** 1ᵀ X 1 ≥ 0. */
function summed({ term, ref }: Fact, n: Normaliser): readonly Fact[] {
  return shown(n, ones(1, term.rows)).flatMap((left) =>
    shown(n, ones(term.cols, 1)).map((right) => {
      const rows = fact(n, "mul_nonneg", [left.term, term], [left.ref, ref]);
      return fact(n, "mul_nonneg", [rows.term, right.term], [rows.ref, right.ref]);
    }),
  );
}

/** 1ᵀ (A ∘ B) 1 as tr(A Bᵀ). */
function asTrace({ ref }: Fact, A: Term, B: Term, n: Normaliser): Fact {
  const said = is("nonnegative", trace(mul(A, transpose(B))));
  const move = { path: [0], by: n.derivation.axiom("trace_mul_transpose", [A, B]), backward: true } as const;
  return { term: said.term, ref: n.derivation.add({ rule: "rewrite", from: ref, moves: [move] }, said) };
}

/** `|A B| ≤ |A| |B|` and `± A ∘ B ≤ |A| ∘ |B|`, for products of absolute values and of what is not negative. */
export const productsOfAbs: Source = ({ n, linear }) =>
  [...linear.keys()].flatMap((monomial) => {
    if (monomial.op === "hadamard") return entriesOfAbs(monomial, n);
    const factors = factorsOf(monomial);
    if (factors.length < 2 || !factors.some(isAbs)) return [];
    if (!factors.every((factor) => n.properties.show("nonnegative", factor) !== undefined)) return [];
    const inside = factors.map((factor) => (isAbs(factor) ? factor.args[0]! : factor));
    return factors.slice(1).flatMap((_, i) => {
      const next = inside[i + 1]!;
      const signed = nested("mul", inside.slice(0, i + 1));
      const before = isAbs(factors[0]!) && i === 0 ? [signed, factors[0]!] : [signed]; // |A| B is at most |A| |B| too
      return before
        .flatMap((A) => [fact(n, "abs_mul_le", [A, next]), ...bothSides(n.normal(mul(A, next)).to, n)])
        .flatMap((known) => rightOf(known, factors.slice(i + 2), n));
    });
  });

/** `± A ≤ |A|`. */
const bothSides = (A: Term, n: Normaliser): readonly Fact[] =>
  ["abs_add_self_nonneg", "abs_sub_self_nonneg"].map((law) => fact(n, law, [A]));

function entriesOfAbs(monomial: Term, n: Normaliser): readonly Fact[] {
  const parts = flat("hadamard", monomial);
  if (!parts.some(isAbs)) return [];
  const inside = nested(
    "hadamard",
    parts.map((part) => (isAbs(part) ? part.args[0]! : part)),
  );
  return bothSides(inside, n);
}

const isAbs = (term: Term): boolean => term.op === "map" && term.fn === "abs";

function rightOf({ term, ref }: Fact, factors: readonly Term[], n: Normaliser): readonly Fact[] {
  if (factors.length === 0) return [{ term, ref }];
  const rest = n.normal(nested("mul", factors)).to;
  return shown(n, rest).map((known) => fact(n, "mul_nonneg", [term, rest], [ref, known.ref]));
}

/** `X Y ≤ k x y 1` for the largest entries x and y of what is not negative, and what that says of `A B` for `|A| |B|`. */
export const largestOfProducts: Source = ({ n, terms }) => {
  const inside = terms.flatMap((term) => (term.op === "maxEntry" ? [term.args[0]!] : []));
  const all = [...new Set(inside.flatMap((X) => [X, n.normal(transpose(X)).to]))].flatMap((X) => shown(n, X));
  return all.flatMap((X) =>
    all
      .filter((Y) => X.term.cols === Y.term.rows)
      .flatMap((Y) => {
        const [x, y] = [fact(n, "le_maxEntry", [X.term]), fact(n, "le_maxEntry", [Y.term])];
        const first = fact(n, "mul_nonneg", [x.term, Y.term], [x.ref, Y.ref]);
        const bound = fact(n, "add_nonneg", [X.term, x.term], [X.ref, x.ref]);
        const second = fact(n, "mul_nonneg", [bound.term, y.term], [bound.ref, y.ref]);
        const whole = fact(n, "add_nonneg", [first.term, second.term], [first.ref, second.ref]);
        if (!isAbs(X.term) || !isAbs(Y.term)) return [whole];
        const [A, B] = [X.term.args[0]!, Y.term.args[0]!];
        return [whole, fact(n, "abs_mul_le", [A, B]), ...bothSides(n.normal(mul(A, B)).to, n)];
      }),
  );
};

/** Means `A X` of what stands in rows that sum to one: `|A X| ≤ A |X|` and `(A X)² ≤ A X²`. */
export const means: Source = ({ n, terms }) =>
  terms
    .filter(({ op }) => op === "mul")
    .flatMap((term) =>
      isScalar(term) ? [term.args, term.args.toReversed().map((of) => n.normal(transpose(of)).to)] : [term.args],
    )
    .flatMap((args) => {
      const [A, X] = args as readonly [Term, Term];
      const shown = n.properties.show("rowstochastic", A);
      if (shown === undefined || X.op === "ones") return [];
      return [fact(n, "abs_mul_le", [A, X]), fact(n, "mul_sq_le_of_rowstochastic", [A, X], [shown])];
    });

/** `f(A) ≤ f(B)` for `A ≤ B`, and `|f(A) − f(B)| ≤ |A − B|`. */
export const monotony: Source = (wanted) => {
  const { n, terms } = wanted;
  const mapped = terms.filter((term) => term.op === "map");
  const sines = mapped.flatMap((f) => (f.op === "map" && f.fn === "cos" ? [map("sin", f.args[0]!)] : []));
  const alone = [...new Set([...mapped, ...sines])].flatMap((f) => nearZero(f, n)); // sin² stands as 1 − cos²
  const both = pairs(mapped).flatMap(([f, g]) => {
    if (f.op !== "map" || g.op !== "map" || f.fn !== g.fn) return [];
    const [A, B] = [f.args[0]!, g.args[0]!];
    const near = LIPSCHITZ.has(f.fn) ? [fact(n, "abs_map_sub_le_of_lipschitz", [f, A, B])] : [];
    const direct = WRITTEN_OUT.has(f.fn) ? [] : near;
    const squared = near.map((one) => ofSquares(one, f, g, n));
    return [...direct, ...squared, ...ordered(f.fn, A, B, wanted), ...ordered(f.fn, B, A, wanted)];
  });
  return [...alone, ...both];
};

/** `|f(A) − f(0)| ≤ |A|`. */
function nearZero(f: Term, n: Normaliser): readonly Fact[] {
  const [A] = f.args as readonly [Term];
  if (f.op !== "map" || !LIPSCHITZ.has(f.fn) || WRITTEN_OUT.has(f.fn)) return [];
  const zero = isScalar(A) ? constant(0) : zeros(A.rows, A.cols);
  const near = fact(n, "abs_map_sub_le_of_lipschitz", [f, A, zero]);
  return [near, ofSquares(near, f, map(f.fn, zero), n)];
}

function ordered(fn: Entrywise, A: Term, B: Term, wanted: Wanted): readonly Fact[] {
  const { n, le } = wanted;
  const monotone = MONOTONE.has(fn);
  const positive = monotone ? undefined : n.properties.show("positive", A);
  if (!monotone && (positive === undefined || (fn !== "recip" && fn !== "log"))) return [];
  const below = le(A, B);
  if (below === undefined) return [];
  if (monotone) return [fact(n, "map_le_map_of_monotone", [mappedBy(fn, A), A, B], [below])];
  return [fact(n, fn === "log" ? "log_le_log_of_pos" : "recip_le_recip_of_pos", [A, B], [positive as Ref, below])];
}

/** `|Y| ∘ (|Y| − |X|) + |X| ∘ (|Y| − |X|)` from `|X| ≤ |Y|`: the squares, for `X = f(A) − f(B)` and `Y = A − B`. */
function ofSquares(near: Fact, f: Term, g: Term, n: Normaliser): Fact {
  const sizes = [minus(f, g), minus(f.args[0]!, g.args[0]!)].map((difference) => map("abs", difference));
  const [small, large] = sizes.map((size) => {
    const positive = n.derivation.axiom("abs_nonneg", size.args);
    return times({ term: size, ref: positive }, near, n);
  }) as [Fact, Fact];
  return fact(n, "add_nonneg", [small.term, large.term], [small.ref, large.ref]);
}

function mappedBy(fn: string, A: Term): Term {
  return map(fn as Parameters<typeof map>[0], A); // a name that stood in a term
}
