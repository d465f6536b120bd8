(* The record `analysis` of Prelude.v, met by the functions of MathComp analysis:
   expR, ln, Num.sqrt, sin, cos and 2 / pi over any realType, and by rounding to
   the nearest whole number. So what the kernel assumes of them is true of the
   functions that bear these names.

   erf is not one of them: MathComp analysis 0.6 has no Gaussian integral, so it
   is a parameter here, and its three laws (odd, monotone, at most 1) are
   premises of `real_analysis`, not theorems. `analysis_inhabited` shows only
   that these laws contradict none of the others.

   Unlike the other files this one rests on axioms, those of MathComp analysis:
   propositional and functional extensionality, and choice (constructive
   indefinite description). So nothing imports it, it is not in _CoqProject, and
   `commutant rocq` never compiles it. Needs libcoq-mathcomp-analysis (Debian):

     coqc -Q . Commutant Prelude.v && coqc -Q . Commutant Real_instances.v

   Nothing admitted; the last line prints the axioms.                        *)
From mathcomp Require Import all_ssreflect all_algebra.
From Commutant Require Import Prelude.
From mathcomp.classical Require Import classical_sets functions.
From mathcomp.analysis Require Import reals topology normedtype sequences derive realfun exp trigo.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory numFieldNormedType.Exports.
Local Open Scope ring_scope.

Section Laws.
Variable R : realType.
Implicit Types x y z : R.

(* the mean value theorem, for a function with a derivative everywhere *)
Lemma mean_value (f df : R -> R) : (forall x, is_derive x 1 f (df x)) ->
  forall x y, x <= y -> exists z, x <= z <= y /\ f y - f x = df z * (y - x).
Proof.
move=> d x y xy; have [|z zin e] := @MVT_segment _ f df x y xy (fun t _ => d t).
  apply: continuous_subspaceT => t; have dt : derivable f t 1 by have := d t; case.
  exact/differentiable_continuous/derivable1_diffP.
by exists z; split=> //; move: zin; rewrite in_itv.
Qed.

(* a slope of at most k *)
Lemma lipschitz (f df : R -> R) k : (forall x, is_derive x 1 f (df x)) ->
  (forall x, `|df x| <= k) -> forall x y, `|f x - f y| <= k * `|x - y|.
Proof.
move=> d le_k x y; wlog xy : x y / y <= x => [wl|].
  by case: (leP y x) => [|/ltW] xy; [|rewrite distrC [`|x - y|]distrC]; exact: wl.
have [z [_ ->]] := mean_value d xy; rewrite normrM.
exact: ler_wpmul2r.
Qed.

Lemma exp_ge x : x + 1 <= expR x.
Proof.
case: (leP 0 x) => [|/ltW x0]; first by rewrite addrC; exact: expR_ge1Dx.
have [z [/andP[_ z0] e]] := mean_value (@is_derive_expR R) x0.
have ez : expR z <= 1 by rewrite -(@expR0 R) ler_expR.
move: e; rewrite expR0 sub0r mulrN => e.
have -> : expR x = 1 + expR z * x by rewrite -[expR z * x]opprK -e opprB addrC subrK.
by rewrite addrC ler_add2l ler_nimull.
Qed.

Lemma sin_lipschitz x y : `|sin x - sin y| <= `|x - y|.
Proof. by rewrite -[leRHS]mul1r; apply: (@lipschitz _ (@cos R)) => z; exact: cos_max. Qed.

Lemma cos_lipschitz x y : `|cos x - cos y| <= `|x - y|.
Proof.
by rewrite -[leRHS]mul1r; apply: (@lipschitz _ (fun z => - @sin R z)) => z; rewrite normrN sin_max.
Qed.

(* sigmoid, whose slope s (1 - s) is at most 1/4 *)
Definition sigmoid x : R := (1 + expR (- x))^-1.

Lemma sigmoid_gt0 x : 0 < sigmoid x.
Proof. by rewrite invr_gt0 addr_gt0 ?ltr01 ?expR_gt0. Qed.
Lemma sigmoid_lt1 x : sigmoid x < 1.
Proof. by rewrite invf_lt1 ?addr_gt0 ?ltr01 ?expR_gt0 // ltr_addl expR_gt0. Qed.

Lemma is_derive_sigmoid x : is_derive x 1 sigmoid (sigmoid x * (1 - sigmoid x)).
Proof.
have u0 : 1 + expR (- x) != 0 by rewrite -invr_eq0 gt_eqF ?sigmoid_gt0.
have de : is_derive x 1 (expR \o -%R) (expR (- x) * - 1) by exact: is_derive1_comp.
have du : is_derive x 1 (cst 1 + (expR \o -%R)) (0 + expR (- x) * - 1) by exact: is_deriveD.
apply: (is_derive_eq (@is_deriveV R (fun z => 1 + expR (- z)) _ _ _ u0 du)).
rewrite add0r mulrN1 scaleNr scalerN opprK /GRing.scale /= /sigmoid.
by rewrite -[X in X - _](mulVf u0) -[X in _ - X]mulr1 -mulrBr addrAC subrr add0r mulrA expr2 invfM.
Qed.

