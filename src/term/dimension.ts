/**
 * Symbolic sizes: polynomials with natural coefficients, in one normal form.
 *
 * Two sizes are equal exactly when they are the same object, so shape checks
 * are pointer comparisons: `H·d` and `d·H` are one `Dim`, `C₁ + C₂` and
 * `C₂ + C₁` too. There is no subtraction, because a size is never negative;
 * {@link subtractDim} answers only when the difference is a polynomial with
 * natural coefficients again.
 *
 * Notation  a monomial is a coefficient and its symbols, sorted, with repeats
 *           (`3·d·d·H` is `{ coefficient: 3, symbols: ["H", "d", "d"] }`);
 *           monomials are sorted by falling degree, then by name.
 */
import { Fault } from "./fault.ts";

/** One product of a natural number and size symbols. */
export interface Monomial {
  readonly coefficient: number;
  readonly symbols: readonly string[];
}

/** A size in normal form; equal sizes are identical objects. */
export interface Dim {
  readonly id: number;
  /** The normal form as text, e.g. `H·d + 1`. */
  readonly text: string;
  readonly monomials: readonly Monomial[];
}

/** What the constructors of terms accept as a size: a `Dim`, a natural number, or the name of a symbol. */
export type DimLike = Dim | number | string;

/** Numbers for the size symbols. */
export type Sizes = Readonly<Record<string, number>>;

/** Sizes multiply out: k products of sums may have 2ᵏ monomials. */
const MOST_SYMBOLS = 1024;

const interned = new Map<string, Dim>();
/** Sizes by what they are usually asked for: a number, a symbol, the sum, the product or the difference of two. */
const numbered = new Map<number, Dim>();
const named = new Map<string, Dim>();
const sums = new Map<Dim, Map<Dim, Dim>>();
const products = new Map<Dim, Map<Dim, Dim>>();
const differences = new Map<Dim, Map<Dim, Dim | undefined>>();
const SYMBOL = /^[\p{L}_][\p{L}\p{N}_₀-₉]*$/u;

/**
 * A size from a natural number, a symbol's name, or a size.
 *
 * throws  Fault when the number is not natural, the name is not an identifier, or the size was not made here
 */
export function dim(size: DimLike): Dim {
  if (typeof size === "number") return numbered.get(size) ?? remembered(numbered, size, constantDim(size));
  if (typeof size === "string") return named.get(size) ?? remembered(named, size, symbolDim(size));
  if (interned.get(size.text) === size) return size; // an object with the facts of a size is none
  throw new Fault({ op: "dim", expected: "a size made by dim", received: typeof size });
}

function remembered<K, T>(known: Map<K, T>, key: K, value: T): T {
  known.set(key, value);
  return value;
}

function constantDim(value: number): Dim {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new Fault({ op: "dim", expected: "a natural number", received: String(value) });
  }
  return normalDim([{ coefficient: value, symbols: [] }]);
}

function symbolDim(name: string): Dim {
  if (!SYMBOL.test(name)) {
    throw new Fault({ op: "dim", expected: "a symbol such as C or d_head", received: JSON.stringify(name) });
  }
  return normalDim([{ coefficient: 1, symbols: [name] }]);
}

/** The sum of sizes. */
export function addDim(...sizes: readonly DimLike[]): Dim {
  if (sizes.length === 2) return addTwo(dim(sizes[0]!), dim(sizes[1]!));
  return normalDim(sizes.flatMap((size) => dim(size).monomials));
}

function addTwo(a: Dim, b: Dim): Dim {
  return ofPair(sums, a, b, () => normalDim([...a.monomials, ...b.monomials]));
}

/** What is made of two sizes, made once. */
function ofPair<T>(pairs: Map<Dim, Map<Dim, T>>, a: Dim, b: Dim, make: () => T): T {
  const known = pairs.get(a) ?? new Map<Dim, T>();
  pairs.set(a, known);
  return known.has(b) ? known.get(b)! : remembered(known, b, make());
}

/** The product of sizes. */
export function mulDim(...sizes: readonly DimLike[]): Dim {
  return sizes.map(dim).reduce(mulTwo, dim(1));
}

function mulTwo(a: Dim, b: Dim): Dim {
  return ofPair(products, a, b, () => normalDim(a.monomials.flatMap((x) => b.monomials.map((y) => times(x, y)))));
}

/** `a − b` when it is again a polynomial with natural coefficients, otherwise undefined. */
export function subtractDim(a: DimLike, b: DimLike): Dim | undefined {
  return ofPair(differences, dim(a), dim(b), () => {
    const negated = dim(b).monomials.map(({ coefficient, symbols }) => ({ coefficient: -coefficient, symbols }));
    const monomials = collect([...dim(a).monomials, ...negated]);
    return monomials.some(({ coefficient }) => coefficient < 0) ? undefined : normalDim(monomials);
  });
}

