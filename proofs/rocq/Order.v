(* Order, entry by entry, the largest entry, and inequalities of analysis. *)
From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From Commutant Require Import Prelude Entrywise.
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
Lemma r_add_le_add n m (A : 'M[R]_(n, m)) (B : 'M[R]_(n, m)) (C : 'M[R]_(n, m)) (D : 'M[R]_(n, m)) :
  mle A B ->
  mle C D ->
  mle (madd A C) (madd B D).
Proof. by move=> h1 h2 i j; rewrite !mxE ler_add. Qed.
Lemma r_smul_le_smul_of_nonneg n m (a_0 : 'M[R]_(1, 1)) (A : 'M[R]_(n, m)) (B : 'M[R]_(n, m)) :
  is_nonnegative a_0 ->
  mle A B ->
  mle (mscale a_0 A) (mscale a_0 B).
Proof. by move=> h1 h2 i j; rewrite !mxE ler_wpmul2l. Qed.
Lemma r_hadamard_le_hadamard_of_nonneg n m (C : 'M[R]_(n, m)) (A : 'M[R]_(n, m)) (B : 'M[R]_(n, m)) :
  is_nonnegative C ->
  mle A B ->
  mle (mhad C A) (mhad C B).
Proof. by move=> h1 h2 i j; rewrite !mxE ler_wpmul2l. Qed.
Lemma r_mul_le_mul_left_of_nonneg k n m (C : 'M[R]_(k, n)) (A : 'M[R]_(n, m)) (B : 'M[R]_(n, m)) :
  is_nonnegative C ->
  mle A B ->
  mle (mmul C A) (mmul C B).
Proof. by move=> h1 h2 i j; rewrite !mxE; apply: ler_sum => l _; rewrite ler_wpmul2l. Qed.
Lemma r_mul_le_mul_right_of_nonneg m k n (C : 'M[R]_(m, k)) (A : 'M[R]_(n, m)) (B : 'M[R]_(n, m)) :
  is_nonnegative C ->
  mle A B ->
  mle (mmul A C) (mmul B C).
Proof. by move=> h1 h2 i j; rewrite !mxE; apply: ler_sum => l _; rewrite ler_wpmul2r. Qed.
Lemma r_transpose_le_transpose n m (A : 'M[R]_(n, m)) (B : 'M[R]_(n, m)) :
  mle A B ->
  mle (mtr A) (mtr B).
Proof. by move=> h i j; rewrite !mxE. Qed.
Lemma r_map_le_map_of_monotone n m (f : R -> R) (A : 'M[R]_(n, m)) (B : 'M[R]_(n, m)) :
  {homo f : x y / x <= y} -> mle A B -> mle (emap f A) (emap f B).
Proof. by move=> mono h i j; rewrite !mxE mono. Qed.
Lemma r_log_le_log_of_pos n m (A : 'M[R]_(n, m)) (B : 'M[R]_(n, m)) :
  is_positive A ->
  mle A B ->
  mle (emap (flog E) A) (emap (flog E) B).
Proof.

move=> p h i j; rewrite !mxE; have a0 := p i j; have b0 := lt_le_trans a0 (h i j).
rewrite leNgt; apply/negP => /(exp_lt E); rewrite !law_exp_log // => /lt_le_trans/(_ (h i j)).
by rewrite ltxx. Qed.
Lemma r_recip_le_recip_of_pos n m (A : 'M[R]_(n, m)) (B : 'M[R]_(n, m)) :
  is_positive A ->
  mle A B ->
  mle (emap (frecip R) B) (emap (frecip R) A).
Proof. by move=> p h i j; rewrite !mxE /frecip lef_pinv ?posrE // (lt_le_trans (p i j) (h i j)). Qed.
Lemma r_le_rowsum_of_nonneg n m (A : 'M[R]_(n, m)) :
  is_nonnegative A ->
  mle A (mmul (mmul A (ones R m 1)) (ones R 1 m)).
Proof.

move=> h i j; rewrite -!ent_ord; entw; rewrite big_ord1; entw; rewrite mulr1 (bigD1 j) //=.
entw => //; rewrite mulr1 ler_addl; apply: sumr_ge0 => l _; entw => //.
by rewrite mulr_ge0 ?ler01 // nonneg_ent. Qed.
Lemma r_sum_abs_nonneg n m p (S_0 : nat -> 'M[R]_(n, m)) :
  is_nonnegative (bsum p (fun (i1 : nat) => (emap (fabs R) (S_0 i1)))).
Proof. by move=> i j; rewrite summxE; apply: sumr_ge0 => h _; rewrite mxE normr_ge0. Qed.
Lemma r_diag_nonneg n (v : 'M[R]_(n, 1)) :
  is_nonnegative v ->
  is_nonnegative (mdiag v).
Proof. by move=> h i j; rewrite mxE mulrn_wge0. Qed.
Lemma r_max_eq n m (A : 'M[R]_(n, m)) (B : 'M[R]_(n, m)) :
  (mmax A B) = (mscale (cst R 1 2) (madd (madd A B) (emap (fabs R) (madd A (mscale (cst R (-1) 1) B))))).
Proof.
ext; rewrite half /fabs mulN1r; set x := ent A i j; set y := ent B i j; apply: (mulfI (two0 R)).
rewrite mulrA divff ?two0 // mul1r mulr_natl; case: (lerP y x) => h; first by rewrite addrACA subrr addr0 mulr2n.
by rewrite [x + y]addrC addrACA subrr addr0 mulr2n. Qed.
Lemma r_le_max_left n m (A : 'M[R]_(n, m)) (B : 'M[R]_(n, m)) :
  mle A (mmax A B).
Proof. by move=> i j; rewrite !mxE le_maxr lexx. Qed.
Lemma r_max_le n m (A : 'M[R]_(n, m)) (C : 'M[R]_(n, m)) (B : 'M[R]_(n, m)) :
  mle A C ->
  mle B C ->
  mle (mmax A B) C.
Proof. by move=> h1 h2 i j; rewrite !mxE le_maxl h1 h2. Qed.
Lemma r_map_max_of_monotone n m (f : R -> R) (A : 'M[R]_(n, m)) (B : 'M[R]_(n, m)) :
  {homo f : x y / x <= y} -> emap f (mmax A B) = mmax (emap f A) (emap f B).
Proof.
move=> mono; apply: matP => i j hi hj; rewrite ent_emap // !entE !ent_emap //.
by case: (lerP (ent A i j) (ent B i j)) => h; [rewrite (max_idPr _) ?mono //|rewrite (max_idPl _) ?mono // ltW]. Qed.
Lemma r_max_min_distrib n m (A : 'M[R]_(n, m)) (B : 'M[R]_(n, m)) (C : 'M[R]_(n, m)) :
  (mmax A (mscale (cst R (-1) 1) (mmax (mscale (cst R (-1) 1) B) (mscale (cst R (-1) 1) C)))) = (mscale (cst R (-1) 1) (mmax (mscale (cst R (-1) 1) (mmax A B)) (mscale (cst R (-1) 1) (mmax A C)))).
Proof.

ext; rewrite !mulN1r -!oppr_min !opprK; set x := ent A i j; set y := ent B i j; set z := ent C i j.
by rewrite max_minr. Qed.
Lemma r_abs_le n m (A : 'M[R]_(n, m)) (B : 'M[R]_(n, m)) :
  mle A B ->
  mle (mscale (cst R (-1) 1) A) B ->
  mle (emap (fabs R) A) B.
Proof. by move=> h1 h2 i j; have := h2 i j; rewrite !mxE cstN1 mulN1r /fabs => g; rewrite ler_norml ler_oppl g h1. Qed.
Lemma r_abs_add_le n m (A : 'M[R]_(n, m)) (B : 'M[R]_(n, m)) :
  mle (emap (fabs R) (madd A B)) (madd (emap (fabs R) A) (emap (fabs R) B)).
Proof. by move=> i j; rewrite !mxE /fabs ler_norm_add. Qed.
Lemma r_abs_mul_le n m k (A : 'M[R]_(n, m)) (B : 'M[R]_(m, k)) :
  mle (emap (fabs R) (mmul A B)) (mmul (emap (fabs R) A) (emap (fabs R) B)).
Proof. by move=> i j; rewrite !mxE /fabs; apply: (le_trans (ler_norm_sum _ _ _)); apply: ler_sum => l _; rewrite !mxE normrM. Qed.
Lemma r_mul_sq_le_of_rowstochastic n m k (A : 'M[R]_(n, m)) (B : 'M[R]_(m, k)) :
  is_rowstochastic A ->
  mle (mhad (mmul A B) (mmul A B)) (mmul A (mhad B B)).
Proof.
move=> [pos one] i j; rewrite !mxE; set mu := \sum_l A i l * B l j.
suff e : \sum_l A i l * (mhad B B) l j - mu * mu = \sum_l A i l * ((B l j - mu) * (B l j - mu)).
  by rewrite -subr_ge0 e; apply: sumr_ge0 => l _; rewrite mulr_ge0 ?pos // -expr2 sqr_ge0.
transitivity (\sum_l (A i l * (mhad B B) l j - (mu * (A i l * B l j)) *+ 2 + mu * mu * A i l)).
  by rewrite big_split /= sumrB sumrMnl -!mulr_sumr one mulr1 -/mu mulr2n opprD addrA subrK.
apply: eq_bigr => l _; rewrite mxE -!expr2 sqrrB mulrDr mulrBr mulrnAr.
by rewrite [mu * _]mulrC -mulrA [_ * A i l]mulrC.
Qed.
Lemma r_abs_map_sub_le_of_lipschitz n m (f : R -> R) (A : 'M[R]_(n, m)) (B : 'M[R]_(n, m)) :
  (forall x y, `|f x - f y| <= `|x - y|) ->
  mle (emap (fabs R) (madd (emap f A) (mscale (cst R (-1) 1) (emap f B)))) (emap (fabs R) (madd A (mscale (cst R (-1) 1) B))).
Proof. by move=> lip i j; rewrite !mxE cstN1 !mulN1r lip. Qed.
Lemma r_add_one_le_exp n m (A : 'M[R]_(n, m)) :
  mle (madd A (ones R n m)) (emap (fexp E) A).
Proof. by move=> i j; rewrite !mxE law_exp_ge. Qed.
Lemma r_sigmoid_lt_one n m (A : 'M[R]_(n, m)) :
  is_positive (madd (ones R n m) (mscale (cst R (-1) 1) (emap (fsigmoid E) A))).
Proof.

move=> i j; rewrite !mxE cstN1 mulN1r subr_gt0 /fsigmoid invf_lt1 ?sigmoid_den // ltr_addl exp_gt0 //. Qed.
Lemma r_sin_le_one n m (A : 'M[R]_(n, m)) :
  mle (emap (fsin E) A) (ones R n m).
Proof.
move=> i j; rewrite !mxE; set x := A i j; rewrite leNgt; apply/negP => h; move: (law_sin_cos E x).
apply/eqP; rewrite gt_eqF // ltr_paddr // -?expr2 ?sqr_ge0 //.
by rewrite expr2 -[X in X < _]mulr1 ltr_pmul ?ler01. Qed.
Lemma r_cos_le_one n m (A : 'M[R]_(n, m)) :
  mle (emap (fcos E) A) (ones R n m).
Proof.
move=> i j; rewrite !mxE; set x := A i j; rewrite leNgt; apply/negP => h; move: (law_sin_cos E x).
apply/eqP; rewrite gt_eqF // ltr_paddl // -?expr2 ?sqr_ge0 //.
by rewrite expr2 -[X in X < _]mulr1 ltr_pmul ?ler01. Qed.
Lemma r_abs_round_sub_self_le n m (A : 'M[R]_(n, m)) :
  mle (emap (fabs R) (madd (emap (fround E) A) (mscale (cst R (-1) 1) A))) (mscale (cst R 1 2) (ones R n m)).
Proof.
move=> i j; rewrite /madd /mscale /cst !mxE eqxx mulr1n cstN1 mulN1r /fabs.
rewrite mulr1n mulr1 half -(@ler_pmul2l _ 2%:R) ?ltr0n // mulfV ?pnatr_eq0 //; exact: law_round_half.
Qed.
Lemma r_erf_le_one n m (A : 'M[R]_(n, m)) :
  mle (emap (ferf E) A) (ones R n m).
Proof. by move=> i j; rewrite !mxE law_erf_le1. Qed.
End Real.
