"""Law: what a script derives from the kernel's rules is accepted where it holds, and not where a premise is missing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sympy
from sympy import exp, log, sqrt

from poc_symbolic.rigor import Statement, ge, gt, le
from poc_symbolic.rigor.script import Script
from poc_symbolic.rigor.statement import Atom

a, b, u, v = sympy.symbols("a b u v")
POINT = {"a": 3, "b": 2, "u": 3, "v": 2}


def status(show: Atom, assume: tuple[Atom, ...], write: Callable[[Script], object]) -> str:
    """What the kernel says to a script."""
    statement = Statement(show, assume)
    script = Script(statement, {s.name: POINT[s.name] for s in statement.symbols})
    write(script)
    return script.verdict("script").status


def lifted(function: str) -> Callable[[Script], object]:
    """u ≥ v > 0, then monotone."""

    def write(script: Script) -> None:
        script.combine(u, [(1, [0]), (1, [1])])
        script.monotone(function, u, v, 0)

    return write


def power(script: Script) -> None:
    script.combine(a, [(1, [1]), (1, [])])
    script.monotone("pow", u, v, 0, a)


POSITIVE = (ge(u, v), gt(v, 0))
SQUARES = (ge(a, 0), ge(a**2, b**2))
STRICT = (ge(a, 0), gt(a**2, b**2))
CASES = [
    (ge(exp(u), exp(v)), (ge(u, v),), lambda s: s.monotone("exp", u, v, 0), "proved"),
    (ge(exp(v), exp(u)), (ge(u, v),), lambda s: s.monotone("exp", v, u, 0), "undecided"),
    (ge(log(u), log(v)), POSITIVE, lifted("log"), "proved"),
    (ge(log(u), log(v)), (ge(u, v),), lambda s: s.monotone("log", u, v, 0), "undecided"),
    (ge(sqrt(u), sqrt(v)), POSITIVE, lifted("sqrt"), "proved"),
    (ge(sqrt(u), sqrt(v)), (ge(u, v), ge(v, 0)), lifted("sqrt"), "proved"),
    (ge(a**u, a**v), (ge(u, v), ge(a, 1)), power, "proved"),
    (ge(a**u, a**v), (ge(u, v), ge(a, sympy.Rational(1, 2))), power, "undecided"),
    (ge(exp(u), 1 + u), (), lambda s: s.tangent(exp(u)), "proved"),
    (le(log(u), u - 1), (gt(u, 0),), lambda s: s.tangent(log(u)), "proved"),
    (le(log(u), u - 1), (), lambda s: s.tangent(log(u)), "undecided"),
    (ge(a, b), SQUARES, lambda s: s.ordered(a, b), "proved"),
    (gt(a, b), STRICT, lambda s: s.ordered(a, b, ">"), "proved"),
    (gt(a, b), SQUARES, lambda s: s.ordered(a, b, ">"), "undecided"),
    (ge(a, b), SQUARES[1:], lambda s: s.ordered(a, b), "undecided"),
    (ge(a, -b), SQUARES, lambda s: s.bounded(b, a), "proved"),
    (ge(a, b), SQUARES, lambda s: s.bounded(b, a), "proved"),
    (gt(sqrt(u), 0), (gt(u, 0),), lambda s: s.positive(sqrt(u)), "proved"),
    (ge(sqrt(u), 0), (ge(u, 0),), lambda s: s.positive(sqrt(u)), "proved"),
    (gt(sqrt(u), 0), (ge(u, 0),), lambda s: s.positive(sqrt(u)), "undecided"),
]


@pytest.mark.parametrize("case", range(len(CASES)))
def test_composites(case: int) -> None:
    show, assume, write, expected = CASES[case]
    assert status(show, assume, write) == expected
