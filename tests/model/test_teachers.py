"""Laws of the teacher models: definition against closed form, symmetry, spectrum, restricted isometry."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import Rational

from poc_symbolic.errors import InputError
from poc_symbolic.hermite.polynomials import hermite_coefficients
from poc_symbolic.model import teachers
from poc_symbolic.model.teacher_spectrum import balancedness, characteristic_polynomials, exact_spectrum, spectrum
from poc_symbolic.model.teachers import TeacherModel, as_floats

Q = {1: Rational(1), 3: Rational(1, 2), 4: Rational(2, 3)}
EVEN = {4: Rational(1), 6: Rational(1, 3)}
MODELS = (
    teachers.single_index(EVEN, 4),
    teachers.single_index(Q, 3),
    teachers.orthogonal(3, EVEN, 5),
    teachers.orthogonal(3, Q, 4),
    teachers.two_teachers(EVEN, 4),
    teachers.two_teachers(Q, 3, Rational(1, 5)),
    teachers.ring(3, Q, 4),
    teachers.ring(6, EVEN, 3),
)
models = st.sampled_from(MODELS)
quick = settings(max_examples=10, deadline=None)


@lru_cache(maxsize=len(MODELS))
def spaces_of(index: int) -> tuple[TeacherModel, list[tuple[sympy.Expr, sympy.Matrix, sympy.Expr]]]:
    """The model and its exact eigenspaces as Nd×Nd kernels Σ v(w)v(w')ᵀ."""
    model = MODELS[index]
    found = []
    for space in exact_spectrum(model):
        rows = []
        for i in range(model.count):
            blocks = []
            for j in range(model.count):
                size = model.span
                inside = space.vector[i * size : (i + 1) * size, j * size : (j + 1) * size]
                blocks.append(sympy.diag(inside, space.scalar[i, j] * sympy.eye(model.dim - size)))
            rows.append(blocks)
        found.append((space.value, sympy.Matrix(sympy.BlockMatrix(rows)), space.eta_squared))
    return model, found


def whole_kernel(model: TeacherModel) -> sympy.Matrix:
    n = model.count
    return sympy.Matrix(sympy.BlockMatrix([[model.h_infinity(i, j) for j in range(n)] for i in range(n)]))


def plain(matrix: sympy.Matrix) -> sympy.Matrix:
    return matrix.applyfunc(lambda x: sympy.expand(sympy.sqrtdenest(x)))


@pytest.mark.parametrize("overlap", [Rational(3, 5), Rational(-7, 25)])
def test_kernels_against_the_gaussian_expectation(overlap: sympy.Rational) -> None:
    """M_1 and M_2 by their definition E σ'σ' P xxᵀ P, with Gauss–Hermite nodes in the plane (exact for polynomials)."""
    half = sympy.sqrt((1 - overlap) / (1 + overlap))
    model = teachers.two_teachers({k: sympy.factorial(k) * c**2 for k, c in Q.items()}, 3, half)
    nodes, weights = np.polynomial.hermite_e.hermegauss(12)
    weights = weights / weights.sum()

    def slope(x: np.ndarray) -> np.ndarray:
        total = np.zeros_like(x)
        for k, c in Q.items():
            he = [float(v) for v in hermite_coefficients(k - 1)]
            total += float(c) * k * np.polynomial.polynomial.polyval(x, he)
        return total

    grid = np.array([[x, y] for x in nodes for y in nodes])
    mass = np.array([a * b for a in weights for b in weights])
    points = np.array(model.teachers.tolist(), dtype=float)
    for i in range(2):
        for j in range(2):
            factor = mass * slope(grid @ points[i]) * slope(grid @ points[j])
            left, right = (np.eye(2) - np.outer(points[k], points[k]) for k in (i, j))
            second = left @ np.einsum("n,na,nb->ab", factor, grid, grid) @ right
            assert np.isclose(factor.sum(), float(model.scalar_kernel[i, j]))
            assert np.allclose(second, np.array(model.vector_kernel(i, j).tolist(), dtype=float))


@pytest.mark.parametrize("index", range(len(MODELS)))
def test_the_eigenspaces_rebuild_the_kernel(index: int) -> None:
    """H_∞ = Σ λ P_λ, E P_λ P_μ = δ P_λ and P_λ(w,w) ⪯ η_λ² I with equality somewhere; all exact."""
    model, spaces = spaces_of(index)
    total = sum((value * kernel for value, kernel, _ in spaces), sympy.zeros(model.count * model.dim))
    assert plain(total - whole_kernel(model)).is_zero_matrix
    for value, kernel, eta_squared in spaces:
        for other, second, _ in spaces:
            product = plain(kernel * second / model.count)
            assert product == (plain(kernel) if value == other else sympy.zeros(*kernel.shape))
        blocks = as_floats(kernel).reshape(model.count, model.dim, model.count, model.dim)
        tops = [np.linalg.eigvalsh(blocks[i, :, i, :]).max() for i in range(model.count)]
        assert np.allclose(tops, float(eta_squared))  # transitivity: the same at every teacher


@pytest.mark.parametrize("index", range(len(MODELS)))
def test_floats_agree_with_the_exact_spectrum(index: int) -> None:
    model, spaces = spaces_of(index)
    floats = spectrum(model)
    assert np.allclose([float(v) for v, _, _ in spaces], [s.value for s in floats])
    assert np.allclose([float(e) for _, _, e in spaces], [s.eta_squared for s in floats])
    for space in floats:
        vector = np.einsum("aid,bid->ab", space.vector, space.vector) / model.count
        assert np.allclose(vector, np.eye(len(space.vector)))
        assert np.allclose(space.scalar @ space.scalar.T / model.count, np.eye(len(space.scalar)))


@pytest.mark.parametrize("model", MODELS, ids=[m.name for m in MODELS])
def test_the_constant_is_between_its_bounds(model: TeacherModel) -> None:
    assert 1 <= balancedness(model) <= model.count * model.span
    assert model.scalar_kernel.rank(simplify=True) <= model.count
    assert model.vector_matrix.rank(simplify=True) <= model.count * (model.span - 1)


def test_the_single_index_model_has_constant_one() -> None:
    assert balancedness(MODELS[0]) == 1
    assert balancedness(MODELS[4]) == 4


@quick
@given(models, st.integers(0, 5), st.data())
def test_the_group_moves_the_kernel(model: TeacherModel, number: int, data: st.DataObject) -> None:
    """M_2(gw, gv) = g M_2(w, v) gᵀ, and g maps an eigenfunction to one of the same eigenvalue, exactly."""
    g = model.generators[number % len(model.generators)]
    moves = model.permutation(g)
    n, size = model.count, model.span
    i, j = data.draw(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)))
    moved = model.vector_kernel(moves[i], moves[j])
    assert plain(moved - g * model.vector_kernel(i, j) * g.T).is_zero_matrix
    space = data.draw(st.sampled_from(spaces_of(MODELS.index(model))[1]))
    column = data.draw(st.integers(0, size - 1))
    f = [space[1][k * model.dim : k * model.dim + size, j * model.dim + column] for k in range(n)]
    image = model.act(g, f)
    for k in range(n):
        applied = sum((model.vector_kernel(k, other) * image[other] for other in range(n)), sympy.zeros(size, 1))
        assert plain(applied / n - space[0] * image[k]).is_zero_matrix


