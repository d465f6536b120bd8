/**
 * Masks `tri`, entry (i, j) is 1 where j + below ≤ i + above: shifted until one of both is 0, and what is constant
 * in them, ones or zeros at a margin, cut off. A square one with ones on its diagonal stays.
 */
import { addDim, type Dim, dim, subtractDim } from "../../term/dimension.ts";
import { ones, type Tri, tri } from "../../term/term.ts";
import type { Equality } from "../derivation.ts";
import type { Normaliser, Rule } from "../normaliser.ts";
import { type Direction, split } from "./cut.ts";

const ZERO = dim(0);

export const triRule: Rule = (term, n) => {
  if (term.op !== "tri") return undefined;
  const { above, below } = term;
  if (subtractDim(addDim(above, 1), addDim(term.cols, below)) !== undefined) return n.law("tri_eq_ones", [term]);
  if (subtractDim(below, addDim(term.rows, above)) !== undefined) return n.law("tri_eq_zeros", [term]);
  return shifted(term, n) ?? trimmed(term, n);
};

function shifted(term: Tri, n: Normaliser): Equality | undefined {
  const { above, below } = term;
  if (above === ZERO || below === ZERO) return undefined;
  const [up, down] = [subtractDim(above, below), subtractDim(below, above)];
  const by = up !== undefined ? below : down !== undefined ? above : undefined;
  if (by === undefined) return undefined;
  const plain = tri(term.rows, term.cols, { above: up ?? 0, below: up === undefined ? down! : 0 });
  return n.law("tri_shift", [plain, ones(by, 1)]);
}

/** Zeros on the right, ones on the left, zeros above and ones below, in this order. */
function trimmed(term: Tri, n: Normaliser): Equality | undefined {
  const { above, below } = term;
  const inside = (along: Direction, at: Dim | undefined): Equality | undefined => {
    if (at === undefined || at === ZERO || at === term[along]) return undefined;
    if (subtractDim(term[along], at) === undefined) return undefined;
    const cut = split(term, along, at, n);
    const [first, second] = cut.to.args.map((piece) => n.law(`${along}_tri`, [term, piece])) as [Equality, Equality];
    return n.chain(term).step(cut).step(first, [0]).step(second, [1]).done(); // at once: a slice of T asks what T is
  };
  return (
    inside("cols", subtractDim(addDim(term.rows, above), below)) ??
    inside("cols", subtractDim(above, below)) ??
    inside("rows", subtractDim(below, above)) ??
    inside("rows", subtractDim(addDim(term.cols, below), above))
  );
}
