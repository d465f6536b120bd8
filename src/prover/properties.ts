/**
 * Showing side conditions: that a term is a permutation, positive in every
 * entry, invertible, and so on, from how it is made.
 *
 * Each property has a function that looks at the outermost operation and asks
 * for properties of its parts; what it cannot show is not known, never assumed.
 */

import { evident } from "../kernel/arithmetic.ts";
import { KIND_FACTS } from "../kernel/kind-facts.ts";
import type { Ref } from "../kernel/proof.ts";
import { is, type Property, sameProposition } from "../kernel/proposition.ts";
import { dim, dimSymbols } from "../term/dimension.ts";
import {
  add,
  constant,
  det,
  diag,
  diagonal,
  hadamard,
  identity,
  inverse,
  isScalar,
  map,
  mul,
  ones,
  scale,
  size,
  type Term,
  transpose,
  tri,
  type Variable,
} from "../term/term.ts";
import { gram } from "./facts/square.ts";
import type { Normaliser } from "./normaliser.ts";
import { flat, isConstant, nested } from "./parts.ts";

const ONE = dim(1);

type Show = (term: Term, properties: Properties) => Ref | undefined;

/** What is known of terms, each asked once. */
export class Properties {
  readonly normaliser: Normaliser;
  readonly #known = new Map<Property, Map<Term, Ref | undefined>>();

  constructor(normaliser: Normaliser) {
    this.normaliser = normaliser;
  }

  /** An entry that says a term has a property, if it can be shown. */
  show(property: Property, term: Term): Ref | undefined {
    const known = this.#of(property);
    if (known.has(term)) return known.get(term);
    known.set(term, undefined); // what leads back to itself shows nothing
    const ref = this.#kind(property, term) ?? SHOW[property](term, this);
    known.set(term, ref);
    return ref;
  }

  /** Something else that is known: a hypothesis, or what was shown of a normal form. */
  learn(property: Property, term: Term, ref: Ref): void {
    for (const known of this.#known.values())
      for (const [other, shown] of known) if (shown === undefined) known.delete(other);
    this.#of(property).set(term, ref);
  }

  #of(property: Property): Map<Term, Ref | undefined> {
    const known = this.#known.get(property);
    if (known !== undefined) return known;
    const fresh = new Map<Term, Ref | undefined>();
    this.#known.set(property, fresh);
    return fresh;
  }

  /** The conclusion of an axiom from properties of terms, when all can be shown. */
  by(name: string, args: readonly Term[], needs: readonly (readonly [Property, Term])[]): Ref | undefined {
    const premises: Ref[] = [];
    for (const [property, term] of needs) {
      const ref = this.show(property, term);
      if (ref === undefined) return undefined;
      premises.push(ref);
    }
    return this.normaliser.derivation.axiom(name, args, premises);
  }

