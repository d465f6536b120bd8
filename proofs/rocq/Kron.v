(* The Kronecker product, and the columns of a matrix one below the other. *)
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
Lemma pick1 n (F : 'I_n -> R) i (hi : (i < n)%N) : (forall l : 'I_n, l != i :> nat -> F l = 0) ->
  \sum_l F l = F (Ordinal hi).
Proof. by move=> F0; rewrite (bigD1 (Ordinal hi)) //= big1 ?addr0. Qed.

Lemma r_kron_mul_kron n m k l p q w1 w2 w3 (A : 'M[R]_(n, m)) (B : 'M[R]_(k, l)) (C : 'M[R]_(m, p)) (D : 'M[R]_(l, q)) :
  w1 = (k * n)%N -> w2 = (l * m)%N -> w3 = (p * q)%N ->
  (mmul (mkron w1 w2 A B) (mkron w2 w3 C D)) = (mkron w1 w3 (mmul A C) (mmul B D)).
Proof.

move=> e1 e2 e3; apply: matP => i j hi hj; rewrite ent_kron ?entE //.
transitivity (\sum_(x < m) \sum_(y < l) (ent A (i %/ k) x * ent C x (j %/ q)) * (ent B (i %% k) y * ent D y (j %% q))).
  rewrite -(sum_mul_split (fun x y => (ent A (i %/ k) x * ent C x (j %/ q)) * (ent B (i %% k) y * ent D y (j %% q))) e2).
  by apply: eq_bigr => o _; rewrite !ent_kron // mulrACA.
