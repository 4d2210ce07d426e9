"""Constants of regularity of a problem with Gaussian data: bounds of the fields' derivatives, and of R1.

For F(w, w') = (I - wwᵀ) q'(⟨w,w'⟩) w' on the unit ball, with Q_j = sup |q^{(j)}| on [-1, 1] = q^{(j)}(1), the product
rule and the norms 1, 2, 2 of the projector and its derivatives (lemma-19/second-derivative) give
  ‖∇_w F‖ ≤ Q_2 + 2Q_1,   ‖∇_w² F‖ ≤ Q_3 + 4Q_2 + 2Q_1,   ‖∇_{w'} F‖ ≤ Q_2 + Q_1,
  ‖∇_{w'}² F‖ ≤ Q_3 + 2Q_2,   ‖∇_w ∇_{w'} F‖ ≤ Q_3 + 4Q_2 + 2Q_1,
and ν = E F_×(w, w*) - E F(w, w') has the sum of two such bounds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from poc_symbolic.network.kernels import derivative, value
from poc_symbolic.network.problem import Problem

NODES, SCALES = 200, 21


@dataclass(frozen=True)
class Regularity:
    """``fields``: a bound of the derivatives in Lemma 5; ``activation``: 11 max ‖σ^{(j)}(sZ)‖_{L⁵}, j ≤ 3, s ≤ 1.

    The second one is R1 for Gaussian data, where a neuron in the unit ball sees N(0, s²), by quadrature on a grid
    of s; R1 for every sub-Gaussian variable holds for no polynomial (regularity/r1-any-proxy).
    """

    fields: float
    activation: float

    @property
    def constant(self) -> float:
        """C_reg: the larger of the two, and at least 1."""
        return max(self.fields, self.activation, 1.0)


def regularity(problem: Problem) -> Regularity:
    """The constants of a problem; the kernel's coefficients are not negative, so each Q_j is q^{(j)}(1)."""
    own = [float(np.abs(derivative(problem.q, j)).sum()) for j in (1, 2, 3)]
    cross = [float(np.abs(derivative(problem.cross, j)).sum()) for j in (1, 2, 3)]
    second = [q[2] + 4 * q[1] + 2 * q[0] for q in (own, cross)]
    nodes, weights = np.polynomial.hermite_e.hermegauss(NODES)
    weights = weights / weights.sum()
    tails = [
        float(np.abs(value(derivative(link, j) if j else link, scale * nodes)) ** 5 @ weights) ** 0.2
        for link in (problem.student, problem.link)
        for j in range(4)
        for scale in np.linspace(0, 1, SCALES)
    ]
    return Regularity(sum(second), 11 * max(tails))
