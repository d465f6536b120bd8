(* Ranks: what they are, and what bounds them. *)
From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From Commutant Require Import Prelude.
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
End Field.

Section Real.
Variables (R : realFieldType) (E : analysis R).
Lemma rankP n m k l (A : 'M[R]_(n, m)) (B : 'M[R]_(k, l)) : (\rank A <= \rank B)%N -> mle (mrank A) (mrank B).
Proof. by move=> h i j; rewrite !mxE !ord1 !eqxx !mulr1n ler_nat. Qed.

Lemma r_rank_nonneg n m (A : 'M[R]_(n, m)) :
  is_nonnegative (mrank A).
Proof. by move=> i j; rewrite !mxE !ord1 !eqxx mulr1n ler0n. Qed.
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
Lemma r_rank_sylvester n m k (A : 'M[R]_(n, m)) (B : 'M[R]_(m, k)) :
  mle (madd (mrank A) (mrank B)) (madd (mrank (mmul A B)) (num R m)).
Proof. by move=> i j; rewrite !mxE !ord1 !eqxx !mulr1n -!natrD ler_nat; rewrite [X in (_ <= X)%N]addnC -leq_subLR; apply: mxrank_mul_min. Qed.
End Real.
