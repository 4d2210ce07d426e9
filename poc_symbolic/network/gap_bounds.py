"""The gap ODE of Theorem 39 with numbers: its coefficients, its exact solution, and Lemma 42's bound (pp. 57-62).

With λ = C_LSC δ, B = C_13 + C_14 and ε = ε_m + ε_n the repaired pieces of the proof add up to
  Φ' ≤ -(λ/4) Φ + (1+C_b)² (ε + J_avg) Φ + B (ε + J_avg) ∫Φ + S,
  S = [18 C_reg (1+C_b) + 4C_reg + 4(1 + 4C_reg) B J_max t] ε
(eq-36/error-terms, lemma-26/averaging, lemma-41/squares). Where 20 (1+C_b)² (ε + J_avg) ≤ λ the second term leaves
-(λ/5) Φ (theorem-39/absorption); otherwise it costs the factor e^{gT}, g = (1+C_b)² (ε + J_avg).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import mpmath

from poc_symbolic.gap_ode import closed_form
from poc_symbolic.network.descent import ProofConstants


@dataclass(frozen=True)
class GapODE:
    """Φ' ≤ -aΦ + b∫Φ + S, with the factor e^{gT} in front; S is taken at its largest, at T."""

    a: float
    b: float
    g: float
    source: float
    horizon: float

    @property
    def log_bound(self) -> float:
        """log of e^{gT} e^{bT/a} S/√(a²+4b), Lemma 42's bound at T (lemma-42/bound)."""
        return (self.g + self.b / self.a) * self.horizon + math.log(self.source / math.sqrt(self.a**2 + 4 * self.b))

    @property
    def log_exact(self) -> float:
        """log of e^{gT} times the exact solution at T (lemma-42/closed-form)."""
        with mpmath.workdps(30):
            value = mpmath.log(closed_form(self.a, self.b, mpmath.mpf(1), self.horizon))
        return self.g * self.horizon + float(value) + math.log(self.source)


def gap_ode(
    constants: ProofConstants, *, lsc: float, delta: float, j_max: float, j_avg: float, horizon: float, eps: float
) -> GapODE:
    """The coefficients of Theorem 39 at ε = ``eps`` over [0, T], T = ``horizon``."""
    rate, width = lsc * delta, constants.c13 + constants.c14
    c_b, regular = constants.balanced, constants.regular
    absorbed = (1 + c_b) ** 2 * (eps + j_avg)
    small = 20 * absorbed <= rate
    source = 18 * regular * (1 + c_b) + 4 * regular + 4 * (1 + 4 * regular) * width * j_max * horizon
    return GapODE(
        rate / 5 if small else rate / 4, width * (eps + j_avg), 0.0 if small else absorbed, source * eps, horizon
    )
