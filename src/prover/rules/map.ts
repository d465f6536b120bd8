/**
 * Functions of each entry and of each row: selections come out, repeated rows
 * and columns are computed once, and each known function has its laws.
 */
import { dim } from "../../term/dimension.ts";
import { type Rational, rational, rationalRoot } from "../../term/rational.ts";
import { add, constant, hadamard, isScalar, map, mul, ones, scale, type Term, transpose } from "../../term/term.ts";
import type { Equality } from "../derivation.ts";
import type { Normaliser, Rule } from "../normaliser.ts";
import {
  factorsOf,
  firstFactor,
  flat,
  isConstant,
  lastFactor,
  narrowAt,
  nested,
  summandsOf,
  turned,
} from "../parts.ts";
import { commonSelection, isSelection, stripLeft } from "../strip.ts";
import { absRule } from "./abs.ts";
import { blockMap } from "./block.ts";
import { content } from "./content.ts";
import { spreadRow } from "./hadamard.ts";
import { functionOfVec } from "./vec.ts";

const ONE = dim(1);
const MINUS_ONE = constant(-1);
/** Angles are taken apart up to this multiple. */
const LARGEST_MULTIPLE = 8n;

/** Functions with laws of their own, by name. */
const LAWS: Readonly<Record<string, Rule>> = {
  square: ({ args }, n) => n.law("square_eq", args),
  exp: (term, n) => {
    const [A] = term.args as readonly [Term];
    if (isConstant(A, 0n)) return n.law("exp_zero");
    if (A.op === "add") return repeatedOut(term, n);
    if (A.op === "map" && A.fn === "log") {
      const shown = n.properties.show("positive", A.args[0]!);
      if (shown !== undefined) return n.law("exp_log_of_pos", A.args, [shown]);
    }
    return undefined;
  },
  log: ({ args }, n) => (args[0]!.op === "map" && args[0]!.fn === "exp" ? n.law("log_exp", args[0]!.args) : undefined),
  recip: (term, n) => {
    const [A] = term.args as readonly [Term];
    if (A.op === "constant") return n.evaluated(term);
    if (A.op === "hadamard") return n.law("recip_hadamard", A.args);
    if (A.op === "scale") return n.law("recip_smul", A.args);
    if (A.op === "add") return logistic(term, A, n) ?? reciprocalOfMultiple(term, n);
    if (A.op === "map" && A.fn === "exp") return n.backward(n.law("exp_neg", A.args));
    return A.op === "map" && A.fn === "recip" ? n.law("recip_recip", A.args) : undefined;
  },
  sqrt: (term, n) => {
    const [A] = term.args as readonly [Term];
    if (A.op === "constant") return rootOfSquare(term, A, n);
    if (A.op === "add") return rootOfMultiple(term, n);
    if (A.op === "map" && A.fn === "recip") return n.law("sqrt_recip", A.args);
    if (A.op === "scale") {
      const shown = n.properties.show("nonnegative", A.args[0]!);
      return shown === undefined ? undefined : n.law("sqrt_smul_of_nonneg", A.args, [shown]);
    }
    return A.op === "hadamard" ? rootOfProduct(A, n) : undefined;
  },
  abs: (term, n) => absRule(term, n) ?? rowsOut(term, term.args[0]!, n),
  relu: ({ args }, n) => (n.options.expand ? n.law("relu_eq", args) : undefined),
  silu: ({ args }, n) => (n.options.expand ? n.law("silu_eq", args) : undefined),
  gelu: ({ args }, n) => (n.options.expand ? n.law("gelu_eq", args) : undefined),
  tanh: ({ args }, n) => (n.options.expand ? n.law("tanh_eq", args) : undefined),
  sigmoid: (term, n) => opposite(term, "sigmoid_neg", n),
  erf: (term, n) => opposite(term, "erf_neg", n),
  sin: (term, n) => {
    const [A] = term.args as readonly [Term];
    if (isConstant(A, 0n)) return n.law("sin_zero");
    return A.op === "add" ? n.law("sin_add", A.args) : (opposite(term, "sin_neg", n) ?? multiple(term, "sin_add", n));
  },
  cos: (term, n) => {
    const [A] = term.args as readonly [Term];
    if (isConstant(A, 0n)) return n.law("cos_zero");
    return A.op === "add" ? n.law("cos_add", A.args) : (opposite(term, "cos_neg", n) ?? multiple(term, "cos_add", n));
  },
};

