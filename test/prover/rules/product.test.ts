import { describe, expect, it } from "vitest";
import { Derivation } from "../../../src/prover/derivation.ts";
import { Normaliser } from "../../../src/prover/normaliser.ts";
import { parseFormula } from "../../../src/term/formula.ts";
import { parseGiven } from "../../../src/term/scope.ts";

const SCOPE = parseGiven("b, r: 1×E; c, x: E×1; A: E×E");

/** Names that sort in either order, so that no ending depends on one. */
const SAME = [
  ["ones(1, E)*(b'.*b')", "(b.*b)*ones(E, 1)"],
  ["r*c", "c'*r'"],
  ["b*x", "x'*b'"],
  ["r*ones(E, 1)", "ones(1, E)*r'"],
  ["ones(1, E)*A*x", "x'*A'*ones(E, 1)"],
  ["x'*A*c", "c'*A'*x"],
] as const;

describe("products that are numbers", () => {
  it.each(SAME)("%s and %s have one normal form", (left, right) => {
    for (const expand of [false, true]) {
      const n = new Normaliser(new Derivation(), { expand, steps: 100, minima: new Map() });
      expect(n.normal(parseFormula(left, SCOPE)).to).toBe(n.normal(parseFormula(right, SCOPE)).to);
    }
  });
});
