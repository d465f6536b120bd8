/** Causality: triangles, chunks, caches. */
import { fact } from "../fact.ts";
import type { Sentence } from "../notes.ts";

/** Facts about causality. */
export const causalityFacts: readonly Sentence[] = [
  fact("caus-lower-triangular-closed", "A, B: lower n", ["(B*A).*tril(n) = B*A", "B*A*ones(n,1) = ones(n,1)"], {
    assume: ["A*ones(n,1) = ones(n,1)", "B*ones(n,1) = ones(n,1)"],
  }),
  fact(
    "caus-bidirectional-prefix",
    "x: n × E; y: m × E; W, V: E × E",
    "rows(softmax(vcat(x, y)*W*vcat(x, y)')*vcat(x, y)*V, 0, n) = softmax(x*W*x')*x*V",
  ),
  fact(
    "caus-chunked-prefill",
    "x: n × E; y: m × E; W, V: E × E",
    "rows(msoftmax(vcat(x, y)*W*vcat(x, y)', tril(n+m))*vcat(x, y)*V, n, n+m) = msoftmax(y*W*vcat(x, y)', hcat(ones(m,n), tril(m)))*vcat(x, y)*V",
  ),

  fact("caus-rope-cache-rerotation", "k: C × 2; t, d: scalar", "k*rot(t)*rot(d) = k*rot(t + d)"),
  fact("caus-first-token-attends-itself", "S: n × n; V: n × d", "rows(msoftmax(S, tril(n))*V, 0, 1) = rows(V, 0, 1)"),

  fact(
    "caus-isolated-chunk-cache-reuse",
    "x: n × E; y: m × E; W, V: E × E",
    "rows(msoftmax(vcat(x, y)*W*vcat(x, y)', tril(n+m))*vcat(x, y)*V, n, n+m) = msoftmax(y*W*y', tril(m))*y*V",
  ),
  fact(
    "caus-parallel-verification",
    "x: n × E; y: m × E; W, V: E × E",
    "rows(msoftmax(vcat(x, y)*W*vcat(x, y)', tril(n+m))*vcat(x, y)*V, 0, n) = msoftmax(x*W*x', tril(n))*x*V",
  ),
  fact(
    "caus-kv-cache",
    "x: n × E; y: 1 × E; Q, K: E × d; V: E × d",
    "rows(msoftmax(vcat(x, y)*Q*(vcat(x, y)*K)', tril(n+1))*(vcat(x, y)*V), n, n+1) = softmax(y*Q*vcat(x*K, y*K)')*vcat(x*V, y*V)",
  ),
  fact(
    "caus-normalisation-axis",
    "x: n × E; y: m × E; e: posscalar",
    "rows(layernorm(vcat(x, y)', e)', 0, n) = layernorm(x', e)'",
    { when: { says: "rows(layernorm(vcat(x, y), e), 0, n) = layernorm(x, e)" } },
  ),
  fact("caus-mask-alignment", "", "tri(n, n+k) = tri(n, n+k, k)", {
    dims: ["n", "k"],
    when: { says: "tri(n, n) = tri(n, n, 0)" },
  }),
];
