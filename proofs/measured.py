"""The quantities of Lemma 45, Claim 11, Proposition 47, Lemmas 49 and 50 along one trajectory, as numbers.

Model: activation normalised so that q(1) - q(0) = 1, teacher = student, uniform initial law, up to T(δ). Suprema
run over a grid of times (``TIMES`` values of t, eleven s for each) and over quadrature points of the overlap at
time t: they are lower bounds of the true suprema, which the recorded tolerance allows for.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import numpy as np

from poc_symbolic.activation import Activation
from poc_symbolic.flow.average_stability import average_stability
from poc_symbolic.flow.mean_field import MeanFieldFlow
from poc_symbolic.flow.stability import Stability
from poc_symbolic.model import SingleIndexModel

TIMES = 8
SHARES = (1.0, 0.9, 0.7, 0.45, 0.25, 0.12, 0.06, 0.03, 0.012, 0.005, 0.0)  # s/t


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
    model = SingleIndexModel(Activation.parse(activation), dim=dim, normalize=True)
    flow = MeanFieldFlow(model, tolerance=1e-6)
    trajectory = flow.run(delta=delta, estimate=False)
    stability = Stability(trajectory)
    power = model.information_exponents.alignment
    assert power is not None
    scale = float(dim) ** ((power - 2) / 2)
    rim = float(np.arctanh(1 - tau))
    low, high, middle, moment, ratio = np.inf, 0.0, 0.0, 0.0, 0.0
    for t in trajectory.end * np.linspace(1 / TIMES, 1, TIMES):
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
        every = stability.history(float(t), t * np.array(SHARES))
        logs = np.log(every.norm) - (power - 1) * np.log(np.tanh(every.x) / np.tanh(every.past))
        ratio = max(ratio, float(np.exp(logs.max())))
    average = average_stability(stability, model, tau).value
    return {
        "T": trajectory.end,
        "slope_low": low,
        "slope_high": high,
        "middle": middle,
        "moment": moment,
        "norm_ratio": ratio,
        "norm": stability.largest_norm.value,
        "mean_square": stability.largest_mean_square.value,
        "average_T": average * trajectory.end,
    }
