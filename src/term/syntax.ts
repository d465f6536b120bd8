/**
 * Formulas as syntax: a tree in which every node knows its place in the text.
 *
 * mathjs's parser decides what binds tighter; nothing is compiled or evaluated.
 * Its nodes have no positions and its numbers are doubles, so it is never
 * shown the text: each name or number goes in as the symbol `t7` of its token,
 * and what comes back is read against the tokens. Any name will do, `in` and
 * `W₁` too, and decimals stay exact.
 *
 * Cost   the one-file build of mathjs imports in 90–170 ms and parses its first
 *        formula 60–100 ms later; `mathjs/number` takes 350–600 ms, `mathjs`
 *        700–1000 ms (Node 20, two shared cores). It is imported when the first
 *        formula is read.
 */
import type { MathNode } from "mathjs";
import { Fault, type Place } from "./fault.ts";
import { mathjs } from "./mathjs.ts";

/** Operators between two operands; `<` and `=` occur in the ranges and starts of binders. */
export type Infix = (typeof INFIX)[number];
const INFIX = ["+", "-", "*", "/", ".*", "./", "^", ".^", "<", "="] as const;

interface Spot {
  /** The first and the last token. */
  readonly first: number;
  readonly last: number;
  readonly place: Place;
}

/** A node of a formula; parentheses only widen the place of what they hold. */
export type Syntax = Spot &
  (
    | { readonly kind: "number"; readonly text: string }
    | { readonly kind: "name"; readonly name: string; readonly index: readonly Syntax[] }
    | { readonly kind: "call"; readonly callee: Extract<Syntax, { kind: "name" }>; readonly args: readonly Syntax[] }
    | { readonly kind: "minus" | "transpose"; readonly operand: Syntax }
    | { readonly kind: "infix"; readonly op: Infix; readonly left: Syntax; readonly right: Syntax }
  );

/** Two or more sides with the relations between them, `i < j <= n`. */
export interface Relations {
  readonly sides: readonly Syntax[];
  readonly relations: readonly ("=" | "<" | "<=")[];
}

interface Token {
  readonly kind: "number" | "name" | "sign";
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** A text with its tokens, of which a reading may see only the first few. */
interface Source {
  readonly text: string;
  readonly tokens: readonly Token[];
}

const BLANK = /\s+/uy;
const TOKENS: readonly (readonly [Token["kind"], RegExp])[] = [
  ["number", /(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?/uy],
  ["name", /[\p{L}_][\p{L}\p{N}_₀-₉]*/uy],
  ["sign", /\.[*/^]|<=|[-+*/^'()[\],<=·−≤]/uy],
];
/** Signs that people paste, as the signs of the grammar. */
const SAME_SIGN: ReadonlyMap<string, string> = new Map([
  ["·", "*"],
  ["−", "-"],
  ["≤", "<="],
]);
const RELATIONS: readonly string[] = ["=", "<", "<="] satisfies Relations["relations"];

/**
 * The syntax of one formula.
 *
 * throws  Fault with the place of the first thing that is not grammar
 */
export const parseSyntax = remembering((text: string): Syntax => parseTokens({ text, tokens: tokenize(text) }, 0));

/**
 * The sides and relations of a statement such as `A*B = C` or `i < j <= n`; a lone side has no relation.
 *
 * throws  Fault with the place of the first thing that is not grammar
 */
export const parseRelations = remembering((text: string): Relations => {
  const tokens = tokenize(text);
  const sides: Syntax[] = [];
  const relations: Relations["relations"][number][] = [];
  let [depth, first] = [0, 0];
  for (const [i, token] of tokens.entries()) {
    if (token.kind !== "sign") continue;
    if (token.text === "(" || token.text === "[") depth++;
    if (token.text === ")" || token.text === "]") depth--;
    if (depth !== 0 || !RELATIONS.includes(token.text)) continue;
    sides.push(parseTokens({ text, tokens: tokens.slice(0, i) }, first));
    relations.push(token.text as "=" | "<" | "<="); // one of RELATIONS
    first = i + 1;
  }
  return { sides: [...sides, parseTokens({ text, tokens }, first)], relations };
});

const REMEMBERED = 1024;

/** A reading of texts that knows the last ones: the sizes of a claim are the same few, and a statement is read twice. */
function remembering<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const last = known.get(text);
    if (last !== undefined) return last;
    if (known.size === REMEMBERED) known.clear();
    const made = read(text);
    known.set(text, made);
    return made;
  };
}

function refuse(place: Place, expected: string, received: string, next?: string): never {
  throw new Fault({ op: "formula", expected, received, next, place });
}

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  for (let from = skipBlank(text, 0); from < text.length; ) {
    const token = tokenAt(text, from);
    if (token.text === "'" && !endsOperand(tokens.at(-1))) refuse(token.place, "something to transpose", "'");
    tokens.push(token);
    from = skipBlank(text, token.to);
  }
  return tokens;
}

function skipBlank(text: string, from: number): number {
  BLANK.lastIndex = from;
  return BLANK.test(text) ? BLANK.lastIndex : from;
}

function tokenAt(text: string, from: number): Token & { readonly place: Place } {
  for (const [kind, pattern] of TOKENS) {
    pattern.lastIndex = from;
    const [found] = pattern.exec(text) ?? [];
    if (found === undefined) continue;
    const to = from + found.length;
    return { kind, text: SAME_SIGN.get(found) ?? found, from, to, place: { text, from, to } };
  }
  return refuse({ text, from, to: from + 1 }, "a name, a number or an operator", JSON.stringify(text[from]));
}

function endsOperand(token: Token | undefined): boolean {
  return (
    token !== undefined && (token.kind !== "sign" || token.text === ")" || token.text === "]" || token.text === "'")
  );
}

/** What mathjs sees of a token. */
function mask(token: Token, at: number): string {
  return token.kind === "sign" ? token.text : `t${at}`;
}

function parseTokens(source: Source, first: number): Syntax {
  const masks = source.tokens.slice(first).map((token, i) => mask(token, first + i));
  if (masks.length === 0) refuse(endOf(source), "a formula", "nothing");
  let tree: MathNode;
  try {
    tree = mathjs().parse(masks.join(" "));
  } catch (error) {
    return refuseMasked(error, masks, source, first);
  }
  return syntaxOf(tree, source);
}

/** The place after a formula. */
function endOf({ text, tokens }: Source): Place {
  const to = tokens.at(-1)?.to ?? 0;
  return { text, from: to, to };
}

/** mathjs's complaint about the masks, as a fault about the text. */
function refuseMasked(error: unknown, masks: readonly string[], source: Source, first: number): never {
  const char = (error as { readonly char?: unknown }).char; // on the SyntaxErrors of mathjs's parser
  if (typeof char !== "number") throw error;
  let [at, offset] = [0, masks[0]!.length];
  while (offset < char && ++at < masks.length) offset += 1 + masks[at]!.length;
  const [, bracket] = /Parenthesis (\S) expected/.exec(String(error)) ?? [];
  const token = source.tokens[first + at];
  if (token === undefined) return refuse(endOf(source), bracket ?? "an operand", "the end");
  const place = { text: source.text, from: token.from, to: token.to };
  return refuse(place, bracket ?? "another operator or operand", token.text);
}

/**
 * Runs a recursive reading of a text.
 *
 * throws  Fault where brackets are nested so deep that the call stack overflows
 */
export function withinDepth<T>(text: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const facts = { op: "formula", expected: "fewer levels of nesting", received: `${text.length} characters` };
    throw new Fault({ ...facts, next: "name its parts" }, { cause: error });
  }
}

