(* Kronecker products of permutations, of selections and of ranks; stacked sums. *)
From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From Commutant Require Import Prelude Ring Entrywise Property Block Kron Trace Inverse Rank Determinant.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Places.
Variable R : realFieldType.

Lemma pair_lt a b n m : (a < n)%N -> (b < m)%N -> (a * m + b < m * n)%N.
Proof.
move=> ha hb; apply: (@leq_trans (a.+1 * m)%N); first by rewrite mulSn addnC ltn_add2r.
by rewrite mulnC leq_mul2l ha orbT.
Qed.

Lemma pair_eq m x y j : (y < m)%N -> (x * m + y == j)%N = (x == j %/ m)%N && (y == j %% m)%N.
Proof.
move=> h; apply/eqP/andP => [<-|[/eqP-> /eqP->]]; last by rewrite -divn_eq.
by rewrite modnMDl divnMDl ?(leq_ltn_trans (leq0n _) h) // divn_small // modn_small // addn0 !eqxx.
Qed.

Definition pair_map n m k l (f : 'I_n -> 'I_m) (g : 'I_k -> 'I_l) (i : 'I_(k * n)) : 'I_(l * m) :=
  Ordinal (pair_lt (ltn_ord (f (Ordinal (div_lt' (ltn_ord i))))) (ltn_ord (g (Ordinal (mod_lt' (ltn_ord i)))))).

Lemma r_selection_kron n m k l w1 w2 (S_0 : 'M[R]_(n, m)) (T : 'M[R]_(k, l)) :
  w1 = (k * n)%N ->
  w2 = (l * m)%N ->
  is_selection S_0 ->
  is_selection T ->
  is_selection (mkron w1 w2 S_0 T).
Proof.
move=> -> -> [f ->] [g ->]; exists (pair_map f g); apply/matrixP => i j.
rewrite mxE (ent_ltn _ (div_lt' (ltn_ord i)) (div_lt' (ltn_ord j))) (ent_ltn _ (mod_lt' (ltn_ord i)) (mod_lt' (ltn_ord j))).
rewrite !mxE -natrM mulnb -!val_eqE /= [in RHS]eq_sym pair_eq ?ltn_ord //.
by rewrite [X in X && _]eq_sym [X in _ && X]eq_sym.
Qed.

Lemma pair_map_inj n m (f : 'I_n -> 'I_n) (g : 'I_m -> 'I_m) : injective f -> injective g -> injective (pair_map f g).
Proof.
move=> fi gi i j /(congr1 val) /= /eqP; set y := g (Ordinal (mod_lt' (ltn_ord j))).
rewrite pair_eq ?ltn_ord // modnMDl (modn_small (ltn_ord y)) (divnMDl _ _ (leq_ltn_trans (leq0n _) (ltn_ord y))).
rewrite (divn_small (ltn_ord y)) addn0 /y {y}.
move=> /andP[/eqP/val_inj/fi/(congr1 val) /= d /eqP/val_inj/gi/(congr1 val) /= r].
by apply: val_inj; rewrite /= (divn_eq i m) d r -divn_eq.
Qed.

Lemma r_perm_kron n m w1 (P : 'M[R]_(n, n)) (Q : 'M[R]_(m, m)) :
  w1 = (m * n)%N ->
  is_perm P ->
  is_perm Q ->
  is_perm (mkron w1 w1 P Q).
Proof.
move=> -> [s ->] [t ->]; exists (perm (pair_map_inj (@perm_inj _ s) (@perm_inj _ t))); apply/matrixP => i j.
rewrite mxE (ent_ltn _ (div_lt' (ltn_ord i)) (div_lt' (ltn_ord j))) (ent_ltn _ (mod_lt' (ltn_ord i)) (mod_lt' (ltn_ord j))).
by rewrite !mxE permE -natrM mulnb -!val_eqE /= pair_eq ?ltn_ord.
Qed.

Lemma r_vec_sum n m p w1 (S_0 : nat -> 'M[R]_(n, m)) :
  w1 = (m * n)%N ->
  mvec w1 (bsum p (fun (i1 : nat) => (S_0 i1))) = bsum p (fun (i1 : nat) => (mvec w1 (S_0 i1))).
Proof.
move=> _; apply: matP => i [|//] hi _; rewrite ent_vec // !ent_sum.
by apply: eq_bigr => h _; rewrite ent_vec.
Qed.

Lemma r_sum_of_bigVcat p n m w1 (S_0 : nat -> 'M[R]_(n, m)) :
  w1 = (n * p)%N ->
  mmul (mkron n w1 (ones R 1 p) (idm R n)) (bvcat p w1 (fun (i1 : nat) => (S_0 i1)))
  = bsum p (fun (i1 : nat) => (S_0 i1)).
Proof.
move=> e; apply: matP => i j hi hj; rewrite ent_mul ent_sum.
transitivity (\sum_(l < w1) (fun x y => (i == y)%:R * ent (S_0 x) y j) (l %/ n)%N (l %% n)%N).
  apply: eq_bigr => l _; have hl : (l < p * n)%N by rewrite mulnC -e ltn_ord.
  by rewrite ent_kron ?ltn_ord // ent_bvcat ?ltn_ord // (divn_small hi) (modn_small hi) ent_ones ?(div_lt hl) // ent_idm // mul1r.
rewrite (@sum_mul_split R p n w1 (fun x y => (i == y)%:R * ent (S_0 x) y j) e); apply: eq_bigr => x _.
rewrite (bigD1 (Ordinal hi)) //= eqxx mul1r big1 ?addr0 // => y ny.
case: eqP => [ey|]; last by rewrite mul0r.
by case/eqP: ny; apply: val_inj; rewrite /= ey.
Qed.

Lemma kronM n m k l a b p q r (A : 'M[R]_(n, m)) (B : 'M[R]_(k, l)) (C : 'M[R]_(m, a)) (D : 'M[R]_(l, b)) :
  p = (k * n)%N -> q = (l * m)%N -> r = (b * a)%N ->
  mmul (mkron p q A B) (mkron q r C D) = mkron p r (mmul A C) (mmul B D).
Proof. by move=> e f g; first [apply: r_kron_mul_kron; sizes | eapply r_kron_mul_kron; sizes]. Qed.

Lemma rank_kron n m k l p q (A : 'M[R]_(n, m)) (B : 'M[R]_(k, l)) : p = (k * n)%N -> q = (l * m)%N ->
  \rank (mkron p q A B) = (\rank A * \rank B)%N.
Proof.
move=> e f; set r := (\rank B * \rank A)%N; rewrite mulnC -/r; apply/eqP; rewrite eqn_leq; apply/andP; split.
  have -> : mkron p q A B = mmul (mkron p r (col_base A) (col_base B)) (mkron r q (row_base A) (row_base B)).
    by rewrite (kronM _ _ _ _ e (erefl r) f) /mmul !mulmx_base.
  by apply: leq_trans (mxrankM_maxl _ _) _; apply: rank_leq_col.
have [L [S hA]] := base_inv A; have [M [T hB]] := base_inv B.
have u : mmul (mmul (mkron r p L M) (mkron p q A B)) (mkron q r S T) = idm R r.
  rewrite (kronM _ _ _ _ (erefl r) e f) (kronM _ _ _ _ (erefl r) f (erefl r)) /mmul hA hB.
  by first [apply: r_one_kron_one; sizes | rewrite -/(idm R _) -/(idm R _); eapply r_one_kron_one; sizes].
have -> : r = \rank (idm R r) by rewrite mxrank1.
rewrite -u; apply: leq_trans (mxrankM_maxl _ _) _; exact: mxrankM_maxr.
Qed.

Lemma r_rank_kron n m k l w1 w2 (A : 'M[R]_(n, m)) (B : 'M[R]_(k, l)) :
  w1 = (k * n)%N ->
  w2 = (l * m)%N ->
  mrank (mkron w1 w2 A B) = mhad (mrank A) (mrank B).
Proof. by move=> e f; apply: numP; rewrite ent_had !ent_rank (rank_kron _ _ e f) natrM. Qed.

Lemma rank_rows n m k (f : 'I_k -> 'I_n) (A : 'M[R]_(n, m)) : (\rank (\matrix_(i, j) A (f i) j) <= \rank A)%N.
Proof.
apply: mxrankS; apply/row_subP => i; have -> : row i (\matrix_(i, j) A (f i) j) = row (f i) A by apply/rowP => j; rewrite !mxE.
exact: row_sub.
Qed.

Lemma rank_entries n m k l (f : 'I_k -> 'I_n) (g : 'I_l -> 'I_m) (A : 'M[R]_(n, m)) :
  (\rank (\matrix_(i, j) A (f i) (g j)) <= \rank A)%N.
Proof.
rewrite -mxrank_tr; have -> : (\matrix_(i, j) A (f i) (g j))^T = \matrix_(j, i) (\matrix_(i, j) A (f i) j)^T (g j) i.
  by apply/matrixP => j i; rewrite !mxE.
by apply: leq_trans (rank_rows _ _) _; rewrite mxrank_tr rank_rows.
Qed.

Lemma r_rank_hadamard_le n m (A : 'M[R]_(n, m)) (B : 'M[R]_(n, m)) :
  mle (mrank (mhad A B)) (mhad (mrank A) (mrank B)).
Proof.
move=> x y; rewrite !ord1 (scalar_ent (mrank _)) (scalar_ent (mhad _ _)) ent_had !ent_rank -natrM ler_nat.
rewrite -(@rank_kron n m n m (n * n) (m * m) A B) //.
pose f (i : 'I_n) := Ordinal (pair_lt (ltn_ord i) (ltn_ord i)); pose g (j : 'I_m) := Ordinal (pair_lt (ltn_ord j) (ltn_ord j)).
have -> : mhad A B = \matrix_(i, j) mkron (n * n) (m * m) A B (f i) (g j).
  apply/matrixP => i j; rewrite !mxE /= !modnMDl !modn_small ?ltn_ord // !divnMDl ?(leq_ltn_trans (leq0n _) (ltn_ord i)) ?(leq_ltn_trans (leq0n _) (ltn_ord j)) //.
  by rewrite !divn_small ?ltn_ord // !addn0 !ent_ord.
exact: rank_entries.
Qed.

Lemma det_one_kron m n p (B : 'M[R]_m) : p = (m * n)%N -> \det (mkron p p (idm R n) B) = \det B ^+ n.
Proof.
elim: n p => [|n IH] p e; first by rewrite e muln0 det_mx00 expr0.
have {}e : p = (m * n + m)%N by rewrite e mulnSr.
have top x : (m * n <= x)%N -> (x < m * n + m)%N -> (x %/ m = n)%N /\ (x %% m = x - m * n)%N.
  move=> a b; have: (x - m * n < m)%N by rewrite ltn_subLR.
  move: (subnKC a); move: (x - m * n)%N => r <- rm.
  by rewrite mulnC divnMDl ?(leq_ltn_trans (leq0n _) rm) // modnMDl divn_small // modn_small // addn0.
rewrite e; have -> : mkron (m * n + m) (m * n + m) (idm R n.+1) B =
    block_mx (mkron (m * n) (m * n) (idm R n) B) (zeros R (m * n) m) (zeros R m (m * n)) B.
  rewrite block_mxEv -!row_mxH -col_mxV; apply: matP => i j hi hj; rewrite ent_kron // ent_vcat //.
  case: (ltnP i (m * n)) => h; rewrite ent_hcat //; case: (ltnP j (m * n)) => g.
  - by have h1 := div_lt' h; have h2 := leqW h1; rewrite ent_kron // !ent_idm.
  - have h1 := div_lt' h; have h2 := leqW h1; have [-> _] := top j g hj.
    by rewrite ent_idm // (ltn_eqF h1) mul0r ent_zeros.
  - have [-> _] := top i h hi; rewrite ent_idm // (gtn_eqF (div_lt' g)) mul0r ent_zeros //.
  - by have [-> ->] := top i h hi; have [-> ->] := top j g hj; rewrite ent_idm // eqxx mul1r.
by rewrite /zeros det_ublock IH // exprSr.
Qed.

Lemma det_kron_one m n p (A : 'M[R]_n) : p = (m * n)%N -> \det (mkron p p A (idm R m)) = \det A ^+ m.
Proof.
move=> e; have lt (i : 'I_p) : ((i %% m) * n + i %/ m < p)%N.
  have hi : (i < m * n)%N by rewrite -e.
  by apply: (leq_trans (pair_lt (mod_lt' hi) (div_lt' hi))); rewrite e mulnC.
have dl (i : 'I_p) : (i %/ m < n)%N by apply: div_lt'; rewrite -e.
have qr (i : 'I_p) : (((i %% m) * n + i %/ m) %/ n = i %% m)%N /\ (((i %% m) * n + i %/ m) %% n = i %/ m)%N.
  by rewrite divnMDl ?(leq_ltn_trans (leq0n _) (dl i)) // modnMDl (divn_small (dl i)) (modn_small (dl i)) addn0.
have inj : injective (fun i => Ordinal (lt i)).
  move=> i j /(congr1 val) /= h; have [qi ri] := qr i; have [qj rj] := qr j.
  have a : (i %% m = j %% m)%N by rewrite -qi h qj.
  have b : (i %/ m = j %/ m)%N by rewrite -ri h rj.
  by apply: val_inj; rewrite /= (divn_eq i m) a b -divn_eq.
have -> : mkron p p A (idm R m) = row_perm (perm inj) (col_perm (perm inj) (mkron p p (idm R m) A)).
  apply/matrixP => i j; rewrite !mxE !permE /=; have [-> ->] := qr i; have [-> ->] := qr j; exact: mulrC.
rewrite row_permE col_permE !det_mulmx !det_perm odd_permV mulrC -mulrA -signr_addb addbb mulr1.
by apply: det_one_kron; rewrite e mulnC.
Qed.

Lemma r_det_kron n m w1 (A : 'M[R]_(n, n)) (B : 'M[R]_(m, m)) :
  w1 = (m * n)%N ->
  mdet (mkron w1 w1 A B) = mhad (emap (fpow R m) (mdet A)) (emap (fpow R n) (mdet B)).
Proof.
move=> e; apply: numP; rewrite ent_had !ent_emap // !ent_det /fpow.
have -> : mkron w1 w1 A B = mmul (mkron w1 w1 A (idm R m)) (mkron w1 w1 (idm R n) B).
  by rewrite (kronM _ _ _ _ e e e) /mmul /idm mulmx1 mul1mx.
by rewrite /mmul det_mulmx (det_kron_one _ e) (det_one_kron _ e).
Qed.

End Places.
