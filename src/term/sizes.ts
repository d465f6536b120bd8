/**
 * Sizes as text, and facts about them.
 *
 * Sizes have no subtraction, so an order between symbols is met by
 * substitution: given `i < n`, the symbol n is read as `i + n_rest`.
 */
import {
  addDim,
  type Dim,
  dim,
  dimSymbols,
  dimValue,
  evaluateDim,
  mulDim,
  substituteDim,
  subtractDim,
} from "./dimension.ts";
import { didYouMean, Fault, type Place, withPlace } from "./fault.ts";
import { parseRelations, parseSyntax, type Syntax } from "./syntax.ts";

/** What each size symbol is read as: itself, or a sum. */
export type SizeScope = ReadonlyMap<string, Dim>;

/** A size before its sign is known: `plus − minus`. */
export interface Difference {
  readonly plus: Dim;
  readonly minus: Dim;
}

/**
 * The size that a text such as `2*d` means; any name is a symbol unless `sizes` says which there are.
 *
 * throws  Fault with the place of what is no size
 */
export function parseSize(text: string, sizes?: SizeScope): Dim {
  return readSize(parseSyntax(text), sizes);
}

/** The natural size that a syntax means. throws  Fault when it may be negative, or is no size */
export function readSize(syntax: Syntax, sizes?: SizeScope): Dim {
  const { plus, minus } = readDifference(syntax, sizes);
  const size = subtractDim(plus, minus);
  if (size !== undefined) return size;
  const received = `${plus.text} − (${minus.text})`;
  const next = "state an order of the sizes, such as i <= n";
  throw new Fault({
    op: "size",
    expected: "a size that is never negative",
    received,
    next,
    about: "shape",
    place: syntax.place,
  });
}

/** The difference of sizes that a syntax means. throws  Fault when it is no size */
export function readDifference(syntax: Syntax, sizes?: SizeScope): Difference {
  const zero = dim(0);
  if (syntax.kind === "number" && /^\d+$/.test(syntax.text)) {
    return { plus: withPlace(syntax.place, () => dim(Number(syntax.text))), minus: zero };
  }
  if (syntax.kind === "name" && syntax.index.length === 0) return { plus: readSymbol(syntax, sizes), minus: zero };
  if (syntax.kind === "minus") return opposite(readDifference(syntax.operand, sizes));
  if (syntax.kind === "infix" && (syntax.op === "+" || syntax.op === "-" || syntax.op === "*")) {
    const [a, b] = [readDifference(syntax.left, sizes), readDifference(syntax.right, sizes)];
    return syntax.op === "*" ? timesDifference(a, b) : sumDifference(a, syntax.op === "+" ? b : opposite(b));
  }
  const received = syntax.kind === "infix" ? syntax.op : syntax.kind;
  throw new Fault({ op: "size", expected: "size symbols, natural numbers, +, - and *", received, place: syntax.place });
}

function readSymbol({ name, place }: Extract<Syntax, { kind: "name" }>, sizes?: SizeScope): Dim {
  if (sizes === undefined) return withPlace(place, () => dim(name));
  const size = sizes.get(name);
  if (size !== undefined) return size;
  throw new Fault({
    op: "size",
    expected: "a size symbol",
    received: name,
    next: didYouMean(name, sizes.keys()),
    place,
  });
}

function opposite({ plus, minus }: Difference): Difference {
  return { plus: minus, minus: plus };
}

function sumDifference(a: Difference, b: Difference): Difference {
  return { plus: addDim(a.plus, b.plus), minus: addDim(a.minus, b.minus) };
}

function timesDifference(a: Difference, b: Difference): Difference {
  return {
    plus: addDim(mulDim(a.plus, b.plus), mulDim(a.minus, b.minus)),
    minus: addDim(mulDim(a.plus, b.minus), mulDim(a.minus, b.plus)),
  };
}

/** Size symbols under facts. */
export interface OrderedSizes {
  readonly sizes: SizeScope;
  /** The least value of the new symbols; every other size is at least 1. */
  readonly minima: ReadonlyMap<string, number>;
}

