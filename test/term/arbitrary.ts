/**
 * Random well-shaped terms, with every operation and binder.
 *
 * A term is grown from a list of numbers, each of which decides one choice;
 * when the list ends, every open place becomes a variable. So fast-check
 * shrinks terms by shrinking lists, and zeros are the simplest choices.
 */
import fc from "fast-check";
import { bigHcat, bigSum, bigVcat, layers } from "../../src/term/binder.ts";
import {
  center,
  colSums,
  divide,
  layernorm,
  maskedSoftmax,
  min,
  negate,
  rmsnorm,
  rotation,
  rowSums,
  softmax,
  softmaxAll,
  squaredNorm,
  subtract,
  total,
} from "../../src/term/definition.ts";
import { addDim, type Dim, dim, mulDim, subtractDim } from "../../src/term/dimension.ts";
import { ENTRYWISE, type Entrywise } from "../../src/term/entrywise.ts";
import {
  add,
  cols,
  constant,
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
  scalarVariable,
  scale,
  size,
  type Term,
  trace,
  transpose,
  tri,
  variable,
  vcat,
  vec,
  zeros,
} from "../../src/term/term.ts";

const ONE = dim(1);
const SHAPE_SIZES = [dim("C"), dim("E"), ONE, dim(2), addDim("C", "E"), mulDim("H", "d"), mulDim(2, "d")];
const COUNTS = [dim("H"), dim("L"), dim(2)];
const CONSTANTS = ["0", "1", "-1", "2", "1/2", "-3/4", "1e-5"];

/** What a place of a term may refer to. */
interface Context {
  readonly indices: readonly Index[];
  readonly running: readonly Term[];
}

/** Grows terms from decisions. */
class Grower {
  #at = 0;
  readonly #decisions: readonly number[];

  constructor(decisions: readonly number[]) {
    this.#decisions = decisions;
  }

