"""What a trajectory uses of the bounds agrees with the bounds themselves."""

from __future__ import annotations

import math

import numpy as np
import pytest

from poc_symbolic.activation import Activation
from poc_symbolic.model import SingleIndexModel
from poc_symbolic.network import GaussianData, couple
from poc_symbolic.network.descent import ProofConstants, descent, single_index_potential
from poc_symbolic.network.function_bounds import function_bounds, mean_field_errors
from poc_symbolic.network.residuals import comparison, lemma_5
from poc_symbolic.network.sharpness import function_use, lemma_5_use, property_use


@pytest.fixture(scope="module", params=[None, GaussianData(1000, 0.2)], ids=["population", "data"])
def coupled(request):
    model = SingleIndexModel(Activation.parse("He4"), dim=6, normalize=True)
    return couple(model, [40], data=request.param, until_time=1.5, records=4).networks[0]


def test_the_uses_are_the_shares_of_the_bounds(coupled):
    for state in list(coupled.states())[1:]:
        at = comparison(coupled, state)
        use, lemma = lemma_5_use(at), lemma_5(at)
        parts = {r.name: r for r in lemma.residuals}
        assert use["sampling"] == pytest.approx(1 / parts["sampling"].slack)
        assert (use["own"] <= lemma.constant) == (parts["own"].slack >= 1)
        assert use["others"] == pytest.approx(lemma.constant / parts["others"].slack)
        assert use["data"] == pytest.approx(1 / parts["data"].slack if lemma.eps_n else 0)
        # 2ε_m in place of 3ε_m: the share is larger, and smaller than without the squares.
        assert 1 / parts["sum"].slack <= use["total"] <= use["linear"]
        errors = mean_field_errors(coupled, state)
        bounds = {p.name: p for p in function_bounds(at, *errors)}
        shares = function_use(at, *errors)
        first = bounds["Lemma 20, first order"]
        assert shares["gap"] == pytest.approx(np.sqrt(3) * first.measured / first.bound)
        assert shares["error"] == pytest.approx(bounds["Lemma 1"].measured / bounds["Lemma 1"].bound)
        assert shares["form"] == pytest.approx(bounds["Lemma 21"].measured / bounds["Lemma 21"].bound)


def test_the_least_constants_make_equalities(coupled):
    potential, tau, lsc, share = single_index_potential(coupled), 0.4, 2.0, 0.03
    constants = ProofConstants(200.0, potential.balancedness)
    for state in list(coupled.states())[1:]:
        found = descent(comparison(coupled, state), potential, constants, tau, lsc, share)
        one, two, three = found.properties
        rate, c_b = lsc * math.sqrt(state.mean_field_loss), constants.balanced
        use = property_use([found], constants, tau, [rate])
        force, x, phi = found.outside_force, found.outside_gap, found.potential
        assert one.measured == pytest.approx((1 + c_b) * force + use["c13"] * (x + (tau + c_b * share) * found.omega))
        known = c_b * found.mean_square - rate / 2 * phi
        assert two.measured == pytest.approx(known + use["c14"] * (x + tau * phi))
        assert three.measured == pytest.approx(use["third"] * three.bound)
