(* What generated files use: the laws, congruence, arithmetic of constants and
   the tactics that close one step each.                                     *)
From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From Commutant Require Export Prelude Congruence Ring Entrywise Property Binder Block Kron Trace Inverse Rank Order MaxEntry Gram Determinant KronRank.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* under a binder, from the terms that are to be shown equal *)
Arguments bsum_ext {R p n m F G} & _.
Arguments bhcat_ext {R p c n m F G} & _.
Arguments bvcat_ext {R p c n m F G} & _.
Arguments mfold_ext {R p n m x F G} & _.
Arguments mfold_fuse {R p n m k l x F y G} C & _ _.
Arguments mfold_induct1 {R p n m x F} P & _ _.
Arguments mfold_induct2 {R p n m n' m' x F x' F'} P & _ _.
Arguments mfold_induct3 {R p n m n' m' n2 m2 x F x' F' x2 F2} P & _ _.

Section Constants.
Variable R : realFieldType.

Lemma posr_neq0 p : posr R p != 0. Proof. by rewrite gt_eqF // posr_gt0. Qed.
Lemma posrM p q : posr R (p * q) = posr R p * posr R q.
Proof. by rewrite /posr Pos2Nat.inj_mul multE natrM. Qed.
Lemma posrD p q : posr R (p + q) = posr R p + posr R q.
Proof. by rewrite /posr Pos2Nat.inj_add plusE natrD. Qed.
Lemma zrN z : zr R (- z) = - zr R z.
Proof. by case: z => [|p|p] //=; rewrite ?oppr0 ?opprK. Qed.
Lemma zr_sub p q : zr R (Z.pos_sub p q) = posr R p - posr R q.
Proof.
rewrite Z.pos_sub_spec; case: Pos.compare_spec => [->|h|h]; rewrite /= ?subrr //.
  by rewrite -{2}(Pos.sub_add _ _ h) posrD opprD addrCA subrr addr0.
by rewrite -{2}(Pos.sub_add _ _ h) posrD addrK.
Qed.
Lemma zrD x y : zr R (x + y) = zr R x + zr R y.
Proof.
case: x y => [|p|p] [|q|q] //=; rewrite ?add0r ?addr0 ?posrD ?opprD //.
  by rewrite zr_sub.
by rewrite zr_sub addrC.
Qed.
Lemma zrM x y : zr R (x * y) = zr R x * zr R y.
Proof. by case: x y => [|p|p] [|q|q] //=; rewrite ?mulr0 ?mul0r ?posrM ?mulrN ?mulNr ?opprK. Qed.
Lemma zr_ge0 z : Z.le 0 z -> 0 <= zr R z.
Proof. by case: z => [|p|p] //= h; rewrite ?lexx // ltW // posr_gt0. Qed.
Lemma zr_gt0 z : Z.lt 0 z -> 0 < zr R z.
Proof. by case: z => [|p|p] //= h; rewrite posr_gt0. Qed.

