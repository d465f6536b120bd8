/**
 * Terms, written as formulas.
 *
 * Law   what is written here, formula.ts reads back as the same term.
 *
 * Parentheses stand only where the grammar needs them, and around a signed
 * right operand (`A + (-B)`). An operator is written where operator.ts reads it
 * as this term, and otherwise the function that says it (`mul(A, B)`).
 * Indices are called i, i2, … and running values y, y2, … by the height of
 * their binder, which no other binder around them has.
 */
import { addDim, type Dim, dimSymbols, dimValue } from "./dimension.ts";
import { Fault } from "./fault.ts";
import { minus, productReading, quotient } from "./operator.ts";
import { rationalText } from "./rational.ts";
import { fold, schedule } from "./schedule.ts";
import {
  type Big,
  constant,
  type Defined,
  type Fold,
  type Index,
  indexText,
  isScalar,
  type Size,
  type Slice,
  type Term,
  type Tri,
} from "./term.ts";

/** How tight the outermost operator of a text binds. */
const SUM = 1;
const PRODUCT = 2;
const PREFIX = 3;
const POSTFIX = 4;
const ATOM = 5;

interface Text {
  readonly text: string;
  readonly level: number;
  /** Whether it begins with a minus. */
  readonly signed: boolean;
  /** What stands below 1, in a text such as `1/s`. */
  readonly below?: Text;
}

/** Sharing makes texts that no memory holds; longer ones are refused. */
const LONGEST_TEXT = 1_000_000;
const ELIDED: Text = { text: "…", level: ATOM, signed: false };

/**
 * The formula of a term, with what is too deep for `maxLength` characters elided as `…`.
 *
 * throws  Fault when no `maxLength` is given and the text, without sharing, is longer than a million characters
 */
export function formulaOf(term: Term, { maxLength }: { readonly maxLength?: number } = {}): string {
  const names = namesIn(term);
  if (maxLength !== undefined) return elidedText(term, names, maxLength);
  const text = fold<Text>(term, (node, args) => {
    const written = textOf(node, args, names);
    if (written.text.length <= LONGEST_TEXT) return written;
    const expected = `a term of at most ${LONGEST_TEXT} characters`;
    throw new Fault({ op: "formulaOf", expected, received: `one of ${written.text.length}`, next: "pass maxLength" });
  });
  return text.text;
}

/** The text of as many levels as fit. */
function elidedText(term: Term, names: Names, maxLength: number): string {
  let best = ELIDED.text;
  for (const levels = [[term]]; ; levels.push([...new Set(levels.at(-1)!.flatMap((node) => node.args))])) {
    const deepest = levels.at(-1)!;
    const { text } = textOfLevels(levels, names);
    if (text.length > maxLength) return best;
    best = text;
    if (deepest.every((node) => node.args.length === 0)) return best;
  }
}

function textOfLevels(levels: readonly (readonly Term[])[], names: Names): Text {
  const cut = (node: Term): Text => (node.args.length === 0 ? textOf(node, [], names) : ELIDED);
  let texts = new Map(levels.at(-1)!.map((node) => [node, cut(node)]));
  for (const level of levels.slice(0, -1).toReversed()) {
    const argumentsOf = (node: Term): Text[] => node.args.map((argument) => texts.get(argument)!); // one level below
    texts = new Map(level.map((node) => [node, textOf(node, argumentsOf(node), names)]));
  }
  return texts.get(levels[0]![0]!)!;
}

/** Names that are taken where a term stands. */
interface Names {
  readonly variables: ReadonlySet<string>;
  readonly sizes: ReadonlySet<string>;
}

function namesIn(root: Term): Names {
  const nodes = schedule(root);
  return {
    variables: new Set(nodes.flatMap((term) => (term.op === "variable" ? [term.name] : []))),
    sizes: new Set(nodes.flatMap((term) => (term.op === "size" ? dimSymbols(term.size) : []))),
  };
}

function textOf(term: Term, args: readonly Text[], names: Names): Text {
  const [A, B] = args as readonly [Text, Text]; // as many as the operation has
  switch (term.op) {
    case "variable":
      return atom(term.name + indexList(term.index));
    case "constant":
      return constantText(rationalText(term.value));
    case "size":
      return sizeText(term, names);
    case "state":
      return atom(runningName(term.binder, names));
    case "identity":
      return call("I", sizeOf(term.rows));
    case "iota":
      return call("iota", sizeOf(term.rows));
    case "ones":
    case "zeros":
      return call(term.op, sizeOf(term.rows), sizeOf(term.cols));
    case "tri":
      return triText(term);
    case "transpose":
      return { text: `${within(A, POSTFIX)}'`, level: POSTFIX, signed: false };
    case "mul":
      return productReading(...pair(term)) === "mul" ? infix(A, "*", B, PRODUCT) : call("mul", A.text, B.text);
    case "scale":
      return scaleText(term, A, B);
    case "add":
      return infix(A, " + ", B, SUM);
    case "hadamard":
      return infix(A, ".*", B, PRODUCT);
    case "map":
      return isQuotient(term, constant(1), term.args[0]!) ? reciprocalText(A) : call(term.fn, A.text);
    case "power":
      return call("pow", A.text, sizeOf(term.exponent));
    case "opaque":
      return call(term.name + indexList(term.index), A.text);
    case "rows":
    case "cols":
      return call(term.op, A.text, ...sliceBounds(term));
    case "defined":
      return definedText(term, args);
    case "bigSum":
    case "bigHcat":
    case "bigVcat":
      return call(BIG_NAMES[term.op], range(term), A.text);
    case "fold":
      return call("layers", range(term), `${runningName(term.height, names)} = ${A.text}`, B.text);
    case "max":
    case "kron":
    case "hcat":
    case "vcat":
    case "vec":
    case "diag":
    case "det":
    case "rank":
    case "inverse":
    case "diagonal":
    case "trace":
    case "maxEntry":
      return call(FUNCTION_NAMES[term.op], ...args.map(({ text }) => text));
  }
}

