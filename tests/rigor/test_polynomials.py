"""Laws: for polynomials built with a known sign the engine's answer is the construction's.

The kernel agrees.
"""

from __future__ import annotations

import itertools
from fractions import Fraction

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from poc_symbolic.rigor import driver, isolate_roots, kernel, prove, prove_identity, prove_nonnegative
from poc_symbolic.rigor.nonnegative import bounds
from poc_symbolic.rigor.roots import sturm_count
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le, ne
from poc_symbolic.rigor.univariate import cross_check, integer_poly, truth

x, y = sympy.symbols("x y")
small = st.fractions(Fraction(-3), Fraction(3), max_denominator=8)
positive = st.fractions(Fraction(1, 8), Fraction(3), max_denominator=8)


def q(value: Fraction) -> sympy.Rational:
    """SymPy's rational."""
    return sympy.Rational(value.numerator, value.denominator)


def confirm(statement: Statement, verdict: object) -> None:
    """The kernel accepts what the engine says."""
    certificate = verdict.certificate  # type: ignore[attr-defined]
    assert kernel.check_statement(statement.to_json(), certificate) == verdict.status  # type: ignore[attr-defined]


@settings(deadline=None, max_examples=12)
@given(st.lists(small, min_size=1, max_size=3), positive, st.booleans())
def test_squares_plus_a_constant(roots: list[Fraction], c: Fraction, unbounded: bool) -> None:
    p = sympy.expand(sympy.prod((x - q(r)) ** 2 for r in roots) + q(c))
    domain = {x: (-sympy.oo, sympy.oo) if unbounded else (-2, 2)}
    verdict = prove_nonnegative(p, domain, strict=True)
    assert verdict.status == "proved"
    confirm(Statement(gt(p, 0), bounds(domain)), verdict)


@settings(deadline=None, max_examples=20)
@given(
    st.lists(st.tuples(small, st.integers(1, 3)), min_size=1, max_size=4),
    st.booleans(),
    st.sampled_from([1, -1]),
)
def test_products_of_known_roots(factors: list[tuple[Fraction, int]], strict: bool, sign: int) -> None:
    """p = ± Π (x - r)^m on [-1, 1]: the sign is that of the construction between and at the roots."""
    p = sympy.expand(sign * sympy.prod((x - q(r)) ** m for r, m in factors))
    marks = sorted({Fraction(-1), Fraction(1), *(r for r, _ in factors if -1 <= r <= 1)})
    probes = marks + [(a + b) / 2 for a, b in itertools.pairwise(marks)]
    values = [sign * _product((t - r) ** m for r, m in factors) for t in probes]
    holds = all(v > 0 for v in values) if strict else all(v >= 0 for v in values)
    verdict = prove_nonnegative(p, {x: (-1, 1)}, strict)
    assert verdict.status == ("proved" if holds else "refuted")
    confirm(Statement(gt(p, 0) if strict else ge(p, 0), bounds({x: (-1, 1)})), verdict)


def _product(values: object) -> Fraction:
    out = Fraction(1)
    for v in values:  # type: ignore[attr-defined]
        out *= v
    return out


@settings(deadline=None, max_examples=6)
@given(st.lists(st.integers(-4, 4), min_size=6, max_size=6), positive)
def test_two_variables(c: list[int], margin: Fraction) -> None:
    """A sum of squares plus a margin is proved; minus its value somewhere and the margin it is refuted."""
    p = (c[0] + c[1] * x + c[2] * y) ** 2 + (c[3] * x * y + c[4] * x + c[5]) ** 2
    domain = {x: (0, 1), y: (0, 1)}
    assert prove_nonnegative(p + q(margin), domain, strict=True).status == "proved"
    value = p.subs({x: sympy.Rational(1, 3), y: sympy.Rational(2, 5)})
    assert prove_nonnegative(p - value - q(margin), domain).status == "refuted"


