/**
 * Binders: sums and blocks over a symbolic number of heads, folds over a
 * symbolic number of layers.
 *
 * Locally nameless: a binder's index is written as the binder's height (one
 * more than that of the highest binder in its body), so two sums that differ
 * only in the name of the index are one term, and nothing is ever shifted.
 * Whoever walks into a body opens it with an index of his own first.
 */
import { type DimLike, dim } from "./dimension.ts";
import { Fault } from "./fault.ts";
import { isBinder } from "./names.ts";
import { schedule } from "./schedule.ts";
import { openBody, rebuild, replaceNodes } from "./substitution.ts";
import {
  type Big,
  closedBig,
  closedFold,
  type Fold,
  freshName,
  type Index,
  state,
  type Term,
  variable,
} from "./term.ts";

/** An index that occurs nowhere else. */
export function freshIndex(): Index {
  return Object.freeze({ free: freshName() });
}

/** The name of a free index, read once: what is kept under a name must have been opened or closed with it. */
function nameOf(index: Index): string {
  const name = typeof index === "object" && "free" in index ? index.free : undefined;
  if (typeof name === "string") return name;
  throw new Fault({ op: "binder", expected: "a free index", received: JSON.stringify(index) });
}

function close(
  body: Term,
  free: string,
  height: number,
  running?: { readonly open: Term; readonly closed: Term },
): Term {
  const replace = (term: Term): Term | undefined => {
    if (term === running?.open) return running.closed;
    // what is in a term was made before it
    return term.names.free.includes(free) || (running !== undefined && term.id > running.open.id) ? undefined : term;
  };
  return replaceNodes(body, replace, {
    size: (of) => of,
    index: (i) => (typeof i === "object" && "free" in i && i.free === free ? { bound: height } : i),
  });
}

/** The last closing of each body: a binder is often made again with the same name. */
const lastClosed = new WeakMap<Term, { readonly name: string; readonly body: Term }>();

/** `op` over `h < count` of a body in which the given free index is h. */
export function bindBig(op: Big["op"], count: DimLike, index: Index, body: Term): Big {
  const height = body.height + 1;
  const name = nameOf(index);
  const known = lastClosed.get(body);
  const closed = known?.name === name ? known.body : close(body, name, height);
  if (closed !== known?.body) lastClosed.set(body, { name, body: closed });
  return closedBig(op, dim(count), closed, height);
}

function big(op: Big["op"], count: DimLike, body: (h: Index) => Term): Big {
  const index = freshIndex();
  return bindBig(op, count, index, body(index));
}

/**
 * `op` over the index of a binder: of what `body` makes of its body, and of closed terms beside it. Where nothing gets
 * higher, the binder's own index serves, and no body is opened.
 */
export function bigOver(op: Big["op"], of: Big, beside: readonly Term[], body: (h: Index) => Term): Big {
  const { count, height } = of;
  const all = [of, ...beside];
  if (all.every((term) => term.names.loose.length === 0)) {
    const made = body({ bound: height });
    if (made.height + 1 === height) return closedBig(op, count, made, height);
  }
  const index = indexBeside(all);
  return bindBig(op, count, index, body(index));
}

const indices: Index[] = [];

/** The first index that does not occur in some terms, so that a binder is opened as one term each time. */
function indexBeside(terms: readonly Term[]): Index {
  const known = indices.find((index) => {
    const name = nameOf(index);
    return !terms.some(({ names }) => names.free.includes(name));
  });
  if (known !== undefined) return known;
  const index = freshIndex();
  indices.push(index);
  return index;
}

/** `Σ_{h < count} body(h)`. shape  that of the body */
export const bigSum = (count: DimLike, body: (h: Index) => Term): Big => big("bigSum", count, body);
/** The blocks `body(h)`, h < count, side by side. shape  body n × m → n × count·m */
export const bigHcat = (count: DimLike, body: (h: Index) => Term): Big => big("bigHcat", count, body);
/** The blocks `body(h)`, h < count, one above the other. shape  body n × m → count·n × m */
export const bigVcat = (count: DimLike, body: (h: Index) => Term): Big => big("bigVcat", count, body);

/**
 * `count` layers from `init`: y := body(ℓ, y) for ℓ = 0, 1, …, count − 1.
 *
 * shape   init, y and body: n × m → n × m
 * throws  Fault when a layer does not keep the shape
 */
export function layers(count: DimLike, init: Term, body: (layer: Index, y: Term) => Term): Fold {
  const index = freshIndex();
  const y = freshVariable(init);
  return bindLayers(count, init, index, y, body(index, y));
}

