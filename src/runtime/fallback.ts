/**
 * Engines of two: the second computes the operations that the first refuses, and nothing else.
 *
 * A term is cut at the operations that were refused: what is below one of them is computed by the first engine, its own
 * value by the second, and the rest reads that value as it reads a variable's.
 */
import type { Dense, Precision } from "../interpret/dense.ts";
import { substitute } from "../term/binder.ts";
import type { Bindings } from "../term/binding.ts";
import type { Sizes } from "../term/dimension.ts";
import { Refusal } from "../term/fault.ts";
import { schedule } from "../term/schedule.ts";
import { rebuild } from "../term/substitution.ts";
import { freshName, type Term, type Variable, variable } from "../term/term.ts";
import { unroll } from "../term/unroll.ts";
import { type Engine, keyAt, type Value } from "./engine.ts";
import { Recent } from "./recent.ts";

/** Terms in three stages, each a reader of the values of the stage before. */
interface Cut {
  /** What refused operations are applied to, unless it is a variable, and the variable that stands for it. */
  readonly below: readonly Place[];
  /** The refused operations, applied to variables, and the variables that stand for them. */
  readonly refused: readonly Place[];
  readonly rest: readonly Term[];
}

interface Place {
  readonly term: Term;
  readonly standsIn: Variable;
}

/** How many terms at sizes are kept cut. */
const MOST_CUTS = 64;

/** An engine that asks a second one for the operations that it refuses; otherwise it is the first one. */
export function withFallback<First extends Engine>(first: First, second: Engine): First {
  const cuts = new Recent<Cut>({ count: MOST_CUTS });
  const evaluate: Engine["evaluate"] = async (terms, bindings, precision) => {
    try {
      return await first.evaluate(terms, bindings, precision);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { sizes } = bindings;
      const cut = cuts.get(`${error.op}${keyAt(terms, sizes)}`, () => cutAt(terms, sizes, error.op));
      if (cut.refused.length === 0) return second.evaluate(terms, bindings, precision);
      const below = await valuesOf(cut.below, { evaluate }, bindings, precision);
      return evaluate(cut.rest, await valuesOf(cut.refused, second, below, precision), precision);
    }
  };
  return {
    ...first,
    name: `${first.name}, else ${second.name}`,
    description: `${first.description}, else ${second.name}`,
    evaluate,
    close: async () => {
      await first.close();
      await second.close();
    },
  };
}

/** The bindings, and the values of places for the variables that stand in for them. */
async function valuesOf(
  places: readonly Place[],
  engine: Pick<Engine, "evaluate">,
  bindings: Bindings<Value>,
  precision: Precision,
): Promise<Bindings<Value>> {
  if (places.length === 0) return bindings;
  const terms = places.map(({ term }) => term);
  const found: readonly Dense[] = await engine.evaluate(terms, bindings, precision);
  const values = new Map(places.map(({ standsIn }, i) => [standsIn, found[i]!]));
  return { ...bindings, variable: (of) => values.get(of) ?? bindings.variable(of) };
}

/** The terms cut at an operation, where it is below no other of its kind; nothing is refused when it is inside of definitions. */
function cutAt(terms: readonly Term[], sizes: Sizes, op: string): Cut {
  const roots = terms.map((term) => unroll(term, sizes));
  const above = new Set<Term>();
  const innermost = new Set<Term>();
  for (const root of roots)
    for (const term of schedule(root, { stop: (inner) => above.has(inner) || innermost.has(inner) })) {
      if (term.args.some((argument) => above.has(argument) || innermost.has(argument))) above.add(term);
      else if (term.op === op) innermost.add(term);
    }
  const below = new Map<Term, Place>();
  const read = (term: Term): Term => {
    if (term.op === "variable") return term;
    const place = below.get(term) ?? placeOf(term);
    below.set(term, place);
    return place.standsIn;
  };
  const refused = [...innermost].map((term) => ({
    of: term,
    place: placeOf(term, rebuild(term, term.args.map(read))),
  }));
  const standIns = new Map<Term, Term>(refused.map(({ of, place }) => [of, place.standsIn]));
  const rest = roots.map((root) => substitute(root, standIns));
  return { below: [...below.values()], refused: refused.map(({ place }) => place), rest };
}

function placeOf(of: Term, term = of): Place {
  return { term, standsIn: variable(freshName(), of.rows, of.cols) };
}