  /** What the kind of a variable says, and what arithmetic shows. */
  #kind(property: Property, term: Term): Ref | undefined {
    if (term.op === "variable") return this.#variable(property, term);
    if (term.op === "diagonal" && term.args[0]!.op === "variable") return this.#diagonalKind(property, term.args[0]!);
    if (term.op !== "constant" && term.op !== "size") return undefined;
    const said = is(property, term);
    if (!evident(said)) return term.op === "size" ? this.#size(property, term) : undefined;
    const key = `evident|${property}|${term.id}`;
    return this.normaliser.derivation.add({ rule: "evident", proposition: said }, said, key);
  }

  #variable(property: Property, variable: Variable): Ref | undefined {
    const said = is(property, variable);
    const fact = KIND_FACTS[variable.kind](variable).findIndex((known) => sameProposition(known, said));
    if (fact < 0) return undefined;
    const key = `kind|${property}|${variable.id}`;
    return this.normaliser.derivation.add({ rule: "kind", variable, fact }, said, key);
  }

  #diagonalKind(property: Property, matrix: Term): Ref | undefined {
    if (matrix.op !== "variable") return undefined;
    const said = is(property, diagonal(matrix));
    const fact = KIND_FACTS[matrix.kind](matrix).findIndex((known) => sameProposition(known, said));
    if (fact < 0) return undefined;
    return this.normaliser.derivation.add(
      { rule: "kind", variable: matrix, fact },
      said,
      `kind|dg ${property}|${matrix.id}`,
    );
  }

  /** A size symbol is at least 1 unless said otherwise: a hypothesis of the theorem. */
  #size(property: Property, term: Extract<Term, { op: "size" }>): Ref | undefined {
    const [symbol, ...more] = dimSymbols(term.size);
    const { derivation, options } = this.normaliser;
    if (property !== "positive") return undefined;
    if (symbol === undefined) return this.#evaluated(property, term);
    const [monomial, second] = term.size.monomials;
    const isSymbol =
      more.length === 0 && second === undefined && monomial!.coefficient === 1 && monomial!.symbols.length === 1;
    if (isSymbol) return (options.minima.get(symbol) ?? 1) >= 1 ? derivation.assume(is("positive", term)) : undefined;
    return this.#evaluated(property, term);
  }

  /** A compound size, through the sum of products that it is. */
  #evaluated(property: Property, term: Term): Ref | undefined {
    const value = this.normaliser.evaluated(term);
    const ref = value?.by === undefined ? undefined : this.show(property, value.to);
    if (ref === undefined) return undefined;
    const move = { path: [0], by: value!.by!, backward: true } as const;
    return this.normaliser.derivation.add({ rule: "rewrite", from: ref, moves: [move] }, is(property, term));
  }

  /** The property of a term, shown of its normal form. */
  showAsNormal(property: Property, term: Term): Ref | undefined {
    const { to, by } = this.normaliser.normal(term);
    const ref = this.show(property, to);
    if (ref === undefined || by === undefined) return ref;
    const move = { path: [0], by, backward: true } as const;
    return this.normaliser.derivation.add({ rule: "rewrite", from: ref, moves: [move] }, is(property, term));
  }

  /** The same of a term that is the normal form of the one it was shown of. */
  restated(property: Property, ref: Ref, to: Term): Ref | undefined {
    const said = this.normaliser.derivation.says(ref);
    if (said.kind !== "is" || said.term === to) return ref;
    const made = this.normaliser.normal(said.term);
    if (made.to !== to || made.by === undefined) return undefined;
    return this.normaliser.derivation.add(
      { rule: "rewrite", from: ref, moves: [{ path: [0], by: made.by }] },
      is(property, to),
    );
  }

  /** The same of a term that differs in brackets and order. */
  regrouped(property: Property, ref: Ref, to: Term): Ref {
    return this.normaliser.derivation.add(
      { rule: "rewrite", from: ref, moves: [{ path: [0], regroup: to }] },
      is(property, to),
    );
  }
}

const either =
  (...ways: readonly Show[]): Show =>
  (term, properties) => {
    for (const way of ways) {
      const ref = way(term, properties);
      if (ref !== undefined) return ref;
    }
    return undefined;
  };

const none: Show = () => undefined;

/** From another property of the same term. */
const from =
  (property: Property, name: string): Show =>
  (term, properties) =>
    properties.by(name, [term], [[property, term]]);

const perm: Show = (term, p) => {
  const [A, B] = term.args as readonly [Term, Term];
  if (term.op === "identity") return p.by("perm_one", [term], []);
  if (term.op === "mul")
    return p.by(
      "perm_mul",
      [A, B],
      [
        ["perm", A],
        ["perm", B],
      ],
    );
  if (term.op === "transpose") return p.by("perm_transpose", [A], [["perm", A]]);
  if (term.op === "kron")
    return p.by(
      "perm_kron",
      [A, B],
      [
        ["perm", A],
        ["perm", B],
      ],
    );
  return undefined;
};

const selection: Show = (term, p) => {
  const [A, B] = term.args as readonly [Term, Term];
  if (term.op === "rows" && A.op === "identity") return p.by("selection_rows", [term], []);
  if (term.op === "mul")
    return p.by(
      "selection_mul",
      [A, B],
      [
        ["selection", A],
        ["selection", B],
      ],
    );
  if (term.op === "kron")
    return p.by(
      "selection_kron",
      [A, B],
      [
        ["selection", A],
        ["selection", B],
      ],
    );
  return undefined;
};

const orthogonal: Show = (term, p) => {
  const [A, B] = term.args as readonly [Term, Term];
  if (term.op === "mul")
    return p.by(
      "orthogonal_mul",
      [A, B],
      [
        ["orthogonal", A],
        ["orthogonal", B],
      ],
    );
  if (term.op === "transpose") return p.by("orthogonal_transpose", [A], [["orthogonal", A]]);
  if (term.op === "kron")
    return p.by(
      "orthogonal_kron",
      [A, B],
      [
        ["orthogonal", A],
        ["orthogonal", B],
      ],
    );
  return undefined;
};

