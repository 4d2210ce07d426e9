r"""J_avg(τ) = sup_{s ≤ t ≤ T, w', v} E_{w~ρ_0} ‖J_{t,s}(w) H_s(w, w') v‖ 1(ξ_t(w) ∉ B_τ)  (paper p.9).

Reduction by symmetry. H_s(w, w') depends on the positions at time s, and ξ_s is onto, so the supremum over
w' is one over positions w' ∈ S^{d-1}. H ends in P_{w'}^⊥, so v may be taken tangent at w'. The law of w is
invariant under the rotations that fix w*, and J, H and the indicator are equivariant; hence the mean depends
on (w', v) only through its orbit: the angle β between w' and w*, and the angle ψ between v and the unit
tangent e' = (w* - cos β w')/sin β; the rest of v is one unit vector f ⊥ w*, w'. That leaves two angles.

For w = cos θ w* + sin θ u at time s, with u uniform on S^{d-2}, put u₁ = ⟨u, g⟩ for the direction g of
P_{w*}^⊥ w', and u₂ = ⟨u, f⟩. With y = q'(z) v + q''(z) ⟨w,v⟩ w', Hv = P_w^⊥ y, and
    z = cos θ cos β + sin θ sin β u₁,
    ⟨w,v⟩ = cos ψ (cos θ sin β - sin θ cos β u₁) + sin ψ sin θ u₂,
    ‖Hv‖² = q'² + q''² ⟨w,v⟩² - ⟨w,v⟩² (q' + z q'')²,
    ⟨e_w, Hv⟩ sin θ = q' cos ψ sin β + q'' ⟨w,v⟩ cos β - cos θ ⟨w,v⟩ (q' + z q''),
    ‖J H v‖² = along² ⟨e_w,Hv⟩² + across² (‖Hv‖² - ⟨e_w,Hv⟩²).
So the mean is an integral over (x, u₁, u₂).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import roots_jacobi

from poc_symbolic.errors import InputError
from poc_symbolic.flow.stability import History, Stability, near_teacher
from poc_symbolic.model import SingleIndexModel

Array = NDArray[np.float64]

SHARES_OF_T = (1.0, 0.7, 0.4, 0.15, 0.05, 0.015, 0.0)
TIMES = 6


@dataclass(frozen=True)
class AverageStability:
    """J_avg(τ) with the times and the two angles where it is attained."""

    value: float
    s: float
    t: float
    beta: float
    psi: float


class InteractionKernel:
    """q' and q'' of the overlap kernel in numbers."""

    def __init__(self, model: SingleIndexModel) -> None:
        q = np.zeros(max(model.coefficients.q) + 1)
        for k, c in model.coefficients.q.items():
            q[k] = float(c)
        self.first = np.polynomial.polynomial.polyder(q)
        self.second = np.polynomial.polynomial.polyder(q, 2) if q.size > 2 else np.zeros(1)

    def __call__(self, z: Array) -> tuple[Array, Array]:
        value = np.polynomial.polynomial.polyval
        return np.asarray(value(z, self.first), float), np.asarray(value(z, self.second), float)


