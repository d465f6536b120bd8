/** Gradients, where their closed forms are what is said. */
import { fact } from "../fact.ts";
import type { Sentence } from "../notes.ts";

/** Facts about gradients. */
export const gradientFacts: readonly Sentence[] = [
  fact("grad-logits-sum-zero", "l: C × V; y: C × V", "(softmax(l) - y)*ones(V,1) = zeros(C,1)", {
    assume: ["y*ones(V,1) = ones(C,1)"],
  }),
  fact(
    "grad-score-backward",
    "S: C × D; B: C × D",
    "(softmax(S).*(B - rowsum(softmax(S).*B)*ones(1,D)))*ones(D,1) = zeros(C,1)",
  ),
  fact("grad-flash-delta", "A: C × D; V: D × d; G: C × d", "rowsum(A.*(G*V')) = rowsum((A*V).*G)"),

  fact(
    "grad-key-bias-zero",
    "q: C × d; S, B: C × D",
    "q'*((softmax(S).*(B - rowsum(softmax(S).*B)*ones(1,D)))*ones(D,1)) = zeros(d,1)",
  ),
  fact(
    "grad-descent-commutes-with-gauge",
    "Q, K: E × d; D: E × E; G: invertible d; s: scalar",
    "(Q*G - s*D*(K*inv(G)'))*(K*inv(G)' - s*D'*(Q*G))' = (Q - s*D*K)*(K - s*D'*Q)'",
    { when: { given: "Q, K: E × d; D: E × E; G: orthogonal d; s: scalar" } },
  ),
  fact("grad-value-path", "A: C × D; G: C × d; V, H: D × d", "tr(G'*(A*(V + H))) - tr(G'*(A*V)) = tr((A'*G)'*H)"),
  fact("grad-lora-zero-init", "x: C × E; A: r × D; G: C × D", "zeros(r,E)*x'*G = zeros(r,D)"),

  fact("grad-adam-rotation-equivariant", "Q: orthogonal n; t: n × 1", "sign(Q*t) = Q*sign(t)"),
  fact("grad-unused-embeddings-zero", "e: 1 × V; t, p: C × V; G, H: C × E", "e*(t'*G + p'*H) = zeros(1,E)", {
    assume: ["t*e' = zeros(C,1)"],
    when: { says: "e*(t'*G) = zeros(1,E)" },
  }),
];
