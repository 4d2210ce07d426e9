"""A wide network in the place of the mean field: its field, its local Hessian, and the proof's steps beside it."""

from __future__ import annotations

import json

import jsonschema
import numpy as np
import pytest

from poc_symbolic import schemas
from poc_symbolic.activation import Activation
from poc_symbolic.model import SingleIndexModel
from poc_symbolic.model.teacher_points import TeacherPoints, ring_points
from poc_symbolic.network import Potential, couple, teacher_problem
from poc_symbolic.network.analysis import teachers_analysis_json
from poc_symbolic.network.fields import PopulationField
from poc_symbolic.network.kernels import norms, tangent
from poc_symbolic.network.network import sample_sphere
from poc_symbolic.network.residuals import lemma_5
from poc_symbolic.network.teacher_runs import NamedProblem, named_problem, run_teachers, teachers_json
from poc_symbolic.network.wide_limit import WideField, cell_error, wide_comparison

DIM = 5


def model(text: str = "He4", dim: int = DIM) -> SingleIndexModel:
    return SingleIndexModel(Activation.parse(text), dim=dim, normalize=True)


@pytest.fixture(scope="module")
def named() -> NamedProblem:
    return named_problem("ring:4", model())


@pytest.fixture(scope="module")
def run(named):
    return run_teachers(named, [30], 12.0, 0, 5)[1][0]


@pytest.mark.parametrize("teachers", ["ring:3", "two", "circle"])
def test_the_local_term_is_the_derivative_of_the_field(teachers):
    population = PopulationField(named_problem(teachers, model("He3 + He4")).problem)
    rng = np.random.default_rng(1)
    wide, places = sample_sphere(60, DIM, rng), sample_sphere(7, DIM, rng)
    moves, h, field = tangent(places, rng.standard_normal((7, DIM))), 1e-6, WideField(population, wide)

    def velocity(step: float) -> np.ndarray:
        points = places + step * moves
        return population.at(points / norms(points)[:, None], wide)

    assert np.allclose(tangent(places, field.force(places)), population.at(places, wide), atol=1e-12)
    slope = (velocity(h) - velocity(-h)) / (2 * h)
    assert np.allclose(field.local(places, moves), slope, atol=1e-7)
    # The largest eigenvalue bounds the quadratic form, and is attained.
    top = field.top_eigenvalues(places)
    form = np.einsum("id,id->i", moves, field.local(places, moves)) / norms(moves) ** 2
    assert np.all(form <= top + 1e-12)
    basis = np.linalg.svd(places[:1])[2][1:]
    images = field.local(np.repeat(places[:1], DIM - 1, axis=0), basis)
    assert np.linalg.eigvalsh(basis @ images.T)[-1] == pytest.approx(top[0])


def test_one_teacher_beside_a_wide_network_nears_the_mean_field():
    """The local term of 4000 wide neurons against that of the flow, at the same particles."""
    from poc_symbolic.network.residuals import comparison

    one = couple(model(), [4000], until_time=0.5, records=2).networks[0]
    at = comparison(one, one.at(0.5))
    field = WideField(one.coupling.population, at.particles)
    local = field.local(at.particles, at.gaps)
    assert norms(local - at.terms.local).mean() < 0.1 * norms(at.terms.local).mean()


def test_the_remainders_beside_a_wide_network_add_up(named, run):
    population = PopulationField(named.problem)
    for i in range(1, 5):
        lemma = lemma_5(wide_comparison(population, run, i))
        assert lemma.exact < 1e-12 and lemma.holds and lemma.eps_n == 0


def test_the_properties_hold_beside_a_wide_network(named, run):
    result = teachers_analysis_json(named, run, 0.3)
    assert result["potential"] and not result["theorem_39"]
    assert all(part["holds"] for row in result["potential"] for part in row["properties"].values())
    assert all(part["holds"] for row in result["function_error"] for part in row.values() if isinstance(part, dict))


def test_equal_cells_make_no_error_and_uneven_ones_do():
    limit = TeacherPoints("ring", ring_points(3), {3: 1, 4: 1}, DIM)
    places = teacher_problem(limit).teachers
    even, uneven = np.repeat(places, 4, axis=0), np.concatenate([places, places[:1]])
    assert cell_error(Potential(limit, limit.nearest(even)), even, 0.1) == pytest.approx(0, abs=1e-12)
    assert cell_error(Potential(limit, limit.nearest(uneven)), uneven, 0.1) > 0.01


def test_the_sign_of_a_teacher_may_be_uneven():
    """For ± w* the kernel has one sign function, and the shares of the two cells do not matter."""
    limit = TeacherPoints("one", np.ones((1, 1)), {4: 1}, DIM).with_signs()
    places = np.zeros((5, DIM))
    places[:, 0] = (1, 1, 1, 1, -1)
    assert cell_error(Potential(limit, limit.nearest(places)), places, 0.1) == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize(
    ("text", "teachers", "count"),
    [
        ("He4", "ring:4", 4),
        ("He4", "ring:5", None),
        ("He4", "ring:3", None),
        ("He4 + He6", "ring:3", 6),
        ("He3 + He4", "ring:3", 3),
        ("He3 + He6", "ring:6", 6),
        ("He1 + He6", "ring:3", None),
        ("He5", "ring:4", None),
        ("He4", "two", 4),
        ("He2", "two", None),
        ("He3", "orthogonal:3", 3),
        ("He4", "circle", None),
    ],
)
def test_what_the_neurons_converge_to(text, teachers, count):
    named = named_problem(teachers, model(text))
    assert (None if named.limit is None else named.limit.count) == count
    assert (named.reason is None) == (named.limit is not None)
    assert named.reason is None or named.reason.endswith(".")


def test_a_ring_that_is_the_circle_has_its_runs():
    ring, circle = (run_teachers(named_problem(name, model()), [10], 3.0, 0, 3)[0] for name in ("ring:5", "circle"))
    assert np.allclose(ring.stack("loss"), circle.stack("loss"), atol=1e-10)


def test_several_seeds_are_one_experiment(named):
    experiment, runs = run_teachers(named, [6, 12, 24], 2.0, 3, 3, repeats=2)
    assert experiment.stack("loss").shape == (2, 3, 3)
    result = teachers_json(model(), "ring:4", named, experiment, runs, 3)
    result["analysis"] = teachers_analysis_json(named, runs[-1], 0.3)
    jsonschema.validate(json.loads(json.dumps(result)), schemas.load("couple"))
    assert result["repeats"] == 2 and result["fits"]["function_error"]["low"] < result["fits"]["function_error"]["high"]


def test_an_error_that_is_zero_has_no_slope(named):
    experiment, _ = run_teachers(named, [4, 8, 16], 1.0, 0, 3, wide=16)
    assert not experiment.fits()
