/**
 * Hypotheses as rules: what is assumed, solved for the largest monomial, and
 * completed within limits.
 *
 * An equation `l = r` becomes the rule `m → rest` for the largest monomial m
 * of `l − r`, or for a variable that it defines: one of no kind that stands in
 * no other monomial. From each rule more follow: its transpose, what is left when a
 * first or last factor is cancelled (`P M P' = M` gives `P M = M P`), and where
 * two rules overlap (`A B` and `B C` in `A B C`). An assumed property is known
 * of the term as written and in normal form.
 */
import type { Ref } from "../kernel/proof.ts";
import type { Proposition } from "../kernel/proposition.ts";
import { is } from "../kernel/proposition.ts";
import { mulRational, rational } from "../term/rational.ts";
import { schedule } from "../term/schedule.ts";
import { add, constant, identity, inverse, map, mul, scale, type Term, transpose } from "../term/term.ts";
import { consequences } from "./consequence.ts";
import type { Equality } from "./derivation.ts";
import { factOf, normalFact } from "./facts/fact.ts";
import { degreeOf, linearOf, MINUS_ONE, minus, ONE, plus } from "./linear.ts";
import type { Normaliser, Rule } from "./normaliser.ts";
import { compareTerms } from "./order.ts";
import { factorsOf, flat, nested, summandsOf, turned } from "./parts.ts";

/** How many rules hypotheses may become, and how many equations are looked at on the way. */
const LIMITS = { rules: 32, equations: 160 } as const;

/** How much later an equation of factors that no hypothesis names is looked at: most transposes are of no use. */
const FOREIGN = 3;

/** What completion may use beside the hypotheses. */
export interface Completion {
  /** Further equations, once the properties are known. */
  readonly more?: () => readonly Equality[];
  /** Whether the rules so far are enough: completion need not end. */
  readonly enough?: () => boolean;
}

/** Makes hypotheses known to a normaliser: equations as rules, properties as such. */
export function assume(
  hypotheses: readonly Proposition[],
  n: Normaliser,
  { more = () => [], enough = () => false }: Completion = {},
): void {
  for (const said of hypotheses) {
    if (said.kind === "is") assumeProperty(said, n);
    if (said.kind === "le") assumeOrder(said, n);
  }
  const equations = hypotheses.flatMap((said) =>
    said.kind === "equal" ? [n.equality(n.derivation.assume(said))] : [],
  );
  const all = [...equations, ...more()];
  if (all.length > 0) complete(all, n, enough);
}

function assumeProperty(said: Extract<Proposition, { kind: "is" }>, n: Normaliser): void {
  const ref = n.derivation.assume(said);
  n.properties.learn(said.property, said.term, ref);
  if (said.property === "invertible") learnFactors(said.term, ref, n);
  const { to, by } = n.normal(said.term);
  if (said.property === "invertible") learnParts(said.term, ref, n);
  if (by === undefined) return;
  const entry = { rule: "rewrite", from: ref, moves: [{ path: [0], by }] } as const;
  n.properties.learn(said.property, to, n.derivation.add(entry, is(said.property, to)));
}

/** `B − A` is not negative, as it is written in normal form. */
function assumeOrder(said: Exclude<Proposition, { kind: "is" }>, n: Normaliser): void {
  const { term, ref } = normalFact(n, factOf(n, n.derivation.assume(said)));
  n.properties.learn("nonnegative", term, ref);
}

/** `I + A⁻¹ M` is invertible when `A + M` and A are: what both have in common with `I + M A⁻¹`, `B + N` and so on. */
function learnParts(term: Term, ref: Ref, n: Normaliser): void {
  const parts = summandsOf(term);
  if (parts.length < 2) return;
  for (const A of parts) {
    if ((A.op === "scale" ? A.args[1]! : A).op === "identity") continue;
    const shown = n.properties.show("invertible", inverse(A));
    if (shown === undefined) continue;
    const whole = n.derivation.axiom("invertible_mul", [inverse(A), term], [shown, ref]);
    const { to, by } = n.normal(mul(inverse(A), term));
    const entry =
      by === undefined ? undefined : ({ rule: "rewrite", from: whole, moves: [{ path: [0], by }] } as const);
    n.properties.learn("invertible", to, entry === undefined ? whole : n.derivation.add(entry, is("invertible", to)));
  }
}

