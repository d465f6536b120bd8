(* The trace and the determinant. *)
From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From Commutant Require Import Prelude Ring Block Kron.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Field.
Variable R : fieldType.
Lemma blocks_mx n m k l (A : 'M[R]_(n, m)) (B : 'M[R]_(n, l)) (C : 'M[R]_(k, m)) (D : 'M[R]_(k, l)) :
  mvcat (n + k) (mhcat (m + l) A B) (mhcat (m + l) C D) = block_mx A B C D.
Proof.
apply/matrixP => i j; rewrite -[LHS]ent_ord ent_vcat // !ent_hcat //.
rewrite !mxE; case: splitP => i' ei; rewrite !mxE; case: splitP => j' ej; rewrite ei ej ?ltn_ord ?ent_ord // ?ltnNge ?leq_addr /= ?addKn ?ent_ord //.
Qed.
Lemma det11 (a : 'M[R]_(1, 1)) : \det a = a 0 0. Proof. by rewrite {1}[a]mx11_scalar det_scalar1. Qed.

Lemma r_trace_add n (A : 'M[R]_(n, n)) (B : 'M[R]_(n, n)) :
  (mtrace (madd A B)) = (madd (mtrace A) (mtrace B)).
Proof. by apply: numP; rewrite !entE -big_split; apply: eq_bigr => i _; rewrite entE. Qed.
Lemma r_trace_smul n (a_0 : 'M[R]_(1, 1)) (A : 'M[R]_(n, n)) :
  (mtrace (mscale a_0 A)) = (mhad a_0 (mtrace A)).
Proof. by apply: numP; rewrite !entE mulr_sumr; apply: eq_bigr => i _; rewrite entE. Qed.
Lemma r_trace_sum n p (S_0 : nat -> 'M[R]_(n, n)) :
  (mtrace (bsum p (fun (i1 : nat) => (S_0 i1)))) = (bsum p (fun (i1 : nat) => (mtrace (S_0 i1)))).
Proof. by apply: numP; rewrite !entE; under [RHS]eq_bigr do rewrite entE; rewrite exchange_big; apply: eq_bigr => i _; rewrite entE. Qed.
Lemma r_trace_transpose n (A : 'M[R]_(n, n)) :
  (mtrace (mtr A)) = (mtrace A).
Proof. by rewrite /mtrace /mtr mxtrace_tr. Qed.
Lemma r_trace_mul_comm n m (A : 'M[R]_(n, m)) (B : 'M[R]_(m, n)) :
  (mtrace (mmul A B)) = (mtrace (mmul B A)).
Proof. by rewrite /mtrace /mmul mxtrace_mulC. Qed.
Lemma r_trace_one n :
  (mtrace (idm R n)) = (num R n).
Proof. by rewrite /mtrace /idm mxtrace1. Qed.
Lemma r_trace_zeros n :
  (mtrace (zeros R n n)) = (cst R 0 1).
Proof. by apply: numP; rewrite ent_cst cst0 entE big1 // => i _; rewrite entE. Qed.
Lemma r_trace_scalar  (a_0 : 'M[R]_(1, 1)) :
  (mtrace a_0) = a_0.
Proof. by apply: numP; rewrite entE big_ord1. Qed.
Lemma r_trace_eq_sum_diagonal n (A : 'M[R]_(n, n)) :
  (mtrace A) = (mmul (ones R 1 n) (mdiagonal A)).
Proof. by apply: numP; rewrite !entE; apply: eq_bigr => i _; rewrite ent_ones // mul1r entE. Qed.
Lemma r_trace_mul_transpose n m (A : 'M[R]_(n, m)) (B : 'M[R]_(n, m)) :
  (mtrace (mmul A (mtr B))) = (mmul (mmul (ones R 1 n) (mhad A B)) (ones R m 1)).
Proof.

apply: numP; rewrite !entE; under eq_bigr do rewrite entE; rewrite exchange_big; apply: eq_bigr => l _ /=.
rewrite ent_ones // mulr1 entE; apply: eq_bigr => i _; rewrite ent_ones // mul1r !entE //. Qed.
Lemma r_trace_kron n m w1 (A : 'M[R]_(n, n)) (B : 'M[R]_(m, m)) :
  w1 = (m * n)%N ->
  (mtrace (mkron w1 w1 A B)) = (mhad (mtrace A) (mtrace B)).
Proof.

move=> e; apply: numP; rewrite !entE mulr_suml.
transitivity (\sum_(x < n) \sum_(y < m) ent A x x * ent B y y).
  by rewrite -(sum_mul_split (fun x y => ent A x x * ent B y y) e); apply: eq_bigr => o _; rewrite ent_kron.
by apply: eq_bigr => x _; rewrite mulr_sumr. Qed.
Lemma r_trace_blocks n m w1 (A : 'M[R]_(n, n)) (B : 'M[R]_(n, m)) (C : 'M[R]_(m, n)) (D : 'M[R]_(m, m)) :
  w1 = (m + n)%N ->
  (mtrace (mvcat w1 (mhcat w1 A B) (mhcat w1 C D))) = (madd (mtrace A) (mtrace D)).
Proof.

by move=> e; have {}e := etrans e (addnC m n); rewrite e blocks_mx /mtrace mxtrace_block raddfD. Qed.
Lemma r_det_mul n (A : 'M[R]_(n, n)) (B : 'M[R]_(n, n)) :
  (mdet (mmul A B)) = (mhad (mdet A) (mdet B)).
Proof. by apply: numP; rewrite !entE det_mulmx. Qed.
Lemma r_det_transpose n (A : 'M[R]_(n, n)) :
  (mdet (mtr A)) = (mdet A).
Proof. by rewrite /mdet det_tr. Qed.
Lemma r_det_one n :
  (mdet (idm R n)) = (cst R 1 1).
Proof. by apply: numP; rewrite ent_det ent_cst cst1 det1. Qed.
Lemma r_det_smul n (a_0 : 'M[R]_(1, 1)) (A : 'M[R]_(n, n)) :
  (mdet (mscale a_0 A)) = (mhad (emap (fpow R n) a_0) (mdet A)).
Proof. by apply: numP; rewrite entE ent_had ent_emap // !entE detZ scalar_ent. Qed.
Lemma r_det_inv n (A : 'M[R]_(n, n)) :
  (mdet (minv A)) = (emap (frecip R) (mdet A)).
Proof. by apply: numP; rewrite ent_emap // !entE det_inv. Qed.
Lemma r_det_scalar  (a_0 : 'M[R]_(1, 1)) :
  (mdet a_0) = a_0.
Proof. by apply: numP; rewrite entE det11 scalar_ent. Qed.
Lemma r_det_blocks_upper n m w1 (A : 'M[R]_(n, n)) (B : 'M[R]_(n, m)) (D : 'M[R]_(m, m)) :
  w1 = (m + n)%N ->
  (mdet (mvcat w1 (mhcat w1 A B) (mhcat w1 (zeros R m n) D))) = (mhad (mdet A) (mdet D)).
Proof. by move=> e; have {}e := etrans e (addnC m n); rewrite e blocks_mx; apply: numP; rewrite !entE det_ublock. Qed.
Lemma r_det_blocks_lower n m w1 (A : 'M[R]_(n, n)) (C : 'M[R]_(m, n)) (D : 'M[R]_(m, m)) :
  w1 = (m + n)%N ->
  (mdet (mvcat w1 (mhcat w1 A (zeros R n m)) (mhcat w1 C D))) = (mhad (mdet A) (mdet D)).
Proof. by move=> e; have {}e := etrans e (addnC m n); rewrite e blocks_mx; apply: numP; rewrite !entE det_lblock. Qed.
Lemma r_det_tri n :
  (mdet (mtri R n n 0 0)) = (cst R 1 1).
Proof.

apply: numP; rewrite ent_det ent_cst cst1 det_trig; first by apply: big1 => i _; rewrite mxE leqnn.
by apply/is_trig_mxP => i j h; rewrite mxE !addn0 leqNgt h. Qed.
Lemma r_det_of_lower n (L : 'M[R]_(n, n)) :
  is_lower L ->
  (mdet L) = (mdet (mdiag (mdiagonal L))).
Proof.
move=> h; apply: numP; rewrite !ent_det !det_trig.
- by apply: eq_bigr => i _; rewrite !mxE eqxx mulr1n.
- by apply/is_trig_mxP => i j ij; rewrite mxE; case: eqP => [e|]; [rewrite e ltnn in ij|rewrite mulr0n].
- by apply/is_trig_mxP => i j; exact: h. Qed.
Lemma r_det_nonzero_of_invertible n (A : 'M[R]_(n, n)) :
  is_invertible A ->
  is_nonzero (mdet A).
Proof. by move=> h i j; rewrite !mxE !ord1 eqxx mulr1n -unitfE -unitmxE. Qed.
Lemma r_invertible_of_det_nonzero n (A : 'M[R]_(n, n)) :
  is_nonzero (mdet A) ->
  is_invertible A.
Proof. by move=> /(_ 0 0); rewrite !mxE eqxx mulr1n -unitfE -unitmxE. Qed.
End Field.

Section Real.
Variables (R : realFieldType) (E : analysis R).

Lemma r_det_diag_pos n (v : 'M[R]_(n, 1)) :
  is_positive v ->
  is_positive (mdet (mdiag v)).
Proof.
move=> h i j; rewrite !mxE !ord1 eqxx mulr1n det_trig.
- by apply: prodr_gt0 => k _; rewrite mxE eqxx mulr1n.
- by apply/is_trig_mxP => k l kl; rewrite mxE; case: eqP => [e|]; [rewrite e ltnn in kl|rewrite mulr0n]. Qed.
Lemma r_det_zeros_of_pos n :
  is_positive (num R n) ->
  (mdet (zeros R n n)) = (cst R 0 1).
Proof. by move=> /num_gt0; case: n => // n _; apply: numP; rewrite ent_det ent_cst cst0 det0. Qed.
End Real.
