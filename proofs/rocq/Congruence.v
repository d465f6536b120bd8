(* How the steps of generated proofs are put together: chains of equations, and
   an equation used inside an operation. What is given is the left side, and the
   right side follows from the step, so generated text names laws and places and
   no terms between. The mark & has Coq look at what is to be shown first.      *)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From Commutant Require Import Prelude.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

(* chains *)
Lemma tr T (x y z : T) (p : x = y) (q : y = z) : x = z. Proof. by rewrite p. Qed.
Arguments tr {T x y z} & p q.
Section Longer.
Variable T : Type.
Variables a b c d e f g : T.
Lemma tr3 (p : a = b) (q : b = c) (r : c = d) : a = d. Proof. by rewrite p q. Qed.
Lemma tr4 (p : a = b) (q : b = c) (r : c = d) (s : d = e) : a = e. Proof. by rewrite p q r. Qed.
Lemma tr5 (p : a = b) (q : b = c) (r : c = d) (s : d = e) (t : e = f) : a = f. Proof. by rewrite p q r s. Qed.
Lemma tr6 (p : a = b) (q : b = c) (r : c = d) (s : d = e) (t : e = f) (u : f = g) : a = g.
Proof. by rewrite p q r s t. Qed.
End Longer.
Arguments tr3 {T a b c d} & p q r.
Arguments tr4 {T a b c d e} & p q r s.
Arguments tr5 {T a b c d e f} & p q r s t.
Arguments tr6 {T a b c d e f g} & p q r s t u.
Lemma sy T (x y : T) (p : y = x) : x = y. Proof. by rewrite p. Qed.
Arguments sy {T x y} & p.