@settings(deadline=None, max_examples=15)
@given(st.lists(st.integers(-9, 9), min_size=3, max_size=7), small, small)
def test_two_methods_agree(c: list[int], one: Fraction, two: Fraction) -> None:
    """Bernstein (through the kernel) and root isolation; Sturm counts what isolation finds."""
    expr = sum(a * x**i for i, a in enumerate(c))
    low, high = min(one, two), max(one, two)
    if low == high or sympy.sympify(expr).is_zero:
        return
    p = integer_poly(sympy.sympify(expr), x)
    domain = {x: (q(low), q(high))}
    verdict = prove_nonnegative(expr, domain)
    assert verdict.status == ("proved" if truth(Statement(ge(expr, 0), bounds(domain))) else "refuted")
    roots = isolate_roots(expr, q(low), q(high))
    at_low = sum(1 for r in roots if r.low == r.high == low)
    if p.degree() > 0 and all(m == 1 for _, m in p.factor()[1]):
        assert sturm_count(p, low, high) == len(roots) - at_low


SQUARE = Statement(ge(x**2, 0), (ge(x, -1), le(x, 1)))
ROOT_OF_TWO = (ge(2, x**2), ge(x, 0))
TABLE = [
    (SQUARE, True),
    (Statement(gt(x**2, 0)), False),
    (Statement(ge(x**3 - x, 0), (ge(x, 2),)), True),
    (Statement(le(x, sympy.Rational(3, 2)), ROOT_OF_TWO), True),
    (Statement(le(x, sympy.Rational(7, 5)), ROOT_OF_TWO), False),
    (Statement(eq(x**4, 4), (eq(x**2, 2),)), True),
    (Statement(ne(x**2 - 2, 0)), False),
    (Statement(gt(x, x), (gt(x**2, 4), le(x, 1), ge(x, 0))), True),
    (Statement(ge((x - 4) * (x - 5), 0), (ge(x, 4),), {"x": "integer"}), False),
    (Statement(ge(x / (1 + x**2), 0), (ge(x, 0),)), None),
    (Statement(ge(x * y, 0), (ge(x, 0), ge(y, 0))), None),
]


@pytest.mark.parametrize("case", TABLE, ids=lambda case: str(case[0].show))
def test_truth_by_root_isolation(case: tuple[Statement, bool | None]) -> None:
    assert truth(case[0]) is case[1]


def test_a_disagreement_of_the_two_methods_raises(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong answer planted in either method is an error in every entrance."""
    true, false = SQUARE, Statement(ge(x**2, 1), SQUARE.assume)
    proof, refutation = prove(true), prove(false)
    for wrong, statement in ((proof, false), (refutation, true)):
        with pytest.raises(AssertionError, match="disagree"):
            cross_check(wrong, statement)
        monkeypatch.setattr(driver, "_settle", lambda statement, budget, wrong=wrong: wrong)
        with pytest.raises(AssertionError, match="disagree"):
            prove(statement)
        with pytest.raises(AssertionError, match="disagree"):
            prove_nonnegative(statement.show.excess, {x: (-1, 1)})


@settings(deadline=None, max_examples=8)
@given(st.lists(small, min_size=4, max_size=4))
def test_identities(c: list[Fraction]) -> None:
    """A partial fraction is an identity where it is defined; with another coefficient it is refuted."""
    s, t = q(c[0]) ** 2 + 1, q(c[1]) ** 2 + 2 + s_plus(c[0])
    lhs = 1 / ((x + s) * (x + t))
    rhs = (1 / (x + s) - 1 / (x + t)) / (t - s)
    assert prove_identity(lhs, rhs, [ge(x, 0)]).status == "proved"
    assert prove_identity(lhs, rhs + sympy.Rational(1, 10**12), [ge(x, 0)]).status == "refuted"
    assert prove_identity(lhs, rhs).status == "refuted"  # undefined at x = -s


def s_plus(c: Fraction) -> sympy.Rational:
    """Keeps the two poles apart."""
    return q(c) ** 2
