"""Law: the ball around c_k, of stated rational radius, contains E[σ He_k]/k! found by quadrature."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy
from mpmath import mp

from poc_symbolic.activation import Activation
from tests.activation.oracle import Function, coefficient


def softplus(x: object) -> object:
    return mp.log(1 + mp.exp(x))


# σ, the same for mpmath, its kinks, and whether it is even (0), odd (1) or neither (None).
CASES: list[tuple[str, Function, tuple[object, ...], int | None]] = [
    ("tanh(z)", mp.tanh, (), 1),
    ("softplus(z)", softplus, (), None),
    ("sqrt(1 + z**2)", lambda x: mp.sqrt(1 + x * x), (), 0),
    ("tanh(z)*z", lambda x: x * mp.tanh(x), (), 0),
    ("z/(1 + exp(-z))", lambda x: x / (1 + mp.exp(-x)), (), None),
    ("1/(1 + z**2)", lambda x: 1 / (1 + x * x), (), 0),
    ("log(2 + z**2 - z)", lambda x: mp.log(2 + x * x - x), (), None),
    ("2/(exp(z) + exp(-z))", mp.sech, (), 0),
    ("abs(z - 1/3)*tanh(z)", lambda x: abs(x - mp.mpf(1) / 3) * mp.tanh(x), (Fraction(1, 3),), None),
    ("sqrt(z**4 + z**2)", lambda x: abs(x) * mp.sqrt(1 + x * x), (0,), 0),
    ("erf(z)*relu(z)", lambda x: mp.erf(x) * max(x, 0), (0,), None),
]


@pytest.mark.parametrize(("text", "function", "kinks", "parity"), CASES, ids=[case[0] for case in CASES])
def test_balls_contain_the_quadrature(
    text: str, function: Function, kinks: tuple[object, ...], parity: int | None
) -> None:
    activation = Activation.parse(text, degree=5)
    truncation = activation.truncation
    assert truncation is not None and not activation.exact and activation.undecided_coefficients == ()
    for k in (0, 1, 2, 4, 5):
        value = activation.coefficients.get(k, sympy.Integer(0))
        assert value.is_Rational or k not in truncation.radii
        if parity is not None and k % 2 != parity:
            assert value == 0 and k not in truncation.radii
            continue
        radius = truncation.radii.get(k, sympy.Integer(0))
        assert radius.is_Rational and 0 <= radius < sympy.Rational(1, 10**34)
        with mp.workdps(70):
            places = [mp.mpf(sympy.N(kink, 70)) if kink else mp.mpf(0) for kink in kinks]
            error = abs(coefficient(function, k, places) - mp.mpf(sympy.N(value, 70)))
            assert error <= mp.mpf(sympy.N(radius, 20)) + mp.mpf(10) ** -49


def test_symmetry_gives_exact_coefficients_beside_balls() -> None:
    swish = Activation.parse("z/(1 + exp(-z))", degree=7)
    assert swish.coefficients[1] == sympy.Rational(1, 2) and not {3, 5, 7} & set(swish.coefficients)
    mixed = Activation.parse("tanh(z) + z**4", degree=5)
    assert mixed.coefficients[4] == 1 and set(mixed.truncation.radii) == {1, 3, 5}  # type: ignore[union-attr]
    assert mixed.information_exponent == 1


def test_coefficients_far_below_the_norm_are_still_resolved() -> None:
    steep = Activation.parse("exp(10*z)*tanh(z)", degree=1)
    with mp.workdps(60):
        # The mass sits near z = 10, where the quadrature of the oracle still reaches.
        expected = coefficient(lambda x: mp.exp(10 * x) * mp.tanh(x), 0)
        assert abs(mp.mpf(sympy.N(steep.coefficients[0], 40)) / expected - 1) < mp.mpf(10) ** -18
