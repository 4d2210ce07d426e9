"""Lemma 5 and the potential on trajectories: the pieces against their definitions, the properties, the bounds."""

from __future__ import annotations

import json

import jsonschema
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import Matrix, Rational

from poc_symbolic import schemas
from poc_symbolic.activation import Activation
from poc_symbolic.errors import InputError
from poc_symbolic.model import SingleIndexModel
from poc_symbolic.model.teacher_points import TeacherPoints, ring_points
from poc_symbolic.model.teachers import orthogonal, single_index, two_teachers
from poc_symbolic.network import GaussianData, couple
from poc_symbolic.network.analysis import analysis_json
from poc_symbolic.network.coupling import CoupledState, mean_field_velocity
from poc_symbolic.network.descent import ProofConstants, descent, share_error, single_index_potential
from poc_symbolic.network.function_bounds import function_bounds, mean_field_errors
from poc_symbolic.network.kernels import norms, tangent
from poc_symbolic.network.network import sample_sphere
from poc_symbolic.network.potential import Potential
from poc_symbolic.network.residuals import comparison, interaction_term, lemma_5, local_term
from poc_symbolic.network.scaling import couple_json
from poc_symbolic.network.smoothness import regularity

DIM = 6
FAST = settings(deadline=None, max_examples=10)


@pytest.fixture(scope="module")
def coupling():
    model = SingleIndexModel(Activation.parse("He4"), dim=DIM, normalize=True)
    return couple(model, [60], until_loss=0.2, records=7)


@pytest.fixture(scope="module")
def sampled():
    model = SingleIndexModel(Activation.parse("He2 + He4"), dim=DIM, normalize=True)
    return couple(model, [40], data=GaussianData(2000, 0.2), until_time=0.4, records=4)


def on_sphere(points: np.ndarray) -> np.ndarray:
    return points / norms(points)[:, None]


def test_the_local_term_is_the_derivative_of_the_mean_field_velocity(coupling):
    one = coupling.networks[0]
    state, h = one.at(0.5 * coupling.trajectory.end), 1e-6
    flat = tangent(state.particles, state.gaps)

    def velocity(step: float) -> np.ndarray:
        places = on_sphere(state.particles + step * flat)
        moved = CoupledState(state.time, state.neurons, places, state.moments, state.mean_field_loss)
        return mean_field_velocity(coupling.trajectory, moved)

    slope = (velocity(h) - velocity(-h)) / (2 * h)
    assert np.allclose(local_term(coupling.trajectory, state, state.gaps), slope, atol=1e-7)


def test_the_interaction_term_is_that_of_the_exact_hessian(coupling):
    points = [Matrix([1, 2, 2, 0, 0, 0]) / 3, Matrix([0, 0, 3, 4, 0, 0]) / 5]
    gap = Matrix([Rational(1, 7), 2, 0, 1, 5, -3])
    exact = [sum((coupling.model.interaction_hessian(w, v) * gap for v in points), Matrix([0] * 6)) / 2 for w in points]
    places = np.array([[float(x) for x in w] for w in points])
    gaps = np.array([[float(x) for x in gap]] * 2)
    found = interaction_term(coupling.population, places, gaps)
    assert np.allclose(found, [[float(x) for x in v] for v in exact], atol=1e-13)


@pytest.mark.parametrize("name", ["coupling", "sampled"])
def test_the_remainders_add_up_and_lie_within_their_bounds(name, request):
    one = request.getfixturevalue(name).networks[0]
    for state in list(one.states())[1:]:
        lemma = lemma_5(comparison(one, state))
        assert lemma.exact < 1e-12
        assert lemma.holds
        assert 0 < lemma.eps_m < lemma.residuals[3].bound
        assert (lemma.eps_n > 0) == (name == "sampled")