/** Core operations under the names of the vocabulary. */
const FUNCTION_NAMES = {
  max: "max",
  kron: "kron",
  hcat: "hcat",
  vcat: "vcat",
  vec: "vec",
  diag: "diag",
  det: "det",
  rank: "rank",
  inverse: "inv",
  diagonal: "dg",
  trace: "tr",
  maxEntry: "maxall",
} as const;
const BIG_NAMES = { bigSum: "sum", bigHcat: "hcat", bigVcat: "vcat" } as const;

function atom(text: string): Text {
  return { text, level: ATOM, signed: false };
}

function call(name: string, ...args: readonly string[]): Text {
  return atom(`${name}(${args.join(", ")})`);
}

/** The text of an operand whose place binds as tight as `level`. */
function within({ text, level }: Text, least: number): string {
  return level < least ? `(${text})` : text;
}

/** Two operands of an operator that groups to the left. */
function infix(left: Text, operator: string, right: Text, level: number): Text {
  const second = right.signed ? `(${right.text})` : within(right, level + 1);
  return { text: `${within(left, level)}${operator}${second}`, level, signed: left.signed && left.level >= level };
}

function constantText(text: string): Text {
  const signed = text.startsWith("-");
  return { text, level: text.includes("/") ? PRODUCT : signed ? PREFIX : ATOM, signed };
}

/** Whether `A/s` is read as this term. */
function isQuotient(term: Term, A: Term, s: Term): boolean {
  return isScalar(s) && !(s.op === "constant" && s.value.numerator === 0n) && quotient(A, s) === term;
}

function reciprocalText(below: Text): Text {
  return { ...infix(atom("1"), "/", below, PRODUCT), below };
}

function scaleText(term: Term, factor: Text, A: Text): Text {
  const [s, scaled] = pair(term);
  if (s === constant(-1) && minus(scaled) === term) {
    return { text: `-${A.signed ? `(${A.text})` : within(A, POSTFIX)}`, level: PREFIX, signed: true };
  }
  const { below } = factor;
  if (below !== undefined && isQuotient(term, scaled, s.args[0]!)) return infix(A, "/", below, PRODUCT);
  return productReading(s, scaled) === "scale" ? infix(factor, "*", A, PRODUCT) : call("scale", factor.text, A.text);
}

function pair(term: Term): readonly [Term, Term] {
  return term.args as readonly [Term, Term]; // of a binary operation
}

const OPERATOR_DEFINITIONS: Readonly<Record<string, readonly [string, number]>> = {
  subtract: [" - ", SUM],
  divide: ["./", PRODUCT],
};

function definedText({ name }: Defined, args: readonly Text[]): Text {
  const operator = Object.hasOwn(OPERATOR_DEFINITIONS, name) ? OPERATOR_DEFINITIONS[name] : undefined;
  return operator === undefined
    ? call(name, ...args.map(({ text }) => text))
    : infix(args[0]!, operator[0], args[1]!, operator[1]);
}

function sizeOf(size: Dim): string {
  return size.text.replaceAll("·", "*");
}

/** A lone symbol by its name, where no variable has that name. */
function sizeText({ size }: Size, { variables }: Names): Text {
  return dimSymbols(size)[0] === size.text && !variables.has(size.text) ? atom(size.text) : call("size", sizeOf(size));
}

function triText({ rows, cols, above, below }: Tri): Text {
  const [up, down] = [dimValue(above) === 0, dimValue(below) === 0];
  if (up && down) return rows === cols ? call("tril", sizeOf(rows)) : call("tri", sizeOf(rows), sizeOf(cols));
  const minusBelow = below.monomials.length > 1 ? `-(${sizeOf(below)})` : `-${sizeOf(below)}`;
  const offset = down ? sizeOf(above) : up ? minusBelow : `${sizeOf(above)} ${minusBelow.replace("-", "- ")}`;
  return call("tri", sizeOf(rows), sizeOf(cols), offset);
}

function sliceBounds(term: Slice): [string, string] {
  return [sizeOf(term.start), sizeOf(addDim(term.start, term.op === "rows" ? term.rows : term.cols))];
}

function indexList(index: readonly Index[]): string {
  return indexText(index.map((i) => (typeof i === "object" && "bound" in i ? { free: indexName(i.bound) } : i)));
}

function indexName(height: number): string {
  return height === 1 ? "i" : `i${height}`;
}

function runningName(height: number, { variables, sizes }: Names): string {
  let name = height === 1 ? "y" : `y${height}`;
  while (variables.has(name) || sizes.has(name)) name += "_";
  return name;
}

function range({ height, count }: Big | Fold): string {
  return `${indexName(height)} < ${sizeOf(count)}`;
}
