"""Accuracy: times to a loss against an independent computation in the angle, finer and by other formulas.

The reference uses the explicit form of reference §4 for He_4 (A, B, r), the angle as coordinate, composite
Gauss-Legendre nodes in α, and SciPy's DOP853 at tolerance 1e-12. For other activations the coefficients of the
kernel are projected by mpmath's quadrature, the polynomials are SciPy's, and the law is one of a few points.
"""

from __future__ import annotations

import mpmath
import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.integrate import solve_ivp
from scipy.special import eval_gegenbauer

from poc_symbolic.activation import Activation
from poc_symbolic.flow import MeanFieldFlow, PointMasses, UniformOverlap
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


def points_reference(squares: dict[int, int], dim: int, law: PointMasses, times: list[float]) -> Array:
    """Moments of degrees 1, 2, … at ``times`` for the kernel q = Σ squares[k] z^k / Σ squares."""
    index = dim / 2 - 1
    degrees = range(1, max(squares) + 1)

    def p(n: int, z: Array) -> Array:
        return np.asarray(eval_gegenbauer(n, index, z) / eval_gegenbauer(n, index, 1.0))

    def slope(n: int, z: Array) -> Array:
        return np.asarray(2 * index * eval_gegenbauer(n - 1, index + 1, z) / eval_gegenbauer(n, index, 1.0))

    def coefficient(n: int) -> float:
        with mpmath.workdps(30):
            top = mpmath.gegenbauer(n, mpmath.mpf(dim) / 2 - 1, 1)

            def pole(z: mpmath.mpf) -> mpmath.mpf:
                return mpmath.gegenbauer(n, mpmath.mpf(dim) / 2 - 1, z) / top

            def weight(z: mpmath.mpf) -> mpmath.mpf:
                return (1 - z * z) ** (mpmath.mpf(dim - 3) / 2)

            above = mpmath.quad(lambda z: sum(c * z**k for k, c in squares.items()) * pole(z) * weight(z), [-1, 0, 1])
            below = mpmath.quad(lambda z: pole(z) ** 2 * weight(z), [-1, 0, 1])
            return float(above / below / sum(squares.values()))

    a = {n: coefficient(n) for n in degrees}

    def rate(t: float, theta: Array) -> Array:
        z = np.cos(theta)
        pull = sum(a[n] * (1 - law.weights @ p(n, z)) * slope(n, z) for n in degrees)
        return np.asarray(-np.sin(theta) * pull)

    span = (0.0, times[-1])
    solved = solve_ivp(rate, span, np.arccos(law.nodes), method="DOP853", rtol=1e-13, atol=1e-14, t_eval=times)
    return np.array([[law.weights @ p(n, np.cos(theta)) for n in degrees] for theta in solved.y.T])


@pytest.mark.parametrize(
    "activation, squares, dim",
    [
        ("He2", {2: 2}, 5),
        ("He4 + 1/2*He6", {4: 24, 6: 180}, 20),
        ("He3", {3: 6}, 12),
        ("He1 + He2", {1: 1, 2: 2}, 33),
        ("He3 + He4", {3: 6, 4: 24}, 8),
    ],
)
def test_moments_agree_with_another_computation(activation: str, squares: dict[int, int], dim: int) -> None:
    law = PointMasses(np.array([0.07, 0.2, 0.45, 0.7]), np.array([0.4, 0.3, 0.2, 0.1]))
    times = [0.4, 1.0, 2.0]
    model = SingleIndexModel(Activation.parse(activation), dim=dim, normalize=True)
    trajectory = MeanFieldFlow(model, law=law, tolerance=1e-9).run(until_time=times[-1])
    expected = points_reference(squares, dim, law, times)
    columns = [n - 1 for n in trajectory.field.degrees]
    gap = np.abs(trajectory.moments(times) - expected[:, columns]).max()
    assert gap <= trajectory.estimated_error + 1e-10
    assert gap < 5e-9


@pytest.mark.parametrize(
    "activation, dim, end",
    [
        ("He4", 3, 2.0),
        ("He2", 10, 3.0),
        ("He4 + 1/2*He6", 24, 6.0),
        ("He2 + He4", 300, 4.0),
        ("He4", 10**6, 2e5),
        ("He3", 16, 6.0),
        ("He1 + He2", 10, 2.0),
        ("He3 + He4", 40, 6.0),
    ],
)
def test_estimated_error_covers_the_real_one(activation: str, dim: int, end: float) -> None:
    model = SingleIndexModel(Activation.parse(activation), dim=dim, normalize=True)
    trajectory = MeanFieldFlow(model, tolerance=1e-6).run(until_time=end)
    finer = MeanFieldFlow(model, tolerance=1e-9).run(until_time=end, estimate=False)
    times = np.linspace(0, end, 60)
    gap = float(np.abs(trajectory.moments(times) - finer.moments(times)).max())
    assert gap <= trajectory.estimated_error
    assert trajectory.estimated_error < 1e-4
