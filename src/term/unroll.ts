/**
 * A term at given sizes, without binders: sums, blocks and layers written out.
 *
 * One pass: bodies are never opened into terms of their own. What a body says
 * of an index is looked up in the scope of the iteration, and a node is kept in
 * the innermost scope that it depends on, so what does not depend on an index is
 * made once and not once for each of its values.
 */
import { type Dim, dim, dimValue, evaluateDim, type Sizes } from "./dimension.ts";
import { isBinder, namesBinder } from "./names.ts";
import { schedule } from "./schedule.ts";
import { rebuild } from "./substitution.ts";
import { add, type Big, type Fold, hcat, type Index, type Term, vcat, zeros } from "./term.ts";

/** One iteration of a binder: what its index and running value are, and what was made of the nodes that depend on them. */
interface Iteration {
  readonly done: Map<Term, Term>;
  readonly outer?: Iteration;
  /** Of the binder; 0 outside of all. */
  readonly height: number;
  readonly index: number;
  readonly running?: Term;
}

/** What each term was at the last sizes that were asked for: both precisions and all trials at these sizes share it. */
const latest = new WeakMap<Term, { readonly at: string; readonly flat: Term }>();

/**
 * A term at given sizes, without binders; every size is a number.
 *
 * throws  Fault when a symbol has no size
 */
export function unroll(root: Term, sizes: Sizes): Term {
  const at = JSON.stringify(sizes);
  const known = latest.get(root);
  if (known?.at === at) return known.flat;
  const flat = unrolled(root, sizes);
  latest.set(root, { at, flat });
  return flat;
}

function unrolled(root: Term, sizes: Sizes): Term {
  const numbers = new Map<Dim, Dim>();
  const size = (of: Dim): Dim => {
    const known = numbers.get(of) ?? dim(evaluateDim(of, sizes));
    numbers.set(of, known);
    return known;
  };
  return flatten(root, { done: new Map(), height: 0, index: 0 }, size);
}

type Resize = (of: Dim) => Dim;

function flatten(root: Term, iteration: Iteration, size: Resize): Term {
  const keeper = (term: Term): Map<Term, Term> => keeperOf(term, iteration).done;
  const walk = { stop: (term: Term) => keeper(term).has(term), argumentsOf: outside };
  for (const term of schedule(root, walk))
    keeper(term).set(
      term,
      flatNode(term, iteration, size, (argument) => keeper(argument).get(argument)!),
    );
  return keeper(root).get(root)!;
}

/** The arguments that are not under the binder of a node. */
function outside(term: Term): readonly Term[] {
  return isBinder(term) ? term.args.slice(0, -1) : term.args;
}

function flatNode(term: Term, iteration: Iteration, size: Resize, flatArgument: (argument: Term) => Term): Term {
  if (term.op === "state") return iterationAt(term.binder, iteration).running!; // a state is under its fold
  if (isBinder(term)) return flatBinder(term, iteration, size, flatArgument);
  const index = (i: Index): Index =>
    typeof i === "object" && "bound" in i ? iterationAt(i.bound, iteration).index : i;
  const unfolded = term.op === "defined" ? flatten(term.unfolded, iteration, size) : undefined;
  return rebuild(term, term.args.map(flatArgument), { size, index }, unfolded);
}

function flatBinder(binder: Big | Fold, outer: Iteration, size: Resize, flatArgument: (argument: Term) => Term): Term {
  const count = dimValue(size(binder.count))!; // sized
  const body = binder.args[binder.args.length - 1]!;
  const at = (index: number, running?: Term): Term => {
    const iteration = { done: new Map(), outer, height: binder.height, index };
    return flatten(body, running === undefined ? iteration : { ...iteration, running }, size);
  };
  if (binder.op === "fold") {
    let running = flatArgument(binder.args[0]!);
    for (let layer = 0; layer < count; layer++) running = at(layer, running);
    return running;
  }
  if (count === 0) return zeros(size(binder.rows), size(binder.cols));
  const join = binder.op === "bigSum" ? add : binder.op === "bigHcat" ? hcat : vcat;
  return Array.from({ length: count }, (_, h) => at(h)).reduce((left, right) => join(left, right));
}

/** The innermost iteration that a term depends on. */
function keeperOf(term: Term, iteration: Iteration): Iteration {
  let keeper = iteration;
  while (keeper.outer !== undefined && !namesBinder(term, keeper.height)) keeper = keeper.outer;
  return keeper;
}

function iterationAt(height: number, iteration: Iteration): Iteration {
  let found = iteration;
  while (found.height !== height && found.outer !== undefined) found = found.outer;
  return found;
}