def test_the_remainders_of_the_gap_are_of_second_order(coupling):
    """Half of the gap leaves a quarter of the others' remainder; of the own one without the sampling error of D."""
    one = coupling.networks[0]
    state = one.at(0.3 * coupling.trajectory.end)
    sizes = []
    for scale in (1e-2, 5e-3):
        near = on_sphere(state.particles + scale * state.gaps)
        moved = CoupledState(state.time, near, state.particles, state.moments, state.mean_field_loss)
        terms = comparison(one, moved).terms
        population = coupling.population
        others = population.at(moved.particles, near) - population(moved.particles) + terms.interaction
        sizes.append(float(norms(others).mean()))
    assert sizes[0] / sizes[1] == pytest.approx(4, rel=0.05)


def test_the_constant_of_z4_is_160():
    model = SingleIndexModel(Activation.parse("He4"), dim=8, normalize=True)
    from poc_symbolic.network import single_index_problem

    found = regularity(single_index_problem(model))
    assert found.fields == 2 * (24 + 4 * 12 + 2 * 4)
    assert 11 <= found.activation <= found.constant


@FAST
@given(st.integers(0, 20))
def test_the_single_index_potential_is_the_closed_form(seed):
    """Φ = E‖Δ‖ + ‖E s P_{w*}^⊥ Δ‖ with s = ± (reference §6), C_b = 1."""
    rng = np.random.default_rng(seed)
    gaps, signs = rng.standard_normal((30, DIM)), rng.choice([1, -1], 30)
    potential = Potential(single_index({4: 1}, DIM).in_floats, np.where(signs > 0, 0, 1))
    psi = np.linalg.norm(np.mean(signs[:, None] * gaps[:, 1:], axis=0))
    assert potential(gaps) == pytest.approx(norms(gaps).mean() + psi)
    assert potential.balancedness == pytest.approx(1)


MODELS = (
    single_index({4: 1}, DIM).in_floats,
    TeacherPoints("one", np.ones((1, 1)), {3: 1}, DIM),
    orthogonal(3, {4: 1, 6: 1}, DIM).in_floats,
    two_teachers({4: 1}, DIM).in_floats,
    *(TeacherPoints("ring", ring_points(n), {4: 1, 6: 1, 7: 1}, DIM) for n in (3, 4, 5, 6, 7)),
    TeacherPoints("pairs", np.eye(2), {4: 1}, DIM).with_signs(),
)


@FAST
@given(st.sampled_from(MODELS), st.integers(0, 20))
def test_the_potential_has_its_properties_for_any_gap(model, seed):
    rng = np.random.default_rng(seed)
    gaps, other = rng.standard_normal((2, 24, DIM))
    potential = Potential(model, model.nearest(sample_sphere(24, DIM, rng)))
    assert 0 <= potential.psi(gaps) <= potential.balancedness * potential.omega(gaps) + 1e-12
    # Lemma 15, and the slope against a difference quotient.
    slope = potential.slope(gaps, other)
    assert abs(slope) <= (1 + potential.balancedness) * norms(other).mean()
    h = 1e-6
    assert slope == pytest.approx((potential(gaps + h * other) - potential(gaps - h * other)) / (2 * h), abs=1e-6)
    assert potential(2 * gaps) == pytest.approx(2 * potential(gaps))
    assert potential.slope(0 * gaps, other) == pytest.approx(potential(other))


def test_at_the_teachers_the_interaction_lowers_the_potential():
    """P1 with all neurons at their teachers, where H = H_∞ and cells have equal shares: ⟨∇Φ, -HΔ⟩ ≤ 0."""
    from poc_symbolic.network.fields import PopulationField
    from poc_symbolic.network.problem import teacher_problem

    rng = np.random.default_rng(0)
    for model in MODELS:
        problem = teacher_problem(model)
        nearest = np.tile(np.arange(model.count), 6)
        places = problem.teachers[nearest]
        gaps = tangent(places, rng.standard_normal(places.shape))
        potential = Potential(model, nearest)
        force = interaction_term(PopulationField(problem), places, gaps)
        assert potential.slope(gaps, -force) <= 1e-12