/** Square factors of an invertible product are invertible. */
function learnFactors(term: Term, ref: Ref, n: Normaliser): void {
  const [A, B] = term.args as readonly [Term, Term];
  if (term.op !== "mul" || A.rows !== A.cols || B.rows !== B.cols) return;
  for (const [factor, law] of [
    [A, "invertible_left_of_mul"],
    [B, "invertible_right_of_mul"],
  ] as const) {
    const known = n.derivation.axiom(law, [A, B], [ref]);
    n.properties.learn("invertible", factor, known);
    learnFactors(factor, known, n);
  }
}

/** Rules of equations and of what follows from them, the shortest first. */
function complete(equations: readonly Equality[], n: Normaliser, enough: () => boolean): void {
  const waiting = [...equations].sort((a, b) => Number(defines(b)) - Number(defines(a)));
  const named = new Set(
    equations.flatMap(({ from, to }) => [...schedule(n.normal(from).to), ...schedule(n.normal(to).to)]),
  );
  const isForeign = (factor: Term): boolean => factor.op === "transpose" && !named.has(factor);
  const weights = new Map<Equality, number>();
  const weigh = (one: Equality): number => {
    if (!weights.has(one)) weights.set(one, weight(one) * (factorsOf(one.from).some(isForeign) ? FOREIGN : 1));
    return weights.get(one)!;
  };
  const solved: Equality[] = [];
  for (let seen = 0; seen < LIMITS.equations && solved.length < LIMITS.rules; seen++) {
    const next = waiting.shift();
    if (next === undefined) return;
    const rule = solve(next, n);
    if (rule === undefined) continue;
    const more = [...consequences(rule, n), ...cancelled(rule, n), ...met(rule, n), transposed(rule, n)];
    for (const other of [rule, ...solved]) more.push(...overlaps(rule, other, n), ...overlaps(other, rule, n));
    solved.push(rule);
    n.addRule(ruleOf(rule));
    if (enough()) return;
    waiting.push(...more);
    waiting.sort((a, b) => weigh(a) - weigh(b));
  }
}

/** The sizes of all factors of both sides, shared or not. */
function weight({ from, to }: Equality): number {
  return sizeOf(from) + sizeOf(to);
}

function sizeOf(term: Term): number {
  if (term.op !== "mul" && term.op !== "add" && term.op !== "scale") return schedule(term).length;
  return term.args.reduce((sum, argument) => sum + sizeOf(argument), 1);
}

/** `m = rest` for the largest monomial of an equation, or nothing when both sides are the same. */
function solve(equation: Equality, n: Normaliser): Equality | undefined {
  const { from: l, to: r } = equation;
  const [left, right] = [n.normal(l), n.normal(r)];
  const difference = plus(linearOf(left.to), linearOf(right.to), MINUS_ONE);
  const defined = [...difference].filter(
    ([m]) => isFree(m) && ![...difference.keys()].some((o) => o !== m && names(o, m)),
  );
  const candidates = defined.length > 0 ? defined : [...difference];
  const [leading, value] = candidates.sort(([a], [b]) => compareMonomials(b, a))[0] ?? [];
  if (leading === undefined || value === undefined || leading === ONE) return undefined;
  const { numerator, denominator } = mulRational(value, MINUS_ONE);
  const factor = constant(rational(denominator, numerator));
  // m = m + k (r − r) = m + k (l − r) = rest
  const [zero, made] = [r, l].map((side) => n.normal(add(leading, scale(factor, minus(side, r))))) as [
    Equality,
    Equality,
  ];
  if (zero.to !== leading) return undefined;
  const whole = n.chain(leading).step(n.backward(zero)).step(n.backward(equation), [1, 1, 0]).step(made).done();
  return divided(whole, n) ?? whole;
}

