/**
 * Blocks: matrices side by side, and one above the other.
 *
 * Normal form
 *   a column of blocks stands outside a row of blocks, both nested to the left;
 *   every operation that can be worked out block by block is, and what stands
 *   beside a block is cut where the block is;
 *   two neighbours that are the pieces of one matrix are that matrix (cut.ts);
 *   a permutation stays in front of a column of blocks, and behind a row of them.
 */
import { add, hadamard, hcat, max, type Term, vcat } from "../../term/term.ts";
import type { Equality } from "../derivation.ts";
import type { Normaliser, Rule } from "../normaliser.ts";
import { lastFactor } from "../parts.ts";
import { isSelection } from "../strip.ts";
import { type Direction, glued, joining, split } from "./cut.ts";

const JOIN = { rows: vcat, cols: hcat } as const;

export const vcatRule: Rule = (term, n) => nestedLeft(term, "rows", n) ?? neighbours(term, "rows", n);

export const hcatRule: Rule = (term, n) =>
  columnOutside(term, n) ?? nestedLeft(term, "cols", n) ?? neighbours(term, "cols", n);

function nestedLeft(term: Term, along: Direction, n: Normaliser): Equality | undefined {
  const [A, B] = term.args as readonly [Term, Term];
  if (B.op !== joining(along)) return undefined;
  return n.regrouped(term, JOIN[along](JOIN[along](A, B.args[0]!), B.args[1]!));
}

/** The last block and the one before it as one matrix. */
function neighbours(term: Term, along: Direction, n: Normaliser): Equality | undefined {
  const [A, B] = term.args as readonly [Term, Term];
  if (A.op !== joining(along)) return glued(A, B, along, n);
  const [before, last] = A.args as readonly [Term, Term];
  const whole = glued(last, B, along, n);
  if (whole === undefined) return undefined;
  return n.chain(term).regroup(JOIN[along](before, whole.from)).step(whole, [1]).done();
}

/** `[[A; C] | X] = [A | X₁; C | X₂]`. */
function columnOutside(term: Term, n: Normaliser): Equality | undefined {
  const i = term.args.findIndex(({ op }) => op === "vcat");
  if (i < 0) return undefined;
  const [V, X] = [term.args[i]!, term.args[1 - i]!];
  const chain = n.chain(term);
  const cut = cutLike(V, X, "rows", n);
  chain.step(cut, [1 - i]);
  const [left, right] = chain.term.args as readonly [Term, Term];
  const [A, C, B, D] = [...left.args, ...right.args] as [Term, Term, Term, Term];
  return chain.step(n.law("hcat_vcat", [A, B, C, D])).done();
}

/** X cut where a block is. */
function cutLike(block: Term, X: Term, along: Direction, n: Normaliser): Equality {
  const at = block.args[0]![along];
  if (X.op === joining(along) && X.args[0]![along] === at) return { from: X, to: X, by: undefined };
  return split(X, along, at, n);
}

const ENTRYWISE = { add: (A: Term, B: Term) => add(A, B), hadamard, max } as const;

/** A sum, an entrywise product or a maximum where an operand is a block. */
export function blockwise(
  term: Term,
  op: "add" | "hadamard" | "max",
  parts: readonly Term[],
  n: Normaliser,
): Equality | undefined {
  const along: Direction = parts.some(({ op }) => op === "vcat") ? "rows" : "cols";
  const i = parts.findIndex(({ op }) => op === joining(along));
  if (i < 0) return undefined;
  const block = parts[i]!;
  const combine = ENTRYWISE[op];
  const rest = parts.filter((_, k) => k !== i).reduce((left, right) => combine(left, right));
  const cut = cutLike(block, rest, along, n);
  return n
    .chain(term)
    .regroup(combine(block, rest))
    .step(cut, [1])
    .step(n.law(`${joining(along)}_${op}`, [...block.args, ...cut.to.args]))
    .done();
}

/** A product where a factor is a block. */
export function blockProduct(L: Term, R: Term, n: Normaliser): Equality | undefined {
  const [A, B] = L.args as readonly [Term, Term];
  const [C, D] = R.args as readonly [Term, Term];
  if (L.op === "vcat") return n.law("vcat_mul", [A, B, R]);
  if (R.op === "hcat") return n.law("mul_hcat", [L, C, D]);
  if (L.op === "hcat") {
    if (R.op === "vcat" && A.cols === C.rows) return n.law("hcat_mul_vcat", [A, B, C, D]);
    return isSelection(R, "right", n) ? undefined : n.law("hcat_mul", [A, B, R]);
  }
  if (R.op !== "vcat" || isSelection(lastFactor(L), "left", n)) return undefined;
  return n.law("mul_vcat", [L, C, D]);
}

/** A function of each entry of a block. */
export function blockMap(term: Term, n: Normaliser): Equality | undefined {
  const [A] = term.args as readonly [Term];
  if (A.op === "hcat") return n.law("map_hcat", [term, A.args[0]!, A.args[1]!]);
  return A.op === "vcat" ? n.law("map_vcat", [term, A.args[0]!, A.args[1]!]) : undefined;
}