def test_the_properties_hold_along_the_trajectory(coupling):
    one = coupling.networks[0]
    potential = single_index_potential(one)
    constants = ProofConstants(regularity(coupling.problem).constant, potential.balancedness)
    for state in list(one.states())[1:]:
        share = share_error(one, state, potential, 0.2)
        row = descent(comparison(one, state), potential, constants, 0.2, 1.0, share)
        assert all(p.holds for p in row.properties)
        # The three parts are the whole rate.
        terms = comparison(one, state).terms
        parts = [terms.local, -terms.interaction, row.lemma.total]
        assert sum(potential.slope(state.gaps, part) for part in parts) == pytest.approx(row.rate, abs=1e-10)


@pytest.mark.parametrize("name", ["coupling", "sampled"])
def test_the_function_error_is_bounded_by_the_gap(name, request):
    """Lemmas 1, 20 and 21; at t = 0 the left sides of the middle ones vanish with the gap."""
    one = request.getfixturevalue(name).networks[0]
    for state in one.states():
        parts = {p.name: p for p in function_bounds(comparison(one, state), *mean_field_errors(one, state))}
        assert all(p.holds for p in parts.values())
        assert parts["Lemma 21"].measured >= 0
    start = next(one.states())
    first = function_bounds(comparison(one, start), *mean_field_errors(one, start))
    assert first[1].measured == pytest.approx(0, abs=1e-12) and first[2].measured == 0


def test_the_analysis_follows_its_schema(coupling):
    result = {**couple_json(coupling), "analysis": analysis_json(coupling, 0.2)}
    jsonschema.validate(json.loads(json.dumps(result)), schemas.load("couple"))
    factors = {row["step"]: row["log10_factor"] for row in result["analysis"]["looseness"]}
    assert all(factor > 0 for factor in factors.values() if factor is not None)
    assert all(row["holds"] for row in result["analysis"]["theorem_39"])


@pytest.mark.parametrize("text", ["He3", "He2 + He3"])
def test_without_evenness_every_neuron_belongs_to_the_teacher(text):
    """Φ = E‖Δ‖ + ‖P_{w*}^⊥ E Δ‖ without signs, and P1-P3 hold for neurons on both sides of the equator."""
    model = SingleIndexModel(Activation.parse(text), dim=DIM, normalize=True)
    one = couple(model, [40], until_time=4.0, records=3).networks[0]
    potential, state = single_index_potential(one), one.at(4.0)
    assert potential.balancedness == pytest.approx(1) and (state.particles[:, 0] < 0).any()
    psi = np.linalg.norm(state.gaps[:, 1:].mean(axis=0))
    assert potential(state.gaps) == pytest.approx(norms(state.gaps).mean() + psi)
    constants = ProofConstants(regularity(one.coupling.problem).constant, potential.balancedness)
    share = share_error(one, state, potential, 0.2)
    row = descent(comparison(one, state), potential, constants, 0.2, 1.0, share)
    assert row.lemma.holds and row.outside_gap > 0 and all(part.holds for part in row.properties)


def test_the_analysis_of_an_odd_activation_says_what_the_paper_leaves_out():
    model = SingleIndexModel(Activation.parse("He3"), dim=DIM, normalize=True)
    result = analysis_json(couple(model, [20], until_time=1.0, records=2), 0.2)
    assert "p. 62" in result["notes"][0] and result["potential"]
    assert all(row["holds"] for row in result["lemma_5"] + result["theorem_39"])


def test_a_teacher_with_a_link_of_its_own_has_no_potential():
    model = SingleIndexModel(
        Activation.parse("He4 + He6"), dim=DIM, teacher=Activation.parse("4/5*He4 + 3/5*He6"), normalize=True
    )
    odd = couple(model, [8], until_time=0.2, records=2)
    with pytest.raises(InputError, match="link"):
        single_index_potential(odd.networks[0])
    result = analysis_json(odd, 0.2)
    assert not result["potential"] and len(result["lemma_5"]) == 2 and all(row["holds"] for row in result["lemma_5"])


def test_a_teacher_that_does_not_exist_is_refused():
    with pytest.raises(InputError):
        Potential(single_index({4: 1}, DIM).in_floats, np.array([2]))
