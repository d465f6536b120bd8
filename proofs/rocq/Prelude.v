(* The meaning of each operation of the term language, and how to compute with
   entries. A reader who wants to know what a checked claim says reads section 1.

   Sizes.  A term of shape n x m is a matrix 'M[R]_(n, m), and a number is a
   1 x 1 matrix. What changes a shape (blocks, slices, Kronecker products) is
   told the sizes of its result, so that a size has one normal form and nothing
   needs a cast; its laws ask for the equation of sizes as a premise. Where the
   sizes fit, it is the operation of MathComp (Bridge.v).

   No axioms and nothing admitted.                                           *)
From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* 1. Operations ----------------------------------------------------------- *)

Section Operations.
Variable R : fieldType.

(* entry (i, j) for natural numbers, 0 outside of the matrix *)
Definition ent n m (A : 'M[R]_(n, m)) (i j : nat) : R :=
  if insub i is Some i' then if insub j is Some j' then A i' j' else 0 else 0.
Definition mat n m (f : nat -> nat -> R) : 'M[R]_(n, m) := \matrix_(i < n, j < m) f i j.

(* numbers *)
Definition posr (p : positive) : R := (Pos.to_nat p)%:R.
Definition zr (z : Z) : R := match z with Z0 => 0 | Zpos p => posr p | Zneg p => - posr p end.
Definition cst (p : Z) (q : positive) : 'M[R]_(1, 1) := (zr p / posr q)%:M.
Definition num (n : nat) : 'M[R]_(1, 1) := (n%:R)%:M.

(* matrices that a shape determines *)
Definition idm n : 'M[R]_(n, n) := 1%:M.
Definition ones n m : 'M[R]_(n, m) := const_mx 1.
Definition zeros n m : 'M[R]_(n, m) := 0.
Definition miota n : 'M[R]_(n, 1) := mat n 1 (fun i _ => i%:R).
Definition mtri n m a b : 'M[R]_(n, m) := mat n m (fun i j => (j + b <= i + a)%N%:R).

(* the ring of matrices *)
Definition mmul n m k (A : 'M[R]_(n, m)) (B : 'M[R]_(m, k)) : 'M[R]_(n, k) := A *m B.
Definition madd n m (A B : 'M[R]_(n, m)) : 'M[R]_(n, m) := A + B.
Definition mscale n m (a : 'M[R]_(1, 1)) (A : 'M[R]_(n, m)) : 'M[R]_(n, m) := a 0 0 *: A.
Definition mtr n m (A : 'M[R]_(n, m)) : 'M[R]_(m, n) := A^T.
Definition minv n (A : 'M[R]_(n, n)) : 'M[R]_(n, n) := invmx A.
Definition mtrace n (A : 'M[R]_(n, n)) : 'M[R]_(1, 1) := (\tr A)%:M.
Definition mdet n (A : 'M[R]_(n, n)) : 'M[R]_(1, 1) := (\det A)%:M.
Definition mrank n m (A : 'M[R]_(n, m)) : 'M[R]_(1, 1) := ((\rank A)%:R)%:M.

(* entry by entry *)
Definition mhad n m (A B : 'M[R]_(n, m)) : 'M[R]_(n, m) := \matrix_(i, j) (A i j * B i j).
Definition emap n m (f : R -> R) (A : 'M[R]_(n, m)) : 'M[R]_(n, m) := map_mx f A.
Definition rowmap n m k (g : 'rV[R]_m -> 'rV[R]_k) (A : 'M[R]_(n, m)) : 'M[R]_(n, k) :=
  \matrix_(i < n) g (row i A).
Definition mdiag n (v : 'M[R]_(n, 1)) : 'M[R]_(n, n) := \matrix_(i, j) (v i 0 *+ (i == j)).
Definition mdiagonal n (A : 'M[R]_(n, n)) : 'M[R]_(n, 1) := \matrix_(i, j) A i i.

(* blocks, with the size of the result *)
Definition mhcat n a b (c : nat) (A : 'M[R]_(n, a)) (B : 'M[R]_(n, b)) : 'M[R]_(n, c) :=
  mat n c (fun i j => if (j < a)%N then ent A i j else ent B i (j - a)).
Definition mvcat m a b (c : nat) (A : 'M[R]_(a, m)) (B : 'M[R]_(b, m)) : 'M[R]_(c, m) :=
  mat c m (fun i j => if (i < a)%N then ent A i j else ent B (i - a) j).
Definition mkron n m k l p q (A : 'M[R]_(n, m)) (B : 'M[R]_(k, l)) : 'M[R]_(p, q) :=
  mat p q (fun i j => ent A (i %/ k) (j %/ l) * ent B (i %% k) (j %% l)).
Definition mvec n m p (A : 'M[R]_(n, m)) : 'M[R]_(p, 1) :=
  mat p 1 (fun i _ => ent A (i %% n) (i %/ n)).
Definition mrows n m s c (A : 'M[R]_(n, m)) : 'M[R]_(c, m) := mat c m (fun i j => ent A (s + i) j).
Definition mcols n m s c (A : 'M[R]_(n, m)) : 'M[R]_(n, c) := mat n c (fun i j => ent A i (s + j)).

(* over an index h < p, and layer by layer *)
Definition bsum p n m (G : nat -> 'M[R]_(n, m)) : 'M[R]_(n, m) := \sum_(h < p) G h.
Definition bhcat (p c : nat) n m (G : nat -> 'M[R]_(n, m)) : 'M[R]_(n, c) :=
  mat n c (fun i j => ent (G (j %/ m)%N) i (j %% m)).
Definition bvcat (p c : nat) n m (G : nat -> 'M[R]_(n, m)) : 'M[R]_(c, m) :=
  mat c m (fun i j => ent (G (i %/ n)%N) (i %% n) j).
Fixpoint mfold p n m (x : 'M[R]_(n, m)) (G : nat -> 'M[R]_(n, m) -> 'M[R]_(n, m)) : 'M[R]_(n, m) :=
  if p is p'.+1 then G p' (mfold p' x G) else x.

(* functions of one number *)
Definition frecip (x : R) : R := x^-1.
Definition fsquare (x : R) : R := x * x.
Definition fpow (n : nat) (x : R) : R := x ^+ n.

(* properties *)
Definition is_invertible n (A : 'M[R]_(n, n)) : Prop := A \in unitmx.
Definition is_nonzero n m (A : 'M[R]_(n, m)) : Prop := forall i j, A i j != 0.
Definition is_perm n (P : 'M[R]_(n, n)) : Prop := exists s : 'S_n, P = perm_mx s.
Definition is_selection n m (S : 'M[R]_(n, m)) : Prop :=
  exists f : 'I_n -> 'I_m, S = \matrix_(i, j) ((j == f i)%:R).
Definition is_orthogonal n (Q : 'M[R]_(n, n)) : Prop := Q^T *m Q = 1%:M /\ Q *m Q^T = 1%:M.
Definition is_orthocols n m (U : 'M[R]_(n, m)) : Prop := U^T *m U = 1%:M.
Definition is_symmetric n (A : 'M[R]_(n, n)) : Prop := A^T = A.
Definition is_skew n (A : 'M[R]_(n, n)) : Prop := A^T = - A.
Definition is_diagonal n (A : 'M[R]_(n, n)) : Prop := forall i j, i != j -> A i j = 0.
Definition is_lower n (A : 'M[R]_(n, n)) : Prop := forall i j : 'I_n, (i < j)%N -> A i j = 0.
Definition is_idempotent n (A : 'M[R]_(n, n)) : Prop := A *m A = A.
Definition is_mask n m (M : 'M[R]_(n, m)) : Prop :=
  (forall i j, M i j = 0 \/ M i j = 1) /\ (forall i, exists j, M i j = 1).
End Operations.

(* what needs an order *)
Section Order.
Variable R : realFieldType.

Definition fabs (x : R) : R := `|x|.
Definition fsign (x : R) : R := Num.sg x.
Definition frelu (x : R) : R := Num.max x 0.
Definition mmax n m (A B : 'M[R]_(n, m)) : 'M[R]_(n, m) := \matrix_(i, j) Num.max (A i j) (B i j).
(* the largest entry, 0 when there is none *)
Definition mmaxe n m (A : 'M[R]_(n, m)) : 'M[R]_(1, 1) :=
  (if [pick p : 'I_n * 'I_m] is Some p then \big[Num.max/A p.1 p.2]_(q : 'I_n * 'I_m) A q.1 q.2 else 0)%:M.
Definition mle n m (A B : 'M[R]_(n, m)) : Prop := forall i j, A i j <= B i j.
Definition is_positive n m (A : 'M[R]_(n, m)) : Prop := forall i j, 0 < A i j.
Definition is_nonnegative n m (A : 'M[R]_(n, m)) : Prop := forall i j, 0 <= A i j.
Definition is_rowstochastic n m (A : 'M[R]_(n, m)) : Prop :=
  is_nonnegative A /\ forall i, \sum_j A i j = 1.

(* The functions of analysis: any functions with the laws that the kernel
   assumes of them. Real_instances.v meets them with the functions of analysis. *)
Record analysis := Analysis {
  fexp : R -> R; flog : R -> R; fsqrt : R -> R; fsin : R -> R; fcos : R -> R; ferf : R -> R;
  fround : R -> R;
  two_over_pi : R;
  law_exp_add : forall x y, fexp (x + y) = fexp x * fexp y;
  law_exp_ge : forall x, x + 1 <= fexp x;
  law_log_exp : forall x, flog (fexp x) = x;
  law_exp_log : forall x, 0 < x -> fexp (flog x) = x;
  law_sqrt_ge0 : forall x, 0 <= fsqrt x;
  law_sqrt_sq : forall x, 0 <= x -> fsqrt x * fsqrt x = x;
  law_sqrt_neg : forall x, x <= 0 -> fsqrt x = 0;
  law_sin_add : forall x y, fsin (x + y) = fsin x * fcos y + fcos x * fsin y;
  law_cos_add : forall x y, fcos (x + y) = fcos x * fcos y - fsin x * fsin y;
  law_sin_neg : forall x, fsin (- x) = - fsin x;
  law_sin_cos : forall x, fsin x * fsin x + fcos x * fcos x = 1;
  law_sin_lipschitz : forall x y, `|fsin x - fsin y| <= `|x - y|;
  law_cos_lipschitz : forall x y, `|fcos x - fcos y| <= `|x - y|;
  law_sigmoid_lipschitz : forall x y, 4%:R * `|(1 + fexp (- x))^-1 - (1 + fexp (- y))^-1| <= `|x - y|;
  law_erf_neg : forall x, ferf (- x) = - ferf x;
  law_erf_mono : forall x y, x <= y -> ferf x <= ferf y;
  law_erf_le1 : forall x, ferf x <= 1;
  law_round_neg : forall x, fround (- x) = - fround x;
  law_round_round : forall x, fround (fround x) = fround x;
  law_round_mono : forall x y, x <= y -> fround x <= fround y;
  law_round_half : forall x, 2%:R * `|fround x - x| <= 1
}.

Variable E : analysis.
Definition fsigmoid (x : R) : R := (1 + fexp E (- x))^-1.
Definition ftanh (x : R) : R := 2%:R * fsigmoid (2%:R * x) - 1.
Definition fsilu (x : R) : R := x * fsigmoid x.
Definition fgelu (x : R) : R := 2%:R^-1 * (x + x * ferf E ((fsqrt E 2%:R)^-1 * x)).
Definition fgelu_tanh (x : R) : R :=
  2%:R^-1 * x * (1 + ftanh (fsqrt E (two_over_pi E) * (x + zr R 44715 / posr R 1000000 * (x * (x * x))))).
End Order.

Delimit Scope Z_scope with binary.
Arguments cst R p%binary q%positive.
Arguments frecip R x : clear implicits.
Arguments fsquare R x : clear implicits.
Arguments fpow R n x : clear implicits.
Arguments fabs R x : clear implicits.
Arguments fsign R x : clear implicits.
Arguments frelu R x : clear implicits.
Arguments mhcat {R n a b} c A B.
Arguments mvcat {R m a b} c A B.
Arguments mkron {R n m k l} p q A B.
Arguments mvec {R n m} p A.
Arguments mrows {R n m} s c A.
Arguments mcols {R n m} s c A.
Arguments bsum {R} p {n m} G.
Arguments bhcat {R} p c {n m} G.
Arguments bvcat {R} p c {n m} G.
Arguments mfold {R} p {n m} x G.

(* 2. Sizes ---------------------------------------------------------------- *)

Ltac push_sizes :=
  repeat match goal with
  | H : is_true (leq _ _) |- _ => move/ssrnat.leP: H
  | H : @eq _ ?a ?b |- _ => let _ := constr:(a : nat) in generalize (H : @eq nat a b); clear H
  | H : not (@eq _ ?a ?b) |- _ => let _ := constr:(a : nat) in generalize (H : not (@eq nat a b)); clear H
  end.
(* equations and orders of sizes *)
Ltac sizes :=
  solve [ done
        | try (apply/negbTE; rewrite -leqNgt); try apply/ssrnat.leP; try (match goal with |- is_true (@eq_op _ _ _) => apply/eqP end);
          push_sizes; rewrite -?plusE -?multE -?minusE; first [ lia | nia ] ].

(* what a rule of the kernel needs beside its premises *)
Ltac rule_premise := first [ assumption | sizes ].

(* 3. Entries -------------------------------------------------------------- *)

Section Entries.
Variable R : fieldType.

Lemma ent_ord n m (A : 'M[R]_(n, m)) (i : 'I_n) (j : 'I_m) : ent A i j = A i j.
Proof. by rewrite /ent !valK. Qed.
Lemma ent_ltn n m (A : 'M[R]_(n, m)) i j (hi : (i < n)%N) (hj : (j < m)%N) :
  ent A i j = A (Ordinal hi) (Ordinal hj).
Proof. by rewrite -ent_ord. Qed.
Lemma ent_row n m (A : 'M[R]_(n, m)) i j : (n <= i)%N -> ent A i j = 0.
Proof. by move=> h; rewrite /ent insubN // -leqNgt. Qed.
Lemma ent_col n m (A : 'M[R]_(n, m)) i j : (m <= j)%N -> ent A i j = 0.
Proof. by move=> h; rewrite /ent; case: insub => // i'; rewrite insubN // -leqNgt. Qed.
Lemma ent_mat n m f i j : (i < n)%N -> (j < m)%N -> ent (@mat R n m f) i j = f i j.
Proof. by move=> hi hj; rewrite ent_ltn mxE. Qed.
Lemma matP n m (A B : 'M[R]_(n, m)) :
  (forall i j, (i < n)%N -> (j < m)%N -> ent A i j = ent B i j) -> A = B.
Proof. by move=> eqAB; apply/matrixP => i j; rewrite -!ent_ord eqAB. Qed.

(* in or out *)
Lemma ent_ind n m (P : R -> R -> Prop) (A B : 'M[R]_(n, m)) :
  P 0 0 -> (forall i j, P (A i j) (B i j)) -> forall i j, P (ent A i j) (ent B i j).
Proof.
move=> P0 PAB i j; case: (ltnP i n) => hi; last by rewrite !(ent_row _ _ hi).
case: (ltnP j m) => hj; last by rewrite !(ent_col _ _ hj).
by rewrite !ent_ltn.
Qed.

Lemma ent_add n m (A B : 'M[R]_(n, m)) i j : ent (madd A B) i j = ent A i j + ent B i j.
Proof.
case: (ltnP i n) => hi; last by rewrite !ent_row ?addr0.
case: (ltnP j m) => hj; last by rewrite !ent_col ?addr0.
by rewrite !ent_ltn !mxE.
Qed.
Lemma ent_scale n m a (A : 'M[R]_(n, m)) i j : ent (mscale a A) i j = ent a 0 0 * ent A i j.
Proof.
case: (ltnP i n) => hi; last by rewrite [LHS]ent_row // (ent_row A) ?mulr0.
case: (ltnP j m) => hj; last by rewrite [LHS]ent_col // (ent_col A) ?mulr0.
by rewrite (ent_ord a 0 0) !ent_ltn !mxE.
Qed.
Lemma ent_had n m (A B : 'M[R]_(n, m)) i j : ent (mhad A B) i j = ent A i j * ent B i j.
Proof.
case: (ltnP i n) => hi; last by rewrite !ent_row ?mulr0.
case: (ltnP j m) => hj; last by rewrite !ent_col ?mulr0.
by rewrite !ent_ltn !mxE.
Qed.
Lemma ent_mul n m k (A : 'M[R]_(n, m)) (B : 'M[R]_(m, k)) i j :
  ent (mmul A B) i j = \sum_(l < m) ent A i l * ent B l j.
Proof.
case: (ltnP i n) => hi; last by rewrite ent_row // big1 // => l _; rewrite ent_row ?mul0r.
case: (ltnP j k) => hj; last by rewrite ent_col // big1 // => l _; rewrite [ent B _ _]ent_col ?mulr0.
by rewrite ent_ltn !mxE; apply: eq_bigr => l _; rewrite -!ent_ord.
Qed.
Lemma ent_tr n m (A : 'M[R]_(n, m)) i j : ent (mtr A) i j = ent A j i.
Proof.
case: (ltnP i m) => hi; last by rewrite ent_row ?ent_col.
case: (ltnP j n) => hj; last by rewrite ent_col ?ent_row.
by rewrite !ent_ltn !mxE.
Qed.
Lemma ent_emap n m f (A : 'M[R]_(n, m)) i j :
  (i < n)%N -> (j < m)%N -> ent (emap f A) i j = f (ent A i j).
Proof. by move=> hi hj; rewrite !ent_ltn mxE. Qed.
Lemma ent_zeros n m i j : ent (zeros R n m) i j = 0.
Proof.
case: (ltnP i n) => hi; last by rewrite ent_row.
by case: (ltnP j m) => hj; [rewrite ent_ltn mxE | rewrite ent_col].
Qed.
Lemma ent_ones n m i j : (i < n)%N -> (j < m)%N -> ent (ones R n m) i j = 1.
Proof. by move=> hi hj; rewrite ent_ltn mxE. Qed.
Lemma ent_idm n i j : (i < n)%N -> ent (idm R n) i j = (i == j)%:R.
Proof.
move=> hi; case: (ltnP j n) => hj; first by rewrite ent_ltn mxE.
by rewrite ent_col //; case: eqP => // e; rewrite e ltnNge hj in hi.
Qed.
Lemma ent_diag n (v : 'M[R]_(n, 1)) i j : ent (mdiag v) i j = ent v i 0 *+ (i == j).
Proof.
case: (ltnP i n) => hi; last by rewrite !(ent_row _ _ hi) mul0rn.
case: (ltnP j n) => hj; last by rewrite ent_col //; case: eqP => // e; rewrite e ltnNge hj in hi.
by rewrite -[0%N]/(nat_of_ord (0 : 'I_1)) -[i]/(nat_of_ord (Ordinal hi)) ent_ord ent_ltn mxE.
Qed.
Lemma ent_diagonal n (A : 'M[R]_(n, n)) i : ent (mdiagonal A) i 0 = ent A i i.
Proof.
case: (ltnP i n) => hi; last by rewrite !(ent_row _ _ hi).
by rewrite !ent_ltn mxE.
Qed.
Lemma ent_hcat n a b c (A : 'M[R]_(n, a)) (B : 'M[R]_(n, b)) i j : (j < c)%N ->
  ent (mhcat c A B) i j = if (j < a)%N then ent A i j else ent B i (j - a).
Proof.
move=> hj; case: (ltnP i n) => hi; first by rewrite ent_mat.
by rewrite !(ent_row _ _ hi); case: ifP.
Qed.
Lemma ent_vcat m a b c (A : 'M[R]_(a, m)) (B : 'M[R]_(b, m)) i j : (i < c)%N ->
  ent (mvcat c A B) i j = if (i < a)%N then ent A i j else ent B (i - a) j.
Proof.
move=> hi; case: (ltnP j m) => hj; first by rewrite ent_mat.
by rewrite !(ent_col _ _ hj); case: ifP.
Qed.
Lemma ent_kron n m k l p q (A : 'M[R]_(n, m)) (B : 'M[R]_(k, l)) i j : (i < p)%N -> (j < q)%N ->
  ent (mkron p q A B) i j = ent A (i %/ k) (j %/ l) * ent B (i %% k) (j %% l).
Proof. exact: ent_mat. Qed.
Lemma ent_vec n m p (A : 'M[R]_(n, m)) i : (i < p)%N -> ent (mvec p A) i 0 = ent A (i %% n) (i %/ n).
Proof. by move=> hi; rewrite ent_mat. Qed.
Lemma ent_rows n m s c (A : 'M[R]_(n, m)) i j : (i < c)%N -> ent (mrows s c A) i j = ent A (s + i) j.
Proof.
move=> hi; case: (ltnP j m) => hj; first by rewrite ent_mat.
by rewrite !(ent_col _ _ hj).
Qed.
Lemma ent_cols n m s c (A : 'M[R]_(n, m)) i j : (j < c)%N -> ent (mcols s c A) i j = ent A i (s + j).
Proof.
move=> hj; case: (ltnP i n) => hi; first by rewrite ent_mat.
by rewrite !(ent_row _ _ hi).
Qed.
Lemma ent_sum p n m (G : nat -> 'M[R]_(n, m)) i j : ent (bsum p G) i j = \sum_(h < p) ent (G h) i j.
Proof.
case: (ltnP i n) => hi; last by rewrite ent_row // big1 // => h _; rewrite ent_row.
case: (ltnP j m) => hj; last by rewrite ent_col // big1 // => h _; rewrite ent_col.
by rewrite ent_ltn summxE; apply: eq_bigr => h _; rewrite ent_ltn.
Qed.
Lemma ent_bhcat p c n m (G : nat -> 'M[R]_(n, m)) i j : (j < c)%N ->
  ent (bhcat p c G) i j = ent (G (j %/ m)%N) i (j %% m).
Proof.
move=> hj; case: (ltnP i n) => hi; first by rewrite ent_mat.
by rewrite !(ent_row _ _ hi).
Qed.
Lemma ent_bvcat p c n m (G : nat -> 'M[R]_(n, m)) i j : (i < c)%N ->
  ent (bvcat p c G) i j = ent (G (i %/ n)%N) (i %% n) j.
Proof.
move=> hi; case: (ltnP j m) => hj; first by rewrite ent_mat.
by rewrite !(ent_col _ _ hj).
Qed.
Lemma ent_tri n m a b i j : (i < n)%N -> (j < m)%N -> ent (mtri R n m a b) i j = (j + b <= i + a)%N%:R.
Proof. exact: ent_mat. Qed.
Lemma ent_iota n i : (i < n)%N -> ent (miota R n) i 0 = i%:R.
Proof. by move=> hi; rewrite ent_mat. Qed.
Lemma ent_scalar (x : R) : ent (x%:M : 'M[R]_(1, 1)) 0 0 = x.
Proof. by rewrite (ent_ord _ (0 : 'I_1) (0 : 'I_1)) mxE eqxx. Qed.
Lemma ent_num n : ent (num R n) 0 0 = n%:R. Proof. exact: ent_scalar. Qed.
Lemma ent_cst p q : ent (cst R p q) 0 0 = zr R p / posr R q. Proof. exact: ent_scalar. Qed.
Lemma ent_trace n (A : 'M[R]_(n, n)) : ent (mtrace A) 0 0 = \sum_(i < n) ent A i i.
Proof. by rewrite ent_scalar; apply: eq_bigr => i _; rewrite ent_ord. Qed.
Lemma ent_det n (A : 'M[R]_(n, n)) : ent (mdet A) 0 0 = \det A. Proof. exact: ent_scalar. Qed.
Lemma ent_rank n m (A : 'M[R]_(n, m)) : ent (mrank A) 0 0 = (\rank A)%:R. Proof. exact: ent_scalar. Qed.

Lemma posr1 : posr R 1 = 1. Proof. by []. Qed.
Lemma cst1 : zr R 1 / posr R 1 = 1. Proof. by rewrite /= divr1. Qed.
Lemma cst0 : zr R 0 / posr R 1 = 0. Proof. by rewrite /= mul0r. Qed.
Lemma cstN1 : zr R (-1) / posr R 1 = - 1. Proof. by rewrite /= divr1. Qed.

(* numbers are 1 x 1 *)
Lemma numP (a b : 'M[R]_(1, 1)) : ent a 0 0 = ent b 0 0 -> a = b.
Proof. by move=> e; apply: matP => -[|//] [|//]. Qed.
Lemma scalar_ent (a : 'M[R]_(1, 1)) : a 0 0 = ent a 0 0.
Proof. by rewrite (ent_ord a 0 0). Qed.
End Entries.

Section More.
Variable R : fieldType.
(* the row i of a matrix, by entries *)
Definition entrow n m (A : 'M[R]_(n, m)) (i : nat) : 'rV[R]_m := \row_j ent A i j.
Lemma ent_rowmap n m k (g : 'rV[R]_m -> 'rV[R]_k) (A : 'M[R]_(n, m)) i j :
  (i < n)%N -> ent (rowmap g A) i j = ent (g (entrow A i)) 0 j.
Proof.
move=> hi; case: (ltnP j k) => hj; last by rewrite !(ent_col _ _ hj).
have -> : entrow A i = row (Ordinal hi) A by apply/rowP => l; rewrite !mxE -ent_ord.
by rewrite (ent_ltn _ hi hj) mxE -ent_ord.
Qed.
Lemma eq_entrow n m k (A : 'M[R]_(n, m)) (B : 'M[R]_(k, m)) i j :
  (forall l, (l < m)%N -> ent A i l = ent B j l) -> entrow A i = entrow B j.
Proof. by move=> e; apply/rowP => l; rewrite !mxE e. Qed.
Lemma is_nonzeroP n m (A : 'M[R]_(n, m)) :
  is_nonzero A <-> forall i j, (i < n)%N -> (j < m)%N -> ent A i j != 0.
Proof. by split=> [h i j hi hj|h i j]; [rewrite (ent_ltn _ hi hj); apply: h|rewrite -ent_ord; apply: h]. Qed.
End More.

Section MoreReal.
Variable R : realFieldType.
Lemma ent_max n m (A B : 'M[R]_(n, m)) i j : ent (mmax A B) i j = Num.max (ent A i j) (ent B i j).
Proof.
case: (ltnP i n) => hi; last by rewrite !(ent_row _ _ hi) maxxx.
case: (ltnP j m) => hj; last by rewrite !(ent_col _ _ hj) maxxx.
by rewrite !ent_ltn !mxE.
Qed.
Lemma is_positiveP n m (A : 'M[R]_(n, m)) :
  is_positive A <-> forall i j, (i < n)%N -> (j < m)%N -> 0 < ent A i j.
Proof. by split=> [h i j hi hj|h i j]; [rewrite (ent_ltn _ hi hj); apply: h|rewrite -ent_ord; apply: h]. Qed.
Lemma is_nonnegativeP n m (A : 'M[R]_(n, m)) :
  is_nonnegative A <-> forall i j, (i < n)%N -> (j < m)%N -> 0 <= ent A i j.
Proof. by split=> [h i j hi hj|h i j]; [rewrite (ent_ltn _ hi hj); apply: h|rewrite -ent_ord; apply: h]. Qed.
Lemma nonneg_ent n m (A : 'M[R]_(n, m)) : is_nonnegative A -> forall i j, 0 <= ent A i j.
Proof.
move=> h i j; case: (ltnP i n) => hi; last by rewrite ent_row.
by case: (ltnP j m) => hj; [rewrite ent_ltn; apply: h|rewrite ent_col].
Qed.
Lemma mleP n m (A B : 'M[R]_(n, m)) : mle A B <-> forall i j, ent A i j <= ent B i j.
Proof.
split=> [h i j|h i j]; last by rewrite -!ent_ord.
case: (ltnP i n) => hi; last by rewrite !(ent_row _ _ hi).
by case: (ltnP j m) => hj; [rewrite !ent_ltn; apply: h|rewrite !(ent_col _ _ hj)].
Qed.
Lemma num_gt0 n : is_positive (num R n) -> (0 < n)%N.
Proof. by move/is_positiveP/(_ 0%N 0%N isT isT); rewrite ent_num ltr0n. Qed.
End MoreReal.

(* 4. Tactics *)

Definition entE := (ent_add, ent_scale, ent_had, ent_mul, ent_tr, ent_zeros, ent_diag, ent_diagonal,
  ent_sum, ent_num, ent_cst, ent_trace, ent_det, ent_rank,
  ent_max).
Definition cstE := (cst1, cst0, cstN1).

(* entry by entry: the goal in entries of what the matrices are made of *)
Ltac entw := rewrite ?entE ?cstE;
  repeat (first [ rewrite ent_emap; [|done|done] | rewrite ent_ones; [|done|done] ]; rewrite ?entE ?cstE).
Ltac ext := apply: matP => i j hi hj; entw.
Ltac ext1 := apply: matP => i [|//] hi _; entw.
(* blocks and slices: an entry is in one of them *)
Ltac ent_step := first
  [ rewrite ent_hcat; [|sizes] | rewrite ent_vcat; [|sizes] | rewrite ent_rows; [|sizes] | rewrite ent_cols; [|sizes]
  | rewrite ent_emap; [|sizes|sizes] | rewrite ent_ones; [|sizes|sizes] | rewrite ent_tri; [|sizes|sizes]
  | rewrite ent_iota; [|sizes] | rewrite ent_rowmap; [|sizes] | rewrite ent_vec; [|sizes] | rewrite ent_kron; [|sizes|sizes] | rewrite ent_idm; [|sizes] ].
Ltac ent_case := match goal with |- context [if (?a < ?b)%N then _ else _] => case: (ltnP a b) => ? end.
Ltac parts := repeat first [ progress rewrite ?entE | ent_step | ent_case ];
  first [ done | solve [f_equal; sizes] | solve [congr (ent (_ _) _ _); apply: eq_entrow => ? ?; parts] | solve [exfalso; sizes] | idtac ].
Ltac blocks := apply: matP => i j hi hj; parts.
(* quotients and remainders of block indices *)
Lemma div_lt a b i : (i < a * b)%N -> (i %/ b < a)%N.
Proof. by case: b => [|b]; [rewrite muln0|rewrite ltn_divLR]. Qed.
Lemma mod_lt a b i : (i < a * b)%N -> (i %% b < b)%N.
Proof. by case: b => [|b]; [rewrite muln0|rewrite ltn_mod]. Qed.
Lemma div_lt' a b i : (i < b * a)%N -> (i %/ b < a)%N. Proof. by rewrite mulnC; apply: div_lt. Qed.
Lemma mod_lt' a b i : (i < b * a)%N -> (i %% b < b)%N. Proof. by rewrite mulnC; apply: mod_lt. Qed.
Lemma sum_split (R : fieldType) a b c (F : nat -> R) : c = (b + a)%N ->
  \sum_(l < c) F l = \sum_(l < a) F l + \sum_(l < b) F (a + l)%N.
Proof. by move=> ->; rewrite addnC big_split_ord. Qed.
Lemma sum_mul_split (R : fieldType) a b c (F : nat -> nat -> R) : c = (b * a)%N ->
  \sum_(l < c) F (l %/ b)%N (l %% b)%N = \sum_(x < a) \sum_(y < b) F x y.
Proof.
move=> ->; elim: a => [|a IH]; first by rewrite muln0 !big_ord0.
rewrite (@sum_split _ (b * a) b _ (fun l => F (l %/ b)%N (l %% b)%N)) ?mulnSr 1?addnC // IH big_ord_recr; congr (_ + _).
apply: eq_bigr => y _; case: b y {IH} => [[]//|b] y.
by rewrite mulnC divnMDl // divn_small ?ltn_ord // addn0 modnMDl modn_small ?ltn_ord.
Qed.
Lemma div_sub n p i : (n * p <= i)%N -> (0 < p)%N -> ((i - n * p) %/ p = i %/ p - n)%N.
Proof. by move=> h p0; rewrite -{2}(subnKC h) divnMDl // addKn. Qed.
Lemma mod_sub n p i : (n * p <= i)%N -> ((i - n * p) %% p = i %% p)%N.
Proof. by move=> h; rewrite -{2}(subnKC h) modnMDl. Qed.
Lemma pos_factor a b i : (i < a * b)%N -> (0 < b)%N. Proof. by case: b => //; rewrite muln0. Qed.
