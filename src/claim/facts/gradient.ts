/** Gradients, where their closed forms are what is said. */
import { fact } from "../fact.ts";
import type { Sentence } from "../notes.ts";

/** Facts about gradients. */
export const gradientFacts: readonly Sentence[] = [
  fact("grad-flash-delta", "A: C × D; V: D × d; G: C × d", "rowsum(A.*(G*V')) = rowsum((A*V).*G)"),
];