const positive: Show = (term, p) => {
  const [A, B] = term.args as readonly [Term, Term];
  switch (term.op) {
    case "ones":
      return p.by("ones_pos", [term], []);
    case "map":
      if (term.fn === "exp") return p.by("exp_pos", [A], []);
      if (term.fn === "sigmoid") return p.by("sigmoid_pos", [A], []);
      if (term.fn === "recip") return p.by("recip_pos", [A], [["positive", A]]);
      if (term.fn === "sqrt") return p.by("sqrt_pos", [A], [["positive", A]]);
      if (term.fn === "abs") return p.by("abs_pos_of_nonzero", [A], [["nonzero", A]]);
      return undefined;
    case "add":
      return positiveSum(A, B, p) ?? swapped(term, positiveSum(B, A, p), p);
    case "hadamard":
      if (A === B) return squareOfNonzero(A, p);
      return p.by(
        "hadamard_pos",
        [A, B],
        [
          ["positive", A],
          ["positive", B],
        ],
      );
    case "scale":
      return p.by(
        "smul_pos",
        [A, B],
        [
          ["positive", A],
          ["positive", B],
        ],
      );
    case "transpose":
      return p.by("transpose_pos", [A], [["positive", A]]);
    case "det":
      return A.op === "diag" ? p.by("det_diag_pos", A.args, [["positive", A.args[0]!]]) : undefined;
    case "mul":
      return positiveProduct(A, B, p);
    default:
      return undefined;
  }
};

/** `A ∘ A`, where no entry of A is zero. */
function squareOfNonzero(A: Term, p: Properties): Ref | undefined {
  const { derivation } = p.normaliser;
  const shown = p.show("nonzero", A);
  if (shown === undefined) return undefined;
  const premises = [
    derivation.axiom("hadamard_self_nonneg", [A]),
    derivation.axiom("hadamard_nonzero", [A, A], [shown, shown]),
  ];
  return derivation.axiom("pos_of_nonneg_of_nonzero", [hadamard(A, A)], premises);
}

function positiveSum(A: Term, B: Term, p: Properties): Ref | undefined {
  return p.by(
    "add_pos",
    [A, B],
    [
      ["positive", A],
      ["nonnegative", B],
    ],
  );
}

function swapped(term: Term, ref: Ref | undefined, p: Properties): Ref | undefined {
  return ref === undefined ? undefined : p.regrouped("positive", ref, term);
}

/** A product of positive matrices, or a masked one's row sums. */
function positiveProduct(A: Term, B: Term, p: Properties): Ref | undefined {
  const needs = [
    ["positive", A],
    ["positive", B],
    ["positive", size(A.cols)],
  ] as const;
  return p.by("mul_pos", [A, B], needs) ?? openRows(A, B, p) ?? scaledRows(A, B, p);
}

/** diag(u) M is (u 1) ∘ M: positive as both are. */
function scaledRows(A: Term, B: Term, p: Properties): Ref | undefined {
  if (A.op !== "diag" || p.show("positive", A.args[0]!) === undefined) return undefined;
  const spread = mul(A.args[0]!, ones(1, B.cols));
  const needs = [
    ["positive", spread],
    ["positive", B],
  ] as const;
  const ref = p.by("hadamard_pos", [spread, B], needs);
  return ref === undefined ? undefined : p.restated("positive", ref, mul(A, B));
}

/** Positive weights under a mask that leaves something open in each row. */
function openRows(A: Term, B: Term, p: Properties): Ref | undefined {
  if (B.op === "ones" && B.cols === ONE && p.show("mask", A) !== undefined)
    return p.by("mask_mul_ones_pos", [A], [["mask", A]]);
  if (A.op !== "hadamard") return undefined;
  const parts = flat("hadamard", A);
  const mask = parts.find((part) => p.show("mask", part) !== undefined);
  if (mask === undefined) return undefined;
  const weights = nested(
    "hadamard",
    parts.filter((part) => part !== mask),
  );
  const needs = [
    ["positive", weights],
    ["mask", mask],
    ["positive", B],
  ] as const;
  const ref = p.by("mask_hadamard_mul_pos", [weights, mask, B], needs);
  return ref === undefined ? undefined : p.regrouped("positive", ref, mul(A, B));
}

