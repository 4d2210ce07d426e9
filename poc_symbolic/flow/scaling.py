r"""Measured constants of the paper's asymptotic statements over a grid of dimensions, with fitted exponents.

Each quantity is the exact counterpart of an O(·) in Lemma 45, Claim 11, Proposition 47, Lemmas 49 and 50
(pp. 67-75), measured on the flow to T(δ) of one model at each d. A law C d^γ is fitted by least squares of
the logarithms; its interval is Student's at 95 %, and describes the fit over the grid, not the limit d → ∞.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t as student

from poc_symbolic.errors import InputError
from poc_symbolic.flow.average_stability import average_stability
from poc_symbolic.flow.grid import gauss
from poc_symbolic.flow.mean_field import MeanFieldFlow
from poc_symbolic.flow.stability import Stability, log_sech
from poc_symbolic.flow.time_grid import climb, graded_times
from poc_symbolic.model import SingleIndexModel

Array = NDArray[np.float64]

NODES = 10  # of each panel


@dataclass(frozen=True)
class Fit:
    """value ≈ constant · d^exponent, with the exponent's 95 % interval over the grid."""

    constant: float
    exponent: float
    low: float
    high: float


@dataclass(frozen=True)
class ScalingRow:
    """Measured quantities at one dimension; λ = (k*-1), and suprema run over a grid of times and particles.

    Suprema run over all s ≤ t ≤ T(δ) and all particles (those named), and are approached from below.

    end: T(δ). largest_norm: sup ‖J‖. mean_square: sup E‖J‖². average: J_avg(τ).
    slope_low, slope_high: least and largest (dα_t/dα_s)/(α_t/α_s)^λ over particles with α_t ≤ 1 - τ (Lemma 45).
    middle: sup_t P[α_t ∈ [γ, 1-τ]] γ^{k*-2} d^{(k*-2)/2} over γ ≤ (1-τ)/2 (Claim 11).
    moment: sup_t E α_t^λ 1(α_t ≤ 1-τ) d^{(k*-2)/2} (Proposition 47).
    norm_ratio: sup ‖J_{t,s}‖/(α_t/α_s)^λ (Lemma 49).
    """

    dim: int
    end: float
    largest_norm: float
    mean_square: float
    average: float
    slope_low: float
    slope_high: float
    middle: float
    moment: float
    norm_ratio: float


def power_law(dims: Sequence[float], values: Sequence[float]) -> Fit:
    """Fit value = C d^γ; raises InputError with fewer than 3 points or values that are not positive."""
    x, y = np.asarray(dims, float), np.asarray(values, float)
    if x.size < 3 or x.size != y.size:
        raise InputError("A fit with confidence needs at least three dimensions.")
    if np.any(y <= 0):
        raise InputError("A power law can only be fitted to positive values.")
    x, y = np.log(x), np.log(y)
    slope, intercept = np.polyfit(x, y, 1)
    residual = y - slope * x - intercept
    spread = np.sqrt(residual @ residual / (x.size - 2) / np.sum((x - x.mean()) ** 2))
    margin = float(student.ppf(0.975, x.size - 2) * spread)
    return Fit(float(np.exp(intercept)), float(slope), float(slope - margin), float(slope + margin))


def measure(model: SingleIndexModel, delta: float, tau: float, *, tolerance: float = 1e-6) -> ScalingRow:
    """All quantities at the model's dimension; raises InputError for a model that is not even or k* < 3."""
    flow = MeanFieldFlow(model, tolerance=tolerance)
    exponent = flow.field.exponent or 0
    if not flow.field.even or exponent < 3:
        raise InputError("These statements concern even activations of information exponent at least 4.")
    stability = Stability(flow.run(delta=delta, estimate=False))
    scale = float(flow.field.dim) ** ((exponent - 2) / 2)
    rim = float(np.arctanh(1 - tau))
    times = graded_times(stability.trajectory, stability.onset)

    @cache
    def transit(t: float) -> tuple[float, float]:
        return _transit(stability, t, rim, exponent)

    @cache
    def growth(t: float) -> tuple[float, float, float]:
        return _growth(stability, t, rim, exponent - 1)

    def largest(function: Callable[[float], tuple[float, ...]], place: int) -> float:
        return climb(lambda t: function(t)[place], times, [function(float(t))[place] for t in times])[0]

    middle, moment = largest(transit, 0), largest(transit, 1)
    low, high, ratio = (largest(growth, place) for place in range(3))
    return ScalingRow(
        flow.field.dim,
        stability.trajectory.end,
        stability.largest_norm.value,
        stability.largest_mean_square.value,
        average_stability(stability, model, tau).value,
        float(np.exp(-low)),
        float(np.exp(high)),
        middle * scale,
        moment * scale,
        float(np.exp(ratio)),
    )


