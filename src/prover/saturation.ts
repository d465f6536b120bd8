/**
 * Equality saturation, where directed rewriting stops: all that some laws and
 * the hypotheses make equal to either side, at once, within limits (egraph/).
 *
 * Normal forms choose one direction for each law, and hypotheses become rules
 * by an order. Here nothing has a direction, so what needs an equation from
 * right to left, or a way round over larger terms, is found. The explanation
 * is written as a proof: each lemma is a chain of laws.
 */

import { isBinder } from "../term/names.ts";
import { schedule } from "../term/schedule.ts";
import { rebuild } from "../term/substitution.ts";
import { add, hadamard, mul, scale, type Term, transpose } from "../term/term.ts";
import type { Chain, Equality } from "./derivation.ts";
import { EGraph } from "./egraph/egraph.ts";
import { explain } from "./egraph/explain.ts";
import type { Explanation, Step } from "./egraph/explanation.ts";
import { type Rewrite, rewrites } from "./egraph/rewrite.ts";
import { run } from "./egraph/runner.ts";
import { Symbols } from "./egraph/symbols.ts";
import { LimitReached, type Normaliser } from "./normaliser.ts";

/** How far to saturate. */
export interface SaturationLimits {
  readonly nodes: number;
  readonly iterations: number;
}

/**
 * The laws, by the names of their axioms, whose arguments are ?1, ?2, …; `<` reads one from right to left.
 * `regroup` is brackets and order.
 */
const LAWS = `
regroup             (add ?1 ?2)                          => (add ?2 ?1)
regroup             (add (add ?1 ?2) ?3)                 => (add ?1 (add ?2 ?3))
regroup             (hadamard ?1 ?2)                     => (hadamard ?2 ?1)
regroup             (hadamard (hadamard ?1 ?2) ?3)       => (hadamard ?1 (hadamard ?2 ?3))
regroup             (mul (mul ?1 ?2) ?3)                 => (mul ?1 (mul ?2 ?3))
regroup             (mul ?1 (mul ?2 ?3))                 => (mul (mul ?1 ?2) ?3)
mul_add             (mul ?1 (add ?2 ?3))                 => (add (mul ?1 ?2) (mul ?1 ?3))
<mul_add            (add (mul ?1 ?2) (mul ?1 ?3))        => (mul ?1 (add ?2 ?3))
add_mul             (mul (add ?1 ?2) ?3)                 => (add (mul ?1 ?3) (mul ?2 ?3))
<add_mul            (add (mul ?1 ?3) (mul ?2 ?3))        => (mul (add ?1 ?2) ?3)
smul_add            (scale ?1 (add ?2 ?3))               => (add (scale ?1 ?2) (scale ?1 ?3))
<smul_add           (add (scale ?1 ?2) (scale ?1 ?3))    => (scale ?1 (add ?2 ?3))
smul_mul            (mul (scale ?1 ?2) ?3)               => (scale ?1 (mul ?2 ?3))
<smul_mul           (scale ?1 (mul ?2 ?3))               => (mul (scale ?1 ?2) ?3)
mul_smul            (mul ?2 (scale ?1 ?3))               => (scale ?1 (mul ?2 ?3))
<mul_smul           (scale ?1 (mul ?2 ?3))               => (mul ?2 (scale ?1 ?3))
hadamard_add        (hadamard ?1 (add ?2 ?3))            => (add (hadamard ?1 ?2) (hadamard ?1 ?3))
<hadamard_add       (add (hadamard ?1 ?2) (hadamard ?1 ?3)) => (hadamard ?1 (add ?2 ?3))
transpose_mul       (transpose (mul ?1 ?2))              => (mul (transpose ?2) (transpose ?1))
<transpose_mul      (mul (transpose ?2) (transpose ?1))  => (transpose (mul ?1 ?2))
transpose_add       (transpose (add ?1 ?2))              => (add (transpose ?1) (transpose ?2))
transpose_transpose (transpose (transpose ?1))           => ?1
`;

/** An equation of two terms by saturation, from the laws and from what is given; nothing when all was tried. */
export function saturated(
  lhs: Term,
  rhs: Term,
  given: readonly Equality[],
  limits: SaturationLimits,
  n: Normaliser,
): Equality | undefined {
  const language = new Language();
  const laws = rewrites(language.symbols, LAWS);
  const egraph = new EGraph(language.symbols, { explanations: true });
  const idOf = (term: Term): number => language.add(term, egraph);
  const [left, right] = [idOf(lhs), idOf(rhs)];
  for (const [i, { from, to }] of given.entries()) egraph.union(idOf(from), idOf(to), i);
  const goal = (): boolean => {
    const expired = n.options.expired?.();
    if (expired !== undefined) throw new LimitReached(expired);
    return egraph.find(left) === egraph.find(right);
  };
  const { stop } = run(egraph, laws, { ...limits, goal });
  if (stop.kind === "nodes") throw new LimitReached(`${stop.limit} e-nodes`);
  if (stop.kind === "iterations") throw new LimitReached(`${stop.limit} iterations`);
  return stop.kind === "goal" ? written(explain(egraph, left, right), language, laws, given, n) : undefined;
}