const nonnegative: Show = (term, p) => {
  const [A, B] = term.args as readonly [Term, Term];
  switch (term.op) {
    case "zeros":
      return p.by("zeros_nonneg", [term], []);
    case "iota":
      return p.by("iota_nonneg", [term], []);
    case "map":
      if (term.fn === "sqrt") return p.by("sqrt_nonneg", [A], []);
      if (term.fn === "abs") return p.by("abs_nonneg", [A], []);
      if (term.fn === "relu") return rectified(term, A, p);
      if (term.fn === "recip") return p.by("recip_nonneg", [A], [["nonnegative", A]]);
      return undefined;
    case "add":
      return (
        p.by(
          "add_nonneg",
          [A, B],
          [
            ["nonnegative", A],
            ["nonnegative", B],
          ],
        ) ?? complement(term, p)
      );
    case "hadamard":
      if (A === B) return p.by("hadamard_self_nonneg", [A], []);
      return p.by(
        "hadamard_nonneg",
        [A, B],
        [
          ["nonnegative", A],
          ["nonnegative", B],
        ],
      );
    case "scale":
      return p.by(
        "smul_nonneg",
        [A, B],
        [
          ["nonnegative", A],
          ["nonnegative", B],
        ],
      );
    case "transpose":
      return p.by("transpose_nonneg", [A], [["nonnegative", A]]);
    case "mul":
      return (
        p.by(
          "mul_nonneg",
          [A, B],
          [
            ["nonnegative", A],
            ["nonnegative", B],
          ],
        ) ?? (isScalar(term) ? sumOfSquares(term, term, p) : undefined)
      );
    case "trace":
      return sumOfSquares(term, A, p);
    case "diag":
      return p.by("diag_nonneg", [A], [["nonnegative", A]]);
    case "diagonal":
      return rowsOfSquares(term, A, p);
    case "maxEntry":
      return largest(term, A, p);
    default:
      return undefined;
  }
};

/** `1 − M` of a mask M: what is its own square. */
function complement(term: Term, p: Properties): Ref | undefined {
  const parts = flat("add", term);
  if (parts.length !== 2 || !parts.some((part) => part.op === "ones" || isConstant(part, 1n))) return undefined;
  const rest = parts.find((part) => part.op === "scale");
  if (rest === undefined || p.show("mask", rest.args[1]!) === undefined) return undefined;
  return p.restated("nonnegative", p.normaliser.derivation.axiom("hadamard_self_nonneg", [term]), term);
}

/** The largest entry M of an A that is not negative: M times how many entries there are is the sum of `A + (M 1 − A)`. */
function largest(term: Term, A: Term, p: Properties): Ref | undefined {
  const { derivation } = p.normaliser;
  const [all, positive] = [ones(A.rows, A.cols), p.show("nonnegative", A)];
  const sizes = [A.rows, A.cols].map((d) => p.show("nonnegative", map("recip", size(d))));
  if (positive === undefined || sizes.includes(undefined)) return undefined;
  const bound = scale(term, all);
  const above = derivation.axiom("sub_nonneg_of_le", [A, bound], [derivation.axiom("le_maxEntry", [A])]);
  const rest = add(bound, scale(constant(-1), A));
  const sum = derivation.axiom("add_nonneg", [A, rest], [positive, above]);
  const [left, right] = [ones(1, A.rows), ones(A.cols, 1)];
  const [before, behind] = [left, right].map((side) => p.show("nonnegative", side)) as [Ref, Ref]; // ones
  const rows = derivation.axiom("mul_nonneg", [left, add(A, rest)], [before, sum]);
  const whole = mul(mul(left, add(A, rest)), right);
  const total = derivation.axiom("mul_nonneg", [mul(left, add(A, rest)), right], [rows, behind]);
  const [n, m] = [A.rows, A.cols].map((d) => map("recip", size(d))) as [Term, Term];
  const mean = derivation.axiom("hadamard_nonneg", [n, whole], [sizes[0]!, total]);
  return p.restated(
    "nonnegative",
    derivation.axiom("hadamard_nonneg", [m, hadamard(n, whole)], [sizes[1]!, mean]),
    term,
  );
}

