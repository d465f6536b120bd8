(* Statements.v, each claim by the theorem of its certificate (Headlines.v, which
   a run writes). A statement that says something else, or a certificate that
   proves something else, does not compile.                                   *)
From Coq Require Import ZArith.
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From Commutant Require Import Rules.
From Commutant Require Import Statements.
From Commutant Require Headlines.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* 1. The words of the term language in those of MathComp --------------------- *)

Section Words.
Variables (R : realFieldType) (E : analysis R).

Lemma sum_ones n (f : 'I_n -> R) : \sum_k f k * 1 = \sum_k f k.
Proof. by apply: eq_bigr => k _; rewrite mulr1. Qed.
Lemma softmaxE n m (S : 'M[R]_(n, m)) :
  mhad (emap (fexp E) S) (emap (frecip R) (mmul (mmul (emap (fexp E) S) (ones R m 1)) (ones R 1 m))) = softmax E S.
Proof.
apply/matrixP => i j; rewrite !mxE big_ord1 !mxE mulr1; congr (_ / _).
by apply: eq_bigr => k _; rewrite !mxE mulr1.
Qed.
Lemma sum_allE n m (S : 'M[R]_(n, m)) :
  mmul (mmul (ones R 1 n) (emap (fexp E) S)) (ones R m 1) = (\sum_k \sum_l fexp E (S k l))%:M.
Proof.
apply/matrixP => i j; rewrite !mxE !ord1 eqxx mulr1n exchange_big /=.
by apply: eq_bigr => l _; rewrite !mxE mulr1; apply: eq_bigr => k _; rewrite !mxE mul1r.
Qed.
Lemma softmax_allE n m (S : 'M[R]_(n, m)) :
  mscale (emap (frecip R) (mmul (mmul (ones R 1 n) (emap (fexp E) S)) (ones R m 1))) (emap (fexp E) S) = softmax_all E S.
Proof. by apply/matrixP => i j; rewrite sum_allE !mxE eqxx mulr1n mulrC. Qed.
Lemma mscaleE n m (a : R) (A : 'M[R]_(n, m)) : mscale a%:M A = a *: A.
Proof. by rewrite /mscale mxE eqxx mulr1n. Qed.
Lemma scaledE n m d (A : 'M[R]_(n, m)) :
  mscale (emap (frecip R) (emap (fsqrt E) (num R d))) A = (fsqrt E d%:R)^-1 *: A.
Proof. by rewrite /mscale !mxE eqxx mulr1n. Qed.
Lemma biasedE n m (y : 'M[R]_(n, m)) b : madd y (mmul (ones R n 1) b) = biased y b.
Proof. by apply/matrixP => i j; rewrite !mxE big_ord1 !mxE mul1r. Qed.
Lemma perm_is n (s : 'S_n) : is_perm (perm_mx s : 'M[R]_n). Proof. by exists s. Qed.
Lemma num_pos n : (0 < n)%N -> is_positive (num R n).
Proof. by move=> n0 i j; rewrite !mxE !ord1 eqxx mulr1n ltr0n. Qed.
Lemma num_scale n m : mscale (num R n) (idm R m) = n%:R%:M.
Proof. by rewrite /mscale /idm mxE eqxx mulr1n scalemx1. Qed.
Lemma mle_rank n m d (A : 'M[R]_(n, m)) : mle (mrank A) (num R d) -> (\rank A <= d)%N.
Proof. by move=> /(_ 0 0); rewrite !mxE eqxx !mulr1n ler_nat. Qed.
Lemma mle_rank_lt n m d (A : 'M[R]_(n, m)) : mle (madd (mrank A) (cst R 1 1)) (num R d) -> (\rank A < d)%N.
Proof.
move=> /(_ 0 0); rewrite !mxE eqxx !mulr1n /zr /posr /= divr1.
by rewrite -[X in _ + X <= _]/(1%:R) -natrD addn1 ler_nat.
Qed.
End Words.

(* 2. The claims -------------------------------------------------------------- *)

Lemma ok_mixing : mixing_and_transforming_commute.
Proof.
move=> R E C w d x Wq Wk Wv Wo.
have := @Headlines.seed_mix_then_transform_commute_1 R E d C w 0 0 x (fun _ _ => Wq) (fun _ _ => Wk) (fun _ _ => Wv) (fun _ _ => Wo).
by rewrite !softmaxE !scaledE.
Qed.
Lemma ok_product_order : product_order_as_columns.
Proof. move=> R C w d A x Wv Wo; exact: Headlines.seed_ov_product_order_3. Qed.
Lemma ok_rank_qk : rank_qk_at_most_d.
Proof.
move=> R w d Wq Wk; apply: mle_rank.
exact: (@Headlines.seed_qk_ov_low_rank_3 R w d 0 0 (fun _ _ => Wq) (fun _ _ => Wk)).
Qed.
Lemma ok_rank_ov : rank_ov_at_most_d.
Proof.
move=> R w d Wv Wo; apply: mle_rank.
exact: (@Headlines.seed_qk_ov_low_rank_4 R w d 0 0 (fun _ _ => Wv) (fun _ _ => Wo)).
Qed.
Lemma ok_singular_qk : qk_singular_if_narrow.
Proof.
move=> R rest d Wq Wk rest0; apply: mle_rank_lt.
exact: (@Headlines.seed_qk_ov_low_rank_5 R rest d Wq Wk (num_pos R rest0)).
Qed.
Lemma ok_singular_ov : ov_singular_if_narrow.
Proof.
move=> R rest d Wv Wo rest0; apply: mle_rank_lt.
exact: (@Headlines.seed_qk_ov_low_rank_6 R rest d Wv Wo (num_pos R rest0)).
Qed.
Lemma ok_scores : scores_through_product.
Proof. move=> R C w d x Wq Wk; exact: Headlines.seed_scores_depend_on_wqk_only_1. Qed.
Lemma ok_frozen : frozen_head_is_linear.
Proof.
move=> R C w A a b x y Wov.
have := @Headlines.seed_only_nonlinearity_is_pattern_1 R C w A a%:M x b%:M y Wov.
by rewrite !mscaleE.
Qed.
Lemma ok_whole_rescales : whole_softmax_rescales_rows.
Proof.
move=> R E n m S i j m0.
have := @Headlines.seed_whole_matrix_is_rescaled_rows_1 R E n m S (num_pos R m0).
rewrite softmax_allE softmaxE sum_allE => ->.
rewrite mxE (bigD1 i) //= [X in _ + X]big1 ?addr0 => [|k ki]; last by rewrite mxE eq_sym (negbTE ki) mulr0n mul0r.
congr (_ * _); rewrite !mxE !eqxx !mulr1n /frecip mulrC; congr (_ / _).
by apply: eq_bigr => l _; rewrite !mxE mulr1.
Qed.
Lemma ok_whole_covariant : whole_softmax_covariant.
Proof.
move=> R E C s S; have := @Headlines.seed_whole_matrix_permutation_covariant_1 R E C _ S (perm_is R s).
by rewrite !softmax_allE.
Qed.
Lemma ok_whole_head : whole_head_covariant.
Proof.
move=> R E C w s x Wqk Wov.
have := @Headlines.seed_whole_matrix_permutation_covariant_2 R E C w _ x Wqk Wov (perm_is R s).
by rewrite !softmax_allE.
Qed.
Lemma ok_head : head_covariant.
Proof.
move=> R E C w d s x Wq Wk Wv Wo.
have := @Headlines.seed_attention_permutation_covariant_1 R E d C w 0 0 _ x
  (fun _ _ => Wq) (fun _ _ => Wk) (fun _ _ => Wv) (fun _ _ => Wo) (perm_is R s).
by rewrite !softmaxE !scaledE.
Qed.
Lemma ok_attention : attention_covariant.
Proof.
move=> R E C w d H s x Wq Wk Wv Wo.
have := @Headlines.seed_attention_permutation_covariant_2 R E d C w H 0 _ x
  (fun _ h => Wq h) (fun _ h => Wk h) (fun _ h => Wv h) (fun _ h => Wo h) (perm_is R s).
have inside y : bsum H (fun h => mmul (mmul (mhad (emap (fexp E) (mscale (emap (frecip R) (emap (fsqrt E) (num R d)))
    (mmul (mmul y (Wq h)) (mtr (mmul y (Wk h)))))) (emap (frecip R) (mmul (mmul (emap (fexp E)
    (mscale (emap (frecip R) (emap (fsqrt E) (num R d))) (mmul (mmul y (Wq h)) (mtr (mmul y (Wk h)))))) (ones R C 1))
    (ones R 1 C)))) (mmul y (Wv h))) (Wo h)) = attention E H Wq Wk Wv Wo y.
  by apply: eq_bigr => h _; rewrite softmaxE scaledE.
by rewrite !inside.
Qed.
Lemma ok_mlp : mlp_covariant.
Proof.
move=> R C w F s x Win bin Wout bout.
have := @Headlines.seed_mlp_per_token_2 R C w F 0 _ x (fun=> Win) (fun=> bin) (fun=> Wout) (fun=> bout) (perm_is R s).
by rewrite !biasedE.
Qed.
Lemma ok_token : token_keeps_its_output.
Proof.
move=> R E C w i s x Wqk Wov si.
have fixes : delta_mx 0 i *m perm_mx s = delta_mx 0 i :> 'M[R]_(1, C).
  by rewrite -rowE; apply/matrixP => a b; rewrite !mxE si ord1 eqxx eq_sym.
have := @Headlines.seed_no_order_information_without_pe_4 R E C w (delta_mx 0 i) _ x Wqk Wov (perm_is R s) fixes.
have brackets (A : 'M[R]_C) (y : 'M[R]_(C, w)) :
  delta_mx 0 i *m (A *m y *m Wov) = delta_mx 0 i *m A *m y *m Wov :> 'rV[R]_w by rewrite !mulmxA.
by rewrite !softmaxE /bare_head !rowE !brackets.
Qed.
Lemma ok_logits_shift : logits_shift.
Proof.
move=> R E V l c; have := @Headlines.seed_logits_are_relative_1 R E V l c%:M.
rewrite !softmaxE mscaleE => <-; congr (softmax E (_ + _)).
by apply/matrixP => i j; rewrite !mxE mulr1.
Qed.
Lemma ok_logits_ratio : logits_ratio.
Proof.
move=> R E V l i j; have V0 : (0 < V)%N by case: V i {l j} => [[]|].
have := @Headlines.seed_logits_are_relative_2 R E V l (num_pos R V0).
rewrite softmaxE => /matrixP/(_ i j); rewrite !mxE !big_ord1 !mxE /zr /posr /frecip !eqxx !mulr1n !mulr1 !mul1r divr1.
by rewrite mulN1r.
Qed.
Lemma ok_scores_mean : scores_mean.
Proof.
move=> R N M d Q K mean0.
have given : mmul (ones R 1 N) Q = zeros R 1 d.
  by apply/matrixP => i j; rewrite !mxE -[RHS](mean0 j); apply: eq_bigr => k _; rewrite mxE mul1r.
have sums : mmul (mmul (ones R 1 N) (mmul Q (mtr K))) (ones R M 1) 0 0 = \sum_i \sum_j (Q *m K^T) i j.
  rewrite mxE [RHS]exchange_big; apply: eq_bigr => l _; rewrite [ones R M 1 _ _]mxE mulr1 mxE.
  by apply: eq_bigr => k _; rewrite [ones R 1 N _ _]mxE mul1r.
have := @Headlines.seed_dot_product_variance_is_d_2 R N M d Q K given.
rewrite /mscale => /matrixP/(_ 0 0); rewrite mxE sums => mean.
by apply: etrans (etrans mean _); rewrite !mxE !eqxx !mulr1n /zr ?mul0r.
Qed.
Lemma ok_scores_variance : scores_variance.
Proof.
move=> R N M d Q K N0 M0 q k.
have := @Headlines.seed_dot_product_variance_is_d_3 R N M d Q K.
rewrite !num_scale => /(_ q k (num_pos R N0) (num_pos R M0)) /matrixP/(_ 0 0).
by rewrite !mxE !eqxx !mulr1n.
Qed.

(* 3. All of them ------------------------------------------------------------- *)

Definition all : theorems :=
  also ok_mixing (also ok_product_order (also ok_rank_qk (also ok_rank_ov (also ok_singular_qk (also ok_singular_ov
  (also ok_scores (also ok_frozen (also ok_whole_rescales (also ok_whole_covariant (also ok_whole_head
  (also ok_head (also ok_attention (also ok_mlp (also ok_token (also ok_logits_shift (also ok_logits_ratio
  (also ok_scores_mean (also ok_scores_variance none)))))))))))))))))).
