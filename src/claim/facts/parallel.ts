/** Parallelism: splits that are exact, and those that are not. */
import { fact } from "../fact.ts";
import type { Sentence } from "../notes.ts";
import { blocks, STACK, stack } from "./words.ts";

/** Facts about parallel layouts. */
export const parallelFacts: readonly Sentence[] = [
  fact(
    "par-mlp-column-row",
    "x: C × E; W[i]: E × F; V[i]: F × E; f: entry function",
    "f(x*hcat(i < N, W[i]))*vcat(i < N, V[i]) = sum(i < N, f(x*W[i])*V[i])",
    { dims: ["N"] },
  ),
  fact(
    "par-mlp-row-first",
    "x1: C × n; x2: C × m; W1: n × F; W2: m × F; f: entry function",
    "f(x1*W1 + x2*W2) = f(x1*W1) + f(x2*W2)",
  ),
  fact(
    "par-bias-on-every-rank",
    "y[i]: C × n; W[i]: n × E; b: 1 × E",
    "sum(i < N, y[i]*W[i] + ones(C,1)*b) = sum(i < N, y[i]*W[i]) + ones(C,1)*b",
    { dims: ["N"] },
  ),
  fact(
    "par-sequence-sharding", // a, b: dropout masks of the shards
    "x, a: n × E; y, b: m × E; e: posscalar; f: row function E; W: E × F; V: F × E; h: entry function",
    [
      "f(vcat(x, y)) = vcat(f(x), f(y))",
      "layernorm(vcat(x, y), e) = vcat(layernorm(x, e), layernorm(y, e))",
      "h(vcat(x, y)*W)*V = vcat(h(x*W)*V, h(y*W)*V)",
      "vcat(a, b).*vcat(x, y) = vcat(a.*x, b.*y)",
    ],
  ),
  fact(
    "par-layernorm-feature-sharding",
    "a: C × n; b: C × m; e: posscalar",
    "layernorm(hcat(a, b), e) = hcat(layernorm(a, e), layernorm(b, e))",
  ),
  fact(
    "par-fused-qkv",
    "x: C × E; W_Q, W_K, W_V: E × d",
    "x*hcat(hcat(W_Q, W_K), W_V) = hcat(hcat(x*W_Q, x*W_K), x*W_V)",
  ),
  fact("par-conv1d-transposed", "x: C × n; W: n × m; b: 1 × m", "x*W + ones(C,1)*b = x*(W')' + ones(C,1)*b"),
  fact(
    "par-zero-embedding-padding",
    "x: C × E; W, V: E × E",
    "rows(softmax(vcat(x, zeros(1,E))*W*vcat(x, zeros(1,E))')*vcat(x, zeros(1,E))*V, 0, C) = softmax(x*W*x')*x*V",
  ),
  fact(
    "par-padding-mask",
    `x: C × E; y: D × E; ${STACK}`,
    `rows(${stack("vcat(x, y)", "hcat(ones(C+D,C), zeros(C+D,D))")}, 0, C) = ${stack("x")}`,
    { dims: ["L"] },
  ),
  fact(
    "par-self-attention-is-cross-attention",
    "x: C × E; y: C × E; W, V: E × E",
    "softmax(x*W*y')*y*V = softmax(x*W*x')*x*V",
    { assume: ["y = x"] },
  ),

  fact(
    "par-vocab-parallel-loss", // y, z: the target, which one of the shards has
    "a, y: C × n; b, z: C × m",
    [
      "lse(hcat(a, b)) = lse(hcat(lse(a), lse(b)))",
      "lse(hcat(a, b)) - rowsum(hcat(y, z).*hcat(a, b)) = lse(hcat(lse(a), lse(b))) - rowsum(y.*a) - rowsum(z.*b)",
    ],
  ),
  fact(
    "par-right-padding-causal",
    `x: n × E; y: m × E; ${STACK}`,
    `rows(${stack("vcat(x, y)", "tril(n+m)")}, 0, n) = ${stack("x", "tril(n)")}`,
    { dims: ["L"] },
  ),
  fact(
    "par-packed-sequences",
    `x: n × E; y: m × E; B: (n+m) × (n+m); ${STACK}`,
    `${stack("vcat(x, y)", "B")} = vcat(${stack("x", "tril(n)")}, ${stack("y", "tril(m)")})`,
    {
      dims: ["L"],
      assume: ["B = tril(n+m)"],
      when: { assume: [`B = ${blocks("tril(n)", "zeros(n,m)", "zeros(m,n)", "tril(m)")}`] },
    },
  ),
  fact(
    "par-head-reshape-order", // A: all heads, read from columns in one order; P takes that order to the other
    "x: C × E; W, Y: E × F; V, Z: F × E; P: perm F; A: function C × F",
    "A(x*Y*P)*P'*Z = A(x*W)*V",
    { assume: ["Y = W", "Z = V"], when: { assume: ["Y = W*P'", "Z = P*V"] } },
  ),
  fact(
    "par-qkv-layout", // P takes the columns of one layout to those of the other
    "x: C × E; W, Y: E × F; P: perm F",
    "x*Y = (x*W)*P",
    { assume: ["Y = W"], when: { assume: ["Y = W*P"] } },
  ),
  fact(
    "par-gradient-accumulation",
    "a: n × 1; b: m × 1",
    "(1/2)*((ones(1,n)*a)/n + (ones(1,m)*b)/m) = (ones(1,n)*a + ones(1,m)*b)/(n + m)",
    { when: { where: ["m = n"] } },
  ),
  fact(
    "par-embedding-scale", // W, Y: the table before and after; U, Z: the unembedding
    "t: C × V; W, Y: V × E; U, Z: E × V; s: scalar",
    "s*(t*W)*U = t*Y*Z",
    { assume: ["Y = s*W", "U = W'", "Z = Y'"], when: { assume: ["Y = s*W", "Z = U"] } },
  ),
  fact(
    "par-corpus-perplexity-average",
    "a: n × 1; b: m × 1",
    "exp((ones(1,n)*a + ones(1,m)*b)/(n + m)) = (exp((ones(1,n)*a)/n) + exp((ones(1,m)*b)/m))/2",
  ),
  fact("par-block-parameter-count", "", "4*H*d*E + 2*E*F = 12*E*E", {
    dims: ["H", "d", "E", "F"],
    when: { where: ["E = H*d", "F = 4*H*d"] },
  }),
  fact(
    "par-patch-embedding-is-linear", // X[p]: the pixels under the kernel at its p-th place
    "X[p]: k × k; K: k × k",
    "vcat(p < N, sum(X[p].*K)) = vcat(p < N, vec(X[p])')*vec(K)",
    { dims: ["N"] },
  ),
  fact(
    "par-flops-6n", // per block and token, to one part in k for any k: 6 N with N = 12 E² weights, and C keys and values
    "C, E, k: posscalar",
    "6*(12*E*E) + 12*C*E <= 6*(12*E*E)*(1 + 1/k)",
    { when: { assume: ["k*C <= 6*E"] } },
  ),
];
