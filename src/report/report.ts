/** What a check came to, as data that reporters render. */

import { isFailure, type Result, type Verdict } from "../check/judge.ts";
import type { Plan } from "../check/plan.ts";
import type { Claim } from "../claim/claim.ts";

/** A finished check. */
export interface CheckReport {
  /** The model's name as the user gave it. */
  readonly model: string;
  /** Family and sizes, for people. */
  readonly description: string;
  readonly engine: string;
  readonly seed: number;
  readonly samples: number;
  /** The claims that were checked, in order. */
  readonly claims: readonly Described[];
  readonly notApplicable: Plan["notApplicable"];
  readonly results: readonly Result[];
  /** Whether a refutation that was expected is shown in full too, one a claim. */
  readonly verbose?: boolean;
  /** The command that shows one result again. */
  readonly replayCommand: (result: Result) => string;
  /** Every check of the whole plan, so that parts can be put together and none is missed. */
  readonly planned: readonly { readonly claim: string; readonly subject: string }[];
  /** Why checks of this plan, or of this part of it, did not run. */
  readonly stopped?: string;
  /** What is wrong with what the check was told, such as a suppression that nothing needs. */
  readonly problems?: readonly string[];
  /** Of a model that computes a term: the claims that are proved of the term, and so are of the model. */
  readonly carriedOver?: { readonly reference: string; readonly claims: readonly string[] };
}

/** A claim as reports show it; the outputs of a model are compared one by one. */
export interface Described extends Pick<Claim, "id" | "title" | "formula" | "source"> {
  readonly scope: Claim["scope"] | "output";
}

/** Verdicts that, as failures, say that the model is not what it should be. */
const BROKEN: ReadonlySet<Verdict> = new Set<Verdict>(["refuted", "conflict", "holds", "proved"]);

/** Exit codes of the command line. */
export const EXIT = { ok: 0, refuted: 1, usage: 2, untested: 3 } as const;

/**
 * 0 when everything is as it should be, 1 when something is not (refuted, in conflict, unbroken where it is known to
 * break, or a suppression that is not needed), 3 when something was not really tested or not run.
 */
export function exitCode({
  results,
  stopped,
  problems = [],
}: Pick<CheckReport, "results" | "stopped" | "problems">): number {
  const failures = results.filter(isFailure);
  if (failures.some(({ verdict }) => BROKEN.has(verdict)) || problems.length > 0) return EXIT.refuted;
  return failures.length > 0 || results.length === 0 || stopped !== undefined ? EXIT.untested : EXIT.ok;
}
