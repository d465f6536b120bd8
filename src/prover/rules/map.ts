/**
 * Functions of each entry and of each row: selections come out, repeated rows
 * and columns are computed once, and each known function has its laws.
 */
import { withArguments } from "../../term/binder.ts";
import { dim } from "../../term/dimension.ts";
import { type Rational, rational, squarePart } from "../../term/rational.ts";
import {
  add,
  constant,
  hadamard,
  isScalar,
  kron,
  map,
  mul,
  ones,
  scale,
  type Term,
  transpose,
} from "../../term/term.ts";
import type { Equality } from "../derivation.ts";
import type { Normaliser, Rule } from "../normaliser.ts";
import { compareTerms } from "../order.ts";
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
import { absRule, signRule } from "./abs.ts";
import { blockMap } from "./block.ts";
import { content, sharedFactors } from "./content.ts";
import { reciprocalOfFractions } from "./fraction.ts";
import { commonDiagonal, diagonalOut, spreadRow } from "./hadamard.ts";
import { cutsOf } from "./kron.ts";
import { reluRule } from "./relu.ts";
import { factorOut } from "./sum.ts";
import { functionOfVec } from "./vec.ts";

const ONE = dim(1);
const MINUS_ONE = constant(-1);
const ZERO = constant(0);
/** Angles are taken apart up to this multiple. */
const LARGEST_MULTIPLE = 8n;

