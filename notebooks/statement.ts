/** What notebooks ask of a statement: verdicts side by side, its derivation, its two sides as numbers. */
import {
  bind,
  type Decision,
  type Dense,
  decide,
  denseOf,
  derivationMarkdown,
  derive,
  evaluateFloats,
  type Precision,
  type Problem,
  type ProblemOptions,
  parseProblem,
} from "commutant";
import { markdown, type Shown, table } from "./picture.ts";

type Posed = ReturnType<typeof parseProblem>;

/** A formula, its declarations, and what it assumes. */
export type Claimed = readonly [formula: string, given: string, options?: ProblemOptions];

/** Claims with their verdicts, and of a false one the sizes of its smallest counterexample. */
export function verdicts(...claims: readonly Claimed[]): Shown {
  const rows = claims.map(([formula, given, options]) => {
    const assumed = options?.assume === undefined ? "" : ` when \`${options.assume.join(", ")}\``;
    return [`\`${formula}\`${assumed}`, `\`${given}\``, verdictOf(decide(parseProblem(formula, given, options)))];
  });
  return table(["claim", "given", "verdict"], rows);
}

function verdictOf(decision: Decision): string {
  switch (decision.verdict) {
    case "proved":
      return "✓ proved for all sizes";
    case "refuted": {
      const { refutation } = decision;
      if (refutation.method === "ill-shaped") return "✗ the shapes do not fit";
      const sizes = Object.entries(refutation.witness.sizes).map(([symbol, value]) => `${symbol} = ${value}`);
      return `✗ refuted${sizes.length === 0 ? "" : ` at ${sizes.join(", ")}`}`;
    }
    case "holds":
      return "● holds on samples, not proved";
    case "inconclusive":
      return "? open";
  }
}

/** How a problem is derived; of a false one how far a proof comes, and the smallest values that refute it. */
export function derived(problem: Posed): Shown {
  return markdown(derivationMarkdown(derive(problem)));
}

/** Values of variables, row by row. */
export type Values = Readonly<Record<string, readonly (readonly number[])[]>>;

/**
 * Both sides of a problem as numbers.
 *
 * throws  Fault when a value is missing or has another shape
 */
export function sides(
  problem: Posed,
  sizes: Readonly<Record<string, number>>,
  values: Values,
  precision: Precision = "f64",
): { readonly lhs: Dense; readonly rhs: Dense } {
  const { lhs, rhs } = (problem as Problem).statement; // whoever asks for numbers has shapes that fit
  const dense = Object.entries(values).map(([name, rows]) => [name, denseOf(rows, precision)] as const);
  const [left, right] = evaluateFloats([lhs, rhs], bind(sizes, Object.fromEntries(dense)), precision);
  return { lhs: left!, rhs: right! };
}

/** How far two matrices are apart: their largest difference of an entry. */
export function distance(A: Dense, B: Dense): number {
  return Math.max(0, ...Array.from(A.data, (x, at) => Math.abs(x - B.data[at]!)));
}