/** Terms as e-nodes: a symbol is an operation with its facts, and a term that nothing is known of is a symbol alone. */
class Language {
  readonly symbols = new Symbols();
  /** A term of each symbol, from which others are made. */
  readonly #like = new Map<number, Term>();

  add(root: Term, egraph: EGraph): number {
    const ids = new Map<Term, number>();
    for (const term of schedule(root, { argumentsOf: inside })) {
      const children = inside(term).map((argument) => ids.get(argument)!); // the schedule lists arguments first
      ids.set(term, egraph.add(this.#symbolOf(term), children));
    }
    return ids.get(root)!;
  }

  /** The term of a symbol over terms. */
  make(symbol: number, args: readonly Term[]): Term {
    const name = this.symbols.name(symbol);
    if (Object.hasOwn(MAKERS, name)) return MAKERS[name]!(...args);
    const like = this.#like.get(symbol)!; // what the laws do not make came with a term
    return args.length === 0 ? like : rebuild(like, args);
  }

  #symbolOf(term: Term): number {
    const { length } = inside(term);
    const symbol = this.symbols.intern(length === 0 ? `#${term.id}` : operationText(term), length);
    if (!this.#like.has(symbol)) this.#like.set(symbol, term);
    return symbol;
  }
}

/** What the laws make, whether a term has it yet or not. */
const MAKERS: Readonly<Record<string, (...args: readonly Term[]) => Term>> = {
  add: (...[A, B]) => add(A!, B!),
  mul: (...[A, B]) => mul(A!, B!),
  hadamard: (...[A, B]) => hadamard(A!, B!),
  scale: (...[a, A]) => scale(a!, A!),
  transpose: (...[A]) => transpose(A!),
};

/** The arguments that saturation looks at: those of binders and definitions are left as they are. */
function inside(term: Term): readonly Term[] {
  return isBinder(term) || term.op === "defined" ? [] : term.args;
}

/** An operation with its facts. */
function operationText(term: Term): string {
  switch (term.op) {
    case "map":
      return `map:${term.fn}`;
    case "power":
      return `power:${term.exponent.id}`;
    case "opaque":
      return `opaque:${term.name}:${term.scope}:${term.rows.id}:${term.cols.id}:${JSON.stringify(term.index)}`;
    case "rows":
    case "cols":
      return `${term.op}:${term.start.id}:${term[term.op].id}`;
    default:
      return term.op;
  }
}

/** An explanation as a proof: each lemma is a chain of laws, of what is given, and of lemmas before it. */
function written(
  { terms, lemmas }: Explanation,
  language: Language,
  laws: readonly Rewrite[],
  given: readonly Equality[],
  n: Normaliser,
): Equality {
  const made: Term[] = [];
  for (const { symbol, children } of terms)
    made.push(
      language.make(
        symbol,
        children.map((child) => made[child]!),
      ),
    );
  const done: Equality[] = [];
  for (const { from, steps } of lemmas) {
    const chain = n.chain(made[from]!);
    for (const step of steps) take(step, chain);
    done.push(chain.done());
  }
  return done.at(-1)!; // an explanation has a lemma

  function take(step: Step, chain: Chain): void {
    const read = (equality: Equality, forward: boolean): Equality => (forward ? equality : n.backward(equality));
    if (step.kind === "given") chain.step(read(given[step.given]!, step.forward));
    else if (step.kind === "congruence") {
      for (const [i, use] of step.children.entries())
        if (use !== null) chain.step(read(done[use.lemma]!, use.forward), [i]);
    } else {
      const { name, variables } = laws[step.rule]!;
      if (name === "regroup") chain.regroup(made[step.to]!);
      else {
        const places = [...variables.keys()].sort((i, j) => (variables[i]! < variables[j]! ? -1 : 1));
        const args = places.map((i) => made[step.substitution[i]!]!);
        const isBackward = name.startsWith("<");
        const ref = n.derivation.axiom(isBackward ? name.slice(1) : name, args);
        chain.use(ref, [], { backward: isBackward === step.forward });
      }
    }
  }
}
