(* The ring of matrices, numbers, the transpose, entrywise products and diagonal matrices. *)
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

Lemma r_mul_assoc n m k l (A : 'M[R]_(n, m)) (B : 'M[R]_(m, k)) (C : 'M[R]_(k, l)) :
  (mmul (mmul A B) C) = (mmul A (mmul B C)).
Proof. by rewrite /mmul mulmxA. Qed.
Lemma r_kron_assoc n m k l p q w1 w2 w3 w4 w5 w6 (A : 'M[R]_(n, m)) (B : 'M[R]_(k, l)) (C : 'M[R]_(p, q)) :
  w1 = (k * n)%N -> w2 = (l * m)%N -> w3 = (k * n * p)%N -> w4 = (l * m * q)%N -> w5 = (k * p)%N -> w6 = (l * q)%N ->
  (mkron w3 w4 (mkron w1 w2 A B) C) = (mkron w3 w4 A (mkron w5 w6 B C)).
Proof.

move=> -> -> -> -> -> ->; apply: matP => i j hi hj.
have [k0 p0] : (0 < k)%N /\ (0 < p)%N by split; case: posnP hi => // ->; rewrite ?muln0 ?mul0n ?ltn0.
have [l0 q0] : (0 < l)%N /\ (0 < q)%N by split; case: posnP hj => // ->; rewrite ?muln0 ?mul0n ?ltn0.
rewrite !ent_kron ?ltn_mod ?ltn_divLR ?muln_gt0 ?k0 ?p0 ?l0 ?q0 //.
by rewrite !modn_divl !modn_dvdm ?dvdn_mull // mulrA ![(_ * p)%N]mulnC ![(_ * q)%N]mulnC !divnMA. Qed.
Lemma r_hcat_assoc n m k l w1 w2 w3 (A : 'M[R]_(n, m)) (B : 'M[R]_(n, k)) (C : 'M[R]_(n, l)) :
  w1 = (k + m)%N -> w2 = (k + l + m)%N -> w3 = (k + l)%N ->
  (mhcat w2 (mhcat w1 A B) C) = (mhcat w2 A (mhcat w3 B C)).
Proof. by move=> -> -> ->; blocks. Qed.
Lemma r_vcat_assoc m n k l w1 w2 w3 (A : 'M[R]_(m, n)) (B : 'M[R]_(k, n)) (C : 'M[R]_(l, n)) :
  w1 = (k + m)%N -> w2 = (k + l + m)%N -> w3 = (k + l)%N ->
  (mvcat w2 (mvcat w1 A B) C) = (mvcat w2 A (mvcat w3 B C)).
Proof. by move=> -> -> ->; blocks. Qed.
Lemma r_add_assoc n m (A : 'M[R]_(n, m)) (B : 'M[R]_(n, m)) (C : 'M[R]_(n, m)) :
  (madd (madd A B) C) = (madd A (madd B C)).
Proof. by rewrite /madd addrA. Qed.
Lemma r_add_comm n m (A : 'M[R]_(n, m)) (B : 'M[R]_(n, m)) :
  (madd A B) = (madd B A).
Proof. exact: addrC. Qed.
Lemma r_hadamard_assoc n m (A : 'M[R]_(n, m)) (B : 'M[R]_(n, m)) (C : 'M[R]_(n, m)) :
  (mhad (mhad A B) C) = (mhad A (mhad B C)).
Proof. by ext; rewrite mulrA. Qed.
Lemma r_hadamard_comm n m (A : 'M[R]_(n, m)) (B : 'M[R]_(n, m)) :
  (mhad A B) = (mhad B A).
Proof. by ext; rewrite mulrC. Qed.
Lemma r_mul_add n m k (A : 'M[R]_(n, m)) (B : 'M[R]_(m, k)) (C : 'M[R]_(m, k)) :
  (mmul A (madd B C)) = (madd (mmul A B) (mmul A C)).
Proof. exact: mulmxDr. Qed.
Lemma r_add_mul n m k (A : 'M[R]_(n, m)) (B : 'M[R]_(n, m)) (C : 'M[R]_(m, k)) :
  (mmul (madd A B) C) = (madd (mmul A C) (mmul B C)).
Proof. exact: mulmxDl. Qed.
Lemma r_one_mul n m (A : 'M[R]_(n, m)) :
  (mmul (idm R n) A) = A.
Proof. exact: mul1mx. Qed.
Lemma r_mul_one n m (A : 'M[R]_(n, m)) :
  (mmul A (idm R m)) = A.
Proof. exact: mulmx1. Qed.
Lemma r_zero_mul n m k (A : 'M[R]_(m, k)) :
  (mmul (zeros R n m) A) = (zeros R n k).
Proof. exact: mul0mx. Qed.
Lemma r_mul_zero n m k (A : 'M[R]_(n, m)) :
  (mmul A (zeros R m k)) = (zeros R n k).
Proof. exact: mulmx0. Qed.
Lemma r_zero_add n m (A : 'M[R]_(n, m)) :
  (madd (zeros R n m) A) = A.
Proof. exact: add0r. Qed.
Lemma r_smul_add n m (a_0 : 'M[R]_(1, 1)) (A : 'M[R]_(n, m)) (B : 'M[R]_(n, m)) :
  (mscale a_0 (madd A B)) = (madd (mscale a_0 A) (mscale a_0 B)).
Proof. exact: scalerDr. Qed.
Lemma r_add_smul n m (a_0 : 'M[R]_(1, 1)) (b_0 : 'M[R]_(1, 1)) (A : 'M[R]_(n, m)) :
  (mscale (madd a_0 b_0) A) = (madd (mscale a_0 A) (mscale b_0 A)).
Proof. by rewrite /mscale /madd mxE scalerDl. Qed.
Lemma r_smul_smul n m (a_0 : 'M[R]_(1, 1)) (b_0 : 'M[R]_(1, 1)) (A : 'M[R]_(n, m)) :
  (mscale a_0 (mscale b_0 A)) = (mscale (mhad a_0 b_0) A).
Proof. by rewrite /mscale /mhad mxE scalerA. Qed.
Lemma r_one_smul n m (A : 'M[R]_(n, m)) :
  (mscale (cst R 1 1) A) = A.
Proof. by ext; rewrite mul1r. Qed.
Lemma r_zero_smul n m (A : 'M[R]_(n, m)) :
  (mscale (cst R 0 1) A) = (zeros R n m).
Proof. by ext; rewrite mul0r. Qed.
Lemma r_smul_zero n m (a_0 : 'M[R]_(1, 1)) :
  (mscale a_0 (zeros R n m)) = (zeros R n m).
Proof. exact: scaler0. Qed.
Lemma r_smul_mul n m k (a_0 : 'M[R]_(1, 1)) (A : 'M[R]_(n, m)) (B : 'M[R]_(m, k)) :
  (mmul (mscale a_0 A) B) = (mscale a_0 (mmul A B)).
Proof. by rewrite /mmul /mscale scalemxAl. Qed.
Lemma r_mul_smul n m k (A : 'M[R]_(n, m)) (a_0 : 'M[R]_(1, 1)) (B : 'M[R]_(m, k)) :
  (mmul A (mscale a_0 B)) = (mscale a_0 (mmul A B)).
Proof. by rewrite /mmul /mscale scalemxAr. Qed.
Lemma r_mul_scalar n (A : 'M[R]_(n, 1)) (a_0 : 'M[R]_(1, 1)) :
  (mmul A a_0) = (mscale a_0 A).
Proof. by ext1; rewrite big_ord1 mulrC. Qed.
Lemma r_scalar_mul n (a_0 : 'M[R]_(1, 1)) (A : 'M[R]_(1, n)) :
  (mmul a_0 A) = (mscale a_0 A).
Proof. by apply: matP => -[|//] j _ hj; rewrite !entE big_ord1. Qed.
Lemma r_scalar_mul_scalar  (a_0 : 'M[R]_(1, 1)) (b_0 : 'M[R]_(1, 1)) :
  (mmul a_0 b_0) = (mhad a_0 b_0).
Proof. by apply: numP; rewrite !entE big_ord1. Qed.
Lemma r_scalar_smul_scalar  (a_0 : 'M[R]_(1, 1)) (b_0 : 'M[R]_(1, 1)) :
  (mscale a_0 b_0) = (mhad a_0 b_0).
Proof. by apply: numP; rewrite !entE. Qed.
Lemma r_ones_eq_one :
  (ones R 1 1) = (cst R 1 1).
Proof. by apply: numP; entw. Qed.
Lemma r_identity_eq_one :
  (idm R 1) = (cst R 1 1).
Proof. by apply: numP; rewrite ent_idm // ent_cst cst1. Qed.
Lemma r_zeros_eq_zero :
  (zeros R 1 1) = (cst R 0 1).
Proof. by apply: numP; entw. Qed.
Lemma r_ones_mul_ones n m k :
  (mmul (ones R n m) (ones R m k)) = (mscale (num R m) (ones R n k)).
Proof. ext; rewrite mulr1 -[in RHS](card_ord m) -sumr_const; apply: eq_bigr => l _; entw; rewrite mulr1 //. Qed.
Lemma r_ones_eq_outer n m :
  (ones R n m) = (mmul (ones R n 1) (ones R 1 m)).
Proof. by ext; rewrite big_ord1; entw; rewrite mulr1. Qed.
Lemma r_transpose_transpose n m (A : 'M[R]_(n, m)) :
  (mtr (mtr A)) = A.
Proof. exact: trmxK. Qed.
Lemma r_transpose_mul n m k (A : 'M[R]_(n, m)) (B : 'M[R]_(m, k)) :
  (mtr (mmul A B)) = (mmul (mtr B) (mtr A)).
Proof. exact: trmx_mul. Qed.
Lemma r_transpose_add n m (A : 'M[R]_(n, m)) (B : 'M[R]_(n, m)) :
  (mtr (madd A B)) = (madd (mtr A) (mtr B)).
Proof. exact: linearD. Qed.
Lemma r_transpose_smul n m (a_0 : 'M[R]_(1, 1)) (A : 'M[R]_(n, m)) :
  (mtr (mscale a_0 A)) = (mscale a_0 (mtr A)).
Proof. exact: linearZ. Qed.
Lemma r_transpose_hadamard n m (A : 'M[R]_(n, m)) (B : 'M[R]_(n, m)) :
  (mtr (mhad A B)) = (mhad (mtr A) (mtr B)).
Proof. by ext. Qed.
Lemma r_transpose_map n m (A : 'M[R]_(n, m)) (f : R -> R) :
  (mtr (emap f A)) = (emap f (mtr A)).
Proof. by ext. Qed.
Lemma r_transpose_one n :
  (mtr (idm R n)) = (idm R n).
Proof. exact: trmx1. Qed.
Lemma r_transpose_ones n m :
  (mtr (ones R n m)) = (ones R m n).
Proof. by ext. Qed.
Lemma r_transpose_zero n m :
  (mtr (zeros R n m)) = (zeros R m n).
Proof. exact: trmx0. Qed.
Lemma r_transpose_scalar  (a_0 : 'M[R]_(1, 1)) :
  (mtr a_0) = a_0.
Proof. by apply: numP; rewrite ent_tr. Qed.
Lemma r_transpose_diag n (v : 'M[R]_(n, 1)) :
  (mtr (mdiag v)) = (mdiag v).
Proof. ext; rewrite eq_sym; case: eqP => // -> //. Qed.
Lemma r_transpose_hcat n m k w1 (A : 'M[R]_(n, m)) (B : 'M[R]_(n, k)) :
  (mtr (mhcat w1 A B)) = (mvcat w1 (mtr A) (mtr B)).
Proof. by blocks. Qed.
Lemma r_transpose_vcat n m k w1 (A : 'M[R]_(n, m)) (B : 'M[R]_(k, m)) :
  (mtr (mvcat w1 A B)) = (mhcat w1 (mtr A) (mtr B)).
Proof. by blocks. Qed.
Lemma r_transpose_kron n m k l w1 w2 (A : 'M[R]_(n, m)) (B : 'M[R]_(k, l)) :
  w1 = (k * n)%N -> w2 = (l * m)%N ->
  (mtr (mkron w1 w2 A B)) = (mkron w2 w1 (mtr A) (mtr B)).
Proof. by move=> -> ->; ext; rewrite !ent_kron // !ent_tr. Qed.
Lemma r_transpose_inv n (A : 'M[R]_(n, n)) :
  (mtr (minv A)) = (minv (mtr A)).
Proof. exact: trmx_inv. Qed.
Lemma r_hadamard_add n m (A : 'M[R]_(n, m)) (B : 'M[R]_(n, m)) (C : 'M[R]_(n, m)) :
  (mhad A (madd B C)) = (madd (mhad A B) (mhad A C)).
Proof. by ext; rewrite mulrDr. Qed.
Lemma r_hadamard_smul n m (A : 'M[R]_(n, m)) (a_0 : 'M[R]_(1, 1)) (B : 'M[R]_(n, m)) :
  (mhad A (mscale a_0 B)) = (mscale a_0 (mhad A B)).
Proof. by ext; rewrite mulrCA. Qed.
Lemma r_one_hadamard n m (A : 'M[R]_(n, m)) :
  (mhad (ones R n m) A) = A.
Proof. by ext; rewrite mul1r. Qed.
Lemma r_zero_hadamard n m (A : 'M[R]_(n, m)) :
  (mhad (zeros R n m) A) = (zeros R n m).
Proof. by ext; rewrite mul0r. Qed.
Lemma r_outer_hadamard n m (u : 'M[R]_(n, 1)) (v : 'M[R]_(1, m)) (A : 'M[R]_(n, m)) :
  (mhad (mmul u v) A) = (mmul (mmul (mdiag u) A) (mdiag (mtr v))).
Proof.
ext; rewrite big_ord1 (bigD1 (Ordinal hj)) //= big1 ?addr0.
  rewrite !entE eqxx mulr1n (bigD1 (Ordinal hi)) //= big1 ?addr0; first by rewrite !entE eqxx mulr1n mulrAC.
  by move=> l /eqP e; rewrite !entE; case: eqP => [h|_]; [case: e; apply: val_inj|rewrite mulr0n mul0r].
by move=> l /eqP e; rewrite !entE; case: eqP => [h|_]; [case: e; apply: val_inj|rewrite mulr0n mulr0]. Qed.
Lemma r_diag_mul_vec n (u : 'M[R]_(n, 1)) (v : 'M[R]_(n, 1)) :
  (mmul (mdiag u) v) = (mhad u v).
Proof.

ext1; rewrite (bigD1 (Ordinal hi)) //= big1 ?addr0; first by entw; rewrite eqxx.
by move=> l /eqP e; entw; case: eqP => [h|_]; [case: e; apply: val_inj|rewrite mulr0n mul0r]. Qed.
Lemma r_diag_ones n :
  (mdiag (ones R n 1)) = (idm R n).
Proof. by ext; rewrite ent_idm // ent_ones //. Qed.
Lemma r_diag_zeros n :
  (mdiag (zeros R n 1)) = (zeros R n n).
Proof. by ext; rewrite mul0rn. Qed.
Lemma r_diag_add n (u : 'M[R]_(n, 1)) (v : 'M[R]_(n, 1)) :
  (mdiag (madd u v)) = (madd (mdiag u) (mdiag v)).
Proof. by ext; rewrite mulrnDl. Qed.
Lemma r_diag_smul n (a_0 : 'M[R]_(1, 1)) (v : 'M[R]_(n, 1)) :
  (mdiag (mscale a_0 v)) = (mscale a_0 (mdiag v)).
Proof. by ext; rewrite mulrnAr. Qed.
Lemma r_diag_mul_diag n (u : 'M[R]_(n, 1)) (v : 'M[R]_(n, 1)) :
  (mmul (mdiag u) (mdiag v)) = (mdiag (mhad u v)).
Proof.

ext; rewrite (bigD1 (Ordinal hi)) //= big1 ?addr0; first by entw; rewrite eqxx mulr1n mulrnAr.
by move=> l /eqP e; entw; case: eqP => [h|_]; [case: e; apply: val_inj|rewrite mulr0n mul0r]. Qed.
Lemma r_diagonal_diag n (v : 'M[R]_(n, 1)) :
  (mdiagonal (mdiag v)) = v.
Proof. by ext1; rewrite eqxx. Qed.
Lemma r_diagonal_add n (A : 'M[R]_(n, n)) (B : 'M[R]_(n, n)) :
  (mdiagonal (madd A B)) = (madd (mdiagonal A) (mdiagonal B)).
Proof. by ext1. Qed.
Lemma r_diagonal_smul n (a_0 : 'M[R]_(1, 1)) (A : 'M[R]_(n, n)) :
  (mdiagonal (mscale a_0 A)) = (mscale a_0 (mdiagonal A)).
Proof. by ext1. Qed.
Lemma r_diagonal_transpose n (A : 'M[R]_(n, n)) :
  (mdiagonal (mtr A)) = (mdiagonal A).
Proof. by ext1. Qed.
Lemma r_diagonal_one n :
  (mdiagonal (idm R n)) = (ones R n 1).
Proof. by ext1; rewrite ent_idm // eqxx. Qed.
Lemma r_diagonal_hadamard n (A : 'M[R]_(n, n)) (B : 'M[R]_(n, n)) :
  (mdiagonal (mhad A B)) = (mhad (mdiagonal A) (mdiagonal B)).
Proof. by ext1. Qed.
Lemma r_diagonal_mul_transpose n m (A : 'M[R]_(n, m)) (B : 'M[R]_(n, m)) :
  (mdiagonal (mmul A (mtr B))) = (mmul (mhad A B) (ones R m 1)).
Proof. by ext1; apply: eq_bigr => l _; entw; rewrite mulr1. Qed.
Lemma r_identity_hadamard n (A : 'M[R]_(n, n)) :
  (mhad (idm R n) A) = (mdiag (mdiagonal A)).
Proof. by ext; rewrite ent_idm //; case: eqP => [->|_]; rewrite ?mul1r ?mul0r. Qed.
End Field.

Section Real.
Variables (R : realFieldType) (E : analysis R).

Lemma r_max_assoc n m (A : 'M[R]_(n, m)) (B : 'M[R]_(n, m)) (C : 'M[R]_(n, m)) :
  (mmax (mmax A B) C) = (mmax A (mmax B C)).
Proof. by apply/matrixP=> i j; rewrite !mxE maxA. Qed.
Lemma r_max_comm n m (A : 'M[R]_(n, m)) (B : 'M[R]_(n, m)) :
  (mmax A B) = (mmax B A).
Proof. by apply/matrixP=> i j; rewrite !mxE maxC. Qed.
Lemma r_transpose_max n m (A : 'M[R]_(n, m)) (B : 'M[R]_(n, m)) :
  (mtr (mmax A B)) = (mmax (mtr A) (mtr B)).
Proof. by apply/matrixP=> i j; rewrite !mxE. Qed.
End Real.

(* at any sizes: all that these are said of follows from the side that they are used at *)
Arguments r_transpose_hcat {R n m k w1 A B}.
Arguments r_transpose_vcat {R n m k w1 A B}.