@quick
@given(models, st.integers(0, 2**32 - 1))
def test_the_nearest_teacher_moves_with_the_neuron(model: TeacherModel, seed: int) -> None:
    neurons = np.random.default_rng(seed).standard_normal((50, model.dim))
    for g in model.generators:
        moved = neurons.copy()
        moved[:, : model.span] = neurons[:, : model.span] @ np.array(g.tolist(), dtype=float).T
        assert (model.nearest(moved) == np.array(model.permutation(g))[model.nearest(neurons)]).all()


@quick
@given(models, st.integers(1, 6), st.integers(0, 6), st.data())
def test_restricted_isometry_for_equal_shares(
    model: TeacherModel, inside: int, outside: int, data: st.DataObject
) -> None:
    """E H v 1_S = λ v Pr[S] for every eigenfunction when S takes the same share of every teacher's neurons.

    Neurons are laid out one by one, so that S really cuts through each teacher's share.
    """
    every = inside + outside
    nearest = np.repeat(np.arange(model.count), every)
    within = np.tile(np.arange(every) < inside, model.count)
    space = data.draw(st.sampled_from(spectrum(model)))
    scalar = as_floats(model.scalar_kernel)[np.ix_(nearest, nearest)]
    for v in space.scalar[:, nearest]:
        assert np.allclose(scalar @ (v * within) / len(v), space.value * v * within.mean())
    kernel = as_floats(model.vector_matrix)
    blocks = kernel.reshape(model.count, model.span, model.count, model.span)[
        np.ix_(nearest, range(model.span), nearest)
    ]
    for v in space.vector[:, nearest]:
        restricted = np.einsum("iajb,jb->ia", blocks, v * within[:, None]) / len(nearest)
        assert np.allclose(restricted, space.value * v * within.mean())


