/** Quantisation and rotations of weights: what cancels, and what does not go through an activation. */
import { fact } from "../fact.ts";
import type { Sentence } from "../notes.ts";

/** Facts about quantisation. */
export const quantisationFacts: readonly Sentence[] = [
  fact("q-rotation-cancels", "x: C × E; Q: orthogonal E; W: E × F", "(x*Q)*(Q'*W) = x*W"),
  fact("q-smoothquant-migration", "x: C × E; D: invdiagonal E; W: E × F", "(x*inv(D))*(D*W) = x*W"),
  fact(
    "q-smooth-through-activation",
    "x: C × E; W_in: E × F; D: posdiagonal F; W_out: F × E",
    "gelu(x*W_in*D)*inv(D)*W_out = gelu(x*W_in)*W_out",
    {
      when: { says: "relu(x*W_in*D)*inv(D)*W_out = relu(x*W_in)*W_out" },
    },
  ),
  fact(
    "q-hadamard-orthogonal",
    "H: n × n; m: scalar",
    "vcat(hcat(H, H), hcat(H, -H))*vcat(hcat(H, H), hcat(H, -H))' = vcat(hcat(2*m*I(n), zeros(n,n)), hcat(zeros(n,n), 2*m*I(n)))",
    { assume: ["H*H' = m*I(n)"] },
  ),
  fact(
    "q-hidden-rotation-through-activation",
    "x: C × E; W: E × F; Q: orthogonal F; f: entry function",
    "f(x*W*Q)*Q' = f(x*W)",
  ),
  fact(
    "q-rotation-across-heads",
    "A, B: C × C; V, U: C × d; Q: orthogonal 2*d",
    "hcat(A*V, B*U)*Q = hcat(A*cols(hcat(V, U)*Q, 0, d), B*cols(hcat(V, U)*Q, d, 2*d))",
  ),
  fact(
    "q-per-token-per-channel-factor",
    "a: n × 1; X: n × k; W: k × m; b: m × 1",
    "(diag(a)*X)*(W*diag(b)) = diag(a)*(X*W)*diag(b)",
  ),
  fact("q-per-input-channel-factor", "X: n × k; s: k × 1; W: k × m; f: n × m", "X*diag(s)*W = f.*(X*W)"),
  fact("q-product-error-split", "x, y: n × k; W, U: k × m", "x*W - y*U = (x - y)*W + y*(W - U)"),
  fact("q-slicing-exact", "x: n × k; W: k × m; Q: orthogonal k; D: orthocols k × r", "x*Q*D*D'*Q'*W = x*W", {
    when: { assume: ["x*Q*D*D' = x*Q"] },
  }),

  fact("q-rotation-always-reduces-outliers", "x: C × E; Q: orthogonal E", "maxall(abs(x*Q)) <= maxall(abs(x))"),
];
