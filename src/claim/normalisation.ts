/** What norms do not see. */
import { repeatColumn } from "../term/definition.ts";
import { statement } from "../term/statement.ts";
import { add, scalarVariable, scale, variable } from "../term/term.ts";
import type { Claim } from "./claim.ts";

const noNorm = { notApplicable: "the architecture has no norm" };

const scaleInvariant: Claim = {
  id: "normalisation/scale",
  title: "a norm ignores the scale of the stream, its ε scaled along",
  formula: "∀ c > 0:  N(c·x; c²ε) = N(x; ε)",
  scope: "layer",
  source: "Ba et al. 2016; Zhang and Sennrich 2019",
  state: ({ architecture: { norm, width }, layer }) => {
    if (norm === undefined) return noNorm;
    const [x, c] = [variable("x", "C", width), scalarVariable("c", "posscalar")];
    const scaled = norm.apply(scale(c, x), layer, scale(scale(c, c), norm.epsilon));
    return statement(scaled, "=", norm.apply(x, layer, norm.epsilon), [x, c]);
  },
};

const shiftInvariant: Claim = {
  id: "normalisation/shift",
  title: "a norm ignores a constant added to all features of a token",
  formula: "∀ u:  N(x + u·1ᵀ) = N(x)",
  scope: "layer",
  source: "Ba et al. 2016",
  refutedFor: ({ norm }) => (norm?.kind === "rmsnorm" ? { because: "RMSNorm does not subtract the mean" } : undefined),
  state: ({ architecture: { norm, width }, layer }) => {
    if (norm === undefined) return noNorm;
    const [x, u] = [variable("x", "C", width), variable("u", "C", 1)];
    const shifted = norm.apply(add(x, repeatColumn(u, x.cols)), layer, norm.epsilon);
    return statement(shifted, "=", norm.apply(x, layer, norm.epsilon), [x, u]);
  },
};

/** The claims about norms. */
export const normalisationClaims: readonly Claim[] = [scaleInvariant, shiftInvariant];
