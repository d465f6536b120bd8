(* What the notes claim, as a mathematician would write it in MathComp: by hand,
   in words that no exporter knows. Audit.v shows each of these by the theorem
   of its certificate. A reader of this file needs MathComp, and of Prelude.v
   only the record `analysis`: exp, sqrt, sin and cos with their laws.        *)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From Commutant Require Import Prelude.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* 1. The transformer of the notes: a row a token ----------------------------- *)

Section Model.
Variables (R : realFieldType) (E : analysis R).

(* softmax by rows, and over the whole matrix *)
Definition softmax n m (S : 'M[R]_(n, m)) : 'M[R]_(n, m) :=
  \matrix_(i, j) (fexp E (S i j) / \sum_k fexp E (S i k)).
Definition softmax_all n m (S : 'M[R]_(n, m)) : 'M[R]_(n, m) :=
  \matrix_(i, j) (fexp E (S i j) / \sum_k \sum_l fexp E (S k l)).

(* a head of width d, on C tokens of width w *)
Definition pattern C w d (Wq Wk : 'M[R]_(w, d)) (x : 'M[R]_(C, w)) : 'M[R]_C :=
  softmax ((fsqrt E d%:R)^-1 *: ((x *m Wq) *m (x *m Wk)^T)).
Definition head C w d (Wq Wk Wv : 'M[R]_(w, d)) (Wo : 'M[R]_(d, w)) (x : 'M[R]_(C, w)) : 'M[R]_(C, w) :=
  pattern Wq Wk x *m (x *m Wv) *m Wo.
(* H heads that act in parallel *)
Definition attention C w d H (Wq Wk Wv : nat -> 'M[R]_(w, d)) (Wo : nat -> 'M[R]_(d, w)) (x : 'M[R]_(C, w)) :=
  \sum_(h < H) head (Wq h) (Wk h) (Wv h) (Wo h) x.
(* a bias is added to each row *)
Definition biased C w (y : 'M[R]_(C, w)) (b : 'rV[R]_w) : 'M[R]_(C, w) := \matrix_(i, j) (y i j + b 0 j).
Definition mlp C w F (Win : 'M[R]_(w, F)) (bin : 'rV[R]_F) (Wout : 'M[R]_(F, w)) (bout : 'rV[R]_w)
  (x : 'M[R]_(C, w)) : 'M[R]_(C, w) :=
  biased (map_mx (fun a => Num.max a 0) (biased (x *m Win) bin) *m Wout) bout.
(* a block: attention, then the MLP, each added to the stream *)
Definition residual C w (attend feed : 'M[R]_(C, w) -> 'M[R]_(C, w)) (x : 'M[R]_(C, w)) : 'M[R]_(C, w) :=
  (x + attend x) + feed (x + attend x).
(* LayerNorm of each row: mean 0 and variance 1, then a gain and a bias; with epsilon under the root *)
Definition mean w (v : 'rV[R]_w) : R := (\sum_j v 0 j) / w%:R.
Definition variance w (v : 'rV[R]_w) : R := mean (\row_j (v 0 j - mean v) ^+ 2).
Definition layernorm C w (gain bias : 'rV[R]_w) (x : 'M[R]_(C, w)) : 'M[R]_(C, w) :=
  \matrix_(i, j) ((x i j - mean (row i x)) / fsqrt E (variance (row i x) + 100000%:R^-1) * gain 0 j + bias 0 j).
(* L layers, one after the other *)
Fixpoint layers C w L (layer : nat -> 'M[R]_(C, w) -> 'M[R]_(C, w)) (x : 'M[R]_(C, w)) : 'M[R]_(C, w) :=
  if L is L'.+1 then layer L' (layers L' layer x) else x.

(* what a layer has learned *)
Record layer w d F := Layer {
  lq : nat -> 'M[R]_(w, d); lk : nat -> 'M[R]_(w, d); lv : nat -> 'M[R]_(w, d); lo : nat -> 'M[R]_(d, w);
  lin : 'M[R]_(w, F); lbin : 'rV[R]_F; lout : 'M[R]_(F, w); lbout : 'rV[R]_w;
  gain1 : 'rV[R]_w; bias1 : 'rV[R]_w; gain2 : 'rV[R]_w; bias2 : 'rV[R]_w }.
Section Blocks.
Variables (C w d F H : nat) (p : layer w d F).
Definition attend (x : 'M[R]_(C, w)) := attention H (lq p) (lk p) (lv p) (lo p) x.
Definition feed (x : 'M[R]_(C, w)) := mlp (lin p) (lbin p) (lout p) (lbout p) x.
Definition norm1 (x : 'M[R]_(C, w)) := layernorm (gain1 p) (bias1 p) x.
Definition norm2 (x : 'M[R]_(C, w)) := layernorm (gain2 p) (bias2 p) x.
Definition block := residual attend feed.
Definition pre_norm_block := residual (attend \o norm1) (feed \o norm2).
Definition post_norm_block (x : 'M[R]_(C, w)) := let y := norm1 (x + attend x) in norm2 (y + feed y).
End Blocks.

(* sinusoidal positions: plane k turns at frequency 10000^(-k/r), entries 2k and 2k + 1 are a sine and a cosine *)
Definition frequency r (k : nat) : R := fexp E (- ((r%:R)^-1 * flog E 10000%:R) * k%:R).
Definition sinusoids r C (p : 'cV[R]_C) : 'M[R]_(C, 2 * r) :=
  \matrix_(t, j) (let a := p t 0 * frequency r (j %/ 2)%N in if (j %% 2 == 0)%N then fsin E a else fcos E a).
(* blockdiag_k [[cos, -sin], [sin, cos]] of the angle s at the frequency of plane k *)
Definition shift r (s : R) : 'M[R]_(2 * r) :=
  \matrix_(i, j) (let a := s * frequency r (i %/ 2)%N in
    if (i %/ 2 != j %/ 2)%N then 0 else
    if (i %% 2 == j %% 2)%N then fcos E a else if (i %% 2 == 0)%N then - fsin E a else fsin E a).

(* a head of given W_QK and W_OV, without the scale *)
Definition bare_head C w (Wqk Wov : 'M[R]_w) (x : 'M[R]_(C, w)) : 'M[R]_(C, w) :=
  softmax (x *m Wqk *m x^T) *m x *m Wov.
Definition whole_head C w (Wqk Wov : 'M[R]_w) (x : 'M[R]_(C, w)) : 'M[R]_(C, w) :=
  softmax_all (x *m Wqk *m x^T) *m x *m Wov.
End Model.

(* 2. Claims ------------------------------------------------------------------ *)

(* mixing tokens and transforming each of them commute: (A x) W_OV = A (x W_OV) (seed-mix-then-transform-commute) *)
Definition mixing_and_transforming_commute : Prop :=
  forall (R : realFieldType) (E : analysis R) (C w d : nat) (x : 'M[R]_(C, 2 * w))
    (Wq Wk Wv : 'M[R]_(2 * w, d)) (Wo : 'M[R]_(d, 2 * w)),
  (pattern E Wq Wk x *m x) *m Wv *m Wo = pattern E Wq Wk x *m (x *m Wv *m Wo).
(* with tokens as columns the product is W_O W_V *)
Definition product_order_as_columns : Prop :=
  forall (R : realFieldType) (C w d : nat) (A : 'M[R]_C) (x : 'M[R]_(C, w)) (Wv : 'M[R]_(d, w)) (Wo : 'M[R]_(w, d)),
  (A *m (x *m Wv^T)) *m Wo^T = (A *m x) *m (Wo *m Wv)^T.

(* W_QK and W_OV have rank at most d (seed-qk-ov-low-rank) *)
Definition rank_qk_at_most_d : Prop :=
  forall (R : realFieldType) (w d : nat) (Wq Wk : 'M[R]_(2 * w, d)), (\rank (Wq *m Wk^T) <= d)%N.
Definition rank_ov_at_most_d : Prop :=
  forall (R : realFieldType) (w d : nat) (Wv : 'M[R]_(2 * w, d)) (Wo : 'M[R]_(d, 2 * w)), (\rank (Wv *m Wo) <= d)%N.
(* so they are singular when the head is narrower than the stream *)
Definition qk_singular_if_narrow : Prop :=
  forall (R : realFieldType) (rest d : nat) (Wq Wk : 'M[R]_(rest + d, d)),
  (0 < rest)%N -> (\rank (Wq *m Wk^T) < rest + d)%N.
Definition ov_singular_if_narrow : Prop :=
  forall (R : realFieldType) (rest d : nat) (Wv : 'M[R]_(rest + d, d)) (Wo : 'M[R]_(d, rest + d)),
  (0 < rest)%N -> (\rank (Wv *m Wo) < rest + d)%N.

(* scores depend on W_Q and W_K through W_Q W_K^T alone (seed-scores-depend-on-wqk-only) *)
Definition scores_through_product : Prop :=
  forall (R : realFieldType) (C w d : nat) (x : 'M[R]_(C, w)) (Wq Wk : 'M[R]_(w, d)),
  (x *m Wq) *m (x *m Wk)^T = x *m (Wq *m Wk^T) *m x^T.

(* with a frozen pattern a head is linear (seed-only-nonlinearity-is-pattern) *)
Definition frozen_head_is_linear : Prop :=
  forall (R : realFieldType) (C w : nat) (A : 'M[R]_C) (a b : R) (x y : 'M[R]_(C, w)) (Wov : 'M[R]_w),
  A *m (a *: x + b *: y) *m Wov = a *: (A *m x *m Wov) + b *: (A *m y *m Wov).

(* a softmax over the whole matrix is the row softmax with rows rescaled (seed-whole-matrix-is-rescaled-rows) *)
Definition whole_softmax_rescales_rows : Prop :=
  forall (R : realFieldType) (E : analysis R) (n m : nat) (S : 'M[R]_(n, m)) i j, (0 < m)%N ->
  softmax_all E S i j = (\sum_l fexp E (S i l)) / (\sum_k \sum_l fexp E (S k l)) * softmax E S i j.
(* and still covariant *)
Definition whole_softmax_covariant : Prop :=
  forall (R : realFieldType) (E : analysis R) (C : nat) (s : 'S_C) (S : 'M[R]_C),
  softmax_all E (perm_mx s *m S *m (perm_mx s)^T) = perm_mx s *m softmax_all E S *m (perm_mx s)^T.
Definition whole_head_covariant : Prop :=
  forall (R : realFieldType) (E : analysis R) (C w : nat) (s : 'S_C) (x : 'M[R]_(C, w)) (Wqk Wov : 'M[R]_w),
  whole_head E Wqk Wov (perm_mx s *m x) = perm_mx s *m whole_head E Wqk Wov x.

(* attention is covariant under permutations of the tokens (seed-attention-permutation-covariant) *)
Definition head_covariant : Prop :=
  forall (R : realFieldType) (E : analysis R) (C w d : nat) (s : 'S_C) (x : 'M[R]_(C, 2 * w))
    (Wq Wk Wv : 'M[R]_(2 * w, d)) (Wo : 'M[R]_(d, 2 * w)),
  head E Wq Wk Wv Wo (perm_mx s *m x) = perm_mx s *m head E Wq Wk Wv Wo x.
Definition attention_covariant : Prop :=
  forall (R : realFieldType) (E : analysis R) (C w d H : nat) (s : 'S_C) (x : 'M[R]_(C, 2 * w))
    (Wq Wk Wv : nat -> 'M[R]_(2 * w, d)) (Wo : nat -> 'M[R]_(d, 2 * w)),
  attention E H Wq Wk Wv Wo (perm_mx s *m x) = perm_mx s *m attention E H Wq Wk Wv Wo x.
(* and so is the MLP (seed-mlp-per-token) *)
Definition mlp_covariant : Prop :=
  forall (R : realFieldType) (C w F : nat) (s : 'S_C) (x : 'M[R]_(C, 2 * w))
    (Win : 'M[R]_(2 * w, F)) (bin : 'rV[R]_F) (Wout : 'M[R]_(F, 2 * w)) (bout : 'rV[R]_(2 * w)),
  mlp Win bin Wout bout (perm_mx s *m x) = perm_mx s *m mlp Win bin Wout bout x.

(* a token keeps its output when the others are permuted (seed-no-order-information-without-pe) *)
Definition token_keeps_its_output : Prop :=
  forall (R : realFieldType) (E : analysis R) (C w : nat) (i : 'I_C) (s : 'S_C) (x : 'M[R]_(C, w)) (Wqk Wov : 'M[R]_w),
  s i = i -> row i (bare_head E Wqk Wov (perm_mx s *m x)) = row i (bare_head E Wqk Wov x).

(* logits are relative: a constant changes nothing, and ratios are of differences (seed-logits-are-relative) *)
Definition logits_shift : Prop :=
  forall (R : realFieldType) (E : analysis R) (V : nat) (l : 'rV[R]_V) (c : R),
  softmax E (l + const_mx c) = softmax E l.
Definition logits_ratio : Prop :=
  forall (R : realFieldType) (E : analysis R) (V : nat) (l : 'rV[R]_V) (i j : 'I_V),
  softmax E l 0 i / softmax E l 0 j = fexp E (l 0 i - l 0 j).

(* scores of independent queries and keys have mean 0 and variance d (seed-dot-product-variance-is-d) *)
Definition scores_mean : Prop :=
  forall (R : realFieldType) (N M d : nat) (Q : 'M[R]_(N, d)) (K : 'M[R]_(M, d)),
  (forall k, \sum_i Q i k = 0) -> (N%:R * M%:R)^-1 * (\sum_i \sum_j (Q *m K^T) i j) = 0.
Definition scores_variance : Prop :=
  forall (R : realFieldType) (N M d : nat) (Q : 'M[R]_(N, d)) (K : 'M[R]_(M, d)),
  (0 < N)%N -> (0 < M)%N -> Q^T *m Q = N%:R%:M -> K^T *m K = M%:R%:M ->
  (N%:R * M%:R)^-1 * \tr ((Q *m K^T)^T *m (Q *m K^T)) = d%:R.

(* a block changes the stream by what attention and the MLP write (seed-block-shape) *)
Definition block_writes : Prop :=
  forall (R : realFieldType) (E : analysis R) (C w d F H : nat) (p : layer R (2 * w) d F) (x : 'M[R]_(C, 2 * w)),
  block E H p x - x = attend E H p x + feed p (x + attend E H p x).
(* so the stream after L layers is what it was plus all that was written (seed-block-unroll) *)
Definition stream_is_sum_of_writes : Prop :=
  forall (R : realFieldType) (C w L : nat) (h m : nat -> 'M[R]_(C, w) -> 'M[R]_(C, w)) (x : 'M[R]_(C, w)),
  let at_layer l := layers l (fun k => residual (h k) (m k)) x in
  at_layer L = x + \sum_(l < L) (h l (at_layer l) + m l (at_layer l + h l (at_layer l))).

(* the sum of heads is one product: [Z_1 | ... | Z_H] [W_1; ...; W_H] (seed-sum-of-heads-is-concat) *)
Definition sum_of_heads_is_concatenation : Prop :=
  forall (R : realFieldType) (E : analysis R) (C w d H : nat) (Wq Wk Wv : nat -> 'M[R]_(2 * w, d.+1))
    (Wo : nat -> 'M[R]_(d.+1, 2 * w)) (x : 'M[R]_(C, 2 * w)),
  let Z h := pattern E (Wq h) (Wk h) x *m (x *m Wv h) in
  attention E H Wq Wk Wv Wo x =
  (\matrix_(i < C, j < H * d.+1) Z (j %/ d.+1)%N i (inord (j %% d.+1))) *m
  (\matrix_(j < H * d.+1, k < 2 * w) Wo (j %/ d.+1)%N (inord (j %% d.+1)) k).

(* frozen heads together are one linear map: entry (i, j) weighs entry (k, l) by sum_h A_h(i, k) W_h(l, j)
   (seed-linear-heads-sum-is-one-linear-map) *)
Definition frozen_heads_are_one_map : Prop :=
  forall (R : realFieldType) (C w H : nat) (A : nat -> 'M[R]_C) (W : nat -> 'M[R]_w) (x : 'M[R]_(C, w)) i j,
  (\sum_(h < H) A h *m x *m W h) i j = \sum_l \sum_k (\sum_(h < H) W h l j * A h i k) * x k l.

(* a head is linear when it has no scores, and when there is one token (seed-head-is-nonlinear) *)
Definition head_without_scores_is_additive : Prop :=
  forall (R : realFieldType) (E : analysis R) (C w : nat) (x y : 'M[R]_(C, w)) (Wov : 'M[R]_w),
  bare_head E 0 Wov (x + y) = bare_head E 0 Wov x + bare_head E 0 Wov y.
Definition head_of_one_token_is_additive : Prop :=
  forall (R : realFieldType) (E : analysis R) (w : nat) (x y : 'rV[R]_w) (Wqk Wov : 'M[R]_w),
  bare_head E Wqk Wov (x + y) = bare_head E Wqk Wov x + bare_head E Wqk Wov y.

(* of a softmax over the whole matrix, the rows' shares are 1 together (seed-whole-matrix-is-rescaled-rows) *)
Definition whole_softmax_shares : Prop :=
  forall (R : realFieldType) (E : analysis R) (n m : nat) (S : 'M[R]_(n, m)), (0 < n)%N -> (0 < m)%N ->
  \sum_i (\sum_l fexp E (S i l)) / (\sum_k \sum_l fexp E (S k l)) = 1.

(* the MLP sees each token by itself: tokens may be chosen, with repeats (seed-mlp-per-token) *)
Definition mlp_per_token : Prop :=
  forall (R : realFieldType) (C m w F : nat) (f : 'I_m -> 'I_C) (x : 'M[R]_(C, 2 * w))
    (Win : 'M[R]_(2 * w, F)) (bin : 'rV[R]_F) (Wout : 'M[R]_(F, 2 * w)) (bout : 'rV[R]_(2 * w)),
  mlp Win bin Wout bout (rowsub f x) = rowsub f (mlp Win bin Wout bout x).

(* blocks and stacks of L layers are covariant: without norms, with norms before and after
   (seed-stack-permutation-covariant) *)
Definition of_layers := forall (R : realFieldType) (E : analysis R) (C w d F H : nat),
  layer R w d F -> 'M[R]_(C, w) -> 'M[R]_(C, w).
Definition covariant_block (f : of_layers) : Prop :=
  forall (R : realFieldType) (E : analysis R) (C w d F H : nat) (p : layer R (2 * w) d F) (s : 'S_C)
    (x : 'M[R]_(C, 2 * w)),
  f R E C (2 * w)%N d F H p (perm_mx s *m x) = perm_mx s *m f R E C (2 * w)%N d F H p x.
Definition covariant_stack (f : of_layers) : Prop :=
  forall (R : realFieldType) (E : analysis R) (C w d F H L : nat) (p : nat -> layer R (2 * w) d F) (s : 'S_C)
    (x : 'M[R]_(C, 2 * w)),
  let stack := layers L (fun l => f R E C (2 * w)%N d F H (p l)) in stack (perm_mx s *m x) = perm_mx s *m stack x.
Definition block_covariant : Prop := covariant_block (@block).
Definition stack_covariant : Prop := covariant_stack (@block).
Definition pre_norm_block_covariant : Prop := covariant_block (@pre_norm_block).
Definition pre_norm_stack_covariant : Prop := covariant_stack (@pre_norm_block).
Definition post_norm_block_covariant : Prop := covariant_block (@post_norm_block).
Definition post_norm_stack_covariant : Prop := covariant_stack (@post_norm_block).
(* so a model without positions has no order: what it makes of permuted tokens is permuted
   (seed-no-order-information-without-pe) *)
Definition model_has_no_order : Prop :=
  forall (R : realFieldType) (E : analysis R) (C V w d F H L : nat) (p : nat -> layer R (2 * w) d F)
    (We : 'M[R]_(V, 2 * w)) (token : 'I_C -> 'I_V) (s : 'S_C),
  let final (t : 'I_C -> 'I_V) := layers L (fun l => block E H (p l)) (rowsub t We) in
  final (token \o s) = perm_mx s *m final token.

(* a shift of positions is one linear map, blocks of rotations, for all positions (seed-sinusoid-shift-is-linear) *)
Definition shift_is_linear : Prop :=
  forall (R : realFieldType) (E : analysis R) (C r : nat) (p : 'cV[R]_C) (k : R),
  sinusoids E r (p + const_mx k) = sinusoids E r p *m shift E r k.
Definition shift_is_orthogonal : Prop :=
  forall (R : realFieldType) (E : analysis R) (r : nat) (k : R), (shift E r k)^T *m shift E r k = 1%:M.
Definition shifts_compose : Prop :=
  forall (R : realFieldType) (E : analysis R) (r : nat) (a b : R), shift E r a *m shift E r b = shift E r (a + b).

(* over the complex numbers, as real and imaginary part: z = e^(i p w) is shifted by a product with a diagonal matrix, and
   a rotation of the plane is diagonal (seed-sinusoid-shift-diagonal-in-complex) *)
Definition times (R : realFieldType) n m k (A : 'M[R]_(n, m) * 'M[R]_(n, m)) (B : 'M[R]_(m, k) * 'M[R]_(m, k)) :=
  (A.1 *m B.1 - A.2 *m B.2, A.2 *m B.1 + A.1 *m B.2).
Definition complex_shift_is_diagonal : Prop :=
  forall (R : realFieldType) (E : analysis R) (C r : nat) (p : 'cV[R]_C) (k : R) (w : 'rV[R]_r),
  let z (q : 'cV[R]_C) := (map_mx (fcos E) (q *m w), map_mx (fsin E) (q *m w)) in
  let e := (diag_mx (\row_j fcos E (k * w 0 j)), diag_mx (\row_j fsin E (k * w 0 j))) in
  z (p + const_mx k) = times (z p) e.
Definition rotation_is_diagonal : Prop :=
  forall (R : realFieldType) (E : analysis R) (t : R),
  let rotation : 'M[R]_2 := \matrix_(i, j) (if i == j then fcos E t else if i == 0 then - fsin E t else fsin E t) in
  let u : 'M[R]_2 * 'M[R]_2 :=
    (\matrix_(i, j) (j == 0)%:R, \matrix_(i, j) (if j == 0 then 0 else if i == 0 then -1 else 1)) in
  let v : 'M[R]_2 * 'M[R]_2 :=
    (\matrix_(i, j) (i == 0)%:R, \matrix_(i, j) (if i == 0 then 0 else if j == 0 then 1 else -1)) in
  let uav := times (times u (rotation, 0)) v in
  (2%:R^-1 *: uav.1 = diag_mx (\row_j fcos E t)) /\
  (2%:R^-1 *: uav.2 = diag_mx (\row_j (if j == 0 then - fsin E t else fsin E t))).

(* token t is read as row t of the embedding (seed-embedding-is-matmul) *)
Definition embedding_is_lookup : Prop :=
  forall (R : realFieldType) (C V w : nat) (token : 'I_C -> 'I_V) (We : 'M[R]_(V, w)) (i : 'I_C),
  row i ((\matrix_(c, v) ((v == token c)%:R : R)) *m We) = row (token i) We.

(* heads act in parallel: their order changes nothing, of the sum and of the concatenation
   (seed-heads-act-in-parallel) *)
Definition order_of_heads : Prop :=
  forall (R : realFieldType) (H C d w : nat) (s : 'S_H) (Z : nat -> 'M[R]_(C, d)) (W : nat -> 'M[R]_(d, w)),
  \sum_(h < H) Z (s h) *m W (s h) = \sum_(h < H) Z h *m W h.

(* Not stated: seed-parameters-independent-of-context, whose two counts are one polynomial of sizes; and the order of
   concatenated heads, which follows of the order of their sum. *)