/** `dg(Y Yᵀ)`, the row sums of squares. */
function rowsOfSquares(term: Term, body: Term, p: Properties): Ref | undefined {
  const { normaliser: n } = p;
  const factors = flat("mul", body);
  if (factors.length % 2 !== 0) return undefined;
  const Y = nested("mul", factors.slice(0, factors.length / 2));
  if (n.normal(transpose(Y)).to !== nested("mul", factors.slice(factors.length / 2))) return undefined;
  const squares = p.show("nonnegative", hadamard(Y, Y))!; // a square
  const one = ones(Y.cols, 1);
  const sums = n.derivation.axiom("mul_nonneg", [hadamard(Y, Y), one], [squares, p.show("nonnegative", one)!]);
  const said = diagonal(mul(Y, transpose(Y)));
  const move = { path: [0], by: n.derivation.axiom("diagonal_mul_transpose", [Y, Y]), backward: true } as const;
  const ref = n.derivation.add({ rule: "rewrite", from: sums, moves: [move] }, is("nonnegative", said));
  return p.restated("nonnegative", ref, term);
}

/** relu(A) = ½ (A + |A|). */
function rectified(term: Term, A: Term, p: Properties): Ref {
  const { normaliser: n } = p;
  const half = constant("0.5");
  const sum = n.derivation.axiom("abs_add_self_nonneg", [A]);
  const said = is("nonnegative", scale(half, add(A, map("abs", A))));
  const ref = n.derivation.axiom("smul_nonneg", said.term.args, [p.show("nonnegative", half)!, sum]); // a constant
  const move = { path: [0], by: n.derivation.axiom("relu_eq", [A]), backward: true } as const;
  return n.derivation.add({ rule: "rewrite", from: ref, moves: [move] }, is("nonnegative", term));
}

/** `tr(YᵀY)`, and `yᵀy`, which is its own trace. */
function sumOfSquares(term: Term, body: Term, p: Properties): Ref | undefined {
  const { normaliser: n } = p;
  const factors = flat("mul", body);
  if (factors.length % 2 !== 0) return undefined;
  const Y = nested("mul", factors.slice(factors.length / 2));
  if (n.normal(transpose(Y)).to !== nested("mul", factors.slice(0, factors.length / 2))) return undefined;
  return p.restated("nonnegative", gram(Y, n).ref, term);
}

const nonzero: Show = (term, p) => {
  const [A, B] = term.args as readonly [Term, Term];
  if (term.op === "hadamard")
    return p.by(
      "hadamard_nonzero",
      [A, B],
      [
        ["nonzero", A],
        ["nonzero", B],
      ],
    );
  if (term.op === "scale")
    return p.by(
      "smul_nonzero",
      [A, B],
      [
        ["nonzero", A],
        ["nonzero", B],
      ],
    );
  if (term.op === "transpose") return p.by("transpose_nonzero", [A], [["nonzero", A]]);
  if (term.op === "map" && term.fn === "recip") return p.by("recip_nonzero", [A], [["nonzero", A]]);
  return undefined;
};

const lower: Show = (term, p) => {
  const [A, B] = term.args as readonly [Term, Term];
  if (term.op === "mul")
    return p.by(
      "lower_mul",
      [A, B],
      [
        ["lower", A],
        ["lower", B],
      ],
    );
  if (term.op === "hadamard" || term.op === "add" || term.op === "scale") return lowerEntries(term, p);
  if (term.op === "diag") return p.by("lower_diag", [A], []);
  if (term.op === "inverse") return p.by("lower_inv", [A], [["lower", A]]);
  if (term.op === "tri") return term === tri(term.rows, term.cols) ? p.by("lower_tri", [term], []) : undefined;
  return term.op === "identity" ? lowerIdentity(term, p) : undefined;
};

/** `tri ∘ I = I`, since the identity is diag(1). */
function lowerIdentity(term: Term, p: Properties): Ref | undefined {
  const diagonalOfOnes = diag(ones(term.rows, 1));
  const ref = p.by("lower_diag", diagonalOfOnes.args, []);
  return ref === undefined ? undefined : p.restated("lower", ref, term);
}

/** What `tri ∘` leaves as it is: an entrywise product with a lower triangular matrix, sums and multiples of such. */
function lowerEntries(term: Term, p: Properties): Ref | undefined {
  if (term.rows !== term.cols) return undefined;
  const { normaliser: n } = p;
  const mask = tri(term.rows, term.cols);
  const left = n.chain(hadamard(mask, term));
  if (term.op === "hadamard") {
    const parts = flat("hadamard", term);
    const i = parts.findIndex((part) => part === mask || p.show("lower", part) !== undefined);
    if (i < 0) return undefined;
    const others = nested(
      "hadamard",
      parts.filter((_, k) => k !== i),
    );
    left.regroup(hadamard(hadamard(mask, parts[i]!), others)).step(n.normal(hadamard(mask, parts[i]!)), [0]);
    if (left.term !== hadamard(parts[i]!, others)) return undefined;
  } else {
    const parts = term.op === "add" ? term.args : [term.args[1]!];
    const shown = parts.map((part) => p.show("lower", part));
    if (shown.includes(undefined)) return undefined;
    const laws = parts.map((part, i) => n.law("hadamard_tri_of_lower", [part], [shown[i]!]));
    left.step(
      n.law(
        term.op === "add" ? "hadamard_add" : "hadamard_smul",
        term.op === "add" ? [mask, ...term.args] : [term.args[0]!, mask, term.args[1]!],
      ),
    );
    for (const [i, law] of laws.entries()) left.step(law, [term.op === "add" ? i : 1]);
  }
  return n.derivation.axiom("lower_of_hadamard_tri", [term], [n.entryOf(left.regroup(term).done())]);
}

