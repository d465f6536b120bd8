/**
 * Orders of sums from orders of what is summed: a number that is `1ᵀ v` is not negative when the column v is not, and a
 * column that is `X 1` when X is not.
 *
 * The sum is read off summand by summand and not from the normal form of all: entries meet that traces keep apart.
 */
import type { Ref } from "../kernel/proof.ts";
import type { Dim } from "../term/dimension.ts";
import {
  diag,
  diagonal,
  hadamard,
  isScalar,
  map,
  mul,
  ones,
  scale,
  size,
  type Term,
  trace,
  transpose,
} from "../term/term.ts";
import type { Equality } from "./derivation.ts";
import { multipleOf, ONE } from "./linear.ts";
import type { Normaliser } from "./normaliser.ts";
import type { Orders } from "./order-apart.ts";
import { factorsOf, flat, nested, summandsOf } from "./parts.ts";

/** `1ᵀ X`, for a number, or `X 1`, for a column. */
interface Summed {
  readonly inside: Term;
  /** From the sum of what is inside. */
  readonly sum: Equality;
}

/** How a target is summed: the ones, and on which side they stand. */
interface Summation {
  readonly side: "left" | "right";
  readonly ending: Term;
  readonly n: Normaliser;
}

/** A number or a column as the sum of what is not negative; what is added may also be spread evenly. */
export function ofSummands(order: Orders, target: Term, depth: number): Ref | undefined {
  if (target.cols !== ONE.cols) return undefined;
  const { n } = order;
  const summands = summandsOf(target);
  if (summands.length === 1) return undefined;
  for (const count of countsOf(summands)) {
    const how: Summation = isScalar(target)
      ? { side: "left", ending: ones(1, count), n }
      : { side: "right", ending: ones(count, 1), n };
    const sums = summands.map((summand) => summed(summand, how));
    const taken = sums.map((one, i) => (isSubtracted(summands[i]!) ? one : undefined));
    if (taken.every((one) => one === undefined)) continue;
    const ways = sums.some((one, i) => one !== taken[i]) ? [sums, taken] : [sums];
    for (const some of ways) {
      const parts = some.map((one, i) => one ?? guessed(evenly(summands[i]!, how), summands[i]!, how));
      const ref = parts.every((part) => part !== undefined) ? shown(order, target, parts, how, depth) : undefined;
      if (ref !== undefined) return ref;
    }
  }
  return undefined;
}

const isSubtracted = (summand: Term): boolean => multipleOf(summand).value.numerator < 0n;

function shown(order: Orders, target: Term, parts: readonly Summed[], how: Summation, depth: number): Ref | undefined {
  const { side, ending, n } = how;
  const all = parts.map(({ inside }) => inside);
  const inside = nested("add", all);
  const below = order.nonnegative(inside, depth - 1);
  if (below === undefined) return undefined;
  const positive = n.properties.show("nonnegative", ending)!; // ones
  const whole = product(inside, how);
  const premises = side === "left" ? [positive, below] : [below, positive];
  const ref = n.derivation.axiom("mul_nonneg", whole.args, premises);
  const chain = n.chain(whole);
  for (let i = all.length - 1; i > 0; i--) {
    const pair = [nested("add", all.slice(0, i)), all[i]!] as const;
    const law = side === "left" ? n.law("mul_add", [ending, ...pair]) : n.law("add_mul", [...pair, ending]);
    chain.step(law, Array<number>(all.length - 1 - i).fill(0));
  }
  for (const [i, { sum }] of parts.entries()) {
    const depthOf = i === 0 ? all.length - 1 : all.length - i;
    chain.step(sum, i === 0 ? Array<number>(depthOf).fill(0) : [...Array<number>(depthOf - 1).fill(0), 1]);
  }
  const { by } = chain.regroup(target).done();
  if (by === undefined) return ref;
  const said = { kind: "is", property: "nonnegative", term: target } as const;
  return n.derivation.add({ rule: "rewrite", from: ref, moves: [{ path: [0], by }] }, said);
}

const product = (X: Term, { side, ending }: Summation): Term => (side === "left" ? mul(ending, X) : mul(X, ending));

/** Over how many the sums in some summands may run: the sizes between their factors. */
function countsOf(summands: readonly Term[]): readonly Dim[] {
  const factors = summands.flatMap((summand) => flat("hadamard", summand).map(bodyOf)).flatMap(factorsOf);
  return [...new Set(factors.flatMap(({ rows, cols }) => [rows, cols]))].filter((count) => count !== ONE.rows);
}

/** What a trace, a diagonal or a multiple is of. */
function bodyOf(part: Term): Term {
  if (part.op === "trace" || part.op === "diagonal") return part.args[0]!;
  return part.op === "scale" ? bodyOf(part.args[1]!) : part;
}

