"""Laws of He_k: orthogonality under exact Gaussian moments, recurrence, inverse expansion, correlation."""

from __future__ import annotations

from math import factorial

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from poc_symbolic.errors import InputError
from poc_symbolic.hermite import (
    correlated_expectation,
    correlated_moment,
    gaussian_moment,
    hermite,
    hermite_coefficients,
    monomial_in_hermite,
)
from poc_symbolic.symbols import z

degrees = st.integers(0, 24)
law = settings(deadline=None, max_examples=40)


@law
@given(degrees, degrees)
def test_orthogonality(j: int, k: int) -> None:
    pairs = ((a, b, i, m) for i, a in enumerate(hermite_coefficients(j)) for m, b in enumerate(hermite_coefficients(k)))
    product = sum(a * b * gaussian_moment(i + m) for a, b, i, m in pairs)
    assert product == (factorial(k) if j == k else 0)


@law
@given(st.integers(1, 24))
def test_recurrence_and_derivative(k: int) -> None:
    assert sympy.expand(hermite(k + 1) - z * hermite(k) + k * hermite(k - 1)) == 0
    assert sympy.expand(sympy.diff(hermite(k), z) - k * hermite(k - 1)) == 0


@law
@given(degrees)
def test_monomials_are_recovered(n: int) -> None:
    assert sympy.expand(sum(c * hermite(k) for k, c in monomial_in_hermite(n).items()) - z**n) == 0


@law
@given(st.integers(0, 10), st.integers(0, 10))
def test_correlated_hermite_polynomials_are_powers_of_the_correlation(j: int, k: int) -> None:
    expected = factorial(k) * z**k if j == k else 0
    assert sympy.expand(correlated_expectation(hermite_coefficients(j), hermite_coefficients(k)) - expected) == 0


@law
@given(st.integers(0, 9), st.integers(0, 9))
def test_correlated_moment_is_the_moment_of_a_rotated_pair(i: int, j: int) -> None:
    # y = z x + √(1-z²) g: an expansion that counts no pairings across the two variables.
    terms = (
        sympy.binomial(j, 2 * m) * z ** (j - 2 * m) * (1 - z**2) ** m
        * gaussian_moment(i + j - 2 * m) * gaussian_moment(2 * m)
        for m in range(j // 2 + 1)
    )  # fmt: skip
    assert sympy.expand(correlated_moment(i, j) - sum(terms)) == 0


@pytest.mark.parametrize("bad", [-1, 1.0, "4", True, None])
def test_bad_degrees_are_refused(bad: object) -> None:
    for function in (hermite, hermite_coefficients, monomial_in_hermite, gaussian_moment):
        with pytest.raises(InputError, match="non-negative integer"):
            function(bad)  # type: ignore[arg-type]
