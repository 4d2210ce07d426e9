"""Law: no statement is both proved and refuted, ill-formed ones are rejected, and nothing is refuted by convention."""

from __future__ import annotations

from typing import Any

import pytest
import sympy

from poc_symbolic.rigor import kernel, prove
from poc_symbolic.rigor.statement import Statement, eq, ge, tree_of

x, y = sympy.symbols("x y", real=True)


def statement(show: list[Any], assume: list[Any] | None = None, **variables: str) -> dict[str, Any]:
    return {"variables": variables, "assume": assume or [], "show": show}


@pytest.mark.parametrize("value", ["0", "-1"])
def test_an_exponent_that_is_an_integer_in_disguise_is_one(value: str) -> None:
    disguised = statement([">=", ["^", "x", ["*", ["sqrt", "2"], ["sqrt", "2"]]], "0"], x="real")
    proof = {"point": {"x": "1"}, "steps": [{"rule": "sign", "of": ["^", "x", "2"], "rel": ">="}]}
    assert kernel.check_statement(disguised, proof) == "proved"
    with pytest.raises(kernel.Rejected):
        kernel.check_statement(disguised, {"witness": {"x": value}})


@pytest.mark.parametrize(
    "show",
    [
        ["=", ["D", "2", "2"], "1"],
        ["=", ["at", "2", "2", "3"], "3"],
        ["=", ["D", ["*", "x", "x"], ["x"]], "0"],
        ["=", ["-", "x", "x", "1"], "0"],
        ["=", ["sqrt", "4", "x"], "2"],
        ["=", "y", "y"],
        ["==", "1", "1"],
        ["=", "٣", "3"],
    ],
)
def test_ill_formed_statements_are_rejected(show: list[Any]) -> None:
    with pytest.raises(kernel.Rejected):
        kernel.check_statement(statement(show, x="real"), {"point": {"x": "0"}, "steps": []})


def test_exact_values_are_strings() -> None:
    for value in (0.1, True, 1):
        with pytest.raises(kernel.Rejected):
            kernel.check_statement(statement(["!=", "x", "1/10"], x="real"), {"witness": {"x": value}})


def test_nothing_true_is_refuted_by_convention() -> None:
    assert prove(Statement(ge(x ** sympy.Rational(3, 2), 0), (ge(x, 0),))).status != "refuted"
    assert prove(Statement(eq(sympy.Derivative(sympy.sqrt(x**4), x), 2 * x))).status != "refuted"


def test_what_a_symbol_is_known_to_be_must_stand_in_the_statement() -> None:
    positive = sympy.Symbol("x", positive=True)
    with pytest.raises(TypeError):
        Statement(eq(sympy.sqrt(positive**2), positive))
    with pytest.raises(TypeError):
        tree_of(sympy.Subs(x - 2 * y, (x, y), (y, x)))
