/**
 * Facts times what is not negative: a fact is multiplied so that one of its
 * monomials becomes one that is wanted, entry by entry or by matrices on
 * either side, and by turns where a product stands in an entrywise one.
 */
import { diag, isScalar, mul, ones, type Term } from "../../term/term.ts";
import { type Linear, linearOf, ONE } from "../linear.ts";
import type { Normaliser } from "../normaliser.ts";
import { factorsOf, flat, nested } from "../parts.ts";
import { type Fact, fact, factOf, shown } from "./fact.ts";

/** How to make a monomial of another one. */
type Multiplier =
  | { readonly kind: "entries" | "number"; readonly by: Term }
  | { readonly kind: "matrices"; readonly left?: Term; readonly right?: Term }
  /** One after the other. */
  | { readonly kind: "steps"; readonly steps: readonly Multiplier[] };

/** Multiples of a fact that have a monomial of the wanted ones, and a shape. */
export function multiplesOf(known: Fact, wanted: Linear, target: Term, n: Normaliser): readonly Fact[] {
  const own = [...linearOf(n.normal(known.term).to).keys()];
  const multipliers = new Map<string, Multiplier>();
  for (const monomial of wanted.keys())
    for (const from of own)
      for (const multiplier of multipliersOf(from, monomial, known.term, n))
        multipliers.set(keyOf(multiplier), multiplier);
  return [...multipliers.values()]
    .flatMap((multiplier) => multiplied(known, multiplier, n))
    .filter(({ term }) => term.rows === target.rows && term.cols === target.cols);
}

function keyOf(multiplier: Multiplier): string {
  if (multiplier.kind === "steps") return multiplier.steps.map(keyOf).join(", ");
  if (multiplier.kind !== "matrices") return `${multiplier.kind} ${multiplier.by.id}`;
  return `${multiplier.left?.id} ${multiplier.right?.id}`;
}

function multipliersOf(from: Term, to: Term, of: Term, n: Normaliser): readonly Multiplier[] {
  if (from === to) return [];
  const made: Multiplier[] = [];
  if (!isScalar(from) && from === n.normal(ones(from.rows, from.cols)).to && sameShape(from, to))
    made.push({ kind: "entries", by: to });
  if (sameShape(from, to)) {
    const rest = without(entriesOf(to), entriesOf(from));
    if (rest !== undefined && rest.length > 0) made.push({ kind: "entries", by: nested("hadamard", rest) });
  }
  const [a, b] = [numberAndBody(from), numberAndBody(to)];
  const numbers = without(b.numbers, a.numbers);
  const number = numbers === undefined || numbers.length === 0 ? undefined : nested("hadamard", numbers);
  if (number !== undefined && a.body === b.body && !isScalar(of)) made.push({ kind: "number", by: number });
  if (a.body === undefined || b.body === undefined) {
    if (isScalar(of) && b.body !== undefined && numbers !== undefined) made.push({ kind: "matrices", right: b.body });
    return made;
  }
  const window = around(factorsOf(b.body), factorsOf(a.body));
  if (window !== undefined && a.numbers.every((part) => b.numbers.includes(part))) made.push(window);
  if (window !== undefined && number !== undefined)
    made.push({ kind: "steps", steps: [window, { kind: "number", by: number }] });
  const spread = overRows(a.body, b.body);
  if (spread !== undefined) made.push(spread);
  const inside = stepsInto(b.body, a.body, STEPS).filter((steps) => steps.length > 1);
  made.push(...inside.map((steps) => ({ kind: "steps", steps }) as const));
  return made;
}

const sameShape = (A: Term, B: Term): boolean => A.rows === B.rows && A.cols === B.cols;

/** The factors of each entry; 1 has none. */
function entriesOf(monomial: Term): readonly Term[] {
  return monomial === ONE ? [] : flat("hadamard", monomial);
}

function numberAndBody(monomial: Term): { readonly numbers: readonly Term[]; readonly body: Term | undefined } {
  if (monomial.op === "scale") return { numbers: entriesOf(monomial.args[0]!), body: monomial.args[1]! };
  if (isScalar(monomial) && monomial.op !== "mul") return { numbers: entriesOf(monomial), body: undefined };
  return { numbers: [], body: monomial };
}

