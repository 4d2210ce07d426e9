"""Laws of finite networks: what the flow conserves, how it transforms, and closed forms."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq

from poc_symbolic.activation import Activation
from poc_symbolic.errors import InputError
from poc_symbolic.model import SingleIndexModel
from poc_symbolic.model.teachers import orthogonal, ring
from poc_symbolic.network import FiniteNetwork, GaussianData, Problem, single_index_problem, teacher_problem
from poc_symbolic.network.fields import PopulationField, SampleField
from poc_symbolic.network.kernels import PairSums, Polynomial, derivative, norms, tangent, value
from poc_symbolic.network.network import check_memory, memory_needed, sample_sphere

FAST = settings(deadline=None, max_examples=8)
ACTIVATIONS = ("He4", "He3", "He4 + 1/2*He6", "He2 + He3 + 1/3*He5")


def problem(text: str = "He4", dim: int = 6, normalize: bool = True) -> Problem:
    return single_index_problem(SingleIndexModel(Activation.parse(text), dim=dim, normalize=normalize))


def start(count: int, dim: int, seed: int = 0) -> np.ndarray:
    return sample_sphere(count, dim, np.random.default_rng(seed))


def end(network: FiniteNetwork, time: float) -> np.ndarray:
    ((_, neurons),) = network.run([time])
    return neurons


def rotation(dim: int, seed: int) -> np.ndarray:
    return np.linalg.qr(np.random.default_rng(seed).standard_normal((dim, dim)))[0]


@FAST
@given(st.sampled_from(ACTIVATIONS), st.integers(0, 5), st.sampled_from((1, 7, 40)))
def test_the_flow_keeps_lengths_and_the_field_is_tangent(text, seed, count):
    neurons = start(count, 6, seed)
    network = FiniteNetwork(problem(text), neurons)
    assert np.allclose(np.einsum("id,id->i", network.field(neurons), neurons), 0, atol=1e-13)
    assert np.allclose(norms(end(network, 2.0)), 1, atol=1e-14)


@FAST
@given(st.sampled_from(ACTIVATIONS), st.integers(0, 5))
def test_a_rotated_problem_has_the_rotated_flow(text, seed):
    given_, neurons, turn = problem(text), start(20, 6, seed), rotation(6, seed)
    plain = end(FiniteNetwork(given_, neurons, tolerance=1e-9), 1.5)
    turned = end(FiniteNetwork(given_.rotated(turn), neurons @ turn.T, tolerance=1e-9), 1.5)
    assert np.allclose(turned, plain @ turn.T, atol=1e-9)


@FAST
@given(st.integers(0, 5))
def test_permuted_neurons_have_the_permuted_flow(seed):
    neurons = start(150, 6, seed)
    order = np.random.default_rng(seed).permutation(150)
    given_ = problem("He4 + 1/2*He6")
    assert np.allclose(
        end(FiniteNetwork(given_, neurons[order]), 1.0), end(FiniteNetwork(given_, neurons), 1.0)[order], atol=1e-12
    )


def test_twice_the_same_network_moves_as_once():
    neurons = start(30, 6)
    double = end(FiniteNetwork(problem(), np.concatenate([neurons, neurons]), tolerance=1e-8), 3.0)
    single = end(FiniteNetwork(problem(), neurons, tolerance=1e-8), 3.0)
    assert np.allclose(double, np.concatenate([single, single]), atol=1e-7)


@pytest.mark.parametrize("alpha", [0.2, 0.6, -0.3])
def test_one_neuron_of_z4_has_a_closed_form(alpha):
    """The neuron does not feel itself: dα/dt = 4α³(1-α²), so F(α) - F(α_0) = t with F as below."""

    def time(a: float) -> float:
        return (np.log(a / np.sqrt(1 - a * a)) - 1 / (2 * a * a)) / 4

    neuron = np.array([[alpha, 0.0, np.sqrt(1 - alpha**2)]])
    late = end(FiniteNetwork(problem(dim=3), neuron, tolerance=1e-10), 2.0)
    expected = brentq(lambda a: time(a) - time(abs(alpha)) - 2.0, 0.01, 1 - 1e-15)
    assert late[0, 0] == pytest.approx(np.sign(alpha) * expected, abs=1e-9)
    assert late[0, 1] == 0


def test_the_scale_of_the_activation_is_a_scale_of_time():
    neurons = start(12, 5)
    plain = end(FiniteNetwork(problem(dim=5, normalize=False), neurons, tolerance=1e-9), 1.0 / 24)
    scaled = end(FiniteNetwork(problem(dim=5), neurons, tolerance=1e-9), 1.0)
    assert np.allclose(plain, scaled, atol=1e-8)


@pytest.mark.parametrize("text", ["He4", "He6 + He4", "1/100*He4"])
def test_activations_of_any_scale_can_be_followed(text):
    """Unnormalised kernels up to q'(1) = 4000: the loss falls, and no trial step overflows."""
    given_ = problem(text, 5, normalize=False)
    network = FiniteNetwork(given_, start(15, 5))
    scale = given_.q.sum()
    losses = [network.population.loss(neurons) for _, neurons in network.run([0.0, 0.5 / scale, 2 / scale])]
    assert losses[0] > losses[1] > losses[2] > 0


