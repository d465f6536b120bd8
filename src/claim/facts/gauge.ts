/** Gauge: changes of weights that no output sees, and those that one does. Notation as in claim/heads.ts. */
import { breaks, fact } from "../fact.ts";
import type { Sentence } from "../notes.ts";
import { HEAD, head, turn } from "./words.ts";

/** Layers without biases and norms. */
const oddStack = (x: string): string => {
  const y = "(y + softmax(y*W[l]*y')*y*V[l])";
  return `layers(l < L, y = ${x}, ${y} + (g(${y}*A[l]) + c*g(-${y}*A[l]))*B[l])`;
};

/** A stack without norms of the weights of its readers and writers. */
const rebased = (x: string, Q: string, V: string, W: string, U: string): string =>
  `layers(l < L, y = ${x}, y + softmax(y*${Q}*y')*y*${V} + f(y*${W})*${U})`;

/** Facts about gauges. */
export const gaugeFacts: readonly Sentence[] = [
  fact("gauge-qk-gl", "W_Q, W_K: E × d; G: invertible d", "(W_Q*G)*(W_K*inv(G)')' = W_Q*W_K'"),
  fact("gauge-ov-gl", "W_V: E × d; W_O: d × E; G: invertible d", "(W_V*G)*(inv(G)*W_O) = W_V*W_O"),
  fact(
    "gauge-gqa-shared-key",
    "W_K: E × d; Q1, Q2: E × d; G1, G2: invertible d",
    ["(Q1*G1)*(W_K*inv(G1)')' = Q1*W_K'", "(Q2*G2)*(W_K*inv(G1)')' = Q2*W_K'"],
    { when: { assume: ["G2 = G1"] } },
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
  fact("gauge-swiglu-up-scaling", "x: C × E; W_g, W_u: E × F; D: invdiagonal F; W_d: F × E", [
    "(silu(x*W_g).*(x*W_u*D))*inv(D)*W_d = (silu(x*W_g).*(x*W_u))*W_d",
    breaks("(silu(x*W_g*D).*(x*W_u))*inv(D)*W_d = (silu(x*W_g).*(x*W_u))*W_d"),
  ]),
  fact("gauge-sign-flip", "z: C × F; w: F × E; f: entry function", "f(-z)*(-w) = f(z)*w", {
    when: { assume: ["f(-z) = -f(z)"] },
  }),
  fact(
    "gauge-relu-positive-scaling", // z: what the neurons read
    "x: C × E; W: E × F; b: 1 × F; z: C × F; D: invdiagonal F; U: F × E",
    ["x*(W*D) + ones(C,1)*(b*D) = (x*W + ones(C,1)*b)*D", "relu(z*D)*inv(D)*U = relu(z)*U"],
    { when: { given: "x: C × E; W: E × F; b: 1 × F; z: C × F; D: posdiagonal F; U: F × E" } },
  ),
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
    "softmax1(q*(k + ones(C,1)*b)') = softmax1(q*k')",
    "sigmoid(q*(k + ones(C,1)*b)') = sigmoid(q*k')",
    "softmax(tanh(q*(k + ones(C,1)*b)')) = softmax(tanh(q*k'))",
  ]),
  fact("gauge-query-bias-irrelevant", "q, k: C × d; b: 1 × d", "softmax((q + ones(C,1)*b)*k') = softmax(q*k')"),
  fact(
    "gauge-value-bias-folds",
    "A: rowstochastic C × C; x: C × E; W_V: E × d; b_V: 1 × d; W_O: d × E; b_O: 1 × E",
    "A*(x*W_V + ones(C,1)*b_V)*W_O + ones(C,1)*b_O = A*x*W_V*W_O + ones(C,1)*(b_O + b_V*W_O)",
  ),
  fact(
    "gauge-value-bias-folds-without-row-sums",
    "S: C × C; x: C × E; W_V: E × d; b_V: 1 × d; W_O: d × E; b_O: 1 × E",
    "softmax1(S)*(x*W_V + ones(C,1)*b_V)*W_O + ones(C,1)*b_O = softmax1(S)*x*W_V*W_O + ones(C,1)*(b_O + b_V*W_O)",
  ),
  fact(
    "gauge-output-bias-past-mlp",
    "x: C × E; b: 1 × E; W: E × F; c, h: 1 × F; V: F × E; g: 1 × E; f: entry function",
    "x + ones(C,1)*b + f((x + ones(C,1)*b)*W + ones(C,1)*c)*V + ones(C,1)*g = x + f(x*W + ones(C,1)*h)*V + ones(C,1)*(g + b)",
    { assume: ["h = c"], when: { assume: ["h = c + b*W"] } },
  ),
  fact("gauge-head-is-odd", `x: C × E; M: mask C × C; ${HEAD}`, `${head("(-x)", "M")} = -(${head("x", "M")})`),
  fact(
    "gauge-transformer-is-odd", // every odd activation is g(z) - g(-z) for some g, and every activation g(z) + c g(-z) at c = 0
    "x: C × E; W[l], V[l]: E × E; A[l]: E × F; B[l]: F × E; g: entry function; c: scalar",
    `${oddStack("(-x)")} = -${oddStack("x")}`,
    { dims: ["L"], when: { assume: ["c = -1"] } },
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
    "gauge-residual-gl-without-norm", // the whole stream in the other basis, and the logits that are read from it
    "x, y: C × E; M: invertible E; Q[l], V[l]: E × E; W[l]: E × F; U[l]: F × E; T: E × D; f: entry function",
    [
      `${rebased("x*M", "inv(M)*Q[l]*inv(M)'", "inv(M)*V[l]*M", "inv(M)*W[l]", "U[l]*M")} = ${rebased("x", "Q[l]", "V[l]", "W[l]", "U[l]")}*M`,
      "(y*M)*(inv(M)*T) = y*T",
    ],
    { dims: ["L"] },
  ),
  fact(
    "gauge-qk-gl-with-rope",
    "q, k: 1 × (2*r); G: invertible 2*r; w: r × 1; a, b: scalar",
    `(q*G*${turn("a")})*(k*inv(G)'*${turn("b")})' = (q*${turn("a")})*(k*${turn("b")})'`,
  ),
];
