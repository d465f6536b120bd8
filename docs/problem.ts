/** A problem as a reader sees it: its formula, what is given, and what is assumed. */
import { propositionText } from "../dist/kernel/proposition.js";
import type { parseProblem } from "../dist/term/problem.js";
import { shapeText } from "../dist/term/term.js";

/** The lines of a problem. */
export function textOf(problem: ReturnType<typeof parseProblem>): string {
  if (problem.kind === "ill-shaped") return `${problem.text}\n  shapes do not fit at all sizes`;
  const given = problem.statement.given.map(
    (of) => `${of.name}: ${of.kind === "matrix" ? "" : `${of.kind} `}${shapeText(of)}`,
  );
  const assumed = problem.hypotheses.map((hypothesis) => `  assuming ${propositionText(hypothesis)}`);
  return [problem.text, ...(given.length === 0 ? [] : [`  given ${given.join("; ")}`]), ...assumed].join("\n");
}
