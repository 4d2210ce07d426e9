(* Rules of differentiation, in the form in which the proofs below write derivatives. *)
Lemma d_const (c x : R) : is_derive (fun _ : R => c) x 0. Proof. apply (is_derive_const (K := R_AbsRing) (V := R_NormedModule)). Qed.
Lemma d_id (x : R) : is_derive (fun t : R => t) x 1. Proof. apply (is_derive_id (K := R_AbsRing)). Qed.
Lemma d_add (f g : R -> R) (x u v : R) : is_derive f x u -> is_derive g x v -> is_derive (fun t : R => f t + g t) x (u + v).
Proof. intros; apply (is_derive_plus (K := R_AbsRing) (V := R_NormedModule)); assumption. Qed.
Lemma d_sub (f g : R -> R) (x u v : R) : is_derive f x u -> is_derive g x v -> is_derive (fun t : R => f t - g t) x (u - v).
Proof. intros; apply (is_derive_minus (K := R_AbsRing) (V := R_NormedModule)); assumption. Qed.
Lemma d_opp (f : R -> R) (x u : R) : is_derive f x u -> is_derive (fun t : R => - f t) x (- u).
Proof. intros; apply (is_derive_opp (K := R_AbsRing) (V := R_NormedModule)); assumption. Qed.
Lemma d_mul (f g : R -> R) (x u v : R) : is_derive f x u -> is_derive g x v -> is_derive (fun t : R => f t * g t) x (u * g x + f x * v).
Proof. intros; apply (is_derive_mult (K := R_AbsRing)); [assumption | assumption | apply Rmult_comm]. Qed.
Lemma d_div (f g : R -> R) (x u v : R) :
  g x <> 0 -> is_derive f x u -> is_derive g x v -> is_derive (fun t : R => f t / g t) x ((u * g x - f x * v) / g x ^ 2).
Proof. intros; apply is_derive_div; assumption. Qed.
Lemma d_outer (h : R -> R) (f : R -> R) (x u w : R) : is_derive h (f x) w -> is_derive f x u -> is_derive (fun t : R => h (f t)) x (w * u).
Proof. intros H F; rewrite Rmult_comm; apply (is_derive_comp (K := R_AbsRing) (V := R_NormedModule) h f x w u); assumption. Qed.
Lemma d_pow (n : nat) (z : R) (f : R -> R) (x u : R) :
  z = IZR (Z.of_nat (S n)) -> is_derive f x u -> is_derive (fun t : R => f t ^ S n) x (z * f x ^ n * u).
Proof.
  intros -> F; apply (d_outer (fun y => y ^ S n)); [| assumption].
  apply is_derive_Reals; rewrite <- INR_IZR_INZ; apply (derivable_pt_lim_pow (f x) (S n)).
Qed.
Lemma d_exp (f : R -> R) (x u : R) : is_derive f x u -> is_derive (fun t : R => exp (f t)) x (exp (f x) * u).
Proof. intros; apply (d_outer exp); [apply is_derive_Reals, derivable_pt_lim_exp | assumption]. Qed.
Lemma d_ln (f : R -> R) (x u : R) : 0 < f x -> is_derive f x u -> is_derive (fun t : R => ln (f t)) x (1 / f x * u).
Proof.
  intros P F; apply (d_outer ln); [| assumption].
  apply is_derive_Reals; unfold Rdiv; rewrite Rmult_1_l; apply derivable_pt_lim_ln; assumption.
Qed.
Lemma d_sqrt (f : R -> R) (x u : R) : 0 < f x -> is_derive f x u -> is_derive (fun t : R => sqrt (f t)) x (1 / (2 * sqrt (f x)) * u).
Proof.
  intros P F; apply (d_outer sqrt); [| assumption].
  apply is_derive_Reals; unfold Rdiv; rewrite Rmult_1_l; apply derivable_pt_lim_sqrt; assumption.
Qed.
Lemma d_rpower (f g : R -> R) (x u v : R) :
  0 < f x -> is_derive f x u -> is_derive g x v ->
  is_derive (fun t : R => Rpower (f t) (g t)) x (Rpower (f x) (g x) * (v * ln (f x) + g x * (1 / f x * u))).
Proof. intros; apply (d_exp (fun t => g t * ln (f t))), (d_mul g (fun t => ln (f t))); [assumption | apply d_ln; assumption]. Qed.
Lemma d_rpower_fixed (f : R -> R) (e x u : R) :
  0 < f x -> is_derive f x u -> is_derive (fun t : R => Rpower (f t) e) x (e * Rpower (f x) (e - 1) * u).
Proof.
  intros P F.
  replace (e * Rpower (f x) (e - 1) * u) with (Rpower (f x) e * (0 * ln (f x) + e * (1 / f x * u))).
  - apply (d_rpower f (fun _ => e)); [assumption | assumption | apply d_const].
  - unfold Rminus; rewrite Rpower_plus, Rpower_Ropp, Rpower_1 by assumption; field; lra.
Qed.
(* What a function with a derivative does at a point, it does near the point. *)
Lemma near_ne (f : R -> R) (x u : R) : is_derive f x u -> f x <> 0 -> locally x (fun y : R => f y <> 0).
Proof.
  intros D N; assert (C : continuous f x) by (apply (ex_derive_continuous (K := R_AbsRing) (V := R_NormedModule)); exists u; exact D).
  apply (C (fun z : R => z <> 0)), (open_neq 0 (f x) N).
Qed.
Lemma near_gt (f : R -> R) (x u : R) : is_derive f x u -> 0 < f x -> locally x (fun y : R => 0 < f y).
Proof.
  intros D P; assert (C : continuous f x) by (apply (ex_derive_continuous (K := R_AbsRing) (V := R_NormedModule)); exists u; exact D).
  apply (C (fun z : R => 0 < z)), (open_gt 0 (f x) P).
Qed.