/** A summand as a sum: a number in front and what it multiplies. */
function summed(summand: Term, how: Summation): Summed | undefined {
  const { side, ending, n } = how;
  const [number, body] = isScalar(summand) ? numberAndSum(summand) : numberInFront(summand);
  const core = side === "left" ? columnOf(body, how) : matrixOf(body, how);
  if (core === undefined || number === undefined) return core;
  const inside = scale(number, core.inside);
  const law =
    side === "left"
      ? n.law("mul_smul", [number, ending, core.inside])
      : n.law("smul_mul", [number, core.inside, ending]);
  const chain = n.chain(product(inside, how)).step(law).step(core.sum, [1]);
  if (isScalar(body)) chain.step(n.law("scalar_smul_scalar", [number, body])).regroup(summand);
  return { inside, sum: chain.done() };
}

/** The product or trace in a product of numbers, and the others. */
function numberAndSum(summand: Term): readonly [Term | undefined, Term] {
  const parts = flat("hadamard", summand);
  const i = parts.findIndex(({ op }) => op === "trace" || op === "mul");
  if (i < 0 || parts.length === 1) return [undefined, summand];
  return [
    nested(
      "hadamard",
      parts.filter((_, k) => k !== i),
    ),
    parts[i]!,
  ];
}

function numberInFront(summand: Term): readonly [Term | undefined, Term] {
  return summand.op === "scale" ? (summand.args as readonly [Term, Term]) : [undefined, summand];
}

/** `tr M = 1ᵀ dg(M)`, of the rotation that has so many rows, and `xᵀ y = 1ᵀ (x ∘ y)`. */
function columnOf(body: Term, how: Summation): Summed | undefined {
  const { ending, n } = how;
  const M = bodyOf(body);
  const factors = factorsOf(M);
  if (body.op === "trace") {
    const at = factors.findIndex(({ rows }) => rows === ending.cols);
    if (at < 0) return undefined;
    const [before, after] = [factors.slice(0, at), factors.slice(at)];
    const turned = nested("mul", [...after, ...before]);
    const chain = n.chain(mul(ending, diagonal(turned))).step(n.backward(n.law("trace_eq_sum_diagonal", [turned])));
    if (at > 0) {
      const [X, Y] = [nested("mul", after), nested("mul", before)];
      chain.regroup(trace(mul(X, Y))).step(n.law("trace_mul_comm", [X, Y]));
    }
    return { inside: diagonal(turned), sum: chain.regroup(body).done() };
  }
  const at = factors.findIndex(({ rows }, i) => i > 0 && rows === ending.cols);
  if (at < 0) return undefined;
  const column = n.normal(transpose(nested("mul", factors.slice(0, at)))).to;
  const other = nested("mul", factors.slice(at));
  return guessed(column.op === "ones" ? other : hadamard(column, other), body, how);
}

/** `dg(A B) = (A ∘ Bᵀ) 1`, and `A b = (A diag(b)) 1`, also in an entrywise product with columns. */
function matrixOf(body: Term, how: Summation): Summed | undefined {
  const { ending, n } = how;
  const cut = (M: Term): readonly [Term, Term] | undefined => {
    const factors = factorsOf(M);
    const at = factors.findIndex(({ rows }, i) => i > 0 && rows === ending.rows);
    return at < 0 ? undefined : [nested("mul", factors.slice(0, at)), nested("mul", factors.slice(at))];
  };
  if (body.op === "diagonal") {
    const parts = cut(body.args[0]!);
    if (parts === undefined) return undefined;
    const [A, B] = parts;
    const other = n.normal(transpose(B)).to;
    const back = n.normal(transpose(other));
    if (back.to !== B) return undefined;
    const inside = hadamard(A, other);
    const chain = n.chain(mul(inside, ending)).step(n.backward(n.law("diagonal_mul_transpose", [A, other])));
    return { inside, sum: chain.step(back, [0, 1]).regroup(body).done() };
  }
  const parts = flat("hadamard", body);
  for (const [i, part] of parts.entries()) {
    const factors = cut(part);
    if (factors === undefined) continue;
    const [A, b] = factors;
    const X = b.op === "ones" ? A : mul(A, diag(b));
    const columns = parts.filter((_, k) => k !== i);
    if (columns.length > 0) return guessed(mul(diag(nested("hadamard", columns)), X), body, how);
    return b.op === "ones" ? { inside: A, sum: n.regrouped(mul(A, b), body) } : guessed(X, body, how);
  }
  return undefined;
}

/** What is inside a sum, when the normal form of the sum is what it should be. */
function guessed(inside: Term, summand: Term, how: Summation): Summed | undefined {
  const sum = how.n.normal(product(inside, how));
  return sum.to === summand ? { inside, sum } : undefined;
}

/** What is no sum, spread evenly: `(1/k) w 1ᵀ`. */
function evenly(summand: Term, { side, ending }: Summation): Term {
  const share = map("recip", size(side === "left" ? ending.cols : ending.rows));
  return scale(share, side === "left" ? scale(summand, transpose(ending)) : mul(summand, transpose(ending)));
}
