/**
 * Facts times what is not negative: a fact is multiplied so that one of its
 * monomials becomes one that is wanted, entry by entry or by matrices on
 * either side.
 */
import { isScalar, type Term } from "../../term/term.ts";
import { type Linear, linearOf, ONE } from "../linear.ts";
import type { Normaliser } from "../normaliser.ts";
import { factorsOf, flat, nested } from "../parts.ts";
import { type Fact, fact, factOf, shown } from "./fact.ts";

/** How to make a monomial of another one. */
type Multiplier =
  | { readonly kind: "entries" | "number"; readonly by: Term }
  | { readonly kind: "matrices"; readonly left?: Term; readonly right?: Term };

/** Multiples of a fact that have a monomial of the wanted ones, and a shape. */
export function multiplesOf(known: Fact, wanted: Linear, target: Term, n: Normaliser): readonly Fact[] {
  const own = [...linearOf(n.normal(known.term).to).keys()];
  const multipliers = new Map<string, Multiplier>();
  for (const monomial of wanted.keys())
    for (const from of own)
      for (const multiplier of multipliersOf(from, monomial, known.term))
        multipliers.set(keyOf(multiplier), multiplier);
  return [...multipliers.values()]
    .flatMap((multiplier) => multiplied(known, multiplier, n))
    .filter(({ term }) => term.rows === target.rows && term.cols === target.cols);
}

function keyOf(multiplier: Multiplier): string {
  if (multiplier.kind !== "matrices") return `${multiplier.kind} ${multiplier.by.id}`;
  return `${multiplier.left?.id} ${multiplier.right?.id}`;
}

function multipliersOf(from: Term, to: Term, of: Term): readonly Multiplier[] {
  if (from === to) return [];
  const made: Multiplier[] = [];
  if (from.rows === to.rows && from.cols === to.cols) {
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
  return made;
}

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

/** What stands before and behind some factors in others. */
function around(all: readonly Term[], some: readonly Term[]): Multiplier | undefined {
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
  const { term, ref } = known;
  if (multiplier.kind !== "matrices") {
    const law = multiplier.kind === "entries" ? "hadamard_nonneg" : "smul_nonneg";
    return shown(n, multiplier.by).map((by) => fact(n, law, [by.term, term], [by.ref, ref]));
  }
  const { left, right } = multiplier;
  if (isScalar(term) && right !== undefined)
    return shown(n, right).map((by) => fact(n, "smul_nonneg", [term, right], [ref, by.ref]));
  const first =
    left === undefined ? [known] : shown(n, left).map((by) => fact(n, "mul_nonneg", [left, term], [by.ref, ref]));
  if (right === undefined) return first;
  return first.flatMap((some) =>
    shown(n, right).map((by) => factOf(n, n.derivation.axiom("mul_nonneg", [some.term, right], [some.ref, by.ref]))),
  );
}
