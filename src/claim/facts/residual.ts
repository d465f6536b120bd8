/** The residual stream: paths, and what reads them. */
import { breaks, fact } from "../fact.ts";
import type { Sentence } from "../notes.ts";

const STREAM = "sum(c < N, w[c])";
const CENTRE = "(I(E) - ones(E,E)/E)";
/** One over the deviation of each token of the whole stream. */
const SCALE = `recip(sqrt(rowsum(square(${STREAM}*${CENTRE}))/E + e*ones(C,1)))`;

const score = (A: string, B: string): string => `fro(${A}*${B})/(fro(${A})*fro(${B}))`;

/** Layers with frozen patterns and gates, and with what is live of the gates times c. */
const frozen = (x: string): string =>
  `layers(l < L, y = ${x}, y + A[l]*y*O[l] + (G[l].*(y*W[l]) + c*relu(y*W[l]))*V[l])`;

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
  fact(
    "res-subspace-preserved", // F: what a block makes of the stream, R: the rows that all of them write with
    "x: C × E; F[l]: function C × D; R: D × E; P: E × k",
    "layers(l < L, y = x, y + F[l](y)*R)*P = x*P",
    { dims: ["L"], assume: ["R*P = zeros(D,k)"] },
  ),

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
    "w[c]: C × E; g: E × 1; b: 1 × E; U: E × V; e: posscalar",
    `(layernorm(${STREAM}, e)*diag(g) + ones(C,1)*b)*U = sum(c < N, diag(${SCALE})*w[c]*${CENTRE}*diag(g)*U) + ones(C,1)*b*U`,
    { dims: ["N"] },
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
  fact("res-tied-bigram-symmetric", "W: V × E; v: 1 × V", ["(W*W')' = W*W'", "zeros(1,1) <= v*(W*W')*v'"]),
  fact("res-tied-predicts-itself", "t, u: 1 × E", "t*u' <= t*t'", { when: { assume: ["u*u' = t*t'"] } }),
  fact(
    "res-path-expansion-depth-L",
    "x: C × E; A[l,h]: C × C; W[l,h]: E × E",
    "vec(layers(l < L, y = x, y + sum(h < H, A[l,h]*y*W[l,h]))) = layers(l < L, v = vec(x), (I(C*E) + sum(h < H, kron(W[l,h]', A[l,h])))*v)",
    { dims: ["L", "H"] },
  ),
  fact("res-zero-layer-is-bigram", "e: 1 × C; t, u: C × V; W_E: V × E; W_U: E × V", [
    "e*(t*W_E*W_U) = (e*t)*(W_E*W_U)",
    { says: "e*(t*W_E*W_U) = e*(u*W_E*W_U)", assume: ["e*t = e*u"] },
  ]),
  fact(
    "res-composition-score-invariant",
    "OV, QK: E × E; M: invertible E",
    `${score("(inv(M)*OV*M)", "(inv(M)*QK*inv(M)')")} = ${score("OV", "QK")}`,
    { when: { given: "OV, QK: E × E; M: orthogonal E" } },
  ),
  fact(
    "res-frozen-gates-linear",
    "x, z: C × E; A[l]: C × C; O[l]: E × E; W[l]: E × F; V[l]: F × E; G[l]: C × F; a, b, c: scalar",
    `${frozen("(a*x + b*z)")} = a*${frozen("x")} + b*${frozen("z")}`,
    { dims: ["L"], when: { assume: ["c = 0"] } },
  ),
  fact(
    "res-skip-trigram-factorisation", // a[j]: how much a destination attends to source j, t[j] its token
    "a[j]: scalar; t[j]: 1 × V; W_E: V × E; W_OV: E × E; W_U: E × V",
    "(hcat(j < C, a[j])*(vcat(j < C, t[j])*W_E)*W_OV)*W_U = sum(j < C, a[j]*(t[j]*(W_E*W_OV*W_U)))",
    { dims: ["C"] },
  ),
  fact(
    "res-skip-trigram-any-table", // s: the score of the source b at a destination, r: all other scores there; o: OV[b,c]
    "s, o: scalar; r: 1 × n",
    breaks("sign(cols(softmax(hcat(s, r)), 0, 1)*o) = sign(o)"),
  ),
];
