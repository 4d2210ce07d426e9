"""Laws of the coupling: it starts at 0, its particles follow the flow, and the errors shrink like 1/m."""

from __future__ import annotations

import json

import jsonschema
import numpy as np
import pytest
from scipy.special import roots_jacobi

from poc_symbolic import schemas
from poc_symbolic.activation import Activation
from poc_symbolic.errors import InputError
from poc_symbolic.flow.scaling import power_law
from poc_symbolic.model import SingleIndexModel
from poc_symbolic.model.teachers import two_teachers
from poc_symbolic.network import GaussianData, couple
from poc_symbolic.network.coupling import mean_field_velocity
from poc_symbolic.network.kernels import norms, value
from poc_symbolic.network.problem import teacher_problem
from poc_symbolic.network.proxy import run_beside_wide
from poc_symbolic.network.residuals import comparison
from poc_symbolic.network.scaling import couple_json

DIM, TIME = 8, 4.0


def model(text: str = "He4", dim: int = DIM, teacher: str | None = None) -> SingleIndexModel:
    link = Activation.parse(teacher) if teacher else None
    return SingleIndexModel(Activation.parse(text), dim=dim, teacher=link, normalize=True)


@pytest.fixture(scope="module")
def coupling():
    return couple(model(), [32, 64, 128], until_time=TIME, records=5, tolerance=1e-7)


def test_the_gap_starts_at_zero(coupling):
    for one in coupling.networks:
        assert one.records[0].mean_gap == 0
        assert one.records[0].function_error == one.records[0].sampling_error


def test_smaller_networks_are_parts_of_the_largest(coupling):
    small, _, large = coupling.networks
    assert np.array_equal(small.network.initial, large.network.initial[:32])


@pytest.mark.parametrize("text", ["He4", "He3"])
def test_particles_follow_the_mean_field_velocity(text):
    one = couple(model(text), [16], until_time=2.0, records=3).networks[0]
    h, now = 1e-4, one.at(1.0)
    assert np.allclose(norms(now.particles), 1, atol=1e-12)
    slope = (one.at(1.0 + h).particles - one.at(1.0 - h).particles) / (2 * h)
    assert np.allclose(slope, mean_field_velocity(one.coupling.trajectory, now), atol=1e-6)
    # Each stays in its plane with w*.
    rest = one.network.initial[:, 1:]
    assert np.allclose(
        np.abs(np.einsum("id,id->i", now.particles[:, 1:], rest)), norms(now.particles[:, 1:]) * norms(rest)
    )


def test_the_rate_of_the_gap_is_its_derivative(coupling):
    one, h = coupling.networks[0], 1e-4
    slope = (one.at(1.5 + h).gaps - one.at(1.5 - h).gaps) / (2 * h)
    assert np.allclose(slope, comparison(one, one.at(1.5)).rate, atol=1e-5)


def test_a_state_at_any_time_is_the_recorded_one(coupling):
    one = coupling.networks[1]
    for record in one.records:
        state = one.at(record.time)
        assert state.mean_gap == pytest.approx(record.mean_gap, abs=1e-9)
        assert state.mean_square_gap == pytest.approx(record.mean_square_gap, abs=1e-9)
    assert one.at(1.7).mean_gap > 0


@pytest.mark.parametrize("text", ["He4", "He2 + He3"])
def test_the_function_error_is_that_of_a_quadrature_of_the_law(text):
    """E_{w'~ρ^MF} q(⟨w,w'⟩) by Gauss points of the overlap and of the angle about w*, without moments."""
    built = model(text, 5)
    coupling = couple(built, [10], until_time=1.0, records=2, flow_tolerance=1e-10)
    one = coupling.networks[0]
    state, law = one.at(1.0), coupling.trajectory.law_at(1.0)
    u, weights = roots_jacobi(12, (5 - 4) / 2, (5 - 4) / 2)
    weights, q = weights / weights.sum(), coupling.problem.q
    alpha = np.tanh(law.x)
    signs = (1, -1) if coupling.trajectory.folded else (1,)

    def against_law(overlap: np.ndarray) -> np.ndarray:
        total = np.zeros_like(overlap)
        for sign in signs:
            radius = np.sqrt((1 - overlap[:, None] ** 2) * (1 - alpha**2))
            z = sign * overlap[:, None, None] * alpha[:, None] + radius[:, :, None] * u
            total += value(q, z) @ weights @ law.weights / len(signs)
        return total

    own = float(np.mean(value(q, state.neurons @ state.neurons.T)))
    cross = float(against_law(state.neurons[:, 0]).mean())
    limit = float(np.mean([against_law(s * alpha) @ law.weights for s in signs]))
    assert one.records[-1].function_error == pytest.approx(own - 2 * cross + limit, abs=1e-7)