/** A fold from a body in which the given free index is the layer and the given term is the running value. */
export function bindLayers(count: DimLike, init: Term, index: Index, y: Term, body: Term): Fold {
  const height = Math.max(init.height, body.height) + 1;
  return closedFold(
    dim(count),
    init,
    close(body, nameOf(index), height, { open: y, closed: state(height, init.rows, init.cols) }),
    height,
  );
}

/**
 * The same operation on other arguments, its body as it is; a fold whose start has higher binders gets above them.
 *
 * throws  Fault when the arguments do not fit, or a body is another one
 */
export function withArguments(term: Term, args: readonly Term[]): Term {
  if (!isBinder(term)) return rebuild(term, args);
  if (args[args.length - 1] !== term.args[term.args.length - 1])
    throw new Fault({ op: term.op, expected: "the body that it has", received: "another", next: "open and bind it" });
  if (term.op !== "fold") return term;
  const [start, body] = args as readonly [Term, Term];
  if (Math.max(start.height, body.height) + 1 === term.height && start.names.loose.length === 0)
    return closedFold(term.count, start, body, term.height);
  return layers(term.count, start, (layer, y) => open(term, layer, y));
}

/** The last opening of each binder: one is often opened again with the same names. */
const lastOpened = new WeakMap<
  Term,
  { readonly name: string; readonly running: Term | undefined; readonly body: Term }
>();

/** The body of a binder at an index, and for a fold at a running value. */
export function open(binder: Big | Fold, index: Index, running?: Term): Term {
  if (typeof index !== "object" || !("free" in index)) return opened(binder, index, running);
  const name = nameOf(index);
  const known = lastOpened.get(binder);
  if (known?.name === name && known.running === running) return known.body;
  const body = opened(binder, { free: name }, running);
  lastOpened.set(binder, { name, running, body });
  return body;
}

function opened(binder: Big | Fold, index: Index, running?: Term): Term {
  const body = binder.args[binder.args.length - 1]!;
  if (running === undefined || (running.height === 0 && running.names.loose.length === 0))
    return openBody(body, binder.height, index, running);
  const y = freshVariable(binder);
  return substitute(openBody(body, binder.height, index, y), new Map([[y, running]]));
}

function freshVariable(shape: Pick<Term, "rows" | "cols">): Term {
  return variable(freshName(), shape.rows, shape.cols);
}

/** What to put for nodes of a term: values of some, or what answers the new node, or undefined to keep it. */
export type Replacement = ReadonlyMap<Term, Term> | ((term: Term) => Term | undefined);

/**
 * A term with some of its nodes replaced, a node before what is below it. Bodies of binders are opened on the way, so
 * nothing is captured: no free index, and of a closed term no other.
 *
 * throws  Fault when what is put in does not fit the shape around it
 */
export function substitute(root: Term, replacement: Replacement): Term {
  if (typeof replacement !== "function" && replacement.size === 0) return root;
  const done = new Map<Term, Term>();
  const replace = typeof replacement === "function" ? replacement : (term: Term) => replacement.get(term);
  const beside = typeof replacement === "function" ? undefined : [...replacement].flat();
  const resolve = (term: Term): boolean => {
    if (done.has(term)) return true;
    const other = replace(term);
    if (other !== undefined) done.set(term, other);
    return other !== undefined;
  };
  const outside = (term: Term): readonly Term[] => (isBinder(term) ? term.args.slice(0, -1) : term.args);
  const walk = (start: Term): Term => {
    for (const term of schedule(start, { stop: resolve, argumentsOf: outside }))
      done.set(term, isBinder(term) ? reopen(term) : remake(term));
    return done.get(start)!;
  };
  const remake = (term: Term): Term => {
    const args = term.args.map((argument) => done.get(argument)!);
    const unfolded = term.op === "defined" ? walk(term.unfolded) : undefined;
    return args.every((argument, i) => argument === term.args[i]) &&
      unfolded === (term.op === "defined" ? term.unfolded : undefined)
      ? term
      : rebuild(term, args, undefined, unfolded);
  };
  const reopen = (binder: Big | Fold): Term => {
    const index = beside === undefined ? freshIndex() : indexBeside([binder, ...beside]);
    if (binder.op !== "fold") return bindBig(binder.op, binder.count, index, walk(open(binder, index)));
    const y = freshVariable(binder);
    const body = walk(openBody(binder.args[1]!, binder.height, index, y));
    return bindLayers(binder.count, done.get(binder.args[0]!)!, index, y, body);
  };
  return walk(root);
}