by rewrite mulr_suml; apply: eq_bigr => x _; rewrite mulr_sumr. Qed.
Lemma r_kron_add n m k l w1 w2 (A : 'M[R]_(n, m)) (B : 'M[R]_(k, l)) (C : 'M[R]_(k, l)) :
  w1 = (k * n)%N -> w2 = (l * m)%N ->
  (mkron w1 w2 A (madd B C)) = (madd (mkron w1 w2 A B) (mkron w1 w2 A C)).
Proof. by move=> -> ->; ext; rewrite !ent_kron // entE mulrDr. Qed.
Lemma r_add_kron n m k l w1 w2 (A : 'M[R]_(n, m)) (B : 'M[R]_(n, m)) (C : 'M[R]_(k, l)) :
  w1 = (k * n)%N -> w2 = (l * m)%N ->
  (mkron w1 w2 (madd A B) C) = (madd (mkron w1 w2 A C) (mkron w1 w2 B C)).
Proof. by move=> -> ->; ext; rewrite !ent_kron // entE mulrDl. Qed.
Lemma r_kron_smul n m k l w1 w2 (A : 'M[R]_(n, m)) (a_0 : 'M[R]_(1, 1)) (B : 'M[R]_(k, l)) :
  w1 = (k * n)%N -> w2 = (l * m)%N ->
  (mkron w1 w2 A (mscale a_0 B)) = (mscale a_0 (mkron w1 w2 A B)).
Proof. by move=> -> ->; ext; rewrite !ent_kron // entE mulrCA. Qed.
Lemma r_smul_kron n m k l w1 w2 (a_0 : 'M[R]_(1, 1)) (A : 'M[R]_(n, m)) (B : 'M[R]_(k, l)) :
  w1 = (k * n)%N -> w2 = (l * m)%N ->
  (mkron w1 w2 (mscale a_0 A) B) = (mscale a_0 (mkron w1 w2 A B)).
Proof. by move=> -> ->; ext; rewrite !ent_kron // entE mulrA. Qed.
Lemma r_kron_zero n m k l w1 w2 (A : 'M[R]_(n, m)) :
  w1 = (k * n)%N -> w2 = (l * m)%N ->
  (mkron w1 w2 A (zeros R k l)) = (zeros R w1 w2).
Proof. by move=> -> ->; ext; rewrite !ent_kron // entE mulr0. Qed.
Lemma r_zero_kron n m k l w1 w2 (B : 'M[R]_(k, l)) :
  w1 = (k * n)%N -> w2 = (l * m)%N ->
  (mkron w1 w2 (zeros R n m) B) = (zeros R w1 w2).
Proof. by move=> -> ->; ext; rewrite !ent_kron // entE mul0r. Qed.
Lemma r_one_kron_one n m w1 :
  w1 = (m * n)%N ->
  (mkron w1 w1 (idm R n) (idm R m)) = (idm R w1).
Proof.

move=> ->; apply: matP => i j hi hj; rewrite ent_kron // !ent_idm ?(div_lt' hi) ?(mod_lt' hi) //.
  rewrite -natrM mulnb; congr (_%:R); congr nat_of_bool; apply/andP/eqP => [[/eqP e1 /eqP e2]|-> //].
  by rewrite (divn_eq i m) e1 e2 -divn_eq. Qed.
Lemma r_ones_kron_ones n m k l w1 w2 :
  w1 = (k * n)%N -> w2 = (l * m)%N ->
  (mkron w1 w2 (ones R n m) (ones R k l)) = (ones R w1 w2).
Proof.

move=> -> ->; apply: matP => i j hi hj.
by rewrite ent_kron // !ent_ones ?mulr1 ?(div_lt' hi) ?(mod_lt' hi) ?(div_lt' hj) ?(mod_lt' hj). Qed.
Lemma r_scalar_kron n m (a_0 : 'M[R]_(1, 1)) (A : 'M[R]_(n, m)) :
  (mkron n m a_0 A) = (mscale a_0 A).
Proof. by ext; rewrite ent_kron // !divn_small // !modn_small. Qed.
Lemma r_kron_scalar n m (A : 'M[R]_(n, m)) (a_0 : 'M[R]_(1, 1)) :
  (mkron n m A a_0) = (mscale a_0 A).
Proof. by ext; rewrite ent_kron // !divn1 !modn1 mulrC. Qed.
Lemma r_kron_hadamard_kron n m k l w1 w2 (A : 'M[R]_(n, m)) (B : 'M[R]_(k, l)) (C : 'M[R]_(n, m)) (D : 'M[R]_(k, l)) :
  w1 = (k * n)%N -> w2 = (l * m)%N ->
  (mhad (mkron w1 w2 A B) (mkron w1 w2 C D)) = (mkron w1 w2 (mhad A C) (mhad B D)).
Proof. by move=> -> ->; ext; rewrite !ent_kron // !entE mulrACA. Qed.
Lemma r_diag_kron_diag n m w1 (u : 'M[R]_(n, 1)) (v : 'M[R]_(m, 1)) :
  w1 = (m * n)%N ->
  (mkron w1 w1 (mdiag u) (mdiag v)) = (mdiag (mkron w1 1 u v)).
Proof.

move=> ->; apply: matP => i j hi hj; rewrite ent_kron // !entE ent_kron // divn1 modn1.
have [->|ne] := eqVneq i j; first by rewrite !eqxx !mulr1n.
case: eqP => [e1|_]; last by rewrite mulr0n mul0r.
case: eqP => [e2|_]; last by rewrite mulr0n mulr0.
by case/eqP: ne; rewrite (divn_eq i m) e1 e2 -divn_eq. Qed.
Lemma r_diagonal_kron n m w1 (A : 'M[R]_(n, n)) (B : 'M[R]_(m, m)) :
  w1 = (m * n)%N ->
  (mdiagonal (mkron w1 w1 A B)) = (mkron w1 1 (mdiagonal A) (mdiagonal B)).
Proof.

by move=> ->; apply: matP => i [|//] hi _; rewrite ent_kron // divn1 modn1 !entE ent_kron. Qed.
Lemma r_column_kron_row n m (u : 'M[R]_(n, 1)) (v : 'M[R]_(1, m)) :
  (mkron n m u v) = (mmul u v).
Proof. by ext; rewrite big_ord1 ent_kron // divn1 modn1 divn_small // modn_small. Qed.
Lemma r_row_kron_column m n (v : 'M[R]_(1, m)) (u : 'M[R]_(n, 1)) :
  (mkron n m v u) = (mmul u v).
Proof. by ext; rewrite big_ord1 ent_kron // divn1 modn1 divn_small // modn_small // mulrC. Qed.
Lemma r_map_kron_ones n m k l w1 w2 (A : 'M[R]_(n, m)) (f : R -> R) :
  w1 = (k * n)%N -> w2 = (l * m)%N ->
  (emap f (mkron w1 w2 A (ones R k l))) = (mkron w1 w2 (emap f A) (ones R k l)).
Proof.

move=> -> ->; apply: matP => i j hi hj; rewrite ent_emap // !ent_kron //.
by rewrite ent_ones ?ent_emap ?mulr1 ?(div_lt' hi) ?(mod_lt' hi) ?(div_lt' hj) ?(mod_lt' hj). Qed.
Lemma r_map_ones_kron k l n m w1 w2 (B : 'M[R]_(n, m)) (f : R -> R) :
  w1 = (k * n)%N -> w2 = (l * m)%N ->
  (emap f (mkron w1 w2 (ones R k l) B)) = (mkron w1 w2 (ones R k l) (emap f B)).
Proof.

move=> e1 e2; apply: matP => i j hi hj; rewrite ent_emap // !ent_kron //; move: hi hj; rewrite e1 e2 => hi hj.
by rewrite ent_ones ?ent_emap ?mul1r ?(div_lt hi) ?(mod_lt hi) ?(div_lt hj) ?(mod_lt hj) ?(div_lt' hi) ?(mod_lt' hi) ?(div_lt' hj) ?(mod_lt' hj). Qed.
Lemma r_vec_mul n m k w1 w2 (A : 'M[R]_(n, m)) (B : 'M[R]_(m, k)) :
  w1 = (k * n)%N -> w2 = (k * m)%N ->
  (mvec w1 (mmul A B)) = (mmul (mkron w1 w2 (idm R k) A) (mvec w2 B)).
Proof.

move=> e1 e2; apply: matP => i [|//] hi _; rewrite ent_vec // !entE.
have hk : (i < k * n)%N by rewrite -e1.
have e3 : w2 = (m * k)%N by rewrite e2 mulnC.
transitivity (\sum_(x < k) \sum_(y < m) (ent (idm R k) (i %/ n) x * ent A (i %% n) y) * ent B y x).
  rewrite (pick1 (div_lt hk)) => [|x hx]; last first.
    by rewrite big1 // => y _; rewrite ent_idm ?(div_lt hk) // eq_sym (negbTE hx) !mul0r.
  by apply: eq_bigr => y _; rewrite ent_idm ?(div_lt hk) //= eqxx mul1r.
rewrite -(sum_mul_split (fun x y => (ent (idm R k) (i %/ n) x * ent A (i %% n) y) * ent B y x) e3).
by apply: eq_bigr => o _; rewrite ent_kron // ent_vec. Qed.
Lemma r_vec_mul_right n m k w1 w2 (A : 'M[R]_(n, m)) (B : 'M[R]_(m, k)) :
  w1 = (k * n)%N -> w2 = (m * n)%N ->
  (mvec w1 (mmul A B)) = (mmul (mkron w1 w2 (mtr B) (idm R n)) (mvec w2 A)).
Proof.

move=> e1 e2; apply: matP => i [|//] hi _; rewrite ent_vec // !entE.
have hk : (i < k * n)%N by rewrite -e1.
have e3 : w2 = (n * m)%N by rewrite e2 mulnC.
transitivity (\sum_(x < m) \sum_(y < n) (ent (mtr B) (i %/ n) x * ent (idm R n) (i %% n) y) * ent A y x).
  apply: eq_bigr => x _; rewrite (pick1 (mod_lt hk)) => [|y hy]; last first.
    by rewrite ent_idm ?(mod_lt hk) // eq_sym (negbTE hy) mulr0 mul0r.
  by rewrite ent_idm ?(mod_lt hk) //= eqxx mulr1 entE mulrC.
rewrite -(sum_mul_split (fun x y => (ent (mtr B) (i %/ n) x * ent (idm R n) (i %% n) y) * ent A y x) e3).
by apply: eq_bigr => o _; rewrite ent_kron // ent_vec. Qed.
Lemma r_vec_outer n m w1 (u : 'M[R]_(n, 1)) (v : 'M[R]_(1, m)) :
  w1 = (m * n)%N ->
  (mvec w1 (mmul u v)) = (mkron w1 1 (mtr v) u).
Proof.

move=> ->; apply: matP => i [|//] hi _; rewrite ent_vec // ent_kron // divn1 modn1 !entE big_ord1.
by rewrite mulrC. Qed.
Lemma r_vec_add n m w1 (A : 'M[R]_(n, m)) (B : 'M[R]_(n, m)) :
  w1 = (m * n)%N ->
  (mvec w1 (madd A B)) = (madd (mvec w1 A) (mvec w1 B)).
Proof. by move=> ->; apply: matP => i [|//] hi _; rewrite !entE !ent_vec // entE. Qed.
Lemma r_vec_smul n m w1 (a_0 : 'M[R]_(1, 1)) (A : 'M[R]_(n, m)) :
  w1 = (m * n)%N ->
  (mvec w1 (mscale a_0 A)) = (mscale a_0 (mvec w1 A)).
Proof. by move=> ->; apply: matP => i [|//] hi _; rewrite !entE !ent_vec // entE. Qed.
Lemma r_vec_hadamard n m w1 (A : 'M[R]_(n, m)) (B : 'M[R]_(n, m)) :
  w1 = (m * n)%N ->
  (mvec w1 (mhad A B)) = (mhad (mvec w1 A) (mvec w1 B)).
Proof. by move=> ->; apply: matP => i [|//] hi _; rewrite !entE !ent_vec // entE. Qed.
Lemma r_vec_map n m w1 (A : 'M[R]_(n, m)) (f : R -> R) :
  w1 = (m * n)%N ->
  (mvec w1 (emap f A)) = (emap f (mvec w1 A)).
Proof. by move=> ->; apply: matP => i [|//] hi _; rewrite ent_emap // !ent_vec // ent_emap ?(mod_lt hi) ?(div_lt hi). Qed.
Lemma r_vec_ones n m w1 :
  w1 = (m * n)%N ->
  (mvec w1 (ones R n m)) = (ones R w1 1).
Proof. by move=> ->; apply: matP => i [|//] hi _; rewrite ent_vec // !ent_ones ?(mod_lt hi) ?(div_lt hi). Qed.
Lemma r_vec_zeros n m w1 :
  w1 = (m * n)%N ->
  (mvec w1 (zeros R n m)) = (zeros R w1 1).
Proof. by move=> ->; apply: matP => i [|//] hi _; rewrite ent_vec // !entE. Qed.
Lemma r_vec_column n (v : 'M[R]_(n, 1)) :
  (mvec n v) = v.
Proof. by apply: matP => i [|//] hi _; rewrite ent_vec // modn_small // divn_small. Qed.
Lemma r_vec_transpose_column n (v : 'M[R]_(n, 1)) :
  (mvec n (mtr v)) = v.
Proof. by apply: matP => i [|//] hi _; rewrite ent_vec // entE modn1 divn1. Qed.
Lemma r_vec_transpose_mul_vec n m w1 (A : 'M[R]_(n, m)) (B : 'M[R]_(n, m)) :
  w1 = (m * n)%N ->
  (mmul (mtr (mvec w1 A)) (mvec w1 B)) = (mtrace (mmul (mtr A) B)).
Proof.

move=> e; apply: numP; rewrite !entE.
have e' : w1 = (n * m)%N by rewrite e mulnC.
transitivity (\sum_(x < m) \sum_(y < n) ent A y x * ent B y x).
  rewrite -(sum_mul_split (fun x y => ent A y x * ent B y x) e').
  by apply: eq_bigr => o _; rewrite entE !ent_vec.
by apply: eq_bigr => x _; rewrite entE; apply: eq_bigr => y _; rewrite entE. Qed.
End Field.

Section Real.
Variables (R : realFieldType) (E : analysis R).

Lemma r_vec_max n m w1 (A : 'M[R]_(n, m)) (B : 'M[R]_(n, m)) :
  w1 = (m * n)%N ->
  (mvec w1 (mmax A B)) = (mmax (mvec w1 A) (mvec w1 B)).
Proof. by move=> ->; apply: matP => i [|//] hi _; rewrite !entE !ent_vec // entE. Qed.
End Real.
