"""The interaction Hessian is E φ_x(w) φ_x(w')ᵀ with φ_x(w) = σ'(⟨w,x⟩) P_w^⊥ x, by exact Gaussian moments."""

from __future__ import annotations

from itertools import product

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from poc_symbolic.activation import Activation
from poc_symbolic.errors import InputError
from poc_symbolic.hermite import gaussian_moment, hermite
from poc_symbolic.model import SingleIndexModel
from tests.model.strategies import activations

law = settings(deadline=None, max_examples=8)
parameters = st.fractions(-2, 2, max_denominator=3).map(lambda f: sympy.Rational(f.numerator, f.denominator))


def unit_vector(*stereographic: sympy.Rational) -> sympy.Matrix:
    """A rational point of the sphere by stereographic projection."""
    square = sum(t * t for t in stereographic)
    return sympy.Matrix([1 - square, *(2 * t for t in stereographic)]) / (1 + square)


def gaussian_mean(polynomial: sympy.Expr, variables: tuple[sympy.Symbol, ...]) -> sympy.Expr:
    terms = sympy.Poly(polynomial, *variables).terms()
    return sum(c * sympy.prod([gaussian_moment(n) for n in powers]) for powers, c in terms)


@law
@given(activations(3), parameters, parameters, parameters, parameters)
def test_interaction_hessian_is_the_feature_covariance(
    sigma: Activation, s: sympy.Rational, t: sympy.Rational, u: sympy.Rational, v: sympy.Rational
) -> None:
    w, w_prime = unit_vector(s, t), unit_vector(u, v)
    x = sympy.Matrix(sympy.symbols("x1:4", real=True))
    y = sympy.Symbol("y", real=True)
    slope = sympy.diff(sum(c * hermite(k, y) for k, c in sigma.coefficients.items()), y)

    def feature(vector: sympy.Matrix) -> sympy.Matrix:
        projection = sympy.eye(3) - vector * vector.T
        return slope.subs(y, (vector.T * x)[0, 0]) * projection * x

    left, right = feature(w), feature(w_prime)
    closed = SingleIndexModel(sigma, dim=3).interaction_hessian(w, w_prime)
    for i, j in product(range(3), repeat=2):
        assert gaussian_mean(sympy.expand(left[i] * right[j]), tuple(x)) == sympy.expand(closed[i, j])


@law
@given(activations(5), parameters, parameters)
def test_symmetric_and_tangential_on_both_sides(sigma: Activation, s: sympy.Rational, t: sympy.Rational) -> None:
    model = SingleIndexModel(sigma, dim=2)
    w, w_prime = unit_vector(s), unit_vector(t)
    closed = model.interaction_hessian(w, w_prime)
    assert (closed - model.interaction_hessian(w_prime, w).T).expand().is_zero_matrix
    assert (w.T * closed).expand().is_zero_matrix
    assert (closed * w_prime).expand().is_zero_matrix


def test_malformed_vectors_are_refused() -> None:
    model = SingleIndexModel(Activation.hermite({4: 1}), dim=3)
    good = sympy.Matrix([1, 0, 0])
    for bad, message in (
        (sympy.Matrix([1, 0]), "3 rows"),
        (sympy.Matrix([[1, 0, 0]]), "column"),
        ([1, 0, 0], "column"),
        (sympy.Matrix([1, 1, 0]), "length 1"),
        (sympy.Matrix([1.0, 0, 0]), "exact"),
    ):
        with pytest.raises(InputError, match=message):
            model.interaction_hessian(bad, good)
    free = SingleIndexModel(Activation.hermite({4: 1}))
    with pytest.raises(InputError, match="same size"):
        free.interaction_hessian(good, sympy.Matrix([0, 1]))
