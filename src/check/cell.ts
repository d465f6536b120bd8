/**
 * A cell of the table of architectures: a claim of an architecture, decided.
 *
 * Refutations that are known to come are looked for longer before a proof is; that is all that is made of knowing, and
 * what the table says is what was decided. Nothing is shrunk, since a table shows no counterexample.
 */
import { type Claim, isNotApplicable, posed, siteOf } from "../claim/claim.ts";
import type { Architecture } from "../model/architecture.ts";
import { type DecideOptions, type Decision, decide } from "./decide.ts";

/** A cell; each was decided, or the claim says why it does not apply. */
export interface Cell {
  readonly row: string;
  readonly column: string;
  readonly verdict: Decision["verdict"] | "does not apply";
  readonly method: string;
  /** unit  millisecond */
  readonly ms: number;
  /** Of what is proved: whether Rocq has accepted its certificate. */
  readonly rocq?: boolean;
}

/** Trials before a search for a proof, where none is known to be in vain; what is false is looked at longer after it. */
const LOOKS = 1;
const UNSHRUNK: NonNullable<DecideOptions["shrink"]> = { sizes: 0, entries: 0 };

/** The cell of a claim in the row of an architecture, and what was proved where it was. */
export function decideCell(
  row: string,
  architecture: Architecture,
  claim: Claim,
  options: Pick<DecideOptions, "seed" | "milliseconds" | "clock">,
): { readonly cell: Cell; readonly proved?: Extract<Decision, { readonly verdict: "proved" }> } {
  const stated = claim.state(siteOf(architecture));
  const column = claim.id;
  if (isNotApplicable(stated))
    return { cell: { row, column, verdict: "does not apply", method: stated.notApplicable, ms: 0 } };
  const known = claim.refutedFor?.(architecture) !== undefined;
  const decision = decide(posed(column, stated), { ...options, shrink: UNSHRUNK, ...(known ? {} : { looks: LOOKS }) });
  const { verdict, method, ms } = decision;
  const cell = { row, column, verdict, method, ms };
  return decision.verdict === "proved" ? { cell, proved: decision } : { cell };
}
