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


def numbers() -> st.SearchStrategy[Sample]:
    whole = st.integers(0, 50).map(lambda n: (str(n), Fraction(n)))
    decimal = st.tuples(st.integers(0, 50), st.integers(0, 999)).map(
        lambda pair: (f"{pair[0]}.{pair[1]:03}", pair[0] + Fraction(pair[1], 1000))
    )
    return st.one_of(whole, decimal)


def hermite_names() -> st.SearchStrategy[Sample]:
    def value(k: int) -> Fraction:
        return sum((c * POINT**n for n, c in enumerate(hermite_coefficients(k))), Fraction(0))

    return st.tuples(st.integers(0, 9), st.sampled_from(["He", "He_"])).map(
        lambda pair: (f"{pair[1]}{pair[0]}", value(pair[0]))
    )


def samples() -> st.SearchStrategy[Sample]:
    leaves = st.one_of(numbers(), hermite_names(), st.just(("z", POINT)))

    def extend(inner: st.SearchStrategy[Sample]) -> st.SearchStrategy[Sample]:
        pairs = st.tuples(inner, inner)
        return st.one_of(
            pairs.map(lambda p: (f"({p[0][0]}) + ({p[1][0]})", p[0][1] + p[1][1])),
            pairs.map(lambda p: (f"({p[0][0]})-({p[1][0]})", p[0][1] - p[1][1])),
            pairs.map(lambda p: (f"({p[0][0]})*({p[1][0]})", p[0][1] * p[1][1])),
            pairs.filter(lambda p: p[1][1] != 0).map(
                lambda p: (f"({p[0][0]}) / ({p[1][0]})", p[0][1] / p[1][1])
            ),
            inner.map(lambda s: (f"-({s[0]})", -s[1])),
            st.tuples(inner, st.integers(0, 4), st.sampled_from(["**", "^"])).map(
                lambda t: (f"({t[0][0]}){t[2]}{t[1]}", t[0][1] ** t[1])
            ),
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