def _transit(stability: Stability, t: float, rim: float, exponent: int) -> tuple[float, float]:
    """max_γ P[γ ≤ α_t ≤ tanh rim] γ^{k*-2} for γ up to half of it, and E α_t^{k*-1} below the rim."""
    particles = stability.history(t, np.array([0.0]), reach=rim, size=NODES)
    alpha = np.tanh(particles.x)
    # Sums of weights: a difference of two shares would cancel, since these are as small as d^{-(k*-2)/2}.
    panels = particles.weights.reshape(-1, NODES)
    later = np.append(np.cumsum(panels.sum(axis=1)[::-1])[::-1][1:], 0.0)
    above = (later[:, None] + panels @ _upper_integrals(NODES).T).ravel()
    chosen = 2 * alpha <= np.tanh(rim)
    return float((above * alpha ** (exponent - 2))[chosen].max()), float(alpha ** (exponent - 1) @ particles.weights)


def _upper_integrals(size: int) -> Array:
    """Matrix whose row i gives ∫ from Gauss node i to 1 of f from the values w_j f(z_j)."""
    legendre = np.polynomial.legendre
    z, w = gauss(size)
    antiderivatives = np.stack([legendre.legval(z, legendre.legint(row, lbnd=1)) for row in np.eye(size)])
    result: Array = -(antiderivatives.T @ np.linalg.inv(legendre.legvander(z, size - 1))) / w
    return result


def _growth(stability: Stability, t: float, rim: float, power: int) -> tuple[float, float, float]:
    """Largest -log and log of (dα_t/dα_s)/(α_t/α_s)^λ below the rim, and of log ‖J‖/(α_t/α_s)^λ, over s and x."""
    x = np.append(stability.trajectory.points(t, size=NODES)[0], rim)
    inside = x <= rim
    trace = stability.characteristics.trace(x, t, stability.earlier(t))
    bend = log_sech(x) - log_sech(trace.x)
    along, grown = bend - trace.log_stretch, power * np.log(np.tanh(x) / np.tanh(trace.x))
    slope = (along + bend - grown)[:, inside]  # dα_t/dα_s = along · sin θ_t / sin θ_s
    return -float(slope.min()), float(slope.max()), float((np.maximum(along, bend) - grown).max())


def measure_grid(
    build: Callable[[int], SingleIndexModel],
    dims: Sequence[int],
    delta: float,
    tau: float,
    *,
    tolerance: float = 1e-6,
    progress: Callable[[float], None] | None = None,
) -> list[ScalingRow]:
    """One row for each dimension."""
    rows = []
    for i, dim in enumerate(dims):
        rows.append(measure(build(dim), delta, tau, tolerance=tolerance))
        if progress is not None:
            progress((i + 1) / len(dims))
    return rows


def fits(rows: Sequence[ScalingRow]) -> dict[str, Fit]:
    """The fitted law of each quantity of the rows, J_avg as J_avg·T."""
    dims = [row.dim for row in rows]
    values = {
        "T": [r.end for r in rows],
        "sup_norm": [r.largest_norm for r in rows],
        "mean_square": [r.mean_square for r in rows],
        "J_avg_T": [r.average * r.end for r in rows],
        "lemma_45_low": [r.slope_low for r in rows],
        "lemma_45_high": [r.slope_high for r in rows],
        "claim_11": [r.middle for r in rows],
        "proposition_47_moment": [r.moment for r in rows],
        "lemma_49": [r.norm_ratio for r in rows],
    }
    return {name: power_law(dims, series) for name, series in values.items()}


def scaling_json(
    build: Callable[[int], SingleIndexModel],
    dims: Sequence[int],
    delta: float,
    tau: float,
    *,
    tolerance: float = 1e-6,
    progress: Callable[[float], None] | None = None,
) -> dict[str, Any]:
    """Rows and fits in the format of the schema "scaling"; raises InputError as ``measure`` does."""
    model = build(dims[0])
    rows = measure_grid(build, dims, delta, tau, tolerance=tolerance, progress=progress)

    def digits(value: float) -> float:
        return float(f"{value:.6g}")

    return {
        "activation": str(model.activation),
        "teacher": str(model.teacher),
        "normalize": model.normalize,
        "delta": delta,
        "tau": tau,
        "exponent": model.information_exponents.alignment,
        "rows": [
            {
                "dim": row.dim,
                "T": digits(row.end),
                "sup_norm": digits(row.largest_norm),
                "mean_square": digits(row.mean_square),
                "J_avg": digits(row.average),
                "J_avg_T": digits(row.average * row.end),
                "lemma_45_low": digits(row.slope_low),
                "lemma_45_high": digits(row.slope_high),
                "claim_11": digits(row.middle),
                "proposition_47_moment": digits(row.moment),
                "lemma_49": digits(row.norm_ratio),
            }
            for row in rows
        ],
        "fits": {name: {key: digits(v) for key, v in asdict(fit).items()} for name, fit in fits(rows).items()},
    }
