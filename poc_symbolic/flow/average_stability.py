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
from scipy.optimize import minimize
from scipy.special import roots_jacobi

from poc_symbolic.flow.stability import History, Stability, near_teacher
from poc_symbolic.flow.time_grid import RATIO, between, climb, graded_times
from poc_symbolic.model import SingleIndexModel

Array = NDArray[np.float64]

COARSE, FINE = 6, 16  # nodes of the scan and of the refinement
TURNS = (0.0, np.pi / 6, np.pi / 3, np.pi / 2)
WORTH = 0.9  # share of the largest value from which on a local maximum of the scan is refined
ROUNDS = 2


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
def pair_quadrature(dim: int, size: int = FINE) -> tuple[Array, Array, Array]:
    """Nodes u₁, u₂ and weights for two coordinates of the uniform law on S^{d-2}, d ≥ 3.

    At d = 3, on the circle, the second one is ±√(1-u₁²).
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


def response_norm(
    kernel: InteractionKernel, history: History, row: int, beta: float, psi: float, dim: int, size: int = FINE
) -> Array:
    """E over u of ‖J_{t,s} H_s v‖ for each particle of the history, at its row's time s."""
    u1, u2, weights = pair_quadrature(dim, size)
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
    # Larger factors belong to neurons so close to -w* that their weight is far below the inverse.
    along, across = (np.exp(np.minimum(log[row], 340.0))[:, None] for log in (history.log_along, history.log_across))
    value = along**2 * part + across**2 * (np.maximum(square, 0.0) - part)
    result: Array = np.sqrt(value) @ weights
    return result


def average_stability(stability: Stability, model: SingleIndexModel, tau: float) -> AverageStability:
    """J_avg(τ) by a scan of the times and the two angles that closes in on its largest local maxima.

    ``tau`` lies in (0, √2). The scan finds a lower bound of the supremum.
    """
    return _Search(stability, model, tau).run()


class _Search:
    """The mean response as a function of (s, t, β, ψ), and the search for its largest value."""

    def __init__(self, stability: Stability, model: SingleIndexModel, tau: float) -> None:
        self.stability, self.dim = stability, stability.trajectory.field.dim
        self.rim = float(np.arctanh(near_teacher(tau)))
        self.kernel = InteractionKernel(model)

    def history(self, t: float, s: Array, size: int = FINE // 2) -> History:
        return self.stability.history(t, s, reach=self.rim, size=size)

    def value(self, history: History, row: int, beta: float, psi: float, size: int = FINE) -> float:
        return float(response_norm(self.kernel, history, row, beta, psi, self.dim, size) @ history.weights)

    def run(self) -> AverageStability:
        """The scan, and a refinement of each local maximum in β that comes near the largest value."""
        near_bulk = np.array([0.0, 1.0, 2.0]) / np.sqrt(self.dim)
        cosines = np.concatenate([near_bulk, [0.3, 0.5, 0.7, 0.85, 0.95, 1.0]])
        angles = np.unique(np.arccos(np.minimum(cosines, 1.0)))
        if not self.stability.trajectory.folded:
            angles = np.unique(np.concatenate([angles, np.pi - angles]))
        found = [AverageStability(0.0, 0.0, 0.0, float(beta), 0.0) for beta in angles]
        for t in graded_times(self.stability.trajectory, self.stability.onset):
            history = self.history(float(t), self.stability.earlier(float(t)), COARSE)
            for row, s in enumerate(history.s):
                for i, beta in enumerate(angles):
                    for psi in TURNS if 0 < beta < np.pi else TURNS[:1]:
                        value = self.value(history, row, float(beta), psi, COARSE)
                        if value > found[i].value:
                            found[i] = AverageStability(value, float(s), float(t), float(beta), psi)
        values = np.array([0.0, *(f.value for f in found), 0.0])
        peak = (values[1:-1] >= values[:-2]) & (values[1:-1] >= values[2:]) & (values[1:-1] >= WORTH * values.max())
        return max((self._refine(found[i]) for i in np.flatnonzero(peak)), key=lambda f: f.value)

    def _refine(self, start: AverageStability) -> AverageStability:
        """Close in on the angles, on s at fixed t, and on t at fixed t - s, or at fixed s if that is smaller."""
        best, width = start, RATIO
        for _ in range(ROUNDS):
            best = self._angles(best)
            ladder = self.stability.earlier(best.t)
            near = between(ladder, int(np.argmin(np.abs(ladder - best.s))), best.t)
            history = self.history(best.t, np.unique([*near, best.s, best.t])[::-1])
            row = int(np.argmax([self.value(history, i, best.beta, best.psi) for i in range(history.s.size)]))
            s, t = float(history.s[row]), best.t
            gap = t - s if t - s < s else None

            def earlier(now: float, s: float = s, gap: float | None = gap) -> float:
                return min(s, now) if gap is None else max(now - gap, 0.0)

            def at(now: float, beta: float = best.beta, psi: float = best.psi) -> float:
                times = np.unique([0.0, earlier(now), now])[::-1]
                return self.value(self.history(now, times), int(now > earlier(now)), beta, psi)

            times = np.array([t / width, t, min(t * width, self.stability.trajectory.end)])
            _, t = climb(at, times, [0.0, at(t), at(times[2]) if times[2] > t else 0.0])
            best, width = AverageStability(at(t), earlier(t), t, best.beta, best.psi), width**0.25
        return self._angles(best)

    def _angles(self, best: AverageStability) -> AverageStability:
        """The two angles at fixed times; the orbit of (w', v) does not change with the sign of β or ψ or of v."""
        history = self.history(best.t, np.unique([0.0, best.s, best.t])[::-1], 12)
        row = int(np.argmin(np.abs(history.s - best.s)))
        steps = np.array([[0.0, 0.0], [0.15, 0.05], [0.05, 0.3]])
        simplex = steps + np.array([best.beta, best.psi])
        options = {"initial_simplex": simplex, "xatol": 2e-3, "fatol": 1e-5 * best.value, "maxfev": 60}
        result = minimize(
            lambda a: -self.value(history, row, float(a[0]), float(a[1])),
            simplex[0],
            method="Nelder-Mead",
            options=options,
        )
        beta, psi = (float(angle) for angle in result.x)
        beta, psi = float(np.arccos(np.cos(beta))), float(np.arcsin(abs(np.sin(psi))))
        value = self.value(history, row, beta, psi)
        return AverageStability(value, best.s, best.t, beta, psi)
