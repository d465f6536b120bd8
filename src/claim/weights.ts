/**
 * Products of a head's weights: the index form, their order, their ranks, and why scores are divided by √d.
 *
 * Notation   A: C × C pattern, x: C × E stream, S: E × E what a head does to a token; W_Q, W_K, W_V: E × d, W_O: d × E;
 *            K, Q: equally likely outcomes of a random key and query, one a row
 */
import { type Assertion, assertion } from "./assertion.ts";

const NOTES = "A. Jermyn, Brief Notes on Transformers, 2022";
const VASWANI = "Vaswani et al. 2017, §3.2.1, note 4";
const UNIT_VARIANCE = ["Q'*Q = size(N)*I(d)", "K'*K = size(M)*I(d)"];

/** Assertions about the products of a head's weights. */
export const weightAssertions: readonly Assertion[] = [
  assertion({
    id: "weights/index-form",
    title: "the index form h_ij = Σ_kl A_ik S_jl x_kl is A·x·S",
    formula: "kron(S, A)*vec(x) = vec(A*x*S)",
    given: "A: C×C; x: C×E; S: E×E",
    source: NOTES,
    refuted: { because: "S_jl is contracted over its second index: the index form is A·x·Sᵀ" },
  }),
  assertion({
    id: "weights/index-form-transposed",
    title: "the index form h_ij = Σ_kl A_ik S_jl x_kl is A·x·Sᵀ",
    formula: "kron(S, A)*vec(x) = vec(A*x*S')",
    given: "A: C×C; x: C×E; S: E×E",
    source: NOTES,
  }),
  assertion({
    id: "weights/ov-order",
    title: "what a head does to a token is W_O·W_V, tokens being rows",
    formula: "A*x*W_V*W_O = A*x*(W_O*W_V)",
    given: "A: C×C; x: C×E; W_V: E×d; W_O: d×E",
    source: NOTES,
    refuted: { because: "W_O·W_V is d × d" },
  }),
  assertion({
    id: "weights/ov-order-square",
    title: "what a head as wide as the stream does to a token is W_O·W_V, tokens being rows",
    formula: "A*x*W_V*W_O = A*x*(W_O*W_V)",
    given: "A: C×C; x: C×E; W_V, W_O: E×E",
    source: NOTES,
    refuted: { because: "the shapes fit, and the factors do not commute" },
  }),
  assertion({
    id: "weights/ov-order-columns",
    title: "what a head does to a token is W_O·W_V, tokens being columns",
    formula: "A*(x*W_V')*W_O' = A*x*(W_O*W_V)'",
    given: "A: C×C; x: C×E; W_V: d×E; W_O: E×d",
    source: NOTES,
  }),
  assertion({
    id: "weights/scores-through-product",
    title: "scores depend on W_Q and W_K through W_Q·W_Kᵀ only",
    formula: "(x*W_Q)*(x*W_K)' = x*(W_Q*W_K')*x'",
    given: "x: C×E; W_Q, W_K: E×d",
    source: NOTES,
  }),
  ...(["W_Q*W_K'", "W_V*W_O"] as const).flatMap((product) => {
    const [name, given] =
      product === "W_V*W_O" ? (["W_OV", "W_V: E×d; W_O: d×E"] as const) : (["W_QK", "W_Q, W_K: E×d"] as const);
    const formula = `rank(${product}) + 1 <= size(E)`;
    return [
      assertion({
        id: `weights/${name}-singular`,
        title: `${name} is singular`,
        formula,
        given,
        source: NOTES,
        refuted: { because: "a head as wide as the stream may have full rank" },
      }),
      assertion({
        id: `weights/${name}-singular-if-narrow`,
        title: `${name} is singular where a head is narrower than the stream`,
        formula,
        given,
        where: ["d < E"],
        source: NOTES,
      }),
    ];
  }),
  assertion({
    id: "weights/scores-mean",
    title: "q·k has mean 0 where q has, and k is independent of it",
    formula: "sum(Q*K') / (size(N)*size(M)) = 0",
    given: "Q: N×d; K: M×d",
    assume: ["ones(1, N)*Q = zeros(1, d)"],
    source: VASWANI,
  }),
  assertion({
    id: "weights/scores-variance",
    title: "q·k has second moment d where components are uncorrelated of variance 1, and k is independent of q",
    formula: "fro2(Q*K') / (size(N)*size(M)) = size(d)",
    given: "Q: N×d; K: M×d",
    assume: UNIT_VARIANCE,
    source: VASWANI,
  }),
  assertion({
    id: "weights/scores-mean-dependent",
    title: "q·k has mean 0 where q and k have, drawn together",
    formula: "tr(Q*K') / size(N) = 0",
    given: "Q, K: N×d",
    assume: ["ones(1, N)*Q = zeros(1, d)", "ones(1, N)*K = zeros(1, d)"],
    source: VASWANI,
    refuted: { because: "q and k may be correlated: q = k has mean square length" },
  }),
];
