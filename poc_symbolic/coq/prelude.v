(* Lemmas by which the proofs below speak of signs: 0 <= e, 0 < e, e = 0 and e <> 0. *)
Lemma sub_ge a b : a >= b -> 0 <= a - b. Proof. intros; lra. Qed.
Lemma sub_gt a b : a > b -> 0 < a - b. Proof. intros; lra. Qed.
Lemma sub_le a b : a <= b -> 0 <= b - a. Proof. intros; lra. Qed.
Lemma sub_lt a b : a < b -> 0 < b - a. Proof. intros; lra. Qed.
Lemma sub_eq a b : a = b -> a - b = 0. Proof. intros; lra. Qed.
Lemma sub_ne a b : a <> b -> a - b <> 0. Proof. intros; lra. Qed.
Lemma of_sub_ge a b : 0 <= a - b -> a >= b. Proof. intros; lra. Qed.
Lemma of_sub_gt a b : 0 < a - b -> a > b. Proof. intros; lra. Qed.
Lemma of_sub_le a b : 0 <= b - a -> a <= b. Proof. intros; lra. Qed.
Lemma of_sub_lt a b : 0 < b - a -> a < b. Proof. intros; lra. Qed.
Lemma of_sub_eq a b : a - b = 0 -> a = b. Proof. intros; lra. Qed.
Lemma of_sub_ne a b : a - b <> 0 -> a <> b. Proof. intros; lra. Qed.

Lemma gt_ge a : 0 < a -> 0 <= a. Proof. intros; lra. Qed.
Lemma gt_ne a : 0 < a -> a <> 0. Proof. intros; lra. Qed.
Lemma eq_ge a : a = 0 -> 0 <= a. Proof. intros; lra. Qed.
Lemma ge_ne_gt a : 0 <= a -> a <> 0 -> 0 < a. Proof. intros; lra. Qed.
Lemma neg_gt a : a < 0 -> 0 < - a. Proof. intros; lra. Qed.

Lemma same_ge a b : a = b -> 0 <= b -> 0 <= a. Proof. intros; lra. Qed.
Lemma same_gt a b : a = b -> 0 < b -> 0 < a. Proof. intros; lra. Qed.
Lemma same_eq a b : a = b -> b = 0 -> a = 0. Proof. intros; lra. Qed.
Lemma same_ne a b : a = b -> b <> 0 -> a <> 0. Proof. intros; lra. Qed.

Lemma add_ge a b : 0 <= a -> 0 <= b -> 0 <= a + b. Proof. intros; lra. Qed.
Lemma add_gt_ge a b : 0 < a -> 0 <= b -> 0 < a + b. Proof. intros; lra. Qed.
Lemma add_ge_gt a b : 0 <= a -> 0 < b -> 0 < a + b. Proof. intros; lra. Qed.
Lemma add_eq a b : a = 0 -> b = 0 -> a + b = 0. Proof. intros; lra. Qed.

Lemma mul_ge a b : 0 <= a -> 0 <= b -> 0 <= a * b. Proof. apply Rmult_le_pos. Qed.
Lemma mul_gt a b : 0 < a -> 0 < b -> 0 < a * b. Proof. apply Rmult_lt_0_compat. Qed.
Lemma mul_ne a b : a <> 0 -> b <> 0 -> a * b <> 0. Proof. apply Rmult_integral_contrapositive_currified. Qed.
Lemma mul_eq_l a b : a = 0 -> a * b = 0. Proof. intros ->; ring. Qed.
Lemma mul_eq_r a b : b = 0 -> a * b = 0. Proof. intros ->; ring. Qed.
Lemma div_ge a b : 0 <= a -> 0 < b -> 0 <= a / b.
Proof. intros; apply mul_ge; [assumption | apply gt_ge, Rinv_0_lt_compat; assumption]. Qed.
Lemma div_gt a b : 0 < a -> 0 < b -> 0 < a / b.
Proof. intros; apply mul_gt; [assumption | apply Rinv_0_lt_compat; assumption]. Qed.
Lemma div_ne a b : a <> 0 -> b <> 0 -> a / b <> 0.
Proof. intros; apply mul_ne; [assumption | apply Rinv_neq_0_compat; assumption]. Qed.
Lemma opp_ne a : a <> 0 -> - a <> 0. Proof. intros; lra. Qed.
Lemma pow_ge a n : 0 <= a -> 0 <= a ^ n. Proof. apply pow_le. Qed.
Lemma pow_gt a n : 0 < a -> 0 < a ^ n. Proof. apply pow_lt. Qed.
Lemma pow_ne a n : a <> 0 -> a ^ n <> 0. Proof. apply pow_nonzero. Qed.
Lemma even_ge a n : Nat.even n = true -> 0 <= a ^ n.
Proof.
  intros E; apply Nat.even_spec in E; destruct E as [m ->].
  rewrite pow_mult; apply pow_le, pow2_ge_0.
Qed.
Lemma sqrt_ge a : 0 <= sqrt a. Proof. apply sqrt_pos. Qed.
Lemma sqrt_gt a : 0 < a -> 0 < sqrt a. Proof. apply sqrt_lt_R0. Qed.
Lemma sqrt_ne a : 0 <= a -> a <> 0 -> sqrt a <> 0.
Proof. intros; apply gt_ne, sqrt_lt_R0; lra. Qed.
Lemma rpower_gt a e : 0 < Rpower a e. Proof. apply exp_pos. Qed.

