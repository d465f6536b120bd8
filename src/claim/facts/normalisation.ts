/** Norms: what they do not see, what folds into the next matrix, and what does not. */
import { fact } from "../fact.ts";
import type { Sentence } from "../notes.ts";

const EPSILON = "x: C × E; e: nonnegscalar";
const WITHOUT_EPSILON = { when: { assume: ["e = 0"] } };
const ON_ROWS_THAT_VARY = { when: { assume: ["e = 0", "rowsum(square(center(x))) > 0"] } };

/** The pattern of a head behind a norm. */
const pattern = (x: string): string => `softmax(rmsnorm(${x}, e)*W*rmsnorm(${x}, e)')`;

const CENTRE = "(I(E) - ones(E,E)/E)";
const DEVIATIONS = "(x - (rowsum(x)/E)*ones(1,E))";
const VARIANCE = "(rowsum(square(x))/E - square(rowsum(x)/E))";
/** Layers behind norms, what they write times a matrix or a number. */
const centred = (x: string, P: string): string => `layers(l < L, y = ${x}, y + M[l](layernorm(y, e))*${P})`;
const scaled = (x: string, c: string): string => `layers(l < L, y = ${x}, y + ${c}M[l](rmsnorm(y, e)))`;

/** Facts about norms. */
export const normalisationFacts: readonly Sentence[] = [
  fact("norm-ln-decomposition", "x: C × E; g, b: E × 1; e: posscalar", [
    `(${DEVIATIONS}./(sqrt(${VARIANCE} + e*ones(C,1))*ones(1,E)))*diag(g) + ones(C,1)*b' = rmsnorm(x*${CENTRE}, e)*diag(g) + ones(C,1)*b'`,
    `layernorm(x, e) = rmsnorm(x*${CENTRE}, e)`,
  ]),
  fact(
    "norm-ln-shift-invariant",
    "x: C × E; c: C × 1; e: posscalar",
    "layernorm(x + c*ones(1,E), e) = layernorm(x, e)",
  ),
  fact("norm-rms-shift-invariant", "x: C × E; c: C × 1; e: posscalar", "rmsnorm(x + c*ones(1,E), e) = rmsnorm(x, e)"),
  fact(
    "norm-gain-folds-forward",
    "z: C × E; g: E × 1; b: 1 × E; W: E × F; c: 1 × F",
    "(z*diag(g) + ones(C,1)*b)*W + ones(C,1)*c = z*(diag(g)*W) + ones(C,1)*(b*W + c)",
  ),
  fact(
    "norm-rms-orthogonal-equivariant",
    "x: C × E; Q: orthogonal E; g: E × 1; e: posscalar",
    "rmsnorm(x*Q, e)*diag(g) = rmsnorm(x, e)*diag(g)*Q",
    { when: { given: "x: C × E; Q: orthogonal E; g: E × 1; s: scalar; e: posscalar", assume: ["g = s*ones(E,1)"] } },
  ),
  fact("norm-rms-commutes-with-linear", "x: C × E; M: invertible E; e: posscalar", "rmsnorm(x*M, e) = rmsnorm(x, e)*M"),
  fact(
    "norm-center-writers", // the whole stream is centred, which no reader behind its norm sees
    "x, y: C × E; M[l]: function C × E; e: posscalar",
    [
      `${centred(`x*${CENTRE}`, CENTRE)} = ${centred("x", "I(E)")}*${CENTRE}`,
      `layernorm(y*${CENTRE}, e) = layernorm(y, e)`,
    ],
    { dims: ["L"] },
  ),
  fact(
    "norm-pre-post-equivalent",
    "x: C × E; f: row function E; e: posscalar",
    "x + f(layernorm(x, e)) = layernorm(x + f(x), e)",
  ),
  fact(
    "norm-gain-folds-postln", // y: a normalised token before its gain, which the next block's stream also carries
    "y: C × E; g: E × 1; W: E × F; M: row function E",
    "y*diag(g) + M((y*diag(g))*W) = y + M(y*(diag(g)*W))",
  ),
  fact("norm-final-fold-with-tied-embeddings", "z: C × E; g: E × 1; W: V × E; s: scalar", "z*diag(g)*W' = s*(z*W')", {
    when: { assume: ["g = s*ones(E,1)"] },
  }),
  fact("norm-ln-scale-invariant", "x: C × E; c: scalar; e: nonnegscalar", "layernorm(c*x, e) = layernorm(x, e)", {
    when: { assume: ["e = 0", "c > 0"] },
  }),
  fact(
    "norm-preln-pattern-scale-free",
    "x: C × E; W: E × E; D: posdiagonal C; e: nonnegscalar",
    `${pattern("D*x")} = ${pattern("x")}`,
    WITHOUT_EPSILON,
  ),
  fact(
    "norm-preln-global-scale", // the whole stream is scaled, which the last norm does not see
    "x, y: C × E; c: posscalar; M[l]: function C × E; e: nonnegscalar",
    [`${scaled("c*x", "c*")} = c*${scaled("x", "")}`, "rmsnorm(c*y, e) = rmsnorm(y, e)"],
    { dims: ["L"], ...WITHOUT_EPSILON },
  ),
  fact(
    "norm-ln-idempotent", // the two steps of a second layernorm
    EPSILON,
    ["center(layernorm(x, e)) = layernorm(x, e)", "rmsnorm(layernorm(x, e), e) = layernorm(x, e)"],
    ON_ROWS_THAT_VARY,
  ),
  fact(
    "norm-ln-on-sphere",
    EPSILON,
    ["rowsum(square(layernorm(x, e))) = E*ones(C,1)", "rowsum(layernorm(x, e)) = zeros(C,1)"],
    ON_ROWS_THAT_VARY,
  ),
  fact("norm-ln-two-features-is-sign", "m, c: C × 1", "layernorm(hcat(m + c, m - c), 0) = hcat(sign(c), -sign(c))", {
    assume: ["c != 0"], // m: the mean of both features, c: half their difference
  }),
  fact(
    "norm-ln-absorbs-rms", // of one token, which rmsnorm multiplies by a positive number c
    "x: 1 × E; c: posscalar; e: nonnegscalar",
    [
      "rmsnorm(x, e) = (sqrt(E)/sqrt(x*x'))*x",
      "0 < sqrt(E)/sqrt(x*x')",
      "layernorm(c*x, e) = layernorm(x, e)",
      "rmsnorm(layernorm(x, e), e) = layernorm(x, e)",
    ],
    {
      assume: ["x*x' > 0", "rowsum(square(center(x))) > 0"],
      when: { assume: ["e = 0", "x*x' > 0", "rowsum(square(center(x))) > 0"] },
    },
  ),
  fact("norm-qk-norm-bounds-scores", "x, q, k: 1 × d", [
    { says: "rmsnorm(x, 0)*rmsnorm(x, 0)' = d", assume: ["rowsum(square(x)) > 0"] },
    { says: "abs(q*k')/sqrt(d) <= sqrt(d)", assume: ["q*q' = d", "k*k' = d"] },
  ]),
];
