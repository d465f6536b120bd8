/**
 * Hypotheses: what a statement assumes beside the kinds of its variables.
 *
 * Notation, for `assume` and `hyp` of a statement file and for the command line
 *   A*B = C    A <= B    A >= B         relations of terms, also in a chain: `0 < a <= b`
 *   c > 0    c >= 0    c != 0    a < b  read as properties of every entry
 *   invertible(A+B)    perm(P)          a property, or the name of any kind; also `A+B is invertible`
 *   commute(A, B)                       A*B = B*A
 * Several stand between commas or semicolons. An order of sizes (`i < n`) is a fact about shapes: see `where`.
 */
import { subtract } from "./definition.ts";
import { didYouMean, Fault, type Place, withPlace } from "./fault.ts";
import { parseFormula } from "./formula.ts";
import { KINDS, PROPERTIES, type Property } from "./kind.ts";
import { times } from "./operator.ts";
import type { Scope } from "./scope.ts";
import { parseSize } from "./sizes.ts";
import { parseSyntax } from "./syntax.ts";
import { constant, diagonal, isScalar, ones, scale, type Term, zeros } from "./term.ts";

/** One thing that a statement assumes. */
export type Hypothesis =
  | { readonly kind: "equal" | "le"; readonly lhs: Term; readonly rhs: Term }
  | { readonly kind: "is"; readonly property: Property; readonly term: Term };

/** Names that people use for a property, and what they say of a term. */
const MEANINGS: ReadonlyMap<string, (A: Term) => readonly Hypothesis[]> = new Map([
  ...PROPERTIES.map((property) => [property, (A: Term) => [is(property, A)]] as const),
  ["matrix", () => []],
  ["scalar", () => []],
  ["posscalar", (A) => [is("positive", A)]],
  ["nonnegscalar", (A) => [is("nonnegative", A)]],
  ["nzscalar", (A) => [is("nonzero", A)]],
  ["posdiagonal", (A) => [is("diagonal", A), is("positive", diagonal(A))]],
  ["invdiagonal", (A) => [is("diagonal", A), is("nonzero", diagonal(A))]],
  ["nonneg", (A) => [is("nonnegative", A)]],
  ["nonsingular", (A) => [is("invertible", A)]],
  ["permutation", (A) => [is("perm", A)]],
  ["antisymmetric", (A) => [is("skew", A)]],
  ["stochastic", (A) => [is("rowstochastic", A)]],
]);

function is(property: Property, term: Term): Hypothesis {
  return { kind: "is", property, term };
}

/** The properties of square matrices. */
const SQUARE: ReadonlySet<string> = new Set(
  ["invertible", ...Object.keys(KINDS)].filter(
    (name) => name === "invertible" || KINDS[name as keyof typeof KINDS].square,
  ), // keys
);

type Relation = "=" | "<=" | "<" | ">=" | ">" | "!=";

interface Relations {
  readonly sides: readonly string[];
  readonly relations: readonly Relation[];
}

const SIGNS = /<=|>=|!=|<>|[=<>≤≥≠]/y;
const SAME_SIGN: Readonly<Record<string, Relation>> = { "≤": "<=", "≥": ">=", "≠": "!=", "<>": "!=" };

/** The sides of a text and the relations between them; what stands in brackets is not split. */
export function splitRelations(text: string): Relations {
  const sides: string[] = [];
  const relations: Relation[] = [];
  let [depth, from] = [0, 0];
  for (let at = 0; at < text.length; at++) {
    if ("([".includes(text[at]!)) depth++;
    if (")]".includes(text[at]!)) depth--;
    SIGNS.lastIndex = at;
    const [sign] = (depth === 0 && SIGNS.exec(text)) || [];
    if (sign === undefined) continue;
    sides.push(text.slice(from, at));
    relations.push(SAME_SIGN[sign] ?? (sign as Relation)); // what SIGNS matches, else
    from = at + sign.length;
    at = from - 1;
  }
  return { sides: [...sides, text.slice(from)], relations };
}

/** The parts of a text between commas and semicolons that stand in no brackets. */
export function splitList(text: string): readonly string[] {
  const parts: string[] = [];
  let [depth, from] = [0, 0];
  for (const [at, sign] of [...text].entries()) {
    if ("([".includes(sign)) depth++;
    if (")]".includes(sign)) depth--;
    if (depth !== 0 || !",;".includes(sign)) continue;
    parts.push(text.slice(from, at));
    from = at + 1;
  }
  return [...parts, text.slice(from)].map((part) => part.trim()).filter((part) => part !== "");
}

/** An order of sizes with the smaller ones first, as `where` wants it; undefined when a side is not a size. */
export function sizeFacts(text: string, variables: ReadonlySet<string>): readonly string[] | undefined {
  const { sides, relations } = splitRelations(text);
  if (relations.length === 0 || relations.some((relation) => relation === "=" || relation === "!=")) return undefined;
  if (!sides.every((side) => isSize(side, variables))) return undefined;
  return relations.map((relation, i) => {
    const [left, right] = [sides[i]!.trim(), sides[i + 1]!.trim()];
    return relation.startsWith(">") ? `${right} ${relation.replace(">", "<")} ${left}` : `${left} ${relation} ${right}`;
  });
}

