(* Functions of each entry: what holds of all of them, exponentials, roots, signs and powers. *)
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

Lemma r_map_mul_ones n m (u : 'M[R]_(n, 1)) (f : R -> R) :
  (emap f (mmul u (ones R 1 m))) = (mmul (emap f u) (ones R 1 m)).
Proof. by ext; rewrite !big_ord1; entw; rewrite ?mulr1. Qed.
Lemma r_map_ones_mul n m (v : 'M[R]_(1, m)) (f : R -> R) :
  (emap f (mmul (ones R n 1) v)) = (mmul (ones R n 1) (emap f v)).
Proof. by ext; rewrite !big_ord1; entw; rewrite ?mul1r. Qed.
Lemma r_map_ones n m (f : R -> R) :
  (emap f (ones R n m)) = (mscale (emap f (cst R 1 1)) (ones R n m)).
Proof. by ext; rewrite ?mulr1. Qed.
Lemma r_map_zeros n m (f : R -> R) :
  (emap f (zeros R n m)) = (mscale (emap f (cst R 0 1)) (ones R n m)).
Proof. by ext; rewrite ?mulr1. Qed.
Lemma r_map_smul_ones n m (a_0 : 'M[R]_(1, 1)) (f : R -> R) :
  (emap f (mscale a_0 (ones R n m))) = (mscale (emap f a_0) (ones R n m)).
Proof. by ext; rewrite ?mulr1. Qed.
Lemma r_map_hadamard_of_mask n m (f : R -> R) (M : 'M[R]_(n, m)) (A : 'M[R]_(n, m)) :
  (emap f (cst R 0 1)) = (cst R 0 1) ->
  (mhad M M) = M ->
  (emap f (mhad M A)) = (mhad M (emap f A)).
Proof.

move=> f0 MM; have {}f0 : f 0 = 0 by have := congr1 (fun X => ent X 0 0) f0; rewrite ent_emap // ent_cst cst0.
ext; have : ent M i j * ent M i j = ent M i j by rewrite -entE MM.
have [->|m0] := eqVneq (ent M i j) 0; first by rewrite !mul0r f0.
by rewrite -[X in _ = X]mulr1 => /(mulfI m0) ->; rewrite !mul1r. Qed.
Lemma r_map_diag n (f : R -> R) (v : 'M[R]_(n, 1)) :
  (emap f (cst R 0 1)) = (cst R 0 1) ->
  (emap f (mdiag v)) = (mdiag (emap f v)).
Proof.

move=> f0; have {}f0 : f 0 = 0 by have := congr1 (fun X => ent X 0 0) f0; rewrite ent_emap // ent_cst cst0.
by ext; case: eqP => _ //=; rewrite ?mulr1n ?mulr0n. Qed.
Lemma r_square_eq n m (A : 'M[R]_(n, m)) :
  (emap (fsquare R) A) = (mhad A A).
Proof. by ext. Qed.
Lemma r_power_zero n m (A : 'M[R]_(n, m)) :
  (emap (fpow R 0) A) = (ones R n m).
Proof. by ext; rewrite /fpow expr0. Qed.
Lemma r_power_one n m (A : 'M[R]_(n, m)) :
  (emap (fpow R 1) A) = A.
Proof. by ext; rewrite /fpow expr1. Qed.
Lemma r_power_add n m ep eq w1 (Ap : 'M[R]_(n, m)) :
  w1 = (ep + eq)%N ->
  (emap (fpow R w1) Ap) = (mhad (emap (fpow R ep) Ap) (emap (fpow R eq) Ap)).
Proof. by move=> ->; ext; rewrite /fpow exprD. Qed.
Lemma r_hadamard_power n m ep (A : 'M[R]_(n, m)) (B : 'M[R]_(n, m)) :
  (emap (fpow R ep) (mhad A B)) = (mhad (emap (fpow R ep) A) (emap (fpow R ep) B)).
Proof. by ext; rewrite /fpow exprMn. Qed.
Lemma r_recip_hadamard n m (A : 'M[R]_(n, m)) (B : 'M[R]_(n, m)) :
  (emap (frecip R) (mhad A B)) = (mhad (emap (frecip R) A) (emap (frecip R) B)).
Proof. by ext; rewrite /frecip invfM. Qed.
Lemma r_recip_smul n m (a_0 : 'M[R]_(1, 1)) (A : 'M[R]_(n, m)) :
  (emap (frecip R) (mscale a_0 A)) = (mscale (emap (frecip R) a_0) (emap (frecip R) A)).
Proof. by ext; rewrite /frecip invfM. Qed.
Lemma r_recip_recip n m (A : 'M[R]_(n, m)) :
  (emap (frecip R) (emap (frecip R) A)) = A.
Proof. by ext; rewrite /frecip invrK. Qed.
Lemma r_hadamard_recip_cancel n m (A : 'M[R]_(n, m)) :
  is_nonzero A ->
  (mhad A (emap (frecip R) A)) = (ones R n m).
Proof. by move=> /is_nonzeroP h; ext; rewrite /frecip divff ?h. Qed.
Lemma r_hadamard_nonzero n m (A : 'M[R]_(n, m)) (B : 'M[R]_(n, m)) :
  is_nonzero A ->
  is_nonzero B ->
  is_nonzero (mhad A B).
Proof. by move=> h1 h2 i j; rewrite mxE mulf_neq0. Qed.
Lemma r_smul_nonzero n m (a_0 : 'M[R]_(1, 1)) (A : 'M[R]_(n, m)) :
  is_nonzero a_0 ->
  is_nonzero A ->
  is_nonzero (mscale a_0 A).
Proof. by move=> h1 h2 i j; rewrite mxE mulf_neq0. Qed.
Lemma r_recip_nonzero n m (A : 'M[R]_(n, m)) :
  is_nonzero A ->
  is_nonzero (emap (frecip R) A).
Proof. by move=> h i j; rewrite mxE invr_neq0. Qed.
Lemma r_transpose_nonzero n m (A : 'M[R]_(n, m)) :
  is_nonzero A ->
  is_nonzero (mtr A).
Proof. by move=> h i j; rewrite mxE. Qed.
Lemma r_power_power n m ep eq w1 (Ap : 'M[R]_(n, m)) :
  w1 = (ep * eq)%N ->
  (emap (fpow R eq) (emap (fpow R ep) Ap)) = (emap (fpow R w1) Ap).
Proof. by move=> ->; ext; rewrite /fpow exprM. Qed.
Lemma r_one_power n m ep :
  (emap (fpow R ep) (ones R n m)) = (ones R n m).
Proof. by ext; rewrite /fpow expr1n. Qed.
Lemma r_zero_power_succ n m ep w1 :
  w1 = (ep + 1)%N ->
  (emap (fpow R w1) (zeros R n m)) = (zeros R n m).
Proof. by move=> ->; ext; rewrite /fpow addn1 expr0n. Qed.
Lemma r_recip_power n m ep (Ap : 'M[R]_(n, m)) :
  (emap (frecip R) (emap (fpow R ep) Ap)) = (emap (fpow R ep) (emap (frecip R) Ap)).
Proof. by ext; rewrite /fpow /frecip exprVn. Qed.
Lemma r_power_nonzero n m ep (Ap : 'M[R]_(n, m)) :
  is_nonzero Ap ->
  is_nonzero (emap (fpow R ep) Ap).
Proof. by move=> h i j; rewrite mxE expf_neq0. Qed.
End Field.

Section Real.
Variables (R : realFieldType) (E : analysis R).
Notation e := (fexp E).
Lemma exp00 : e 0 = 1.
Proof.
have h : e 0 * e 0 = e 0 * 1 by rewrite -law_exp_add addr0 mulr1.
have n0 : e 0 != 0 by rewrite gt_eqF // (lt_le_trans ltr01) //; have := law_exp_ge E 0; rewrite add0r.
exact: (mulfI n0).
Qed.
Lemma expN x : e (- x) = (e x)^-1.
Proof.
have h : e x * e (- x) = 1 by rewrite -law_exp_add subrr exp00.
have n0 : e x != 0 by apply/eqP => z; move: h; rewrite z mul0r => /eqP; rewrite eq_sym oner_eq0.
by apply: (mulfI n0); rewrite h divff.
Qed.
Lemma exp_gt0 x : 0 < e x.
Proof.
have h y : e y != 0.
  apply/eqP => z; have := law_exp_add E y (- y); rewrite subrr exp00 z mul0r => /eqP.
  by rewrite oner_eq0.
have -> : x = x / 2%:R + x / 2%:R by rewrite -mulr2n -mulr_natr -mulrA mulVf ?mulr1 // pnatr_eq0.
by rewrite law_exp_add lt_def mulf_neq0 ?h // -expr2 sqr_ge0.
Qed.
Lemma exp_lt x y : x < y -> e x < e y.
Proof.
move=> h; rewrite -(subrK x y) addrC law_exp_add -[X in X < _]mulr1 ltr_pmul2l ?exp_gt0 //.
by apply: (lt_le_trans _ (law_exp_ge E _)); rewrite ltr_addr subr_gt0.
Qed.
Lemma exp_le x y : x <= y -> e x <= e y.
Proof. by rewrite le_eqVlt => /orP[/eqP -> //|h]; apply: ltW; apply: exp_lt. Qed.
Lemma sigmoid_den x : 0 < 1 + e (- x).
Proof. by rewrite addr_gt0 ?ltr01 ?exp_gt0. Qed.
Lemma posr_gt0 p : 0 < posr R p.
Proof. by rewrite ltr0n; apply/ssrnat.ltP; apply: Pos2Nat.is_pos. Qed.
Lemma half : zr R 1 / posr R 2 = 2%:R^-1. Proof. by rewrite /= mul1r. Qed.
Lemma two : zr R 2 / posr R 1 = 2%:R. Proof. by rewrite /= divr1. Qed.
Lemma two0 : (2%:R : R) != 0. Proof. by rewrite pnatr_eq0. Qed.
Lemma sqrtM x y : 0 <= x -> fsqrt E (x * y) = fsqrt E x * fsqrt E y.
Proof.
move=> x0; case: (lerP 0 y) => y0; last first.
  by rewrite (law_sqrt_neg E (ltW y0)) mulr0 law_sqrt_neg // mulr_ge0_le0 // ltW.
apply/eqP; rewrite -(eqr_expn2 (n := 2)) ?mulr_ge0 ?law_sqrt_ge0 //.
by rewrite !expr2 law_sqrt_sq ?mulr_ge0 // mulrACA !law_sqrt_sq.
Qed.
Lemma sqrt_abs x : fsqrt E (x * x) = `|x|.
Proof.
apply/eqP; rewrite -(eqr_expn2 (n := 2)) ?law_sqrt_ge0 ?normr_ge0 // !expr2 law_sqrt_sq -expr2 ?sqr_ge0 //.
by rewrite -[`|x| * _]expr2 real_normK ?num_real.
Qed.
Lemma sqrt1 : fsqrt E 1 = 1. Proof. by rewrite -[X in fsqrt E X]mulr1 sqrt_abs normr1. Qed.
Lemma sqrtV x : fsqrt E x^-1 = (fsqrt E x)^-1.
Proof.
case: (ltrP 0 x) => x0; last by rewrite !law_sqrt_neg ?invr0 ?invr_le0.
have s0 : fsqrt E x != 0 by apply/eqP => z; have := law_sqrt_sq E (ltW x0); rewrite z mul0r => /esym/eqP; rewrite gt_eqF.
by apply: (mulfI s0); rewrite -sqrtM ?(ltW x0) // divff ?gt_eqF // sqrt1 divff.
Qed.
Lemma sin0 : fsin E 0 = 0.
Proof.
have h := law_sin_neg E 0; rewrite oppr0 in h.
have : fsin E 0 *+ 2 == 0 by rewrite mulr2n {1}h addNr.
by rewrite mulrn_eq0 => /eqP.
Qed.
Lemma cos0 : fcos E 0 = 1.
Proof.
have := law_sin_cos E 0; have := law_cos_add E 0 0.
by rewrite addr0 sin0 mul0r subr0 add0r => <-.
Qed.
Lemma cosN x : fcos E (- x) = fcos E x.
Proof.
have h : fcos E x * fcos E (- x) = fcos E x * fcos E x.
  have := law_cos_add E x (- x); rewrite subrr cos0 law_sin_neg mulrN opprK => h.
  by have := law_sin_cos E x; rewrite {1}h addrC => /addIr.
have [c0|c0] := eqVneq (fcos E x) 0; last exact: (mulfI c0).
have s1 := law_sin_cos E x; have s2 := law_sin_cos E (- x).
rewrite c0 mul0r addr0 in s1; rewrite law_sin_neg mulrNN s1 in s2.
by apply/eqP; rewrite c0 -[_ == 0]orbb -mulf_eq0 -(addrK 1 (_ * _)) [_ + 1]addrC s2 subrr.
Qed.

Lemma r_relu_eq n m (A : 'M[R]_(n, m)) :
  (emap (frelu R) A) = (mscale (cst R 1 2) (madd A (emap (fabs R) A))).
Proof.
ext; rewrite half /frelu /fabs; set x := ent A i j; apply: (mulfI two0); rewrite mulrA divff ?two0 // mul1r mulr_natl mulr2n.
case: (lerP 0 x) => x0; first by rewrite ger0_norm.
by rewrite ltr0_norm // subrr addr0. Qed.
Lemma r_tanh_eq n m (A : 'M[R]_(n, m)) :
  (emap (ftanh E) A) = (madd (mscale (cst R 2 1) (emap (fsigmoid E) (mscale (cst R 2 1) A))) (mscale (cst R (-1) 1) (ones R n m))).
Proof. by ext; rewrite two /ftanh mulN1r. Qed.
Lemma r_sigmoid_eq n m (A : 'M[R]_(n, m)) :
  (emap (fsigmoid E) A) = (emap (frecip R) (madd (ones R n m) (emap (fexp E) (mscale (cst R (-1) 1) A)))).
Proof. by ext; rewrite /fsigmoid /frecip mulN1r. Qed.
Lemma r_sigmoid_neg n m (A : 'M[R]_(n, m)) :
  (emap (fsigmoid E) (mscale (cst R (-1) 1) A)) = (madd (ones R n m) (mscale (cst R (-1) 1) (emap (fsigmoid E) A))).
Proof.
ext; rewrite !mulN1r /fsigmoid opprK; set x := ent A i j; have a0 := exp_gt0 x; set a := e x.
have d : 0 < 1 + a by rewrite addr_gt0 ?ltr01.
have -> : 1 + e (- x) = (1 + a) * a^-1 by rewrite expN mulrDl mul1r divff ?gt_eqF // addrC.
rewrite invfM invrK -[X in X - _](@divff _ (1 + a)) ?gt_eqF // [_^-1 * a]mulrC -mulrBl addrK.
by rewrite mul1r. Qed.
Lemma r_silu_eq n m (A : 'M[R]_(n, m)) :
  (emap (fsilu E) A) = (mhad A (emap (fsigmoid E) A)).
Proof. by ext. Qed.
Lemma r_gelu_eq n m (A : 'M[R]_(n, m)) :
  (emap (fgelu E) A) = (mscale (cst R 1 2) (madd A (mhad A (emap (ferf E) (mscale (emap (frecip R) (emap (fsqrt E) (cst R 2 1))) A))))).
Proof. by ext; rewrite half two. Qed.
Lemma r_round_neg n m (A : 'M[R]_(n, m)) :
  (emap (fround E) (mscale (cst R (-1) 1) A)) = (mscale (cst R (-1) 1) (emap (fround E) A)).
Proof. by ext; rewrite !mulN1r law_round_neg. Qed.
Lemma r_round_round n m (A : 'M[R]_(n, m)) :
  (emap (fround E) (emap (fround E) A)) = (emap (fround E) A).
Proof. by ext; rewrite law_round_round. Qed.
Lemma r_erf_neg n m (A : 'M[R]_(n, m)) :
  (emap (ferf E) (mscale (cst R (-1) 1) A)) = (mscale (cst R (-1) 1) (emap (ferf E) A)).
Proof. by ext; rewrite !mulN1r law_erf_neg. Qed.
Lemma r_sign_hadamard_abs n m (A : 'M[R]_(n, m)) :
  (mhad (emap (fsign R) A) (emap (fabs R) A)) = A.
Proof. by ext; rewrite /fsign /fabs -numEsg. Qed.
Lemma r_sign_hadamard n m (A : 'M[R]_(n, m)) (B : 'M[R]_(n, m)) :
  (emap (fsign R) (mhad A B)) = (mhad (emap (fsign R) A) (emap (fsign R) B)).
Proof. by apply/matrixP => i j; rewrite !mxE /fsign sgrM. Qed.
Lemma r_sign_smul n m (a_0 : 'M[R]_(1, 1)) (A : 'M[R]_(n, m)) :
  (emap (fsign R) (mscale a_0 A)) = (mscale (emap (fsign R) a_0) (emap (fsign R) A)).
Proof. by apply/matrixP => i j; rewrite !mxE /fsign sgrM. Qed.
Lemma r_exp_add n m (A : 'M[R]_(n, m)) (B : 'M[R]_(n, m)) :
  (emap (fexp E) (madd A B)) = (mhad (emap (fexp E) A) (emap (fexp E) B)).
Proof. by ext; rewrite law_exp_add. Qed.
Lemma r_exp_neg n m (A : 'M[R]_(n, m)) :
  (emap (fexp E) (mscale (cst R (-1) 1) A)) = (emap (frecip R) (emap (fexp E) A)).
Proof. by ext; rewrite mulN1r expN. Qed.
Lemma r_exp_zero :
  (emap (fexp E) (cst R 0 1)) = (cst R 1 1).
Proof. by apply: numP; rewrite ent_emap // !entE cst0 cst1 exp00. Qed.
Lemma r_log_exp n m (A : 'M[R]_(n, m)) :
  (emap (flog E) (emap (fexp E) A)) = A.
Proof. by ext; rewrite law_log_exp. Qed.
Lemma r_exp_log_of_pos n m (A : 'M[R]_(n, m)) :
  is_positive A ->
  (emap (fexp E) (emap (flog E) A)) = A.
Proof. by move=> /is_positiveP h; ext; rewrite law_exp_log ?h. Qed.
Lemma r_sqrt_smul_of_nonneg n m (a_0 : 'M[R]_(1, 1)) (A : 'M[R]_(n, m)) :
  is_nonnegative a_0 ->
  (emap (fsqrt E) (mscale a_0 A)) = (mscale (emap (fsqrt E) a_0) (emap (fsqrt E) A)).
Proof. by move=> /is_nonnegativeP h; ext; rewrite sqrtM ?h. Qed.
Lemma r_sqrt_hadamard_of_nonneg n m (A : 'M[R]_(n, m)) (B : 'M[R]_(n, m)) :
  is_nonnegative A ->
  (emap (fsqrt E) (mhad A B)) = (mhad (emap (fsqrt E) A) (emap (fsqrt E) B)).
Proof. by move=> /is_nonnegativeP h; ext; rewrite sqrtM ?h. Qed.
Lemma r_sqrt_hadamard_self n m (A : 'M[R]_(n, m)) :
  (emap (fsqrt E) (mhad A A)) = (emap (fabs R) A).
Proof. by ext; rewrite sqrt_abs. Qed.
Lemma r_sqrt_mul_self_of_nonneg n m (A : 'M[R]_(n, m)) :
  is_nonnegative A ->
  (mhad (emap (fsqrt E) A) (emap (fsqrt E) A)) = A.
Proof. by move=> /is_nonnegativeP h; ext; rewrite law_sqrt_sq ?h. Qed.
Lemma r_sqrt_recip n m (A : 'M[R]_(n, m)) :
  (emap (fsqrt E) (emap (frecip R) A)) = (emap (frecip R) (emap (fsqrt E) A)).
Proof. by ext; rewrite /frecip sqrtV. Qed.
Lemma r_abs_hadamard n m (A : 'M[R]_(n, m)) (B : 'M[R]_(n, m)) :
  (emap (fabs R) (mhad A B)) = (mhad (emap (fabs R) A) (emap (fabs R) B)).
Proof. by ext; rewrite /fabs normrM. Qed.
Lemma r_abs_smul n m (a_0 : 'M[R]_(1, 1)) (A : 'M[R]_(n, m)) :
  (emap (fabs R) (mscale a_0 A)) = (mscale (emap (fabs R) a_0) (emap (fabs R) A)).
Proof. by ext; rewrite /fabs normrM. Qed.
Lemma r_abs_hadamard_self n m (A : 'M[R]_(n, m)) :
  (mhad (emap (fabs R) A) (emap (fabs R) A)) = (mhad A A).
Proof. by ext; rewrite /fabs -!expr2 real_normK ?num_real. Qed.
Lemma r_abs_of_nonneg n m (A : 'M[R]_(n, m)) :
  is_nonnegative A ->
  (emap (fabs R) A) = A.
Proof. by move=> /is_nonnegativeP h; ext; rewrite /fabs ger0_norm ?h. Qed.
Lemma r_sin_add n m (a_0 : 'M[R]_(n, m)) (b_0 : 'M[R]_(n, m)) :
  (emap (fsin E) (madd a_0 b_0)) = (madd (mhad (emap (fsin E) a_0) (emap (fcos E) b_0)) (mhad (emap (fcos E) a_0) (emap (fsin E) b_0))).
Proof. by ext; rewrite law_sin_add. Qed.
Lemma r_cos_add n m (a_0 : 'M[R]_(n, m)) (b_0 : 'M[R]_(n, m)) :
  (emap (fcos E) (madd a_0 b_0)) = (madd (mhad (emap (fcos E) a_0) (emap (fcos E) b_0)) (mscale (cst R (-1) 1) (mhad (emap (fsin E) a_0) (emap (fsin E) b_0)))).
Proof. by ext; rewrite law_cos_add mulN1r. Qed.
Lemma r_sin_neg n m (a_0 : 'M[R]_(n, m)) :
  (emap (fsin E) (mscale (cst R (-1) 1) a_0)) = (mscale (cst R (-1) 1) (emap (fsin E) a_0)).
Proof. by ext; rewrite !mulN1r law_sin_neg. Qed.
Lemma r_cos_neg n m (a_0 : 'M[R]_(n, m)) :
  (emap (fcos E) (mscale (cst R (-1) 1) a_0)) = (emap (fcos E) a_0).
Proof. by ext; rewrite mulN1r cosN. Qed.
Lemma r_sin_zero :
  (emap (fsin E) (cst R 0 1)) = (cst R 0 1).
Proof. by apply: numP; rewrite ent_emap // !entE cst0 sin0. Qed.
Lemma r_cos_zero :
  (emap (fcos E) (cst R 0 1)) = (cst R 1 1).
Proof. by apply: numP; rewrite ent_emap // !entE cst0 cst1 cos0. Qed.
Lemma r_sin_sq_add_cos_sq n m (a_0 : 'M[R]_(n, m)) :
  (madd (mhad (emap (fsin E) a_0) (emap (fsin E) a_0)) (mhad (emap (fcos E) a_0) (emap (fcos E) a_0))) = (ones R n m).
Proof. by ext; rewrite law_sin_cos. Qed.
Lemma r_nonneg_of_pos n m (A : 'M[R]_(n, m)) :
  is_positive A ->
  is_nonnegative A.
Proof. by move=> h i j; apply: ltW. Qed.
Lemma r_nonzero_of_pos n m (A : 'M[R]_(n, m)) :
  is_positive A ->
  is_nonzero A.
Proof. by move=> h i j; rewrite gt_eqF. Qed.
Lemma r_pos_of_nonneg_of_nonzero n m (A : 'M[R]_(n, m)) :
  is_nonnegative A ->
  is_nonzero A ->
  is_positive A.
Proof. by move=> h1 h2 i j; rewrite lt_def h1 h2. Qed.
Lemma r_exp_pos n m (A : 'M[R]_(n, m)) :
  is_positive (emap (fexp E) A).
Proof. by move=> i j; rewrite mxE exp_gt0. Qed.
Lemma r_sigmoid_pos n m (A : 'M[R]_(n, m)) :
  is_positive (emap (fsigmoid E) A).
Proof. by move=> i j; rewrite mxE invr_gt0 sigmoid_den. Qed.
Lemma r_ones_pos n m :
  is_positive (ones R n m).
Proof. by move=> i j; rewrite mxE ltr01. Qed.
Lemma r_iota_nonneg n :
  is_nonnegative (miota R n).
Proof. by move=> i j; rewrite mxE ler0n. Qed.
Lemma r_zeros_nonneg n m :
  is_nonnegative (zeros R n m).
Proof. by move=> i j; rewrite mxE. Qed.
Lemma r_add_pos n m (A : 'M[R]_(n, m)) (B : 'M[R]_(n, m)) :
  is_positive A ->
  is_nonnegative B ->
  is_positive (madd A B).
Proof. by move=> h1 h2 i j; rewrite mxE ltr_paddr. Qed.
Lemma r_add_nonneg n m (A : 'M[R]_(n, m)) (B : 'M[R]_(n, m)) :
  is_nonnegative A ->
  is_nonnegative B ->
  is_nonnegative (madd A B).
Proof. by move=> h1 h2 i j; rewrite mxE addr_ge0. Qed.
Lemma r_hadamard_pos n m (A : 'M[R]_(n, m)) (B : 'M[R]_(n, m)) :
  is_positive A ->
  is_positive B ->
  is_positive (mhad A B).
Proof. by move=> h1 h2 i j; rewrite mxE mulr_gt0. Qed.
Lemma r_hadamard_nonneg n m (A : 'M[R]_(n, m)) (B : 'M[R]_(n, m)) :
  is_nonnegative A ->
  is_nonnegative B ->
  is_nonnegative (mhad A B).
Proof. by move=> h1 h2 i j; rewrite mxE mulr_ge0. Qed.
Lemma r_hadamard_self_nonneg n m (A : 'M[R]_(n, m)) :
  is_nonnegative (mhad A A).
Proof. by move=> i j; rewrite mxE -expr2 sqr_ge0. Qed.
Lemma r_smul_pos n m (a_0 : 'M[R]_(1, 1)) (A : 'M[R]_(n, m)) :
  is_positive a_0 ->
  is_positive A ->
  is_positive (mscale a_0 A).
Proof. by move=> h1 h2 i j; rewrite mxE mulr_gt0. Qed.
Lemma r_smul_nonneg n m (a_0 : 'M[R]_(1, 1)) (A : 'M[R]_(n, m)) :
  is_nonnegative a_0 ->
  is_nonnegative A ->
  is_nonnegative (mscale a_0 A).
Proof. by move=> h1 h2 i j; rewrite mxE mulr_ge0. Qed.
Lemma r_mul_pos n m k (A : 'M[R]_(n, m)) (B : 'M[R]_(m, k)) :
  is_positive A ->
  is_positive B ->
  is_positive (num R m) ->
  is_positive (mmul A B).
Proof.

move=> h1 h2 /num_gt0 m0 i j; rewrite mxE (bigD1 (Ordinal m0)) //= ltr_spaddl ?mulr_gt0 //.
by apply: sumr_ge0 => l _; rewrite mulr_ge0 // ltW. Qed.
Lemma r_mul_nonneg n m k (A : 'M[R]_(n, m)) (B : 'M[R]_(m, k)) :
  is_nonnegative A ->
  is_nonnegative B ->
  is_nonnegative (mmul A B).
Proof. by move=> h1 h2 i j; rewrite mxE; apply: sumr_ge0 => l _; rewrite mulr_ge0. Qed.
Lemma r_recip_pos n m (A : 'M[R]_(n, m)) :
  is_positive A ->
  is_positive (emap (frecip R) A).
Proof. by move=> h i j; rewrite mxE invr_gt0. Qed.
Lemma r_recip_nonneg n m (A : 'M[R]_(n, m)) :
  is_nonnegative A ->
  is_nonnegative (emap (frecip R) A).
Proof. by move=> h i j; rewrite mxE invr_ge0. Qed.
Lemma r_sqrt_pos n m (A : 'M[R]_(n, m)) :
  is_positive A ->
  is_positive (emap (fsqrt E) A).
Proof.

move=> h i j; rewrite mxE lt_def law_sqrt_ge0 andbT; apply/eqP => z.
by have := law_sqrt_sq E (ltW (h i j)); rewrite z mul0r => /esym/eqP; rewrite gt_eqF. Qed.
Lemma r_sqrt_nonneg n m (A : 'M[R]_(n, m)) :
  is_nonnegative (emap (fsqrt E) A).
Proof. by move=> i j; rewrite mxE law_sqrt_ge0. Qed.
Lemma r_abs_nonneg n m (A : 'M[R]_(n, m)) :
  is_nonnegative (emap (fabs R) A).
Proof. by move=> i j; rewrite mxE normr_ge0. Qed.
Lemma r_abs_pos_of_nonzero n m (A : 'M[R]_(n, m)) :
  is_nonzero A ->
  is_positive (emap (fabs R) A).
Proof. by move=> h i j; rewrite mxE normr_gt0. Qed.
Lemma r_abs_add_self_nonneg n m (A : 'M[R]_(n, m)) :
  is_nonnegative (madd A (emap (fabs R) A)).
Proof. by move=> i j; rewrite !mxE -ler_subl_addl sub0r ler_normr lexx orbT. Qed.
Lemma r_abs_sub_self_nonneg n m (A : 'M[R]_(n, m)) :
  is_nonnegative (madd (emap (fabs R) A) (mscale (cst R (-1) 1) A)).
Proof. by move=> i j; rewrite !mxE cstN1 mulN1r subr_ge0 ler_norm. Qed.
Lemma r_transpose_pos n m (A : 'M[R]_(n, m)) :
  is_positive A ->
  is_positive (mtr A).
Proof. by move=> h i j; rewrite mxE. Qed.
Lemma r_transpose_nonneg n m (A : 'M[R]_(n, m)) :
  is_nonnegative A ->
  is_nonnegative (mtr A).
Proof. by move=> h i j; rewrite mxE. Qed.
Lemma r_abs_power n m ep (Ap : 'M[R]_(n, m)) :
  (emap (fabs R) (emap (fpow R ep) Ap)) = (emap (fpow R ep) (emap (fabs R) Ap)).
Proof. by ext; rewrite /fpow /fabs normrX. Qed.
Lemma r_exp_power n m ep (Ap : 'M[R]_(n, m)) :
  (emap (fpow R ep) (emap (fexp E) Ap)) = (emap (fexp E) (mscale (num R ep) Ap)).
Proof.

ext; set x := ent _ i j; rewrite /fpow; elim: ep => [|k IH]; first by rewrite expr0 mul0r exp00.
by rewrite exprS IH -law_exp_add -[k.+1]addn1 natrD mulrDl mul1r addrC. Qed.
Lemma r_power_pos n m ep (Ap : 'M[R]_(n, m)) :
  is_positive Ap ->
  is_positive (emap (fpow R ep) Ap).
Proof. by move=> h i j; rewrite mxE exprn_gt0. Qed.
Lemma r_power_nonneg n m ep (Ap : 'M[R]_(n, m)) :
  is_nonnegative Ap ->
  is_nonnegative (emap (fpow R ep) Ap).
Proof. by move=> h i j; rewrite mxE exprn_ge0. Qed.
End Real.
