(* Sums of squares: the inequality of Cauchy and Schwarz, and what is invertible because of them. *)
From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From Commutant Require Import Prelude Ring Entrywise Property Block Kron Trace Inverse Rank.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Gram.
Variable R : realFieldType.

Lemma dot_ge0 n (v : 'rV[R]_n) : 0 <= (v *m v^T) 0 0.
Proof. by rewrite mxE sumr_ge0 // => i _; rewrite mxE -expr2 sqr_ge0. Qed.

Lemma dot_eq0 n (v : 'rV[R]_n) : (v *m v^T) 0 0 = 0 -> v = 0.
Proof.
rewrite mxE => /eqP; rewrite psumr_eq0 => [|i _]; last by rewrite mxE -expr2 sqr_ge0.
by move/allP => h; apply/rowP => i; have := h i (mem_index_enum i); rewrite /= !mxE -expr2 sqrf_eq0 => /eqP.
Qed.

Lemma rank_gram n m (B : 'M[R]_(n, m)) : \rank (B *m B^T) = \rank B.
Proof.
apply/eqP; rewrite eqn_leq mxrankM_maxl /=.
have s : (kermx (B *m B^T) <= kermx B)%MS.
  apply/row_subP => i; apply/sub_kermxP; set v := row i _.
  have hv : v *m (B *m B^T) = 0 by apply/sub_kermxP; apply: row_sub.
  by apply: dot_eq0; rewrite trmx_mul mulmxA -(mulmxA v) hv mul0mx mxE.
have h1 := rank_leq_row B; have h2 := rank_leq_row (B *m B^T).
have h := mxrankS s; rewrite !mxrank_ker in h; clear s.
by move: (\rank (B *m B^T)) (\rank B) h h1 h2 => a b h h1 h2; sizes.
Qed.

Lemma unit_of_ker n (M : 'M[R]_n) : (forall v : 'rV[R]_n, v *m M = 0 -> v = 0) -> M \in unitmx.
Proof.
move=> h; rewrite -row_free_unit -kermx_eq0; apply/eqP/row_matrixP => i.
by rewrite row0; apply: h; apply/sub_kermxP; apply: row_sub.
Qed.

Lemma r_skew_of_transpose n (A : 'M[R]_(n, n)) :
  mtr A = mscale (cst R (-1) 1) A ->
  is_skew A.
Proof. by move=> h; rewrite /is_skew -/(mtr A) h; apply/matrixP => i j; rewrite !mxE eqxx mulr1n cstN1 mulN1r. Qed.

Lemma r_rank_transpose_mul_self n m (A : 'M[R]_(n, m)) :
  mrank (mmul (mtr A) A) = mrank A.
Proof. by rewrite /mrank /mmul /mtr -{2}[A]trmxK rank_gram mxrank_tr. Qed.

Lemma r_invertible_smul_one_add_gram n m (a_0 : 'M[R]_(1, 1)) (A : 'M[R]_(n, m)) :
  is_positive a_0 ->
  is_invertible (madd (mscale a_0 (idm R m)) (mmul (mtr A) A)).
Proof.
move=> /(_ 0 0) a0; rewrite /is_invertible /madd /mscale /mmul /mtr /idm; set c := a_0 0 0 in a0 *.
apply: unit_of_ker => v hv.
have e : v *m (c *: 1%:M + A^T *m A) *m v^T = c *: (v *m v^T) + (v *m A^T) *m (v *m A^T)^T.
  by rewrite mulmxDr mulmxDl -scalemxAr mulmx1 -scalemxAl trmx_mul trmxK !mulmxA.
have : c * (v *m v^T) 0 0 + ((v *m A^T) *m (v *m A^T)^T) 0 0 = 0.
  transitivity ((v *m (c *: 1%:M + A^T *m A) *m v^T) 0 0); last by rewrite hv mul0mx mxE.
  by rewrite e [RHS]mxE [X in _ = X + _]mxE.
move/eqP; rewrite paddr_eq0 ?mulr_ge0 ?dot_ge0 ?(ltW a0) // mulf_eq0 (gt_eqF a0) /= => /andP[/eqP h _].
exact: dot_eq0.
Qed.

Lemma r_invertible_smul_one_add_of_skew n (a_0 : 'M[R]_(1, 1)) (A : 'M[R]_(n, n)) :
  is_nonzero a_0 ->
  is_skew A ->
  is_invertible (madd (mscale a_0 (idm R n)) A).
Proof.
move=> /(_ 0 0) a0 sk; rewrite /is_invertible /madd /mscale /idm; set c := a_0 0 0 in a0 *.
apply: unit_of_ker => v hv.
have z : (v *m A *m v^T) 0 0 = 0.
  have e : (v *m A *m v^T)^T = - (v *m A *m v^T) by rewrite !trmx_mul trmxK sk mulNmx mulmxN mulmxA.
  have := congr1 (fun X : 'M_1 => X 0 0) e; rewrite [LHS]mxE [RHS]mxE => /eqP.
  by rewrite -addr_eq0 -mulr2n mulrn_eq0 /= => /eqP.
have : (v *m (c *: 1%:M + A) *m v^T) 0 0 = 0 by rewrite hv mul0mx mxE.
rewrite mulmxDr mulmxDl -scalemxAr mulmx1 -scalemxAl mxE z addr0 mxE => /eqP.
by rewrite mulf_eq0 (negPf a0) /= => /eqP /dot_eq0.
Qed.

Lemma quadratic (p q r : R) : q ^+ 2 * p - (q * r * r) *+ 2 + r ^+ 2 * q = q * (p * q - r * r).
Proof.
have -> : q ^+ 2 * p = q * (p * q) by rewrite expr2 -mulrA [q * p]mulrC.
have -> : r ^+ 2 * q = q * (r * r) by rewrite mulrC expr2.
by rewrite -[q * r * r]mulrA mulr2n opprD addrA subrK mulrBr.
Qed.

Lemma cauchy_schwarz (I : finType) (a b : I -> R) :
  (\sum_i a i * b i) * (\sum_i a i * b i) <= (\sum_i a i * a i) * (\sum_i b i * b i).
Proof.
have e q r : \sum_i (q * a i - r * b i) ^+ 2 =
    q ^+ 2 * (\sum_i a i * a i) - (q * r * \sum_i a i * b i) *+ 2 + r ^+ 2 * \sum_i b i * b i.
  rewrite !mulr_sumr -sumrMnl -sumrB -big_split /=; apply: eq_bigr => i _.
  by rewrite sqrrB !exprMn (mulrACA q (a i) r) -(expr2 (a i)) -(expr2 (b i)).
set r := \sum_i a i * b i; set p := \sum_i a i * a i; set q := \sum_i b i * b i.
have sq (f : I -> R) : forall i, true -> 0 <= f i * f i by move=> i _; rewrite -expr2 sqr_ge0.
have [q0|q0] := eqVneq q 0.
  have b0 i : b i = 0.
    have := q0; rewrite /q => /eqP; rewrite psumr_eq0; last exact: sq.
    by move/allP/(_ i (mem_index_enum i)); rewrite /= -expr2 sqrf_eq0 => /eqP.
  by rewrite q0 mulr0 /r big1 ?mulr0 // => i _; rewrite b0 mulr0.
have qp : 0 < q by rewrite lt_def q0 /=; apply: sumr_ge0; apply: sq.
rewrite -subr_ge0 -(pmulr_rge0 _ qp) -quadratic -(e q r) sumr_ge0 // => i _; exact: sqr_ge0.
Qed.

Lemma rowsum_had n m (A B : 'M[R]_(n, m)) i j : mmul (mhad A B) (ones R m 1) i j = \sum_l A i l * B i l.
Proof. by rewrite mxE; apply: eq_bigr => l _; rewrite !mxE mulr1. Qed.

Lemma r_rowsum_hadamard_sq_le n m (A : 'M[R]_(n, m)) (B : 'M[R]_(n, m)) :
  mle (mhad (mmul (mhad A B) (ones R m 1)) (mmul (mhad A B) (ones R m 1)))
    (mhad (mmul (mhad A A) (ones R m 1)) (mmul (mhad B B) (ones R m 1))).
Proof.
move=> i j; rewrite [X in X <= _]mxE [X in _ <= X]mxE !rowsum_had.
exact: (cauchy_schwarz (fun l => A i l) (fun l => B i l)).
Qed.

Lemma trace_gram n m (A B : 'M[R]_(n, m)) : ent (mtrace (mmul (mtr A) B)) 0 0 = \sum_(j < m) \sum_(i < n) A i j * B i j.
Proof. by rewrite ent_scalar /mxtrace; apply: eq_bigr => j _; rewrite mxE; apply: eq_bigr => i _; rewrite mxE. Qed.

Lemma r_trace_mul_sq_le n m (A : 'M[R]_(n, m)) (B : 'M[R]_(n, m)) :
  mle (mhad (mtrace (mmul (mtr A) B)) (mtrace (mmul (mtr A) B)))
    (mhad (mtrace (mmul (mtr A) A)) (mtrace (mmul (mtr B) B))).
Proof.
move=> x y; rewrite !ord1 (scalar_ent (mhad (mtrace (mmul (mtr A) B)) _)) (scalar_ent (mhad (mtrace (mmul (mtr A) A)) _)).
rewrite !ent_had !trace_gram !pair_bigA.
exact: (cauchy_schwarz (fun p : 'I_m * 'I_n => A p.2 p.1) (fun p => B p.2 p.1)).
Qed.

Lemma r_trace_gram_mul_le n m k (A : 'M[R]_(n, m)) (B : 'M[R]_(m, k)) :
  mle (mtrace (mmul (mtr (mmul A B)) (mmul A B))) (mhad (mtrace (mmul (mtr A) A)) (mtrace (mmul (mtr B) B))).
Proof.
move=> x y; rewrite !ord1 (scalar_ent (mtrace _)) (scalar_ent (mhad _ _)) ent_had !trace_gram.
apply: (@le_trans _ _ (\sum_(j < k) \sum_(i < n) (\sum_l A i l * A i l) * (\sum_l B l j * B l j))).
  by apply: ler_sum => j _; apply: ler_sum => i _; rewrite !mxE; exact: (cauchy_schwarz (fun l => A i l) (fun l => B l j)).
rewrite [X in _ <= X * _]exchange_big /= mulr_sumr; apply: ler_sum => j _.
by rewrite mulr_suml.
Qed.

Lemma r_rank_eq_trace_of_mul_self n (A : 'M[R]_(n, n)) :
  mmul A A = A ->
  mrank A = mtrace A.
Proof.
move=> h; have [L hL] := row_fullP (col_base_full A); have [T hT] := row_freeP (row_base_free A).
have e : (col_base A *m row_base A) *m (col_base A *m row_base A) = col_base A *m row_base A.
  by rewrite mulmx_base; exact: h.
have rc : row_base A *m col_base A = 1%:M.
  transitivity ((L *m col_base A) *m (row_base A *m col_base A) *m (row_base A *m T)).
    by rewrite hL hT mul1mx mulmx1.
  transitivity (L *m ((col_base A *m row_base A) *m (col_base A *m row_base A)) *m T); first by rewrite !mulmxA.
  by rewrite e mulmxA hL mul1mx hT.
rewrite /mrank /mtrace; congr (_%:M).
have -> : \tr A = \tr (row_base A *m col_base A) by rewrite mxtrace_mulC mulmx_base.
by rewrite rc mxtrace1.
Qed.

End Gram.
