(* Ranks: what they are, and what bounds them. *)
From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From Commutant Require Import Prelude Ring Block.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Field.
Variable R : fieldType.

Lemma r_rank_transpose n m (A : 'M[R]_(n, m)) :
  (mrank (mtr A)) = (mrank A).
Proof. by rewrite /mrank mxrank_tr. Qed.
Lemma r_rank_zeros n m :
  (mrank (zeros R n m)) = (cst R 0 1).
Proof. by apply: numP; rewrite ent_rank ent_cst cst0 mxrank0. Qed.
Lemma r_rank_one n :
  (mrank (idm R n)) = (num R n).
Proof. by rewrite /mrank mxrank1. Qed.
Lemma r_rank_of_invertible n (A : 'M[R]_(n, n)) :
  is_invertible A ->
  (mrank A) = (num R n).
Proof. by move=> h; rewrite /mrank mxrank_unit. Qed.
Lemma r_rank_smul_of_nonzero n m (a_0 : 'M[R]_(1, 1)) (A : 'M[R]_(n, m)) :
  is_nonzero a_0 ->
  (mrank (mscale a_0 A)) = (mrank A).
Proof. by move=> h; rewrite /mrank /mscale (eqmx_scale A (h 0 0)). Qed.
Lemma r_rank_mul_of_invertible_left n m (A : 'M[R]_(n, n)) (B : 'M[R]_(n, m)) :
  is_invertible A ->
  (mrank (mmul A B)) = (mrank B).
Proof. by move=> h; rewrite /mrank /mmul; congr (_%:R%:M); apply: eqmx_rank; apply/eqmxP; apply: eqmxMfull; rewrite row_full_unit. Qed.
Lemma r_rank_mul_of_invertible_right m n (A : 'M[R]_(m, m)) (B : 'M[R]_(n, m)) :
  is_invertible A ->
  (mrank (mmul B A)) = (mrank B).
Proof. by move=> h; rewrite /mrank /mmul mxrankMfree // row_free_unit. Qed.
Lemma r_rank_mul_of_orthocols n m k (U : 'M[R]_(n, m)) (B : 'M[R]_(m, k)) :
  is_orthocols U ->
  (mrank (mmul U B)) = (mrank B).
Proof.

move=> h; rewrite /mrank /mmul; congr (_%:R%:M); apply/eqP; rewrite eqn_leq mxrankM_maxr /=.
by rewrite -[X in (\rank X <= _)%N]mul1mx -h -mulmxA mxrankM_maxr. Qed.
End Field.

Section Real.
Variables (R : realFieldType) (E : analysis R).
Lemma rankP n m k l (A : 'M[R]_(n, m)) (B : 'M[R]_(k, l)) : (\rank A <= \rank B)%N -> mle (mrank A) (mrank B).
Proof. by move=> h i j; rewrite !mxE !ord1 !eqxx !mulr1n ler_nat. Qed.

Lemma r_invertible_of_rank n (A : 'M[R]_(n, n)) :
  (mrank A) = (num R n) ->
  is_invertible A.
Proof. move=> h; rewrite /is_invertible -row_free_unit /row_free; have := congr1 (fun X : 'M_(1, 1) => X 0 0) h; rewrite !mxE !eqxx !mulr1n => /eqP; rewrite eqr_nat //. Qed.
Lemma r_eq_zeros_of_rank n m (A : 'M[R]_(n, m)) :
  (mrank A) = (cst R 0 1) ->
  A = (zeros R n m).
Proof. move=> h; apply/eqP; rewrite -mxrank_eq0; have := congr1 (fun X : 'M_(1, 1) => ent X 0 0) h; rewrite ent_rank ent_cst cst0 => /eqP; rewrite pnatr_eq0 //. Qed.
Lemma r_one_le_rank_of_nonzero n m (A : 'M[R]_(n, m)) :
  is_nonzero A ->
  is_positive (num R n) ->
  is_positive (num R m) ->
  mle (cst R 1 1) (mrank A).
Proof.

move=> h /num_gt0 n0 /num_gt0 m0 i j; rewrite !mxE !ord1 !eqxx !mulr1n cst1 ler1n lt0n mxrank_eq0.
by apply/eqP => z; have := h (Ordinal n0) (Ordinal m0); rewrite z mxE eqxx. Qed.
Lemma r_rank_nonneg n m (A : 'M[R]_(n, m)) :
  is_nonnegative (mrank A).
Proof. by move=> i j; rewrite !mxE !ord1 !eqxx mulr1n ler0n. Qed.
Lemma r_one_le_size_of_pos n :
  is_positive (num R n) ->
  mle (cst R 1 1) (num R n).
Proof. by move=> /num_gt0 h i j; rewrite !mxE !ord1 !eqxx !mulr1n cst1 ler1n. Qed.
Lemma r_rank_le_height n m (A : 'M[R]_(n, m)) :
  mle (mrank A) (num R n).
Proof. by move=> i j; rewrite !mxE !ord1 !eqxx !mulr1n ler_nat rank_leq_row. Qed.
Lemma r_rank_le_width n m (A : 'M[R]_(n, m)) :
  mle (mrank A) (num R m).
Proof. by move=> i j; rewrite !mxE !ord1 !eqxx !mulr1n ler_nat rank_leq_col. Qed.
Lemma r_rank_mul_le_left n m k (A : 'M[R]_(n, m)) (B : 'M[R]_(m, k)) :
  mle (mrank (mmul A B)) (mrank A).
Proof. by apply: rankP; apply: mxrankM_maxl. Qed.
Lemma r_rank_mul_le_right n m k (A : 'M[R]_(n, m)) (B : 'M[R]_(m, k)) :
  mle (mrank (mmul A B)) (mrank B).
Proof. by apply: rankP; apply: mxrankM_maxr. Qed.
Lemma r_rank_add_le n m (A : 'M[R]_(n, m)) (B : 'M[R]_(n, m)) :
  mle (mrank (madd A B)) (madd (mrank A) (mrank B)).
Proof. by move=> i j; rewrite !mxE !ord1 !eqxx !mulr1n -natrD ler_nat; apply: mxrank_add. Qed.
Lemma r_rank_sum_le n m p (S_0 : nat -> 'M[R]_(n, m)) :
  mle (mrank (bsum p (fun (i1 : nat) => (S_0 i1)))) (bsum p (fun (i1 : nat) => (mrank (S_0 i1)))).
Proof.

move=> i j; rewrite ord1 [j]ord1 -!ent_ord; apply: (@le_trans _ _ (\sum_(h < p) (\rank (S_0 h))%:R)).
  rewrite ent_rank -natr_sum ler_nat; elim: p => [|p IH]; first by rewrite /bsum !big_ord0 mxrank0.
  by rewrite /bsum !big_ord_recr /=; apply: (leq_trans (mxrank_add _ _)); rewrite leq_add2r.
by rewrite entE; apply: ler_sum => h _; rewrite ent_rank. Qed.
Lemma r_rank_left_le_hcat n m k w1 (A : 'M[R]_(n, m)) (B : 'M[R]_(n, k)) :
  w1 = (k + m)%N ->
  mle (mrank A) (mrank (mhcat w1 A B)).
Proof.

move=> e; apply: rankP; rewrite -{1}[A](@r_cols_self _ _ _ A) -[mcols 0 m A](@r_cols_hcat_left _ n m 0 k m w1 A B) ?addn0 //; last by sizes.
by rewrite r_cols_eq_mul; [apply: mxrankM_maxl|sizes]. Qed.
Lemma r_rank_upper_le_vcat n m k w1 (A : 'M[R]_(n, m)) (B : 'M[R]_(k, m)) :
  w1 = (k + n)%N ->
  mle (mrank A) (mrank (mvcat w1 A B)).
Proof.

move=> e; apply: rankP; rewrite -{1}[A](@r_rows_self _ _ _ A) -[mrows 0 n A](@r_rows_vcat_upper _ n 0 m k n w1 A B) ?addn0 //; last by sizes.
by rewrite r_rows_eq_mul; [apply: mxrankM_maxr|sizes]. Qed.
Lemma r_rank_sylvester n m k (A : 'M[R]_(n, m)) (B : 'M[R]_(m, k)) :
  mle (madd (mrank A) (mrank B)) (madd (mrank (mmul A B)) (num R m)).
Proof. by move=> i j; rewrite !mxE !ord1 !eqxx !mulr1n -!natrD ler_nat; rewrite [X in (_ <= X)%N]addnC -leq_subLR; apply: mxrank_mul_min. Qed.
Lemma r_rank_frobenius n m k l (A : 'M[R]_(n, m)) (B : 'M[R]_(m, k)) (C : 'M[R]_(k, l)) :
  mle (madd (mrank (mmul A B)) (mrank (mmul B C))) (madd (mrank B) (mrank (mmul (mmul A B) C))).
Proof. by move=> i j; rewrite !mxE !ord1 !eqxx !mulr1n -!natrD ler_nat; apply: mxrank_Frobenius. Qed.
End Real.
