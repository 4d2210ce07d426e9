"""Properties P1-P3 of the potential for any teachers, beside a wide network that stands for the mean-field law.

D^⊥(w) = P_w [E_{w*} q_×''(⟨w,w*⟩) w*w*ᵀ - E_j q''(⟨w,w_j⟩) w_j w_jᵀ] P_w - ⟨w,F⟩ P_w - w ν(w)ᵀ, with F the force before
the projection and E_j the mean over the wide network (Definition 2, with its normal part).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from poc_symbolic.network.fields import PopulationField
from poc_symbolic.network.kernels import Array, derivative, norms, tangent, value
from poc_symbolic.network.potential import Potential, distance_to_teachers
from poc_symbolic.network.problem import Problem
from poc_symbolic.network.residuals import interaction_term


def local_hessians(problem: Problem, places: Array, wide: Array) -> Array:
    """D^⊥ at the rows w of ``places`` in the law of the wide network, an array of d×d matrices."""
    teachers = problem.teachers
    pull = value(derivative(problem.cross, 2), places @ teachers.T) / teachers.shape[0]
    push = value(derivative(problem.q, 2), places @ wide.T) / wide.shape[0]
    middle = np.einsum("ik,kd,ke->ide", pull, teachers, teachers) - np.einsum("ij,jd,je->ide", push, wide, wide)
    first = value(derivative(problem.cross), places @ teachers.T) @ teachers / teachers.shape[0]
    first = first - value(derivative(problem.q), places @ wide.T) @ wide / wide.shape[0]
    radial = np.einsum("id,id->i", places, first)
    flat = np.eye(problem.dim) - np.einsum("id,ie->ide", places, places)
    normal = np.einsum("id,ie->ide", places, tangent(places, first))
    return np.asarray(flat @ middle @ flat - radial[:, None, None] * flat - normal)


@dataclass(frozen=True)
class DescentUse:
    """P1-P3 at one time in parts, from which the least constants follow.

    ``inner``, ``local`` and ``rest`` are ⟨∇Φ, -HΔ⟩, ⟨∇Φ, D^⊥Δ⟩ and ⟨∇Φ, ε⟩; ``force`` is M = E‖E_jHΔ_j‖1(ξ ∉ B_τ),
    ``outside`` is x = E‖Δ‖1(ξ ∉ B_τ), ``square`` is E‖Δ‖², ``remainder`` is E‖ε‖; ``share`` is the difference of the
    two networks' shares outside B_τ; ``convexity`` is the least -λ_max(D^⊥) over the particles in B_τ, ∞ without any.
    """

    omega: float
    potential: float
    inner: float
    local: float
    rest: float
    force: float
    outside: float
    square: float
    remainder: float
    share: float
    convexity: float

    def c13(self, balanced: float, tau: float) -> float:
        """The least C_13 in P1."""
        weight = self.outside + (tau + balanced * self.share) * self.omega
        return (self.inner - (1 + balanced) * self.force) / weight

    def c14(self, balanced: float, tau: float, rate: float) -> float:
        """The least C_14 in P2 at C_LSC δ_t = ``rate``."""
        known = balanced * self.square - rate / 2 * self.potential
        return (self.local - known) / (tau * self.potential + self.outside)


def descent_use(problem: Problem, potential: Potential, neurons: Array, wide: Array, tau: float) -> DescentUse:
    """P1-P3 for a network whose neurons start as the first ones of the wide network."""
    particles = wide[: neurons.shape[0]]
    population = PopulationField(problem)
    gaps = neurons - particles
    matrices = local_hessians(problem, particles, wide)
    local = np.einsum("ide,ie->id", matrices, tangent(particles, gaps))
    interaction = interaction_term(population, particles, gaps)
    rest = population(neurons) - population.at(particles, wide) - local + interaction
    sizes, responses = norms(gaps), norms(interaction)
    away = distance_to_teachers(potential.model, wide) > tau
    out = away[: neurons.shape[0]]
    flat = np.eye(problem.dim) - np.einsum("id,ie->ide", particles, particles)
    symmetric = flat @ (matrices + np.swapaxes(matrices, 1, 2)) @ flat / 2
    # the direction of w itself has the eigenvalue 0 here; it is moved below all others
    lowered = symmetric - 1e6 * np.einsum("id,ie->ide", particles, particles)
    tops = np.linalg.eigvalsh(lowered)[:, -1]
    return DescentUse(
        potential.omega(gaps),
        potential(gaps),
        potential.slope(gaps, -interaction),
        potential.slope(gaps, local),
        potential.slope(gaps, rest),
        float(np.where(out, responses, 0.0).mean()),
        float(np.where(out, sizes, 0.0).mean()),
        float(np.mean(sizes**2)),
        float(norms(rest).mean()),
        abs(float(away.mean()) - float(out.mean())),
        float(np.min(-tops[~out], initial=np.inf)),
    )