(* e times something positive has the sign of e. *)
Lemma mul_ne_0 t e : t <> 0 -> t * e = 0 -> e = 0.
Proof. intros T E; apply Rmult_integral in E; destruct E; [contradiction | assumption]. Qed.
Lemma over_ge t e s : 0 < t -> e * t = s -> 0 <= s -> 0 <= e.
Proof. intros T E S; apply (Rmult_le_reg_r t); lra. Qed.
Lemma over_gt t e s : 0 < t -> e * t = s -> 0 < s -> 0 < e.
Proof. intros T E S; apply (Rmult_lt_reg_r t); lra. Qed.
Lemma over_eq t e s : 0 < t -> e * t = s -> s = 0 -> e = 0.
Proof. intros T E S; apply (mul_ne_0 t); lra. Qed.

Lemma ne_l a b : a * b <> 0 -> a <> 0. Proof. intros H Z; apply H; rewrite Z; ring. Qed.
Lemma ne_r a b : a * b <> 0 -> b <> 0. Proof. intros H Z; apply H; rewrite Z; ring. Qed.
Lemma ne_num a b : a / b <> 0 -> a <> 0. Proof. intros H Z; apply H; rewrite Z; unfold Rdiv; ring. Qed.
Lemma ne_opp a : - a <> 0 -> a <> 0. Proof. intros; lra. Qed.
Lemma ne_base a n : a ^ S n <> 0 -> a <> 0. Proof. intros H Z; apply H; rewrite Z; simpl; ring. Qed.

Lemma root_atom u : 0 <= u -> exists r, sqrt u = r /\ r * r = u /\ 0 <= r.
Proof. intros; exists (sqrt u); repeat split; [apply sqrt_sqrt; assumption | apply sqrt_pos]. Qed.
Lemma ln_atom u : exists l, ln u = l. Proof. exists (ln u); reflexivity. Qed.
Lemma exp_atom u : exists e, exp u = e /\ e <> 0.
Proof. exists (exp u); split; [reflexivity | apply gt_ne, exp_pos]. Qed.
Lemma exp_up n z x : z = IZR (Z.of_nat n) -> exp (z * x) = exp x ^ n.
Proof.
  intros ->; induction n as [| n IH].
  - rewrite Rmult_0_l; apply exp_0.
  - rewrite Nat2Z.inj_succ, succ_IZR, Rmult_plus_distr_r, exp_plus, IH, Rmult_1_l; simpl; ring.
Qed.
Lemma exp_down n z x : z = IZR (Z.of_nat n) -> exp (- (z * x)) = / exp x ^ n.
Proof. intros E; rewrite exp_Ropp, (exp_up n z x E); reflexivity. Qed.
Lemma exp_half_ln v : 0 < v -> exp (1 / 2 * ln v) = sqrt v.
Proof. intros; rewrite <- Rpower_sqrt by assumption; unfold Rpower; f_equal; lra. Qed.
Lemma exp_tangent u : 0 <= exp u - u - 1.
Proof.
  destruct (Req_dec u 0) as [-> | N]; [rewrite exp_0; lra |].
  pose proof (exp_ineq1 u N); lra.
Qed.

Ltac nonzero :=
  repeat match goal with |- _ /\ _ => split end;
  first
    [ assumption
    | lra
    | match goal with H : ?e <> 0 |- ?g <> 0 => solve [replace g with e by field; exact H] end
    | match goal with H : ?e <> 0 |- ?g <> 0 => solve [replace g with (- e) by field; apply opp_ne; exact H] end
    | match goal with H : ?e <> 0 |- ?g <> 0 => solve [let Z := fresh in intro Z; apply H; lra] end
    | match goal with H : ?e <> 0 |- ?g <> 0 => solve [let Z := fresh in intro Z; apply H; rewrite Z; ring] end
    | match goal with H : ?e <> 0 |- ?g <> 0 =>
        solve [let Z := fresh in intro Z; apply H; field_simplify_eq; [lra | repeat split; first [assumption | lra]]]
      end ].

Lemma root_is u r : u = r * r -> 0 <= r -> sqrt u = r. Proof. intros ->; apply sqrt_square. Qed.
Lemma ln_is u : u - 1 = 0 -> ln u = 0. Proof. intros; replace u with 1 by lra; apply ln_1. Qed.
Lemma exp_is u : u = 0 -> exp u = 1. Proof. intros ->; apply exp_0. Qed.
Lemma rpower_up n z b e v : z = IZR (Z.of_nat n) -> 0 < b -> e = z -> b ^ n = v -> Rpower b e = v.
Proof. intros N B E <-; rewrite <- E in N; unfold Rpower; rewrite <- (Rmult_1_l e) at 1.
  replace (1 * e * ln b) with (e * ln b) by ring; rewrite (exp_up n e (ln b) N), exp_ln by assumption; reflexivity. Qed.
Lemma rpower_down n z b e v : z = IZR (Z.of_nat n) -> 0 < b -> - e = z -> / b ^ n = v -> Rpower b e = v.
Proof. intros N B E <-; rewrite <- E in N; unfold Rpower; replace (e * ln b) with (- (- e * ln b)) by ring.
  rewrite (exp_down n (- e) (ln b) N), exp_ln by assumption; reflexivity. Qed.
Lemma rpower_root b e v : 0 < b -> Rpower (sqrt b) (2 * e) = v -> Rpower b e = v.
Proof. intros B <-; rewrite <- Rpower_sqrt, Rpower_mult by assumption; f_equal; lra. Qed.
