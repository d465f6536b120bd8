/** Quantisation and rotations of weights: what cancels, and what does not go through an activation. */
import { fact } from "../fact.ts";
import type { Sentence } from "../notes.ts";

/** Twice the Hadamard matrix H. */
const DOUBLED = "vcat(hcat(H, H), hcat(H, -H))";
const SCALED_IDENTITY = "vcat(hcat(2*n*I(n), zeros(n,n)), hcat(zeros(n,n), 2*n*I(n)))";
const HADAMARD = "vcat(hcat(1, 1), hcat(1, -1))";

const activation = (z: string): string => `(a*relu(${z}) + b*relu(-${z}) + c*g(${z}))`;

/** Quantised and back again, on a grid of steps s with the zero point z. */
const quantised = (x: string): string => `s*(round(${x}/s + round(z)*ones(C,E)) - round(z)*ones(C,E))`;

/** Kept between −c and a. */
const clipped = (x: string): string => `max(min(${x}, a*ones(C,E)), -c*ones(C,E))`;

/** Facts about quantisation. */
export const quantisationFacts: readonly Sentence[] = [
  fact("q-rotation-cancels", "x: C × E; Q: orthogonal E; W: E × F", "(x*Q)*(Q'*W) = x*W"),
  fact("q-smoothquant-migration", "x: C × E; D: invdiagonal E; W: E × F", "(x*inv(D))*(D*W) = x*W"),
  fact(
    "q-smooth-through-activation", // what is homogeneous for positive factors is a relu(z) + b relu(-z); c: the rest
    "x: C × E; W_in: E × F; D: posdiagonal F; W_out: F × E; g: entry function; a, b, c: scalar",
    `${activation("(x*W_in*D)")}*inv(D)*W_out = ${activation("(x*W_in)")}*W_out`,
    { when: { assume: ["c = 0"] } },
  ),
  fact(
    "q-hadamard-orthogonal",
    "H: n × n", // by doubling, from the matrix of one
    ["ones(1,1)*ones(1,1)' = I(1)", `${DOUBLED}*${DOUBLED}' = ${SCALED_IDENTITY}`],
    { assume: ["H*H' = n*I(n)"] },
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
  fact(
    "q-per-input-channel-factor", // a factor f(s) of the product sees the product alone, which a change of basis keeps
    "X: n × k; s: k × 1; W: k × m; G: invertible k",
    "X*diag(s)*W = (X*G)*diag(s)*(inv(G)*W)",
  ),
  fact("q-quantise-commutes-with-rotation", "x: C × E; Q: orthogonal E", "round(x*Q)*Q' = round(x)"),
  fact("q-idempotent", "x: C × E; s: posscalar; z: scalar", `${quantised(quantised("x"))} = ${quantised("x")}`),
  fact("q-linear", "x, y: C × E; s: posscalar", "s*round((x + y)/s) = s*round(x/s) + s*round(y/s)"),
  fact("q-symmetric-odd", "x: C × E; s, a, c: posscalar", `s*${clipped("round(-x/s)")} = -s*${clipped("round(x/s)")}`, {
    when: { assume: ["c = a"] },
  }),
  fact("q-product-error-split", "x, y: n × k; W, U: k × m", "x*W - y*U = (x - y)*W + y*(W - U)"),
  fact("q-slicing-exact", "x: n × k; W: k × m; Q: orthogonal k; D: orthocols k × r", "x*Q*D*D'*Q'*W = x*W", {
    when: { assume: ["x*Q*D*D' = x*Q"] },
  }),

  fact(
    "q-rotation-always-reduces-outliers",
    "x: C × 4",
    `maxall(abs(x*kron(${HADAMARD}, ${HADAMARD})/2)) <= maxall(abs(x))`,
  ),
];