  /** One of the choices, the first when the decisions have run out. */
  #pick<T>(choices: readonly T[]): T {
    return choices[(this.#decisions[this.#at++] ?? 0) % choices.length]!;
  }

  root(): Term {
    return this.term(this.#pick(SHAPE_SIZES), this.#pick(SHAPE_SIZES), { indices: [], running: [] });
  }

  term(r: Dim, c: Dim, context: Context): Term {
    const leaf = (): Term => this.#leaf(r, c, context);
    if (this.#at >= this.#decisions.length) return leaf();
    return this.#pick([leaf, ...this.#anyShape(r, c, context), ...this.#particular(r, c, context)])();
  }

  #leaf(r: Dim, c: Dim, { indices, running }: Context): Term {
    const name = `X_${nameOf(r)}_${nameOf(c)}`;
    const fitting = running.filter((y) => y.rows === r && y.cols === c);
    const member = indices.map((index) => variable(`W_${name}`, r, c, { index: [index, 0] }));
    return this.#pick([variable(name, r, c), ...fitting, ...member]);
  }

  #anyShape(r: Dim, c: Dim, context: Context): (() => Term)[] {
    const term = (n: Dim, m: Dim): Term => this.term(n, m, context);
    const same = (): Term => term(r, c);
    return [
      () => add(same(), same()),
      () => mulThrough(this.#pick(SHAPE_SIZES), (k) => [term(r, k), term(k, c)]),
      () => transpose(term(c, r)),
      () => scale(term(ONE, ONE), same()),
      () => hadamard(same(), same()),
      () => max(same(), same()),
      () => map(this.#pick(Object.keys(ENTRYWISE) as Entrywise[]), same()), // Object.keys forgets their names
      () => power(same(), this.#pick([dim(2), dim("n"), dim(0)])),
      () => this.#pick([subtract, divide, min, maskedSoftmax])(same(), same()),
      () => this.#pick([softmax, softmaxAll, center, negate])(same()),
      () => this.#pick([layernorm, rmsnorm])(same(), term(ONE, ONE)),
      () => this.#pick([ones, zeros])(r, c),
      () => tri(r, c, { above: this.#pick([dim(0), dim("C"), dim(2)]), below: this.#pick([dim(0), addDim("E", 1)]) }),
      () => this.#opaque(r, c, context),
      () => this.#slice(r, c, context),
      () => bigSum(this.#pick(COUNTS), (h) => this.term(r, c, { ...context, indices: [...context.indices, h] })),
      () => this.#layers(r, c, context),
    ];
  }

  #particular(r: Dim, c: Dim, context: Context): (() => Term)[] {
    const term = (n: Dim, m: Dim): Term => this.term(n, m, context);
    return [
      ...(r === c ? this.#square(r, term) : []),
      ...(r === ONE && c === ONE ? this.#scalar(term) : []),
      ...(c === ONE
        ? [() => diagonal(term(r, r)), () => iota(r), () => rowSums(term(r, this.#pick(SHAPE_SIZES)))]
        : []),
      ...(r === ONE ? [() => colSums(term(this.#pick(SHAPE_SIZES), c))] : []),
      ...split(r).map(
        ([a, b]) =>
          () =>
            vcat(term(a, c), term(b, c)),
      ),
      ...split(c).map(
        ([a, b]) =>
          () =>
            hcat(term(r, a), term(r, b)),
      ),
      ...factors(r).flatMap(([a, b]) => [
        () => kron(term(a, c), term(b, ONE)),
        () => bigVcat(a, (h) => this.term(b, c, { ...context, indices: [...context.indices, h] })),
        ...(c === ONE ? [() => vec(term(a, b))] : []),
      ]),
      ...factors(c).map(
        ([a, b]) =>
          () =>
            bigHcat(a, (h) => this.term(r, b, { ...context, indices: [...context.indices, h] })),
      ),
    ];
  }

  #square(n: Dim, term: (r: Dim, c: Dim) => Term): (() => Term)[] {
    const kinds = ["perm", "orthogonal", "symmetric"] as const;
    const turn = n === dim(2) ? [() => rotation(term(ONE, ONE))] : [];
    const known = kinds.map((kind) => () => variable(`${kind}_${nameOf(n)}`, n, n, { kind }));
    return [() => identity(n), () => inverse(term(n, n)), () => diag(term(n, ONE)), ...known, ...turn];
  }

  #scalar(term: (r: Dim, c: Dim) => Term): (() => Term)[] {
    const square = (): Term => this.#pick([trace, det])(this.#squareOf(term));
    const other = (): Term =>
      this.#pick([rank, maxEntry, total, squaredNorm])(term(this.#pick(SHAPE_SIZES), this.#pick(SHAPE_SIZES)));
    const variables = [() => scalarVariable("a"), () => scalarVariable("t", "posscalar")];
    const numbers = [() => constant(this.#pick(CONSTANTS)), () => size(this.#pick([...SHAPE_SIZES, dim("n")]))];
    return [...variables, ...numbers, square, other];
  }

  #squareOf(term: (r: Dim, c: Dim) => Term): Term {
    const n = this.#pick(SHAPE_SIZES);
    return term(n, n);
  }

  #opaque(r: Dim, c: Dim, context: Context): Term {
    const index = this.#pick([[], ...context.indices.map((i) => [i])]);
    const family = index.length === 0 ? "" : "s";
    const [n, m] = [this.#pick(SHAPE_SIZES), this.#pick(SHAPE_SIZES)];
    const into = `${nameOf(n)}_${nameOf(m)}_${nameOf(r)}_${nameOf(c)}`;
    return this.#pick([
      () => opaque(`f${family}`, "entry", this.term(r, c, context), { index }),
      () => opaque(`g${family}_${into}`, "row", this.term(r, m, context), { cols: c, index }),
      () => opaque(`F${family}_${into}`, "matrix", this.term(n, m, context), { rows: r, cols: c, index }),
    ])();
  }

  #slice(r: Dim, c: Dim, context: Context): Term {
    const [start, after] = [this.#pick([dim(0), dim("d"), dim(1)]), this.#pick([dim(0), dim("E")])];
    return this.#pick([
      () => rows(this.term(addDim(start, r, after), c, context), start, r),
      () => cols(this.term(r, addDim(start, c, after), context), start, c),
    ])();
  }

  #layers(r: Dim, c: Dim, context: Context): Term {
    const init = this.term(r, c, context);
    const body = (l: Index, y: Term): Term =>
      this.term(r, c, { indices: [...context.indices, l], running: [y, ...context.running] });
    return layers(this.#pick(COUNTS), init, body);
  }
}

function mulThrough(k: Dim, factorsOf: (k: Dim) => readonly [Term, Term]): Term {
  return mul(...factorsOf(k));
}

function nameOf(size: Dim): string {
  return size.text.replaceAll("·", "").replaceAll(" + ", "p");
}

/** A size as a sum of two, when it is one. */
function split(size: Dim): [Dim, Dim][] {
  const [first] = size.monomials;
  if (first === undefined) return [];
  const head = first.symbols.length === 0 ? ONE : mulDim(first.coefficient, ...first.symbols);
  const rest = subtractDim(size, head)!; // a part of the sum
  return rest === dim(0) ? [] : [[head, rest]];
}

/** A size as a product of two, when it is one. */
function factors(size: Dim): [Dim, Dim][] {
  const [first, more] = size.monomials;
  if (first === undefined || more !== undefined || first.symbols.length === 0) return [];
  const [head, ...rest] = first.symbols;
  const tail = mulDim(first.coefficient, ...rest);
  return tail === ONE ? [] : [[dim(head!), tail]];
}

/** Sizes of all symbols that random terms use. */
export const TERM_SIZES = { C: 3, E: 2, H: 2, L: 2, d: 1, n: 3 } as const;

/** The term that grows from decisions. */
export function termFrom(decisions: readonly number[]): Term {
  return new Grower(decisions).root();
}

/** Well-shaped terms with any operation; `size` bounds the number of choices. */
export function termArbitrary({ size: maxLength = 40 }: { readonly size?: number } = {}): fc.Arbitrary<Term> {
  return fc.array(fc.nat(997), { maxLength, size: "max" }).map(termFrom);
}
