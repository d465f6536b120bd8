/** Spectra of patterns: hulls, eigenvectors, what skips prevent. */
import { fact } from "../fact.ts";
import type { Sentence } from "../notes.ts";

/** Facts about spectra. */
export const spectralFacts: readonly Sentence[] = [
  fact(
    "spec-convex-hull",
    "A: rowstochastic C × D; V: D × E; a, b: 1 × E",
    ["A*V <= ones(C,1)*b", "ones(C,1)*a <= A*V"],
    { assume: ["V <= ones(D,1)*b", "ones(D,1)*a <= V"] },
  ),
  fact("spec-attention-preserves-mean", "A: rowstochastic C × C; x: C × E", "ones(1,C)*A*x = ones(1,C)*x"),
  fact("spec-spectral-norm-at-most-one", "A: rowstochastic C × C; x: C × 1", "fro2(A*x) <= fro2(x)"),
  fact(
    "spec-head-output-in-token-hull", // in the hull: in no direction u beyond all tokens
    "A: rowstochastic C × D; x: D × E; W: E × E; u: E × 1",
    "A*x*W*u <= ones(C,1)*maxall(x*u)",
    { when: { assume: ["W = I(E)"] } },
  ),
  fact(
    "spec-skip-prevents-collapse", // with the values' weights 0
    "x: C × E; W[l]: E × E",
    "layers(l < L, y = x, y + softmax(y*W[l]*y')*y*zeros(E,E)) = x",
    { dims: ["L"] },
  ),
  fact(
    "spec-ones-eigenvector", // u + i w belongs to a + i b; no coordinate is larger than the largest
    "A: rowstochastic n × n; u, w: n × 1; a, b: scalar",
    [
      "A*ones(n,1) = ones(n,1)",
      {
        says: "(a*a + b*b)*(square(u) + square(w)) <= maxall(square(u) + square(w))*ones(n,1)",
        assume: ["A*u = a*u - b*w", "A*w = b*u + a*w"],
      },
    ],
  ),
  fact("spec-causal-eigenvalues", "S: n × n; z: scalar", [
    "det(msoftmax(S, tril(n)) - z*I(n)) = prod(dg(msoftmax(S, tril(n))) - z*ones(n,1))",
    "0 < dg(msoftmax(S, tril(n)))",
    "msoftmax(S, tril(n)) <= ones(n,n)",
  ]),
];
