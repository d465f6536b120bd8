/** Gradients: what passes back through softmax, norms, adapters; G is the gradient of the loss in what is derived. */
import { fact } from "../fact.ts";
import type { Sentence } from "../notes.ts";

/** The gradient in the scores of a softmax. */
const backward = "(softmax(S).*(G - rowsum(softmax(S).*G)*ones(1,m)))";

/** Layers of a causal head and an MLP on the tokens x before and y after. */
const causalStack = "layers(l < L, z = vcat(x, y), z + msoftmax(z*W[l]*z', tril(n+m))*z*V[l] + tanh(z*F[l])*U[l])";

/** A model whose tokens t never are the last row u of its table; c = 1 ties the unembedding's last column to u. */
const tied = "tanh(hcat(t, zeros(C,1))*vcat(W, u)*M)*vcat(U, z + c*u)'";

/** One gradient step on both factors of W_Q W_Kᵀ, of which S is the gradient. */
const stepped = (Q: string, K: string): string => `(${Q} - s*(S*${K}))`;

const adam = (W: string, G: string): string => `(${W} - s*(${G}./(sqrt(square(${G})) + e*ones(n,E))))`;

/** Facts about gradients. */
export const gradientFacts: readonly Sentence[] = [
  fact(
    "grad-softmax-cross-entropy", // y: one-hot, or any target
    "l, y, v: 1 × n",
    "derivative(log(sum(exp(l))) - l*y', l, v) = (softmax(l) - y)*v'",
  ),
  fact("grad-logits-sum-zero", "l: C × n; c: C × 1; x: C × E; W: E × n; u: E × 1", [
    "derivative(softmax(l), l, c*ones(1,n)) = zeros(C,n)",
    "derivative(softmax(x*W), W, u*ones(1,n)) = zeros(C,n)",
  ]),
  fact("grad-score-backward", "S, G, V: n × m", [
    `derivative(sum(G.*softmax(S)), S, V) = sum(${backward}.*V)`,
    `rowsum(${backward}) = zeros(n,1)`,
  ]),
  fact("grad-flash-delta", "A: C × D; V: D × d; G: C × d", "rowsum(A.*(G*V')) = rowsum((A*V).*G)"),
  fact(
    "grad-key-bias-zero",
    "q, k: C × d; b, v: 1 × d",
    "derivative(softmax(q*(k + ones(C,1)*b)'), b, v) = zeros(C,C)",
  ),
  fact("grad-value-path", "A: C × D; V, U: D × d; G: C × d", "derivative(tr(G'*(A*V)), V, U) = tr((A'*G)'*U)"),
  fact(
    "grad-frozen-pattern-exact",
    "x, G, U: C × E; W, V: E × E",
    "derivative(tr(G'*(softmax(x*W*x')*x*V)), x, U) = tr((softmax(x*W*x')'*G*V')'*U)",
  ),
  fact(
    "grad-scale-invariant-orthogonal", // weights that a norm reads
    "W, G: n × m; e: nonnegscalar",
    "derivative(tr(G'*rmsnorm(W, e)), W, W) = 0",
    { when: { assume: ["e = 0", "rowsum(square(W)) > 0"] } },
  ),
  fact(
    "grad-layernorm-orthogonal", // z: tokens less their means, which layernorm gives to rmsnorm; at each by itself
    "x, z, G: C × E; c: C × 1; e: nonnegscalar",
    [
      "derivative(tr(G'*layernorm(x, e)), x, c*ones(1,E)) = 0",
      "derivative(tr(G'*rmsnorm(z, e)), z, diag(c)*rmsnorm(z, e)) = 0",
    ],
    { when: { assume: ["e = 0", "rowsum(square(z)) > 0"] } },
  ),
  fact(
    "grad-descent-commutes-with-gauge",
    "S: E × E; W_Q, W_K, U: E × d; s: scalar; G: invertible d",
    [
      "derivative(tr(S'*(W_Q*W_K')), W_Q, U) = tr((S*W_K)'*U)",
      `${stepped("(W_Q*G)", "(W_K*inv(G)')")} = ${stepped("W_Q", "W_K")}*G`,
    ],
    { when: { given: "S: E × E; W_Q, W_K, U: E × d; s: scalar; G: orthogonal d" } },
  ),
  fact(
    "grad-unused-embeddings-zero",
    "t: C × n; W, U: n × E; u, v, z: 1 × E; M: E × E; c: scalar",
    `derivative(${tied}, u, v) = zeros(C,n+1)`,
    { when: { assume: ["c = 0"] } },
  ),
  fact(
    "grad-lora-zero-init", // B = 0 leaves A without a gradient, and A = 0 leaves B without one
    "x: C × E; W: E × D; A, U: r × D; B, T: E × r; s: scalar",
    ["derivative(x*(W + s*(B*A)), A, U) = zeros(C,D)", "derivative(x*(W + s*(B*zeros(r,D))), B, T) = zeros(C,D)"],
    { assume: ["B = zeros(E,r)"] },
  ),
  fact(
    "grad-causal-jacobian-triangular",
    "x: n × E; y, v: m × E; W[l], V[l]: E × E; F[l]: E × D; U[l]: D × E",
    `rows(derivative(${causalStack}, y, v), 0, n) = zeros(n,E)`,
    { dims: ["L"] },
  ),
  fact(
    "grad-adam-rotation-equivariant", // the first step: both averages are those of one gradient G
    "W, G: n × E; Q: orthogonal E; s, e: posscalar",
    `${adam("(W*Q)", "(G*Q)")} = ${adam("W", "G")}*Q`,
  ),
];
