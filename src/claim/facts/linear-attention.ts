/** Linear attention: what reassociates, and what its state stores. */
import { fact } from "../fact.ts";
import type { Sentence } from "../notes.ts";

/** Facts about linear attention. */
export const linearAttentionFacts: readonly Sentence[] = [
  fact("lin-reassociation", "Q, K: C × m; V: C × d", "(Q*K')*V = Q*(K'*V)"),
  fact(
    "lin-chunkwise",
    "Q1, K1: n × m; V1: n × d; Q2, K2: k × m; V2: k × d; L1: n × n; L2: k × k",
    "rows(vcat(hcat(L1, zeros(n,k)), hcat(ones(k,n), L2)).*(vcat(Q1, Q2)*vcat(K1, K2)')*vcat(V1, V2), n, n+k) = (L2.*(Q2*K2'))*V2 + Q2*(K1'*V1)",
  ),
  fact("lin-recall-capacity", "K: n × d; V: n × m", "K*(K'*V) = V", { when: { assume: ["K*K' = I(n)"] } }),
  fact("lin-delta-rule-writes", "S: d × m; k: 1 × d; v: 1 × m; b: scalar", "k*(S - b*(k'*(k*S - v))) = v", {
    when: { assume: ["b*(k*k') = 1"] },
  }),
  fact("lin-additive-write-overwrites", "S: d × m; k: 1 × d; v: 1 × m", "k*(S + k'*v) = v"),
  fact("lin-gd-step-equivalence", "X: n × d; Y: n × m; q: 1 × d; s: scalar", "q*(s*(Y'*X))' = s*((q*X')*Y)"),
  fact("lin-hopfield-patterns-are-fixed-points", "X: n × d; b: posscalar", "softmax(b*(X*X'))*X = X"),
  fact("lin-elu-equals-softmax", "Q, K: C × m", "(Q*K')./(rowsum(Q*K')*ones(1,C)) = softmax(Q*K')"),

  fact(
    "lin-causal-is-rnn",
    "Q, K: n × m; q, k: 1 × m; V: n × d; v: 1 × d",
    "rows((tril(n+1).*(vcat(Q, q)*vcat(K, k)'))*vcat(V, v), n, n+1) = q*(K'*V + k'*v)",
  ),
  fact("lin-flops-crossover", "", "4*C*d*d <= 4*C*C*d", { dims: ["C", "d"], when: { where: ["d <= C"] } }),
];
