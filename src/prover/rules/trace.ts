/**
 * Traces: linear, and of the rotations of a product and of its transpose the
 * one that comes first, so that what meets around the corner cancels. The
 * trace of a product through one column is a number.
 */
import { mul, type Term, trace, transpose } from "../../term/term.ts";
import type { Equality } from "../derivation.ts";
import type { Normaliser, Rule } from "../normaliser.ts";
import { compareTerms } from "../order.ts";
import { factorsOf, isConstant, isZeroTerm, narrowAt, nested, turned } from "../parts.ts";
import { distributed } from "../sums.ts";
import { quarters } from "./cut.ts";
import { asEntrySum } from "./gathering.ts";
import { cutsOf } from "./kron.ts";
import { asOpposite, zeroOfOpposite } from "./opposite.ts";

export const traceRule: Rule = (term, n) => {
  const [A] = term.args as readonly [Term];
  if (A.rows.text === "1") return n.law("trace_scalar", [A]);
  if (isZeroTerm(A)) return n.law("trace_zeros", [A]);
  if (A.op === "identity") return n.law("trace_one", [A]);
  if (A.op === "scale") return n.law("trace_smul", A.args);
  if (A.op === "add") return distributed(term, 0, (B, C) => n.law("trace_add", [B, C]), n);
  if (A.op === "bigSum") return n.law("trace_sum", [A]);
  if (A.op === "diag" || A.op === "tri" || A.op === "hadamard") return n.law("trace_eq_sum_diagonal", [A]);
  if (A.op === "kron") return ofKron(term, A, n);
  if (A.op === "vcat") return ofBlocks(term, A, n);
  return A.op === "mul"
    ? (throughOne(term, A, n) ?? ofTriangles(A, n) ?? asEntrySum(term, n) ?? rotated(term, A, n))
    : turnedFirst(term, A, n);
};

function ofKron(term: Term, A: Term, n: Normaliser): Equality | undefined {
  const cut = cutsOf(A).find(([B, C]) => B.rows === B.cols && C.rows === C.cols);
  if (cut === undefined) return undefined;
  const law = n.law("trace_kron", cut);
  return n.chain(term).regroup(law.from).step(law).done();
}

function ofBlocks(term: Term, A: Term, n: Normaliser): Equality | undefined {
  const cut = quarters(A, n);
  if (cut === undefined) return undefined;
  return n.chain(term).step(cut.made, [0]).step(n.law("trace_blocks", cut.blocks)).done();
}

/** The trace of a product of triangular matrices is the sum of its diagonal, which is the product of theirs. */
function ofTriangles(A: Term, n: Normaliser): Equality | undefined {
  const factors = factorsOf(A);
  const isLower = (part: Term): boolean => n.properties.show("lower", part) !== undefined;
  const some = factors.some(isTriangle);
  if (n.options.gather || !some || (!factors.every(isLower) && !factors.every((part) => isLower(turned(part)))))
    return undefined;
  return n.law("trace_eq_sum_diagonal", [A]);
}

/** Whether a matrix is triangular as it is written. */
function isTriangle(part: Term): boolean {
  const atom = part.op === "transpose" ? part.args[0]! : part;
  return atom.op === "tri" || (atom.op === "variable" && atom.kind === "lower");
}

/** `tr(A u vᵀ B) = vᵀ B A u`. */
function throughOne(term: Term, A: Term, n: Normaliser): Equality | undefined {
  const factors = factorsOf(A);
  const at = narrowAt(factors);
  return at === undefined ? undefined : turnedAround(term, factors, at, n);
}

/** `tr(X Y) = tr(Y X)`, cut before a factor. */
function turnedAround(term: Term, factors: readonly Term[], at: number, n: Normaliser): Equality {
  const [before, after] = [nested("mul", factors.slice(0, at)), nested("mul", factors.slice(at))];
  return n
    .chain(term)
    .regroup(trace(mul(before, after)))
    .step(n.law("trace_mul_comm", [before, after]))
    .step(n.normal(mul(after, before)), [0])
    .done();
}

