"""Law: what SymPy prints of the project's expressions, the project's parser reads back as the same."""

from __future__ import annotations

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from poc_symbolic.expression import parse_activation, parse_formula, relu, softplus
from poc_symbolic.symbols import alpha, d, moment, z

FRACTIONS = st.fractions(min_value=-9, max_value=9, max_denominator=12).map(
    lambda q: sympy.Rational(q.numerator, q.denominator)
)


def formulas(leaves: list[sympy.Expr]) -> st.SearchStrategy[sympy.Expr]:
    def extend(inner: st.SearchStrategy[sympy.Expr]) -> st.SearchStrategy[sympy.Expr]:
        return st.one_of(
            st.lists(inner, min_size=2, max_size=4).map(lambda parts: sympy.Add(*parts)),
            st.lists(inner, min_size=2, max_size=4).map(lambda parts: sympy.Mul(*parts)),
            st.tuples(inner, st.integers(2, 5)).map(lambda pair: pair[0] ** pair[1]),
        )

    return st.recursive(st.one_of(st.sampled_from(leaves), FRACTIONS), extend, max_leaves=9)


@given(formulas([alpha, d, moment(2), moment(14), z, sympy.pi]))
@settings(deadline=None, max_examples=80)
def test_formulas_of_the_theory(expr: sympy.Expr) -> None:
    assert parse_formula(sympy.sstr(expr)) == expr
    quotient = expr / ((d + 2) * (d + 4))
    assert parse_formula(sympy.sstr(quotient)) == quotient


@given(formulas([alpha, d]))
@settings(deadline=None, max_examples=40)
def test_factored_formulas(expr: sympy.Expr) -> None:
    factored = sympy.factor(expr)
    assert parse_formula(sympy.sstr(factored)) == factored


@pytest.mark.parametrize(
    "expr",
    [
        relu(z) - softplus(2 * z) / 3,
        sympy.sqrt(1 + z**2) ** 3 - 1 / sympy.sqrt(1 + z**2),
        sympy.Abs(z - sympy.Rational(1, 2)) * sympy.tanh(-z) ** 2,
        sympy.erf(z / sympy.sqrt(2)) * sympy.exp(-(z**2) / 2) / sympy.sqrt(2 * sympy.pi),
        sympy.log(1 + z**2) + sympy.E * z + sympy.exp(sympy.Rational(1, 2)),
        sympy.cbrt(2) * z**4 + sympy.sqrt(2) / 6 * z,
        2 * sympy.UnevaluatedExpr(z).doit() + 1,
    ],
)
def test_functions_of_the_grammar(expr: sympy.Expr) -> None:
    assert parse_activation(sympy.sstr(expr)) == expr
