"""Laws: the parser gives text its usual arithmetic meaning, exactly, and its tree is plain data."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from poc_symbolic.errors import InputError
from poc_symbolic.expression import parse_activation, parse_tree
from poc_symbolic.expression.tree import Call, Chain, Name, Node, Num, Power, Unary, fold
from poc_symbolic.hermite import hermite_coefficients
from poc_symbolic.symbols import z

# Text together with its value at z = 2/3, computed beside the text and not from it.
POINT = Fraction(2, 3)
Sample = tuple[str, Fraction]


def whole(n: int) -> Sample:
    return str(n), Fraction(n)


def decimal(units: int, thousandths: int) -> Sample:
    return f"{units}.{thousandths:03}", units + Fraction(thousandths, 1000)


def he(k: int, name: str) -> Sample:
    return f"{name}{k}", sum((c * POINT**n for n, c in enumerate(hermite_coefficients(k))), Fraction(0))


def combine(left: Sample, operator: str, right: Sample) -> Sample:
    text = f"({left[0]}){operator}({right[0]})"
    match operator.strip():
        case "+":
            return text, left[1] + right[1]
        case "-":
            return text, left[1] - right[1]
        case "*":
            return text, left[1] * right[1]
    return (text, left[1] / right[1]) if right[1] else left


def negate(sample: Sample) -> Sample:
    return f"-({sample[0]})", -sample[1]


def power(sample: Sample, operator: str, n: int) -> Sample:
    return f"({sample[0]}){operator}{n}", sample[1] ** n


def samples() -> st.SearchStrategy[Sample]:
    def extend(inner: st.SearchStrategy[Sample]) -> st.SearchStrategy[Sample]:
        return st.one_of(
            st.builds(combine, inner, st.sampled_from(["+", " - ", "*", "/"]), inner),
            st.builds(negate, inner),
            st.builds(power, inner, st.sampled_from(["**", "^"]), st.integers(0, 3)),
        )

    leaves = st.one_of(
        st.builds(whole, st.integers(0, 50)),
        st.builds(decimal, st.integers(0, 50), st.integers(0, 999)),
        st.builds(he, st.integers(0, 9), st.sampled_from(["He", "He_"])),
        st.just(("z", POINT)),
    )
    return st.recursive(leaves, extend, max_leaves=8)


@given(samples())
@settings(deadline=None, max_examples=80)
def test_value_is_that_of_exact_arithmetic(sample: Sample) -> None:
    text, value = sample
    try:
        expr = parse_activation(text)
    except InputError as error:  # a quotient that is 0 as an expression, though not written as 0
        assert "division by zero" in str(error)
        return
    assert Fraction(str(expr.subs(z, sympy.Rational(2, 3)))) == value


@given(st.lists(st.tuples(st.sampled_from("+-*/"), st.integers(1, 9)), min_size=1, max_size=30))
@settings(deadline=None, max_examples=60)
def test_products_bind_before_sums_and_both_go_left_to_right(steps: list[tuple[str, int]]) -> None:
    text = "7" + "".join(f"{operator}{n}" for operator, n in steps)
    total, term, sign = Fraction(0), Fraction(7), 1
    for operator, n in steps:
        if operator in "*/":
            term = term * n if operator == "*" else term / n
        else:
            total, term, sign = total + sign * term, Fraction(n), 1 if operator == "+" else -1
    assert parse_activation(text) == sympy.Rational(*(total + sign * term).as_integer_ratio())


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("-z**2", Unary("-", Power(Name("z"), Num(Fraction(2))))),
        ("2**3**z", Power(Num(Fraction(2)), Power(Num(Fraction(3)), Name("z")))),
        ("2**-z", Power(Num(Fraction(2)), Unary("-", Name("z")))),
        ("z-1-2", Chain("+", (Name("z"), Unary("-", Num(Fraction(1))), Unary("-", Num(Fraction(2)))))),
        ("tanh(z)/2", Chain("*", (Call("tanh", Name("z")), Unary("/", Num(Fraction(2)))))),
        ("--+-z", Unary("-", Name("z"))),
        ("0.1", Num(Fraction(1, 10))),
        ("((z))", Name("z")),
    ],
)
def test_shape_of_the_tree(text: str, tree: Node) -> None:
    assert parse_tree(text) == tree


def test_long_sums_and_deep_brackets_need_no_recursion() -> None:
    assert parse_activation("+".join(["z"] * 9000)) == 9000 * z
    assert parse_activation("(" * 190 + "z" + ")" * 190) == z
    assert fold(parse_tree("+".join(["1"] * 5000)), lambda node, values: 1 + sum(values)) == 5001
