/**
 * Where two terms differ: the innermost pair from which their equality would follow by congruence alone.
 *
 * It is what a proof that stopped still needs, such as `P' * M * P = M` for a mask that a permutation should not move.
 */
import type { Op, Term } from "../term/term.ts";

/** Operations that are nothing but their arguments. */
const PLAIN: ReadonlySet<Op> = new Set<Op>([
  "mul",
  "add",
  "scale",
  "hadamard",
  "max",
  "hcat",
  "vcat",
  "kron",
  "transpose",
  "inverse",
  "diag",
  "diagonal",
  "vec",
  "trace",
  "det",
  "rank",
  "maxEntry",
]);

/** The innermost pair in which two terms differ, if it is one place; the terms themselves otherwise. */
export function difference(left: Term, right: Term): readonly [Term, Term] {
  const at = onlyDifference(left, right);
  return at === undefined ? [left, right] : difference(left.args[at]!, right.args[at]!);
}

/** The one argument in which two terms of the same operation differ, counted from 0. */
export function onlyDifference(left: Term, right: Term): number | undefined {
  const alike = left.op === right.op && (PLAIN.has(left.op) || sameMap(left, right));
  if (!alike || left.args.length !== right.args.length) return undefined;
  const places = left.args.flatMap((argument, i) => (argument === right.args[i] ? [] : [i]));
  const [at, more] = places;
  if (at === undefined || more !== undefined) return undefined;
  const [a, b] = [left.args[at]!, right.args[at]!];
  return a.rows === b.rows && a.cols === b.cols ? at : undefined;
}

function sameMap(left: Term, right: Term): boolean {
  return left.op === "map" && right.op === "map" && left.fn === right.fn;
}