/** f(−A) for a law of it, where A has a negative number in front. */
function opposite(term: Term, law: string, n: Normaliser): Equality | undefined {
  const A = term.args[0]!;
  const value = frontConstant(A);
  if (value === undefined || value.numerator >= 0n) return undefined;
  const positive = n.normal(scale(MINUS_ONE, A));
  const restored = n.normal(scale(MINUS_ONE, positive.to));
  if (restored.to !== A) return undefined;
  return n
    .chain(term)
    .step(n.backward(restored), [0])
    .step(n.law(law, [positive.to]))
    .done();
}

/** The constant in front of a term, or of the first of its summands. */
function frontConstant(term: Term): Rational | undefined {
  const number = term.op === "scale" ? term.args[0]! : term;
  const first = isScalar(number) ? firstNumber(number) : number;
  return first.op === "constant" ? first.value : undefined;
}

function firstNumber(term: Term): Term {
  return term.op === "hadamard" ? firstNumber(term.args[0]!) : term;
}

/** f(k A) = f((k − 1) A + A) for a natural k: the sum of angles does the rest. */
function multiple(term: Term, law: string, n: Normaliser): Equality | undefined {
  const A = term.args[0]!;
  const value = frontConstant(A);
  if (value === undefined || value.denominator !== 1n || value.numerator < 2n || value.numerator > LARGEST_MULTIPLE)
    return undefined;
  const one = n.normal(scale(constant(rational(1n, value.numerator)), A)).to;
  const rest = n.normal(scale(constant(rational(value.numerator - 1n)), one)).to;
  const whole = n.normal(add(rest, one));
  if (whole.to !== A) return undefined;
  return n
    .chain(term)
    .step(n.backward(whole), [0])
    .step(n.law(law, [rest, one]))
    .done();
}

/** e^(A + u 1ᵀ) = e^A ∘ e^(u 1ᵀ): summands that are the same in every row or column leave the exponential. */
function repeatedOut(term: Term, n: Normaliser): Equality | undefined {
  const parts = summandsOf(term.args[0]!);
  const repeated = parts.find(isRepeated);
  if (repeated === undefined) return undefined;
  const rest = parts.filter((part) => part !== repeated);
  const sum = [nested("add", rest), repeated] as const;
  return n
    .chain(term)
    .step(n.regrouped(term.args[0]!, add(...sum)), [0])
    .step(n.law("exp_add", sum))
    .done();
}

/** Whether all columns or all rows of a matrix are one. */
function isRepeated(part: Term): boolean {
  const body = part.op === "scale" ? part.args[1]! : part;
  if (body.op === "ones") return true;
  const [first, last] = [firstFactor(body), lastFactor(body)];
  return (
    body.op === "mul" && ((first.op === "ones" && first.cols === ONE) || (last.op === "ones" && last.rows === ONE))
  );
}

/** |diag(u) A| = |u 1ᵀ| ∘ |A|, and the same of columns. */
function rowsOut(term: Term, A: Term, n: Normaliser): Equality | undefined {
  const [D, ...rest] = factorsOf(A);
  if (rest.length === 0) return undefined;
  if (D!.op !== "diag") return lastFactor(A).op === "diag" ? n.flipped(term) : undefined;
  const [u, B] = [D!.args[0]!, nested("mul", rest)];
  const spread = n.backward(spreadRow(u, B, n));
  return n
    .chain(term)
    .step(n.regrouped(A, mul(D!, B)), [0])
    .step(spread, [0])
    .step(n.law("abs_hadamard", spread.to.args))
    .done();
}

/** 1/(1 + e^A) = σ(−A). */
function logistic(term: Term, A: Term, n: Normaliser): Equality | undefined {
  const parts = summandsOf(A);
  const exponential = parts.find((part) => part.op === "map" && part.fn === "exp");
  if (exponential === undefined || parts.length !== 2) return undefined;
  const one = n.normal(ones(A.rows, A.cols));
  if (!parts.includes(one.to)) return undefined;
  const negated = n.normal(scale(MINUS_ONE, exponential.args[0]!));
  const restored = n.normal(scale(MINUS_ONE, negated.to));
  if (restored.to !== exponential.args[0]) return undefined;
  const chain = n.chain(term).step(n.regrouped(A, add(one.to, exponential)), [0]);
  chain.step(n.backward(one), [0, 0]).step(n.backward(restored), [0, 1, 0]);
  return chain.step(n.backward(n.law("sigmoid_eq", [negated.to]))).done();
}

