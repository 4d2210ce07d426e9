"""Stability constants: J against finite differences, J_avg against the sphere, the repelled band."""

from __future__ import annotations

import mpmath
import numpy as np
import pytest
from numpy.typing import NDArray

from poc_symbolic.activation import Activation
from poc_symbolic.errors import InputError
from poc_symbolic.flow import MeanFieldFlow, Stability, Trajectory, average_stability, concordance
from poc_symbolic.flow.average_stability import InteractionKernel, response_norm
from poc_symbolic.flow.concordance import repelled_edge
from poc_symbolic.flow.stability import History, Maximum, near_teacher
from poc_symbolic.model import SingleIndexModel

Array = NDArray[np.float64]


def he4(dim: int) -> SingleIndexModel:
    return SingleIndexModel(Activation.parse("He4"), dim=dim, normalize=True)


@pytest.fixture(scope="module")
def trajectory() -> Trajectory:
    return MeanFieldFlow(he4(32), tolerance=1e-7).run(delta=0.5)


@pytest.fixture(scope="module")
def stability(trajectory: Trajectory) -> Stability:
    return Stability(trajectory)


def test_along_is_the_derivative_of_the_angle(stability: Stability, trajectory: Trajectory) -> None:
    x, t, s = np.array([0.3, 1.0]), 0.9 * trajectory.end, 0.2 * trajectory.end
    trace = stability.characteristics.trace(x, t, np.array([s]))
    h = 1e-5
    sides = [np.arccos(np.tanh(stability.characteristics.trace(x + e, t, np.array([s])).x[0])) for e in (-h, h)]
    now = [np.arccos(np.tanh(x + e)) for e in (-h, h)]
    slope = (now[1] - now[0]) / (sides[1] - sides[0])
    along = np.cosh(trace.x[0]) / np.cosh(x) * np.exp(-trace.log_stretch[0])
    assert along == pytest.approx(slope, rel=1e-4)


def test_the_maximiser_attains_the_maximum(stability: Stability, trajectory: Trajectory) -> None:
    top = stability.largest_norm
    assert top.overlaps is not None
    start, then, now = top.overlaps
    assert trajectory.overlaps([start], [top.s, top.t])[:, 0] == pytest.approx([then, now], rel=1e-3)
    assert stability.j_max == max(top.value, stability.largest_mean_square.value)
    random = np.random.default_rng(0)
    for _ in range(6):
        t = random.uniform(0.2, 1) * trajectory.end
        history = stability.history(t, np.array([0.7 * t, 0.1 * t, 0.0]))
        assert np.exp(history.log_norm.max()) <= top.value * (1 + 1e-6)
        assert history.mean_square.max() <= stability.largest_mean_square.value * (1 + 1e-6)


def test_jacobian_composes(stability: Stability, trajectory: Trajectory) -> None:
    """J_{t,0} = J_{t,s} J_{s,0} along each particle."""
    t, s = trajectory.end, 0.4 * trajectory.end
    whole = stability.history(t, np.array([s, 0.0]))
    first = stability.characteristics.trace(whole.past[0], s, np.array([0.0]))
    inner = np.log(np.cosh(first.x[0]) / np.cosh(whole.past[0])) - first.log_stretch[0]
    small = whole.x < 10
    assert (whole.log_along[0] + inner)[small] == pytest.approx(whole.log_along[1][small], abs=1e-4)


@pytest.mark.parametrize("beta, psi", [(np.pi / 2, 0.0), (0.7, 0.4), (1.2, np.pi / 2)])
def test_response_against_sampling_on_the_sphere(beta: float, psi: float) -> None:
    """The reduction of w' and v to two angles, against vectors of S^{d-1} and matrices of the definition."""
    dim, theta, along, across = 6, 0.9, 2.0, 0.7
    teacher, g, f = np.eye(dim)[:3]
    w_prime = np.cos(beta) * teacher + np.sin(beta) * g
    v = np.cos(psi) * (np.sin(beta) * teacher - np.cos(beta) * g) + np.sin(psi) * f
    kernel = InteractionKernel(he4(dim))
    u = np.random.default_rng(1).normal(size=(40_000, dim))
    u[:, 0] = 0
    u /= np.linalg.norm(u, axis=1, keepdims=True)
    w = np.cos(theta) * teacher + np.sin(theta) * u
    z = w @ w_prime
    first, second = kernel(z)
    y = first[:, None] * v + (second * (w @ v))[:, None] * w_prime
    y -= np.sum(w * y, axis=1, keepdims=True) * w
    toward = (teacher - np.cos(theta) * w) / np.sin(theta)
    part = np.sum(toward * y, axis=1)
    rest = np.sum(y**2, axis=1) - part**2
    sampled = np.sqrt(along**2 * part**2 + across**2 * rest).mean()
    one = np.ones(1)
    history = History(
        1.0, np.array([0.0]), one, np.arctanh(np.cos([[theta]])), np.log([[along]]), np.log([[across]]), np.zeros(1)
    )
    value = response_norm(kernel, history, 0, beta, psi, dim)[0]
    assert value == pytest.approx(sampled, rel=0.02)


