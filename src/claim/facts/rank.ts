/** Ranks: what bounds them, what does not, and what low-rank factors are good for. */
import { fact } from "../fact.ts";
import type { Sentence } from "../notes.ts";

/** Facts about ranks. */
export const rankFacts: readonly Sentence[] = [
  fact("rank-scores-bound", "x: C × E; W_Q, W_K: E × d", [
    "rank(x*W_Q*W_K'*x') <= C",
    "rank(x*W_Q*W_K'*x') <= E",
    "rank(x*W_Q*W_K'*x') <= d",
  ]),
  fact("rank-pattern-bounded-by-d", "S: n × n", "rank(softmax(S)) <= rank(S)"),
  fact("rank-causal-mask-keeps-rank", "Q, K: C × d", "rank(tril(C).*(Q*K')) <= d"),
  fact("rank-head-output", "A: C × C; x: C × E; W_V: E × d; W_O: d × E", [
    "rank(A*x*W_V*W_O) <= C",
    "rank(A*x*W_V*W_O) <= d",
  ]),
  fact("rank-sum-of-heads", "V1, V2: E × d; O1, O2: d × E", "rank(V1*O1 + V2*O2) <= d"),
  fact("rank-softmax-bottleneck-logits", "X: N × E; W_U: E × V", "rank(X*W_U) <= E"),
  fact("rank-lora-delta", "x: C × E; W: E × D; B: E × r; A: r × D; s: scalar", [
    "x*(W + s*(B*A)) = x*W + s*((x*B)*A)",
    "rank(B*A) <= r",
  ]),
  fact("rank-lora-average-factors", "B1, B2: E × r; A1, A2: r × D", "((B1 + B2)/2)*((A1 + A2)/2) = (B1*A1 + B2*A2)/2"),
  fact(
    "rank-lora-sum-of-adapters",
    "B1: E × r; B2: E × s; A1: r × D; A2: s × D",
    "B1*A1 + B2*A2 = hcat(B1, B2)*vcat(A1, A2)",
  ),
  fact("rank-mla-absorption", "x: C × E; W_Q: E × d; c: C × k; W_UK: k × d; A: C × C; W_UV: k × d; W_O: d × E", [
    "(x*W_Q)*(c*W_UK)' = (x*W_Q*W_UK')*c'",
    "A*(c*W_UV)*W_O = (A*c)*(W_UV*W_O)",
  ]),
  fact("rank-trace-cyclic", "W_V: E × d; W_O: d × E", "tr(W_V*W_O) = tr(W_O*W_V)"),
  fact("rank-heads-with-equal-patterns-merge", "A: C × C; x: C × E; V1, V2: E × d; O1, O2: d × E", [
    "A*x*(V1*O1) + A*x*(V2*O2) = A*x*(V1*O1 + V2*O2)",
    "rank(V1*O1 + V2*O2) <= 2*d",
  ]),
  fact("rank-bigram-table", "W_E: V × E; W_U: E × V", "rank(W_E*W_U) <= E"),

  fact(
    "rank-ab-ba-spectrum",
    "V: E × d; O: d × E; z: nzscalar",
    "pow(z,d)*det(z*I(E) - V*O) = pow(z,E)*det(z*I(d) - O*V)",
  ),

  fact("rank-interior-token-unreachable", "a: rowstochastic 1 × n; U: n × E; x: 1 × E", "a*(U*x') <= maxall(U*x')"),
  fact("rank-gqa-embeds-in-mla", "x: C × E; K: E × d; V: E × k", [
    "(x*hcat(K, V))*vcat(I(d), zeros(k,d)) = x*K",
    "(x*hcat(K, V))*vcat(zeros(d,k), I(k)) = x*V",
  ]),
  fact(
    "rank-mha-to-gqa-mean-pool",
    "x: C × E; Q1, Q2, K1, K2: E × d",
    "softmax(x*Q1*(x*K1)') + softmax(x*Q2*(x*K2)') = softmax(x*Q1*(x*((K1 + K2)/2))') + softmax(x*Q2*(x*((K1 + K2)/2))')",
    { when: { assume: ["K2 = K1"] } },
  ),
];
