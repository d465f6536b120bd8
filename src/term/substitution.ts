/**
 * Putting terms, sizes and indices in place of others.
 *
 * `rebuild` makes a node again from new arguments, with the shape checks of
 * its constructor. A substitution is a map on leaves, carried up the schedule.
 */
import { type Dim, substituteDim } from "./dimension.ts";
import { namesBinder } from "./names.ts";
import { schedule } from "./schedule.ts";
import {
  add,
  closedBig,
  closedFold,
  cols,
  constant,
  defined,
  det,
  diag,
  diagonal,
  hadamard,
  hcat,
  type Index,
  identity,
  inverse,
  iota,
  kron,
  map,
  max,
  maxEntry,
  mul,
  ones,
  opaque,
  power,
  rank,
  rows,
  scale,
  size,
  state,
  type Term,
  trace,
  transpose,
  tri,
  variable,
  vcat,
  vec,
  zeros,
} from "./term.ts";

/** What a substitution changes in the facts of a node. */
interface FactChange {
  readonly size: (of: Dim) => Dim;
  readonly index: (of: Index) => Index;
}

const UNCHANGED: FactChange = { size: (of) => of, index: (of) => of };

/**
 * The same operation on other arguments, and with other sizes and indices.
 *
 * throws  Fault when the arguments do not fit, as the operation's constructor does
 */
export function rebuild(term: Term, args: readonly Term[], change: FactChange = UNCHANGED, unfolded?: Term): Term {
  const [A, B] = args as readonly [Term, Term]; // as many as the operation has, since they come from its own arguments
  const resize = change.size;
  switch (term.op) {
    case "variable":
      return variable(term.name, resize(term.rows), resize(term.cols), {
        kind: term.kind,
        index: term.index.map(change.index),
      });
    case "constant":
      return constant(term.value);
    case "size":
      return size(resize(term.size));
    case "identity":
      return identity(resize(term.rows));
    case "ones":
      return ones(resize(term.rows), resize(term.cols));
    case "zeros":
      return zeros(resize(term.rows), resize(term.cols));
    case "iota":
      return iota(resize(term.rows));
    case "tri":
      return tri(resize(term.rows), resize(term.cols), { above: resize(term.above), below: resize(term.below) });
    case "transpose":
      return transpose(A);
    case "inverse":
      return inverse(A);
    case "diag":
      return diag(A);
    case "diagonal":
      return diagonal(A);
    case "vec":
      return vec(A);
    case "trace":
      return trace(A);
    case "det":
      return det(A);
    case "rank":
      return rank(A);
    case "maxEntry":
      return maxEntry(A);
    case "add":
      return add(A, B);
    case "mul":
      return mul(A, B);
    case "scale":
      return scale(A, B);
    case "hadamard":
      return hadamard(A, B);
    case "max":
      return max(A, B);
    case "hcat":
      return hcat(A, B);
    case "vcat":
      return vcat(A, B);
    case "kron":
      return kron(A, B);
    case "map":
      return map(term.fn, A);
    case "power":
      return power(A, resize(term.exponent));
    case "opaque":
      return opaque(term.name, term.scope, A, {
        rows: resize(term.rows),
        cols: resize(term.cols),
        index: term.index.map(change.index),
      });
    case "rows":
      return rows(A, resize(term.start), resize(term.rows));
    case "cols":
      return cols(A, resize(term.start), resize(term.cols));
    case "bigSum":
    case "bigHcat":
    case "bigVcat":
      return closedBig(term.op, resize(term.count), A, term.height);
    case "fold":
      return closedFold(resize(term.count), A, B, term.height);
    case "state":
      return state(term.binder, resize(term.rows), resize(term.cols));
    case "defined":
      return defined(term.name, args, unfolded ?? term.unfolded);
  }
}

/**
 * A term with some of its nodes replaced: `replace` answers the new node, or undefined to keep it.
 * It sees leaves and inner nodes alike, before their arguments are visited, and what it answers is not entered again.
 * Binder heights are kept, so what is put in must not contain a binder as high as one above it;
 * `substitute` (binder.ts) opens binders and has no such condition.
 */
export function replaceNodes(
  root: Term,
  replace: (term: Term) => Term | undefined,
  change: FactChange = UNCHANGED,
): Term {
  const done = new Map<Term, Term>();
  const resolve = (term: Term): boolean => {
    if (done.has(term)) return true;
    const other = replace(term);
    if (other !== undefined) done.set(term, other);
    return other !== undefined;
  };
  const walk = (start: Term): Term => {
    for (const term of schedule(start, { stop: resolve })) {
      const args = term.args.map((argument) => done.get(argument)!);
      const same = change === UNCHANGED && args.every((argument, i) => argument === term.args[i]);
      done.set(
        term,
        same && term.op !== "defined"
          ? term
          : rebuild(term, args, change, term.op === "defined" ? walk(term.unfolded) : undefined),
      );
    }
    return done.get(start)!;
  };
  return walk(root);
}

/** `state` nodes of a binder replaced by a term and its index by another one: the body of a binder, opened. */
export function openBody(body: Term, binder: number, index: Index, running?: Term): Term {
  if (typeof index === "object" && "bound" in index && index.bound === binder && running === undefined) return body;
  const replace = (term: Term): Term | undefined => {
    if (!namesBinder(term, binder)) return term;
    return term.op === "state" && term.binder === binder ? running : undefined;
  };
  return replaceNodes(body, replace, {
    size: (of) => of,
    index: (i) => (typeof i === "object" && "bound" in i && i.bound === binder ? index : i),
  });
}

/** A term with sizes put in place of symbols. */
export function resize(root: Term, sizes: ReadonlyMap<string, Dim>): Term {
  if (sizes.size === 0) return root;
  return replaceNodes(root, () => undefined, { size: (of) => substituteDim(of, sizes), index: (i) => i });
}
