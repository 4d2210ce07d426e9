"""A ring of any size: its exact spectrum is that of the kernel operator, and which rings a kernel can see."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sympy import Rational

from poc_symbolic.errors import InputError
from poc_symbolic.model.ring_spectrum import cosine_series, ring_spectrum, seen_as_circle
from poc_symbolic.model.teacher_points import TeacherPoints, ring_points
from poc_symbolic.model.teacher_spectrum import exact_spectrum, spectrum
from poc_symbolic.model.teachers import orthogonal, ring, single_index, two_teachers

kernels = st.dictionaries(st.integers(1, 9), st.integers(1, 12).map(lambda n: Rational(n, 6)), min_size=1, max_size=3)


@given(st.integers(3, 13), kernels, st.sampled_from((2, 5)))
def test_the_spectrum_in_floats_is_the_exact_one(count, q, dim):
    exact = ring_spectrum(count, q, dim)
    floats = spectrum(TeacherPoints("ring", ring_points(count), q, dim))
    assert [float(space.value) for space in exact] == pytest.approx([space.value for space in floats])
    assert [space.eta_squared for space in exact] == pytest.approx([space.eta_squared for space in floats])
    assert [len(space.vector) > 0 for space in exact] == [len(space.vector) > 0 for space in floats]


@pytest.mark.parametrize("count", [3, 4, 6])
@pytest.mark.parametrize("q", [{4: Rational(1)}, {4: Rational(1, 2), 6: Rational(1, 3)}, {3: Rational(1)}])
def test_it_is_that_of_exact_projectors(count, q):
    found = [(space.value, space.eta_squared) for space in exact_spectrum(ring(count, q, 4))]
    assert found == [(space.value, space.eta_squared) for space in ring_spectrum(count, q, 4)]


@given(st.integers(3, 11), kernels)
def test_its_frequencies_are_eigenfunctions_of_the_operator(count, q):
    """E_j H_∞(w_i, w_j) v(w_j) = λ v(w_i) for v = cos kφ t (along) and cos kφ u (across), by the definition of H."""
    points = ring_points(count)
    model = TeacherPoints("ring", points, q, 3)
    tangents, angles = np.stack([-points[:, 1], points[:, 0]], axis=1), 2 * np.pi * np.arange(count) / count
    blocks = model.vector_matrix.reshape(count, 2, count, 2)
    for space in ring_spectrum(count, q, 3):
        for k in space.vector:
            v = np.cos(k * angles)[:, None] * tangents
            assert np.allclose(np.einsum("idje,je->id", blocks, v) / count, float(space.value) * v, atol=1e-9)
        for k in space.scalar:
            y = np.sin(k * angles)
            assert np.allclose(model.scalar_kernel @ y / count, float(space.value) * y, atol=1e-9)


@given(kernels)
def test_the_cosine_series_is_the_kernel(q):
    angle = 0.7
    value = sum(float(c) * np.cos(f * angle) for f, c in cosine_series(q).items())
    assert value == pytest.approx(sum(float(c) * np.cos(angle) ** k for k, c in q.items()))


@given(st.integers(3, 12), kernels)
def test_a_ring_is_seen_as_the_circle_where_turning_it_changes_nothing(count, q):
    """E q(⟨w, w*⟩) is the same at every w of the circle."""
    angles = 2 * np.pi * np.arange(count) / count

    def pull(at: float) -> float:
        return float(np.mean([np.polynomial.Polynomial(dense(q))(np.cos(at - a)) for a in angles]))

    values = [pull(x) for x in np.linspace(0, 2 * np.pi / count, 40, endpoint=False)]
    assert seen_as_circle(count, q) == bool(np.ptp(values) < 1e-9)


def dense(q):
    coefficients = np.zeros(max(q) + 1)
    for k, c in q.items():
        coefficients[k] = float(c)
    return coefficients


MODELS = (single_index({4: 1}, 4), orthogonal(3, {3: 1, 4: 1}, 5), two_teachers({4: 1}, 4), ring(6, {4: 1, 6: 1}, 4))


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_matrices_in_floats_are_the_exact_ones(model):
    floats = model.in_floats
    assert np.allclose(floats.vector_matrix, np.array(model.vector_matrix.evalf().tolist(), float), atol=1e-13)
    assert np.allclose(floats.scalar_kernel, np.array(model.scalar_kernel.evalf().tolist(), float), atol=1e-13)
    assert np.allclose(floats.distance(np.eye(model.dim)[:1]), 0, atol=1e-7)


def test_bad_rings_and_points_are_refused():
    for call in (
        lambda: ring_points(2),
        lambda: ring(5, {4: 1}, 4),
        lambda: ring_spectrum(2, {4: Rational(1)}, 4),
        lambda: TeacherPoints("long", 2 * np.eye(2), {4: 1}, 4),
        lambda: TeacherPoints("high", np.eye(3), {4: 1}, 2),
        lambda: TeacherPoints("flat", np.array([[1.0, 0.0], [-1.0, 0.0]]), {4: 1}, 4),
    ):
        with pytest.raises(InputError):
            call()
