/**
 * Trials: sizes and exact values at which a problem is looked at.
 *
 * Sizes that hide violations: 1 (everything commutes), 2 (rotations commute, a permutation is an involution, a layer
 * norm is a sign), and sizes that are equal, or never equal. So the first two trials have distinct sizes from 3 on, and
 * later ones small and equal ones too, since some claims fail only there. Of layers and heads the first trials have two:
 * what one trial costs is their product, and what differs from one to the next differs from the first to the second.
 */
import { type Fractions, fractions } from "../interpret/fractions.ts";
import { evaluateDim, type Sizes } from "../term/dimension.ts";
import type { Kind } from "../term/kind.ts";
import { indexText, type Variable } from "../term/term.ts";
import { type Chance, oneOf } from "./chance.ts";
import { drawExact, STYLES, type Style } from "./exact-draw.ts";
import type { Premises } from "./premises.ts";
import { solve } from "./solve.ts";

/** Sizes and values; what is not of a trial yet is drawn when it is asked for. */
export interface Trial {
  readonly sizes: Sizes;
  readonly style: TrialStyle;
  readonly value: (of: Variable) => Fractions;
  /** All values that were asked for, by name. */
  readonly values: ReadonlyMap<string, Fractions>;
  /** Chooses functions: ω and the opaque ones. */
  readonly key: number;
  /** Whether every value that was asked for exists at these sizes. */
  readonly possible: () => boolean;
}

/**
 * Each of one style, or each variable of its own: of all styles, of those in which ranks fall, or of numbers that do not
 * overflow; or 0 where it may be.
 */
export type TrialStyle = Style | "mixed" | "degenerate" | "moderate" | "zero";

const ZERO: ReadonlySet<Kind> = new Set<Kind>(["matrix", "scalar", "nonnegscalar"]);

const DEGENERATE: readonly Style[] = [
  "sparse",
  "nilpotent",
  "low-rank",
  "nilpotent",
  "sparse",
  "constant",
  "signs",
  "multiple",
];
const MODERATE: readonly Style[] = ["small", "quarters", "quarters", "natural", "sparse", "low-rank"];

/** The name by which a trial knows a variable. */
export function nameOf({ name, index }: Variable): string {
  return `${name}${indexText(index)}`;
}

/** How a trial is drawn. */
export interface TrialDraw {
  readonly style: TrialStyle;
  readonly chance: Chance;
  readonly known?: ReadonlyMap<string, Fractions>;
  readonly key?: number;
}

/** A trial at sizes; `known` values are taken and not drawn. */
export function trialAt(
  premises: Premises,
  sizes: Sizes,
  { style, chance, known = new Map(), key = chance.int(0, 2 ** 30) }: TrialDraw,
): Trial {
  const values = new Map(known);
  const solved = new Map(premises.solved.map((one) => [one.unknown.name, one]));
  let possible = true;
  const value = (of: Variable): Fractions => {
    const name = nameOf(of);
    const found = values.get(name);
    if (found !== undefined) return found;
    const unknown = solved.get(name);
    const kind = kindOf(of, premises);
    const own = ownStyle(style, chance);
    const [rows, cols] = [evaluateDim(of.rows, sizes), evaluateDim(of.cols, sizes)];
    const drawn = (): Fractions | undefined =>
      style === "zero" && ZERO.has(kind) ? fractions(rows, cols, () => 0) : drawExact(kind, rows, cols, own, chance);
    const fresh =
      unknown === undefined
        ? drawn()
        : solve(unknown.unknown, kind, unknown.equations, { sizes, variable: value }, chance);
    if (fresh === undefined) possible = false;
    const kept = withEntries(fresh ?? fractions(rows, cols, () => 0), of, premises);
    values.set(name, kept);
    return kept;
  };
  return { sizes, style, value, values, key, possible: () => possible };
}

function ownStyle(style: TrialStyle, chance: Chance): Style {
  if (style === "mixed") return oneOf(chance, STYLES);
  if (style === "moderate") return oneOf(chance, MODERATE);
  if (style === "zero") return "sparse";
  return style === "degenerate" ? oneOf(chance, DEGENERATE) : style;
}

/** The kind that a variable is drawn as. */
export function kindOf(of: Variable, { kinds }: Premises): Kind {
  if (of.index.length > 0 || kinds.size === 0) return kinds.get(of) ?? of.kind;
  for (const [known, kind] of kinds) if (known.name === of.name) return kind; // at other sizes it is another object
  return of.kind;
}

/** Entries as it is said of them: positive, not negative, or not 0. */
function withEntries(A: Fractions, of: Variable, { entries }: Premises): Fractions {
  for (const [known, property] of entries) {
    if (known.name !== of.name) continue;
    const { rows, cols, numerators, denominator } = A;
    const entry = (x: number): number =>
      property === "nonzero" ? x || 1 : property === "positive" ? Math.abs(x) || 1 : Math.abs(x);
    return fractions(rows, cols, (i, j) => entry(numerators[i * cols + j]!), denominator);
  }
  return A;
}

/** Every size of a large trial. */
const LARGE = 7;

/** Sizes of the trial of a number: see the head of this file. */
export function sizesOf(
  { symbols, counts }: Pick<Premises, "symbols" | "counts">,
  minima: ReadonlyMap<string, number>,
  trial: number,
  chance: Chance,
  { large = false }: { readonly large?: boolean } = {},
): Sizes {
  const count = symbols.length;
  const common = chance.int(1, 4);
  const way = chance.int(0, 5);
  const size = (at: number): number => {
    if (large) return LARGE;
    if (trial < 2 && counts.has(symbols[at]!)) return 2;
    if (trial === 0) return 3 + (at % 4);
    if (trial === 1) return 3 + ((count - 1 - at) % 4);
    if (trial === 2) return 2;
    if (trial === 3) return 1;
    if (way === 0) return common;
    if (way === 1) return chance.int(1, 5);
    if (way === 2) return chance.int(1, 2);
    return chance.int(1, 4);
  };
  // a number of more things may be 0 where its least value is
  return Object.fromEntries(
    symbols.map((symbol, at) => {
      const least = minima.get(symbol) ?? 1;
      const drawn = size(at);
      return [symbol, Math.max(least, least === 0 && trial > 1 ? drawn - 1 : drawn)];
    }),
  );
}
