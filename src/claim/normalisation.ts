/** What norms do not see. */
import { substitute } from "../term/binder.ts";
import { repeatColumn } from "../term/definition.ts";
import { variablesOf } from "../term/schedule.ts";
import { statement } from "../term/statement.ts";
import { add, diag, hadamard, mul, ones, scalarVariable, scale, transpose, variable } from "../term/term.ts";
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

const folding: Claim = {
  id: "normalisation/folding",
  title: "the gains of a block's norms fold into the weights that read them",
  formula: "B(x; g, b∘g, W) = B(x; 1, b, diag(g)·W)",
  scope: "layer",
  source: "Ashkboos et al. 2024, SliceGPT, §3; used whenever weights are analysed with their norms folded in",
  refutedFor: ({ attentionInput, width }) => {
    const x = variable("x", "C", width);
    return attentionInput(x, [{ free: "l" }, 0]) === x
      ? { because: "a norm after the sum is read by the next sum too, not by weights alone" }
      : undefined;
  },
  state: ({ architecture: { norm, width, block, context, attention, feedForward }, layer }) => {
    if (norm === undefined) return noNorm;
    const [x, y, seen] = [variable("x", "C", width), variable("y", "C", width), context("C")];
    const plain = block(x, layer, seen);
    const read = { ln1: attention(y, layer, seen), ln2: feedForward(y, layer) };
    const names = ["ln1", "ln2"] as const;
    const gained = names.reduce((of, name) => {
      const { gain, bias } = norm.learned(name, layer);
      return bias === undefined ? of : substitute(of, (one) => (one === bias ? hadamard(bias, gain) : undefined));
    }, plain);
    const folded = names.reduce((of, name) => {
      const { gain } = norm.learned(name, layer);
      const readers = new Set(variablesOf(read[name]).flatMap(({ name: w, rows }) => (rows === width ? [w] : [])));
      return substitute(of, (one) => {
        if (one === gain) return ones(1, gain.cols);
        return one.op === "variable" && readers.has(one.name) ? mul(diag(transpose(gain)), one) : undefined;
      });
    }, plain);
    return statement(gained, "=", folded, [x]);
  },
};

/** The claims about norms. */
export const normalisationClaims: readonly Claim[] = [scaleInvariant, shiftInvariant, folding];