function isSize(text: string, variables: ReadonlySet<string>): boolean {
  try {
    return parseSize(text).monomials.every(({ symbols }) => symbols.every((symbol) => !variables.has(symbol)));
  } catch (error) {
    if (error instanceof Fault) return false;
    throw error;
  }
}

/**
 * The hypotheses that a text states.
 *
 * throws  Fault for what is no relation and no known property, with the place in the text
 */
export function parseHypotheses(text: string, scope: Scope): readonly Hypothesis[] {
  return splitList(text).flatMap((part) => hypothesesOf(part, scope));
}

function hypothesesOf(text: string, scope: Scope): readonly Hypothesis[] {
  const { sides, relations } = splitRelations(text);
  if (relations.length === 0) return properties(text, scope);
  const place = { text, from: 0, to: text.length };
  const terms = sides.map((side) => parseFormula(side, scope));
  return relations.map((relation, i) => withPlace(place, () => related(terms[i]!, relation, terms[i + 1]!)));
}

/** `A R B`; a number on one side stands for a matrix of it. throws  Fault when the sides differ in shape */
export function related(left: Term, relation: Relation, right: Term): Hypothesis {
  const [A, B] = [filled(left, right), filled(right, left)];
  switch (relation) {
    case "=":
      return { kind: "equal", ...sameShape(A, B) };
    case "<=":
      return isZero(left) ? is("nonnegative", right) : { kind: "le", ...sameShape(A, B) };
    case ">=":
      return related(right, "<=", left);
    case "<":
      return strictly(left, right);
    case ">":
      return related(right, "<", left);
    case "!=":
      return is("nonzero", difference(A, B));
  }
}

/** `A < B` in every entry: B − A is positive. throws  Fault when the sides differ in shape */
export function strictly(left: Term, right: Term): Extract<Hypothesis, { readonly kind: "is" }> {
  return { kind: "is", property: "positive", term: difference(filled(right, left), filled(left, right)) };
}

function isZero(term: Term): boolean {
  return term === constant(0) || term.op === "zeros";
}

function difference(A: Term, B: Term): Term {
  const { lhs, rhs } = sameShape(A, B);
  if (isZero(rhs)) return lhs;
  return isZero(lhs) ? scale(constant(-1), rhs) : subtract(lhs, rhs);
}

/** A number as a matrix of the other side's shape. */
function filled(side: Term, other: Term): Term {
  if (!isScalar(side) || isScalar(other)) return side;
  return isZero(side) ? zeros(other.rows, other.cols) : scale(side, ones(other.rows, other.cols));
}

function sameShape(lhs: Term, rhs: Term): { readonly lhs: Term; readonly rhs: Term } {
  if (lhs.rows === rhs.rows && lhs.cols === rhs.cols) return { lhs, rhs };
  const received = `${lhs.rows.text} × ${lhs.cols.text} and ${rhs.rows.text} × ${rhs.cols.text}`;
  throw new Fault({ op: "hypothesis", expected: "both sides of one shape", received, about: "shape" });
}

const IN_WORDS = /^(?<terms>.+?)\s+(?:(?:is|are)\s+)?(?:an?\s+)?(?<property>[\p{L}_]+)$/u;

/** `invertible(A)`, `A is invertible`, `commute(A, B)`. */
function properties(text: string, scope: Scope): readonly Hypothesis[] {
  const words = IN_WORDS.exec(text)?.groups;
  if (words !== undefined && !text.endsWith(")")) {
    return propertyOf(words.property!, { text, from: text.length - words.property!.length, to: text.length })(
      parseFormula(words.terms!, scope),
    );
  }
  const syntax = parseSyntax(text);
  if (syntax.kind !== "call") return refuse(syntax.place, text);
  const terms = syntax.args.map(({ place }) => parseFormula(place.text.slice(place.from, place.to), scope));
  const { name, place } = syntax.callee;
  if (name === "commute" && terms.length === 2) return [commuting(terms[0]!, terms[1]!)];
  const meaning = propertyOf(name, place);
  return terms.flatMap((term) => withPlace(syntax.place, () => meaning(term)));
}

function commuting(A: Term, B: Term): Hypothesis {
  return { kind: "equal", ...sameShape(times(A, B), times(B, A)) };
}

function propertyOf(name: string, place: Place): (A: Term) => readonly Hypothesis[] {
  const meaning = MEANINGS.get(name);
  if (meaning === undefined) return refuse(place, name);
  return (A) => {
    if (!SQUARE.has(name) || A.rows === A.cols) return meaning(A);
    const received = `${A.rows.text} × ${A.cols.text}`;
    throw new Fault({ op: name, expected: "a square matrix", received, place, about: "shape" });
  };
}

function refuse(place: Place, received: string): never {
  const known = [...MEANINGS.keys(), "commute"];
  const next = didYouMean(received, known)?.startsWith("did") ? didYouMean(received, known) : undefined;
  const expected = `a relation such as c > 0, or one of ${known.join(", ")} before (`;
  throw new Fault({ op: "hypothesis", expected, received, next, place });
}
