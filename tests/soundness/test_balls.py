"""Law: balls contain the truth, and nothing is concluded from a comparison that a ball cannot answer.

The traps of interval software: intervals that are no enclosures, integrals without analyticity, overlapping
comparisons, floats in an exact path, global precision, not-a-number and infinite balls.
"""

from __future__ import annotations

import ast
import importlib
import json
from fractions import Fraction
from pathlib import Path

import mpmath
import pytest
import sympy
from flint import arb, ctx, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import Abs, Ge, Gt, Integral, Le, Max, Rational, beta, exp, gamma, log, sqrt

from poc_symbolic.errors import InputError
from poc_symbolic.rigor import (
    Statement,
    enclose_integral,
    ge,
    gt,
    integrate_pieces,
    isolate_roots,
    kernel,
    le,
    lt,
    prove,
    prove_inequality,
    prove_nonnegative,
    recheck,
    recheck_statement,
)
from poc_symbolic.rigor.balls import ball, is_negative, is_nonnegative, is_positive
from poc_symbolic.rigor.rational import rational

recheck_module = importlib.import_module("poc_symbolic.rigor.recheck")
x, y = sympy.symbols("x y")
fractions = st.fractions(Fraction(-20), Fraction(20), max_denominator=50)


def test_not_a_number_and_infinite_balls_decide_nothing() -> None:
    for b in (arb("nan"), arb("inf"), arb("-inf"), arb(0).log(), arb(-1).sqrt(), arb("0 +/- inf")):
        assert is_positive(b) is False and is_negative(b) is False and is_nonnegative(b) is False


def test_overlapping_balls_decide_nothing() -> None:
    b = ball(Fraction(-1), Fraction(1))
    assert is_positive(b) is False and is_negative(b) is False and is_nonnegative(b) is False


@settings(deadline=None, max_examples=60)
@given(fractions, fractions, fractions)
def test_a_ball_contains_its_interval(a: Fraction, b: Fraction, t: Fraction) -> None:
    """In exact arithmetic: FLINT's own test of containment rounds the point outward."""
    low, high = min(a, b), max(a, b)
    inside = low + (high - low) * abs(t) / 20
    with ctx.workprec(53):
        found = ball(low, high)
    assert abs(fmpq(inside.numerator, inside.denominator) - found.mid().fmpq()) <= found.rad().fmpq()


@settings(deadline=None, max_examples=60)
@given(fractions, st.sampled_from(["exp", "log", "sqrt"]))
def test_the_kernel_encloses(value: Fraction, op: str) -> None:
    """The kernel's own functions against mpmath at high precision (an independent oracle)."""
    value = abs(value) + Fraction(1, 7) if op != "exp" else value
    low, high = kernel.enclose(kernel.expand([op, str(value)]), {}, 80)
    with mpmath.workdps(60):
        truth = getattr(mpmath, op)(mpmath.mpf(value.numerator) / value.denominator)
        margin = mpmath.mpf(10) ** -50 * (1 + abs(truth))
        assert mpmath.mpf(low.numerator) / low.denominator <= truth + margin
        assert truth - margin <= mpmath.mpf(high.numerator) / high.denominator
    assert high - low <= Fraction(1, 2**60) * (1 + abs(high))


@pytest.mark.parametrize("bad", [0.1, float("nan"), float("inf"), True])
def test_floats_are_refused(bad: object) -> None:
    with pytest.raises(TypeError):
        rational(bad)
    with pytest.raises(TypeError):
        ge(x, float(bad))  # type: ignore[arg-type]


def test_floating_polynomials_are_refused() -> None:
    with pytest.raises(TypeError):
        prove_nonnegative(x**2 + sympy.Float("0.1"), {x: (0, 1)})
    with pytest.raises(InputError):
        isolate_roots(x**2 - sympy.Float("0.1"))
    with pytest.raises(InputError):
        enclose_integral(sympy.Float("0.5") * x, x, 0, 1)


INTEGRALS = [
    (sqrt(x), 0, 1, Rational(2, 3)),
    (Abs(x - Rational(1, 3)), 0, 1, Rational(5, 18)),
    (Max(x, 0), -1, 2, sympy.Integer(2)),
    (sqrt(x**2), -1, 1, None),
    (log(x), 1, 2, 2 * log(2) - 1),
    (1 / (1 + x**2), 0, 1, sympy.pi / 4),
]


@pytest.mark.parametrize("row", INTEGRALS, ids=lambda row: str(row[0]))
def test_integrals_know_where_they_are_analytic(row: tuple[sympy.Expr, int, int, sympy.Expr | None]) -> None:
    f, a, b, value = row
    low, high = enclose_integral(f, x, a, b)
    if value is None:
        value = sympy.Integer(1)  # ∫|x| over [-1, 1], with the root written as √(x²)
    truth = sympy.N(value, 60)
    assert sympy.Rational(low) - Rational(1, 10**50) <= truth <= sympy.Rational(high) + Rational(1, 10**50)
    assert high - low < Fraction(1, 10**6)


def test_pieces_are_exact() -> None:
    assert integrate_pieces([(x**2, 0, 1), (1 - x, 1, 2)], x) == Fraction(-1, 6)


