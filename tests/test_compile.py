"""Compiled expressions agree with exact values: to double or working precision, by enclosure."""

from __future__ import annotations

from fractions import Fraction

import flint
import mpmath
import numpy as np
import pytest
import sympy
from hypothesis import example, given, settings
from hypothesis import strategies as st

from poc_symbolic import symbols
from poc_symbolic.activation import Activation
from poc_symbolic.activation.evaluation import exact_rational
from poc_symbolic.compilation import compile
from poc_symbolic.errors import InputError
from poc_symbolic.model import SingleIndexModel

law = settings(deadline=None, max_examples=25)
numbers = st.fractions(-1, 1, max_denominator=30)
x, y = sympy.symbols("x y", real=True)


def contains(ball: flint.arb, value: sympy.Rational) -> bool:
    """|value - midpoint| <= radius in rationals: ``arb.contains`` would round the value at the working precision."""
    return bool(abs(value - exact_rational(ball.mid())) <= exact_rational(ball.rad()))


@law
@example(Fraction(-1, 2), 12, Fraction(-7, 22), Fraction(1), 60)
@given(numbers, st.integers(2, 30), numbers, numbers, st.sampled_from([60, 300]))
def test_three_backends_agree_with_the_exact_value(
    overlap: Fraction, dim: int, p2: Fraction, p4: Fraction, bits: int
) -> None:
    velocity = SingleIndexModel(Activation.hermite({4: "1/3"})).velocity()
    names = {"alpha": overlap, "d": Fraction(dim), "p2": p2, "p4": p4}
    rational = {s: sympy.Rational(str(names[s.name])) for s in velocity.free_symbols}
    exact = velocity.subs(rational)
    with mpmath.workprec(bits):
        value = compile(velocity, "mpmath")(**names)
        error = abs(value - mpmath.mpf(int(exact.p)) / int(exact.q))
        assert error <= mpmath.mpf(2) ** (12 - bits)
    with flint.ctx.workprec(bits):
        ball = compile(velocity, "arb")(*names.values())
        assert contains(ball, exact) and ball.rad() < flint.arb(2) ** (14 - bits)
    floats = compile(velocity)(**{k: float(v) for k, v in names.items()})
    assert abs(floats - float(exact)) < 1e-10


@law
@given(st.integers(1, 10**40), st.integers(1, 10**40))
def test_rational_coefficients_are_never_rounded_through_a_float(p: int, q: int) -> None:
    expression = sympy.Rational(p, q) * x + p
    exact = sympy.Rational(p, q) + p
    with flint.ctx.workprec(400):
        ball = compile(expression, "arb")(1)
        assert contains(ball, exact) and ball.rel_accuracy_bits() > 380
    with mpmath.workprec(400):
        relative = compile(expression, "mpmath")(1) / (mpmath.mpf(int(exact.p)) / int(exact.q)) - 1
        assert abs(relative) < mpmath.mpf(2) ** -390


@law
@given(st.lists(numbers.map(float), min_size=1, max_size=5))
def test_numpy_broadcasts_like_single_calls(values: list[float]) -> None:
    function = compile(x**3 / 3 - sympy.Rational(1, 7) * y + 10**30 * x, "numpy")
    batch = function(np.array(values), y=2)
    assert np.allclose(batch, [function(v, 2) for v in values], rtol=1e-15)


@pytest.mark.parametrize(
    "expression",
    [sympy.sqrt(x), sympy.exp(x), sympy.log(x), sympy.erf(x), sympy.tanh(x), sympy.gamma(x),
     x ** sympy.Rational(3, 2), sympy.pi * x, sympy.E + x, sympy.Abs(-x), x ** sympy.sqrt(2),
     1 / (1 + x**2), sympy.atan(x)],
)  # fmt: skip
def test_functions_have_the_same_value_in_all_backends(expression: sympy.Expr) -> None:
    with mpmath.workdps(40), flint.ctx.workprec(160):
        value = compile(expression, "mpmath")(Fraction(3, 7))
        ball = compile(expression, "arb")(Fraction(3, 7))
        assert ball.overlaps(flint.arb(mpmath.nstr(value, 38), 1e-30)) and ball.rel_accuracy_bits() > 140
    assert abs(compile(expression)(3 / 7) - float(value)) < 1e-13


def test_default_order_is_alpha_then_dimension_then_moments() -> None:
    expression = x + symbols.moment(10) + symbols.moment(2) + symbols.d + symbols.alpha
    assert compile(expression).arguments == ("alpha", "d", "p2", "p10", "x")
    assert compile(x - y, arguments=["y", x])(1, 5) == 4
    assert compile(sympy.Integer(3), arguments=["x"])(7) == 3


def test_bad_use_is_refused() -> None:
    for call, message in (
        (lambda: compile(x, "torch"), "backend"),
        (lambda: compile("x + 1"), "SymPy expression"),
        (lambda: compile(0.5 * x), "floating-point"),
        (lambda: compile(sympy.besselj(0, x), "arb"), "lacks a function"),
        (lambda: compile(sympy.Function("f")(x)), "lacks a function"),
        (lambda: compile(x + y, arguments=["x"]), "y included"),
        (lambda: compile(x, arguments=["x", "x"]), "distinct"),
        (lambda: compile(x + sympy.Symbol("x", positive=True)), "same name"),
        (lambda: compile(x)(), "missing"),
        (lambda: compile(x)(1, 2), "At most 1"),
        (lambda: compile(x)(1, x=2), "given twice"),
        (lambda: compile(x)(z=2), "unknown"),
        (lambda: compile(x, "arb")("one"), "not a number"),
        (lambda: compile(x, "mpmath")([1]), "not a number"),
    ):
        with pytest.raises(InputError, match=message):
            call()
