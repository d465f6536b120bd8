/** Linear attention: what reassociates, and what its state stores. */
import { fact } from "../fact.ts";
import type { Sentence } from "../notes.ts";

/** elu(x) + 1. */
const features = (x: string): string => `(relu(${x}) + exp(-relu(-${x})))`;
const kernel = (Q: string, K: string): string => `(${features(Q)}*${features(K)}')`;
const NORMALISED = "(diag(recip(rowsum(Q*K')))*(Q*K'))";

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
  fact("lin-additive-write-overwrites", "S: d × m; k: 1 × d; v: 1 × m", "k*(S + k'*v) = v", { assume: ["k*k' = 1"] }),
  fact(
    "lin-gd-step-equivalence",
    "W, U: m × d; X: n × d; Y: n × m; q: 1 × d; s: scalar",
    ["derivative(fro2(X*W' - Y)/2, W, U) = tr(((W*X' - Y')*X)'*U)", "q*(W - s*((W*X' - Y')*X))' = s*((q*X')*Y)"],
    { assume: ["W = zeros(m,d)"] },
  ),
  fact(
    "lin-hopfield-update",
    "q: 1 × d; X: n × d; b: posscalar",
    "softmax(b*q*X')*X = softmax(b*(q*I(d))*(X*I(d))')*(X*I(d))",
  ),
  fact(
    "lin-normalised-is-stochastic", // a, b: bounds of the values
    "Q: C × k; K: D × k; V: D × d; a, b: 1 × d",
    [`${NORMALISED}*ones(D,1) = ones(C,1)`, `${NORMALISED}*V <= ones(C,1)*b`, `ones(C,1)*a <= ${NORMALISED}*V`],
    {
      assume: ["V <= ones(D,1)*b", "ones(D,1)*a <= V"],
      when: { assume: ["V <= ones(D,1)*b", "ones(D,1)*a <= V", "Q > 0", "K > 0"] },
    },
  ),
  fact(
    "lin-polynomial-kernel", // a, b: the tensor powers of one degree, from degree 1 upwards
    "q, k: 1 × d; a, b: 1 × N",
    ["q*k' = pow(q*k', 1)", "kron(a, q)*kron(b, k)' = pow(q*k', p+1)"],
    { dims: ["p"], assume: ["a*b' = pow(q*k', p)"] },
  ),
  fact("lin-hopfield-patterns-are-fixed-points", "X: n × d; b: posscalar", "softmax(b*(X*X'))*X = X"),
  fact(
    "lin-elu-equals-softmax",
    "Q, K: C × m",
    `${kernel("Q", "K")}./(rowsum(${kernel("Q", "K")})*ones(1,C)) = softmax(Q*K')`,
  ),

  fact(
    "lin-causal-is-rnn", // at the last of n + 1 tokens, for any n
    "Q: (n+1) × m; k[s]: 1 × m; v[s]: 1 × d",
    "rows((tril(n+1).*(Q*vcat(s < n+1, k[s])'))*vcat(s < n+1, v[s]), n, n+1) = rows(Q, n, n+1)*layers(s < n+1, S = zeros(m,d), S + k[s]'*v[s])",
  ),
  fact("lin-flops-crossover", "", "4*C*d*d <= 4*C*C*d", { dims: ["C", "d"], when: { where: ["d <= C"] } }),
  fact(
    "lin-softmax-finite-features", // m features would make the kernel's matrix of any m + 1 points singular
    "q, k: (m+1) × 1",
    "det(exp(q*k')) = 0",
  ),
];