CASES = [
    (Ge(exp(x), 1 + x + x**2 / 2), {x: (0, 1)}, "proved"),
    (Ge(exp(x), 1 + x + x**2 / 2), {x: (-1, 1)}, "refuted"),
    (Le(exp(x), 1 + 2 * x), {x: (0, 1)}, "proved"),
    (Le(exp(x), 1 + Rational(17, 10) * x), {x: (0, 1)}, "refuted"),
    (Le(gamma(x + Rational(1, 2)) / gamma(x), sqrt(x)), {x: (1, 10)}, "proved"),
    (Ge(gamma(x + Rational(1, 2)) / gamma(x), sqrt(x)), {x: (1, 10)}, "refuted"),
    (Ge(beta(x, y), 1 / (2 * x * y)), {x: (1, 2), y: (1, 2)}, "proved"),
    (Gt(gamma(x), Rational(885, 1000)), {x: (1, 3)}, "proved"),
    (Gt(gamma(x), Rational(886, 1000)), {x: (1, 3)}, "refuted"),
    (Ge(log(x), -10), {x: (0, 1)}, "refuted"),
    (Gt(exp(-x) * sqrt(1 + x), Rational(1, 2)), {x: (0, 1)}, "proved"),
    (Le(beta(x, y), 1 / (x * y)), {x: (1, 2), y: (1, 2)}, "undecided"),
    (Ge(gamma(x), 0), {x: (1, sympy.oo)}, "undecided"),
    (Gt(gamma(x), 0), {x: (2, 1)}, "undecided"),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]}")
def test_inequalities(case: tuple[sympy.Expr, dict[sympy.Symbol, tuple[int, int]], str]) -> None:
    """The declared answer, and the second computation agrees with every decided one."""
    relation, domain, expected = case
    before = ctx.prec
    verdict = prove_inequality(relation, domain, budget=800)
    assert verdict.status == expected
    assert ctx.prec == before
    if verdict.method == "ball" and verdict.certificate is not None:
        assert recheck(relation, domain, verdict.certificate) == expected


z = sympy.Symbol("z")
BALL_STATEMENTS = [
    (Statement(ge(beta(x, y), 1 / (2 * x * y)), (ge(x, 1), le(x, 2), ge(y, 1), le(y, 2))), "proved"),
    (Statement(gt(gamma(x), Rational(885, 1000)), (ge(x, 1), le(x, 3))), "proved"),
    (Statement(gt(gamma(x), Rational(886, 1000)), (ge(x, 1), le(x, 3))), "refuted"),
    (Statement(gt(Integral(1 / (1 + z**2), (z, 0, 1)), Rational(78, 100))), "proved"),
    (Statement(lt(Integral(1 / (1 + z**2), (z, 0, 1)), Rational(78, 100))), "refuted"),
    (Statement(gt(x * Integral(exp(-(z**2)), (z, 0, 1)), Rational(7, 10) * x), (ge(x, 1), le(x, 2))), "proved"),
    (Statement(ge(gamma(x), 0), (ge(x, 1),)), "undecided"),
    (Statement(gt(gamma(x), gamma(2)), (gt(x, 2), le(x, 3))), "undecided"),
    (Statement(ge(gamma(x), x - 1), (ge(x, 2), le(x, 1))), "undecided"),
]


@pytest.mark.parametrize("case", BALL_STATEMENTS, ids=lambda case: str(case[0].show))
def test_statements_beyond_the_kernel(case: tuple[Statement, str]) -> None:
    """Balls answer, the second computation agrees, and the kernel refuses the certificate by its kind."""
    statement, expected = case
    verdict = prove(statement)
    assert verdict.status == expected
    if verdict.certificate is None:
        return
    data = json.loads(json.dumps(statement.to_json()))
    assert verdict.certificate["kind"] == "ball"
    assert recheck_statement(data, verdict.certificate) == expected
    with pytest.raises(kernel.Rejected):
        kernel.check_statement(data, verdict.certificate)
    with pytest.raises(kernel.Rejected, match="not a certificate for this kernel"):
        single = {"claim": "c", "status": expected, "part": 0, "parts": [verdict.certificate], **verdict.certificate}
        kernel.check({"claim": "c", "statements": [data]}, single)


@pytest.mark.parametrize("case", BALL_STATEMENTS[:6], ids=lambda case: str(case[0].show))
def test_the_second_computation_does_not_follow_the_first(case: tuple[Statement, str]) -> None:
    """With the first one's certificate for a neighbour that is false, or with its sense turned, it says no."""
    statement, expected = case
    certificate = prove(statement).certificate
    assert certificate is not None
    data = statement.to_json()
    rel, lhs, rhs = data["show"]
    turned = {**data, "show": [rel, rhs, lhs]}
    assert recheck_statement(turned, certificate) != expected


def test_the_two_computations_share_no_evaluator() -> None:
    """The second one imports nothing that the first one evaluates with."""
    source = ast.parse(Path(recheck_module.__file__).read_text(encoding="utf-8"))
    imported = {node.module for node in ast.walk(source) if isinstance(node, ast.ImportFrom)}
    assert {m for m in imported if m and m.startswith("poc_symbolic")} == {
        "poc_symbolic.rigor.jets",
        "poc_symbolic.rigor.rational",
    }