const invertible: Show = (term, p) => {
  const [A, B] = term.args as readonly [Term, Term];
  switch (term.op) {
    case "identity":
      return p.by("invertible_one", [term], []);
    case "transpose":
      return p.by("invertible_transpose", [A], [["invertible", A]]);
    case "inverse":
      return p.by("invertible_inv", [A], [["invertible", A]]);
    case "diag":
      return p.by("invertible_diag", [A], [["nonzero", A]]);
    case "scale":
      return p.by(
        "invertible_smul",
        [A, B],
        [
          ["nonzero", A],
          ["invertible", B],
        ],
      );
    case "mul":
    case "kron":
      if (A.rows !== A.cols || B.rows !== B.cols) return undefined;
      return p.by(
        `invertible_${term.op}`,
        [A, B],
        [
          ["invertible", A],
          ["invertible", B],
        ],
      );
    case "add":
      return sumOfDiagonals(term, p) ?? invertibleSum(term, p);
    default:
      return undefined;
  }
};

/** `D + E`, a diagonal matrix of what the diagonals sum to. */
function sumOfDiagonals(term: Term, p: Properties): Ref | undefined {
  const columns = flat("add", term).map(columnOf);
  if (!columns.every((column) => column !== undefined)) return undefined;
  const ref = p.show("invertible", diag(nested("add", columns)));
  return ref === undefined ? undefined : p.restated("invertible", ref, term);
}

/** The diagonal of a matrix that is written as one. */
function columnOf(term: Term): Term | undefined {
  if (term.op === "diag") return term.args[0]!;
  if (term.op === "identity") return ones(term.rows, 1);
  const column = term.op === "scale" ? columnOf(term.args[1]!) : undefined;
  return column === undefined ? undefined : scale(term.args[0]!, column);
}

/** `a I + YᵀY` for a > 0, `a I + K` for a skew K, and `I + X Y` where `I + Y X` is invertible. */
function invertibleSum(term: Term, p: Properties): Ref | undefined {
  const parts = flat("add", term);
  const one = parts.find(
    (part) => (part.op === "scale" ? part.args[1]! : part).op === "identity" || part === constant(1),
  );
  if (one === undefined || parts.length < 2) return invertiblePart(term, parts, p) ?? diagonalAndGram(term, parts, p);
  const a = one.op === "scale" ? one.args[0]! : constant(1);
  const rest = parts.filter((part) => part !== one);
  const M = nested("add", rest);
  const skewed = p.by(
    "invertible_smul_one_add_of_skew",
    [a, M],
    [
      ["nonzero", a],
      ["skew", M],
    ],
  );
  if (skewed !== undefined) return p.restated("invertible", skewed, term);
  if (rest.length > 1) return undefined;
  const Y = rootOf(flat("mul", M), p);
  if (Y !== undefined) {
    const gram = p.by("invertible_smul_one_add_gram", [a, Y], [["positive", a]]);
    const shown = gram === undefined ? undefined : p.restated("invertible", gram, term);
    if (shown !== undefined) return shown;
  }
  const turned = one.op !== "scale" ? invertibleTurned(term, M, p) : undefined;
  return turned ?? invertiblePart(term, parts, p) ?? ownInverse(term, p);
}

/** Y for factors whose product may be `YᵀY`, with positive weights in the middle. */
function rootOf(factors: readonly Term[], p: Properties): Term | undefined {
  if (factors.length % 2 === 0) return nested("mul", factors.slice(factors.length / 2));
  const [middle, ...after] = factors.slice((factors.length - 1) / 2);
  if (middle!.op !== "diag" || after.length === 0 || p.show("positive", middle!.args[0]!) === undefined)
    return undefined;
  return mul(diag(map("sqrt", middle!.args[0]!)), nested("mul", after));
}

