/**
 * Decisions: a statement is looked at exactly, then a proof is searched, then a counterexample with more patience.
 *
 * The exact look comes first, because a false statement costs a search all its limits. What is proved was replayed by
 * the kernel; what is refuted has values that violate it; what is neither says what was tried.
 */
import type { Proof } from "../kernel/proof.ts";
import type { Theorem } from "../kernel/theorem.ts";
import { difference } from "../prover/difference.ts";
import { type Attempt, type Search, type SearchOptions, search, underOtherNames } from "../prover/search.ts";
import type { IllShaped, Problem } from "../term/problem.ts";
import type { Term } from "../term/term.ts";
import { type Refutation, type RefuteOptions, refute } from "./refute.ts";

/** How hard to try; every limit that is hit is in the reason of the decision. */
export interface DecideOptions extends Partial<SearchOptions> {
  readonly seed?: number;
  /** Trials before the search; most false statements fall in the first. */
  readonly looks?: number;
  /** Trials after a search that found nothing. */
  readonly draws?: number;
  readonly shrink?: NonNullable<RefuteOptions["limits"]>;
  /** Whether a proof of what is refuted is attempted, to show where it fails. */
  readonly explain?: boolean;
}

/** What a proof that stopped would still need: that two terms are equal, or one at most the other. */
export interface Gap {
  readonly method: string;
  readonly needs: readonly [Term, Term];
}

/** What was found out about a statement. */
export type Decision = {
  readonly id: string;
  readonly text: string /** unit  millisecond */;
  readonly ms: number;
} & Evidence;

/** The evidence for a verdict of the ladder. */
export type Evidence =
  | { readonly verdict: "proved"; readonly method: string; readonly theorem: Theorem; readonly proof: Proof }
  | { readonly verdict: "refuted"; readonly method: string; readonly refutation: Refuted; readonly gap?: Gap }
  | {
      readonly verdict: "holds";
      readonly method: string;
      readonly trials: number;
      readonly errorProbability: number | undefined;
      readonly reason: string;
      readonly gap?: Gap;
    }
  | { readonly verdict: "inconclusive"; readonly method: string; readonly reason: string; readonly gap?: Gap };

/** A refutation that was found. */
export type Refuted = Extract<Refutation, { readonly kind: "refuted" }>;

/** Without a clock no time passes, and no limit of time is hit. */
const NO_CLOCK = (): number => 0;
const LOOKS = 12;
const DRAWS = 100;
const MILLISECONDS = 10_000;
/** A proof of what is false goes nowhere: little is enough to show where it stops. */
const EXPLAINED: Pick<SearchOptions, "steps" | "milliseconds" | "names"> = { steps: 400, milliseconds: 500, names: 0 };

/** Decides a statement. */
export function decide(problem: Problem | IllShaped, options: DecideOptions = {}): Decision {
  const { clock = NO_CLOCK } = options;
  const begun = clock();
  const evidence = problem.kind === "problem" ? evidenceOf(problem, options) : illShaped(problem);
  return { id: problem.id, text: problem.text, ...evidence, ms: clock() - begun };
}

function illShaped(problem: IllShaped): Evidence {
  const refutation = refute(problem) as Refuted; // an ill-shaped statement is always refuted
  return { verdict: "refuted", method: refutation.method, refutation };
}

function evidenceOf(
  problem: Problem,
  {
    seed = 1,
    looks = LOOKS,
    draws = DRAWS,
    shrink,
    explain = false,
    milliseconds = MILLISECONDS,
    ...limits
  }: DecideOptions,
): Evidence {
  const { clock = NO_CLOCK } = limits;
  const attack = { seed, milliseconds, clock, ...(shrink === undefined ? {} : { limits: shrink }) };
  const look = refute(problem, { ...attack, draws: looks });
  if (look.kind === "refuted") {
    const attempt = explain ? search(problem, { ...limits, ...EXPLAINED }) : undefined;
    return { verdict: "refuted", method: look.method, refutation: look, ...gapOf(attempt) };
  }
  const found = search(problem, { ...limits, milliseconds, names: 0 });
  if (found.kind === "proved") return proved(found);
  const longer = refute(problem, { ...attack, draws });
  if (longer.kind === "refuted")
    return { verdict: "refuted", method: longer.method, refutation: longer, ...gapOf(found) };
  const again = underOtherNames(problem, { ...limits, milliseconds }); // after the patience that finds what is false
  if (again?.kind === "proved") return proved(again);
  const reason = reasonOf(found.tried, longer);
  if (longer.kind === "silent") return { verdict: "inconclusive", method: "none", reason, ...gapOf(found) };
  const { method, trials, errorProbability } = longer;
  return { verdict: "holds", method, trials, errorProbability, reason, ...gapOf(found) };
}

function proved({ method, theorem, proof }: Extract<Search, { readonly kind: "proved" }>): Evidence {
  return { verdict: "proved", method, theorem, proof };
}

/** The gap of the first method, whose terms are nearest to what was written. */
function gapOf(found: ReturnType<typeof search> | undefined): { readonly gap?: Gap } {
  const stopped = found?.kind === "stopped" ? found.tried.find(({ sides }) => sides !== undefined) : undefined;
  return stopped === undefined ? {} : { gap: { method: stopped.method, needs: difference(...stopped.sides!) } };
}

function reasonOf(tried: readonly Attempt[], longer: Exclude<Refutation, Refuted>): string {
  const limits = new Set(tried.flatMap(({ limit }) => (limit === undefined ? [] : [limit])));
  const search = `no proof by ${tried.map(({ method }) => method).join(", ")}`;
  const hit = limits.size === 0 ? "" : ` (limits reached: ${[...limits].join(", ")})`;
  const mistakes = tried.flatMap(({ method, mistake }) =>
    mistake === undefined ? [] : [`${method}: ${mistake.message}`],
  );
  const wrong = mistakes.length === 0 ? "" : ` (mistakes of the prover: ${mistakes.join("; ")})`;
  const attack = longer.kind === "silent" ? longer.reason : `no counterexample in ${longer.trials} trials`;
  return `${search}${hit}${wrong}; ${attack}`;
}
