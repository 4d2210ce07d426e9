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
from poc_symbolic.model.teachers import TeacherModel, single_index
from poc_symbolic.network.coupling import CoupledNetwork, CoupledState, gap_velocity
from poc_symbolic.network.kernels import norms
from poc_symbolic.network.potential import Potential, distance_to_teachers
from poc_symbolic.network.residuals import Lemma5, lemma_5, linear_terms


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


def limit_model(coupled: CoupledNetwork) -> TeacherModel:
    """The teachers ± w* that the neurons of an even single-index model converge to."""
    model = coupled.coupling.model
    if not coupled.coupling.problem.even:
        raise InputError("The potential of a single-index model is built here for even activations.")
    return single_index(dict(model.coefficients.q), coupled.coupling.problem.dim)


def single_index_potential(coupled: CoupledNetwork) -> Potential:
    """Φ_Q of an even single-index model; ξ^∞(w) = s(w) w*, the first teacher of ``single_index`` being w*."""
    start = coupled.network.initial[:, 0]
    return Potential(limit_model(coupled), np.where(start >= 0, 0, 1))


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
    coupled: CoupledNetwork,
    potential: Potential,
    state: CoupledState,
    constants: ProofConstants,
    tau: float,
    lsc: float,
) -> Descent:
    """Φ_Q, its measured rate ⟨∇Φ, dΔ/dt⟩ and P1-P3 at one state, with the radius τ and the constant C_LSC(τ)."""
    gaps = state.gaps
    terms, lemma = linear_terms(coupled, state), lemma_5(coupled, state)
    outside = distance_to_teachers(potential.model, state.particles) > tau
    sizes = norms(gaps)
    x = float(np.where(outside, sizes, 0.0).mean())
    force = float(np.where(outside, norms(terms.interaction), 0.0).mean())
    omega, psi = potential.omega(gaps), potential.psi(gaps)
    square = float(np.mean(sizes**2))
    c_b, delta = constants.balanced, np.sqrt(state.mean_field_loss)
    share = _share_error(coupled, state, outside)
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
    rate = potential.slope(gaps, gap_velocity(coupled, state))
    return Descent(state.time, omega, psi, rate, x, force, residual, square, lemma, properties)


def _share_error(
    coupled: CoupledNetwork, state: CoupledState, outside: np.ndarray[tuple[int], np.dtype[np.bool_]]
) -> float:
    """The measured part of ε_m^{25}: |ρ_0 - ρ_0^m| of the particles outside B_τ, cut at the sample's edge."""
    if outside.all() or not outside.any():
        return 0.0
    overlaps = np.abs(state.particles[:, 0])
    edge = 0.5 * (overlaps[outside].max() + overlaps[~outside].min())
    share = float(coupled.coupling.trajectory.share_below(np.array(edge), state.time))
    return abs(share - float(outside.mean()))
