"""The potential Φ_Q = Ω + Ψ_Q (paper Definitions 10 and 11) from the spectrum of H_∞ of a problem's teachers.

Ω(Δ) = E_i‖Δ_i‖, Ψ_Q(Δ) = Σ_λ η_λ (Σ_{v ∈ B_λ} φ_v²)^{1/2}, φ_v = E_i ⟨v(w_i), Δ_i⟩. The eigenfunctions are f(ξ^∞) with
values in the teachers' span V, and y(ξ^∞) U_l with U_l a basis of its complement; ξ^∞(w) is the nearest teacher.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from poc_symbolic.errors import InputError
from poc_symbolic.model.teacher_points import TeacherPoints
from poc_symbolic.model.teacher_spectrum import spectrum
from poc_symbolic.network.kernels import Array, norms


class Potential:
    """Φ_Q of a problem with finitely many teachers, whose span is that of the first D coordinates.

    Args:
        model: the teachers and the kernel; ρ* must be what the neurons converge to (both signs for an even σ).
        nearest: for every neuron the index of its teacher ξ^∞.
    """

    def __init__(self, model: TeacherPoints, nearest: NDArray[np.intp]) -> None:
        if nearest.ndim != 1 or nearest.size == 0 or nearest.min() < 0 or nearest.max() >= model.count:
            raise InputError(f"Give for every neuron the index of a teacher, from 0 to {model.count - 1}.")
        self.model, self.nearest = model, nearest
        self.spaces = spectrum(model)
        self.counts = np.bincount(nearest, minlength=model.count)

    @property
    def balancedness(self) -> float:
        """C_b = Σ_λ η_λ²."""
        return float(sum(space.eta_squared for space in self.spaces))

    def _components(self, vectors: Array) -> Iterator[tuple[float, Array]]:
        """(η_λ, (φ_v)_v) for every λ."""
        span, count = self.model.span, self.model.count
        sums = np.zeros((count, vectors.shape[1]))
        np.add.at(sums, self.nearest, vectors)
        sums /= vectors.shape[0]
        for space in self.spaces:
            inside = np.einsum("vid,id->v", space.vector, sums[:, :span])
            outside = (space.scalar @ sums[:, span:]).ravel()
            yield float(np.sqrt(space.eta_squared)), np.concatenate([inside, outside])

    def omega(self, gaps: Array) -> float:
        """Ω(Δ) = E_i ‖Δ_i‖."""
        return float(norms(gaps).mean())

    def psi(self, gaps: Array) -> float:
        """Ψ_Q(Δ), at most C_b Ω(Δ) (definition-11/psi-bound)."""
        return float(sum(eta * np.linalg.norm(phi) for eta, phi in self._components(gaps)))

    def __call__(self, gaps: Array) -> float:
        """Φ_Q(Δ)."""
        return self.omega(gaps) + self.psi(gaps)

    def slope(self, gaps: Array, direction: Array) -> float:
        """⟨∇Φ_Q(Δ), G⟩ = E_i ⟨Δ_i, G_i⟩/‖Δ_i‖ + Σ_λ η_λ ⟨φ, φ(G)⟩/‖φ‖; to the right where a norm is 0."""
        sizes, speeds = norms(gaps), norms(direction)
        moving = sizes > 0
        inner = np.einsum("id,id->i", gaps, direction)
        total = float(np.where(moving, inner / np.where(moving, sizes, 1.0), speeds).mean())
        for (eta, phi), (_, change) in zip(self._components(gaps), self._components(direction), strict=True):
            size = float(np.linalg.norm(phi))
            total += eta * (float(phi @ change) / size if size > 0 else float(np.linalg.norm(change)))
        return total
