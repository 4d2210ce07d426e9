"""Law: a statement's tree and the SymPy expression it was made from have the same value at random exact points."""

from __future__ import annotations

from fractions import Fraction
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


def value_of_tree(tree: Any, point: dict[str, Fraction]) -> tuple[Fraction, Fraction]:
    return kernel.enclose(kernel.expand(tree), {name: (x, x) for name, x in point.items()}, 300)


def value_of_expression(expr: sympy.Expr, point: dict[sympy.Symbol, sympy.Rational]) -> Any:
    return sympy.N(expr.doit().subs(point), 40)


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
            low, high = value_of_tree(tree_of(side), point)
        except (kernel.Undefined, kernel.Unclear):
            continue  # outside the statement's domain, where a root is imaginary
        expected = value_of_expression(side, exact)
        with mpmath.workdps(40):
            middle = (low + high) / 2
            got = mpmath.mpf(middle.numerator) / middle.denominator
            assert abs(got - mpmath.mpf(str(expected))) <= mpmath.mpf(10) ** -28 * (1 + abs(got))
