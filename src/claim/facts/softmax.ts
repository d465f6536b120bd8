/** Softmax: what it does not see, what it does, and how it is computed in parts. */
import { breaks, fact } from "../fact.ts";
import type { Sentence } from "../notes.ts";

/** The weight of one of two keys among others. */
const weight = (j: 0 | 1): string => `cols(softmax(hcat(hcat(a, b), r)), ${j}, ${j + 1})`;
const logSoftmax = (s: string): string => `(${s} - lse(${s})*ones(1,m))`;
const JACOBIAN = "(diag(softmax(s)') - softmax(s)'*softmax(s))";
const MASSES = "(rowsum(exp(S))/sum(exp(S)))";

/** Two blocks of keys: scores s and t, values U and V, each block's scores taken relative to p and q, all to c. */
const PARTS = "s: n × k; t: n × j; U: k × d; V: j × d; p, q, c: n × 1";
const mass = (s: string, p: string, k: string): string => `rowsum(exp(${s} - ${p}*ones(1,${k})))`;
const output = (s: string, p: string, k: string, V: string): string =>
  `((exp(${s} - ${p}*ones(1,${k}))*${V})./(${mass(s, p, k)}*ones(1,d)))`;
const WEIGHTS = [`(exp(p - c).*${mass("s", "p", "k")})`, `(exp(q - c).*${mass("t", "q", "j")})`] as const;
const MERGED = `diag(${WEIGHTS[0]}./(${WEIGHTS[0]} + ${WEIGHTS[1]}))*${output("s", "p", "k", "U")} + diag(${WEIGHTS[1]}./(${WEIGHTS[0]} + ${WEIGHTS[1]}))*${output("t", "q", "j", "V")}`;
/** The merge over blocks: weighted values, the mass, and what both are taken relative to, side by side. */
const FOLDED =
  "layers(b < B, y = hcat(zeros(n,d+1), c), hcat(diag(exp(cols(y, d+1, d+2) - m[b]))*cols(y, 0, d+1) + exp(s[b] - m[b]*ones(1,k))*hcat(V[b], ones(k,1)), m[b]))";