/** `a / b` when that is a polynomial with natural coefficients, otherwise undefined. */
export function divideDim(a: DimLike, b: DimLike): Dim | undefined {
  const [leading] = dim(b).monomials;
  let [rest, quotient] = [dim(a), dim(0)];
  while (rest.monomials.length > 0) {
    const next = divideMonomial(rest.monomials[0]!, leading);
    const left = next === undefined ? undefined : subtractDim(rest, mulDim(next, b));
    if (next === undefined || left === undefined) return undefined;
    [rest, quotient] = [left, addDim(quotient, next)];
  }
  return quotient;
}

function divideMonomial(a: Monomial, b: Monomial | undefined): Dim | undefined {
  if (b === undefined || a.coefficient % b.coefficient !== 0) return undefined;
  const symbols = [...a.symbols];
  for (const symbol of b.symbols) {
    const at = symbols.indexOf(symbol);
    if (at < 0) return undefined;
    symbols.splice(at, 1);
  }
  return mulDim(a.coefficient / b.coefficient, ...symbols);
}

/** The number that a size is when it has no symbols, otherwise undefined. */
export function dimValue(size: Dim): number | undefined {
  if (size.monomials.length === 0) return 0;
  const [first] = size.monomials;
  return first!.symbols.length === 0 ? first!.coefficient : undefined;
}

/**
 * The number that a size is at given sizes of its symbols.
 *
 * throws  Fault naming the symbol that has no size
 */
export function evaluateDim(size: Dim, sizes: Sizes): number {
  let total = 0;
  for (const { coefficient, symbols } of size.monomials) {
    let product = coefficient;
    for (const symbol of symbols) product *= sizeOf(symbol, sizes);
    total += product;
  }
  return total;
}

function sizeOf(symbol: string, sizes: Sizes): number {
  const value = Object.hasOwn(sizes, symbol) ? sizes[symbol] : undefined;
  if (value === undefined) {
    throw new Fault({
      op: "size",
      expected: `a number for ${symbol}`,
      received: `sizes of ${Object.keys(sizes).join(", ") || "nothing"}`,
    });
  }
  return value;
}

/** A size with sizes put in place of some of its symbols. */
export function substituteDim(size: Dim, replace: ReadonlyMap<string, Dim>): Dim {
  if (!size.monomials.some(({ symbols }) => symbols.some((symbol) => replace.has(symbol)))) return size;
  return addDim(
    ...size.monomials.map(({ coefficient, symbols }) =>
      mulDim(coefficient, ...symbols.map((symbol) => replace.get(symbol) ?? symbol)),
    ),
  );
}

/** The symbols of a size, each once, sorted. */
export function dimSymbols(size: Dim): readonly string[] {
  return [...new Set(size.monomials.flatMap(({ symbols }) => symbols))].sort();
}

function times(a: Monomial, b: Monomial): Monomial {
  return { coefficient: a.coefficient * b.coefficient, symbols: [...a.symbols, ...b.symbols].sort() };
}

function collect(monomials: readonly Monomial[]): Monomial[] {
  const bySymbols = new Map<string, Monomial>();
  for (const { coefficient, symbols } of monomials) {
    const key = symbols.join("·");
    bySymbols.set(key, { coefficient: coefficient + (bySymbols.get(key)?.coefficient ?? 0), symbols });
  }
  const kept = [...bySymbols].filter(([, { coefficient }]) => coefficient !== 0);
  kept.sort(([a, { symbols: x }], [b, { symbols: y }]) => y.length - x.length || (a < b ? -1 : 1));
  return kept.map(([, monomial]) => monomial);
}

function normalDim(unsorted: readonly Monomial[]): Dim {
  const monomials = collect(unsorted);
  const text = monomials.map(monomialText).join(" + ") || "0";
  const known = interned.get(text);
  if (known !== undefined) return known;
  for (const monomial of monomials) expectExact(monomial);
  const symbols = monomials.reduce((count, monomial) => count + 1 + monomial.symbols.length, 0);
  if (symbols > MOST_SYMBOLS)
    throw new Fault({ op: "dim", expected: `a size of at most ${MOST_SYMBOLS} symbols`, received: `${symbols}` });
  const fresh: Dim = Object.freeze({ id: interned.size, text, monomials: Object.freeze(monomials.map(frozen)) });
  interned.set(text, fresh);
  return fresh;
}

/** Beyond 2⁵³ two sizes would be one. */
function expectExact({ coefficient }: Monomial): void {
  if (!Number.isSafeInteger(coefficient))
    throw new Fault({ op: "dim", expected: "a size below 2^53", received: String(coefficient) });
}

function frozen({ coefficient, symbols }: Monomial): Monomial {
  return Object.freeze({ coefficient, symbols: Object.freeze([...symbols]) });
}

function monomialText({ coefficient, symbols }: Monomial): string {
  return coefficient === 1 && symbols.length > 0 ? symbols.join("·") : [coefficient, ...symbols].join("·");
}
