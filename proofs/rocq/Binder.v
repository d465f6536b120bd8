(* Sums and rows of blocks over an index, and what goes under a binder. *)
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
Lemma bsum_ext p n m (F G : nat -> 'M[R]_(n, m)) : (forall h, F h = G h) -> bsum p F = bsum p G.
Proof. by move=> e; apply: eq_bigr => h _. Qed.
Lemma bhcat_ext p c n m (F G : nat -> 'M[R]_(n, m)) : (forall h, F h = G h) -> bhcat p c F = bhcat p c G.
Proof. by move=> e; apply/matrixP => i j; rewrite !mxE e. Qed.
Lemma bvcat_ext p c n m (F G : nat -> 'M[R]_(n, m)) : (forall h, F h = G h) -> bvcat p c F = bvcat p c G.
Proof. by move=> e; apply/matrixP => i j; rewrite !mxE e. Qed.
Lemma mfold_ext p n m (x : 'M[R]_(n, m)) F G : (forall h y, F h y = G h y) -> mfold p x F = mfold p x G.
Proof. by move=> e; elim: p => //= p ->. Qed.
(* fold fusion: what each layer keeps, the fold keeps *)
Lemma mfold_fuse p n m k l (x : 'M[R]_(n, m)) F (y : 'M[R]_(k, l)) G (C : 'M[R]_(k, l) -> 'M[R]_(n, m)) :
  x = C y -> (forall h z, F h (C z) = C (G h z)) -> mfold p x F = C (mfold p y G).
Proof. by move=> e s; elim: p => //= p ->. Qed.
(* induction over layers, of one, two or three folds *)
Lemma mfold_induct1 p n m (x : 'M[R]_(n, m)) F (P : 'M[R]_(n, m) -> Prop) :
  P x -> (forall h y, P y -> P (F h y)) -> P (mfold p x F).
Proof. by move=> e s; elim: p => //= p; apply: s. Qed.
Lemma mfold_induct2 p n m n' m' (x : 'M[R]_(n, m)) F (x' : 'M[R]_(n', m')) F'
  (P : 'M[R]_(n, m) -> 'M[R]_(n', m') -> Prop) :
  P x x' -> (forall h y y', P y y' -> P (F h y) (F' h y')) -> P (mfold p x F) (mfold p x' F').
Proof. by move=> e s; elim: p => //= p; apply: s. Qed.
Lemma mfold_induct3 p n m n' m' n2 m2 (x : 'M[R]_(n, m)) F (x' : 'M[R]_(n', m')) F' (x2 : 'M[R]_(n2, m2)) F2
  (P : 'M[R]_(n, m) -> 'M[R]_(n', m') -> 'M[R]_(n2, m2) -> Prop) :
  P x x' x2 -> (forall h y y' y2, P y y' y2 -> P (F h y) (F' h y') (F2 h y2)) ->
  P (mfold p x F) (mfold p x' F') (mfold p x2 F2).
Proof. by move=> e s; elim: p => //= p; apply: s. Qed.

Lemma r_mul_sum n m k p (A : 'M[R]_(n, m)) (S_0 : nat -> 'M[R]_(m, k)) :
  (mmul A (bsum p (fun (i1 : nat) => (S_0 i1)))) = (bsum p (fun (i1 : nat) => (mmul A (S_0 i1)))).
Proof. exact: mulmx_sumr. Qed.
Lemma r_sum_mul n m p k (S_0 : nat -> 'M[R]_(n, m)) (A : 'M[R]_(m, k)) :
  (mmul (bsum p (fun (i1 : nat) => (S_0 i1))) A) = (bsum p (fun (i1 : nat) => (mmul (S_0 i1) A))).
Proof. exact: mulmx_suml. Qed.
Lemma r_smul_sum n m p (a_0 : 'M[R]_(1, 1)) (S_0 : nat -> 'M[R]_(n, m)) :
  (mscale a_0 (bsum p (fun (i1 : nat) => (S_0 i1)))) = (bsum p (fun (i1 : nat) => (mscale a_0 (S_0 i1)))).
Proof. exact: scaler_sumr. Qed.
Lemma r_sum_smul p n m (S_0 : nat -> 'M[R]_(1, 1)) (A : 'M[R]_(n, m)) :
  (mscale (bsum p (fun (i1 : nat) => (S_0 i1))) A) = (bsum p (fun (i1 : nat) => (mscale (S_0 i1) A))).
Proof. by rewrite /mscale /bsum summxE scaler_suml. Qed.
Lemma r_sum_add n m p (S_0 : nat -> 'M[R]_(n, m)) (T : nat -> 'M[R]_(n, m)) :
  (madd (bsum p (fun (i1 : nat) => (S_0 i1))) (bsum p (fun (i1 : nat) => (T i1)))) = (bsum p (fun (i1 : nat) => (madd (S_0 i1) (T i1)))).
Proof. by rewrite /madd /bsum big_split. Qed.
Lemma r_transpose_sum n m p (S_0 : nat -> 'M[R]_(n, m)) :
  (mtr (bsum p (fun (i1 : nat) => (S_0 i1)))) = (bsum p (fun (i1 : nat) => (mtr (S_0 i1)))).
Proof. exact: linear_sum. Qed.
Lemma r_sum_const n m p (A : 'M[R]_(n, m)) :
  (bsum p (fun (i1 : nat) => A)) = (mscale (num R p) A).
Proof. by rewrite /bsum /mscale /num mxE eqxx mulr1n sumr_const card_ord scaler_nat. Qed.
Lemma r_sum_one n m (S_0 : nat -> 'M[R]_(n, m)) :
  (bsum 1 (fun (i1 : nat) => (S_0 i1))) = (S_0 0%N).
Proof. by rewrite /bsum big_ord1. Qed.
Lemma r_layers_add n m p (A : 'M[R]_(n, m)) (S_0 : nat -> 'M[R]_(n, m)) :
  (mfold p A (fun (i1 : nat) (y1 : 'M[R]_(n, m)) => (madd y1 (S_0 i1)))) = (madd A (bsum p (fun (i1 : nat) => (S_0 i1)))).
Proof.
by elim: p => [|p IH]; rewrite /bsum /madd ?big_ord0 ?addr0 //= -/(mfold _ _ _) IH /madd /bsum big_ord_recr addrA. Qed.
Lemma r_vcat_ones n m p w1 :
  w1 = (n * p)%N ->
  (bvcat p w1 (fun (i1 : nat) => (ones R n m))) = (ones R w1 m).
Proof.
move=> ->; apply: matP => i j hi hj; rewrite ent_bvcat // !ent_ones //.
by rewrite ltn_mod; case: n hi => //; rewrite mul0n. Qed.
Lemma r_hcat_mul_vcat_sum n m p k w1 (S_0 : nat -> 'M[R]_(n, m)) (T : nat -> 'M[R]_(m, k)) :
  w1 = (m * p)%N ->
  (mmul (bhcat p w1 (fun (i1 : nat) => (S_0 i1))) (bvcat p w1 (fun (i1 : nat) => (T i1)))) = (bsum p (fun (i1 : nat) => (mmul (S_0 i1) (T i1)))).
Proof.

move=> e; apply: matP => i j hi hj; rewrite !entE.
transitivity (\sum_(x < p) \sum_(y < m) ent (S_0 x) i y * ent (T x) y j).
  rewrite -(sum_mul_split (fun x y => ent (S_0 x) i y * ent (T x) y j) e).
  by apply: eq_bigr => o _; rewrite ent_bhcat // ent_bvcat.
by apply: eq_bigr => x _; rewrite entE. Qed.
Lemma r_mul_bigHcat n m k p w1 (A : 'M[R]_(n, m)) (S_0 : nat -> 'M[R]_(m, k)) :
  w1 = (k * p)%N ->
  (mmul A (bhcat p w1 (fun (i1 : nat) => (S_0 i1)))) = (bhcat p w1 (fun (i1 : nat) => (mmul A (S_0 i1)))).
Proof. by move=> ->; ext; rewrite ent_bhcat // entE; apply: eq_bigr => o _; rewrite ent_bhcat. Qed.
Lemma r_bigVcat_mul n m p k w1 (S_0 : nat -> 'M[R]_(n, m)) (A : 'M[R]_(m, k)) :
  w1 = (n * p)%N ->
  (mmul (bvcat p w1 (fun (i1 : nat) => (S_0 i1))) A) = (bvcat p w1 (fun (i1 : nat) => (mmul (S_0 i1) A))).
Proof. by move=> ->; ext; rewrite ent_bvcat // entE; apply: eq_bigr => o _; rewrite ent_bvcat. Qed.
Lemma r_transpose_bigHcat n m p w1 (S_0 : nat -> 'M[R]_(n, m)) :
  w1 = (m * p)%N ->
  (mtr (bhcat p w1 (fun (i1 : nat) => (S_0 i1)))) = (bvcat p w1 (fun (i1 : nat) => (mtr (S_0 i1)))).
Proof. by move=> ->; ext; rewrite ent_bhcat // ent_bvcat // entE. Qed.
Lemma r_transpose_bigVcat n m p w1 (S_0 : nat -> 'M[R]_(n, m)) :
  w1 = (n * p)%N ->
  (mtr (bvcat p w1 (fun (i1 : nat) => (S_0 i1)))) = (bhcat p w1 (fun (i1 : nat) => (mtr (S_0 i1)))).
Proof. by move=> ->; ext; rewrite ent_bhcat // ent_bvcat // entE. Qed.
Lemma r_smul_bigHcat n m p w1 (a_0 : 'M[R]_(1, 1)) (S_0 : nat -> 'M[R]_(n, m)) :
  w1 = (m * p)%N ->
  (mscale a_0 (bhcat p w1 (fun (i1 : nat) => (S_0 i1)))) = (bhcat p w1 (fun (i1 : nat) => (mscale a_0 (S_0 i1)))).
Proof. by move=> ->; ext; rewrite !ent_bhcat // entE. Qed.
Lemma r_smul_bigVcat n m p w1 (a_0 : 'M[R]_(1, 1)) (S_0 : nat -> 'M[R]_(n, m)) :
  w1 = (n * p)%N ->
  (mscale a_0 (bvcat p w1 (fun (i1 : nat) => (S_0 i1)))) = (bvcat p w1 (fun (i1 : nat) => (mscale a_0 (S_0 i1)))).
Proof. by move=> ->; ext; rewrite !ent_bvcat // entE. Qed.
Lemma r_bigHcat_add n m p w1 (S_0 : nat -> 'M[R]_(n, m)) (T : nat -> 'M[R]_(n, m)) :
  w1 = (m * p)%N ->
  (madd (bhcat p w1 (fun (i1 : nat) => (S_0 i1))) (bhcat p w1 (fun (i1 : nat) => (T i1)))) = (bhcat p w1 (fun (i1 : nat) => (madd (S_0 i1) (T i1)))).
Proof. by move=> ->; ext; rewrite !ent_bhcat // entE. Qed.
Lemma r_bigVcat_add n m p w1 (S_0 : nat -> 'M[R]_(n, m)) (T : nat -> 'M[R]_(n, m)) :
  w1 = (n * p)%N ->
  (madd (bvcat p w1 (fun (i1 : nat) => (S_0 i1))) (bvcat p w1 (fun (i1 : nat) => (T i1)))) = (bvcat p w1 (fun (i1 : nat) => (madd (S_0 i1) (T i1)))).
Proof. by move=> ->; ext; rewrite !ent_bvcat // entE. Qed.
Lemma r_map_bigHcat n m p w1 (S_0 : nat -> 'M[R]_(n, m)) (f : R -> R) :
  w1 = (m * p)%N ->
  (emap f (bhcat p w1 (fun (i1 : nat) => (S_0 i1)))) = (bhcat p w1 (fun (i1 : nat) => (emap f (S_0 i1)))).
Proof. move=> ->; ext; rewrite !ent_bhcat // ent_emap //; apply: mod_lt'; eassumption. Qed.
Lemma r_map_bigVcat n m p w1 (S_0 : nat -> 'M[R]_(n, m)) (f : R -> R) :
  w1 = (n * p)%N ->
  (emap f (bvcat p w1 (fun (i1 : nat) => (S_0 i1)))) = (bvcat p w1 (fun (i1 : nat) => (emap f (S_0 i1)))).
Proof. move=> ->; ext; rewrite !ent_bvcat // ent_emap //; apply: mod_lt'; eassumption. Qed.
End Field.

Arguments mfold_fuse {R p n m k l x F y G} C.
Arguments mfold_induct1 {R p n m x F} P.
Arguments mfold_induct2 {R p n m n' m' x F x' F'} P.
Arguments mfold_induct3 {R p n m n' m' n2 m2 x F x' F' x2 F2} P.
