/** Ranks: what bounds them, what does not, and what low-rank factors are good for. */
import { breaks, fact } from "../fact.ts";
import type { Sentence } from "../notes.ts";
import { turn } from "./words.ts";

/** Two heads with keys and values of their own. */
const ofTwo = (K1: string, V1: string, K2: string, V2: string): string =>
  `softmax(x*Q1*(x*${K1})')*x*${V1}*O1 + softmax(x*Q2*(x*${K2})')*x*${V2}*O2`;
const POOLED = ["((K1 + K2)/2)", "((V1 + V2)/2)"] as const;

/** What a latent cache holds of a layer: the keys of all groups, then their values. */
const CACHE = "(x*hcat(hcat(K1, hcat(K, K2)), hcat(V1, hcat(V, V2))))";
/** Picks one group's columns among those of all. */
const PICK = "vcat(zeros(a,d), vcat(I(d), zeros(b,d)))";

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
  fact("rank-sum-of-heads", "V[h]: E × d; O[h]: d × E", "rank(sum(h < H, V[h]*O[h])) <= d", { dims: ["H"] }),
  fact("rank-softmax-bottleneck-logits", "X: N × E; W_U: E × V", "rank(X*W_U) <= E"),
  fact("rank-lora-delta", "x: C × E; W: E × D; B: E × r; A: r × D; s: scalar", [
    "x*(W + s*(B*A)) = x*W + s*((x*B)*A)",
    "rank(B*A) <= r",
  ]),
  fact("rank-lora-average-factors", "B1, B2: E × r; A1, A2: r × D", "((B1 + B2)/2)*((A1 + A2)/2) = (B1*A1 + B2*A2)/2"),
  fact("rank-lora-sum-of-adapters", "B1: E × r; B2: E × s; A1: r × D; A2: s × D", [
    "B1*A1 + B2*A2 = hcat(B1, B2)*vcat(A1, A2)",
    "rank(B1*A1 + B2*A2) <= r + s",
  ]),
  fact("rank-mla-absorption", "x: C × E; W_Q: E × d; c: C × k; W_UK: k × d; A: C × C; W_UV: k × d; W_O: d × E", [
    "(x*W_Q)*(c*W_UK)' = (x*W_Q*W_UK')*c'",
    "A*(c*W_UV)*W_O = (A*c)*(W_UV*W_O)",
  ]),
  fact("rank-trace-cyclic", "W_V: E × d; W_O: d × E; G: invertible d", [
    "tr(W_V*W_O) = tr(W_O*W_V)",
    "tr((W_V*G)*(inv(G)*W_O)) = tr(W_V*W_O)",
  ]),
  fact("rank-heads-with-equal-patterns-merge", "A: C × C; x: C × E; V1, V2: E × d; O1, O2: d × E", [
    "A*x*(V1*O1) + A*x*(V2*O2) = A*x*(V1*O1 + V2*O2)",
    "rank(V1*O1 + V2*O2) <= 2*d",
  ]),
  fact("rank-bigram-table", "W_E: V × E; W_U: E × V", "rank(W_E*W_U) <= E"),

  fact(
    "rank-ab-ba-spectrum", // E = d + k; z is no eigenvalue that only one of them has
    "V: (d+k) × d; O: d × (d+k); z: nzscalar",
    "det(z*I(d+k) - V*O) = pow(z,k)*det(z*I(d) - O*V)",
  ),

  fact("rank-interior-token-unreachable", "a: rowstochastic 1 × n; U: n × E; u, x: 1 × E", "u*x' <= maxall(U*x')", {
    assume: ["u = a*U"],
  }),
  fact(
    "rank-gqa-embeds-in-mla", // any group, K1, V1: all groups before it, K2, V2: all after it
    "x: C × E; q: C × d; K, V: E × d; K1, V1: E × a; K2, V2: E × b; O: d × E",
    `softmax(q*(${CACHE}*vcat(${PICK}, zeros(a+d+b,d)))')*(${CACHE}*vcat(zeros(a+d+b,d), ${PICK}))*O = softmax(q*(x*K)')*(x*V)*O`,
    { where: ["0 <= a", "0 <= b"] },
  ),
  fact(
    "rank-gqa-is-tied-mha", // the queries of a group stacked, so that its keys and values are read once
    "x: C × E; Q1, Q2, K, V: E × d",
    "softmax(vcat(x*Q1, x*Q2)*(x*K)')*(x*V) = vcat(softmax(x*Q1*(x*K)')*(x*V), softmax(x*Q2*(x*K)')*(x*V))",
  ),
  fact(
    "rank-mha-to-gqa-mean-pool",
    "x: C × E; Q1, Q2, K1, K2, V1, V2: E × d; O1, O2: d × E",
    `${ofTwo("K1", "V1", "K2", "V2")} = ${ofTwo(...POOLED, ...POOLED)}`,
    { when: { assume: ["K2 = K1", "V2 = V1"] } },
  ),
  fact(
    "rank-mla-absorption-with-rope", // a fixed map would be the one that both tokens have at position 0
    "x: 1 × E; c: 1 × k; W_Q: E × (2*r); W_UK: k × (2*r); w: r × 1; i, j: scalar",
    `(x*W_Q*${turn("i")})*(c*W_UK*${turn("j")})' = x*(W_Q*W_UK')*c'`,
  ),
  fact(
    "rank-mixture-of-softmaxes", // log-probabilities of E + 2 contexts that do not depend on one another
    "X: (E+2) × E; W, Y: E × (E+2)",
    breaks("det(log((softmax(X*W) + softmax(X*Y))/2)) = 0"),
  ),
  fact("rank-causal-pattern-invertible", "S: n × n", [
    "det(msoftmax(S, tril(n))) = prod(dg(msoftmax(S, tril(n))))",
    "0 < det(msoftmax(S, tril(n)))",
  ]),
];
