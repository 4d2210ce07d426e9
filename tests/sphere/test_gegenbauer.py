"""Laws of P_ℓ^{(d)}: orthogonality (exact sphere moments), recurrence, bound, product formula."""

from __future__ import annotations

from math import comb

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from poc_symbolic.errors import InputError
from poc_symbolic.sphere import (
    axis_moment,
    expand,
    gegenbauer,
    gegenbauer_coefficients,
    harmonic_dimension,
    monomial_coefficient,
    overlap_density,
)
from poc_symbolic.symbols import d, z

degrees = st.integers(0, 12)
dimensions = st.integers(2, 40)
overlaps = st.fractions(-1, 1, max_denominator=50).map(lambda f: sympy.Rational(f.numerator, f.denominator))
law = settings(deadline=None, max_examples=30)


@law
@given(degrees, degrees, dimensions)
def test_orthogonality_under_the_uniform_law(j: int, k: int, dim: int) -> None:
    first, second = gegenbauer_coefficients(j, dim), gegenbauer_coefficients(k, dim)
    inner = sum(
        a * b * axis_moment((m + n) // 2, dim) for m, a in first.items() for n, b in second.items() if (m + n) % 2 == 0
    )
    assert inner == (1 / harmonic_dimension(k, dim) if j == k else 0)


@law
@given(st.integers(1, 14))
def test_recurrence_for_every_dimension(k: int) -> None:
    relation = (k + d - 2) * gegenbauer(k + 1) - (2 * k + d - 2) * z * gegenbauer(k) + k * gegenbauer(k - 1)
    assert sympy.cancel(relation) == 0


@law
@given(st.integers(0, 16))
def test_value_one_at_one_for_every_dimension(k: int) -> None:
    assert sympy.cancel(gegenbauer(k).subs(z, 1)) == 1


@law
@given(st.integers(0, 30), dimensions, overlaps)
def test_bounded_by_one_and_of_definite_parity(k: int, dim: int, point: sympy.Rational) -> None:
    value = gegenbauer(k, point, dim)
    assert abs(value) <= 1
    assert gegenbauer(k, -point, dim) == (-1) ** k * value


@law
@given(st.integers(0, 8))
def test_monomials_are_reexpanded_for_every_dimension_two_included(k: int) -> None:
    difference = sum(monomial_coefficient(k, n) * gegenbauer(n) for n in range(k + 1)) - z**k
    assert sympy.cancel(difference) == 0
    at_two = sum(monomial_coefficient(k, n, 2) * gegenbauer(n, z, 2) for n in range(k + 1)) - z**k
    assert sympy.expand(at_two) == 0


@law
@given(st.integers(0, 12))
def test_dimensions_two_and_three_are_chebyshev_and_legendre(k: int) -> None:
    assert sympy.expand(gegenbauer(k, z, 2) - sympy.chebyshevt(k, z)) == 0
    assert sympy.expand(gegenbauer(k, z, 3) - sympy.legendre(k, z)) == 0


@law
@given(
    st.dictionaries(st.integers(0, 9), st.fractions(-3, 3, max_denominator=9), min_size=1, max_size=4),
    dimensions,
)
def test_expansion_of_a_polynomial(raw: dict[int, object], dim: int) -> None:
    coefficients = {k: sympy.Rational(str(c)) + (k % 2) * sympy.sqrt(2) / sympy.pi for k, c in raw.items()}
    polynomial = sum(c * z**k for k, c in coefficients.items())
    numeric = expand(coefficients, dim)
    assert sympy.expand(sum(c * gegenbauer(n, z, dim) for n, c in numeric.items()) - polynomial) == 0
    for n, c in expand(coefficients).items():
        assert sympy.expand(c.subs(d, dim) - numeric[n]) == 0


@law
@given(st.integers(0, 8), dimensions, overlaps, overlaps)
def test_product_formula(k: int, dim: int, one: sympy.Rational, two: sympy.Rational) -> None:
    averaged = sum(
        c * comb(n, 2 * j) * (one * two) ** (n - 2 * j) * ((1 - one**2) * (1 - two**2)) ** j * axis_moment(j, dim - 1)
        for n, c in gegenbauer_coefficients(k, dim).items()
        for j in range(n // 2 + 1)
    )
    assert averaged == gegenbauer(k, one, dim) * gegenbauer(k, two, dim)


@law
@given(st.integers(0, 4), st.integers(2, 9))
def test_axis_moments_are_those_of_the_density(j: int, dim: int) -> None:
    # ∫ α^{2j} (1-α²)^{(d-3)/2} dα is a Beta function; the constant in front is read off the density at 0.
    beta = sympy.gamma(j + sympy.Rational(1, 2)) * sympy.gamma(sympy.Rational(dim - 1, 2))
    beta /= sympy.gamma(j + sympy.Rational(dim, 2))
    assert sympy.simplify(overlap_density(sympy.Integer(0), dim) * beta - axis_moment(j, dim)) == 0


def test_bad_input_is_refused() -> None:
    for bad in (1, 0, -3, 2.5, "d", True):
        with pytest.raises(InputError, match="dimension"):
            gegenbauer(2, z, bad)
    with pytest.raises(InputError, match=r"\[-1, 1\]"):
        gegenbauer(2, sympy.Rational(3, 2))
    with pytest.raises(InputError, match=r"\[-1, 1\]"):
        overlap_density(sympy.Integer(-2))
    with pytest.raises(InputError, match="exact number"):
        expand({2: sympy.Float(0.5)})
    with pytest.raises(InputError, match="non-negative integer"):
        gegenbauer(-1)
