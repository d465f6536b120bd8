(* Determinants and ranks of blocks, through the block matrices of MathComp. *)
From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From Commutant Require Import Prelude Ring Entrywise Property Block Kron Trace Inverse Rank.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Determinant.
Variable R : realFieldType.

Lemma row_mxH n m k (A : 'M[R]_(n, m)) (B : 'M[R]_(n, k)) : mhcat (m + k) A B = row_mx A B.
Proof.
apply/matrixP => i j; rewrite -ent_ord ent_hcat ?ltn_ord //; case: ltnP => h.
  have -> : j = lshift k (Ordinal h) by apply: val_inj.
  by rewrite row_mxEl -ent_ord.
have h2 : (j - m < k)%N by rewrite ltn_subLR // ltn_ord.
have e : j = rshift m (Ordinal h2) by apply: val_inj; rewrite /= subnKC.
by rewrite [in RHS]e row_mxEr -ent_ord.
Qed.

Lemma col_mxV n m k (A : 'M[R]_(n, m)) (B : 'M[R]_(k, m)) : mvcat (n + k) A B = col_mx A B.
Proof.
apply/matrixP => i j; rewrite -ent_ord ent_vcat ?ltn_ord //; case: ltnP => h.
  have -> : i = lshift k (Ordinal h) by apply: val_inj.
  by rewrite col_mxEu -ent_ord.
have h2 : (i - n < k)%N by rewrite ltn_subLR // ltn_ord.
have e : i = rshift n (Ordinal h2) by apply: val_inj; rewrite /= subnKC.
by rewrite [in RHS]e col_mxEd -ent_ord.
Qed.

