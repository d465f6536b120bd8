(* Statements.v, each claim by the theorem of its certificate (Headlines.v, which
   a run writes). A statement that says something else, or a certificate that
   proves something else, does not compile.                                   *)
From Coq Require Import ZArith.
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From Commutant Require Import Rules.
From Commutant Require Import Statements.
From Commutant Require Headlines.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* 1. The words of the term language in those of MathComp --------------------- *)

Section Words.
Variables (R : realFieldType) (E : analysis R).

Lemma sum_ones n (f : 'I_n -> R) : \sum_k f k * 1 = \sum_k f k.
Proof. by apply: eq_bigr => k _; rewrite mulr1. Qed.
Lemma softmaxE n m (S : 'M[R]_(n, m)) :
  mhad (emap (fexp E) S) (emap (frecip R) (mmul (mmul (emap (fexp E) S) (ones R m 1)) (ones R 1 m))) = softmax E S.
Proof.
apply/matrixP => i j; rewrite !mxE big_ord1 !mxE mulr1; congr (_ / _).
by apply: eq_bigr => k _; rewrite !mxE mulr1.
Qed.
Lemma sum_allE n m (S : 'M[R]_(n, m)) :
  mmul (mmul (ones R 1 n) (emap (fexp E) S)) (ones R m 1) = (\sum_k \sum_l fexp E (S k l))%:M.
Proof.
apply/matrixP => i j; rewrite !mxE !ord1 eqxx mulr1n exchange_big /=.
by apply: eq_bigr => l _; rewrite !mxE mulr1; apply: eq_bigr => k _; rewrite !mxE mul1r.
Qed.
Lemma softmax_allE n m (S : 'M[R]_(n, m)) :
  mscale (emap (frecip R) (mmul (mmul (ones R 1 n) (emap (fexp E) S)) (ones R m 1))) (emap (fexp E) S) = softmax_all E S.
Proof. by apply/matrixP => i j; rewrite sum_allE !mxE eqxx mulr1n mulrC. Qed.
Lemma mscaleE n m (a : R) (A : 'M[R]_(n, m)) : mscale a%:M A = a *: A.
Proof. by rewrite /mscale mxE eqxx mulr1n. Qed.
Lemma scaledE n m d (A : 'M[R]_(n, m)) :
  mscale (emap (frecip R) (emap (fsqrt E) (num R d))) A = (fsqrt E d%:R)^-1 *: A.
Proof. by rewrite /mscale !mxE eqxx mulr1n. Qed.
Lemma biasedE n m (y : 'M[R]_(n, m)) b : madd y (mmul (ones R n 1) b) = biased y b.
Proof. by apply/matrixP => i j; rewrite !mxE big_ord1 !mxE mul1r. Qed.
Lemma perm_is n (s : 'S_n) : is_perm (perm_mx s : 'M[R]_n). Proof. by exists s. Qed.
Lemma num_pos n : (0 < n)%N -> is_positive (num R n).
Proof. by move=> n0 i j; rewrite !mxE !ord1 eqxx mulr1n ltr0n. Qed.
Lemma num_scale n m : mscale (num R n) (idm R m) = n%:R%:M.
Proof. by rewrite /mscale /idm mxE eqxx mulr1n scalemx1. Qed.
Lemma mle_rank n m d (A : 'M[R]_(n, m)) : mle (mrank A) (num R d) -> (\rank A <= d)%N.
Proof. by move=> /(_ 0 0); rewrite !mxE eqxx !mulr1n ler_nat. Qed.
Lemma mle_rank_lt n m d (A : 'M[R]_(n, m)) : mle (madd (mrank A) (cst R 1 1)) (num R d) -> (\rank A < d)%N.
Proof.
move=> /(_ 0 0); rewrite !mxE eqxx !mulr1n /zr /posr /= divr1.
by rewrite -[X in _ + X <= _]/(1%:R) -natrD addn1 ler_nat.
Qed.
(* blocks and stacks in the words of the term language *)
Definition g_softmax n m (S : mx R n m) : mx R n m :=
  mhad (emap (fexp E) S) (emap (frecip R) (mmul (mmul (emap (fexp E) S) (ones R m 1)) (ones R 1 m))).
Definition g_head C w d (Wq Wk Wv : mx R w d) (Wo : mx R d w) (x : mx R C w) : mx R C w :=
  mmul (mmul (g_softmax (mscale (emap (frecip R) (emap (fsqrt E) (num R d))) (mmul (mmul x Wq) (mtr (mmul x Wk))))) (mmul x Wv)) Wo.
Definition g_repeat C w (b : mx R 1 w) : mx R C w := mmul (ones R C 1) b.
Definition g_centred C w (x : mx R C w) : mx R C w :=
  madd x (mscale (cst R (-1) 1) (mmul (mscale (emap (frecip R) (num R w)) (mmul x (ones R w 1))) (ones R 1 w))).
Definition g_variance C w (x : mx R C w) : mx R C 1 :=
  mscale (emap (frecip R) (num R w)) (mmul (emap (fsquare R) (g_centred x)) (ones R w 1)).
Definition g_norm C w (gain bias : mx R 1 w) (x : mx R C w) : mx R C w :=
  madd (mhad (mhad (g_centred x) (emap (frecip R) (mmul (emap (fsqrt E)
    (madd (g_variance x) (mmul (ones R C 1) (cst R 1 100000)))) (ones R 1 w)))) (g_repeat C gain)) (g_repeat C bias).
Section Layer.
Variables (C w d F H : nat) (p : layer R w d F).
Definition g_attend (x : mx R C w) : mx R C w := bsum H (fun h => g_head (lq p h) (lk p h) (lv p h) (lo p h) x).
Definition g_feed (x : mx R C w) : mx R C w :=
  madd (mmul (emap (frelu R) (madd (mmul x (lin p)) (g_repeat C (lbin p)))) (lout p)) (g_repeat C (lbout p)).
Definition g_norm1 (x : mx R C w) := g_norm (gain1 p) (bias1 p) x.
Definition g_norm2 (x : mx R C w) := g_norm (gain2 p) (bias2 p) x.
Definition g_block (x : mx R C w) := madd (madd x (g_attend x)) (g_feed (madd x (g_attend x))).
Definition g_pre (x : mx R C w) :=
  madd (madd x (g_attend (g_norm1 x))) (g_feed (g_norm2 (madd x (g_attend (g_norm1 x))))).
Definition g_post (x : mx R C w) :=
  g_norm2 (madd (g_norm1 (madd x (g_attend x))) (g_feed (g_norm1 (madd x (g_attend x))))).

Lemma attendE x : g_attend x = attend E H p x.
Proof. by apply: eq_bigr => h _; rewrite /g_head /g_softmax softmaxE scaledE. Qed.
Lemma feedE (x : mx R C w) : g_feed x = feed p x.
Proof. by rewrite /g_feed /g_repeat !biasedE. Qed.
Lemma centredE (x : mx R C w) i j : g_centred x i j = x i j - mean (row i x).
Proof.
rewrite /g_centred !mxE big_ord1 !mxE eqxx mulr1n /zr /posr /frecip divr1 mulN1r mulr1 /mean mulrC.
by congr (_ - _ / _); apply: eq_bigr => k _; rewrite !mxE mulr1.
Qed.
Lemma madd_ent n m (A B : mx R n m) i j : madd A B i j = A i j + B i j. Proof. by rewrite mxE. Qed.
Lemma mhad_ent n m (A B : mx R n m) i j : mhad A B i j = A i j * B i j. Proof. by rewrite mxE. Qed.
Lemma repeat_ent n m (b : mx R 1 m) (i : 'I_n) j : g_repeat n b i j = b 0 j.
Proof. by rewrite mxE big_ord1 mxE mul1r. Qed.
Lemma cst_small : zr R 1 / posr R 100000 = 100000%:R^-1.
Proof. by rewrite /zr /posr mul1r (_ : Pos.to_nat 100000 = 100000%N) //; exact: Znat.Z2Nat.inj_pos. Qed.
Lemma variance_ent (x : mx R C w) i j : g_variance x i j = variance (row i x).
Proof.
rewrite /g_variance /mscale mxE [emap _ _ _ _]mxE [num _ _ _ _]mxE eqxx mulr1n [mmul _ _ _ _]mxE mulrC; congr (_ / _).
by apply: eq_bigr => k _; rewrite [ones _ _ _ _ _]mxE mulr1 [emap _ _ _ _]mxE centredE [RHS]mxE [row _ _ _ _]mxE.
Qed.
Lemma normE gain bias (x : mx R C w) : g_norm gain bias x = layernorm E gain bias x.
Proof.
apply/matrixP => i j; rewrite /g_norm madd_ent mhad_ent mhad_ent !repeat_ent centredE [RHS]mxE.
congr (_ * _ * _ + _); rewrite [LHS]mxE; congr (_ ^-1).
rewrite mxE big_ord1 [ones _ _ _ _ _]mxE mulr1 [emap _ _ _ _]mxE madd_ent variance_ent; congr (fsqrt E (_ + _)).
by rewrite (repeat_ent (cst R 1 100000)) mxE eqxx mulr1n cst_small.
Qed.
Lemma blockE (x : mx R C w) : g_block x = block E H p x.
Proof. by rewrite /g_block attendE feedE. Qed.
Lemma preE (x : mx R C w) : g_pre x = pre_norm_block E H p x.
Proof. by rewrite /g_pre /g_norm1 /g_norm2 !normE !attendE feedE. Qed.
Lemma postE (x : mx R C w) : g_post x = post_norm_block E H p x.
Proof. by rewrite /g_post /g_norm1 /g_norm2 !normE !attendE feedE. Qed.
End Layer.
Lemma hcat_left n w (A B : mx R n w) : mcols 0 w (mhcat (2 * w) A B) = A.
Proof. by apply: matP => i j hi hj; rewrite ent_cols // ent_hcat ?hj //; apply: leq_trans hj _; rewrite leq_pmull. Qed.
Lemma hcat_right n w (A B : mx R n w) : mcols w w (mhcat (2 * w) A B) = B.
Proof.
apply: matP => i j hi hj; rewrite ent_cols // ent_hcat; last by rewrite mul2n -addnn ltn_add2l.
by rewrite ltnNge leq_addr /= addKn.
Qed.
Lemma layersE C w L f g (x : mx R C w) : (forall l y, f l y = g l y) -> mfold L x f = layers L g x.
Proof. by move=> fg; elim: L => //= L ->. Qed.
Lemma selection_is m n (f : 'I_m -> 'I_n) : is_selection (\matrix_(i, j) ((j == f i)%:R) : 'M[R]_(m, n)).
Proof. by exists f. Qed.
Lemma selectionE m n k (f : 'I_m -> 'I_n) (A : mx R n k) : mmul (\matrix_(i, j) ((j == f i)%:R)) A = rowsub f A.
Proof.
apply/matrixP => i j; rewrite !mxE (bigD1 (f i)) //= mxE eqxx mul1r big1 ?addr0 // => l lf.
by rewrite mxE (negbTE lf) mul0r.
Qed.
Definition g_frequency r : mx R 1 r :=
  emap (fexp E) (mscale (mscale (cst R (-1) 1) (mscale (emap (frecip R) (num R r)) (emap (flog E) (cst R 10000 1)))) (mtr (miota R r))).
Definition g_sinusoids r C (p : mx R C 1) : mx R C (2 * r) :=
  madd (mkron C (2 * r) (emap (fsin E) (mmul p (g_frequency r))) (mhcat 2 (ones R 1 1) (zeros R 1 1)))
    (mkron C (2 * r) (emap (fcos E) (mmul p (g_frequency r))) (mhcat 2 (zeros R 1 1) (ones R 1 1))).
Definition g_shift r (s : mx R 1 1) : mx R (2 * r) (2 * r) :=
  madd (mkron (2 * r) (2 * r) (mdiag (emap (fcos E) (mtr (mscale s (g_frequency r))))) (idm R 2))
    (mkron (2 * r) (2 * r) (mdiag (emap (fsin E) (mtr (mscale s (g_frequency r)))))
      (mvcat 2 (mhcat 2 (zeros R 1 1) (mscale (cst R (-1) 1) (ones R 1 1))) (mhcat 2 (ones R 1 1) (zeros R 1 1)))).
Lemma frequencyE r k : (k < r)%N -> ent (g_frequency r) 0 k = frequency E r k.
Proof.
move=> kr; rewrite /g_frequency ent_emap // !ent_scale ent_tr ent_iota // !ent_emap // ent_num !ent_cst.
rewrite /frequency /frecip cstN1 mulN1r; congr (fexp E (- (_ * flog E _) * _)).
by rewrite /zr /posr divr1 (_ : Pos.to_nat 10000 = 10000%N) //; exact: Znat.Z2Nat.inj_pos.
Qed.
Lemma half (r : nat) (j : 'I_(2 * r)) : (j %/ 2 < r)%N. Proof. by apply: div_lt'; apply: ltn_ord. Qed.
Lemma sinusoidsE r C (p : mx R C 1) : g_sinusoids r p = sinusoids E r p.
Proof.
apply/matrixP => t j; rewrite [RHS]mxE /g_sinusoids -ent_ord ent_add !ent_kron // divn1 modn1.
rewrite !ent_emap ?half // ent_mul big_ord1 frequencyE ?half // (ent_ord p t 0) !ent_hcat ?ltn_mod //.
case: eqP => j2; first by rewrite j2 /= ent_ones // ent_zeros mulr1 mulr0 addr0.
have -> : (j %% 2 = 1)%N by case: (j %% 2)%N (ltn_pmod j (isT : 0 < 2)%N) j2 => [|[|]].
by rewrite /= ent_ones // ent_zeros mulr1 mulr0 add0r.
Qed.
Lemma parity j : (j %% 2 = 0)%N \/ (j %% 2 = 1)%N.
Proof. by rewrite modn2; case: odd; [right|left]. Qed.
Lemma shiftE r (s : R) : g_shift r s%:M = shift E r s.
Proof.
apply/matrixP => i j; rewrite [RHS]mxE /g_shift -ent_ord ent_add !ent_kron // !ent_diag !ent_emap ?half // ent_tr.
rewrite ent_scale frequencyE ?half // ent_scalar; case: eqP => /= ij; last by rewrite !mulr0n !mul0r addr0.
rewrite !mulr1n ent_idm ?ltn_mod // ent_vcat ?ltn_mod //.
by case: (parity i) => ->; case: (parity j) => ->;
  rewrite /= ent_hcat // /= ?ent_scale ?ent_zeros ?ent_cst ?cstN1 ?ent_ones // ?mulr1 ?mulr0 ?addr0 ?add0r // mulrN1.
Qed.
(* complex matrices as real ones of twice the size *)
Definition g_complex n m (z : mx R n m * mx R n m) : mx R (2 * n) (2 * m) :=
  mhcat (2 * m) (mvcat (2 * n) z.1 z.2) (mvcat (2 * n) (mscale (cst R (-1) 1) z.2) z.1).
Lemma vcat_top n m (A B : mx R n m) : mrows 0 n (mvcat (2 * n) A B) = A.
Proof. by apply: matP => i j hi hj; rewrite ent_rows // ent_vcat ?hi //; apply: leq_trans hi _; rewrite leq_pmull. Qed.
Lemma vcat_bottom n m (A B : mx R n m) : mrows n n (mvcat (2 * n) A B) = B.
Proof.
apply: matP => i j hi hj; rewrite ent_rows // ent_vcat; last by rewrite mul2n -addnn ltn_add2l.
by rewrite ltnNge leq_addr /= addKn.
Qed.
Lemma complexI n m : injective (@g_complex n m).
Proof.
move=> [A B] [C D] /(congr1 (mcols 0 m)); rewrite !hcat_left /= => e.
by congr (_, _); [have := congr1 (mrows 0 n) e|have := congr1 (mrows n n) e]; rewrite ?vcat_top ?vcat_bottom.
Qed.
Lemma minus n m (A : mx R n m) : mscale (cst R (-1) 1) A = - A.
Proof. by rewrite /mscale mxE eqxx mulr1n /zr /posr divr1 scaleN1r. Qed.
Lemma complexM n m k (A : mx R n m * mx R n m) (B : mx R m k * mx R m k) :
  mmul (g_complex A) (g_complex B) = g_complex (times A B).
Proof.
have twice l : (2 * l = l + l)%N by rewrite mul2n addnn.
rewrite /g_complex r_mul_hcat // !r_hcat_mul_vcat // !r_vcat_mul // !r_vcat_add //.
rewrite !minus /mmul /madd /= mulNmx mulmxN mulNmx.
by rewrite opprD mulmxN [- (A.1 *m B.2) - _]addrC [- (A.2 *m B.2) + _]addrC.
Qed.
Lemma kron_bvcat p n H C k (A : mx R n H) (G : nat -> mx R C k) i j : p = (C * n)%N -> (i < p)%N ->
  ent (mmul (mkron p (C * H) A (idm R C)) (bvcat H (C * H) G)) i j =
  \sum_(h < H) ent A (i %/ C)%N h * ent (G h) (i %% C)%N j.
Proof.
move=> -> hi; rewrite ent_mul; transitivity (\sum_(a < C * H)
  ent A (i %/ C)%N (a %/ C)%N * (i %% C == a %% C)%N%:R * ent (G (a %/ C)%N) (a %% C)%N j).
  by apply: eq_bigr => a _; rewrite ent_kron // ent_bvcat // ent_idm // (mod_lt' hi).
rewrite (@sum_mul_split _ H C _ (fun h b => ent A (i %/ C)%N h * (i %% C == b)%N%:R * ent (G h) b j)) //; apply: eq_bigr => h _.
rewrite (bigD1 (Ordinal (mod_lt' hi))) //= eqxx mulr1 big1 ?addr0 // => b bi.
by rewrite (_ : (i %% C == b)%N = false) ?mulr0 ?mul0r //; apply: contraNF bi => /eqP e; apply/eqP/val_inj.
Qed.
Lemma complexZ n m (z : mx R n m * mx R n m) :
  mscale (cst R 1 2) (g_complex z) = g_complex (2%:R^-1 *: z.1, 2%:R^-1 *: z.2).
Proof.
have twice l : (2 * l = l + l)%N by rewrite mul2n addnn.
rewrite /g_complex r_smul_hcat // !r_smul_vcat // !minus /mscale mxE eqxx mulr1n /zr /posr mul1r.
by rewrite scalerN.
Qed.
(* two rows and two columns *)
Local Notation cell := (@scalar_mx R 1).
Definition quad (a b c d : R) : mx R 2 2 :=
  \matrix_(i, j) (if i == 0 then if j == 0 then a else b else if j == 0 then c else d).
Lemma quad_cols a b c d : mhcat 2 (mvcat 2 (cell a) (cell c)) (mvcat 2 (cell b) (cell d)) = quad a b c d.
Proof.
apply/matrixP => i j; rewrite [RHS]mxE -ent_ord.
by case: i j => [[|[|//]] hi] [[|[|//]] hj]; rewrite ent_hcat //= ?subnn ent_vcat //= ?subnn ent_scalar.
Qed.
Lemma quad_rows a b c d : mvcat 2 (mhcat 2 (cell a) (cell b)) (mhcat 2 (cell c) (cell d)) = quad a b c d.
Proof.
apply/matrixP => i j; rewrite [RHS]mxE -ent_ord.
by case: i j => [[|[|//]] hi] [[|[|//]] hj]; rewrite ent_vcat //= ?subnn ent_hcat //= ?subnn ent_scalar.
Qed.
Lemma quad_diag a d : mdiag (mvcat 2 (cell a) (cell d)) = quad a 0 0 d.
Proof.
apply/matrixP => i j; rewrite [RHS]mxE -ent_ord ent_diag.
by case: i j => [[|[|//]] hi] [[|[|//]] hj]; rewrite ?ent_vcat //= ?mulr0n ?subnn // ent_scalar.
Qed.
Lemma emap_scalar f (a : R) : emap f (cell a) = cell (f a).
Proof. by apply/matrixP => i j; rewrite !mxE !ord1 eqxx !mulr1n. Qed.
End Words.

(* 2. The claims -------------------------------------------------------------- *)

Lemma ok_mixing : mixing_and_transforming_commute.
Proof.
move=> R E C w d x Wq Wk Wv Wo.
have := @Headlines.seed_mix_then_transform_commute_1 R E d C w 0 0 x (fun _ _ => Wq) (fun _ _ => Wk) (fun _ _ => Wv) (fun _ _ => Wo).
by rewrite !softmaxE !scaledE.
Qed.
Lemma ok_product_order : product_order_as_columns.
Proof. move=> R C w d A x Wv Wo; exact: Headlines.seed_ov_product_order_3. Qed.
Lemma ok_rank_qk : rank_qk_at_most_d.
Proof.
move=> R w d Wq Wk; apply: mle_rank.
exact: (@Headlines.seed_qk_ov_low_rank_3 R w d 0 0 (fun _ _ => Wq) (fun _ _ => Wk)).
Qed.
Lemma ok_rank_ov : rank_ov_at_most_d.
Proof.
move=> R w d Wv Wo; apply: mle_rank.
exact: (@Headlines.seed_qk_ov_low_rank_4 R w d 0 0 (fun _ _ => Wv) (fun _ _ => Wo)).
Qed.
Lemma ok_singular_qk : qk_singular_if_narrow.
Proof.
move=> R rest d Wq Wk rest0; apply: mle_rank_lt.
exact: (@Headlines.seed_qk_ov_low_rank_5 R rest d Wq Wk (num_pos R rest0)).
Qed.
Lemma ok_singular_ov : ov_singular_if_narrow.
Proof.
move=> R rest d Wv Wo rest0; apply: mle_rank_lt.
exact: (@Headlines.seed_qk_ov_low_rank_6 R rest d Wv Wo (num_pos R rest0)).
Qed.
Lemma ok_scores : scores_through_product.
Proof. move=> R C w d x Wq Wk; exact: Headlines.seed_scores_depend_on_wqk_only_1. Qed.
Lemma ok_frozen : frozen_head_is_linear.
Proof.
move=> R C w A a b x y Wov.
have := @Headlines.seed_only_nonlinearity_is_pattern_1 R C w A a%:M x b%:M y Wov.
by rewrite !mscaleE.
Qed.
Lemma ok_whole_rescales : whole_softmax_rescales_rows.
Proof.
move=> R E n m S i j m0.
have := @Headlines.seed_whole_matrix_is_rescaled_rows_1 R E n m S (num_pos R m0).
rewrite softmax_allE softmaxE sum_allE => ->.
rewrite mxE (bigD1 i) //= [X in _ + X]big1 ?addr0 => [|k ki]; last by rewrite mxE eq_sym (negbTE ki) mulr0n mul0r.
congr (_ * _); rewrite !mxE !eqxx !mulr1n /frecip mulrC; congr (_ / _).
by apply: eq_bigr => l _; rewrite !mxE mulr1.
Qed.
Lemma ok_whole_covariant : whole_softmax_covariant.
Proof.
move=> R E C s S; have := @Headlines.seed_whole_matrix_permutation_covariant_1 R E C _ S (perm_is R s).
by rewrite !softmax_allE.
Qed.
Lemma ok_whole_head : whole_head_covariant.
Proof.
move=> R E C w s x Wqk Wov.
have := @Headlines.seed_whole_matrix_permutation_covariant_2 R E C w _ x Wqk Wov (perm_is R s).
by rewrite !softmax_allE.
Qed.
Lemma ok_head : head_covariant.
Proof.
move=> R E C w d s x Wq Wk Wv Wo.
have := @Headlines.seed_attention_permutation_covariant_1 R E d C w 0 0 _ x
  (fun _ _ => Wq) (fun _ _ => Wk) (fun _ _ => Wv) (fun _ _ => Wo) (perm_is R s).
by rewrite !softmaxE !scaledE.
Qed.
Lemma ok_attention : attention_covariant.
Proof.
move=> R E C w d H s x Wq Wk Wv Wo.
have := @Headlines.seed_attention_permutation_covariant_2 R E d C w H 0 _ x
  (fun _ h => Wq h) (fun _ h => Wk h) (fun _ h => Wv h) (fun _ h => Wo h) (perm_is R s).
have inside y : bsum H (fun h => mmul (mmul (mhad (emap (fexp E) (mscale (emap (frecip R) (emap (fsqrt E) (num R d)))
    (mmul (mmul y (Wq h)) (mtr (mmul y (Wk h)))))) (emap (frecip R) (mmul (mmul (emap (fexp E)
    (mscale (emap (frecip R) (emap (fsqrt E) (num R d))) (mmul (mmul y (Wq h)) (mtr (mmul y (Wk h)))))) (ones R C 1))
    (ones R 1 C)))) (mmul y (Wv h))) (Wo h)) = attention E H Wq Wk Wv Wo y.
  by apply: eq_bigr => h _; rewrite softmaxE scaledE.
by rewrite !inside.
Qed.
Lemma ok_mlp : mlp_covariant.
Proof.
move=> R C w F s x Win bin Wout bout.
have := @Headlines.seed_mlp_per_token_2 R C w F 0 _ x (fun=> Win) (fun=> bin) (fun=> Wout) (fun=> bout) (perm_is R s).
by rewrite !biasedE.
Qed.
Lemma ok_token : token_keeps_its_output.
Proof.
move=> R E C w i s x Wqk Wov si.
have fixes : delta_mx 0 i *m perm_mx s = delta_mx 0 i :> 'M[R]_(1, C).
  by rewrite -rowE; apply/matrixP => a b; rewrite !mxE si ord1 eqxx eq_sym.
have := @Headlines.seed_no_order_information_without_pe_4 R E C w (delta_mx 0 i) _ x Wqk Wov (perm_is R s) fixes.
have brackets (A : 'M[R]_C) (y : 'M[R]_(C, w)) :
  delta_mx 0 i *m (A *m y *m Wov) = delta_mx 0 i *m A *m y *m Wov :> 'rV[R]_w by rewrite !mulmxA.
by rewrite !softmaxE /bare_head !rowE !brackets.
Qed.
Lemma ok_logits_shift : logits_shift.
Proof.
move=> R E V l c; have := @Headlines.seed_logits_are_relative_1 R E V l c%:M.
rewrite !softmaxE mscaleE => <-; congr (softmax E (_ + _)).
by apply/matrixP => i j; rewrite !mxE mulr1.
Qed.
Lemma ok_logits_ratio : logits_ratio.
Proof.
move=> R E V l i j; have V0 : (0 < V)%N by case: V i {l j} => [[]|].
have := @Headlines.seed_logits_are_relative_2 R E V l (num_pos R V0).
rewrite softmaxE => /matrixP/(_ i j); rewrite !mxE !big_ord1 !mxE /zr /posr /frecip !eqxx !mulr1n !mulr1 !mul1r divr1.
by rewrite mulN1r.
Qed.
Lemma ok_scores_mean : scores_mean.
Proof.
move=> R N M d Q K mean0.
have given : mmul (ones R 1 N) Q = zeros R 1 d.
  by apply/matrixP => i j; rewrite !mxE -[RHS](mean0 j); apply: eq_bigr => k _; rewrite mxE mul1r.
have sums : mmul (mmul (ones R 1 N) (mmul Q (mtr K))) (ones R M 1) 0 0 = \sum_i \sum_j (Q *m K^T) i j.
  rewrite mxE [RHS]exchange_big; apply: eq_bigr => l _; rewrite [ones R M 1 _ _]mxE mulr1 mxE.
  by apply: eq_bigr => k _; rewrite [ones R 1 N _ _]mxE mul1r.
have := @Headlines.seed_dot_product_variance_is_d_2 R N M d Q K given.
rewrite /mscale => /matrixP/(_ 0 0); rewrite mxE sums => mean.
by apply: etrans (etrans mean _); rewrite !mxE !eqxx !mulr1n /zr ?mul0r.
Qed.
Lemma ok_scores_variance : scores_variance.
Proof.
move=> R N M d Q K N0 M0 q k.
have := @Headlines.seed_dot_product_variance_is_d_3 R N M d Q K.
rewrite !num_scale => /(_ q k (num_pos R N0) (num_pos R M0)) /matrixP/(_ 0 0).
by rewrite !mxE !eqxx !mulr1n.
Qed.

Lemma ok_writes : block_writes.
Proof.
move=> R E C w d F H p x.
have gen : madd (g_block E H p x) (mscale (cst R (-1) 1) x) = madd (g_attend E H p x) (g_feed p (madd x (g_attend E H p x))) :=
  @Headlines.seed_block_shape_1 R E C w d H F 0 x (fun=> lq p) (fun=> lk p) (fun=> lv p) (fun=> lo p)
    (fun=> lin p) (fun=> lbin p) (fun=> lout p) (fun=> lbout p).
rewrite blockE attendE feedE in gen; rewrite -[RHS]gen /madd /mscale; congr (_ + _).
by rewrite mxE eqxx mulr1n /zr /posr divr1 scaleN1r.
Qed.
Lemma ok_block : block_covariant.
Proof.
move=> R E C w d F H p s x.
have gen : g_block E H p (mmul (perm_mx s) x) = mmul (perm_mx s) (g_block E H p x) :=
  @Headlines.seed_stack_permutation_covariant_1 R E C w d H F 0 _ x (fun=> lq p) (fun=> lk p) (fun=> lv p) (fun=> lo p)
    (fun=> lin p) (fun=> lbin p) (fun=> lout p) (fun=> lbout p) (perm_is R s).
by rewrite !blockE in gen.
Qed.
Lemma ok_stack : stack_covariant.
Proof.
move=> R E C w d F H L p s x; rewrite /=.
have gen : mfold L (mmul (perm_mx s) x) (fun l => g_block E H (p l)) = mmul (perm_mx s) (mfold L x (fun l => g_block E H (p l))) :=
  @Headlines.seed_stack_permutation_covariant_2 R E C w d H F L _ x (fun l => lq (p l)) (fun l => lk (p l)) (fun l => lv (p l))
    (fun l => lo (p l)) (fun l => lin (p l)) (fun l => lbin (p l)) (fun l => lout (p l)) (fun l => lbout (p l)) (perm_is R s).
by rewrite !(layersE _ _ (fun l => blockE E H (p l))) in gen.
Qed.
Lemma ok_pre_block : pre_norm_block_covariant.
Proof.
move=> R E C w d F H p s x.
have gen : g_pre E H p (mmul (perm_mx s) x) = mmul (perm_mx s) (g_pre E H p x) :=
  @Headlines.seed_stack_permutation_covariant_3 R E C w d H F 0 _ x (fun=> gain1 p) (fun=> bias1 p) (fun=> lq p) (fun=> lk p)
    (fun=> lv p) (fun=> lo p) (fun=> gain2 p) (fun=> bias2 p) (fun=> lin p) (fun=> lbin p) (fun=> lout p) (fun=> lbout p)
    (perm_is R s).
by rewrite !preE in gen.
Qed.
Lemma ok_pre_stack : pre_norm_stack_covariant.
Proof.
move=> R E C w d F H L p s x; rewrite /=.
have gen : mfold L (mmul (perm_mx s) x) (fun l => g_pre E H (p l)) = mmul (perm_mx s) (mfold L x (fun l => g_pre E H (p l))) :=
  @Headlines.seed_stack_permutation_covariant_4 R E C w d H F L _ x (fun l => gain1 (p l)) (fun l => bias1 (p l))
    (fun l => lq (p l)) (fun l => lk (p l)) (fun l => lv (p l)) (fun l => lo (p l)) (fun l => gain2 (p l)) (fun l => bias2 (p l))
    (fun l => lin (p l)) (fun l => lbin (p l)) (fun l => lout (p l)) (fun l => lbout (p l)) (perm_is R s).
by rewrite !(layersE _ _ (fun l => preE E H (p l))) in gen.
Qed.
Lemma ok_post_block : post_norm_block_covariant.
Proof.
move=> R E C w d F H p s x.
have gen : g_post E H p (mmul (perm_mx s) x) = mmul (perm_mx s) (g_post E H p x) :=
  @Headlines.seed_stack_permutation_covariant_5 R E C w d H F 0 _ x (fun=> lq p) (fun=> lk p) (fun=> lv p) (fun=> lo p)
    (fun=> gain1 p) (fun=> bias1 p) (fun=> lin p) (fun=> lbin p) (fun=> lout p) (fun=> lbout p) (fun=> gain2 p) (fun=> bias2 p)
    (perm_is R s).
by rewrite !postE in gen.
Qed.
Lemma ok_post_stack : post_norm_stack_covariant.
Proof.
move=> R E C w d F H L p s x; rewrite /=.
have gen : mfold L (mmul (perm_mx s) x) (fun l => g_post E H (p l)) = mmul (perm_mx s) (mfold L x (fun l => g_post E H (p l))) :=
  @Headlines.seed_stack_permutation_covariant_6 R E C w d H F L _ x (fun l => lq (p l)) (fun l => lk (p l)) (fun l => lv (p l))
    (fun l => lo (p l)) (fun l => gain1 (p l)) (fun l => bias1 (p l)) (fun l => lin (p l)) (fun l => lbin (p l))
    (fun l => lout (p l)) (fun l => lbout (p l)) (fun l => gain2 (p l)) (fun l => bias2 (p l)) (perm_is R s).
by rewrite !(layersE _ _ (fun l => postE E H (p l))) in gen.
Qed.
Lemma ok_no_order : model_has_no_order.
Proof.
move=> R E C V w d F H L p We token s final.
pose rows (t : 'I_C -> 'I_V) : 'M[R]_(C, V) := \matrix_(i, j) ((j == t i)%:R).
have gen : mfold L (mmul (mmul (perm_mx s) (rows token)) We) (fun l => g_block E H (p l)) =
    mmul (perm_mx s) (mfold L (mmul (rows token) We) (fun l => g_block E H (p l))) :=
  @Headlines.seed_no_order_information_without_pe_1 R E C V w d H F L _ _ We (fun l => lq (p l)) (fun l => lk (p l))
    (fun l => lv (p l)) (fun l => lo (p l)) (fun l => lin (p l)) (fun l => lbin (p l)) (fun l => lout (p l))
    (fun l => lbout (p l)) (perm_is R s).
have moved : mmul (perm_mx s) (rows token) = rows (token \o s).
  by rewrite /mmul -row_permE; apply/matrixP => i j; rewrite !mxE.
by rewrite !(layersE _ _ (fun l => blockE E H (p l))) moved !selectionE in gen.
Qed.
Lemma ok_mlp_token : mlp_per_token.
Proof.
move=> R C m w F f x Win bin Wout bout.
have := @Headlines.seed_mlp_per_token_1 R m C w F 0 _ x (fun=> Win) (fun=> bin) (fun=> Wout) (fun=> bout) (selection_is R f).
by rewrite !selectionE !biasedE.
Qed.
Lemma ok_no_scores : head_without_scores_is_additive.
Proof.
move=> R E C w x y Wov; have := @Headlines.seed_head_is_nonlinear_2 R E C w x y Wov.
by rewrite !softmaxE.
Qed.
Lemma ok_one_token : head_of_one_token_is_additive.
Proof.
move=> R E w x y Wqk Wov; have := @Headlines.seed_head_is_nonlinear_3 R E w x y Wqk Wov.
by rewrite !softmaxE.
Qed.
Lemma ok_shares : whole_softmax_shares.
Proof.
move=> R E n m S n0 m0.
have := @Headlines.seed_whole_matrix_is_rescaled_rows_2 R E n m S (num_pos R n0) (num_pos R m0).
rewrite sum_allE => /matrixP/(_ 0 0); rewrite !mxE big_ord1 !mxE mulr1 eqxx mulr1n /zr /posr divr1 => shares.
rewrite -[RHS]shares; apply: eq_bigr => i _; rewrite !mxE mul1r eqxx mulr1n /frecip [RHS]mulrC; congr (_ / _).
by apply: eq_bigr => l _; rewrite !mxE mulr1.
Qed.

Lemma ok_unroll : stream_is_sum_of_writes.
Proof.
move=> R C w L h m x at_layer.
have gen := @Headlines.seed_block_unroll_1 R C w L x h m.
set pair := (X in mfold L _ X = _) in gen; set one := (X in mhcat _ (mfold L x X) _) in gen.
have oneE k : mfold k x one = at_layer k by apply: layersE => l y.
have pairE k : mfold k (mhcat (2 * w) x (zeros R C w)) pair = mhcat (2 * w) (at_layer k)
    (\sum_(l < k) (h l (at_layer l) + m l (at_layer l + h l (at_layer l)))).
  elim: k => [|k IH]; first by rewrite /= big_ord0.
  rewrite [LHS]/= IH /pair hcat_left hcat_right.
  by rewrite big_ord_recr /= /madd !addrA.
rewrite pairE oneE in gen.
have/(congr1 (mcols w w)) := gen; rewrite !hcat_right => ->.
by rewrite /madd /mscale mxE eqxx mulr1n /zr /posr divr1 scaleN1r addrCA subrr addr0.
Qed.
Lemma ok_concatenation : sum_of_heads_is_concatenation.
Proof.
move=> R E C w d H Wq Wk Wv Wo x Z.
have gen := @Headlines.seed_sum_of_heads_is_concat_1 R E d.+1 C w H 0 x (fun=> Wq) (fun=> Wk) (fun=> Wv) (fun=> Wo).
have inside : bsum H (fun h => g_head E (Wq h) (Wk h) (Wv h) (Wo h) x) = attention E H Wq Wk Wv Wo x.
  by apply: eq_bigr => h _; rewrite /g_head /g_softmax softmaxE scaledE.
rewrite -inside [LHS]gen; congr (_ *m _); apply/matrixP => i j; rewrite [LHS]mxE [RHS]mxE /=.
  by rewrite (ent_ltn _ (ltn_ord i) (ltn_pmod j (ltn0Sn d))) softmaxE scaledE; congr (_ _ _); apply: val_inj; rewrite //= inordK // ltn_mod.
by rewrite (ent_ltn _ (ltn_pmod i (ltn0Sn d)) (ltn_ord j)); congr (_ _ _); apply: val_inj; rewrite //= inordK // ltn_mod.
Qed.
Lemma ok_frozen_map : frozen_heads_are_one_map.
Proof.
move=> R C w H A W x i j.
have ij : (i + C * j < C * w)%N.
  by apply: (@leq_trans (C * j.+1)); rewrite ?mulnS ?ltn_add2r // -mulnS leq_mul2l ltn_ord orbT.
have i0 : (0 < C)%N := leq_ltn_trans (leq0n i) (ltn_ord i).
have q : ((i + C * j) %/ C = j)%N by rewrite addnC mulnC divnMDl // divn_small ?addn0.
have m : ((i + C * j) %% C = i)%N by rewrite addnC mulnC modnMDl modn_small.
have := congr1 (fun M => ent M (i + C * j) 0) (@Headlines.seed_linear_heads_sum_is_one_linear_map_1 R C w H A x W).
rewrite /= ent_vec // q m ent_ord ent_mul => ->.
transitivity (\sum_(a < C * w) (\sum_(h < H) ent (W h) (a %/ C) j * ent (A h) i (a %% C)) * ent x (a %% C) (a %/ C)).
  apply: eq_bigr => a _; rewrite ent_vec // ent_sum; congr (_ * _); apply: eq_bigr => h _.
  by rewrite ent_kron // q m ent_tr.
rewrite (@sum_mul_split _ w C _ (fun l k => (\sum_(h < H) ent (W h) l j * ent (A h) i k) * ent x k l)) //.
by apply: eq_bigr => l _; apply: eq_bigr => k _; rewrite ent_ord; congr (_ * _); apply: eq_bigr => h _; rewrite !ent_ord.
Qed.
Lemma lookup (R : realFieldType) V C w rest k : V = (rest + k + 1)%N ->
  forall (token : 'I_C -> 'I_V) (We : 'M[R]_(V, w)) (i : 'I_C), token i = k :> nat ->
  row i ((\matrix_(c, v) ((v == token c)%:R : R)) *m We) = row (token i) We.
Proof.
move=> V0; move: V0; set N := (rest + k + 1)%N => V0; subst V => token We i ik; set t := (\matrix_(c, v) _).
have entry m (A : 'M[R]_(N, m)) : mrows k 1 A = row (token i) A.
  by apply/rowP => j; rewrite [LHS]mxE addn0 -ik ent_ord mxE.
have picks : mmul (delta_mx 0 i) t = mrows k 1 (idm R N).
  by rewrite entry /mmul -rowE; apply/rowP => v; rewrite !mxE eq_sym.
by rewrite rowE -entry; apply: (@Headlines.seed_embedding_is_matmul_1 R C rest k w _ t We picks).
Qed.
Lemma ok_embedding : embedding_is_lookup.
Proof.
move=> R C V w token We i; apply: (@lookup _ _ _ _ (V - (token i).+1) (token i)) => //.
by rewrite addn1 -addnS subnK.
Qed.
Lemma ok_shift : shift_is_linear.
Proof.
move=> R E C r p k.
have gen := @Headlines.seed_sinusoid_shift_is_linear_1 R E C 0 r 0 p k%:M.
have gen' : g_sinusoids E r (madd p (mmul (ones R C 1) k%:M)) = mmul (g_sinusoids E r p) (g_shift E r k%:M).
  by move: gen; rewrite /madd /mmul /zeros !mul0mx !add0r.
rewrite !sinusoidsE shiftE in gen'; rewrite -[RHS]gen'; congr (sinusoids E r (_ + _)).
by apply/matrixP => i j; rewrite mxE [RHS]mxE big_ord1 !mxE mul1r !ord1 eqxx mulr1n.
Qed.
Lemma ok_orthogonal : shift_is_orthogonal.
Proof.
move=> R E r k; have gen : mmul (mtr (g_shift E r k%:M)) (g_shift E r k%:M) = idm R (2 * r) :=
  @Headlines.seed_sinusoid_shift_is_linear_2 R E r k%:M.
by rewrite shiftE in gen.
Qed.
Lemma ok_compose : shifts_compose.
Proof.
move=> R E r a b.
have gen : mmul (g_shift E r a%:M) (g_shift E r b%:M) = g_shift E r (madd a%:M b%:M) :=
  @Headlines.seed_sinusoid_shift_is_linear_3 R E r a%:M b%:M.
have add : madd a%:M b%:M = (a + b)%:M :> 'M[R]_1 by apply/matrixP => i j; rewrite !mxE mulrnDl.
by rewrite add !shiftE in gen.
Qed.
Lemma ok_complex : complex_shift_is_diagonal.
Proof.
move=> R E C r p k w z e.
have gen : g_complex (z (p + const_mx k)) = mmul (g_complex (z p)) (g_complex e).
  have c (f : R -> R) : mdiag (emap f (mscale k%:M (mtr w))) = diag_mx (\row_j f (k * w 0 j)).
    by apply/matrixP => i j; rewrite !mxE eqxx mulr1n.
  have q : p + const_mx k = madd p (mscale k%:M (ones R C 1)).
    by apply/matrixP => i j; rewrite !mxE eqxx mulr1n mulr1.
  rewrite /z /e q -!c; exact: (@Headlines.seed_sinusoid_shift_diagonal_in_complex_1 R E C r p k%:M w).
by move: gen; rewrite complexM => /complexI.
Qed.
Lemma ok_rotation : rotation_is_diagonal.
Proof.
move=> R E t rotation u v uav.
have c1 : cst R 1 1 = 1%:M by rewrite /cst cst1.
have c0 : cst R 0 1 = 0%:M by rewrite /cst cst0.
have cN : cst R (-1) 1 = (-1)%:M by rewrite /cst cstN1.
have scaled (a : R) : mscale (-1)%:M a%:M = (- a)%:M :> mx R 1 1.
  by rewrite -cN minus; apply/matrixP => i j; rewrite !mxE mulNrn.
have gen := @Headlines.seed_sinusoid_shift_diagonal_in_complex_2 R E t%:M.
rewrite !emap_scalar c1 c0 cN !scaled !quad_cols !quad_rows !quad_diag -cN in gen.
have gen' : mscale (cst R 1 2) (mmul (mmul (g_complex (quad 1 0 1 0, quad 0 (-1) 0 1))
    (g_complex (quad (fcos E t) (- fsin E t) (fsin E t) (fcos E t), 0)))
    (g_complex (quad 1 1 0 0, quad 0 0 1 (-1)))) =
  g_complex (quad (fcos E t) 0 0 (fcos E t), quad (- fsin E t) 0 0 (fsin E t)) := gen.
have uE : (quad 1 0 1 0, quad 0 (-1) 0 1) = u.
  by congr (_, _); apply/matrixP => -[[|[|//]] hi] [[|[|//]] hj]; rewrite !mxE.
have vE : (quad 1 1 0 0, quad 0 0 1 (-1)) = v.
  by congr (_, _); apply/matrixP => -[[|[|//]] hi] [[|[|//]] hj]; rewrite !mxE.
have rE : quad (fcos E t) (- fsin E t) (fsin E t) (fcos E t) = rotation.
  by apply/matrixP => -[[|[|//]] hi] [[|[|//]] hj]; rewrite !mxE.
rewrite uE vE rE !complexM complexZ in gen'; have [-> ->] := complexI gen'.
by split; apply/matrixP => -[[|[|//]] hi] [[|[|//]] hj]; rewrite !mxE.
Qed.
Lemma ok_order : order_of_heads.
Proof.
move=> R H C d w s Z W.
pose G h := mmul (Z h) (W h); pose s' h := if insub h is Some o then s o : nat else h.
have s'E (h : 'I_H) : s' h = s h by rewrite /s' valK.
have moved : mmul (mkron (C * H) (C * H) (perm_mx s) (idm R C)) (bvcat H (C * H) G) = bvcat H (C * H) (fun h => G (s' h)).
  apply: matP => i j hi hj; have hq := div_lt' hi.
  rewrite kron_bvcat // ent_bvcat // (bigD1 (s (Ordinal hq))) //= big1 ?addr0 => [|h hs].
    by rewrite -[(i %/ C)%N]/(Ordinal hq : nat) ent_ord !mxE eqxx mul1r s'E.
  by rewrite -[(i %/ C)%N]/(Ordinal hq : nat) ent_ord !mxE eq_sym (negbTE hs) mul0r.
have := @Headlines.seed_heads_act_in_parallel_1 R H C d w _ Z W (perm_is R s).
rewrite moved => gen; rewrite -[RHS]gen; apply: matP => i j hi hj.
have summed (F : nat -> mx R C w) : ent (mmul (mkron C (C * H) (ones R 1 H) (idm R C)) (bvcat H (C * H) F)) i j = \sum_(h < H) ent (F h) i j.
  rewrite kron_bvcat ?muln1 // divn_small // modn_small //.
  by apply: eq_bigr => h _; rewrite ent_ones ?mul1r.
rewrite summed -[RHS](ent_sum H (fun h => G (s' h))); congr (ent _ i j).
by apply: eq_bigr => h _; rewrite s'E.
Qed.

(* 3. All of them ------------------------------------------------------------- *)

Definition all : theorems :=
  also ok_mixing (also ok_product_order (also ok_rank_qk (also ok_rank_ov (also ok_singular_qk (also ok_singular_ov
  (also ok_scores (also ok_frozen (also ok_whole_rescales (also ok_whole_covariant (also ok_whole_head (also ok_head
  (also ok_attention (also ok_mlp (also ok_token (also ok_logits_shift (also ok_logits_ratio (also ok_scores_mean
  (also ok_scores_variance (also ok_writes (also ok_block (also ok_stack (also ok_pre_block (also ok_pre_stack
  (also ok_post_block (also ok_post_stack (also ok_no_order (also ok_mlp_token (also ok_no_scores (also ok_one_token
  (also ok_shares (also ok_unroll (also ok_concatenation (also ok_frozen_map (also ok_embedding (also ok_shift
  (also ok_orthogonal (also ok_compose (also ok_complex (also ok_rotation (also ok_order none)))))))))))))))))))))))))))))))))))))))).