(* fractions are equal when their products across are *)
Lemma frac_eq p q p' q' : Z.mul p (Zpos q') = Z.mul p' (Zpos q) ->
  zr R p / posr R q = zr R p' / posr R q'.
Proof.
move=> h; apply: (mulIf (posr_neq0 q)); rewrite mulfVK ?posr_neq0 // mulrAC.
apply: (mulIf (posr_neq0 q')); rewrite mulfVK ?posr_neq0 //.
by rewrite -[posr R q']/(zr R (Zpos q')) -[posr R q]/(zr R (Zpos q)) -!zrM h.
Qed.
Lemma cst_add p q p' q' p2 q2 :
  Z.mul (Z.add (Z.mul p (Zpos q')) (Z.mul p' (Zpos q))) (Zpos q2) = Z.mul p2 (Zpos (q * q')) ->
  madd (cst R p q) (cst R p' q') = cst R p2 q2.
Proof.
move=> h; apply: numP; rewrite !entE -(frac_eq h) zrD !zrM posrM /= mulrDl !invfM.
by congr (_ + _); [rewrite mulrACA divff ?posr_neq0 // mulr1|rewrite [_^-1 / _]mulrC mulrACA divff ?posr_neq0 // mulr1].
Qed.
Lemma frac_mul p q p' q' p2 q2 : Z.mul (Z.mul p p') (Zpos q2) = Z.mul p2 (Zpos (q * q')) ->
  zr R p / posr R q * (zr R p' / posr R q') = zr R p2 / posr R q2.
Proof. by move=> h; rewrite -(frac_eq h) zrM posrM invfM mulrACA. Qed.
Lemma cst_mul p q p' q' p2 q2 : Z.mul (Z.mul p p') (Zpos q2) = Z.mul p2 (Zpos (q * q')) ->
  mmul (cst R p q) (cst R p' q') = cst R p2 q2.
Proof. by move=> h; apply: numP; rewrite !entE big_ord1 !entE (frac_mul h). Qed.
Lemma cst_scale p q p' q' p2 q2 : Z.mul (Z.mul p p') (Zpos q2) = Z.mul p2 (Zpos (q * q')) ->
  mscale (cst R p q) (cst R p' q') = cst R p2 q2.
Proof. by move=> h; apply: numP; rewrite !entE (frac_mul h). Qed.
Lemma cst_had p q p' q' p2 q2 : Z.mul (Z.mul p p') (Zpos q2) = Z.mul p2 (Zpos (q * q')) ->
  mhad (cst R p q) (cst R p' q') = cst R p2 q2.
Proof. by move=> h; apply: numP; rewrite !entE (frac_mul h). Qed.
Lemma frac_le p q p' q' : Z.le (Z.mul p (Zpos q')) (Z.mul p' (Zpos q)) ->
  zr R p / posr R q <= zr R p' / posr R q'.
Proof.
move=> h; rewrite ler_pdivr_mulr ?posr_gt0 // mulrAC ler_pdivl_mulr ?posr_gt0 //.
rewrite -[posr R q']/(zr R (Zpos q')) -[posr R q]/(zr R (Zpos q)) -!zrM -subr_ge0 -zrN -zrD.
by apply: zr_ge0; lia.
Qed.
Lemma cst_max_l p q p' q' : Z.le (Z.mul p' (Zpos q)) (Z.mul p (Zpos q')) ->
  mmax (cst R p q) (cst R p' q') = cst R p q.
Proof. by move=> h; apply: numP; rewrite !entE (max_idPl (frac_le h)). Qed.
Lemma cst_max_r p q p' q' : Z.le (Z.mul p (Zpos q')) (Z.mul p' (Zpos q)) ->
  mmax (cst R p q) (cst R p' q') = cst R p' q'.
Proof. by move=> h; apply: numP; rewrite !entE (max_idPr (frac_le h)). Qed.
Lemma frac_inv p q p2 q2 : Z.mul p p2 = Z.mul (Zpos q) (Zpos q2) -> (zr R p / posr R q)^-1 = zr R p2 / posr R q2.
Proof.
move=> h; have p0 : zr R p != 0.
  by case: p h => [|p|p] //= _; rewrite ?oppr_eq0 posr_neq0.
rewrite invfM invrK; apply: (mulfI p0); rewrite mulrA divff // mul1r mulrA -zrM h zrM /=.
by rewrite mulfK ?posr_neq0.
Qed.
Lemma cst_recip p q p2 q2 : Z.mul p p2 = Z.mul (Zpos q) (Zpos q2) ->
  emap (frecip R) (cst R p q) = cst R p2 q2.
Proof. by move=> h; apply: numP; rewrite ent_emap // !entE /frecip (frac_inv h). Qed.
Lemma cst_inv p q p2 q2 : Z.mul p p2 = Z.mul (Zpos q) (Zpos q2) -> minv (cst R p q) = cst R p2 q2.
Proof. by move=> h; rewrite /minv /cst invmx_scalar (frac_inv h). Qed.
Lemma cst_tr p q : mtr (cst R p q) = cst R p q. Proof. exact: tr_scalar_mx. Qed.
Lemma cst_diag p q : mdiag (cst R p q) = cst R p q. Proof. by apply: numP; rewrite ent_diag. Qed.
Lemma cst_diagonal p q : mdiagonal (cst R p q) = cst R p q. Proof. by apply: numP; rewrite ent_diagonal. Qed.
Lemma cst_trace p q : mtrace (cst R p q) = cst R p q. Proof. by apply: numP; rewrite ent_trace big_ord1. Qed.
Lemma cst_det p q : mdet (cst R p q) = cst R p q. Proof. by rewrite /mdet det_scalar1. Qed.
Lemma cst_vec p q : mvec 1 (cst R p q) = cst R p q. Proof. by apply: numP; rewrite ent_vec. Qed.

Lemma mle_cst p q p' q' : Z.le (Z.mul p (Zpos q')) (Z.mul p' (Zpos q)) -> mle (cst R p q) (cst R p' q').
Proof. by move=> h i j; rewrite !mxE !ord1 eqxx !mulr1n frac_le. Qed.
Lemma mle_num a b : (a <= b)%N -> mle (num R a) (num R b).
Proof. by move=> h i j; rewrite !mxE !ord1 eqxx !mulr1n ler_nat. Qed.
Lemma positive_cst p q : is_positive (cst R (Zpos p) q).
Proof. by move=> i j; rewrite !mxE !ord1 eqxx mulr1n divr_gt0 ?posr_gt0. Qed.
Lemma nonnegative_cst p q : Z.le 0 p -> is_nonnegative (cst R p q).
Proof. by move=> h i j; rewrite !mxE !ord1 eqxx mulr1n divr_ge0 ?zr_ge0 // ltW // posr_gt0. Qed.
Lemma nonzero_cst p q : p <> Z0 -> is_nonzero (cst R p q).
Proof.
move=> h i j; rewrite !mxE !ord1 eqxx mulr1n mulf_neq0 ?invr_neq0 ?posr_neq0 //.
by case: p h => [|p|p] //= _; rewrite ?oppr_eq0 posr_neq0.
Qed.
Lemma nonnegative_num n : is_nonnegative (num R n).
Proof. by move=> i j; rewrite !mxE !ord1 eqxx mulr1n ler0n. Qed.

(* sizes as numbers *)
Lemma num_cst p : num R (Pos.to_nat p) = cst R (Zpos p) 1.
Proof. by apply: numP; rewrite !entE /= divr1. Qed.
Lemma num0 : num R 0 = cst R 0 1. Proof. by apply: numP; rewrite !entE /= mul0r. Qed.
Lemma num_add a b c : c = (a + b)%N -> num R c = madd (num R a) (num R b).
Proof. by move=> ->; apply: numP; rewrite !entE natrD. Qed.
Lemma num_mul a b c : c = (a * b)%N -> num R c = mhad (num R a) (num R b).
Proof. by move=> ->; apply: numP; rewrite !entE natrM. Qed.
End Constants.

(* A size is the sum of products of its symbols. *)
Lemma size_as_sum (R : realFieldType) (n : nat) (T : 'M[R]_(1, 1)) : n%:R = ent T 0 0 -> num R n = T.
Proof. by move=> h; apply: numP; rewrite ent_num. Qed.
Lemma natr_pos (R : realFieldType) p : zr R (Zpos p) / posr R 1 = (Pos.to_nat p)%:R.
Proof. by rewrite /= divr1. Qed.

(* functions that never fall, and that have no slope beyond 1 *)
Section Functions.
Variables (R : realFieldType) (E : analysis R).
Lemma mono_exp : {homo fexp E : x y / x <= y}. Proof. exact: exp_le. Qed.
Lemma mono_relu : {homo frelu R : x y / x <= y}.
Proof. by move=> x y h; rewrite /frelu le_maxl !le_maxr h lexx orbT. Qed.
Lemma mono_sqrt : {homo fsqrt E : x y / x <= y}.
Proof.
move=> x y h; case: (lerP x 0) => x0; first by rewrite (law_sqrt_neg E x0) law_sqrt_ge0.
have y0 := lt_le_trans x0 h.
by rewrite -(@ler_pexpn2r _ 2) ?nnegrE ?law_sqrt_ge0 // !expr2 !law_sqrt_sq // ltW.
Qed.
Lemma mono_sigmoid : {homo fsigmoid E : x y / x <= y}.
Proof. by move=> x y h; rewrite /fsigmoid lef_pinv ?posrE ?sigmoid_den // ler_add2l exp_le // ler_opp2. Qed.
Lemma mono_tanh : {homo ftanh E : x y / x <= y}.
Proof. by move=> x y h; rewrite /ftanh ler_add2r ler_wpmul2l ?ler0n // mono_sigmoid // ler_wpmul2l ?ler0n. Qed.
Lemma mono_round : {homo fround E : x y / x <= y}. Proof. exact: law_round_mono. Qed.
Lemma mono_erf : {homo ferf E : x y / x <= y}. Proof. exact: law_erf_mono. Qed.
Lemma lip_abs x y : `|fabs R x - fabs R y| <= `|x - y|. Proof. exact: ler_dist_dist. Qed.
Lemma lip_sigmoid x y : `|fsigmoid E x - fsigmoid E y| <= `|x - y|.
Proof.
by apply: le_trans (law_sigmoid_lipschitz E x y); rewrite -[X in X <= _]mul1r ler_wpmul2r ?normr_ge0 // ler1n.
Qed.
Lemma lip_tanh x y : `|ftanh E x - ftanh E y| <= `|x - y|.
Proof.
rewrite /ftanh opprB addrA subrK -mulrBr normrM normr_nat -(@ler_pmul2l _ 2%:R) ?ltr0n // mulrA -natrM.
by have := law_sigmoid_lipschitz E (2%:R * x) (2%:R * y); rewrite -mulrBr normrM normr_nat.
Qed.
Lemma lip_relu x y : `|frelu R x - frelu R y| <= `|x - y|.
Proof.
rewrite /frelu; case: (lerP x 0) => hx; case: (lerP y 0) => hy; rewrite ?subrr ?normr0 ?normr_ge0 // ?sub0r ?subr0 ?normrN //.
  by rewrite distrC (gtr0_norm hy) ger0_norm ?subr_ge0 ?(ltW (le_lt_trans hx hy)) // ler_addl oppr_ge0.
by rewrite (gtr0_norm hx) ger0_norm ?subr_ge0 ?(ltW (le_lt_trans hy hx)) // ler_addl oppr_ge0.
Qed.
Lemma mono_sign : {homo fsign R : x y / x <= y}.
Proof.
move=> x y h; rewrite /fsign; case: (ltrgt0P x) => hx; first by rewrite !gtr0_sg // (lt_le_trans hx h).
  case: (ltrgt0P y) => hy; rewrite ?(gtr0_sg hy) ?(ltr0_sg hy) ?hy ?sgr0 (ltr0_sg hx) //.
    by apply: le_trans ler01; rewrite oppr_le0 ler01.
  by rewrite oppr_le0 ler01.
rewrite hx sgr0; rewrite hx in h; case: (ltrgt0P y) => hy; rewrite ?(gtr0_sg hy) ?ler01 ?hy ?sgr0 //.
by move: (le_lt_trans h hy); rewrite ltxx.
Qed.
End Functions.
Ltac function := first
  [ exact: mono_exp | exact: mono_relu | exact: mono_sqrt | exact: mono_sigmoid | exact: mono_tanh | exact: mono_erf
  | exact: mono_sign | exact: mono_round | exact: lip_sigmoid | exact: lip_tanh | exact: lip_relu
  | exact: lip_abs | exact: law_sin_lipschitz | exact: law_cos_lipschitz ].
(* what the laws of blocks need of sizes, most often *)
Lemma size_upper c t : (c + 0 <= c + t)%N. Proof. by rewrite addn0 leq_addr. Qed.
Lemma size_lower c s : (c + s <= s + c)%N. Proof. by rewrite addnC. Qed.
Lemma size_whole c : (c + 0 <= c)%N. Proof. by rewrite addn0. Qed.
Lemma size_swap a b : (a + b = b + a)%N. Proof. exact: addnC. Qed.
Lemma size_none c : c = (c + 0)%N. Proof. by rewrite addn0. Qed.
Lemma size_twice c : (2 * c = c + c)%N. Proof. by rewrite mul2n addnn. Qed.
Lemma size_swapped a b : (a + b + 0 <= b + a)%N. Proof. by rewrite addn0 addnC. Qed.
Lemma size_under a b : (a + 0 <= b + a)%N. Proof. by rewrite addn0 leq_addl. Qed.
Lemma size_halves c : (c + c <= 2 * c)%N. Proof. by rewrite size_twice. Qed.
Lemma size_doubled c : (c + c + 0 <= 2 * c)%N. Proof. by rewrite addn0 size_twice. Qed.
(* found by their form, which costs a tenth of arithmetic *)
Ltac known_size := lazymatch goal with
  | |- (?a + ?b)%N = (?b + ?a)%N => exact (size_swap a b)
  | |- ?a = (?a + 0)%N => exact (size_none a)
  | |- (2 * ?a)%N = (?a + ?a)%N => exact (size_twice a)
  | |- is_true (?a + ?b + 0 <= ?b + ?a)%N => exact (size_swapped a b)
  | |- is_true (?a + 0 <= ?b + ?a)%N => exact (size_under a b)
  | |- (?a * ?b)%N = (?b * ?a)%N => exact (mulnC a b)
  | |- is_true (?a + ?a <= 2 * ?a)%N => exact (size_halves a)
  | |- is_true (?a + ?a + 0 <= 2 * ?a)%N => exact (size_doubled a)
  end.
Ltac push_sizes :=
  repeat match goal with
  | H : is_true (leq _ _) |- _ => move: (elimT ssrnat.leP H); clear H
  | H : @eq _ ?a ?b |- _ => let _ := constr:(a : nat) in generalize (H : @eq nat a b); clear H
  end.
(* as in Prelude.v, without the views that only an import of MathComp brings *)
Ltac sizes := (* `done` last: among many hypotheses it takes long to find that it is not *)
  solve [ try apply: (introT ssrnat.leP); push_sizes; rewrite -?plusE -?multE -?minusE; first [ lia | nia ] | done ].
Ltac rule_premise := first
  [ assumption | known_size | exact erefl | exact: size_upper | exact: size_lower | exact: size_whole | exact: leqnn
  | eassumption | function | sizes ].

(* a law, and what it needs of sizes, functions and what was shown *)
Ltac by_law law := first [ apply: law; rule_premise | eapply law; rule_premise ].

(* Sums and products of the same parts, whatever their brackets and order. *)
Inductive tree := leaf of nat | node of tree & tree.
Fixpoint leaves t : seq nat := match t with leaf n => [:: n] | node l r => leaves l ++ leaves r end.
Fixpoint value (T : Type) (op : T -> T -> T) (x : T) (s : seq T) t : T :=
  match t with leaf n => nth x s n | node l r => op (value op x s l) (value op x s r) end.
(* the leaves in order, without the layers of structure that a kernel would unfold at each comparison *)
Fixpoint below (a b : nat) : bool := match a, b with O, _ => true | S a', S b' => below a' b' | S _, O => false end.
Fixpoint alike (s t : seq nat) : bool :=
  match s, t with
  | nil, nil => true
  | cons a s', cons b t' => if below a b then if below b a then alike s' t' else false else false
  | _, _ => false
  end.
Fixpoint insert (a : nat) (s : seq nat) : seq nat :=
  match s with nil => cons a nil | cons b s' => if below a b then cons a s else cons b (insert a s') end.
Fixpoint put (t : tree) (s : seq nat) : seq nat := match t with leaf n => insert n s | node l r => put l (put r s) end.
Definition same t u : bool := alike (put t nil) (put u nil).
Lemma insert_perm a s : perm_eq (insert a s) (a :: s).
Proof.
elim: s => //= b s IH; case: below => //; apply: perm_trans (_ : perm_eq _ (b :: a :: s)) _; first by rewrite perm_cons.
exact: (permEl (perm_catCA [:: b] [:: a] s)).
Qed.
Lemma put_perm t s : perm_eq (put t s) (leaves t ++ s).
Proof.
elim: t s => [n|l IHl r IHr] s /=; first exact: insert_perm.
by apply: perm_trans (IHl _) _; rewrite -catA perm_cat2l.
Qed.
Lemma belowE a b : below a b = (a <= b)%N. Proof. by elim: a b => [|a IH] [|b] //=; rewrite ltnS IH. Qed.
Lemma alikeP s t : alike s t -> s = t.
Proof.
elim: s t => [|a s IH] [|b t] //=; rewrite !belowE; case: (leqP a b) => // ab; case: (leqP b a) => // ba /IH ->.
by have -> : a = b by apply/eqP; rewrite eqn_leq ab ba.
Qed.
Lemma same_perm t u : same t u -> perm_eq (leaves t) (leaves u).
Proof.
move=> /alikeP e; have := put_perm t [::]; have := put_perm u [::]; rewrite !cats0 -e => pu pt.
by rewrite perm_sym in pt; apply: perm_trans pt pu.
Qed.
Section Arrange.
Variables (R : fieldType) (n m : nat).
Implicit Type s : seq 'M[R]_(n, m).
Lemma ac_add s t u : same t u -> value (@madd R n m) 0 s t = value (@madd R n m) 0 s u.
Proof.
have e v : value (@madd R n m) 0 s v = \sum_(i <- leaves v) nth 0 s i.
  by elim: v => [k|l IHl r IHr] /=; rewrite ?big_seq1 // big_cat /= -IHl -IHr.
by move=> /same_perm p; rewrite !e; apply: perm_big.
Qed.
Lemma ac_had s t u : same t u -> value (@mhad R n m) 0 s t = value (@mhad R n m) 0 s u.
Proof.
have e v i j : value (@mhad R n m) 0 s v i j = \prod_(k <- leaves v) nth 0 s k i j.
  by elim: v => [k|l IHl r IHr] /=; rewrite ?big_seq1 // big_cat /= mxE IHl IHr.
by move=> /same_perm p; apply/matrixP => i j; rewrite !e; apply: perm_big.
Qed.
End Arrange.
Lemma ac_max (R : realFieldType) n m (s : seq 'M[R]_(n, m)) t u : same t u ->
  value (@mmax R n m) 0 s t = value (@mmax R n m) 0 s u.
Proof.
have e v i j z : (value (@mmax R n m) 0 s v i j <= z) = all (fun k => nth 0 s k i j <= z) (leaves v).
  by elim: v => [k|l IHl r IHr] /=; rewrite ?andbT // all_cat -IHl -IHr mxE le_maxl.
move=> /same_perm p; apply/matrixP => i j; apply/eqP; rewrite eq_le e (perm_all _ p) -e lexx /=.
by rewrite e -(perm_all _ p) -e lexx.
Qed.
(* one tactic a kind of step *)
Ltac across := vm_compute; first [ reflexivity | discriminate | done ].
Ltac evaluate := first
  [ reflexivity
  | apply: cst_add; across | apply: cst_scale; across | apply: cst_had; across | apply: cst_mul; across
  | apply: cst_recip; across | apply: cst_inv; across | apply: cst_max_l; across | apply: cst_max_r; across
  | exact: cst_tr | exact: cst_diag | exact: cst_diagonal | exact: cst_trace | exact: cst_det | exact: cst_vec
  | apply: num0 | apply: (size_as_sum); rewrite ?ent_add ?ent_had ?ent_num ?ent_cst ?natr_pos -?natrM -?natrD;
      repeat (rewrite -?natrM -?natrD); congr (_%:R); vm_compute Pos.to_nat; sizes ].
Ltac evident := first
  [ apply: positive_cst | apply: nonnegative_cst; across | apply: nonzero_cst; across
  | apply: nonnegative_num | apply: mle_cst; across | apply: mle_num; sizes ].

(* All theorems of a run as one term, whose assumptions are printed. *)
Inductive theorems : Prop := none | also (P : Prop) (p : P) (others : theorems).

(* Generated files import this one alone: without the notations of MathComp they are read in a third of the time. *)
Export GRing.Zmodule.Exports GRing.Ring.Exports GRing.UnitRing.Exports GRing.ComRing.Exports GRing.ComUnitRing.Exports.
Export GRing.IntegralDomain.Exports GRing.Field.Exports.
Export Num.NumDomain.Exports Num.NormedZmodule.Exports Num.NumDomain_joins.Exports Num.NumField.Exports.
Export Num.RealDomain.Exports Num.RealField.Exports.
Notation mx R n m := (matrix (GRing.Field.sort (Num.RealField.fieldType R)) n m).
Notation addn := ssrnat.addn.
Notation muln := ssrnat.muln.
