"""Equation (3) on trajectories: J against the derivative of the flow, the integral against the gap."""

from __future__ import annotations

import numpy as np
import pytest

from poc_symbolic.activation import Activation
from poc_symbolic.model import SingleIndexModel
from poc_symbolic.network import GaussianData, couple
from poc_symbolic.network.duhamel import duhamel_errors, forces, propagate
from poc_symbolic.network.kernels import norms, tangent
from poc_symbolic.network.residuals import comparison, lemma_5

DIM, PANELS = 6, 8


def coupled(text: str, data: GaussianData | None = None):
    model = SingleIndexModel(Activation.parse(text), dim=DIM, normalize=True)
    return couple(model, [30], data=data, until_time=2.0, records=2, tolerance=1e-9).networks[0]


@pytest.fixture(scope="module")
def even():
    return coupled("He4")


def test_j_is_the_derivative_of_the_flow(even):
    """The two factors of J_{t,0} against difference quotients of ξ_t along the sphere."""
    propagation, h = propagate(even, PANELS), 1e-5
    trajectory, start = even.coupling.trajectory, even.network.initial
    theta, t = np.arccos(start[:, 0]), propagation.ends[-1]
    ahead, behind = (np.arccos(trajectory.overlaps(np.cos(theta + s * h), [2.0])[0]) for s in (1, -1))
    assert np.allclose(np.exp(propagation.log_along[t]), (ahead - behind) / (2 * h), rtol=1e-6)
    now = np.arccos(propagation.states[t].particles[:, 0])
    assert np.allclose(np.exp(propagation.log_across[t]), np.sin(now) / np.sin(theta), rtol=1e-10)
    assert np.allclose(np.einsum("sid,sid->si", propagation.axes, propagation.axes), 1)
    assert all(
        np.allclose(np.einsum("id,id->i", a, s.particles), 0, atol=1e-12)
        for a, s in zip(propagation.axes, propagation.states, strict=True)
    )


def test_j_carries_no_vector_further_than_its_norm(even):
    propagation = propagate(even, PANELS)
    t = propagation.ends[3]
    vectors = np.random.default_rng(0).standard_normal(propagation.axes.shape)
    flat = np.stack([norms(tangent(s.particles, v)) for s, v in zip(propagation.states, vectors, strict=True)])
    carried = propagation.carried_norms(t, vectors)
    assert np.all(carried <= propagation.norms(t) * flat[: t + 1] * (1 + 1e-12))
    assert np.allclose(propagation.norms(t)[-1], 1) and np.allclose(carried[-1], flat[t])
    assert propagation.weights[: t + 1].sum() == pytest.approx(propagation.times[t])
    # ∫ J y ds cannot be longer than the integral of the lengths.
    summed = propagation.weights[: t + 1] @ carried
    assert np.all(norms(propagation.integral(t, vectors)) <= summed * (1 + 1e-12))


@pytest.mark.parametrize(("text", "data"), [("He4", None), ("He3", None), ("He4", GaussianData(500, 0.3))])
def test_the_repaired_integral_is_the_tangent_part_of_the_gap(text, data):
    one = coupled(text, data)
    propagation = propagate(one, PANELS)
    errors = duhamel_errors(propagation, forces(one, propagation.states), tuple(propagation.ends))
    assert max(e.repaired for e in errors) < 1e-5
    assert errors[-1].printed > 1e3 * errors[-1].repaired


def test_the_forces_are_those_of_lemma_5(even):
    propagation = propagate(even, 1)
    sources = forces(even, propagation.states)
    for i in (1, 3):
        assert np.allclose(sources.remainder[i], lemma_5(comparison(even, propagation.states[i])).total, atol=1e-12)


def test_panels_may_end_earlier(even):
    propagation = propagate(even, 2, 0.5)
    assert propagation.times[-1] == 0.5 and len(propagation.ends) == 2
