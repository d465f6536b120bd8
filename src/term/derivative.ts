/**
 * Derivatives: what a term changes by, to first order, when a variable moves along a direction.
 *
 * A derivative is notation, written out when it is read: sums, products and functions by their rules, layers as layers of
 * a value and its change side by side. A gradient is said through it: G is the gradient of a number when the derivative
 * along every V is tr(Gᵀ V).
 *
 * Law      derivative(A, x, V) = lim (A(x + tV) − A(x))/t as t goes to 0
 * source   Wengert 1964, A simple automatic derivative evaluation program
 */
import { bigHcat, bigSum, bigVcat, layers, open } from "./binder.ts";
import { negate, subtract } from "./definition.ts";
import { type Dim, subtractDim } from "./dimension.ts";
import type { Entrywise } from "./entrywise.ts";
import { Fault } from "./fault.ts";
import { schedule } from "./schedule.ts";
import {
  add,
  type Big,
  type Binary,
  cols,
  constant,
  diag,
  diagonal,
  type Fold,
  hadamard,
  hcat,
  kron,
  map,
  mul,
  ones,
  power,
  rows,
  scale,
  shapeText,
  size,
  type Term,
  trace,
  transpose,
  type Unary,
  type Variable,
  vcat,
  vec,
  zeros,
} from "./term.ts";

/**
 * The derivative of A in x along V.
 *
 * shape   A: n × m, x, V: k × l → n × m
 * throws  Fault when V has another shape than x, or A applies to x what has no derivative everywhere, or none that is known
 */
export function derivative(A: Term, x: Variable, V: Term): Term {
  if (V.rows !== x.rows || V.cols !== x.cols) {
    const expected = `a direction of the shape of ${x.name}, ${shapeText(x)}`;
    throw new Fault({ op: "derivative", expected, received: shapeText(V), about: "shape" });
  }
  return written(A, changeOf(A, new Map([[x, V]])));
}

/** What terms change by; a term without an entry is looked at through its parts, undefined is no change. */
type Changes = ReadonlyMap<Term, Term>;

const written = (A: Term, change: Term | undefined): Term => change ?? zeros(A.rows, A.cols);

function changeOf(root: Term, given: Changes): Term | undefined {
  const changes = new Map<Term, Term | undefined>(given);
  const argumentsOf = (term: Term): readonly Term[] => (isWhole(term) ? [] : term.args);
  for (const term of schedule(root, { stop: (one) => changes.has(one), argumentsOf }))
    changes.set(
      term,
      ruleFor(term, (argument) => changes.get(argument), given),
    );
  return changes.get(root);
}

/** Whether the rule of a term looks at its body or its unfolding instead of its arguments. */
const isWhole = (term: Term): boolean =>
  term.op === "defined" || term.op === "fold" || term.op === "bigSum" || term.op === "bigHcat" || term.op === "bigVcat";

function ruleFor(term: Term, changed: (argument: Term) => Term | undefined, given: Changes): Term | undefined {
  if (term.op === "defined") return changeOf(term.unfolded, given);
  if (term.op === "fold") return ofLayers(term, given);
  if (term.op === "bigSum" || term.op === "bigHcat" || term.op === "bigVcat") return ofBig(term, given);
  if (term.args.every((argument) => changed(argument) === undefined)) return undefined;
  const [A, B] = term.args as readonly [Term, Term];
  const [dA, dB] = [changed(A), B === undefined ? undefined : changed(B)];
  switch (term.op) {
    case "add":
      return dA === undefined || dB === undefined ? (dA ?? dB) : add(dA, dB);
    case "mul":
    case "hadamard":
    case "scale":
    case "kron":
      return ofProduct(PRODUCTS[term.op], A, B, dA, dB);
    case "hcat":
    case "vcat":
      return (term.op === "hcat" ? hcat : vcat)(written(A, dA), written(B, dB));
    case "rows":
      return rows(dA!, term.start, term.rows);
    case "cols":
      return cols(dA!, term.start, term.cols);
    case "inverse":
      return negate(mul(mul(term, dA!), term));
    case "map":
      return hadamard(slope(term.fn, A), dA!);
    case "power":
      return scale(size(term.exponent), hadamard(lower(A, term.exponent), dA!));
    case "transpose":
    case "diag":
    case "diagonal":
    case "vec":
    case "trace":
      return LINEAR[term.op](dA!);
    default:
      return refuse(term.op === "opaque" ? term.name : term.op);
  }
}

const PRODUCTS = { mul, hadamard, scale, kron } satisfies Partial<Record<Binary["op"], (A: Term, B: Term) => Term>>;
const LINEAR = { transpose, diag, diagonal, vec, trace } satisfies Partial<Record<Unary["op"], (A: Term) => Term>>;

function ofProduct(
  times: (A: Term, B: Term) => Term,
  A: Term,
  B: Term,
  dA: Term | undefined,
  dB: Term | undefined,
): Term | undefined {
  const [left, right] = [dA === undefined ? undefined : times(dA, B), dB === undefined ? undefined : times(A, dB)];
  return left === undefined || right === undefined ? (left ?? right) : add(left, right);
}

/** Each entry to the power below. */
function lower(A: Term, exponent: Dim): Term {
  const below = subtractDim(exponent, 1);
  if (below !== undefined) return power(A, below);
  throw new Fault({ op: "derivative", expected: "an exponent that is at least 1", received: exponent.text });
}

/** The derivative of a function of one entry, where it has one everywhere. */
function slope(fn: Entrywise, A: Term): Term {
  const one = ones(A.rows, A.cols);
  const value = map(fn, A);
  switch (fn) {
    case "exp":
      return value;
    case "log":
      return map("recip", A);
    case "recip":
      return negate(hadamard(value, value));
    case "sqrt":
      return scale(constant("1/2"), map("recip", value));
    case "sin":
      return map("cos", A);
    case "cos":
      return negate(map("sin", A));
    case "tanh":
      return subtract(one, hadamard(value, value));
    case "sigmoid":
      return hadamard(value, subtract(one, value));
    case "square":
      return scale(constant(2), A);
    case "silu":
      return add(map("sigmoid", A), hadamard(A, slope("sigmoid", A)));
    case "erf":
    case "gelu":
    case "gelu_tanh":
    case "relu":
    case "abs":
    case "sign":
    case "round":
      return refuse(fn);
  }
}

function refuse(op: string): never {
  throw new Fault({
    op: "derivative",
    expected: "what has a derivative everywhere that can be written",
    received: op,
    next: "sums, products, inverses, blocks and layers of exp, log, recip, sqrt, sin, cos, tanh, sigmoid, silu have one",
  });
}

const BIG = { bigSum, bigHcat, bigVcat };

function ofBig(term: Big, given: Changes): Term | undefined {
  let some = false;
  const whole = BIG[term.op](term.count, (h) => {
    const body = open(term, h);
    const change = changeOf(body, given);
    some ||= change !== undefined;
    return written(body, change);
  });
  return some ? whole : undefined;
}

/** Layers of the running value and its change side by side, of which the change is taken. */
function ofLayers(term: Fold, given: Changes): Term {
  const [init] = term.args as readonly [Term, Term];
  const width = init.cols;
  const pairs = layers(term.count, hcat(init, written(init, changeOf(init, given))), (l, pair) => {
    const [y, change] = [cols(pair, 0, width), cols(pair, width, width)];
    const body = open(term, l, y);
    return hcat(body, written(body, changeOf(body, new Map([...given, [y, change]]))));
  });
  return cols(pairs, width, width);
}
