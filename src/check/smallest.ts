/**
 * The smallest trial that still violates a statement: sizes first, then support, then values.
 *
 * Sizes are not cropped but searched, the smallest first, since a smaller orthogonal matrix is no part of a larger
 * one; then entries are made 0, 1 or smaller one by one, as far as they stay of their kind.
 */
import { type Fractions, fractions } from "../interpret/fractions.ts";
import { ofFractions, type RationalMatrix } from "../interpret/rational.ts";
import { chance } from "../prover/chance.ts";
import { hasProperty } from "../prover/exact-judge.ts";
import { kindChecks, type Premises } from "../prover/premises.ts";
import { kindOf, nameOf, type Trial, type TrialStyle, trialAt } from "../prover/trial.ts";
import type { Sizes } from "../term/dimension.ts";
import { variablesOf } from "../term/schedule.ts";
import type { Term, Variable } from "../term/term.ts";

/** What shrinking may cost, in trials judged. */
export interface ShrinkLimits {
  readonly sizes: number;
  readonly entries: number;
}

/** Simple values, which are tried at each size. */
const SIMPLE: readonly TrialStyle[] = [
  "sparse",
  "natural",
  "small",
  "constant",
  "degenerate",
  "natural",
  "small",
  "mixed",
  "sparse",
  "natural",
  "small",
  "small",
];
/** Of so many trials at the smallest sizes the plainest is taken. */
const CHOICE = 24;

/** A trial no larger than the given one that violates too. */
export function smallestTrial(
  found: Trial,
  premises: Premises,
  violates: (trial: Trial) => boolean,
  { minima, limits, seed }: { minima: ReadonlyMap<string, number>; limits: ShrinkLimits; seed: number },
): Trial {
  const resized = smallestSizes(found, premises, violates, minima, limits.sizes, seed);
  return plainest(resized, premises, violates, limits.entries);
}

function smallestSizes(
  found: Trial,
  premises: Premises,
  violates: (trial: Trial) => boolean,
  minima: ReadonlyMap<string, number>,
  limit: number,
  seed: number,
): Trial {
  if (limit === 0) return found;
  const source = chance(seed);
  let left = limit;
  for (const sizes of smallerSizes(found.sizes, minima)) {
    let best: Trial | undefined;
    for (let attempt = 0; attempt < SIMPLE.length && left > 0; attempt++, left--) {
      const trial = trialAt(premises, sizes, { style: simpleStyle(found, attempt), chance: source });
      if (violates(trial) && weight(trial) < (best === undefined ? Number.POSITIVE_INFINITY : weight(best)))
        best = trial;
    }
    if (best !== undefined) return plainerDraw(best, premises, violates, source);
    if (left <= 0) break;
  }
  return found;
}

/** What is judged at 0 alone stays there. */
function simpleStyle({ style }: Trial, attempt: number): TrialStyle {
  return style === "zero" ? style : SIMPLE[attempt % SIMPLE.length]!;
}

/** The plainest of some more trials at the same sizes. */
function plainerDraw(
  found: Trial,
  premises: Premises,
  violates: (trial: Trial) => boolean,
  source: ReturnType<typeof chance>,
): Trial {
  let best = found;
  for (let attempt = 0; attempt < CHOICE; attempt++) {
    const trial = trialAt(premises, found.sizes, { style: simpleStyle(found, attempt), chance: source });
    if (violates(trial) && weight(trial) < weight(best)) best = trial;
  }
  return best;
}

/** All sizes up to those of a trial, the smallest sum first; the trial's own last. */
function smallerSizes(sizes: Sizes, minima: ReadonlyMap<string, number>): Sizes[] {
  const symbols = Object.entries(sizes);
  let all: Record<string, number>[] = [{}];
  for (const [symbol, size] of symbols) {
    const least = minima.get(symbol) ?? 1;
    const choices = Array.from({ length: Math.max(1, size - least + 1) }, (_, i) => Math.min(size, least + i));
    all = all.flatMap((known) => choices.map((choice) => ({ ...known, [symbol]: choice })));
    if (all.length > LARGEST_SEARCH) all = all.slice(0, LARGEST_SEARCH);
  }
  const total = (of: Sizes): number => Object.values(of).reduce((sum, size) => sum + size, 0);
  return all.sort((a, b) => total(a) - total(b));
}

