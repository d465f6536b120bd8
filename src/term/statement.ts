/**
 * Statements: what a claim says of terms.
 *
 * Everything reduces to an equation or an entrywise order: a rank bound is
 * `rank(T) <= d`, covariance is an equation for a fresh permutation, locality
 * an equation for a fresh selection.
 */
import { Fault } from "./fault.ts";
import { variablesOf } from "./schedule.ts";
import { shapeText, type Term, type Variable } from "./term.ts";

/** `lhs = rhs` or `lhs <= rhs`, for all values of the variables in `given`. */
export interface Statement {
  readonly lhs: Term;
  readonly rhs: Term;
  readonly relation: "=" | "<=";
  /** The variables that the statement quantifies over; the others are parameters. */
  readonly given: readonly Variable[];
}

/**
 * A statement; all its variables are quantified over unless `given` names fewer.
 *
 * throws  Fault when the sides differ in shape
 */
export function statement(
  lhs: Term,
  relation: Statement["relation"],
  rhs: Term,
  given: readonly Variable[] = variablesOf(lhs, rhs),
): Statement {
  if (lhs.rows !== rhs.rows || lhs.cols !== rhs.cols) {
    throw new Fault({
      op: "statement",
      expected: "both sides of one shape",
      received: `${shapeText(lhs)} and ${shapeText(rhs)}`,
      about: "shape",
    });
  }
  return Object.freeze({ lhs, rhs, relation, given: Object.freeze([...given]) });
}
