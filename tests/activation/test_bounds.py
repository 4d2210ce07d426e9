"""Laws: ranges and growth bounds hold at every point; balls hold the value and never hide a kink."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import pytest
import sympy
from flint import acb, arb, ctx, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st
from mpmath import mp

from poc_symbolic.activation.evaluation import compile_balls
from poc_symbolic.activation.growth import Unbounded, growth
from poc_symbolic.activation.integrals import integrator
from poc_symbolic.activation.pieces import Piece, split
from poc_symbolic.activation.ranges import value_range
from poc_symbolic.expression import parse_activation
from poc_symbolic.symbols import z

TEXTS = [
    "tanh(z)",
    "softplus(2*z) - abs(z)",
    "1/(1 + z**2)",
    "1/(z**2 - z + 1)",
    "z/(1 + exp(-z))",
    "sqrt(1 + z**4) - 3*z",
    "exp(-z**2 + 4*z)*z**3",
    "exp(-abs(z)**3)",
    "log(1 + z**2)*erf(z)",
    "2/(exp(z) + exp(-3*z))",
    "exp(tanh(z) - abs(z))",
    "-(z**6) + 2*z**3 - 1",
    "relu(z - 1)**2/(2 + tanh(z))**3",
    "(tanh(z) - 2)**2",
    "(abs(z) - 3)**-0 + exp(z**2/8)",
]
POINTS = st.fractions(min_value=-30, max_value=30, max_denominator=50)


def ball_at(text: str, point: Fraction) -> arb:
    value = compile_balls(parse_activation(text), z)(acb(arb(fmpq(point.numerator, point.denominator))), False)
    return value.real


@given(st.sampled_from(TEXTS), POINTS)
@settings(deadline=None, max_examples=150)
def test_ranges_and_growth_hold_at_every_point(text: str, point: Fraction) -> None:
    expr = parse_activation(text)
    with ctx.workprec(400):
        value = ball_at(text, point)
        values = value_range(expr)
        for bound, sign in ((values.lo, 1), (values.hi, -1)):
            if bound is not None:
                # No point of the ball may lie beyond the bound by more than its own radius.
                assert not sign * (value - arb(fmpq(bound.numerator, bound.denominator))) < 0
        top = growth(expr)
        x = arb(fmpq(abs(point).numerator, point.denominator))
        rate = arb(fmpq(top.rate.numerator, top.rate.denominator))
        quadratic = arb(fmpq(top.quadratic.numerator, top.quadratic.denominator))
        assert not abs(value) > top.size * (1 + x) ** top.degree * (rate * x + quadratic * x * x).exp()


@given(st.sampled_from(TEXTS), POINTS)
@settings(deadline=None, max_examples=80)
def test_balls_contain_the_value(text: str, point: Fraction) -> None:
    with mp.workdps(60):
        x = mp.mpf(point.numerator) / point.denominator
        names = {"relu": lambda v: max(v, mp.mpf(0)), "softplus": lambda v: mp.log(1 + mp.exp(v))}
        function = sympy.lambdify(z, parse_activation(text), [names, "mpmath"])
        expected = mp.nstr(function(x), 50)
        with ctx.workprec(120):
            assert (ball_at(text, point) - arb(expected)).overlaps(
                arb(0, abs(arb(expected)) * arb("1e-25") + arb("1e-30"))
            )


@pytest.mark.parametrize("text", ["abs(z)", "relu(z)", "sqrt(abs(z))", "sqrt(z**2 + 0*z)", "abs(tanh(z))*z"])
def test_no_finite_ball_where_the_function_is_not_analytic(text: str) -> None:
    across = acb(arb(0, 1), arb(0, 1))
    function = compile_balls(parse_activation(text), z)
    assert not function(across, True).is_finite()


@given(st.fractions(min_value=-2, max_value=2, max_denominator=9))
@settings(deadline=None, max_examples=12)
def test_an_integrand_with_a_kink_that_was_not_cut_out_is_still_enclosed(kink: Fraction) -> None:
    # E|x - t| = t (2Φ(t) - 1) + 2φ(t), from one uncut piece, so that the kink is inside the integrand.
    expr = parse_activation(f"abs(z - ({kink}))")
    whole = (Piece(-sympy.oo, sympy.oo, expr),)
    ball = integrator(whole, growth(expr), symmetric=False).hermite(0)
    with mp.workdps(50):
        t = mp.mpf(kink.numerator) / kink.denominator
        expected = t * (2 * mp.ncdf(t) - 1) + 2 * mp.npdf(t)
        with ctx.workprec(200):
            assert ball.rad() < arb("1e-30")
            assert ball.overlaps(arb(mpmath.nstr(expected, 48), arb("1e-45")))


def test_pieces_meet_at_exact_roots() -> None:
    pieces = split(parse_activation("abs(z**2 - 2) + relu(tanh(z))"))
    assert [piece.left for piece in pieces[1:]] == [-sympy.sqrt(2), 0, sympy.sqrt(2)]
    cubic = split(parse_activation("relu(z**3 - z - 1)"))
    assert len(cubic) == 2 and isinstance(cubic[1].left, sympy.CRootOf)


@pytest.mark.parametrize("text", ["exp(exp(z))", "exp(z**3)", "exp(z**2*softplus(z))"])
def test_growth_is_refused_where_the_structure_gives_none(text: str) -> None:
    with pytest.raises(Unbounded):
        growth(parse_activation(text))
