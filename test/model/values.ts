/** Values for everything that is free in a term, the same for the same name: what tests of terms on numbers need. */
import { type Dense, tabulate } from "../../src/interpret/dense.ts";
import { evaluateFloats } from "../../src/interpret/float.ts";
import type { Bindings } from "../../src/term/binding.ts";
import { evaluateDim, type Sizes } from "../../src/term/dimension.ts";
import { indexText, type Term, type Variable } from "../../src/term/term.ts";

/** Numbers between −1 and 1 that depend on the name, the index and the place; selections choose column `7 i mod V`. */
export function numbers(sizes: Sizes, given: Readonly<Record<string, Dense>> = {}): Bindings<Dense> {
  const drawn = (of: Variable): Dense => {
    const [rows, cols] = [evaluateDim(of.rows, sizes), evaluateDim(of.cols, sizes)];
    if (of.kind === "selection") return tabulate(rows, cols, "f64", (i, j) => ((7 * i) % cols === j ? 1 : 0));
    const seed = [...`${of.name}${indexText(of.index)}`].reduce(
      (hash, char) => (hash * 31 + char.charCodeAt(0)) % 99991,
      7,
    );
    return tabulate(rows, cols, "f64", (i, j) => Math.sin(seed * (1 + i * cols + j)));
  };
  return { sizes, variable: (of) => given[`${of.name}${indexText(of.index)}`] ?? drawn(of) };
}

/** The largest difference of two matrices; infinite when their shapes differ. */
export function gap(a: Dense, b: Dense): number {
  if (a.rows !== b.rows || a.cols !== b.cols) return Number.POSITIVE_INFINITY;
  return Array.from(a.data).reduce((most, x, i) => Math.max(most, Math.abs(x - b.data[i]!)), 0);
}

/** The largest difference of two terms on these numbers. */
export function distance(one: Term, other: Term, bindings: Bindings<Dense>): number {
  const [a, b] = evaluateFloats([one, other], bindings, "f64") as [Dense, Dense];
  return gap(a, b);
}
