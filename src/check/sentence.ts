/**
 * Decisions of sentences: the truth that follows from the decisions about the parts, and what it rests on.
 */
import { type Part, type Sentence, type Truth, truthOf } from "../claim/notes.ts";
import { type DecideOptions, type Decision, decide } from "./decide.ts";

/**
 * What a verdict rests on: proofs alone; proofs, and counterexamples without rounding; counterexamples that rounding
 * does not explain too; parts for which nothing was found; or parts of which nothing can be said.
 */
export type Evidence = "proved" | "exact" | "ladder" | "samples" | "open";

/** A sentence in a list. */
export interface Listed {
  readonly id: string;
  readonly verdict: Truth;
  readonly method: string;
  /** unit  millisecond */
  readonly ms: number;
  readonly evidence: Evidence;
}

/** A sentence with what its parts came to. */
export interface Result extends Listed {
  readonly parts: readonly { readonly part: Part; readonly decision: Decision }[];
}

/** Decides a sentence; the limits are those of each part. */
export function decided(sentence: Sentence, options: DecideOptions & Pick<Required<DecideOptions>, "clock">): Result {
  const { clock } = options;
  const begun = clock();
  const parts: { readonly part: Part; readonly decision: Decision }[] = [];
  const verdict = truthOf(sentence, (part) => {
    const decision = decide(part.pose(), options);
    parts.push({ part, decision });
    return isDecided(decision) ? (decision.verdict as "proved" | "refuted") : "open";
  });
  const method = [...new Set(parts.map(({ decision }) => decision.method))].join(", ");
  const evidence = evidenceOf(
    parts.map(({ decision }) => decision).filter((one) => verdict === "open" || isDecided(one)), // else it rests on those
  );
  return { id: sentence.catalogue, verdict, method, ms: clock() - begun, evidence, parts };
}

const isDecided = ({ verdict }: Decision): boolean => verdict === "proved" || verdict === "refuted";

function evidenceOf(decisions: readonly Decision[]): Evidence {
  const some = (is: (one: Decision) => boolean): boolean => decisions.some(is);
  if (some(({ verdict }) => verdict === "inconclusive")) return "open";
  if (some(({ verdict }) => verdict === "holds")) return "samples";
  if (some(({ verdict, method }) => verdict === "refuted" && method === "ladder")) return "ladder";
  return some(({ verdict }) => verdict === "refuted") ? "exact" : "proved";
}