@lru_cache(maxsize=8)
def pair_quadrature(dim: int, size: int = 16) -> tuple[Array, Array, Array]:
    """Nodes u₁, u₂ ≥ 0 and weights for two coordinates of the uniform law on S^{d-2}, d ≥ 4.

    The signs of u₂ and of sin ψ may be flipped together, so u₂ ≥ 0 and u₂ ≤ 0 are both kept by evenness
    of the law: nodes of u₂ have both signs. At d = 4 the second one is ±√(1-u₁²).
    """
    first, w1 = _axis(dim - 2, size)
    second, w2 = _axis(dim - 3, size // 2 * 2)
    u1 = np.repeat(first, second.size)
    u2 = np.tile(second, first.size) * np.sqrt(1 - u1**2)
    return u1, u2, np.repeat(w1, w2.size) * np.tile(w2, w1.size)


def _axis(sphere: int, size: int) -> tuple[Array, Array]:
    """Gauss nodes for one coordinate of the uniform law on S^n, density ∝ (1-u²)^{(n-2)/2}; n = 0: ±1."""
    if sphere == 0:
        return np.array([-1.0, 1.0]), np.array([0.5, 0.5])
    if sphere > 300:
        # The Gaussian limit, with its first correction in the weights left to normalisation.
        z, w = np.polynomial.hermite_e.hermegauss(size)
        u = z / np.sqrt(sphere + 1)
        inside = np.abs(u) < 1
        u, w, z = u[inside], w[inside], z[inside]
        w = w * np.exp((sphere - 2) / 2 * np.log1p(-(u**2)) + z**2 / 2)
        return u, w / w.sum()
    u, w = roots_jacobi(size, (sphere - 2) / 2, (sphere - 2) / 2)
    return u, w / w.sum()


def response_norm(kernel: InteractionKernel, history: History, row: int, beta: float, psi: float, dim: int) -> Array:
    """E over u of ‖J_{t,s} H_s v‖ for each particle of the history, at its row's time s."""
    u1, u2, weights = pair_quadrature(dim)
    x = history.past[row][:, None]
    cos, sin = np.tanh(x), 1 / np.cosh(np.minimum(np.abs(x), 350.0))
    cos_b, sin_b, cos_p, sin_p = np.cos(beta), np.sin(beta), np.cos(psi), np.sin(psi)
    z = cos * cos_b + sin * sin_b * u1
    wv = cos_p * (cos * sin_b - sin * cos_b * u1) + sin_p * sin * u2
    first, second = kernel(z)
    radial = wv * (first + z * second)
    square = first**2 + (second * wv) ** 2 - radial**2
    toward = (first * cos_p * sin_b + second * wv * cos_b - cos * radial) / np.maximum(sin, 1e-12)
    # Near the pole the quotient is a difference of equal terms; it never exceeds the whole norm.
    part = np.clip(toward**2, 0.0, np.maximum(square, 0.0))
    along, across = np.exp(history.log_along[row])[:, None], np.exp(history.log_across[row])[:, None]
    value = along**2 * part + across**2 * (np.maximum(square, 0.0) - part)
    result: Array = np.sqrt(value) @ weights
    return result


def average_stability(stability: Stability, model: SingleIndexModel, tau: float) -> AverageStability:
    """J_avg(τ) by a scan of the times and the two angles that closes in on the largest value.

    ``tau`` lies in (0, √2); d must be at least 4. The scan finds a lower bound of the supremum.
    """
    dim = stability.trajectory.field.dim
    if dim < 4:
        raise InputError(f"J_avg needs a dimension of at least 4, not {dim}.")
    rim = float(np.arctanh(near_teacher(tau)))
    kernel = InteractionKernel(model)
    cosines = np.concatenate([[0.0, 1 / np.sqrt(dim), 2 / np.sqrt(dim)], [0.4, 0.7, 0.9, 0.99, 1.0]])
    angles = np.arccos(np.unique(np.minimum(cosines, 1.0)))
    if not stability.trajectory.folded:
        angles = np.unique(np.concatenate([angles, np.pi - angles]))
    best = AverageStability(0.0, 0.0, 0.0, 0.0, 0.0)
    best_history: tuple[History, int] | None = None
    for t in stability.trajectory.end * np.linspace(1 / TIMES, 1, TIMES):
        history = stability.history(float(t), t * np.array(SHARES_OF_T), reach=rim, size=8)
        for row, s in enumerate(history.s):
            for beta in angles:
                for psi in (0.0, np.pi / 4, np.pi / 2):
                    value = float(response_norm(kernel, history, row, beta, psi, dim) @ history.weights)
                    if value > best.value:
                        best = AverageStability(value, float(s), float(t), float(beta), psi)
                        best_history = history, row
    if best_history is not None:
        best = _refine(kernel, best_history, best, dim)
    return best


def _refine(
    kernel: InteractionKernel, found: tuple[History, int], best: AverageStability, dim: int
) -> AverageStability:
    """Close in on the two angles at the times that were found."""
    history, row = found
    width = 0.25
    for _ in range(4):
        for beta in best.beta + width * np.array([-1, -0.5, 0, 0.5, 1]):
            for psi in best.psi + 2 * width * np.array([-1, -0.5, 0, 0.5, 1]):
                value = float(response_norm(kernel, history, row, beta, psi, dim) @ history.weights)
                if value > best.value:
                    best = AverageStability(value, best.s, best.t, float(beta), float(psi))
        width /= 3
    return best
