(* Permutations, selections, orthogonal matrices, masks and other kinds. *)
From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From Commutant Require Import Prelude Ring Kron.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Field.
Variable R : fieldType.
Lemma selP n m (S : 'M[R]_(n, m)) : is_selection S ->
  exists f : 'I_n -> 'I_m, forall k (A : 'M[R]_(m, k)) i j, (mmul S A) i j = A (f i) j.
Proof.
case=> f ->; exists f => k A i j; rewrite mxE (bigD1 (f i)) //= big1 ?addr0 ?mxE ?eqxx ?mul1r //.
by move=> l ne; rewrite mxE (negbTE ne) mul0r.
Qed.
Lemma perm_entP n (P : 'M[R]_(n, n)) : is_perm P -> exists2 s : 'S_n,
  forall k (A : 'M[R]_(n, k)) i j, (mmul P A) i j = A (s i) j &
  forall k (A : 'M[R]_(k, n)) i j, (mmul A (mtr P)) i j = A i (s j).
Proof.
case=> s ->; exists s => k A i j.
  by rewrite /mmul -row_permE mxE.
by rewrite /mmul /mtr tr_perm_mx -col_permE mxE.
Qed.
Lemma selection_of_perm0 n (P : 'M[R]_(n, n)) : is_perm P -> is_selection P.
Proof. by case=> s ->; exists s; apply/matrixP => i j; rewrite !mxE eq_sym. Qed.
Lemma row_sel n m k (S : 'M[R]_(n, m)) (f : 'I_n -> 'I_m) (A : 'M[R]_(m, k)) i :
  (forall k (A : 'M[R]_(m, k)) i j, (mmul S A) i j = A (f i) j) -> row i (mmul S A) = row (f i) A.
Proof. by move=> h; apply/rowP => j; rewrite !mxE -h mxE. Qed.

Lemma r_orthogonal_of_perm n (P : 'M[R]_(n, n)) :
  is_perm P ->
  is_orthogonal P.
Proof. by case=> s ->; split; rewrite tr_perm_mx -perm_mxM ?mulVg ?mulgV perm_mx1. Qed.
Lemma r_selection_of_perm n (P : 'M[R]_(n, n)) :
  is_perm P ->
  is_selection P.
Proof. exact: selection_of_perm0. Qed.
Lemma r_mask_of_selection n m (S_0 : 'M[R]_(n, m)) :
  is_selection S_0 ->
  is_mask S_0.
Proof.

case=> f ->; split=> [i j|i]; first by rewrite mxE; case: eqP => _; [right|left].
by exists (f i); rewrite mxE eqxx. Qed.
Lemma r_perm_one n :
  is_perm (idm R n).
Proof. by exists 1%g; rewrite perm_mx1. Qed.
Lemma r_perm_mul n (P : 'M[R]_(n, n)) (Q : 'M[R]_(n, n)) :
  is_perm P ->
  is_perm Q ->
  is_perm (mmul P Q).
Proof. by case=> s -> [t ->]; exists (s * t)%g; rewrite perm_mxM. Qed.
Lemma r_perm_transpose n (P : 'M[R]_(n, n)) :
  is_perm P ->
  is_perm (mtr P).
Proof. by case=> s ->; exists (s^-1)%g; rewrite -tr_perm_mx. Qed.
Lemma r_selection_mul n m k (S_0 : 'M[R]_(n, m)) (T : 'M[R]_(m, k)) :
  is_selection S_0 ->
  is_selection T ->
  is_selection (mmul S_0 T).
Proof.

by case=> f -> [g ->]; exists (fun i => g (f i)); apply/matrixP => i j; rewrite !mxE (bigD1 (f i)) //= big1 => [|l ne]; rewrite !mxE ?eqxx ?mul1r ?addr0 // (negbTE ne) mul0r. Qed.
Lemma r_transpose_mul_self_of_selection n m (S_0 : 'M[R]_(n, m)) :
  is_selection S_0 ->
  (mmul (mtr S_0) S_0) = (mdiag (mmul (mtr S_0) (ones R n 1))).
Proof.
case=> f ->; apply/matrixP => i j; rewrite !mxE -sumrMnl; apply: eq_bigr => l _; rewrite !mxE mulr1.
case: (i =P j) => [->|ne]; first by rewrite mulr1n; case: eqP => _; rewrite ?mulr1 ?mulr0.
by rewrite mulr0n; case: (i =P f l) => [e|_]; rewrite ?mul0r // mul1r; case: eqP => // e2; case: ne; rewrite e e2.
Qed.
Lemma r_selection_rows cR sR N1 :
  (cR + sR <= N1)%N ->
  is_selection (mrows sR cR (idm R N1)).
Proof.

move=> h; have hi (i : 'I_cR) : (sR + i < N1)%N by apply: leq_trans h; rewrite [(cR + _)%N]addnC -addnS leq_add2l.
exists (fun i => Ordinal (hi i)); apply/matrixP => i j; rewrite -[LHS]ent_ord ent_rows // ent_idm // mxE.
by rewrite eq_sym. Qed.
Lemma r_mul_hadamard_of_selection n m k (S_0 : 'M[R]_(n, m)) (A : 'M[R]_(m, k)) (B : 'M[R]_(m, k)) :
  is_selection S_0 ->
  (mmul S_0 (mhad A B)) = (mhad (mmul S_0 A) (mmul S_0 B)).
Proof. by move=> /selP[f h]; apply/matrixP => i j; rewrite h !mxE -!h !mxE. Qed.
Lemma r_mul_map_of_selection n m k (S_0 : 'M[R]_(n, m)) (A : 'M[R]_(m, k)) (f : R -> R) :
  is_selection S_0 ->
  (mmul S_0 (emap f A)) = (emap f (mmul S_0 A)).
Proof. by move=> /selP[f0 h]; apply/matrixP => i j; rewrite h !mxE -h mxE. Qed.
Lemma r_mul_rowwise_of_selection n m k z (S_0 : 'M[R]_(n, m)) (A : 'M[R]_(m, k)) (g : 'rV[R]_k -> 'rV[R]_z) :
  is_selection S_0 ->
  (mmul S_0 (rowmap g A)) = (rowmap g (mmul S_0 A)).
Proof. by move=> /selP[f h]; apply/matrixP => i j; rewrite h !mxE (row_sel _ _ h). Qed.
Lemma r_mul_diag_of_perm n (P : 'M[R]_(n, n)) (v : 'M[R]_(n, 1)) :
  is_perm P ->
  (mdiag (mmul P v)) = (mmul (mmul P (mdiag v)) (mtr P)).
Proof.

move=> /perm_entP[s h1 h2]; apply/matrixP => i j; rewrite h2 h1 [LHS]mxE [RHS]mxE h1 (inj_eq (@perm_inj _ s)).
by []. Qed.
Lemma r_diagonal_conj_of_perm n (P : 'M[R]_(n, n)) (A : 'M[R]_(n, n)) :
  is_perm P ->
  (mdiagonal (mmul (mmul P A) (mtr P))) = (mmul P (mdiagonal A)).
Proof. by move=> /perm_entP[s h1 h2]; apply/matrixP => i j; rewrite h1 [LHS]mxE [RHS]mxE h2 h1. Qed.
Lemma r_transpose_mul_self_of_orthogonal n (Q : 'M[R]_(n, n)) :
  is_orthogonal Q ->
  (mmul (mtr Q) Q) = (idm R n).
Proof. by case. Qed.
Lemma r_mul_transpose_self_of_orthogonal n (Q : 'M[R]_(n, n)) :
  is_orthogonal Q ->
  (mmul Q (mtr Q)) = (idm R n).
Proof. by case. Qed.
Lemma r_orthogonal_of_transpose_mul_self n (Q : 'M[R]_(n, n)) :
  (mmul (mtr Q) Q) = (idm R n) ->
  is_orthogonal Q.
Proof. by move=> h; split=> //; apply: mulmx1C. Qed.
Lemma r_orthogonal_mul n (Q : 'M[R]_(n, n)) (R_0 : 'M[R]_(n, n)) :
  is_orthogonal Q ->
  is_orthogonal R_0 ->
  is_orthogonal (mmul Q R_0).
Proof.

by move=> [a b] [c d]; split; rewrite trmx_mul; [rewrite -mulmxA (mulmxA Q^T) a mul1mx|rewrite mulmxA -(mulmxA Q) d mulmx1]. Qed.
Lemma r_orthogonal_transpose n (Q : 'M[R]_(n, n)) :
  is_orthogonal Q ->
  is_orthogonal (mtr Q).
Proof. by move=> [a b]; split; rewrite trmxK. Qed.
Lemma r_orthogonal_kron n m w1 (Q : 'M[R]_(n, n)) (R_0 : 'M[R]_(m, m)) :
  w1 = (m * n)%N ->
  is_orthogonal Q ->
  is_orthogonal R_0 ->
  is_orthogonal (mkron w1 w1 Q R_0).
Proof.

move=> e0 [a b] [c d]; have e := etrans e0 (mulnC _ _); have k := r_kron_mul_kron.
by split; [change (mmul (mtr (mkron w1 w1 Q R_0)) (mkron w1 w1 Q R_0) = idm R w1)|change (mmul (mkron w1 w1 Q R_0) (mtr (mkron w1 w1 Q R_0)) = idm R w1)]; rewrite r_transpose_kron ?k // /mmul ?a ?b ?c ?d; apply: r_one_kron_one. Qed.
Lemma r_inv_of_orthogonal n (Q : 'M[R]_(n, n)) :
  is_orthogonal Q ->
  (minv Q) = (mtr Q).
Proof.

move=> [a b]; have [u _] := mulmx1_unit b; rewrite -[LHS]mulmx1 -b mulmxA /minv mulVmx //.
by rewrite mul1mx. Qed.
Lemma r_transpose_mul_self_of_orthocols n m (U : 'M[R]_(n, m)) :
  is_orthocols U ->
  (mmul (mtr U) U) = (idm R m).
Proof. by []. Qed.
Lemma r_orthocols_of_transpose_mul_self n m (U : 'M[R]_(n, m)) :
  (mmul (mtr U) U) = (idm R m) ->
  is_orthocols U.
Proof. by []. Qed.
Lemma r_transpose_of_symmetric n (A : 'M[R]_(n, n)) :
  is_symmetric A ->
  (mtr A) = A.
Proof. by []. Qed.
Lemma r_symmetric_of_transpose n (A : 'M[R]_(n, n)) :
  (mtr A) = A ->
  is_symmetric A.
Proof. by []. Qed.
Lemma r_transpose_of_skew n (A : 'M[R]_(n, n)) :
  is_skew A ->
  (mtr A) = (mscale (cst R (-1) 1) A).
Proof. by move=> h; ext; have := congr1 (fun X : 'M_n => ent X i j) (h : mtr A = _); rewrite entE => ->; rewrite mulN1r !ent_ltn mxE. Qed.
Lemma r_mul_self_of_idempotent n (A : 'M[R]_(n, n)) :
  is_idempotent A ->
  (mmul A A) = A.
Proof. by []. Qed.
Lemma r_diag_diagonal_of_diagonal n (D : 'M[R]_(n, n)) :
  is_diagonal D ->
  (mdiag (mdiagonal D)) = D.
Proof. by move=> h; apply/matrixP => i j; rewrite !mxE; case: eqP => [->//|/eqP ne]; rewrite mulr0n h. Qed.
Lemma r_hadamard_tri_of_lower n (L : 'M[R]_(n, n)) :
  is_lower L ->
  (mhad (mtri R n n 0 0) L) = L.
Proof.

move=> h; apply/matrixP => i j; rewrite !mxE !addn0; case: leqP => c; rewrite ?mul1r ?mul0r //.
by rewrite h. Qed.
Lemma r_lower_of_hadamard_tri n (L : 'M[R]_(n, n)) :
  (mhad (mtri R n n 0 0) L) = L ->
  is_lower L.
Proof.

move=> h i j c; rewrite -h !mxE !addn0 leqNgt c mul0r //. Qed.
Lemma r_lower_mul n (L : 'M[R]_(n, n)) (M : 'M[R]_(n, n)) :
  is_lower L ->
  is_lower M ->
  is_lower (mmul L M).
Proof.

move=> a b i j c; rewrite mxE big1 // => l _; case: (ltnP i l) => d; first by rewrite a ?mul0r.
by rewrite b ?mulr0 // (leq_ltn_trans d c). Qed.
Lemma r_lower_tri n :
  is_lower (mtri R n n 0 0).
Proof. by move=> i j c; rewrite mxE !addn0 leqNgt c. Qed.
Lemma r_lower_diag n (v : 'M[R]_(n, 1)) :
  is_lower (mdiag v).
Proof. by move=> i j c; rewrite mxE; case: eqP => // e; rewrite e ltnn in c. Qed.
Lemma r_diagonal_mul_of_lower n (L : 'M[R]_(n, n)) (M : 'M[R]_(n, n)) :
  is_lower L ->
  is_lower M ->
  (mdiagonal (mmul L M)) = (mhad (mdiagonal L) (mdiagonal M)).
Proof.

move=> a b; apply/matrixP => i j; rewrite !mxE (bigD1 i) //= big1 ?addr0 // => l ne.
case: (ltngtP i l) => c; first by rewrite a ?mul0r.
  by rewrite b ?mulr0.
by case/eqP: ne; apply/val_inj. Qed.
Lemma r_tri_hadamard_transpose n :
  (mhad (mtri R n n 0 0) (mtr (mtri R n n 0 0))) = (idm R n).
Proof.

apply/matrixP => i j; rewrite !mxE !addn0 -natrM mulnb; congr (_%:R).
by rewrite -eqn_leq eq_sym. Qed.
Lemma r_tri_add_transpose n :
  (madd (mtri R n n 0 0) (mtr (mtri R n n 0 0))) = (madd (ones R n n) (idm R n)).
Proof.

apply/matrixP => i j; rewrite !mxE !addn0 -val_eqE /=.
by case: (ltngtP (nat_of_ord i) (nat_of_ord j)) => _; rewrite ?addr0 ?add0r. Qed.
Lemma r_hadamard_self_of_mask n m (M : 'M[R]_(n, m)) :
  is_mask M ->
  (mhad M M) = M.
Proof. by move=> [h _]; apply/matrixP => i j; rewrite !mxE; case: (h i j) => ->; rewrite ?mulr0 ?mulr1. Qed.
Lemma r_mask_tri n :
  is_mask (mtri R n n 0 0).
Proof.

split=> [i j|i]; first by rewrite mxE; case: leqP => _; [right|left].
by exists i; rewrite mxE leqnn. Qed.
Lemma r_hadamard_map_of_mask n m (M : 'M[R]_(n, m)) (A : 'M[R]_(n, m)) (f : R -> R) :
  is_mask M ->
  (mhad M (emap f (mhad M A))) = (mhad M (emap f A)).
Proof. by move=> [h _]; apply/matrixP => i j; rewrite !mxE; case: (h i j) => ->; rewrite ?mul0r ?mul1r. Qed.
Lemma r_mask_mul_of_selection n m k (S_0 : 'M[R]_(n, m)) (M : 'M[R]_(m, k)) :
  is_selection S_0 ->
  is_mask M ->
  is_mask (mmul S_0 M).
Proof.

move=> /selP[f h] [a b]; split=> [i j|i]; first by rewrite h.
by have [j e] := b (f i); exists j; rewrite h. Qed.
End Field.

Section Real.
Variables (R : realFieldType) (E : analysis R).

Lemma r_rowstochastic_of_selection n m (S_0 : 'M[R]_(n, m)) :
  is_selection S_0 ->
  is_rowstochastic S_0.
Proof.

case=> f ->; split=> [i j|i]; first by rewrite mxE ler0n.
by rewrite (bigD1 (f i)) //= big1 ?addr0 ?mxE ?eqxx // => l ne; rewrite mxE (negbTE ne). Qed.
Lemma r_mul_max_of_selection n m k (S_0 : 'M[R]_(n, m)) (A : 'M[R]_(m, k)) (B : 'M[R]_(m, k)) :
  is_selection S_0 ->
  (mmul S_0 (mmax A B)) = (mmax (mmul S_0 A) (mmul S_0 B)).
Proof. by move=> /selP[f h]; apply/matrixP => i j; rewrite h !mxE -!h !mxE. Qed.
Lemma r_mul_ones_of_rowstochastic n m k (A : 'M[R]_(n, m)) :
  is_rowstochastic A ->
  (mmul A (ones R m k)) = (ones R n k).
Proof. by move=> [_ h]; apply/matrixP => i j; rewrite !mxE -[RHS](h i); apply: eq_bigr => l _; rewrite mxE mulr1. Qed.
Lemma r_rowstochastic_mul n m k (A : 'M[R]_(n, m)) (B : 'M[R]_(m, k)) :
  is_rowstochastic A ->
  is_rowstochastic B ->
  is_rowstochastic (mmul A B).
Proof.

move=> [a0 a1] [b0 b1]; split=> [i j|i]; first by rewrite mxE; apply: sumr_ge0 => l _; rewrite mulr_ge0.
rewrite -(a1 i); under eq_bigr do rewrite mxE; rewrite exchange_big; apply: eq_bigr => l _ /=.
by rewrite -mulr_sumr b1 mulr1. Qed.
Lemma r_nonneg_of_rowstochastic n m (A : 'M[R]_(n, m)) :
  is_rowstochastic A ->
  is_nonnegative A.
Proof. by case. Qed.
Lemma r_rowstochastic_of_nonneg n m (A : 'M[R]_(n, m)) :
  is_nonnegative A ->
  (mmul A (ones R m 1)) = (ones R n 1) ->
  is_rowstochastic A.
Proof.

move=> a0 h; split=> // i; have := congr1 (fun X : 'M_(n, 1) => X i 0) h; rewrite !mxE => <-.
by apply: eq_bigr => j _; rewrite mxE mulr1. Qed.
Lemma r_mask_mul_ones_pos n m (M : 'M[R]_(n, m)) :
  is_mask M ->
  is_positive (mmul M (ones R m 1)).
Proof.

move=> [h g] i j; rewrite mxE; have [k e] := g i; rewrite (bigD1 k) //= !mxE e mulr1 ltr_spaddl ?ltr01 //.
by apply: sumr_ge0 => l _; rewrite !mxE mulr1; case: (h i l) => ->; rewrite ?lexx ?ler01. Qed.
Lemma r_nonneg_of_mask n m (M : 'M[R]_(n, m)) :
  is_mask M ->
  is_nonnegative M.
Proof. by move=> [h _] i j; case: (h i j) => ->; rewrite ?lexx ?ler01. Qed.
Lemma r_mask_hadamard_mul_pos n m k (A : 'M[R]_(n, m)) (M : 'M[R]_(n, m)) (B : 'M[R]_(m, k)) :
  is_positive A ->
  is_mask M ->
  is_positive B ->
  is_positive (mmul (mhad A M) B).
Proof.

move=> a [h g] b i j; rewrite mxE; have [o e] := g i; rewrite (bigD1 o) //= mxE e mulr1 ltr_spaddl ?mulr_gt0 //.
by apply: sumr_ge0 => l _; rewrite mxE; case: (h i l) => ->; rewrite ?mulr0 ?mul0r ?mulr1 ?mulr_ge0 // ltW. Qed.
Lemma r_mask_ones n m :
  is_positive (mmul (ones R n m) (ones R m 1)) ->
  is_mask (ones R n m).
Proof.

move=> h; split=> [i j|i]; first by right; rewrite mxE.
case: m h => [|m] h; last by exists 0; rewrite mxE.
by have := h i 0; rewrite mxE big_ord0 ltxx. Qed.
Lemma r_mask_band n w :
  is_positive (num R w) ->
  is_mask (madd (mtri R n n 0 0) (mscale (cst R (-1) 1) (mtri R n n 0 w))).
Proof.

move=> /num_gt0 w0.
have e (i j : 'I_n) : madd (mtri R n n 0 0) (mscale (cst R (-1) 1) (mtri R n n 0 w)) i j =
    (j <= i)%N%:R - (j + w <= i)%N%:R.
  by rewrite /madd /mscale /cst !mxE eqxx mulr1n cstN1 mulN1r !addn0.
split=> [i j|i]; last by exists i; rewrite e leqnn leqNgt -{1}[i : nat]addn0 ltn_add2l w0 subr0.
rewrite e; case: (leqP (j + w) i) => h; last by rewrite subr0; case: (j <= i)%N; [right|left].
by rewrite (leq_trans (leq_addr w j) h) subrr; left.
Qed.
End Real.