/** More sizes than this are not looked through. */
const LARGEST_SEARCH = 4096;

/** How much there is to read in a trial: entries that are not 0, and how far they are from 1. */
function weight(trial: Trial): number {
  let sum = 0;
  for (const { numerators, denominator } of trial.values.values()) {
    if (denominator !== 1) sum += numerators.length;
    for (const x of numerators) if (x !== 0) sum += 1 + Math.log2(Math.abs(x)) + (x < 0 ? 1 / 2 : 0);
  }
  return sum;
}

/** Entries made 0, then 1, then smaller, while the trial violates and values stay of their kind. */
function plainest(found: Trial, premises: Premises, violates: (trial: Trial) => boolean, limit: number): Trial {
  let best = found;
  let left = limit;
  const variables = new Map(variablesOf(premises.lhs, premises.rhs).map((of) => [nameOf(of), of]));
  for (let changed = true; changed && left > 0; ) {
    changed = false;
    for (const name of best.values.keys()) {
      const of = variables.get(name);
      if (premises.solved.some(({ unknown }) => unknown.name === name)) continue;
      for (const value of plainerValues(best.values.get(name)!)) {
        if (left-- <= 0) return best;
        if (of !== undefined && !isOfKind(value, of, premises)) continue;
        const known = new Map(best.values);
        for (const { unknown } of premises.solved) known.delete(unknown.name);
        known.set(name, value);
        const trial = trialAt(premises, best.sizes, { style: "small", chance: chance(1), known, key: best.key });
        if (weightOf(value) < weightOf(best.values.get(name)!) && violates(trial)) {
          best = trial;
          changed = true;
        }
      }
    }
  }
  return best;
}

function weightOf(value: Fractions): number {
  return weight({ values: new Map([["", value]]) } as unknown as Trial); // only values are read
}

function isOfKind(value: Fractions, of: Variable, premises: Premises): boolean {
  const exact = ofFractions(value, value.rows, value.cols);
  const entries = [...premises.entries].find(([known]) => known.name === of.name)?.[1];
  return (
    kindChecks(kindOf(of, premises), of).every(
      (check) => check.kind !== "is" || hasProperty(check.property, partOf(check.term, exact)),
    ) &&
    (entries === undefined || hasProperty(entries, exact))
  );
}

/** What a check of a kind is about: the matrix, or its diagonal as a column. */
function partOf(term: Term, A: RationalMatrix): RationalMatrix {
  if (term.op !== "diagonal") return A;
  return { ...A, cols: 1, entries: Array.from({ length: A.rows }, (_, i) => A.entries[i * A.cols + i]!) };
}

/** Values with one thing made plainer. */
function* plainerValues({ rows, cols, numerators, denominator }: Fractions): Generator<Fractions> {
  const at = (place: number): number => numerators[place]!;
  const like = (entry: (place: number) => number, below = denominator): Fractions =>
    fractions(rows, cols, (i, j) => entry(i * cols + j), below);
  if (denominator !== 1) {
    yield like((place) => Math.round(at(place) / denominator), 1);
    yield like((place) => Math.sign(at(place)), 1);
  }
  for (let place = 0; place < numerators.length; place++) {
    const x = at(place);
    if (x === 0) continue;
    const mirrored = (place % cols) * cols + Math.floor(place / cols);
    for (const plain of new Set([0, denominator, -denominator, Math.trunc(x / 2)])) {
      if (Math.abs(plain) > Math.abs(x) || plain === x) continue;
      yield like((other) => (other === place ? plain : at(other)));
      if (rows !== cols || mirrored === place) continue;
      const across = Math.sign(at(mirrored)) === Math.sign(x) ? plain : -plain;
      yield like((other) => (other === place ? plain : other === mirrored ? across : at(other)));
    }
  }
}
