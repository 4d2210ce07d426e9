"""The quantities of Lemma 45, Claim 11, Proposition 47, Lemmas 49 and 50 along one trajectory, as numbers.

Model: activation normalised so that q(1) - q(0) = 1, teacher = student, uniform initial law, up to T(δ). Suprema
run over a grid of times (``TIMES`` values of t, graded to t = 0, where neurons escape fastest, and ``SHARES`` of s/t)
and over quadrature points of the overlap at time t: they are lower bounds of the true suprema.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from poc_symbolic.activation import Activation
from poc_symbolic.flow.average_stability import InteractionKernel, response_norm
from poc_symbolic.flow.mean_field import MeanFieldFlow
from poc_symbolic.flow.stability import Stability, near_teacher
from poc_symbolic.model import SingleIndexModel

TIMES = 18
EARLIEST = 1e-4  # of T
SHARES = (1.0, 0.8, 0.5, 0.2, 0.05, 0.01, 0.0)  # s/t
ANGLES = (0.0, 0.05, 0.2, 0.6, 1.1, np.pi / 2)
ROUNDS = 3


@lru_cache(maxsize=2)
def _stability(activation: str, dim: int, delta: float) -> tuple[SingleIndexModel, Stability]:
    model = SingleIndexModel(Activation.parse(activation), dim=dim, normalize=True)
    return model, Stability(MeanFieldFlow(model, tolerance=1e-6).run(delta=delta, estimate=False))


def _times(end: float) -> NDArray[np.float64]:
    return end * np.geomspace(EARLIEST, 1, TIMES)


@lru_cache(maxsize=32)
def measure_average(activation: str, dim: int, delta: float, tau: float) -> float:
    """J_avg(τ) T(δ) (Assumption Stability, Lemma 50): a scan of t, s/t and two angles that closes in on the largest.

    The average over the neurons is the integral of :mod:`poc_symbolic.flow.average_stability`.
    """
    model, stability = _stability(activation, dim, delta)
    kernel, rim = InteractionKernel(model), float(np.arctanh(near_teacher(tau)))
    best = (0.0, 0.0, 0.0, 0.0, 0.0)  # value, t, s/t, β, ψ

    def look(t: float, shares: Sequence[float], angles: Sequence[float], turns: Sequence[float]) -> None:
        nonlocal best
        history = stability.history(t, t * np.unique([*shares, 0.0])[::-1], reach=rim, size=6)
        for number, s in enumerate(history.s):
            for beta in angles:
                for psi in turns:
                    value = float(response_norm(kernel, history, number, beta, psi, dim) @ history.weights)
                    best = max(best, (value, t, float(s) / t, beta, psi))

    for t in _times(stability.trajectory.end):
        look(float(t), SHARES[::2], ANGLES, (0.0, np.pi / 2))
    factor = EARLIEST ** (-1 / (TIMES - 1))
    for _ in range(ROUNDS):
        factor, (_, t, share, beta, psi) = factor**0.5, best
        for near in (t / factor, min(t * factor, stability.trajectory.end)):
            look(near, (share, max(0.0, share - 0.1)), (beta, 0.7 * beta, 1.3 * beta + 0.01), (psi,))
    return best[0] * stability.trajectory.end


@lru_cache(maxsize=8)
def measure(activation: str, dim: int, delta: float, tau: float) -> Mapping[str, float]:
    """All quantities at one dimension, with λ = k* - 1 and √d^(k*-2) = d^((k*-2)/2).

    - T: T(δ), where the loss is δ².
    - slope_low, slope_high: least and largest ℓ_{t,s} (α_t/α_s)^{-λ} for α_t <= 1-τ, every s <= t (Lemma 45).
    - middle: sup P[α_t ∈ [γ, 1-τ]] γ^(k*-2) d^((k*-2)/2) over γ <= (1-τ)/2 (Claim 11).
    - moment: sup E α_t^λ 1(α_t <= 1-τ) d^((k*-2)/2) (Proposition 47).
    - norm_ratio: sup ‖J_{t,s}‖ (α_t/α_s)^{-λ} over all particles (Lemma 49).
    - norm, mean_square: sup ‖J_{t,s}‖ and sup E ‖J_{t,s}‖² (Assumption Stability, Lemma 50).
    - average_T: J_avg(τ) T (Assumption Stability, Lemma 50).
    """
    model, stability = _stability(activation, dim, delta)
    trajectory = stability.trajectory
    power = model.information_exponents.alignment
    assert power is not None
    scale = float(dim) ** ((power - 2) / 2)
    rim = float(np.arctanh(1 - tau))
    low, high, middle, moment, ratio = np.inf, 0.0, 0.0, 0.0, 0.0
    for number, t in enumerate(_times(trajectory.end)):
        inside = stability.history(float(t), t * np.array(SHARES), reach=rim)
        alpha = np.tanh(inside.x)
        # dα_t/dα_s = along · sin θ_t / sin θ_s
        grown = (power - 1) * np.log(alpha / np.tanh(inside.past))
        slope = inside.log_along + inside.log_across - grown
        low, high = min(low, float(np.exp(slope.min()))), max(high, float(np.exp(slope.max())))
        # Sums of weights: a difference of two shares would cancel, since this share is as small as d^{-(k*-2)/2}.
        above = np.cumsum(inside.weights[::-1])[::-1] - inside.weights / 2
        chosen = alpha <= (1 - tau) / 2
        middle = max(middle, float((above * alpha ** (power - 2))[chosen].max()) * scale)
        moment = max(moment, float(alpha ** (power - 1) @ inside.weights) * scale)
        if number % 3 == 2:  # up to the pole, where nothing is averaged
            every = stability.history(float(t), t * np.array(SHARES))
            logs = np.log(every.norm) - (power - 1) * np.log(np.tanh(every.x) / np.tanh(every.past))
            ratio = max(ratio, float(np.exp(logs.max())))
    return {
        "T": trajectory.end,
        "slope_low": low,
        "slope_high": high,
        "middle": middle,
        "moment": moment,
        "norm_ratio": ratio,
        "norm": stability.largest_norm.value,
        "mean_square": stability.largest_mean_square.value,
        "average_T": measure_average(activation, dim, delta, tau),
    }
