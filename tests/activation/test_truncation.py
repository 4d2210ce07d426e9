"""Law (Parseval): a tail is ≥ 0, falls as K grows, and is what E σ², E σ'², E σ''² leave."""

from __future__ import annotations

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st
from mpmath import mp

from poc_symbolic.activation import Activation, Size, Tail
from tests.activation.oracle import Function, gaussian_mean

SQUARES: list[tuple[str, Function, Function, Function]] = [
    ("tanh(z)", mp.tanh, lambda x: mp.sech(x) ** 2, lambda x: -2 * mp.tanh(x) * mp.sech(x) ** 2),
    (
        "softplus(z)",
        lambda x: mp.log(1 + mp.exp(x)),
        lambda x: 1 / (1 + mp.exp(-x)),
        lambda x: mp.exp(-x) / (1 + mp.exp(-x)) ** 2,
    ),
    ("exp(z/2)", lambda x: mp.exp(x / 2), lambda x: mp.exp(x / 2) / 2, lambda x: mp.exp(x / 2) / 4),
    (
        "erf(z)**2",
        lambda x: mp.erf(x) ** 2,
        lambda x: 4 / mp.sqrt(mp.pi) * mp.erf(x) * mp.exp(-x * x),
        lambda x: 8 / mp.pi * mp.exp(-2 * x * x) - 8 * x / mp.sqrt(mp.pi) * mp.erf(x) * mp.exp(-x * x),
    ),
]


def tails(text: str, degree: int) -> tuple[Tail, Tail, Tail]:
    truncation = Activation.parse(text, degree=degree).truncation
    assert truncation is not None and truncation.degree == degree
    return truncation.q, truncation.dq, truncation.ddq


@pytest.mark.parametrize(("text", "f", "df", "ddf"), SQUARES, ids=[case[0] for case in SQUARES])
def test_tails_are_what_parseval_leaves(text: str, f: Function, df: Function, ddf: Function) -> None:
    degree = 4
    activation = Activation.parse(text, degree=degree)
    for order, (tail, function) in enumerate(zip(tails(text, degree), (f, df, ddf), strict=True)):
        assert tail.size is Size.FINITE and tail.lower >= 0
        with mp.workdps(60):
            left = gaussian_mean(lambda x, g=function: g(x) ** 2)  # type: ignore[misc]
            for k, c in activation.coefficients.items():
                left -= mp.factorial(k) * mp.ff(k, order) * mp.mpf(sympy.N(c, 60)) ** 2
            slack = mp.mpf(10) ** -34
            assert mp.mpf(sympy.N(tail.lower, 60)) - slack <= left <= mp.mpf(sympy.N(tail.upper, 60)) + slack


@given(
    st.sampled_from(["tanh(z)", "relu(z - 1/2)", "z*exp(z/2)", "erf(z)", "sqrt(1+z**2)", "He2 + He5 + He12"]),
    st.integers(2, 8),
)
@settings(deadline=None, max_examples=8)
def test_tails_fall_as_the_degree_grows(text: str, degree: int) -> None:
    for now, then in zip(tails(text, degree), tails(text, degree + 3), strict=True):
        assert now.lower >= 0 and then.lower >= 0
        assert then.lower <= now.upper


@pytest.mark.parametrize(
    ("text", "place"),
    [("relu(z)", "z = 0"), ("abs(z)", "z = 0"), ("abs(z**2-2)", "sqrt(2)"), ("sqrt(z**4+z**2)", "0")],
)
def test_a_jump_of_the_derivative_makes_the_second_one_diverge(text: str, place: str) -> None:
    q, dq, ddq = tails(text, 4)
    assert q.size is dq.size is Size.FINITE
    assert ddq.size is Size.INFINITE and ddq.lower == ddq.upper == sympy.oo
    assert ddq.reason is not None and "jumps" in ddq.reason and place in ddq.reason
    assert ddq.to_json()["size"] == "infinite"


def test_a_kink_without_a_jump_does_not() -> None:
    assert all(tail.is_exact for tail in tails("relu(z)**2", 4))
    assert tails("z*abs(z)", 3)[2].is_exact
    assert tails("abs(z)*tanh(z)", 3)[2].size is Size.FINITE


def test_what_is_not_shown_is_said_to_be_unknown() -> None:
    q, dq, ddq = tails("sqrt(abs(z))", 4)
    assert q.size is Size.FINITE and dq.size is ddq.size is Size.UNKNOWN
    assert dq.lower == 0 and dq.upper == sympy.oo and dq.reason


def test_exact_tails_of_a_cut_polynomial() -> None:
    q, dq, ddq = tails("He2 + 1/2*He5", 4)
    assert (q.lower, dq.lower, ddq.lower) == (30, 150, 600)
    assert q.is_exact and dq.is_exact and ddq.is_exact


def test_exact_tail_of_relu() -> None:
    # E relu² = 1/2 and E relu'² = 1/2.
    q, dq, _ = tails("relu(z)", 1)
    assert sympy.simplify(q.lower - (sympy.Rational(1, 4) - 1 / (2 * sympy.pi))) == 0
    assert dq.lower == sympy.Rational(1, 4)
