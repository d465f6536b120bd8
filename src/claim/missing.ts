/**
 * Claims of the catalogue that no formula says yet, each with the construct or principle that is missing.
 */

/** A claim that is not stated. */
export interface MissingClaim {
  readonly catalogue: string;
  readonly title: string;
  readonly needs: string;
}

/** What is missing. */
export const missing: readonly MissingClaim[] = [
  {
    catalogue: "rank-arbitrary-pattern",
    title: "A single head can realise any positive attention pattern on given tokens",
    needs: "existence of parameters",
  },
  {
    catalogue: "rank-svd-canonical-head",
    title: "Every head has an equivalent form with orthogonal value directions",
    needs: "existence of parameters",
  },
  {
    catalogue: "gauge-qk-completeness",
    title: "Two heads with the same W_QK differ only by a GL(d) gauge",
    needs: "existence of parameters",
  },
  {
    catalogue: "gauge-qk-dof",
    title: "A head's QK factorisation carries d^2 redundant parameters",
    needs: "existence of parameters",
  },
  {
    catalogue: "caus-mask-reachability",
    title: "After L layers, position i depends on j only if the mask graph has a walk of length at most L from i to j",
    needs: "walks on graphs",
  },
  {
    catalogue: "caus-sliding-window-field",
    title: "With window W, layer L sees exactly L(W-1) tokens back",
    needs: "sizes that are products of sizes",
  },
  { catalogue: "pos-sinusoid-injective", title: "Sinusoidal codes never repeat", needs: "existence of parameters" },
  { catalogue: "sm-temperature-limit", title: "Low temperature turns softmax into argmax", needs: "limits" },
  {
    catalogue: "sm-tiled-bitwise-equal",
    title: "Tiled attention is bitwise identical to naive attention",
    needs: "floating point numbers",
  },
  { catalogue: "sm-lipschitz-half", title: "Softmax is 1/2-Lipschitz in the Euclidean norm", needs: "operator norms" },
  {
    catalogue: "sm-lipschitz-one-is-tight",
    title: "The best Lipschitz constant of softmax is 1",
    needs: "operator norms",
  },
  {
    catalogue: "q-error-half-step",
    title: "Rounding error is at most half a step",
    needs: "maxima that hypotheses decide",
  },
  {
    catalogue: "lin-favor-unbiased",
    title: "Random exponential features reproduce the softmax kernel in expectation",
    needs: "expectations",
  },
  {
    catalogue: "lin-semiseparable-inverse",
    title: "The decay mask is the inverse of a bidiagonal matrix",
    needs: "products over an index",
  },
  {
    catalogue: "lin-hopfield-energy-decreases",
    title: "The Hopfield update never increases the energy",
    needs: "logarithms of sums",
  },
  {
    catalogue: "spec-rank-collapse-linear-rate",
    title: "Stacking attention without skips drives all tokens together",
    needs: "bounds of stacks",
  },
  {
    catalogue: "spec-rank-collapse-doubly-exponential",
    title: "Pure self-attention converges doubly exponentially to rank one",
    needs: "limits",
  },
  {
    catalogue: "spec-residual-cubic",
    title: "One attention layer maps a token spread of size t to a spread of size t^3",
    needs: "limits",
  },
  {
    catalogue: "spec-causal-powers-attract-to-first",
    title: "Repeating a causal pattern sends all attention to the first token",
    needs: "limits",
  },
  {
    catalogue: "spec-self-attention-lipschitz",
    title: "Dot-product self-attention is globally Lipschitz",
    needs: "bounds over all values",
  },
  {
    catalogue: "grad-residual-product",
    title: "The end-to-end Jacobian of a residual stack is a product of identity-plus-branch Jacobians",
    needs: "products over an index",
  },
  {
    catalogue: "grad-saturated-softmax-vanishes",
    title: "A one-hot attention row passes no gradient to its scores",
    needs: "limits",
  },
  {
    catalogue: "grad-permutation-covariant",
    title: "Gradients of an order-invariant loss are permutation covariant",
    needs: "derivatives of unknown functions",
  },
];