def test_restricted_isometry_fails_for_unequal_shares() -> None:
    """Three orthogonal teachers, S the neurons of the first: λ v/3 is not what comes out."""
    model = teachers.orthogonal(3, EVEN, 4)
    space = spectrum(model)[0]
    scalar = as_floats(model.scalar_kernel)
    alone = np.eye(3)[0]
    errors = [np.abs(scalar @ (alone * v) / 3 - space.value * v / 3).max() for v in space.scalar]
    assert max(errors) > 0.1


@quick
@given(models, st.integers(0, 2**32 - 1))
def test_the_potential_is_at_most_its_constant_times_the_mean(model: TeacherModel, seed: int) -> None:
    """Σ_λ η_λ (Σ_v φ_v(Δ)²)^{1/2} ≤ C_b E_i ‖Δ_i‖ for random neurons and perturbations."""
    rng = np.random.default_rng(seed)
    index, delta = model.nearest(rng.standard_normal((40, model.dim))), rng.standard_normal((40, model.dim))
    psi = total = 0.0
    for space in spectrum(model):
        inner = np.einsum("aid,id->a", space.vector[:, index], delta[:, : model.span]) / 40
        outer = np.einsum("ai,id->ad", space.scalar[:, index], delta[:, model.span :]) / 40
        psi += np.sqrt(space.eta_squared * ((inner**2).sum() + (outer**2).sum()))
        total += space.eta_squared
    assert psi <= total * np.linalg.norm(delta, axis=1).mean() * (1 + 1e-12)


def test_eight_teachers_need_more_than_twice_their_number() -> None:
    q = {k: Rational(1, k) for k in range(1, 8)}
    model = teachers.sign_orbit((Rational(2, 7), Rational(3, 7), Rational(6, 7)), q, 4)
    scalar, vector = characteristic_polynomials(model)
    whole = scalar * vector
    assert (scalar.degree(), vector.degree()) == (8, 16)
    assert sympy.gcd(whole, whole.diff()).degree() == 0  # 24 different eigenvalues
    assert sum(s.eta_squared for s in spectrum(model)) > 23.99 > 2 * model.paper_constant(7)
    with pytest.raises(InputError):
        exact_spectrum(model)


@pytest.mark.parametrize(
    "build",
    [
        lambda: teachers.orthogonal(1, Q, 3),
        lambda: teachers.ring(2, Q, 3),
        lambda: teachers.orthogonal(4, Q, 3),
        lambda: teachers.two_teachers(Q, 3, sympy.S.Zero),
        lambda: teachers.sign_orbit((Rational(1, 2), Rational(1, 2)), Q, 3),
        lambda: TeacherModel("x", teachers.Matrix([[1, 0], [0, 1]]), Q, 3, (teachers.Matrix([[1, 0], [0, 1]]),)),
        lambda: TeacherModel("x", teachers.Matrix([[1], [-1]]), Q, 3, (teachers.Matrix([[2]]),)),
    ],
)
def test_bad_models_are_refused(build: object) -> None:
    with pytest.raises(InputError):
        build()  # type: ignore[operator]