/** `tr A = tr Aᵀ`, with Aᵀ in normal form. */
function transposed(term: Term, A: Term, n: Normaliser): Equality {
  const chain = n.chain(term).step(n.backward(n.law("trace_transpose", [A])));
  return chain.step(n.normal(transpose(A)), [0]).done();
}

/** A trace as a number times the trace of a product. */
interface Turn {
  readonly made: Equality;
  readonly product: Term;
  readonly negative: boolean;
}

/** The rotation that comes first, of the product or its transpose; zero when that is its own negative. */
function rotated(term: Term, A: Term, n: Normaliser): Equality | undefined {
  let best: Turn = { made: { from: term, to: term, by: undefined }, product: A, negative: false };
  for (const turn of turnsOf(term, A, n)) {
    if (turn === undefined) continue;
    if (turn.product.op !== "mul" || turn.product.rows.text === "1") return turn.made;
    const order = compareFactors(turn.product, best.product);
    if (order === 0 && turn.negative !== best.negative) return ownNegative(term, turn, best, n);
    if (order < 0) best = turn;
  }
  return best.made.by === undefined ? undefined : best.made;
}

function* turnsOf(term: Term, A: Term, n: Normaliser): Generator<Turn> {
  yield* rotationsOf(term, A, { from: term, to: term, by: undefined }, false, n);
  const other = transposed(term, A, n);
  const B = other.to.args[0]!;
  const negative = B.op === "scale" && isConstant(B.args[0]!, -1n);
  const product = negative ? B.args[1]! : B;
  yield { made: other, product, negative };
  if (product.op !== "mul") return;
  const start = negative ? n.chain(term).step(other).step(n.law("trace_smul", B.args)).done() : other;
  yield* rotationsOf(trace(product), product, start, negative, n);
}

function* rotationsOf(inner: Term, A: Term, start: Equality, negative: boolean, n: Normaliser): Generator<Turn> {
  const factors = factorsOf(A);
  for (let at = 1; at < factors.length; at++) {
    const turn = turnedAround(inner, factors, at, n);
    const product = turn.to.args[0]!;
    const made = n
      .chain(start.from)
      .step(start)
      .step(turn, negative ? [1] : [])
      .done();
    yield { made, product, negative };
  }
}

/** Fewer factors first, then by the factors. */
function compareFactors(A: Term, B: Term): number {
  const [a, b] = [factorsOf(A), factorsOf(B)];
  if (a.length !== b.length) return a.length - b.length;
  for (const [i, factor] of a.entries()) {
    const order = compareTerms(factor, b[i]!);
    if (order !== 0) return order;
  }
  return 0;
}

/** The trace is `t` and `−t`. */
function ownNegative(term: Term, turn: Turn, best: Turn, n: Normaliser): Equality {
  const [plain, negative] = turn.negative ? [best, turn] : [turn, best];
  const t = trace(plain.product);
  const chain = n.chain(t).step(n.backward(plain.made)).step(negative.made);
  if (chain.term.op === "trace") chain.step(n.law("trace_smul", chain.term.args[0]!.args));
  const zero = zeroOfOpposite(t, asOpposite(t, chain.done(), n), n);
  return n.chain(term).step(plain.made).step(zero).done();
}

/** `tr A = tr Aᵀ`: the one that comes first, and zero for a skew matrix. */
function turnedFirst(term: Term, A: Term, n: Normaliser): Equality | undefined {
  const other = transposed(term, A, n);
  const B = other.to.args[0]!;
  if (B.op === "scale" && B.args[1] === A && isConstant(B.args[0]!, -1n)) {
    const opposite = n.chain(term).step(other).step(n.law("trace_smul", B.args)).done();
    return zeroOfOpposite(term, asOpposite(term, opposite, n), n);
  }
  return compareTerms(B, A) < 0 ? other : undefined;
}