@pytest.mark.parametrize("activation, dim, tau", [("He4", 3, 0.1), ("He4", 6, 1.0), ("He6", 6, 0.1)])
def test_average_stability_against_a_fine_grid(activation: str, dim: int, tau: float) -> None:
    """Equal times of t, all shares s/t and all angles; no value of the grid is larger, and the largest is close."""
    model = SingleIndexModel(Activation.parse(activation), dim=dim, normalize=True)
    stability = Stability(MeanFieldFlow(model, tolerance=1e-6).run(delta=0.4, estimate=False))
    found = average_stability(stability, model, tau).value
    kernel, rim, grid = InteractionKernel(model), float(np.arctanh(near_teacher(tau))), [0.0]
    end = stability.trajectory.end
    for t in np.concatenate([np.linspace(0, 0.1 * end, 12), np.linspace(0.15 * end, end, 10)]):
        history = stability.history(float(t), t * np.linspace(1, 0, 5 if t else 1), reach=rim, size=6)
        for row in range(history.s.size):
            for beta in np.linspace(0, np.pi / 2, 9):
                for psi in np.linspace(0, np.pi / 2, 4 if beta else 1):
                    value = response_norm(kernel, history, row, float(beta), float(psi), dim, 8)
                    grid.append(float(value @ history.weights))
    assert max(grid) * (1 - 2e-3) <= found <= max(grid) * 1.05


def test_the_average_is_largest_in_the_early_flow() -> None:
    """At large d it counts the neurons in transit, of which most are so at a small share of T."""
    model = he4(1024)
    stability = Stability(MeanFieldFlow(model, tolerance=1e-6).run(delta=0.3, estimate=False))
    best, end = average_stability(stability, model, 0.1), stability.trajectory.end
    assert best.value * end == pytest.approx(21.95, rel=2e-3)
    assert best.s == best.t and 0.01 < best.t / end < 0.04 and best.beta == pytest.approx(0, abs=0.01)


def test_mean_square_at_large_dimension_against_another_quadrature() -> None:
    """E‖J_{T,0}‖² of He6 at d = 10⁶: trapezoids in the position at T, the density of the law by mpmath."""
    model = SingleIndexModel(Activation.parse("He6"), dim=1_000_000, normalize=True)
    stability = Stability(MeanFieldFlow(model, tolerance=1e-6).run(delta=0.3, estimate=False))
    end = stability.trajectory.end
    x, step = np.linspace(0, 30, 1201, retstep=True)
    start, log_stretch = stability.characteristics.move(x, np.full(x.shape, end), np.zeros(x.shape))
    half = mpmath.mpf(model.d) / 2
    constant = 2 * mpmath.gammaprod([half], [half - 0.5]) / mpmath.sqrt(mpmath.pi)
    total = mpmath.mpf(0)
    for now, then, log in zip(x.tolist(), start.tolist(), log_stretch.tolist(), strict=True):
        across = mpmath.cosh(then) / mpmath.cosh(now)
        norm = across * max(1, mpmath.exp(-log))
        weight = constant * mpmath.sech(then) ** (model.d - 1) * mpmath.exp(log)
        total += (0.5 if now == 0 else 1) * norm**2 * weight * float(step)
    best = [Maximum(0.0, 0.0, 0.0), Maximum(0.0, 0.0, 0.0)]
    assert stability._improve(best, end, np.array([end, 0.0]))[1] == pytest.approx(float(total), rel=1e-3)


def test_neurons_opposite_to_the_teacher_are_repelled_exponentially() -> None:
    """For an odd activation the largest ‖J‖ is exp ∫ V'(-1) dt, at -w*."""
    model = SingleIndexModel(Activation.parse("He3"), dim=16, normalize=True)
    stability = Stability(MeanFieldFlow(model, tolerance=1e-6).run(delta=0.6, estimate=False))
    times = np.linspace(0, stability.trajectory.end, 4001)
    rate = stability.trajectory.field.slope(np.array(-1.0), stability.trajectory.moments(times))
    exponent = np.trapezoid(rate, times)
    assert exponent > 5 and np.log(stability.largest_norm.value) == pytest.approx(exponent, rel=1e-4)
    assert stability.largest_mean_square.value < stability.largest_norm.value


def test_a_norm_beyond_the_range_of_numbers_is_refused() -> None:
    model = SingleIndexModel(Activation.parse("He3"), dim=16, normalize=True)
    stability = Stability(MeanFieldFlow(model, tolerance=1e-5).run(delta=0.4, estimate=False))
    with pytest.raises(InputError, match="larger delta"):
        _ = stability.largest_norm


def test_early_band_is_repelled() -> None:
    """Reference §4: about 19 % of the particles at d = 32 around loss 0.85, then none."""
    trajectory = MeanFieldFlow(he4(32), tolerance=1e-7).run(until_loss=0.25)
    found = concordance(trajectory)
    assert found.repelled.share == pytest.approx(0.19, abs=0.01)
    assert found.repelled.loss == pytest.approx(0.85, abs=0.02)
    assert found.repelled.last is not None and found.repelled.last < trajectory.end
    edge = repelled_edge(trajectory, np.array([found.repelled.time]))[0]
    assert (
        trajectory.velocity(0.5 * edge, found.repelled.time) < 0 < trajectory.velocity(1.5 * edge, found.repelled.time)
    )
    assert found.error_term > 0


def test_local_strong_convexity_holds_on_the_ball(stability: Stability, trajectory: Trajectory) -> None:
    constant = stability.local_strong_convexity(0.3)
    assert constant > 0
    random = np.random.default_rng(3)
    for _ in range(50):
        t, alpha = random.uniform(0, trajectory.end), 1 - random.uniform(0, 0.045)
        top = max(float(e) for e in trajectory.local_hessian(alpha, t))
        assert top <= -constant * np.sqrt(trajectory.loss(t)) * (1 - 1e-3)


def test_bad_radius_is_refused(stability: Stability) -> None:
    for tau in (0.0, 2.0, float("nan")):
        with pytest.raises(InputError):
            stability.local_strong_convexity(tau)
