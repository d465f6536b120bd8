/** Positions: rotations, sinusoids, biases, and what a mask tells. */
import { breaks, fact } from "../fact.ts";
import type { Sentence } from "../notes.ts";
import { blocks, HEAD, head, rotary, sinusoids, turn } from "./words.ts";

const LATER = (p: string): string => `(${p} + k*ones(C,1))`;

/** Index i less index j. shape  C × C */
const BACK = "(iota(C)*ones(1,C) - ones(C,1)*iota(C)')";

/** A head with rotary positions p; queries and keys in two halves. */
const rotaryPattern = (x: string, p: string, mask: string): string =>
  `msoftmax(${rotary(`(${x}*Q1)`, `(${x}*Q2)`, p)}*${rotary(`(${x}*K1)`, `(${x}*K2)`, p)}', ${mask})`;
const ROTARY = "Q1, Q2, K1, K2: E × r; w: r × 1";
const ROTARY_LAYERS = "Q1[l], Q2[l], K1[l], K2[l]: E × r; V[l]: E × E; M[l]: row function E; w: r × 1";
const rotaryStack = (p: string): string =>
  `layers(l < L, y = x, y + msoftmax(${rotary("(y*Q1[l])", "(y*Q2[l])", p)}*${rotary("(y*K1[l])", "(y*K2[l])", p)}', B)*y*V[l] + M[l](y))`;

/** Even columns of four before odd ones. */
const INTERLEAVED = "hcat(kron(I(2), vcat(1, 0)), kron(I(2), vcat(0, 1)))";

/** The matrix that takes interleaved columns to all sines before all cosines. */
const UNWOVEN = "hcat(kron(I(r), vcat(1, 0)), kron(I(r), vcat(0, 1)))";

/** Values turned by their tokens' positions, mixed, and turned back by others. */
const turnedBack = (p: string, o: string): string => {
  const [first, second] = [`(A*(v1.*cos(${p}*w') - v2.*sin(${p}*w')))`, `(A*(v1.*sin(${p}*w') + v2.*cos(${p}*w')))`];
  return rotary(first, second, `(-${o})`);
};

/** Layers on one token repeated, and on that token alone, which attends to itself. */
const CONSTANT = "V[l]: E × E; W[l]: E × F; U[l]: F × E; f: entry function";
const onConstant = (pattern: string): string =>
  `layers(l < L, y = ones(C,1)*u, y + ${pattern}*y*V[l] + f(y*W[l])*U[l])`;
const ALONE = "layers(l < L, z = u, z + z*V[l] + f(z*W[l])*U[l])";

const SEQUENCE = "vcat(x, ones(3,1)*u)";
const AFTER = `${rotaryPattern(SEQUENCE, "iota(n+3)", "tril(n+3)")}*${SEQUENCE}*V`;

