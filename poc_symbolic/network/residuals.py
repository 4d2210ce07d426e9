"""Lemma 5 on a trajectory: the four differences of Figure 1, what is left of each, and its bound.

dΔ_i/dt is the sum of ν_D̂(ŵ_i,ρ^m) - ν(ŵ_i,ρ^m), ν(ŵ_i,ρ^m) - ν(ξ_i,ρ^m), ν(ξ_i,ρ^m) - ν(ξ_i,ρ̄^m) and
ν(ξ_i,ρ̄^m) - ν(ξ_i,ρ^MF); to first order the second is D^⊥Δ_i and the third -E_j H^⊥Δ_j. With a = ‖Δ_i‖, b = E‖Δ_j‖,
B = E‖Δ_j‖², C the constant of ``smoothness`` and ε_m the measured sampling error of ν and D, the remainders are at
most (lemma-5/remainder): own: Ca² + Cab + ε_m a; others: CB; in all ε_n + 3ε_m + 2C(a² + B). The paper's sizes of the
other two are ε_m = d^{3/2} log(mT)/√m for sampling (control-parameters/sampling), ε_n = √d log²(n)/√n for data.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from poc_symbolic.flow import Trajectory
from poc_symbolic.network.coupling import CoupledNetwork, CoupledState, gap_velocity, mean_field_velocity
from poc_symbolic.network.fields import PopulationField
from poc_symbolic.network.kernels import Array, Polynomial, derivative, norms, tangent
from poc_symbolic.network.smoothness import regularity


@dataclass(frozen=True)
class LinearTerms:
    """D_t^⊥(i) Δ_t(i) and E_j H_t^⊥(i,j) Δ_t(j), the rows of m×d arrays."""

    local: Array
    interaction: Array


def local_term(trajectory: Trajectory, state: CoupledState, gaps: Array) -> Array:
    """D^⊥(ξ_i) y_i: along and across eigenvalues on the tangent part, and the normal part -⟨ν, y⟩ ξ."""
    xi, alpha = state.particles, state.particles[:, 0]
    p = state.moments
    toward = -alpha[:, None] * xi
    toward[:, 0] += 1.0
    square = np.maximum(np.einsum("id,id->i", toward, toward), 1e-300)
    flat = tangent(xi, gaps)
    share = (np.einsum("id,id->i", toward, flat) / square)[:, None] * toward
    along, across = trajectory.field.along(alpha, p), trajectory.field.across(alpha, p)
    speed = np.einsum("id,id->i", mean_field_velocity(trajectory, state), flat)
    return np.asarray(across[:, None] * (flat - share) + along[:, None] * share - speed[:, None] * xi)


def interaction_term(population: PopulationField, particles: Array, gaps: Array) -> Array:
    """E_j H^⊥(ξ_i, ξ_j) y_j = P_{ξ_i}^⊥ E_j [q'(z) + q''(z) ξ_j ξ_iᵀ] P_{ξ_j}^⊥ y_j."""
    q = population.problem.q
    moved = tangent(particles, gaps)
    second = Polynomial(derivative(q, 2))
    return tangent(particles, population.pairs.response(particles, moved, population.first, second))


def linear_terms(coupled: CoupledNetwork, state: CoupledState) -> LinearTerms:
    """Both first-order terms of Lemma 5."""
    coupling = coupled.coupling
    return LinearTerms(
        local_term(coupling.trajectory, state, state.gaps),
        interaction_term(coupling.population, state.particles, state.gaps),
    )


@dataclass(frozen=True)
class Residual:
    """One remainder over all neurons: largest size, mean size, and the least margin factor bound / size."""

    name: str
    largest: float
    mean: float
    bound: float
    slack: float


@dataclass(frozen=True)
class Lemma5:
    """The remainders at one time, the measured ε_m and ε_n, and the constant of the bounds."""

    time: float
    constant: float
    eps_m: float
    eps_n: float
    residuals: tuple[Residual, ...]
    total: Array
    exact: float

    @property
    def holds(self) -> bool:
        """Whether every remainder is within its bound."""
        return all(r.slack >= 1 for r in self.residuals)


def lemma_5(coupled: CoupledNetwork, state: CoupledState) -> Lemma5:
    """All four remainders and their sum at one state.

    ``exact`` is the largest difference between dΔ/dt and the sum of its parts, which is rounding. ε_m is
    measured: sup_i of the sampling error of ν, and of the norm that D(ρ̄^m) - D(ρ^MF) has on Δ_i/‖Δ_i‖.
    """
    coupling = coupled.coupling
    population, trajectory = coupling.population, coupling.trajectory
    hat, xi, gaps = state.neurons, state.particles, state.gaps
    at_hat, at_limit = population(hat), mean_field_velocity(trajectory, state)
    moved, sampled = population.at(xi, hat), population(xi)
    data = coupled.network.field(hat) - at_hat if coupling.data is not None else np.zeros_like(hat)
    terms = linear_terms(coupled, state)
    own, others, sampling = at_hat - moved - terms.local, moved - sampled + terms.interaction, sampled - at_limit
    sizes = norms(gaps)
    mean_gap, mean_square = float(sizes.mean()), float(np.mean(sizes**2))
    constant = regularity(coupling.problem).fields
    eps_n = float(norms(data).max())
    eps_m = max(float(norms(sampling).max()), _hessian_error(population, state, terms.local))
    printed_m, printed_n = printed_sizes(coupled)
    bounds = {
        "data": (data, np.full_like(sizes, printed_n)),
        "own": (own, constant * sizes**2 + constant * sizes * mean_gap + eps_m * sizes),
        "others": (others, np.full_like(sizes, constant * mean_square)),
        "sampling": (sampling, np.full_like(sizes, printed_m)),
        "sum": (
            data + own + others + sampling,
            eps_n + 3 * eps_m + 2 * constant * (sizes**2 + mean_square),
        ),
    }
    parts = tuple(_residual(name, norms(vectors), limit) for name, (vectors, limit) in bounds.items())
    total = data + own + others + sampling
    left = gap_velocity(coupled, state) - (terms.local - terms.interaction) - total
    return Lemma5(state.time, constant, eps_m, eps_n, parts, total, float(norms(left).max()))


def printed_sizes(coupled: CoupledNetwork) -> tuple[float, float]:
    """ε_m = d^{3/2} log(mT)/√m and ε_n = √d log²(n)/√n of p. 6; ε_n = 0 without samples."""
    dim, width, data = coupled.coupling.problem.dim, coupled.width, coupled.coupling.data
    span = max(coupled.coupling.trajectory.end, 1.0)
    eps_n = np.sqrt(dim / data.samples) * np.log(data.samples) ** 2 if data is not None else 0.0
    return float(dim**1.5 * np.log(width * span) / np.sqrt(width)), float(eps_n)


def _residual(name: str, sizes: Array, bounds: Array) -> Residual:
    counted = sizes > 1e-13
    slack = float(np.min(bounds[counted] / sizes[counted])) if counted.any() else float("inf")
    return Residual(name, float(sizes.max()), float(sizes.mean()), float(bounds.max()), slack)


def _hessian_error(population: PopulationField, state: CoupledState, local: Array) -> float:
    """sup_i ‖(D(ρ̄^m) - D(ρ^MF)) Δ_i‖ / ‖Δ_i‖, the derivative at ρ̄^m by a central difference along the sphere."""
    xi, flat = state.particles, tangent(state.particles, state.gaps)
    sizes = norms(flat)
    if not np.any(sizes > 1e-9):
        return 0.0
    step = 1e-5
    unit = flat / np.maximum(sizes, 1e-300)[:, None]
    ahead, behind = (np.cos(step) * xi + s * np.sin(step) * unit for s in (1, -1))
    slope = (population.at(ahead, xi) - population.at(behind, xi)) / (2 * step)
    chosen = sizes > 1e-9
    return float(norms(slope - local / np.maximum(sizes, 1e-300)[:, None])[chosen].max())
