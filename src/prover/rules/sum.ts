/**
 * Sums: nested to the left and sorted, like terms added, and in factored
 * writing what every summand begins (or ends) with taken out.
 */
import { add, constant, hadamard, isScalar, type Term } from "../../term/term.ts";
import type { Equality } from "../derivation.ts";
import type { Normaliser, Rule } from "../normaliser.ts";
import { flat, isZeroTerm, nested, sortedSummands, streamsOf, summandsOf } from "../parts.ts";
import { commonSelection, stripLeft, stripRight } from "../strip.ts";
import { halved, pathToHalf } from "../sums.ts";
import { blockwise } from "./block.ts";
import { contracted, isCut } from "./contraction.ts";

export const sumRule: Rule = (term, n) => {
  const parts = n.options.expand ? summandsOf(term) : streamsOf(term);
  return (
    withoutZero(term, parts, n) ??
    blockwise(term, "add", parts, n) ??
    likeTerms(term, parts, n) ??
    triangles(term, parts, n) ??
    binders(term, parts, n) ??
    contraction(term, parts, n) ??
    factored(term, parts, n) ??
    sorted(term, parts, n)
  );
};

function withoutZero(term: Term, parts: readonly Term[], n: Normaliser): Equality | undefined {
  const zeros = parts.filter(isZeroTerm);
  if (zeros.length === 0) return undefined;
  const rest = parts.filter((part) => !isZeroTerm(part));
  const sum = rest.length === 0 ? zeros.pop()! : halved(rest);
  const chain = n.chain(term).regroup(zeros.reduceRight((right, zero) => add(zero, right), sum));
  for (const _ of zeros) {
    if (isScalar(term)) chain.use(n.derivation.axiom("zeros_eq_zero"), [0], { backward: true });
    chain.step(n.law("zero_add", [chain.term.args[1]!]));
  }
  return chain.done();
}

/** The number in front of a term in normal form, and what it is a multiple of: for numbers the constant alone. */
function coefficient(term: Term): { readonly key: Term; readonly number: Term } {
  if (term.op === "scale") return { key: term.args[1]!, number: term.args[0]! };
  if (!isScalar(term)) return { key: term, number: ONE };
  const [first, ...rest] = flat("hadamard", term);
  if (first!.op === "constant") return { key: rest.length === 0 ? ONE : nested("hadamard", rest), number: first! };
  return { key: term, number: ONE };
}

const ONE = constant(1);

/** Numbers whose sum is one number again, so that like terms are worth adding. */
function addable(a: Term, b: Term): boolean {
  const atoms = (number: Term): Term => coefficient(number).key;
  return atoms(a) === atoms(b);
}

/** Summands that are multiples of one term, and whose numbers are worth adding, become one. */
function likeTerms(term: Term, parts: readonly Term[], n: Normaliser): Equality | undefined {
  const kinds: Term[][] = [];
  const byKey = new Map<Term, Term[][]>();
  for (const part of parts) {
    const { key, number } = coefficient(part);
    const same = byKey.get(key) ?? [];
    const like = same.find(([first]) => addable(coefficient(first!).number, number));
    if (like !== undefined) {
      like.push(part);
      continue;
    }
    const alone = [part];
    same.push(alone);
    byKey.set(key, same);
    kinds.push(alone);
  }
  if (kinds.length === parts.length) return undefined;
  const chain = n.chain(term).regroup(halved(kinds.map((like) => nested("add", like))));
  for (const [i, like] of kinds.entries())
    if (like.length > 1) chain.step(addedLike(like, n), pathToHalf(i, kinds.length));
  return chain.done();
}

/** `a • M + b • M = (a + b) • M`. */
function addedLike(parts: readonly Term[], n: Normaliser): Equality {
  const sum = nested("add", parts);
  const { key } = coefficient(parts[0]!);
  if (key === ONE) return sumOfConstants(sum, n);
  const chain = n.chain(sum);
  for (const [i, part] of parts.entries())
    if (part.op !== "scale") chain.step(asMultiple(part, key, n), pathToPart(i, parts.length));
  const numbers = parts.map((part) => coefficient(part).number);
  for (let i = 1; i < parts.length; i++) {
    const [a, b] = [nested("add", numbers.slice(0, i)), numbers[i]!];
    const law = isScalar(key) ? n.law("hadamard_add", [key, a, b]) : n.law("add_smul", [a, b, key]);
    chain.step(n.backward(law), Array<number>(parts.length - 1 - i).fill(0));
  }
  return chain.done();
}

function sumOfConstants(sum: Term, n: Normaliser): Equality {
  const chain = n.chain(sum);
  for (let depth = summandsOf(sum).length - 2; depth >= 0; depth--) {
    let pair = chain.term;
    for (let i = 0; i < depth; i++) pair = pair.args[0]!;
    chain.step(n.evaluated(pair)!, Array<number>(depth).fill(0)); // two constants
  }
  return chain.done();
}

/** A term as a multiple of its key: `number • key`, or `key ∘ number` of a number. */
function asMultiple(term: Term, key: Term, n: Normaliser): Equality {
  if (!isScalar(key)) return n.backward(n.law("one_smul", [term]));
  if (term !== key) return n.regrouped(term, hadamard(key, coefficient(term).number));
  const chain = n.chain(term).step(n.backward(n.law("one_hadamard", [term])));
  return chain.step(n.law("ones_eq_one"), [0]).regroup(hadamard(key, ONE)).done();
}

