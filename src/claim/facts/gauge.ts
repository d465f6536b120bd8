/** Gauge: changes of weights that no output sees, and those that one does. Notation as in claim/heads.ts. */
import { fact } from "../fact.ts";
import type { Sentence } from "../notes.ts";

/** Facts about gauges. */
export const gaugeFacts: readonly Sentence[] = [
  fact("gauge-qk-gl", "W_Q, W_K: E × d; G: invertible d", "(W_Q*G)*(W_K*inv(G)')' = W_Q*W_K'"),
  fact("gauge-ov-gl", "W_V: E × d; W_O: d × E; G: invertible d", "(W_V*G)*(inv(G)*W_O) = W_V*W_O"),
  fact(
    "gauge-gqa-shared-key",
    "W_K: E × d; Q1, Q2: E × d; G1, G2: invertible d",
    ["(Q1*G1)*(W_K*inv(G1)')' = Q1*W_K'", "(Q2*G2)*(W_K*inv(G1)')' = Q2*W_K'"],
    { when: { says: ["(Q1*G1)*(W_K*inv(G1)')' = Q1*W_K'", "(Q2*G1)*(W_K*inv(G1)')' = Q2*W_K'"] } },
  ),
  fact(
    "gauge-qk-gl-with-qknorm",
    "q, k: C × d; G: invertible d; e: posscalar",
    "rmsnorm(q*G, e)*rmsnorm(k*inv(G)', e)' = rmsnorm(q, e)*rmsnorm(k, e)'",
    { when: { given: "q, k: C × d; G: orthogonal d; e: posscalar" } },
  ),
  fact("gauge-symmetric-wqk-iff-tied", "W_Q, W_K: E × d", "W_Q = W_K", { assume: ["W_Q*W_K' = W_K*W_Q'"] }),
  fact(
    "gauge-neuron-permutation",
    "x: C × E; W_in: E × F; b: F × 1; P: perm F; W_out: F × E; f: entry function",
    "f(x*W_in*P + ones(C,1)*b'*P)*P'*W_out = f(x*W_in + ones(C,1)*b')*W_out",
  ),
  fact(
    "gauge-swiglu-up-scaling",
    "x: C × E; W_g, W_u: E × F; D: invdiagonal F; W_d: F × E",
    "(silu(x*W_g).*(x*W_u*D))*inv(D)*W_d = (silu(x*W_g).*(x*W_u))*W_d",
  ),
  fact("gauge-sign-flip", "z: C × F; w: F × E", "gelu(-z)*(-w) = gelu(z)*w", {
    when: { says: "tanh(-z)*(-w) = tanh(z)*w" },
  }),
  fact(
    "gauge-residual-orthogonal-layernorm",
    "x: C × E; Q: orthogonal E; e: posscalar",
    "layernorm(x*Q, e) = layernorm(x, e)*Q",
    { when: { assume: ["Q*ones(E,1) = ones(E,1)"] } },
  ),
  fact(
    "gauge-embedding-axis-permutation",
    "x: C × E; P: perm E; g, b: E × 1; e: posscalar",
    "layernorm(x*P, e)*diag(P'*g) + ones(C,1)*(P'*b)' = (layernorm(x, e)*diag(g) + ones(C,1)*b')*P",
  ),
  fact("gauge-key-bias-irrelevant", "q, k: C × d; b: 1 × d", "softmax(q*(k + ones(C,1)*b)') = softmax(q*k')"),
  fact("gauge-key-bias-irrelevant-any-normaliser", "q, k: C × d; b: 1 × d", [
    "softmax(q*(k + ones(C,1)*b)') = softmax(q*k')",
    "sigmoid(q*(k + ones(C,1)*b)') = sigmoid(q*k')",
  ]),
  fact("gauge-query-bias-irrelevant", "q, k: C × d; b: 1 × d", "softmax((q + ones(C,1)*b)*k') = softmax(q*k')"),
  fact(
    "gauge-value-bias-folds",
    "A: rowstochastic C × C; x: C × E; W_V: E × d; b_V: 1 × d; W_O: d × E; b_O: 1 × E",
    "A*(x*W_V + ones(C,1)*b_V)*W_O + ones(C,1)*b_O = A*x*W_V*W_O + ones(C,1)*(b_O + b_V*W_O)",
  ),
  fact(
    "gauge-value-bias-folds-without-row-sums",
    "A: C × C; x: C × E; W_V: E × d; b_V: 1 × d; W_O: d × E; b_O: 1 × E",
    "A*(x*W_V + ones(C,1)*b_V)*W_O + ones(C,1)*b_O = A*x*W_V*W_O + ones(C,1)*(b_O + b_V*W_O)",
  ),
  fact(
    "gauge-output-bias-past-mlp",
    "x: C × E; b: 1 × E; W: E × F; c: 1 × F; V: F × E; g: 1 × E; f: entry function",
    "x + ones(C,1)*b + f((x + ones(C,1)*b)*W + ones(C,1)*c)*V + ones(C,1)*g = x + f(x*W + ones(C,1)*c)*V + ones(C,1)*(g + b)",
    {
      when: {
        says: "x + ones(C,1)*b + f((x + ones(C,1)*b)*W + ones(C,1)*c)*V + ones(C,1)*g = x + f(x*W + ones(C,1)*(c + b*W))*V + ones(C,1)*(g + b)",
      },
    },
  ),
  fact(
    "gauge-head-is-odd",
    "x: C × E; W_QK, W_OV: E × E",
    "softmax((-x)*W_QK*(-x)')*(-x)*W_OV = -(softmax(x*W_QK*x')*x*W_OV)",
  ),
  fact(
    "gauge-transformer-is-odd",
    "x: C × E; W_in: E × F; W_out: F × E",
    "-x + relu(-x*W_in)*W_out = -(x + relu(x*W_in)*W_out)",
    { when: { says: "-x + tanh(-x*W_in)*W_out = -(x + tanh(x*W_in)*W_out)" } },
  ),
  fact(
    "gauge-score-scale-absorbed",
    "x: C × E; W_Q, W_K: E × d; s: nzscalar",
    "softmax((x*W_Q*W_K'*x')/s) = softmax(x*(W_Q/s)*W_K'*x')",
  ),
  fact("gauge-unembed-shift", "x: C × E; W_U: E × V; u: E × 1", "softmax(x*(W_U + u*ones(1,V))) = softmax(x*W_U)"),
  fact(
    "gauge-weight-decay-invariant",
    "W_Q, W_K: E × d; G: invertible d",
    "fro2(W_Q*G) + fro2(W_K*inv(G)') = fro2(W_Q) + fro2(W_K)",
    { when: { given: "W_Q, W_K: E × d; G: orthogonal d" } },
  ),

  fact(
    "gauge-residual-gl-without-norm",
    "x: C × E; A: C × C; M: invertible E; V: E × E; U: E × D",
    "(x*M + A*(x*M)*(inv(M)*V*M))*(inv(M)*U) = (x + A*x*V)*U",
  ),
  fact(
    "gauge-qk-gl-with-rope",
    "q, k: C × 2; G: invertible 2; a, b: scalar",
    "(q*G*rot(a))*(k*inv(G)'*rot(b))' = (q*rot(a))*(k*rot(b))'",
  ),
];
