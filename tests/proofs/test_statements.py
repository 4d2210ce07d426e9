"""Law: a statement's tree and the SymPy expression it was made from have the same value at random exact points."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import Any

import mpmath
import pytest
import sympy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from poc_symbolic.claims.claim import Claim
from poc_symbolic.rigor import kernel
from poc_symbolic.rigor.statement import Statement, tree_of
from proofs import ledger

CLAIMS = [claim for claim in ledger().claims if claim.statements]
positive = st.fractions(min_value=Fraction(1, 20), max_value=Fraction(19, 20), max_denominator=20)


@lru_cache(maxsize=8)
def tree_and_value(side: sympy.Expr) -> tuple[Any, sympy.Expr]:
    """The kernel's form of a side, and SymPy's with the derivatives carried out: both the same at every point."""
    return kernel.expand(tree_of(side)), side.doit()


def value_of_tree(side: sympy.Expr, point: dict[str, Fraction]) -> tuple[Fraction, Fraction]:
    return kernel.enclose(tree_and_value(side)[0], {name: (x, x) for name, x in point.items()}, 200)


def value_of_expression(side: sympy.Expr, point: dict[sympy.Symbol, sympy.Rational]) -> Any:
    return sympy.N(tree_and_value(side)[1].subs(point), 40)


@pytest.mark.parametrize("claim", CLAIMS, ids=[c.id for c in CLAIMS])
@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_tree_and_expression_agree(claim: Claim, data: st.DataObject) -> None:
    statement: Statement = data.draw(st.sampled_from(claim.statements))
    values = {
        s: data.draw(positive) + {"d": 3, "k": 4, "kstar": 4, "j": 0, "K": 6}.get(s.name, 0) for s in statement.symbols
    }
    exact = {s: sympy.Rational(v.numerator, v.denominator) for s, v in values.items()}
    point = {s.name: v for s, v in values.items()}
    for side in (statement.show.lhs, statement.show.rhs):
        try:
            low, high = value_of_tree(side, point)
        except (kernel.Undefined, kernel.Unclear):
            continue  # outside the statement's domain, where a root is imaginary
        expected = value_of_expression(side, exact)
        with mpmath.workdps(40):
            middle = (low + high) / 2
            got = mpmath.mpf(middle.numerator) / middle.denominator
            assert abs(got - mpmath.mpf(str(expected))) <= mpmath.mpf(10) ** -28 * (1 + abs(got))
