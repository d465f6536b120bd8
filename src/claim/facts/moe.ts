/** Mixtures of experts. */
import { fact } from "../fact.ts";
import type { Sentence } from "../notes.ts";

/** Experts f[e] weighed by gates G; u[e] picks a gate's column. */
const experts = (x: string): string => `sum(e < N, diag(G(${x})*u[e])*f[e](${x}))`;
const EXPERTS = "u[e]: N × 1; f[e]: row function E";

/** One expert that takes the token which scores highest. */
const taken = (x: string): string => `diag(ones(n+m,1) - sign(ones(n+m,1)*maxall(${x}*w) - ${x}*w))*f(${x})`;

/** Of two experts the one whose logit, x or -x, is larger. */
const topOne = (x: string): string => `((1 + sign(${x}))/2)*f + ((1 - sign(${x}))/2)*g`;

/** Facts about mixtures of experts. */
export const moeFacts: readonly Sentence[] = [
  fact(
    "moe-partition-dense",
    "x: C × E; W[i]: E × F; V[i]: F × E; f: entry function",
    "sum(i < N, f(x*W[i])*V[i]) = f(x*hcat(i < N, W[i]))*vcat(i < N, V[i])",
    { dims: ["N"] },
  ),
  fact("moe-router-shift", "l: C × N; c: C × 1; g: row function N", "g(l + c*ones(1,N)) = g(l)", {
    when: { assume: ["g(l) = softmax(l)", "g(l + c*ones(1,N)) = softmax(l + c*ones(1,N))"] },
  }),
  fact("moe-balance-loss-at-uniform", "p, f: 1 × N", ["N*(p*(ones(N,1)/N)) = 1", "N*((ones(1,N)/N)*f') = 1"], {
    assume: ["p*ones(N,1) = 1", "f*ones(N,1) = 1"],
  }),
  fact(
    "moe-expert-permutation", // F: one coordinate of what each expert says of each token; g: softmax, or any gates that move with experts
    "x: C × E; W: E × N; P: perm N; F: C × N; g: row function N",
    [
      "rowsum(softmax(x*W*P).*(F*P)) = rowsum(softmax(x*W).*F)",
      { says: "rowsum(g(x*W*P).*(F*P)) = rowsum(g(x*W).*F)", assume: ["g(x*W*P) = g(x*W)*P"] },
    ],
  ),
  fact(
    "moe-top1-renormalised-router-gradient", // the gate of one expert alone, F what it says
    "x: C × E; w, v: E × 1; F: C × E",
    "derivative(diag(softmax(x*w))*F, w, v) = zeros(C,E)",
  ),
  fact("moe-topk-softmax-order", "l: C × N; B: mask C × N; r: C × 1", "diag(r)*(softmax(l).*B) = msoftmax(l, B)", {
    assume: ["r = ones(C,1)"],
    when: { assume: ["r = recip(rowsum(softmax(l).*B))"] },
  }),
  fact(
    "moe-identical-experts-dense", // F: one coordinate of what every expert says of each token
    "G: C × N; F: C × 1",
    "rowsum(G.*(F*ones(1,N))) = F",
    { when: { assume: ["rowsum(G) = ones(C,1)"] } },
  ),
  fact(
    "moe-per-token",
    `x: C × E; R: selection C × C; G: function C × N; ${EXPERTS}`,
    `${experts("(R*x)")} = R*${experts("x")}`,
    { dims: ["N"], when: { given: `x: C × E; R: selection C × C; G: row function N; ${EXPERTS}` } },
  ),
  fact(
    "moe-expert-choice-causal",
    "x: n × E; y, z: m × E; w: E × 1; f: row function E",
    `rows(${taken("vcat(x, y)")}, 0, n) = rows(${taken("vcat(x, z)")}, 0, n)`,
  ),
  fact(
    "moe-continuous", // what is constant on both sides of a tie and continuous is the same on both; two experts that are constant
    "f, g: 1 × E; x: posscalar",
    `${topOne("x")} = ${topOne("(-x)")}`,
  ),
];
