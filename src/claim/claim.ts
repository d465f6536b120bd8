/**
 * Claims: what people assert of architectures, as statements about terms.
 *
 * A claim is stated of a site: the model as a whole, one of its layers, or one
 * of its heads. The indices of the site are symbols, so one statement serves
 * every layer and head, in a proof as in a run.
 */

import type { Architecture, Context, HeadIndex, HeadSite, LayerIndex } from "../model/architecture.ts";
import { type Dim, dim, dimValue } from "../term/dimension.ts";
import type { Problem } from "../term/problem.ts";
import { symbolsOf, variablesOf } from "../term/schedule.ts";
import { type Statement, statement } from "../term/statement.ts";
import type { Index } from "../term/term.ts";

/** What a claim is bound to. */
export type Scope = "model" | "layer" | "head";

/** An architecture with symbolic indices of a layer and a head of it. */
export interface Site {
  readonly architecture: Architecture;
  readonly layer: LayerIndex;
  readonly head: HeadIndex;
}

/** Why a claim has nothing to say of an architecture. */
export interface NotApplicable {
  readonly notApplicable: string;
}

/** Why a claim is known to fail for an architecture, so that its refutation is no failure. */
export interface ExpectedRefutation {
  readonly because: string;
}

/** A claim of the library. */
export interface Claim {
  /** Area and name, `permutation/head`. */
  readonly id: string;
  /** The claim in words. */
  readonly title: string;
  /** The claim in symbols. */
  readonly formula: string;
  readonly scope: Scope;
  readonly state: (site: Site) => Statement | NotApplicable;
  /** Set where the architecture is known to break the claim. */
  readonly refutedFor?: (architecture: Architecture) => ExpectedRefutation | undefined;
  readonly source: string;
}

/**
 * The symbolic site of a claim: indices `l` and `h`, as many as the architecture has. Layers that differ by their
 * place in a cycle have terms of their own, so there the place is a number.
 */
export function siteOf(architecture: Architecture, place = 0): Site {
  const [group, ...rest] = symbols("l", architecture.layers);
  const layer = group === undefined || rest.length === 0 ? symbols("l", architecture.layers) : [group, place];
  return { architecture, layer, head: symbols("h", architecture.heads) };
}

/** The places of layers in a cycle: 0, 1, …, or 0 alone where all layers are alike. */
export function placesOf({ layers: [, period] }: Architecture): readonly number[] {
  const count = period === undefined ? 1 : dimValue(period)!; // a cycle's length is a number
  return Array.from({ length: count }, (_, place) => place);
}

function symbols(letter: string, sizes: readonly Dim[]): Index[] {
  return sizes.map((_, i) => ({ free: `${letter}${i === 0 ? "" : i}` }));
}

/** The head of a site under a context. */
export function headAt({ layer, head }: Site, context: Context, extra?: HeadSite["extra"]): HeadSite {
  return extra === undefined ? { layer, head, context } : { layer, head, context, extra };
}

/** Whether a claim does not apply. */
export function isNotApplicable(stated: Statement | NotApplicable): stated is NotApplicable {
  return "notApplicable" in stated;
}

/** A statement as a problem, for all values of its variables: parameters too. */
export function posed(id: string, { lhs, relation, rhs }: Statement, text = id): Problem {
  const symbols = [lhs, rhs].flatMap(symbolsOf);
  return {
    kind: "problem",
    id,
    text,
    statement: statement(lhs, relation, rhs, variablesOf(lhs, rhs)),
    hypotheses: [],
    minima: new Map(),
    sizes: new Map(symbols.map((symbol) => [symbol, dim(symbol)])),
    witness: new Map(),
  };
}