Lemma scaleN1 n m (A : 'M[R]_(n, m)) : mscale (cst R (-1) 1) A = - A.
Proof. by apply/matrixP => i j; rewrite !mxE eqxx mulr1n cstN1 mulN1r. Qed.

Lemma rank_row_mx n m k (A : 'M[R]_(n, m)) (B : 'M[R]_(n, k)) : \rank (row_mx A B) = \rank (A^T + B^T)%MS.
Proof. by rewrite -mxrank_tr tr_row_mx -(addsmxE A^T B^T). Qed.

Lemma rank_hcat n m k w (A : 'M[R]_(n, m)) (B : 'M[R]_(n, k)) : w = (k + m)%N ->
  \rank (mhcat w A B) = \rank (A^T + B^T)%MS.
Proof. by rewrite addnC => ->; rewrite row_mxH rank_row_mx. Qed.

Lemma rank_vcat n m k w (A : 'M[R]_(n, m)) (B : 'M[R]_(k, m)) : w = (k + n)%N ->
  \rank (mvcat w A B) = \rank (A + B)%MS.
Proof. by rewrite addnC => ->; rewrite col_mxV -(addsmxE A B). Qed.

Lemma r_rank_hcat_comm n m k w1 (A : 'M[R]_(n, m)) (B : 'M[R]_(n, k)) :
  w1 = (k + m)%N ->
  mrank (mhcat w1 A B) = mrank (mhcat w1 B A).
Proof. by move=> e; rewrite /mrank (rank_hcat A B e) (rank_hcat B A (etrans e (addnC _ _))) (addsmxC A^T B^T). Qed.

Lemma r_rank_vcat_comm n m k w1 (A : 'M[R]_(n, m)) (B : 'M[R]_(k, m)) :
  w1 = (k + n)%N ->
  mrank (mvcat w1 A B) = mrank (mvcat w1 B A).
Proof. by move=> e; rewrite /mrank (rank_vcat A B e) (rank_vcat B A (etrans e (addnC _ _))) (addsmxC A B). Qed.

Lemma r_rank_hcat_le n m k w1 (A : 'M[R]_(n, m)) (B : 'M[R]_(n, k)) :
  w1 = (k + m)%N ->
  mle (mrank (mhcat w1 A B)) (madd (mrank A) (mrank B)).
Proof.
move=> e i j; rewrite !mxE !ord1 !eqxx !mulr1n -natrD ler_nat (rank_hcat A B e).
by have [h _] := mxrank_adds_leqif A^T B^T; rewrite !mxrank_tr in h.
Qed.

Lemma r_rank_vcat_le n m k w1 (A : 'M[R]_(n, m)) (B : 'M[R]_(k, m)) :
  w1 = (k + n)%N ->
  mle (mrank (mvcat w1 A B)) (madd (mrank A) (mrank B)).
Proof.
move=> e i j; rewrite !mxE !ord1 !eqxx !mulr1n -natrD ler_nat (rank_vcat A B e).
by have [h _] := mxrank_adds_leqif A B.
Qed.

Lemma block_mxS n m v (A : 'M[R]_(n, n)) (B : 'M[R]_(n, m)) (C : 'M[R]_(m, n)) (D : 'M[R]_(m, m)) :
  v = (m + n)%N -> \det (mvcat v (mhcat v A B) (mhcat v C D)) = \det (block_mx A B C D).
Proof. by rewrite (addnC m) => ->; rewrite !row_mxH col_mxV block_mxEv. Qed.

Lemma rank_block n m k l v w (A : 'M[R]_(n, m)) (B : 'M[R]_(n, l)) (C : 'M[R]_(k, m)) (D : 'M[R]_(k, l)) :
  v = (k + n)%N -> w = (l + m)%N -> \rank (mvcat v (mhcat w A B) (mhcat w C D)) = \rank (block_mx A B C D).
Proof. by rewrite (addnC k) (addnC l) => -> ->; rewrite !row_mxH col_mxV block_mxEv. Qed.

Lemma r_rank_blocks_diagonal n m k l w1 w2 (A : 'M[R]_(n, m)) (D : 'M[R]_(k, l)) :
  w1 = (k + n)%N ->
  w2 = (l + m)%N ->
  mrank (mvcat w1 (mhcat w2 A (zeros R n l)) (mhcat w2 (zeros R k m) D)) = madd (mrank A) (mrank D).
Proof.
by move=> e f; apply: numP; rewrite ent_add !ent_rank (rank_block _ _ _ _ e f) /zeros rank_diag_block_mx natrD.
Qed.

(* what a matrix of rank r is made of *)
Lemma base_inv n m (A : 'M[R]_(n, m)) : exists L T, L *m A *m T = 1%:M :> 'M[R]_(\rank A).
Proof.
have [L hL] := row_fullP (col_base_full A); have [T hT] := row_freeP (row_base_free A); exists L, T.
transitivity (L *m (col_base A *m row_base A) *m T); first by rewrite mulmx_base.
by rewrite mulmxA hL mul1mx.
Qed.

Lemma r_rank_blocks_upper_ge n m k l w1 w2 (A : 'M[R]_(n, m)) (D : 'M[R]_(k, l)) (B : 'M[R]_(n, l)) :
  w1 = (k + n)%N ->
  w2 = (l + m)%N ->
  mle (madd (mrank A) (mrank D)) (mrank (mvcat w1 (mhcat w2 A B) (mhcat w2 (zeros R k m) D))).
Proof.
move=> e f i j; rewrite !mxE !ord1 !eqxx !mulr1n -natrD ler_nat (rank_block _ _ _ _ e f) /zeros.
have [L [S hA]] := base_inv A; have [M [T hD]] := base_inv D.
have u : block_mx L 0 0 M *m block_mx A B 0 D *m block_mx S 0 0 T = block_mx 1%:M (L *m B *m T) 0 1%:M.
  by rewrite !mulmx_block ?mul0mx ?mulmx0 ?addr0 ?add0r ?mul0mx ?mulmx0 ?addr0 ?add0r hA hD.
have r : \rank (block_mx (1%:M : 'M[R]_(\rank A)) (L *m B *m T) 0 1%:M) = (\rank A + \rank D)%N.
  by apply: mxrank_unit; rewrite unitmxE det_ublock !det1 mulr1 unitr1.
rewrite -r -u; apply: leq_trans (mxrankM_maxl _ _) _; exact: mxrankM_maxr.
Qed.

Lemma det_one_add_comm n m (A : 'M[R]_(n, m)) (B : 'M[R]_(m, n)) : \det (1%:M + A *m B) = \det (1%:M + B *m A).
Proof.
transitivity (\det (block_mx 1%:M (- A) B 1%:M)).
  have -> : block_mx 1%:M (- A) B 1%:M = block_mx 1%:M (- A) 0 1%:M *m block_mx (1%:M + A *m B) 0 B 1%:M.
    by rewrite mulmx_block ?mul1mx ?mul0mx ?mulmx0 ?mulmx1 ?mul1mx ?add0r ?mulNmx addrK.
  by rewrite det_mulmx det_ublock det_lblock !det1 !mul1r mulr1.
have -> : block_mx 1%:M (- A) B 1%:M = block_mx 1%:M 0 B 1%:M *m block_mx 1%:M (- A) 0 (1%:M + B *m A).
  by rewrite mulmx_block ?mul1mx ?mul0mx ?mulmx0 ?mulmx1 ?mul1mx ?addr0 ?mulmxN [- _ + _]addrC addrK.
by rewrite det_mulmx det_ublock det_lblock !det1 !mul1r.
Qed.

Lemma det_schur n m (A : 'M[R]_n) (B : 'M[R]_(n, m)) (C : 'M[R]_(m, n)) (D : 'M[R]_m) : A \in unitmx ->
  \det (block_mx A B C D) = \det A * \det (D - C *m invmx A *m B).
Proof.
move=> u; have -> : block_mx A B C D = block_mx 1%:M 0 (C *m invmx A) 1%:M *m block_mx A B 0 (D - C *m invmx A *m B).
  rewrite mulmx_block ?mul1mx ?mul0mx ?mulmx0 ?addr0 (mulmxKV u).
  by congr (block_mx _ _ _ _); rewrite addrC subrK.
by rewrite det_mulmx det_lblock det_ublock !det1 !mul1r.
Qed.

Lemma det_schur_lower n m (A : 'M[R]_n) (B : 'M[R]_(n, m)) (C : 'M[R]_(m, n)) (D : 'M[R]_m) : D \in unitmx ->
  \det (block_mx A B C D) = \det D * \det (A - B *m invmx D *m C).
Proof.
move=> u; have -> : block_mx A B C D = block_mx 1%:M (B *m invmx D) 0 1%:M *m block_mx (A - B *m invmx D *m C) 0 C D.
  by rewrite mulmx_block !mul1mx !mul0mx ?mulmx0 !add0r (mulmxKV u) subrK.
by rewrite det_mulmx det_lblock det_ublock !det1 !mul1r mulrC.
Qed.

Lemma r_det_one_add_mul_comm n m (A : 'M[R]_(n, m)) (B : 'M[R]_(m, n)) :
  mdet (madd (idm R n) (mmul A B)) = mdet (madd (idm R m) (mmul B A)).
Proof. by rewrite /mdet /madd /idm /mmul det_one_add_comm. Qed.

Lemma r_invertible_one_add_mul_comm n m (A : 'M[R]_(n, m)) (B : 'M[R]_(m, n)) :
  is_invertible (madd (idm R n) (mmul A B)) ->
  is_invertible (madd (idm R m) (mmul B A)).
Proof. by rewrite /is_invertible /madd /idm /mmul !unitmxE det_one_add_comm. Qed.

Lemma r_det_blocks_of_invertible n m w1 (A : 'M[R]_(n, n)) (B : 'M[R]_(n, m)) (C : 'M[R]_(m, n)) (D : 'M[R]_(m, m)) :
  w1 = (m + n)%N ->
  is_invertible A ->
  mdet (mvcat w1 (mhcat w1 A B) (mhcat w1 C D))
  = mhad (mdet A) (mdet (madd D (mscale (cst R (-1) 1) (mmul (mmul C (minv A)) B)))).
Proof. by move=> e u; apply: numP; rewrite ent_had !ent_det (block_mxS _ _ _ _ e) det_schur // scaleN1. Qed.

Lemma r_det_blocks_of_invertible_lower n m w1 (A : 'M[R]_(n, n)) (B : 'M[R]_(n, m)) (C : 'M[R]_(m, n)) (D : 'M[R]_(m, m)) :
  w1 = (m + n)%N ->
  is_invertible D ->
  mdet (mvcat w1 (mhcat w1 A B) (mhcat w1 C D))
  = mhad (mdet D) (mdet (madd A (mscale (cst R (-1) 1) (mmul (mmul B (minv D)) C)))).
Proof. by move=> e u; apply: numP; rewrite ent_had !ent_det (block_mxS _ _ _ _ e) det_schur_lower // scaleN1. Qed.

Lemma r_det_two (a_0 b_0 c d : 'M[R]_(1, 1)) :
  mdet (mvcat 2 (mhcat 2 a_0 b_0) (mhcat 2 c d)) = madd (mhad a_0 d) (mscale (cst R (-1) 1) (mhad b_0 c)).
Proof.
rewrite scaleN1; apply: numP; rewrite ent_add ent_had ent_det (expand_det_row _ 0) !big_ord_recl big_ord0 addr0.
rewrite /cofactor !det_mx11 !mxE /= !ent_hcat //=.
rewrite expr0 expr1 mul1r mulN1r mulrN.
by rewrite -scaleN1 ent_scale ent_cst cstN1 mulN1r ent_had.
Qed.

Lemma r_lower_inv n (L : 'M[R]_(n, n)) :
  is_lower L ->
  is_lower (minv L).
Proof.
move=> h; case: (boolP (L \in unitmx)) => u; last by rewrite /minv /invmx (negPf u).
have d i : L i i != 0.
  have: \det L != 0 by rewrite -unitfE -unitmxE.
  by rewrite det_trig; [move/prodf_neq0/(_ i isT)|apply/is_trig_mxP].
suff z k : forall i j : 'I_n, i = k :> nat -> (i < j)%N -> (invmx L) i j = 0 by move=> i j; apply: z.
elim/ltn_ind: k => k IH i j ik ij; have := congr1 (fun M : 'M_n => M i j) (mulmxV u).
rewrite /= !mxE -val_eqE /= (ltn_eqF ij) (bigD1 i) //= big1 => [|l li].
  by rewrite addr0 => /eqP; rewrite mulf_eq0 (negPf (d i)) /= => /eqP.
case: (ltngtP l i) => [lt|gt|/val_inj eq]; last by rewrite eq eqxx in li.
  by rewrite (IH l) ?mulr0 -?ik // (ltn_trans lt).
by rewrite h ?mul0r.
Qed.

End Determinant.