/** What is left of all parts without some, when all of those are there. */
function without(all: readonly Term[], some: readonly Term[]): readonly Term[] | undefined {
  const left = [...all];
  for (const part of some) {
    const i = left.indexOf(part);
    if (i < 0) return undefined;
    left.splice(i, 1);
  }
  return left;
}

/** `(u 1ᵀ) ∘ X`, which is `diag(u) X`, of a column u. */
function overRows(u: Term, to: Term): Multiplier | undefined {
  const [D, ...rest] = factorsOf(to);
  const others = D!.op === "diag" && u.rows === D!.rows ? without(entriesOf(D!.args[0]!), entriesOf(u)) : undefined;
  if (others === undefined || rest.length === 0 || u.cols !== ONE.cols) return undefined;
  const X = nested("mul", rest);
  const by = others.length === 0 ? X : mul(diag(nested("hadamard", others)), X);
  const steps = [
    { kind: "matrices", right: ones(1, X.cols) },
    { kind: "entries", by },
  ] as const;
  return { kind: "steps", steps: X.cols === ONE.cols ? steps.slice(1) : steps };
}

/** How often products and entrywise products may stand in one another. */
const STEPS = 3;

/** What a term is multiplied by, from the inside out, to be one that it stands in: x in `u ∘ A (v ∘ x)`, where x is a column. */
function stepsInto(to: Term, from: Term, depth: number): readonly (readonly Multiplier[])[] {
  if (to === from) return [[]];
  if (depth === 0) return [];
  if (to.op === "hadamard") {
    const parts = flat("hadamard", to);
    return parts.flatMap((part, i) => {
      const by = nested(
        "hadamard",
        parts.filter((_, k) => k !== i),
      );
      return stepsInto(part, from, depth - 1).map((steps) => [...steps, { kind: "entries", by } as const]);
    });
  }
  const factors = factorsOf(to);
  const window = around(factors, factorsOf(from));
  const deeper = factors.flatMap((factor, i) =>
    factor.op === "hadamard" && factors.length > 1
      ? stepsInto(factor, from, depth - 1).map((steps) => [...steps, around(factors, [factors[i]!])!])
      : [],
  );
  return window === undefined ? deeper : [[window], ...deeper];
}

/** What stands before and behind some factors in others. */
export function around(
  all: readonly Term[],
  some: readonly Term[],
): Extract<Multiplier, { readonly kind: "matrices" }> | undefined {
  if (all.length <= some.length) return undefined;
  for (let i = 0; i + some.length <= all.length; i++) {
    if (!some.every((factor, k) => factor === all[i + k])) continue;
    const [before, after] = [all.slice(0, i), all.slice(i + some.length)];
    return {
      kind: "matrices",
      ...(before.length > 0 && { left: nested("mul", before) }),
      ...(after.length > 0 && { right: nested("mul", after) }),
    };
  }
  return undefined;
}

function multiplied(known: Fact, multiplier: Multiplier, n: Normaliser): readonly Fact[] {
  if (multiplier.kind === "matrices") return betweenMatrices(known, multiplier, n);
  if (multiplier.kind === "steps")
    return multiplier.steps.reduce<readonly Fact[]>(
      (facts, step) => facts.flatMap((one) => multiplied(one, step, n)),
      [known],
    );
  const { term, ref } = known;
  const law = multiplier.kind === "entries" ? "hadamard_nonneg" : "smul_nonneg";
  return shown(n, multiplier.by).map((by) => fact(n, law, [by.term, term], [by.ref, ref]));
}

function betweenMatrices(
  known: Fact,
  { left, right }: Extract<Multiplier, { readonly kind: "matrices" }>,
  n: Normaliser,
): readonly Fact[] {
  const { term, ref } = known;
  if (isScalar(term) && right !== undefined)
    return shown(n, right).map((by) => fact(n, "smul_nonneg", [term, right], [ref, by.ref]));
  const first =
    left === undefined ? [known] : shown(n, left).map((by) => fact(n, "mul_nonneg", [left, term], [by.ref, ref]));
  if (right === undefined) return first;
  return first.flatMap((some) =>
    shown(n, right).map((by) => factOf(n, n.derivation.axiom("mul_nonneg", [some.term, right], [some.ref, by.ref]))),
  );
}
