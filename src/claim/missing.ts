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
    catalogue: "perm-causal-last-token-invariant",
    title: "In a causal model the last position is blind to the order of earlier tokens",
    needs: "stacks of layers at two lengths or masks",
  },
  {
    catalogue: "perm-symmetric-bias-reversal",
    title: "Bidirectional attention with a symmetric distance bias is covariant under sequence reversal",
    needs: "arithmetic of indices",
  },
  {
    catalogue: "perm-toeplitz-bias-cyclic",
    title: "Relative (Toeplitz) position bias makes attention covariant under cyclic shifts",
    needs: "arithmetic of indices",
  },
  {
    catalogue: "perm-rope-with-carried-positions",
    title: "RoPE attention is permutation covariant",
    needs: "rotations over planes",
  },
  {
    catalogue: "perm-topk-sparse-attention",
    title: "Top-k sparse attention is permutation covariant",
    needs: "top-k selection",
  },
  {
    catalogue: "rank-causal-pattern-invertible",
    title: "A causal softmax pattern is always invertible",
    needs: "masks with parameters",
  },
  {
    catalogue: "rank-arbitrary-pattern",
    title: "A single head can realise any positive attention pattern on given tokens",
    needs: "existence of parameters",
  },
  {
    catalogue: "rank-mixture-of-softmaxes",
    title: "A mixture of softmaxes is not limited by the softmax bottleneck",
    needs: "logarithms of sums",
  },
  {
    catalogue: "rank-gqa-is-tied-mha",
    title: "GQA and MQA are MHA with tied key/value weights",
    needs: "a formula of its own",
  },
  {
    catalogue: "rank-mla-absorption-with-rope",
    title: "MLA absorption still works when RoPE is applied to the up-projected keys",
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
    catalogue: "gauge-relu-positive-scaling",
    title: "ReLU neurons have a scaling symmetry",
    needs: "positive homogeneity of sums",
  },
  {
    catalogue: "mlp-bilinear-is-quadratic-tensor",
    title: "A bilinear GLU is a quadratic form with a symmetric tensor",
    needs: "block matrices",
  },
  {
    catalogue: "caus-prefix-consistency",
    title: "Outputs of a causal transformer on a prefix do not depend on what follows",
    needs: "stacks of layers at two lengths or masks",
  },
  {
    catalogue: "caus-mask-reachability",
    title: "After L layers, position i depends on j only if the mask graph has a walk of length at most L from i to j",
    needs: "stacks of layers at two lengths or masks",
  },
  {
    catalogue: "caus-sliding-window-field",
    title: "With window W, layer L sees exactly L(W-1) tokens back",
    needs: "stacks of layers at two lengths or masks",
  },
  {
    catalogue: "caus-window-only-sees-w",
    title: "A sliding-window model only sees the last W tokens",
    needs: "stacks of layers at two lengths or masks",
  },
  {
    catalogue: "caus-speculative-resample-from-target",
    title: "After rejection one may resample from the target distribution p itself",
    needs: "maxima of sums",
  },
  {
    catalogue: "caus-tree-attention",
    title: "Tree attention verifies all branches in one pass",
    needs: "stacks of layers at two lengths or masks",
  },
  {
    catalogue: "pos-sinusoid-similarity-monotone",
    title: "Similarity of sinusoidal codes decreases monotonically with distance",
    needs: "inequalities of sums",
  },
  {
    catalogue: "pos-sinusoid-max-wavelength",
    title: "Sinusoidal wavelengths range from 2 pi to 10000*2 pi",
    needs: "limits",
  },
  { catalogue: "pos-sinusoid-injective", title: "Sinusoidal codes never repeat", needs: "existence of parameters" },
  {
    catalogue: "pos-position-term-is-relative",
    title: "With sinusoidal codes the position-position score term depends only on the offset",
    needs: "rotations over planes",
  },
  {
    catalogue: "pos-rope-absorbed-into-weights",
    title: "RoPE can be absorbed into a fixed W_QK",
    needs: "existence of parameters",
  },
  {
    catalogue: "pos-base-change-is-interpolation",
    title: "Changing the RoPE base is the same as rescaling positions",
    needs: "symbolic powers of matrices",
  },
  {
    catalogue: "pos-rope-model-translation-invariant",
    title: "A RoPE transformer is invariant under shifting all position ids",
    needs: "stacks of layers at two lengths or masks",
  },
  {
    catalogue: "pos-rope-models-have-no-absolute-position",
    title: "Because RoPE is relative, RoPE decoders cannot represent absolute position",
    needs: "masks with parameters",
  },
  {
    catalogue: "pos-nope-always-recovers-position",
    title: "A causal transformer without PE can always recover absolute position",
    needs: "stacks of layers at two lengths or masks",
  },
  {
    catalogue: "pos-nope-bos-counter",
    title: "With a BOS token, one causal head without PE encodes position exactly",
    needs: "masks with parameters",
  },
  {
    catalogue: "pos-alibi-key-only-bidirectional",
    title: "Bidirectional ALiBi also reduces to a key-only bias",
    needs: "existence of parameters",
  },
  {
    catalogue: "pos-2d-rope-needs-commuting",
    title: "Any two families of rotations give a relative 2D position encoding",
    needs: "rotations over planes",
  },
  {
    catalogue: "sm-injective-up-to-shift",
    title: "Two score rows give the same weights only if they differ by a constant",
    needs: "logarithms of sums",
  },
  { catalogue: "sm-temperature-limit", title: "Low temperature turns softmax into argmax", needs: "limits" },
  {
    catalogue: "sm-online-merge",
    title: "Softmax-weighted sums over two key blocks merge exactly",
    needs: "quotients of sums",
  },
  {
    catalogue: "sm-tiled-attention-exact",
    title: "FlashAttention tiling computes exact attention",
    needs: "stacks of layers at two lengths or masks",
  },
  {
    catalogue: "sm-tiled-bitwise-equal",
    title: "Tiled attention is bitwise identical to naive attention",
    needs: "floating point numbers",
  },
  {
    catalogue: "sm-two-way-is-sigmoid",
    title: "Softmax over two entries is a sigmoid of the difference",
    needs: "quotients of sums",
  },
  { catalogue: "sm-log-softmax-idempotent", title: "Log-softmax is idempotent", needs: "logarithms of sums" },
  { catalogue: "sm-lse-bounds", title: "Log-sum-exp is within log n of the maximum", needs: "logarithms of sums" },
  { catalogue: "sm-lipschitz-half", title: "Softmax is 1/2-Lipschitz in the Euclidean norm", needs: "operator norms" },
  {
    catalogue: "sm-lipschitz-one-is-tight",
    title: "The best Lipschitz constant of softmax is 1",
    needs: "operator norms",
  },
  { catalogue: "sm-order-preserving", title: "Softmax preserves the order of scores", needs: "quotients of sums" },
  {
    catalogue: "sm-entropy-monotone-in-beta",
    title: "Sharpening scores never increases attention entropy",
    needs: "derivatives",
  },
  {
    catalogue: "sm-detailed-balance",
    title: "With symmetric scores attention is a reversible Markov chain",
    needs: "quotients of sums",
  },
  {
    catalogue: "res-path-expansion-depth-L",
    title: "An L-layer attention-only model with frozen patterns is a product of (identity + heads)",
    needs: "stacks of layers at two lengths or masks",
  },
  {
    catalogue: "res-tied-predicts-itself",
    title: "With tied embeddings the direct path always predicts the current token",
    needs: "inequalities of sums",
  },
  {
    catalogue: "res-skip-trigram-any-table",
    title: "A single head can raise token c after (b ... a) and lower it after (b ... a')",
    needs: "quotients of sums",
  },
  { catalogue: "norm-ln-idempotent", title: "Applying LayerNorm twice is the same as once", needs: "norms without ε" },
  {
    catalogue: "norm-ln-absorbs-rms",
    title: "LayerNorm after RMSNorm equals LayerNorm alone",
    needs: "norms without ε",
  },
  {
    catalogue: "norm-ln-on-sphere",
    title: "LayerNorm maps every token onto a sphere inside a hyperplane",
    needs: "norms without ε",
  },
  {
    catalogue: "norm-ln-two-features-is-sign",
    title: "With embedding dimension two LayerNorm keeps only one bit per token",
    needs: "norms without ε",
  },
  {
    catalogue: "norm-final-fold-with-tied-embeddings",
    title: "The final LayerNorm gain folds into the unembedding of a tied model",
    needs: "a formula of its own",
  },
  {
    catalogue: "norm-qk-norm-bounds-scores",
    title: "QK-normalisation bounds attention logits",
    needs: "inequalities of sums",
  },
  {
    catalogue: "par-patch-embedding-is-linear",
    title: "A strided convolution patch embedding is a linear layer on flattened patches",
    needs: "arithmetic of indices",
  },
  { catalogue: "par-flops-6n", title: "Training costs 6N FLOPs per token", needs: "limits" },
  {
    catalogue: "q-quantise-commutes-with-rotation",
    title: "Quantising in a rotated basis is the same as quantising in the original one",
    needs: "rounding",
  },
  { catalogue: "q-idempotent", title: "Quantise-dequantise is idempotent on a fixed grid", needs: "rounding" },
  { catalogue: "q-linear", title: "Quantisation is linear", needs: "rounding" },
  { catalogue: "q-error-half-step", title: "Rounding error is at most half a step", needs: "rounding" },
  { catalogue: "q-symmetric-odd", title: "Symmetric quantisation is an odd function", needs: "rounding" },
  {
    catalogue: "lin-normalised-is-stochastic",
    title: "Normalised kernel attention is a weighted average of values",
    needs: "quotients of sums",
  },
  {
    catalogue: "lin-polynomial-kernel",
    title: "Polynomial attention is linear attention on tensor powers",
    needs: "symbolic powers of matrices",
  },
  {
    catalogue: "lin-softmax-finite-features",
    title: "Softmax attention equals linear attention with some finite feature map",
    needs: "existence of parameters",
  },
  {
    catalogue: "lin-favor-unbiased",
    title: "Random exponential features reproduce the softmax kernel in expectation",
    needs: "expectations",
  },
  {
    catalogue: "lin-semiseparable-inverse",
    title: "The decay mask is the inverse of a bidiagonal matrix",
    needs: "indexed products",
  },
  {
    catalogue: "lin-hopfield-update",
    title: "The modern Hopfield update is attention with identity weights",
    needs: "quotients of sums",
  },
  {
    catalogue: "lin-hopfield-energy-decreases",
    title: "The Hopfield update never increases the energy",
    needs: "logarithms of sums",
  },
  {
    catalogue: "moe-expert-choice-causal",
    title: "Expert-choice routing can be used in autoregressive models without leaking the future",
    needs: "top-k selection",
  },
  {
    catalogue: "moe-top1-renormalised-router-gradient",
    title: "With top-1 routing and renormalised gates the router receives no gradient",
    needs: "derivatives",
  },
  { catalogue: "moe-continuous", title: "A top-k MoE layer is a continuous function of its input", needs: "limits" },
  {
    catalogue: "spec-ones-eigenvector",
    title: "The all-ones vector is an eigenvector with eigenvalue 1, and no eigenvalue exceeds 1 in modulus",
    needs: "operator norms",
  },
  {
    catalogue: "spec-causal-eigenvalues",
    title: "Eigenvalues of a causal attention pattern are its diagonal entries, real and in (0,1]",
    needs: "eigenvalues",
  },
  {
    catalogue: "spec-rank-collapse-linear-rate",
    title: "Stacking attention without skips drives all tokens together",
    needs: "stacks of layers at two lengths or masks",
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
    needs: "derivatives",
  },
  {
    catalogue: "grad-softmax-cross-entropy",
    title: "The logit gradient of cross-entropy is prediction minus target",
    needs: "derivatives",
  },
  {
    catalogue: "grad-frozen-pattern-exact",
    title: "Back-propagating with the attention pattern detached gives the true gradient",
    needs: "derivatives",
  },
  {
    catalogue: "grad-scale-invariant-orthogonal",
    title: "The gradient of scale-invariant weights is orthogonal to them",
    needs: "derivatives",
  },
  {
    catalogue: "grad-layernorm-orthogonal",
    title: "Gradients flowing back through LayerNorm are orthogonal to the input direction and to the all-ones vector",
    needs: "derivatives",
  },
  {
    catalogue: "grad-residual-product",
    title: "The end-to-end Jacobian of a residual stack is a product of identity-plus-branch Jacobians",
    needs: "derivatives",
  },
  {
    catalogue: "grad-saturated-softmax-vanishes",
    title: "A one-hot attention row passes no gradient to its scores",
    needs: "limits",
  },
  {
    catalogue: "grad-permutation-covariant",
    title: "Gradients of an order-invariant loss are permutation covariant",
    needs: "derivatives",
  },
  {
    catalogue: "grad-causal-jacobian-triangular",
    title: "The token Jacobian of a causal transformer is block lower triangular",
    needs: "derivatives",
  },
  {
    catalogue: "grad-score-backward",
    title: "The softmax backward pass is a centred Hadamard product with zero row sums",
    needs: "derivatives",
  },
  { catalogue: "grad-key-bias-zero", title: "The gradient of the key bias is exactly zero", needs: "derivatives" },
  {
    catalogue: "grad-value-path",
    title: "The value gradient is the transposed pattern applied to the output gradient",
    needs: "derivatives",
  },
  {
    catalogue: "grad-lora-zero-init",
    title: "With one LoRA factor at zero, the other receives no gradient at the first step",
    needs: "derivatives",
  },
  {
    catalogue: "grad-descent-commutes-with-gauge",
    title: "Gradient descent does not care which gauge-equivalent parameters it starts from",
    needs: "derivatives",
  },
  {
    catalogue: "grad-unused-embeddings-zero",
    title: "Embeddings of tokens absent from the batch receive no gradient",
    needs: "derivatives",
  },
  {
    catalogue: "grad-adam-rotation-equivariant",
    title: "Adam training is equivariant under rotations of the residual basis, like SGD",
    needs: "derivatives",
  },
  {
    catalogue: "grad-logits-sum-zero",
    title: "Logit gradients of any softmax-based loss sum to zero",
    needs: "derivatives",
  },
  {
    catalogue: "moe-identical-experts-dense",
    title: "An MoE whose experts are identical equals the dense MLP",
    needs: "sums of experts by their gates",
  },
  { catalogue: "moe-per-token", title: "MoE layers act on each token independently", needs: "routing with a capacity" },
];
