/** A statement to prove, or never to: a formula, what is given, and what is assumed beside the kinds. */
export interface Row {
  readonly claim: string;
  readonly given: string;
  readonly assume: readonly string[];
}

/** A row of a table. */
export const row = (claim: string, given: string, ...assume: readonly string[]): Row => ({ claim, given, assume });