/**
 * Facts about size symbols as substitutions: `i < n` reads n as `i + n_rest` with n_rest ≥ 1, `i <= n` with n_rest ≥ 0,
 * `n = 2*i` reads n as `2*i`.
 *
 * throws  Fault when a fact contradicts itself or cannot be met by substituting the larger symbol
 */
export function orderSizes(where: readonly string[], symbols: ReadonlySet<string>): OrderedSizes {
  const sizes = new Map([...symbols].map((symbol) => [symbol, dim(symbol)]));
  const minima = new Map<string, number>();
  for (const fact of where) {
    for (const { smaller, larger, least, place } of factsOf(fact, sizes)) {
      if (least === undefined) {
        substitute(
          sizes,
          withPlace(place, () => equated(smaller, larger)),
        );
        continue;
      }
      const symbol = withPlace(place, () => symbolToReplace(smaller, larger, least, minima));
      if (symbol === undefined) continue;
      const rest = freshSymbol(`${symbol}_rest`, sizes);
      substitute(sizes, new Map([[symbol, addDim(smaller, rest)]]));
      sizes.set(rest, dim(rest));
      minima.set(rest, least);
    }
  }
  return { sizes, minima };
}

function substitute(sizes: Map<string, Dim>, replace: ReadonlyMap<string, Dim>): void {
  for (const [name, size] of sizes) sizes.set(name, substituteDim(size, replace));
}

/** The substitution that an equation is: a symbol that stands alone, by the other side. */
function equated(left: Dim, right: Dim): ReadonlyMap<string, Dim> {
  if (left === right) return new Map();
  for (const [alone, other] of [
    [left, right],
    [right, left],
  ] as const) {
    const [symbol] = dimSymbols(alone);
    if (symbol !== undefined && alone === dim(symbol) && !dimSymbols(other).includes(symbol))
      return new Map([[symbol, other]]);
  }
  const received = `${left.text} = ${right.text}`;
  throw new Fault({ op: "where", expected: "one symbol alone on a side, not on the other", received });
}

interface SizeFact {
  readonly smaller: Dim;
  readonly larger: Dim;
  /** What larger − smaller is at least: 1 for `<`, 0 for `<=`; an equation has none. */
  readonly least: number | undefined;
  readonly place: Place;
}

function* factsOf(text: string, sizes: SizeScope): Generator<SizeFact> {
  const { sides, relations } = parseRelations(text);
  const place = { text, from: 0, to: text.length };
  if (relations.length === 0)
    throw new Fault({ op: "where", expected: "an order of sizes, such as i < n", received: text, place });
  for (const [i, relation] of relations.entries()) {
    const [smaller, larger] = [readSize(sides[i]!, sizes), readSize(sides[i + 1]!, sizes)];
    yield { smaller, larger, least: relation === "=" ? undefined : relation === "<" ? 1 : 0, place };
  }
}

/** The symbol that must become a sum for a fact to hold, or undefined when it holds anyway. */
function symbolToReplace(
  smaller: Dim,
  larger: Dim,
  least: number,
  minima: ReadonlyMap<string, number>,
): string | undefined {
  const difference = subtractDim(larger, smaller);
  if (difference !== undefined && leastValue(difference, minima) >= least) return undefined;
  if (leastValue(larger, minima) >= (dimValue(smaller) ?? Number.POSITIVE_INFINITY) + least) return undefined;
  const [symbol] = dimSymbols(larger);
  if (symbol === undefined || larger !== dim(symbol) || dimSymbols(smaller).includes(symbol)) {
    const received = `${smaller.text} ${least === 0 ? "<=" : "<"} ${larger.text}`;
    throw new Fault({ op: "where", expected: "one symbol on the larger side, not bounded below before", received });
  }
  return symbol;
}

function leastValue(size: Dim, minima: ReadonlyMap<string, number>): number {
  return evaluateDim(size, Object.fromEntries(dimSymbols(size).map((symbol) => [symbol, minima.get(symbol) ?? 1])));
}

function freshSymbol(name: string, taken: SizeScope): string {
  return taken.has(name) ? freshSymbol(`${name}_`, taken) : name;
}