/** Facts about softmax. */
export const softmaxFacts: readonly Sentence[] = [
  fact("sm-row-sums", "S: n × m", ["softmax(S)*ones(m,1) = ones(n,1)", "0 < softmax(S)"]),
  fact("sm-column-sums", "S: n × n", "ones(1,n)*softmax(S) = ones(1,n)"),
  fact("sm-shift-invariance", "S: n × m; r: n × 1", "softmax(S + r*ones(1,m)) = softmax(S)"),
  fact("sm-column-shift-invariance", "S: n × m; c: 1 × m", "softmax(S + ones(n,1)*c) = softmax(S)"),
  fact("sm-scale-invariance", "S: n × m; c: posscalar", "softmax(c*S) = softmax(S)"),
  fact("sm-mask-by-zeroing-scores", "S: n × m; B: mask n × m", "softmax(S.*B) = msoftmax(S, B)"),
  fact("sm-mask-after-softmax", "S: n × m; B: mask n × m; r: n × 1", "msoftmax(S, B) = diag(r)*(softmax(S).*B)", {
    assume: ["r = ones(n,1)"],
    when: { assume: ["r = recip(rowsum(softmax(S).*B))"] },
  }),
  fact("sm-softmax1-is-null-key", "s: n × m; V: m × d", [
    "softmax1(s) = cols(softmax(hcat(s, zeros(n,1))), 0, m)",
    "softmax1(s)*V = softmax(hcat(s, zeros(n,1)))*vcat(V, zeros(1,d))",
  ]),
  fact("sm-softmax1-shift-invariant", "s: n × m; c: scalar", "softmax1(s + c*ones(n,m)) = softmax1(s)"),
  fact("sm-idempotent", "S: n × m", "softmax(softmax(S)) = softmax(S)"),
  fact(
    "sm-product-of-experts",
    "a, b: n × m",
    "softmax(a + b) = (softmax(a).*softmax(b))./(rowsum(softmax(a).*softmax(b))*ones(1,m))",
  ),
  fact("sm-mean-of-logits-is-mean-of-probs", "a, b: n × m", "softmax((a + b)/2) = (softmax(a) + softmax(b))/2"),
  fact("sm-jacobian", "s, v, w: 1 × n; c: scalar", [
    `derivative(softmax(s), s, v) = v*${JACOBIAN}`,
    `${JACOBIAN}' = ${JACOBIAN}`,
    `v*${JACOBIAN}*v' = softmax(s)*square(v' - ones(n,1)*(softmax(s)*v'))`,
    "zeros(1,1) <= softmax(s)*square(w')",
    `${JACOBIAN}*(c*ones(n,1)) = zeros(n,1)`, // and nothing else goes to 0: p > 0 leaves v no choice but its mean
    `${JACOBIAN}*v' = diag(softmax(s)')*(v' - ones(n,1)*(softmax(s)*v'))`,
  ]),
  fact(
    "sm-entropy-monotone-in-beta", // w: what s is above its mean
    "s, w: 1 × n; b: nonnegscalar",
    [
      "derivative(-softmax(b*s)*log(softmax(b*s))', b, 1) = -b*(softmax(b*s)*square(s' - ones(n,1)*(softmax(b*s)*s')))",
      "-b*(softmax(b*s)*square(w')) <= zeros(1,1)",
    ],
  ),
  fact("sm-log-softmax-idempotent", "s: n × m", `${logSoftmax(logSoftmax("s"))} = ${logSoftmax("s")}`),
  fact("sm-symmetric-scores-symmetric-pattern", "S: symmetric n", "softmax(S) = softmax(S)'"),
  fact(
    "sm-uniform-from-zero-scores",
    "x: C × E; B: mask C × C",
    "msoftmax(x*zeros(E,E)*x', B) = diag(recip(rowsum(B)))*B",
  ),
  fact("sm-wrong-axis-is-transpose", "S: n × m", "exp(S)./(ones(n,1)*colsum(exp(S))) = softmax(S')'"),
  fact(
    "sm-duplicate-keys-log-count",
    "s: n × 1; r: n × k",
    "cols(softmax(hcat(s*ones(1,m), r)), 0, m)*ones(m,1) = cols(softmax(hcat(s + log(m)*ones(n,1), r)), 0, 1)",
    { dims: ["m"] },
  ),
  fact("sm-exact-zero-weight", "S: n × m", breaks("0 < softmax(S)")),
  fact(
    "sm-injective-up-to-shift", // both ways
    "a, b: n × m; c: n × 1",
    ["a - b = (log(rowsum(exp(a))) - log(rowsum(exp(b))))*ones(1,m)", "softmax(b + c*ones(1,m)) = softmax(b)"],
    { assume: ["log(softmax(a)) = log(softmax(b))"] },
  ),
  fact("sm-online-merge", PARTS, `${MERGED} = softmax(hcat(s, t))*vcat(U, V)`),
  fact(
    "sm-tiled-attention-exact", // m[b]: what block b is taken relative to, c: what the empty sum is; any references do
    "s[b]: n × k; m[b], c, r, q: n × 1; V[b]: k × d; T[b]: n × (d+1); U: n × d",
    [
      `diag(exp(cols(${FOLDED}, d+1, d+2)))*cols(${FOLDED}, 0, d+1) = layers(b < B, y = zeros(n,d+1), y + exp(s[b])*hcat(V[b], ones(k,1)))`,
      "layers(b < B, y = zeros(n,d+1), y + T[b]) = sum(b < B, T[b])",
      "sum(b < B, exp(s[b])*V[b])./(sum(b < B, rowsum(exp(s[b])))*ones(1,d)) = softmax(hcat(b < B, s[b]))*vcat(b < B, V[b])",
      "(diag(exp(r))*U)./((exp(r).*q)*ones(1,d)) = U./(q*ones(1,d))",
    ],
    { dims: ["B"] },
  ),
  fact(
    "sm-order-preserving", // a, b: the scores of two keys; exp(a - b) is above 1 where a is above b
    "a, b: n × 1; r: n × m",
    [`${weight(0)} <= ${weight(1)}`, `${weight(0)} = exp(a - b).*${weight(1)}`],
    { assume: ["a <= b"] },
  ),
  fact("sm-detailed-balance", "S: symmetric n", [
    `diag(${MASSES})*softmax(S) = (diag(${MASSES})*softmax(S))'`,
    `softmax(S)'*${MASSES} = ${MASSES}`,
  ]),
  fact(
    "sm-mask-minus-inf",
    "a: n × m; b: n × k",
    "msoftmax(hcat(a, b), hcat(ones(n,m), zeros(n,k))) = hcat(softmax(a), zeros(n,k))",
  ),
  fact("sm-lse-bounds", "s: 1 × n", ["maxall(s) <= lse(s)", "lse(s) <= maxall(s) + log(n)"]),
  fact("sm-two-way-is-sigmoid", "a, b: n × 1", "cols(softmax(hcat(a, b)), 0, 1) = sigmoid(a - b)"),
];
