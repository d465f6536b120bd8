/**
 * Expressions and patterns as flat lists, and their text: `(+ ?a (* ?b 2))`.
 *
 * Children come before parents and are named by their places; the root is
 * last. So a fold is a loop, a shared part is there once, and depth costs
 * nothing. A pattern is an expression that may have variables, `?a`.
 */
import { Fault } from "../../term/fault.ts";
import type { Symbols } from "./symbols.ts";

/** A symbol over earlier places. */
export interface ENode {
  readonly symbol: number;
  readonly children: readonly number[];
}

/** A place that anything fits; the same name, the same class. */
export interface Variable {
  readonly variable: string;
}

export type Expression = readonly ENode[];
export type Pattern = readonly (ENode | Variable)[];

export function isVariable(node: ENode | Variable): node is Variable {
  return "variable" in node;
}

/**
 * The pattern that a text means.
 *
 * throws  Fault when parentheses do not match, or a name is used with another number of children
 */
export function parsePattern(symbols: Symbols, text: string): Pattern {
  const nodes: (ENode | Variable)[] = [];
  const open: { readonly operator: string; readonly children: number[] }[] = [];
  const done: number[] = [];
  const tokens = text.match(/\(\s*[^\s()]+|\)|\(|[^\s()]+/g) ?? [];
  for (const token of tokens) {
    if (token === "(") throw new Fault({ op: "pattern", expected: "an operator after (", received: text });
    if (token.startsWith("(")) {
      open.push({ operator: token.slice(1).trim(), children: [] });
      continue;
    }
    const closed = token === ")" ? open.pop() : { operator: token, children: [] };
    if (closed === undefined) throw new Fault({ op: "pattern", expected: "a ( for each )", received: text });
    const { operator, children } = closed;
    const isName = token !== ")" && operator.startsWith("?");
    const node = isName ? { variable: operator } : { symbol: symbols.intern(operator, children.length), children };
    (open.at(-1)?.children ?? done).push(nodes.push(node) - 1);
  }
  if (open.length > 0) throw new Fault({ op: "pattern", expected: "a ) for each (", received: text });
  if (done.length !== 1) throw new Fault({ op: "pattern", expected: "one expression", received: text });
  return nodes;
}

/**
 * The expression that a text means.
 *
 * throws  Fault when it is not one, or has variables
 */
export function parseExpression(symbols: Symbols, text: string): Expression {
  return parsePattern(symbols, text).map((node) => {
    if (isVariable(node)) throw new Fault({ op: "expression", expected: "no variables", received: node.variable });
    return node;
  });
}

/** The text of an expression or a pattern. */
export function patternText(symbols: Symbols, pattern: Pattern): string {
  const texts: string[] = [];
  for (const node of pattern) {
    if (isVariable(node)) texts.push(node.variable);
    else {
      const name = symbols.name(node.symbol);
      const parts = node.children.map((child) => texts[child]!);
      texts.push(parts.length === 0 ? name : `(${[name, ...parts].join(" ")})`);
    }
  }
  return texts.at(-1)!;
}

/** The variables of a pattern, in order of appearance. */
export function variablesOf(pattern: Pattern): readonly string[] {
  return [...new Set(pattern.filter(isVariable).map(({ variable }) => variable))];
}