@FAST
@given(st.sampled_from(ACTIVATIONS), st.integers(0, 5))
def test_the_field_is_the_negative_gradient_of_the_loss(text, seed):
    """ν_i = -(m/2) P ∇_{w_i} L, by central differences along the sphere; so dL/dt = -2 E‖ν‖²."""
    field, neurons = PopulationField(problem(text)), start(5, 6, seed)
    moves = tangent(neurons, np.random.default_rng(seed + 9).standard_normal((5, 6)))
    h = 1e-5

    def moved(step: float) -> np.ndarray:
        points = neurons + step * moves
        return points / norms(points)[:, None]

    slope = (field.loss(moved(h)) - field.loss(moved(-h))) / (2 * h)
    assert slope == pytest.approx(-2 * np.mean(np.einsum("id,id->i", field(neurons), moves)), abs=1e-7)


@FAST
@given(st.sampled_from((1, 2, 90, 300, 1100)), st.sampled_from((3, 32, 200)), st.sampled_from(ACTIVATIONS))
def test_sums_by_blocks_are_those_of_the_whole_matrix(count, dim, text):
    given_ = problem(text, dim)
    neurons, vectors = start(count, dim), start(count, dim, 1)
    first, second = derivative(given_.q), derivative(given_.q, 2)
    gram, pairs = neurons @ neurons.T, PairSums()
    whole = value(first, gram)
    assert np.allclose(pairs.force(neurons, Polynomial(first)), whole @ neurons / count, atol=1e-12)
    assert pairs.mean(neurons, Polynomial(given_.q)) == pytest.approx(value(given_.q, gram).mean(), abs=1e-12)
    response = (whole @ vectors + (value(second, gram) * (neurons @ vectors.T)) @ neurons) / count
    assert np.allclose(pairs.response(neurons, vectors, Polynomial(first), Polynomial(second)), response, atol=1e-11)
    assert np.allclose(PopulationField(given_).at(vectors, neurons), _at(given_, vectors, neurons), atol=1e-12)


def _at(given_: Problem, places: np.ndarray, neurons: np.ndarray) -> np.ndarray:
    pull = value(derivative(given_.cross), places @ given_.teachers.T) @ given_.teachers
    return tangent(places, pull - value(derivative(given_.q), places @ neurons.T) @ neurons / len(neurons))


@pytest.mark.parametrize(
    "coefficients", [[0.0], [2.0], [0, 3.0], [1.0, 0, 2], [0, 1, 0, 4.0], [1, 2, 3, 4.0], [0, 0, 1]]
)
def test_a_polynomial_in_place_is_the_polynomial(coefficients):
    z = np.linspace(-1, 1, 12).reshape(3, 4)
    out = Polynomial(np.array(coefficients, float))(z, np.empty_like(z), np.empty_like(z))
    assert np.allclose(out, np.polynomial.polynomial.polyval(z, coefficients), atol=1e-15)


def test_many_samples_have_the_field_of_the_population():
    given_ = problem("He2", 3)
    neurons = start(6, 3)
    x, y = GaussianData(200_000, 0.1).draw(given_, np.random.default_rng(1))
    field = SampleField(given_, x, y)
    assert np.allclose(field(neurons), PopulationField(given_)(neurons), atol=0.05)
    assert np.allclose(np.einsum("id,id->i", field(neurons), neurons), 0, atol=1e-12)


def test_the_link_of_a_kernel_has_that_kernel():
    """E σ(⟨w,x⟩)² of the student's monomials by Gauss-Hermite quadrature is q(1)."""
    x, w = np.polynomial.hermite_e.hermegauss(40)
    w = w / w.sum()
    for given_ in (problem("He4 + 1/2*He6"), teacher_problem(ring(3, {2: 1, 4: 1}, 4).in_floats)):
        assert value(given_.student, x) ** 2 @ w == pytest.approx(given_.q.sum())


def test_several_teachers_attract_their_neurons():
    given_ = teacher_problem(orthogonal(2, {4: 1}, 4).in_floats)
    network = FiniteNetwork(given_, start(40, 4))
    early, late = (network.population.loss(neurons) for _, neurons in network.run([0.0, 30.0]))
    assert late < 0.2 * early


def test_five_teachers_on_a_circle_are_the_circle_to_degree_4():
    """The mean of cos⁴ over N ≥ 5 equal angles is 3/8 whatever the first one is."""
    angles = 2 * np.pi * np.arange(5) / 5
    for shift in (0.0, 0.3, 1.1):
        assert np.mean(np.cos(angles + shift) ** 4) == pytest.approx(3 / 8)


@pytest.mark.parametrize(
    "neurons", [np.zeros((0, 6)), np.ones((2, 6)), np.full((2, 6), np.nan), np.eye(5), np.zeros(6)]
)
def test_rows_that_are_no_neurons_are_refused(neurons):
    with pytest.raises(InputError):
        FiniteNetwork(problem(), neurons)


@pytest.mark.parametrize("times", [[], [1.0, 1.0], [-1.0], [np.nan], [np.inf]])
def test_times_that_do_not_ascend_are_refused(times):
    with pytest.raises(InputError):
        FiniteNetwork(problem(), start(2, 6)).run(times)


@pytest.mark.parametrize(("samples", "noise"), [(0, 0.0), (-3, 0.0), (True, 0.0), (5, -1.0), (5, float("nan"))])
def test_data_that_cannot_be_drawn_are_refused(samples, noise):
    with pytest.raises(InputError):
        GaussianData(samples, noise)


def test_memory_is_bounded_and_refused_before_any_work():
    assert memory_needed(32768, 32, 2) < 400e6  # the kernel matrix alone would be 8.6 GB
    with pytest.raises(InputError, match="GB"):
        check_memory(10**9, 32, 41)
    check_memory(100, 32, 2, limit=10**8)
