/** The residual stream: paths, and what reads them. */
import { fact } from "../fact.ts";
import type { Sentence } from "../notes.ts";

/** Facts about the residual stream. */
export const residualFacts: readonly Sentence[] = [
  fact(
    "res-qk-bilinear-expansion",
    "W: E × E; w[i]: 1 × E; v[i]: 1 × E",
    "sum(i < N, w[i])*W*sum(i < N, v[i])' = sum(i < N, sum(j < N, w[i]*W*v[j]'))",
    { dims: ["N"] },
  ),
  fact("res-logit-lens-exact", "x, y: C × E; W_U: E × V", "x*W_U = y*W_U", {
    when: { assume: ["(y - x)*W_U = zeros(C,V)"] },
  }),
  fact("res-subspace-preserved", "x, h, m: C × E; W_O, W_out: E × E; P: E × k", "(x + h*W_O + m*W_out)*P = x*P", {
    assume: ["W_O*P = zeros(E,k)", "W_out*P = zeros(E,k)"],
  }),

  fact(
    "res-direct-logit-attribution",
    "x: C × E; w[i]: C × E; W_U: E × V",
    "(x + sum(i < N, w[i]))*W_U = x*W_U + sum(i < N, w[i]*W_U)",
    { dims: ["N"] },
  ),
  fact(
    "res-dla-per-component-layernorm",
    "x, y: C × E; e: posscalar",
    "layernorm(x + y, e) = layernorm(x, e) + layernorm(y, e)",
  ),
  fact(
    "res-dla-frozen-layernorm",
    "s: C × 1; x, y: C × E; P: E × E; W: E × V",
    "diag(s)*(x + y)*P*W = diag(s)*x*P*W + diag(s)*y*P*W",
  ),
  fact(
    "res-path-expansion-one-layer",
    "x: C × E; A[h]: C × C; W[h]: E × E; U: E × V",
    "(x + sum(h < H, A[h]*x*W[h]))*U = x*U + sum(h < H, A[h]*x*W[h]*U)",
    { dims: ["H"] },
  ),
  fact("res-path-expansion-two-layers", "A, B: C × C; x: C × E; V, W: E × E", "B*(A*x*V)*W = (B*A)*x*(V*W)"),
  fact(
    "res-kronecker-mixed-product",
    "A: n × m; F: m × k; B: p × q; G: q × r",
    "kron(A, B)*kron(F, G) = kron(A*F, B*G)",
  ),
  fact("res-virtual-weights-gauge-free", "W: F × E; M: invertible E; V: E × G", "(W*M)*(inv(M)*V) = W*V"),
  fact("res-tied-bigram-symmetric", "W: V × E", "(W*W')' = W*W'"),
  fact("res-zero-layer-is-bigram", "e: 1 × C; t: C × V; W_E: V × E; W_U: E × V", "e*(t*W_E*W_U) = (e*t)*(W_E*W_U)"),
  fact("res-composition-score-invariant", "W: E × E; M: invertible E", "fro2(M*W*inv(M)) = fro2(W)", {
    when: { given: "W: E × E; M: orthogonal E" },
  }),
  fact(
    "res-frozen-gates-linear",
    "x, y: C × E; W: E × F; V: F × E; a, b: scalar; G: C × F",
    "relu((a*x + b*y)*W)*V = a*(relu(x*W)*V) + b*(relu(y*W)*V)",
    { when: { says: "(G.*((a*x + b*y)*W))*V = a*((G.*(x*W))*V) + b*((G.*(y*W))*V)" } },
  ),
  fact(
    "res-skip-trigram-factorisation",
    "e: 1 × C; A: C × C; t: C × V; W_E: V × E; W_OV: E × E; W_U: E × V",
    "e*(A*(t*W_E)*W_OV)*W_U = (e*A*t)*(W_E*W_OV*W_U)",
  ),
];
