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
from poc_symbolic.network.coupling import CoupledNetwork, CoupledState, mean_field_velocity
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


@dataclass(frozen=True)
class Comparison:
    """Neurons ŵ and particles ξ at one time, with all that Lemma 5 compares.

    ``moved`` is ν_D̂(ŵ, ρ^m), what the neurons follow, and ``limit`` is ν(ξ, ρ^MF); ``loss`` is that of the limit, and
    ``printed`` holds ε_m and ε_n as the paper defines them.
    """

    time: float
    population: PopulationField
    neurons: Array
    particles: Array
    moved: Array
    limit: Array
    terms: LinearTerms
    loss: float
    printed: tuple[float, float]

    @property
    def gaps(self) -> Array:
        """Δ_i = ŵ_i - ξ_i."""
        result: Array = self.neurons - self.particles
        return result

    @property
    def rate(self) -> Array:
        """dΔ_i/dt."""
        result: Array = self.moved - self.limit
        return result


def comparison(coupled: CoupledNetwork, state: CoupledState) -> Comparison:
    """Both first-order terms of Lemma 5 and the velocities at a state of a coupling to the mean-field flow."""
    coupling, data = coupled.coupling, coupled.coupling.data
    return Comparison(
        state.time,
        coupling.population,
        state.neurons,
        state.particles,
        coupled.network.field(state.neurons),
        mean_field_velocity(coupling.trajectory, state),
        LinearTerms(
            local_term(coupling.trajectory, state, state.gaps),
            interaction_term(coupling.population, state.particles, state.gaps),
        ),
        state.mean_field_loss,
        printed_sizes(coupling.problem.dim, coupled.width, coupling.trajectory.end, data.samples if data else None),
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


def lemma_5(at: Comparison) -> Lemma5:
    """All four remainders and their sum at one time.

    ``exact`` is the largest difference between dΔ/dt and the sum of its parts, which is rounding. ε_m is
    measured: sup_i of the sampling error of ν, and of the norm that D(ρ̄^m) - D(ρ^MF) has on Δ_i/‖Δ_i‖.
    """
    population, hat, xi, terms, sizes = at.population, at.neurons, at.particles, at.terms, norms(at.gaps)
    at_hat, moved, sampled = population(hat), population.at(xi, hat), population(xi)
    printed_m, printed_n = at.printed
    data = at.moved - at_hat
    own, others, sampling = at_hat - moved - terms.local, moved - sampled + terms.interaction, sampled - at.limit
    mean_gap, mean_square = float(sizes.mean()), float(np.mean(sizes**2))
    constant = regularity(population.problem).fields
    eps_n = float(norms(data).max())
    eps_m = max(float(norms(sampling).max()), _hessian_error(at))
    total = data + own + others + sampling
    bounds = {
        "data": (data, np.full_like(sizes, printed_n)),
        "own": (own, constant * sizes**2 + constant * sizes * mean_gap + eps_m * sizes),
        "others": (others, np.full_like(sizes, constant * mean_square)),
        "sampling": (sampling, np.full_like(sizes, printed_m)),
        "sum": (total, eps_n + 3 * eps_m + 2 * constant * (sizes**2 + mean_square)),
    }
    parts = tuple(_residual(name, norms(vectors), limit) for name, (vectors, limit) in bounds.items())
    left = at.rate - (terms.local - terms.interaction) - total
    return Lemma5(at.time, constant, eps_m, eps_n, parts, total, float(norms(left).max()))


def printed_sizes(dim: int, width: int, end: float, samples: int | None) -> tuple[float, float]:
    """ε_m = d^{3/2} log(mT)/√m and ε_n = √d log²(n)/√n of p. 6; ε_n = 0 without samples."""
    eps_n = np.sqrt(dim / samples) * np.log(samples) ** 2 if samples else 0.0
    return float(dim**1.5 * np.log(width * max(end, 1.0)) / np.sqrt(width)), float(eps_n)


def _residual(name: str, sizes: Array, bounds: Array) -> Residual:
    counted = sizes > 1e-13  # the rest is rounding
    sizes = np.where(counted, sizes, 0.0)
    slack = float(np.min(bounds[counted] / sizes[counted])) if counted.any() else float("inf")
    return Residual(name, float(sizes.max()), float(sizes.mean()), float(bounds.max()), slack)


def _hessian_error(at: Comparison) -> float:
    """sup_i ‖(D(ρ̄^m) - D(ρ^MF)) Δ_i‖ / ‖Δ_i‖, the derivative at ρ̄^m by a central difference along the sphere."""
    xi, flat = at.particles, tangent(at.particles, at.gaps)
    sizes = norms(flat)
    chosen = sizes > 1e-9
    if not np.any(chosen):
        return 0.0
    step, scale = 1e-5, np.maximum(sizes, 1e-300)[:, None]
    unit = flat / scale
    ahead, behind = (np.cos(step) * xi + s * np.sin(step) * unit for s in (1, -1))
    slope = (at.population.at(ahead, xi) - at.population.at(behind, xi)) / (2 * step)
    return float(norms(slope - at.terms.local / scale)[chosen].max())
