(* Inverses, and what is invertible. *)
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
Lemma inv_uniq n (A B : 'M[R]_n) : A *m B = 1%:M -> minv A = B.
Proof. by move=> h; have [u _] := mulmx1_unit h; rewrite /minv -[LHS]mulmx1 -h mulmxA mulVmx ?mul1mx. Qed.
Lemma diagM n (u v : 'M[R]_(n, 1)) : mmul (mdiag u) (mdiag v) = mdiag (mhad u v).
Proof. exact: r_diag_mul_diag. Qed.

Lemma r_inv_mul_cancel_of_invertible n (A : 'M[R]_(n, n)) :
  is_invertible A ->
  (mmul (minv A) A) = (idm R n).
Proof. exact: mulVmx. Qed.
Lemma r_mul_inv_cancel_of_invertible n (A : 'M[R]_(n, n)) :
  is_invertible A ->
  (mmul A (minv A)) = (idm R n).
Proof. exact: mulmxV. Qed.
Lemma r_inv_eq_of_mul_eq_one n (A : 'M[R]_(n, n)) (B : 'M[R]_(n, n)) :
  (mmul A B) = (idm R n) ->
  (minv A) = B.
Proof. exact: inv_uniq. Qed.
Lemma r_mul_eq_one_comm n (A : 'M[R]_(n, n)) (B : 'M[R]_(n, n)) :
  (mmul A B) = (idm R n) ->
  (mmul B A) = (idm R n).
Proof. exact: mulmx1C. Qed.
Lemma r_inv_mul_of_invertible n (A : 'M[R]_(n, n)) (B : 'M[R]_(n, n)) :
  is_invertible A ->
  is_invertible B ->
  (minv (mmul A B)) = (mmul (minv B) (minv A)).
Proof.

by move=> a b; apply: inv_uniq; rewrite /mmul mulmxA -(mulmxA A) mulmxV // mulmx1 mulmxV. Qed.
Lemma r_inv_inv n (A : 'M[R]_(n, n)) :
  (minv (minv A)) = A.
Proof. exact: invmxK. Qed.
Lemma r_inv_one n :
  (minv (idm R n)) = (idm R n).
Proof. exact: invmx1. Qed.
Lemma r_inv_smul_of_nonzero n (a_0 : 'M[R]_(1, 1)) (A : 'M[R]_(n, n)) :
  is_nonzero a_0 ->
  is_invertible A ->
  (minv (mscale a_0 A)) = (mscale (emap (frecip R) a_0) (minv A)).
Proof.

move=> /(_ 0 0) a u; apply: inv_uniq; rewrite /mscale -scalemxAl -scalemxAr scalerA mulmxV // mxE /frecip divff //.
by rewrite scale1r. Qed.
Lemma r_inv_scalar  (a_0 : 'M[R]_(1, 1)) :
  (minv a_0) = (emap (frecip R) a_0).
Proof. by apply: numP; rewrite ent_emap // {1}[a_0]mx11_scalar /minv invmx_scalar ent_scalar scalar_ent. Qed.
Lemma r_inv_diag_of_nonzero n (v : 'M[R]_(n, 1)) :
  is_nonzero v ->
  (minv (mdiag v)) = (mdiag (emap (frecip R) v)).
Proof.

move=> h; apply: inv_uniq; rewrite -/(mmul _ _) diagM -/(idm R n) -r_diag_ones; congr mdiag.
by apply/matrixP => i j; rewrite !mxE /frecip divff. Qed.
Lemma r_inv_kron_of_invertible n m w1 (A : 'M[R]_(n, n)) (B : 'M[R]_(m, m)) :
  w1 = (m * n)%N ->
  is_invertible A ->
  is_invertible B ->
  (minv (mkron w1 w1 A B)) = (mkron w1 w1 (minv A) (minv B)).
Proof.

move=> e a b; apply: inv_uniq; rewrite -/(mmul _ _) (r_kron_mul_kron _ _ _ _ e e (etrans e (mulnC _ _))).
by rewrite /mmul !mulmxV //; apply: r_one_kron_one. Qed.
Lemma r_invertible_of_mul_eq_one n (A : 'M[R]_(n, n)) (B : 'M[R]_(n, n)) :
  (mmul A B) = (idm R n) ->
  is_invertible A.
Proof. by move=> h; case: (mulmx1_unit h). Qed.
Lemma r_invertible_of_orthogonal n (Q : 'M[R]_(n, n)) :
  is_orthogonal Q ->
  is_invertible Q.
Proof. by case=> h g; case: (mulmx1_unit g). Qed.
Lemma r_invertible_one n :
  is_invertible (idm R n).
Proof. exact: unitmx1. Qed.
Lemma r_invertible_mul n (A : 'M[R]_(n, n)) (B : 'M[R]_(n, n)) :
  is_invertible A ->
  is_invertible B ->
  is_invertible (mmul A B).
Proof. by rewrite /is_invertible unitmx_mul => -> ->. Qed.
Lemma r_invertible_left_of_mul n (A : 'M[R]_(n, n)) (B : 'M[R]_(n, n)) :
  is_invertible (mmul A B) ->
  is_invertible A.
Proof. by rewrite /is_invertible unitmx_mul => /andP[]. Qed.
Lemma r_invertible_right_of_mul n (A : 'M[R]_(n, n)) (B : 'M[R]_(n, n)) :
  is_invertible (mmul A B) ->
  is_invertible B.
Proof. by rewrite /is_invertible unitmx_mul => /andP[]. Qed.
Lemma r_invertible_transpose n (A : 'M[R]_(n, n)) :
  is_invertible A ->
  is_invertible (mtr A).
Proof. by rewrite /is_invertible unitmx_tr. Qed.
Lemma r_invertible_inv n (A : 'M[R]_(n, n)) :
  is_invertible A ->
  is_invertible (minv A).
Proof. by rewrite /is_invertible unitmx_inv. Qed.
Lemma r_invertible_smul n (a_0 : 'M[R]_(1, 1)) (A : 'M[R]_(n, n)) :
  is_nonzero a_0 ->
  is_invertible A ->
  is_invertible (mscale a_0 A).
Proof. by move=> /(_ 0 0) h u; rewrite /is_invertible /mscale unitmxZ ?unitfE. Qed.
Lemma r_invertible_kron n m w1 (A : 'M[R]_(n, n)) (B : 'M[R]_(m, m)) :
  w1 = (m * n)%N ->
  is_invertible A ->
  is_invertible B ->
  is_invertible (mkron w1 w1 A B).
Proof.

move=> e a b; apply: (proj1 (mulmx1_unit (B := mkron w1 w1 (minv A) (minv B)) _)).
rewrite -/(mmul _ _) (r_kron_mul_kron _ _ _ _ e e (etrans e (mulnC _ _))).
by rewrite /mmul !mulmxV //; apply: r_one_kron_one. Qed.
Lemma r_invertible_diag n (v : 'M[R]_(n, 1)) :
  is_nonzero v ->
  is_invertible (mdiag v).
Proof.

move=> h; apply: (proj1 (mulmx1_unit (B := mdiag (emap (frecip R) v)) _)).
rewrite -/(mmul _ _) diagM -/(idm R n) -r_diag_ones; congr mdiag.
by apply/matrixP => i j; rewrite !mxE /frecip divff. Qed.
End Field.
