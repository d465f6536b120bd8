/**
 * Parameters of axioms, as their notation says (axiom.ts): what terms must be
 * for a law to speak of them.
 *
 * A law is a function of terms, and its constructors refuse most terms that do
 * not fit, but not all: `f(u·1) = f(u)·1` type-checks for a u of two columns,
 * of which it is false. So the shapes in the notation are conditions, and the
 * random test of the axioms draws from the notation that the kernel enforces.
 */
import { addDim, type Dim, dim } from "../term/dimension.ts";
import { Fault } from "../term/fault.ts";
import { type Big, shapeText, type Term } from "../term/term.ts";

/** One parameter: in `S: sum p of n × m` the words `sum p of` stand before the shape. */
export interface Parameter {
  readonly name: string;
  readonly before: readonly string[];
  /** Rows and columns, each a sum of symbols; undefined where another parameter says it. */
  readonly shape: readonly [Size, Size] | undefined;
  readonly after: readonly string[];
}

/** A size as the symbols of a sum; `1` is one. */
export type Size = readonly string[];

const SHAPED = /^(.*?)(\([^)]*\)|\b[a-z]\b|1) × (\([^)]*\)|[a-z]\b|1)(.*)$/u;
const words = (text: string): readonly string[] => text.split(/[\s()+]+/).filter((word) => word !== "");

/** The parameters that a notation lists. throws  Fault when it lists something else */
export function parseParameters(notation: string): readonly Parameter[] {
  if (notation === "") return [];
  return notation.split(";").map((text) => {
    const [, name, rest] = /^\s*(\p{L}\w*): (.+)$/u.exec(text) ?? [];
    if (name === undefined || rest === undefined)
      throw new Fault({ op: "axiom", expected: "parameters such as A: n × m", received: text });
    const [, before = rest, rows, cols, after = ""] = SHAPED.exec(rest) ?? [];
    const shape = rows === undefined || cols === undefined ? undefined : ([words(rows), words(cols)] as const);
    return { name, before: words(before), shape, after: words(after) };
  });
}

/** What a parameter asks of a term: which operations it is inside of, and the sizes of what is in those. */
interface Asked {
  readonly at: number;
  readonly inside: readonly Term["op"][];
  /** The symbol of a binder's count. */
  readonly count: Slot | undefined;
  /** The symbols of rows and columns, where they are no sums. */
  readonly rows: Slot | undefined;
  readonly cols: Slot | undefined;
  /** Another parameter, whose shape it has. */
  readonly like: number | undefined;
}

/** Where the size of a symbol stands, of one axiom; 0 is that of 1. */
type Slot = number;

/**
 * What throws unless terms, as many, have the shapes that parameters state: a symbol is one size throughout.
 */
export function shapesOf(axiom: string, parameters: readonly Parameter[]): (args: readonly Term[]) => void {
  const symbols = ["1"];
  const slotOf = (symbol: string): Slot =>
    symbols.includes(symbol) ? symbols.indexOf(symbol) : symbols.push(symbol) - 1;
  const asked = parameters.flatMap((parameter, at) => askedBy(parameter, at, parameters, slotOf));
  const sums = asked.flatMap(({ at, inside }) =>
    (parameters[at]!.shape ?? []).flatMap((size, side) =>
      size.length > 1 ? [{ at, inside, size: size.map(slotOf), side }] : [],
    ),
  );
  return (args) => {
    const sizes = new Array<Dim | undefined>(symbols.length);
    sizes[0] = ONE;
    const meet = (symbol: Slot | undefined, size: Dim, term: Term): void => {
      if (symbol === undefined) return;
      const known = sizes[symbol];
      if (known === undefined) sizes[symbol] = size;
      else expectSize(axiom, size, known, term);
    };
    for (const { at, inside, count, rows, cols, like } of asked) {
      const term = subject(axiom, inside, args[at]!);
      if (count !== undefined) meet(count, (args[at] as Big).count, args[at]!); // its operation was looked at
      meet(rows, term.rows, term);
      meet(cols, term.cols, term);
      if (like === undefined) continue;
      expectSize(axiom, term.rows, args[like]!.rows, term);
      expectSize(axiom, term.cols, args[like]!.cols, term);
    }
    // a later parameter may determine the symbols of a sum
    for (const { at, inside, size, side } of sums) {
      const term = subject(axiom, inside, args[at]!);
      expectSize(axiom, side === 0 ? term.rows : term.cols, addDim(...size.map((symbol) => sizes[symbol]!)), term);
    }
  };
}

function expectSize(axiom: string, size: Dim, expected: Dim, term: Term): void {
  if (size === expected) return;
  throw new Fault({ op: axiom, expected: `a size ${expected.text}`, received: shapeText(term), about: "shape" });
}

function askedBy(
  { before, shape, after }: Parameter,
  at: number,
  parameters: readonly Parameter[],
  slotOf: (symbol: string) => Slot,
): readonly Asked[] {
  if (after.length > 0) return []; // a function, which is applied to other terms
  const [first = "", second] = before;
  const [rows, cols] = shape ?? (first === "bound" ? [["1"], ["1"]] : []);
  const alone = (size: Size | undefined): Slot | undefined => (size?.length === 1 ? slotOf(size[0]!) : undefined);
  const like = LIKE.has(first) ? parameters.findIndex(({ name }) => before.includes(name)) : -1;
  return [
    {
      at,
      inside: insideOf(before),
      count: BIG.has(first) ? slotOf(second!) : undefined,
      rows: alone(rows),
      cols: alone(cols),
      like: like < 0 || shape !== undefined ? undefined : like,
    },
  ];
}

const ONE = dim(1);
const BIG: ReadonlyMap<string, Term["op"]> = new Map([
  ["sum", "bigSum"],
  ["hcat", "bigHcat"],
  ["vcat", "bigVcat"],
]);
/** Words for a matrix of the shape of another. */
const LIKE: ReadonlySet<string> = new Set(["above", "same", "inverse"]);

/** The operations that words say the shape is inside of: a binder, or slices. */
function insideOf([word = "", next, ...rest]: readonly string[]): readonly Term["op"][] {
  if ((word === "rows" || word === "cols") && next === "of") return [word, ...insideOf(rest)];
  const op = BIG.get(word);
  return op === undefined ? [] : [op];
}

/** What the shape is said of: the body of a binder, what a slice is of, or the term itself. */
function subject(axiom: string, inside: readonly Term["op"][], term: Term): Term {
  let found = term;
  for (const op of inside) {
    if (found.op !== op) throw new Fault({ op: axiom, expected: op, received: found.op });
    found = found.args[0]!; // each has an argument
  }
  return found;
}
