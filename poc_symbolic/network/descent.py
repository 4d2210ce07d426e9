"""The potential along a coupling: properties P1-P3, its rate, and the constants of the proof (pp. 11-13, 50-60).

With x = E‖Δ‖1(ξ ∉ B_τ), M = E‖E_jHΔ_j‖1(ξ ∉ B_τ) and C_13 = 2C_reg(1+C_b), C_14 = 2C_reg(1+C_b) the ledger has
  P1 (lemma-13/assembly)  ⟨∇Φ, -HΔ⟩ ≤ (1+C_b) M + C_13 (x + (τ + C_b ε) Ω),
  P2 (lemma-14/assembly)  ⟨∇Φ, DΔ⟩ ≤ -(C_LSC δ_t/2 - C_14 τ) Φ + C_14 x + (C_LSC δ_t + C_reg)/2 E‖Δ‖²,
  P3 (lemma-15/perturbation)  |⟨∇Φ, G⟩| ≤ (1+C_b) E‖G‖,
and their sum is eq. (36) before Duhamel's formula.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from poc_symbolic.errors import InputError
from poc_symbolic.model.teacher_points import TeacherPoints
from poc_symbolic.network.coupling import CoupledNetwork, CoupledState
from poc_symbolic.network.kernels import norms
from poc_symbolic.network.potential import Potential
from poc_symbolic.network.residuals import Comparison, Lemma5, lemma_5


@dataclass(frozen=True)
class ProofConstants:
    """C_reg and C_b with the constants that Lemmas 13 and 14 make of them."""

    regular: float
    balanced: float

    @property
    def c13(self) -> float:
        """2C_reg(1 + C_b), for C_reg and C_b at least 1 (lemma-13/assembly)."""
        return 2 * self.regular * (1 + self.balanced)

    @property
    def c14(self) -> float:
        """2C_reg(1 + C_b) (lemma-14/assembly)."""
        return 2 * self.regular * (1 + self.balanced)

    def radius(self, lsc: float, delta: float) -> float:
        """τ = C_LSC rd(δ)/(16(C_13+C_14)), rd(δ) the power of two in (δ/2, δ] (theorem-39/choice-of-tau)."""
        rounded = 2.0 ** np.floor(np.log2(delta))
        return float(lsc * rounded / (16 * (self.c13 + self.c14)))


def limit_points(coupled: CoupledNetwork) -> TeacherPoints:
    """What a single-index network has learned when its loss is 0: w*, and -w* where the activation is even.

    The loss is Σ_ℓ a_ℓ (1 - p_ℓ)², so that it vanishes only where P_ℓ(α) = 1 almost surely for every a_ℓ > 0: at α = 1
    when some ℓ is odd, at α = ± 1 when all are even. Raises InputError for a teacher's link of its own, where the loss
    has another minimum.
    """
    model, problem = coupled.coupling.model, coupled.coupling.problem
    if not model.well_specified:
        raise InputError("With a link of its own the teacher is no limit of the neurons, and ρ* is not known (p. 26).")
    teacher = TeacherPoints("single-index", np.ones((1, 1)), dict(model.coefficients.q), problem.dim)
    return teacher.with_signs() if problem.even else teacher


def single_index_potential(coupled: CoupledNetwork) -> Potential:
    """Φ_Q of a well-specified single-index model; ξ^∞(w) = s(w) w* for an even activation, and w* for any other."""
    points = limit_points(coupled)
    return Potential(points, points.nearest(coupled.network.initial))


@dataclass(frozen=True)
class Property:
    """A measured rate and its bound."""

    name: str
    measured: float
    bound: float

    @property
    def holds(self) -> bool:
        """Whether the rate is within the bound, up to rounding."""
        return bool(self.measured <= self.bound + 1e-12 * (1 + abs(self.bound)))


@dataclass(frozen=True)
class Descent:
    """The potential and its rate at one time, the outside share x and M, Lemma 5, and the properties at radius τ."""

    time: float
    omega: float
    psi: float
    rate: float
    outside_gap: float
    outside_force: float
    residual_mean: float
    mean_square: float
    lemma: Lemma5
    properties: tuple[Property, ...]

    @property
    def potential(self) -> float:
        """Φ_Q = Ω + Ψ_Q."""
        return self.omega + self.psi


def descent(
    at: Comparison, potential: Potential, constants: ProofConstants, tau: float, lsc: float, share: float
) -> Descent:
    """Φ_Q, its measured rate ⟨∇Φ, dΔ/dt⟩ and P1-P3 at one time, with the radius τ and the constant C_LSC(τ).

    ``share`` is the measured part of ε_m^{25} in P1. A neuron that never comes into B_τ counts in x and M alone.
    """
    gaps, terms, lemma = at.gaps, at.terms, lemma_5(at)
    outside = potential.model.distance(at.particles) > tau
    sizes = norms(gaps)
    x = float(np.where(outside, sizes, 0.0).mean())
    force = float(np.where(outside, norms(terms.interaction), 0.0).mean())
    omega, psi = potential.omega(gaps), potential.psi(gaps)
    square = float(np.mean(sizes**2))
    c_b, delta = constants.balanced, np.sqrt(at.loss)
    residual = float(norms(lemma.total).mean())
    properties = (
        Property(
            "P1",
            potential.slope(gaps, -terms.interaction),
            (1 + c_b) * force + constants.c13 * (x + (tau + c_b * share) * omega),
        ),
        Property(
            "P2",
            potential.slope(gaps, terms.local),
            -(lsc * delta / 2 - constants.c14 * tau) * (omega + psi)
            + constants.c14 * x
            + (lsc * delta + constants.regular) / 2 * square,
        ),
        Property("P3", abs(potential.slope(gaps, lemma.total)), (1 + c_b) * residual),
    )
    return Descent(at.time, omega, psi, potential.slope(gaps, at.rate), x, force, residual, square, lemma, properties)


def share_error(coupled: CoupledNetwork, state: CoupledState, potential: Potential, tau: float) -> float:
    """The measured part of ε_m^{25}: |ρ_0 - ρ_0^m| of the particles outside B_τ, cut at the sample's edge."""
    outside = potential.model.distance(state.particles) > tau
    if outside.all() or not outside.any():
        return 0.0
    overlaps = np.abs(state.particles[:, 0]) if potential.model.count == 2 else state.particles[:, 0]
    edge = 0.5 * (overlaps[outside].max() + overlaps[~outside].min())
    share = float(coupled.coupling.trajectory.share_below(np.array(edge), state.time))
    return abs(share - float(outside.mean()))
