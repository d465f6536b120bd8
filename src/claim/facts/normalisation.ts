/** Norms: what they do not see, what folds into the next matrix, and what does not. */
import { fact } from "../fact.ts";
import type { Sentence } from "../notes.ts";

/** Facts about norms. */
export const normalisationFacts: readonly Sentence[] = [
  fact(
    "norm-ln-decomposition",
    "x: C × E; g, b: E × 1; e: posscalar",
    "layernorm(x, e)*diag(g) + ones(C,1)*b' = rmsnorm(x*(I(E) - ones(E,E)/E), e)*diag(g) + ones(C,1)*b'",
  ),
  fact(
    "norm-ln-shift-invariant",
    "x: C × E; c: C × 1; e: posscalar",
    "layernorm(x + c*ones(1,E), e) = layernorm(x, e)",
  ),
  fact("norm-rms-shift-invariant", "x: C × E; c: C × 1; e: posscalar", "rmsnorm(x + c*ones(1,E), e) = rmsnorm(x, e)"),
  fact(
    "norm-gain-folds-forward",
    "z: C × E; g: E × 1; b: 1 × E; W: E × F; c: 1 × F",
    "(z*diag(g) + ones(C,1)*b)*W + ones(C,1)*c = z*(diag(g)*W) + ones(C,1)*(b*W + c)",
  ),
  fact(
    "norm-rms-orthogonal-equivariant",
    "x: C × E; Q: orthogonal E; g: E × 1; e: posscalar",
    "rmsnorm(x*Q, e)*diag(g) = rmsnorm(x, e)*diag(g)*Q",
    {
      when: {
        given: "x: C × E; Q: orthogonal E; s: scalar; e: posscalar",
        says: "s*rmsnorm(x*Q, e) = s*(rmsnorm(x, e)*Q)",
      },
    },
  ),
  fact("norm-rms-commutes-with-linear", "x: C × E; M: E × E; e: posscalar", "rmsnorm(x*M, e) = rmsnorm(x, e)*M"),
  fact(
    "norm-center-writers",
    "x, w: C × E; P: E × E; e: posscalar",
    "layernorm((x + w)*(I(E) - ones(E,E)/E), e) = layernorm(x + w, e)",
  ),
  fact(
    "norm-pre-post-equivalent",
    "x: C × E; f: row function E; e: posscalar",
    "x + f(layernorm(x, e)) = layernorm(x + f(x), e)",
  ),
  fact("norm-gain-folds-postln", "y, f: C × E; g: E × 1", "y*diag(g) + f = y + f"),

  fact("norm-ln-scale-invariant", "x: C × E; c, e: posscalar", "layernorm(c*x, e) = layernorm(x, e)", {
    when: { says: "layernorm(c*x, 0) = layernorm(x, 0)" },
  }),
  fact("norm-preln-pattern-scale-free", "x: C × E; D: posdiagonal C; e: posscalar", "rmsnorm(D*x, e) = rmsnorm(x, e)", {
    when: { says: "rmsnorm(D*x, 0) = rmsnorm(x, 0)" },
  }),
  fact("norm-preln-global-scale", "x: C × E; c, e: posscalar", "rmsnorm(c*x, e) = rmsnorm(x, e)", {
    when: { says: "rmsnorm(c*x, 0) = rmsnorm(x, 0)" },
  }),
];
