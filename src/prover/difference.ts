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
  let pair: readonly [Term, Term] = [left, right];
  for (;;) {
    const inner = onlyDifference(...pair);
    if (inner === undefined) return pair;
    pair = inner;
  }
}

function onlyDifference(left: Term, right: Term): readonly [Term, Term] | undefined {
  const alike = left.op === right.op && (PLAIN.has(left.op) || sameMap(left, right));
  if (!alike || left.args.length !== right.args.length) return undefined;
  const pairs = left.args.map((argument, i) => [argument, right.args[i]!] as const).filter(([a, b]) => a !== b);
  const [only, more] = pairs;
  if (only === undefined || more !== undefined) return undefined;
  return only[0].rows === only[1].rows && only[0].cols === only[1].cols ? only : undefined;
}

function sameMap(left: Term, right: Term): boolean {
  return left.op === "map" && right.op === "map" && left.fn === right.fn;
}
