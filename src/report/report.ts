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
  readonly claims: readonly Claim[];
  readonly notApplicable: Plan["notApplicable"];
  readonly results: readonly Result[];
  /** Whether a refutation that was expected is shown in full too, one a claim. */
  readonly verbose?: boolean;
  /** The command that shows one result again. */
  readonly replayCommand: (result: Result) => string;
}

/** Verdicts that, as failures, say that the model is not what it should be. */
const BROKEN: ReadonlySet<Verdict> = new Set<Verdict>(["refuted", "conflict", "holds", "proved"]);

/** Exit codes of the command line. */
export const EXIT = { ok: 0, refuted: 1, usage: 2, untested: 3 } as const;

/**
 * 0 when everything is as it should be, 1 when something is not (refuted, in conflict, or unbroken where it is known
 * to break), 3 when something was not really tested.
 */
export function exitCode(results: readonly Result[]): number {
  const failures = results.filter(isFailure);
  if (failures.some(({ verdict }) => BROKEN.has(verdict))) return EXIT.refuted;
  return failures.length > 0 || results.length === 0 ? EXIT.untested : EXIT.ok;
}
