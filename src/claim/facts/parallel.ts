/** Parallelism: splits that are exact, and those that are not. */
import { fact } from "../fact.ts";
import type { Sentence } from "../notes.ts";

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
    "x1: C × n; x2: C × m; W1: n × F; W2: m × F",
    "relu(x1*W1 + x2*W2) = relu(x1*W1) + relu(x2*W2)",
  ),
  fact(
    "par-bias-on-every-rank",
    "y[i]: C × n; W[i]: n × E; b: 1 × E",
    "sum(i < N, y[i]*W[i] + ones(C,1)*b) = sum(i < N, y[i]*W[i]) + ones(C,1)*b",
    { dims: ["N"] },
  ),
  fact("par-sequence-sharding", "x: n × E; y: m × E; e: posscalar; f: row function E", [
    "f(vcat(x, y)) = vcat(f(x), f(y))",
    "layernorm(vcat(x, y), e) = vcat(layernorm(x, e), layernorm(y, e))",
  ]),
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
    "x: C × E; y: D × E; W, V: E × E",
    "rows(msoftmax(vcat(x, y)*W*vcat(x, y)', hcat(ones(C+D,C), zeros(C+D,D)))*vcat(x, y)*V, 0, C) = softmax(x*W*x')*x*V",
  ),
  fact(
    "par-self-attention-is-cross-attention",
    "x: C × E; y: C × E; W, V: E × E",
    "softmax(x*W*y')*y*V = softmax(x*W*x')*x*V",
    { assume: ["y = x"] },
  ),

  fact(
    "par-vocab-parallel-loss",
    "a: C × n; b: C × m",
    "log(rowsum(exp(hcat(a, b)))) = log(exp(log(rowsum(exp(a)))) + exp(log(rowsum(exp(b)))))",
  ),
  fact(
    "par-right-padding-causal",
    "x: n × E; y: m × E; W, V: E × E",
    "rows(msoftmax(vcat(x, y)*W*vcat(x, y)', tril(n+m))*vcat(x, y)*V, 0, n) = msoftmax(x*W*x', tril(n))*x*V",
  ),
  fact(
    "par-packed-sequences",
    "x: n × E; y: m × E; W, V: E × E",
    "msoftmax(vcat(x, y)*W*vcat(x, y)', tril(n+m))*vcat(x, y)*V = vcat(msoftmax(x*W*x', tril(n))*x*V, msoftmax(y*W*y', tril(m))*y*V)",
    {
      when: {
        says: "msoftmax(vcat(x, y)*W*vcat(x, y)', vcat(hcat(tril(n), zeros(n,m)), hcat(zeros(m,n), tril(m))))*vcat(x, y)*V = vcat(msoftmax(x*W*x', tril(n))*x*V, msoftmax(y*W*y', tril(m))*y*V)",
      },
    },
  ),
  fact("par-head-reshape-order", "x: C × E; W: E × F; P: perm F; V: F × E", "x*W*P*V = x*W*V", {
    when: { says: "x*W*P*(P'*V) = x*W*V" },
  }),
  fact("par-qkv-layout", "x: C × E; W: E × F; P: perm F", "x*(W*P) = x*W", { when: { says: "x*(W*P)*P' = x*W" } }),

  fact(
    "par-gradient-accumulation",
    "a: n × 1; b: m × 1",
    "(1/2)*((ones(1,n)*a)/n + (ones(1,m)*b)/m) = (ones(1,n)*a + ones(1,m)*b)/(n + m)",
    {
      when: {
        given: "a, b: n × 1",
        says: "(1/2)*((ones(1,n)*a)/n + (ones(1,n)*b)/n) = (ones(1,n)*a + ones(1,n)*b)/(2*n)",
      },
    },
  ),
  fact("par-embedding-scale", "t: C × V; W: V × E; s: scalar", "(s*(t*W))*W' = (t*W)*W'", {
    when: { says: "s*(t*W) = t*(s*W)" },
  }),
  fact("par-corpus-perplexity-average", "a, b: scalar", "exp((a + b)/2) = (exp(a) + exp(b))/2"),
  fact("par-block-parameter-count", "", "4*H*d*E + 2*E*F = 12*E*E", {
    dims: ["H", "d", "E", "F"],
    when: { says: "4*E*E + 2*E*(4*E) = 12*E*E" },
  }),
];
