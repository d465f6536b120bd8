/** Normal forms as text, for tests of rules. */
import { Derivation } from "../../../src/prover/derivation.ts";
import { Normaliser } from "../../../src/prover/normaliser.ts";
import { parseFormula } from "../../../src/term/formula.ts";
import { formulaOf } from "../../../src/term/print.ts";
import { parseGiven } from "../../../src/term/scope.ts";

/** The normal form of a formula, multiplied out. */
export function normalForm(formula: string, given: string, { gather = false } = {}): string {
  const scope = parseGiven(given);
  const n = new Normaliser(new Derivation(), { expand: true, gather, steps: 2000, minima: scope.minima });
  return formulaOf(n.normal(parseFormula(formula, scope)).to);
}
