"""What a trajectory uses of the bounds agrees with whether the bounds hold; P1–P3 beside a wide network."""

from __future__ import annotations

import numpy as np
import pytest

from poc_symbolic.activation import Activation
from poc_symbolic.model import SingleIndexModel
from poc_symbolic.model.teachers import orthogonal, two_teachers
from poc_symbolic.network import GaussianData, Potential, couple, run_beside_wide, teacher_problem
from poc_symbolic.network.fields import PopulationField
from poc_symbolic.network.function_bounds import function_bounds
from poc_symbolic.network.kernels import norms, tangent
from poc_symbolic.network.network import sample_sphere
from poc_symbolic.network.proxy import with_signs
from poc_symbolic.network.residuals import lemma_5
from poc_symbolic.network.sharpness import function_use, lemma_5_use
from poc_symbolic.network.teacher_descent import descent_use, local_hessians


@pytest.fixture(scope="module", params=[None, GaussianData(1000, 0.2)], ids=["population", "data"])
def coupled(request):
    model = SingleIndexModel(Activation.parse("He4"), dim=6, normalize=True)
    return couple(model, [40], data=request.param, until_time=1.5, records=4).networks[0]


def test_the_uses_are_the_shares_of_the_bounds(coupled):
    for state in list(coupled.states())[1:]:
        use, lemma = lemma_5_use(coupled, state), lemma_5(coupled, state)
        parts = {r.name: r for r in lemma.residuals}
        assert use["sampling"] == pytest.approx(1 / parts["sampling"].slack)
        assert (use["own"] <= lemma.constant) == (parts["own"].slack >= 1)
        assert use["others"] == pytest.approx(lemma.constant / parts["others"].slack)
        assert use["data"] == pytest.approx(1 / parts["data"].slack if lemma.eps_n else 0)
        # 2ε_m in place of 3ε_m: the share is larger, and smaller than without the squares.
        assert 1 / parts["sum"].slack <= use["total"] <= use["linear"]
        bounds = {p.name: p for p in function_bounds(coupled, state)}
        shares = function_use(coupled, state)
        first = bounds["Lemma 20, first order"]
        assert shares["gap"] == pytest.approx(np.sqrt(3) * first.measured / first.bound)
        assert shares["error"] == pytest.approx(bounds["Lemma 1"].measured / bounds["Lemma 1"].bound)
        assert shares["form"] == pytest.approx(bounds["Lemma 21"].measured / bounds["Lemma 21"].bound)


@pytest.fixture(scope="module")
def teachers():
    limit = with_signs(two_teachers({4: 1}, 5))
    problem = teacher_problem(two_teachers({4: 1}, 5))
    (run,) = run_beside_wide(problem, [20], [0.0, 1.0, 2.0], 0, wide=60)
    return problem, Potential(limit, limit.nearest(run.wide[-1][:20])), run


def test_the_local_hessian_is_the_derivative_of_the_field(teachers):
    problem, _, run = teachers
    wide, h = run.wide[1], 1e-5
    places = sample_sphere(7, problem.dim, np.random.default_rng(1))
    flat = tangent(places, np.random.default_rng(2).standard_normal(places.shape))
    field = PopulationField(problem)

    def at(step: float) -> np.ndarray:
        moved = places + step * flat
        return field.at(moved / norms(moved)[:, None], wide)

    found = np.einsum("ide,ie->id", local_hessians(problem, places, wide), flat)
    assert np.allclose(found, (at(h) - at(-h)) / (2 * h), atol=1e-7)


def test_the_three_parts_are_the_whole_rate(teachers):
    problem, potential, run = teachers
    field = PopulationField(problem)
    for neurons, wide in zip(run.neurons[1:], run.wide[1:], strict=True):
        use = descent_use(problem, potential, neurons, wide, 0.2)
        rate = field(neurons) - field.at(wide[:20], wide)
        whole = potential.slope(neurons - wide[:20], rate)
        assert use.inner + use.local + use.rest == pytest.approx(whole, abs=1e-12)
        assert abs(use.rest) <= (1 + potential.balancedness) * use.remainder


def test_the_least_constants_make_equalities():
    problem = teacher_problem(orthogonal(2, {4: 1}, 5))
    (run,) = run_beside_wide(problem, [12], [1.5], 1, wide=24)
    limit = with_signs(orthogonal(2, {4: 1}, 5))
    potential = Potential(limit, limit.nearest(run.wide[0][:12]))
    c_b, tau, rate = potential.balancedness, 0.4, 0.7
    use = descent_use(problem, potential, run.neurons[0], run.wide[0], tau)
    c13, c14 = use.c13(c_b, tau), use.c14(c_b, tau, rate)
    one = (1 + c_b) * use.force + c13 * (use.outside + (tau + c_b * use.share) * use.omega)
    two = -(rate / 2 - c14 * tau) * use.potential + c14 * use.outside + c_b * use.square
    assert use.inner == pytest.approx(one) and use.local == pytest.approx(two)
