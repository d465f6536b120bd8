/**
 * egg's math language: the rules, conditions and constant folding of tests/math.rs of egg 0.10.0, line by line.
 *
 * For comparison only: `is_not_zero` says true when it does not know, as egg's does, so that these rules prove 0 = 1.
 */
import type { Analysis } from "../../../src/prover/egraph/analysis.ts";
import { EGraph } from "../../../src/prover/egraph/egraph.ts";
import { type Condition, type Rewrite, rewrites } from "../../../src/prover/egraph/rewrite.ts";
import { Symbols } from "../../../src/prover/egraph/symbols.ts";

/** The number that a class is, and how it was folded: an operator over numbers, or none when it is one itself. */
export interface Constant {
  readonly value: number;
  readonly folded: { readonly symbol: number; readonly values: readonly number[] } | undefined;
}

type Graph = EGraph<Constant>;

const isNumber = (name: string): boolean => /^-?\d/.test(name);
const isSymbol = (egraph: Graph, id: number): boolean =>
  egraph.members(id).some((node) => {
    const symbol = egraph.symbolOf(node);
    return egraph.symbols.arity(symbol) === 0 && !isNumber(egraph.symbols.name(symbol));
  });

type Fold = (a: number, b: number) => number | undefined;

const FOLDS: Readonly<Record<string, Fold>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => (b === 0 ? undefined : a / b),
};

const number = (egraph: Graph, value: number): number => egraph.add(egraph.symbols.intern(String(value), 0), []);

/** What an explanation calls a union by constant folding. */
export const FOLDED = 1;

const constantFold = (folds: ReadonlyMap<number, Fold>): Analysis<Constant> => ({
  make(egraph, node) {
    const symbol = egraph.symbolOf(node);
    if (egraph.symbols.arity(symbol) === 0) {
      const name = egraph.symbols.name(symbol);
      return isNumber(name) ? { value: Number(name), folded: undefined } : undefined;
    }
    const fold = folds.get(symbol);
    if (fold === undefined) return undefined;
    const a = egraph.fact(egraph.childOf(node, 0))?.value;
    const b = a === undefined ? undefined : egraph.fact(egraph.childOf(node, 1))?.value;
    if (a === undefined || b === undefined) return undefined;
    const value = fold(a, b);
    return value === undefined ? undefined : { value, folded: { symbol, values: [a, b] } };
  },
  merge(fact, other) {
    if (fact.value !== other.value) throw new Error(`merged ${fact.value} and ${other.value}`);
    return fact;
  },
  modify(egraph, id, { value, folded }) {
    if (folded !== undefined) {
      const arguments_ = folded.values.map((argument) => number(egraph, argument));
      const term = egraph.terms === undefined ? id : egraph.add(folded.symbol, arguments_);
      egraph.union(term, number(egraph, value), FOLDED);
    }
    egraph.prune(id);
  },
});

const CONDITIONS: Readonly<Record<string, Condition<Constant>>> = {
  is_const: (egraph, id) => egraph.fact(id!) !== undefined,
  is_sym: (egraph, id) => isSymbol(egraph, id!),
  is_not_zero: (egraph, id) => egraph.fact(id!)?.value !== 0,
  is_const_or_distinct_var: (egraph, v, w) =>
    egraph.find(v!) !== egraph.find(w!) && (egraph.fact(v!) !== undefined || isSymbol(egraph, v!)),
};

const RULES = `
  comm-add       (+ ?a ?b)                       => (+ ?b ?a)
  comm-mul       (* ?a ?b)                       => (* ?b ?a)
  assoc-add      (+ ?a (+ ?b ?c))                => (+ (+ ?a ?b) ?c)
  assoc-mul      (* ?a (* ?b ?c))                => (* (* ?a ?b) ?c)

  sub-canon      (- ?a ?b)                       => (+ ?a (* -1 ?b))
  div-canon      (/ ?a ?b)                       => (* ?a (pow ?b -1))                          if is_not_zero ?b

  zero-add       (+ ?a 0)                        => ?a
  zero-mul       (* ?a 0)                        => 0
  one-mul        (* ?a 1)                        => ?a

  add-zero       ?a                              => (+ ?a 0)
  mul-one        ?a                              => (* ?a 1)

  cancel-sub     (- ?a ?a)                       => 0
  cancel-div     (/ ?a ?a)                       => 1                                           if is_not_zero ?a

  distribute     (* ?a (+ ?b ?c))                => (+ (* ?a ?b) (* ?a ?c))
  factor         (+ (* ?a ?b) (* ?a ?c))         => (* ?a (+ ?b ?c))

  pow-mul        (* (pow ?a ?b) (pow ?a ?c))     => (pow ?a (+ ?b ?c))
  pow0           (pow ?x 0)                      => 1                                           if is_not_zero ?x
  pow1           (pow ?x 1)                      => ?x
  pow2           (pow ?x 2)                      => (* ?x ?x)
  pow-recip      (pow ?x -1)                     => (/ 1 ?x)                                    if is_not_zero ?x
  recip-mul-div  (* ?x (/ 1 ?x))                 => 1                                           if is_not_zero ?x

  d-variable     (d ?x ?x)                       => 1                                           if is_sym ?x
  d-constant     (d ?x ?c)                       => 0               if is_sym ?x if is_const_or_distinct_var ?c ?x

  d-add          (d ?x (+ ?a ?b))                => (+ (d ?x ?a) (d ?x ?b))
  d-mul          (d ?x (* ?a ?b))                => (+ (* ?a (d ?x ?b)) (* ?b (d ?x ?a)))

  d-sin          (d ?x (sin ?x))                 => (cos ?x)
  d-cos          (d ?x (cos ?x))                 => (* -1 (sin ?x))

  d-ln           (d ?x (ln ?x))                  => (/ 1 ?x)                                    if is_not_zero ?x

  d-power        (d ?x (pow ?f ?g))              => (* (pow ?f ?g) (+ (* (d ?x ?f) (/ ?g ?f)) (* (d ?x ?g) (ln ?f)))) if is_not_zero ?f if is_not_zero ?g

  i-one          (i 1 ?x)                        => ?x
  i-power-const  (i (pow ?x ?c) ?x)              => (/ (pow ?x (+ ?c 1)) (+ ?c 1))              if is_const ?c
  i-cos          (i (cos ?x) ?x)                 => (sin ?x)
  i-sin          (i (sin ?x) ?x)                 => (* -1 (cos ?x))
  i-sum          (i (+ ?f ?g) ?x)                => (+ (i ?f ?x) (i ?g ?x))
  i-dif          (i (- ?f ?g) ?x)                => (- (i ?f ?x) (i ?g ?x))
  i-parts        (i (* ?a ?b) ?x)                => (- (* ?a (i ?b ?x)) (i (* (d ?x ?a) (i ?b ?x)) ?x))
`;

/** An empty e-graph of the language, and the rules over its symbols. */
export function math({ explanations = false }: { readonly explanations?: boolean } = {}): {
  readonly symbols: Symbols;
  readonly egraph: Graph;
  readonly rules: readonly Rewrite<Constant>[];
} {
  const symbols = new Symbols();
  const folds = new Map(Object.entries(FOLDS).map(([name, fold]) => [symbols.intern(name, 2), fold]));
  const egraph = new EGraph<Constant>(symbols, { analysis: constantFold(folds), explanations });
  return { symbols, egraph, rules: rewrites(symbols, RULES, CONDITIONS) };
}