/** Facts about positions. */
export const positionFacts: readonly Sentence[] = [
  fact("pos-rotation-group-law", "a, b: scalar; w: r × 1", [
    `${turn("a")}*${turn("b")} = ${turn("(a + b)")}`,
    `${turn("0")} = I(2*r)`,
    `${turn("(-a)")} = ${turn("a")}'`,
  ]),
  fact(
    "pos-rotation-orthogonal", // every angle is twice another one, so the determinant is a square of ±1
    "a: scalar; w: r × 1; Q: orthogonal n",
    [`${turn("a")}'*${turn("a")} = I(2*r)`, `${turn("(a + a)")} = ${turn("a")}*${turn("a")}`, "det(Q*Q) = 1"],
  ),
  fact("pos-score-four-terms", "x, p: C × E; W: E × E", "(x + p)*W*(x + p)' = x*W*x' + x*W*p' + p*W*x' + p*W*p'"),
  fact("pos-add-is-tied-concat", "x, p: C × E; W: E × F", "(x + p)*W = hcat(x, p)*vcat(W, W)"),
  fact(
    "pos-rope-relative",
    "q, k: 1 × (2*r); w: r × 1; i, j: scalar",
    `(q*${turn("i")})*(k*${turn("j")})' = q*${turn("(i - j)")}*k'`,
  ),
  fact("pos-rope-norm-preserving", "q: 1 × (2*r); w: r × 1; t: scalar", `fro2(q*${turn("t")}) = fro2(q)`),
  fact(
    "pos-rope-partial",
    "q, k: 1 × (2*r); u, v: 1 × n; w: r × 1; i, j: scalar",
    `hcat(q*${turn("i")}, u)*hcat(k*${turn("j")}, v)' = q*${turn("(i - j)")}*k' + u*v'`,
  ),
  fact(
    "pos-rope-on-values", // p: where the tokens are; the output is turned back by the angles of o
    "A: C × C; v1, v2: C × r; w: r × 1; p, o, u: C × 1; k: scalar",
    `${turnedBack("(p + k*ones(C,1))", "o")} = ${turnedBack("p", "u")}`,
    { assume: ["o = u"], when: { assume: ["o = u + k*ones(C,1)"] } },
  ),
  fact(
    "pos-rope-layouts-interchangeable",
    "q, k: 1 × 4; w: 2 × 1; i, j: scalar",
    `(q*${turn("i")})*(k*${turn("j")})' = (q*${INTERLEAVED}*${turn("i")})*(k*${INTERLEAVED}*${turn("j")})'`,
  ),
  fact(
    "pos-rope-absorbed-into-weights", // a fixed matrix would be the one at offset 0
    "x, y: 1 × E; W_Q, W_K: E × (2*r); w: r × 1; i, j: scalar",
    `x*W_Q*${turn("(i - j)")}*W_K'*y' = x*(W_Q*W_K')*y'`,
  ),
  fact(
    "pos-rope-model-translation-invariant",
    `x: C × E; B: mask C × C; p: C × 1; k: scalar; ${ROTARY_LAYERS}`,
    `${rotaryStack(LATER("p"))} = ${rotaryStack("p")}`,
    { dims: ["L"] },
  ),
  fact(
    "pos-rope-models-have-no-absolute-position", // after other tokens x the same token u three times
    `x: n × E; u: 1 × E; V: E × E; ${ROTARY}`,
    `rows(${AFTER}, n+1, n+2) = rows(${AFTER}, n+2, n+3)`,
  ),
  fact(
    "pos-interpolation-is-frequency-scaling",
    "t: scalar; w: r × 1; s: nzscalar",
    `${turn("(t/s)")} = ${turn("t", "(w/s)")}`,
  ),
  fact(
    "pos-2d-rope-needs-commuting", // A, S, F and B, T, D: two families of rotations, S and T the shifts
    "q, k: 1 × d; A, S, F, B, T, D: orthogonal d",
    "(q*(A*S)*(B*T))*(k*(F*S)*(D*T))' = (q*A*B)*(k*F*D)'",
    { when: { assume: ["S*B = B*S", "S*D = D*S"] } },
  ),
  fact(
    "pos-constant-sequence-blind", // A: patterns under any mask and any bias
    `u: 1 × E; A[l]: rowstochastic C × C; ${CONSTANT}`,
    `${onConstant("A[l]")} = ones(C,1)*${ALONE}`,
    { dims: ["L"] },
  ),
  fact(
    "pos-nope-always-recovers-position", // then the rows would differ on the tokens u, u, … too
    `u: 1 × E; Q[l]: E × E; ${CONSTANT}`,
    breaks(`${onConstant("msoftmax(y*Q[l]*y', tril(C))")} = ones(C,1)*${ALONE}`),
    { dims: ["C", "L"] },
  ),
  fact(
    "pos-alibi-key-only",
    "S: C × C; m: scalar",
    `msoftmax(S - m*${BACK}, tril(C)) = msoftmax(S + m*(ones(C,1)*iota(C)'), tril(C))`,
  ),
  fact(
    "pos-alibi-key-only-bidirectional", // the first row leaves a bias of the keys no choice but -m*j
    "S: C × C; m: scalar",
    `softmax(S - m*abs(${BACK})) = softmax(S - m*(ones(C,1)*iota(C)'))`,
  ),
  fact("pos-sinusoid-dot-depends-on-offset", "w: r × 1; s, t: scalar", [
    `${sinusoids("s")}*${sinusoids("t")}' = ones(1,r)*cos((s - t)*w)`,
    `fro2(${sinusoids("t")}) = r`,
  ]),
  fact(
    "pos-sinusoid-dot-symmetric",
    "w: r × 1; t, k: scalar",
    `${sinusoids("t")}*${sinusoids("(t + k)")}' = ${sinusoids("t")}*${sinusoids("(t - k)")}'`,
  ),
  fact(
    "pos-sinusoid-similarity-monotone",
    "w: r × 1; s, t, u: scalar",
    `${sinusoids("s")}*${sinusoids("u")}' <= ${sinusoids("s")}*${sinusoids("t")}'`,
    { assume: ["abs(s - t) <= abs(s - u)"] },
  ),
  fact(
    "pos-sinusoid-max-wavelength", // over 2π; one over the frequency 10000^(-i/n) of plane i
    "",
    "maxall(exp(log(10000)*(iota(n)/n))) = 10000",
    { dims: ["n"] },
  ),
  fact("pos-sinusoid-layouts", "p: C × 1; w: r × 1", [
    `(kron(sin(p*w'), hcat(1, 0)) + kron(cos(p*w'), hcat(0, 1)))*${UNWOVEN} = ${sinusoids("p")}`,
    `${UNWOVEN}'*${UNWOVEN} = I(2*r)`,
  ]),
  fact(
    "pos-sinusoid-model-translation-invariant",
    `x: C × E; U: (2*r) × E; w: r × 1; p: C × 1; k: scalar; ${HEAD}`,
    `${head(`(x + ${sinusoids(LATER("p"))}*U)`)} = ${head(`(x + ${sinusoids("p")}*U)`)}`,
  ),
  fact(
    "pos-position-term-is-relative", // depends on the offset alone: a common shift changes nothing
    "A, B, D, F: r × r; a, b: r × 1; w: r × 1; s, t, k: scalar",
    `${sinusoids("(s + k)")}*${blocks("A", "B", "D", "F")}*${sinusoids("(t + k)")}' = ${sinusoids("s")}*${blocks("A", "B", "D", "F")}*${sinusoids("t")}'`,
    { when: { assume: ["A = diag(a)", "B = diag(b)", "D = -diag(b)", "F = diag(a)"] } },
  ),
  fact(
    "pos-base-change-is-interpolation", // the plane of frequency 1, which no base changes, leaves no factor but 1
    "t, u, v: posscalar; s: nzscalar",
    `${turn("t", "vcat(1, u)")} = ${turn("(t/s)", "vcat(1, v)")}`,
    { assume: ["s = 1"] },
  ),
  fact(
    "pos-nope-bos-counter", // the first token's value is 1, all others' is 0
    "",
    "msoftmax(zeros(n+1,n+1), tril(n+1))*vcat(1, zeros(n,1)) = recip(iota(n+1) + ones(n+1,1))",
    { dims: ["n"] },
  ),
];
