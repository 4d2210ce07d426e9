"""Distances between networks and the mean-field network in L² of the data's law, exactly, by kernels.

With p_ℓ = E_{ρ^MF} P_ℓ(α) and a_ℓ the P_ℓ-coefficients of q, E_{w'~ρ^MF} q(⟨w,w'⟩) = Σ_ℓ a_ℓ p_ℓ P_ℓ(⟨w,w*⟩), hence
‖f_{ρ^MF} - f_{ρ^m}‖² = Σ_ℓ a_ℓ p_ℓ² - (2/m) Σ_i Σ_ℓ a_ℓ p_ℓ P_ℓ(α_i) + (1/m²) Σ_ij q(⟨w_i,w_j⟩).
"""

from __future__ import annotations

import numpy as np

from poc_symbolic.flow.field import OverlapField
from poc_symbolic.network.kernels import Array, PairSums, Polynomial, value
from poc_symbolic.network.problem import Problem


class FunctionError:
    """Squared L² distances for one problem with the teacher w* = e_1."""

    def __init__(self, problem: Problem, field: OverlapField) -> None:
        self.problem, self.field = problem, field
        self.pairs, self.kernel = PairSums(), Polynomial(problem.q)
        # The P_0-coefficient of q, the mean of q(u) over the uniform law; q(1) is the sum of all coefficients.
        self._constant = float(problem.q.sum()) - float(field.a.sum())

    def own(self, neurons: Array) -> float:
        """‖f_{ρ^m}‖² = (1/m²) Σ_ij q(⟨w_i,w_j⟩)."""
        return self.pairs.mean(neurons, self.kernel)

    def loss(self, neurons: Array, own: float) -> float:
        """‖f_{ρ^m} - f*‖², given ‖f_{ρ^m}‖²."""
        cross = float(np.mean(value(self.problem.cross, neurons[:, 0])))
        return own - 2 * cross + float(self.problem.star.sum())

    def to_mean_field(self, neurons: Array, moments: Array, own: float) -> float:
        """‖f_{ρ^MF} - f_{ρ^m}‖² at the mean-field moments p_ℓ, given ‖f_{ρ^m}‖²."""
        weighted = self.field.a * moments
        cross = float(np.mean(self.field.basis(neurons[:, 0], 0) @ weighted))
        return float(weighted @ moments) - 2 * cross + own - self._constant
