"""Laws behind Appendices B and D: Taylor's remainder, the cost of the projections, the exact flow of exponent 2."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from poc_symbolic.model.oracle import gauss_hermite
from proofs.agreement import to_mpf
from proofs.appendix_d import projection

small = st.fractions(min_value=Fraction(1, 20), max_value=Fraction(19, 20), max_denominator=20)


@settings(max_examples=15, deadline=None)
@given(z=small, h=small, degree=st.integers(min_value=2, max_value=9))
def test_taylor_remainder_has_weight_one_minus_s(z: Fraction, h: Fraction, degree: int) -> None:
    """σ(z) - σ(z-h) = σ'(z)h - h²∫₀¹(1-s)σ''(z-sh)ds, exactly, for monomials."""
    s = sympy.Symbol("s")
    base, step = sympy.Rational(z.numerator, z.denominator), sympy.Rational(h.numerator, h.denominator)
    remainder = sympy.integrate(
        sympy.expand((1 - s) * degree * (degree - 1) * (base - s * step) ** (degree - 2)), (s, 0, 1)
    )
    assert base**degree - (base - step) ** degree == degree * base ** (degree - 1) * step - step**2 * remainder


@settings(max_examples=10, deadline=None)
@given(t=small, tangent=small)
def test_cost_of_the_projections_against_quadrature(t: Fraction, tangent: Fraction) -> None:
    """E A² - E B² for two neurons that turn away from each other, σ = He₂."""
    overlap, sine = (1 - tangent**2) / (1 + tangent**2), 2 * tangent / (1 + tangent**2)
    point = {"t": t, "k": overlap, "s": sine}
    symbols = {symbol.name: symbol for symbol in projection.TURNED.symbols}
    values = {symbols[name]: sympy.Rational(v.numerator, v.denominator) for name, v in point.items()}
    closed = projection.TURNED.show.lhs.subs(values)
    with mpmath.workdps(30):
        cos, sin = to_mpf((1 - t**2) / (1 + t**2)), to_mpf(2 * t / (1 + t**2))
        neurons = (
            ((mpmath.mpf(1), mpmath.mpf(0)), (mpmath.mpf(0), mpmath.mpf(-1))),
            ((to_mpf(overlap), to_mpf(sine)), (-to_mpf(sine), to_mpf(overlap))),
        )
        total = mpmath.mpf(0)
        for x, wx in gauss_hermite(4):
            for y, wy in gauss_hermite(4):
                full = flat = mpmath.mpf(0)
                for (w1, w2), (e1, e2) in neurons:
                    along, across = w1 * x + w2 * y, e1 * x + e2 * y
                    full += along * ((cos - 1) * along + sin * across)
                    flat += along * sin * across
                total += wx * wy * (full**2 - flat**2)
        assert abs(total - mpmath.mpf(closed.p) / closed.q) < mpmath.mpf(10) ** -22


@settings(max_examples=3, deadline=None)
@given(goal=st.integers(min_value=2, max_value=200))
def test_growth_near_the_saddle_is_at_most_linear(goal: int) -> None:
    """σ = He₂/√2, d = 3: y' = 3yE(1-α²) integrated over the initial law gives y ≤ 1 + 6t."""
    with mpmath.workdps(15):

        def rate(y: mpmath.mpf) -> mpmath.mpf:
            return 3 * y * mpmath.quad(lambda a: (1 - a * a) / (1 - a * a + a * a * y * y), [0, 1 / y, 1])

        points = [mpmath.mpf(1), *(mpmath.mpf(n) for n in (2, 10, 50) if n < goal), mpmath.mpf(goal)]
        time = mpmath.quad(lambda y: 1 / rate(y), points, maxdegree=4)
        assert goal <= 1 + 6 * time