/** 1/(c a + c b) = 1/c · 1/(a + b). */
function reciprocalOfMultiple(term: Term, n: Normaliser): Equality | undefined {
  const multiple = content(term.args[0]!, "any", n);
  if (multiple === undefined) return undefined;
  const law = multiple.to.op === "scale" ? "recip_smul" : "recip_hadamard";
  return n.chain(term).step(multiple, [0]).step(n.law(law, multiple.to.args)).done();
}

/** √(c² a + c² b) = √(c²) · √(a + b). */
function rootOfMultiple(term: Term, n: Normaliser): Equality | undefined {
  const multiple = content(term.args[0]!, "nonnegative", n);
  const shown = multiple === undefined ? undefined : n.properties.show("nonnegative", multiple.to.args[0]!);
  if (multiple === undefined || shown === undefined) return undefined;
  const law = multiple.to.op === "scale" ? "sqrt_smul_of_nonneg" : "sqrt_hadamard_of_nonneg";
  return n
    .chain(term)
    .step(multiple, [0])
    .step(n.law(law, multiple.to.args, [shown]))
    .done();
}

/** √(p²/q²) = |p/q|. */
function rootOfSquare(term: Term, A: Extract<Term, { op: "constant" }>, n: Normaliser): Equality | undefined {
  const root = rationalRoot(A.value);
  if (root === undefined) return undefined;
  const r = constant(root);
  const square = n.evaluated(hadamard(r, r))!; // two constants
  return n
    .chain(term)
    .step(n.backward(square), [0])
    .step(n.law("sqrt_hadamard_self", [r]))
    .done();
}

function rootOfProduct(A: Term, n: Normaliser): Equality | undefined {
  const parts = flat("hadamard", A);
  const twice = parts.findIndex((part, i) => parts.indexOf(part) < i);
  if (twice >= 0 && parts.length > 2) return rootOfPair(A, parts, twice, n);
  const [B, C] = A.args as readonly [Term, Term];
  if (B === C) return n.law("sqrt_hadamard_self", [B]);
  const shown = n.properties.show("nonnegative", B);
  return shown === undefined ? undefined : n.law("sqrt_hadamard_of_nonneg", [B, C], [shown]);
}

/** √(x ∘ x ∘ rest) = √(x ∘ x) ∘ √rest. */
function rootOfPair(A: Term, parts: readonly Term[], second: number, n: Normaliser): Equality {
  const first = parts.indexOf(parts[second]!);
  const x = parts[first]!;
  const rest = nested(
    "hadamard",
    parts.filter((_, i) => i !== first && i !== second),
  );
  const square = hadamard(x, x);
  const shown = n.law("sqrt_hadamard_of_nonneg", [square, rest], [n.derivation.axiom("hadamard_self_nonneg", [x])]);
  return n
    .chain(map("sqrt", A))
    .step(n.regrouped(A, hadamard(square, rest)), [0])
    .step(shown)
    .done();
}

export const mapRule: Rule = (term, n) => {
  const own = term.op === "map" && Object.hasOwn(LAWS, term.fn) ? LAWS[term.fn]!(term, n) : undefined;
  return own ?? entrywise(term, n);
};

export const powerRule: Rule = (term, n) => {
  const [A] = term.args as readonly [Term];
  if (term.op !== "power") return undefined;
  if (term.exponent.text === "0") return n.law("power_zero", [A]);
  if (term.exponent.text === "1") return n.law("power_one", [A]);
  if (A.op === "hadamard") return n.law("hadamard_power", [term, A.args[0]!, A.args[1]!]);
  return entrywise(term, n);
};

export const opaqueRule: Rule = (term, n) => {
  if (term.op !== "opaque") return undefined;
  if (term.scope === "entry") return entrywise(term, n);
  const [A] = term.args as readonly [Term];
  if (term.scope === "row" && A.op === "vcat") return n.law("rowwise_vcat", [term, A.args[0]!, A.args[1]!]);
  return term.scope === "row" ? selected(term, "mul_rowwise_of_selection", n) : undefined;
};

