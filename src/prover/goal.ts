/**
 * Goals: what is to be proved, from which hypotheses, for which sizes.
 */
import type { Proposition } from "../kernel/proposition.ts";
import type { Statement } from "../term/statement.ts";

/** A statement to prove. */
export interface Goal {
  readonly statement: Pick<Statement, "lhs" | "rhs" | "relation">;
  /** What may be assumed beside the kinds of variables. */
  readonly hypotheses: readonly Proposition[];
  /** The least value of a size symbol; every other is at least 1. */
  readonly minima: ReadonlyMap<string, number>;
}

/** The proposition that a goal asks for. */
export function propositionOf({ statement: { lhs, rhs, relation } }: Goal): Proposition {
  return { kind: relation === "=" ? "equal" : "le", lhs, rhs };
}