def test_the_errors_shrink_like_the_inverse_width():
    """Means over seeds at one time before the escape; the slopes are -1 up to the spread of the seeds."""
    widths, seeds = [16, 64, 256], 8
    runs = [couple(model(), widths, seed=s, until_time=2.0, records=2, keep=False) for s in range(seeds)]
    for name in ("function_error", "mean_square_gap"):
        means = [np.mean([run.networks[i].column(name)[-1] for run in runs]) for i in range(3)]
        assert power_law(widths, means).exponent == pytest.approx(-1, abs=0.2)


def test_the_sampling_error_has_the_variance_of_one_neuron():
    """E ‖f_{ρ^MF} - f_{ρ̄^m}‖² = (q(1) - Σ a_ℓ p_ℓ²)/m, at t = 0 (1 - a_0)/m for z⁴."""
    d, m, seeds = DIM, 20, 30
    errors = [couple(model(), [m], seed=s, until_time=0.01, records=2).networks[0].records[0] for s in range(seeds)]
    mean = m * np.mean([record.sampling_error for record in errors])
    assert mean == pytest.approx(1 - 3 / (d * (d + 2)), abs=0.1)


def test_the_same_seed_gives_the_same_run_and_another_seed_does_not():
    one, again, other = (couple_json(couple(model(), [20], seed=s, until_time=1.0, records=3)) for s in (3, 3, 4))
    assert one == again
    assert one["networks"] != other["networks"]


def test_sampled_data_take_part_in_the_error():
    few, many = (
        couple(model("He2", 4), [8], data=GaussianData(n, 0.5), until_time=0.5, records=2).networks[0].records[-1]
        for n in (50, 20_000)
    )
    exact = couple(model("He2", 4), [8], until_time=0.5, records=2).networks[0].records[-1]
    assert abs(many.loss - exact.loss) < 0.3 * abs(few.loss - exact.loss)


def test_a_misspecified_teacher_is_coupled_too():
    built = model("He4 + He6", 6, "4/5*He4 + 3/5*He6")
    records = couple(built, [200], until_time=0.2, records=3).networks[0].records
    assert records[-1].function_error < 5 / 200
    assert abs(records[-1].loss - couple(built, [200], until_time=0.2, records=3).trajectory.loss(0.2)) < 0.5


def test_the_result_fits_its_schema(coupling):
    result = json.loads(json.dumps(couple_json(coupling)))
    jsonschema.validate(result, schemas.load("couple"))
    assert result["fits"]["function_error"]["low"] < result["fits"]["function_error"]["high"]


def test_a_wide_network_stands_for_the_limit():
    problem = teacher_problem(two_teachers({4: 1}, 5).in_floats)
    small, large = run_beside_wide(problem, [20, 80], [0.0, 3.0], 0)
    assert np.all(small.mean_gap[0] == 0) and np.all(large.mean_gap[0] == 0)
    (same,) = run_beside_wide(problem, [20], [3.0], 0, wide=20)
    assert same.mean_gap[0] < 1e-12 and abs(same.function_error[0]) < 1e-12
    assert two_teachers({4: 1}, 5).in_floats.with_signs().count == 4
    with pytest.raises(InputError):
        two_teachers({3: 1}, 5).in_floats.with_signs()
    with pytest.raises(InputError):
        run_beside_wide(problem, [20], [1.0], 0, wide=10)


@pytest.mark.parametrize(
    "arguments",
    [
        {"widths": []},
        {"widths": [0]},
        {"widths": [4, 4]},
        {"widths": [2.5]},
        {"widths": [4], "seed": float("nan")},
        {"widths": [4], "seed": -1},
        {"widths": [4], "records": 1},
        {"widths": [4], "dim": 9},
        {"widths": [10**9]},
        {"widths": [4], "tolerance": float("nan")},
        {"widths": [4], "until_time": None},
    ],
)
def test_bad_input_is_one_sentence(arguments):
    with pytest.raises(InputError) as caught:
        couple(model(), **{"until_time": 1.0, **arguments})
    assert str(caught.value).endswith(".") and "\n" not in str(caught.value)
