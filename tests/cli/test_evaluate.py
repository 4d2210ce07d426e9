"""Law: a claim at a point is decided as exact arithmetic decides it, to any number of digits, or not."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from poc_symbolic.claims.compare import compare
from poc_symbolic.claims.evaluate import evaluate, exact_number
from poc_symbolic.errors import InputError
from poc_symbolic.rigor.statement import Atom, tree_of
from tests.toy_ledger import ledger

rationals = st.fractions(min_value=-20, max_value=20, max_denominator=50)
x, y = sympy.symbols("x y", real=True)


@settings(max_examples=60)
@given(rationals, rationals, st.sampled_from(["=", "!=", ">=", ">", "<=", "<"]))
def test_rational_comparisons_are_exact(left, right, rel):
    found = compare([rel, str(left), ["+", str(right), "0"]], {}, 20)
    wanted = {
        "=": left == right, "!=": left != right, ">=": left >= right,
        ">": left > right, "<=": left <= right, "<": left < right,
    }[rel]  # fmt: skip
    assert found.answer == ("holds" if wanted else "fails")


@settings(max_examples=30)
@given(st.fractions(min_value=Fraction(1, 50), max_value=20, max_denominator=50), st.integers(1, 200))
def test_sides_have_the_digits_asked_for(value, digits):
    found = evaluate(ledger(), "toy/rises", {"x": str(value)}, digits)
    (part,) = found.parts
    midpoint = part.lhs.strip("[]").split(" ")[0]
    with mpmath.workdps(digits + 20):
        exact = mpmath.exp(mpmath.mpf(value.numerator) / value.denominator)
        assert abs(mpmath.mpf(midpoint) - exact) <= 2 * exact * mpmath.mpf(10) ** (1 - digits)
    assert found.answer == "holds"


def test_tight_points_are_decided_by_algebra():
    found = compare(Atom(">=", sympy.exp(x), 1 + x).to_json(), {"x": Fraction(0)}, 50)
    assert (found.answer, found.exact, found.margin) == ("holds", True, "0")
    square = ["=", ["*", ["sqrt", "x"], ["sqrt", "x"]], "x"]
    found = compare(square, {"x": Fraction(2)}, 50)
    assert (found.answer, found.exact) == ("holds", True)


def test_nearly_equal_is_not_equal():
    close = Fraction(1, 10**60)
    atom = Atom("=", sympy.exp(x), sympy.exp(y)).to_json()
    assert compare(atom, {"x": Fraction(1), "y": 1 + close}, 20).answer == "fails"


def test_what_no_precision_decides_is_undecided():
    atom = ["=", ["*", ["sqrt", "x"], ["sqrt", "y"]], ["sqrt", ["*", "x", "y"]]]
    found = compare(atom, {"x": Fraction(2), "y": Fraction(3)}, 30)
    assert found.answer == "undecided" and "differ by less than" in found.reason


@pytest.mark.parametrize(
    "side", [1 / x, sympy.sqrt(x - 1), sympy.log(x), x ** sympy.Rational(-1, 2), x ** sympy.Rational(3, 2)]
)
def test_an_undefined_side_fails(side):
    found = compare([">", tree_of(side), "-100"], {"x": Fraction(0)}, 20)
    assert found.answer == "fails" and found.reason.startswith("undefined here")


def test_statements_apply_one_by_one():
    found = evaluate(ledger(), "toy/open", {"x": "4", "y": "9", "k": "3"}, 30)
    assert [part.answer for part in found.parts] == ["holds", "outside"]
    found = evaluate(ledger(), "toy/open", {"x": "4", "y": "9"}, 30)
    assert [part.answer for part in found.parts] == ["holds", "skipped"]
    with pytest.raises(InputError, match="outside the domain"):
        evaluate(ledger(), "toy/above", {"x": "1/2"}, 30)


@pytest.mark.parametrize("digits", [1, 10, 300])
def test_the_definition_is_checked_to_as_many_digits(digits):
    found = evaluate(ledger(), "toy/logarithm", {"x": "2/3"}, digits)
    assert found.definition is not None and found.definition.agree == digits and found.answer == "holds"


@given(rationals)
def test_numbers_are_read_exactly(value):
    assert exact_number(str(value)) == value
    assert exact_number(f"({value.numerator})/{value.denominator}") == value
