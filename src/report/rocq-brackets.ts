/**
 * Sums and products that differ in their brackets and order: where brackets move, and which parts stay whole.
 *
 * A move of brackets is a step of Rocq's proof and costs about as much as a law, so what two have in common is not taken
 * apart, and of two ways the shorter is gone.
 */
import { rebuild } from "../term/substitution.ts";
import type { Term } from "../term/term.ts";

/** Brackets that move to one side at a place: 1 is `(A B) C` to `A (B C)`, and 0 is back. */
export interface Turn {
  readonly path: readonly number[];
  readonly side: 0 | 1;
}

/** Brackets as they stand over parts that are numbered. */
type Brackets = number | readonly [Brackets, Brackets];

/** How brackets come to one side and from there to where they are wanted; what both do at the end neither does. */
export function turns(from: Term, to: Term, side: 0 | 1): readonly Turn[] {
  const whole = spansOf(to);
  const common = new Map([...spansOf(from)].filter(([span, term]) => term !== from && whole.get(span) === term));
  const there = turnsTo(side, bracketsOf(from, common));
  const back = turnsTo(side, bracketsOf(to, common));
  while (there.length > 0 && there.at(-1)!.join() === back.at(-1)?.join()) {
    there.pop();
    back.pop();
  }
  const other = side === 1 ? 0 : 1;
  return [...there.map((path) => ({ path, side })), ...back.reverse().map((path): Turn => ({ path, side: other }))];
}

/** The products in a product, by the numbers of their first part and of the one after the last. */
function spansOf(root: Term): ReadonlyMap<string, Term> {
  const spans = new Map<string, Term>();
  const visit = (of: Term, begin: number): number => {
    if (of.op !== root.op) return begin + 1;
    const end = of.args.reduce((at, part) => visit(part, at), begin);
    spans.set(`${begin} ${end}`, of);
    return end;
  };
  visit(root, 0);
  return spans;
}

/** The brackets of a product; what is common stays whole. */
function bracketsOf(root: Term, common: ReadonlyMap<string, Term>): Brackets {
  let at = 0;
  const visit = (of: Term): Brackets => {
    if (of.op !== root.op) return at++;
    const length = partsOf(of).length;
    if (common.has(`${at} ${at + length}`)) {
      at += length;
      return at - length;
    }
    return [visit(of.args[0]!), visit(of.args[1]!)];
  };
  return visit(root);
}

/** The places at which brackets move, one after the other, until all stand on one side. */
function turnsTo(side: 0 | 1, brackets: Brackets): (readonly number[])[] {
  const paths: (readonly number[])[] = [];
  let rest = brackets;
  for (const path: number[] = []; typeof rest !== "number"; rest = rest[side]) {
    for (let inner = rest[1 - side]!; typeof inner !== "number"; inner = rest[1 - side]!) {
      paths.push([...path]);
      rest = side === 1 ? [inner[0], [inner[1], rest[1]]] : [[rest[0], inner[0]], inner[1]];
    }
    path.push(side);
  }
  return paths;
}

/** The parts of a sum or product, from the left. */
export function partsOf(term: Term): Term[] {
  const parts: Term[] = [];
  treeOf(term, (part) => {
    parts.push(part);
    return part;
  });
  return parts;
}

/** Sums or products that two have in them, as often in the one as in the other, so that they need not be taken apart. */
export function sharedBy(from: Term, to: Term): ReadonlySet<Term> {
  const inside = new Set(leavesOf(to, ({ op }) => op === to.op, true));
  const shared = new Set<Term>();
  leavesOf(from, (of) => {
    if (of.op !== from.op || of === from) return of === from;
    if (inside.has(of)) shared.add(of);
    return !shared.has(of);
  });
  const isNode = (of: Term): boolean => of.op === from.op && !shared.has(of);
  const count = (of: Term): string =>
    leavesOf(of, isNode)
      .map(({ id }) => id)
      .sort((a, b) => a - b)
      .join();
  return count(from) === count(to) ? shared : new Set();
}

/** What is at the leaves of a tree of operations, from the left; with its inner nodes where they are wanted too. */
export function leavesOf(root: Term, isNode: (of: Term) => boolean, withNodes = false): readonly Term[] {
  const found: Term[] = [];
  const visit = (of: Term): void => {
    if (!isNode(of)) found.push(of);
    else {
      if (withNodes) found.push(of);
      of.args.forEach(visit);
    }
  };
  visit(root);
  return found;
}

/** A sum or product with its parts changed, which are visited from the left with their paths. */
export function treeOf(root: Term, change: (part: Term, path: readonly number[]) => Term): Term {
  const visit = (of: Term, path: readonly number[]): Term => {
    if (of.op !== root.op) return change(of, path);
    const args = of.args.map((argument, k) => visit(argument, [...path, k]));
    return args.every((argument, k) => argument === of.args[k]) ? of : rebuild(of, args);
  };
  return visit(root, []);
}
