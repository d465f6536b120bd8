/** What the page asks of its worker, and what the worker answers. */
import type { LawFailure } from "../report/derivation/failure.ts";
import type { Derivation } from "../report/derivation/schema.ts";

/** What a derivation is about: a claim of an architecture, or a formula that a person typed. */
export type Subject =
  | { readonly kind: "claim"; readonly id: string; readonly architecture: string }
  | { readonly kind: "formula"; readonly text: string; readonly given: string; readonly assume: string };

/** Sizes and values that a reader chose. */
export interface Choice {
  readonly sizes: Readonly<Record<string, number>>;
  readonly seed: number;
  readonly precision: "f32" | "f64";
  /** Of every attention: as it is stated, or another one. */
  readonly mask: (typeof MASKS)[number];
}

/** Masks that a reader can choose: the claim's own, none, what came before, two tokens. */
export const MASKS = ["stated", "none", "causal", "window"] as const;

/** A matrix of numbers. */
export type Rows = readonly (readonly number[])[];

/** Both sides of a claim at numbers, and how far apart the terms of each step are. */
export interface NumbersShown {
  readonly sizes: Readonly<Record<string, number>>;
  readonly variables: readonly { readonly name: string; readonly rows: Rows }[];
  readonly lhs: Rows;
  readonly rhs: Rows;
  /** Of each step of the chain; undefined where floats have no meaning. */
  readonly residuals: readonly (number | undefined)[];
  /** Singular values of what a rank is of, and the bound that is claimed. */
  readonly singular?: readonly number[];
  readonly cliff?: number;
  /** Attention patterns of the two sides, a pair for each head of each layer, as they come on each side. */
  readonly patterns?: readonly (readonly [Rows, Rows])[];
  /** Whether there is an attention that a mask could be for. */
  readonly masks: boolean;
}

/** A claim in the list. */
export interface Listed {
  readonly id: string;
  readonly area: string;
  readonly title: string;
  readonly formula: string;
  /** Whether it is about architectures, and not about matrices alone. */
  readonly ofModels: boolean;
}

/** A way to make a refuted claim true, as something that is proved. */
export interface Mending {
  readonly text: string;
  readonly subject: Subject;
}

/** Requests by their names, each with what it takes and what it answers. */
export interface Requests {
  readonly list: {
    readonly takes: Record<string, never>;
    readonly answers: { claims: readonly Listed[]; architectures: readonly string[] };
  };
  readonly derive: { readonly takes: Subject; readonly answers: Derivation };
  readonly verdict: {
    readonly takes: Subject;
    readonly answers: { verdict: Derivation["verdict"] | "does not apply" };
  };
  readonly numbers: { readonly takes: { subject: Subject; choice: Choice }; readonly answers: NumbersShown };
  readonly fails: { readonly takes: { law: string }; readonly answers: { failure?: LawFailure } };
  /** Of each claim, the claims that it builds on. */
  readonly dependencies: {
    readonly takes: { architecture: string };
    readonly answers: { on: Readonly<Record<string, readonly string[]>> };
  };
  readonly mendings: { readonly takes: Subject; readonly answers: { ways: readonly Mending[] } };
}

/** A request as it is sent. */
export type Message = {
  [K in keyof Requests]: { readonly ticket: number; readonly ask: K; readonly of: Requests[K]["takes"] };
}[keyof Requests];
/** An answer as it is sent. */
export type Answer = { readonly ticket: number } & ({ readonly value: unknown } | { readonly error: string });