/** `D + Y Yᵀ = √D (I + X Xᵀ) √D` for a diagonal D with positive entries, where X is `1/√D Y`. */
function diagonalAndGram(term: Term, parts: readonly Term[], p: Properties): Ref | undefined {
  const D = parts.find(({ op }) => op === "diag");
  const rest = parts.filter((part) => part !== D);
  if (D === undefined || rest.length !== 1 || p.show("positive", D.args[0]!) === undefined) return undefined;
  const factors = flat("mul", rest[0]!);
  if (factors.length % 2 !== 0) return undefined;
  const Y = nested("mul", factors.slice(0, factors.length / 2));
  const root = diag(map("sqrt", D.args[0]!));
  const X = mul(diag(map("recip", map("sqrt", D.args[0]!))), Y);
  const one = constant(1);
  const inside = p.by("invertible_smul_one_add_gram", [one, transpose(X)], [["positive", one]]);
  const outside = p.show("invertible", root);
  if (inside === undefined || outside === undefined) return undefined;
  const { derivation } = p.normaliser;
  const said = derivation.says(inside);
  if (said.kind !== "is") return undefined;
  const left = derivation.axiom("invertible_mul", [root, said.term], [outside, inside]);
  const whole = derivation.axiom("invertible_mul", [mul(root, said.term), root], [left, outside]);
  return p.restated("invertible", whole, term);
}

/** `I − 2 P`, and what else is its own inverse up to a number. */
function ownInverse(term: Term, p: Properties): Ref | undefined {
  const { normaliser: n } = p;
  const { to } = n.normal(mul(term, term));
  const c = to.op === "scale" && to.args[1]!.op === "identity" ? to.args[0]! : constant(1);
  if ((to.op !== "identity" && to.op !== "scale") || p.show("nonzero", c) === undefined) return undefined;
  const other = scale(map("recip", c), term);
  const unit = n.normal(mul(term, other));
  if (unit.to.op !== "identity") return undefined;
  return n.derivation.axiom("invertible_of_mul_eq_one", [term, other], [n.entryOf(unit)]);
}

/** `A + M = A (I + A⁻¹ M)` for an invertible A that is no number times the identity. */
function invertiblePart(term: Term, parts: readonly Term[], p: Properties): Ref | undefined {
  const { normaliser: n } = p;
  for (const A of parts) {
    if ((A.op === "scale" ? A.args[1]! : A).op === "identity") continue;
    const left = p.show("invertible", A);
    if (left === undefined) continue;
    const M = nested(
      "add",
      parts.filter((part) => part !== A),
    );
    const rest = add(identity(A.rows), mul(inverse(A), M));
    const right = p.showAsNormal("invertible", rest);
    if (right === undefined) continue;
    const ref = n.derivation.axiom("invertible_mul", [A, rest], [left, right]);
    return p.restated("invertible", ref, term);
  }
  return undefined;
}

function invertibleTurned(term: Term, M: Term, p: Properties): Ref | undefined {
  const [number, body] = M.op === "scale" ? [M.args[0]!, M.args[1]!] : [undefined, M];
  const factors = flat("mul", body);
  for (let at = 1; at < factors.length; at++) {
    const [X, Y] = [nested("mul", factors.slice(0, at)), nested("mul", factors.slice(at))];
    const left = number === undefined ? X : scale(number, X);
    const other = add(identity(Y.rows), mul(Y, left));
    const known = p.showAsNormal("invertible", other);
    if (known === undefined) continue;
    const ref = p.normaliser.derivation.axiom("invertible_one_add_mul_comm", [Y, left], [known]);
    return p.restated("invertible", ref, term);
  }
  return undefined;
}

/** What a definition makes, when it is not negative and its rows sum to one: softmax. */
function rowsOfOne(term: Term, p: Properties): Ref | undefined {
  if (term.op !== "defined") return undefined;
  const { normaliser: n } = p;
  const [sums, one] = [n.normal(mul(term, ones(term.cols, 1))), n.normal(ones(term.rows, 1))];
  const positive = sums.to === one.to ? p.showAsNormal("nonnegative", term) : undefined;
  if (positive === undefined) return undefined;
  const equation = n.chain(sums.from).step(sums).step(n.backward(one)).done();
  return n.derivation.axiom("rowstochastic_of_nonneg", [term], [positive, n.entryOf(equation)]);
}

