"""Stability constants: J against finite differences, J_avg against the sphere, the repelled band."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from poc_symbolic.activation import Activation
from poc_symbolic.errors import InputError
from poc_symbolic.flow import MeanFieldFlow, Stability, Trajectory, average_stability, concordance
from poc_symbolic.flow.average_stability import InteractionKernel, response_norm
from poc_symbolic.flow.concordance import repelled_edge
from poc_symbolic.flow.stability import History
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
        assert history.norm.max() <= top.value * (1 + 1e-6)
        assert (history.norm**2 @ history.weights).max() <= stability.largest_mean_square.value * (1 + 1e-6)


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
        1.0, np.array([0.0]), one, np.arctanh(np.cos([[theta]])), np.log([[along]]), np.log([[across]]), one
    )
    value = response_norm(kernel, history, 0, beta, psi, dim)[0]
    assert value == pytest.approx(sampled, rel=0.02)


def test_average_stability_is_at_least_its_value_at_random_angles(stability: Stability) -> None:
    model = he4(32)
    best = average_stability(stability, model, 0.1)
    kernel = InteractionKernel(model)
    random = np.random.default_rng(2)
    end = stability.trajectory.end
    history = stability.history(end, end * np.array([1.0, 0.5, 0.0]), reach=float(np.arctanh(1 - 0.005)), size=8)
    for _ in range(10):
        beta, psi = random.uniform(0, np.pi / 2, 2)
        for row in range(3):
            assert response_norm(kernel, history, row, beta, psi, 32) @ history.weights <= best.value * 1.01


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
