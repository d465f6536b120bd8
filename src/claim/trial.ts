/**
 * Trials: claims about a model that is only run.
 *
 * Such a claim is not a statement about a term, for there is none. It is a
 * trial: some runs, and which of their rows must be the same. What it is drawn
 * from are tokens, so fast-check shrinks it to few and small ones.
 *
 * Notation   f(x): C × V logits of tokens x; x ‖ y one after the other
 */
import fc from "fast-check";
import type { OptionalInput, Traits } from "../model/traits.ts";
import type { NotApplicable } from "./claim.ts";

/** Stands for the output that a model is run for. */
export const RESULT = Symbol("result");

/** What tokens bring beside themselves. shape  B × C each; the mask covers an earlier run's tokens too */
export type Extra = Readonly<Partial<Record<OptionalInput, readonly (readonly number[])[]>>>;

/** One run: sequences of one length, each with what its tokens bring. */
export interface Request {
  /** shape  B × C */
  readonly tokens: readonly (readonly number[])[];
  readonly extra?: Extra;
  /** Goes on after this earlier request of the trial, by its number. */
  readonly after?: number;
}

/** Rows of an output of one sequence of a request. */
export interface Rows {
  readonly request: number;
  readonly sequence: number;
  /** The rows' numbers, in order. */
  readonly at: readonly number[];
}

/** Rows beside rows, taken together one under the other. */
export interface Comparison {
  readonly lhs: readonly Rows[];
  readonly rhs: readonly Rows[];
}

/** Rows beside rows of which some must differ, and rows that do so in any model that this says something of. */
export interface Difference extends Comparison {
  readonly control?: Comparison;
}

/** What must be so of rows: both sides equal, each row finite, or each of several differences there. */
export type Wanted =
  | ({ readonly must: "equal" } & Comparison)
  | { readonly must: "finite"; readonly rows: readonly Rows[] }
  | { readonly must: "different"; readonly each: readonly Difference[] };

/** Runs, and what must be so of their rows. */
export type Trial = Wanted & {
  readonly requests: readonly Request[];
  /** Which output; the result is the logits, or the last output of a model that has none. */
  readonly output: string | typeof RESULT;
};

/** A claim about what a model does. */
export interface Behaviour {
  readonly id: string;
  readonly title: string;
  readonly formula: string;
  readonly source: string;
  /** Whether every trial must be so, or one of them is enough to show it. */
  readonly of: "every" | "some";
  /** What the trials are drawn from, or why there are none. */
  readonly trials: (traits: Traits) => fc.Arbitrary<Trial> | NotApplicable;
}

/** Whether there are no trials of a claim. */
export function hasNoTrials(trials: fc.Arbitrary<Trial> | NotApplicable): trials is NotApplicable {
  return "notApplicable" in trials;
}

/** Sequences as long as this are long enough for most claims, and quick. */
export const LENGTH = 8;

/** The most tokens of one of so many parts. */
export function lengthOf({ longest = Number.POSITIVE_INFINITY }: Traits, parts = 1): number {
  return Math.max(1, Math.min(LENGTH, Math.floor(longest / parts)));
}

/** Any token. */
export function tokenOf({ vocabulary }: Traits): fc.Arbitrary<number> {
  return fc.nat(vocabulary - 1);
}

/** So many tokens. */
export function tokensOf(traits: Traits, length: number): fc.Arbitrary<number[]> {
  return fc.array(tokenOf(traits), { minLength: length, maxLength: length });
}

/** One of so many parts of a sequence, one token at least. */
export function partOf(traits: Traits, parts = 1): fc.Arbitrary<number[]> {
  return fc.array(tokenOf(traits), { minLength: 1, maxLength: lengthOf(traits, parts), size: "max" });
}

/** 0, 1, …, n − 1. */
export function upTo(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i);
}

/** Rows of a request's output. */
export function rowsOf(request: number, at: readonly number[], sequence = 0): Rows {
  return { request, sequence, at };
}

/** A trial of an equation. */
export function equal(requests: readonly Request[], lhs: readonly Rows[], rhs: readonly Rows[]): Trial {
  return { requests, output: RESULT, lhs, rhs, must: "equal" };
}

/** Why a model that does not take an input has no trials. */
export function needs(traits: Traits, ...inputs: readonly OptionalInput[]): NotApplicable | undefined {
  const missing = inputs.find((input) => !traits.inputs.includes(input));
  return missing === undefined ? undefined : { notApplicable: `it takes no ${missing}` };
}

/** Why a model whose tokens see the later ones, or whose runs cannot go on, has no trials. */
export function needsCausal({ causal, cache }: Traits, withCache = false): NotApplicable | undefined {
  if (!causal) return { notApplicable: "its tokens see what is after them" };
  return withCache && !cache ? { notApplicable: "its runs cannot go on where an earlier one ended" } : undefined;
}

/** Why a model that takes so few tokens has no trials. */
export function needsLength({ longest = Number.POSITIVE_INFINITY }: Traits, least: number): NotApplicable | undefined {
  return longest >= least ? undefined : { notApplicable: `it takes no more than ${longest} tokens` };
}
