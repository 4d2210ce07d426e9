"""A wide network in the place of the mean field: Lemma 5 and the potential for several teachers, where there is no
one-dimensional flow.

With F(w) = E_{w*} q_×'(⟨w,w*⟩) w* - (1/M) Σ_j q'(⟨w,w_j⟩) w_j over the wide network's neurons, ν = P_w^⊥ F and
D^⊥ y = P_w^⊥ ∇F y - ⟨F, w⟩ y - ⟨ν, y⟩ w for y orthogonal to w.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from poc_symbolic.network.fields import CHUNK, PopulationField
from poc_symbolic.network.kernels import Array, derivative, norms, tangent, value
from poc_symbolic.network.potential import Potential
from poc_symbolic.network.proxy import ProxyRun
from poc_symbolic.network.residuals import Comparison, LinearTerms, interaction_term, printed_sizes

SAMPLED = 256  # particles whose local Hessian is taken


@dataclass(frozen=True)
class WideField:
    """ν(·, ρ^M) and its derivative for the neurons of a wide network."""

    population: PopulationField
    wide: Array

    def _chunks(self, places: Array, order: int) -> Iterator[tuple[slice, Array, Array]]:
        """Rows of places with the derivatives of q_× at the teachers and of q at the wide neurons, over N and M."""
        problem = self.population.problem
        pull, push = derivative(problem.cross, order), derivative(problem.q, order)
        rows = max(1, CHUNK // self.wide.shape[0])
        for start in range(0, places.shape[0], rows):
            part = slice(start, start + rows)
            ahead = value(pull, places[part] @ problem.teachers.T) / problem.teachers.shape[0]
            yield part, ahead, value(push, places[part] @ self.wide.T) / self.wide.shape[0]

    def force(self, places: Array) -> Array:
        """F at every place."""
        total, teachers = np.empty_like(places), self.population.problem.teachers
        for part, ahead, back in self._chunks(places, 1):
            total[part] = ahead @ teachers - back @ self.wide
        return total

    def local(self, places: Array, directions: Array) -> Array:
        """D^⊥ y, of the part of each direction that is tangent at its place."""
        flat, force = tangent(places, directions), self.force(places)
        turned, teachers = np.empty_like(places), self.population.problem.teachers
        for part, ahead, back in self._chunks(places, 2):
            y = flat[part]
            turned[part] = (ahead * (y @ teachers.T)) @ teachers - (back * (y @ self.wide.T)) @ self.wide
        normal = np.einsum("id,id->i", force, places)[:, None]
        speed = np.einsum("id,id->i", force, flat)[:, None]
        return np.asarray(tangent(places, turned) - normal * flat - speed * places)

    def top_eigenvalues(self, places: Array) -> Array:
        """The largest eigenvalue of D^⊥ on the tangent space at every place."""
        dim, teachers = places.shape[1], self.population.problem.teachers
        normal = np.einsum("id,id->i", self.force(places), places)
        found = np.empty(places.shape[0])
        for part, ahead, back in self._chunks(places, 2):
            for i, (near, far) in enumerate(zip(ahead, back, strict=True), part.start):
                flat = np.eye(dim) - np.outer(places[i], places[i])
                turned = flat @ ((teachers.T * near) @ teachers - (self.wide.T * far) @ self.wide) @ flat
                # Far below the others on the normal, so that it is no candidate.
                low = (1 + np.linalg.norm(turned)) * np.outer(places[i], places[i])
                found[i] = np.linalg.eigvalsh(turned - low)[-1] - normal[i]
        return found


def wide_comparison(population: PopulationField, run: ProxyRun, index: int) -> Comparison:
    """The network of one width beside the wide one at one of the recorded times."""
    field = WideField(population, run.wide[index])
    neurons, particles = run.neurons[index], run.wide[index][: run.width]
    gaps = neurons - particles
    terms = LinearTerms(field.local(particles, gaps), interaction_term(population, particles, gaps))
    limit = tangent(particles, field.force(particles))
    sizes = printed_sizes(population.problem.dim, run.width, float(run.times[-1]), None)
    loss = population.loss(run.wide[index])
    return Comparison(
        float(run.times[index]), population, neurons, particles, population(neurons), limit, terms, loss, sizes
    )


def local_strong_convexity(
    population: PopulationField, run: ProxyRun, potential: Potential, tau: float
) -> float | None:
    """The largest C with D^⊥ ⪯ -C ‖f - f*‖ at the wide network's neurons in B_τ at all recorded times, or None.

    At most ``SAMPLED`` neurons, equally spaced in their order, are taken at a time.
    """
    found = []
    for wide in run.wide:
        inside = np.flatnonzero(potential.model.distance(wide) <= tau)
        if inside.size:
            chosen = inside[np.unique(np.linspace(0, inside.size - 1, min(SAMPLED, inside.size)).round().astype(int))]
            top = float(WideField(population, wide).top_eigenvalues(wide[chosen]).max())
            found.append(-top / np.sqrt(max(population.loss(wide), 1e-300)))
    return min(found) if found else None


def cell_error(potential: Potential, particles: Array, tau: float) -> float:
    """The measured ε_m^{25}: how far the cells of the teachers are from equal shares in B_τ, as P1 feels it.

    With s_k the share of the particles that are in B_τ and belong to teacher k, and P their sum, the proof of P1 has
    E_j H_∞(w, w_j) v(w_j) 1(j ∈ B_τ) = λ_v v(w) P up to Σ_k (s_k - P/N) H_∞(w, w_k) v(w_k). This is
    Σ_λ η_λ sup_w ‖·‖ of that over unit combinations of the eigenfunctions of λ, divided by C_b.
    """
    model = potential.model
    inside = model.distance(particles) <= tau
    shares = np.bincount(potential.nearest[inside], minlength=model.count) / potential.nearest.size
    uneven = shares - shares.sum() / model.count
    vector = model.vector_matrix.reshape(model.count, model.span, model.count, model.span)
    scalar, total = model.scalar_kernel, 0.0
    for space in potential.spaces:
        inner = np.einsum("idke,k,vke->idv", vector, uneven, space.vector)
        outer = np.einsum("ik,k,vk->iv", scalar, uneven, space.scalar)
        sizes = [*(float(np.linalg.norm(m, 2)) for m in inner if m.size), *norms(outer)]
        total += float(np.sqrt(space.eta_squared)) * max(sizes, default=0.0)
    return total / potential.balancedness