/** What holds of every function of each entry. */
function entrywise(term: Term, n: Normaliser): Equality | undefined {
  const [A] = term.args as readonly [Term];
  if (isScalar(term)) return undefined;
  if (A.op === "ones") return n.law("map_ones", [term, A]);
  if (A.op === "zeros") return n.law("map_zeros", [term, A]);
  if (A.op === "vec") return functionOfVec(term, A, n);
  const cut = blockMap(term, n);
  if (cut !== undefined) return cut;
  if (A.op === "bigHcat") return n.law("map_bigHcat", [term, A]);
  if (A.op === "bigVcat") return n.law("map_bigVcat", [term, A]);
  if (A.op === "scale" && A.args[1]!.op === "ones") return n.law("map_smul_ones", [term, A.args[0]!, A.args[1]!]);
  return repeated(term, A, n) ?? selected(term, "mul_map_of_selection", n) ?? selectedColumns(term, n);
}

/** f(u 1ᵀ) = f(u) 1ᵀ and f(1 v) = 1 f(v). */
function repeated(term: Term, A: Term, n: Normaliser): Equality | undefined {
  const body = A.op === "scale" ? A.args[1]! : A;
  const factors = factorsOf(body);
  const narrow = narrowAt(factors);
  if (narrow === undefined) return undefined;
  const [u, v] = [nested("mul", factors.slice(0, narrow)), nested("mul", factors.slice(narrow))];
  const side = v.op === "ones" ? "right" : u.op === "ones" ? "left" : undefined;
  if (side === undefined) return undefined;
  const chain = n.chain(term);
  if (A.op === "scale") {
    const a = A.args[0]!;
    chain.step(n.regrouped(body, mul(u, v)), [0, 1]);
    const inside = side === "right" ? n.law("smul_mul", [a, u, v]) : n.law("mul_smul", [a, u, v]);
    chain.step(n.backward(inside), [0]);
  } else chain.step(n.regrouped(A, mul(u, v)), [0]);
  const [x, y] = chain.term.args[0]!.args as readonly [Term, Term];
  return chain
    .step(side === "right" ? n.law("map_mul_ones", [term, x, y]) : n.law("map_ones_mul", [term, x, y]))
    .done();
}

/** f(S A) = S f(A) for a selection S. */
function selected(term: Term, law: string, n: Normaliser): Equality | undefined {
  const [A] = term.args as readonly [Term];
  const S = commonSelection([A], "left", n);
  if (S === undefined) return undefined;
  const stripped = stripLeft(A, S, n)!; // commonSelection has seen that it can be
  const shown = n.properties.show("selection", S)!;
  const inner = stripped.to.args[1]!;
  return n
    .chain(term)
    .step(stripped, [0])
    .step(n.backward(n.law(law, [S, term, inner], [shown])))
    .done();
}

/** f(A Sᵀ) = f(S Aᵀ)ᵀ = (S f(Aᵀ))ᵀ = f(A) Sᵀ for a selection S; where a number stands in front, it belongs to A. */
function selectedColumns(term: Term, n: Normaliser): Equality | undefined {
  const [whole] = term.args as readonly [Term];
  const product = whole.op === "scale" ? whole.args[1]! : whole;
  if (product.op !== "mul" || !isSelection(lastFactor(product), "right", n)) return undefined;
  const chain = n.chain(term);
  if (whole.op === "scale") chain.step(n.backward(n.law("smul_mul", [whole.args[0]!, ...product.args])), [0]);
  const [A, T] = chain.term.args[0]!.args as readonly [Term, Term];
  const S = turned(T);
  const shown = n.properties.show("selection", S)!; // isSelection has shown it
  const law = n.law("mul_map_of_selection", [S, term, transpose(A)], [shown]);
  return chain
    .step(n.backward(n.law("transpose_transpose", [chain.term])))
    .step(n.law("transpose_map", [term, mul(A, T)]), [0])
    .step(n.law("transpose_mul", [A, T]), [0, 0])
    .step(n.normal(transpose(T)), [0, 0, 0])
    .step(n.backward(law), [0])
    .step(n.law("transpose_mul", law.from.args))
    .step(n.normal(transpose(S)), [1])
    .step(n.law("transpose_map", [term, transpose(A)]), [0])
    .step(n.law("transpose_transpose", [A]), [0, 0])
    .done();
}
