(* Order, entry by entry, the largest entry, and inequalities of analysis. *)
From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From Commutant Require Import Prelude.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Real.
Variables (R : realFieldType) (E : analysis R).

Lemma r_le_refl n m (A : 'M[R]_(n, m)) :
  mle A A.
Proof. by move=> i j. Qed.
Lemma r_le_trans n m (A : 'M[R]_(n, m)) (B : 'M[R]_(n, m)) (C : 'M[R]_(n, m)) :
  mle A B ->
  mle B C ->
  mle A C.
Proof. by move=> h1 h2 i j; apply: le_trans (h1 i j) (h2 i j). Qed.
Lemma r_le_antisymm n m (A : 'M[R]_(n, m)) (B : 'M[R]_(n, m)) :
  mle A B ->
  mle B A ->
  A = B.
Proof. by move=> h1 h2; apply/matrixP => i j; apply/eqP; rewrite eq_le h1 h2. Qed.
Lemma r_le_of_sub_nonneg n m (B : 'M[R]_(n, m)) (A : 'M[R]_(n, m)) :
  is_nonnegative (madd B (mscale (cst R (-1) 1) A)) ->
  mle A B.
Proof. by move=> h i j; have := h i j; rewrite !mxE cstN1 mulN1r subr_ge0. Qed.
Lemma r_sub_nonneg_of_le n m (A : 'M[R]_(n, m)) (B : 'M[R]_(n, m)) :
  mle A B ->
  is_nonnegative (madd B (mscale (cst R (-1) 1) A)).
Proof. by move=> h i j; rewrite !mxE cstN1 mulN1r subr_ge0. Qed.
End Real.
