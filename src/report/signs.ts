/** Signs and colours of verdicts, the same in every report. */
import type { Verdict } from "../check/judge.ts";

/** Ways to colour a text. */
export interface Colours {
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly doubtful: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly strong: (text: string) => string;
}

const plainText = (text: string): string => text;
/** No colours. */
export const noColours: Colours = {
  good: plainText,
  bad: plainText,
  doubtful: plainText,
  faint: plainText,
  strong: plainText,
};

/** The sign of each verdict. */
export const SIGNS: Readonly<Record<Verdict, string>> = {
  proved: "✓",
  holds: "●",
  refuted: "✗",
  "precision floor": "~",
  inconclusive: "?",
  vacuous: "∅",
  conflict: "‼",
};