/** `M = 1/c • rest` from `c • M = rest`, where c is not zero and the rest does not speak of M. */
function divided({ from, to, by }: Equality, n: Normaliser): Equality | undefined {
  if (from.op !== "scale") return undefined;
  const [c, M] = from.args as readonly [Term, Term];
  if (names(to, M) || n.properties.show("nonzero", c) === undefined) return undefined;
  const product = n.normal(scale(map("recip", c), from));
  if (product.to !== M) return undefined;
  return n.chain(M).step(n.backward(product)).step({ from, to, by }, [1]).done();
}

/** A single variable of which nothing is assumed by its kind. */
function isFree(term: Term): boolean {
  return term.op === "variable" && term.kind === "matrix" && term.index.length === 0;
}

const names = (term: Term, part: Term): boolean => schedule(term).includes(part);

/** Whether an equation says what a variable is. */
function defines({ from, to }: Equality): boolean {
  return (isFree(from) && !names(to, from)) || (isFree(to) && !names(from, to));
}

/**
 * Which monomial is solved for: most matrices, then most numbers, then the largest factors, then the first factor that
 * differs, a permutation before others. What two monomials are multiplied by does not change their order, so that rules end.
 */
function compareMonomials(a: Term, b: Term): number {
  const [da, db] = [degreeOf(a), degreeOf(b)];
  const degree = da.matrices - db.matrices || da.numbers - db.numbers;
  if (degree !== 0) return degree;
  const [fa, fb] = [a, b].map((term) => (term.op === "hadamard" ? flat("hadamard", term) : factorsOf(term))) as [
    readonly Term[],
    readonly Term[],
  ];
  const size = (factors: readonly Term[]): number => factors.reduce((sum, factor) => sum + schedule(factor).length, 0);
  if (size(fa) !== size(fb)) return size(fa) - size(fb);
  const i = fa.findIndex((factor, k) => factor !== fb[k]);
  if (i < 0 || fb[i] === undefined) return fa.length - fb.length;
  return Number(moves(fa[i]!)) - Number(moves(fb[i]!)) || compareTerms(fa[i]!, fb[i]!);
}

/** Whether a factor is a permutation or its transpose: `P M = M P` is read so that it goes to the right, out of M's way. */
function moves(factor: Term): boolean {
  const inner = factor.op === "transpose" ? factor.args[0]! : factor;
  return inner.op === "variable" && inner.kind === "perm";
}

/** The rule of a solved equation: the term itself, a window of a product, or some parts of an entrywise one. */
function ruleOf(equation: Equality): Rule {
  const { from } = equation;
  if (from.op === "mul") return windowRule(equation, factorsOf(from));
  if (from.op === "hadamard") return partsRule(equation, flat("hadamard", from));
  return (term) => (term === from ? equation : undefined);
}

/** A product whose last factors are those of the rule; the ones before have been looked at already. */
function windowRule(equation: Equality, window: readonly Term[]): Rule {
  return (term, n) => {
    if (term === equation.from) return equation;
    if (term.op !== "mul" || term.args[1] !== window[window.length - 1]) return undefined;
    const factors = factorsOf(term);
    const start = factors.length - window.length;
    if (start <= 0 || !window.every((factor, i) => factors[start + i] === factor)) return undefined;
    return n
      .chain(term)
      .regroup(mul(nested("mul", factors.slice(0, start)), equation.from))
      .step(equation, [1])
      .done();
  };
}

function partsRule(equation: Equality, parts: readonly Term[]): Rule {
  return (term, n) => {
    if (term === equation.from) return equation;
    if (term.op !== "hadamard") return undefined;
    const rest = [...flat("hadamard", term)];
    for (const part of parts) {
      const i = rest.indexOf(part);
      if (i < 0) return undefined;
      rest.splice(i, 1);
    }
    if (rest.length === 0) return n.chain(term).regroup(equation.from).step(equation).done();
    const whole = nested("hadamard", [equation.from, nested("hadamard", rest)]);
    return n.chain(term).regroup(whole).step(equation, [0]).done();
  };
}

