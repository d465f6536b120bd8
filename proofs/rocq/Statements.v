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
(* a head of given W_QK and W_OV, without the scale *)
Definition bare_head C w (Wqk Wov : 'M[R]_w) (x : 'M[R]_(C, w)) : 'M[R]_(C, w) :=
  softmax (x *m Wqk *m x^T) *m x *m Wov.
Definition whole_head C w (Wqk Wov : 'M[R]_w) (x : 'M[R]_(C, w)) : 'M[R]_(C, w) :=
  softmax_all (x *m Wqk *m x^T) *m x *m Wov.
End Model.

(* 2. Claims ------------------------------------------------------------------ *)

(* mixing tokens and transforming each of them commute: (A x) W_OV = A (x W_OV) (seed 8) *)
Definition mixing_and_transforming_commute : Prop :=
  forall (R : realFieldType) (E : analysis R) (C w d : nat) (x : 'M[R]_(C, 2 * w))
    (Wq Wk Wv : 'M[R]_(2 * w, d)) (Wo : 'M[R]_(d, 2 * w)),
  (pattern E Wq Wk x *m x) *m Wv *m Wo = pattern E Wq Wk x *m (x *m Wv *m Wo).
(* with tokens as columns the product is W_O W_V *)
Definition product_order_as_columns : Prop :=
  forall (R : realFieldType) (C w d : nat) (A : 'M[R]_C) (x : 'M[R]_(C, w)) (Wv : 'M[R]_(d, w)) (Wo : 'M[R]_(w, d)),
  (A *m (x *m Wv^T)) *m Wo^T = (A *m x) *m (Wo *m Wv)^T.

(* W_QK and W_OV have rank at most d (seed 9, 10) *)
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

(* scores depend on W_Q and W_K through W_Q W_K^T alone (seed 10) *)
Definition scores_through_product : Prop :=
  forall (R : realFieldType) (C w d : nat) (x : 'M[R]_(C, w)) (Wq Wk : 'M[R]_(w, d)),
  (x *m Wq) *m (x *m Wk)^T = x *m (Wq *m Wk^T) *m x^T.

(* with a frozen pattern a head is linear (seed 7) *)
Definition frozen_head_is_linear : Prop :=
  forall (R : realFieldType) (C w : nat) (A : 'M[R]_C) (a b : R) (x y : 'M[R]_(C, w)) (Wov : 'M[R]_w),
  A *m (a *: x + b *: y) *m Wov = a *: (A *m x *m Wov) + b *: (A *m y *m Wov).

(* a softmax over the whole matrix is the row softmax with rows rescaled (seed 11) *)
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

(* attention is covariant under permutations of the tokens (seed 13) *)
Definition head_covariant : Prop :=
  forall (R : realFieldType) (E : analysis R) (C w d : nat) (s : 'S_C) (x : 'M[R]_(C, 2 * w))
    (Wq Wk Wv : 'M[R]_(2 * w, d)) (Wo : 'M[R]_(d, 2 * w)),
  head E Wq Wk Wv Wo (perm_mx s *m x) = perm_mx s *m head E Wq Wk Wv Wo x.
Definition attention_covariant : Prop :=
  forall (R : realFieldType) (E : analysis R) (C w d H : nat) (s : 'S_C) (x : 'M[R]_(C, 2 * w))
    (Wq Wk Wv : nat -> 'M[R]_(2 * w, d)) (Wo : nat -> 'M[R]_(d, 2 * w)),
  attention E H Wq Wk Wv Wo (perm_mx s *m x) = perm_mx s *m attention E H Wq Wk Wv Wo x.
(* and so is the MLP (seed 14) *)
Definition mlp_covariant : Prop :=
  forall (R : realFieldType) (C w F : nat) (s : 'S_C) (x : 'M[R]_(C, 2 * w))
    (Win : 'M[R]_(2 * w, F)) (bin : 'rV[R]_F) (Wout : 'M[R]_(F, 2 * w)) (bout : 'rV[R]_(2 * w)),
  mlp Win bin Wout bout (perm_mx s *m x) = perm_mx s *m mlp Win bin Wout bout x.

(* a token keeps its output when the others are permuted (seed 14) *)
Definition token_keeps_its_output : Prop :=
  forall (R : realFieldType) (E : analysis R) (C w : nat) (i : 'I_C) (s : 'S_C) (x : 'M[R]_(C, w)) (Wqk Wov : 'M[R]_w),
  s i = i -> row i (bare_head E Wqk Wov (perm_mx s *m x)) = row i (bare_head E Wqk Wov x).

(* logits are relative: a constant changes nothing, and ratios are of differences (seed 5) *)
Definition logits_shift : Prop :=
  forall (R : realFieldType) (E : analysis R) (V : nat) (l : 'rV[R]_V) (c : R),
  softmax E (l + const_mx c) = softmax E l.
Definition logits_ratio : Prop :=
  forall (R : realFieldType) (E : analysis R) (V : nat) (l : 'rV[R]_V) (i j : 'I_V),
  softmax E l 0 i / softmax E l 0 j = fexp E (l 0 i - l 0 j).

(* scores of independent queries and keys have mean 0 and variance d (seed 10) *)
Definition scores_mean : Prop :=
  forall (R : realFieldType) (N M d : nat) (Q : 'M[R]_(N, d)) (K : 'M[R]_(M, d)),
  (forall k, \sum_i Q i k = 0) -> (N%:R * M%:R)^-1 * (\sum_i \sum_j (Q *m K^T) i j) = 0.
Definition scores_variance : Prop :=
  forall (R : realFieldType) (N M d : nat) (Q : 'M[R]_(N, d)) (K : 'M[R]_(M, d)),
  (0 < N)%N -> (0 < M)%N -> Q^T *m Q = N%:R%:M -> K^T *m K = M%:R%:M ->
  (N%:R * M%:R)^-1 * \tr ((Q *m K^T)^T *m (Q *m K^T)) = d%:R.
