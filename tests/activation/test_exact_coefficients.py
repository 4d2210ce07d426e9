"""Law: an exact c_k is E[σ He_k]/k! to 50 digits, by quadrature at two precisions, for random σ."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import mpmath
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st
from mpmath import mp

from poc_symbolic.activation import Activation
from tests.activation.oracle import Function, coefficient

SMALL = st.fractions(min_value=-2, max_value=2, max_denominator=4)
NONZERO = SMALL.filter(bool)
# (text, the same function for mpmath, kinks)
Sample = tuple[str, Function, tuple[Fraction, ...]]


def mpq(q: Fraction) -> mpmath.mpf:
    return mp.mpf(q.numerator) / q.denominator


def affine(name: str, function: Function) -> Callable[[tuple[Fraction, Fraction]], Sample]:
    def build(pair: tuple[Fraction, Fraction]) -> Sample:
        a, b = pair
        kinks = (-b / a,) if name in ("abs", "relu") else ()
        return f"{name}(({a})*z + ({b}))", lambda x: function(mpq(a) * x + mpq(b)), kinks

    return build


def smooth() -> st.SearchStrategy[Sample]:
    pairs = st.tuples(NONZERO, SMALL)
    return st.one_of(
        pairs.map(affine("exp", mp.exp)),
        pairs.map(affine("erf", mp.erf)),
        NONZERO.filter(lambda a: a > 0).map(lambda a: (f"exp(-({a})*z**2)", lambda x: mp.exp(-mpq(a) * x**2), ())),
    )


def kinked() -> st.SearchStrategy[Sample]:
    pairs = st.tuples(NONZERO, SMALL)
    return st.one_of(
        pairs.map(affine("abs", abs)),
        pairs.map(affine("relu", lambda x: max(x, mp.mpf(0)))),
        pairs.map(affine("exp", mp.exp)),
    )


def combinations(atoms: st.SearchStrategy[Sample]) -> st.SearchStrategy[Sample]:
    """c z^n · atom + atom, in text and for mpmath."""

    def build(parts: tuple[Fraction, int, Sample, Sample]) -> Sample:
        c, n, first, second = parts
        text = f"({c})*z**{n}*{first[0]} + {second[0]}"
        return text, lambda x: mpq(c) * x**n * first[1](x) + second[1](x), first[2] + second[2]

    return st.tuples(NONZERO, st.integers(0, 3), atoms, atoms).map(build)


def agrees(sample: Sample, k: int) -> None:
    text, function, kinks = sample
    activation = Activation.parse(text, degree=5)
    assert activation.exact and activation.truncation is not None and not activation.truncation.radii
    value = activation.coefficients.get(k, sympy.Integer(0))
    for digits in (25, 50):
        with mp.workdps(digits + 20):
            places = [mpq(kink) for kink in kinks]
            expected = coefficient(function, k, places, digits)
            found = mp.mpf(sympy.N(value, digits + 20))
            assert abs(found - expected) < mp.mpf(10) ** (4 - digits) * max(1, abs(expected))


@given(combinations(smooth()), st.integers(0, 5))
@settings(deadline=None, max_examples=6)
def test_exponentials_and_error_functions(sample: Sample, k: int) -> None:
    agrees(sample, k)


@given(combinations(kinked()), st.integers(0, 5))
@settings(deadline=None, max_examples=6)
def test_kinks_by_half_line_recurrences(sample: Sample, k: int) -> None:
    agrees(sample, k)


@given(st.dictionaries(st.integers(0, 12), NONZERO, min_size=1, max_size=5), st.integers(0, 5))
@settings(deadline=None, max_examples=25)
def test_polynomials_are_expanded_back_to_what_made_them(terms: dict[int, Fraction], n: int) -> None:
    terms[n + 1] = Fraction(1)
    text = " + ".join(f"({c})*He{k}" for k, c in terms.items())
    expected = {k: sympy.Rational(c.numerator, c.denominator) for k, c in sorted(terms.items())}
    assert Activation.parse(text).coefficients == expected
    assert Activation.hermite(terms).coefficients == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("exp(z/2)", {k: sympy.exp(sympy.Rational(1, 8)) / 2**k / sympy.factorial(k) for k in range(5)}),
        ("abs(z)", {0: "sqrt(2/pi)", 2: "1/sqrt(2*pi)", 4: "-1/(12*sqrt(2*pi))"}),
        ("relu(z)", {0: "1/sqrt(2*pi)", 1: "1/2", 2: "1/(2*sqrt(2*pi))", 4: "-1/(24*sqrt(2*pi))"}),
        ("erf(z/sqrt(2))", {1: "1/sqrt(pi)", 3: "-1/(12*sqrt(pi))"}),
        (
            "z*(1 + erf(z/sqrt(2)))/2",
            {0: "1/(2*sqrt(pi))", 1: "1/2", 2: "3/(8*sqrt(pi))", 4: "-5/(192*sqrt(pi))"},
        ),
        ("sqrt(z**2)", {0: "sqrt(2/pi)", 2: "1/sqrt(2*pi)", 4: "-1/(12*sqrt(2*pi))"}),
    ],
)
def test_known_closed_forms(text: str, expected: dict[int, object]) -> None:
    found = Activation.parse(text, degree=4).coefficients
    assert set(found) == set(expected)
    for k, value in expected.items():
        assert sympy.simplify(found[k] - sympy.sympify(value)) == 0


def test_relu_combination_that_is_a_polynomial_needs_no_degree() -> None:
    assert Activation.parse("relu(z) - relu(-z)").coefficients == {1: 1}
    assert Activation.parse("abs(z)**2 + sqrt(z**4)").coefficients == {0: 2, 2: 2}
