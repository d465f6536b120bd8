/** MLPs: what merges, what scales, what does not commute. */
import { fact } from "../fact.ts";
import type { Sentence } from "../notes.ts";

/** Facts about MLPs. */
export const mlpFacts: readonly Sentence[] = [
  fact(
    "mlp-parallel-merge",
    "x: C × E; W1: E × F; W2: E × G; V1: F × E; V2: G × E; f: entry function",
    "f(x*W1)*V1 + f(x*W2)*V2 = f(x*hcat(W1, W2))*vcat(V1, V2)",
  ),
  fact(
    "mlp-serial-merge",
    "x: C × E; M: function C × E; N: function C × E",
    "x + M(x) + N(x + M(x)) = x + M(x) + N(x)",
  ),
  fact(
    "mlp-parallel-block-equals-serial",
    "x: C × E; H: function C × E; M: row function E",
    "x + H(x) + M(x) = x + H(x) + M(x + H(x))",
  ),
  fact(
    "mlp-attention-commute",
    "x: C × E; H: function C × E; M: row function E",
    "x + H(x) + M(x + H(x)) = x + M(x) + H(x + M(x))",
  ),
  fact("mlp-gated-activation-identity", "x: n × m", ["silu(x) - silu(-x) = x", "gelu(x) - gelu(-x) = x"]),
  fact("mlp-linear-collapse", "x: C × E; W_in: E × F; W_out: F × E", [
    "(x*W_in)*W_out = x*(W_in*W_out)",
    "rank(W_in*W_out) <= F",
    "rank(W_in*W_out) <= E",
  ]),
  fact(
    "mlp-bias-as-constant-feature",
    "x: C × E; W: E × F; b: 1 × F",
    "hcat(x, ones(C,1))*vcat(W, b) = x*W + ones(C,1)*b",
  ),
  fact("mlp-relu-homogeneous", "x: C × E; W: E × F; V: F × E; c: scalar", "relu(c*x*W)*V = c*(relu(x*W)*V)", {
    when: { given: "x: C × E; W: E × F; V: F × E; c: nonnegscalar" },
  }),
  fact(
    "mlp-reglu-degree-two",
    "x: C × E; W, V: E × F; U: F × E; c: nonnegscalar",
    "(relu(c*x*W).*(c*x*V))*U = c*c*((relu(x*W).*(x*V))*U)",
  ),
  fact(
    "mlp-key-value-memory",
    "x: C × E; k[i]: E × 1; v[i]: 1 × E; f: entry function",
    "sum(i < F, f(x*k[i])*v[i]) = f(x*hcat(i < F, k[i]))*vcat(i < F, v[i])",
    { dims: ["F"] },
  ),

  fact(
    "mlp-mixes-tokens",
    "x: n × E; y, z: m × E; f: row function E",
    "rows(f(vcat(x, y)), 0, n) = rows(f(vcat(x, z)), 0, n)",
    { exists: true },
  ),
];
