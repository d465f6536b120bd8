/**
 * What a claim builds on: a claim about a block speaks of its attention, which the claim about attention is about.
 *
 * Read from the terms. A claim is about the largest parts of its sides that are no products with what it moves them
 * by; it builds on another one when such a part of the other stands within a part of its own, whatever stands for the
 * variables that the other quantifies over, and whichever layer and head it is of.
 */

import { schedule, variablesOf } from "../term/schedule.ts";
import type { Statement } from "../term/statement.ts";
import type { Term } from "../term/term.ts";

/** A claim with what it states. */
export interface Stated {
  readonly id: string;
  readonly statement: Statement;
}

/** The claims that each builds on, without those that one of these builds on in its turn. */
export function dependencies(claims: readonly Stated[]): ReadonlyMap<string, readonly string[]> {
  const parts = new Map(claims.map((claim) => [claim.id, partsOf(claim)]));
  const all = new Map(
    claims.map(({ id }) => [
      id,
      claims.filter((other) => other.id !== id && buildsOn(parts.get(id)!, other, parts.get(other.id)!)),
    ]),
  );
  return new Map(
    [...all].map(([id, below]) => {
      const indirect = new Set(below.flatMap((one) => all.get(one.id)!.map((other) => other.id)));
      return [id, below.map((one) => one.id).filter((other) => !indirect.has(other))];
    }),
  );
}

/** What a claim is about. */
function partsOf({ statement: { lhs, rhs } }: Stated): readonly Term[] {
  return [...new Set([lhs, rhs].flatMap(factorsOf))].filter(isOperation);
}

function factorsOf(term: Term): readonly Term[] {
  return term.op === "mul" || term.op === "transpose" || term.op === "rank" ? term.args.flatMap(factorsOf) : [term];
}

/** Whether a term is something that a model does, and not a matrix alone. */
function isOperation({ op }: Term): boolean {
  return op === "defined" || op === "map" || op === "bigSum" || op === "bigHcat" || op === "add" || op === "fold";
}

function buildsOn(parts: readonly Term[], other: Stated, patterns: readonly Term[]): boolean {
  const free = new Set(other.statement.given.map(({ name }) => name));
  const telling = patterns.filter((pattern) => variablesOf(pattern).some(({ name }) => !free.has(name)));
  return telling.some((pattern) =>
    parts.some((part) => part.op !== "state" && within(part).some((inner) => matches(pattern, inner, free, new Map()))),
  );
}

/** The terms that stand within a term, but for itself. */
function within(part: Term): readonly Term[] {
  return schedule(part).filter((inner) => inner !== part);
}

/** What a term names: a function that it applies, a definition, a parameter. */
function nameIn(term: Term): string | undefined {
  if (term.op === "map") return term.fn;
  return term.op === "variable" || term.op === "opaque" || term.op === "defined" ? term.name : undefined;
}

/** Whether a term is a pattern with terms in the place of its free variables; sizes and indices may be others. */
function matches(pattern: Term, term: Term, free: ReadonlySet<string>, bound: Map<string, Term>): boolean {
  if (pattern.op === "variable" && free.has(pattern.name)) {
    const known = bound.get(pattern.name);
    bound.set(pattern.name, term);
    return known === undefined || known === term;
  }
  if (pattern.op !== term.op || pattern.args.length !== term.args.length) return false;
  if (nameIn(pattern) !== nameIn(term)) return false;
  return pattern.args.every((argument, i) => matches(argument, term.args[i]!, free, bound));
}