Lemma slope_sigmoid x : `|sigmoid x * (1 - sigmoid x)| <= 4%:R^-1.
Proof.
rewrite ger0_norm; last by rewrite mulr_ge0 ?subr_ge0 ?ltW ?sigmoid_gt0 ?sigmoid_lt1.
have [le _] := leif_AGM2_scaled (sigmoid x) (1 - sigmoid x); move: le.
by rewrite addrCA subrr addr0 expr1n -mulr_natr -ler_pdivl_mulr ?ltr0n // div1r.
Qed.

Lemma sigmoid_lipschitz x y : 4%:R * `|sigmoid x - sigmoid y| <= `|x - y|.
Proof.
rewrite -ler_pdivl_mull ?ltr0n //.
exact: (lipschitz is_derive_sigmoid slope_sigmoid).
Qed.

Lemma exp_log x : 0 < x -> expR (ln x) = x.
Proof. by move=> x0; apply: lnK; rewrite qualifE. Qed.

Lemma sqrt_sq x : 0 <= x -> Num.sqrt x * Num.sqrt x = x.
Proof. by move=> x0; rewrite -expr2 sqr_sqrtr. Qed.

Lemma sin_cos x : sin x * sin x + cos x * cos x = 1.
Proof. by rewrite -!expr2 addrC cos2Dsin2. Qed.

(* the nearest whole number, halves away from 0 *)
Definition upward x : R := Rfloor (x + 2%:R^-1).
Definition nearest x : R := if 0 <= x then upward x else - upward (- x).

Lemma half_gt0 : 0 < 2%:R^-1 :> R. Proof. by rewrite invr_gt0 ltr0n. Qed.
Lemma half_half : 2%:R^-1 + 2%:R^-1 = 1 :> R. Proof. by rewrite [RHS]splitr !div1r. Qed.
Lemma half_lt1 : 2%:R^-1 < 1 :> R. Proof. by rewrite -[X in _ < X]half_half ltr_addl half_gt0. Qed.

Lemma upward_le x : upward x <= x + 2%:R^-1. Proof. exact: Rfloor_le. Qed.
Lemma upward_ge x : x - 2%:R^-1 <= upward x.
Proof. by rewrite -(ler_add2r 1) -[X in _ + X <= _]half_half addrA subrK ltW // lt_succ_Rfloor. Qed.
Lemma upward_ge0 x : 0 <= x -> 0 <= upward x.
Proof. by move=> x0; rewrite /upward -(Rfloor0 R) le_Rfloor // addr_ge0 // ltW // half_gt0. Qed.
Lemma upward0 : upward 0 = 0.
Proof.
rewrite /upward add0r -[RHS](mulr0z 1); apply/range1zP.
by rewrite /range1 /= mulr0z add0r (ltW half_gt0) half_lt1.
Qed.
Lemma upward_int x : x \is a Rint -> upward x = x.
Proof.
case/RintP => m ->; rewrite /upward; apply/range1zP.
by rewrite /range1 /= ler_addl (ltW half_gt0) ltr_add2l half_lt1.
Qed.

Lemma nearest_ge0 x : 0 <= x -> nearest x = upward x. Proof. by rewrite /nearest => ->. Qed.
Lemma nearest_neg x : nearest (- x) = - nearest x.
Proof.
rewrite /nearest oppr_ge0; case: (ltrgt0P x) => h.
- by rewrite opprK.
- by rewrite opprK.
- by rewrite h oppr0 upward0 oppr0.
Qed.
Lemma nearest_nearest x : nearest (nearest x) = nearest x.
Proof.
have pos z : 0 <= z -> nearest (nearest z) = nearest z.
  by move=> z0; rewrite (nearest_ge0 z0) nearest_ge0 ?upward_ge0 // upward_int // isint_Rfloor.
case: (lerP 0 x) => [/pos //|x0].
by rewrite -[x]opprK nearest_neg nearest_neg pos // oppr_ge0 ltW.
Qed.
Lemma nearest_mono x y : x <= y -> nearest x <= nearest y.
Proof.
move=> xy; rewrite /nearest; case: (lerP 0 x) => x0.
  by rewrite (le_trans x0 xy) le_Rfloor // ler_add2r.
case: (lerP 0 y) => y0.
  by apply: (@le_trans _ _ 0); rewrite ?upward_ge0 // oppr_le0 upward_ge0 // oppr_ge0 ltW.
by rewrite ler_opp2 le_Rfloor // ler_add2r ler_opp2.
Qed.
Lemma nearest_half x : 2%:R * `|nearest x - x| <= 1.
Proof.
have pos z : 0 <= z -> `|nearest z - z| <= 2%:R^-1.
  by move=> z0; rewrite (nearest_ge0 z0) ler_norml ler_subr_addl upward_ge ler_subl_addl upward_le.
rewrite -[X in _ <= X](@mulfV _ (2%:R : R)) ?pnatr_eq0 // ler_pmul2l ?ltr0n //.
case: (lerP 0 x) => [/pos //|x0].
by rewrite -[x]opprK nearest_neg -opprD normrN pos // oppr_ge0 ltW.
Qed.

Definition real_analysis (erf : R -> R)
  (erf_neg : forall x, erf (- x) = - erf x)
  (erf_mono : forall x y, x <= y -> erf x <= erf y)
  (erf_le1 : forall x, erf x <= 1) : analysis R :=
  @Analysis R (@expR R) (@ln R) (@Num.sqrt R) (@sin R) (@cos R) erf nearest (2%:R / pi)
    (@expRD R) exp_ge (@expK R) exp_log (@sqrtr_ge0 R) sqrt_sq (@ler0_sqrtr R)
    (@sinD R) (@cosD R) (@sinN R) sin_cos sin_lipschitz cos_lipschitz sigmoid_lipschitz
    erf_neg erf_mono erf_le1 nearest_neg nearest_nearest nearest_mono nearest_half.

(* with 0 where erf would be *)
Lemma analysis_inhabited : inhabited (analysis R).
Proof.
constructor; apply: (@real_analysis (fun=> 0)) => [x|x y _|x]; [by rewrite oppr0|exact: lexx|exact: ler01].
Qed.
End Laws.

Print Assumptions real_analysis.
