(* Matrices side by side and one above the other, slices, and triangular masks. *)
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

Lemma r_mul_hcat n m k l w1 (A : 'M[R]_(n, m)) (B : 'M[R]_(m, k)) (C : 'M[R]_(m, l)) :
  (mmul A (mhcat w1 B C)) = (mhcat w1 (mmul A B) (mmul A C)).
Proof. by blocks; apply: eq_bigr => o _; parts. Qed.
Lemma r_vcat_mul n m k l w1 (A : 'M[R]_(n, m)) (B : 'M[R]_(k, m)) (C : 'M[R]_(m, l)) :
  (mmul (mvcat w1 A B) C) = (mvcat w1 (mmul A C) (mmul B C)).
Proof. by blocks; apply: eq_bigr => o _; parts. Qed.
Lemma r_hcat_mul_vcat n m k l w1 (A : 'M[R]_(n, m)) (B : 'M[R]_(n, k)) (C : 'M[R]_(m, l)) (D : 'M[R]_(k, l)) :
  w1 = (k + m)%N ->
  (mmul (mhcat w1 A B) (mvcat w1 C D)) = (madd (mmul A C) (mmul B D)).
Proof.

move=> e; apply: matP => i j hi hj.
rewrite !entE (sum_split (fun o => ent (mhcat w1 A B) i o * ent (mvcat w1 C D) o j) e).
by congr (_ + _); apply: eq_bigr => o _; have := ltn_ord o => ho; parts; rewrite addKn. Qed.
Lemma r_hcat_mul n m k l w1 (A : 'M[R]_(n, m)) (B : 'M[R]_(n, k)) (X : 'M[R]_(w1, l)) :
  w1 = (k + m)%N ->
  (mmul (mhcat w1 A B) X) = (madd (mmul A (mrows 0 m X)) (mmul B (mrows m k X))).
Proof.

move=> e; apply: matP => i j hi hj.
rewrite !entE (sum_split (fun o => ent (mhcat w1 A B) i o * ent X o j) e).
by congr (_ + _); apply: eq_bigr => o _; have := ltn_ord o => ho; parts; rewrite addKn. Qed.
Lemma r_mul_vcat l k n m w1 (X : 'M[R]_(l, w1)) (A : 'M[R]_(n, m)) (B : 'M[R]_(k, m)) :
  w1 = (k + n)%N ->
  (mmul X (mvcat w1 A B)) = (madd (mmul (mcols 0 n X) A) (mmul (mcols n k X) B)).
Proof.

move=> e; apply: matP => i j hi hj.
rewrite !entE (sum_split (fun o => ent X i o * ent (mvcat w1 A B) o j) e).
by congr (_ + _); apply: eq_bigr => o _; have := ltn_ord o => ho; parts; rewrite addKn. Qed.
Lemma r_hcat_vcat n m l k w1 w2 (A : 'M[R]_(n, m)) (C : 'M[R]_(l, m)) (B : 'M[R]_(n, k)) (D : 'M[R]_(l, k)) :
  (mhcat w2 (mvcat w1 A C) (mvcat w1 B D)) = (mvcat w1 (mhcat w2 A B) (mhcat w2 C D)).
Proof. by blocks. Qed.
Lemma r_hcat_add n m k w1 (A : 'M[R]_(n, m)) (B : 'M[R]_(n, k)) (C : 'M[R]_(n, m)) (D : 'M[R]_(n, k)) :
  (madd (mhcat w1 A B) (mhcat w1 C D)) = (mhcat w1 (madd A C) (madd B D)).
Proof. by blocks. Qed.
Lemma r_vcat_add n m k w1 (A : 'M[R]_(n, m)) (B : 'M[R]_(k, m)) (C : 'M[R]_(n, m)) (D : 'M[R]_(k, m)) :
  (madd (mvcat w1 A B) (mvcat w1 C D)) = (mvcat w1 (madd A C) (madd B D)).
Proof. by blocks. Qed.
Lemma r_smul_hcat n m k w1 (a_0 : 'M[R]_(1, 1)) (A : 'M[R]_(n, m)) (B : 'M[R]_(n, k)) :
  (mscale a_0 (mhcat w1 A B)) = (mhcat w1 (mscale a_0 A) (mscale a_0 B)).
Proof. by blocks. Qed.
Lemma r_smul_vcat n m k w1 (a_0 : 'M[R]_(1, 1)) (A : 'M[R]_(n, m)) (B : 'M[R]_(k, m)) :
  (mscale a_0 (mvcat w1 A B)) = (mvcat w1 (mscale a_0 A) (mscale a_0 B)).
Proof. by blocks. Qed.
Lemma r_hcat_hadamard n m k w1 (A : 'M[R]_(n, m)) (B : 'M[R]_(n, k)) (C : 'M[R]_(n, m)) (D : 'M[R]_(n, k)) :
  (mhad (mhcat w1 A B) (mhcat w1 C D)) = (mhcat w1 (mhad A C) (mhad B D)).
Proof. by blocks. Qed.
Lemma r_vcat_hadamard n m k w1 (A : 'M[R]_(n, m)) (B : 'M[R]_(k, m)) (C : 'M[R]_(n, m)) (D : 'M[R]_(k, m)) :
  (mhad (mvcat w1 A B) (mvcat w1 C D)) = (mvcat w1 (mhad A C) (mhad B D)).
Proof. by blocks. Qed.
Lemma r_map_hcat n m k w1 (A : 'M[R]_(n, m)) (B : 'M[R]_(n, k)) (f : R -> R) :
  w1 = (k + m)%N ->
  (emap f (mhcat w1 A B)) = (mhcat w1 (emap f A) (emap f B)).
Proof. by move=> ->; blocks. Qed.
Lemma r_map_vcat n m k w1 (A : 'M[R]_(n, m)) (B : 'M[R]_(k, m)) (f : R -> R) :
  w1 = (k + n)%N ->
  (emap f (mvcat w1 A B)) = (mvcat w1 (emap f A) (emap f B)).
Proof. by move=> ->; blocks. Qed.
Lemma r_rowwise_vcat n m k z w1 (A : 'M[R]_(n, m)) (B : 'M[R]_(k, m)) (g : 'rV[R]_m -> 'rV[R]_z) :
  w1 = (k + n)%N ->
  (rowmap g (mvcat w1 A B)) = (mvcat w1 (rowmap g A) (rowmap g B)).
Proof. by move=> ->; apply: matP => i j hi hj; parts; congr (ent (g _) _ _); apply: eq_entrow => o ho; parts. Qed.
Lemma r_vcat_kron n m k p q w1 w2 w3 w4 w5 (A : 'M[R]_(n, m)) (B : 'M[R]_(k, m)) (C : 'M[R]_(p, q)) :
  w1 = (k + n)%N -> w2 = (k * p + n * p)%N -> w3 = (m * q)%N -> w4 = (n * p)%N -> w5 = (k * p)%N ->
  (mkron w2 w3 (mvcat w1 A B) C) = (mvcat w2 (mkron w4 w3 A C) (mkron w5 w3 B C)).
Proof.
move=> -> -> -> -> ->; apply: matP => i j hi hj.
have hd : (i < (k + n) * p)%N by rewrite mulnDl.
have p0 := pos_factor hd.
rewrite ent_kron // ent_vcat ?(div_lt hd) // ent_vcat // ltn_divLR //.
case: ltnP => h; rewrite ent_kron //; last by sizes.
by rewrite div_sub // mod_sub. Qed.
Lemma r_hcat_kron n m k p q w1 w2 w3 w4 w5 (A : 'M[R]_(n, m)) (B : 'M[R]_(n, k)) (C : 'M[R]_(p, q)) :
  w1 = (k + m)%N -> w2 = (n * p)%N -> w3 = (k * q + m * q)%N -> w4 = (m * q)%N -> w5 = (k * q)%N ->
  (mkron w2 w3 (mhcat w1 A B) C) = (mhcat w3 (mkron w2 w4 A C) (mkron w2 w5 B C)).
Proof.
move=> -> -> -> -> ->; apply: matP => i j hi hj.
have hd : (j < (k + m) * q)%N by rewrite mulnDl.
have q0 := pos_factor hd.
rewrite ent_kron // ent_hcat ?(div_lt hd) // ent_hcat // ltn_divLR //.
case: ltnP => h; rewrite ent_kron //; last by sizes.
by rewrite div_sub // mod_sub. Qed.
Lemma r_vec_hcat n m k w1 w2 w3 w4 (A : 'M[R]_(n, m)) (B : 'M[R]_(n, k)) :
  w1 = (k + m)%N -> w2 = (k * n + m * n)%N -> w3 = (m * n)%N -> w4 = (k * n)%N ->
  (mvec w2 (mhcat w1 A B)) = (mvcat w2 (mvec w3 A) (mvec w4 B)).
Proof.
move=> -> -> -> ->; apply: matP => i [|//] hi _.
have hd : (i < (k + m) * n)%N by rewrite mulnDl.
have n0 := pos_factor hd.
rewrite ent_vec // ent_hcat ?(div_lt hd) // ent_vcat // ltn_divLR //.
case: ltnP => h; rewrite ent_vec //; last by sizes.
by rewrite div_sub // mod_sub. Qed.
Lemma r_one_blocks m n w1 :
  w1 = (m + n)%N ->
  (idm R w1) = (mvcat w1 (mhcat w1 (idm R n) (zeros R n m)) (mhcat w1 (zeros R m n) (idm R m))).
Proof. by move=> ->; blocks; repeat case: eqP => ?; try done; exfalso; sizes. Qed.
Lemma r_ones_hcat n m k w1 :
  w1 = (k + m)%N ->
  (mhcat w1 (ones R n m) (ones R n k)) = (ones R n w1).
Proof. by move=> ->; blocks. Qed.
Lemma r_ones_vcat n m k w1 :
  w1 = (k + n)%N ->
  (mvcat w1 (ones R n m) (ones R k m)) = (ones R w1 m).
Proof. by move=> ->; blocks. Qed.
Lemma r_zeros_hcat n m k w1 :
  w1 = (k + m)%N ->
  (mhcat w1 (zeros R n m) (zeros R n k)) = (zeros R n w1).
Proof. by move=> ->; blocks. Qed.
Lemma r_zeros_vcat n m k w1 :
  w1 = (k + n)%N ->
  (mvcat w1 (zeros R n m) (zeros R k m)) = (zeros R w1 m).
Proof. by move=> ->; blocks. Qed.
Lemma r_diag_vcat n m w1 (u : 'M[R]_(n, 1)) (v : 'M[R]_(m, 1)) :
  w1 = (m + n)%N ->
  (mdiag (mvcat w1 u v)) = (mvcat w1 (mhcat w1 (mdiag u) (zeros R n m)) (mhcat w1 (zeros R m n) (mdiag v))).
Proof. by move=> ->; blocks; repeat case: eqP => ?; try done; exfalso; sizes. Qed.
Lemma r_diagonal_blocks n m w1 (A : 'M[R]_(n, n)) (B : 'M[R]_(n, m)) (C : 'M[R]_(m, n)) (D : 'M[R]_(m, m)) :
  w1 = (m + n)%N ->
  (mdiagonal (mvcat w1 (mhcat w1 A B) (mhcat w1 C D))) = (mvcat w1 (mdiagonal A) (mdiagonal D)).
Proof. by move=> ->; apply: matP => i [|//] hi _; parts. Qed.
Lemma r_rows_self n m (A : 'M[R]_(n, m)) :
  (mrows 0 n A) = A.
Proof. by blocks. Qed.
Lemma r_cols_self n m (A : 'M[R]_(n, m)) :
  (mcols 0 m A) = A.
Proof. by blocks. Qed.
Lemma r_rows_rows cR s sR m N1 N2 w3 (AR : 'M[R]_(N1, m)) :
  (cR + s + sR <= N1)%N -> (cR + sR <= N2)%N -> w3 = (s + sR)%N ->
  (mrows sR cR (mrows s N2 AR)) = (mrows w3 cR AR).
Proof. by move=> h1 h2 ->; blocks; f_equal; sizes. Qed.
Lemma r_cols_cols n cR s sR N1 N2 w3 (AR : 'M[R]_(n, N1)) :
  (cR + s + sR <= N1)%N -> (cR + sR <= N2)%N -> w3 = (s + sR)%N ->
  (mcols sR cR (mcols s N2 AR)) = (mcols w3 cR AR).
Proof. by move=> h1 h2 ->; blocks; f_equal; sizes. Qed.
Lemma r_vcat_rows cR cS sR m N1 w2 w3 (AR : 'M[R]_(N1, m)) :
  (cR + cS + sR <= N1)%N -> w2 = (cR + sR)%N -> w3 = (cR + cS)%N ->
  (mvcat w3 (mrows sR cR AR) (mrows w2 cS AR)) = (mrows sR w3 AR).
Proof. by move=> h -> ->; blocks. Qed.
Lemma r_hcat_cols n cR cS sR N1 w2 w3 (AR : 'M[R]_(n, N1)) :
  (cR + cS + sR <= N1)%N -> w2 = (cR + sR)%N -> w3 = (cR + cS)%N ->
  (mhcat w3 (mcols sR cR AR) (mcols w2 cS AR)) = (mcols sR w3 AR).
Proof. by move=> h -> ->; blocks. Qed.
Lemma r_rows_vcat_upper cR sR m k N1 N2 (AR : 'M[R]_(N1, m)) (B : 'M[R]_(k, m)) :
  (cR + sR <= N1)%N -> (cR + k + sR <= N2)%N ->
  (mrows sR cR (mvcat N2 AR B)) = (mrows sR cR AR).
Proof. by move=> h1 h2; blocks. Qed.
Lemma r_rows_vcat_lower k m cR sR N1 N2 w3 (A : 'M[R]_(k, m)) (AR : 'M[R]_(N1, m)) :
  (cR + sR <= N1)%N -> (cR + k + sR <= N2)%N -> w3 = (k + sR)%N ->
  (mrows w3 cR (mvcat N2 A AR)) = (mrows sR cR AR).
Proof. by move=> h1 h2 ->; blocks. Qed.
Lemma r_cols_hcat_left n cR sR k N1 N2 (AR : 'M[R]_(n, N1)) (B : 'M[R]_(n, k)) :
  (cR + sR <= N1)%N -> (cR + k + sR <= N2)%N ->
  (mcols sR cR (mhcat N2 AR B)) = (mcols sR cR AR).
Proof. by move=> h1 h2; blocks. Qed.
Lemma r_cols_hcat_right n k cR sR N1 N2 w3 (A : 'M[R]_(n, k)) (AR : 'M[R]_(n, N1)) :
  (cR + sR <= N1)%N -> (cR + k + sR <= N2)%N -> w3 = (k + sR)%N ->
  (mcols w3 cR (mhcat N2 A AR)) = (mcols sR cR AR).
Proof. by move=> h1 h2 ->; blocks. Qed.
Lemma r_rows_hcat cR sR m k N1 w2 (AR : 'M[R]_(N1, m)) (B : 'M[R]_(N1, k)) :
  (mrows sR cR (mhcat w2 AR B)) = (mhcat w2 (mrows sR cR AR) (mrows sR cR B)).
Proof. by blocks. Qed.
Lemma r_cols_vcat n cR sR k N1 w2 (AR : 'M[R]_(n, N1)) (B : 'M[R]_(k, N1)) :
  (mcols sR cR (mvcat w2 AR B)) = (mvcat w2 (mcols sR cR AR) (mcols sR cR B)).
Proof. by blocks. Qed.
Lemma r_transpose_rows cR sR m N1 (AR : 'M[R]_(N1, m)) :
  (mtr (mrows sR cR AR)) = (mcols sR cR (mtr AR)).
Proof. by blocks. Qed.
Lemma r_transpose_cols n cR sR N1 (AR : 'M[R]_(n, N1)) :
  (mtr (mcols sR cR AR)) = (mrows sR cR (mtr AR)).
Proof. by blocks. Qed.
Lemma r_rows_eq_mul cR sR m N1 (AR : 'M[R]_(N1, m)) :
  (cR + sR <= N1)%N ->
  (mrows sR cR AR) = (mmul (mrows sR cR (idm R N1)) AR).
Proof.

move=> h; blocks; have hs : (sR + i < N1)%N by sizes.
rewrite (bigD1 (Ordinal hs)) //= big1 ?addr0; first by parts; rewrite eqxx mul1r.
by move=> l /eqP e; parts; case: eqP => [e'|_]; [case: e; apply: val_inj|rewrite mul0r]. Qed.
Lemma r_cols_eq_mul n cR sR N1 (AR : 'M[R]_(n, N1)) :
  (cR + sR <= N1)%N ->
  (mcols sR cR AR) = (mmul AR (mcols sR cR (idm R N1))).
Proof.

move=> h; blocks; have hs : (sR + j < N1)%N by sizes.
rewrite (bigD1 (Ordinal hs)) //= big1 ?addr0; first by parts; rewrite eqxx mulr1.
by move=> l /eqP e; have := ltn_ord l => hl; parts; case: eqP => [e'|_]; [case: e; apply: val_inj|rewrite mulr0]. Qed.
Lemma r_rows_mul cR sR m k N1 (AR : 'M[R]_(N1, m)) (B : 'M[R]_(m, k)) :
  (mrows sR cR (mmul AR B)) = (mmul (mrows sR cR AR) B).
Proof. by blocks; apply: eq_bigr => o _; parts. Qed.
Lemma r_mul_cols k n cR sR N1 (A : 'M[R]_(k, n)) (AR : 'M[R]_(n, N1)) :
  (mcols sR cR (mmul A AR)) = (mmul A (mcols sR cR AR)).
Proof. by blocks; apply: eq_bigr => o _; parts. Qed.
Lemma r_rows_add cR sR m N1 (AR : 'M[R]_(N1, m)) (B : 'M[R]_(N1, m)) :
  (mrows sR cR (madd AR B)) = (madd (mrows sR cR AR) (mrows sR cR B)).
Proof. by blocks. Qed.
Lemma r_cols_add n cR sR N1 (AR : 'M[R]_(n, N1)) (B : 'M[R]_(n, N1)) :
  (mcols sR cR (madd AR B)) = (madd (mcols sR cR AR) (mcols sR cR B)).
Proof. by blocks. Qed.
Lemma r_rows_smul cR sR m N1 (a_0 : 'M[R]_(1, 1)) (AR : 'M[R]_(N1, m)) :
  (mrows sR cR (mscale a_0 AR)) = (mscale a_0 (mrows sR cR AR)).
Proof. by blocks. Qed.
Lemma r_cols_smul n cR sR N1 (a_0 : 'M[R]_(1, 1)) (AR : 'M[R]_(n, N1)) :
  (mcols sR cR (mscale a_0 AR)) = (mscale a_0 (mcols sR cR AR)).
Proof. by blocks. Qed.
Lemma r_rows_hadamard cR sR m N1 (AR : 'M[R]_(N1, m)) (B : 'M[R]_(N1, m)) :
  (mrows sR cR (mhad AR B)) = (mhad (mrows sR cR AR) (mrows sR cR B)).
Proof. by blocks. Qed.
Lemma r_cols_hadamard n cR sR N1 (AR : 'M[R]_(n, N1)) (B : 'M[R]_(n, N1)) :
  (mcols sR cR (mhad AR B)) = (mhad (mcols sR cR AR) (mcols sR cR B)).
Proof. by blocks. Qed.
Lemma r_rows_map cR sR m N1 (AR : 'M[R]_(N1, m)) (f : R -> R) :
  (cR + sR <= N1)%N ->
  (mrows sR cR (emap f AR)) = (emap f (mrows sR cR AR)).
Proof. by move=> h; blocks. Qed.
Lemma r_cols_map n cR sR N1 (AR : 'M[R]_(n, N1)) (f : R -> R) :
  (cR + sR <= N1)%N ->
  (mcols sR cR (emap f AR)) = (emap f (mcols sR cR AR)).
Proof. by move=> h; blocks. Qed.
Lemma r_rows_rowwise cR sR m z N1 (AR : 'M[R]_(N1, m)) (g : 'rV[R]_m -> 'rV[R]_z) :
  (cR + sR <= N1)%N ->
  (mrows sR cR (rowmap g AR)) = (rowmap g (mrows sR cR AR)).
Proof. by move=> h; apply: matP => i j hi hj; parts; congr (ent (g _) _ _); apply: eq_entrow => o ho; parts. Qed.
Lemma r_rows_kron cR sR m k l N1 w2 w3 w4 w5 (AR : 'M[R]_(N1, m)) (B : 'M[R]_(k, l)) :
  (cR + sR <= N1)%N -> w2 = (k * N1)%N -> w3 = (l * m)%N -> w4 = (cR * k)%N -> w5 = (k * sR)%N ->
  (mrows w5 w4 (mkron w2 w3 AR B)) = (mkron w4 w3 (mrows sR cR AR) B).
Proof.
move=> h -> -> -> ->; apply: matP => i j hi hj; have k0 := pos_factor hi.
rewrite ent_rows // !ent_kron ?ent_rows ?(div_lt hi) //; last first.
  by apply: (@leq_trans (k * sR + cR * k)); [rewrite ltn_add2l|rewrite [(cR * _)%N]mulnC -mulnDr leq_mul2l addnC h orbT].
by rewrite [(k * sR)%N]mulnC divnMDl // modnMDl. Qed.
Lemma r_cols_kron n cR sR k l N1 w2 w3 w4 w5 (AR : 'M[R]_(n, N1)) (B : 'M[R]_(k, l)) :
  (cR + sR <= N1)%N -> w2 = (k * n)%N -> w3 = (l * N1)%N -> w4 = (cR * l)%N -> w5 = (l * sR)%N ->
  (mcols w5 w4 (mkron w2 w3 AR B)) = (mkron w2 w4 (mcols sR cR AR) B).
Proof.
move=> h -> -> -> ->; apply: matP => i j hi hj; have l0 := pos_factor hj.
rewrite ent_cols // !ent_kron ?ent_cols ?(div_lt hj) //; last first.
  by apply: (@leq_trans (l * sR + cR * l)); [rewrite ltn_add2l|rewrite [(cR * _)%N]mulnC -mulnDr leq_mul2l addnC h orbT].
by rewrite [(l * sR)%N]mulnC divnMDl // modnMDl. Qed.
Lemma r_rows_vec n cR sR N1 w2 w3 w4 (AR : 'M[R]_(n, N1)) :
  (cR + sR <= N1)%N -> w2 = (n * N1)%N -> w3 = (cR * n)%N -> w4 = (n * sR)%N ->
  (mrows w4 w3 (mvec w2 AR)) = (mvec w3 (mcols sR cR AR)).
Proof.
move=> h -> -> ->; apply: matP => i [|//] hi _; have n0 := pos_factor hi.
rewrite ent_rows // !ent_vec ?ent_cols ?(div_lt hi) //; last first.
  by apply: (@leq_trans (n * sR + cR * n)); [rewrite ltn_add2l|rewrite [(cR * _)%N]mulnC -mulnDr leq_mul2l addnC h orbT].
by rewrite [(n * sR)%N]mulnC divnMDl // modnMDl. Qed.
Lemma r_rows_ones cR sR m N1 :
  (cR + sR <= N1)%N ->
  (mrows sR cR (ones R N1 m)) = (ones R cR m).
Proof. by move=> h; blocks. Qed.
Lemma r_cols_ones n cR sR N1 :
  (cR + sR <= N1)%N ->
  (mcols sR cR (ones R n N1)) = (ones R n cR).
Proof. by move=> h; blocks. Qed.
Lemma r_rows_zeros cR sR m N1 :
  (mrows sR cR (zeros R N1 m)) = (zeros R cR m).
Proof. by blocks. Qed.
Lemma r_cols_zeros n cR sR N1 :
  (mcols sR cR (zeros R n N1)) = (zeros R n cR).
Proof. by blocks. Qed.
Lemma r_rows_iota cR sR N1 :
  (cR + sR <= N1)%N ->
  (mrows sR cR (miota R N1)) = (madd (miota R cR) (mscale (num R sR) (ones R cR 1))).
Proof. by move=> h; apply: matP => i [|//] hi _; parts; rewrite mulr1 natrD addrC. Qed.
Lemma r_hcat_nonzero n m k w1 (A : 'M[R]_(n, m)) (B : 'M[R]_(n, k)) :
  w1 = (k + m)%N ->
  is_nonzero A ->
  is_nonzero B ->
  is_nonzero (mhcat w1 A B).
Proof. move=> -> /is_nonzeroP hA /is_nonzeroP hB; apply/is_nonzeroP => i j hi hj; parts; [apply: hA|apply: hB]; sizes. Qed.
Lemma r_vcat_nonzero n m k w1 (A : 'M[R]_(n, m)) (B : 'M[R]_(k, m)) :
  w1 = (k + n)%N ->
  is_nonzero A ->
  is_nonzero B ->
  is_nonzero (mvcat w1 A B).
Proof. move=> -> /is_nonzeroP hA /is_nonzeroP hB; apply/is_nonzeroP => i j hi hj; parts; [apply: hA|apply: hB]; sizes. Qed.
Lemma r_rows_nonzero cR sR m N1 (AR : 'M[R]_(N1, m)) :
  (cR + sR <= N1)%N ->
  is_nonzero AR ->
  is_nonzero (mrows sR cR AR).
Proof. move=> h /is_nonzeroP hA; apply/is_nonzeroP => i j hi hj; parts; apply: hA; sizes. Qed.
Lemma r_cols_nonzero n cR sR N1 (AR : 'M[R]_(n, N1)) :
  (cR + sR <= N1)%N ->
  is_nonzero AR ->
  is_nonzero (mcols sR cR AR).
Proof. move=> h /is_nonzeroP hA; apply/is_nonzeroP => i j hi hj; parts; apply: hA; sizes. Qed.
Lemma r_diagonal_nonzero n (A : 'M[R]_(n, n)) :
  is_nonzero A ->
  is_nonzero (mdiagonal A).
Proof. by move=> hA i j; rewrite mxE. Qed.
Lemma r_kron_nonzero n m k l w1 w2 (A : 'M[R]_(n, m)) (B : 'M[R]_(k, l)) :
  w1 = (k * n)%N -> w2 = (l * m)%N ->
  is_nonzero A ->
  is_nonzero B ->
  is_nonzero (mkron w1 w2 A B).
Proof.

move=> -> -> /is_nonzeroP hA /is_nonzeroP hB; apply/is_nonzeroP => i j hi hj; rewrite ent_kron //.
by apply: mulf_neq0; [apply: hA; apply: div_lt'; eassumption|apply: hB; apply: mod_lt'; eassumption]. Qed.
Lemma r_vec_nonzero n m w1 (A : 'M[R]_(n, m)) :
  w1 = (m * n)%N ->
  is_nonzero A ->
  is_nonzero (mvec w1 A).
Proof.

move=> -> /is_nonzeroP hA; apply/is_nonzeroP => i [|//] hi _; rewrite ent_vec //.
by apply: hA; [apply: mod_lt hi|apply: div_lt hi]. Qed.
Lemma r_rows_tri cR sR m p q N1 w2 :
  (cR + sR <= N1)%N -> w2 = (p + sR)%N ->
  (mrows sR cR (mtri R N1 m p q)) = (mtri R cR m w2 q).
Proof. by move=> h ->; blocks; congr (_%:R); congr nat_of_bool; apply/idP/idP => ?; sizes. Qed.
Lemma r_cols_tri n cR sR p q N1 w2 :
  (cR + sR <= N1)%N -> w2 = (q + sR)%N ->
  (mcols sR cR (mtri R n N1 p q)) = (mtri R n cR p w2).
Proof. by move=> h ->; blocks; congr (_%:R); congr nat_of_bool; apply/idP/idP => ?; sizes. Qed.
Lemma r_tri_shift n m p q w1 w2 :
  (w1 + q = w2 + p)%N -> mtri R n m w1 w2 = mtri R n m p q.
Proof. by move=> h; blocks; congr (_%:R); congr nat_of_bool; apply/idP/idP => ?; sizes. Qed.
Lemma r_tri_mul_ones n :
  (mmul (mtri R n n 0 0) (ones R n 1)) = (madd (miota R n) (ones R n 1)).
Proof.
apply/matrixP => i j; rewrite !mxE -[1 in RHS]/(1%:R) -natrD addn1.
transitivity (\sum_(l < n) ((l <= i)%N)%:R : R); first by apply: eq_bigr => l _; rewrite !mxE mulr1 !addn0.
rewrite -natr_sum; congr (_%:R).
by rewrite -(big_mkcond (fun l : 'I_n => (l < i.+1)%N) (fun=> 1%N)) /= -(big_ord_widen n (fun=> 1%N)) ?sum1_card ?card_ord.
Qed.
Lemma r_tri_eq_ones n m p q :
  (m + p <= q + 1)%N -> mtri R n m q p = ones R n m.
Proof. by move=> h; blocks; rewrite (_ : (_ <= _)%N = true) //; sizes. Qed.
Lemma r_tri_eq_zeros n m p q :
  (n + p <= q)%N -> mtri R n m p q = zeros R n m.
Proof. by move=> h; blocks; rewrite (_ : (_ <= _)%N = false) //; sizes. Qed.
Lemma r_diagonal_tri n :
  (mdiagonal (mtri R n n 0 0)) = (ones R n 1).
Proof. by apply: matP => i [|//] hi _; parts; rewrite leqnn. Qed.
End Field.

Section Real.
Variables (R : realFieldType) (E : analysis R).

Lemma r_hcat_max n m k w1 (A : 'M[R]_(n, m)) (B : 'M[R]_(n, k)) (C : 'M[R]_(n, m)) (D : 'M[R]_(n, k)) :
  (mmax (mhcat w1 A B) (mhcat w1 C D)) = (mhcat w1 (mmax A C) (mmax B D)).
Proof. by blocks. Qed.
Lemma r_vcat_max n m k w1 (A : 'M[R]_(n, m)) (B : 'M[R]_(k, m)) (C : 'M[R]_(n, m)) (D : 'M[R]_(k, m)) :
  (mmax (mvcat w1 A B) (mvcat w1 C D)) = (mvcat w1 (mmax A C) (mmax B D)).
Proof. by blocks. Qed.
Lemma r_rows_max cR sR m N1 (AR : 'M[R]_(N1, m)) (B : 'M[R]_(N1, m)) :
  (mrows sR cR (mmax AR B)) = (mmax (mrows sR cR AR) (mrows sR cR B)).
Proof. by blocks. Qed.
Lemma r_cols_max n cR sR N1 (AR : 'M[R]_(n, N1)) (B : 'M[R]_(n, N1)) :
  (mcols sR cR (mmax AR B)) = (mmax (mcols sR cR AR) (mcols sR cR B)).
Proof. by blocks. Qed.
Lemma r_hcat_pos n m k w1 (A : 'M[R]_(n, m)) (B : 'M[R]_(n, k)) :
  w1 = (k + m)%N ->
  is_positive A ->
  is_positive B ->
  is_positive (mhcat w1 A B).
Proof. move=> -> /is_positiveP hA /is_positiveP hB; apply/is_positiveP => i j hi hj; parts; [apply: hA|apply: hB]; sizes. Qed.
Lemma r_vcat_pos n m k w1 (A : 'M[R]_(n, m)) (B : 'M[R]_(k, m)) :
  w1 = (k + n)%N ->
  is_positive A ->
  is_positive B ->
  is_positive (mvcat w1 A B).
Proof. move=> -> /is_positiveP hA /is_positiveP hB; apply/is_positiveP => i j hi hj; parts; [apply: hA|apply: hB]; sizes. Qed.
Lemma r_rows_pos cR sR m N1 (AR : 'M[R]_(N1, m)) :
  (cR + sR <= N1)%N ->
  is_positive AR ->
  is_positive (mrows sR cR AR).
Proof. move=> h /is_positiveP hA; apply/is_positiveP => i j hi hj; parts; apply: hA; sizes. Qed.
Lemma r_cols_pos n cR sR N1 (AR : 'M[R]_(n, N1)) :
  (cR + sR <= N1)%N ->
  is_positive AR ->
  is_positive (mcols sR cR AR).
Proof. move=> h /is_positiveP hA; apply/is_positiveP => i j hi hj; parts; apply: hA; sizes. Qed.
Lemma r_diagonal_pos n (A : 'M[R]_(n, n)) :
  is_positive A ->
  is_positive (mdiagonal A).
Proof. by move=> hA i j; rewrite mxE. Qed.
Lemma r_kron_pos n m k l w1 w2 (A : 'M[R]_(n, m)) (B : 'M[R]_(k, l)) :
  w1 = (k * n)%N -> w2 = (l * m)%N ->
  is_positive A ->
  is_positive B ->
  is_positive (mkron w1 w2 A B).
Proof.

move=> -> -> /is_positiveP hA /is_positiveP hB; apply/is_positiveP => i j hi hj; rewrite ent_kron //.
by apply: mulr_gt0; [apply: hA; apply: div_lt'; eassumption|apply: hB; apply: mod_lt'; eassumption]. Qed.
Lemma r_vec_pos n m w1 (A : 'M[R]_(n, m)) :
  w1 = (m * n)%N ->
  is_positive A ->
  is_positive (mvec w1 A).
Proof.

move=> -> /is_positiveP hA; apply/is_positiveP => i [|//] hi _; rewrite ent_vec //.
by apply: hA; [apply: mod_lt hi|apply: div_lt hi]. Qed.
Lemma r_hcat_nonneg n m k w1 (A : 'M[R]_(n, m)) (B : 'M[R]_(n, k)) :
  w1 = (k + m)%N ->
  is_nonnegative A ->
  is_nonnegative B ->
  is_nonnegative (mhcat w1 A B).
Proof. move=> -> /is_nonnegativeP hA /is_nonnegativeP hB; apply/is_nonnegativeP => i j hi hj; parts; [apply: hA|apply: hB]; sizes. Qed.
Lemma r_vcat_nonneg n m k w1 (A : 'M[R]_(n, m)) (B : 'M[R]_(k, m)) :
  w1 = (k + n)%N ->
  is_nonnegative A ->
  is_nonnegative B ->
  is_nonnegative (mvcat w1 A B).
Proof. move=> -> /is_nonnegativeP hA /is_nonnegativeP hB; apply/is_nonnegativeP => i j hi hj; parts; [apply: hA|apply: hB]; sizes. Qed.
Lemma r_rows_nonneg cR sR m N1 (AR : 'M[R]_(N1, m)) :
  (cR + sR <= N1)%N ->
  is_nonnegative AR ->
  is_nonnegative (mrows sR cR AR).
Proof. move=> h /is_nonnegativeP hA; apply/is_nonnegativeP => i j hi hj; parts; apply: hA; sizes. Qed.
Lemma r_cols_nonneg n cR sR N1 (AR : 'M[R]_(n, N1)) :
  (cR + sR <= N1)%N ->
  is_nonnegative AR ->
  is_nonnegative (mcols sR cR AR).
Proof. move=> h /is_nonnegativeP hA; apply/is_nonnegativeP => i j hi hj; parts; apply: hA; sizes. Qed.
Lemma r_diagonal_nonneg n (A : 'M[R]_(n, n)) :
  is_nonnegative A ->
  is_nonnegative (mdiagonal A).
Proof. by move=> hA i j; rewrite mxE. Qed.
Lemma r_kron_nonneg n m k l w1 w2 (A : 'M[R]_(n, m)) (B : 'M[R]_(k, l)) :
  w1 = (k * n)%N -> w2 = (l * m)%N ->
  is_nonnegative A ->
  is_nonnegative B ->
  is_nonnegative (mkron w1 w2 A B).
Proof.

move=> -> -> /is_nonnegativeP hA /is_nonnegativeP hB; apply/is_nonnegativeP => i j hi hj; rewrite ent_kron //.
by apply: mulr_ge0; [apply: hA; apply: div_lt'; eassumption|apply: hB; apply: mod_lt'; eassumption]. Qed.
Lemma r_vec_nonneg n m w1 (A : 'M[R]_(n, m)) :
  w1 = (m * n)%N ->
  is_nonnegative A ->
  is_nonnegative (mvec w1 A).
Proof.

move=> -> /is_nonnegativeP hA; apply/is_nonnegativeP => i [|//] hi _; rewrite ent_vec //.
by apply: hA; [apply: mod_lt hi|apply: div_lt hi]. Qed.
End Real.

(* at any sizes: all that these are said of follows from the side that they are used at *)
Arguments r_mul_hcat {R n m k l w1 A B C}.
Arguments r_vcat_mul {R n m k l w1 A B C}.
Arguments r_hcat_vcat {R n m l k w1 w2 A C B D}.
Arguments r_hcat_add {R n m k w1 A B C D}.
Arguments r_vcat_add {R n m k w1 A B C D}.
Arguments r_smul_hcat {R n m k w1 a_0 A B}.
Arguments r_smul_vcat {R n m k w1 a_0 A B}.
Arguments r_hcat_hadamard {R n m k w1 A B C D}.
Arguments r_vcat_hadamard {R n m k w1 A B C D}.
Arguments r_rows_self {R n m A}.
Arguments r_cols_self {R n m A}.
Arguments r_rows_hcat {R cR sR m k N1 w2 AR B}.
Arguments r_cols_vcat {R n cR sR k N1 w2 AR B}.
Arguments r_transpose_rows {R cR sR m N1 AR}.
Arguments r_transpose_cols {R n cR sR N1 AR}.
Arguments r_rows_mul {R cR sR m k N1 AR B}.
Arguments r_mul_cols {R k n cR sR N1 A AR}.
Arguments r_rows_add {R cR sR m N1 AR B}.
Arguments r_cols_add {R n cR sR N1 AR B}.
Arguments r_rows_smul {R cR sR m N1 a_0 AR}.
Arguments r_cols_smul {R n cR sR N1 a_0 AR}.
Arguments r_rows_hadamard {R cR sR m N1 AR B}.
Arguments r_cols_hadamard {R n cR sR N1 AR B}.
Arguments r_rows_zeros {R cR sR m N1}.
Arguments r_cols_zeros {R n cR sR N1}.
Arguments r_hcat_max {R n m k w1 A B C D}.
Arguments r_vcat_max {R n m k w1 A B C D}.
Arguments r_rows_max {R cR sR m N1 AR B}.
Arguments r_cols_max {R n cR sR N1 AR B}.