/** The transpose, its left side in normal form before the rule itself is one. */
function transposed(equation: Equality, n: Normaliser): Equality {
  const left = n.normal(transpose(equation.from));
  return n.chain(left.to).step(n.backward(left)).step(equation, [0]).done();
}

/** `rest = g r` where `m = f rest` and `g f = I`, and the same of a last factor. */
function cancelled(equation: Equality, n: Normaliser): readonly Equality[] {
  const factors = factorsOf(equation.from);
  const [first, last] = [factors[0]!, factors[factors.length - 1]!];
  const made: Equality[] = [];
  for (const g of partners(first)) {
    const unit = n.normal(mul(g, first));
    if (unit.to !== identity(first.cols)) continue;
    const rest = factors.length === 1 ? identity(first.cols) : nested("mul", factors.slice(1));
    const chain = n.chain(rest).step(n.backward(n.law("one_mul", [rest])));
    chain.step(n.backward(unit), [0]).regroup(mul(g, mul(first, rest)));
    if (factors.length === 1) chain.step(n.law("mul_one", [first]), [1]);
    else chain.regroup(mul(g, equation.from));
    made.push(chain.step(equation, [1]).done());
  }
  for (const g of partners(last)) {
    const unit = n.normal(mul(last, g));
    if (unit.to !== identity(last.rows)) continue;
    const rest = factors.length === 1 ? identity(last.rows) : nested("mul", factors.slice(0, -1));
    const chain = n.chain(rest).step(n.backward(n.law("mul_one", [rest])));
    chain.step(n.backward(unit), [1]).regroup(mul(mul(rest, last), g));
    if (factors.length === 1) chain.step(n.law("one_mul", [last]), [0]);
    made.push(chain.step(equation, [0]).done());
  }
  return made;
}

/** `g r = g m` where g meets the first factor of `m = r`, as P does in `P P = P`; and the same of a last factor. */
function met(equation: Equality, n: Normaliser): readonly Equality[] {
  const factors = factorsOf(equation.from);
  const [first, last] = [factors[0]!, factors[factors.length - 1]!];
  const made: Equality[] = [];
  if (factors.length === 1) return made;
  if (first.rows === first.cols && !isProduct(n.normal(mul(first, first)).to)) {
    const whole = nested("mul", [first, ...factors]);
    made.push(n.chain(whole).regroup(mul(first, equation.from)).step(equation, [1]).done());
  }
  if (last.rows === last.cols && !isProduct(n.normal(mul(last, last)).to))
    made.push(n.chain(mul(equation.from, last)).step(equation, [0]).done());
  return made;
}

const isProduct = (term: Term): boolean => term.op === "mul";

/** What may cancel a factor. */
function partners(factor: Term): readonly Term[] {
  if (factor.op === "inverse") return factor.args;
  return factor.rows === factor.cols ? [turned(factor), inverse(factor)] : [turned(factor)];
}

/** Both ways to rewrite `a b c`, for rules of `a b` and `b c`. */
function overlaps(left: Equality, right: Equality, n: Normaliser): readonly Equality[] {
  const [l, r] = [factorsOf(left.from), factorsOf(right.from)];
  const made: Equality[] = [];
  for (let shared = 1; shared < Math.min(l.length, r.length); shared++) {
    if (!l.slice(l.length - shared).every((factor, i) => factor === r[i])) continue;
    const [before, after] = [nested("mul", l.slice(0, l.length - shared)), nested("mul", r.slice(shared))];
    made.push(
      n.chain(mul(left.to, after)).step(n.backward(left), [0]).regroup(mul(before, right.from)).step(right, [1]).done(),
    );
  }
  return made;
}