(* what was shown, with its sides changed *)
Lemma eq_by T (a b a' b' : T) (k : a = b) (p : a = a') (q : b = b') : a' = b'.
Proof. by rewrite -p -q. Qed.
Lemma le_by (R : realFieldType) n m (A B A' B' : 'M[R]_(n, m)) (k : mle A B) (p : A = A') (q : B = B') : mle A' B'.
Proof. by rewrite -p -q. Qed.
Lemma is_by T (P : T -> Prop) (x y : T) (k : P x) (p : x = y) : P y.
Proof. by rewrite -p. Qed.
Arguments eq_by {T a b a' b'} k p q.
Arguments le_by {R n m A B A' B'} k p q.
Arguments is_by {T} P {x y} k p.

(* inside an operation; c_at inside a text that names its place *)
Lemma c_at T U (f : T -> U) (x y : T) (e : x = y) : f x = f y. Proof. by rewrite e. Qed.
Arguments c_at {T U} f {x y} & e.

Section Operations.
Variable R : fieldType.
Lemma c_mtr n m (A B : 'M[R]_(n, m)) (e : A = B) : mtr A = mtr B. Proof. by rewrite e. Qed.
Lemma c_minv n (A B : 'M[R]_(n, n)) (e : A = B) : minv A = minv B. Proof. by rewrite e. Qed.
Lemma c_mdiag n (A B : 'M[R]_(n, 1)) (e : A = B) : mdiag A = mdiag B. Proof. by rewrite e. Qed.
Lemma c_mdiagonal n (A B : 'M[R]_(n, n)) (e : A = B) : mdiagonal A = mdiagonal B. Proof. by rewrite e. Qed.
Lemma c_mtrace n (A B : 'M[R]_(n, n)) (e : A = B) : mtrace A = mtrace B. Proof. by rewrite e. Qed.
Lemma c_mdet n (A B : 'M[R]_(n, n)) (e : A = B) : mdet A = mdet B. Proof. by rewrite e. Qed.
Lemma c_mrank n m (A B : 'M[R]_(n, m)) (e : A = B) : mrank A = mrank B. Proof. by rewrite e. Qed.
Lemma c_mvec n m p (A B : 'M[R]_(n, m)) (e : A = B) : mvec p A = mvec p B. Proof. by rewrite e. Qed.
Lemma c_mrows n m s c (A B : 'M[R]_(n, m)) (e : A = B) : mrows s c A = mrows s c B. Proof. by rewrite e. Qed.
Lemma c_mcols n m s c (A B : 'M[R]_(n, m)) (e : A = B) : mcols s c A = mcols s c B. Proof. by rewrite e. Qed.
Lemma c_emap n m (A B : 'M[R]_(n, m)) (f : R -> R) (e : A = B) : emap f A = emap f B. Proof. by rewrite e. Qed.
Lemma c_rowmap n m k (A B : 'M[R]_(n, m)) (f : 'rV[R]_m -> 'rV[R]_k) (e : A = B) : rowmap f A = rowmap f B. Proof. by rewrite e. Qed.
Lemma c_mfold n m p (A B : 'M[R]_(n, m)) (f : nat -> 'M[R]_(n, m) -> 'M[R]_(n, m)) (e : A = B) : mfold p A f = mfold p B f. Proof. by rewrite e. Qed.
Lemma c_madd_l n m (A B : 'M[R]_(n, m)) (C : 'M[R]_(n, m)) (e : A = B) : madd A C = madd B C. Proof. by rewrite e. Qed.
Lemma c_madd_r n m (C : 'M[R]_(n, m)) (A B : 'M[R]_(n, m)) (e : A = B) : madd C A = madd C B. Proof. by rewrite e. Qed.
Lemma c_madd n m (A A' : 'M[R]_(n, m)) (B B' : 'M[R]_(n, m)) (e : A = A') (e' : B = B') : madd A B = madd A' B'.
Proof. by rewrite e e'. Qed.
Lemma c_mmul_l n m k (A B : 'M[R]_(n, m)) (C : 'M[R]_(m, k)) (e : A = B) : mmul A C = mmul B C. Proof. by rewrite e. Qed.
Lemma c_mmul_r n m k (C : 'M[R]_(n, m)) (A B : 'M[R]_(m, k)) (e : A = B) : mmul C A = mmul C B. Proof. by rewrite e. Qed.
Lemma c_mmul n m k (A A' : 'M[R]_(n, m)) (B B' : 'M[R]_(m, k)) (e : A = A') (e' : B = B') : mmul A B = mmul A' B'.
Proof. by rewrite e e'. Qed.
Lemma c_mscale_l n m (A B : 'M[R]_(1, 1)) (C : 'M[R]_(n, m)) (e : A = B) : mscale A C = mscale B C. Proof. by rewrite e. Qed.
Lemma c_mscale_r n m (C : 'M[R]_(1, 1)) (A B : 'M[R]_(n, m)) (e : A = B) : mscale C A = mscale C B. Proof. by rewrite e. Qed.
Lemma c_mscale n m (A A' : 'M[R]_(1, 1)) (B B' : 'M[R]_(n, m)) (e : A = A') (e' : B = B') : mscale A B = mscale A' B'.
Proof. by rewrite e e'. Qed.
Lemma c_mhad_l n m (A B : 'M[R]_(n, m)) (C : 'M[R]_(n, m)) (e : A = B) : mhad A C = mhad B C. Proof. by rewrite e. Qed.
Lemma c_mhad_r n m (C : 'M[R]_(n, m)) (A B : 'M[R]_(n, m)) (e : A = B) : mhad C A = mhad C B. Proof. by rewrite e. Qed.
Lemma c_mhad n m (A A' : 'M[R]_(n, m)) (B B' : 'M[R]_(n, m)) (e : A = A') (e' : B = B') : mhad A B = mhad A' B'.
Proof. by rewrite e e'. Qed.
Lemma c_mhcat_l n a b c (A B : 'M[R]_(n, a)) (C : 'M[R]_(n, b)) (e : A = B) : mhcat c A C = mhcat c B C. Proof. by rewrite e. Qed.
Lemma c_mhcat_r n a b c (C : 'M[R]_(n, a)) (A B : 'M[R]_(n, b)) (e : A = B) : mhcat c C A = mhcat c C B. Proof. by rewrite e. Qed.
Lemma c_mhcat n a b c (A A' : 'M[R]_(n, a)) (B B' : 'M[R]_(n, b)) (e : A = A') (e' : B = B') : mhcat c A B = mhcat c A' B'.
Proof. by rewrite e e'. Qed.
Lemma c_mvcat_l m a b c (A B : 'M[R]_(a, m)) (C : 'M[R]_(b, m)) (e : A = B) : mvcat c A C = mvcat c B C. Proof. by rewrite e. Qed.
Lemma c_mvcat_r m a b c (C : 'M[R]_(a, m)) (A B : 'M[R]_(b, m)) (e : A = B) : mvcat c C A = mvcat c C B. Proof. by rewrite e. Qed.
Lemma c_mvcat m a b c (A A' : 'M[R]_(a, m)) (B B' : 'M[R]_(b, m)) (e : A = A') (e' : B = B') : mvcat c A B = mvcat c A' B'.
Proof. by rewrite e e'. Qed.
Lemma c_mkron_l n m k l p q (A B : 'M[R]_(n, m)) (C : 'M[R]_(k, l)) (e : A = B) : mkron p q A C = mkron p q B C. Proof. by rewrite e. Qed.
Lemma c_mkron_r n m k l p q (C : 'M[R]_(n, m)) (A B : 'M[R]_(k, l)) (e : A = B) : mkron p q C A = mkron p q C B. Proof. by rewrite e. Qed.
Lemma c_mkron n m k l p q (A A' : 'M[R]_(n, m)) (B B' : 'M[R]_(k, l)) (e : A = A') (e' : B = B') : mkron p q A B = mkron p q A' B'.
Proof. by rewrite e e'. Qed.
End Operations.
Arguments c_mtr {R n m A B} & e.
Arguments c_minv {R n A B} & e.
Arguments c_mdiag {R n A B} & e.
Arguments c_mdiagonal {R n A B} & e.
Arguments c_mtrace {R n A B} & e.
Arguments c_mdet {R n A B} & e.
Arguments c_mrank {R n m A B} & e.
Arguments c_mvec {R n m p A B} & e.
Arguments c_mrows {R n m s c A B} & e.
Arguments c_mcols {R n m s c A B} & e.
Arguments c_emap {R n m A B f} & e.
Arguments c_rowmap {R n m k A B f} & e.
Arguments c_mfold {R n m p A B f} & e.
Arguments c_madd_l {R n m A B C} & e.
Arguments c_madd_r {R n m C A B} & e.
Arguments c_madd {R n m A A' B B'} & e e'.
Arguments c_mmul_l {R n m k A B C} & e.
Arguments c_mmul_r {R n m k C A B} & e.
Arguments c_mmul {R n m k A A' B B'} & e e'.
Arguments c_mscale_l {R n m A B C} & e.
Arguments c_mscale_r {R n m C A B} & e.
Arguments c_mscale {R n m A A' B B'} & e e'.
Arguments c_mhad_l {R n m A B C} & e.
Arguments c_mhad_r {R n m C A B} & e.
Arguments c_mhad {R n m A A' B B'} & e e'.
Arguments c_mhcat_l {R n a b c A B C} & e.
Arguments c_mhcat_r {R n a b c C A B} & e.
Arguments c_mhcat {R n a b c A A' B B'} & e e'.
Arguments c_mvcat_l {R m a b c A B C} & e.
Arguments c_mvcat_r {R m a b c C A B} & e.
Arguments c_mvcat {R m a b c A A' B B'} & e e'.
Arguments c_mkron_l {R n m k l p q A B C} & e.
Arguments c_mkron_r {R n m k l p q C A B} & e.
Arguments c_mkron {R n m k l p q A A' B B'} & e e'.

Section Order.
Variable R : realFieldType.
Lemma c_mmaxe n m (A B : 'M[R]_(n, m)) (e : A = B) : mmaxe A = mmaxe B. Proof. by rewrite e. Qed.
Lemma c_mmax_l n m (A B : 'M[R]_(n, m)) (C : 'M[R]_(n, m)) (e : A = B) : mmax A C = mmax B C. Proof. by rewrite e. Qed.
Lemma c_mmax_r n m (C : 'M[R]_(n, m)) (A B : 'M[R]_(n, m)) (e : A = B) : mmax C A = mmax C B. Proof. by rewrite e. Qed.
Lemma c_mmax n m (A A' : 'M[R]_(n, m)) (B B' : 'M[R]_(n, m)) (e : A = A') (e' : B = B') : mmax A B = mmax A' B'.
Proof. by rewrite e e'. Qed.
End Order.
Arguments c_mmaxe {R n m A B} & e.
Arguments c_mmax_l {R n m A B C} & e.
Arguments c_mmax_r {R n m C A B} & e.
Arguments c_mmax {R n m A A' B B'} & e e'.