/** What is visibly the negative of its transpose. */
const skew: Show = (term, { normaliser: n }) => {
  if (term.rows !== term.cols || term.op === "variable") return undefined;
  const [turned, negative] = [n.normal(transpose(term)), n.normal(scale(constant(-1), term))];
  if (turned.to !== negative.to) return undefined;
  const equation = n.chain(turned.from).step(turned).step(n.backward(negative)).done();
  return n.derivation.axiom("skew_of_transpose", [term], [n.entryOf(equation)]);
};

/** Signs of what only moves entries, by the laws named after the operation. */
const moved =
  (property: "positive" | "nonnegative" | "nonzero", suffix: string): Show =>
  (term, p) => {
    const [A, B] = term.args as readonly [Term, Term];
    switch (term.op) {
      case "hcat":
      case "vcat":
      case "kron":
        return p.by(
          `${term.op}_${suffix}`,
          [A, B],
          [
            [property, A],
            [property, B],
          ],
        );
      case "diagonal":
      case "vec":
        return p.by(`${term.op}_${suffix}`, [A], [[property, A]]);
      case "rows":
      case "cols":
        return p.by(`${term.op}_${suffix}`, [term], [[property, A]]);
      case "power":
        return p.by(`power_${suffix}`, [term], [[property, A]]);
      default:
        return undefined;
    }
  };

/** Operations whose determinant is worth working out. */
const DETERMINED: ReadonlySet<string> = new Set(["vcat", "tri"]);

const SHOW: Readonly<Record<Property, Show>> = {
  positive: either(positive, moved("positive", "pos")),
  nonnegative: either(
    from("positive", "nonneg_of_pos"),
    nonnegative,
    moved("nonnegative", "nonneg"),
    from("rowstochastic", "nonneg_of_rowstochastic"),
    from("mask", "nonneg_of_mask"),
  ),
  nonzero: either(from("positive", "nonzero_of_pos"), nonzero, moved("nonzero", "nonzero"), (term, p) => {
    if (term.op === "det") return p.by("det_nonzero_of_invertible", term.args, [["invertible", term.args[0]!]]);
    if (term.op !== "add" || !isScalar(term)) return undefined;
    const ref = p.by("det_nonzero_of_invertible", [term], [["invertible", term]]);
    return ref === undefined ? undefined : p.restated("nonzero", ref, term);
  }),
  perm,
  selection: either(from("perm", "selection_of_perm"), selection),
  orthogonal: either(from("perm", "orthogonal_of_perm"), orthogonal),
  orthocols: none,
  invertible: either(from("orthogonal", "invertible_of_orthogonal"), invertible, (term, p) => {
    if (term.rows !== term.cols) return undefined;
    const shown = DETERMINED.has(term.op) || isScalar(term) ? p.showAsNormal("nonzero", det(term)) : undefined;
    const premise = shown ?? p.show("nonzero", det(term));
    return premise === undefined
      ? undefined
      : p.normaliser.derivation.axiom("invertible_of_det_nonzero", [term], [premise]);
  }),
  symmetric: none,
  skew,
  diagonal: none,
  lower,
  rowstochastic: either(
    from("selection", "rowstochastic_of_selection"),
    (term, p) =>
      term.op === "mul"
        ? p.by(
            "rowstochastic_mul",
            [term.args[0]!, term.args[1]!],
            [
              ["rowstochastic", term.args[0]!],
              ["rowstochastic", term.args[1]!],
            ],
          )
        : undefined,
    rowsOfOne,
  ),
  idempotent: none,
  mask: (term, p) => {
    if (term.rows !== term.cols) return undefined;
    if (term.op === "tri") return term === tri(term.rows, term.cols) ? p.by("mask_tri", [term], []) : undefined;
    return term.op === "add" ? bandMask(term, p) : undefined;
  },
};

/** The lower triangle without what is w or more below the diagonal, in either order. */
function bandMask(term: Term, p: Properties): Ref | undefined {
  const all = tri(term.rows, term.cols);
  const taken = term.args.find((part) => part !== all);
  const far = taken?.op === "scale" ? taken.args[1]! : undefined;
  if (far?.op !== "tri" || !term.args.includes(all)) return undefined;
  if (taken !== scale(constant(-1), tri(term.rows, term.cols, { below: far.below }))) return undefined;
  const ref = p.by("mask_band", [all, ones(far.below, 1)], [["positive", size(far.below)]]);
  return ref === undefined ? undefined : p.regrouped("mask", ref, term);
}
