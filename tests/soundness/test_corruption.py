"""Law: a certificate that has been changed is not a proof any more.

Corruptions are chosen so that none can still be valid: a changed coefficient breaks an identity, a leaf
that was
split was split because it had to be, a smaller box has no fact for its side, a proof of a true statement
cannot
prove a false one, and the last step of a pruned proof is needed.
"""

from __future__ import annotations

import copy
from fractions import Fraction
from typing import Any

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import Rational, exp, sqrt

from poc_symbolic.rigor import Statement, eq, ge, gt, kernel, le, prove
from poc_symbolic.rigor.proof import FAILURES

x, y, a, b, d, k = sympy.symbols("x y a b d k")
UNIT = (ge(x, 0), le(x, 1))

STATEMENTS: list[Statement] = [
    Statement(ge((x**2 - x + Rational(3, 10)) * (x + 2), 0), UNIT),
    Statement(gt(x**6 - x**3 + Rational(7, 25), 0), UNIT),
    Statement(ge(x**3 + y**3, x**2 * y + x * y**2), (ge(x, 0), ge(y, 0))),
    Statement(gt(x**2 * y - x * y + y + 1, 0), (*UNIT, ge(y, 0), le(y, 3))),
    Statement(ge(2 * x + 3 * y, 1), (ge(x + y, 1), ge(x, 0), ge(y, 0))),
    Statement(le((-a + sqrt(a**2 + 4 * b)) / 2, b / a), (gt(a, 0), ge(b, 0))),
    Statement(ge(x * y, 0), (eq(y, 2 * x + 1), ge(x, 0))),
    Statement(le(d ** (-(k - 2) / 2), 1 / d), (ge(d, 1), ge(k, 4))),
    Statement(le(exp(x), 4), UNIT),
    Statement(gt(x**4 - 3 * x + 10, 0), ()),
]
PROOFS = [(s.to_json(), prove(s).certificate) for s in STATEMENTS]


def accepted(data: Any, certificate: Any) -> bool:
    """Does the kernel say that this is a proof?"""
    try:
        return bool(kernel.check_statement(data, certificate) == "proved")
    except FAILURES:
        return False


def places(steps: Any, rule: str) -> list[dict[str, Any]]:
    """All steps of a rule, in branches too."""
    found = [step for step in steps if step["rule"] == rule]
    for step in steps:
        for side in ("ge", "lt"):
            found += places(step.get(side, []), rule)
    return found


@pytest.mark.parametrize("index", range(len(PROOFS)))
def test_the_originals_are_proofs(index: int) -> None:
    assert PROOFS[index][1] is not None and accepted(*PROOFS[index])


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_a_changed_coefficient(data: st.DataObject) -> None:
    statement, certificate = data.draw(st.sampled_from(PROOFS))
    changed = copy.deepcopy(certificate)
    terms = [t for step in places(changed["steps"], "combine") for t in step["sum"] if kernel.number(t["coef"]) is not None]
    if len(terms) == 0:
        return
    term = data.draw(st.sampled_from(terms))
    factor = data.draw(st.fractions(Fraction(-3), Fraction(3), max_denominator=9).filter(lambda q: q != 1))
    term["coef"] = str(Fraction(term["coef"]) * factor)
    assert not accepted(statement, changed)


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_a_dropped_leaf(data: st.DataObject) -> None:
    statement, certificate = data.draw(st.sampled_from(PROOFS))
    changed = copy.deepcopy(certificate)
    steps = [s for s in places(changed["steps"], "bernstein") if s["tree"] is not None]
    if len(steps) == 0:
        return
    step = data.draw(st.sampled_from(steps))
    step["tree"] = None
    assert not accepted(statement, changed)


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_a_smaller_box(data: st.DataObject) -> None:
    statement, certificate = data.draw(st.sampled_from(PROOFS))
    changed = copy.deepcopy(certificate)
    steps = places(changed["steps"], "bernstein") + places(changed["steps"], "interval")
    steps = [s for s in steps if len(s["box"]) > 0]
    if len(steps) == 0:
        return
    side = data.draw(st.sampled_from(data.draw(st.sampled_from(steps))["box"]))
    side[1] = str(Fraction(side[1]) + data.draw(st.fractions(Fraction(1, 50), Fraction(1, 3), max_denominator=99)))
    assert not accepted(statement, changed)


@settings(deadline=None, max_examples=40)
@given(st.sampled_from(range(len(PROOFS))), st.integers(1, 4))
def test_a_false_statement(index: int, shift: int) -> None:
    """The same proof, with the conclusion made false at the proof's own point."""
    statement, certificate = PROOFS[index]
    assert certificate is not None
    changed = copy.deepcopy(statement)
    point = {n: (Fraction(v), Fraction(v)) for n, v in certificate["point"].items()}
    rel, lhs, rhs = changed["show"]
    high = kernel.enclose(kernel.expand(["-", lhs, rhs]), point, 64)
    margin = str(max(abs(high[0]), abs(high[1])) + shift)
    changed["show"] = [rel, ["-", lhs, margin] if rel in (">=", ">") else ["+", lhs, margin], rhs]
    assert not accepted(changed, certificate)


@settings(deadline=None, max_examples=40)
@given(st.sampled_from(range(len(PROOFS))), st.sampled_from(range(len(PROOFS))))
def test_another_statement(first: int, second: int) -> None:
    """A proof of one statement is not one of another (they are not equivalent)."""
    if first != second:
        assert not accepted(PROOFS[first][0], PROOFS[second][1])


@pytest.mark.parametrize("index", range(len(PROOFS)))
def test_the_last_step_removed(index: int) -> None:
    statement, certificate = PROOFS[index]
    assert certificate is not None and len(certificate["steps"]) > 0
    assert not accepted(statement, {**certificate, "steps": certificate["steps"][:-1]})


@pytest.mark.parametrize("index", range(len(PROOFS)))
def test_no_assumptions_left(index: int) -> None:
    """Without its assumptions the same proof fails (the last one has none)."""
    statement, certificate = PROOFS[index]
    if len(statement["assume"]) > 0 and any(s["rule"] == "assume" for s in certificate["steps"]):  # type: ignore[index]
        assert not accepted({**statement, "assume": []}, certificate)
