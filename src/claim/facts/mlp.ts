/** MLPs: what merges, what scales, what does not commute. */
import { breaks, fact } from "../fact.ts";
import type { Sentence } from "../notes.ts";
import { HEAD, head } from "./words.ts";

const TENSOR = "((W*diag(u)*V' + V*diag(u)*W')/2)";

const mlp = (x: string): string => `f(${x}*A)*B`;
const attended = (x: string): string => `(${x} + ${head(x)})`;
const biasedMlp = (x: string): string => `f(${x}*A + ones(n+m,1)*b)*B + ones(n+m,1)*c`;

const gate = (x: string, negated: string): string => `(ones(n,m)/2 + h(${x}) - h(${negated}))`;

/** Facts about MLPs. */
export const mlpFacts: readonly Sentence[] = [
  fact(
    "mlp-parallel-merge",
    "x: C × E; W1: E × F; W2: E × G; V1: F × E; V2: G × E; f: entry function",
    "f(x*W1)*V1 + f(x*W2)*V2 = f(x*hcat(W1, W2))*vcat(V1, V2)",
  ),
  fact(
    "mlp-serial-merge",
    "x: C × E; W1, W2: E × F; V1, V2: F × E; f: entry function",
    "x + f(x*W1)*V1 + f((x + f(x*W1)*V1)*W2)*V2 = x + f(x*W1)*V1 + f(x*W2)*V2",
  ),
  fact(
    "mlp-parallel-block-equals-serial",
    `x: C × E; A: E × F; B: F × E; f: entry function; ${HEAD}`,
    `x + ${head("x")} + ${mlp("x")} = ${attended("x")} + ${mlp(attended("x"))}`,
  ),
  fact(
    "mlp-attention-commute",
    `x: C × E; A: E × F; B: F × E; f: entry function; ${HEAD}`,
    `${attended("x")} + ${mlp(attended("x"))} = ${attended(`(x + ${mlp("x")})`)}`,
  ),
  fact(
    "mlp-gated-activation-identity", // every gate with g(x) + g(-x) = 1 is 1/2 + h(x) - h(-x) for some h
    "x: n × m; h: entry function",
    [
      `x.*${gate("x", "(-x)")} - (-x).*${gate("(-x)", "x")} = x`,
      "relu(x) - relu(-x) = x",
      "gelu(x) - gelu(-x) = x",
      "silu(x) - silu(-x) = x",
    ],
  ),
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
  fact("mlp-bilinear-is-quadratic-tensor", "x: C × E; W, V: E × F; u: F × 1", [
    `((x*W).*(x*V))*u = dg(x*${TENSOR}*x')`, // u: one column of the output matrix
    `${TENSOR}' = ${TENSOR}`,
  ]),
  fact(
    "mlp-key-value-memory",
    "x: C × E; k[i]: E × 1; v[i]: 1 × E; f: entry function",
    "sum(i < F, f(x*k[i])*v[i]) = f(x*hcat(i < F, k[i]))*vcat(i < F, v[i])",
    { dims: ["F"] },
  ),

  fact(
    "mlp-mixes-tokens",
    "x: n × E; y, z: m × E; A: E × F; b: 1 × F; B: F × E; c: 1 × E; f: entry function",
    breaks(`rows(${biasedMlp("vcat(x, y)")}, 0, n) = rows(${biasedMlp("vcat(x, z)")}, 0, n)`),
  ),
];
