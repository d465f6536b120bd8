/** Spectra of patterns: hulls, eigenvectors, determinants. */
import { fact } from "../fact.ts";
import type { Sentence } from "../notes.ts";

/** Facts about spectra. */
export const spectralFacts: readonly Sentence[] = [
  fact("spec-convex-hull", "A: rowstochastic C × D; V: D × E; b: 1 × E", ["A*V <= ones(C,1)*b"], {
    assume: ["V <= ones(D,1)*b"],
  }),
  fact("spec-attention-preserves-mean", "A: rowstochastic C × C; x: C × E", "ones(1,C)*A*x = ones(1,C)*x"),

  fact("spec-spectral-norm-at-most-one", "A: rowstochastic C × C; x: C × E", "fro2(A*x) <= fro2(x)"),

  fact(
    "spec-head-output-in-token-hull",
    "A: rowstochastic C × D; x: D × E; W: E × E; b: 1 × E",
    "A*x*W <= ones(C,1)*b",
    { assume: ["x <= ones(D,1)*b"], when: { says: "A*x <= ones(C,1)*b" } },
  ),
  fact("spec-skip-prevents-collapse", "A: C × C; x: C × E", "x + A*x*zeros(E,E) = x"),
];
