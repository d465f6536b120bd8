/** Causality: what a prefix sees, caches, chunks, drafts, windows. */
import { fact } from "../fact.ts";
import type { Sentence } from "../notes.ts";
import { HEAD, head, STACK, stack, turn } from "./words.ts";

/** What a layer makes of tokens `x` whose queries meet the keys and values of `all`. */
const layer = (x: string, K: string, V: string, mask?: string): string => {
  const scores = `(${x}*W_Q)*${K}'`;
  return `M(${x} + ${mask === undefined ? `softmax(${scores})` : `msoftmax(${scores}, ${mask})`}*${V})`;
};
const recomputed = (x: string, mask: string): string => layer(x, `(${x}*W_K)`, `(${x}*V)`, mask);
const ahead = (x: string): string => recomputed(x, "tril(n)");
/** A layer of later tokens, with the keys and values of x in a cache. */
const decoded = (y: string, mask?: string): string => layer(y, `vcat(x*W_K, ${y}*W_K)`, `vcat(x*V, ${y}*V)`, mask);

/** Keys of the second layer. */
const laterKeys = (x: string, mask: string): string => `(${x} + ${head(x, mask)})*K`;

/** Only the last k + 1 tokens are seen. */
const window = (C: string): string => `tri(${C}, ${C}).*tri(${C}, ${C}, k)'`;

/** Facts about causality. */
export const causalityFacts: readonly Sentence[] = [
  fact(
    "caus-prefix-consistency",
    `x: n × E; y: m × E; ${STACK}`,
    `rows(${stack("vcat(x, y)", "tril(n+m)")}, 0, n) = ${stack("x", "tril(n)")}`,
    { dims: ["L"] },
  ),
  fact("caus-lower-triangular-closed", "A, B: lower n", ["(B*A).*tril(n) = B*A", "B*A*ones(n,1) = ones(n,1)"], {
    assume: ["A*ones(n,1) = ones(n,1)", "B*ones(n,1) = ones(n,1)"],
  }),
  fact("caus-bidirectional-prefix", `x: n × E; y: m × E; ${HEAD}`, `rows(${head("vcat(x, y)")}, 0, n) = ${head("x")}`),
  fact(
    "caus-kv-cache", // a layer's input x of the tokens before, y of the token that comes
    `x: n × E; y: 1 × E; W_Q, W_K: E × d; V: E × E; M: row function E`,
    `vcat(${ahead("x")}, ${decoded("y")}) = ${recomputed("vcat(x, y)", "tril(n+1)")}`,
  ),
  fact(
    "caus-chunked-prefill", // a layer's input x of the first chunk, y of the second
    `x: n × E; y: m × E; W_Q, W_K: E × d; V: E × E; M: row function E`,
    `vcat(${ahead("x")}, ${decoded("y", "hcat(ones(m,n), tril(m))")}) = ${recomputed("vcat(x, y)", "tril(n+m)")}`,
  ),
  fact(
    "caus-parallel-verification", // the rows of one pass over all drafted tokens are those of a pass over any first of them
    `x: n × E; y: m × E; z: j × E; ${STACK}`,
    `rows(${stack("vcat(vcat(x, y), z)", "tril(n+m+j)")}, 0, n+m) = ${stack("vcat(x, y)", "tril(n+m)")}`,
    { dims: ["L"] },
  ),
  fact(
    "caus-tree-attention", // x: a path from the root; y: all other tokens, which see what B says; a, b: positions, d: depths
    `x, a, d: n × E; y, b: m × E; B: mask m × (n+m); ${STACK}`,
    `rows(${stack("vcat(x + a, y + b)", "vcat(hcat(tril(n), zeros(n,m)), B)")}, 0, n) = ${stack("x + d", "tril(n)")}`,
    { dims: ["L"], when: { assume: ["a = d"] } },
  ),
  fact(
    "caus-rope-cache-rerotation",
    "k: C × (2*r); w: r × 1; t, d: scalar",
    `k*${turn("t")}*${turn("d")} = k*${turn("(t + d)")}`,
  ),
  fact("caus-first-token-attends-itself", "S: n × n; V: n × d", [
    "rows(cols(msoftmax(S, tril(n)), 0, 1), 0, 1) = 1",
    "rows(msoftmax(S, tril(n))*V, 0, 1) = rows(V, 0, 1)",
  ]),
  fact(
    "caus-isolated-chunk-cache-reuse",
    `x: n × E; y: m × E; K: E × d; ${HEAD}`,
    `rows(${laterKeys("vcat(x, y)", "tril(n+m)")}, n, n+m) = ${laterKeys("y", "tril(m)")}`,
  ),
  fact(
    "caus-window-only-sees-w",
    `x: n × E; y: (k+1) × E; ${STACK}`,
    `rows(${stack("vcat(x, y)", window("n+k+1"))}, n+k, n+k+1) = rows(${stack("y", window("k+1"))}, k, k+1)`,
    { dims: ["L"] },
  ),
  fact("caus-speculative-resample-from-target", "p, q: rowstochastic 1 × V", "min(p, q) + (1 - sum(min(p, q)))*p = p"),
  fact(
    "caus-normalisation-axis",
    `x: n × E; y: m × E; N: function; ${HEAD}`,
    `rows(${head("N(vcat(x, y))", "tril(n+m)")}, 0, n) = ${head("N(x)", "tril(n)")}`,
    { when: { given: `x: n × E; y: m × E; N: row function; ${HEAD}` } },
  ),
  fact("caus-mask-alignment", "", "tri(n, n+k) = tri(n, n+k, k)", { dims: ["n", "k"], when: { where: ["k = 0"] } }),
];