/** tri + triᵀ = 1 + I. */
function triangles(term: Term, parts: readonly Term[], n: Normaliser): Equality | undefined {
  const bodyOf = (part: Term): Term => (part.op === "scale" ? part.args[1]! : part);
  const i = parts.findIndex((part) => bodyOf(part).op === "tri" && part.rows === part.cols);
  if (i < 0) return undefined;
  const law = n.law("tri_add_transpose", [parts[i]!]);
  const [tri, other] = law.from.args as readonly [Term, Term];
  const j = parts.findIndex(
    (part) => bodyOf(part) === other && coefficient(part).number === coefficient(parts[i]!).number,
  );
  if (bodyOf(parts[i]!) !== tri || j < 0) return undefined;
  const rest = others(parts, [i, j]);
  const pair = add(parts[i]!, parts[j]!);
  const path = rest.length === 0 ? [] : [0];
  const chain = n.chain(term).regroup(rest.length === 0 ? pair : add(pair, nested("add", rest)));
  if (parts[i]!.op !== "scale") return chain.step(law, path).done();
  const { number } = coefficient(parts[i]!);
  return chain
    .step(n.backward(n.law("smul_add", [number, tri, other])), path)
    .step(law, [...path, 1])
    .done();
}

/** Sums over one index are added under it. */
function binders(term: Term, parts: readonly Term[], n: Normaliser): Equality | undefined {
  if (!n.options.expand) return undefined;
  for (const [i, S] of parts.entries()) {
    if (S.op !== "bigSum") continue;
    const j = parts.findIndex((T, k) => k > i && T.op === "bigSum" && S.count === T.count);
    if (j < 0) continue;
    const rest = others(parts, [i, j]);
    const pair = add(S, parts[j]!);
    const chain = n.chain(term).regroup(rest.length === 0 ? pair : add(pair, nested("add", rest)));
    return chain.step(n.law("sum_add", [S, parts[j]!]), rest.length === 0 ? [] : [0]).done();
  }
  return undefined;
}

/** The first two summands that are one product over a cut inner size. */
function contraction(term: Term, parts: readonly Term[], n: Normaliser): Equality | undefined {
  const cut = [...parts.entries()].filter(([, part]) => isCut(part));
  for (const [at, [i, A]] of cut.entries()) {
    for (const [j, B] of cut.slice(at + 1)) {
      const made = contracted(A, B, n);
      if (made === undefined) continue;
      const rest = others(parts, [i, j]);
      const chain = n.chain(term).regroup(rest.length === 0 ? made.from : add(made.from, nested("add", rest)));
      return chain.step(made, rest.length === 0 ? [] : [0]).done();
    }
  }
  return undefined;
}

function factored(term: Term, parts: readonly Term[], n: Normaliser): Equality | undefined {
  if (n.options.expand) return undefined;
  return takenOut(term, parts, "left", n) ?? takenOut(term, parts, "right", n);
}

function takenOut(term: Term, parts: readonly Term[], side: "left" | "right", n: Normaliser): Equality | undefined {
  const S = commonSelection(parts, side, n);
  return S === undefined ? undefined : factorOut(term, parts, S, side, n);
}

/** `S a + S b = S (a + b)`, or `a S + b S = (a + b) S`, for an S that all summands can be stripped of. */
export function factorOut(
  term: Term,
  parts: readonly Term[],
  S: Term,
  side: "left" | "right",
  n: Normaliser,
): Equality | undefined {
  const strip = side === "left" ? stripLeft : stripRight;
  const of = (equality: Equality): Term => equality.to.args[side === "left" ? 1 : 0]!;
  const all: Equality[] = [];
  for (const part of parts) {
    const stripped = strip(part, S, n);
    if (stripped === undefined) return undefined;
    all.push(stripped);
  }
  const rest = sortedSummands(all.map(of));
  const left = [...all];
  const stripped = rest.map(
    (part) =>
      left.splice(
        left.findIndex((equality) => of(equality) === part),
        1,
      )[0]!,
  );
  const chain = n.chain(term).regroup(
    nested(
      "add",
      stripped.map(({ from }) => from),
    ),
  );
  for (const [i, equality] of stripped.entries()) chain.step(equality, pathToPart(i, parts.length));
  // (S a + S b) + S c, from the inside out
  for (let i = 1; i < rest.length; i++) {
    const [before, next] = [nested("add", rest.slice(0, i)), rest[i]!];
    const law = side === "left" ? n.law("mul_add", [S, before, next]) : n.law("add_mul", [before, next, S]);
    chain.step(n.backward(law), Array<number>(rest.length - 1 - i).fill(0));
  }
  return chain.done();
}

/** The path to a part of `count` parts nested to the left. */
export function pathToPart(i: number, count: number): readonly number[] {
  const depth = i === 0 ? count - 1 : count - i;
  return i === 0 ? Array<number>(depth).fill(0) : [...Array<number>(depth - 1).fill(0), 1];
}

function sorted(term: Term, parts: readonly Term[], n: Normaliser): Equality {
  return n.regrouped(term, nested("add", sortedSummands(parts)));
}

function others(parts: readonly Term[], without: readonly number[]): readonly Term[] {
  return parts.filter((_, i) => !without.includes(i));
}
