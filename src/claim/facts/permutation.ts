/** Permutations of tokens: what moves with them, what does not see them, and what breaks that. */
import { fact } from "../fact.ts";
import type { Sentence } from "../notes.ts";
import { blocks, HEAD, head, rotary, STACK, stack } from "./words.ts";

const GIVEN = `x: C × E; ${HEAD}`;

/** How far positions are from one another. shape  u: C × 1 → C × C */
const OFFSETS = (u: string): string => `abs(${u}*ones(1,C) - ones(C,1)*${u}')`;
const biased = (x: string, bias: string): string => `softmax(${x}*W*${x}' + ${bias})*${x}*V`;

const masked = (x: string): string => `msoftmax(${x}*W*${x}' + B, M)*${x}*V`;

/** A head with rotary positions p; queries and keys in two halves. */
const rotaryHead = (x: string, p: string): string =>
  `softmax(${rotary(`(${x}*Q1)`, `(${x}*Q2)`, p)}*${rotary(`(${x}*K1)`, `(${x}*K2)`, p)}')*${x}*V`;

const LAST = "tril(n+m)";
const first = (z: string): string => `M(${z} + ${head(z, LAST)})`;
const twoLayers = (z: string): string =>
  `(${first(z)} + msoftmax(${first(z)}*W2*${first(z)}', ${LAST})*${first(z)}*V2)`;

/** Attention to the keys that `K` picks by the scores. */
const sparse = (x: string): string => `msoftmax(${x}*W*${x}', K(${x}*W*${x}'))*${x}*V`;

/** The next token takes each place, and the first the last. */
const CYCLE = blocks("zeros(n,1)", "I(n)", "ones(1,1)", "zeros(1,n)");

const PREFIX = blocks("ones(n,n)", "zeros(n,m)", "ones(m,n)", "tril(m)");
const OF_PREFIX = blocks("P", "zeros(n,m)", "zeros(m,n)", "I(m)");

/** Facts about permutations. */
export const permutationFacts: readonly Sentence[] = [
  fact(
    "perm-mask-stabiliser", // M: who is seen at all; B: a bias of who is
    `P: perm C; M: mask C × C; B: C × C; ${GIVEN}`,
    `${masked("(P*x)")} = P*(${masked("x")})`,
    { assume: ["P*M*P' = M", "P*B*P' = B"] },
  ),
  fact("perm-causal-covariant", `P: perm C; ${GIVEN}`, `${head("(P*x)", "tril(C)")} = P*(${head("x", "tril(C)")})`),
  fact(
    "perm-causal-last-token-invariant", // a second layer of attention has the values V2, one of none has 0
    "P: perm n; x: n × E; t: m × E; W, V, W2, V2: E × E; M: row function E",
    `rows(${twoLayers("vcat(P*x, t)")}, n, n+m) = rows(${twoLayers("vcat(x, t)")}, n, n+m)`,
    { when: { assume: ["V2 = zeros(E,E)"] } },
  ),
  fact(
    "perm-symmetric-bias-reversal", // J reverses the positions u, so it keeps what a bias makes of their distances
    `J: perm C; u: C × 1; c: scalar; b: entry function; B: C × C; ${GIVEN}`,
    [
      `b(${OFFSETS("(J*u)")}) = J*b(${OFFSETS("u")})*J'`,
      { says: `b(${OFFSETS("(J*u)")}) = b(${OFFSETS("u")})`, assume: ["J*u = c*ones(C,1) - u"] },
      { says: `${biased("(J*x)", "B")} = J*(${biased("x", "B")})`, assume: ["J*B*J' = B"] },
    ],
  ),
  fact(
    "perm-toeplitz-bias-cyclic",
    `x: (n+1) × E; Z: perm n+1; B: (n+1) × (n+1); b: entry function; ${HEAD}`,
    `${biased("(Z*x)", "B")} = Z*(${biased("x", "B")})`,
    {
      assume: [`Z = ${CYCLE}`, "B = b(iota(n+1)*ones(1,n+1) - ones(n+1,1)*iota(n+1)')"],
      when: { assume: [`Z = ${CYCLE}`, "Z*B*Z' = B"] },
    },
  ),
  fact(
    "perm-rope-with-carried-positions",
    "P: perm C; x: C × E; Q1, Q2, K1, K2: E × r; V: E × E; w: r × 1; p, q: C × 1",
    `${rotaryHead("(P*x)", "q")} = P*(${rotaryHead("x", "p")})`,
    { assume: ["q = p"], when: { assume: ["q = P*p"] } },
  ),
  fact(
    "perm-topk-sparse-attention",
    `P: perm C; K: function C × C; ${GIVEN}`,
    `${sparse("(P*x)")} = P*(${sparse("x")})`,
    { when: { assume: ["K(P*(x*W*x')*P') = P*K(x*W*x')*P'"] } },
  ),
  fact(
    "perm-cross-attention",
    "P: perm C; R: perm D; x: C × E; y: D × E; W, V: E × E",
    "softmax((P*x)*W*(R*y)')*(R*y)*V = P*(softmax(x*W*y')*y*V)",
  ),
  fact(
    "perm-mean-pool-invariant",
    `P: perm C; x: C × E; ${STACK}`,
    `ones(1,C)*${stack("P*x")}/C = ones(1,C)*${stack("x")}/C`,
    { dims: ["L"] },
  ),
  fact(
    "perm-cls-readout-invariant",
    `P: perm C; e: C × 1; x: C × E; ${STACK}`,
    `e'*${stack("P*x")} = e'*${stack("x")}`,
    { dims: ["L"], assume: ["P'*e = e"] },
  ),
  fact("perm-any-orthogonal-mixing", `Q: orthogonal C; ${GIVEN}`, `${head("(Q*x)")} = Q*(${head("x")})`),
  fact("perm-absolute-pe", `P: perm C; x, p: C × E; ${STACK}`, `${stack("P*x + p")} = P*${stack("x + p")}`, {
    dims: ["L"],
    when: { assume: ["P*p = p"] },
  }),
  fact("perm-depends-on-set-only", GIVEN, `rows(${head("vcat(x, rows(x,0,1))")}, 0, C) = ${head("x")}`),
  fact(
    "perm-prefix-lm-group",
    `P: perm n; x: (n+m) × E; ${STACK}`,
    `${stack(`${OF_PREFIX}*x`, PREFIX)} = ${OF_PREFIX}*${stack("x", PREFIX)}`,
    { dims: ["L"] },
  ),
  fact(
    "perm-sliding-window-covariant",
    `P: perm C; ${GIVEN}`,
    `${head("(P*x)", "tri(C, C, k).*tri(C, C, k)'")} = P*(${head("x", "tri(C, C, k).*tri(C, C, k)'")})`,
    { dims: ["k"] },
  ),
];