/** Functions with laws of their own, by name. */
const LAWS: Readonly<Record<string, Rule>> = {
  square: ({ args }, n) => n.law("square_eq", args),
  exp: (term, n) => {
    const [A] = term.args as readonly [Term];
    if (isConstant(A, 0n)) return n.law("exp_zero");
    if (n.options.fractions) return exponentialApart(term, n);
    return A.op === "add" ? (repeatedOut(term, n) ?? logarithmOut(term, n)) : exponentialOfLogarithm(A, n);
  },
  log: (term, n) => {
    const [A] = term.args as readonly [Term];
    if (A.op === "map" && A.fn === "exp") return n.law("log_exp", A.args);
    if (A.op === "map" && A.fn === "recip") return logarithmOfReciprocal(A, n);
    if (A.op === "hadamard") return logarithmOfProduct(A, n);
    if (A.op === "mul") return logarithmOfRows(term, A, n);
    if (A.op === "scale") return logarithmOfMultiple(term, A, n);
    if (!isConstant(A, 1n)) return undefined;
    return n
      .chain(term)
      .step(n.backward(n.law("exp_zero")), [0])
      .step(n.law("log_exp", [ZERO]))
      .done();
  },
  recip: (term, n) => {
    const [A] = term.args as readonly [Term];
    if (A.op === "constant") return n.evaluated(term);
    if (A.op === "hadamard") return n.law("recip_hadamard", A.args);
    if (A.op === "scale") return n.law("recip_smul", A.args);
    if (n.options.fractions && A.op === "add") return reciprocalOfMultiple(term, n) ?? reciprocalOfFractions(term, n);
    if (A.op === "add") return logistic(term, A, n) ?? ofExponentials(term, A, n) ?? reciprocalOfMultiple(term, n);
    if (A.op === "map" && A.fn === "exp") return n.options.fractions ? undefined : n.backward(n.law("exp_neg", A.args));
    if (A.op === "map" && A.fn === "sqrt" && A.args[0]!.op === "constant") return reciprocalOfRoot(A.args[0]!, n);
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
  sign: (term, n) => signRule(term, n),
  relu: (term, n) => (n.options.expand ? n.law("relu_eq", term.args) : reluRule(term, n)),
  silu: ({ args }, n) => (n.options.expand ? n.law("silu_eq", args) : undefined),
  gelu: ({ args }, n) => (n.options.expand ? n.law("gelu_eq", args) : undefined),
  tanh: ({ args }, n) => (n.options.expand ? n.law("tanh_eq", args) : undefined),
  sigmoid: (term, n) =>
    n.options.fractions || isConstant(term.args[0]!, 0n)
      ? n.law("sigmoid_eq", term.args)
      : opposite(term, "sigmoid_neg", n),
  erf: (term, n) => opposite(term, "erf_neg", n),
  round: (term, n) => {
    const [A] = term.args as readonly [Term];
    return A.op === "map" && A.fn === "round" ? n.law("round_round", A.args) : opposite(term, "round_neg", n);
  },
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

/** The constant in front of a term, or of the summand with the least core, whichever sign it has. */
function frontConstant(term: Term): Rational | undefined {
  const coreOf = (part: Term): Term => (part.op === "scale" ? part.args[1]! : part);
  const summand = summandsOf(term).reduce((a, b) => (compareTerms(coreOf(b), coreOf(a)) < 0 ? b : a));
  const number = summand.op === "scale" ? summand.args[0]! : summand;
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

/** e^(A + B) = e^A ∘ e^B, e^(−A) = 1/e^A, and e^(k A) as a product. */
function exponentialApart(term: Term, n: Normaliser): Equality | undefined {
  const [A] = term.args as readonly [Term];
  if (A.op === "add") return n.law("exp_add", A.args);
  return opposite(term, "exp_neg", n) ?? multiple(term, "exp_add", n) ?? exponentialOfLogarithm(A, n);
}

/** A as the exponential of its logarithm, where it is positive. */
function asExponential(A: Term, n: Normaliser): Equality | undefined {
  const shown = n.properties.show("positive", A);
  return shown === undefined ? undefined : n.backward(n.law("exp_log_of_pos", [A], [shown]));
}

/** `log B` of a term ± log B. */
function logarithmIn(A: Term): Term | undefined {
  const inner = (A.op === "scale" || A.op === "hadamard") && isConstant(A.args[0]!, -1n) ? A.args[1]! : A;
  return inner.op === "map" && inner.fn === "log" ? inner : undefined;
}

/** e^(log B) = B and e^(−log B) = 1/B where B is positive. */
function exponentialOfLogarithm(A: Term, n: Normaliser): Equality | undefined {
  const logarithm = logarithmIn(A);
  const power = logarithm === undefined ? undefined : asExponential(logarithm.args[0]!, n);
  if (logarithm === undefined || power === undefined) return undefined;
  if (logarithm === A) return n.backward(power);
  const negative = n.normal(scale(MINUS_ONE, logarithm));
  if (negative.to !== A) return undefined;
  const chain = n.chain(map("exp", A)).step(n.backward(negative), [0]);
  return chain
    .step(n.law("exp_neg", [logarithm]))
    .step(n.backward(power), [0])
    .done();
}

/** e^(A ± log B) = e^A ∘ e^(± log B) where B is positive. */
function logarithmOut(term: Term, n: Normaliser): Equality | undefined {
  const parts = summandsOf(term.args[0]!);
  const part = parts.find((one) => {
    const logarithm = logarithmIn(one);
    return logarithm !== undefined && n.properties.show("positive", logarithm.args[0]!) !== undefined;
  });
  if (part === undefined) return undefined;
  const rest = parts.filter((one) => one !== part);
  const sum = [nested("add", rest), part] as const;
  return n
    .chain(term)
    .step(n.regrouped(term.args[0]!, add(...sum)), [0])
    .step(n.law("exp_add", sum))
    .done();
}

/** log(A ∘ B) = log A + log B where both are positive. */
function logarithmOfProduct(product: Term, n: Normaliser): Equality | undefined {
  const [A, B] = product.args as readonly [Term, Term];
  const [a, b] = [asExponential(A, n), asExponential(B, n)];
  if (a === undefined || b === undefined) return undefined;
  const logarithms = [map("log", A), map("log", B)] as const;
  const chain = n.chain(map("log", product)).step(a, [0, 0]).step(b, [0, 1]);
  chain.step(n.backward(n.law("exp_add", logarithms)), [0]);
  return chain.step(n.law("log_exp", [add(...logarithms)])).done();
}

/** log(c A) = (log c) 1 + log A where both are positive. */
function logarithmOfMultiple(term: Term, multiple: Term, n: Normaliser): Equality | undefined {
  const [c, A] = multiple.args as readonly [Term, Term];
  const [number, power] = [asExponential(c, n), asExponential(A, n)];
  if (number === undefined || power === undefined) return undefined;
  const one = ones(A.rows, A.cols);
  const logarithms = [map("log", A), scale(map("log", c), one)] as const;
  const chain = n.chain(term).step(n.backward(n.law("one_hadamard", [A])), [0, 1]);
  chain.step(n.regrouped(hadamard(one, A), hadamard(A, one)), [0, 1]);
  chain.step(n.backward(n.law("hadamard_smul", [c, A, one])), [0]).step(number, [0, 1, 0]);
  chain.step(n.backward(n.law("map_smul_ones", [map("exp", logarithms[1]), map("log", c), one])), [0, 1]);
  chain.step(power, [0, 0]).step(n.backward(n.law("exp_add", logarithms)), [0]);
  return chain.step(n.law("log_exp", [add(...logarithms)])).done();
}

/** log(1/A) = −log A where A is positive. */
function logarithmOfReciprocal(reciprocal: Term, n: Normaliser): Equality | undefined {
  const [A] = reciprocal.args as readonly [Term];
  const power = asExponential(A, n);
  if (power === undefined) return undefined;
  const logarithm = map("log", A);
  const chain = n.chain(map("log", reciprocal)).step(power, [0, 0]);
  chain.step(n.backward(n.law("exp_neg", [logarithm])), [0]);
  return chain.step(n.law("log_exp", [scale(MINUS_ONE, logarithm)])).done();
}

/** log(diag(u) A) = log(u) 1ᵀ + log A where both are positive. */
function logarithmOfRows(term: Term, A: Term, n: Normaliser): Equality | undefined {
  const [D, ...rest] = factorsOf(A);
  if (D!.op !== "diag") return undefined;
  const [u, B] = [D!.args[0]!, nested("mul", rest)];
  const [a, b] = [asExponential(u, n), asExponential(B, n)];
  if (a === undefined || b === undefined) return undefined;
  const spread = n.backward(spreadRow(u, B, n));
  const row = ones(1, B.cols);
  const logarithms = [mul(map("log", u), row), map("log", B)] as const;
  const chain = n
    .chain(term)
    .step(n.regrouped(A, mul(D!, B)), [0])
    .step(spread, [0]);
  chain.step(a, [0, 0, 0]).step(b, [0, 1]);
  chain.step(n.backward(n.law("map_mul_ones", [map("exp", map("log", u)), map("log", u), row])), [0, 0]);
  chain.step(n.backward(n.law("exp_add", logarithms)), [0]);
  return chain.step(n.law("log_exp", [add(...logarithms)])).done();
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

/** |diag(u) A| = |u 1ᵀ| ∘ |A|, of sums too, and the same of columns. */
function rowsOut(term: Term, A: Term, n: Normaliser): Equality | undefined {
  const D = commonDiagonal(A, "left");
  if (D === undefined) return commonDiagonal(A, "right") === undefined ? undefined : n.flipped(term);
  const outside = diagonalOut(A, D, n);
  if (outside === undefined) return undefined;
  const spread = n.backward(spreadRow(D.args[0]!, outside.to.args[1]!, n));
  return n.chain(term).step(outside, [0]).step(spread, [0]).step(n.law("abs_hadamard", spread.to.args)).done();
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

/** 1/(e^A + e^B) = e^(−A) ∘ 1/(1 + e^(B − A)). */
function ofExponentials(term: Term, sum: Term, n: Normaliser): Equality | undefined {
  const parts = summandsOf(sum);
  if (parts.length !== 2 || !parts.every((part) => part.op === "map" && part.fn === "exp")) return undefined;
  const [A, B] = parts.map((part) => part.args[0]!) as [Term, Term];
  const one = ones(sum.rows, sum.cols);
  const difference = n.normal(add(B, scale(MINUS_ONE, A)));
  const restored = n.normal(add(A, difference.to));
  if (restored.to !== B) return undefined;
  const [a, b] = [map("exp", A), map("exp", difference.to)];
  const chain = n.chain(term).regroup(map("recip", add(a, map("exp", B))));
  chain.step(n.backward(restored), [0, 1, 0]).step(n.law("exp_add", [A, difference.to]), [0, 1]);
  chain
    .step(n.backward(n.law("one_hadamard", [a])), [0, 0])
    .regroup(map("recip", add(hadamard(a, one), hadamard(a, b))));
  chain.step(n.backward(n.law("hadamard_add", [a, one, b])), [0]);
  return chain.step(n.law("recip_hadamard", [a, add(one, b)])).done();
}

/** 1/(c a + c b) = 1/c · 1/(a + b). */
function reciprocalOfMultiple(term: Term, n: Normaliser): Equality | undefined {
  const multiple = content(term.args[0]!, "any", n) ?? sharedFactors(term.args[0]!, n);
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

/** 1/√c = √(1/c) for a number c, so that roots of numbers are of one form. */
function reciprocalOfRoot(c: Term, n: Normaliser): Equality | undefined {
  const value = n.evaluated(map("recip", c));
  if (value === undefined) return undefined;
  const turned = n.backward(n.law("sqrt_recip", [c]));
  return n.chain(turned.from).step(turned).step(value, [0]).done();
}

/** √(r² f) = |r| √f for a natural f without a square in it, so that roots of numbers are of one form; √(r²) = |r|. */
function rootOfSquare(term: Term, A: Extract<Term, { op: "constant" }>, n: Normaliser): Equality | undefined {
  const root = squarePart(A.value);
  if (root === undefined) return undefined;
  const r = constant(root);
  const square = n.evaluated(hadamard(r, r))!; // two constants
  const itself = n.law("sqrt_hadamard_self", [r]);
  if (square.to === A) return n.chain(term).step(n.backward(square), [0]).step(itself).done();
  if (isConstant(r, 1n)) return undefined; // A has no square in it
  const inverse = n.evaluated(map("recip", square.to))!; // r is not 0
  const free = n.evaluated(hadamard(A, inverse.to))!.to;
  const parts = [hadamard(r, r), free] as const;
  return n
    .chain(term)
    .step(n.backward(n.evaluated(hadamard(square.to, free))!), [0])
    .step(n.backward(square), [0, 0])
    .step(n.law("sqrt_hadamard_of_nonneg", parts, [n.derivation.axiom("hadamard_self_nonneg", [r])]))
    .step(itself, [0])
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
  if (A.op === "kron") return ofRepeated(term, A, n) ?? ofFactors(term, A, n);
  if (A.op === "diag") return ofDiagonal(term, A.args[0]!, n);
  const cut = blockMap(term, n);
  if (cut !== undefined) return cut;
  if (A.op === "bigHcat") return n.law("map_bigHcat", [term, A]);
  if (A.op === "bigVcat") return n.law("map_bigVcat", [term, A]);
  if (A.op === "scale" && A.args[1]!.op === "ones") return n.law("map_smul_ones", [term, A.args[0]!, A.args[1]!]);
  return (
    repeated(term, A, n) ??
    ofOuter(term, A, n) ??
    repeatedSum(term, A, n) ??
    selected(term, "mul_map_of_selection", n) ??
    selectedColumns(term, n)
  );
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

/** f(A ⊗ 1) = f(A) ⊗ 1 and f(1 ⊗ B) = 1 ⊗ f(B). */
function ofRepeated(term: Term, K: Term, n: Normaliser): Equality | undefined {
  for (const [A, B] of cutsOf(K)) {
    const repeated = n.normal(ones(B.rows, B.cols)).to === B;
    if (!repeated && n.normal(ones(A.rows, A.cols)).to !== A) continue;
    const one = repeated ? ones(B.rows, B.cols) : ones(A.rows, A.cols);
    const written = n.backward(n.normal(one));
    const law = repeated ? n.law("map_kron_ones", [term, A, one]) : n.law("map_ones_kron", [term, one, B]);
    return n
      .chain(term)
      .regroup(withArguments(term, [kron(A, B)]))
      .step(written, [0, repeated ? 1 : 0])
      .step(law)
      .done();
  }
  return undefined;
}

/** f(diag(v)) = diag(f(v)) for an f that keeps 0. */
function ofDiagonal(term: Term, v: Term, n: Normaliser): Equality | undefined {
  const kept = n.normal(withArguments(term, [ZERO]));
  return kept.to === ZERO ? n.law("map_diag", [term, v], [n.entryOf(kept)]) : undefined;
}

/** Functions of which that of a product is the product, with their law. */
const MULTIPLICATIVE: Readonly<Record<string, string>> = {
  recip: "recip_hadamard",
  abs: "abs_hadamard",
  sign: "sign_hadamard",
};

/** f(A ⊗ B) = f(A) ⊗ f(B) for such an f, as `A ⊗ B = (A ⊗ 1) ∘ (1 ⊗ B)`. */
function ofFactors(term: Term, K: Term, n: Normaliser): Equality | undefined {
  if (term.op !== "map" || !Object.hasOwn(MULTIPLICATIVE, term.fn)) return undefined;
  const [A, B] = K.args as readonly [Term, Term];
  const [left, right] = [ones(A.rows, A.cols), ones(B.rows, B.cols)];
  const product = (X: Term, Y: Term): Equality => {
    const chain = n
      .chain(hadamard(kron(X, right), kron(left, Y)))
      .step(n.law("kron_hadamard_kron", [X, right, left, Y]));
    return chain
      .step(n.normal(hadamard(X, left)), [0])
      .step(n.normal(hadamard(right, Y)), [1])
      .done();
  };
  const apart = product(A, B);
  if (apart.to !== K) return undefined;
  const chain = n.chain(term).step(n.backward(apart), [0]).step(n.law(MULTIPLICATIVE[term.fn]!, apart.from.args));
  chain.step(n.law("map_kron_ones", [term, A, right]), [0]).step(n.law("map_ones_kron", [term, left, B]), [1]);
  return chain.step(product(map(term.fn, A), map(term.fn, B))).done();
}

/** f(u v) = f(u) f(v) of a column and a row, for such an f, as `u v = (u 1ᵀ) ∘ (1 v)`. */
function ofOuter(term: Term, A: Term, n: Normaliser): Equality | undefined {
  if (term.op !== "map" || !Object.hasOwn(MULTIPLICATIVE, term.fn)) return undefined;
  const factors = factorsOf(A);
  const narrow = narrowAt(factors);
  if (narrow === undefined) return undefined;
  const [u, v] = [nested("mul", factors.slice(0, narrow)), nested("mul", factors.slice(narrow))];
  const [row, column] = [ones(1, A.cols), ones(A.rows, 1)];
  const apart = n.normal(hadamard(mul(u, row), mul(column, v)));
  if (apart.to !== A) return undefined;
  const chain = n.chain(term).step(n.backward(apart), [0]).step(n.law(MULTIPLICATIVE[term.fn]!, apart.from.args));
  const [left, right] = chain.term.args as readonly [Term, Term];
  chain.step(n.law("map_mul_ones", [left, u, row]), [0]).step(n.law("map_ones_mul", [right, column, v]), [1]);
  return chain.step(n.normal(chain.term)).done();
}

/** f(u 1ᵀ + v 1ᵀ) = f(u + v) 1ᵀ and f(1 u + 1 v) = 1 f(u + v). */
function repeatedSum(term: Term, A: Term, n: Normaliser): Equality | undefined {
  if (A.op !== "add") return undefined;
  const parts = summandsOf(A);
  const [row, column] = [ones(1, A.cols), ones(A.rows, 1)];
  const bodies = parts.map((part) => (part.op === "scale" ? part.args[1]! : part));
  const side = bodies.every((body) => lastFactor(body) === row)
    ? "right"
    : bodies.every((body) => firstFactor(body) === column)
      ? "left"
      : undefined;
  const outside = side === undefined ? undefined : factorOut(A, parts, side === "right" ? row : column, side, n);
  if (outside === undefined) return undefined;
  return n
    .chain(term)
    .step(outside, [0])
    .step(n.law(side === "right" ? "map_mul_ones" : "map_ones_mul", [term, ...outside.to.args]))
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