function spot({ text, tokens }: Source, first: number, last: number): Spot {
  return { first, last, place: { text, from: tokens[first]!.from, to: tokens[last]!.to } };
}

/** The tree of mathjs, read against the tokens: between the tokens of two operands stands their operator. */
function syntaxOf(node: MathNode, source: Source): Syntax {
  const { isSymbolNode, isParenthesisNode, isOperatorNode, isAccessorNode, isFunctionNode, isAssignmentNode } =
    mathjs();
  if (isSymbolNode(node)) return leaf(node.name, source);
  if (isParenthesisNode(node)) {
    const inner = syntaxOf(node.content, source);
    return { ...inner, ...spot(source, inner.first - 1, inner.last + 1) };
  }
  if (isOperatorNode(node)) return operation(node.op, node.args, node.implicit, source);
  if (isAccessorNode(node)) return family(node, source);
  if (isFunctionNode(node)) return call(node, source);
  if (isAssignmentNode(node) && node.index === null) return operation("=", [node.object, node.value], false, source);
  return refuse(
    { text: source.text, from: 0, to: source.text.length },
    "a formula",
    node.type.replace("Node", "").toLowerCase(),
  );
}

function leaf(masked: string, source: Source): Syntax {
  const at = Number(masked.slice(1));
  const { kind, text } = source.tokens[at]!;
  if (kind === "number") return { kind, text, ...spot(source, at, at) };
  return { kind: "name", name: text, index: [], ...spot(source, at, at) };
}

function operation(op: string, operands: readonly MathNode[], implicit: boolean, source: Source): Syntax {
  const [left, right] = operands.map((operand) => syntaxOf(operand, source)) as [Syntax, Syntax?]; // arity one or two
  if (right === undefined) {
    if (op === "'") return { kind: "transpose", operand: left, ...spot(source, left.first, left.last + 1) };
    const whole = spot(source, left.first - 1, left.last);
    if (op !== "-") refuse(whole.place, "- or nothing before an operand", op);
    return { kind: "minus", operand: left, ...whole };
  }
  if (implicit) refuse(right.place, "an operator before it", "two operands side by side", "write * for a product");
  const whole = spot(source, left.first, right.last);
  const known = INFIX.find((infix) => infix === op) ?? refuse(whole.place, `one of ${INFIX.join(" ")}`, op);
  return { kind: "infix", op: known, left, right, ...whole };
}

type Named = Extract<Syntax, { kind: "name" }>;

function family(
  node: MathNode & { readonly object: MathNode; readonly index: MathNode & { readonly dimensions: MathNode[] } },
  source: Source,
): Named {
  const named = nameOf(syntaxOf(node.object, source));
  if (named.index.length > 0) refuse(named.place, "one index list, as in W[l,h]", "two");
  const index = node.index.dimensions.map((part) => syntaxOf(part, source));
  return { ...named, index, ...spot(source, named.first, (index.at(-1)?.last ?? named.last + 1) + 1) };
}

function call(node: MathNode & { readonly fn: MathNode; readonly args: MathNode[] }, source: Source): Syntax {
  const callee = nameOf(syntaxOf(node.fn, source));
  const args = node.args.map((argument) => syntaxOf(argument, source));
  return { kind: "call", callee, args, ...spot(source, callee.first, (args.at(-1)?.last ?? callee.last + 1) + 1) };
}

function nameOf(syntax: Syntax): Named {
  if (syntax.kind === "name") return syntax;
  return refuse(syntax.place, "a name before a bracket", syntax.kind, "write * for a product");
}
