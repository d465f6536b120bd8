/**
 * Data of a graph: parameters, and terms that only put parameters in place
 * (side by side, sliced, turned), so that they are computed once and not in
 * every run.
 */
import { dimValue } from "../term/dimension.ts";
import { Fault } from "../term/fault.ts";
import { schedule } from "../term/schedule.ts";
import type { Term, Variable } from "../term/term.ts";

/** What a variable is in a graph: a matrix, or the row numbers of a one-hot matrix, that each run gives; or data of the graph. */
export type Role = "input" | "selection" | "parameter";

/** Gives each variable its role. */
export type RoleOf = (variable: Variable) => Role;

const PLACING: ReadonlySet<Term["op"]> = new Set(["transpose", "hcat", "vcat", "rows", "cols"] as const);

/** A test of whether a term is a parameter, or parameters put in place. */
export function layoutTest(role: RoleOf): (term: Term) => boolean {
  const known = new Map<Term, boolean>();
  const isPlaced = (term: Term): boolean => PLACING.has(term.op) && term.args.every((argument) => known.get(argument));
  const walk = {
    stop: (term: Term) => known.has(term),
    argumentsOf: (term: Term) => (PLACING.has(term.op) ? term.args : []),
  };
  return (root) => {
    for (const term of schedule(root, walk)) {
      known.set(term, term.op === "variable" ? role(term) === "parameter" : isPlaced(term));
    }
    return known.get(root)!;
  };
}

/**
 * The size of a term as numbers.
 *
 * throws  Fault when it has symbols
 */
export function shapeOf(term: Term): readonly [rows: number, cols: number] {
  const [rows, cols] = [dimValue(term.rows), dimValue(term.cols)];
  if (rows !== undefined && cols !== undefined) return [rows, cols];
  const received = `${term.rows.text} × ${term.cols.text}`;
  throw new Fault({ op: "onnx", expected: "sizes that are numbers", received, next: "unroll the term first" });
}
