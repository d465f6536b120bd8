(* The largest entry: a bound that some entry meets. *)
From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From Commutant Require Import Prelude Ring Entrywise Property Block Kron Trace Inverse Rank.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section MaxEntry.
Variable R : realFieldType.

Lemma bigmax_ge (I : finType) (F : I -> R) x q : F q <= \big[Num.max/x]_(p : I) F p.
Proof.
have: q \in index_enum I by apply: mem_index_enum.
elim: (index_enum I) => // a s IH; rewrite inE big_cons le_maxr => /orP[/eqP->|/IH->]; by rewrite ?lexx ?orbT.
Qed.

Lemma bigmax_in (I : Type) (s : seq I) (F : I -> R) x :
  \big[Num.max/x]_(q <- s) F q = x \/ exists q, \big[Num.max/x]_(q <- s) F q = F q.
Proof.
elim: s => [|a s IH]; first by left; rewrite big_nil.
by rewrite big_cons; case: (lerP (F a) (\big[Num.max/x]_(q <- s) F q)) => _; [exact: IH|right; exists a].
Qed.

Lemma ord_gt0 n (i : 'I_n) : (0 < n)%N. Proof. exact: leq_ltn_trans (leq0n _) (ltn_ord i). Qed.

Lemma maxe_ge n m (A : 'M[R]_(n, m)) i j : A i j <= ent (mmaxe A) 0 0.
Proof.
rewrite /mmaxe ent_scalar; case: pickP => [p _|h]; last by have := h (i, j).
exact: (@bigmax_ge _ (fun q : 'I_n * 'I_m => A q.1 q.2) _ (i, j)).
Qed.

Lemma maxe_ent n m (A : 'M[R]_(n, m)) i j : (i < n)%N -> (j < m)%N -> ent A i j <= ent (mmaxe A) 0 0.
Proof. by move=> hi hj; rewrite (ent_ltn A hi hj) maxe_ge. Qed.

Lemma maxe_in n m (A : 'M[R]_(n, m)) : (0 < n)%N -> (0 < m)%N -> exists i j, ent (mmaxe A) 0 0 = A i j.
Proof.
move=> n0 m0; rewrite /mmaxe ent_scalar; case: pickP => [p _|h]; last by have := h (Ordinal n0, Ordinal m0).
by case: (bigmax_in (index_enum _) (fun q : 'I_n * 'I_m => A q.1 q.2) (A p.1 p.2)) => [->|[q ->]];
  [exists p.1, p.2|exists q.1, q.2].
Qed.

Lemma maxe_eq n m (A : 'M[R]_(n, m)) c : (0 < n)%N -> (0 < m)%N ->
  (forall i j, A i j <= c) -> (exists i j, A i j = c) -> ent (mmaxe A) 0 0 = c.
Proof.
move=> n0 m0 le [i [j e]]; apply: le_anti; apply/andP; split; last by rewrite -e maxe_ge.
by have [k [l ->]] := maxe_in A n0 m0; apply: le.
Qed.

Lemma maxe_empty n m (A : 'M[R]_(n, m)) : ~~ ((0 < n)%N && (0 < m)%N) -> ent (mmaxe A) 0 0 = 0.
Proof.
move=> h; rewrite /mmaxe ent_scalar; case: pickP => [[i j] _|//].
by case/negP: h; rewrite (ord_gt0 i) (ord_gt0 j).
Qed.

(* the same entries, at other places *)
Lemma maxe_same n m k l (A : 'M[R]_(n, m)) (B : 'M[R]_(k, l)) :
  (forall i j, exists x y, A i j = B x y) -> (forall x y, exists i j, B x y = A i j) -> mmaxe A = mmaxe B.
Proof.
move=> AB BA; apply: numP; case: (boolP ((0 < n)%N && (0 < m)%N)) => [/andP[n0 m0]|h].
  apply: maxe_eq => // [i j|]; first by have [x [y ->]] := AB i j; apply: maxe_ge.
  have [x [y _]] := AB (Ordinal n0) (Ordinal m0).
  have [u [v ->]] := maxe_in B (ord_gt0 x) (ord_gt0 y).
  by have [i [j ->]] := BA u v; exists i, j.
rewrite (maxe_empty A h) maxe_empty //; apply/negP => /andP[k0 l0].
by have [i [j _]] := BA (Ordinal k0) (Ordinal l0); case/negP: h; rewrite (ord_gt0 i) (ord_gt0 j).
Qed.

Lemma r_maxEntry_mul_of_perm n m (P : 'M[R]_(n, n)) (A : 'M[R]_(n, m)) :
  is_perm P ->
  mmaxe (mmul P A) = mmaxe A.
Proof.
case=> s ->; rewrite /mmul -row_permE; apply: maxe_same => i j; first by exists (s i), j; rewrite mxE.
by exists ((s^-1)%g i), j; rewrite mxE permKV.
Qed.

Lemma r_maxEntry_mul_perm n m (P : 'M[R]_(m, m)) (A : 'M[R]_(n, m)) :
  is_perm P ->
  mmaxe (mmul A P) = mmaxe A.
Proof.
case=> s ->; rewrite /mmul -[s]invgK -col_permE; apply: maxe_same => i j; first by exists i, ((s^-1)%g j); rewrite mxE.
by exists i, (s j); rewrite mxE permK.
Qed.

Lemma r_maxEntry_transpose n m (A : 'M[R]_(n, m)) :
  mmaxe (mtr A) = mmaxe A.
Proof. by apply: maxe_same => i j; exists j, i; rewrite mxE. Qed.

Lemma r_maxEntry_vec n m w1 (A : 'M[R]_(n, m)) :
  w1 = (m * n)%N ->
  mmaxe (mvec w1 A) = mmaxe A.
Proof.
move=> ->; apply: maxe_same => i j.
  by exists (Ordinal (mod_lt (ltn_ord i))), (Ordinal (div_lt (ltn_ord i))); rewrite mxE -ent_ord.
have h : (j * n + i < m * n)%N.
  apply: (@leq_trans (j.+1 * n)%N); first by rewrite mulSn addnC ltn_add2r.
  by rewrite leq_mul2r ltn_ord orbT.
exists (Ordinal h), 0; rewrite mxE /= modnMDl modn_small ?ltn_ord //.
by rewrite divnMDl ?(ord_gt0 i) // divn_small ?ltn_ord // addn0 ent_ord.
Qed.

Lemma r_le_maxEntry n m (A : 'M[R]_(n, m)) :
  mle A (mscale (mmaxe A) (ones R n m)).
Proof. by move=> i j; rewrite mxE [X in _ * X]mxE mulr1 scalar_ent; apply: maxe_ge. Qed.

Lemma r_maxEntry_le n m (A : 'M[R]_(n, m)) (c : 'M[R]_(1, 1)) :
  is_positive (num R n) ->
  is_positive (num R m) ->
  mle A (mscale c (ones R n m)) ->
  mle (mmaxe A) c.
Proof.
move=> n0 m0 h x y; rewrite !ord1 !scalar_ent.
have [i [j ->]] := maxe_in A (num_gt0 n0) (num_gt0 m0).
by have := h i j; rewrite mxE [X in _ <= _ * X]mxE mulr1 scalar_ent.
Qed.

Lemma r_maxEntry_map_of_monotone n m (f : R -> R) (A : 'M[R]_(n, m)) :
  {homo f : x y / x <= y} ->
  is_positive (num R n) ->
  is_positive (num R m) ->
  mmaxe (emap f A) = emap f (mmaxe A).
Proof.
move=> mono /num_gt0 n0 /num_gt0 m0; apply: numP; rewrite (ent_emap f (mmaxe A)) //.
apply: maxe_eq => // [i j|]; first by rewrite mxE; apply: mono; apply: maxe_ge.
by have [i [j ->]] := maxe_in A n0 m0; exists i, j; rewrite mxE.
Qed.

Lemma r_maxEntry_smul_of_nonneg n m (a_0 : 'M[R]_(1, 1)) (A : 'M[R]_(n, m)) :
  is_nonnegative a_0 ->
  is_positive (num R n) ->
  is_positive (num R m) ->
  mmaxe (mscale a_0 A) = mhad a_0 (mmaxe A).
Proof.
move=> a0 /num_gt0 n0 /num_gt0 m0; apply: numP; rewrite ent_had.
apply: maxe_eq => // [i j|]; first by rewrite mxE scalar_ent ler_wpmul2l ?maxe_ge ?nonneg_ent.
by have [i [j ->]] := maxe_in A n0 m0; exists i, j; rewrite mxE scalar_ent.
Qed.

Lemma r_maxEntry_smul_ones n m (c : 'M[R]_(1, 1)) :
  is_positive (num R n) ->
  is_positive (num R m) ->
  mmaxe (mscale c (ones R n m)) = c.
Proof.
move=> /num_gt0 n0 /num_gt0 m0; apply: numP; apply: maxe_eq => // [i j|]; first by rewrite !mxE mulr1 scalar_ent.
by exists (Ordinal n0), (Ordinal m0); rewrite !mxE mulr1 scalar_ent.
Qed.

Lemma r_maxEntry_add_smul_ones n m (A : 'M[R]_(n, m)) (c : 'M[R]_(1, 1)) :
  is_positive (num R n) ->
  is_positive (num R m) ->
  mmaxe (madd A (mscale c (ones R n m))) = madd (mmaxe A) c.
Proof.
move=> /num_gt0 n0 /num_gt0 m0; apply: numP; rewrite ent_add.
apply: maxe_eq => // [i j|]; first by rewrite !mxE mulr1 scalar_ent ler_add2r maxe_ge.
by have [i [j ->]] := maxe_in A n0 m0; exists i, j; rewrite !mxE mulr1 scalar_ent.
Qed.

Lemma r_maxEntry_hcat n m k w1 (A : 'M[R]_(n, m)) (B : 'M[R]_(n, k)) :
  w1 = (k + m)%N ->
  is_positive (num R n) ->
  is_positive (num R m) ->
  is_positive (num R k) ->
  mmaxe (mhcat w1 A B) = mmax (mmaxe A) (mmaxe B).
Proof.
move=> e /num_gt0 n0 /num_gt0 m0 /num_gt0 k0; apply: numP; rewrite ent_max.
apply: maxe_eq => // [|i j|]; first by rewrite e addn_gt0 k0.
  rewrite -ent_ord ent_hcat ?ltn_ord // le_maxr; case: ltnP => h; rewrite maxe_ent ?ltn_ord ?orbT //.
  by rewrite ltn_subLR // addnC -e ltn_ord.
case: lerP => _.
  have [x [y ->]] := maxe_in B n0 k0; have h : (m + y < w1)%N by rewrite e [X in (_ < X)%N]addnC ltn_add2l.
  by exists x, (Ordinal h); rewrite -ent_ord ent_hcat ?ltn_ord //= ltnNge leq_addr /= addKn ent_ord.
have [x [y ->]] := maxe_in A n0 m0; have h : (y < w1)%N by rewrite e ltn_addl.
by exists x, (Ordinal h); rewrite -ent_ord ent_hcat ?ltn_ord //= ltn_ord ent_ord.
Qed.

Lemma r_maxEntry_vcat n m k w1 (A : 'M[R]_(n, m)) (B : 'M[R]_(k, m)) :
  w1 = (k + n)%N ->
  is_positive (num R n) ->
  is_positive (num R m) ->
  is_positive (num R k) ->
  mmaxe (mvcat w1 A B) = mmax (mmaxe A) (mmaxe B).
Proof.
move=> e /num_gt0 n0 /num_gt0 m0 /num_gt0 k0; apply: numP; rewrite ent_max.
apply: maxe_eq => // [|i j|]; first by rewrite e addn_gt0 k0.
  rewrite -ent_ord ent_vcat ?ltn_ord // le_maxr; case: ltnP => h; rewrite maxe_ent ?ltn_ord ?orbT //.
  by rewrite ltn_subLR // addnC -e ltn_ord.
case: lerP => _.
  have [x [y ->]] := maxe_in B k0 m0; have h : (n + x < w1)%N by rewrite e [X in (_ < X)%N]addnC ltn_add2l.
  by exists (Ordinal h), y; rewrite -ent_ord ent_vcat ?ltn_ord //= ltnNge leq_addr /= addKn ent_ord.
have [x [y ->]] := maxe_in A n0 m0; have h : (x < w1)%N by rewrite e ltn_addl.
by exists (Ordinal h), y; rewrite -ent_ord ent_vcat ?ltn_ord //= ltn_ord ent_ord.
Qed.

End MaxEntry.
