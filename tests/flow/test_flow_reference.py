"""Accuracy: times to a loss against an independent computation in the angle, finer and by other formulas.

The reference uses the explicit form of reference §4 for He_4 (A, B, r), the angle as coordinate, composite
Gauss-Legendre nodes in α, and SciPy's DOP853 at tolerance 1e-12.
"""

from __future__ import annotations

import mpmath
import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.integrate import solve_ivp

from poc_symbolic.activation import Activation
from poc_symbolic.flow import MeanFieldFlow, UniformOverlap
from poc_symbolic.model import SingleIndexModel

Array = NDArray[np.float64]


def angle_reference(dim: int, losses: list[float], panels: int) -> list[float]:
    """Times at which the loss of normalised He_4 takes the values ``losses``."""
    ends = np.concatenate([[0], np.geomspace(0.02, 1, panels)])
    z, w = np.polynomial.legendre.leggauss(16)
    alpha = (ends[:-1, None] + np.diff(ends)[:, None] * (z + 1) / 2).ravel()
    weights = (np.diff(ends)[:, None] * w).ravel() * (1 - alpha**2) ** ((dim - 3) / 2)
    weights /= weights.sum()

    def parts(theta: Array) -> tuple[float, float, float, Array, Array]:
        cos, sin = np.cos(theta), np.sin(theta)
        u, complement = cos**2, sin**2
        return float(weights @ (u * complement)), float(weights @ complement**2), float(weights @ u**2), cos, sin

    def loss(theta: Array) -> float:
        a, b, r, _, _ = parts(theta)
        return (1 - r) ** 2 + 6 * a**2 / (dim - 1) + 3 * b**2 / (dim**2 - 1)

    def rate(t: float, theta: Array) -> Array:
        a, b, r, cos, sin = parts(theta)
        pull = 4 * cos**2 * (1 - r) + 12 * ((2 * cos**2 - 1) * a / (dim - 1) + sin**2 * b / (dim**2 - 1))
        return -sin * cos * pull

    events = [lambda t, theta, level=level: loss(theta) - level for level in losses]
    events[-1].terminal = True  # type: ignore[attr-defined]
    result = solve_ivp(rate, (0, 1e4), np.arccos(alpha), method="DOP853", rtol=1e-11, atol=1e-12, events=events)
    return [float(t[0]) for t in result.t_events]


@pytest.mark.parametrize("dim", [8, 32])
def test_times_agree_with_the_reference_within_the_estimated_error(dim: int) -> None:
    losses = [0.8, 0.5, 0.3]
    expected = angle_reference(dim, losses, 60)
    model = SingleIndexModel(Activation.parse("He4"), dim=dim, normalize=True)
    trajectory = MeanFieldFlow(model, tolerance=1e-9).run(until_loss=losses[-1])
    assert trajectory.end == pytest.approx(expected[-1], rel=1e-7)
    slopes = np.abs(np.sum(2 * trajectory.field.a, axis=-1))
    errors = np.abs(trajectory.loss(np.minimum(expected, trajectory.end)) - losses)
    assert np.all(errors <= slopes * trajectory.estimated_error + 1e-9)


def test_published_time_of_dimension_32() -> None:
    """T at loss 0.1 for normalised He_4 at d = 32; 5120 composite nodes in the angle give 51.538494901203."""
    model = SingleIndexModel(Activation.parse("He4"), dim=32, normalize=True)
    end = MeanFieldFlow(model, tolerance=1e-10).run(until_loss=0.1, estimate=False).end
    assert end == pytest.approx(51.538494901203, abs=2e-7)


@pytest.mark.parametrize("dim", [3, 32, 10**3, 10**6])
def test_uniform_law_against_high_precision(dim: int) -> None:
    law = UniformOverlap(dim, folded=True)
    with mpmath.workdps(30):
        for z in (0.01, 0.5, 1.0, 3.0):
            alpha = mpmath.tanh(mpmath.mpf(z) / mpmath.sqrt(dim))
            exact = mpmath.betainc(0.5, mpmath.mpf(dim - 1) / 2, 0, alpha**2, regularized=True)
            x = np.array([z / np.sqrt(dim)])
            assert law.cdf(x)[0] == pytest.approx(float(exact), rel=1e-10)
            # density in x is the derivative of the distribution function
            b = mpmath.beta(0.5, mpmath.mpf(dim - 1) / 2)
            density = 2 * (1 - alpha**2) ** (mpmath.mpf(dim - 1) / 2) / b
            assert law.density(x)[0] == pytest.approx(float(density), rel=1e-11)
    levels = np.array([1e-6, 0.1, 0.5, 0.9, 1 - 1e-6])
    assert law.cdf(law.quantile(levels)) == pytest.approx(levels, rel=1e-9)
